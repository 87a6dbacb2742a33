// SPDX-License-Identifier: MIT
/*
 * Numbers of fields are those of onnx.proto (ONNX 1.12, IR version 8). Tensor x of the net is "t<x>"; what an operation makes on the way
 * "t<x>_<k>"; an initializer has the name of what it is made from.
 *
 * Gates of an LSTM: ours are i, f, c, o; ONNX has i, o, f, c, in W and R (2, 4 H, ..) and in the two halves of B (2, 8 H).
 */
#include "net/onnx.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "net/graph.h"
#include "net/protobuf.h"

enum {
    MODEL_IR = 1,
    MODEL_PRODUCER = 2,
    MODEL_PRODUCER_VERSION = 3,
    MODEL_GRAPH = 7,
    MODEL_OPSET = 8,
    MODEL_META = 14
};
enum { GRAPH_NODE = 1, GRAPH_NAME = 2, GRAPH_INITIALIZER = 5, GRAPH_INPUT = 11, GRAPH_OUTPUT = 12 };
enum { NODE_INPUT = 1, NODE_OUTPUT = 2, NODE_NAME = 3, NODE_TYPE = 4, NODE_ATTRIBUTE = 5 };
enum {
    ATTRIBUTE_NAME = 1,
    ATTRIBUTE_F = 2,
    ATTRIBUTE_I = 3,
    ATTRIBUTE_S = 4,
    ATTRIBUTE_INTS = 8,
    ATTRIBUTE_TYPE = 20
};
enum { TYPE_FLOAT = 1, TYPE_INT = 2, TYPE_STRING = 3, TYPE_INTS = 7 };
enum {
    TENSOR_DIMS = 1,
    TENSOR_TYPE = 2,
    TENSOR_NAME = 8,
    TENSOR_RAW = 9,
    ELEMENT_FLOAT = 1,
    ELEMENT_INT64 = 7
};
enum { IR_VERSION = 8, OPSET = 17 };
#define LIMIT ((size_t)2 << 30)

typedef char name[64];

struct writer {
    const struct net *n;
    struct buf graph, node, part; /* the graph so far; a node, an attribute under way */
    int x, parts;                 /* operation, and tensors it has made on the way */
};

static void tensor_name(int x, name out)
{
    snprintf(out, sizeof(name), "t%d", x);
}

/* --- nodes ------------------------------------------------------------------------------------------ */

/* A node begins with its type; inputs, attributes and its output follow. */
static void begin(struct writer *w, const char *type)
{
    pb_str(&w->node, NODE_TYPE, type);
}

static void input(struct writer *w, const char *from)
{
    pb_str(&w->node, NODE_INPUT, from);
}

static void attribute(struct writer *w, const char *key, int type)
{
    pb_str(&w->part, ATTRIBUTE_NAME, key);
    pb_int(&w->part, ATTRIBUTE_TYPE, type);
}

static void attr_int(struct writer *w, const char *key, int64_t v)
{
    attribute(w, key, TYPE_INT);
    pb_int(&w->part, ATTRIBUTE_I, v);
    pb_message(&w->node, NODE_ATTRIBUTE, &w->part);
}

static void attr_ints(struct writer *w, const char *key, int n, const int64_t *v)
{
    attribute(w, key, TYPE_INTS);
    for (int i = 0; i < n; i++) {
        pb_int(&w->part, ATTRIBUTE_INTS, v[i]);
    }
    pb_message(&w->node, NODE_ATTRIBUTE, &w->part);
}

static void attr_float(struct writer *w, const char *key, double v)
{
    attribute(w, key, TYPE_FLOAT);
    pb_float(&w->part, ATTRIBUTE_F, (float)v);
    pb_message(&w->node, NODE_ATTRIBUTE, &w->part);
}

static void attr_str(struct writer *w, const char *key, const char *v)
{
    attribute(w, key, TYPE_STRING);
    pb_str(&w->part, ATTRIBUTE_S, v);
    pb_message(&w->node, NODE_ATTRIBUTE, &w->part);
}

static void end_as(struct writer *w, const char *to)
{
    pb_str(&w->node, NODE_OUTPUT, to);
    pb_str(&w->node, NODE_NAME, to);
    pb_message(&w->graph, GRAPH_NODE, &w->node);
}

