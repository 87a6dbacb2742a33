// SPDX-License-Identifier: MIT
#include "ocr/line_image.h"

#include <math.h>
#include <stdlib.h>

static float *floats(size_t n)
{
    float *v = malloc(n * sizeof *v + 1);
    if (!v) {
        BUG("out of memory");
    }
    return v;
}

/* Luma of BT.601, as JPEG has it. */
static float *grey_of(const struct image *im, int vertical, int *w, int *h)
{
    *w = vertical ? im->height_px : im->width_px;
    *h = vertical ? im->width_px : im->height_px;
    float *g = floats((size_t)*w * (size_t)*h);
    for (int y = 0; y < im->height_px; y++) {
        const uint8_t *p = im->px + (size_t)y * (size_t)im->width_px * (size_t)im->channels;
        for (int x = 0; x < im->width_px; x++, p += im->channels) {
            float v = im->channels == 1 ? (float)p[0] : 0.299f * (float)p[0] + 0.587f * (float)p[1] + 0.114f * (float)p[2];
            size_t at = vertical ? (size_t)(im->width_px - 1 - x) * (size_t)*w + (size_t)y : (size_t)y * (size_t)*w + (size_t)x;
            g[at] = v;
        }
    }
    return g;
}

/* One output of a triangle filter around `centre` (pixel centres at +0.5) with half width `reach`, over n values. */
struct taps {
    int first, n;
    float w[64];
};

static struct taps taps_at(double centre, double reach, int n)
{
    struct taps t = {.first = (int)floor(centre - reach)};
    double sum = 0;
    t.first = t.first < 0 ? 0 : t.first;
    for (int i = t.first; i < n && i + 0.5 < centre + reach && t.n < 64; i++) {
        double d = 1 - fabs(i + 0.5 - centre) / reach;
        t.w[t.n++] = d > 0 ? (float)d : 0;
        sum += d > 0 ? d : 0;
    }
    for (int i = 0; i < t.n; i++) {
        t.w[i] = sum > 0 ? (float)((double)t.w[i] / sum) : 1.0f / (float)t.n;
    }
    return t;
}

/* Rows of `from` (h, w) -> (h, to_w). */
static float *resize_rows(const float *from, int w, int h, int to_w)
{
    float *to = floats((size_t)to_w * (size_t)h);
    double s = (double)w / to_w, reach = s > 1 ? s : 1;
    for (int x = 0; x < to_w; x++) {
        struct taps t = taps_at((x + 0.5) * s, reach, w);
        for (int y = 0; y < h; y++) {
            float sum = 0;
            for (int k = 0; k < t.n; k++) {
                sum += t.w[k] * from[(size_t)y * (size_t)w + (size_t)(t.first + k)];
            }
            to[(size_t)y * (size_t)to_w + (size_t)x] = sum;
        }
    }
    return to;
}

static float *resize_columns(const float *from, int w, int h, int to_h)
{
    float *to = floats((size_t)w * (size_t)to_h);
    double s = (double)h / to_h, reach = s > 1 ? s : 1;
    for (int y = 0; y < to_h; y++) {
        struct taps t = taps_at((y + 0.5) * s, reach, h);
        float *row = to + (size_t)y * (size_t)w;
        for (int x = 0; x < w; x++) {
            row[x] = 0;
        }
        for (int k = 0; k < t.n; k++) {
            const float *src = from + (size_t)(t.first + k) * (size_t)w;
            for (int x = 0; x < w; x++) {
                row[x] += t.w[k] * src[x];
            }
        }
    }
    return to;
}

static void standardize(float *px, size_t n)
{
    double sum = 0, square = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (double)px[i];
    }
    double mean = sum / (double)n;
    for (size_t i = 0; i < n; i++) {
        square += ((double)px[i] - mean) * ((double)px[i] - mean);
    }
    double deviation = sqrt(square / (double)n), scale = deviation > 0.5 ? 1 / deviation : 0;
    for (size_t i = 0; i < n; i++) {
        px[i] = (float)(((double)px[i] - mean) * scale);
    }
}

void line_image_make(const struct image *im, int height_px, int vertical, struct line_image *out)
{
    int w, h;
    float *g = grey_of(im, vertical, &w, &h);
    int to_w = (int)lround((double)w * height_px / h);
    to_w = to_w < 1 ? 1 : to_w;
    if (to_w != w) {
        float *r = resize_rows(g, w, h, to_w);
        free(g);
        g = r;
    }
    if (h != height_px) {
        float *r = resize_columns(g, to_w, h, height_px);
        free(g);
        g = r;
    }
    standardize(g, (size_t)to_w * (size_t)height_px);
    *out = (struct line_image){g, to_w, height_px};
}

void line_image_release(struct line_image *l)
{
    free(l->px);
    *l = (struct line_image){0};
}
