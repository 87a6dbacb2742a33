// SPDX-License-Identifier: MIT
/*
 * LSTM and attention of the fast backend. See backend_dnn.c; the formulas stand in plain_sequence.c.
 *
 * LSTM: oneDNN runs both directions as one primitive. Its weights (1, 2, C, 4, H) are gathered from the two directions'
 * plain (4 H, C) through strides; gates i, f, c, o in both. Its backward pass wants all gradients in fp32 and adds to those
 * of the weights, which are zeroed first.
 *
 * Attention: one linear layer makes q, k and v; they are laid out by heads, (N, heads, T, d), and multiplied in batches.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "net/backend_dnn.h"

static const struct op *op_of(const struct backend *b, int x)
{
    return &b->n->op[x];
}

/* --- LSTM ---------------------------------------------------------------------------------------------------- */

/* Both directions' parameters in one block, which oneDNN's layouts are copied from and to. */
struct lstm {
    struct mem *plain[3], *gradient[3];   /* input, hidden, bias */
    const struct mem *used[3];            /* in the primitive's layout */
    struct mem *diff[3];                  /* likewise, fp32 */
    size_t count[3];                      /* floats of one direction */
    int param[6];
};

static const struct md *lstm_any(struct backend *b, enum dtype t, int64_t in, int64_t h)
{
    return dnn_md_any(b->d, t, 5, (int64_t[]){1, 2, in, 4, h});
}

/* (2, 4 H, C) row-major as (1, 2, C, 4, H). */
static const struct md *lstm_plain(struct backend *b, int64_t in, int64_t h)
{
    return dnn_md(b->d, DNN_F32, 5, (int64_t[]){1, 2, in, 4, h}, (int64_t[]){8 * h * in, 4 * h * in, 1, h * in, in});
}

const struct md *lstm_bias(struct backend *b, int64_t h)
{
    return dnn_md(b->d, DNN_F32, 4, (int64_t[]){1, 2, 4, h}, NULL);
}

static void gather_weights(struct backend *b, int x)
{
    const struct lstm *k = b->t[x].extra;
    for (int i = 0; i < 3; i++) {
        for (int d = 0; d < 2; d++) {
            memcpy((float *)k->plain[i]->px + (size_t)d * k->count[i], params_data(b->n->params, k->param[3 * d + i]),
                   k->count[i] * sizeof(float));
        }
    }
}

static void scatter_gradients(struct backend *b, int x)
{
    const struct lstm *k = b->t[x].extra;
    for (int i = 0; i < 3; i++) {
        for (int d = 0; d < 2; d++) {
            const float *from = (const float *)k->gradient[i]->px + (size_t)d * k->count[i];
            float *to = params_grad(b->n->params, k->param[3 * d + i]);
            for (size_t j = 0; j < k->count[i]; j++) {
                to[j] += from[j];
            }
        }
    }
}

static void clear_gradients(struct backend *b, int x)
{
    const struct lstm *k = b->t[x].extra;
    for (int i = 0; i < 3; i++) {
        memset(k->diff[i]->px, 0, k->diff[i]->md->bytes);
    }
}

static struct lstm *new_lstm(struct backend *b, int x)
{
    const struct op *o = op_of(b, x);
    int64_t in = op_of(b, o->in[0])->dim[2], h = o->hidden;
    struct lstm *k = b->t[x].extra = calloc(1, sizeof *k);
    const struct md *md[3] = {lstm_plain(b, in, h), lstm_plain(b, h, h), lstm_bias(b, h)};
    const size_t count[3] = {(size_t)(4 * h * in), (size_t)(4 * h * h), (size_t)(4 * h)};
    uint64_t *version;
    for (int i = 0; i < 3; i++) {
        k->count[i] = count[i];
        k->plain[i] = dnn_kept(b->d, b->n->params, o->param[i], -1, md[i], &version);
    }
    memcpy(k->param, o->param, sizeof k->param);
    keep_step(b, (struct dnn_step){.call = gather_weights, .op = x},
              version); /* of the last one, for all */
    return k;
}

static enum st lstm_weights(struct backend *b, struct lstm *k, const struct spec *s, struct err *e)
{
    static const enum dnn_arg name[2] = {DNN_WEIGHTS, DNN_WEIGHTS_ITER};
    enum st st = ST_OK;
    for (int i = 0; i < 2 && !st; i++) {
        st =
            weight_from(b, k->plain[i], k->param[i], -2, spec_md(b->d, s, name[i]), &k->used[i], e);
    }
    k->used[2] = k->plain[2];
    return st;
}

