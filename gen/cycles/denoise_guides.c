// SPDX-License-Identifier: MIT
/*
 * Guides: mended, with the slope of depth, and with how far each can be believed.
 *
 * Behind glass and on mirrors Cycles' guides are those of what a ray hit next, and with few samples they are as noisy
 * as the picture. Such noise must not stop the filter as an edge would. What tells them apart: along an edge, or
 * along a stroke of print, some neighbours are alike; in noise none is. So the noise of a guide at p is taken as the
 * squared distance to the second most similar of the 8 neighbours, averaged over 3 x 3. It is an estimate from
 * below: of n independent Gaussian values the second nearest of eight is nearer than the mean.
 */
#include <math.h>
#include <string.h>

#include "base/simd.h"
#include "cycles/denoise_rows.h"
#include "cycles/denoise_state.h"

/* Deviations at which a weight has fallen to 1/e, where guides are without noise; and what noise adds. */
#define SIGMA_NORMAL 0.12f /* length of the difference of unit normals: 7 degrees */
#define SIGMA_DEPTH 0.01f  /* share of the depth, from the plane through p */
#define SIGMA_ALBEDO 0.8f  /* wide: the regression explains print, the weight only keeps strangers apart */
#define NOISE_NORMAL 6.0f
#define NOISE_DEPTH 8.0f
#define NOISE_ALBEDO 6.0f

float *plane_new(const struct denoiser *d, struct arena *a)
{
    return arena_zarray(a, float, d->n + 2 * PLANE_SLACK) + PLANE_SLACK;
}

/* A pixel that is not finite gets the mean of its finite neighbours; without any, 0. */
static void mend(float *px, const float *src, int width_px, int height_px)
{
    for (int y = 0; y < height_px; y++) {
        for (int x = 0; x < width_px; x++) {
            size_t p = (size_t)y * (size_t)width_px + (size_t)x;
            if (isfinite(src[p])) {
                px[p] = src[p];
                continue;
            }
            float sum = 0, n = 0;
            for (int yy = y > 0 ? y - 1 : 0; yy <= y + 1 && yy < height_px; yy++) {
                for (int xx = x > 0 ? x - 1 : 0; xx <= x + 1 && xx < width_px; xx++) {
                    float v = src[(size_t)yy * (size_t)width_px + (size_t)xx];
                    if (isfinite(v)) {
                        sum += v;
                        n++;
                    }
                }
            }
            px[p] = n > 0 ? sum / n : 0;
        }
    }
}

static float smaller(float a, float b)
{
    return fabsf(a) < fabsf(b) ? a : b;
}

/* Depth's slope from the flatter side, so that a silhouette does not tilt the surfaces on its two sides. */
static void slopes(struct denoiser *d)
{
    size_t w = (size_t)d->width_px;
    for (int y = 0; y < d->height_px; y++) {
        for (int x = 0; x < d->width_px; x++) {
            size_t p = (size_t)y * w + (size_t)x;
            float z = d->depth[p];
            float left = x > 0 ? z - d->depth[p - 1] : HUGE_VALF;
            float right = x + 1 < d->width_px ? d->depth[p + 1] - z : HUGE_VALF;
            float up = y > 0 ? z - d->depth[p - w] : HUGE_VALF;
            float down = y + 1 < d->height_px ? d->depth[p + w] - z : HUGE_VALF;
            float sx = smaller(left, right), sy = smaller(up, down);
            d->slope_x[p] = isfinite(sx) ? sx : 0;
            d->slope_y[p] = isfinite(sy) ? sy : 0;
        }
    }
}

/* m1 <= m2: the two smallest so far of each pixel. */
VEC static void two_smallest(float *restrict m1, float *restrict m2, const float *restrict v, int x0, int x1)
{
    for (int x = x0; x < x1; x++) {
        float high = m1[x] > v[x] ? m1[x] : v[x];
        m1[x] = m1[x] < v[x] ? m1[x] : v[x];
        m2[x] = m2[x] < high ? m2[x] : high;
    }
}

VEC static void distance_vector(float *restrict v, float *const plane[3], size_t p, ptrdiff_t o, int x0, int x1)
{
    const float *restrict a = plane[0] + p, *restrict b = plane[1] + p, *restrict c = plane[2] + p;
    for (int x = x0; x < x1; x++) {
        float da = a[x + o] - a[x], db = b[x + o] - b[x], dc = c[x + o] - c[x];
        v[x] = da * da + db * db + dc * dc;
    }
}

VEC static void distance_depth(float *restrict v, const float *restrict z, ptrdiff_t o, int x0, int x1)
{
    for (int x = x0; x < x1; x++) {
        float q = (z[x + o] - z[x]) / (z[x] + 1e-6f);
        v[x] = q * q;
    }
}

