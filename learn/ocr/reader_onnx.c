// SPDX-License-Identifier: MIT
#include "ocr/reader_onnx.h"

#include "base/json.h"
#include "net/onnx.h"
#include "ocr/reader_file.h"
#include "version.h"

static enum st write_net(struct reader_about *a, struct params *p, const struct checkpoint *c,
                         struct buf *out, struct err *e)
{
    int head[2], n_out = a->shape.tokens ? 2 : 1;
    struct net *n = net_new(p, &(struct net_options){.backend = NET_PLAIN});
    struct onnx_tensor in = {.name = "image", .dim = {"batch", NULL, NULL, "width"}};
    in.x = reader_describe(n, &a->shape, 1, 64, head);
    struct onnx_tensor heads[2] = {
        {.x = head[0],
         .name = "log_probabilities",
         .dim = {"frames", "batch"},
         .log_softmax = true},
        {.x = head[1],
         .name = "token_log_probabilities",
         .dim = {"frames", "batch"},
         .log_softmax = true},
    };
    struct buf classes = {0}, height = {0};
    struct json j = json_to(&classes);
    classes_write(a->classes, &j);
    buf_addc(&classes, 0);
    buf_printf(&height, "%d", a->shape.height_px);
    const struct onnx_meta meta[] = {
        {"classes", classes.data},
        {"height_px", height.data},
        {"order", a->order == ORDER_VISUAL ? "visual" : "logical"},
        {"normalisation",
         "grey; height_px high; (x - mean) / deviation of the picture; zeros behind"},
    };
    enum st st = checkpoint_load_params(c, p, 0, NULL, e);
    st = st ? st
            : onnx_write(n,
                         &(struct onnx_options){.in = &in,
                                                .n_in = 1,
                                                .out = heads,
                                                .n_out = n_out,
                                                .meta = meta,
                                                .n_meta = 4,
                                                .producer = "ersatz",
                                                .version = ERSATZ_VERSION},
                         out, e);
    buf_release(&classes);
    buf_release(&height);
    net_free(n);
    return st;
}

enum st reader_onnx(const char *model, bool tokens, struct buf *out, struct err *e)
{
    struct checkpoint *c = NULL;
    struct reader_about a = {0};
    struct params *p = params_new();
    enum st st;
    (void)((st = checkpoint_read(model, &c, e)) ||
           (st = reader_about_parse(&a, model, checkpoint_meta(c), e)));
    if (!st) {
        a.shape.tokens = tokens ? a.shape.tokens : 0;
        st = write_net(&a, p, c, out, e);
    }
    checkpoint_free(c);
    params_free(p);
    reader_about_release(&a);
    return st;
}
