// SPDX-License-Identifier: MIT
/* Operations of the fast backend, each a builder of forward and of backward steps. See backend_dnn.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/simd.h"
#include "net/backend_dnn.h"

static const struct op *op_of(const struct backend *b, int x)
{
    return &b->n->op[x];
}

static bool in_wants_grad(const struct backend *b, int x, int which)
{
    return op_of(b, op_of(b, x)->in[which])->wants_grad;
}

/* --- convolution ---------------------------------------------------------------------------------------- */

static const struct md *conv_plain(struct backend *b, const struct op *o, const struct op *in)
{
    int64_t g = o->groups, d[5] = {g, o->dim[1] / g, in->dim[1] / g, o->kernel[0], o->kernel[1]};
    return g > 1 ? dnn_md(b->d, DNN_F32, 5, d, NULL) : dnn_md(b->d, DNN_F32, 4, d + 1, NULL);
}

static const struct md *any_like(struct backend *b, enum dtype t, const struct md *m)
{
    return dnn_md_any(b->d, t, m->n, m->dim);
}

struct dnn_conv conv_of(struct backend *b, const struct op *o)
{
    const struct op *in = op_of(b, o->in[0]);
    enum dtype t = work_type(b);
    struct dnn_conv c = {.src = dnn_md_any(b->d, t, 4, in->dim), .dst = dnn_md_any(b->d, t, 4, o->dim),
                         .weights = any_like(b, t, conv_plain(b, o, in)),
                         .bias = o->param[1] >= 0 ? vector_md(b, o->dim[1]) : NULL, .train = b->n->o.train, .relu = o->relu};
    for (int k = 0; k < 2; k++) {
        const struct op *i = in;
        c.stride[k] = o->stride[k];
        c.pad_low[k] = o->pad[k];
        c.pad_high[k] = (o->dim[2 + k] - 1) * o->stride[k] + o->kernel[k] - i->dim[2 + k] - o->pad[k];
    }
    return c;
}

static void fold(struct backend *b, int x)
{
    const struct folded *f = b->t[x].extra;
    net_fold(b->n, x, f->norm, f->weights->px, f->bias->px);
}

void conv_fold(struct backend *b, int x, int norm, struct folded *f)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    int key = op_of(b, norm)->param[0];
    uint64_t *version;
    f->norm = norm;
    f->bias =
        dnn_kept(b->d, b->n->params, o->param[0], -2 - key, vector_md(b, o->dim[1]), &version);
    f->weights = dnn_kept(b->d, b->n->params, o->param[0], key, conv_plain(b, o, in), &version);
    keep_step(b, (struct dnn_step){.call = fold, .op = x}, version);
}

/* Weights and bias of a convolution, folded or not. */
static enum st conv_weights(struct backend *b, int x, int norm, const struct md *md,
                            const struct mem **w, const struct mem **bias, struct err *e)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    if (norm < 0) {
        *bias = o->param[1] >= 0 ? param_mem(b, o->param[1]) : NULL;
        return weight(b, o->param[0], conv_plain(b, o, in), md, w, e);
    }
    struct folded *f = b->t[x].extra = calloc(1, sizeof *f);
    conv_fold(b, x, norm, f);
    *bias = f->bias;
    return weight_from(b, f->weights, o->param[0], op_of(b, norm)->param[0], md, w, e);
}

static enum st conv(struct backend *b, int x, struct err *e)
{
    if (int8_conv(b, x)) {
        return dnn_op_conv_int8(b, x, e);
    }
    if (bf16_conv_takes(b, x)) {
        return dnn_op_bf16_conv(b, x, e);
    }
    const struct op *o = op_of(b, x);
    struct dnn_conv c = conv_of(b, o);
    int norm = folded_norm(b, x);
    struct spec *s;
    const struct mem *src, *w, *bias;
    enum st st;
    if (norm >= 0) {
        c.bias = vector_md(b, o->dim[1]);
        c.relu = op_of(b, norm)->relu;
    }
    if ((st = dnn_conv(b->d, &c, &s, e)) ||
        (st = want(b, o->in[0], spec_md(b->d, s, DNN_SRC), &src, e)) ||
        (st = conv_weights(b, x, norm, spec_md(b->d, s, DNN_WEIGHTS), &w, &bias, e))) {
        return st;
    }
    struct mem *dst = dnn_scratch(b->d, spec_md(b->d, s, DNN_DST));
    add_run(b, LIST_FORWARD, dnn_run(b->d, s, (struct arg[]){{DNN_SRC, src}, {DNN_WEIGHTS, w}, {DNN_BIAS, bias}, {DNN_DST, dst}, {0}}));
    b->t[x].forward = s;
    made(b, x, dst);
    int8_measure(b, x);
    return ST_OK;
}

