// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_OBB_H
#define ERSATZ_SHELF_OBB_H
/*
 * obb - oriented boxes: what a product takes up, and whether two of them are in each other's way.
 *
 *     struct obb a = obb_of(&world_from_object, width_m, depth_m, height_m);
 *     if (obb_depth(&a, &b) > 0.001) { ... they are more than a millimetre inside each other ... }
 *
 * Metres, world frame (base/geom3.h). A box is that of a mesh's object frame: it stands on z = 0
 * and x = y = 0 is the middle of its footprint.
 */
#include <stdbool.h>

#include "base/geom3.h"

struct obb {
    struct vec3 centre;
    struct vec3 axis[3]; /* unit, orthogonal */
    double half[3];      /* > 0 */
    struct vec3 lo, hi;  /* of the box along the world's axes that holds it */
};

struct obb obb_of(const struct xform *world_from_object, double width_m, double depth_m,
                  double height_m);

/**
 * obb_depth() - how deep two boxes are in each other: the shortest way to part them, in metres;
 * negative or 0 if they are apart (then not the distance, but a lower bound of it). By the fifteen
 * axes of Gottschalk, Lin and Manocha: "OBBTree", SIGGRAPH 1996.
 */
double obb_depth(const struct obb *a, const struct obb *b);

/** obb_inside() - the whole box lies in lo..hi, with `slack_m` to spare on each side (negative: it
 * may stick out). */
bool obb_inside(const struct obb *a, struct vec3 lo, struct vec3 hi, double slack_m);

/** obb_hit() - does the line from p to q pass through the box? */
bool obb_hit(const struct obb *b, struct vec3 p, struct vec3 q);

#endif
