// SPDX-License-Identifier: MIT
#ifndef ERSATZ_LOSS_PRODUCTS_H
#define ERSATZ_LOSS_PRODUCTS_H
/*
 * products - products of small matrices in fp32, and rows of unit length: what the losses of embeddings are made of.
 *
 * Each sum runs in the order of its index, whatever the processor's vectors, so that results are the same bits everywhere.
 */
#include <stdint.h>

/** products_add() - out (n, m) += a (n, k) times b (k, m); b and out row-major. a: element (i, l) at a[i * row + l * column],
 *  so that a transposed one needs no copy. */
void products_add(int64_t n, int64_t m, int64_t k, const float *a, int64_t row, int64_t column,
                  const float *b, float *out);
/** products_transpose() - out (m, n) = a (n, m). */
void products_transpose(const float *a, int64_t n, int64_t m, float *out);
/** products_unit() - out = row / length of each of n rows of dims; inverse (n): 1 / length, 0 for a row of length zero
 *  (below 1e-12, or not finite), whose unit is zero too. Lengths in double. */
void products_unit(const float *x, int64_t n, int64_t dims, float *out, double *inverse);
/** products_room() - malloc of zeros that never fails; n floats. */
float *products_room(int64_t n);

#endif