/* A tensor on the way to x. */
static void end_part(struct writer *w, name out)
{
    snprintf(out, sizeof(name), "t%d_%d", w->x, w->parts++);
    end_as(w, out);
}

/* out: a tensor on the way, or NULL: the operation's result. */
static void end_node(struct writer *w, char *out)
{
    name own;
    if (out) {
        end_part(w, out);
    } else {
        tensor_name(w->x, own);
        end_as(w, own);
    }
}

/* --- numbers -------------------------------------------------------------------------------------------- */

static void initializer(struct writer *w, const char *called, int element, int n_dims,
                        const int64_t *dim, const void *v, size_t bytes)
{
    struct buf t = {0};
    for (int d = 0; d < n_dims; d++) {
        pb_int(&t, TENSOR_DIMS, dim[d]);
    }
    pb_int(&t, TENSOR_TYPE, element);
    pb_str(&t, TENSOR_NAME, called);
    pb_bytes(&t, TENSOR_RAW, v, bytes); /* little-endian, as this machine is */
    pb_message(&w->graph, GRAPH_INITIALIZER, &t);
    buf_release(&t);
}

/* Numbers of operation x; what: "weight". */
static void floats(struct writer *w, const char *what, int n_dims, const int64_t *dim,
                   const float *v, name out)
{
    size_t n = 1;
    for (int d = 0; d < n_dims; d++) {
        n *= (size_t)dim[d];
    }
    snprintf(out, sizeof(name), "t%d_%s", w->x, what);
    initializer(w, out, ELEMENT_FLOAT, n_dims, dim, v, n * sizeof *v);
}

static void ints(struct writer *w, const char *what, int n, const int64_t *v, name out)
{
    int64_t dim = n;
    snprintf(out, sizeof(name), "t%d_%s", w->x, what);
    initializer(w, out, ELEMENT_INT64, 1, &dim, v, (size_t)n * sizeof *v);
}

static void scalar(struct writer *w, const char *what, double v, name out)
{
    float f = (float)v;
    floats(w, what, 0, NULL, &f, out);
}

static const float *data(const struct writer *w, int param)
{
    return params_data(w->n->params, param);
}

static float *room(size_t n)
{
    float *v = malloc((n + 1) * sizeof *v);
    if (!v) {
        BUG("out of memory");
    }
    return v;
}

/* --- small steps ------------------------------------------------------------------------------------------ */

static void one(struct writer *w, const char *type, const char *from, char *out)
{
    begin(w, type);
    input(w, from);
    end_node(w, out);
}

static void two(struct writer *w, const char *type, const char *a, const char *b, char *out)
{
    begin(w, type);
    input(w, a);
    input(w, b);
    end_node(w, out);
}

static void transpose(struct writer *w, const char *from, int n, const int64_t *order, char *out)
{
    begin(w, "Transpose");
    input(w, from);
    attr_ints(w, "perm", n, order);
    end_node(w, out);
}

/* shape: 0 = as it is, -1 = what is left. */
static void reshape(struct writer *w, const char *from, const char *what, int n,
                    const int64_t *shape, char *out)
{
    name s;
    ints(w, what, n, shape, s);
    two(w, "Reshape", from, s, out);
}

/* x W' + b with W (out, in), over the last dimension. */
static void linear_of(struct writer *w, const char *from, const char *what, const float *weight,
                      const float *bias, int64_t n_out, int64_t n_in, char *out)
{
    char part[32];
    name wn, bn, product;
    float *turned = room((size_t)(n_in * n_out));
    for (int64_t i = 0; i < n_in; i++) {
        for (int64_t k = 0; k < n_out; k++) {
            turned[i * n_out + k] = weight[k * n_in + i];
        }
    }
    snprintf(part, sizeof part, "%s_weight", what);
    floats(w, part, 2, (int64_t[]){n_in, n_out}, turned, wn);
    snprintf(part, sizeof part, "%s_bias", what);
    floats(w, part, 1, &n_out, bias, bn);
    two(w, "MatMul", from, wn, product);
    two(w, "Add", product, bn, out);
    free(turned);
}

