// SPDX-License-Identifier: MIT
/*
 * LSTM in bytes, of nets that do not learn. oneDNN wants one scale and shift for what comes in, what is remembered and what goes out:
 * what is remembered lies in (-1, 1), so the scale is that, q = 127 x + 128 (u8), and what comes in is divided by the largest
 * magnitude m that was measured, its weights multiplied by it. Weights are s8 with a scale for each gate of each unit, common to
 * both directions and to both kinds; gates and cells are computed in fp32.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "net/backend_dnn.h"
#include "net/ranges.h"

static const struct op *op_of(const struct backend *b, int x)
{
    return &b->n->op[x];
}

struct int8_lstm {
    int param[6]; /* input, hidden, bias of both directions */
    int64_t in, h;
    float m;                   /* magnitude of 1 in what comes in */
    struct mem *plain[3];      /* (2, C, 4 H) m w; (2, H, 4 H); (2, 4 H) */
    const struct mem *numbers; /* what comes in, where it is no bytes yet */
    struct mem *bytes;
    float scale[]; /* (4, H): what weights are multiplied by */
};

/* --- weights ------------------------------------------------------------------------------------------------ */

/* (4 H, C) -> (C, 4 H), which is what oneDNN makes bytes from; a bias is a column. */
static void gather(struct backend *b, int x)
{
    const struct int8_lstm *k = b->t[x].extra;
    const int64_t columns[3] = {k->in, k->h, 1}, units = 4 * k->h;
    for (int i = 0; i < 3; i++) {
        for (int d = 0; d < 2; d++) {
            const float *from = params_data(b->n->params, k->param[3 * d + i]);
            float *to = (float *)k->plain[i]->px + d * units * columns[i], factor = i ? 1 : k->m;
            for (int64_t u = 0; u < units; u++) {
                for (int64_t c = 0; c < columns[i]; c++) {
                    to[c * units + u] = factor * from[u * columns[i] + c];
                }
            }
        }
    }
}

static float largest(const float *v, int64_t n, float most)
{
    for (int64_t i = 0; i < n; i++) {
        most = fmaxf(most, fabsf(v[i]));
    }
    return most;
}

static void find_scales(struct backend *b, struct int8_lstm *k)
{
    for (int64_t u = 0; u < 4 * k->h; u++) {
        float most = 0;
        for (int d = 0; d < 2; d++) {
            const float *input = params_data(b->n->params, k->param[3 * d]),
                        *hidden = params_data(b->n->params, k->param[3 * d + 1]);
            most = largest(hidden + u * k->h, k->h,
                           fmaxf(most, k->m * largest(input + u * k->in, k->in, 0)));
        }
        k->scale[u] = 127 / (most > 0 ? most : 1);
    }
}

static enum st weights(struct backend *b, int x, const struct spec *s, const struct dnn_lstm *l,
                       const struct mem *used[2], struct err *e)
{
    static const enum dnn_arg name[2] = {DNN_WEIGHTS, DNN_WEIGHTS_ITER};
    struct int8_lstm *k = b->t[x].extra;
    const struct md *md[3] = {dnn_md(b->d, DNN_F32, 5, (int64_t[]){1, 2, k->in, 4, k->h}, NULL),
                              dnn_md(b->d, DNN_F32, 5, (int64_t[]){1, 2, k->h, 4, k->h}, NULL),
                              lstm_bias(b, k->h)};
    uint64_t *version;
    enum st st = ST_OK;
    for (int i = 0; i < 3; i++) {
        k->plain[i] = dnn_kept(b->d, b->n->params, k->param[i], -3, md[i], &version);
    }
    keep_step(b, (struct dnn_step){.call = gather, .op = x},
              version); /* of the last one, for all */
    for (int i = 0; i < 2 && !st; i++) {
        struct spec *copy;
        struct mem *to =
            dnn_kept(b->d, b->n->params, k->param[i], -4, spec_md(b->d, s, name[i]), &version);
        used[i] = to;
        if (!(st = dnn_lstm_weights(b->d, md[i], to->md, l, &copy, e))) {
            struct run *r =
                dnn_run(b->d, copy, (struct arg[]){{DNN_SRC, k->plain[i]}, {DNN_DST, to}, {0}});
            keep_step(b, (struct dnn_step){.run = r}, version);
        }
    }
    return st;
}

