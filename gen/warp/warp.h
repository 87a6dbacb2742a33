// SPDX-License-Identifier: MIT
#ifndef ERSATZ_WARP_WARP_H
#define ERSATZ_WARP_WARP_H
/*
 * warp - the one map from the flat page to the picture.
 *
 * The same map moves glyph outlines, marks and label points, before anything is rasterised: labels are
 * exact and edges stay sharp. A warp is a chain of the sample's geometric effects, in the order of
 * effects.def, followed by one affine that fits the result into the image:
 *
 *     wave, arc, elastic, curl   bend the page      (bend.c, elastic.c)
 *     shear, rotate              one affine         about the centre of the text box
 *     perspective                one homography     about the centre of the text box
 *     fit                        one affine         set by the caller
 *
 * Page frame: px, x right, y down, baseline of the first line at y = 0, its start at x = 0. Vertical
 * text: docs/frames.md. Image frame: docs/frames.md.
 *
 *     struct warp w;
 *     warp_init(&w, &sample, text_box, em_px);
 *     warp_fit(&w, fit);                       // after the warped bounds are known
 *     struct pt q = warp_point(&w, p);
 *
 * Invariants: over the whole text box, and well beyond it, the map is continuous, one to one and keeps
 * orientation: parameters that would fold the page are held at the last value that does not (bend.c and
 * elastic.c derive the bounds). A warp is plain data: copy it, share it, no release.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/geom.h"
#include "plan/plan.h"

/* The bending effects work in the line frame: u along the line, v to its lower side; horizontal text:
 * u = x, v = y; vertical text: u = y, v = -x. */
struct warp_wave {
    double amp_px, k, phase;  /* k = 2 pi / period */
    double lean;              /* 1 = letters stand on the slope, 0 = they stay upright */
    double top_px, bottom_px; /* of v: what leans */
};

struct warp_arc {
    double mid_px, radius_px; /* radius signed; + = centre on the lower side, middle up */
    double reach_px;          /* half the length that is bent; straight on beyond */
};

struct warp_elastic {
    double amp_px, inv_px; /* inv_px: lattice points a px */
    uint32_t key;
};

struct warp_curl {
    double side;                      /* +1: the right end is rolled, -1: the left */
    double centre_u_px, centre_v_px;  /* under the camera */
    double start_px, radius_px, phi;  /* start: from the centre towards `side` */
    double distance_px;               /* of the camera */
    double sin_phi, cos_phi;
};

struct warp {
    /* prepared by warp_init from the plan's values; each effect reads its own part */
    struct box text;   /* page frame: box of the text before warping */
    double em_px;
    bool vertical;
    bool affine_only;  /* no effect that bends or tilts: `page` then `fit` say all */
    bool has_wave, has_arc, has_elastic, has_curl, has_persp;
    struct warp_wave wave;
    struct warp_arc arc;
    struct warp_elastic elastic;
    struct warp_curl curl;
    struct affine page;  /* shear and rotation about the centre of the text */
    double persp[9];     /* homography, row-major; identity when off */
    struct affine fit;   /* last step: into the image */
    double total[9];     /* fit * persp * page */
};

/** warp_init() - prepare the map of a sample; fit is the identity.
 *  text: box of the layout in the page frame, not empty; em_px > 0 */
void warp_init(struct warp *w, const struct sample *s, struct box text, double em_px);
/** warp_fit() - set the final affine. */
void warp_fit(struct warp *w, struct affine fit);
/** warp_point() - page frame -> image frame. Behind the horizon of a perspective, where there is no
 *  picture, the point is far away and means nothing. */
struct pt warp_point(const struct warp *w, struct pt p);
/** warp_points() - the same for n points in place, bit for bit; the fast way for outlines. */
void warp_points(const struct warp *w, struct pt *p, size_t n);
/** warp_jacobian() - d(image)/d(page) at p by central differences: [dx/dx dx/dy dy/dx dy/dy]. */
void warp_jacobian(const struct warp *w, struct pt p, double j[4]);
/** warp_inverse() - image frame -> page frame: each step undone in turn, in closed form where there is one,
 *  else by Newton's method; false if q lies outside the part of the plane that the map covers.
 *  warp_point(p) is within 1e-6 px of q where it returns true. */
bool warp_inverse(const struct warp *w, struct pt q, struct pt *p);
/** warp_folds() - whether the map turns over anywhere on an n x n grid (n >= 2) over the text's box. */
bool warp_folds(const struct warp *w, int n);

/** warp_curvature() - how sharply the map (fit included, perspective aside) bends straight lines of the page
 *  near the text, image px a page px squared: an edge of L page px strays at most about this times
 *  L^2 / 8 from its chord. 0 if lines stay lines. Goes into path_step_px(). */
double warp_curvature(const struct warp *w);

/**
 * warp_area() - page-frame box whose image covers a part of the picture, for marks that must not end
 * inside it.
 * picture: box in the image frame, not empty
 * Where the picture looks past the page's horizon, the box ends a few text lengths away.
 */
struct box warp_area(const struct warp *w, struct box picture);

#endif
