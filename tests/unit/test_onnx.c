// SPDX-License-Identifier: MIT
/*
 * Nets as ONNX: every operation, and readers and embedders at another width and batch than they were written at, give in onnxruntime what
 * the plain backend gives. Needs node and onnxruntime-node (npm i onnxruntime-node --ignore-scripts; NODE_PATH); skipped, and counted, without.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/rng.h"
#include "net/onnx.h"
#include "net_cases.h"
#include "ocr/reader_net.h"
#include "product/embedder_net.h"

enum { READERS = 3, EMBEDDERS = 2, EMBEDDED = NET_CASES + READERS, ALL = EMBEDDED + EMBEDDERS };

static const struct embedder_shape embedders[EMBEDDERS] = {
    {.net = BACKBONE_RESNET,
     .stem = STEM_QUARTER,
     .input_px = 32,
     .width = 64,
     .depth = 1,
     .dims = 16},
    {.net = BACKBONE_DEPTHWISE,
     .stem = STEM_HALF,
     .input_px = 48,
     .width = 32,
     .depth = 2,
     .dims = 32},
};

static const struct reader_shape readers[READERS] = {
    {.cnn = CNN_VGG,
     .encoder = ENCODER_BILSTM,
     .height_px = 32,
     .width = 32,
     .hidden = 16,
     .layers = 2,
     .heads = 2,
     .dropout = 0.1,
     .classes = 11},
    {.cnn = CNN_FAST,
     .encoder = ENCODER_TRANSFORMER,
     .height_px = 16,
     .width = 16,
     .hidden = 16,
     .layers = 1,
     .heads = 4,
     .classes = 7},
    {.cnn = CNN_DEPTHWISE,
     .encoder = ENCODER_BILSTM,
     .height_px = 16,
     .width = 16,
     .hidden = 8,
     .layers = 1,
     .heads = 1,
     .classes = 5},
};

static int describe(struct net *n, int k, int64_t batch, int64_t width_px, int *y)
{
    int head[2], x;
    if (k < NET_CASES) {
        x = net_cases[k].input(n);
        *y = net_cases[k].make(n, x);
        net_output(n, *y);
        return x;
    }
    if (k >= EMBEDDED) {
        struct embedder_ends e = embedder_describe(n, &embedders[k - EMBEDDED], batch);
        *y = e.embedding;
        return e.input;
    }
    x = reader_describe(n, &readers[k - NET_CASES], batch, width_px, head);
    *y = head[0];
    return x;
}

static size_t count(const struct net *n, int x, int64_t dim[4], int *dims)
{
    size_t c = 1;
    *dims = net_dims(n, x, dim);
    for (int d = 0; d < *dims; d++) {
        c *= (size_t)dim[d];
    }
    return c;
}

static void write_file(const char *dir, int k, const char *end, const void *p, size_t n)
{
    char path[300];
    struct err e = {0};
    snprintf(path, sizeof path, "%s/%d.%s", dir, k, end);
    assert_int_equal(file_write(path, p, n, &e), ST_OK);
}

/* Values that an untrained net has not: means and variances that are not 0 and 1, biases. */
static void set_values(struct params *p)
{
    struct rng r = rng_stream(12, 1, 0, 0);
    params_init(p, 7);
    for (size_t k = 0; k < params_count(p); k++) {
        for (size_t i = 0; i < params_row(p, (int)k)->count; i++) {
            params_data(p, (int)k)[i] += (float)rng_uniform(&r, -0.1, 0.1);
        }
    }
    params_changed(p);
}

