// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_GRAPH_H
#define ERSATZ_NET_GRAPH_H
/*
 * graph - what net.h's calls describe: a list of operations that backends interpret. Inside the net room.
 *
 * Operations come in order: inputs before users. An operation has one output; a tensor is the number of the operation
 * that makes it.
 */
#include "net/net.h"

enum op_kind {
    OP_INPUT, OP_CONV, OP_BATCHNORM, OP_MAXPOOL, OP_MEAN_HW, OP_RELU, OP_GELU, OP_ADD, OP_COLUMNS, OP_LINEAR,
    OP_BILSTM, OP_LAYERNORM, OP_ATTENTION, OP_POSITIONS, OP_DROPOUT, OP_L2NORM,
};

enum { OP_PARAMS = 8 };

struct op {
    enum op_kind kind;
    int in[2];              /* tensors; -1 = none */
    int n_dims;
    int64_t dim[4];         /* of the output */
    int param[OP_PARAMS];   /* by kind, see graph.c; -1 = none */
    int64_t kernel[2], stride[2], pad[2], groups; /* CONV, MAXPOOL */
    bool
        fixed; /* BATCHNORM: its scale is frozen, and so are its averages, which it uses in training, too */
    bool relu;              /* fused: CONV, BATCHNORM */
    int heads;              /* ATTENTION */
    int64_t hidden;         /* BILSTM */
    double p;               /* DROPOUT */
    bool output;            /* read from outside */
    bool wants_grad;        /* something that learns lies before it, or net_want_input_grad() */
};

struct backend; /* what a backend keeps */

struct backend_table {
    enum st (*build)(struct net *n, struct backend **out, struct err *e);
    void (*free)(struct backend *b);
    void (*forward)(struct backend *b);
    void (*backward)(struct backend *b);
    float *(*host)(struct backend *b, int x);      /* INPUT and output tensors */
    float *(*host_grad)(struct backend *b, int x); /* output tensors, and inputs whose gradient is wanted */
    size_t (*memory)(const struct backend *b);
};
extern const struct backend_table backend_dnn, backend_plain;

struct net {
    struct params *params;
    struct net_options o;
    struct op *op;
    int n_ops, cap;
    uint64_t step;
    const struct backend_table *table;
    struct backend *backend;
};

static inline int64_t op_count(const struct op *o)
{
    int64_t n = 1;
    for (int d = 0; d < o->n_dims; d++) {
        n *= o->dim[d];
    }
    return n;
}

/** net_only_user() - the one operation that reads x; -1: none, several, or it is read from outside. */
int net_only_user(const struct net *n, int x);
/** net_folded_norm() - the batch norm that convolution x and nobody else feeds, and that a net that is only used folds into it; -1
 *  without. */
int net_folded_norm(const struct net *n, int x);
/** net_fold() - what convolution x and batch norm `norm` are together: scale (w * x + b - mean) / sqrt(variance + eps) + shift =
 *  w' * x + b'. weights: as many as the convolution's; bias: out channels. */
void net_fold(const struct net *n, int x, int norm, float *weights, float *bias);

/** dropout_keep() - whether place i of a dropout survives: a hash of (seed, step, op, i). Both backends use it. */
bool dropout_keep(uint32_t key, int64_t i, double p);
uint32_t dropout_key(const struct net *n, int op);
/** positions_value() - what net_positions() adds at (t, c) of C channels. */
double positions_value(int64_t t, int64_t c, int64_t channels);

#define NORM_EPS 1e-5
#define BATCHNORM_MOMENTUM 0.1

#endif
