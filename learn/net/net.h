// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_NET_H
#define ERSATZ_NET_NET_H
/*
 * net - layers over tensors: described once for an input shape, then run forward and backward.
 *
 *     struct net *n = net_new(params, &(struct net_options){.backend = NET_DNN, .train = true, .bf16 = true});
 *     int x = net_input(n, 4, (int64_t[]){32, 1, 32, 256});
 *     x = net_conv(n, x, &(struct conv){.name = "conv1", .out = 64, .kernel = {3, 3}, .pad = {1, 1}});
 *     x = net_batchnorm(n, x, "bn1", true);
 *     ...
 *     net_output(n, x);
 *     net_build(n, &e);                            // memory and primitives
 *     memcpy(net_host(n, in), pixels, ...); net_forward(n);
 *     loss(net_host(n, x), net_host_grad(n, x));   // plain fp32, row-major, as described
 *     net_backward(n);                             // adds to params_grad()
 *
 * A description is a list of operations (struct op, graph.h) that two backends interpret: NET_DNN on oneDNN (dnn.c is
 * the only file that includes its header), fp32 or bf16 with fp32 sums and weights; and NET_PLAIN in plain C and double, which is
 * slow and the oracle of the tests: each operation's gradient is checked against finite differences there, and
 * the fast backend against it.
 *
 * Shapes: images (N, C, H, W); sequences (T, N, C); vectors (N, C). Numbers of tensors are small ints. Descriptions never
 * fail: a wrong shape is a BUG(), recipes are checked before.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/st.h"
#include "net/parameters.h"

enum net_backend { NET_DNN, NET_PLAIN };

struct net_options {
    enum net_backend backend;
    bool train;        /* batch statistics, dropout, backward */
    bool bf16;         /* NET_DNN: activations and weights of the arithmetic in bf16 */
    bool int8;         /* NET_DNN, not while learning: LSTMs, and convolutions with a batch norm behind, in bytes, by `ranges` */
    struct net_ranges *ranges; /* NET_DNN: measured while it runs, or what int8 goes by (net/ranges.h); borrowed; NULL = none */
    int threads;       /* NET_DNN: 0 = all; set once a process */
    uint64_t seed;     /* of dropout */
    struct dnn_pool_memory *pool; /* NET_DNN: shared by nets that run in turn (net/dnn.h); NULL = memory of its own */
};

struct net;

struct net *net_new(struct params *p, const struct net_options *o);
void net_free(struct net *n);

/* --- description ------------------------------------------------------------------------------ */

int net_input(struct net *n, int n_dims, const int64_t *dim);
/** net_output() - a tensor that is read, and whose gradient is written, from outside. */
void net_output(struct net *n, int x);

struct conv { /* (N, C, H, W) -> (N, out, H', W'), H' = (H + 2 pad - kernel) / stride + 1 */
    const char *name;  /* "NAME.weight" (out, C / groups, kh, kw), "NAME.bias" (out) */
    int64_t out, kernel[2], stride[2], pad[2], groups; /* stride and groups 0 = 1 */
    bool no_bias, relu;
};
int net_conv(struct net *n, int x, const struct conv *c);
/** net_batchnorm() - per channel, Ioffe & Szegedy 2015; eps 1e-5, running averages with momentum 0.1 as states. relu: fused. */
int net_batchnorm(struct net *n, int x, const char *name, bool relu);
int net_maxpool(struct net *n, int x, const int64_t kernel[2], const int64_t stride[2], const int64_t pad[2]);
/** net_mean_hw() - (N, C, H, W) -> (N, C). */
int net_mean_hw(struct net *n, int x);
int net_relu(struct net *n, int x);
/** net_gelu() - tanh form, Hendrycks & Gimpel 2016. */
int net_gelu(struct net *n, int x);
int net_add(struct net *n, int x, int y);
/** net_columns() - image to sequence: (N, C, H, W) -> (W, N, C H), channel-major. */
int net_columns(struct net *n, int x);
/** net_linear() - on the last dimension: "NAME.weight" (out, in), "NAME.bias" (out). */
int net_linear(struct net *n, int x, const char *name, int64_t out);
/** net_bilstm() - (T, N, C) -> (T, N, 2 hidden): forward then backward direction; Hochreiter & Schmidhuber 1997 with
 *  forget gates. "NAME.{fwd,bwd}.{input (4H, C), hidden (4H, H), bias (4H)}", gates i, f, c, o; forget bias starts at 1. */
int net_bilstm(struct net *n, int x, const char *name, int64_t hidden);
/** net_layernorm() - over the last dimension, Ba et al. 2016; eps 1e-5. */
int net_layernorm(struct net *n, int x, const char *name);
/** net_attention() - multi-head self-attention (Vaswani et al. 2017) over T of (T, N, C): "NAME.qkv.weight"
 *  (3 C, C), "NAME.qkv.bias", "NAME.out.weight" (C, C), "NAME.out.bias". */
int net_attention(struct net *n, int x, const char *name, int heads);
/** net_positions() - adds sines and cosines of the place in T (Vaswani et al. 2017). */
int net_positions(struct net *n, int x);
/** net_dropout() - Srivastava et al. 2014, scaled by 1 / (1 - p); nothing unless training. Masks are hashes of
 *  (seed, step, place): net_step() moves on. */
int net_dropout(struct net *n, int x, double p);
/** net_l2norm() - rows of (N, C) to unit length. */
int net_l2norm(struct net *n, int x);

/* --- running ---------------------------------------------------------------------------------- */

/** net_build() - after the description. ST_RANGE if oneDNN has no implementation for an operation. */
enum st net_build(struct net *n, struct err *e);
int net_dims(const struct net *n, int x, int64_t dim[4]); /* number of dimensions */
/** net_host() - plain fp32 of an input or output; of a net that does not learn, from filling to reading no other net of its pool may run.
 *  net_host_grad() - gradient of an output: to be filled before
 *  net_backward(). */
float *net_host(struct net *n, int x);
float *net_host_grad(struct net *n, int x);
/** net_input_grad() - where the gradient of an input is wanted; to be called before net_build(). */
void net_want_input_grad(struct net *n, int x);
void net_step(struct net *n, uint64_t step);
void net_forward(struct net *n);
/** net_backward() - after net_forward() and the outputs' gradients; adds to params_grad(). */
void net_backward(struct net *n);
/** net_flops() - multiply-adds x 2 of one forward pass. Backward takes twice that. */
double net_flops(const struct net *n);
size_t net_memory_bytes(const struct net *n);

#endif
