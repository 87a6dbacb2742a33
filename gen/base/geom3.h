// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_GEOM3_H
#define ERSATZ_BASE_GEOM3_H
/*
 * geom3 - points, transforms and the pinhole camera, in double.
 *
 * World frame: metres, right-handed; x right along the shelf as a shopper sees it, y into the shelf (away
 * from the shopper), z up; the floor is z = 0. Camera frame, as in OpenCV: x right, y down, z forward.
 * Image frame as in base/geom.h. An xform named a_from_b takes coordinates in b to coordinates in a:
 *
 *     struct vec3 p = xform_apply(&cam_from_world, xform_apply(&world_from_object, v));
 *     struct xform cam_from_object = xform_mul(&cam_from_world, &world_from_object);
 */
#include <math.h>

#include "base/geom.h"

struct vec3 {
    double x, y, z;
};

/* Affine: p' = M p + t, with M = m[.][0..2] and t = m[.][3]; the bottom row (0 0 0 1) is left out. */
struct xform {
    double m[3][4];
};

static inline struct vec3 vec3_add(struct vec3 a, struct vec3 b)
{
    return (struct vec3){a.x + b.x, a.y + b.y, a.z + b.z};
}

static inline struct vec3 vec3_sub(struct vec3 a, struct vec3 b)
{
    return (struct vec3){a.x - b.x, a.y - b.y, a.z - b.z};
}

static inline struct vec3 vec3_scale(struct vec3 a, double k)
{
    return (struct vec3){a.x * k, a.y * k, a.z * k};
}

static inline double vec3_dot(struct vec3 a, struct vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline struct vec3 vec3_cross(struct vec3 a, struct vec3 b)
{
    return (struct vec3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

static inline double vec3_len(struct vec3 a)
{
    return sqrt(vec3_dot(a, a));
}

/** vec3_unit() - of length 1; (0, 0, 0) stays. */
static inline struct vec3 vec3_unit(struct vec3 a)
{
    double l = vec3_len(a);
    return l > 0 ? vec3_scale(a, 1 / l) : a;
}

static inline struct xform xform_identity(void)
{
    return (struct xform){{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}}};
}

static inline struct xform xform_move(double x, double y, double z)
{
    return (struct xform){{{1, 0, 0, x}, {0, 1, 0, y}, {0, 0, 1, z}}};
}

/** xform_turn_z() - turn about the vertical; a positive angle is counter-clockwise seen from above. */
static inline struct xform xform_turn_z(double angle_rad)
{
    double c = cos(angle_rad), s = sin(angle_rad);
    return (struct xform){{{c, -s, 0, 0}, {s, c, 0, 0}, {0, 0, 1, 0}}};
}

/** xform_turn_x() - turn about the x axis; positive takes y towards z. */
static inline struct xform xform_turn_x(double angle_rad)
{
    double c = cos(angle_rad), s = sin(angle_rad);
    return (struct xform){{{1, 0, 0, 0}, {0, c, -s, 0}, {0, s, c, 0}}};
}

/** xform_turn_y() - turn about the y axis; positive takes z towards x. */
static inline struct xform xform_turn_y(double angle_rad)
{
    double c = cos(angle_rad), s = sin(angle_rad);
    return (struct xform){{{c, 0, s, 0}, {0, 1, 0, 0}, {-s, 0, c, 0}}};
}

static inline struct vec3 xform_apply(const struct xform *t, struct vec3 p)
{
    return (struct vec3){t->m[0][0] * p.x + t->m[0][1] * p.y + t->m[0][2] * p.z + t->m[0][3],
                         t->m[1][0] * p.x + t->m[1][1] * p.y + t->m[1][2] * p.z + t->m[1][3],
                         t->m[2][0] * p.x + t->m[2][1] * p.y + t->m[2][2] * p.z + t->m[2][3]};
}

/** xform_dir() - a direction: without the translation. */
static inline struct vec3 xform_dir(const struct xform *t, struct vec3 d)
{
    return (struct vec3){t->m[0][0] * d.x + t->m[0][1] * d.y + t->m[0][2] * d.z,
                         t->m[1][0] * d.x + t->m[1][1] * d.y + t->m[1][2] * d.z,
                         t->m[2][0] * d.x + t->m[2][1] * d.y + t->m[2][2] * d.z};
}

/** xform_mul() - result(p) = outer(inner(p)). */
static inline struct xform xform_mul(const struct xform *outer, const struct xform *inner)
{
    struct xform r;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 4; k++) {
            r.m[i][k] = outer->m[i][0] * inner->m[0][k] + outer->m[i][1] * inner->m[1][k] +
                        outer->m[i][2] * inner->m[2][k] + (k == 3 ? outer->m[i][3] : 0);
        }
    }
    return r;
}

/** xform_rigid_inverse() - of a rotation and a translation (no scale, no shear). */
static inline struct xform xform_rigid_inverse(const struct xform *t)
{
    struct xform r;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
            r.m[i][k] = t->m[k][i];
        }
        r.m[i][3] = -(t->m[0][i] * t->m[0][3] + t->m[1][i] * t->m[1][3] + t->m[2][i] * t->m[2][3]);
    }
    return r;
}

#endif