/* Through the ReLU that a primitive applied to its result: the gradient where the result is above 0. */
static enum st relu_gradient(struct backend *b, int x, const struct mem **g, struct err *e)
{
    const struct md *md = value(b, x)->md;
    struct spec *f, *s;
    enum st st;
    if ((st = gradient_of(b, x, md, g, e)) || (st = dnn_curve(b->d, DNN_RELU_FROM_DST, md, &f, e)) ||
        (st = dnn_curve_back(b->d, DNN_RELU_FROM_DST, md, f, &s, e))) {
        return st;
    }
    struct mem *masked = dnn_scratch(b->d, md);
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_DST, value(b, x)}, {DNN_DIFF_DST, *g}, {DNN_DIFF_SRC, masked}, {0}}));
    *g = masked;
    return ST_OK;
}

static enum st conv_weights_back(struct backend *b, int x, const struct dnn_conv *c, const struct mem *g, struct err *e)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    struct dnn_conv cw = *c;
    struct spec *s;
    const struct mem *src, *gw;
    enum st st;
    cw.weights = any_like(b, DNN_F32, conv_plain(b, o, in)); /* gradients are fp32 */
    cw.dst = dnn_md_any(b->d, work_type(b), 4, o->dim);
    if ((st = dnn_conv_back_weights(b->d, &cw, b->t[x].forward, &s, e)) ||
        (st = want(b, o->in[0], spec_md(b->d, s, DNN_SRC), &src, e))) {
        return st;
    }
    gw = g;
    const struct md *dst = spec_md(b->d, s, DNN_DIFF_DST);
    if (!md_same(dst, g->md)) {
        struct mem *m = dnn_scratch(b->d, dst);
        if ((st = copy_step(b, LIST_BACKWARD, g, m, false, e))) {
            return st;
        }
        gw = m;
    }
    struct mem *dw = dnn_scratch(b->d, spec_md(b->d, s, DNN_DIFF_WEIGHTS));
    struct mem *db = o->param[1] >= 0 ? dnn_scratch(b->d, vector_md(b, o->dim[1])) : NULL;
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_SRC, src}, {DNN_DIFF_DST, gw}, {DNN_DIFF_WEIGHTS, dw}, {DNN_DIFF_BIAS, db}, {0}}));
    (void)((st = weight_gradient(b, o->param[0], conv_plain(b, o, in), dw, e)) ||
           (st = db ? weight_gradient(b, o->param[1], db->md, db, e) : ST_OK));
    return st;
}

static enum st conv_data_back(struct backend *b, int x, const struct dnn_conv *c, const struct mem *g, struct err *e)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    struct spec *s;
    const struct mem *w, *gd = g;
    enum st st;
    if ((st = dnn_conv_back_data(b->d, c, b->t[x].forward, &s, e)) ||
        (st = weight(b, o->param[0], conv_plain(b, o, in), spec_md(b->d, s, DNN_WEIGHTS), &w, e))) {
        return st;
    }
    const struct md *dst = spec_md(b->d, s, DNN_DIFF_DST);
    if (!md_same(dst, g->md)) {
        struct mem *m = dnn_scratch(b->d, dst);
        if ((st = copy_step(b, LIST_BACKWARD, g, m, false, e))) {
            return st;
        }
        gd = m;
    }
    struct mem *dx = gradient_room(b, o->in[0], spec_md(b->d, s, DNN_DIFF_SRC));
    add_run(b, LIST_BACKWARD, dnn_run(b->d, s, (struct arg[]){{DNN_WEIGHTS, w}, {DNN_DIFF_DST, gd}, {DNN_DIFF_SRC, dx}, {0}}));
    return gradient_done(b, o->in[0], dx, e);
}

static enum st conv_back(struct backend *b, int x, struct err *e)
{
    if (bf16_conv_takes(b, x)) {
        return dnn_op_bf16_conv_back(b, x, e);
    }
    const struct op *o = op_of(b, x);
    struct dnn_conv c = conv_of(b, o);
    const struct mem *g;
    enum st st = o->relu ? relu_gradient(b, x, &g, e) : gradient_of(b, x, value(b, x)->md, &g, e);
    (void)(st || (st = conv_weights_back(b, x, &c, g, e)) ||
           (st = in_wants_grad(b, x, 0) ? conv_data_back(b, x, &c, g, e) : ST_OK));
    return st;
}

/* --- batch norm ------------------------------------------------------------------------------------------- */

struct batchnorm {
    struct mem *mean, *variance, *dscale, *dshift;
};

void move_averages_to(struct backend *b, int x, const float *m, const float *v)
{
    const struct op *o = op_of(b, x);
    float *mean = params_data(b->n->params, o->param[2]), *var = params_data(b->n->params, o->param[3]);
    int64_t count = op_count(o) / o->dim[1];
    float unbiased = count > 1 ? (float)count / (float)(count - 1) : 1, rate = (float)BATCHNORM_MOMENTUM;
    for (int64_t c = 0; c < o->dim[1]; c++) {
        mean[c] += rate * (m[c] - mean[c]);
        var[c] += rate * (v[c] * unbiased - var[c]);
    }
}

