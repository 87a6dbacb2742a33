// SPDX-License-Identifier: MIT
#include "tone/canvas.h"

#include <math.h>
#include <pthread.h>

#include "base/color.h"

/* CIE lightness as a share of 100, of 8-bit sRGB codes. */
static float lightness[256];
static pthread_once_t lightness_once = PTHREAD_ONCE_INIT;

static void fill_lightness(void)
{
    for (int i = 0; i < 256; i++) {
        lightness[i] = (float)lightness_from_y(srgb_decode(i / 255.0));
    }
}

static float lightness_at(const struct image *im, size_t i)
{
    const uint8_t *p = im->px + i * (size_t)im->channels;
    if (im->channels == 1) {
        return lightness[p[0]];
    }
    return lightness[(299 * p[0] + 587 * p[1] + 114 * p[2] + 500) / 1000];
}

struct sums {
    double sum, squares;
    double n;
};

static void sums_add(struct sums *s, float v, double weight)
{
    s->sum += (double)v * weight;
    s->squares += (double)v * (double)v * weight; /* a float's square would be seen as unevenness */
    s->n += weight;
}

static double word_contrast(const struct image *im, const float *ink, const struct box *b, double em_px)
{
    double grow = em_px / 4;
    int x0 = (int)clampd(floor(b->x0 - grow), 0, im->width_px), x1 = (int)clampd(ceil(b->x1 + grow), 0, im->width_px);
    int y0 = (int)clampd(floor(b->y0 - grow), 0, im->height_px), y1 = (int)clampd(ceil(b->y1 + grow), 0, im->height_px);
    float most = 0;
    for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
            float c = ink[(size_t)y * (size_t)im->width_px + (size_t)x];
            most = c > most ? c : most;
        }
    }
    struct sums in = {0}, out = {0};
    float least = most < 0.5f ? most * 0.5f : 0.5f; /* hairlines never cover half a pixel */
    for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
            size_t at = (size_t)y * (size_t)im->width_px + (size_t)x;
            if (ink[at] <= 0) {
                sums_add(&out, lightness_at(im, at), 1);
            } else if (ink[at] >= least) {
                sums_add(&in, lightness_at(im, at), (double)ink[at]);
            }
        }
    }
    if (in.n <= 0 || out.n <= 0) {
        return in.n > 0 ? 1 : 0; /* nothing around it to tell it from; or no ink at all */
    }
    double mean_out = out.sum / out.n, difference = fabs(in.sum / in.n - mean_out);
    double deviation = sqrt(fmax(0, out.squares / out.n - mean_out * mean_out));
    return difference > 0 ? difference / (1 + deviation / difference) : 0;
}

double tone_contrast(const struct image *im, const float *ink, const struct box *words, size_t n, double em_px)
{
    double worst = 1;
    pthread_once(&lightness_once, fill_lightness);
    for (size_t i = 0; i < n; i++) {
        worst = fmin(worst, word_contrast(im, ink, &words[i], em_px));
    }
    return worst;
}
