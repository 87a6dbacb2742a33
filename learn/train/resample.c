// SPDX-License-Identifier: MIT
#include "train/resample.h"

#include <math.h>
#include <stdlib.h>

#include "base/st.h"

float *resample_room(size_t n)
{
    float *v = malloc(n * sizeof *v + 1);
    if (!v) {
        BUG("out of memory");
    }
    return v;
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
    float *to = resample_room((size_t)to_w * (size_t)h);
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
    float *to = resample_room((size_t)w * (size_t)to_h);
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

float *resample_plane(float *px, int w, int h, int to_w, int to_h)
{
    if (to_w != w) {
        float *r = resize_rows(px, w, h, to_w);
        free(px);
        px = r;
    }
    if (to_h != h) {
        float *r = resize_columns(px, to_w, h, to_h);
        free(px);
        px = r;
    }
    return px;
}
