// SPDX-License-Identifier: MIT
/*
 * The plain backend: every operation as its formula says, in double, one loop after the other. It is the oracle: short
 * enough to be read against the papers, and its gradients are held to finite differences (tests/unit/test_net_plain.c).
 * Convolutions and recurrences that the fast backend leaves to oneDNN are written out here.
 *
 * Letters: x input, y output, g gradient of the output, dx gradient of the input; w weight, b bias, dw, db theirs.
 * n, c, h, w as in (N, C, H, W); t, n, c in (T, N, C).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "net/graph.h"
#include "net/plain_ops.h"

struct backend {
    struct net *n;
    struct plain *t; /* by tensor */
    float **host, **host_grad;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static double *zeros(int64_t n)
{
    return must(calloc((size_t)n + 1, sizeof(double)));
}

static struct step step_of(struct backend *b, int i)
{
    struct net *n = b->n;
    const struct op *o = &n->op[i];
    struct step s = {.net = n, .op = o, .number = i, .out = &b->t[i]};
    for (int k = 0; k < 2; k++) {
        s.in_op[k] = o->in[k] >= 0 ? &n->op[o->in[k]] : NULL;
        s.in[k] = o->in[k] >= 0 ? &b->t[o->in[k]] : NULL;
    }
    for (int k = 0; k < OP_PARAMS; k++) {
        s.w[k] = o->param[k] >= 0 ? params_data(n->params, o->param[k]) : NULL;
        s.dw[k] = o->param[k] >= 0 ? params_grad(n->params, o->param[k]) : NULL;
    }
    return s;
}

static enum st build(struct net *n, struct backend **out, struct err *e)
{
    (void)e;
    struct backend *b = must(calloc(1, sizeof *b));
    b->n = n;
    b->t = must(calloc((size_t)n->n_ops, sizeof *b->t));
    b->host = must(calloc((size_t)n->n_ops, sizeof *b->host));
    b->host_grad = must(calloc((size_t)n->n_ops, sizeof *b->host_grad));
    for (int i = 0; i < n->n_ops; i++) {
        int64_t count = op_count(&n->op[i]);
        b->t[i].y = zeros(count);
        b->t[i].g = zeros(count);
        b->t[i].kept = zeros(plain_kept(n, &n->op[i]));
        if (n->op[i].output || n->op[i].kind == OP_INPUT) {
            b->host[i] = must(calloc((size_t)count, sizeof(float)));
            b->host_grad[i] = must(calloc((size_t)count, sizeof(float)));
        }
    }
    *out = b;
    return ST_OK;
}

static void release(struct backend *b)
{
    for (int i = 0; i < b->n->n_ops; i++) {
        free(b->t[i].y);
        free(b->t[i].g);
        free(b->t[i].kept);
        free(b->host[i]);
        free(b->host_grad[i]);
    }
    free(b->t);
    free(b->host);
    free(b->host_grad);
    free(b);
}

static void forward(struct backend *b)
{
    for (int i = 0; i < b->n->n_ops; i++) {
        const struct op *o = &b->n->op[i];
        int64_t count = op_count(o);
        if (o->kind == OP_INPUT) {
            for (int64_t k = 0; k < count; k++) {
                b->t[i].y[k] = (double)b->host[i][k];
            }
            continue;
        }
        struct step s = step_of(b, i);
        plain_table[o->kind].forward(&s);
        for (int64_t k = 0; o->output && k < count; k++) {
            b->host[i][k] = (float)b->t[i].y[k];
        }
    }
}

static void backward(struct backend *b)
{
    for (int i = 0; i < b->n->n_ops; i++) {
        const struct op *o = &b->n->op[i];
        int64_t count = op_count(o);
        for (int64_t k = 0; k < count; k++) {
            b->t[i].g[k] = o->output ? (double)b->host_grad[i][k] : 0;
        }
    }
    for (int i = b->n->n_ops - 1; i >= 0; i--) {
        const struct op *o = &b->n->op[i];
        int64_t count = op_count(o);
        if (o->kind == OP_INPUT) {
            for (int64_t k = 0; k < count; k++) {
                b->host_grad[i][k] = (float)b->t[i].g[k];
            }
        } else if (o->wants_grad) {
            struct step s = step_of(b, i);
            plain_table[o->kind].backward(&s);
        }
    }
}

static float *host(struct backend *b, int x)
{
    return b->host[x];
}

static float *host_grad(struct backend *b, int x)
{
    return b->host_grad[x];
}

static size_t memory(const struct backend *b)
{
    size_t sum = 0;
    for (int i = 0; i < b->n->n_ops; i++) {
        sum += 2 * sizeof(double) * (size_t)op_count(&b->n->op[i]) + sizeof(double) * (size_t)plain_kept(b->n, &b->n->op[i]);
    }
    return sum;
}

const struct backend_table backend_plain = {build, release, forward, backward, host, host_grad, memory};
