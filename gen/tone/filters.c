// SPDX-License-Identifier: MIT
#include "tone/filters.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/color.h"
#include "base/geom.h"
#include "base/rng.h"
#include "base/simd.h"

/* --- tables: constants that are computed once ------------------------------------------------------------ */

enum { CODE_STEPS = 4096, BYTE_STEPS = 16384, COS_STEPS = 4096 };

static struct {
    float code[CODE_STEPS + 2];
    uint8_t byte[BYTE_STEPS + 1];
    float linear[256];
    float cos[COS_STEPS + 2];
} table;
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

static void fill_tables(void)
{
    for (int i = 0; i < CODE_STEPS + 2; i++) {
        table.code[i] = (float)srgb_encode(fmin(1.0, (double)i / CODE_STEPS));
    }
    for (int i = 0; i <= BYTE_STEPS; i++) {
        table.byte[i] = (uint8_t)(255 * srgb_encode((double)i / BYTE_STEPS) + 0.5);
    }
    for (int i = 0; i < 256; i++) {
        table.linear[i] = (float)srgb_decode(i / 255.0);
    }
    for (int i = 0; i < COS_STEPS + 2; i++) {
        table.cos[i] = (float)cos(2 * PI * i / COS_STEPS);
    }
}

static void tables(void)
{
    pthread_once(&table_once, fill_tables);
}

float cos_turns(float t)
{
    tables();
    float f = (t - floorf(t)) * COS_STEPS;
    int i = (int)f;
    float u = f - (float)i;
    return table.cos[i] + (table.cos[i + 1] - table.cos[i]) * u;
}

static inline float clamp01(float v)
{
    return v < 0 ? 0 : v > 1 ? 1 : v; /* NaN: neither holds, and no plane holds NaN */
}

VEC static void code_rows(float *px, size_t n, const float *code)
{
    for (size_t i = 0; i < n; i++) {
        float f = clamp01(px[i]) * CODE_STEPS;
        int k = (int)f;
        px[i] = code[k] + (code[k + 1] - code[k]) * (f - (float)k);
    }
}

void code_from_linear(float *px, size_t n)
{
    tables();
    code_rows(px, n, table.code);
}

void byte_from_linear(const float *px, size_t n, size_t stride, uint8_t *out)
{
    tables();
    for (size_t i = 0; i < n; i++) {
        out[i * stride] = table.byte[(int)(clamp01(px[i]) * BYTE_STEPS + 0.5f)];
    }
}

float linear_from_byte(uint8_t code)
{
    tables();
    return table.linear[code];
}

/* --- convolution -------------------------------------------------------------------------------------------- */

/* The plane with r pixels of repeated border on every side; row stride is width + 2r. */
static float *padded(struct plane p, int r, struct arena *a)
{
    int w = p.width_px, h = p.height_px, stride = w + 2 * r;
    float *out = arena_array(a, float, (size_t)stride * (size_t)(h + 2 * r));
    for (int y = -r; y < h + r; y++) {
        const float *src = p.px + (size_t)(y < 0 ? 0 : y >= h ? h - 1 : y) * (size_t)w;
        float *dst = out + (size_t)(y + r) * (size_t)stride;
        for (int x = 0; x < r; x++) {
            dst[x] = src[0];
            dst[r + w + x] = src[w - 1];
        }
        memcpy(dst + r, src, (size_t)w * sizeof *dst);
    }
    return out;
}

VEC static void row_scale(float *restrict dst, const float *restrict src, float weight, int n)
{
    for (int x = 0; x < n; x++) {
        dst[x] = src[x] * weight;
    }
}

VEC static void row_add(float *restrict dst, const float *restrict src, float weight, int n)
{
    for (int x = 0; x < n; x++) {
        dst[x] += src[x] * weight;
    }
}