/* --- what comes in --------------------------------------------------------------------------------------------- */

static uint8_t to_byte(float x)
{
    float v = x + (DNN_LSTM_SHIFT + 0.5f);
    v = v < 0 ? 0 : v > 255 ? 255 : v;
    return (uint8_t)v;
}

static void quantize(struct backend *b, int x)
{
    const struct int8_lstm *k = b->t[x].extra;
    uint8_t *to = k->bytes->px;
    size_t n = k->bytes->md->bytes;
    float scale = DNN_LSTM_SCALE / k->m;
    const uint16_t *half = k->numbers->px;
    const float *whole = k->numbers->px;
    bool bf16 = k->numbers->md->type == DNN_BF16;
    for (size_t i = 0; bf16 && i < n; i++) {
        to[i] = to_byte(scale * bf16_value(half[i]));
    }
    for (size_t i = 0; !bf16 && i < n; i++) {
        to[i] = to_byte(scale * whole[i]);
    }
}

static enum st source(struct backend *b, int x, const struct md *md, const struct mem **out,
                      struct err *e)
{
    struct int8_lstm *k = b->t[x].extra;
    int in = op_of(b, x)->in[0];
    if (b->t[in].lstm_bytes) {
        *out = value(b, in);
        return ST_OK;
    }
    enum st st = want(b, in, plain_md(b, work_type(b), in), &k->numbers, e);
    if (!st) {
        *out = k->bytes = dnn_scratch(b->d, md);
        add_call(b, LIST_FORWARD, quantize, x);
    }
    return st;
}

/* --- the operation ------------------------------------------------------------------------------------------- */

static bool users_are_lstms(const struct backend *b, int x)
{
    for (int y = x + 1; y < b->n->n_ops; y++) {
        const struct op *o = op_of(b, y);
        if ((o->in[0] == x || o->in[1] == x) && o->kind != OP_BILSTM) {
            return false;
        }
    }
    return !op_of(b, x)->output;
}

enum st dnn_op_bilstm_int8(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    int64_t in = op_of(b, o->in[0])->dim[2], h = o->hidden;
    struct int8_lstm *k = b->t[x].extra = calloc(1, sizeof *k + (size_t)(4 * h) * sizeof(float));
    if (!k) {
        BUG("out of memory");
    }
    memcpy(k->param, o->param, sizeof k->param);
    k->in = in;
    k->h = h;
    k->m = b->t[o->in[0]].lstm_bytes ? 1 : net_ranges_largest(b->n->o.ranges, o->in[0]);
    find_scales(b, k);
    b->t[x].lstm_bytes = users_are_lstms(b, x);
    struct dnn_lstm l = {.src = plain_md(b, DNN_U8, o->in[0]),
                         .weights = dnn_md_any(b->d, DNN_S8, 5, (int64_t[]){1, 2, in, 4, h}),
                         .iter = dnn_md_any(b->d, DNN_S8, 5, (int64_t[]){1, 2, h, 4, h}),
                         .bias = lstm_bias(b, h),
                         .dst = plain_md(b, b->t[x].lstm_bytes ? DNN_U8 : DNN_F32, x),
                         .int8 = k->scale};
    const struct mem *src, *w[2];
    struct spec *s;
    enum st st;
    if ((st = dnn_lstm(b->d, &l, &s, e)) || (st = source(b, x, l.src, &src, e)) ||
        (st = weights(b, x, s, &l, w, e))) {
        return st;
    }
    struct mem *dst = dnn_scratch(b->d, l.dst);
    add_run(b, LIST_FORWARD,
            dnn_run(b->d, s,
                    (struct arg[]){{DNN_SRC, src},
                                   {DNN_WEIGHTS, w[0]},
                                   {DNN_WEIGHTS_ITER, w[1]},
                                   {DNN_BIAS, k->plain[2]},
                                   {DNN_DST, dst},
                                   {0}}));
    made(b, x, dst);
    return ST_OK;
}
