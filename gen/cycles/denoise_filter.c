// SPDX-License-Identifier: MIT
/*
 * The a-trous iterations: each takes weighted means over 5 x 5 taps, twice as far apart as the last.
 *
 * exp(-e) is replaced by max(0, 1 - e/16)^16, which falls to nothing at e = 16 and needs no library call, so that a
 * row's pixels go through the vector units side by side. The five taps of a row are summed in one loop: the
 * accumulators then travel a fifth as often.
 */
#include <math.h>
#include <string.h>

#include "base/simd.h"
#include "cycles/denoise_rows.h"
#include "cycles/denoise_state.h"

#define NOISE_FLOOR 1e-3f /* share of l that counts as noise where none is measured */

VEC void denoise_weights(const struct denoiser *d, int y, int dx, int dy, int x0, int x1, float k, int with_light,
                         float *restrict w)
{
    ptrdiff_t o = (ptrdiff_t)dy * d->width_px + dx;
    size_t r = (size_t)y * (size_t)d->width_px;
    const float *restrict nx = d->normal[0] + r, *restrict ny = d->normal[1] + r, *restrict nz = d->normal[2] + r;
    const float *restrict ar = d->albedo[0] + r, *restrict ag = d->albedo[1] + r, *restrict ab = d->albedo[2] + r;
    const float *restrict z = d->depth + r, *restrict zx = d->slope_x + r, *restrict zy = d->slope_y + r;
    const float *restrict tn = d->tol_normal + r, *restrict ta = d->tol_albedo + r, *restrict tz = d->tol_depth + r;
    const float *restrict l = d->light + r, *restrict tl = d->tol_light + r;
    float fx = (float)dx, fy = (float)dy, use_light = with_light ? 1 : 0;
    for (int x = x0; x < x1; x++) {
        float ex = nx[x + o] - nx[x], ey = ny[x + o] - ny[x], ez = nz[x + o] - nz[x];
        float er = ar[x + o] - ar[x], eg = ag[x + o] - ag[x], eb = ab[x + o] - ab[x];
        float off_plane = (z[x + o] - z[x] - (zx[x] * fx + zy[x] * fy)) / (z[x] + 1e-6f);
        float dl = (l[x + o] - l[x]) * tl[x];
        float e = (ex * ex + ey * ey + ez * ez) * tn[x] + (er * er + eg * eg + eb * eb) * ta[x] +
                  off_plane * off_plane * tz[x] + dl * dl * use_light;
        float t = 1 - e * 0.0625f;
        t = t > 0 ? t : 0;
        t *= t;
        t *= t;
        t *= t;
        w[x] = k * t * t;
    }
}

/* acc[x] += sum of w[i][x] src[x + i step] over the five taps. */
VEC static void add_taps(float *restrict acc, const float *restrict w, size_t stride, const float *restrict src,
                         int step, int width_px)
{
    const float *restrict w0 = w, *restrict w1 = w + stride, *restrict w2 = w + 2 * stride,
                *restrict w3 = w + 3 * stride, *restrict w4 = w + 4 * stride;
    for (int x = 0; x < width_px; x++) {
        acc[x] += (w0[x] * src[x - 2 * step] + w1[x] * src[x - step]) + w2[x] * src[x] +
                  (w3[x] * src[x + step] + w4[x] * src[x + 2 * step]);
    }
}

VEC static void add_and_square(float *restrict sum, float *restrict w, size_t stride, int width_px)
{
    for (int i = 0; i < 5; i++) {
        float *restrict wi = w + (size_t)i * stride;
        for (int x = 0; x < width_px; x++) {
            sum[x] += wi[x];
            wi[x] *= wi[x];
        }
    }
}

VEC static void divide(float *restrict dst, const float *restrict acc, const float *restrict sum, int width_px)
{
    for (int x = 0; x < width_px; x++) {
        dst[x] = acc[x] / sum[x];
    }
}

/* sum w^2 v / (sum w)^2: the variance of a weighted mean of independent values */
VEC static void divide_twice(float *restrict dst, const float *restrict acc, const float *restrict sum, int width_px)
{
    for (int x = 0; x < width_px; x++) {
        dst[x] = acc[x] / (sum[x] * sum[x]);
    }
}

static const float b3[5] = {0.0625f, 0.25f, 0.375f, 0.25f, 0.0625f}; /* cubic B-spline */

/* Weights of the five taps of one row of the kernel, `stride` apart; 0 where a tap lies outside. */
static void row_weights(const struct denoiser *d, int y, int dy, float ky, float *w, size_t stride)
{
    for (int i = 0; i < 5; i++) {
        float *wi = w + (size_t)i * stride;
        int dx = (i - 2) * d->step, x0 = dx < 0 ? -dx : 0, x1 = dx > 0 ? d->width_px - dx : d->width_px;
        if (x0 > 0 || x1 < d->width_px) {
            memset(wi, 0, (size_t)d->width_px * sizeof *wi);
        }
        if (x0 < x1) {
            denoise_weights(d, y, dx, dy, x0, x1, ky * b3[i], 1, wi);
        }
    }
}