static void write_onnx(const char *dir, int k, struct params *p)
{
    struct net *n = net_new(p, &(struct net_options){.backend = NET_PLAIN});
    struct buf out = {0};
    struct err e = {0};
    int y, x = describe(n, k, 1, 64, &y);
    struct onnx_tensor in = {.x = x, .name = "x"},
                       o = {.x = y,
                            .name = "y",
                            .log_softmax = k >= NET_CASES && k < EMBEDDED,
                            .unit_length = k >= EMBEDDED};
    if (k >= EMBEDDED) {
        in.dim[0] = o.dim[0] = "batch";
    } else if (k >= NET_CASES) {
        in.dim[0] = "batch";
        in.dim[3] = "width";
        o.dim[0] = "frames";
        o.dim[1] = "batch";
    }
    set_values(p);
    assert_int_equal(
        onnx_write(
            n,
            &(struct onnx_options){
                .in = &in, .n_in = 1, .out = &o, .n_out = 1, .producer = "test", .version = "1"},
            &out, &e),
        ST_OK);
    write_file(dir, k, "onnx", out.data, out.len);
    buf_release(&out);
    net_free(n);
}

static void log_softmax(float *v, int64_t n)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += exp((double)v[i]);
    }
    for (int64_t i = 0; i < n; i++) {
        v[i] = (float)((double)v[i] - log(sum));
    }
}

static void unit_length(float *v, int64_t n)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += (double)v[i] * (double)v[i];
    }
    for (int64_t i = 0; i < n; i++) {
        v[i] = (float)((double)v[i] / sqrt(sum));
    }
}

static void write_case(const char *dir, int k, FILE *cases)
{
    struct params *p = params_new();
    struct rng r = rng_stream(11, 1, (uint32_t)k, 0);
    struct err e = {0};
    int64_t d[4];
    int y, dims;
    write_onnx(dir, k, p);
    struct net *n = net_new(p, &(struct net_options){.backend = NET_PLAIN});
    int x = describe(n, k, 3, 96, &y);
    assert_int_equal(net_build(n, &e), ST_OK);
    size_t n_in = count(n, x, d, &dims);
    fprintf(cases, "%d", k);
    for (int i = 0; i < dims; i++) {
        fprintf(cases, " %d", (int)d[i]);
    }
    fputc('\n', cases);
    for (size_t i = 0; i < n_in; i++) {
        net_host(n, x)[i] = (float)rng_normal(&r);
    }
    net_forward(n);
    write_file(dir, k, "in", net_host(n, x), n_in * sizeof(float));
    size_t n_out = count(n, y, d, &dims);
    for (size_t i = 0; k >= EMBEDDED && i < n_out; i += (size_t)d[1]) {
        unit_length(net_host(n, y) + i, d[1]);
    }
    for (size_t i = 0; k >= NET_CASES && k < EMBEDDED && i < n_out; i += (size_t)d[2]) {
        log_softmax(net_host(n, y) + i, d[2]);
    }
    write_file(dir, k, "out", net_host(n, y), n_out * sizeof(float));
    net_free(n);
    params_free(p);
}

static void onnxruntime_computes_the_same(void **state)
{
    (void)state;
    char dir[] = "/tmp/ersatz-onnx-XXXXXX", cmd[500];
    if (system("node -e \"require('onnxruntime-node')\" >/dev/null 2>&1")) {
        print_message("no onnxruntime-node\n");
        skip();
    }
    assert_non_null(mkdtemp(dir));
    snprintf(cmd, sizeof cmd, "%s/cases", dir);
    FILE *cases = fopen(cmd, "w");
    assert_non_null(cases);
    for (int k = 0; k < ALL; k++) {
        write_case(dir, k, cases);
    }
    fclose(cases);
    snprintf(cmd, sizeof cmd,
             "NODE_PATH=\"$NODE_PATH:node_modules\" node tests/unit/onnx_run.js %s", dir);
    FILE *f = popen(cmd, "r");
    assert_non_null(f);
    int k, seen = 0;
    double off, top;
    while (fscanf(f, "%d %lf %lf", &k, &off, &top) == 3) {
        if (!(off <= 1e-4 * (1 + top) && top > 0)) {
            fail_msg("%s: off by %g, largest %g",
                     k < NET_CASES  ? net_cases[k].name
                     : k < EMBEDDED ? "a reader"
                                    : "an embedder",
                     off, top);
        }
        seen++;
    }
    assert_int_equal(pclose(f), 0);
    assert_int_equal(seen, ALL);
    snprintf(cmd, sizeof cmd, "rm -r %s", dir);
    assert_int_equal(system(cmd), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(onnxruntime_computes_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
