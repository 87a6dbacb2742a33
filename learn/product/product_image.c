// SPDX-License-Identifier: MIT
#include "product/product_image.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train/resample.h"

/* A rectangle of one channel as floats. */
static float *plane_of(const struct image *im, int channel, int x0, int y0, int w, int h)
{
    float *p = resample_room((size_t)w * (size_t)h);
    size_t n = (size_t)im->channels, c = im->channels == 1 ? 0 : (size_t)channel;
    for (int y = 0; y < h; y++) {
        const uint8_t *row =
            im->px + ((size_t)(y0 + y) * (size_t)im->width_px + (size_t)x0) * n + c;
        for (int x = 0; x < w; x++) {
            p[(size_t)y * (size_t)w + (size_t)x] = (float)row[(size_t)x * n];
        }
    }
    return p;
}

static uint8_t byte_of(float v)
{
    return v < 0 ? 0 : v > 255 ? 255 : (uint8_t)(v + 0.5f);
}

static float mean_of(const float *v, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (double)v[i];
    }
    return (float)(sum / (double)n);
}

static int share_of(int px, int side, int longer)
{
    int v = (int)lround((double)px * side / longer);
    return v < 1 ? 1 : v;
}

void product_fit(const struct image *im, int fit, int px, uint8_t *out)
{
    int w = im->width_px, h = im->height_px, x0 = 0, y0 = 0, to_w = px, to_h = px;
    if (fit == FIT_CROP) { /* the largest square in the middle */
        int side = w < h ? w : h;
        x0 = (w - side) / 2;
        y0 = (h - side) / 2;
        w = h = side;
    } else if (fit == FIT_PAD) {
        to_w = w < h ? share_of(px, w, h) : px;
        to_h = h < w ? share_of(px, h, w) : px;
    }
    int left = (px - to_w) / 2, top = (px - to_h) / 2;
    for (int c = 0; c < 3; c++) {
        float *p = resample_plane(plane_of(im, c, x0, y0, w, h), w, h, to_w, to_h);
        uint8_t beside = byte_of(mean_of(p, (size_t)to_w * (size_t)to_h));
        for (int y = 0; y < px; y++) {
            for (int x = 0; x < px; x++) {
                bool in = x >= left && x < left + to_w && y >= top && y < top + to_h;
                out[((size_t)y * (size_t)px + (size_t)x) * 3 + (size_t)c] =
                    in ? byte_of(p[(size_t)(y - top) * (size_t)to_w + (size_t)(x - left)]) : beside;
            }
        }
        free(p);
    }
}

static void whole(const uint8_t *square, size_t n, float *out)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < 3; c++) {
            out[c * n + i] = (float)square[3 * i + c];
        }
    }
}

struct tap {
    size_t at[2];
    float w;
};

static struct tap tap_at(double v, int px)
{
    v = v < 0 ? 0 : v > px - 1 ? px - 1 : v;
    size_t i = (size_t)v, next = i + 1 < (size_t)px ? i + 1 : i;
    return (struct tap){{i, next}, (float)(v - (double)i)};
}

static void part(const uint8_t *square, int px, const struct product_window *w, float *out)
{
    size_t side = (size_t)px, n = side * side;
    struct tap *tx = malloc(side * sizeof *tx);
    double c = (px - 1) / 2.0;
    if (!tx) {
        BUG("out of memory");
    }
    for (int x = 0; x < px; x++) {
        tx[x] = tap_at(c + w->scale * (x - c) + w->dx_px, px);
    }
    for (int y = 0; y < px; y++) {
        struct tap ty = tap_at(c + w->scale * (y - c) + w->dy_px, px);
        const uint8_t *row[2] = {square + ty.at[0] * side * 3, square + ty.at[1] * side * 3};
        for (size_t x = 0; x < side; x++) {
            size_t a = tx[x].at[0] * 3, b = tx[x].at[1] * 3;
            for (size_t k = 0; k < 3; k++) {
                float up = (float)row[0][a + k] * (1 - tx[x].w) + (float)row[0][b + k] * tx[x].w;
                float low = (float)row[1][a + k] * (1 - tx[x].w) + (float)row[1][b + k] * tx[x].w;
                out[k * n + (size_t)y * side + x] = up * (1 - ty.w) + low * ty.w;
            }
        }
    }
    free(tx);
}

static void standardize(float *v, size_t n)
{
    double sum = 0, square = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (double)v[i];
        square += (double)v[i] * (double)v[i];
    }
    double mean = sum / (double)n, variance = square / (double)n - mean * mean;
    float scale =
        variance > 0.25 ? (float)(1 / sqrt(variance)) : 0; /* nothing but one grey: zeros */
    for (size_t i = 0; i < n; i++) {
        v[i] = (v[i] - (float)mean) * scale;
    }
}

void product_input(const uint8_t *square, int px, const struct product_window *w, float *out)
{
    size_t n = (size_t)px * (size_t)px;
    if (w) {
        part(square, px, w, out);
    } else {
        whole(square, n, out);
    }
    standardize(out, 3 * n);
}
