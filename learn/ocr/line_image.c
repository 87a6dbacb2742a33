// SPDX-License-Identifier: MIT
#include "ocr/line_image.h"

#include <math.h>
#include <stdlib.h>

#include "train/resample.h"

/* Luma of BT.601, as JPEG has it. */
static float *grey_of(const struct image *im, int vertical, int *w, int *h)
{
    *w = vertical ? im->height_px : im->width_px;
    *h = vertical ? im->width_px : im->height_px;
    float *g = resample_room((size_t)*w * (size_t)*h);
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
    g = resample_plane(g, w, h, to_w, height_px);
    standardize(g, (size_t)to_w * (size_t)height_px);
    *out = (struct line_image){g, to_w, height_px};
}

void line_image_release(struct line_image *l)
{
    free(l->px);
    *l = (struct line_image){0};
}
