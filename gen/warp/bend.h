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

/** arc_init() - false if there is nothing to bend. sagitta: height over chord, shares of the length. */
bool arc_init(struct warp_arc *c, struct box text, double em_px, double sagitta);
void arc_move(const struct warp_arc *c, double *u, double *v, size_t n);
bool arc_back(const struct warp_arc *c, struct pt q, struct pt *p);

bool wave_init(struct warp_wave *c, struct box text, double em_px, double amp_px, double period_px,
               double phase);
void wave_move(const struct warp_wave *c, double *u, double *v, size_t n);
bool wave_back(const struct warp_wave *c, struct pt q, struct pt *p);

bool curl_init(struct warp_curl *c, struct box text, double depth, double start, bool left);
void curl_move(const struct warp_curl *c, double *u, double *v, size_t n);
bool curl_back(const struct warp_curl *c, struct pt q, struct pt *p);

/** back_by_newton() - solve move(c, p) = q for p, from q on; for maps near the identity. */
bool back_by_newton(void (*move)(const void *c, double *u, double *v, size_t n), const void *c,
                    struct pt q, struct pt *p);

#endif
