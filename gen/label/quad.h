// SPDX-License-Identifier: MIT
#ifndef ERSATZ_LABEL_QUAD_H
#define ERSATZ_LABEL_QUAD_H
/*
 * quad - the tightest quad of given edge directions around a set of points.
 *
 * An edge with outward normal n must lie at offset max(n . p) over all points p: the support function of
 * their convex hull. Points are added as they come; nothing is stored.
 *
 *     struct hull h = hull_start(corners);      // directions
 *     for (...) { hull_add(&h, p); }
 *     struct quad q = hull_quad(&h, grow_px);
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/geom.h"

struct hull {
    struct quad start; /* what gave the directions; the answer while there are no points */
    double nx[4], ny[4], offset[4]; /* unit outward normals: top, right, bottom, left */
    struct box box;
    bool any, degenerate;
};

/** hull_start() - edge directions from the corners of a warped box, clockwise or counter-clockwise. */
struct hull hull_start(struct quad corners);
void hull_add(struct hull *h, struct pt p);
/** hull_quad() - the quad, each edge moved out by grow_px. Without points the starting corners; with
 *  directions that make no quad (an edge without length, neighbours nearly parallel) the axis-aligned box. */
struct quad hull_quad(const struct hull *h, double grow_px);

#endif
