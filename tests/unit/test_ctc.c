// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "loss/ctc.h"

static void fill(struct rng *r, float *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = (float)rng_uniform(r, -2, 2);
    }
}

/* Whether the path (a class a frame) reads as the label when repeats and blanks go. */
static int reads_as(const int *path, int t, const int32_t *label, int length)
{
    int n = 0, last = 0;
    for (int i = 0; i < t; i++) {
        if (path[i] && path[i] != last) {
            if (n == length || label[n] != path[i]) {
                return 0;
            }
            n++;
        }
        last = path[i];
    }
    return n == length;
}

/* -ln of the sum of the probabilities of all C^T paths. */
static double by_enumeration(const float *x, int t, int stride, int c, const int32_t *label, int length)
{
    int path[8] = {0};
    double p = 0;
    for (long k = 0, all = lround(pow(c, t)); k < all; k++) {
        double q = 1;
        long rest = k;
        for (int i = 0; i < t; i++, rest /= c) {
            double sum = 0;
            path[i] = (int)(rest % c);
            for (int j = 0; j < c; j++) {
                sum += exp((double)x[i * stride + j]);
            }
            q *= exp((double)x[i * stride + path[i]]) / sum;
        }
        p += reads_as(path, t, label, length) ? q : 0;
    }
    return -log(p);
}

static const struct {
    int t, length;
    int32_t label[4];
} cases[] = {{5, 2, {1, 2}}, {5, 2, {1, 1}}, {4, 3, {2, 1, 2}}, {3, 0, {0}}, {1, 1, {3}},
             {5, 3, {1, 1, 2}}, {6, 3, {3, 3, 3}}, {2, 2, {1, 2}}};
enum { CASES = sizeof cases / sizeof *cases, C = 4 };

static void equals_the_sum_over_all_paths(void **state)
{
    (void)state;
    struct rng r = rng_stream(1, 1, 0, 0);
    for (int i = 0; i < CASES; i++) {
        float x[8 * C];
        double loss;
        fill(&r, x, sizeof x / sizeof *x);
        int32_t frames = cases[i].t, length = cases[i].length;
        ctc_loss(x, frames, 1, C, &frames, cases[i].label, &length, NULL, NULL, &loss, 1);
        double want = by_enumeration(x, frames, C, C, cases[i].label, length);
        if (!(fabs(loss - want) < 1e-9)) {
            fail_msg("case %d: %.12f, by enumeration %.12f", i, loss, want);
        }
    }
}

/* The whole batch at once, lines of different numbers of frames, against central differences. */
static void gradient_is_that_of_differences(void **state)
{
    (void)state;
    enum { T = 6, N = CASES };
    struct rng r = rng_stream(2, 1, 0, 0);
    float x[T * N * C], g[T * N * C], weight[N];
    int32_t frames[N], lengths[N], label[4 * N], n = 0;
    double loss[N];
    fill(&r, x, sizeof x / sizeof *x);
    for (int i = 0; i < N; i++) {
        frames[i] = cases[i].t;
        lengths[i] = cases[i].length;
        weight[i] = 0.5f + 0.25f * (float)i;
        memcpy(label + n, cases[i].label, (size_t)lengths[i] * sizeof *label);
        n += lengths[i];
    }
    ctc_loss(x, T, N, C, frames, label, lengths, weight, g, loss, 2);
    for (int k = 0; k < T * N * C; k++) {
        const float eps = 1e-2f;
        float was = x[k];
        x[k] = was + eps;
        double up = ctc_loss(x, T, N, C, frames, label, lengths, weight, NULL, loss, 1);
        x[k] = was - eps;
        double down = ctc_loss(x, T, N, C, frames, label, lengths, weight, NULL, loss, 1);
        x[k] = was;
        double want = (up - down) / (2 * (double)eps);
        if (!(fabs(want - (double)g[k]) < 2e-4)) {
            fail_msg("logit %d: %g, by differences %g", k, (double)g[k], want);
        }
    }
    for (int i = 0; i < N; i++) { /* frames that do not count */
        for (int t = frames[i]; t < T; t++) {
            for (int k = 0; k < C; k++) {
                assert_true(g[(t * N + i) * C + k] == 0);
            }
        }
    }
}

