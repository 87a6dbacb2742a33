// SPDX-License-Identifier: MIT
#include "eval/significance.h"

#include <stdlib.h>

void rates_compare(const struct line_counts *a, const struct line_counts *b, size_t n,
                   uint64_t seed, int rounds, struct comparison out[RATES])
{
    double *num[2], *den[2];
    rates_pairs(a, n, &num[0], &den[0]);
    rates_pairs(b, n, &num[1], &den[1]);
    ratio_compare(&(struct ratio_counts){num[0], den[0], n, RATES},
                  &(struct ratio_counts){num[1], den[1], n, RATES}, seed, rounds, out);
    for (int m = 0; m < 2; m++) {
        free(num[m]);
        free(den[m]);
    }
}
