// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_GEOM_H
#define ERSATZ_BASE_GEOM_H
/*
 * geom - points, boxes and plane transforms, in double.
 *
 * Frame of everything that is called "px": origin at the top-left corner of the top-left pixel, x
 * right, y down, pixel centres at +0.5 (docs/frames.md). Angles are radians unless a name says deg;
 * a positive angle turns the picture clockwise as seen on the screen (y is down).
 */
#include <math.h>

#define PI 3.14159265358979323846

struct pt {
    double x, y;
};

struct box {
    double x0, y0, x1, y1; /* empty when x0 > x1 */
};

/* Quads go top-left, top-right, bottom-right, bottom-left of the *text*, whichever way it lies. */
struct quad {
    struct pt p[4];
};

/* Affine: x' = a x + b y + c;  y' = d x + e y + f. */
struct affine {
    double a, b, c, d, e, f;
};

static inline struct affine affine_identity(void)
{
    return (struct affine){1, 0, 0, 0, 1, 0};
}

static inline struct pt affine_apply(const struct affine *m, struct pt p)
{
    return (struct pt){m->a * p.x + m->b * p.y + m->c, m->d * p.x + m->e * p.y + m->f};
}

/** affine_mul() - first `second` in reading order: result(p) = outer(inner(p)). */
static inline struct affine affine_mul(const struct affine *outer, const struct affine *inner)
{
    return (struct affine){
        outer->a * inner->a + outer->b * inner->d,
        outer->a * inner->b + outer->b * inner->e,
        outer->a * inner->c + outer->b * inner->f + outer->c,
        outer->d * inner->a + outer->e * inner->d,
        outer->d * inner->b + outer->e * inner->e,
        outer->d * inner->c + outer->e * inner->f + outer->f,
    };
}

static inline struct box box_empty(void)
{
    return (struct box){HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
}

static inline int box_is_empty(const struct box *b)
{
    return !(b->x0 <= b->x1 && b->y0 <= b->y1);
}

static inline void box_add(struct box *b, struct pt p)
{
    b->x0 = p.x < b->x0 ? p.x : b->x0;
    b->y0 = p.y < b->y0 ? p.y : b->y0;
    b->x1 = p.x > b->x1 ? p.x : b->x1;
    b->y1 = p.y > b->y1 ? p.y : b->y1;
}

static inline double clampd(double v, double lo, double hi)
{
    return v < lo ? lo : v > hi ? hi : v;
}

#endif