static void move_averages(struct backend *b, int x)
{
    const struct batchnorm *k = b->t[x].extra;
    move_averages_to(b, x, k->mean->px, k->variance->px);
}

/* Vectors as pictures of one pixel. */
static const struct md *as_image(struct backend *b, const struct op *o, const struct md *m)
{
    int64_t d[4] = {o->dim[0], o->dim[1], 1, 1};
    return o->n_dims == 4 ? m : dnn_md(b->d, m->type, 4, d, NULL);
}

static enum st batchnorm(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    if (folded_norm(b, o->in[0]) == x) {
        pass_on(b, x);
        return ST_OK;
    }
    if (bf16_norm_takes(b, x)) {
        return dnn_op_bf16_norm(b, x, e);
    }
    const struct mem *src;
    struct spec *s;
    enum dtype t = work_type(b);
    const struct md *want_md = o->n_dims == 4 && value(b, o->in[0])->md->type == t ? value(b, o->in[0])->md
                                                                                     : plain_md(b, t, o->in[0]);
    enum st st = want(b, o->in[0], want_md, &src, e);
    if (st) {
        return st;
    }
    const struct md *md = as_image(b, o, src->md);
    struct dnn_batchnorm k = {.src = md,
                              .eps = (float)NORM_EPS,
                              .train = b->n->o.train,
                              .fixed = o->fixed,
                              .relu = o->relu};
    if ((st = dnn_batchnorm(b->d, &k, &s, e))) {
        return st;
    }
    struct batchnorm *kept = b->t[x].extra = calloc(1, sizeof *kept);
    bool train = b->n->o.train && !o->fixed;
    kept->mean = train ? dnn_scratch(b->d, vector_md(b, o->dim[1])) : param_mem(b, o->param[2]);
    kept->variance = train ? dnn_scratch(b->d, vector_md(b, o->dim[1])) : param_mem(b, o->param[3]);
    const struct md *ws = spec_md(b->d, s, DNN_WORKSPACE);
    b->t[x].workspace = ws ? dnn_scratch(b->d, ws) : NULL;
    struct mem *dst = dnn_scratch(b->d, src->md);
    struct mem *in = src->md == md ? (struct mem *)src : dnn_mem(b->d, md, src->px), *out = src->md == md ? dst : dnn_mem(b->d, md, dst->px);
    add_run(b, LIST_FORWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_SRC, in}, {DNN_DST, out}, {DNN_MEAN, kept->mean}, {DNN_VARIANCE, kept->variance},
                                            {DNN_SCALE, param_mem(b, o->param[0])}, {DNN_SHIFT, param_mem(b, o->param[1])},
                                            {DNN_WORKSPACE, b->t[x].workspace}, {0}}));
    if (train) {
        add_call(b, LIST_FORWARD, move_averages, x);
    }
    b->t[x].forward = s;
    made(b, x, dst);
    return ST_OK;
}

static enum st batchnorm_back(struct backend *b, int x, struct err *e)
{
    if (bf16_norm_takes(b, x)) {
        return dnn_op_bf16_norm_back(b, x, e);
    }
    const struct op *o = op_of(b, x);
    struct batchnorm *kept = b->t[x].extra;
    const struct mem *src, *g;
    const struct md *own = value(b, x)->md, *md = as_image(b, o, own);
    struct dnn_batchnorm k = {
        .src = md, .eps = (float)NORM_EPS, .train = true, .fixed = o->fixed, .relu = o->relu};
    struct spec *s;
    enum st st;
    if ((st = want(b, o->in[0], own, &src, e)) || (st = gradient_of(b, x, own, &g, e)) ||
        (st = dnn_batchnorm_back(b->d, &k, b->t[x].forward, &s, e))) {
        return st;
    }
    kept->dscale = dnn_scratch(b->d, vector_md(b, o->dim[1]));
    kept->dshift = dnn_scratch(b->d, vector_md(b, o->dim[1]));
    struct mem *dx = in_wants_grad(b, x, 0) ? gradient_room(b, o->in[0], own) : dnn_scratch(b->d, own);
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_SRC, dnn_mem(b->d, md, src->px)}, {DNN_DIFF_DST, dnn_mem(b->d, md, g->px)},
                                            {DNN_DIFF_SRC, dnn_mem(b->d, md, dx->px)}, {DNN_MEAN, kept->mean},
                                            {DNN_VARIANCE, kept->variance}, {DNN_SCALE, param_mem(b, o->param[0])},
                                            {DNN_SHIFT, param_mem(b, o->param[1])}, {DNN_DIFF_SCALE, kept->dscale},
                                            {DNN_DIFF_SHIFT, kept->dshift}, {DNN_WORKSPACE, b->t[x].workspace}, {0}}));
    (void)((st = weight_gradient(b, o->param[0], kept->dscale->md, kept->dscale, e)) ||
           (st = weight_gradient(b, o->param[1], kept->dshift->md, kept->dshift, e)) ||
           (st = in_wants_grad(b, x, 0) ? gradient_done(b, o->in[0], dx, e) : ST_OK));
    return st;
}

