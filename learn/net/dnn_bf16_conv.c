// SPDX-License-Identifier: MIT
/*
 * Convolutions in bf16 that loops of ours compute faster than oneDNN: 3 x 3 without strides (winograd.h), and those with strides
 * (tap_conv.h), while learning and on one thread. See backend_dnn.c.
 *
 * They take the layout their input has if 16 channels are neighbours in it; any other is copied to blocks of 16. Their output
 * is in blocks of 16, which norms (image_norm.h) like best. Room for what lies between their steps is one for the whole net, as they
 * run in turn.
 */
#include <stdlib.h>

#include "net/backend_dnn.h"
#include "net/tap_conv.h"
#include "net/winograd.h"

static const struct op *op_of(const struct backend *b, int x)
{
    return &b->n->op[x];
}

struct bf16_conv {
    const struct mem *src, *g;
    struct mem *dst, *dx, *filters, *turned;
    bool add; /* to what is in dx */
};

bool bf16_image_of(const struct mem *m, struct bf16_image *image)
{
    int64_t step[4];
    const int64_t *d = m->md->dim;
    if (m->md->type != DNN_BF16 || m->md->n != 4 || !md_channel_steps(m->md, step)) {
        return false;
    }
    *image = (struct bf16_image){.px = m->px,
                                 .n = d[0],
                                 .c = d[1],
                                 .h = d[2],
                                 .w = d[3],
                                 .step_n = step[0],
                                 .step_c = step[1],
                                 .step_h = step[2],
                                 .step_w = step[3]};
    return true;
}

struct bf16_image bf16_image_in(const struct mem *m)
{
    struct bf16_image i;
    if (!bf16_image_of(m, &i)) {
        BUG("bf16_image: a layout that it does not take");
    }
    return i;
}

/* --- which ---------------------------------------------------------------------------------------------------- */

bool bf16_loops_run(const struct backend *b)
{
    return b->n->o.train && b->n->o.bf16 && b->n->o.threads == 1 && bf16_runs();
}

/* 3 x 3 that keeps the size. */
static bool by_winograd(const struct op *o)
{
    bool all = true;
    for (int k = 0; k < 2; k++) {
        all = all && o->kernel[k] == 3 && o->stride[k] == 1 && o->pad[k] == 1;
    }
    return all;
}

/* oneDNN 2.6's own are as fast with fewer channels, and with a single tap: measured, docs/training.md. */
static bool by_taps(const struct op *o, const struct op *in)
{
    int64_t taps = o->kernel[0] * o->kernel[1];
    return (o->stride[0] > 1 || o->stride[1] > 1) && taps > 1 && taps <= TAP_MOST &&
           in->dim[1] >= 128;
}

bool bf16_conv_takes(const struct backend *b, int x)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    return bf16_loops_run(b) && o->param[1] < 0 && !o->relu && o->groups == 1 &&
           (by_winograd(o) || by_taps(o, in)) && winograd_fits(in->dim[1], o->dim[1]);
}

/* --- room ----------------------------------------------------------------------------------------------------- */

static struct tap_conv taps_of(const struct op *o)
{
    struct tap_conv t;
    for (int k = 0; k < 2; k++) {
        t.kernel[k] = (int)o->kernel[k];
        t.stride[k] = (int)o->stride[k];
        t.pad[k] = (int)o->pad[k];
    }
    return t;
}

static size_t room_for(const struct backend *b, int x)
{
    const struct op *o = op_of(b, x);
    int64_t in = op_of(b, o->in[0])->dim[1], out = o->dim[1];
    struct tap_conv t = taps_of(o);
    return by_winograd(o) ? winograd_room(in, out, o->dim[0], o->dim[2], o->dim[3])
                          : tap_room(&t, in, out);
}

/* The largest that any of them needs. */
static void make_room(struct backend *b)
{
    size_t bytes = 0;
    for (int x = 0; x < b->n->n_ops && !b->conv_room; x++) {
        size_t need = op_of(b, x)->kind == OP_CONV && bf16_conv_takes(b, x) ? room_for(b, x) : 0;
        bytes = need > bytes ? need : bytes;
    }
    if (!b->conv_room) {
        b->conv_room = dnn_scratch(b->d, vector_md(b, (int64_t)(bytes / sizeof(float))));
    }
}

static struct tap_conv taps_in_room(const struct backend *b, int x)
{
    struct tap_conv t = taps_of(op_of(b, x));
    t.room = b->conv_room->px;
    return t;
}

