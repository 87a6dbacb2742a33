// SPDX-License-Identifier: MIT
#include "product/embedder_onnx.h"

#include "net/checkpoint.h"
#include "net/onnx.h"
#include "product/embedder_file.h"
#include "version.h"

static const char *const how_fitted[] = {
    [FIT_PAD] = "scaled to fit, its mean colour beside it",
    [FIT_STRETCH] = "stretched",
    [FIT_CROP] = "its middle",
};

static enum st write_net(const struct embedder_about *a, struct params *p,
                         const struct checkpoint *c, struct buf *out, struct err *e)
{
    struct net *n = net_new(p, &(struct net_options){.backend = NET_PLAIN});
    struct embedder_ends ends = embedder_describe(n, &a->shape, 1);
    struct onnx_tensor in = {.x = ends.input, .name = "image", .dim = {"batch"}},
                       vector = {.x = ends.embedding,
                                 .name = "embedding",
                                 .dim = {"batch"},
                                 .unit_length = true};
    struct buf px = {0};
    buf_printf(&px, "%d", a->shape.input_px);
    const struct onnx_meta meta[] = {
        {"input_px", px.data},
        {"fit", how_fitted[a->shape.fit]},
        {"normalisation", "RGB; (x - mean) / deviation of the square, of all channels together"},
    };
    enum st st = checkpoint_load_params(c, p, 0, NULL, e);
    st = st ? st
            : onnx_write(n,
                         &(struct onnx_options){.in = &in,
                                                .n_in = 1,
                                                .out = &vector,
                                                .n_out = 1,
                                                .meta = meta,
                                                .n_meta = 3,
                                                .producer = "ersatz",
                                                .version = ERSATZ_VERSION},
                         out, e);
    buf_release(&px);
    net_free(n);
    return st;
}

enum st embedder_onnx(const char *model, struct buf *out, struct err *e)
{
    struct checkpoint *c = NULL;
    struct embedder_about a = {0};
    struct params *p = params_new();
    enum st st;
    (void)((st = checkpoint_read(model, &c, e)) ||
           (st = embedder_about_parse(&a, model, checkpoint_meta(c), e)) ||
           (st = write_net(&a, p, c, out, e)));
    checkpoint_free(c);
    params_free(p);
    embedder_about_release(&a);
    return st;
}