/* --- pooling ------------------------------------------------------------------------------------------------ */

static struct dnn_pool pool_of(struct backend *b, int x)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    bool max = o->kind == OP_MAXPOOL;
    int64_t d[4] = {o->dim[0], o->dim[1], max ? o->dim[2] : 1, max ? o->dim[3] : 1};
    struct dnn_pool p = {.max = max, .train = b->n->o.train, .dst = dnn_md_any(b->d, work_type(b), 4, d)};
    for (int k = 0; k < 2; k++) {
        p.kernel[k] = max ? o->kernel[k] : in->dim[2 + k];
        p.stride[k] = max ? o->stride[k] : 1;
        p.pad_low[k] = max ? o->pad[k] : 0;
        p.pad_high[k] = (d[2 + k] - 1) * p.stride[k] + p.kernel[k] - in->dim[2 + k] - p.pad_low[k];
    }
    return p;
}

static enum st pool(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    struct dnn_pool p = pool_of(b, x);
    const struct mem *src;
    struct spec *s;
    bool bytes = b->t[o->in[0]].scale > 0;
    b->t[x].scale = b->t[o->in[0]].scale;
    p.dst = bytes ? dnn_md_any(b->d, DNN_U8, 4, p.dst->dim) : p.dst;
    const struct md *as = bytes || value(b, o->in[0])->md->type == work_type(b) ? value(b, o->in[0])->md : plain_md(b, work_type(b), o->in[0]);
    enum st st = want(b, o->in[0], as, &src, e);
    p.src = as;
    if (st || (st = dnn_pool(b->d, &p, &s, e))) {
        return st;
    }
    const struct md *ws = spec_md(b->d, s, DNN_WORKSPACE);
    b->t[x].workspace = ws ? dnn_scratch(b->d, ws) : NULL;
    struct mem *dst = dnn_scratch(b->d, spec_md(b->d, s, DNN_DST));
    add_run(b, LIST_FORWARD, dnn_run(b->d, s, (struct arg[]){{DNN_SRC, src}, {DNN_DST, dst}, {DNN_WORKSPACE, b->t[x].workspace}, {0}}));
    b->t[x].forward = s;
    if (o->kind == OP_MAXPOOL) {
        made(b, x, dst);
        return ST_OK;
    }
    /* (N, C, 1, 1) in whatever order -> (N, C) */
    struct mem *rows = dnn_scratch(b->d, plain_md(b, work_type(b), x));
    int64_t d[4] = {o->dim[0], o->dim[1], 1, 1};
    made(b, x, rows);
    return copy_step(b, LIST_FORWARD, dst, dnn_mem(b->d, dnn_md(b->d, work_type(b), 4, d, NULL), rows->px), false, e);
}

static enum st pool_back(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    struct dnn_pool p = pool_of(b, x);
    const struct mem *g;
    struct spec *s;
    enum st st = ST_OK;
    const struct md *dst = spec_md(b->d, b->t[x].forward, DNN_DST);
    if (o->kind == OP_MAXPOOL) {
        st = gradient_of(b, x, dst, &g, e);
    } else {
        const struct mem *rows;
        int64_t d[4] = {o->dim[0], o->dim[1], 1, 1};
        struct mem *m = dnn_scratch(b->d, dst);
        (void)((st = gradient_of(b, x, plain_md(b, work_type(b), x), &rows, e)) ||
               (st = copy_step(b, LIST_BACKWARD, dnn_mem(b->d, dnn_md(b->d, work_type(b), 4, d, NULL), rows->px), m, false, e)));
        g = m;
    }
    p.src = spec_md(b->d, b->t[x].forward, DNN_SRC);
    p.dst = dst;
    if (st || (st = dnn_pool_back(b->d, &p, b->t[x].forward, &s, e))) {
        return st;
    }
    struct mem *dx = gradient_room(b, o->in[0], p.src);
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_DIFF_DST, g}, {DNN_DIFF_SRC, dx}, {DNN_WORKSPACE, b->t[x].workspace}, {0}}));
    return gradient_done(b, o->in[0], dx, e);
}

/* --- element by element --------------------------------------------------------------------------------------- */

static enum st curve(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    if (relu_of_sum(b, x)) {
        pass_on(b, x);
        return ST_OK;
    }
    const struct mem *src = value(b, o->in[0]);
    struct spec *s;
    enum st st = dnn_curve(b->d, o->kind == OP_GELU ? DNN_GELU : DNN_RELU, src->md, &s, e);
    if (st) {
        return st;
    }
    struct mem *dst = dnn_scratch(b->d, src->md);
    add_run(b, LIST_FORWARD, dnn_run(b->d, s, (struct arg[]){{DNN_SRC, src}, {DNN_DST, dst}, {0}}));
    b->t[x].forward = s;
    made(b, x, dst);
    return ST_OK;
}

