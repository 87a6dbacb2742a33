// SPDX-License-Identifier: MIT
#include "search/nearest.h"

#include <stdlib.h>

#include "base/st.h"
#include "search/dots.h"

enum { BLOCK = 4096, QUERIES = 4 }; /* scores at once: 64 KiB, in the second-level cache */

/* Into a list of k, best first. */
static void put(struct neighbour *list, size_t k, struct neighbour x)
{
    if (!neighbour_before(x, list[k - 1])) {
        return;
    }
    size_t i = k - 1;
    for (; i && neighbour_before(x, list[i - 1]); i--) {
        list[i] = list[i - 1];
    }
    list[i] = x;
}

void nearest_all(const float *q, size_t n_q, const float *v, size_t n, int dims, size_t k,
                 struct neighbour *out)
{
    float *score = malloc((size_t)QUERIES * BLOCK * sizeof *score);
    if (!score) {
        BUG("out of memory");
    }
    for (size_t i = 0; i < n_q * k; i++) {
        out[i] = (struct neighbour){UINT32_MAX, -1e30f};
    }
    for (size_t a = 0; a < n_q && k; a += QUERIES) {
        size_t m = n_q - a < QUERIES ? n_q - a : QUERIES;
        for (size_t from = 0; from < n; from += BLOCK) {
            size_t len = n - from < BLOCK ? n - from : BLOCK;
            dots_all(q + a * (size_t)dims, m, v + from * (size_t)dims, len, dims, score);
            for (size_t i = 0; i < m; i++) {
                struct neighbour *list = out + (a + i) * k;
                float least = list[k - 1].score;
                for (size_t j = 0; j < len; j++) {
                    if (score[i * len + j] >= least) {
                        put(list, k, (struct neighbour){(uint32_t)(from + j), score[i * len + j]});
                        least = list[k - 1].score;
                    }
                }
            }
        }
    }
    free(score);
}
