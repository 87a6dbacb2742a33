// SPDX-License-Identifier: MIT
/*
 * What lies behind the ink: reflectance of the paper in linear light. Formulas: docs/effects.md.
 */
#include "tone/stage.h"

#include <math.h>

#include "base/color.h"
#include "base/simd.h"

/* 1 + strength * field: reflectance is uneven by a share of itself. */
VEC static void as_factor(float *px, float strength, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        float v = 1 + strength * px[i];
        px[i] = v < 0 ? 0 : v;
    }
}

static void fill(struct canvas *c)
{
    static const struct fx_paper white = {.lightness = 1};
    const struct fx_paper *v = FX_VALUES(c->s, paper);
    double rgb[3];
    v = v ? v : &white;
    color_linear(v->lightness, v->saturation, v->hue_deg, rgb);
    for (int k = 0; k < c->channels; k++) {
        float value = (float)(c->channels == 1 ? color_luminance(rgb) : rgb[k]);
        for (size_t i = 0; i < canvas_pixels(c); i++) {
            c->plane[k][i] = value;
        }
    }
}

/* --- photo: needs the pictures, so it stands outside the table ------------------------------------------- */

static double mirror(double x, int n)
{
    double period = 2.0 * n, t = x - period * floor(x / period);
    return t < n ? t : period - t;
}

static float photo_at(const struct image *im, double x, double y, int channel)
{
    double fx = clampd(mirror(x, im->width_px) - 0.5, 0, im->width_px - 1);
    double fy = clampd(mirror(y, im->height_px) - 0.5, 0, im->height_px - 1);
    int i = (int)fx, j = (int)fy, i1 = i + (i + 1 < im->width_px), j1 = j + (j + 1 < im->height_px);
    float u = (float)(fx - i), v = (float)(fy - j);
    const uint8_t *p = im->px + channel;
    size_t stride = (size_t)im->width_px * (size_t)im->channels, step = (size_t)im->channels;
    float a = linear_from_byte(p[(size_t)j * stride + (size_t)i * step]);
    float b = linear_from_byte(p[(size_t)j * stride + (size_t)i1 * step]);
    float d = linear_from_byte(p[(size_t)j1 * stride + (size_t)i * step]);
    float e = linear_from_byte(p[(size_t)j1 * stride + (size_t)i1 * step]);
    return (a * (1 - u) + b * u) * (1 - v) + (d * (1 - u) + e * u) * v;
}

static void paper_photo(struct canvas *c, const struct image *photos, size_t n)
{
    const struct fx_paper_photo *v = FX_VALUES(c->s, paper_photo);
    if (!v || !n) {
        return;
    }
    struct rng g = fx_rng(c, FX_paper_photo);
    const struct image *im = &photos[rng_below(&g, (uint32_t)n)];
    double x0 = rng_unit(&g) * im->width_px, y0 = rng_unit(&g) * im->height_px;
    static const float luma[3] = {0.2126f, 0.7152f, 0.0722f};
    for (int y = 0; y < c->height_px; y++) {
        for (int x = 0; x < c->width_px; x++) {
            size_t at = (size_t)y * (size_t)c->width_px + (size_t)x;
            float gray = 0, rgb[3];
            for (int k = 0; k < 3; k++) {
                rgb[k] = photo_at(im, x0 + (x + 0.5) * v->zoom, y0 + (y + 0.5) * v->zoom, im->channels == 3 ? k : 0);
                gray += luma[k] * rgb[k];
            }
            for (int k = 0; k < c->channels; k++) {
                float *px = &c->plane[k][at];
                *px += ((c->channels == 1 ? gray : rgb[k]) - *px) * (float)v->strength;
            }
        }
    }
}

/* --- printed and grown ---------------------------------------------------------------------------------------- */

/* Lightness falls evenly from that of the paper colour; hue and what lies on the paper stay. */
static void gradient(struct canvas *c)
{
    const struct fx_gradient *v = FX_VALUES(c->s, gradient);
    const struct fx_paper *paper = FX_VALUES(c->s, paper);
    double from = paper ? paper->lightness : 1, y = y_from_lightness(from);
    struct plane f = canvas_field(c);
    canvas_ramp(c, v->angle_deg, f.px);
    for (size_t i = 0; i < canvas_pixels(c); i++) {
        f.px[i] = y > 0 ? (float)(y_from_lightness(from - v->strength * (double)f.px[i]) / y) : 1;
    }
    canvas_multiply(c, f.px);
}

