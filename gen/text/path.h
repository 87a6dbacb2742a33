// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TEXT_PATH_H
#define ERSATZ_TEXT_PATH_H
/*
 * path - outlines as closed polygons, between layout and raster.
 *
 * Curves are already split into short straight edges when they are put here: the warp then moves
 * the vertices, and an edge stays within 0.05 px of the true warped curve (path.c derives the
 * step). Contours are closed implicitly. Filling is non-zero winding.
 *
 *     struct path pa = {0};
 *     path_move(&pa, a, p0);
 *     path_conic(&pa, a, c, p1, 0);         // from p0, no limit on the length of an edge
 *     path_line(&pa, a, p2);
 *
 * The zero value is an empty path. Vertices live in the arena the caller passes; growing moves
 * them: after a call that takes an arena, pointers into `p` and `end` are no longer valid.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/geom.h"

struct path {
    struct pt *p;  /* all vertices */
    uint32_t *end; /* contour k is p[end[k-1]..end[k]-1] */
    size_t n, n_contours;
    size_t cap, cap_contours; /* grown in the arena */
};

/* How far an edge may lie from the curve that it stands for, and its image under a bending map from
 * the map of that edge: together 0.05 px. */
#define PATH_TOLERANCE_PX 0.02
#define PATH_BEND_TOLERANCE_PX 0.03

/** path_move() - begin a contour at p. */
void path_move(struct path *pa, struct arena *a, struct pt p);
/** path_line() - one edge from the last vertex to p; the contour must have been begun. */
void path_line(struct path *pa, struct arena *a, struct pt p);
/** path_lines() - the same, split into equal edges no longer than step_px (<= 0: one edge). */
void path_lines(struct path *pa, struct arena *a, struct pt p, double step_px);
/** path_conic() - quadratic Bezier curve from the last vertex over control point c to p, as edges
 * within PATH_TOLERANCE_PX of it and, if step_px > 0, no longer than step_px. */
void path_conic(struct path *pa, struct arena *a, struct pt c, struct pt p, double step_px);
/** path_cubic() - the same for a cubic with control points c1 and c2. */
void path_cubic(struct path *pa, struct arena *a, struct pt c1, struct pt c2, struct pt p,
                double step_px);

/** path_polygon() - one closed contour of n points. */
void path_polygon(struct path *pa, struct arena *a, const struct pt *p, size_t n);
/** path_rect() - axis-aligned rectangle whose sides are split so that a warp can bend them
 *  (step_px <= 0: four vertices). Clockwise on the screen. Nothing if b is empty. */
void path_rect(struct path *pa, struct arena *a, struct box b, double step_px);

/** path_bounds() - box of all vertices; empty if there are none. */
struct box path_bounds(const struct path *pa);
/** path_area() - signed area, px^2, of the contours from number `first` on; positive = clockwise on
 * the screen. Overlaps count twice. */
double path_area(const struct path *pa, size_t first);

/**
 * path_offset() - grow (dist_px > 0) or shrink the contours from number `first` on by dist_px on
 * all sides: outer contours move outwards and holes inwards, told apart by the sign of their common
 * area. Corners are mitred up to twice the distance and bevelled beyond. Shrinking stops at a
 * quarter of the mean stroke width, past which thin strokes would turn inside out.
 */
void path_offset(struct path *pa, struct arena *a, size_t first, double dist_px);

/** path_step_px() - longest edge that strays at most PATH_BEND_TOLERANCE_PX from its image under a
 * map that bends straight lines to at most the given curvature (1/px); 0 (no limit) if it bends
 * none. */
double path_step_px(double curvature_per_px);

#endif
