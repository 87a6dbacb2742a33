// SPDX-License-Identifier: MIT
#include "recipe/dist.h"

#include <math.h>

#include "base/geom.h"

static double draw_normal(const struct dist *d, struct rng *r)
{
    enum { TRIES = 64 };
    for (int i = 0; i < TRIES; i++) {
        double v = d->a + d->b * rng_normal(r);
        if (v >= d->lo && v <= d->hi) {
            return v;
        }
    }
    return clampd(d->a, d->lo, d->hi);
}

double dist_draw(const struct dist *d, struct rng *r)
{
    double v = d->a;
    switch (d->kind) {
    case DIST_CONST:
        break;
    case DIST_UNIFORM:
        /* a count from a to b: every whole number equally likely, both ends included */
        v = d->whole ? floor(rng_uniform(r, d->a, d->b + 1)) : rng_uniform(r, d->a, d->b);
        break;
    case DIST_LOGUNIFORM:
        v = clampd(exp(rng_uniform(r, log(d->a), log(d->b))), d->a, d->b);
        break;
    case DIST_NORMAL:
        v = draw_normal(d, r);
        break;
    case DIST_CHOICE:
        v = d->value[rng_pick(r, d->cum, d->n)];
        break;
    }
    return d->whole ? clampd(floor(v + 0.5), dist_min(d), dist_max(d)) : v;
}

double dist_min(const struct dist *d)
{
    double v = d->a;
    if (d->kind == DIST_NORMAL) {
        return d->lo;
    }
    for (size_t i = 0; d->kind == DIST_CHOICE && i < d->n; i++) {
        v = i == 0 || d->value[i] < v ? d->value[i] : v;
    }
    return v;
}

double dist_max(const struct dist *d)
{
    double v = d->kind == DIST_UNIFORM || d->kind == DIST_LOGUNIFORM ? d->b : d->a;
    if (d->kind == DIST_NORMAL) {
        return d->hi;
    }
    for (size_t i = 0; d->kind == DIST_CHOICE && i < d->n; i++) {
        v = i == 0 || d->value[i] > v ? d->value[i] : v;
    }
    return v;
}
