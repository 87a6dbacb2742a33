// SPDX-License-Identifier: MIT
/*
 * The fast backend: a description becomes two lists of steps, forward and backward, each a oneDNN primitive bound to
 * its memory or a small function of ours.
 *
 * Tensors have one layout each, the one their maker chose; a user that wants another gets a copy (want()), made once
 * after the maker. In mixed precision (bf16) convolutions, pooling, batch norm, linear layers and LSTM work on bf16;
 * norms of rows, softmax, dropout and everything read from outside on fp32; copies convert.
 *
 * Weights: the master is params' plain fp32; a step's own copy in layout and precision of its primitive is made
 * anew when params_version() has moved (refresh list). Gradients of weights come in the primitive's layout, fp32, and are added to the
 * plain gradient at the end of backward (gather list).
 *
 * Gradients of tensors: the first user to come, which is the last in order, writes; others add.
 */
#include "net/backend_dnn.h"

#include <stdlib.h>
#include <string.h>

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

void add_run(struct backend *b, enum list_name list, struct run *r)
{
    add_step(b, list, (struct dnn_step){.run = r});
}

void add_call(struct backend *b, enum list_name list, step_fn *call, int op)
{
    add_step(b, list, (struct dnn_step){.call = call, .op = op});
}

void add_step(struct backend *b, enum list_name list, struct dnn_step s)
{
    struct step_list *l = &b->list[list];
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 64;
        l->step = must(realloc(l->step, l->cap * sizeof *l->step));
    }
    l->step[l->n++] = s;
}

const struct md *plain_md(struct backend *b, enum dtype t, int x)
{
    const struct op *o = &b->n->op[x];
    return dnn_md(b->d, t, o->n_dims, o->dim, NULL);
}

enum dtype work_type(const struct backend *b)
{
    return b->n->o.bf16 ? DNN_BF16 : DNN_F32;
}

enum st copy_step(struct backend *b, enum list_name list, const struct mem *from, const struct mem *to, bool add, struct err *e)
{
    struct spec *s;
    enum st st = dnn_reorder(b->d, from->md, to->md, add, &s, e);
    if (!st) {
        add_run(b, list, dnn_run(b->d, s, (struct arg[]){{DNN_SRC, from}, {DNN_DST, to}, {0}}));
    }
    return st;
}

/* --- values of tensors ---------------------------------------------------------------------------------- */

enum st want(struct backend *b, int x, const struct md *md, const struct mem **out, struct err *e)
{
    struct tensor *t = &b->t[x];
    for (int i = 0; i < t->n_copies; i++) {
        if (md_same(t->copy[i]->md, md)) {
            *out = t->copy[i];
            return ST_OK;
        }
    }
    if (t->n_copies == TENSOR_COPIES) {
        BUG("tensor %d is wanted in more than %d layouts", x, TENSOR_COPIES);
    }
    struct mem *m = dnn_scratch(b->d, md);
    t->copy[t->n_copies++] = m;
    *out = m;
    return copy_step(b, LIST_FORWARD, t->copy[0], m, false, e);
}

void made(struct backend *b, int x, struct mem *m)
{
    b->t[x].copy[0] = m;
    b->t[x].n_copies = 1;
}

const struct mem *value(const struct backend *b, int x)
{
    return b->t[x].copy[0];
}

/* --- gradients of tensors -------------------------------------------------------------------------------- */

enum st gradient_of(struct backend *b, int x, const struct md *md, const struct mem **out, struct err *e)
{
    struct tensor *t = &b->t[x];
    if (!t->grad) {
        BUG("tensor %d has no gradient: nobody uses it", x);
    }
    if (md_same(t->grad->md, md)) {
        *out = t->grad;
        return ST_OK;
    }
    struct mem *m = dnn_scratch(b->d, md);
    *out = m;
    return copy_step(b, LIST_BACKWARD, t->grad, m, false, e);
}

struct mem *gradient_room(struct backend *b, int x, const struct md *md)
{
    struct tensor *t = &b->t[x];
    if (!t->grad) {
        t->grad = dnn_scratch(b->d, md);
        return t->grad;
    }
    return dnn_scratch(b->d, md);
}

enum st gradient_done(struct backend *b, int x, const struct mem *m, struct err *e)
{
    struct tensor *t = &b->t[x];
    return m == t->grad ? ST_OK : copy_step(b, LIST_BACKWARD, m, t->grad, true, e);
}

/* --- weights ------------------------------------------------------------------------------------------------ */

