// SPDX-License-Identifier: MIT
#include "product/embedder_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "net/dnn.h"
#include "product/product_image.h"

struct sized { /* a net for so many pictures */
    struct net *net;
    struct embedder_ends ends;
    int batch;
};

struct embedder_run {
    struct params *params;
    struct embedder_shape shape;
    bool bf16;
    struct sized many, one;
    struct dnn_pool_memory *pool;
};

struct embedder_run *embedder_run_new(struct params *p, const struct embedder_shape *s, bool bf16,
                                      int batch)
{
    struct embedder_run *r = calloc(1, sizeof *r);
    if (!r) {
        BUG("out of memory");
    }
    r->params = p;
    r->shape = *s;
    r->bf16 = bf16 && dnn_has_bf16();
    r->many.batch = batch > 1 ? batch : 1;
    r->one.batch = 1;
    r->pool = dnn_pool_memory_new();
    /* a net that is only described puts all parameters in their place */
    struct net *n = net_new(p, &(struct net_options){.backend = NET_DNN});
    (void)embedder_describe(n, s, 1);
    net_free(n);
    return r;
}

void embedder_run_free(struct embedder_run *r)
{
    if (r) {
        net_free(r->many.net);
        net_free(r->one.net);
        dnn_pool_memory_free(r->pool);
        free(r);
    }
}

static enum st build(struct embedder_run *r, struct sized *s, struct err *e)
{
    if (s->net) {
        return ST_OK;
    }
    s->net = net_new(
        r->params,
        &(struct net_options){.backend = NET_DNN, .bf16 = r->bf16, .threads = 1, .pool = r->pool});
    s->ends = embedder_describe(s->net, &r->shape, s->batch);
    enum st st = net_build(s->net, e);
    if (st) {
        net_free(s->net);
        s->net = NULL;
    }
    return st;
}

static void unit(const float *v, int n, float *out)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += (double)v[i] * (double)v[i];
    }
    if (!(sum > 1e-24 &&
          isfinite(sum))) { /* of a net that is nothing yet: some direction, so that it is one */
        memset(out, 0, (size_t)n * sizeof *out);
        out[0] = 1;
        return;
    }
    for (int i = 0; i < n; i++) {
        out[i] = (float)((double)v[i] / sqrt(sum));
    }
}

enum st embedder_run_squares(struct embedder_run *r, const uint8_t *const *square, size_t n,
                             float *out, struct err *e)
{
    size_t floats = PRODUCT_BYTES(r->shape.input_px), dims = (size_t)r->shape.dims;
    for (size_t i = 0; i < n;) {
        struct sized *s = n - i >= (size_t)r->many.batch ? &r->many : &r->one;
        enum st st = build(r, s, e);
        if (st) {
            return st;
        }
        for (size_t k = 0; k < (size_t)s->batch; k++) {
            product_input(square[i + k], r->shape.input_px, NULL,
                          net_host(s->net, s->ends.input) + k * floats);
        }
        net_forward(s->net);
        for (size_t k = 0; k < (size_t)s->batch; k++) {
            unit(net_host(s->net, s->ends.embedding) + k * dims, (int)dims, out + (i + k) * dims);
        }
        i += (size_t)s->batch;
    }
    return ST_OK;
}
