// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_VIEWPOINT_H
#define ERSATZ_SHELF_VIEWPOINT_H
/*
 * viewpoint - a shopper's phone in front of the shelf: where it is, where it looks, what its lens does.
 *
 * The camera stands in the aisle, distance_m in front of the boards' edges (y = -distance) and
 * height_m over the floor. It aims at a drawn point of the recipe's own bays; yaw moves it
 * sideways, so that with yaw > 0 it looks from the left to the right along the shelf; pitch then
 * tilts it (up is positive) and roll turns the picture clockwise.
 *
 * What was drawn is brought back, in small steps, until at least VIEWPOINT_MIN_SHELF of the picture
 * is shelf.
 */
#include "shelf/scene.h"
#include "shelf/shelfplan.h"

#define VIEWPOINT_MIN_SHELF 0.75

/** viewpoint_make() - the camera of sample `index`. */
struct camera viewpoint_make(const struct recipe_shelf *r, const struct shelf_plan *p,
                             uint64_t seed, uint64_t index, uint32_t attempt);

/** viewpoint_look() - cam_from_world of a camera at `eye`; angles as above. */
struct xform viewpoint_look(struct vec3 eye, double yaw_rad, double pitch_rad, double roll_rad);

/** viewpoint_eye() - where a camera is. */
struct vec3 viewpoint_eye(const struct camera *c);

/** viewpoint_ray() - direction in the world, unit, in which a pinhole camera sees image point (u,
 * v). */
struct vec3 viewpoint_ray(const struct camera *c, double u, double v);

/** viewpoint_shelf_share() - share of the picture whose rays meet the plane of the boards' edges
 * within x0..x1 and below z1. */
double viewpoint_shelf_share(const struct camera *c, double x0, double x1, double z1);

/** viewpoint_sees() - may the camera see any of a box? Conservative: it says yes when in doubt.
 * margin_m: the box is  taken to be larger by this much. */
bool viewpoint_sees(const struct camera *c, struct vec3 lo, struct vec3 hi, double margin_m);

#endif
