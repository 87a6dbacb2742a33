// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CYCLES_DENOISE_H
#define ERSATZ_CYCLES_DENOISE_H
/*
 * denoise - few samples a pixel and what Blender knows of each pixel -> a clean picture.
 *
 * See docs/denoise.md for the mathematics. All planes are height * width, linear, no padding.
 */
#include "base/arena.h"
#include "base/st.h"

struct guides {
    int width_px, height_px;
    const float *color[3];   /* radiance, noisy */
    const float *albedo[3];  /* 0..1 */
    const float *normal[3];  /* unit or zero, world frame */
    const float *depth_m;    /* 0 or > 1e9 = nothing hit */
    int samples;             /* per pixel that `color` was made with */
};

struct denoise_options {
    int threads;        /* 0 = 1; the result does not depend on it */
    double strength;    /* 0 = 1; 0.5 keeps more noise and detail */
};

/** denoise() - out: three planes. Not finite pixels are mended from their neighbours first. Deterministic. */
void denoise(const struct guides *g, const struct denoise_options *o, struct arena *a, float *out[3]);

#endif