static void grain(struct canvas *c)
{
    const struct fx_grain *v = FX_VALUES(c->s, grain);
    struct rng g = fx_rng(c, FX_grain);
    struct plane f = canvas_field(c);
    noise_field(f, rng_key(&g), v->scale_px, v->scale_px, c->arena);
    as_factor(f.px, (float)v->strength, canvas_pixels(c));
    canvas_multiply(c, f.px);
}

static void splat(const struct canvas *c, float *field, double x, double y, float v)
{
    int i = (int)floor(x - 0.5), j = (int)floor(y - 0.5);
    if (i < 0 || j < 0 || i + 1 >= c->width_px || j + 1 >= c->height_px) {
        return;
    }
    float u = (float)(x - 0.5 - i), w = (float)(y - 0.5 - j);
    float *p = field + (size_t)j * (size_t)c->width_px + (size_t)i;
    p[0] += v * (1 - u) * (1 - w);
    p[1] += v * u * (1 - w);
    p[c->width_px] += v * (1 - u) * w;
    p[c->width_px + 1] += v * u * w;
}

/* Each fibre is a short arc of one tone; some are lighter than the paper, more are darker. */
static void fibres(struct canvas *c)
{
    const struct fx_fibres *v = FX_VALUES(c->s, fibres);
    struct rng g = fx_rng(c, FX_fibres);
    float *field = arena_zarray(c->arena, float, canvas_pixels(c));
    double reach = 1.5 * v->length_px; /* fibres that begin outside may end inside */
    int n =
        (int)(v->density * (c->width_px + 2 * reach) * (c->height_px + 2 * reach) + rng_unit(&g));
    for (int k = 0; k < n; k++) {
        double x = rng_uniform(&g, -reach, c->width_px + reach);
        double y = rng_uniform(&g, -reach, c->height_px + reach);
        double angle = rng_uniform(&g, 0, 2 * PI), turn = 0.6 * rng_normal(&g) / v->length_px;
        double length = v->length_px * rng_uniform(&g, 0.5, 1.5);
        float tone = (float)(v->strength * rng_uniform(&g, -1, 0.5));
        double dx = cos(angle), dy = sin(angle), ct = 1 - turn * turn / 2, st = turn;
        for (int t = 0; t < length; t++) {
            splat(c, field, x, y, tone);
            x += dx;
            y += dy;
            double rotated = dx * ct - dy * st; /* turned by a small angle, exact enough for a fibre */
            dy = dx * st + dy * ct;
            dx = rotated;
        }
    }
    as_factor(field, 1, canvas_pixels(c));
    canvas_multiply(c, field);
}

static void cardboard(struct canvas *c)
{
    const struct fx_cardboard *v = FX_VALUES(c->s, cardboard);
    struct rng g = fx_rng(c, FX_cardboard);
    struct plane f = canvas_field(c);
    float phase = (float)rng_unit(&g), s = (float)v->strength;
    noise_field(f, rng_key(&g), 4 * v->pitch_px, 4 * v->pitch_px, c->arena);
    /* brightness goes across the ridges, which run along the angle */
    float ax = (float)(-sin(v->angle_deg * PI / 180) / v->pitch_px);
    float ay = (float)(cos(v->angle_deg * PI / 180) / v->pitch_px);
    for (int y = 0; y < c->height_px; y++) {
        float *row = f.px + (size_t)y * (size_t)c->width_px;
        for (int x = 0; x < c->width_px; x++) {
            float turn = ((float)x + 0.5f) * ax + ((float)y + 0.5f) * ay + phase;
            row[x] = 1 + s * (cos_turns(turn) + 0.3f * row[x]);
        }
    }
    canvas_multiply(c, f.px);
}

/* A fold turns one side towards the light and the other away: derivative of a Gaussian across it, scaled
 * so that its extremes are +-strength. */