static struct dnn_lstm lstm_of(struct backend *b, int x, enum dtype t)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    return (struct dnn_lstm){.src = plain_md(b, t, o->in[0]), .weights = lstm_any(b, t, in->dim[2], o->hidden),
                             .iter = lstm_any(b, t, o->hidden, o->hidden), .bias = lstm_bias(b, o->hidden),
                             .dst = plain_md(b, t, x), .train = b->n->o.train};
}

enum st dnn_op_bilstm(struct backend *b, int x, struct err *e)
{
    if (b->n->o.int8 && !b->n->o.train) {
        return dnn_op_bilstm_int8(b, x, e);
    }
    int8_measure(b, x);
    const struct op *o = op_of(b, x);
    struct dnn_lstm l = lstm_of(b, x, work_type(b));
    struct lstm *k = new_lstm(b, x);
    const struct mem *src;
    struct spec *s;
    enum st st;
    if ((st = dnn_lstm(b->d, &l, &s, e)) || (st = want(b, o->in[0], l.src, &src, e)) || (st = lstm_weights(b, k, s, e))) {
        return st;
    }
    const struct md *ws = spec_md(b->d, s, DNN_WORKSPACE);
    b->t[x].workspace = ws ? dnn_scratch(b->d, ws) : NULL;
    struct mem *dst = dnn_scratch(b->d, l.dst);
    add_run(b, LIST_FORWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_SRC, src}, {DNN_WEIGHTS, k->used[0]}, {DNN_WEIGHTS_ITER, k->used[1]},
                                            {DNN_BIAS, k->used[2]}, {DNN_DST, dst}, {DNN_WORKSPACE, b->t[x].workspace}, {0}}));
    b->t[x].forward = s;
    made(b, x, dst);
    return ST_OK;
}

enum st dnn_op_bilstm_back(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    struct dnn_lstm l = lstm_of(b, x, work_type(b)), diff = lstm_of(b, x, DNN_F32);
    struct lstm *k = b->t[x].extra;
    const struct mem *src, *g;
    struct spec *s;
    enum st st;
    if ((st = dnn_lstm_back(b->d, &l, &diff, b->t[x].forward, &s, e)) || (st = want(b, o->in[0], l.src, &src, e)) ||
        (st = gradient_of(b, x, diff.dst, &g, e)) || (st = lstm_weights(b, k, s, e))) {
        return st;
    }
    static const enum dnn_arg name[2] = {DNN_DIFF_WEIGHTS, DNN_DIFF_WEIGHTS_ITER};
    for (int i = 0; i < 3; i++) {
        k->diff[i] = dnn_scratch(b->d, i < 2 ? spec_md(b->d, s, name[i]) : diff.bias);
        k->gradient[i] = i < 2 ? dnn_scratch(b->d, k->plain[i]->md) : k->diff[i];
    }
    bool wants = op_of(b, o->in[0])->wants_grad;
    struct mem *dx = wants ? gradient_room(b, o->in[0], diff.src) : dnn_scratch(b->d, diff.src);
    add_call(b, LIST_BACKWARD, clear_gradients, x);
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_SRC, src}, {DNN_WEIGHTS, k->used[0]}, {DNN_WEIGHTS_ITER, k->used[1]},
                                            {DNN_BIAS, k->used[2]}, {DNN_DST, value(b, x)}, {DNN_DIFF_DST, g},
                                            {DNN_DIFF_SRC, dx}, {DNN_DIFF_WEIGHTS, k->diff[0]},
                                            {DNN_DIFF_WEIGHTS_ITER, k->diff[1]}, {DNN_DIFF_BIAS, k->diff[2]},
                                            {DNN_WORKSPACE, b->t[x].workspace}, {0}}));
    for (int i = 0; i < 2 && !st; i++) {
        st = copy_step(b, LIST_GATHER, k->diff[i], k->gradient[i], false, e);
    }
    add_call(b, LIST_GATHER, scatter_gradients, x);
    return st ? st : wants ? gradient_done(b, o->in[0], dx, e) : ST_OK;
}