static void too_few_frames_is_no_gradient_and_no_sum(void **state)
{
    (void)state;
    float x[3 * 2 * C] = {0}, g[3 * 2 * C];
    memset(g, 1, sizeof g);
    int32_t frames[2] = {3, 3}, lengths[2] = {2, 3}, label[5] = {1, 2, 1, 1, 2}; /* 1 1 2 needs four */
    double loss[2];
    double sum = ctc_loss(x, 3, 2, C, frames, label, lengths, NULL, g, loss, 1);
    assert_true(isinf(loss[1]) && isfinite(loss[0]) && sum == loss[0]);
    for (int t = 0; t < 3; t++) {
        for (int k = 0; k < C; k++) {
            assert_true(g[(t * 2 + 1) * C + k] == 0);
        }
    }
}

static void threads_change_nothing(void **state)
{
    (void)state;
    enum { T = 40, N = 9, K = 30 };
    struct rng r = rng_stream(3, 1, 0, 0);
    static float x[T * N * K], a[T * N * K], b[T * N * K];
    int32_t frames[N], lengths[N], label[N * 12];
    double la[N], lb[N];
    fill(&r, x, T * N * K);
    for (int i = 0; i < N; i++) {
        frames[i] = T - i;
        lengths[i] = 12;
        for (int k = 0; k < 12; k++) {
            label[i * 12 + k] = 1 + (int32_t)rng_below(&r, K - 1);
        }
    }
    assert_true(ctc_loss(x, T, N, K, frames, label, lengths, NULL, a, la, 1) ==
                ctc_loss(x, T, N, K, frames, label, lengths, NULL, b, lb, 4));
    assert_memory_equal(a, b, sizeof a);
}

/* No underflow: a long line whose probability is far below the smallest double. */
static void long_lines_stay_finite(void **state)
{
    (void)state;
    enum { T = 2000, K = 100 };
    float *x = calloc(T * K, sizeof *x), *g = malloc(T * K * sizeof *g);
    int32_t frames = T, length = 600, label[600];
    double loss;
    for (int i = 0; i < 600; i++) {
        label[i] = 1 + i % (K - 1);
    }
    ctc_loss(x, T, 1, K, &frames, label, &length, NULL, g, &loss, 1);
    assert_true(isfinite(loss) && loss > 1000);
    double sum = 0;
    for (int k = 0; k < K; k++) {
        assert_true(isfinite(g[T / 2 * K + k]));
        sum += (double)g[T / 2 * K + k];
    }
    assert_true(fabs(sum) < 1e-5); /* of a frame: softmax and occupancy both sum to 1 */
    free(x);
    free(g);
}

/* The quick way and the one in logarithms: frames beyond MAX_SCALED (1000) that all say blank for sure change nothing. */
static void both_ways_give_the_same(void **state)
{
    (void)state;
    enum { T = 60, LONG = 1100, K = 20 };
    struct rng r = rng_stream(4, 1, 0, 0);
    static float x[LONG * K], quick[LONG * K], slow[LONG * K];
    int32_t frames = T, length = 14, label[14];
    double lq, ls;
    fill(&r, x, T * K);
    for (int t = T; t < LONG; t++) {
        x[t * K] = 100; /* p(blank) = 1 to the last bit but one */
    }
    for (int i = 0; i < length; i++) {
        label[i] = 1 + (int32_t)rng_below(&r, 4);
    }
    ctc_loss(x, T, 1, K, &frames, label, &length, NULL, quick, &lq, 1);
    frames = LONG;
    ctc_loss(x, LONG, 1, K, &frames, label, &length, NULL, slow, &ls, 1);
    assert_true(fabs(lq - ls) < 1e-8 * lq);
    for (int i = 0; i < T * K; i++) {
        assert_true(fabsf(quick[i] - slow[i]) < 1e-6f);
    }
}

static void greedy_takes_out_repeats_and_blanks(void **state)
{
    (void)state;
    static const int best[] = {0, 1, 1, 0, 1, 2, 2, 0, 3};
    float x[9 * C] = {0}, sure[9];
    int32_t out[9];
    for (int t = 0; t < 9; t++) {
        x[t * C + best[t]] = t == 2 ? 5.0f : 3.0f;
    }
    assert_int_equal(ctc_greedy(x, 9, C, C, out, sure), 4);
    static const int32_t want[] = {1, 1, 2, 3};
    assert_memory_equal(out, want, sizeof want);
    assert_true(fabs((double)sure[0] - exp(5) / (exp(5) + 3)) < 1e-5); /* its surest frame */
    assert_true(fabs((double)sure[1] - exp(3) / (exp(3) + 3)) < 1e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_the_sum_over_all_paths),
        cmocka_unit_test(gradient_is_that_of_differences),
        cmocka_unit_test(too_few_frames_is_no_gradient_and_no_sum),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(long_lines_stay_finite),
        cmocka_unit_test(both_ways_give_the_same),
        cmocka_unit_test(greedy_takes_out_repeats_and_blanks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