enum st weight(struct backend *b, int param, const struct md *plain, const struct md *md, const struct mem **out, struct err *e)
{
    struct mem *from = dnn_mem(b->d, plain, params_data(b->n->params, param));
    struct mem *to = dnn_mem(b->d, md, NULL);
    *out = to;
    return copy_step(b, LIST_REFRESH, from, to, false, e);
}

enum st weight_gradient(struct backend *b, int param, const struct md *plain, const struct mem *m, struct err *e)
{
    struct mem *to = dnn_mem(b->d, plain, params_grad(b->n->params, param));
    return copy_step(b, LIST_GATHER, m, to, true, e);
}

const struct md *vector_md(struct backend *b, int64_t n)
{
    return dnn_md(b->d, DNN_F32, 1, &n, NULL);
}

struct mem *param_mem(struct backend *b, int param)
{
    return dnn_mem(b->d, vector_md(b, (int64_t)params_row(b->n->params, param)->count), params_data(b->n->params, param));
}

/* --- building ------------------------------------------------------------------------------------------------ */

static enum st build_outside(struct backend *b, int x, struct err *e)
{
    const struct op *o = &b->n->op[x];
    const struct mem *m;
    enum st st = ST_OK;
    if (o->kind == OP_INPUT) {
        made(b, x, dnn_mem(b->d, plain_md(b, DNN_F32, x), NULL)); /* may be filled before other nets run */
    }
    if (o->output && !(st = want(b, x, plain_md(b, DNN_F32, x), &m, e))) {
        b->t[x].host = m;
    }
    return st;
}

/* What comes from outside is the first gradient of an output; it is in plain fp32, later ones add to it. */
static void outside_gradient(struct backend *b, int x)
{
    if (b->n->op[x].output) {
        b->t[x].host_grad = gradient_room(b, x, plain_md(b, DNN_F32, x));
    }
}

static enum st build_backward(struct backend *b, struct err *e)
{
    enum st st = ST_OK;
    for (int x = 0; x < b->n->n_ops; x++) {
        outside_gradient(b, x);
    }
    for (int x = b->n->n_ops - 1; x >= 0 && !st; x--) {
        const struct op *o = &b->n->op[x];
        if (o->kind == OP_INPUT && o->wants_grad) {
            const struct mem *m;
            st = gradient_of(b, x, plain_md(b, DNN_F32, x), &m, e);
            b->t[x].host_grad = m;
        } else if (o->kind != OP_INPUT && o->wants_grad && b->t[x].grad) {
            st = dnn_table[o->kind].backward(b, x, e);
        }
    }
    return st;
}

static void release(struct backend *b);

static enum st build(struct net *n, struct backend **out, struct err *e)
{
    struct backend *b = must(calloc(1, sizeof *b));
    b->n = n;
    b->t = must(calloc((size_t)n->n_ops, sizeof *b->t));
    enum st st = dnn_new(n->o.threads, n->o.pool, &b->d, e);
    for (int x = 0; x < n->n_ops && !st; x++) {
        if (n->op[x].kind != OP_INPUT) {
            st = dnn_table[n->op[x].kind].forward(b, x, e);
        }
        st = st ? st : build_outside(b, x, e);
    }
    if (!st && n->o.train) {
        st = build_backward(b, e);
    }
    if (st) {
        release(b);
        b = NULL;
    }
    *out = b;
    return st;
}

static void release(struct backend *b)
{
    dnn_free(b->d);
    for (int i = 0; i < LISTS; i++) {
        free(b->list[i].step);
    }
    for (int x = 0; x < b->n->n_ops; x++) {
        free(b->t[x].extra);
    }
    free(b->t);
    free(b);
}

static void run_list(struct backend *b, enum list_name name)
{
    const struct step_list *l = &b->list[name];
    for (size_t i = 0; i < l->n; i++) {
        if (l->step[i].run) {
            run_now(b->d, l->step[i].run);
        } else {
            l->step[i].call(b, l->step[i].op);
        }
    }
}

static void forward(struct backend *b)
{
    if (b->version != params_version(b->n->params)) {
        run_list(b, LIST_REFRESH);
        b->version = params_version(b->n->params);
    }
    run_list(b, LIST_FORWARD);
}

static void backward(struct backend *b)
{
    run_list(b, LIST_BACKWARD);
    run_list(b, LIST_GATHER);
}

static float *host(struct backend *b, int x)
{
    return b->n->op[x].kind == OP_INPUT ? b->t[x].copy[0]->px : b->t[x].host->px;
}

static float *host_grad(struct backend *b, int x)
{
    return b->t[x].host_grad->px;
}

static size_t memory(const struct backend *b)
{
    return dnn_bytes(b->d);
}

const struct backend_table backend_dnn = {build, release, forward, backward, host, host_grad, memory};