/* --- operations ---------------------------------------------------------------------------------------------- */

static void pads_and_strides(struct writer *w, const struct op *o)
{
    attr_ints(w, "kernel_shape", 2, o->kernel);
    attr_ints(w, "strides", 2, o->stride);
    attr_ints(w, "pads", 4, (int64_t[]){o->pad[0], o->pad[1], o->pad[0], o->pad[1]});
}

static void conv(struct writer *w, const struct op *o, const char *from)
{
    const struct param_row *r = params_row(w->n->params, o->param[0]);
    int norm = net_folded_norm(w->n, w->x);
    bool relu = norm >= 0 ? w->n->op[norm].relu : o->relu;
    float *weight = room(r->count), *bias = room((size_t)o->dim[1]);
    name wn, bn, y;
    if (norm >= 0) {
        net_fold(w->n, w->x, norm, weight, bias);
    }
    floats(w, "weight", 4, r->dim, norm >= 0 ? weight : data(w, o->param[0]), wn);
    bool has_bias = norm >= 0 || o->param[1] >= 0;
    if (has_bias) {
        floats(w, "bias", 1, &o->dim[1], norm >= 0 ? bias : data(w, o->param[1]), bn);
    }
    begin(w, "Conv");
    input(w, from);
    input(w, wn);
    if (has_bias) {
        input(w, bn);
    }
    attr_int(w, "group", o->groups);
    pads_and_strides(w, o);
    end_node(w, relu ? y : NULL);
    if (relu) {
        one(w, "Relu", y, NULL);
    }
    free(weight);
    free(bias);
}

static void batchnorm(struct writer *w, const struct op *o, const char *from)
{
    static const char *const what[4] = {"scale", "shift", "mean", "variance"};
    name v[4], y;
    if (net_folded_norm(w->n, o->in[0]) == w->x) {
        one(w, "Identity", from, NULL);
        return;
    }
    for (int k = 0; k < 4; k++) {
        floats(w, what[k], 1, &o->dim[1], data(w, o->param[k]), v[k]);
    }
    begin(w, "BatchNormalization");
    input(w, from);
    for (int k = 0; k < 4; k++) {
        input(w, v[k]);
    }
    attr_float(w, "epsilon", NORM_EPS);
    end_node(w, o->relu ? y : NULL);
    if (o->relu) {
        one(w, "Relu", y, NULL);
    }
}

static void maxpool(struct writer *w, const struct op *o, const char *from)
{
    begin(w, "MaxPool");
    input(w, from);
    pads_and_strides(w, o);
    end_node(w, NULL);
}

static void mean_hw(struct writer *w, const char *from)
{
    name y;
    one(w, "GlobalAveragePool", from, y);
    begin(w, "Flatten");
    input(w, y);
    end_node(w, NULL);
}

/* 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) */
static void gelu(struct writer *w, const char *from)
{
    name cube, k, s, h, unit, a, b, c, d;
    scalar(w, "cube", 0.044715, k);
    scalar(w, "slope", sqrt(2 / acos(-1)), s);
    scalar(w, "half", 0.5, h);
    scalar(w, "one", 1, unit);
    two(w, "Mul", from, from, a);
    two(w, "Mul", a, from, b);
    two(w, "Mul", b, k, cube);
    two(w, "Add", from, cube, c);
    two(w, "Mul", c, s, d);
    one(w, "Tanh", d, a);
    two(w, "Add", a, unit, b);
    two(w, "Mul", b, from, c);
    two(w, "Mul", c, h, NULL);
}

static void columns(struct writer *w, const char *from)
{
    name y;
    transpose(w, from, 4, (int64_t[]){3, 0, 1, 2}, y);
    reshape(w, y, "shape", 3, (int64_t[]){0, 0, -1}, NULL);
}

static void linear(struct writer *w, const struct op *o, const char *from)
{
    const struct param_row *r = params_row(w->n->params, o->param[0]);
    linear_of(w, from, "linear", data(w, o->param[0]), data(w, o->param[1]), r->dim[0], r->dim[1],
              NULL);
}

