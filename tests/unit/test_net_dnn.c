// SPDX-License-Identifier: MIT
/* Every operation of the fast backend against the plain one: values and gradients, in fp32 and in bf16. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "net/dnn.h"
#include "net_cases.h"
#include "net_count.h"

enum { MAX = 1000, MAX_PARAMS = 8000 };

struct outcome {
    int64_t n_in, n_out;
    size_t n_params;
    float y[MAX], dx[MAX], dw[MAX_PARAMS], state[MAX_PARAMS];
};

static void run(const struct net_case *c, enum net_backend backend, bool bf16, bool train, struct outcome *out)
{
    struct rng r = rng_stream(5, 1, 0, 0);
    struct err e = {0};
    struct params *p = params_new();
    struct net *n = net_new(p, &(struct net_options){.backend = backend, .train = train, .bf16 = bf16, .threads = 1, .seed = 3});
    int x = c->input(n), y = c->make(n, x);
    net_output(n, y);
    params_init(p, 7);
    if (net_build(n, &e)) {
        fail_msg("%s: %s", c->name, e.msg);
    }
    memset(out, 0, sizeof *out);
    out->n_in = count_of(n, x);
    out->n_out = count_of(n, y);
    for (int64_t i = 0; i < out->n_in; i++) {
        net_host(n, x)[i] = (float)rng_normal(&r);
    }
    for (size_t k = 0; k < params_count(p); k++) {
        for (size_t i = 0; i < params_row(p, (int)k)->count; i++) {
            params_data(p, (int)k)[i] += (float)rng_uniform(&r, -0.2, 0.2);
        }
    }
    params_changed(p);
    net_forward(n);
    memcpy(out->y, net_host(n, y), (size_t)out->n_out * sizeof *out->y);
    size_t floats;
    if (train) {
        for (int64_t i = 0; i < out->n_out; i++) {
            net_host_grad(n, y)[i] = (float)rng_uniform(&r, -1, 1);
        }
        net_backward(n);
        memcpy(out->dx, net_host_grad(n, x), (size_t)out->n_in * sizeof *out->dx);
        const float *grads = params_grads(p, &floats);
        assert_true(floats <= MAX_PARAMS);
        memcpy(out->dw, grads, floats * sizeof *grads);
    }
    const float *values = params_block(p, &out->n_params);
    assert_true(out->n_params <= MAX_PARAMS);
    memcpy(out->state, values, out->n_params * sizeof *values);
    net_free(n);
    params_free(p);
}

/* Relative to the largest value. In bf16, which has 8 bits, a value near 0 may fall on the other side of a ReLU: there only
 * the mean square counts. */
static void compare(const char *name, const char *what, const float *want, const float *got, int64_t n, double tolerance,
                    bool each)
{
    double top = 0, worst = 0, sum = 0;
    int64_t at = 0;
    for (int64_t i = 0; i < n; i++) {
        double d = fabs((double)want[i] - (double)got[i]);
        top = fmax(top, fabs((double)want[i]));
        sum += d * d;
        if (!(d <= worst)) {
            worst = d;
            at = i;
        }
    }
    if ((each && !(worst <= tolerance * (top + 1e-2))) || !(sqrt(sum / (double)(n ? n : 1)) <= (each ? 0.4 : 1) * tolerance * (top + 1e-2))) {
        fail_msg("%s: %s[%d] is %g, plain %g (largest %g)", name, what, (int)at, (double)got[at], (double)want[at], top);
    }
}

static void compare_case(const struct net_case *c, bool bf16, bool train, double tolerance)
{
    static struct outcome want, got;
    run(c, NET_PLAIN, false, train, &want);
    run(c, NET_DNN, bf16, train, &got);
    compare(c->name, "y", want.y, got.y, want.n_out, tolerance, !bf16);
    compare(c->name, "dx", want.dx, got.dx, want.n_in, tolerance, !bf16);
    compare(c->name, "dw", want.dw, got.dw, (int64_t)want.n_params, tolerance, !bf16);
    compare(c->name, "values", want.state, got.state, (int64_t)want.n_params, tolerance, !bf16);
}

