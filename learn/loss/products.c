// SPDX-License-Identifier: MIT
/*
 * Tiles of 4 rows by 32 columns stay in vector registers over the whole of k; b's rows are read once for four rows of a.
 * Columns are the lanes, so no sum is split among lanes. Losses take a small part of a step (64 x 128 by 1024 classes: 3
 * products of 17 MFLOP, where the net has some thousands), so this is simple rather than oneDNN's.
 */
#include "loss/products.h"

#include <math.h>
#include <stdlib.h>

#include "base/simd.h"
#include "base/st.h"

enum { ROWS = 4, COLUMNS = 32 };

/* letters: i rows of a, l along k, j columns of b */
VEC static void tile(int64_t k, int64_t m, const float *a, int64_t row, int64_t column,
                     const float *b, float *out)
{
    float sum[ROWS][COLUMNS];
    for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < COLUMNS; j++) {
            sum[i][j] = out[i * m + j];
        }
    }
    for (int64_t l = 0; l < k; l++) {
        for (int i = 0; i < ROWS; i++) {
            float f = a[i * row + l * column];
            for (int j = 0; j < COLUMNS; j++) {
                sum[i][j] += f * b[l * m + j];
            }
        }
    }
    for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < COLUMNS; j++) {
            out[i * m + j] = sum[i][j];
        }
    }
}

/* What is left at the edges: one row, fewer columns. */
VEC static void strip(int64_t k, int64_t m, int64_t columns, const float *a, int64_t column,
                      const float *b, float *out)
{
    for (int64_t l = 0; l < k; l++) {
        float f = a[l * column];
        for (int64_t j = 0; j < columns; j++) {
            out[j] += f * b[l * m + j];
        }
    }
}

void products_add(int64_t n, int64_t m, int64_t k, const float *a, int64_t row, int64_t column,
                  const float *b, float *out)
{
    int64_t whole = m - m % COLUMNS, i = 0;
    for (; i + ROWS <= n; i += ROWS) {
        for (int64_t j = 0; j < whole; j += COLUMNS) {
            tile(k, m, a + i * row, row, column, b + j, out + i * m + j);
        }
        for (int64_t r = i; r < i + ROWS && whole < m; r++) {
            strip(k, m, m - whole, a + r * row, column, b + whole, out + r * m + whole);
        }
    }
    for (; i < n; i++) {
        strip(k, m, m, a + i * row, column, b, out + i * m);
    }
}

void products_transpose(const float *a, int64_t n, int64_t m, float *out)
{
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < m; j++) {
            out[j * n + i] = a[i * m + j];
        }
    }
}

void products_unit(const float *x, int64_t n, int64_t dims, float *out, double *inverse)
{
    for (int64_t i = 0; i < n; i++) {
        double sum = 0;
        for (int64_t k = 0; k < dims; k++) {
            sum += (double)x[i * dims + k] * (double)x[i * dims + k];
        }
        double length = sqrt(sum);
        inverse[i] = length >= 1e-12 && isfinite(length) ? 1 / length : 0;
        for (int64_t k = 0; k < dims; k++) {
            out[i * dims + k] = inverse[i] > 0 ? (float)((double)x[i * dims + k] * inverse[i]) : 0;
        }
    }
}

float *products_room(int64_t n)
{
    float *p = calloc((size_t)(n > 0 ? n : 1), sizeof *p);
    if (!p) {
        BUG("out of memory");
    }
    return p;
}
