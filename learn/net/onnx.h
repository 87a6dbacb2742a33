// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_ONNX_H
#define ERSATZ_NET_ONNX_H
/*
 * onnx - a net that is described -> an ONNX model (opset 17), for other runtimes.
 *
 *     struct onnx_tensor in = {.x = input, .name = "image", .dim = {"batch", NULL, NULL, "width"}};
 *     struct onnx_tensor out = {.x = head, .name = "log_probabilities", .dim = {"frames", "batch"}, .log_softmax = true};
 *     st = onnx_write(net, &(struct onnx_options){.in = &in, .n_in = 1, .out = &out, .n_out = 1, ...}, &bytes, &e);
 *
 * All operations of struct op are written, as they are when a net is used: dropout is nothing, batch norm is folded into the convolution
 * before it. The graph depends on no size that a dimension's name leaves open. Values are fp32.
 */
#include "base/buf.h"
#include "net/net.h"

struct onnx_tensor {
    int x;
    const char *name;
    const char *dim[4]; /* names of sizes that are left open; NULL = as described */
    bool log_softmax;   /* output: its logarithm of softmax over the last dimension */
    bool unit_length;   /* output: over its length along the last dimension */
};

struct onnx_meta {
    const char *key, *value;
};

struct onnx_options {
    const struct onnx_tensor *in, *out; /* all inputs of the net */
    int n_in, n_out;
    const struct onnx_meta *meta; /* metadata_props of the file */
    int n_meta;
    const char *producer, *version;
};

/** onnx_write() - net: described, need not be built; what no output needs is left out. ST_RANGE if it is larger than a protocol buffer
 *  may be (2 GiB). */
enum st onnx_write(const struct net *n, const struct onnx_options *o, struct buf *out,
                   struct err *e);

#endif
