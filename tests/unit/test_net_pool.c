// SPDX-License-Identifier: MIT
/* Nets that do not learn, several on one pool: batch norm folded, memory used again, weights shared; held to the plain backend. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "net/dnn.h"
#include "net/net.h"
#include "net_count.h"

enum { H = 8, N = 2, MAX_OUT = 4096 };

/* A residual CNN with two outputs, one of them inside, a second input that comes late, an LSTM and heads. */
struct small {
    struct net *n;
    int in[2], out[3];
};

static struct small describe(struct params *p, enum net_backend backend, bool bf16, int64_t w,
                             struct dnn_pool_memory *pool)
{
    struct small s = {
        .n = net_new(p, &(struct net_options){
                            .backend = backend, .bf16 = bf16, .pool = pool, .threads = 1})};
    struct net *n = s.n;
    s.in[0] = net_input(n, 4, (int64_t[]){N, 1, H, w});
    int x = net_conv(n, s.in[0],
                     &(struct conv){.name = "a",
                                    .out = 16,
                                    .kernel = {5, 5},
                                    .stride = {2, 2},
                                    .pad = {2, 2},
                                    .no_bias = true});
    x = net_batchnorm(n, x, "a.bn", true);
    int y = net_conv(
        n, x,
        &(struct conv){
            .name = "b", .out = 16, .kernel = {3, 3}, .pad = {1, 1}}); /* has a bias of its own */
    y = net_batchnorm(n, y, "b.bn", false);
    x = net_relu(n, net_add(n, x, y));
    y = net_conv(n, x,
                 &(struct conv){.name = "c",
                                .out = 16,
                                .kernel = {3, 3},
                                .pad = {1, 1},
                                .groups = 16,
                                .no_bias = true});
    s.out[0] = y; /* read from outside: not to be folded away */
    net_output(n, y);
    x = net_batchnorm(n, y, "c.bn", true);
    s.in[1] = net_input(n, 4, (int64_t[]){N, 16, H / 2, w / 2});
    x = net_maxpool(n, net_add(n, x, s.in[1]), (int64_t[]){2, 1}, (int64_t[]){2, 1}, NULL);
    x = net_dropout(n, net_bilstm(n, net_columns(n, x), "l", 16), 0.5);
    s.out[1] = net_linear(n, x, "h", 5);
    s.out[2] = net_linear(n, net_gelu(n, net_linear(n, x, "u", 8)), "v", 3);
    net_output(n, s.out[1]);
    net_output(n, s.out[2]);
    return s;
}

static void run(const struct small *s, uint32_t which)
{
    struct rng r = rng_stream(9, 1, which, 0);
    for (int k = 0; k < 2; k++) {
        int64_t n = count_of(s->n, s->in[k]);
        for (int64_t i = 0; i < n; i++) {
            net_host(s->n, s->in[k])[i] = (float)rng_normal(&r);
        }
    }
    net_forward(s->n);
}

static void change_values(struct params *p, uint32_t which)
{
    struct rng r = rng_stream(10, 1, which, 0);
    size_t n;
    float *v = params_block(p, &n);
    for (size_t i = 0; i < n; i++) {
        v[i] += (float)rng_uniform(&r, -0.1, 0.2);
    }
    for (size_t k = 0; k < params_count(p); k++) { /* variances stay above 0 */
        const char *dot = strrchr(params_row(p, (int)k)->name, '.');
        for (size_t i = 0; dot && !strcmp(dot, ".variance") && i < params_row(p, (int)k)->count;
             i++) {
            params_data(p, (int)k)[i] = fabsf(params_data(p, (int)k)[i]) + 0.3f;
        }
    }
    params_changed(p);
}

static void compare(const struct small *want, const struct small *got, double tolerance)
{
    for (int k = 0; k < 3; k++) {
        const float *a = net_host(want->n, want->out[k]), *b = net_host(got->n, got->out[k]);
        int64_t n = count_of(want->n, want->out[k]);
        double square = 0, off = 0;
        for (int64_t i = 0; i < n; i++) {
            square += (double)a[i] * (double)a[i];
            off += (double)(a[i] - b[i]) * (double)(a[i] - b[i]);
        }
        if (!(square > 0 && off <= tolerance * tolerance * square)) {
            fail_msg("output %d is off by %g of its norm", k, sqrt(off / square));
        }
    }
}

/* Turn by turn, two widths and two batches of numbers, and parameters that change between: every net sees what it should. */
static void check_turns(bool bf16, double tolerance)
{
    static const int64_t width[2] = {24, 48};
    struct params *p = params_new();
    struct dnn_pool_memory *pool = dnn_pool_memory_new();
    struct small plain[2], fast[2];
    struct err e = {0};
    for (int k = 0; k < 2; k++) {
        plain[k] = describe(p, NET_PLAIN, false, width[k], NULL);
        fast[k] = describe(p, NET_DNN, bf16, width[k], pool);
    }
    params_init(p, 3);
    change_values(p, 0);
    for (int k = 0; k < 2; k++) {
        assert_int_equal(net_build(plain[k].n, &e), ST_OK);
        assert_int_equal(net_build(fast[k].n, &e), ST_OK);
    }
    for (uint32_t turn = 0; turn < 6; turn++) {
        int k = turn % 2;
        if (turn == 3) { /* the net that runs next shares copies with one that has not run since */
            change_values(p, turn);
        }
        run(&plain[k], turn);
        run(&fast[k], turn);
        compare(&plain[k], &fast[k], tolerance);
    }
    for (int k = 0; k < 2; k++) {
        net_free(plain[k].n);
        net_free(fast[k].n);
    }
    dnn_pool_memory_free(pool);
    params_free(p);
}

static void fp32_is_the_plain_one(void **state)
{
    (void)state;
    check_turns(false, 2e-5);
}

static void bf16_is_near_the_plain_one(void **state)
{
    (void)state;
    if (!dnn_has_bf16()) {
        skip();
    }
    check_turns(true, 0.03);
}

/* What is needed no more is written over: a chain of layers takes the memory of a few. */
static void a_chain_takes_the_memory_of_a_few_layers(void **state)
{
    (void)state;
    struct params *p = params_new();
    struct dnn_pool_memory *pool = dnn_pool_memory_new();
    struct net *n =
        net_new(p, &(struct net_options){.backend = NET_DNN, .pool = pool, .threads = 1});
    struct err e = {0};
    enum { WIDE = 1024, LAYERS = 40 }; /* 16 MiB a layer in fp32; pools grow by 64 */
    int x = net_input(n, 4, (int64_t[]){4, 16, 64, WIDE});
    for (int k = 0; k < LAYERS; k++) {
        x = net_relu(n, x);
    }
    net_output(n, x);
    assert_int_equal(net_build(n, &e), ST_OK);
    assert_true(dnn_pool_memory_bytes(pool) <= (size_t)64 << 20);
    net_host(n, 0)[5] = 2;
    net_host(n, 0)[6] = -2;
    net_forward(n);
    assert_true(net_host(n, x)[5] > 1.9f && net_host(n, x)[6] >= 0);
    net_free(n);
    dnn_pool_memory_free(pool);
    params_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fp32_is_the_plain_one),
        cmocka_unit_test(bf16_is_near_the_plain_one),
        cmocka_unit_test(a_chain_takes_the_memory_of_a_few_layers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