/* Rows of four gates of `h` rows each, in ONNX's order. */
static void reorder_gates(float *to, const float *from, int64_t h, int64_t row)
{
    static const int order[4] = {0, 3, 1, 2}; /* i, o, f, c of ours, i, f, c, o */
    for (int g = 0; g < 4; g++) {
        memcpy(to + g * h * row, from + order[g] * h * row, (size_t)(h * row) * sizeof *to);
    }
}

static void bilstm(struct writer *w, const struct op *o, const char *from)
{
    int64_t h = o->hidden, c = w->n->op[o->in[0]].dim[2];
    float *wx = room((size_t)(8 * h * c)), *wh = room((size_t)(8 * h * h)),
          *b = room((size_t)(16 * h));
    name v[3], y, z;
    memset(b, 0, (size_t)(16 * h) * sizeof *b);
    for (int d = 0; d < 2; d++) {
        reorder_gates(wx + d * 4 * h * c, data(w, o->param[3 * d]), h, c);
        reorder_gates(wh + d * 4 * h * h, data(w, o->param[3 * d + 1]), h, h);
        reorder_gates(b + d * 8 * h, data(w, o->param[3 * d + 2]), h, 1);
    }
    floats(w, "input", 3, (int64_t[]){2, 4 * h, c}, wx, v[0]);
    floats(w, "hidden", 3, (int64_t[]){2, 4 * h, h}, wh, v[1]);
    floats(w, "bias", 2, (int64_t[]){2, 8 * h}, b, v[2]);
    begin(w, "LSTM");
    input(w, from);
    for (int k = 0; k < 3; k++) {
        input(w, v[k]);
    }
    attr_str(w, "direction", "bidirectional");
    attr_int(w, "hidden_size", h);
    end_node(w, y); /* (T, 2, N, H) */
    transpose(w, y, 4, (int64_t[]){0, 2, 1, 3}, z);
    reshape(w, z, "shape", 3, (int64_t[]){0, 0, -1}, NULL);
    free(wx);
    free(wh);
    free(b);
}

static void layernorm(struct writer *w, const struct op *o, const char *from)
{
    name scale, shift;
    floats(w, "scale", 1, &o->dim[o->n_dims - 1], data(w, o->param[0]), scale);
    floats(w, "shift", 1, &o->dim[o->n_dims - 1], data(w, o->param[1]), shift);
    begin(w, "LayerNormalization");
    input(w, from);
    input(w, scale);
    input(w, shift);
    attr_int(w, "axis", -1);
    attr_float(w, "epsilon", NORM_EPS);
    end_node(w, NULL);
}

/* By heads: q (N, heads, T, d), k (N, heads, d, T), v (N, heads, T, d). */
static void attention(struct writer *w, const struct op *o, const char *from)
{
    static const char *const what[3] = {"q_shape", "k_shape", "v_shape"};
    static const int64_t order[3][4] = {{1, 2, 0, 3}, {1, 2, 3, 0}, {1, 2, 0, 3}};
    int64_t c = o->dim[2], d = c / o->heads;
    name qkv, split[3], y, part[3], scale, score, weight, mixed;
    linear_of(w, from, "qkv", data(w, o->param[0]), data(w, o->param[1]), 3 * c, c, qkv);
    begin(w, "Split");
    input(w, qkv);
    attr_int(w, "axis", 2);
    for (int k = 0; k < 3; k++) {
        snprintf(split[k], sizeof(name), "t%d_split%d", w->x, k);
        pb_str(&w->node, NODE_OUTPUT, split[k]);
    }
    pb_message(&w->graph, GRAPH_NODE, &w->node);
    for (int k = 0; k < 3; k++) {
        reshape(w, split[k], what[k], 4, (int64_t[]){0, 0, o->heads, d}, y);
        transpose(w, y, 4, order[k], part[k]);
    }
    scalar(w, "scale", 1 / sqrt((double)d), scale);
    two(w, "MatMul", part[0], part[1], y);
    two(w, "Mul", y, scale, score);
    begin(w, "Softmax");
    input(w, score);
    attr_int(w, "axis", -1);
    end_node(w, weight);
    two(w, "MatMul", weight, part[2], mixed);
    transpose(w, mixed, 4, (int64_t[]){2, 0, 1, 3}, y);
    reshape(w, y, "shape", 3, (int64_t[]){0, 0, -1}, mixed);
    linear_of(w, mixed, "out", data(w, o->param[2]), data(w, o->param[3]), c, c, NULL);
}

