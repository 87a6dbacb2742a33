// SPDX-License-Identifier: MIT
#ifndef ERSATZ_WARP_WARP_H
#define ERSATZ_WARP_WARP_H
/*
 * warp - the one map from the flat page to the picture.
 *
 * The same map moves glyph outlines, marks and label points, before anything is rasterised: labels are
 * exact and edges stay sharp. A warp is a chain of the sample's geometric effects, in the order of
 * effects.def, followed by one affine that fits the result into the image.
 *
 * Page frame: px, x right, y down, baseline of the first line at y = 0, its start at x = 0.
 * Image frame: docs/frames.md.
 *
 *     struct warp w;
 *     warp_init(&w, &sample, text_box, em_px);
 *     warp_fit(&w, fit);                       // after the warped bounds are known
 *     struct pt q = warp_point(&w, p);
 */
#include <stdbool.h>

#include "base/geom.h"
#include "plan/plan.h"

enum { ELASTIC_MAX = 64 };

struct warp {
    /* prepared by warp_init from the plan's values; each effect reads its own part */
    struct box text;      /* page frame: box of the text before warping */
    double em_px;
    bool affine_only;     /* no effect that bends: `page` alone says all, lines stay lines */
    double arc_radius_px; /* signed; 0 = off; + centre below the text (middle up) */
    double wave_amp_px, wave_k, wave_phase;             /* k = 2 pi / period */
    double elastic_amp_px, elastic_inv_px; uint32_t elastic_key; /* lattice noise, see warp.c */
    double curl_x0_px, curl_radius_px, curl_phi; int curl_side;
    struct affine page;   /* shear and rotation about the centre of the text */
    double persp[9];      /* homography, row-major; identity when off */
    bool has_arc, has_wave, has_elastic, has_curl, has_persp;
    struct affine fit;    /* last step: into the image */
};

/** warp_init() - prepare the map of a sample. text: box of the layout in the page frame. */
void warp_init(struct warp *w, const struct sample *s, struct box text, double em_px);
/** warp_fit() - set the final affine (default identity). */
void warp_fit(struct warp *w, struct affine fit);
/** warp_point() - page frame -> image frame. */
struct pt warp_point(const struct warp *w, struct pt p);
/** warp_points() - the same for n points in place; the fast way for outlines. */
void warp_points(const struct warp *w, struct pt *p, size_t n);
/** warp_jacobian() - d(image)/d(page) at p by central differences: [dx/dx dx/dy dy/dx dy/dy]. */
void warp_jacobian(const struct warp *w, struct pt p, double j[4]);
/** warp_inverse() - image frame -> page frame by Newton's method; false if it does not converge
 *  (outside the part of the plane that the map covers). Error below 1e-6 px where it returns true. */
bool warp_inverse(const struct warp *w, struct pt q, struct pt *p);
/** warp_folds() - whether the map turns over anywhere on an n x n grid over the text's box. */
bool warp_folds(const struct warp *w, int n);

#endif
