// SPDX-License-Identifier: MIT
/*
 * Convolutions in bytes, of nets that do not learn: u8 or s8 times s8, summed in 32 bits.
 *
 *     x = s_x q_x     picture or ReLU's result; one scale a tensor: largest value measured / 127 (s8, the input) or 255 (u8)
 *     w = s_k q_w     folded weights; a scale for each output channel k: largest weight / 127
 *     y = s_x s_k (q_x * q_w) + b,   q_y = round(max(y, 0) / s_y)
 *
 * as in Jacob et al. 2018, without zero points: what is quantised is either on both sides of 0 or never below it. Bytes flow from one such
 * convolution to the next, through pooling too; where anybody else reads a result it is bf16 or fp32. Depthwise convolutions stay
 * as they are.
 */
#include <math.h>
#include <stdlib.h>

#include "net/backend_dnn.h"
#include "net/ranges.h"

static const struct op *op_of(const struct backend *b, int x)
{
    return &b->n->op[x];
}

/* --- what is computed in bytes ---------------------------------------------------------------------------- */

static bool could(const struct backend *b, int x)
{
    const struct op *o = op_of(b, x);
    return o->kind == OP_CONV && o->groups == 1 && folded_norm(b, x) >= 0;
}

bool int8_conv(const struct backend *b, int x)
{
    int in = op_of(b, x)->in[0];
    return b->n->o.int8 && could(b, x) && (op_of(b, in)->kind == OP_INPUT || b->t[in].scale > 0) &&
           dnn_int8_convs(b->d);
}

/* Whether all who read x, or what batch norm and pooling make of it, take bytes. */
static bool users_take_bytes(const struct backend *b, int x)
{
    bool any = false;
    if (op_of(b, x)->output) {
        return false;
    }
    for (int y = x + 1; y < b->n->n_ops; y++) {
        const struct op *o = op_of(b, y);
        if (o->in[0] != x && o->in[1] != x) {
            continue;
        }
        bool passes = o->kind == OP_MAXPOOL || folded_norm(b, x) == y;
        if (!(passes ? users_take_bytes(b, y) : could(b, y))) {
            return false;
        }
        any = true;
    }
    return any;
}

/* --- measuring ---------------------------------------------------------------------------------------------- */

static void measure(struct backend *b, int x)
{
    const struct mem *m = value(b, x);
    int bf16 = m->md->type == DNN_BF16;
    net_ranges_see(b->n->o.ranges, x, m->px, m->md->bytes / (bf16 ? 2 : 4),
                   bf16); /* padding is 0 */
}

void int8_measure(struct backend *b, int x)
{
    int in = op_of(b, x)->in[0];
    bool lstm = op_of(b, x)->kind == OP_BILSTM;
    if (!b->n->o.ranges || b->n->o.int8 || !(lstm || could(b, x))) {
        return;
    }
    if (lstm || op_of(b, in)->kind == OP_INPUT) {
        add_call(b, LIST_FORWARD, measure, in);
    }
    if (!lstm) {
        add_call(b, LIST_FORWARD, measure, x);
    }
}

/* --- the operation ------------------------------------------------------------------------------------------- */

struct int8 {
    struct folded folded; /* first: conv_fold() finds it */
    struct mem *bias;
    float *weight_scale; /* by output channel; behind: what a bias is multiplied by */
};

static void scale_bias(struct backend *b, int x)
{
    const struct int8 *k = b->t[x].extra;
    int64_t n = op_of(b, x)->dim[1];
    const float *from = k->folded.bias->px, *factor = k->weight_scale + n;
    float *to = k->bias->px;
    for (int64_t i = 0; i < n; i++) {
        to[i] = from[i] * factor[i];
    }
}

static void scales(struct backend *b, int x, int norm, float src, struct int8 *k)
{
    int64_t n = op_of(b, x)->dim[1];
    size_t count = params_row(b->n->params, op_of(b, x)->param[0])->count, each = count / (size_t)n;
    float *w = malloc((count + (size_t)n) * sizeof *w), *s = k->weight_scale;
    if (!w) {
        BUG("out of memory");
    }
    net_fold(b->n, x, norm, w, w + count);
    for (int64_t i = 0; i < n; i++) {
        float most = 0;
        for (size_t j = 0; j < each; j++) {
            most = fmaxf(most, fabsf(w[(size_t)i * each + j]));
        }
        s[i] = (most > 0 ? most : 1) / 127;
        s[n + i] = dnn_int8_bias(src, s[i]);
    }
    free(w);
}

