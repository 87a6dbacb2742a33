// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_CLINK_H
#define ERSATZ_EVAL_CLINK_H
/*
 * clink - complete-linkage clustering in O(n^2) time and O(n) memory.
 *
 *     struct clink c;
 *     clink_run(n, row, ctx, 0.4f, &c);         // row() fills in distances of i to 0..i-1
 *     k = clink_cut(&c, 0.4f, cluster);         // clusters of diameter <= 0.4, numbered 0..k-1
 *     clink_release(&c);
 *
 * D. Defays, "An efficient algorithm for a complete link method", The Computer Journal 20(4), 1977, pages 364-366: SLINK's pointer
 * representation (Sibson 1973), updated object by object. parent[i] > i is the last object of the cluster that i joins, height[i] the
 * level at which it does. The distances d are replaced by an ultrametric that is nowhere below d, so in every cluster of a cut at h no two
 * are further apart than h.
 *
 * What the paper's method does not promise is the result of merging the two nearest clusters again and again. An object is hung into the
 * tree as it comes and no level above it is raised later: of points 0, 1, 5, 6 on a line, in that order, 5 is joined to (0 1) at 5, and 6,
 * which is 6 away from 0, can then only join all three at 6, its neighbour 5 included. (Defays: relabelling gives other minimal superior
 * ultrametrics.) Deviation: distances above `limit` all count as infinite. Then what lies above the limit binds nothing, 6 joins 5 at 1, and
 *
 * - groups that are no wider than the limit, with more than the limit between any two of them, are found, in every order of the objects;
 * - elsewhere the result depends on the order, and may be somewhat finer than that of merging (tests/unit/test_clink.c holds both against
 *   each other). Callers who want the same result for the same set must bring it in the same order.
 */
#include <stddef.h>
#include <stdint.h>

struct clink {
    size_t n;
    uint32_t *parent; /* n; the last one's is itself */
    float *height;    /* n; the last one's is INFINITY */
};

/** Distances of object i to objects 0..i-1, >= 0. Called once for each i, ascending. */
typedef void clink_row_fn(void *ctx, size_t i, float *out);

/** clink_run() - limit: the largest h that clink_cut() will be asked for; INFINITY: the method as published. */
void clink_run(size_t n, clink_row_fn *row, void *ctx, float limit, struct clink *out);
void clink_release(struct clink *c);
/** clink_cut() - cluster: n numbers, counted from 0 in order of first objects. Returns how many clusters. */
size_t clink_cut(const struct clink *c, float h, uint32_t *cluster);

#endif
