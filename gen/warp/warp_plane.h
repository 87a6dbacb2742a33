// SPDX-License-Identifier: MIT
#ifndef ERSATZ_WARP_WARP_PLANE_H
#define ERSATZ_WARP_WARP_PLANE_H
/*
 * warp_plane - pixels through the map that is made for outlines: pictures that were not drawn here, but photographed or scanned.
 *
 *     struct warp w;
 *     warp_init(&w, &sample, plane_page(width_px, height_px), em_px);
 *     plane_fit(&w, width_px, height_px, &to_width_px, &scale);
 *     warp_plane(&w, &src, &dst, scale, paper, &arena);
 *
 * The page frame of such a picture: its pixels, the baseline at three quarters of its height, which is where it lies in most crops
 * of lines. So x of the page is x of the picture, y is y less 3/4 of the height.
 */
#include "warp/warp.h"

struct warp_pixels {
    float *px; /* (height, width) row-major; linear light */
    int width_px, height_px;
};

/** plane_page() - box of the text in the page frame: all of the picture. */
struct box plane_page(int width_px, int height_px);

/**
 * plane_fit() - sets the warp's last affine so that the warped picture has its old height again.
 *
 * to_width_px: out, of the warped picture, 1 to 65500. scale: out, that its contents are smaller by (< 1) or larger
 */
void plane_fit(struct warp *w, int width_px, int height_px, int *to_width_px, double *scale);

/**
 * warp_plane() - dst(q) = src(warp_inverse(q)), Catmull-Rom (Keys 1981, a = -1/2), the source's border going on.
 *
 * dst: filled; sizes as plane_fit() said. beyond: value where the map has no inverse (behind a page that curls)
 * Where contents are made smaller than 0.8, four points of each pixel are averaged. The inverse is found at every fourth pixel and
 * linear between: bends change over half an em and more (a test says within how much).
 */
void warp_plane(const struct warp *w, const struct warp_pixels *src, struct warp_pixels *dst,
                double scale, float beyond, struct arena *a);

#endif
