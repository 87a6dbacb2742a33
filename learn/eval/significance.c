// SPDX-License-Identifier: MIT
#include "eval/significance.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/rng.h"

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

/* Sums of both models; sum[0] is A's. */
struct sums {
    uint64_t num[2][RATES], den[2][RATES];
};

static void add_line(struct sums *s, const struct line_counts *a, const struct line_counts *b, bool swapped)
{
    for (int r = 0; r < RATES; r++) {
        s->num[swapped][r] += a->num[r];
        s->den[swapped][r] += a->den[r];
        s->num[!swapped][r] += b->num[r];
        s->den[!swapped][r] += b->den[r];
    }
}

static double rate_in(const struct sums *s, int model, int r)
{
    uint64_t num = s->num[model][r], den = s->den[model][r];
    return den ? (double)num / (double)den : num ? 1 : 0;
}

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static void intervals(const struct line_counts *a, const struct line_counts *b, size_t n, uint64_t seed,
                      size_t rounds, struct comparison out[RATES])
{
    double *value = must(malloc(size_mul(rounds * RATES, sizeof *value)));
    for (size_t k = 0; k < rounds; k++) {
        struct rng g = rng_stream(seed, RNG_EVAL_BOOT, k, 1); /* rates_bootstrap() draws attempt 0 */
        struct sums s = {0};
        for (size_t i = 0; i < n; i++) {
            uint32_t at = rng_below(&g, (uint32_t)n);
            add_line(&s, &a[at], &b[at], false);
        }
        for (int r = 0; r < RATES; r++) {
            value[(size_t)r * rounds + k] = rate_in(&s, 1, r) - rate_in(&s, 0, r);
        }
    }
    for (int r = 0; r < RATES; r++) {
        double *v = value + (size_t)r * rounds;
        qsort(v, rounds, sizeof *v, by_value);
        out[r].change.low = rates_percentile(v, rounds, 0.025);
        out[r].change.high = rates_percentile(v, rounds, 0.975);
    }
    free(value);
}

static void randomise(const struct line_counts *a, const struct line_counts *b, size_t n, uint64_t seed,
                      size_t rounds, struct comparison out[RATES])
{
    size_t hits[RATES] = {0};
    for (size_t k = 0; k < rounds; k++) {
        struct rng g = rng_stream(seed, RNG_EVAL_SWAP, k, 0);
        struct sums s = {0};
        uint32_t bits = 0;
        for (size_t i = 0; i < n; i++, bits >>= 1) {
            bits = i % 32 ? bits : rng_u32(&g);
            add_line(&s, &a[i], &b[i], bits & 1);
        }
        for (int r = 0; r < RATES; r++) {
            /* the sums of two orders of the same numbers may differ in the last bit */
            hits[r] += fabs(rate_in(&s, 1, r) - rate_in(&s, 0, r)) >= fabs(out[r].change.value) - 1e-12;
        }
    }
    for (int r = 0; r < RATES; r++) {
        out[r].p = (double)(1 + hits[r]) / (double)(1 + rounds);
    }
}

void rates_compare(const struct line_counts *a, const struct line_counts *b, size_t n, uint64_t seed,
                   int rounds, struct comparison out[RATES])
{
    size_t times = rounds > 0 ? (size_t)rounds : 10000;
    struct sums s = {0};
    for (size_t i = 0; i < n; i++) {
        add_line(&s, &a[i], &b[i], false);
    }
    for (int r = 0; r < RATES; r++) {
        double x = rate_in(&s, 0, r), y = rate_in(&s, 1, r);
        out[r] = (struct comparison){.a = x, .b = y, .change = {y - x, y - x, y - x}, .p = 1};
    }
    if (n) {
        intervals(a, b, n, seed, times, out);
        randomise(a, b, n, seed, times, out);
    }
}