/* --- attention --------------------------------------------------------------------------------------------------- */

struct attention {
    int64_t t, n, c, heads, d;
    const struct md *rows_c, *rows_3c, *matrix[2];     /* of the two linear layers */
    struct mem *qkv;                                   /* (T, N, 3 C) */
    struct mem *part[3], *score, *weight, *mixed_heads; /* by heads: q, k, v; before and after the softmax; result */
    struct mem *mixed;                                 /* (T, N, C) */
    const struct mem *w[2];
    struct spec *linear[2], *softmax;
};

/* Rows of part p of (T, N, 3 C), or with parts = 1 of (T, N, C), seen by heads: (N, heads, T, d). */
static const struct md *by_heads(struct backend *b, const struct attention *a, enum dtype t, int64_t parts)
{
    int64_t dim[4] = {a->n, a->heads, a->t, a->d}, c = parts * a->c, stride[4] = {c, a->d, a->n * c, 1};
    return dnn_md(b->d, t, 4, dim, stride);
}

static void *part_of(const struct attention *a, const struct mem *qkv, int p)
{
    size_t size = qkv->md->type == DNN_BF16 ? 2 : 4;
    return (char *)qkv->px + (size_t)(p * a->c) * size;
}

/* (.., rows, columns) of a (N, heads, rows, columns) block, or its transpose seen through strides. */
static const struct md *block(struct backend *b, const struct attention *a, enum dtype t, int64_t rows, int64_t columns)
{
    return dnn_md(b->d, t, 4, (int64_t[]){a->n, a->heads, rows, columns}, NULL);
}

static const struct md *turned(struct backend *b, const struct attention *a, enum dtype t, int64_t rows, int64_t columns)
{
    return dnn_md(b->d, t, 4, (int64_t[]){a->n, a->heads, columns, rows},
                  (int64_t[]){a->heads * rows * columns, rows * columns, 1, columns});
}

/* dst = scale * p q, each seen through a layout. */
static enum st product(struct backend *b, enum list_name list, const struct md *pm, const struct mem *p, const struct md *qm,
                       const struct mem *q, const struct mem *dst, float scale, struct err *e)
{
    struct spec *s;
    enum st st = dnn_matmul(b->d, pm, qm, dst->md, scale, &s, e);
    if (!st) {
        add_run(b, list, dnn_run(b->d, s, (struct arg[]){{DNN_SRC, dnn_mem(b->d, pm, p->px)},
                                                         {DNN_WEIGHTS, dnn_mem(b->d, qm, q->px)}, {DNN_DST, dst}, {0}}));
    }
    return st;
}

static struct dnn_linear layer_of(struct backend *b, const struct attention *a, int which)
{
    const struct md *m = a->matrix[which];
    return (struct dnn_linear){.src = a->rows_c, .weights = dnn_md_any(b->d, work_type(b), 2, m->dim),
                               .bias = vector_md(b, m->dim[0]), .dst = which ? a->rows_c : a->rows_3c, .train = b->n->o.train};
}

/* Linear layer 0 (q, k, v) or 1 (out) of operation x. */
static enum st layer(struct backend *b, int x, struct attention *a, int which, void *from, void *to, struct err *e)
{
    const struct op *o = op_of(b, x);
    struct dnn_linear l = layer_of(b, a, which);
    enum st st;
    if ((st = dnn_linear(b->d, &l, &a->linear[which], e)) ||
        (st = weight(b, o->param[2 * which], a->matrix[which], spec_md(b->d, a->linear[which], DNN_WEIGHTS), &a->w[which], e))) {
        return st;
    }
    add_run(b, LIST_FORWARD,
            dnn_run(b->d, a->linear[which],
                    (struct arg[]){{DNN_SRC, dnn_mem(b->d, l.src, from)}, {DNN_WEIGHTS, a->w[which]},
                                   {DNN_BIAS, param_mem(b, o->param[2 * which + 1])}, {DNN_DST, dnn_mem(b->d, l.dst, to)}, {0}}));
    return ST_OK;
}