void convolve(struct plane p, struct kernel k, struct arena *a)
{
    if (k.r == 0) {
        return;
    }
    int w = p.width_px, side = 2 * k.r + 1;
    size_t stride = (size_t)(w + 2 * k.r);
    const float *src = padded(p, k.r, a);
    for (int y = 0; y < p.height_px; y++) {
        float *dst = p.px + (size_t)y * (size_t)w;
        memset(dst, 0, (size_t)w * sizeof *dst);
        for (int j = 0; j < side; j++) {
            for (int i = 0; i < side; i++) {
                float weight = k.w[j * side + i];
                if (weight > 0) {
                    row_add(dst, src + (size_t)(y + j) * stride + i, weight, w);
                }
            }
        }
    }
}

enum { GAUSS_MAX_R = 64 };

/* Taps -r..r of the discrete Gaussian exp(-t) I_n(t), t = sigma^2, I_n the modified Bessel function (T. Lindeberg,
 * "Scale-space for discrete signals", PAMI 1990): its variance is sigma^2 however small sigma is, where a sampled
 * Gaussian falls short (by 15 % at sigma = 0.5). Miller's backward recurrence I_(n-1) = I_(n+1) + 2 n / t I_n. */
static void gauss_taps(double sigma_px, int r, float *tap)
{
    double t = sigma_px * sigma_px, above = 0, at = 1e-200, v[GAUSS_MAX_R + 1] = {0}, sum = 0;
    for (int n = 2 * r + 16; n >= 0; n--) {
        if (n <= r) {
            v[n] = at;
            sum += n ? 2 * at : at;
        }
        double below = above + 2 * n / t * at;
        above = at;
        at = below;
    }
    for (int i = -r; i <= r; i++) {
        tap[i + r] = (float)(v[i < 0 ? -i : i] / sum);
    }
}

void blur_gauss(struct plane p, double sigma_px, struct arena *a)
{
    if (!(sigma_px > 0.05)) {
        return;
    }
    int r = (int)clampd(ceil(3 * sigma_px), 2, GAUSS_MAX_R);
    float tap[2 * GAUSS_MAX_R + 1];
    gauss_taps(sigma_px, r, tap);
    int w = p.width_px, h = p.height_px;
    size_t stride = (size_t)(w + 2 * r);
    const float *src = padded(p, r, a);
    float *mid = arena_array(a, float, stride);
    for (int y = 0; y < h; y++) {
        row_scale(mid, src + (size_t)y * stride, tap[0], (int)stride);
        for (int j = 1; j <= 2 * r; j++) {
            row_add(mid, src + (size_t)(y + j) * stride, tap[j], (int)stride);
        }
        float *dst = p.px + (size_t)y * (size_t)w;
        row_scale(dst, mid, tap[0], w);
        for (int i = 1; i <= 2 * r; i++) {
            row_add(dst, mid + i, tap[i], w);
        }
    }
}

void blur_box(struct plane p, int radius_px, struct arena *a)
{
    int r = radius_px, w = p.width_px, h = p.height_px;
    if (r < 1) {
        return;
    }
    size_t stride = (size_t)(w + 2 * r);
    const float *src = padded(p, r, a);
    double *column = arena_zarray(a, double, stride); /* sums over the window's rows */
    double norm = 1.0 / ((double)(2 * r + 1) * (2 * r + 1));
    for (int j = 0; j < 2 * r; j++) {
        for (size_t x = 0; x < stride; x++) {
            column[x] += (double)src[(size_t)j * stride + x];
        }
    }
    for (int y = 0; y < h; y++) {
        double sum = 0;
        for (size_t x = 0; x < stride; x++) {
            column[x] += (double)src[(size_t)(y + 2 * r) * stride + x];
        }
        for (int i = 0; i < 2 * r; i++) {
            sum += column[i];
        }
        for (int x = 0; x < w; x++) {
            sum += column[x + 2 * r];
            p.px[(size_t)y * (size_t)w + (size_t)x] = (float)(sum * norm);
            sum -= column[x];
        }
        for (size_t x = 0; x < stride; x++) {
            column[x] -= (double)src[(size_t)y * stride + x];
        }
    }
}

