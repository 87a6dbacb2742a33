// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TONE_FILTERS_H
#define ERSATZ_TONE_FILTERS_H
/*
 * filters - what several effects are made of: convolution, morphology, noise fields, code conversion.
 *
 * Inside the tone room. A plane is height_px rows of width_px floats without padding; edges are clamped
 * (the border pixel repeats). Scratch memory comes from the arena. Loops over x vectorise and give the same
 * bits at any vector width (base/simd.h).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct plane {
    float *px;
    int width_px, height_px;
};

/** blur_gauss() - discrete Gaussian of deviation sigma_px, separable, taps to 3 sigma, in place; none up to 0.05. */
void blur_gauss(struct plane p, double sigma_px, struct arena *a);
/** blur_box() - mean over (2 radius + 1)^2, in place; cost independent of the radius. */
void blur_box(struct plane p, int radius_px, struct arena *a);

/* A square kernel of side 2r+1, rows from the top; zero weights cost nothing. */
struct kernel {
    int r;
    float *w;
};
/** kernel_disc() - disc of radius_px with an exact-area-like soft rim (8 x 8 subsamples), sum 1. */
struct kernel kernel_disc(double radius_px, struct arena *a);
/** kernel_line() - centred segment of length_px at angle_rad, sum 1, mean 0. */
struct kernel kernel_line(double length_px, double angle_rad, struct arena *a);
/** convolve() - in place; dst(x, y) = sum of w(i, j) src(x + i, y + j) for symmetric kernels. */
void convolve(struct plane p, struct kernel k, struct arena *a);

/** morph_dilate() - grey dilation by radius_px >= 0: whole steps alternate a cross and a square (an octagon), the
 *  fraction mixes with one step more, so that a straight edge moves by radius_px exactly. */
void morph_dilate(struct plane p, double radius_px, struct arena *a);
/** morph_erode() - the dual: 1 - dilate(1 - p). */
void morph_erode(struct plane p, double radius_px, struct arena *a);

/**
 * noise_field() - smooth random field, mean 0, deviation 1, changing over scale_x_px and scale_y_px.
 * Uniform values at lattice nodes (rng_hash of key and node), smoothstep between them; the deviation is
 * normalised by that of the interpolation. Perlin's value noise; at scales below 1.5 px white noise.
 */
void noise_field(struct plane p, uint32_t key, double scale_x_px, double scale_y_px, struct arena *a);
/** noise_white_row() - one row of Gaussian-like white noise: sum of four bytes of a hash (Irwin-Hall), deviation 1,
 *  never beyond 3.46. Keyed by pixel. */
void noise_white_row(float *dst, int width_px, uint32_t key, int y);

/** cos_turns() - cos(2 pi t) from a table of 4096 and linear interpolation, error < 4e-7. */
float cos_turns(float t);

/** code_from_linear() - sRGB transfer function (IEC 61966-2-1) of v clamped to [0, 1]; table of 4096
 *  intervals and linear interpolation, error < 2e-5. */
void code_from_linear(float *px, size_t n);
/** byte_from_linear() - the same rounded to 0..255. */
void byte_from_linear(const float *px, size_t n, size_t stride, uint8_t *out);
/** linear_from_byte() - inverse for 8-bit codes. */
float linear_from_byte(uint8_t code);

#endif
