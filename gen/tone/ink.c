// SPDX-License-Identifier: MIT
/*
 * Effects on the coverage of the text's own ink, in [0, 1]. Formulas: docs/effects.md.
 */
#include "tone/stage.h"

#include <math.h>
#include <string.h>

#include "base/simd.h"

static struct plane ink_plane(struct canvas *c)
{
    return plane_of(c, c->ink);
}

static float smooth01(float t)
{
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return t * t * (3 - 2 * t);
}

static void erode(struct canvas *c)
{
    morph_erode(ink_plane(c), FX_VALUES(c->s, erode)->radius_px, c->arena);
}

static void dilate(struct canvas *c)
{
    morph_dilate(ink_plane(c), FX_VALUES(c->s, dilate)->radius_px, c->arena);
}

/* Ink runs to where its blur passes a threshold that the paper's fibres vary. The threshold ends at the least that
 * keeps the edge of a wide stroke within 1.2 deviations, Phi(-1.2) = 0.115 = 0.24 - 0.125: where there is no
 * ink nearby, none runs. */
VEC static void bleed_mix(float *restrict ink, const float *restrict blurred,
                          const float *restrict noise, float rough, float share, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        float limit = 0.32f + rough * noise[i];
        limit = limit < 0.24f ? 0.24f : limit;
        float t = (blurred[i] - limit) * 4 + 0.5f;
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        float gain = t * t * (3 - 2 * t) - ink[i];
        ink[i] += gain > 0 ? gain * share : 0;
    }
}

static void bleed(struct canvas *c)
{
    const struct fx_bleed *v = FX_VALUES(c->s, bleed);
    struct rng g = fx_rng(c, FX_bleed);
    struct plane blurred = canvas_field(c), noise = canvas_field(c);
    memcpy(blurred.px, c->ink, canvas_pixels(c) * sizeof *c->ink);
    blur_gauss(blurred, v->radius_px, c->arena);
    noise_field(noise, rng_key(&g), 1.5 + v->radius_px, 1.5 + v->radius_px, c->arena);
    /* below 0.4 px the threshold would do nothing but harden edges: it fades out */
    float share = (float)fmin(1, v->radius_px / 0.4);
    bleed_mix(c->ink, blurred.px, noise.px, (float)(0.16 * v->roughness), share, canvas_pixels(c));
}

/* The noise value above which `share` of the ink (weighted by coverage) lies. */
static float ink_quantile(const float *ink, const float *noise, size_t n, double share)
{
    enum { BINS = 1024 };
    static const float range = 4; /* noise_field stays within +-2.4, white noise within +-3.5 */
    double bin[BINS] = {0}, total = 0, above = 0;
    for (size_t i = 0; i < n; i++) {
        int k = (int)((noise[i] + range) * (BINS / (2 * range)));
        k = k < 0 ? 0 : k >= BINS ? BINS - 1 : k;
        bin[k] += (double)ink[i];
        total += (double)ink[i];
    }
    for (int k = BINS - 1; k >= 0; k--) {
        if (above + bin[k] >= share * total) {
            double part = bin[k] > 0 ? (share * total - above) / bin[k] : 0;
            return (float)(k + 1 - part) * (2 * range / BINS) - range;
        }
        above += bin[k];
    }
    return -range;
}

static void broken(struct canvas *c)
{
    const struct fx_broken *v = FX_VALUES(c->s, broken);
    struct rng g = fx_rng(c, FX_broken);
    struct plane noise = canvas_field(c);
    size_t n = canvas_pixels(c);
    noise_field(noise, rng_key(&g), v->scale_px, v->scale_px, c->arena);
    float limit = ink_quantile(c->ink, noise.px, n, v->share);
    const float soft = 0.15f; /* of a deviation, to both sides: the share of ink stays */
    for (size_t i = 0; i < n; i++) {
        c->ink[i] *= 1 - smooth01((noise.px[i] - limit) / (2 * soft) + 0.5f);
    }
}

/* A disc of radius r about (cx, cy), its rim one pixel wide, laid into `out` by maximum. */
static void stamp_dot(struct canvas *c, float *out, double cx, double cy, double r)
{
    int x0 = (int)floor(cx - r - 1), x1 = (int)ceil(cx + r + 1);
    int y0 = (int)floor(cy - r - 1), y1 = (int)ceil(cy + r + 1);
    for (int y = y0 < 0 ? 0 : y0; y < y1 && y < c->height_px; y++) {
        for (int x = x0 < 0 ? 0 : x0; x < x1 && x < c->width_px; x++) {
            double d = r + 0.5 - hypot(x + 0.5 - cx, y + 0.5 - cy);
            float v = (float)clampd(d, 0, 1), *at = &out[(size_t)y * (size_t)c->width_px + (size_t)x];
            *at = v > *at ? v : *at;
        }
    }
}

static double pin_pitch_px(const struct fx_dot_matrix *v, double em_px)
{
    return fmax(1.5, v->pitch_em * em_px);
}

static double cell_mean(const struct canvas *c, double x0, double y0, double pitch)
{
    double sum = 0;
    int n = 0;
    for (int y = (int)fmax(0, floor(y0 + 0.5)); y < (int)floor(y0 + pitch + 0.5) && y < c->height_px; y++) {
        for (int x = (int)fmax(0, floor(x0 + 0.5)); x < (int)floor(x0 + pitch + 0.5) && x < c->width_px; x++) {
            sum += (double)c->ink[(size_t)y * (size_t)c->width_px + (size_t)x];
            n++;
        }
    }
    return n ? sum / n : 0;
}

