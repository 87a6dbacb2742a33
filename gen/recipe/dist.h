// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RECIPE_DIST_H
#define ERSATZ_RECIPE_DIST_H
/*
 * dist - a number that may be a constant, a range or a distribution.
 *
 *     5                                        constant
 *     [1, 5]                                   uniform
 *     {uniform: [1, 5]}                        the same
 *     {normal: [0, 1.5], clip: [-4, 4]}        drawn again until inside; clip defaults to the key's range;
 *                                              at least a tenth of the mass must lie inside
 *     {loguniform: [1, 100]}                   uniform in the logarithm; both ends > 0
 *     {choice: [a, b, c], weights: [1, 1, 2]}  names for keys that take names, numbers for the others
 *
 *     [a, b]                                   of names: the same choice, equally likely
 *
 * A flag or a name is a constant dist of 0/1 or of the name's place in the key's list of choices.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/rng.h"

enum dist_kind { DIST_CONST, DIST_UNIFORM, DIST_NORMAL, DIST_LOGUNIFORM, DIST_CHOICE };

struct dist {
    enum dist_kind kind;
    double a, b;          /* CONST: a; UNIFORM, LOGUNIFORM: from a to b; NORMAL: mean a, deviation b */
    double lo, hi;        /* NORMAL: clip */
    const double *value;  /* CHOICE: n values and their cumulative weights; borrowed from the recipe */
    const double *cum;
    size_t n;
    bool whole;           /* the key is a count: draws are whole numbers, both ends with a full share */
};

static inline struct dist dist_const(double v)
{
    return (struct dist){.kind = DIST_CONST, .a = v};
}

/**
 * dist_draw() - one value. Takes the same number of words from the stream whatever the kind, except
 * NORMAL (rejection; after 64 rejections the mean clamped into the clip) and CONST (none). `d` must be
 * one that a recipe holds: a <= b, LOGUNIFORM a > 0, CHOICE with a weight above 0.
 */
double dist_draw(const struct dist *d, struct rng *r);
/** dist_min(), dist_max() - the bounds of what dist_draw() can return. */
double dist_min(const struct dist *d);
double dist_max(const struct dist *d);

#endif
