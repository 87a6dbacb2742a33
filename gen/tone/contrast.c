// SPDX-License-Identifier: MIT
#include "tone/canvas.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/color.h"
#include "base/simd.h"

/* CIE lightness as a share of 100, of 8-bit sRGB codes. */
static float lightness[256];
static pthread_once_t lightness_once = PTHREAD_ONCE_INIT;

static void fill_lightness(void)
{
    for (int i = 0; i < 256; i++) {
        lightness[i] = (float)lightness_from_y(srgb_decode(i / 255.0));
    }
}

/* Lightness less `from`, so that the variance below loses no digits, of n pixels of a row. */
static void lightness_row(const struct image *im, size_t at, size_t n, float from, float *out)
{
    const uint8_t *p = im->px + at * (size_t)im->channels;
    if (im->channels == 1) {
        for (size_t i = 0; i < n; i++) {
            out[i] = lightness[p[i]] - from;
        }
        return;
    }
    for (size_t i = 0; i < n; i++, p += 3) {
        out[i] = lightness[(299 * p[0] + 587 * p[1] + 114 * p[2] + 500) / 1000] - from;
    }
}

/* Of the ink (in: weighted by coverage) and of what surrounds it (out). LANES running sums side by side, so
 * that the compiler can keep them in vectors; every machine adds in the same order. */
enum { LANES = 16, CHUNK = 256 };
struct sums {
    float in[LANES], in_n[LANES], out[LANES], out_squares[LANES], out_n[LANES];
};

/* n: a multiple of LANES; coverage < 0 counts as nothing at all */
VEC static void sums_add(struct sums *s, const float *light, const float *ink, size_t n,
                         float least)
{
    for (size_t i = 0; i < n; i += LANES) {
        for (int k = 0; k < LANES; k++) {
            float c = ink[i + (size_t)k], v = light[i + (size_t)k];
            float inside = c >= least ? c : 0, outside = c == 0 ? 1 : 0;
            s->in[k] += v * inside;
            s->in_n[k] += inside;
            s->out[k] += v * outside;
            s->out_squares[k] += v * v * outside;
            s->out_n[k] += outside;
        }
    }
}

VEC static float row_max(const float *v, size_t n, float most)
{
    float lane[LANES];
    for (int k = 0; k < LANES; k++) {
        lane[k] = most;
    }
    for (size_t i = 0; i + LANES <= n; i += LANES) {
        for (int k = 0; k < LANES; k++) {
            lane[k] = v[i + (size_t)k] > lane[k] ? v[i + (size_t)k] : lane[k];
        }
    }
    for (size_t i = n / LANES * LANES; i < n; i++) {
        most = v[i] > most ? v[i] : most;
    }
    for (int k = 0; k < LANES; k++) {
        most = lane[k] > most ? lane[k] : most;
    }
    return most;
}

static void add_row(struct sums *s, const struct image *im, const float *ink, size_t at, size_t n,
                    float from, float least)
{
    float light[CHUNK], cover[CHUNK];
    for (size_t done = 0; done < n; done += CHUNK) {
        size_t part = n - done < CHUNK ? n - done : CHUNK,
               whole = (part + LANES - 1) / LANES * LANES;
        lightness_row(im, at + done, part, from, light);
        memcpy(cover, ink + at + done, part * sizeof *cover);
        for (size_t i = part; i < whole; i++) {
            light[i] = 0;
            cover[i] = -1;
        }
        sums_add(s, light, cover, whole, least);
    }
}

static double total(const float lane[LANES])
{
    double t = 0;
    for (int k = 0; k < LANES; k++) {
        t += (double)lane[k];
    }
    return t;
}

static double word_contrast(const struct image *im, const float *ink, const struct box *b, double em_px)
{
    double grow = em_px / 4;
    size_t x0 = (size_t)clampd(floor(b->x0 - grow), 0, im->width_px),
           x1 = (size_t)clampd(ceil(b->x1 + grow), 0, im->width_px),
           y0 = (size_t)clampd(floor(b->y0 - grow), 0, im->height_px),
           y1 = (size_t)clampd(ceil(b->y1 + grow), 0, im->height_px), w = (size_t)im->width_px;
    if (x1 <= x0 || y1 <= y0) {
        return 0;
    }
    float most = 0, from;
    for (size_t y = y0; y < y1; y++) {
        most = row_max(ink + y * w + x0, x1 - x0, most);
    }
    struct sums s = {0};
    float least = most < 0.5f ? most * 0.5f : 0.5f; /* hairlines never cover half a pixel */
    lightness_row(im, y0 * w + x0, 1, 0, &from);
    for (size_t y = y0; y < y1 && most > 0; y++) {
        add_row(&s, im, ink, y * w + x0, x1 - x0, from, least);
    }
    double in_n = total(s.in_n), out_n = total(s.out_n);
    if (in_n <= 0 || out_n <= 0) {
        return in_n > 0 ? 1 : 0; /* nothing around it to tell it from; or no ink at all */
    }
    double mean_out = total(s.out) / out_n, difference = fabs(total(s.in) / in_n - mean_out);
    double deviation = sqrt(fmax(0, total(s.out_squares) / out_n - mean_out * mean_out));
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
