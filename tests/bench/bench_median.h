// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BENCH_MEDIAN_H
#define ERSATZ_BENCH_MEDIAN_H
/*
 * bench_median - what benchmarks measure with: a clock, and the middle of several rounds.
 */
#include <stdlib.h>
#include <time.h>

/** bench_now_s() - seconds since some start; only differences mean something. */
static inline double bench_now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline int bench_by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/** bench_sort() - from the smallest to the largest. */
static inline void bench_sort(double *v, size_t n)
{
    qsort(v, n, sizeof *v, bench_by_value);
}

/** bench_median() - the upper one of an even number; sorts v. */
static inline double bench_median(double *v, size_t n)
{
    bench_sort(v, n);
    return v[n / 2];
}

#endif
