// SPDX-License-Identifier: MIT
/*
 * Descriptions. What an operation's param[] holds:
 *
 *   CONV, LINEAR   weight, bias (-1 without)
 *   BATCHNORM      scale, shift, mean, variance
 *   LAYERNORM      scale, shift
 *   BILSTM         input, hidden, bias of the forward direction, then of the backward direction
 *   ATTENTION      query, key and value in one (3 C, C) weight and (3 C) bias; out weight, out bias
 */
#include "net/graph.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

struct net *net_new(struct params *p, const struct net_options *o)
{
    struct net *n = calloc(1, sizeof *n);
    if (!n) {
        BUG("out of memory");
    }
    n->params = p;
    n->o = *o;
    n->table = o->backend == NET_DNN ? &backend_dnn : &backend_plain;
    return n;
}

void net_free(struct net *n)
{
    if (n) {
        if (n->backend) {
            n->table->free(n->backend);
        }
        free(n->op);
        free(n);
    }
}

static void check(bool good, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void check(bool good, const char *fmt, ...)
{
    if (!good) {
        char msg[200];
        va_list ap;
        va_start(ap, fmt);
        vsnprintf(msg, sizeof msg, fmt, ap);
        va_end(ap);
        BUG("net: %s", msg);
    }
}

/* A new operation with the shape of x (if there is one); after the call, pointers to operations are no longer valid. */
static struct op *add_op(struct net *n, enum op_kind kind, int x, int y)
{
    check(!n->backend, "described after it was built");
    check(x < n->n_ops && y < n->n_ops, "tensor %d of %d", x > y ? x : y, n->n_ops);
    if (n->n_ops == n->cap) {
        n->cap = n->cap ? n->cap * 2 : 64;
        n->op = realloc(n->op, (size_t)n->cap * sizeof *n->op);
        check(n->op, "out of memory");
    }
    struct op *o = &n->op[n->n_ops++];
    *o = (struct op){.kind = kind, .in = {x, y}, .groups = 1};
    for (int i = 0; i < OP_PARAMS; i++) {
        o->param[i] = -1;
    }
    if (x >= 0) {
        o->n_dims = n->op[x].n_dims;
        memcpy(o->dim, n->op[x].dim, sizeof o->dim);
        o->wants_grad = n->op[x].wants_grad || (y >= 0 && n->op[y].wants_grad);
    }
    return o;
}

static int number_of(const struct net *n, const struct op *o)
{
    return (int)(o - n->op);
}

static int param(struct net *n, const char *name, const char *part, int n_dims, const int64_t *dim, enum param_init init,
                 double fan_in)
{
    char full[96];
    snprintf(full, sizeof full, "%s.%s", name, part);
    return params_add(n->params, full, n_dims, dim, init, fan_in);
}

static int vector(struct net *n, const char *name, const char *part, int64_t count, enum param_init init)
{
    return param(n, name, part, 1, &count, init, 1);
}

static int state(struct net *n, const char *name, const char *part, int64_t count, enum param_init init)
{
    char full[96];
    snprintf(full, sizeof full, "%s.%s", name, part);
    return params_add_state(n->params, full, count, init);
}

int net_input(struct net *n, int n_dims, const int64_t *dim)
{
    struct op *o = add_op(n, OP_INPUT, -1, -1);
    check(n_dims >= 2 && n_dims <= 4, "input of %d dimensions", n_dims);
    o->n_dims = n_dims;
    memcpy(o->dim, dim, (size_t)n_dims * sizeof *dim);
    return number_of(n, o);
}

void net_output(struct net *n, int x)
{
    n->op[x].output = true;
}

void net_want_input_grad(struct net *n, int x)
{
    check(n->op[x].kind == OP_INPUT && x == n->n_ops - 1, "an input's gradient is asked for before others use it");
    n->op[x].wants_grad = true;
}

static int64_t out_size(int64_t in, int64_t pad, int64_t kernel, int64_t stride)
{
    int64_t v = (in + 2 * pad - kernel) / stride + 1;
    check(in + 2 * pad >= kernel && v > 0, "%lld pixels under a kernel of %lld", (long long)in, (long long)kernel);
    return v;
}

int net_conv(struct net *n, int x, const struct conv *c)
{
    struct op *o = add_op(n, OP_CONV, x, -1);
    int64_t in = o->dim[1], groups = c->groups ? c->groups : 1;
    check(o->n_dims == 4 && in % groups == 0 && c->out % groups == 0, "'%s': %lld channels to %lld in %lld groups", c->name,
          (long long)in, (long long)c->out, (long long)groups);
    o->groups = groups;
    o->relu = c->relu;
    for (int k = 0; k < 2; k++) {
        o->kernel[k] = c->kernel[k];
        o->stride[k] = c->stride[k] ? c->stride[k] : 1;
        o->pad[k] = c->pad[k];
        o->dim[2 + k] = out_size(o->dim[2 + k], o->pad[k], o->kernel[k], o->stride[k]);
    }
    o->dim[1] = c->out;
    o->wants_grad = true;
    int64_t w[4] = {c->out, in / groups, c->kernel[0], c->kernel[1]};
    o->param[0] = param(n, c->name, "weight", 4, w, INIT_HE, (double)(w[1] * w[2] * w[3]));
    o->param[1] = c->no_bias ? -1 : vector(n, c->name, "bias", c->out, INIT_ZERO);
    return number_of(n, o);
}

int net_batchnorm(struct net *n, int x, const char *name, bool relu)
{
    struct op *o = add_op(n, OP_BATCHNORM, x, -1);
    check(o->n_dims == 4 || o->n_dims == 2, "'%s' of %d dimensions", name, o->n_dims);
    int64_t c = o->dim[1];
    o->relu = relu;
    o->wants_grad = true;
    o->param[0] = vector(n, name, "scale", c, INIT_ONE);
    o->param[1] = vector(n, name, "shift", c, INIT_ZERO);
    o->param[2] = state(n, name, "mean", c, INIT_ZERO);
    o->param[3] = state(n, name, "variance", c, INIT_ONE);
    return number_of(n, o);
}

int net_maxpool(struct net *n, int x, const int64_t kernel[2], const int64_t stride[2], const int64_t pad[2])
{
    struct op *o = add_op(n, OP_MAXPOOL, x, -1);
    check(o->n_dims == 4, "pooling of %d dimensions", o->n_dims);
    for (int k = 0; k < 2; k++) {
        o->kernel[k] = kernel[k];
        o->stride[k] = stride[k];
        o->pad[k] = pad ? pad[k] : 0;
        o->dim[2 + k] = out_size(o->dim[2 + k], o->pad[k], kernel[k], stride[k]);
    }
    return number_of(n, o);
}

int net_mean_hw(struct net *n, int x)
{
    struct op *o = add_op(n, OP_MEAN_HW, x, -1);
    check(o->n_dims == 4, "mean of %d dimensions", o->n_dims);
    o->n_dims = 2;
    o->dim[2] = o->dim[3] = 0;
    return number_of(n, o);
}

int net_relu(struct net *n, int x)
{
    return number_of(n, add_op(n, OP_RELU, x, -1));
}

int net_gelu(struct net *n, int x)
{
    return number_of(n, add_op(n, OP_GELU, x, -1));
}

int net_add(struct net *n, int x, int y)
{
    struct op *o = add_op(n, OP_ADD, x, y);
    check(o->n_dims == n->op[y].n_dims && !memcmp(o->dim, n->op[y].dim, sizeof o->dim), "sum of different shapes");
    return number_of(n, o);
}

int net_columns(struct net *n, int x)
{
    struct op *o = add_op(n, OP_COLUMNS, x, -1);
    check(o->n_dims == 4, "columns of %d dimensions", o->n_dims);
    int64_t d[4] = {o->dim[3], o->dim[0], o->dim[1] * o->dim[2], 0};
    memcpy(o->dim, d, sizeof d);
    o->n_dims = 3;
    return number_of(n, o);
}

int net_linear(struct net *n, int x, const char *name, int64_t out)
{
    struct op *o = add_op(n, OP_LINEAR, x, -1);
    int64_t in = o->dim[o->n_dims - 1];
    check(o->n_dims <= 3, "'%s' of %d dimensions", name, o->n_dims);
    o->dim[o->n_dims - 1] = out;
    o->wants_grad = true;
    o->param[0] = param(n, name, "weight", 2, (int64_t[]){out, in}, INIT_GLOROT, (double)in);
    o->param[1] = vector(n, name, "bias", out, INIT_ZERO);
    return number_of(n, o);
}

int net_bilstm(struct net *n, int x, const char *name, int64_t hidden)
{
    static const char *const direction[2] = {"fwd", "bwd"};
    struct op *o = add_op(n, OP_BILSTM, x, -1);
    int64_t in = o->dim[2];
    check(o->n_dims == 3, "'%s' of %d dimensions", name, o->n_dims);
    o->hidden = hidden;
    o->dim[2] = 2 * hidden;
    o->wants_grad = true;
    for (int d = 0; d < 2; d++) {
        char full[80];
        snprintf(full, sizeof full, "%s.%s", name, direction[d]);
        o->param[3 * d] = param(n, full, "input", 2, (int64_t[]){4 * hidden, in}, INIT_GLOROT, (double)(in + hidden) / 2);
        o->param[3 * d + 1] = param(n, full, "hidden", 2, (int64_t[]){4 * hidden, hidden}, INIT_GLOROT,
                                    (double)(in + hidden) / 2);
        o->param[3 * d + 2] = vector(n, full, "bias", 4 * hidden, INIT_FORGET);
    }
    return number_of(n, o);
}

int net_layernorm(struct net *n, int x, const char *name)
{
    struct op *o = add_op(n, OP_LAYERNORM, x, -1);
    int64_t c = o->dim[o->n_dims - 1];
    o->wants_grad = true;
    o->param[0] = vector(n, name, "scale", c, INIT_ONE);
    o->param[1] = vector(n, name, "shift", c, INIT_ZERO);
    return number_of(n, o);
}

int net_attention(struct net *n, int x, const char *name, int heads)
{
    struct op *o = add_op(n, OP_ATTENTION, x, -1);
    int64_t c = o->dim[2];
    check(o->n_dims == 3 && heads > 0 && c % heads == 0, "'%s': %lld channels for %d heads", name, (long long)c, heads);
    o->heads = heads;
    o->wants_grad = true;
    o->param[0] = param(n, name, "qkv.weight", 2, (int64_t[]){3 * c, c}, INIT_GLOROT, (double)c);
    o->param[1] = vector(n, name, "qkv.bias", 3 * c, INIT_ZERO);
    o->param[2] = param(n, name, "out.weight", 2, (int64_t[]){c, c}, INIT_GLOROT, (double)c);
    o->param[3] = vector(n, name, "out.bias", c, INIT_ZERO);
    return number_of(n, o);
}

int net_positions(struct net *n, int x)
{
    struct op *o = add_op(n, OP_POSITIONS, x, -1);
    check(o->n_dims == 3, "positions of %d dimensions", o->n_dims);
    return number_of(n, o);
}

int net_dropout(struct net *n, int x, double p)
{
    struct op *o = add_op(n, OP_DROPOUT, x, -1);
    check(p >= 0 && p < 1, "dropout of %g", p);
    o->p = p;
    return number_of(n, o);
}

int net_l2norm(struct net *n, int x)
{
    struct op *o = add_op(n, OP_L2NORM, x, -1);
    check(o->n_dims == 2, "norm of %d dimensions", o->n_dims);
    return number_of(n, o);
}

/* --- running ------------------------------------------------------------------------------------------ */

static bool frozen(const struct net *n, const struct op *o)
{
    return o->param[0] >= 0 && params_row(n->params, o->param[0])->rate <= 0;
}

/* Rates may have been set since it was described: what is frozen needs no gradient, nor does what lies before it. */
static void find_frozen(struct net *n)
{
    for (int x = 0; x < n->n_ops; x++) {
        struct op *o = &n->op[x];
        o->fixed = o->kind == OP_BATCHNORM && frozen(n, o);
        if (o->kind == OP_INPUT) {
            continue;
        }
        o->wants_grad = o->param[0] >= 0 && !frozen(n, o);
        for (int k = 0; k < 2; k++) {
            o->wants_grad = o->wants_grad || (o->in[k] >= 0 && n->op[o->in[k]].wants_grad);
        }
    }
}

enum st net_build(struct net *n, struct err *e)
{
    find_frozen(n);
    return n->table->build(n, &n->backend, e);
}

int net_dims(const struct net *n, int x, int64_t dim[4])
{
    memcpy(dim, n->op[x].dim, sizeof n->op[x].dim);
    return n->op[x].n_dims;
}

float *net_host(struct net *n, int x)
{
    return n->table->host(n->backend, x);
}

float *net_host_grad(struct net *n, int x)
{
    return n->table->host_grad(n->backend, x);
}

void net_step(struct net *n, uint64_t step)
{
    n->step = step;
}

void net_forward(struct net *n)
{
    n->table->forward(n->backend);
}

void net_backward(struct net *n)
{
    check(n->o.train, "backward of a net that does not train");
    n->table->backward(n->backend);
}

size_t net_memory_bytes(const struct net *n)
{
    return n->table->memory(n->backend);
}

double net_flops(const struct net *n)
{
    double sum = 0;
    for (int i = 0; i < n->n_ops; i++) {
        const struct op *o = &n->op[i];
        double out = (double)op_count(o);
        const struct op *x = o->in[0] >= 0 ? &n->op[o->in[0]] : NULL;
        if (o->kind == OP_CONV) {
            sum += 2 * out * (double)(x->dim[1] / o->groups * o->kernel[0] * o->kernel[1]);
        } else if (o->kind == OP_LINEAR) {
            sum += 2 * out * (double)x->dim[x->n_dims - 1];
        } else if (o->kind == OP_BILSTM) {
            sum += 2 * out * 4 * (double)(x->dim[2] + o->hidden);
        } else if (o->kind == OP_ATTENTION) {
            sum += 2 * out * (4 * (double)o->dim[2] + 2 * (double)o->dim[0]);
        }
    }
    return sum;
}

/* --- shared by backends ---------------------------------------------------------------------------------- */

/* The one operation that reads x; -1 if there are more, or somebody outside does. */
int net_only_user(const struct net *n, int x)
{
    int user = -1;
    for (int y = x + 1; y < n->n_ops && !n->op[x].output; y++) {
        if (n->op[y].in[0] == x || n->op[y].in[1] == x) {
            if (user >= 0) {
                return -1;
            }
            user = y;
        }
    }
    return user;
}

int net_folded_norm(const struct net *n, int x)
{
    const struct op *o = &n->op[x];
    int y = o->kind != OP_CONV || o->relu ? -1 : net_only_user(n, x);
    return y >= 0 && n->op[y].kind == OP_BATCHNORM ? y : -1;
}

void net_fold(const struct net *n, int x, int norm, float *weights, float *bias)
{
    const struct op *o = &n->op[x], *b = &n->op[norm];
    const float *w = params_data(n->params, o->param[0]),
                *own = o->param[1] >= 0 ? params_data(n->params, o->param[1]) : NULL;
    const float *scale = params_data(n->params, b->param[0]),
                *shift = params_data(n->params, b->param[1]);
    const float *mean = params_data(n->params, b->param[2]),
                *variance = params_data(n->params, b->param[3]);
    int64_t count = (int64_t)params_row(n->params, o->param[0])->count / o->dim[1];
    for (int64_t k = 0; k < o->dim[1]; k++) {
        float s = scale[k] / sqrtf(variance[k] + (float)NORM_EPS);
        for (int64_t i = 0; i < count; i++) {
            weights[k * count + i] = w[k * count + i] * s;
        }
        bias[k] = shift[k] + ((own ? own[k] : 0) - mean[k]) * s;
    }
}

uint32_t dropout_key(const struct net *n, int op)
{
    struct rng r = rng_stream(n->o.seed, RNG_LEARN_DROP, n->step, (uint32_t)op);
    return rng_key(&r);
}

bool dropout_keep(uint32_t key, int64_t i, double p)
{
    return (double)rng_hash_unit(key, (uint32_t)i, (uint32_t)(i >> 32)) >= p;
}

double positions_value(int64_t t, int64_t c, int64_t channels)
{
    double angle = (double)t / pow(10000, (double)(c / 2 * 2) / (double)channels);
    return c % 2 ? cos(angle) : sin(angle);
}