/* noise_*[p]: squared distance to the second most similar neighbour. */
static void second_nearest(void *self, int y0, int y1, float *scratch)
{
    struct denoiser *d = self;
    int w = d->width_px;
    float *v = scratch, *m1[3], *m2[3] = {d->noise_normal, d->noise_albedo, d->noise_depth};
    for (int k = 0; k < 3; k++) {
        m1[k] = scratch + (size_t)(k + 1) * (size_t)w;
    }
    for (int y = y0; y < y1; y++) {
        size_t p = (size_t)y * (size_t)w;
        for (int k = 0; k < 3; k++) {
            for (int x = 0; x < w; x++) {
                m1[k][x] = m2[k][p + (size_t)x] = 4;
            }
        }
        for (int j = -1; j <= 1; j++) {
            for (int i = -1; i <= 1; i++) {
                if ((i == 0 && j == 0) || y + j < 0 || y + j >= d->height_px) {
                    continue;
                }
                int x0 = i < 0 ? 1 : 0, x1 = i > 0 ? w - 1 : w;
                ptrdiff_t o = (ptrdiff_t)j * w + i;
                distance_vector(v, d->normal, p, o, x0, x1);
                two_smallest(m1[0], m2[0] + p, v, x0, x1);
                distance_vector(v, d->albedo, p, o, x0, x1);
                two_smallest(m1[1], m2[1] + p, v, x0, x1);
                distance_depth(v, d->depth + p, o, x0, x1);
                two_smallest(m1[2], m2[2] + p, v, x0, x1);
            }
        }
    }
}

/* Mean over 3 x 3 of a plane, into another; what lies outside is left out. */
static void mean3(const struct denoiser *d, const float *src, float *dst, int y)
{
    int w = d->width_px;
    int top = y > 0 ? y - 1 : 0, bottom = y + 1 < d->height_px ? y + 1 : y;
    for (int x = 0; x < w; x++) {
        int left = x > 0 ? x - 1 : 0, right = x + 1 < w ? x + 1 : x;
        float sum = 0;
        for (int yy = top; yy <= bottom; yy++) {
            for (int xx = left; xx <= right; xx++) {
                sum += src[(size_t)yy * (size_t)w + (size_t)xx];
            }
        }
        dst[(size_t)y * (size_t)w + (size_t)x] = sum / (float)((bottom - top + 1) * (right - left + 1));
    }
}

static void tolerances(void *self, int y0, int y1, float *scratch)
{
    (void)scratch;
    struct denoiser *d = self;
    for (int y = y0; y < y1; y++) {
        mean3(d, d->noise_normal, d->tol_normal, y);
        mean3(d, d->noise_depth, d->tol_depth, y);
        mean3(d, d->noise_albedo, d->tol_albedo, y);
    }
}

static void invert(void *self, int y0, int y1, float *scratch)
{
    (void)scratch;
    struct denoiser *d = self;
    for (size_t p = (size_t)y0 * (size_t)d->width_px; p < (size_t)y1 * (size_t)d->width_px; p++) {
        d->noise_albedo[p] = d->tol_albedo[p];
        d->tol_normal[p] = 1 / (SIGMA_NORMAL * SIGMA_NORMAL + NOISE_NORMAL * d->tol_normal[p]);
        d->tol_depth[p] = 1 / (SIGMA_DEPTH * SIGMA_DEPTH + NOISE_DEPTH * d->tol_depth[p]);
        d->tol_albedo[p] = 1 / (SIGMA_ALBEDO * SIGMA_ALBEDO + NOISE_ALBEDO * d->tol_albedo[p]);
    }
}

void denoise_guides(struct denoiser *d, const struct guides *g, struct arena *a)
{
    float **plane[] = {&d->depth,        &d->slope_x,    &d->slope_y,   &d->noise_normal, &d->noise_depth,
                       &d->noise_albedo, &d->tol_normal, &d->tol_depth, &d->tol_albedo};
    for (size_t k = 0; k < sizeof plane / sizeof *plane; k++) {
        *plane[k] = plane_new(d, a);
    }
    for (int c = 0; c < 3; c++) {
        d->color[c] = plane_new(d, a);
        d->albedo[c] = plane_new(d, a);
        d->normal[c] = plane_new(d, a);
        mend(d->color[c], g->color[c], d->width_px, d->height_px);
        mend(d->albedo[c], g->albedo[c], d->width_px, d->height_px);
        mend(d->normal[c], g->normal[c], d->width_px, d->height_px);
    }
    for (size_t p = 0; p < d->n; p++) {
        d->depth[p] = g->depth_m[p] > 0 && g->depth_m[p] < 1e9f ? g->depth_m[p] : 0;
        for (int c = 0; c < 3; c++) {
            d->albedo[c][p] = d->albedo[c][p] > 0 ? d->albedo[c][p] : 0;
        }
    }
    slopes(d);
    rows_run(second_nearest, d, d->height_px, d->threads, 4 * (size_t)d->width_px, a);
    rows_run(tolerances, d, d->height_px, d->threads, 0, a);
    rows_run(invert, d, d->height_px, d->threads, 0, a);
}