/* --- steps ---------------------------------------------------------------------------------------------------- */

static void run_filters(struct backend *b, int x)
{
    const struct op *o = op_of(b, x);
    const struct bf16_conv *k = b->t[x].extra;
    const float *w = params_data(b->n->params, o->param[0]);
    struct tap_conv t = taps_of(o);
    if (by_winograd(o)) {
        winograd_filters(w, o->dim[1], op_of(b, o->in[0])->dim[1], k->filters->px, k->turned->px);
    } else {
        tap_filters(&t, w, o->dim[1], op_of(b, o->in[0])->dim[1], k->filters->px, k->turned->px);
    }
}

static void run_forward(struct backend *b, int x)
{
    const struct bf16_conv *k = b->t[x].extra;
    struct bf16_image src = bf16_image_in(k->src), dst = bf16_image_in(k->dst);
    struct tap_conv t = taps_in_room(b, x);
    if (by_winograd(op_of(b, x))) {
        winograd_forward(&(struct winograd_job){
            .in = src, .out = dst, .filters = k->filters->px, .room = t.room});
    } else {
        tap_forward(&t, &src, k->filters->px, &dst);
    }
}

static void run_inputs_gradient(struct backend *b, int x)
{
    const struct bf16_conv *k = b->t[x].extra;
    struct bf16_image g = bf16_image_in(k->g), dx = bf16_image_in(k->dx);
    struct tap_conv t = taps_in_room(b, x);
    if (by_winograd(op_of(b, x))) {
        winograd_forward(&(struct winograd_job){
            .in = g, .out = dx, .filters = k->turned->px, .add = k->add, .room = t.room});
    } else {
        tap_backward(&t, &g, k->turned->px, &dx, k->add);
    }
}

static void run_filters_gradient(struct backend *b, int x)
{
    const struct bf16_conv *k = b->t[x].extra;
    struct bf16_image src = bf16_image_in(k->src), g = bf16_image_in(k->g);
    float *dw = params_grad(b->n->params, op_of(b, x)->param[0]);
    struct tap_conv t = taps_in_room(b, x);
    if (by_winograd(op_of(b, x))) {
        winograd_gradient(&src, &g, dw, t.room);
    } else {
        tap_gradient(&t, &src, &g, dw);
    }
}

/* --- building --------------------------------------------------------------------------------------------------- */

enum st dnn_op_bf16_conv(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    struct bf16_conv *k = b->t[x].extra = calloc(1, sizeof *k);
    struct bf16_image image;
    const struct mem *v = value(b, o->in[0]);
    enum st st =
        want(b, o->in[0], bf16_image_of(v, &image) ? v->md : dnn_md_blocks(b->d, DNN_BF16, in->dim),
             &k->src, e);
    if (st) {
        return st;
    }
    struct tap_conv t = taps_of(o);
    size_t count = by_winograd(o) ? winograd_filter_count(in->dim[1], o->dim[1])
                                  : tap_filter_count(&t, in->dim[1], o->dim[1]);
    const struct md *filters = vector_md(b, (int64_t)count / 2);
    uint64_t *version;
    make_room(b);
    k->turned = dnn_kept(b->d, b->n->params, o->param[0], -4, filters, &version);
    k->filters = dnn_kept(b->d, b->n->params, o->param[0], -3, filters, &version);
    keep_step(b, (struct dnn_step){.call = run_filters, .op = x},
              version); /* of the last one, for both */
    k->dst = dnn_scratch(b->d, dnn_md_blocks(b->d, DNN_BF16, o->dim));
    add_call(b, LIST_FORWARD, run_forward, x);
    made(b, x, k->dst);
    return ST_OK;
}

enum st dnn_op_bf16_conv_back(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    struct bf16_conv *k = b->t[x].extra;
    struct bf16_image image;
    struct mem *before = b->t[o->in[0]].grad;
    enum st st = gradient_of(b, x, k->dst->md, &k->g, e);
    if (st) {
        return st;
    }
    add_call(b, LIST_BACKWARD, run_filters_gradient, x);
    if (!op_of(b, o->in[0])->wants_grad) {
        return ST_OK;
    }
    k->add = before && bf16_image_of(before, &image);
    k->dx = k->add ? before : gradient_room(b, o->in[0], k->src->md);
    add_call(b, LIST_BACKWARD, run_inputs_gradient, x);
    return gradient_done(b, o->in[0], k->dx, e);
}
