// SPDX-License-Identifier: MIT
#include "eval/ratio.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/rng.h"
#include "base/st.h"

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

struct sums {
    double num[RATIO_MOST], den[RATIO_MOST];
};

static void add_row(struct sums *s, const struct ratio_counts *c, size_t row)
{
    const double *num = c->num + row * (size_t)c->k, *den = c->den + row * (size_t)c->k;
    for (int j = 0; j < c->k; j++) {
        s->num[j] += num[j];
        s->den[j] += den[j];
    }
}

static double quotient(const struct sums *s, int j)
{
    return s->den[j] > 0 ? s->num[j] / s->den[j] : s->num[j] > 0 ? 1 : 0;
}

static void check(const struct ratio_counts *c)
{
    if (c->k < 1 || c->k > RATIO_MOST) {
        BUG("%d measures", c->k);
    }
}

void ratio_of(const struct ratio_counts *c, const uint32_t *which, size_t n, double *out)
{
    check(c);
    struct sums s = {0};
    for (size_t i = 0; i < n; i++) {
        add_row(&s, c, which ? which[i] : i);
    }
    for (int j = 0; j < c->k; j++) {
        out[j] = quotient(&s, j);
    }
}

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

double ratio_percentile(const double *sorted, size_t n, double q)
{
    double at = q * (double)(n - 1);
    size_t i = (size_t)at;
    return i + 1 < n ? sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

void ratio_bootstrap(const struct ratio_counts *c, const uint32_t *which, size_t n, uint64_t seed,
                     int rounds, struct interval *out)
{
    size_t times = rounds > 0 ? (size_t)rounds : 2000;
    double here[RATIO_MOST];
    ratio_of(c, which, n, here);
    for (int j = 0; j < c->k; j++) {
        out[j] = (struct interval){here[j], here[j], here[j]};
    }
    if (!n) {
        return;
    }
    double *value = must(malloc(size_mul(times * (size_t)c->k, sizeof *value)));
    for (size_t r = 0; r < times; r++) {
        struct rng g = rng_stream(seed, RNG_EVAL_BOOT, r, 0);
        struct sums s = {0};
        for (size_t i = 0; i < n; i++) {
            uint32_t at = rng_below(&g, (uint32_t)n);
            add_row(&s, c, which ? which[at] : at);
        }
        for (int j = 0; j < c->k; j++) {
            value[(size_t)j * times + r] = quotient(&s, j);
        }
    }
    for (int j = 0; j < c->k; j++) {
        double *v = value + (size_t)j * times;
        qsort(v, times, sizeof *v, by_value);
        out[j].low = ratio_percentile(v, times, 0.025);
        out[j].high = ratio_percentile(v, times, 0.975);
    }
    free(value);
}

/* --- two models ------------------------------------------------------------------------------------------------------------ */

static void intervals(const struct ratio_counts *a, const struct ratio_counts *b, uint64_t seed,
                      size_t rounds, struct comparison *out)
{
    double *value = must(malloc(size_mul(rounds * (size_t)a->k, sizeof *value)));
    for (size_t r = 0; r < rounds; r++) {
        struct rng g =
            rng_stream(seed, RNG_EVAL_BOOT, r, 1); /* ratio_bootstrap() draws attempt 0 */
        struct sums x = {0}, y = {0};
        for (size_t i = 0; i < a->n; i++) {
            uint32_t at = rng_below(&g, (uint32_t)a->n);
            add_row(&x, a, at);
            add_row(&y, b, at);
        }
        for (int j = 0; j < a->k; j++) {
            value[(size_t)j * rounds + r] = quotient(&y, j) - quotient(&x, j);
        }
    }
    for (int j = 0; j < a->k; j++) {
        double *v = value + (size_t)j * rounds;
        qsort(v, rounds, sizeof *v, by_value);
        out[j].change.low = ratio_percentile(v, rounds, 0.025);
        out[j].change.high = ratio_percentile(v, rounds, 0.975);
    }
    free(value);
}

static void randomise(const struct ratio_counts *a, const struct ratio_counts *b, uint64_t seed,
                      size_t rounds, struct comparison *out)
{
    size_t hits[RATIO_MOST] = {0};
    for (size_t r = 0; r < rounds; r++) {
        struct rng g = rng_stream(seed, RNG_EVAL_SWAP, r, 0);
        struct sums x = {0}, y = {0};
        uint32_t bits = 0;
        for (size_t i = 0; i < a->n; i++, bits >>= 1) {
            bits = i % 32 ? bits : rng_u32(&g);
            add_row(&x, bits & 1 ? b : a, i);
            add_row(&y, bits & 1 ? a : b, i);
        }
        for (int j = 0; j < a->k; j++) {
            /* the sums of two orders of the same numbers may differ in the last bits */
            hits[j] += fabs(quotient(&y, j) - quotient(&x, j)) >= fabs(out[j].change.value) - 1e-12;
        }
    }
    for (int j = 0; j < a->k; j++) {
        out[j].p = (double)(1 + hits[j]) / (double)(1 + rounds);
    }
}

void ratio_compare(const struct ratio_counts *a, const struct ratio_counts *b, uint64_t seed,
                   int rounds, struct comparison *out)
{
    size_t times = rounds > 0 ? (size_t)rounds : 10000;
    double x[RATIO_MOST], y[RATIO_MOST];
    if (a->n != b->n || a->k != b->k) {
        BUG("two models of %zu and %zu things", a->n, b->n);
    }
    ratio_of(a, NULL, a->n, x);
    ratio_of(b, NULL, b->n, y);
    for (int j = 0; j < a->k; j++) {
        double d = y[j] - x[j];
        out[j] = (struct comparison){.a = x[j], .b = y[j], .change = {d, d, d}, .p = 1};
    }
    if (a->n) {
        intervals(a, b, seed, times, out);
        randomise(a, b, seed, times, out);
    }
}
