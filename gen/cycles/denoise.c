// SPDX-License-Identifier: MIT
/*
 * The denoiser: first-order regression on albedo over edge-avoiding a-trous means. docs/denoise.md has the formulas,
 * sources and figures; in short:
 *
 * What a camera sees of a lit surface is c = a E + s, albedo times the light that falls on it, plus a shine. Print is
 * in a, which the renderer knows almost without noise; E and s change slowly. So for each pixel a straight line is
 * laid through (a, c) of its neighbours, by channel, and read off at the pixel's own albedo: letters stay as sharp as
 * the guide, also under varnish, and where albedo is 0 (mirrors, lamps) the line is a plain mean, without any division.
 *
 * The line needs only means of a, a^2, c and a c. Those are what the a-trous filter (Dammertz et al. 2010) averages,
 * with weights by normal, distance from the plane of the surface, albedo, and luminance of the light over its noise
 * (Schied et al. 2017). Deviation: they filter c / a itself, which smears varnish over print and explodes at a = 0.
 *
 * denoise_guides.c   mended guides, and how noisy each is
 * denoise_noise.c    noise of the light; fireflies
 * denoise_filter.c   weights and iterations
 */
#include <math.h>

#include "cycles/denoise_rows.h"
#include "cycles/denoise_state.h"

#define SIGMA_LIGHT 4.5 /* standard deviations of l at strength 1 */
#define RIDGE 1e-3f     /* squared albedo: below it a neighbourhood has no print to learn from */
enum { FEW_SAMPLES = 8 }; /* below, noise is worth another iteration */

static void take_moments(struct denoiser *d, struct arena *a)
{
    for (int c = 0; c < 3; c++) {
        for (int k = 0; k < MOM_COUNT; k++) {
            d->mom[0][c][k] = plane_new(d, a);
            d->mom[1][c][k] = plane_new(d, a);
        }
        for (size_t p = 0; p < d->n; p++) {
            float al = d->albedo[c][p], co = d->color[c][p];
            d->mom[0][c][MOM_A][p] = al;
            d->mom[0][c][MOM_AA][p] = al * al;
            d->mom[0][c][MOM_C][p] = co;
            d->mom[0][c][MOM_AC][p] = al * co;
        }
    }
}

/* The share of the deviation of albedo that is not noise of the guide (Wiener), into `light`, which is done with. */
static void trust_rows(struct denoiser *d, size_t p0, size_t p1)
{
    for (size_t p = p0; p < p1; p++) {
        float v = 1e-9f;
        for (int c = 0; c < 3; c++) {
            float m = d->mom[d->cur][c][MOM_A][p];
            v += d->mom[d->cur][c][MOM_AA][p] - m * m;
        }
        float q = 1 - d->noise_albedo[p] / v;
        d->light[p] = q > 0 ? q : 0;
    }
}

static void regress_rows(void *self, int y0, int y1, float *scratch)
{
    (void)scratch;
    struct denoiser *d = self;
    size_t p0 = (size_t)y0 * (size_t)d->width_px, p1 = (size_t)y1 * (size_t)d->width_px;
    trust_rows(d, p0, p1);
    for (int c = 0; c < 3; c++) {
        float *const *m = d->mom[d->cur][c];
        for (size_t p = p0; p < p1; p++) {
            float a = m[MOM_A][p], co = m[MOM_C][p];
            float var = m[MOM_AA][p] - a * a, cov = m[MOM_AC][p] - a * co;
            float all = co / (a + 1e-3f); /* slope if nothing is added to albedo times light: the steepest there is */
            float slope = (cov + RIDGE * all) / ((var > 0 ? var : 0) + RIDGE);
            slope = slope > all ? all : slope;
            slope = slope < 0 ? 0 : slope;
            float v = co + d->light[p] * slope * (d->albedo[c][p] - a);
            d->out[c][p] = v > 0 ? v : 0;
        }
    }
}

/* With more samples what the light shows can be believed sooner; measured at 8 and 64. */
static double sigma_light(int samples, double strength)
{
    double more = samples > FEW_SAMPLES ? (double)samples / FEW_SAMPLES : 1;
    return SIGMA_LIGHT * (strength > 0 ? strength : 1) / sqrt(sqrt(more));
}

void denoise(const struct guides *g, const struct denoise_options *o, struct arena *a, float *out[3])
{
    struct denoiser d = {.width_px = g->width_px,
                         .height_px = g->height_px,
                         .threads = o->threads,
                         .n = size_mul((size_t)g->width_px, (size_t)g->height_px),
                         .sigma_light = (float)sigma_light(g->samples, o->strength),
                         .out = out};
    denoise_guides(&d, g, a);
    denoise_noise(&d, a);
    take_moments(&d, a);
    denoise_filter(&d, g->samples < FEW_SAMPLES ? MAX_ITERATIONS : MAX_ITERATIONS - 1, a);
    rows_run(regress_rows, &d, d.height_px, d.threads, 0, a);
}