/* One byte each: weights, bias, and the picture or the bytes that the layer before left. */
static enum st source(struct backend *b, int in, const struct md *md, float scale,
                      const struct mem **out, struct err *e)
{
    if (b->t[in].scale > 0) {
        return want(b, in, md, out, e);
    }
    struct spec *s;
    struct mem *m = dnn_scratch(b->d, md);
    enum st st = dnn_quantize(b->d, value(b, in)->md, md, 1, &scale, &s, e);
    if (!st) {
        add_run(b, LIST_FORWARD,
                dnn_run(b->d, s, (struct arg[]){{DNN_SRC, value(b, in)}, {DNN_DST, m}, {0}}));
    }
    *out = m;
    return st;
}

static enum st weights(struct backend *b, int x, const struct md *md, struct int8 *k,
                       const struct mem **out, struct err *e)
{
    const struct op *o = op_of(b, x);
    int key = op_of(b, k->folded.norm)->param[0];
    uint64_t *version;
    struct spec *s;
    conv_fold(b, x, k->folded.norm, &k->folded);
    struct mem *to = dnn_kept(b->d, b->n->params, o->param[0], key, md, &version);
    enum st st =
        dnn_quantize(b->d, k->folded.weights->md, md, (int)o->dim[1], k->weight_scale, &s, e);
    if (!st) {
        struct run *r =
            dnn_run(b->d, s, (struct arg[]){{DNN_SRC, k->folded.weights}, {DNN_DST, to}, {0}});
        keep_step(b, (struct dnn_step){.run = r}, version);
        k->bias = dnn_kept(b->d, b->n->params, o->param[0], -1000 - key, vector_md(b, o->dim[1]),
                           &version);
        keep_step(b, (struct dnn_step){.call = scale_bias, .op = x}, version);
    }
    *out = to;
    return st;
}

enum st dnn_op_conv_int8(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    int in = o->in[0], norm = folded_norm(b, x);
    bool bytes_out = op_of(b, norm)->relu && users_take_bytes(b, x), bytes_in = b->t[in].scale > 0;
    struct int8 *k = b->t[x].extra = calloc(1, sizeof *k + 2 * (size_t)o->dim[1] * sizeof(float));
    if (!k) {
        BUG("out of memory");
    }
    k->folded.norm = norm;
    k->weight_scale = (float *)(k + 1);
    struct dnn_int8 q = {.src = bytes_in ? b->t[in].scale
                                         : net_ranges_largest(b->n->o.ranges, in) / 127,
                         .weights = k->weight_scale,
                         .channels = (int)o->dim[1],
                         .dst = bytes_out ? net_ranges_largest(b->n->o.ranges, x) / 255 : 0};
    scales(b, x, norm, q.src, k);
    struct dnn_conv c = conv_of(b, o);
    c.src = dnn_md_any(b->d, bytes_in ? DNN_U8 : DNN_S8, 4, op_of(b, in)->dim);
    c.weights = dnn_md_any(b->d, DNN_S8, 4, c.weights->dim);
    c.bias = vector_md(b, o->dim[1]);
    c.dst = dnn_md_any(b->d, bytes_out ? DNN_U8 : work_type(b), 4, o->dim);
    c.relu = op_of(b, norm)->relu;
    c.int8 = &q;
    struct spec *s;
    const struct mem *src, *w;
    enum st st;
    if ((st = dnn_conv(b->d, &c, &s, e)) ||
        (st = source(b, in, spec_md(b->d, s, DNN_SRC), q.src, &src, e)) ||
        (st = weights(b, x, spec_md(b->d, s, DNN_WEIGHTS), k, &w, e))) {
        return st;
    }
    struct mem *dst = dnn_scratch(b->d, spec_md(b->d, s, DNN_DST));
    add_run(
        b, LIST_FORWARD,
        dnn_run(b->d, s,
                (struct arg[]){
                    {DNN_SRC, src}, {DNN_WEIGHTS, w}, {DNN_BIAS, k->bias}, {DNN_DST, dst}, {0}}));
    made(b, x, dst);
    b->t[x].scale = q.dst;
    return ST_OK;
}
