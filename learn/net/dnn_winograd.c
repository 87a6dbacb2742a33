// SPDX-License-Identifier: MIT
/*
 * Convolutions of 3 x 3 in bf16 by winograd.h, where it is the faster way. See backend_dnn.c.
 *
 * They take the layout their input has if 16 channels are neighbours in it, and make their output in it, too; any other is
 * copied to "channels last". Room for what lies between their steps is one for the whole net, as they run in turn.
 */
#include <stdlib.h>

#include "net/backend_dnn.h"
#include "net/winograd.h"

static const struct op *op_of(const struct backend *b, int x)
{
    return &b->n->op[x];
}

struct winograd_op {
    const struct mem *src, *g;
    struct mem *dst, *dx, *filters, *turned;
    bool add; /* to what is in dx */
};

bool winograd_takes(const struct backend *b, int x)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    bool one_thread = b->n->o.threads == 1, plain = o->param[1] < 0 && !o->relu && o->groups == 1;
    for (int k = 0; k < 2; k++) {
        plain = plain && o->kernel[k] == 3 && o->stride[k] == 1 && o->pad[k] == 1;
    }
    return b->n->o.train && b->n->o.bf16 && one_thread && plain &&
           winograd_fits(in->dim[1], o->dim[1]) && bf16_runs();
}

/* Memory of an operation's tensor as an image; false in layouts that it does not take. */
static bool image_of(const struct mem *m, struct bf16_image *image)
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

static struct bf16_image taken(const struct mem *m)
{
    struct bf16_image i;
    if (!image_of(m, &i)) {
        BUG("winograd: a layout that it does not take");
    }
    return i;
}

static const struct md *channels_last(struct backend *b, const int64_t d[4])
{
    return dnn_md(b->d, DNN_BF16, 4, d, (int64_t[]){d[1] * d[2] * d[3], 1, d[3] * d[1], d[1]});
}

/* Like md, for another number of channels. */
static const struct md *layout_like(struct backend *b, const struct mem *like, const int64_t d[4])
{
    struct bf16_image i = taken(like);
    return i.step_w == i.c ? channels_last(b, d) : dnn_md_blocks(b->d, DNN_BF16, d);
}

/* The same memory for all: the largest that any of them needs. */
static void *room_of(struct backend *b)
{
    size_t bytes = 0;
    for (int x = 0; x < b->n->n_ops && !b->winograd_room; x++) {
        const struct op *o = op_of(b, x);
        if (o->kind == OP_CONV && winograd_takes(b, x)) {
            size_t need = winograd_room(op_of(b, o->in[0])->dim[1], o->dim[1], o->dim[0], o->dim[2],
                                        o->dim[3]);
            bytes = need > bytes ? need : bytes;
        }
    }
    if (!b->winograd_room) {
        b->winograd_room = dnn_scratch(b->d, vector_md(b, (int64_t)(bytes / sizeof(float))));
    }
    return b->winograd_room->px;
}

static void run_filters(struct backend *b, int x)
{
    const struct op *o = op_of(b, x);
    const struct winograd_op *k = b->t[x].extra;
    winograd_filters(params_data(b->n->params, o->param[0]), o->dim[1], op_of(b, o->in[0])->dim[1],
                     k->filters->px, k->turned->px);
}

static void run_forward(struct backend *b, int x)
{
    const struct winograd_op *k = b->t[x].extra;
    winograd_forward(&(struct winograd_job){
        .in = taken(k->src), .out = taken(k->dst), .filters = k->filters->px, .room = room_of(b)});
}

static void run_inputs_gradient(struct backend *b, int x)
{
    const struct winograd_op *k = b->t[x].extra;
    winograd_forward(&(struct winograd_job){.in = taken(k->g),
                                            .out = taken(k->dx),
                                            .filters = k->turned->px,
                                            .add = k->add,
                                            .room = room_of(b)});
}

static void run_filters_gradient(struct backend *b, int x)
{
    const struct winograd_op *k = b->t[x].extra;
    struct bf16_image src = taken(k->src), g = taken(k->g);
    winograd_gradient(&src, &g, params_grad(b->n->params, op_of(b, x)->param[0]), room_of(b));
}

enum st dnn_op_winograd(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x), *in = op_of(b, o->in[0]);
    struct winograd_op *k = b->t[x].extra = calloc(1, sizeof *k);
    struct bf16_image image;
    const struct mem *v = value(b, o->in[0]);
    enum st st =
        want(b, o->in[0], image_of(v, &image) ? v->md : channels_last(b, in->dim), &k->src, e);
    if (st) {
        return st;
    }
    const struct md *filters =
        vector_md(b, (int64_t)winograd_filter_count(in->dim[1], o->dim[1]) / 2);
    uint64_t *version;
    room_of(b);
    k->turned = dnn_kept(b->d, b->n->params, o->param[0], -4, filters, &version);
    k->filters = dnn_kept(b->d, b->n->params, o->param[0], -3, filters, &version);
    keep_step(b, (struct dnn_step){.call = run_filters, .op = x},
              version); /* of the last one, for both */
    k->dst = dnn_scratch(b->d, layout_like(b, k->src, o->dim));
    add_call(b, LIST_FORWARD, run_forward, x);
    made(b, x, k->dst);
    return ST_OK;
}

enum st dnn_op_winograd_back(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    struct winograd_op *k = b->t[x].extra;
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
    k->add = before && image_of(before, &image);
    k->dx = k->add ? before : gradient_room(b, o->in[0], k->src->md);
    add_call(b, LIST_BACKWARD, run_inputs_gradient, x);
    return gradient_done(b, o->in[0], k->dx, e);
}
