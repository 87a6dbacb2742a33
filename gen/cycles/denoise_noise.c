// SPDX-License-Identifier: MIT
/*
 * How noisy the light of each pixel is, and what to do with pixels that are brighter than noise explains.
 *
 * The variance of l is that among the neighbours of like guides (5 x 5), for want of a second picture with other
 * samples (the fallback of Schied et al. 2017, section 4.2). On the rim of a highlight or a shadow that would take the step
 * for noise, and wash it out. So it is at most QUADRANT_FACTOR times the least of those of the four 3 x 3 squares that have the
 * pixel in a corner: one of them lies on one side of the rim (the squares of Kuwahara et al. 1976). A firefly is a pixel above LIMIT deviations over the
 * mean of its neighbours: it is cut to that, and what was cut is given to its neighbours by weight. So the sum of light stays; a
 * despeckling that throws it away darkens a shelf by a sixth.
 */
#include <math.h>
#include <string.h>

#include "base/simd.h"
#include "cycles/denoise_rows.h"
#include "cycles/denoise_state.h"

#define LIMIT 3.0f
#define QUADRANT_FACTOR 4.0f /* measured: less keeps noise, more washes out */
#define QUADRANT_LEAST 2.5f  /* like neighbours, of eight: fewer say nothing */
enum { QUADRANTS = 4 };
enum { SPREAD_RADIUS = 4 }; /* what each neighbour gets must drown in its own noise, or the filter shuts it out */

static void light_rows(void *self, int y0, int y1, float *scratch)
{
    (void)scratch;
    struct denoiser *d = self;
    for (size_t p = (size_t)y0 * (size_t)d->width_px; p < (size_t)y1 * (size_t)d->width_px; p++) {
        float e[3];
        for (int c = 0; c < 3; c++) {
            e[c] = d->color[c][p] / (d->albedo[c][p] + DENOISE_EPS);
        }
        d->light[p] = luminance(e[0], e[1], e[2]);
    }
}

VEC static void add_stats(const float *restrict w, const float *restrict l, float *restrict sum, float *restrict m1,
                          float *restrict m2, int x0, int x1)
{
    for (int x = x0; x < x1; x++) {
        sum[x] += w[x];
        m1[x] += w[x] * l[x];
        m2[x] += w[x] * l[x] * l[x];
    }
}

/* The least variance of the quadrants' sums at x: three rows each, as add_stats() fills them. l: the pixel's own. */
static float least_variance(const float *quad, size_t width, size_t x, float l)
{
    float least = HUGE_VALF;
    for (size_t q = 0; q < QUADRANTS; q++) {
        const float *s = quad + 3 * q * width + x;
        if (s[0] > QUADRANT_LEAST) {
            float n = s[0] + 1, mean = (s[width] + l) / n,
                  v = (s[2 * width] + l * l) / n - mean * mean;
            least = v < least ? v : least;
        }
    }
    return least;
}

/* var[0]: variance of l; var[1]: the share of each pixel's radiance that is left to it. */
static void stats_rows(void *self, int y0, int y1, float *scratch)
{
    struct denoiser *d = self;
    int width = d->width_px;
    float *w = scratch, *sum = w + width, *m1 = sum + width, *m2 = m1 + width, *quad = m2 + width;
    for (int y = y0; y < y1; y++) {
        memset(sum, 0, (3 + 3 * QUADRANTS) * (size_t)width * sizeof *sum);
        for (int j = -STATS_RADIUS; j <= STATS_RADIUS; j++) {
            for (int i = -STATS_RADIUS; i <= STATS_RADIUS; i++) {
                int x0 = i < 0 ? -i : 0, x1 = i > 0 ? width - i : width;
                if ((i == 0 && j == 0) || y + j < 0 || y + j >= d->height_px || x0 >= x1) {
                    continue;
                }
                denoise_weights(d, y, i, j, x0, x1, 1, 0, w);
                const float *l = d->light + (ptrdiff_t)(y + j) * width + i;
                add_stats(w, l, sum, m1, m2, x0, x1);
                for (int q = 0; q < QUADRANTS; q++) {
                    if ((q & 1 ? i >= 0 : i <= 0) && (q & 2 ? j >= 0 : j <= 0)) {
                        float *s = quad + 3 * q * width;
                        add_stats(w, l, s, s + width, s + 2 * width, x0, x1);
                    }
                }
            }
        }
        for (int x = 0; x < width; x++) {
            size_t p = (size_t)y * (size_t)width + (size_t)x;
            float l = d->light[p], share = 1;
            if (sum[x] > 1) { /* fewer than one full neighbour say nothing */
                float mean = m1[x] / sum[x], v = m2[x] / sum[x] - mean * mean;
                float most = mean + LIMIT * sqrtf(v > 0 ? v : 0) + 0.05f * mean + 1e-4f;
                if (l > most) {
                    share = most / l;
                    l = most;
                }
            }
            float n = sum[x] + 1, mean = (m1[x] + l) / n, v = (m2[x] + l * l) / n - mean * mean;
            float most = QUADRANT_FACTOR * least_variance(quad, (size_t)width, (size_t)x, l);
            v = v < most ? v : most;
            d->var[0][p] = v > 0 ? v : 0;
            d->var[1][p] = share;
        }
    }
}

/* What pixel p gives away goes to its neighbours by weight. One thread: fireflies are few. */
static void spread(struct denoiser *d, int x, int y)
{
    size_t p = (size_t)y * (size_t)d->width_px + (size_t)x;
    float w[2 * SPREAD_RADIUS + 1][2 * SPREAD_RADIUS + 1] = {{0}}, sum = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int j = -SPREAD_RADIUS; j <= SPREAD_RADIUS; j++) {
            for (int i = -SPREAD_RADIUS; i <= SPREAD_RADIUS; i++) {
                int xx = x + i, yy = y + j;
                if ((i == 0 && j == 0) || xx < 0 || xx >= d->width_px || yy < 0 || yy >= d->height_px) {
                    continue;
                }
                float *wt = &w[j + SPREAD_RADIUS][i + SPREAD_RADIUS];
                if (pass == 0) {
                    denoise_weights(d, y, i, j, x, x + 1, 1, 0, wt - x);
                    sum += *wt;
                    continue;
                }
                for (int c = 0; c < 3; c++) {
                    d->excess[c][(size_t)yy * (size_t)d->width_px + (size_t)xx] +=
                        *wt / sum * (1 - d->var[1][p]) * d->color[c][p];
                }
            }
        }
    }
}

static void tame_fireflies(struct denoiser *d)
{
    for (int y = 0; y < d->height_px; y++) {
        for (int x = 0; x < d->width_px; x++) {
            if (d->var[1][(size_t)y * (size_t)d->width_px + (size_t)x] < 1) {
                spread(d, x, y);
            }
        }
    }
    for (int c = 0; c < 3; c++) {
        for (size_t p = 0; p < d->n; p++) {
            d->color[c][p] = d->color[c][p] * d->var[1][p] + d->excess[c][p];
        }
    }
}

void denoise_noise(struct denoiser *d, struct arena *a)
{
    d->light = plane_new(d, a);
    d->tol_light = plane_new(d, a);
    d->var[0] = plane_new(d, a);
    d->var[1] = plane_new(d, a);
    for (int c = 0; c < 3; c++) {
        d->excess[c] = plane_new(d, a);
    }
    rows_run(light_rows, d, d->height_px, d->threads, 0, a);
    rows_run(stats_rows, d, d->height_px, d->threads, (4 + 3 * QUADRANTS) * (size_t)d->width_px, a);
    tame_fireflies(d);
}