/* sin(t f_c + phase_c), t = 0 .. T - 1 with the T that the input has; a cosine is a sine a quarter later. */
static void positions(struct writer *w, const struct op *o, const char *from)
{
    int64_t c = o->dim[2];
    float *rate = room((size_t)c), *phase = room((size_t)c);
    name rn, pn, zero, unit, first, axes, shape, count, t, tf, tu, a, b, s;
    for (int64_t i = 0; i < c; i++) {
        rate[i] =
            (float)(1 / pow(10000, (double)(i / 2 * 2) / (double)c)); /* as positions_value() */
        phase[i] = i % 2 ? (float)(acos(-1) / 2) : 0;
    }
    floats(w, "rate", 3, (int64_t[]){1, 1, c}, rate, rn);
    floats(w, "phase", 3, (int64_t[]){1, 1, c}, phase, pn);
    int64_t v0 = 0, v1 = 1;
    snprintf(zero, sizeof(name), "t%d_zero", w->x);
    snprintf(unit, sizeof(name), "t%d_step", w->x);
    initializer(w, zero, ELEMENT_INT64, 0, NULL, &v0, sizeof v0);
    initializer(w, unit, ELEMENT_INT64, 0, NULL, &v1, sizeof v1);
    ints(w, "first", 1, &v0, first);
    ints(w, "axes", 2, (int64_t[]){1, 2}, axes);
    begin(w, "Shape");
    input(w, from);
    attr_int(w, "start", 0);
    attr_int(w, "end", 1);
    end_node(w, shape);
    two(w, "Squeeze", shape, first, count);
    begin(w, "Range");
    input(w, zero);
    input(w, count);
    input(w, unit);
    end_node(w, t);
    begin(w, "Cast");
    input(w, t);
    attr_int(w, "to", ELEMENT_FLOAT);
    end_node(w, tf);
    two(w, "Unsqueeze", tf, axes, tu);
    two(w, "Mul", tu, rn, a);
    two(w, "Add", a, pn, b);
    one(w, "Sin", b, s);
    two(w, "Add", from, s, NULL);
    free(rate);
    free(phase);
}

static void l2norm(struct writer *w, const char *from)
{
    begin(w, "LpNormalization");
    input(w, from);
    attr_int(w, "axis", -1);
    attr_int(w, "p", 2);
    end_node(w, NULL);
}

static void operation(struct writer *w, int x)
{
    const struct op *o = &w->n->op[x];
    name from, second;
    w->x = x;
    w->parts = 0;
    tensor_name(o->in[0], from);
    tensor_name(o->in[1], second);
    switch (o->kind) {
    case OP_INPUT:
        break;
    case OP_CONV:
        conv(w, o, from);
        break;
    case OP_BATCHNORM:
        batchnorm(w, o, from);
        break;
    case OP_MAXPOOL:
        maxpool(w, o, from);
        break;
    case OP_MEAN_HW:
        mean_hw(w, from);
        break;
    case OP_RELU:
        one(w, "Relu", from, NULL);
        break;
    case OP_GELU:
        gelu(w, from);
        break;
    case OP_ADD:
        two(w, "Add", from, second, NULL);
        break;
    case OP_COLUMNS:
        columns(w, from);
        break;
    case OP_LINEAR:
        linear(w, o, from);
        break;
    case OP_BILSTM:
        bilstm(w, o, from);
        break;
    case OP_LAYERNORM:
        layernorm(w, o, from);
        break;
    case OP_ATTENTION:
        attention(w, o, from);
        break;
    case OP_POSITIONS:
        positions(w, o, from);
        break;
    case OP_DROPOUT:
        one(w, "Identity", from, NULL);
        break;
    case OP_L2NORM:
        l2norm(w, from);
        break;
    }
}

/* --- the file ---------------------------------------------------------------------------------------------------- */

