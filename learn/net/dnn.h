// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_DNN_H
#define ERSATZ_NET_DNN_H
/*
 * dnn - oneDNN's C API, 2.x and 3.x, as little of it as a net needs. dnn.c and its dnn_padded.c are
 * the only files that include its header.
 *
 *     struct dnn *d = dnn_new(threads);
 *     struct spec *s = dnn_conv(d, &(struct dnn_conv){...}, &e);              // what to compute, on which layouts
 *     struct mem *w = dnn_mem(d, spec_md(d, s, DNN_WEIGHTS), NULL);           // memory in the layout it chose
 *     struct run *r = dnn_run(d, s, (struct arg[]){{DNN_SRC, x}, {DNN_WEIGHTS, w}, {DNN_DST, y}, {0}});
 *     run_now(d, r);
 *     dnn_free(d);                                                            // frees all of it
 *
 * A layout (struct md) is dimensions, type and oneDNN's own description of the order; "any" lets an operation choose.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/st.h"

enum dtype { DNN_F32, DNN_BF16, DNN_U8, DNN_S8 };
enum { DNN_MAX_DIMS = 5, DNN_DIMS = 12 }; /* the second is what oneDNN reads of a list */

struct dnn;
struct md {
    enum dtype type;
    int n;
    int64_t dim[DNN_MAX_DIMS];
    size_t bytes; /* 0: "any", or nothing */
    void *own;    /* oneDNN's */
};
struct mem {
    const struct md *md;
    void *px;
    void *own;
};
struct spec;
struct run;

/* Names of arguments and of the layouts of a spec. */
enum dnn_arg {
    DNN_NONE, DNN_SRC, DNN_SRC_1, DNN_WEIGHTS, DNN_WEIGHTS_ITER, DNN_BIAS, DNN_DST, DNN_WORKSPACE, DNN_MEAN, DNN_VARIANCE,
    DNN_SCALE, DNN_SHIFT, DNN_DIFF_SRC, DNN_DIFF_WEIGHTS, DNN_DIFF_WEIGHTS_ITER, DNN_DIFF_BIAS, DNN_DIFF_DST,
    DNN_DIFF_SCALE, DNN_DIFF_SHIFT,
};
struct arg {
    enum dnn_arg name; /* DNN_NONE ends a list */
    const struct mem *mem;
};

/* Memory that several nets of one thread use in turn: what they hold is gone when another one runs. Copies of weights that nets of
 * other shapes need alike are kept in it, too (dnn_kept()). */
struct dnn_pool_memory;
struct dnn_pool_memory *dnn_pool_memory_new(void);
/** dnn_pool_memory_free() - after all that use it. */
void dnn_pool_memory_free(struct dnn_pool_memory *p);
size_t dnn_pool_memory_bytes(const struct dnn_pool_memory *p); /* of scratch */

/** dnn_new() - threads: 0 = all cores; of the calling thread's teams. pool: for dnn_scratch(), borrowed, or NULL. ST_RANGE if
 *  oneDNN does not start. */
enum st dnn_new(int threads, struct dnn_pool_memory *pool, struct dnn **out, struct err *e);
void dnn_free(struct dnn *d);
/** dnn_has_bf16() - whether this processor computes bf16 faster than fp32. */
bool dnn_has_bf16(void);
/** dnn_version() - "2.6.3". */
const char *dnn_version(void);

/** dnn_md() - stride: in elements, or NULL = row-major. */
const struct md *dnn_md(struct dnn *d, enum dtype t, int n, const int64_t *dim, const int64_t *stride);
const struct md *dnn_md_any(struct dnn *d, enum dtype t, int n, const int64_t *dim);
/** dnn_md_blocks() - (N, C, H, W) as (N, C / 16, H, W, 16). */
const struct md *dnn_md_blocks(struct dnn *d, enum dtype t, const int64_t *dim);
bool md_same(const struct md *a, const struct md *b);
/** md_channel_steps() - elements to the next image, the next 16 channels, the next row and the next pixel of (N, C, H, W), where
 *  16 channels each are neighbours in memory; false in other layouts. */
