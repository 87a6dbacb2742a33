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
 * Where nothing is learned, batch norm is folded into the convolution before it, memory of tensors is used again after
 * their last user, and nets of one pool share the copies of weights.
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
    dnn_scratch_life(b->d, b->at, t->last_use);
    struct mem *m = dnn_scratch(b->d, md);
    dnn_scratch_life(b->d, b->at, b->t[b->at].last_use);
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

void pass_on(struct backend *b, int x)
{
    const struct tensor *in = &b->t[b->n->op[x].in[0]];
    made(b, x, in->copy[0]);
    b->t[x].scale = in->scale;
}

int folded_norm(const struct backend *b, int x)
{
    return b->n->o.train ? -1 : net_folded_norm(b->n, x);
}

bool relu_of_sum(const struct backend *b, int x)
{
    const struct op *o = &b->n->op[x];
    return o->kind == OP_RELU && b->n->op[o->in[0]].kind == OP_ADD && net_only_user(b->n, o->in[0]) == x;
}

/* Whether x's memory is that of its input. */
static bool is_its_input(const struct backend *b, int x)
{
    const struct op *o = &b->n->op[x];
    return !b->n->o.train && (o->kind == OP_DROPOUT || relu_of_sum(b, x) ||
                              (o->kind == OP_BATCHNORM && folded_norm(b, o->in[0]) == x));
}

/* When tensors are read for the last time. */
static void find_last_uses(struct backend *b)
{
    for (int x = b->n->n_ops - 1; x >= 0; x--) {
        const struct op *o = &b->n->op[x];
        struct tensor *t = &b->t[x];
        t->last_use = b->n->o.train || o->output ? DNN_ALWAYS : t->last_use > x ? t->last_use : x;
        for (int k = 0; k < 2 && o->in[k] >= 0; k++) {
            struct tensor *in = &b->t[o->in[k]];
            int until = is_its_input(b, x) ? t->last_use : x;
            in->last_use = in->last_use > until ? in->last_use : until;
        }
    }
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

void keep_step(struct backend *b, struct dnn_step s, uint64_t *version)
{
    s.version = version;
    add_step(b, LIST_REFRESH, s);
}

enum st weight_from(struct backend *b, const struct mem *from, int key_1, int key_2,
                    const struct md *md, const struct mem **out, struct err *e)
{
    uint64_t *version;
    struct mem *to = dnn_kept(b->d, b->n->params, key_1, key_2, md, &version);
    struct spec *s;
    enum st st = dnn_reorder(b->d, from->md, md, false, &s, e);
    *out = to;
    if (!st) {
        struct run *r = dnn_run(b->d, s, (struct arg[]){{DNN_SRC, from}, {DNN_DST, to}, {0}});
        keep_step(b, (struct dnn_step){.run = r}, version);
    }
    return st;
}

enum st weight(struct backend *b, int param, const struct md *plain, const struct md *md,
               const struct mem **out, struct err *e)
{
    return weight_from(b, dnn_mem(b->d, plain, params_data(b->n->params, param)), param, -1, md,
                       out, e);
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

/* Before all else: nothing that runs before an input's user may lie where it is filled. */
static void build_inputs(struct backend *b)
{
    for (int x = 0; x < b->n->n_ops; x++) {
        if (b->n->op[x].kind == OP_INPUT) {
            const struct md *md = plain_md(b, DNN_F32, x);
            dnn_scratch_life(b->d, 0, b->t[x].last_use);
            /* a net that learns may be filled before others run */
            made(b, x, b->n->o.train ? dnn_mem(b->d, md, NULL) : dnn_scratch(b->d, md));
        }
    }
}

static enum st build_outside(struct backend *b, int x, struct err *e)
{
    const struct op *o = &b->n->op[x];
    const struct mem *m;
    enum st st = ST_OK;
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
    find_last_uses(b);
    if (!st) {
        build_inputs(b);
    }
    for (int x = 0; x < n->n_ops && !st; x++) {
        b->at = x;
        dnn_scratch_life(b->d, x, b->t[x].last_use);
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
        uint64_t *made_of = l->step[i].version, now = params_version(b->n->params);
        if (made_of && *made_of == now) {
            continue;
        }
        if (made_of) {
            *made_of = now;
        }
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
