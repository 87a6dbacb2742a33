// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SEARCH_DOTS_H
#define ERSATZ_SEARCH_DOTS_H
/*
 * dots - scalar products of vectors: what every search, evaluation and clustering of embeddings does most.
 *
 * A product is summed in sixteen lanes (element d into lane d mod 16) which are then added pairwise, whatever the machine's vectors
 * are and however many products are asked for at once: so the bits of a score depend on its two vectors alone, and equal vectors
 * give equal scores. Rounding: within dims * 6e-8 of the exact product of two vectors of unit length.
 */
#include <stddef.h>
#include <stdint.h>

/** dots_one() - a, b: dims floats, any alignment. */
float dots_one(const float *a, const float *b, int dims);
/** dots_all() - out (n_q, n): every one of q (n_q, dims) with every row of v (n, dims). */
void dots_all(const float *q, size_t n_q, const float *v, size_t n, int dims, float *out);
/** dots_at() - out[i] = q . row at[i] of v. */
void dots_at(const float *q, const float *v, int dims, const uint32_t *at, size_t n, float *out);

#endif
