// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CYCLES_DENOISE_STATE_H
#define ERSATZ_CYCLES_DENOISE_STATE_H
/*
 * denoise_state - what the steps of the denoiser share. Inside the denoiser; the essay is in denoise.c.
 *
 * Legend, per pixel p and channel: c radiance, a albedo, n normal, z depth, l = Y(c / (a + EPS)) luminance of the
 * light that falls on p. All planes are height_px * width_px without padding, finite, and have PLANE_SLACK readable
 * floats on either side, so that a row's taps may be read beyond its ends (with weight 0).
 */
#include "base/arena.h"
#include "cycles/denoise.h"

enum denoise_moment { MOM_A, MOM_AA, MOM_C, MOM_AC, MOM_COUNT };
enum { PLANE_SLACK = 64, STATS_RADIUS = 2, MAX_ITERATIONS = 5 };
_Static_assert(PLANE_SLACK >= 2 << (MAX_ITERATIONS - 1), "taps reach beyond the slack");

#define DENOISE_EPS 0.02f   /* added to albedo before dividing by it */

struct denoiser {
    int width_px, height_px, threads;
    size_t n;                    /* pixels */
    float sigma_light;           /* tolerance for a difference of l, in standard deviations of its noise */
    float *color[3], *albedo[3], *normal[3], *depth; /* mended copies */
    float *slope_x, *slope_y;    /* of depth, a pixel to the right and down */
    float *noise_normal, *noise_depth, *noise_albedo; /* squared, how unsure each guide is */
    float *tol_normal, *tol_depth, *tol_albedo; /* 1 / sigma^2 of the weights */
    float *light, *tol_light;    /* l, and 1 / (sigma_light * its standard deviation) */
    float *smooth;               /* l of the first iteration */
    int step;                    /* distance of the taps of this iteration */
    int cur;                     /* which of the two sets below is valid */
    float *mom[2][3][MOM_COUNT]; /* weighted means of a, a^2, c, a c by channel */
    float *var[2];               /* variance of the noise of l */
    float *excess[3];            /* what was cut off fireflies */
    float *const *out;
};

/** plane_new() - n floats with slack, zeroed. */
float *plane_new(const struct denoiser *d, struct arena *a);

/** denoise_guides() - fill in the copies, slopes, noises and tolerances from the caller's planes. */
void denoise_guides(struct denoiser *d, const struct guides *g, struct arena *a);

/** denoise_noise() - l, the variance of its noise, and radiance with its fireflies spread over their neighbours. */
void denoise_noise(struct denoiser *d, struct arena *a);

/** denoise_filter() - the a-trous iterations over the moments. */
void denoise_filter(struct denoiser *d, int iterations, struct arena *a);

/**
 * denoise_weights() - of the neighbours (dx, dy) of the pixels x0 <= x < x1 of row y, times k.
 * w: out, row; other pixels are left alone. with_light: 0 leaves l out of it.
 */
void denoise_weights(const struct denoiser *d, int y, int dx, int dy, int x0, int x1, float k, int with_light,
                     float *restrict w);

/** luminance() - Y of linear RGB with the primaries of sRGB (Rec. 709). */
static inline float luminance(float r, float g, float b)
{
    return 0.2126f * r + 0.7152f * g + 0.0722f * b;
}

#endif