static void compare_all(bool bf16, bool train, double tolerance)
{
    for (int c = 0; c < NET_CASES; c++) {
        compare_case(&net_cases[c], bf16, train, tolerance);
    }
}

static void training_in_fp32_is_the_plain_one(void **state)
{
    (void)state;
    compare_all(false, true, 2e-5);
}

static void inference_in_fp32_is_the_plain_one(void **state)
{
    (void)state;
    compare_all(false, false, 2e-5);
}

static void training_in_bf16_is_near_the_plain_one(void **state)
{
    (void)state;
    if (!dnn_has_bf16()) {
        skip();
    }
    compare_all(true, true, 0.06);
}

/* Two residual blocks of 16 channels, the first with a shortcut that changes the shape. */
static int conv_norm16(struct net *n, int x, const char *name, const char *norm, int64_t kernel, int64_t stride, bool relu)
{
    x = net_conv(n, x, &(struct conv){.name = name, .out = 16, .kernel = {kernel, kernel}, .stride = {stride, stride},
                                      .pad = {kernel / 2, kernel / 2}, .no_bias = true});
    return net_batchnorm(n, x, norm, relu);
}
static int residual_blocks(struct net *n, int x)
{
    x = net_conv(n, x, &(struct conv){.name = "stem", .out = 16, .kernel = {1, 1}});
    int y = conv_norm16(n, conv_norm16(n, x, "a", "an", 3, 2, true), "b", "bn", 3, 1, false);
    x = net_relu(n, net_add(n, y, conv_norm16(n, x, "c", "cn", 1, 2, false)));
    y = conv_norm16(n, x, "d", "dn", 3, 1, false);
    return net_linear(n, net_mean_hw(n, net_relu(n, net_add(n, y, x))), "out", 5);
}

static int wide_image_input(struct net *n)
{
    int x = net_input(n, 4, (int64_t[]){3, 4, 8, 9});
    net_want_input_grad(n, x);
    return x;
}

/* What the fast backend makes of a net together: sums with their norms and ReLUs, gradients that branches share, convolutions
 * by loops of ours. */
static void residual_blocks_are_the_plain_ones(void **state)
{
    (void)state;
    static const struct net_case blocks = {"residual blocks", wide_image_input, residual_blocks};
    compare_case(&blocks, false, true, 1e-4);
    compare_case(&blocks, false, false, 1e-4);
    if (dnn_has_bf16()) {
        compare_case(&blocks, true, true, 0.06);
        compare_case(&blocks, true, false, 0.06);
    }
}

/* A second net of another shape finds the parameters, and sees what the first one's training changes. */
static void nets_share_parameters(void **state)
{
    (void)state;
    struct err e = {0};
    struct params *p = params_new();
    struct net *n[2];
    int x[2], y[2];
    for (int k = 0; k < 2; k++) {
        n[k] = net_new(p, &(struct net_options){.backend = NET_DNN, .train = true});
        x[k] = net_input(n[k], 2, (int64_t[]){k ? 1 : 3, 4});
        y[k] = net_linear(n[k], x[k], "a", 2);
        net_output(n[k], y[k]);
    }
    assert_int_equal(params_count(p), 2);
    params_init(p, 1);
    assert_int_equal(net_build(n[0], &e) || net_build(n[1], &e), ST_OK);
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 4; i++) {
            net_host(n[k], x[k])[i] = (float)i;
        }
        net_forward(n[k]);
    }
    assert_true(fabsf(net_host(n[0], y[0])[1] - net_host(n[1], y[1])[1]) < 1e-6f);
    float before = net_host(n[1], y[1])[0];
    params_data(p, 1)[0] += 1; /* bias */
    params_data(p, 0)[3] += 1;
    params_changed(p);
    net_forward(n[1]);
    assert_true(fabsf(net_host(n[1], y[1])[0] - (before + 1 + 3)) < 1e-5f);
    net_free(n[0]);
    net_free(n[1]);
    params_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(training_in_fp32_is_the_plain_one),
        cmocka_unit_test(inference_in_fp32_is_the_plain_one),
        cmocka_unit_test(training_in_bf16_is_near_the_plain_one),
        cmocka_unit_test(residual_blocks_are_the_plain_ones),
        cmocka_unit_test(nets_share_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