static void dot_matrix(struct canvas *c)
{
    const struct fx_dot_matrix *v = FX_VALUES(c->s, dot_matrix);
    struct rng g = fx_rng(c, FX_dot_matrix);
    double pitch = pin_pitch_px(v, c->em_px), r = 0.5 * v->dot * pitch;
    double ox = -rng_unit(&g) * pitch, oy = -rng_unit(&g) * pitch;
    uint32_t key = rng_key(&g);
    float *out = arena_zarray(c->arena, float, canvas_pixels(c));
    for (int j = 0; oy + j * pitch < c->height_px; j++) {
        for (int i = 0; ox + i * pitch < c->width_px; i++) {
            double x = ox + i * pitch, y = oy + j * pitch;
            if (cell_mean(c, x, y, pitch) > 0.4) {
                /* pins strike unevenly */
                double strike = 0.9 + 0.2 * (double)rng_hash_unit(key, (uint32_t)i, (uint32_t)j);
                stamp_dot(c, out, x + pitch / 2, y + pitch / 2, r * strike);
            }
        }
    }
    memcpy(c->ink, out, canvas_pixels(c) * sizeof *out);
}

static void thermal(struct canvas *c)
{
    const struct fx_thermal *v = FX_VALUES(c->s, thermal);
    struct rng g = fx_rng(c, FX_thermal);
    struct plane band = canvas_field(c);
    uint32_t key = rng_key(&g), dead = rng_key(&g);
    noise_field(band, key, 3 * v->scale_px, v->scale_px, c->arena);
    float *element = arena_array(c->arena, float, (size_t)c->width_px);
    for (int x = 0; x < c->width_px; x++) {
        element[x] = (double)rng_hash_unit(dead, (uint32_t)x, 0) < v->dead ? 0.15f : 1;
    }
    float fade = (float)v->fade;
    for (int y = 0; y < c->height_px; y++) {
        size_t row = (size_t)y * (size_t)c->width_px;
        for (int x = 0; x < c->width_px; x++) {
            float weak = smooth01(0.5f + 0.4f * band.px[row + (size_t)x]);
            c->ink[row + (size_t)x] *= (1 - fade * weak) * element[x];
        }
    }
}

/* How much of a place with spot value s is inked. The spot function of a clustered-dot screen is
 * (2 + cos 2 pi u + cos 2 pi v) / 4, from 0 to 1; sharp: one over its change in a pixel. */
static inline float screen_dot(float s, float limit, float sharp)
{
    float on = (s - limit) * sharp + 0.5f;
    return on < 0 ? 0 : on > 1 ? 1 : on;
}

/* The threshold at which the mean over a cell is `tint`, edges as soft as they are drawn; by bisection. */
static float screen_threshold(double tint, float sharp)
{
    enum { N = 24, ROUNDS = 20 };
    float spot[N * N], lo = -0.5f / sharp, hi = 1 + 0.5f / sharp;
    for (int k = 0; k < N * N; k++) {
        spot[k] = 0.5f + 0.25f * (cos_turns(((float)(k % N) + 0.5f) / N) +
                                  cos_turns(((float)(k / N) + 0.5f) / N));
    }
    for (int round = 0; round < ROUNDS && tint < 1; round++) {
        float mid = (lo + hi) / 2, sum = 0;
        for (int k = 0; k < N * N; k++) {
            sum += screen_dot(spot[k], mid, sharp);
        }
        *((double)sum > tint * N * N ? &lo : &hi) = mid;
    }
    return lo;
}

static void halftone(struct canvas *c)
{
    const struct fx_halftone *v = FX_VALUES(c->s, halftone);
    struct rng g = fx_rng(c, FX_halftone);
    float ca = (float)(cos(v->angle_deg * PI / 180) / v->pitch_px);
    float sa = (float)(sin(v->angle_deg * PI / 180) / v->pitch_px);
    float pu = (float)rng_unit(&g), pv = (float)rng_unit(&g);
    float sharp = (float)(v->pitch_px / 1.1), limit = screen_threshold(v->tint, sharp);
    for (int y = 0; y < c->height_px; y++) {
        float *ink = c->ink + (size_t)y * (size_t)c->width_px;
        for (int x = 0; x < c->width_px; x++) {
            if (ink[x] > 0) {
                float fx = (float)x + 0.5f, fy = (float)y + 0.5f;
                float s = 0.5f + 0.25f * (cos_turns(fx * ca + fy * sa + pu) + cos_turns(fy * ca - fx * sa + pv));
                ink[x] *= screen_dot(s, limit, sharp);
            }
        }
    }
}

double tone_grow_px(const struct sample *s, double em_px)
{
    const struct fx_dilate *dilate_by = FX_VALUES(s, dilate);
    const struct fx_bleed *bleed_by = FX_VALUES(s, bleed);
    const struct fx_dot_matrix *pins = FX_VALUES(s, dot_matrix);
    double grow =
        (dilate_by ? dilate_by->radius_px : 0) + (bleed_by ? 1.2 * bleed_by->radius_px : 0);
    if (pins) { /* a cell that is inked for 0.4 has its centre at most 0.1 pitches outside; cells are rounded to pixels */
        double pitch = pin_pitch_px(pins, em_px);
        grow += 1.1 * 0.5 * pins->dot * pitch + 0.1 * pitch + 0.5;
    }
    return grow;
}

void tone_ink(struct canvas *c)
{
    static const struct stage_row rows[] = {
        {FX_erode, erode},           {FX_dilate, dilate},   {FX_bleed, bleed},       {FX_broken, broken},
        {FX_dot_matrix, dot_matrix}, {FX_thermal, thermal}, {FX_halftone, halftone},
    };
    stage_run(c, rows, sizeof rows / sizeof *rows);
    c->grow_px = tone_grow_px(c->s, c->em_px);
}