/* By the sign of the result, which the sum has left. */
static enum st relu_of_sum_back(struct backend *b, int x, struct err *e)
{
    const struct md *md = value(b, x)->md;
    const struct mem *g;
    struct spec *f, *s;
    int sum = op_of(b, x)->in[0];
    enum st st = gradient_of(b, x, md, &g, e);
    if (!st && norm_of_sum(b, sum) >= 0) { /* which masks it */
        b->t[sum].grad = (struct mem *)g;
        return ST_OK;
    }
    if (st || (st = dnn_curve(b->d, DNN_RELU_FROM_DST, md, &f, e)) ||
        (st = dnn_curve_back(b->d, DNN_RELU_FROM_DST, md, f, &s, e))) {
        return st;
    }
    struct mem *dx = gradient_room(b, sum, md);
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_DST, value(b, x)}, {DNN_DIFF_DST, g}, {DNN_DIFF_SRC, dx}, {0}}));
    return gradient_done(b, sum, dx, e);
}

static enum st curve_back(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    if (relu_of_sum(b, x)) {
        return relu_of_sum_back(b, x, e);
    }
    const struct mem *src = value(b, o->in[0]), *g;
    struct spec *s;
    enum st st;
    if ((st = gradient_of(b, x, src->md, &g, e)) ||
        (st = dnn_curve_back(b->d, o->kind == OP_GELU ? DNN_GELU : DNN_RELU, src->md, b->t[x].forward, &s, e))) {
        return st;
    }
    struct mem *dx = gradient_room(b, o->in[0], src->md);
    add_run(b, LIST_BACKWARD, dnn_run(b->d, s, (struct arg[]){{DNN_SRC, src}, {DNN_DIFF_DST, g}, {DNN_DIFF_SRC, dx}, {0}}));
    return gradient_done(b, o->in[0], dx, e);
}

static enum st add(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    if (norm_of_sum(b, x) >= 0) {
        made(b, x, b->t[norm_of_sum(b, x)].copy[0]);
        return ST_OK;
    }
    const struct mem *p = value(b, o->in[0]), *q;
    int user = net_only_user(b->n, x);
    bool relu = user >= 0 && relu_of_sum(b, user);
    struct spec *s;
    enum st st;
    if ((st = want(b, o->in[1], p->md, &q, e)) || (st = dnn_add(b->d, p->md, q->md, p->md, relu, &s, e))) {
        return st;
    }
    struct mem *dst = dnn_scratch(b->d, p->md);
    add_run(b, LIST_FORWARD, dnn_run(b->d, s, (struct arg[]){{DNN_SRC, p}, {DNN_SRC_1, q}, {DNN_DST, dst}, {0}}));
    made(b, x, dst);
    return ST_OK;
}

/* The gradient of an input is the output's, in the layout the input has. */
static enum st pass_gradient(struct backend *b, int to, const struct mem *g, struct err *e)
{
    struct mem *dx = gradient_room(b, to, value(b, to)->md);
    enum st st = copy_step(b, LIST_BACKWARD, g, dx, false, e);
    return st ? st : gradient_done(b, to, dx, e);
}

/* Whether an operation reads its gradient at its own turn and never again. */
static bool reads_at_once(const struct op *o)
{
    return o->kind == OP_BATCHNORM || o->kind == OP_CONV || o->kind == OP_LINEAR;
}

/* Whether input k of sum x may take the sum's gradient as its own, memory and all, as the other input may, too. Later others may add to
 * it, or pass it on: only when the other input has read it. They come in reverse order. */
static bool may_share(const struct backend *b, int x, int k)
{
    const struct op *o = op_of(b, x);
    int to = o->in[k], other = o->in[1 - k];
    if (o->output || to == other || b->t[to].grad || !md_same(b->t[x].grad->md, value(b, to)->md) ||
        net_only_user(b->n, other) != x || !reads_at_once(op_of(b, other))) {
        return false;
    }
    if (net_only_user(b->n, to) == x && reads_at_once(op_of(b, to))) {
        return true;
    }
    for (int i = other; i < b->n->n_ops; i++) {
        if (i != x && (op_of(b, i)->in[0] == to || op_of(b, i)->in[1] == to)) {
            return false;
        }
    }
    return to < other && !op_of(b, to)->output && op_of(b, to)->kind != OP_INPUT;
}

static enum st add_back(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    int norm = norm_of_sum(b, x);
    enum st st = ST_OK;
    if (norm >= 0) { /* which passes it on to the other one */
        b->t[norm].grad = b->t[x].grad;
        return ST_OK;
    }
    for (int k = 0; k < 2 && !st; k++) {
        if (!in_wants_grad(b, x, k)) {
            continue;
        }
        if (may_share(b, x, k)) {
            b->t[o->in[k]].grad = b->t[x].grad;
        } else {
            st = pass_gradient(b, o->in[k], b->t[x].grad, e);
        }
    }
    return st;
}

/* --- order ------------------------------------------------------------------------------------------------------ */

