// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_PAIR_PRODUCT_H
#define ERSATZ_NET_PAIR_PRODUCT_H
/*
 * pair_product - a matrix product of bf16 in fp32 sums, on the processor's dot products of pairs (AVX512_BF16).
 *
 * Small products whose operands the caller lays out: oneDNN's matmul would copy them first. One thread, sums from the first pair
 * to the last.
 *
 *     sum[r][c] (+)= sum over p of  a[r][2 p] b[2 p][c] + a[r][2 p + 1] b[2 p + 1][c]
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "net/bf16_image.h"

enum { PAIR_ROWS = 8, PAIR_PANEL = 32 }; /* rows are a multiple of the first; columns 32 or 16 */

struct pair_product {
    const uint16_t *a; /* pair p of row r at 2 (r row_step + p pair_step) */
    int64_t rows, row_step, pair_step;
    const uint16_t *b; /* [pairs][columns][2] */
    int64_t pairs, columns;
    float *sum; /* [rows][sum_step] */
    int64_t sum_step;
    bool add; /* to what is there */
};

/** pair_product() - only where bf16_runs(). */
void pair_product(const struct pair_product *p);

/** pair_panel() - columns of the panel that begins at column c of n. */
static inline int64_t pair_panel(int64_t c, int64_t n)
{
    return n - c < PAIR_PANEL ? n - c : PAIR_PANEL;
}

/** pair_gradient() - sums over n pixels: sum[o][i] (+)= dy[.][o] x[.][i], both as [channels / PAIR_PANEL][n / 2][PAIR_PANEL][2], channels
 *  multiples of 16; sum: (out, in). */
void pair_gradient(const uint16_t *dy, int64_t out, const uint16_t *x, int64_t in, int64_t n,
                   bool add, float *sum);

/* Filters of (out, in) go into panels in blocks of 2 outputs and 16 inputs. */
struct pair_block {
    int64_t out, in; /* the first of them */
    int64_t forward,
        forward_columns; /* where it begins in [out / PAIR_PANEL][in / 2][PAIR_PANEL][2], and that panel's width */
    int64_t
        turned; /* and in [in / PAIR_PANEL][out / 2][PAIR_PANEL][2], where it is 16 neighbours */
};

/** pair_block() - number b of in / 16 * out / 2, in an order that writes a panel's cache lines at one time. */
static inline struct pair_block pair_block(int64_t b, int64_t in, int64_t out)
{
    int64_t across = in / BF16_LANES, full = PAIR_PANEL / 2 * across, panel = b / full * PAIR_PANEL;
    int64_t columns = pair_panel(panel, out), rest = b % full;
    struct pair_block p = {.out = panel + rest % (columns / 2) * 2,
                           .in = rest / (columns / 2) * BF16_LANES};
    int64_t in_panel = p.in / PAIR_PANEL * PAIR_PANEL;
    p.forward_columns = columns;
    p.forward = panel * in + p.in * columns + 2 * (p.out - panel);
    p.turned = in_panel * out + p.out * pair_panel(in_panel, in) + 2 * (p.in - in_panel);
    return p;
}

#if BF16_LOOPS
/** pair_column() - 16 rows of a column as 8 pairs, each so many columns behind the one before; to: [8][columns][2]. */
BF16_INLINE void pair_column(uint16_t *to, int64_t columns, __m256i v)
{
    uint32_t pair[BF16_LANES / 2];
    _mm256_storeu_si256((__m256i *)pair, v);
    for (int i = 0; i < BF16_LANES / 2; i++) {
        memcpy(to + 2 * i * columns, &pair[i], sizeof pair[i]);
    }
}
#endif

#endif
