// SPDX-License-Identifier: MIT
/*
 * What a scanner and the way to the file do, on sRGB codes. Formulas: docs/effects.md.
 */
#include "tone/stage.h"

#include <math.h>
#include <string.h>

#include "base/simd.h"

/* --- rows shifted sideways ----------------------------------------------------------------------------------- */

/* dst(x) = src(x - shift), linear between pixels. */
static void shift_row(float *row, float *copy, int n, double shift)
{
    memcpy(copy, row, (size_t)n * sizeof *row);
    for (int x = 0; x < n; x++) {
        double at = clampd(x - shift, 0, n - 1);
        int i = (int)at, j = i + 1 < n ? i + 1 : i;
        float t = (float)(at - i);
        row[x] = copy[i] + (copy[j] - copy[i]) * t;
    }
}

static void scan_jitter(struct canvas *c)
{
    const struct fx_scan_jitter *v = FX_VALUES(c->s, scan_jitter);
    struct rng g = fx_rng(c, FX_scan_jitter);
    c->row_shift_px = arena_array(c->arena, float, (size_t)c->height_px);
    /* one column of a field that changes along y alone */
    noise_field((struct plane){c->row_shift_px, 1, c->height_px}, rng_key(&g), 2, v->scale_px, c->arena);
    float *copy = arena_array(c->arena, float, (size_t)c->width_px);
    for (int y = 0; y < c->height_px; y++) {
        c->row_shift_px[y] *= (float)v->amplitude_px;
        for (int k = 0; k < c->channels; k++) {
            shift_row(c->plane[k] + (size_t)y * (size_t)c->width_px, copy, c->width_px,
                      (double)c->row_shift_px[y]);
        }
    }
}

/* --- black and white -------------------------------------------------------------------------------------------- */

/* Darkest and lightest value of every tile of side `tile`, then of each tile with its neighbours. */
struct tiles {
    int nx, ny, side;
    float *lo, *hi;
};

static struct tiles tiles_of(struct canvas *c, const float *px, int side)
{
    struct tiles t = {(c->width_px + side - 1) / side, (c->height_px + side - 1) / side, side, NULL, NULL};
    size_t n = (size_t)t.nx * (size_t)t.ny;
    float *lo = arena_array(c->arena, float, n), *hi = arena_array(c->arena, float, n);
    t.lo = arena_array(c->arena, float, n);
    t.hi = arena_array(c->arena, float, n);
    for (size_t i = 0; i < n; i++) {
        lo[i] = 1;
        hi[i] = 0;
    }
    for (int y = 0; y < c->height_px; y++) {
        for (int x = 0; x < c->width_px; x++) {
            float v = px[(size_t)y * (size_t)c->width_px + (size_t)x];
            size_t k = (size_t)(y / side) * (size_t)t.nx + (size_t)(x / side);
            lo[k] = v < lo[k] ? v : lo[k];
            hi[k] = v > hi[k] ? v : hi[k];
        }
    }
    for (int j = 0; j < t.ny; j++) {
        for (int i = 0; i < t.nx; i++) {
            float a = 1, b = 0;
            for (int k = 0; k < 9; k++) {
                int x = i + k % 3 - 1, y = j + k / 3 - 1;
                if (x >= 0 && y >= 0 && x < t.nx && y < t.ny) {
                    a = fminf(a, lo[y * t.nx + x]);
                    b = fmaxf(b, hi[y * t.nx + x]);
                }
            }
            t.lo[j * t.nx + i] = a;
            t.hi[j * t.nx + i] = b;
        }
    }
    return t;
}