static struct kernel kernel_new(int r, struct arena *a)
{
    size_t side = (size_t)(2 * r + 1);
    return (struct kernel){r, arena_zarray(a, float, side * side)};
}

static void kernel_normalise(struct kernel k)
{
    int n = (2 * k.r + 1) * (2 * k.r + 1);
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += (double)k.w[i];
    }
    for (int i = 0; i < n; i++) {
        k.w[i] = (float)((double)k.w[i] / sum);
    }
}

struct kernel kernel_disc(double radius_px, struct arena *a)
{
    enum { SUB = 8 };
    struct kernel k = kernel_new((int)ceil(radius_px - 0.5 > 0 ? radius_px - 0.5 : 0), a);
    int side = 2 * k.r + 1;
    double r2 = radius_px * radius_px;
    for (int j = 0; j < side; j++) {
        for (int i = 0; i < side; i++) {
            int hits = 0;
            for (int s = 0; s < SUB * SUB; s++) {
                double x = i - k.r + (s % SUB + 0.5) / SUB - 0.5, y = j - k.r + (s / SUB + 0.5) / SUB - 0.5;
                hits += x * x + y * y <= r2;
            }
            k.w[j * side + i] = (float)hits;
        }
    }
    if (k.w[k.r * side + k.r] <= 0) {
        k.w[k.r * side + k.r] = 1; /* a radius below the subsamples' grid: no blur */
    }
    kernel_normalise(k);
    return k;
}

struct kernel kernel_line(double length_px, double angle_rad, struct arena *a)
{
    enum { STEPS = 256 };
    struct kernel k = kernel_new((int)ceil(length_px / 2 + 0.5), a);
    int side = 2 * k.r + 1;
    for (int s = 0; s < STEPS; s++) { /* points of the segment, shared out bilinearly */
        double t = ((s + 0.5) / STEPS - 0.5) * length_px;
        double x = k.r + t * cos(angle_rad), y = k.r + t * sin(angle_rad);
        int i = (int)floor(x), j = (int)floor(y);
        float u = (float)(x - i), v = (float)(y - j);
        float share[4] = {(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v};
        for (int c = 0; c < 4; c++) {
            int ci = i + c % 2, cj = j + c / 2;
            if (share[c] > 1e-6f && ci >= 0 && cj >= 0 && ci < side && cj < side) {
                k.w[cj * side + ci] += share[c];
            }
        }
    }
    kernel_normalise(k);
    return k;
}

/* --- morphology --------------------------------------------------------------------------------------------- */

VEC static void row_max(float *restrict dst, const float *restrict src, int n)
{
    for (int x = 0; x < n; x++) {
        dst[x] = src[x] > dst[x] ? src[x] : dst[x];
    }
}

VEC static void row_mix(float *restrict dst, const float *restrict other, float share, int n)
{
    for (int x = 0; x < n; x++) {
        dst[x] += (other[x] - dst[x]) * share;
    }
}

/* One step: maximum over the cross or the 3 x 3 square; mixed in by `share`. */
static void dilate_step(struct plane p, bool square, float share, struct arena *a)
{
    int w = p.width_px;
    size_t stride = (size_t)(w + 2);
    const float *src = padded(p, 1, a);
    float *row = arena_array(a, float, (size_t)w);
    for (int y = 0; y < p.height_px; y++) {
        const float *mid = src + (size_t)(y + 1) * stride;
        memcpy(row, mid + 1, (size_t)w * sizeof *row);
        row_max(row, mid, w);
        row_max(row, mid + 2, w);
        for (int j = -1; j <= 1; j += 2) {
            const float *other = j < 0 ? mid - stride : mid + stride;
            row_max(row, other + 1, w);
            if (square) {
                row_max(row, other, w);
                row_max(row, other + 2, w);
            }
        }
        row_mix(p.px + (size_t)y * (size_t)w, row, share, w);
    }
}

void morph_dilate(struct plane p, double radius_px, struct arena *a)
{
    for (int step = 0; radius_px > 1e-6; step++, radius_px -= 1) {
        dilate_step(p, step % 2, radius_px < 1 ? (float)radius_px : 1, a);
    }
}

VEC static void invert(float *px, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        px[i] = 1 - px[i];
    }
}

