// SPDX-License-Identifier: MIT
/* export: a trained model for other runtimes. */
#include <stdio.h>

#include "base/files.h"
#include "cmd/cmd.h"
#include "cmd/opts.h"
#include "ocr/reader_onnx.h"
#include "product/embed_set.h"
#include "product/embedder_onnx.h"

int cmd_export(int argc, char **argv)
{
    const char *output = NULL, *pos[1];
    bool tokens = false;
    const struct opt opts[] = {
        {"output", 'o', OPT_STR, &output, "FILE", "the ONNX file"},
        {"tokens", 0, OPT_FLAG, &tokens, NULL,
         "a reader: with the second head, as 'token_log_probabilities'"},
        {0},
    };
    struct cmd c = {.verb = "export",
                    .usage = "MODEL -o FILE.onnx",
                    .about = "Writes a model as ONNX (opset 17), batch norm folded into "
                             "convolutions.\n\n"
                             "A reader. Input 'image': float "
                             "(batch, 1, height, width), grey, scaled to the model's height, mean "
                             "0 and\n"
                             "deviation 1 over the "
                             "picture, zeros behind narrower lines; any batch and width. Output\n"
                             "'log_probabilities': (frames, "
                             "batch, classes), a frame every 4 pixels, class 0 is CTC's blank.\n"
                             "Metadata: classes (JSON), "
                             "height_px, order, normalisation.\n\n"
                             "An embedding of products. Input 'image': float (batch, 3, input_px, "
                             "input_px), RGB, mean 0 and\n"
                             "deviation 1 over all of the picture; any batch. Output 'embedding': "
                             "(batch, dims), unit length.\n"
                             "Metadata: input_px, fit (how a picture becomes square), "
                             "normalisation.",
                    .opts = opts,
                    .pos = pos,
                    .min_pos = 1,
                    .max_pos = 1};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    if (!output) {
        return cmd_usage(&c, "where to? -o FILE.onnx");
    }
    struct err e = {0};
    struct buf out = {0};
    bool embedder = false;
    enum st st = embed_is_embedder(pos[0], &embedder, &e);
    st = st         ? st
         : embedder ? embedder_onnx(pos[0], &out, &e)
                    : reader_onnx(pos[0], tokens, &out, &e);
    st = st ? st : file_write(output, out.data, out.len, &e);
    if (!st && !c.quiet) {
        fprintf(stderr, "%s: %.1f MB\n", output, (double)out.len / 1e6);
    }
    buf_release(&out);
    return cmd_end(&c, st, &e);
}
