// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_RETRIEVAL_H
#define ERSATZ_EVAL_RETRIEVAL_H
/*
 * retrieval - how well embeddings find what is the same: queries against a gallery, or every one of a set against the others.
 *
 *     struct vectors q = {v, n, dims, label}, g = {...};
 *     struct retrieval r;
 *     st = retrieval_run(&q, &g, NULL, NULL, &r, &e);         // gallery NULL: leave one out within q
 *     struct ratio_counts c = retrieval_counts(&r);
 *     ratio_bootstrap(&c, NULL, r.n, seed, 0, interval);      // RETRIEVAL_MEASURES intervals
 *     retrieval_release(&r);
 *
 * A query's list is the whole gallery (without itself, if one is left out) by falling scalar product. Of equal products those that are
 * wrong come first: a network that maps everything to one point finds nothing. R is the number of right ones in the gallery; queries
 * with R = 0 count only as `n - answered` and as negatives of the verification.
 *
 *     top1, top5      is one of the first, of the first five, right? Share of queries. (Metric learning's "recall@k".)
 *     map             mean of AP = 1/R * sum over right ones of (right ones up to and with it / its rank): the whole list, no cut, not
 *                     interpolated. With one right one in the gallery AP = 1 / rank.
 *     recall10, 100   right ones among the first 10 (100) / R; mean over queries (information retrieval's recall, not the above)
 *     auc             verification: all pairs of a query and another picture, same or not by a threshold on the product. Area under the
 *                     ROC: the chance that a pair of the same product scores higher than one of two (ties count half)
 *     tar_at_far_*    share of same pairs accepted at the lowest threshold where at most 1e-1, 1e-2, 1e-3 of the others are
 *
 * All are quotients of sums over queries (eval/ratio.h), so that intervals and comparisons draw queries. For auc and tar the negatives,
 * and so the threshold, are held as they are: the interval speaks of the queries. Products are counted in steps of 2^-15 for these.
 */
#include <stdbool.h>

#include "base/st.h"
#include "eval/ratio.h"

struct vectors {    /* borrowed */
    const float *v; /* (n, dims), rows of unit length */
    size_t n;
    int dims;
    const uint32_t *label; /* n; the same number = the same product, across queries and gallery */
};

enum retrieval_measure {
    RETRIEVAL_TOP1,
    RETRIEVAL_TOP5,
    RETRIEVAL_MAP,
    RETRIEVAL_RECALL10,
    RETRIEVAL_RECALL100,
    RETRIEVAL_AUC,
    RETRIEVAL_TAR_1,
    RETRIEVAL_TAR_2,
    RETRIEVAL_TAR_3,
    RETRIEVAL_MEASURES
};
extern const char *const retrieval_key[RETRIEVAL_MEASURES]; /* "top1", ... as in metrics.json */

struct retrieved {     /* of one query */
    uint32_t relevant; /* R */
    uint32_t rank;     /* of the first right one, from 1; 0: R = 0 */
    uint32_t wrong,
        right; /* rows of the gallery: the best wrong, the best right one; UINT32_MAX: none */
    float wrong_score, right_score;
};

enum { ROC_POINTS = 101 };

struct retrieval {
    size_t n, answered, gallery;
    bool left_one_out;
    double *num, *den;         /* (n, RETRIEVAL_MEASURES) */
    struct retrieved *of;      /* n */
    uint64_t same, other;      /* pairs */
    double eer, eer_threshold; /* where as many same pairs are refused as others accepted */
    double threshold
        [3]; /* products at FAR 1e-1, 1e-2, 1e-3; above 1: there are too few pairs to say */
    double far[ROC_POINTS], tar[ROC_POINTS]; /* far: 1e-5 .. 1 in equal steps of the logarithm */
};

/**
 * retrieval_run() - progress: called now and then with how many queries are done; may be NULL
 *
 * Returns ST_OK; ST_RANGE if there is nothing, dims differ, a vector is not of unit length (within 1e-3; so a NaN never passes), there are
 * more than 2^32 - 2 rows, or no query has a right one in the gallery. On failure `out` is empty. Cost n * gallery * dims; memory the
 * gallery's length a query at work.
 */
enum st retrieval_run(const struct vectors *queries, const struct vectors *gallery,
                      void (*progress)(void *ctx, size_t done), void *ctx, struct retrieval *out,
                      struct err *e);
void retrieval_release(struct retrieval *r);
static inline struct ratio_counts retrieval_counts(const struct retrieval *r)
{
    return (struct ratio_counts){r->num, r->den, r->n, RETRIEVAL_MEASURES};
}

#endif
