// SPDX-License-Identifier: MIT
/*
 * From light to the camera's picture. Lens and sensor work on linear light; what comes after the tone curve
 * works on sRGB codes. Formulas: docs/effects.md.
 */
#include "tone/stage.h"

#include <math.h>
#include <string.h>

#include "base/simd.h"
#include "tone/resize.h"

/* --- lens --------------------------------------------------------------------------------------------------- */

static void convolve_all(struct canvas *c, struct kernel k)
{
    for (int i = 0; i < c->channels; i++) {
        convolve(plane_of(c, c->plane[i]), k, c->arena);
    }
}

static void defocus(struct canvas *c)
{
    convolve_all(c, kernel_disc(FX_VALUES(c->s, defocus)->radius_px, c->arena));
}

static void motion(struct canvas *c)
{
    const struct fx_motion *v = FX_VALUES(c->s, motion);
    convolve_all(c, kernel_line(v->length_px, v->angle_deg * PI / 180, c->arena));
}

static void resample(struct canvas *c)
{
    const struct fx_resample *v = FX_VALUES(c->s, resample);
    static const enum resize_filter down[] = {RESIZE_NEAREST, RESIZE_BILINEAR, RESIZE_AREA};
    static const enum resize_filter up[] = {RESIZE_NEAREST, RESIZE_BILINEAR, RESIZE_BICUBIC};
    int w = c->width_px, h = c->height_px;
    int sw = (int)fmax(1, floor(w * v->factor + 0.5)), sh = (int)fmax(1, floor(h * v->factor + 0.5));
    struct plane mid = {arena_array(c->arena, float, (size_t)sw * (size_t)sh), sw, sh};
    enum resize_filter f_down = down[(int)v->down], f_up = up[(int)v->up];
    for (int i = 0; i < c->channels; i++) {
        struct plane p = plane_of(c, c->plane[i]);
        resize(p, mid, f_down, c->arena);
        resize(mid, p, f_up, c->arena);
    }
    /* area, bilinear and bicubic keep pixel centres in place; nearest moves them */
    struct affine move = affine_identity();
    move.c = resize_shift(w, sw, f_down) + resize_shift(sw, w, f_up) * w / sw;
    move.f = resize_shift(h, sh, f_down) + resize_shift(sh, h, f_up) * h / sh;
    c->moved = affine_mul(&move, &c->moved);
}

/* --- sensor ------------------------------------------------------------------------------------------------- */

/* Variance of a pixel of v full wells: v/N photons + (read/N)^2, in full wells squared. */
VEC static void noise_row(float *restrict px, const float *restrict normal, float per_electron, float read2, int n)
{
    for (int x = 0; x < n; x++) {
        float v = px[x] < 0 ? 0 : px[x];
        px[x] += normal[x] * __builtin_sqrtf(v * per_electron + read2);
    }
}

static void noise(struct canvas *c)
{
    const struct fx_noise *v = FX_VALUES(c->s, noise);
    struct rng g = fx_rng(c, FX_noise);
    float *normal = arena_array(c->arena, float, (size_t)c->width_px);
    double read = v->read / v->electrons;
    for (int k = 0; k < c->channels; k++) {
        uint32_t key = rng_key(&g);
        for (int y = 0; y < c->height_px; y++) {
            noise_white_row(normal, c->width_px, key, y);
            noise_row(c->plane[k] + (size_t)y * (size_t)c->width_px, normal, (float)(1 / v->electrons),
                      (float)(read * read), c->width_px);
        }
    }
}

/* RGGB: the colour of the filter over pixel (x, y). */
static inline int bayer(int x, int y)
{
    return (y & 1) + (x & 1);
}

/* Bilinear: each missing colour is the mean of its samples in the 3 x 3 neighbourhood, which all are equally far.
 * src: red, green, blue at the pixel; up and down are a row away. */
static inline void demosaic_pixel(const float *const src[3], int stride, int x, int y, float out[3])
{
    const float *g = src[1],
                *other =
                    src[2 * (1 - (y & 1))]; /* what a row has besides green lies above and below */
    int own = bayer(x, y), row = 2 * (y & 1);
    if (own == 1) {
        const float *level = src[row];
        out[row] = (level[-1] + level[1]) / 2;
        out[2 - row] = (other[-stride] + other[stride]) / 2;
        out[1] = g[0];
    } else {
        out[own] = src[own][0];
        out[1] = (g[-stride] + g[-1] + g[1] + g[stride]) / 4;
        out[2 - own] =
            (other[-stride - 1] + other[-stride + 1] + other[stride - 1] + other[stride + 1]) / 4;
    }
}

/* A grey canvas is a neutral scene: all three colours are its one plane, and what is seen is the luminance of
 * the interpolated colours. */
