// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_CLEANING_H
#define ERSATZ_EVAL_CLEANING_H
/*
 * cleaning - which pictures of a collection do not belong under their label.
 *
 * The pictures of each label are clustered by complete linkage (eval/clink.h) so that any two of a cluster have a scalar product of at least
 * `least`. The largest cluster is kept; the rest is proposed as wrong. That throws out right pictures that look unlike most of their class, too:
 * it is meant for collections with more pictures than are needed, and for going round again with a network trained on what was kept.
 *
 * A class of which no two pictures lie together keeps the first of its largest clusters (a single picture). Deterministic; the order of the
 * pictures matters where clusters touch (clink.h).
 */
#include <stdbool.h>

#include "eval/retrieval.h"

struct cleaned { /* of one picture */
    bool wrong;
    uint32_t
        cluster; /* within its label, 0 = the largest, then by falling size, then by first picture */
    uint32_t size; /* of that cluster */
    float score;   /* product with the mean direction of what its label keeps */
    uint32_t
        better; /* the other label whose kept pictures' mean direction is nearest; UINT32_MAX if there is only one label */
    float better_score;
};

/** cleaning_run() - v.label: numbers below `classes`. out: v.n. Cost: sum over labels of size^2 * dims, and n * classes * dims. */
void cleaning_run(const struct vectors *v, size_t classes, float least, struct cleaned *out);

/** cleaning_least() - the product that a share `far` of pairs under different labels reaches: what "looks alike" is in this collection. Pairs
 *  are all, or some 4 million at even distances. Steps of 2^-11. */
float cleaning_least(const struct vectors *v, double far);

struct
    cleaning_score { /* against the truth: of what was proposed, how much is wrong; of what is wrong, how much was proposed */
    size_t pictures, wrong, proposed, both;
    double precision, recall; /* 0 / 0 is 1 */
};
/**
 * cleaning_choose() - a good `least` for this collection and this network, without knowing the truth.
 *
 * Of the products that 0.1 % to 95 % of pairs under different labels reach, the one whose outcome agrees best with itself: a picture agrees
 * if it is kept and nearer to the mean direction of what its label keeps than to any other label's, or thrown out and nearer to another's.
 * Too strict, and right pictures are thrown out that still lie nearest to their own; too lax, and wrong ones are kept that do not. Of equal
 * ones the laxer. At least half of the pictures are kept, for most labels are taken to be right: where a network tells classes hardly apart,
 * the few pictures left by the strictest bound would agree best, each with itself. If no bound keeps half, -1: all are kept. progress: called after each of `of` trials; may be NULL. Cost: some thirteen times cleaning_run().
 */
float cleaning_choose(const struct vectors *v, size_t classes,
                      void (*progress)(void *ctx, int done, int of), void *ctx);

/** cleaning_judge() - wrong: n, by the truth */
struct cleaning_score cleaning_judge(const struct cleaned *c, const bool *wrong, size_t n);

#endif