void morph_erode(struct plane p, double radius_px, struct arena *a)
{
    size_t n = (size_t)p.width_px * (size_t)p.height_px;
    invert(p.px, n);
    morph_dilate(p, radius_px, a);
    invert(p.px, n);
}

/* --- noise ---------------------------------------------------------------------------------------------------- */

VEC static void white_row(float *dst, int n, uint32_t key, uint32_t y)
{
    /* four independent uniform bytes: mean 510, variance 4 (256^2 - 1) / 12 = 21845 */
    const float inverse_deviation = 1.0f / 147.80054f;
    for (int x = 0; x < n; x++) {
        uint32_t h = rng_hash(key, (uint32_t)x, y);
        int sum = (int)((h & 255) + (h >> 8 & 255) + (h >> 16 & 255) + (h >> 24)) - 510;
        dst[x] = (float)sum * inverse_deviation;
    }
}

void noise_white_row(float *dst, int width_px, uint32_t key, int y)
{
    white_row(dst, width_px, key, (uint32_t)y);
}

/* Cell and smoothstep weight of every pixel along one axis, the lattice's phase drawn from the key. */
static int lattice_axis(int n, double scale, double phase, int *cell, float *weight)
{
    for (int i = 0; i < n; i++) {
        double u = (i + 0.5) / scale + phase;
        cell[i] = (int)u;
        double t = u - cell[i];
        weight[i] = (float)(t * t * (3 - 2 * t));
    }
    return cell[n - 1] + 2;
}

VEC static void mix_rows(float *restrict dst, const float *restrict a, const float *restrict b, float t,
                         int n)
{
    for (int i = 0; i < n; i++) {
        dst[i] = a[i] + (b[i] - a[i]) * t;
    }
}

VEC static void spread_row(float *restrict dst, const float *restrict node, const int *restrict cell,
                           const float *restrict weight, int n)
{
    for (int x = 0; x < n; x++) {
        float a = node[cell[x]], b = node[cell[x] + 1];
        dst[x] = a + (b - a) * weight[x];
    }
}

void noise_field(struct plane p, uint32_t key, double scale_x_px, double scale_y_px, struct arena *a)
{
    int w = p.width_px, h = p.height_px;
    if (scale_x_px < 1.5 && scale_y_px < 1.5) {
        for (int y = 0; y < h; y++) {
            noise_white_row(p.px + (size_t)y * (size_t)w, w, key, y);
        }
        return;
    }
    int *cx = arena_array(a, int, (size_t)w), *cy = arena_array(a, int, (size_t)h);
    float *wx = arena_array(a, float, (size_t)w), *wy = arena_array(a, float, (size_t)h);
    int nx = lattice_axis(w, scale_x_px, (double)rng_hash_unit(key, 1, ~0u), cx, wx);
    int ny = lattice_axis(h, scale_y_px, (double)rng_hash_unit(key, 2, ~0u), cy, wy);
    float *node = arena_array(a, float, (size_t)nx * (size_t)ny), *row = arena_array(a, float, (size_t)nx);
    /* variance of the interpolated field: 1/12 of a node's times (26/35)^2, since the mean of
     * s^2 + (1-s)^2 over a cell is 26/35 for s = 3t^2 - 2t^3 */
    const float unit = 3.4641016f * 35.0f / 26.0f;
    for (int j = 0; j < ny; j++) {
        for (int i = 0; i < nx; i++) {
            node[(size_t)j * (size_t)nx + (size_t)i] = (rng_hash_unit(key, (uint32_t)i, (uint32_t)j) - 0.5f) * unit;
        }
    }
    for (int y = 0; y < h; y++) {
        const float *n0 = node + (size_t)cy[y] * (size_t)nx;
        mix_rows(row, n0, n0 + nx, wy[y], nx);
        spread_row(p.px + (size_t)y * (size_t)w, row, cx, wx, w);
    }
}