/* The sequence's memory seen as the image: place of (n, c, h, w) in (W, N, C H). */
static const struct md *columns_as_image(struct backend *b, int x, enum dtype t)
{
    const int64_t *d = op_of(b, op_of(b, x)->in[0])->dim;
    int64_t stride[4] = {d[1] * d[2], d[2], 1, d[0] * d[1] * d[2]};
    return dnn_md(b->d, t, 4, d, stride);
}

static enum st columns(struct backend *b, int x, struct err *e)
{
    const struct mem *src = value(b, op_of(b, x)->in[0]);
    struct mem *dst = dnn_scratch(b->d, plain_md(b, src->md->type, x));
    made(b, x, dst);
    return copy_step(b, LIST_FORWARD, src, dnn_mem(b->d, columns_as_image(b, x, src->md->type), dst->px), false, e);
}

static enum st columns_back(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    enum dtype t = value(b, o->in[0])->md->type;
    const struct mem *g;
    enum st st = gradient_of(b, x, plain_md(b, t, x), &g, e);
    return st ? st : pass_gradient(b, o->in[0], dnn_mem(b->d, columns_as_image(b, x, t), g->px), e);
}

/* --- linear ------------------------------------------------------------------------------------------------------ */

static const struct md *rows_md(struct backend *b, enum dtype t, const struct op *o)
{
    int64_t c = o->dim[o->n_dims - 1], d[2] = {op_count(o) / c, c};
    return dnn_md(b->d, t, 2, d, NULL);
}

static const struct md *matrix_md(struct backend *b, const struct op *o, const struct op *in)
{
    return dnn_md(b->d, DNN_F32, 2, (int64_t[]){o->dim[o->n_dims - 1], in->dim[in->n_dims - 1]}, NULL);
}

/* What is read from outside alone is fp32 at once. */
static enum dtype linear_type(const struct backend *b, int x)
{
    return !b->n->o.train && op_of(b, x)->output ? DNN_F32 : work_type(b);
}

static struct dnn_linear linear_of(struct backend *b, int x)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    return (struct dnn_linear){.src = rows_md(b, work_type(b), in),
                               .weights = any_like(b, work_type(b), matrix_md(b, o, in)),
                               .bias = vector_md(b, o->dim[o->n_dims - 1]),
                               .dst = rows_md(b, linear_type(b, x), o),
                               .train = b->n->o.train};
}

static enum st linear(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    struct dnn_linear l = linear_of(b, x);
    const struct mem *src, *w;
    struct spec *s;
    enum st st;
    if ((st = dnn_linear(b->d, &l, &s, e)) || (st = want(b, o->in[0], plain_md(b, work_type(b), o->in[0]), &src, e)) ||
        (st = weight(b, o->param[0], matrix_md(b, o, in), spec_md(b->d, s, DNN_WEIGHTS), &w, e))) {
        return st;
    }
    struct mem *dst = dnn_scratch(b->d, plain_md(b, l.dst->type, x));
    add_run(b, LIST_FORWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_SRC, dnn_mem(b->d, l.src, src->px)}, {DNN_WEIGHTS, w},
                                            {DNN_BIAS, param_mem(b, o->param[1])}, {DNN_DST, dnn_mem(b->d, l.dst, dst->px)}, {0}}));
    b->t[x].forward = s;
    made(b, x, dst);
    return ST_OK;
}

static enum st linear_back(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    struct dnn_linear l = linear_of(b, x), lw = l;
    const struct mem *src, *g, *w;
    struct spec *s;
    enum st st;
    lw.weights = any_like(b, DNN_F32, l.weights);
    if ((st = gradient_of(b, x, plain_md(b, work_type(b), x), &g, e)) ||
        (st = want(b, o->in[0], plain_md(b, work_type(b), o->in[0]), &src, e)) ||
        (st = dnn_linear_back_weights(b->d, &lw, b->t[x].forward, &s, e))) {
        return st;
    }
    struct mem *gm = dnn_mem(b->d, l.dst, g->px), *dw = dnn_scratch(b->d, spec_md(b->d, s, DNN_DIFF_WEIGHTS));
    struct mem *db = dnn_scratch(b->d, l.bias);
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_SRC, dnn_mem(b->d, l.src, src->px)}, {DNN_DIFF_DST, gm}, {DNN_DIFF_WEIGHTS, dw},
                                            {DNN_DIFF_BIAS, db}, {0}}));
    if ((st = weight_gradient(b, o->param[0], matrix_md(b, o, in), dw, e)) || (st = weight_gradient(b, o->param[1], db->md, db, e)) ||
        !in_wants_grad(b, x, 0)) {
        return st;
    }
    if ((st = dnn_linear_back_data(b->d, &l, b->t[x].forward, &s, e)) ||
        (st = weight(b, o->param[0], matrix_md(b, o, in), spec_md(b->d, s, DNN_WEIGHTS), &w, e))) {
        return st;
    }
    struct mem *dx = gradient_room(b, o->in[0], plain_md(b, work_type(b), o->in[0]));
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_WEIGHTS, w}, {DNN_DIFF_DST, gm}, {DNN_DIFF_SRC, dnn_mem(b->d, l.src, dx->px)}, {0}}));
    return gradient_done(b, o->in[0], dx, e);
}

