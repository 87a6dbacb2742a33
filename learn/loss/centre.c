// SPDX-License-Identifier: MIT
#include "loss/centre.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/st.h"
#include "loss/products.h"

static bool counts(const struct centre_batch *b, int64_t i)
{
    if (b->label[i] >= b->classes) {
        BUG("label %d of %lld classes", (int)b->label[i], (long long)b->classes);
    }
    return b->label[i] >= 0;
}

double centre_loss(const struct centre_batch *b)
{
    int64_t counted = 0;
    double sum = 0;
    for (int64_t i = 0; i < b->n; i++) {
        counted += counts(b, i);
    }
    for (int64_t i = 0; i < b->n; i++) {
        if (!counts(b, i)) {
            continue;
        }
        const float *x = b->x + i * b->dims, *c = b->centre + b->label[i] * b->dims;
        for (int64_t k = 0; k < b->dims; k++) {
            double d = (double)x[k] - (double)c[k];
            sum += d * d;
            if (b->gx) {
                b->gx[i * b->dims + k] += (float)(b->factor * d / (double)counted);
            }
        }
    }
    return counted ? sum / (2 * (double)counted) : 0;
}

/* Sums of all rows first, from the centres as they were: eq. 4 moves a centre once a batch. */
void centre_move(const struct centre_batch *b, double alpha, float *centre)
{
    float *sum = products_room(b->n * b->dims); /* by row of first use */
    int64_t *first = calloc((size_t)b->classes, sizeof *first),
            *rows = calloc((size_t)b->classes, sizeof *rows);
    if (!first || !rows) {
        BUG("out of memory");
    }
    for (int64_t i = 0; i < b->n; i++) {
        if (counts(b, i)) {
            int32_t j = b->label[i];
            first[j] = rows[j]++ ? first[j] : i;
            for (int64_t k = 0; k < b->dims; k++) {
                sum[first[j] * b->dims + k] += centre[j * b->dims + k] - b->x[i * b->dims + k];
            }
        }
    }
    for (int64_t i = 0; i < b->n; i++) {
        int32_t j = b->label[i];
        if (j >= 0 && first[j] == i) {
            for (int64_t k = 0; k < b->dims; k++) {
                centre[j * b->dims + k] -=
                    (float)(alpha * (double)sum[i * b->dims + k] / (double)(1 + rows[j]));
            }
        }
    }
    free(sum);
    free(first);
    free(rows);
}
