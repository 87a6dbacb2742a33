// SPDX-License-Identifier: MIT
#include "shelf/obb.h"

static struct vec3 column(const struct xform *t, int k)
{
    return (struct vec3){t->m[0][k], t->m[1][k], t->m[2][k]};
}

/* Half of the box's extent along a direction. */
static double reach(const struct obb *b, struct vec3 dir)
{
    double r = 0;
    for (int k = 0; k < 3; k++) {
        r += b->half[k] * fabs(vec3_dot(b->axis[k], dir));
    }
    return r;
}

struct obb obb_of(const struct xform *t, double width_m, double depth_m, double height_m)
{
    struct obb b = {
        .centre = xform_apply(t, (struct vec3){0, 0, height_m / 2}),
        .axis = {column(t, 0), column(t, 1), column(t, 2)},
        .half = {width_m / 2, depth_m / 2, height_m / 2},
    };
    struct vec3 r = {reach(&b, (struct vec3){1, 0, 0}), reach(&b, (struct vec3){0, 1, 0}),
                     reach(&b, (struct vec3){0, 0, 1})};
    b.lo = vec3_sub(b.centre, r);
    b.hi = vec3_add(b.centre, r);
    return b;
}

/* Overlap of the shadows of both on an axis of any length. A cross product of parallel edges is no
 * axis. */
static double overlap(const struct obb *a, const struct obb *b, struct vec3 axis,
                      struct vec3 between)
{
    double len = vec3_len(axis);
    if (len < 1e-6) {
        return HUGE_VAL;
    }
    axis = vec3_scale(axis, 1 / len);
    return reach(a, axis) + reach(b, axis) - fabs(vec3_dot(between, axis));
}

double obb_depth(const struct obb *a, const struct obb *b)
{
    struct vec3 between = vec3_sub(b->centre, a->centre);
    double least = HUGE_VAL;
    for (int i = 0; i < 3; i++) {
        least = fmin(least, overlap(a, b, a->axis[i], between));
        least = fmin(least, overlap(a, b, b->axis[i], between));
        if (least <= 0) {
            return least;
        }
    }
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
            least = fmin(least, overlap(a, b, vec3_cross(a->axis[i], b->axis[k]), between));
        }
    }
    return least;
}

bool obb_inside(const struct obb *a, struct vec3 lo, struct vec3 hi, double slack_m)
{
    return a->lo.x >= lo.x + slack_m && a->hi.x <= hi.x - slack_m && a->lo.y >= lo.y + slack_m &&
           a->hi.y <= hi.y - slack_m && a->lo.z >= lo.z + slack_m && a->hi.z <= hi.z - slack_m;
}

bool obb_hit(const struct obb *b, struct vec3 p, struct vec3 q)
{
    struct vec3 from = vec3_sub(p, b->centre), way = vec3_sub(q, p);
    double t0 = 0, t1 = 1; /* the part of the line that is between all pairs of faces so far */
    for (int k = 0; k < 3; k++) {
        double at = vec3_dot(from, b->axis[k]), step = vec3_dot(way, b->axis[k]), h = b->half[k];
        if (fabs(step) < 1e-12) {
            if (fabs(at) > h) {
                return false;
            }
            continue;
        }
        double a = (-h - at) / step, c = (h - at) / step;
        t0 = fmax(t0, fmin(a, c));
        t1 = fmin(t1, fmax(a, c));
    }
    return t0 <= t1;
}