static enum st layer_back(struct backend *b, int x, struct attention *a, int which, void *src, void *g, void *dx, struct err *e)
{
    const struct op *o = op_of(b, x);
    struct dnn_linear l = layer_of(b, a, which), lw = l;
    const struct mem *w;
    struct spec *s;
    enum st st;
    lw.weights = dnn_md_any(b->d, DNN_F32, 2, a->matrix[which]->dim);
    if ((st = dnn_linear_back_weights(b->d, &lw, a->linear[which], &s, e))) {
        return st;
    }
    struct mem *gm = dnn_mem(b->d, l.dst, g), *dw = dnn_scratch(b->d, spec_md(b->d, s, DNN_DIFF_WEIGHTS));
    struct mem *db = dnn_scratch(b->d, l.bias);
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_SRC, dnn_mem(b->d, l.src, src)}, {DNN_DIFF_DST, gm}, {DNN_DIFF_WEIGHTS, dw},
                                            {DNN_DIFF_BIAS, db}, {0}}));
    if ((st = weight_gradient(b, o->param[2 * which], a->matrix[which], dw, e)) ||
        (st = weight_gradient(b, o->param[2 * which + 1], db->md, db, e)) ||
        (st = dnn_linear_back_data(b->d, &l, a->linear[which], &s, e)) ||
        (st = weight(b, o->param[2 * which], a->matrix[which], spec_md(b->d, s, DNN_WEIGHTS), &w, e))) {
        return st;
    }
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_WEIGHTS, w}, {DNN_DIFF_DST, gm}, {DNN_DIFF_SRC, dnn_mem(b->d, l.src, dx)}, {0}}));
    return ST_OK;
}

static struct attention *new_attention(struct backend *b, int x)
{
    const struct op *o = op_of(b, x);
    struct attention *a = b->t[x].extra = calloc(1, sizeof *a);
    enum dtype t = work_type(b);
    *a = (struct attention){.t = o->dim[0], .n = o->dim[1], .c = o->dim[2], .heads = o->heads, .d = o->dim[2] / o->heads};
    int64_t rows = a->t * a->n;
    a->rows_c = dnn_md(b->d, t, 2, (int64_t[]){rows, a->c}, NULL);
    a->rows_3c = dnn_md(b->d, t, 2, (int64_t[]){rows, 3 * a->c}, NULL);
    a->matrix[0] = dnn_md(b->d, DNN_F32, 2, (int64_t[]){3 * a->c, a->c}, NULL);
    a->matrix[1] = dnn_md(b->d, DNN_F32, 2, (int64_t[]){a->c, a->c}, NULL);
    a->qkv = dnn_scratch(b->d, a->rows_3c);
    a->mixed = dnn_scratch(b->d, a->rows_c);
    for (int p = 0; p < 3; p++) {
        a->part[p] = dnn_scratch(b->d, block(b, a, t, a->t, a->d));
    }
    a->mixed_heads = dnn_scratch(b->d, block(b, a, t, a->t, a->d));
    a->score = dnn_scratch(b->d, block(b, a, DNN_F32, a->t, a->t));
    a->weight = dnn_scratch(b->d, block(b, a, DNN_F32, a->t, a->t));
    return a;
}

/* The softmax's weights in the precision of products. */
static enum st narrow(struct backend *b, enum list_name list, const struct mem *from, const struct mem **to, struct err *e)
{
    *to = from;
    if (work_type(b) == from->md->type) {
        return ST_OK;
    }
    struct mem *m = dnn_scratch(b->d, dnn_md(b->d, work_type(b), from->md->n, from->md->dim, NULL));
    *to = m;
    return copy_step(b, list, from, m, false, e);
}

enum st dnn_op_attention(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    struct attention *a = new_attention(b, x);
    enum dtype t = work_type(b);
    const struct mem *src, *w;
    struct mem *dst = dnn_scratch(b->d, plain_md(b, t, x));
    enum st st;
    if ((st = want(b, o->in[0], plain_md(b, t, o->in[0]), &src, e)) || (st = layer(b, x, a, 0, src->px, a->qkv->px, e))) {
        return st;
    }
    for (int p = 0; p < 3 && !st; p++) {
        st = copy_step(b, LIST_FORWARD, dnn_mem(b->d, by_heads(b, a, t, 3), part_of(a, a->qkv, p)), a->part[p], false, e);
    }
    float scale = (float)(1 / sqrt((double)a->d));
    if (st || (st = product(b, LIST_FORWARD, a->part[0]->md, a->part[0], turned(b, a, t, a->t, a->d), a->part[1], a->score, scale, e)) ||
        (st = dnn_softmax(b->d, a->score->md, &a->softmax, e))) {
        return st;
    }
    add_run(b, LIST_FORWARD, dnn_run(b->d, a->softmax, (struct arg[]){{DNN_SRC, a->score}, {DNN_DST, a->weight}, {0}}));
    (void)((st = narrow(b, LIST_FORWARD, a->weight, &w, e)) ||
           (st = product(b, LIST_FORWARD, w->md, w, a->part[2]->md, a->part[2], a->mixed_heads, 1, e)) ||
           (st = copy_step(b, LIST_FORWARD, a->mixed_heads, dnn_mem(b->d, by_heads(b, a, t, 1), a->mixed->px), false, e)) ||
           (st = layer(b, x, a, 1, a->mixed->px, dst->px, e)));
    made(b, x, dst);
    return st;
}