bool md_channel_steps(const struct md *m, int64_t step[4]);
/** dnn_mem() - px: borrowed, or NULL: memory of its own, zeroed, 64-byte aligned. */
struct mem *dnn_mem(struct dnn *d, const struct md *md, void *px);
/** dnn_scratch() - the same from the pool: what is written before it is read, in each run. Its contents are undefined. */
struct mem *dnn_scratch(struct dnn *d, const struct md *md);
/** dnn_scratch_life() - scratch taken from now on is needed by steps up to `until`; what was needed only before `now` is free for it.
 *  Without a call, and with DNN_ALWAYS, scratch is kept. */
enum { DNN_ALWAYS = 1 << 30 };
void dnn_scratch_life(struct dnn *d, int now, int until);
/** dnn_kept() - memory of the pool's own, the same for all who ask with equal keys and layout: a copy of a weight. *version: of
 *  what the copy is of, borrowed, 0 when it is new. Without a pool the memory is d's alone, and version NULL. */
struct mem *dnn_kept(struct dnn *d, const void *of, int key_1, int key_2, const struct md *md,
                     uint64_t **version);
size_t dnn_bytes(const struct dnn *d); /* of all memory of its own and its part of the pool */

/* Specs. All fail with ST_RANGE, naming the operation, where oneDNN has no implementation. */

/** dnn_reorder() - layout and type; add: to what is there instead of over it. */
enum st dnn_reorder(struct dnn *d, const struct md *from, const struct md *to, bool add, struct spec **out, struct err *e);

/** dnn_quantize() - numbers to bytes: round(x / scale), clipped; n: one scale, or one for each place of the first dimension. */
enum st dnn_quantize(struct dnn *d, const struct md *from, const struct md *to, int n, const float *scale, struct spec **out,
                     struct err *e);

/* Scales of a convolution on bytes: a number is its scale times the byte. */
struct dnn_int8 {
    float src, dst; /* dst 0: it is in numbers */
    const float *weights; /* of each output channel; read at once */
    int channels;
};
/** dnn_int8_convs() - whether this oneDNN makes bytes of weights rightly: 3.7 errs in layouts with padding. */
bool dnn_int8_convs(struct dnn *d);
/** dnn_int8_bias() - what this oneDNN wants a bias to be multiplied by: 2.x adds it to sums of bytes, 3.x to numbers. */
float dnn_int8_bias(float src, float weights);

struct dnn_conv { /* dim 4; weights (K, C, kh, kw), in groups (G, K/G, C/G, kh, kw) */
    const struct md *src, *weights, *bias, *dst; /* bias NULL = none */
    int64_t stride[DNN_DIMS], pad_low[DNN_DIMS], pad_high[DNN_DIMS]; /* two count */
    bool train, relu;
    const struct dnn_int8 *int8; /* or NULL; without groups */
};
enum st dnn_conv(struct dnn *d, const struct dnn_conv *c, struct spec **out, struct err *e);
enum st dnn_conv_back_data(struct dnn *d, const struct dnn_conv *c, const struct spec *forward, struct spec **out, struct err *e);
enum st dnn_conv_back_weights(struct dnn *d, const struct dnn_conv *c, const struct spec *forward, struct spec **out,
                              struct err *e);

struct dnn_pool {
    const struct md *src, *dst;
    int64_t kernel[DNN_DIMS], stride[DNN_DIMS], pad_low[DNN_DIMS], pad_high[DNN_DIMS];
    bool max, train;
};
enum st dnn_pool(struct dnn *d, const struct dnn_pool *p, struct spec **out, struct err *e);
enum st dnn_pool_back(struct dnn *d, const struct dnn_pool *p, const struct spec *forward, struct spec **out, struct err *e);

struct dnn_batchnorm {
    const struct md *src; /* = dst */
    float eps;
    bool train, relu;
    bool fixed; /* in training: with the mean and variance that are given */
};
enum st dnn_batchnorm(struct dnn *d, const struct dnn_batchnorm *b, struct spec **out, struct err *e);
enum st dnn_batchnorm_back(struct dnn *d, const struct dnn_batchnorm *b, const struct spec *forward, struct spec **out,
                           struct err *e);