static void crease(struct canvas *c, float *field, struct rng *g, double strength, double width)
{
    double angle = rng_uniform(g, 0, PI), px = rng_uniform(g, 0, c->width_px), py = rng_uniform(g, 0, c->height_px);
    double nx = -sin(angle), ny = cos(angle), reach = 4 * width;
    double s = strength * rng_uniform(g, 0.5, 1) * (rng_u32(g) & 1 ? 1 : -1);
    for (int y = 0; y < c->height_px; y++) {
        double d0 = (0.5 - px) * nx + (y + 0.5 - py) * ny;
        int from = 0, to = c->width_px;
        if (fabs(nx) > 1e-9) {
            double a = (-reach - d0) / nx, b = (reach - d0) / nx;
            from = (int)clampd(floor(fmin(a, b)), 0, c->width_px);
            to = (int)clampd(ceil(fmax(a, b)), 0, c->width_px);
        } else if (fabs(d0) > reach) {
            continue;
        }
        for (int x = from; x < to; x++) {
            double t = (d0 + x * nx) / width;
            field[(size_t)y * (size_t)c->width_px + (size_t)x] += (float)(s * t * exp(0.5 - 0.5 * t * t));
        }
    }
}

static void creases(struct canvas *c)
{
    const struct fx_creases *v = FX_VALUES(c->s, creases);
    struct rng g = fx_rng(c, FX_creases);
    float *field = arena_zarray(c->arena, float, canvas_pixels(c));
    for (int k = 0; k < (int)(v->count + 0.5); k++) {
        crease(c, field, &g, v->strength, v->width_px);
    }
    as_factor(field, 1, canvas_pixels(c));
    canvas_multiply(c, field);
}

/* One blot: a wobbling rim where the liquid dried last, a lighter tint inside. */
static void stain(const struct canvas *c, float *field, struct rng *g, double radius, double strength)
{
    double cx = rng_uniform(g, 0, c->width_px), cy = rng_uniform(g, 0, c->height_px);
    double r = radius * rng_uniform(g, 0.6, 1.4), s = strength * rng_uniform(g, 0.6, 1);
    double a3 = 0.08 * rng_normal(g), a5 = 0.05 * rng_normal(g), rim = rng_uniform(g, 0.04, 0.12);
    double p3 = rng_uniform(g, 0, 2 * PI), p5 = rng_uniform(g, 0, 2 * PI), reach = 1.5 * r;
    for (int y = (int)fmax(0, cy - reach); y < c->height_px && y < cy + reach; y++) {
        for (int x = (int)fmax(0, cx - reach); x < c->width_px && x < cx + reach; x++) {
            double dx = x + 0.5 - cx, dy = y + 0.5 - cy, d = sqrt(dx * dx + dy * dy) / r;
            if (d > 1.4) {
                continue;
            }
            double phi = atan2(dy, dx);
            d /= 1 + a3 * cos(3 * phi + p3) + a5 * cos(5 * phi + p5);
            double edge = (d - 1) / rim;
            double inside = clampd(0.5 - edge, 0, 1);
            field[(size_t)y * (size_t)c->width_px + (size_t)x] -= (float)(s * (0.45 * inside + 0.55 * exp(-edge * edge)));
        }
    }
}

VEC static void tint_by(float *restrict px, const float *restrict field, float share, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        float f = 1 + share * field[i];
        px[i] *= f < 0 ? 0 : f;
    }
}

static void stains(struct canvas *c)
{
    const struct fx_stains *v = FX_VALUES(c->s, stains);
    struct rng g = fx_rng(c, FX_stains);
    float *field = arena_zarray(c->arena, float, canvas_pixels(c));
    for (int k = 0; k < (int)(v->count + 0.5); k++) {
        stain(c, field, &g, v->radius_em * c->em_px, v->strength);
    }
    /* coffee and grease absorb blue most */
    static const float share[3] = {0.7f, 0.9f, 1.25f};
    for (int k = 0; k < c->channels; k++) {
        tint_by(c->plane[k], field, c->channels == 1 ? 0.9f : share[k], canvas_pixels(c));
    }
}

void tone_paper(struct canvas *c, const struct image *photos, size_t n_photos)
{
    static const struct stage_row rows[] = {
        {FX_gradient, gradient}, {FX_grain, grain},     {FX_fibres, fibres},
        {FX_cardboard, cardboard}, {FX_creases, creases}, {FX_stains, stains},
    };
    fill(c);
    paper_photo(c, photos, n_photos);
    stage_run(c, rows, sizeof rows / sizeof *rows);
}
