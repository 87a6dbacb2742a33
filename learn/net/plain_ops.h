// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_PLAIN_OPS_H
#define ERSATZ_NET_PLAIN_OPS_H
/* plain_ops - operations of the plain backend, each a forward and a backward function. Inside the net room. */
#include "net/graph.h"

struct plain {
    double *y, *g; /* value, gradient */
    double *kept;  /* what backward needs besides x and y, see plain_kept() */
};

/* An operation with all it touches. Backward adds to in[]->g and dw[]. */
struct step {
    struct net *net;
    const struct op *op, *in_op[2];
    int number;
    struct plain *out, *in[2];
    const float *w[OP_PARAMS];
    float *dw[OP_PARAMS];
};

struct plain_row {
    void (*forward)(struct step *s);
    void (*backward)(struct step *s);
};
extern const struct plain_row plain_table[]; /* by enum op_kind */

/** plain_kept() - doubles an operation keeps from forward to backward. */
int64_t plain_kept(const struct net *n, const struct op *o);

/* Operations over sequences: plain_sequence.c. */
void plain_bilstm(struct step *s);
void plain_bilstm_back(struct step *s);
void plain_attention(struct step *s);
void plain_attention_back(struct step *s);

#endif