/* With g the gradient of the result by heads, P the softmax's weights:
 *   dV = P^T g,   dP = g V^T,   dS = softmax's backward,   dQ = dS K / sqrt(d),   dK = dS^T Q / sqrt(d) */
static enum st heads_back(struct backend *b, struct attention *a, const struct mem *g, struct mem *dqkv, struct err *e)
{
    enum dtype t = work_type(b);
    float scale = (float)(1 / sqrt((double)a->d));
    struct mem *dpart[3], *dweight = dnn_scratch(b->d, a->score->md), *dscore = dnn_scratch(b->d, a->score->md);
    const struct mem *w, *ds;
    struct spec *s;
    enum st st;
    for (int p = 0; p < 3; p++) {
        dpart[p] = dnn_scratch(b->d, a->part[p]->md);
    }
    if ((st = narrow(b, LIST_BACKWARD, a->weight, &w, e)) ||
        (st = product(b, LIST_BACKWARD, turned(b, a, t, a->t, a->t), w, g->md, g, dpart[2], 1, e)) ||
        (st = product(b, LIST_BACKWARD, g->md, g, turned(b, a, t, a->t, a->d), a->part[2], dweight, 1, e)) ||
        (st = dnn_softmax_back(b->d, a->score->md, a->softmax, &s, e))) {
        return st;
    }
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_DST, a->weight}, {DNN_DIFF_DST, dweight}, {DNN_DIFF_SRC, dscore}, {0}}));
    (void)((st = narrow(b, LIST_BACKWARD, dscore, &ds, e)) ||
           (st = product(b, LIST_BACKWARD, ds->md, ds, a->part[1]->md, a->part[1], dpart[0], scale, e)) ||
           (st = product(b, LIST_BACKWARD, turned(b, a, t, a->t, a->t), ds, a->part[0]->md, a->part[0], dpart[1], scale, e)));
    for (int p = 0; p < 3 && !st; p++) {
        st = copy_step(b, LIST_BACKWARD, dpart[p], dnn_mem(b->d, by_heads(b, a, t, 3), part_of(a, dqkv, p)), false, e);
    }
    return st;
}

enum st dnn_op_attention_back(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    struct attention *a = b->t[x].extra;
    enum dtype t = work_type(b);
    const struct mem *src, *g;
    struct mem *dmixed = dnn_scratch(b->d, a->rows_c), *dheads = dnn_scratch(b->d, a->mixed_heads->md);
    struct mem *dqkv = dnn_scratch(b->d, a->rows_3c);
    bool wants = op_of(b, o->in[0])->wants_grad;
    enum st st;
    if ((st = gradient_of(b, x, plain_md(b, t, x), &g, e)) || (st = want(b, o->in[0], plain_md(b, t, o->in[0]), &src, e)) ||
        (st = layer_back(b, x, a, 1, a->mixed->px, g->px, dmixed->px, e)) ||
        (st = copy_step(b, LIST_BACKWARD, dnn_mem(b->d, by_heads(b, a, t, 1), dmixed->px), dheads, false, e)) ||
        (st = heads_back(b, a, dheads, dqkv, e))) {
        return st;
    }
    struct mem *dx = wants ? gradient_room(b, o->in[0], plain_md(b, t, o->in[0])) : dnn_scratch(b->d, plain_md(b, t, o->in[0]));
    st = layer_back(b, x, a, 0, src->px, dqkv->px, dx->px, e);
    return st ? st : wants ? gradient_done(b, o->in[0], dx, e) : ST_OK;
}