/* ValueInfoProto {name, TypeProto {tensor_type {elem_type, shape {dim {value or name}}}}}. */
static void value_info(struct writer *w, int field, const char *called, const struct op *o,
                       const char *const *open)
{
    struct buf dim = {0}, shape = {0}, tensor = {0}, type = {0}, value = {0};
    for (int d = 0; d < o->n_dims; d++) {
        if (open[d]) {
            pb_str(&dim, 2, open[d]);
        } else {
            pb_int(&dim, 1, o->dim[d]);
        }
        pb_message(&shape, 1, &dim);
    }
    pb_int(&tensor, 1, ELEMENT_FLOAT);
    pb_message(&tensor, 2, &shape);
    pb_message(&type, 1, &tensor);
    pb_str(&value, 1, called);
    pb_message(&value, 2, &type);
    pb_message(&w->graph, field, &value);
    struct buf *all[] = {&dim, &shape, &tensor, &type, &value};
    for (int i = 0; i < 5; i++) {
        buf_release(all[i]);
    }
}

static void inputs(struct writer *w, const struct onnx_options *o)
{
    for (int i = 0; i < o->n_in; i++) {
        name own;
        tensor_name(o->in[i].x, own);
        value_info(w, GRAPH_INPUT, o->in[i].name, &w->n->op[o->in[i].x], o->in[i].dim);
        begin(w, "Identity");
        input(w, o->in[i].name);
        end_as(w, own);
    }
}

static void outputs(struct writer *w, const struct onnx_options *o)
{
    for (int i = 0; i < o->n_out; i++) {
        const struct onnx_tensor *t = &o->out[i];
        name own;
        tensor_name(t->x, own);
        begin(w, t->log_softmax ? "LogSoftmax" : t->unit_length ? "LpNormalization" : "Identity");
        input(w, own);
        if (t->log_softmax || t->unit_length) {
            attr_int(w, "axis", -1);
        }
        end_as(w, t->name);
        value_info(w, GRAPH_OUTPUT, t->name, &w->n->op[t->x], t->dim);
    }
}

static void write_model(struct writer *w, const struct onnx_options *o, struct buf *out)
{
    struct buf part = {0};
    pb_int(out, MODEL_IR, IR_VERSION);
    pb_str(out, MODEL_PRODUCER, o->producer);
    pb_str(out, MODEL_PRODUCER_VERSION, o->version);
    pb_str(&w->graph, GRAPH_NAME, o->producer);
    pb_message(out, MODEL_GRAPH, &w->graph);
    pb_str(&part, 1, "");
    pb_int(&part, 2, OPSET);
    pb_message(out, MODEL_OPSET, &part);
    for (int i = 0; i < o->n_meta; i++) {
        pb_str(&part, 1, o->meta[i].key);
        pb_str(&part, 2, o->meta[i].value);
        pb_message(out, MODEL_META, &part);
    }
    buf_release(&part);
}

/* Marks what the outputs need. */
static bool *needed(const struct net *n, const struct onnx_options *o)
{
    bool *need = calloc((size_t)n->n_ops + 1, sizeof *need);
    if (!need) {
        BUG("out of memory");
    }
    for (int i = 0; i < o->n_out; i++) {
        need[o->out[i].x] = true;
    }
    for (int x = n->n_ops - 1; x >= 0; x--) {
        for (int k = 0; k < 2 && need[x] && n->op[x].in[k] >= 0; k++) {
            need[n->op[x].in[k]] = true;
        }
    }
    return need;
}

enum st onnx_write(const struct net *n, const struct onnx_options *o, struct buf *out,
                   struct err *e)
{
    struct writer w = {.n = n};
    bool *need = needed(n, o);
    inputs(&w, o);
    for (int x = 0; x < n->n_ops && w.graph.len < LIMIT; x++) {
        if (need[x]) {
            operation(&w, x);
        }
    }
    outputs(&w, o);
    enum st st = w.graph.len < LIMIT
                     ? ST_OK
                     : err_set(e, ST_RANGE, "the net is too large for ONNX in one file: 2 GiB");
    if (!st) {
        write_model(&w, o, out);
    }
    buf_release(&w.graph);
    buf_release(&w.node);
    buf_release(&w.part);
    free(need);
    return st;
}
