// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_BF16_IMAGE_H
#define ERSATZ_NET_BF16_IMAGE_H
/*
 * bf16_image - images in bf16 as loops of ours see them, and the vectors these compute with.
 *
 * An image (N, C, H, W) lies in memory so that 16 channels are neighbours: "channels last" or in blocks of 16; C is a multiple of
 * 16. Vectors are 16 floats. Code marked BF16_CODE runs only where bf16_runs() says so; BF16_LOOPS is 0 where there is no such code.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct bf16_image {
    uint16_t *px;
    int64_t n, c, h, w;
    int64_t step_n, step_c, step_h, step_w; /* in elements; step_c: to the next 16 channels */
};

enum { BF16_LANES = 16 };

/** bf16_value() - of one number; exact. */
static inline float bf16_value(uint16_t v)
{
    uint32_t bits = (uint32_t)v << 16;
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

/** bf16_runs() - whether this processor has the instructions: AVX-512 with BF16. */
bool bf16_runs(void);

#if defined(__x86_64__) && defined(__GNUC__)
#define BF16_LOOPS 1
#include <immintrin.h>
#define BF16_CODE __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))
#define BF16_INLINE BF16_CODE static inline __attribute__((always_inline))
#ifdef __clang__
#define BF16_UNROLL _Pragma("unroll")
#else
#define BF16_UNROLL _Pragma("GCC unroll 16")
#endif

typedef __m512 bf16_vec;

BF16_INLINE bf16_vec bf16_load(const uint16_t *p)
{
    return _mm512_castsi512_ps(
        _mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)p)), 16));
}

/* to the nearest, ties to even */
BF16_INLINE __m256i bf16_narrow(bf16_vec v)
{
    return (__m256i)_mm512_cvtneps_pbh(v);
}

BF16_INLINE void bf16_store(uint16_t *p, bf16_vec v)
{
    _mm256_storeu_si256((__m256i *)p, bf16_narrow(v));
}
/* 16 pairs of what two vectors of bf16 hold at the same lane. */
BF16_INLINE __m512i bf16_pairs(__m256i first, __m256i second)
{
    return _mm512_or_si512(_mm512_cvtepu16_epi32(first),
                           _mm512_slli_epi32(_mm512_cvtepu16_epi32(second), 16));
}
#else
#define BF16_LOOPS 0
#endif

#endif
