// SPDX-License-Identifier: MIT
#ifndef ERSATZ_WARP_BEND_H
#define ERSATZ_WARP_BEND_H
/*
 * bend - the warps that bend the page along the line: arc, wave and curl. Inside the warp room only.
 *
 * All work in the line frame (warp.h). A box of the text gives the stretch that must not fold.
 * The _move functions move n points in place, given as two arrays that do not overlap; the _back functions
 * undo one point and return false where there is nothing to undo.
 */
#include <stdbool.h>
#include <stddef.h>

#include "warp/warp.h"

/* How a map treats lines near the text: its largest second derivative along any direction, 1/px, and the
 * most that it stretches a length. */
struct bend_bound {
    double curvature, stretch;
};

/** arc_init() - false if there is nothing to bend. sagitta: height over chord, shares of the length. */
bool arc_init(struct warp_arc *c, struct box text, double em_px, double sagitta);
void arc_move(const struct warp_arc *c, double *u, double *v, size_t n);
bool arc_back(const struct warp_arc *c, struct pt q, struct pt *p);
struct bend_bound arc_bound(const struct warp_arc *c, struct box text);

bool wave_init(struct warp_wave *c, struct box text, double em_px, double amp_px, double period_px,
               double phase);
void wave_move(const struct warp_wave *c, double *u, double *v, size_t n);
bool wave_back(const struct warp_wave *c, struct pt q, struct pt *p);
struct bend_bound wave_bound(const struct warp_wave *c);

bool curl_init(struct warp_curl *c, struct box text, double depth, double start, bool left);
void curl_move(const struct warp_curl *c, double *u, double *v, size_t n);
bool curl_back(const struct warp_curl *c, struct pt q, struct pt *p);
struct bend_bound curl_bound(const struct warp_curl *c);

/** back_by_newton() - solve move(c, p) = q for p, from q on; for maps near the identity. */
bool back_by_newton(void (*move)(const void *c, double *u, double *v, size_t n), const void *c,
                    struct pt q, struct pt *p);

#endif