static void filter_rows(void *self, int y0, int y1, float *scratch)
{
    struct denoiser *d = self;
    int width = d->width_px, in = d->cur, out = 1 - in;
    size_t stride = ((size_t)width + 15) / 16 * 16;
    float *w = scratch, *sum = w + 5 * stride, *var = sum + stride, *acc = var + stride;
    for (int y = y0; y < y1; y++) {
        memset(sum, 0, (2 + 3 * MOM_COUNT) * stride * sizeof *sum);
        for (int j = 0; j < 5; j++) {
            int dy = (j - 2) * d->step;
            if (y + dy < 0 || y + dy >= d->height_px) {
                continue;
            }
            row_weights(d, y, dy, b3[j], w, stride);
            ptrdiff_t row = (ptrdiff_t)(y + dy) * width;
            for (int k = 0; k < 3 * MOM_COUNT; k++) {
                add_taps(acc + (size_t)k * stride, w, stride, d->mom[in][k / MOM_COUNT][k % MOM_COUNT] + row, d->step,
                         width);
            }
            add_and_square(sum, w, stride, width);
            add_taps(var, w, stride, d->var[in] + row, d->step, width);
        }
        size_t p = (size_t)y * (size_t)width;
        for (int k = 0; k < 3 * MOM_COUNT; k++) {
            divide(d->mom[out][k / MOM_COUNT][k % MOM_COUNT] + p, acc + (size_t)k * stride, sum, width);
        }
        divide_twice(d->var[out] + p, var, sum, width);
    }
}

static float tolerance(const struct denoiser *d, float light, float variance)
{
    return 1 / (d->sigma_light * (sqrtf(variance) + NOISE_FLOOR * (1 + fabsf(light))));
}

/* 3 x 3 binomial mean of a plane at p; what lies outside is replaced by the pixel on the border. */
static float binomial3(const struct denoiser *d, const float *plane, int x, int y)
{
    ptrdiff_t width = d->width_px;
    const float *row = plane + (ptrdiff_t)y * width + x;
    ptrdiff_t left = x > 0 ? -1 : 0, right = x + 1 < width ? 1 : 0;
    float sum = 0;
    for (int j = -1; j <= 1; j++) {
        const float *r = y + j < 0 || y + j >= d->height_px ? row : row + j * width;
        sum += (j == 0 ? 2.0f : 1.0f) * (r[left] + 2 * r[0] + r[right]);
    }
    return sum / 16;
}

/* l from the moments as they are now; its variance smoothed (Schied et al. 2017, 4.2). */
static void light_rows(void *self, int y0, int y1, float *scratch)
{
    (void)scratch;
    struct denoiser *d = self;
    for (int y = y0; y < y1; y++) {
        for (int x = 0; x < d->width_px; x++) {
            size_t p = (size_t)y * (size_t)d->width_px + (size_t)x;
            float e[3];
            for (int c = 0; c < 3; c++) {
                e[c] = d->mom[d->cur][c][MOM_C][p] / (d->mom[d->cur][c][MOM_A][p] + DENOISE_EPS);
            }
            d->light[p] = luminance(e[0], e[1], e[2]);
            d->tol_light[p] = tolerance(d, d->light[p], binomial3(d, d->var[d->cur], x, y));
        }
    }
}

VEC static void add_mean(const float *restrict w, const float *restrict l, float *restrict sum, float *restrict mean,
                         float *restrict squares, int x0, int x1)
{
    for (int x = x0; x < x1; x++) {
        sum[x] += w[x];
        mean[x] += w[x] * l[x];
        squares[x] += w[x] * w[x];
    }
}

/* For the first iteration: l as a 3 x 3 mean among like guides, into `smooth`, and its tolerance. Single noisy pixels
 * tell light from shadow badly; means of nine do so three times better. */
static void first_light_rows(void *self, int y0, int y1, float *scratch)
{
    struct denoiser *d = self;
    int width = d->width_px;
    float *w = scratch, *sum = w + width, *mean = sum + width, *squares = mean + width;
    for (int y = y0; y < y1; y++) {
        memset(sum, 0, 3 * (size_t)width * sizeof *sum);
        for (int j = -1; j <= 1; j++) {
            for (int i = -1; i <= 1; i++) {
                int x0 = i < 0 ? 1 : 0, x1 = i > 0 ? width - 1 : width;
                if (y + j >= 0 && y + j < d->height_px) {
                    denoise_weights(d, y, i, j, x0, x1, (i ? 1.0f : 2.0f) * (j ? 1.0f : 2.0f), 0, w);
                    add_mean(w, d->light + (ptrdiff_t)(y + j) * width + i, sum, mean, squares, x0, x1);
                }
            }
        }
        for (int x = 0; x < width; x++) {
            size_t p = (size_t)y * (size_t)width + (size_t)x;
            float variance = binomial3(d, d->var[0], x, y) * squares[x] / (sum[x] * sum[x]);
            d->smooth[p] = mean[x] / sum[x];
            d->tol_light[p] = tolerance(d, d->smooth[p], variance);
        }
    }
}

void denoise_filter(struct denoiser *d, int iterations, struct arena *a)
{
    size_t stride = ((size_t)d->width_px + 15) / 16 * 16;
    d->smooth = plane_new(d, a);
    for (int k = 0; k < iterations; k++) {
        d->step = 1 << k;
        rows_run(light_rows, d, d->height_px, d->threads, 0, a);
        if (k == 0) {
            rows_run(first_light_rows, d, d->height_px, d->threads, 4 * (size_t)d->width_px, a);
            float *noisy = d->light;
            d->light = d->smooth;
            d->smooth = noisy;
        }
        rows_run(filter_rows, d, d->height_px, d->threads, (7 + 3 * MOM_COUNT) * stride, a);
        d->cur = 1 - d->cur;
    }
}
