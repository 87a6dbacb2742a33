// SPDX-License-Identifier: MIT
/*
 * Light on the page: what multiplies (fall-off, shadow, vignette) and what adds (reflections), in linear
 * light. Formulas: docs/effects.md.
 */
#include "tone/stage.h"

#include <math.h>

#include "base/simd.h"

static void light(struct canvas *c)
{
    const struct fx_light *v = FX_VALUES(c->s, light);
    struct plane f = canvas_field(c);
    canvas_ramp(c, v->angle_deg, f.px);
    for (size_t i = 0; i < canvas_pixels(c); i++) {
        f.px[i] = 1 - (float)v->strength * f.px[i];
    }
    canvas_multiply(c, f.px);
}

/* The edge passes through a random point of the picture; the side its normal points to is dark. */
static void shadow(struct canvas *c)
{
    const struct fx_shadow *v = FX_VALUES(c->s, shadow);
    struct rng g = fx_rng(c, FX_shadow);
    double nx = cos(v->angle_deg * PI / 180), ny = sin(v->angle_deg * PI / 180);
    double px = rng_uniform(&g, 0.15, 0.85) * c->width_px, py = rng_uniform(&g, 0.15, 0.85) * c->height_px;
    struct plane f = canvas_field(c);
    float step = (float)(nx / v->softness_px), s = (float)v->strength;
    for (int y = 0; y < c->height_px; y++) {
        float at = (float)(((0.5 - px) * nx + (y + 0.5 - py) * ny) / v->softness_px + 0.5);
        float *row = f.px + (size_t)y * (size_t)c->width_px;
        for (int x = 0; x < c->width_px; x++) {
            float t = at + step * (float)x;
            t = t < 0 ? 0 : t > 1 ? 1 : t;
            row[x] = 1 - s * t * t * (3 - 2 * t);
        }
    }
    canvas_multiply(c, f.px);
}

VEC static void add(float *restrict px, const float *restrict field, float strength, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        px[i] += strength * field[i];
    }
}

static void add_light(struct canvas *c, const float *field, double strength)
{
    for (int k = 0; k < c->channels; k++) {
        add(c->plane[k], field, (float)strength, canvas_pixels(c));
    }
}

/* A bell that ends: (1 - q/9)^4 of the squared radius q, zero from three radii on. */
static inline float bump(float q)
{
    float t = 1 - q * (1.0f / 9);
    t = t < 0 ? 0 : t;
    return t * t * t * t;
}

static void glare(struct canvas *c)
{
    const struct fx_glare *v = FX_VALUES(c->s, glare);
    struct rng g = fx_rng(c, FX_glare);
    double cx = rng_unit(&g) * c->width_px, cy = rng_unit(&g) * c->height_px, angle = rng_uniform(&g, 0, PI);
    double r = v->radius_em * c->em_px, long_r = r * sqrt(v->stretch), short_r = r / sqrt(v->stretch);
    float ax = (float)(cos(angle) / long_r), ay = (float)(sin(angle) / long_r);
    float bx = (float)(-sin(angle) / short_r), by = (float)(cos(angle) / short_r);
    struct plane f = canvas_field(c);
    for (int y = 0; y < c->height_px; y++) {
        float *row = f.px + (size_t)y * (size_t)c->width_px;
        float dy = (float)(y + 0.5 - cy), x0 = (float)(0.5 - cx);
        for (int x = 0; x < c->width_px; x++) {
            float dx = x0 + (float)x, p = dx * ax + dy * ay, q = dx * bx + dy * by;
            row[x] = bump(p * p + q * q);
        }
    }
    add_light(c, f.px, v->strength);
}

VEC static void ridge(float *px, const float *second, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        /* crests of the folded film lie where two smooth fields nearly agree */
        float d = (px[i] - second[i]) * 3;
        float t = 1 / (1 + d * d);
        px[i] = t * t;
    }
}

static void plastic(struct canvas *c)
{
    const struct fx_plastic *v = FX_VALUES(c->s, plastic);
    struct rng g = fx_rng(c, FX_plastic);
    struct plane a = canvas_field(c), b = canvas_field(c);
    double tilt = rng_uniform(&g, 0.4, 2.5);
    noise_field(a, rng_key(&g), v->scale_px * tilt, v->scale_px / tilt, c->arena);
    noise_field(b, rng_key(&g), 2 * v->scale_px, 2 * v->scale_px, c->arena);
    ridge(a.px, b.px, canvas_pixels(c));
    add_light(c, a.px, v->strength);
}

/* cos^4 of the angle off the axis, 1 / (1 + k q)^2 with q = squared distance from the centre in units of the
 * corner's, k chosen so that the corner loses `strength`. */
static void vignette(struct canvas *c)
{
    const struct fx_vignette *v = FX_VALUES(c->s, vignette);
    double hw = c->width_px / 2.0, hh = c->height_px / 2.0;
    float k = (float)(1 / sqrt(fmax(1e-3, 1 - v->strength)) - 1), unit = (float)(1 / (hw * hw + hh * hh));
    struct plane f = canvas_field(c);
    for (int y = 0; y < c->height_px; y++) {
        float *row = f.px + (size_t)y * (size_t)c->width_px;
        float dy = (float)(y + 0.5 - hh), x0 = (float)(0.5 - hw);
        for (int x = 0; x < c->width_px; x++) {
            float dx = x0 + (float)x, t = 1 + k * (dx * dx + dy * dy) * unit;
            row[x] = 1 / (t * t);
        }
    }
    canvas_multiply(c, f.px);
}

void tone_light(struct canvas *c)
{
    static const struct stage_row rows[] = {
        {FX_light, light},     {FX_shadow, shadow},     {FX_glare, glare},
        {FX_plastic, plastic}, {FX_vignette, vignette},
    };
    stage_run(c, rows, sizeof rows / sizeof *rows);
}
