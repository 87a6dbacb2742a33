// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TEXT_RASTER_H
#define ERSATZ_TEXT_RASTER_H
/*
 * raster - polygons -> coverage, exact area, image frame.
 */
#include "text/path.h"

/**
 * raster_fill() - coverage of a path.
 *
 * pa:       vertices in the image frame (already warped); parts outside the image are clipped
 * cov:      out; height_px rows of width_px floats in [0,1]; overwritten
 * scratch:  arena for the accumulation buffer
 *
 * Signed-area accumulation: every edge adds its exact area and cover to the cells it crosses, a
 * prefix sum along each row gives the winding-weighted coverage, |.| clamped to 1. Exact to 1e-6;
 * exactly 0 where nothing was drawn. Vertices that are not finite are skipped, those beyond 1e8 px
 * moved onto that.
 * Cost O(pixels + edge length). Source: R. Levien's font-rs description, 2016; FreeType's
 * smooth rasteriser (D. Turner, after LibArt). Deviation: see raster.c.
 */
void raster_fill(const struct path *pa, int width_px, int height_px, float *cov,
                 struct arena *scratch);

#endif
