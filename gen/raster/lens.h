// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RASTER_LENS_H
#define ERSATZ_RASTER_LENS_H
/*
 * lens - a pinhole picture as a lens with radial distortion shows it.
 */
#include "raster/raster3d.h"

/**
 * lens_apply() - resample planes of the undistorted view into the finished picture.
 *
 * from, to: views of the same camera, view_undistorted() and view_of_camera()
 * src:      n planes, from->height * from->width
 * dst:      out, n planes, to->height * to->width; must not overlap src
 *
 * Pixel centre p of `to` shows what `from` has at distort^-1(p); bicubic (Catmull-Rom; Keys 1981), not below 0, edges
 * clamped. The distortion of a phone changes scale by a few per cent, so no filter against aliasing is needed.
 */
void lens_apply(const struct view *from, const struct view *to, const float *const *src, float *const *dst, int n);

#endif
