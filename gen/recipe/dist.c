// SPDX-License-Identifier: MIT
/*
 * Whole numbers: a count from a to b is drawn over [a, b + 1) and cut down, in the logarithm too, so
 * that both ends get their full share; a normal one is accepted from half a step outside its clip and
 * rounded, for the same reason.
 */
#include "recipe/dist.h"

#include <math.h>

#include "base/geom.h"

static double draw_normal(const struct dist *d, struct rng *r)
{
    enum { TRIES = 64 };
    double slack = d->whole ? 0.5 : 0;
    for (int i = 0; i < TRIES; i++) {
        double v = d->a + d->b * rng_normal(r);
        if (v >= d->lo - slack && v <= d->hi + slack) {
            return v;
        }
    }
    return d->a;
}

double dist_draw(const struct dist *d, struct rng *r)
{
    double step = d->whole ? 1 : 0;
    double v = d->a;
    switch (d->kind) {
    case DIST_CONST:
        return v;
    case DIST_CHOICE:
        return d->value[rng_pick(r, d->cum, d->n)];
    case DIST_UNIFORM:
        v = rng_uniform(r, d->a, d->b + step);
        break;
    case DIST_LOGUNIFORM:
        v = exp(rng_uniform(r, log(d->a), log(d->b + step)));
        break;
    case DIST_NORMAL:
        v = draw_normal(d, r) + step / 2;
        break;
    }
    return clampd(d->whole ? floor(v) : v, dist_min(d), dist_max(d));
}

/* The least (sign 1) or greatest (sign -1) choice that has a weight. */
static double extreme(const struct dist *d, double sign)
{
    double best = HUGE_VAL;
    for (size_t i = 0; i < d->n; i++) {
        if (d->cum[i] > (i ? d->cum[i - 1] : 0) && sign * d->value[i] < best) {
            best = sign * d->value[i];
        }
    }
    return sign * best;
}

double dist_min(const struct dist *d)
{
    return d->kind == DIST_NORMAL ? d->lo : d->kind == DIST_CHOICE ? extreme(d, 1) : d->a;
}

double dist_max(const struct dist *d)
{
    switch (d->kind) {
    case DIST_NORMAL:
        return d->hi;
    case DIST_CHOICE:
        return extreme(d, -1);
    case DIST_UNIFORM:
    case DIST_LOGUNIFORM:
        return d->b;
    case DIST_CONST:
        break;
    }
    return d->a;
}
