// SPDX-License-Identifier: MIT
/*
 * Vectors are read from memory once for four queries: a gallery of a million is larger than any cache, and reading it is what takes
 * the time. Measured (one core of an AMD EPYC, Zen 5, 128 dims): see docs/search.md.
 */
#include "search/dots.h"

#include <string.h>

#include "base/simd.h"

enum { LANES = 16, TOGETHER = 4, AHEAD = 6 };
typedef float lanes
    __attribute__((vector_size(4 * LANES), aligned(4), may_alias)); /* loads from any float */

/* What is left of a vector behind the last whole lanes, with zeros. */
#define REST(from) \
    ({ \
        lanes rest_ = {0}; \
        memcpy(&rest_, (from), (size_t)(dims % LANES) * sizeof(float)); \
        rest_; \
    })

#define SUM(acc) \
    ({ \
        float s_[LANES]; \
        memcpy(s_, &(acc), sizeof s_); \
        for (int w_ = LANES / 2; w_; w_ /= 2) { \
            for (int l_ = 0; l_ < w_; l_++) { \
                s_[l_] += s_[l_ + w_]; \
            } \
        } \
        s_[0]; \
    })

VEC float dots_one(const float *a, const float *b, int dims)
{
    lanes acc = {0};
    int d = 0;
    for (; d + LANES <= dims; d += LANES) {
        acc += *(const lanes *)(a + d) * *(const lanes *)(b + d);
    }
    if (d < dims) {
        acc += REST(a + d) * REST(b + d);
    }
    return SUM(acc);
}

VEC static void dots_four(const float *q, const float *v, size_t n, int dims, float *out,
                          size_t stride)
{
    for (size_t i = 0; i < n; i++, v += dims) {
        lanes a0 = {0}, a1 = {0}, a2 = {0}, a3 = {0};
        int d = 0;
        for (; d + LANES <= dims; d += LANES) {
            lanes x = *(const lanes *)(v + d);
            a0 += *(const lanes *)(q + d) * x;
            a1 += *(const lanes *)(q + dims + d) * x;
            a2 += *(const lanes *)(q + 2 * dims + d) * x;
            a3 += *(const lanes *)(q + 3 * dims + d) * x;
        }
        if (d < dims) {
            lanes x = REST(v + d);
            a0 += REST(q + d) * x;
            a1 += REST(q + dims + d) * x;
            a2 += REST(q + 2 * dims + d) * x;
            a3 += REST(q + 3 * dims + d) * x;
        }
        out[i] = SUM(a0);
        out[stride + i] = SUM(a1);
        out[2 * stride + i] = SUM(a2);
        out[3 * stride + i] = SUM(a3);
    }
}

VEC static void dots_single(const float *q, const float *v, size_t n, int dims, float *out)
{
    for (size_t i = 0; i < n; i++, v += dims) {
        lanes acc = {0};
        int d = 0;
        for (; d + LANES <= dims; d += LANES) {
            acc += *(const lanes *)(q + d) * *(const lanes *)(v + d);
        }
        if (d < dims) {
            acc += REST(q + d) * REST(v + d);
        }
        out[i] = SUM(acc);
    }
}

void dots_all(const float *q, size_t n_q, const float *v, size_t n, int dims, float *out)
{
    size_t i = 0;
    for (; i + TOGETHER <= n_q; i += TOGETHER) {
        dots_four(q + i * (size_t)dims, v, n, dims, out + i * n, n);
    }
    for (; i < n_q; i++) {
        dots_single(q + i * (size_t)dims, v, n, dims, out + i * n);
    }
}

/* Asks for a row before it is needed. */
static inline void ask_for(const float *v, int dims, uint32_t at)
{
    const float *x = v + (size_t)at * (size_t)dims;
    for (int d = 0; d < dims; d += LANES) {
        __builtin_prefetch(x + d);
    }
}

/* Rows lie anywhere in memory, which answers a hundred products later: AHEAD are under way while one is summed. */
VEC void dots_at(const float *q, const float *v, int dims, const uint32_t *at, size_t n, float *out)
{
    for (size_t i = 0; i < n && i < AHEAD; i++) {
        ask_for(v, dims, at[i]);
    }
    for (size_t i = 0; i < n; i++) {
        const float *x = v + (size_t)at[i] * (size_t)dims;
        if (i + AHEAD < n) {
            ask_for(v, dims, at[i + AHEAD]);
        }
        lanes acc = {0};
        int d = 0;
        for (; d + LANES <= dims; d += LANES) {
            acc += *(const lanes *)(q + d) * *(const lanes *)(x + d);
        }
        if (d < dims) {
            acc += REST(q + d) * REST(x + d);
        }
        out[i] = SUM(acc);
    }
}