/** dnn_layernorm() - rows of row-major fp32. */
enum st dnn_layernorm(struct dnn *d, const struct md *src, float eps, bool train, struct spec **out, struct err *e);
enum st dnn_layernorm_back(struct dnn *d, const struct md *src, float eps, const struct spec *forward, struct spec **out,
                           struct err *e);

struct dnn_linear { /* src (R, C), weights (K, C), bias (K), dst (R, K) */
    const struct md *src, *weights, *bias, *dst;
    bool train;
};
enum st dnn_linear(struct dnn *d, const struct dnn_linear *l, struct spec **out, struct err *e);
enum st dnn_linear_back_data(struct dnn *d, const struct dnn_linear *l, const struct spec *forward, struct spec **out,
                             struct err *e);
enum st dnn_linear_back_weights(struct dnn *d, const struct dnn_linear *l, const struct spec *forward, struct spec **out,
                                struct err *e);

/** dnn_matmul() - batched: src (.., M, K), weights (.., K, N), dst (.., M, N); scale times the product. */
enum st dnn_matmul(struct dnn *d, const struct md *src, const struct md *weights, const struct md *dst, float scale,
                   struct spec **out, struct err *e);
/** dnn_softmax() - over the last dimension. */
enum st dnn_softmax(struct dnn *d, const struct md *md, struct spec **out, struct err *e);
enum st dnn_softmax_back(struct dnn *d, const struct md *md, const struct spec *forward, struct spec **out, struct err *e);

enum dnn_curve { DNN_RELU, DNN_RELU_FROM_DST, DNN_GELU };
/** dnn_curve() - element by element. Backward of DNN_RELU_FROM_DST reads DNN_DST, of the others DNN_SRC. */
enum st dnn_curve(struct dnn *d, enum dnn_curve k, const struct md *md, struct spec **out, struct err *e);
enum st dnn_curve_back(struct dnn *d, enum dnn_curve k, const struct md *md, const struct spec *forward, struct spec **out,
                       struct err *e);
/** dnn_add() - relu: of the sum. */
enum st dnn_add(struct dnn *d, const struct md *a, const struct md *b, const struct md *dst, bool relu, struct spec **out,
                struct err *e);

struct dnn_lstm { /* both directions: src (T, N, C), weights (1, 2, C, 4, H), iter (1, 2, H, 4, H), bias (1, 2, 4, H), dst (T, N, 2 H) */
    const struct md *src, *weights, *iter, *bias, *dst;
    bool train;
    const float *int8; /* or NULL; (4, H): what weights are multiplied by to be bytes; src u8, dst u8 or fp32 */
};
/* Numbers as an LSTM's bytes: 127 x + 128. */
#define DNN_LSTM_SCALE 127.0f
#define DNN_LSTM_SHIFT 128.0f
/** dnn_lstm_weights() - plain fp32 to the bytes of an LSTM with l->int8. */
enum st dnn_lstm_weights(struct dnn *d, const struct md *from, const struct md *to, const struct dnn_lstm *l, struct spec **out,
                         struct err *e);
enum st dnn_lstm(struct dnn *d, const struct dnn_lstm *l, struct spec **out, struct err *e);
/** dnn_lstm_back() - gradients are fp32; diff: src, weights, iter, bias, dst layouts. */
enum st dnn_lstm_back(struct dnn *d, const struct dnn_lstm *l, const struct dnn_lstm *diff, const struct spec *forward,
                      struct spec **out, struct err *e);

/** spec_md() - the layout an operation chose or was given; NULL if it has none of that name. */
const struct md *spec_md(struct dnn *d, const struct spec *s, enum dnn_arg name);

/** dnn_run() - a spec bound to memory. */
struct run *dnn_run(struct dnn *d, const struct spec *s, const struct arg *args);
void run_now(struct dnn *d, const struct run *r);

#endif