/* Bilinear between the centres of tiles. */
static float between(const struct tiles *t, const float *v, int x, int y)
{
    float fx = ((float)x + 0.5f) / (float)t->side - 0.5f, fy = ((float)y + 0.5f) / (float)t->side - 0.5f;
    fx = fx < 0 ? 0 : fx > (float)(t->nx - 1) ? (float)(t->nx - 1) : fx;
    fy = fy < 0 ? 0 : fy > (float)(t->ny - 1) ? (float)(t->ny - 1) : fy;
    int i = (int)fx, j = (int)fy, i1 = i + (i + 1 < t->nx), j1 = j + (j + 1 < t->ny);
    float u = fx - (float)i, w = fy - (float)j;
    float top = v[j * t->nx + i] + (v[j * t->nx + i1] - v[j * t->nx + i]) * u;
    float low = v[j1 * t->nx + i] + (v[j1 * t->nx + i1] - v[j1 * t->nx + i]) * u;
    return top + (low - top) * w;
}

VEC static void luma(float *restrict out, const float *restrict r, const float *restrict g, const float *restrict b,
                     size_t n)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = 0.299f * r[i] + 0.587f * g[i] + 0.114f * b[i];
    }
}

/* Bernsen's local threshold between the darkest and the lightest of the neighbourhood; a neighbourhood without
 * contrast is paper. */
static void binarize(struct canvas *c)
{
    const struct fx_binarize *v = FX_VALUES(c->s, binarize);
    struct rng g = fx_rng(c, FX_binarize);
    uint32_t key = rng_key(&g);
    struct plane y_plane = canvas_field(c);
    size_t n = canvas_pixels(c);
    if (c->channels == 1) {
        memcpy(y_plane.px, c->plane[0], n * sizeof *y_plane.px);
    } else {
        luma(y_plane.px, c->plane[0], c->plane[1], c->plane[2], n);
    }
    const float flat = 0.12f;
    float share = (float)v->threshold, soft = (float)v->softness, speckle = (float)v->speckle;
    struct tiles t = tiles_of(c, y_plane.px, (int)fmax(4, c->em_px / 2));
    for (int y = 0; y < c->height_px; y++) {
        for (int x = 0; x < c->width_px; x++) {
            size_t at = (size_t)y * (size_t)c->width_px + (size_t)x;
            float lo = between(&t, t.lo, x, y), hi = between(&t, t.hi, x, y);
            bool white = hi - lo < flat || y_plane.px[at] > lo + (hi - lo) * share;
            white ^= rng_hash_unit(key, (uint32_t)x, (uint32_t)y) < speckle;
            for (int k = 0; k < c->channels; k++) {
                float *p = &c->plane[k][at];
                *p = (white ? 1.0f : 0.0f) * (1 - soft) + *p * soft;
            }
        }
    }
}

/* --- a second JPEG --------------------------------------------------------------------------------------------------- */

static enum st recompress(struct canvas *c, struct encoder *en, struct err *e)
{
    const struct fx_recompress *v = FX_VALUES(c->s, recompress);
    struct image im = {0}, back = {0};
    struct buf file = {0};
    enum st st;
    (void)((st = tone_encode(c, &im, e)) || (st = encode_jpeg(en, &im, (int)(v->quality + 0.5), &file, e)) ||
           (st = image_decode(file.data, file.len, c->channels, &back, e)));
    for (int k = 0; k < c->channels && !st; k++) {
        for (size_t i = 0; i < canvas_pixels(c); i++) {
            c->plane[k][i] = (float)back.px[i * (size_t)c->channels + (size_t)k] * (1.0f / 255);
        }
    }
    buf_release(&file);
    image_release(&im);
    image_release(&back);
    return st;
}

enum st tone_scanner(struct canvas *c, struct encoder *en, struct err *e)
{
    static const struct stage_row rows[] = {{FX_scan_jitter, scan_jitter}, {FX_binarize, binarize}};
    if (c->s->fx[FX_scan_jitter].on || c->s->fx[FX_binarize].on || c->s->fx[FX_recompress].on) {
        canvas_code(c);
    }
    stage_run(c, rows, sizeof rows / sizeof *rows);
    return c->s->fx[FX_recompress].on ? recompress(c, en, e) : ST_OK;
}