static void demosaic(struct canvas *c)
{
    float strength = (float)FX_VALUES(c->s, demosaic)->strength;
    int w = c->width_px, h = c->height_px;
    if (w < 3 || h < 3) {
        return;
    }
    const float *src[3];
    for (int k = 0; k < 3; k++) {
        if (k < c->channels) {
            float *copy = arena_array(c->arena, float, canvas_pixels(c));
            memcpy(copy, c->plane[k], canvas_pixels(c) * sizeof *copy);
            src[k] = copy;
        } else {
            src[k] = src[0];
        }
    }
    for (int y = 1; y < h - 1; y++) {
        for (int x = 1; x < w - 1; x++) {
            float rgb[3];
            const float *at[3] = {src[0] + y * w + x, src[1] + y * w + x, src[2] + y * w + x};
            demosaic_pixel(at, w, x, y, rgb);
            if (c->channels == 1) {
                rgb[0] = 0.2126f * rgb[0] + 0.7152f * rgb[1] + 0.0722f * rgb[2];
            }
            for (int k = 0; k < c->channels; k++) {
                float *p = &c->plane[k][y * w + x];
                *p += (rgb[k] - *p) * strength;
            }
        }
    }
}

VEC static void scale_plane(float *px, float gain, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        px[i] *= gain;
    }
}

/* Gains in octaves: warmth w multiplies red by 2^(0.45 w) and blue by 2^(-0.45 w), tint t green by
 * 2^(-0.3 t); then all by what keeps the luminance of grey. A grey camera has no white balance. */
static void white_balance(struct canvas *c)
{
    const struct fx_white_balance *v = FX_VALUES(c->s, white_balance);
    if (c->channels == 1) {
        return;
    }
    double gain[3] = {exp2(0.45 * v->warmth), exp2(-0.3 * v->tint), exp2(-0.45 * v->warmth)};
    double y = 0.2126 * gain[0] + 0.7152 * gain[1] + 0.0722 * gain[2];
    for (int k = 0; k < 3; k++) {
        scale_plane(c->plane[k], (float)(gain[k] / y), canvas_pixels(c));
    }
}

VEC static void through_curve(float *restrict px, const float *restrict curve, int steps, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        float v = px[i] < 0 ? 0 : px[i] > 1 ? 1 : px[i];
        float f = __builtin_sqrtf(v) * (float)steps;
        int k = (int)f;
        px[i] = curve[k] + (curve[k + 1] - curve[k]) * (f - (float)k);
    }
}

/* v -> clip(v 2^EV) -> power gamma -> contrast about middle grey 0.18; as a table over the square root of the
 * exposed light, so that dark tones have their steps. Light above white is clipped after the exposure: a sensor
 * is full. */
static void tone_curve(struct canvas *c)
{
    const struct fx_tone_curve *v = FX_VALUES(c->s, tone_curve);
    enum { STEPS = 512 };
    float curve[STEPS + 2];
    double power = 2 * v->gamma * v->contrast, grey = pow(0.18, 1 - v->contrast);
    for (int i = 0; i < STEPS + 2; i++) {
        curve[i] = (float)fmin(1, grey * pow(fmin(1, (double)i / STEPS), power));
    }
    for (int k = 0; k < c->channels; k++) {
        scale_plane(c->plane[k], (float)exp2(v->exposure_ev), canvas_pixels(c));
        through_curve(c->plane[k], curve, STEPS, canvas_pixels(c));
    }
}

VEC static void from_grey(float *restrict r, float *restrict g, float *restrict b, float amount, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        float y = 0.2126f * r[i] + 0.7152f * g[i] + 0.0722f * b[i];
        float to[3] = {y + amount * (r[i] - y), y + amount * (g[i] - y), y + amount * (b[i] - y)};
        r[i] = to[0] < 0 ? 0 : to[0];
        g[i] = to[1] < 0 ? 0 : to[1];
        b[i] = to[2] < 0 ? 0 : to[2];
    }
}

/* p -> y + amount (p - y), y the luminance: grey stays, and so does the luminance of what is not cut off at 0. */
static void saturation(struct canvas *c)
{
    if (c->channels == 3) {
        from_grey(c->plane[0], c->plane[1], c->plane[2], (float)FX_VALUES(c->s, saturation)->amount,
                  canvas_pixels(c));
    }
}

/* --- processing, on codes ----------------------------------------------------------------------------------- */

void canvas_code(struct canvas *c)
{
    for (int k = 0; k < c->channels && !c->coded; k++) {
        code_from_linear(c->plane[k], canvas_pixels(c));
    }
    c->coded = true;
}

VEC static void unsharp(float *restrict px, const float *restrict blurred, float amount, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        px[i] += amount * (px[i] - blurred[i]);
    }
}

static void sharpen(struct canvas *c)
{
    const struct fx_sharpen *v = FX_VALUES(c->s, sharpen);
    struct plane blurred = canvas_field(c);
    canvas_code(c);
    for (int k = 0; k < c->channels; k++) {
        memcpy(blurred.px, c->plane[k], canvas_pixels(c) * sizeof *blurred.px);
        blur_gauss(blurred, v->radius_px, c->arena);
        unsharp(c->plane[k], blurred.px, (float)v->amount, canvas_pixels(c));
    }
}

void tone_camera(struct canvas *c)
{
    static const struct stage_row rows[] = {
        {FX_defocus, defocus},   {FX_motion, motion},       {FX_resample, resample},
        {FX_noise, noise},       {FX_demosaic, demosaic},   {FX_white_balance, white_balance},
        {FX_tone_curve, tone_curve}, {FX_saturation, saturation}, {FX_sharpen, sharpen},
    };
    stage_run(c, rows, sizeof rows / sizeof *rows);
}