/* --- layer norm ----------------------------------------------------------------------------------------------------- */

struct layernorm {
    struct mem *mean, *variance;
};

static enum st layernorm(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    const struct md *md = rows_md(b, DNN_F32, o);
    const struct mem *src;
    struct spec *s;
    enum st st;
    if ((st = want(b, o->in[0], plain_md(b, DNN_F32, o->in[0]), &src, e)) ||
        (st = dnn_layernorm(b->d, md, (float)NORM_EPS, b->n->o.train, &s, e))) {
        return st;
    }
    struct layernorm *k = b->t[x].extra = calloc(1, sizeof *k);
    if (b->n->o.train) {
        k->mean = dnn_scratch(b->d, vector_md(b, md->dim[0]));
        k->variance = dnn_scratch(b->d, vector_md(b, md->dim[0]));
    }
    struct mem *dst = dnn_scratch(b->d, plain_md(b, DNN_F32, x));
    add_run(b, LIST_FORWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_SRC, dnn_mem(b->d, md, src->px)}, {DNN_DST, dnn_mem(b->d, md, dst->px)},
                                            {DNN_MEAN, k->mean}, {DNN_VARIANCE, k->variance},
                                            {DNN_SCALE, param_mem(b, o->param[0])}, {DNN_SHIFT, param_mem(b, o->param[1])}, {0}}));
    b->t[x].forward = s;
    made(b, x, dst);
    return ST_OK;
}

static enum st layernorm_back(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    const struct md *md = rows_md(b, DNN_F32, o), *own = plain_md(b, DNN_F32, x);
    struct layernorm *k = b->t[x].extra;
    const struct mem *src, *g;
    struct spec *s;
    enum st st;
    if ((st = want(b, o->in[0], own, &src, e)) || (st = gradient_of(b, x, own, &g, e)) ||
        (st = dnn_layernorm_back(b->d, md, (float)NORM_EPS, b->t[x].forward, &s, e))) {
        return st;
    }
    int64_t c = o->dim[o->n_dims - 1];
    struct mem *dscale = dnn_scratch(b->d, vector_md(b, c)), *dshift = dnn_scratch(b->d, vector_md(b, c));
    struct mem *dx = in_wants_grad(b, x, 0) ? gradient_room(b, o->in[0], own) : dnn_scratch(b->d, own);
    add_run(b, LIST_BACKWARD,
            dnn_run(b->d, s, (struct arg[]){{DNN_SRC, dnn_mem(b->d, md, src->px)}, {DNN_DIFF_DST, dnn_mem(b->d, md, g->px)},
                                            {DNN_DIFF_SRC, dnn_mem(b->d, md, dx->px)}, {DNN_MEAN, k->mean},
                                            {DNN_VARIANCE, k->variance}, {DNN_SCALE, param_mem(b, o->param[0])},
                                            {DNN_SHIFT, param_mem(b, o->param[1])}, {DNN_DIFF_SCALE, dscale},
                                            {DNN_DIFF_SHIFT, dshift}, {0}}));
    (void)((st = weight_gradient(b, o->param[0], dscale->md, dscale, e)) ||
           (st = weight_gradient(b, o->param[1], dshift->md, dshift, e)) ||
           (st = in_wants_grad(b, x, 0) ? gradient_done(b, o->in[0], dx, e) : ST_OK));
    return st;
}

/* --- functions of ours, on plain fp32 ---------------------------------------------------------------------------------- */

/* What they read and write, looked up when they run. */
struct own {
    const float *src, *g;
    float *dst, *dx, *table;
};

static enum st own_op(struct backend *b, int x, step_fn *call, struct err *e)
{
    const struct op *o = op_of(b, x);
    const struct mem *src;
    enum st st = want(b, o->in[0], plain_md(b, DNN_F32, o->in[0]), &src, e);
    if (st) {
        return st;
    }
    struct mem *dst = dnn_scratch(b->d, plain_md(b, DNN_F32, x));
    struct own *k = b->t[x].extra = calloc(1, sizeof *k);
    k->src = src->px;
    k->dst = dst->px;
    add_call(b, LIST_FORWARD, call, x);
    made(b, x, dst);
    return ST_OK;
}

static enum st own_op_back(struct backend *b, int x, step_fn *call, struct err *e)
{
    const struct op *o = op_of(b, x);
    struct own *k = b->t[x].extra;
    const struct mem *g;
    enum st st = gradient_of(b, x, plain_md(b, DNN_F32, x), &g, e);
    if (st || !in_wants_grad(b, x, 0)) {
        return st;
    }
    struct mem *dx = gradient_room(b, o->in[0], plain_md(b, DNN_F32, o->in[0]));
    k->g = g->px;
    k->dx = dx->px;
    add_call(b, LIST_BACKWARD, call, x);
    return gradient_done(b, o->in[0], dx, e);
}

