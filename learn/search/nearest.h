// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SEARCH_NEAREST_H
#define ERSATZ_SEARCH_NEAREST_H
/* nearest - the k vectors with the greatest scalar product, by looking at all of them. */
#include <stddef.h>
#include <stdint.h>

struct neighbour {
    uint32_t at; /* row */
    float score;
};

/** neighbour_before() - greater score first; of equal ones the lower row. */
static inline int neighbour_before(struct neighbour a, struct neighbour b)
{
    return a.score > b.score || (a.score == b.score && a.at < b.at);
}

/**
 * nearest_all() - q: (n_q, dims); v: (n, dims); out: (n_q, k), best first; if n < k the rest has at = UINT32_MAX.
 * Memory: 64 KiB floats a query at work. Vectors are read once for each four queries.
 */
void nearest_all(const float *q, size_t n_q, const float *v, size_t n, int dims, size_t k,
                 struct neighbour *out);

#endif
