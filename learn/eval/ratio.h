// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_RATIO_H
#define ERSATZ_EVAL_RATIO_H
/*
 * ratio - quotients of sums over things counted one by one (lines, queries), their intervals, and comparisons.
 *
 * Whatever is measured is written as a pair of numbers for each thing: errors and units wanted of a line; 1 or 0, and 1, of a
 * query that was answered. A measure is the sum of the first over the sum of the second, so all measures, their intervals and
 * comparisons are computed alike. rates.h and retrieval.h say what they count.
 */
#include <stddef.h>
#include <stdint.h>

struct ratio_counts { /* borrowed; (n, k) each: thing i, measure j at [i * k + j] */
    const double *num, *den;
    size_t n;
    int k; /* 1 .. RATIO_MOST */
};
enum { RATIO_MOST = 32 };

struct interval {
    double value, low, high;
};

struct comparison {
    double a, b;            /* the measure of each */
    struct interval change; /* b - a */
    double p;
};

/** ratio_of() - over things which[0..n-1], or 0..n-1 if which is NULL. out: k. x / 0 is 1 if x > 0, else 0. */
void ratio_of(const struct ratio_counts *c, const uint32_t *which, size_t n, double *out);

/**
 * ratio_bootstrap() - each measure with its 95 % interval: percentiles 2.5 and 97.5 over things drawn with replacement.
 *
 * which, n: as for ratio_of()
 * seed:     stream RNG_EVAL_BOOT; the same for equal calls
 * rounds:   resamplings, 0 = 2000
 * out:      k
 *
 * Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13. Things are taken as independent; where none or every
 * one is wrong the interval has no width, which says nothing about those to come.
 */
void ratio_bootstrap(const struct ratio_counts *c, const uint32_t *which, size_t n, uint64_t seed,
                     int rounds, struct interval *out);

/**
 * ratio_compare() - thing i of both is the same thing, measured with model A and with model B; eval/significance.h says how.
 * rounds: of each kind, 0 = 10000; streams RNG_EVAL_BOOT, RNG_EVAL_SWAP. A BUG() if n or k differ.
 */
void ratio_compare(const struct ratio_counts *a, const struct ratio_counts *b, uint64_t seed,
                   int rounds, struct comparison *out);

/** ratio_percentile() - of sorted values, between neighbours linearly; q in [0, 1]. */
double ratio_percentile(const double *sorted, size_t n, double q);

#endif
