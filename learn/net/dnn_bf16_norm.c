// SPDX-License-Identifier: MIT
/*
 * Batch norm by image_norm.h, while learning. See backend_dnn.c.
 *
 * At the end of a residual block, relu(norm(x) + other), the norm makes the whole: of the block's two branches the one described
 * last, when the other's value is there. Its sum and its ReLU then have its memory. Backward, it gets the gradient of the ReLU's result as
 * it is, masks it where it lies, and leaves it to the other branch.
 */
#include <stdlib.h>

#include "net/backend_dnn.h"
#include "net/image_norm.h"

static const struct op *op_of(const struct backend *b, int x)
{
    return &b->n->op[x];
}

struct norm {
    const struct mem *src, *plus, *g;
    struct mem *dst, *dx, *mean, *variance, *dscale, *dshift;
    bool relu, add; /* add: to what is in dx */
};

bool bf16_norm_takes(const struct backend *b, int x)
{
    const struct op *o = op_of(b, x);
    return bf16_loops_run(b) && o->kind == OP_BATCHNORM && o->n_dims == 4 && !o->fixed &&
           o->dim[1] % BF16_LANES == 0;
}

int norm_of_sum(const struct backend *b, int sum)
{
    const struct op *o = op_of(b, sum);
    int user = net_only_user(b->n, sum), x = o->in[0] > o->in[1] ? o->in[0] : o->in[1];
    bool fits = user >= 0 && relu_of_sum(b, user) && o->in[0] != o->in[1] && bf16_norm_takes(b, x);
    return fits && !op_of(b, x)->relu && net_only_user(b->n, x) == sum ? x : -1;
}

/* The sum that norm x makes; -1 without. */
static int sum_of(const struct backend *b, int x)
{
    int user = net_only_user(b->n, x);
    return user >= 0 && op_of(b, user)->kind == OP_ADD && norm_of_sum(b, user) == x ? user : -1;
}

static int other_branch(const struct backend *b, int sum, int x)
{
    const struct op *o = op_of(b, sum);
    return o->in[0] == x ? o->in[1] : o->in[0];
}

static struct image_norm job_of(const struct backend *b, int x, const struct bf16_image *plus)
{
    const struct op *o = op_of(b, x);
    const struct norm *k = b->t[x].extra;
    return (struct image_norm){.x = bf16_image_in(k->src),
                               .y = bf16_image_in(k->dst),
                               .plus = k->plus ? plus : NULL,
                               .scale = params_data(b->n->params, o->param[0]),
                               .shift = params_data(b->n->params, o->param[1]),
                               .mean = k->mean->px,
                               .variance = k->variance->px,
                               .eps = (float)NORM_EPS,
                               .relu = k->relu,
                               .measure = true};
}

static void run_forward(struct backend *b, int x)
{
    const struct norm *k = b->t[x].extra;
    struct bf16_image plus = bf16_image_in(k->plus ? k->plus : k->src);
    struct image_norm job = job_of(b, x, &plus);
    image_norm_forward(&job);
    move_averages_to(b, x, job.mean, job.variance);
}

/* Memory of an image in a layout of those that the loops take. */
static enum st want_image(struct backend *b, int x, const struct mem **out, struct err *e)
{
    struct bf16_image image;
    const struct mem *v = value(b, x);
    return want(b, x,
                bf16_image_of(v, &image) ? v->md : dnn_md_blocks(b->d, DNN_BF16, op_of(b, x)->dim),
                out, e);
}

enum st dnn_op_bf16_norm(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    int sum = sum_of(b, x);
    struct norm *k = b->t[x].extra = calloc(1, sizeof *k);
    enum st st = want_image(b, o->in[0], &k->src, e);
    if (st || (sum >= 0 && (st = want_image(b, other_branch(b, sum, x), &k->plus, e)))) {
        return st;
    }
    k->relu = o->relu || sum >= 0;
    k->mean = dnn_scratch(b->d, vector_md(b, o->dim[1]));
    k->variance = dnn_scratch(b->d, vector_md(b, o->dim[1]));
    k->dst = dnn_scratch(b->d, k->src->md);
    add_call(b, LIST_FORWARD, run_forward, x);
    made(b, x, k->dst);
    return ST_OK;
}

static void run_backward(struct backend *b, int x)
{
    const struct op *o = op_of(b, x);
    const struct norm *k = b->t[x].extra;
    struct bf16_image plus = bf16_image_in(k->plus ? k->plus : k->src), g = bf16_image_in(k->g);
    struct image_norm job = job_of(b, x, &plus);
    float *dscale = k->dscale->px, *dshift = k->dshift->px;
    float *to_scale = params_grad(b->n->params, o->param[0]),
          *to_shift = params_grad(b->n->params, o->param[1]);
    image_norm_backward(&(struct image_norm_back){.forward = &job,
                                                  .dy = g,
                                                  .dx = bf16_image_in(k->dx),
                                                  .masked = k->plus ? &g : NULL,
                                                  .add = k->add,
                                                  .dscale = dscale,
                                                  .dshift = dshift});
    for (int64_t c = 0; c < o->dim[1]; c++) {
        to_scale[c] += dscale[c];
        to_shift[c] += dshift[c];
    }
}

enum st dnn_op_bf16_norm_back(struct backend *b, int x, struct err *e)
{
    const struct op *o = op_of(b, x);
    struct norm *k = b->t[x].extra;
    struct bf16_image image;
    struct mem *before = b->t[o->in[0]].grad;
    bool wants = op_of(b, o->in[0])->wants_grad;
    int sum = sum_of(b, x);
    enum st st = gradient_of(b, x, k->dst->md, &k->g, e);
    if (st) {
        return st;
    }
    k->dscale = dnn_scratch(b->d, vector_md(b, o->dim[1]));
    k->dshift = dnn_scratch(b->d, vector_md(b, o->dim[1]));
    k->add = wants && before && bf16_image_of(before, &image);
    k->dx = k->add  ? before
            : wants ? gradient_room(b, o->in[0], k->src->md)
                    : dnn_scratch(b->d, k->src->md);
    add_call(b, LIST_BACKWARD, run_backward, x);
    st = wants ? gradient_done(b, o->in[0], k->dx, e) : ST_OK;
    if (st || sum < 0 || !op_of(b, other_branch(b, sum, x))->wants_grad) {
        return st;
    }
    struct mem **other = &b->t[other_branch(b, sum, x)].grad;
    *other = *other ? *other : (struct mem *)k->g;
    return gradient_done(b, other_branch(b, sum, x), k->g, e);
}
