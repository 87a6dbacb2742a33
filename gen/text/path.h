// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TEXT_PATH_H
#define ERSATZ_TEXT_PATH_H
/*
 * path - outlines as closed polygons, between layout and raster.
 *
 * Curves are already split into short straight edges when they are put here: the warp then moves the
 * vertices, and an edge stays within 0.05 px of the true warped curve (path.c derives the step).
 * Contours are closed implicitly. Filling is non-zero winding.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/geom.h"

struct path {
    struct pt *p;        /* all vertices */
    uint32_t *end;       /* contour k is p[end[k-1]..end[k]-1] */
    size_t n, n_contours;
    size_t cap, cap_contours; /* grown in the arena */
};

void path_move(struct path *pa, struct arena *a, struct pt p);
void path_line(struct path *pa, struct arena *a, struct pt p);
/** path_polygon() - one closed contour of n points. */
void path_polygon(struct path *pa, struct arena *a, const struct pt *p, size_t n);
/** path_rect() - axis-aligned rectangle whose long sides are split so that a warp can bend them. */
void path_rect(struct path *pa, struct arena *a, struct box b, double step_px);
struct box path_bounds(const struct path *pa);

#endif
