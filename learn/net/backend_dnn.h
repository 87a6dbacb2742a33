// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_BACKEND_DNN_H
#define ERSATZ_NET_BACKEND_DNN_H
/* backend_dnn - what operations of the fast backend are built from; see backend_dnn.c. Inside the net room. */
#include "net/bf16_image.h"
#include "net/dnn.h"
#include "net/graph.h"

enum list_name { LIST_REFRESH, LIST_FORWARD, LIST_BACKWARD, LIST_GATHER, LISTS };
typedef void step_fn(struct backend *b, int op);

struct dnn_step {
    struct run *run; /* or a function of ours: */
    step_fn *call;
    int op;
    uint64_t *
        version; /* of a kept copy that this step makes; nothing is done where it is of these parameters. NULL = always */
};
struct step_list {
    struct dnn_step *step;
    size_t n, cap;
};

enum { TENSOR_COPIES = 6 };

struct tensor {
    struct mem *copy[TENSOR_COPIES]; /* [0]: as its maker made it */
    int n_copies;
    struct mem *grad;       /* NULL until somebody writes it */
    const struct mem *host, *host_grad; /* plain fp32 */
    struct spec *forward;   /* hint of backward */
    struct mem *workspace;
    void *extra;            /* malloc()ed, of the operation's own */
    float scale; /* of bytes: a value is this times the byte; 0 where they are numbers */
    bool lstm_bytes; /* as an LSTM has them (dnn_int8_lstm.c) */
    int last_use; /* operation; DNN_ALWAYS: it is read from outside, or gradients need it */
};

struct backend {
    struct net *n;
    struct dnn *d;
    struct tensor *t;
    int at; /* operation that is being built */
    struct step_list list[LISTS];
    struct mem *conv_room; /* dnn_bf16_conv.c; NULL until it is needed */
    uint64_t version;       /* of params that the copies of weights are of */
};

void add_run(struct backend *b, enum list_name list, struct run *r);
void add_call(struct backend *b, enum list_name list, step_fn *call, int op);
void add_step(struct backend *b, enum list_name list, struct dnn_step s);
enum st copy_step(struct backend *b, enum list_name list, const struct mem *from, const struct mem *to, bool add, struct err *e);

const struct md *plain_md(struct backend *b, enum dtype t, int x);
const struct md *vector_md(struct backend *b, int64_t n);
/** work_type() - bf16 or fp32, as the net's options say. */
enum dtype work_type(const struct backend *b);

/** want() - tensor x in a layout; forward. */
enum st want(struct backend *b, int x, const struct md *md, const struct mem **out, struct err *e);
void made(struct backend *b, int x, struct mem *m);
const struct mem *value(const struct backend *b, int x);

/** gradient_of() - the gradient of an output in a layout; backward. */
enum st gradient_of(struct backend *b, int x, const struct md *md, const struct mem **out, struct err *e);
/** gradient_room(), gradient_done() - memory to write an input's gradient to, and that it is written. */
struct mem *gradient_room(struct backend *b, int x, const struct md *md);
enum st gradient_done(struct backend *b, int x, const struct mem *m, struct err *e);

/** folded_norm() - the batch norm that x's convolution is folded with, -1 without: where nothing is learned and nobody else reads
 *  x. */
int folded_norm(const struct backend *b, int x);
/** relu_of_sum() - whether x is the ReLU of a sum that nobody else reads: the sum makes it. */
bool relu_of_sum(const struct backend *b, int x);
/** pass_on() - x is its input as it is. */
void pass_on(struct backend *b, int x);

/** keep_step() - the step of LIST_REFRESH that makes a kept copy (dnn_kept()). */
void keep_step(struct backend *b, struct dnn_step s, uint64_t *version);

/** weight() - a parameter, seen through the plain layout, in a primitive's layout; made anew when it changed. */
enum st weight(struct backend *b, int param, const struct md *plain, const struct md *md, const struct mem **out, struct err *e);
enum st weight_gradient(struct backend *b, int param, const struct md *plain, const struct mem *m, struct err *e);
/** weight_from() - the same from other memory: the plain layout that a refresh step made. Keys as in dnn_kept(). */
enum st weight_from(struct backend *b, const struct mem *from, int key_1, int key_2,
                    const struct md *md, const struct mem **out, struct err *e);
/** param_mem() - the parameter itself, as a vector of fp32. */
struct mem *param_mem(struct backend *b, int param);

struct dnn_row {
    enum st (*forward)(struct backend *b, int x, struct err *e);
    enum st (*backward)(struct backend *b, int x, struct err *e);
};
extern const struct dnn_row dnn_table[]; /* by enum op_kind */

/* Convolutions: what dnn_ops.c and dnn_int8.c share. */
struct folded { /* with the batch norm behind */
    int norm;
    struct mem *weights, *bias; /* fp32 */
};
struct dnn_conv conv_of(struct backend *b, const struct op *o);
/** conv_fold() - steps that make f's weights and bias; f: tensor x's extra, or the first member of it. */
void conv_fold(struct backend *b, int x, int norm, struct folded *f);
/** int8_conv() - whether x is computed in bytes; int8_measure() - the step that measures, where that is wanted. */
bool int8_conv(const struct backend *b, int x);
void int8_measure(struct backend *b, int x);
enum st dnn_op_conv_int8(struct backend *b, int x, struct err *e);

/* Loops of ours on bf16 images: dnn_bf16_conv.c, dnn_bf16_norm.c. */
/** bf16_loops_run() - whether this net may use them. */
bool bf16_loops_run(const struct backend *b);
/** bf16_image_of() - a tensor's memory as an image; false in layouts that they do not take. bf16_image_in() - that it is one is known. */
bool bf16_image_of(const struct mem *m, struct bf16_image *image);
struct bf16_image bf16_image_in(const struct mem *m);
/** bf16_conv_takes() - whether convolution x goes that way. */
bool bf16_conv_takes(const struct backend *b, int x);
enum st dnn_op_bf16_conv(struct backend *b, int x, struct err *e);
enum st dnn_op_bf16_conv_back(struct backend *b, int x, struct err *e);
/** bf16_norm_takes() - whether batch norm x does. norm_of_sum() - the one that makes a sum and its ReLU with it; -1 without. */
bool bf16_norm_takes(const struct backend *b, int x);
int norm_of_sum(const struct backend *b, int sum);
/** move_averages_to() - batch norm x's running averages, by a batch's moments. */
void move_averages_to(struct backend *b, int x, const float *mean, const float *variance);
enum st dnn_op_bf16_norm(struct backend *b, int x, struct err *e);
enum st dnn_op_bf16_norm_back(struct backend *b, int x, struct err *e);

/* Operations over sequences: dnn_sequence.c. */
enum st dnn_op_bilstm(struct backend *b, int x, struct err *e);
enum st dnn_op_bilstm_int8(struct backend *b, int x, struct err *e);
const struct md *lstm_bias(struct backend *b, int64_t h);
enum st dnn_op_bilstm_back(struct backend *b, int x, struct err *e);
enum st dnn_op_attention(struct backend *b, int x, struct err *e);
enum st dnn_op_attention_back(struct backend *b, int x, struct err *e);

#endif