static void run_positions(struct backend *b, int x)
{
    const struct op *o = op_of(b, x);
    const struct own *k = b->t[x].extra;
    int64_t c = o->dim[2], rows = o->dim[0] * o->dim[1];
    for (int64_t r = 0; r < rows; r++) {
        const float *p = k->table + r / o->dim[1] * c;
        for (int64_t i = 0; i < c; i++) {
            k->dst[r * c + i] = k->src[r * c + i] + p[i];
        }
    }
}

static enum st positions(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    enum st st = own_op(b, x, run_positions, e);
    if (!st) {
        struct own *k = b->t[x].extra;
        k->table = dnn_mem(b->d, vector_md(b, o->dim[0] * o->dim[2]), NULL)->px;
        for (int64_t i = 0; i < o->dim[0] * o->dim[2]; i++) {
            k->table[i] = (float)positions_value(i / o->dim[2], i % o->dim[2], o->dim[2]);
        }
    }
    return st;
}

static enum st positions_back(struct backend *b, int x, struct err *e)
{
    return in_wants_grad(b, x, 0) ? pass_gradient(b, op_of(b, x)->in[0], b->t[x].grad, e) : ST_OK;
}

static void drop(struct backend *b, int x, const float *from, float *to)
{
    const struct op *o = op_of(b, x);
    uint32_t key = dropout_key(b->n, x);
    int64_t n = op_count(o);
    float scale = (float)(1 / (1 - o->p));
    for (int64_t i = 0; i < n; i++) {
        to[i] = dropout_keep(key, i, o->p) ? from[i] * scale : 0;
    }
}

static void run_dropout(struct backend *b, int x)
{
    const struct own *k = b->t[x].extra;
    drop(b, x, k->src, k->dst);
}

static void run_dropout_back(struct backend *b, int x)
{
    const struct own *k = b->t[x].extra;
    drop(b, x, k->g, k->dx);
}

static enum st dropout(struct backend *b, int x, struct err *e)
{
    if (!b->n->o.train) {
        pass_on(b, x);
        return ST_OK;
    }
    return own_op(b, x, run_dropout, e);
}

static enum st dropout_back(struct backend *b, int x, struct err *e)
{
    return own_op_back(b, x, run_dropout_back, e);
}

static double dot(const float *a, const float *c, int64_t n)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += (double)a[i] * (double)c[i];
    }
    return sum;
}

#define L2_EPS 1e-12

static void run_l2norm(struct backend *b, int x)
{
    const struct own *k = b->t[x].extra;
    int64_t c = op_of(b, x)->dim[1];
    for (int64_t r = 0; r < op_of(b, x)->dim[0]; r++) {
        float scale = (float)(1 / sqrt(dot(k->src + r * c, k->src + r * c, c) + L2_EPS));
        for (int64_t i = 0; i < c; i++) {
            k->dst[r * c + i] = k->src[r * c + i] * scale;
        }
    }
}

static void run_l2norm_back(struct backend *b, int x)
{
    const struct own *k = b->t[x].extra;
    int64_t c = op_of(b, x)->dim[1];
    for (int64_t r = 0; r < op_of(b, x)->dim[0]; r++) {
        const float *src = k->src + r * c, *y = k->dst + r * c, *g = k->g + r * c;
        float scale = (float)(1 / sqrt(dot(src, src, c) + L2_EPS)), along = (float)dot(g, y, c);
        for (int64_t i = 0; i < c; i++) {
            k->dx[r * c + i] = (g[i] - along * y[i]) * scale;
        }
    }
}

static enum st l2norm(struct backend *b, int x, struct err *e)
{
    return own_op(b, x, run_l2norm, e);
}

static enum st l2norm_back(struct backend *b, int x, struct err *e)
{
    return own_op_back(b, x, run_l2norm_back, e);
}

const struct dnn_row dnn_table[] = {
    [OP_CONV] = {conv, conv_back},
    [OP_BATCHNORM] = {batchnorm, batchnorm_back},
    [OP_MAXPOOL] = {pool, pool_back},
    [OP_MEAN_HW] = {pool, pool_back},
    [OP_RELU] = {curve, curve_back},
    [OP_GELU] = {curve, curve_back},
    [OP_ADD] = {add, add_back},
    [OP_COLUMNS] = {columns, columns_back},
    [OP_LINEAR] = {linear, linear_back},
    [OP_BILSTM] = {dnn_op_bilstm, dnn_op_bilstm_back},
    [OP_LAYERNORM] = {layernorm, layernorm_back},
    [OP_ATTENTION] = {dnn_op_attention, dnn_op_attention_back},
    [OP_POSITIONS] = {positions, positions_back},
    [OP_DROPOUT] = {dropout, dropout_back},
    [OP_L2NORM] = {l2norm, l2norm_back},
};
