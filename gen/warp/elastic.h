// SPDX-License-Identifier: MIT
#ifndef ERSATZ_WARP_ELASTIC_H
#define ERSATZ_WARP_ELASTIC_H
/*
 * elastic - smooth random displacement of the plane. Inside the warp room only.
 */
#include <stdbool.h>
#include <stddef.h>

#include "warp/bend.h"
#include "warp/warp.h"

/** elastic_init() - false if there is nothing to move. The deviation is held at ELASTIC_MOST * scale_px, below
 *  which the map cannot fold. */
#define ELASTIC_MOST 0.083
bool elastic_init(struct warp_elastic *c, double deviation_px, double scale_px, uint32_t key);
/** elastic_move() - n points in place; u and v do not overlap. */
void elastic_move(const struct warp_elastic *c, double *u, double *v, size_t n);
/** elastic_back() - undo one point. */
bool elastic_back(const struct warp_elastic *c, struct pt q, struct pt *p);
/** elastic_bound() - the second derivative at three deviations; the stretch at its bound. */
struct bend_bound elastic_bound(const struct warp_elastic *c);

#endif
