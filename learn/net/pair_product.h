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

#endif
