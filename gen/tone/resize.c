// SPDX-License-Identifier: MIT
#include "tone/resize.h"

#include <math.h>

#include "base/geom.h"

/* For every output index: first input index and weights of `taps` inputs from there (edges clamped). */
struct axis {
    int taps;
    int *first;
    float *weight; /* n * taps */
};

static double cubic(double t)
{
    t = fabs(t);
    if (t >= 2) {
        return 0;
    }
    return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2;
}

static double weight_at(enum resize_filter f, int i, double lo, double hi, double centre)
{
    switch (f) {
    case RESIZE_AREA:
        return fmax(0, fmin(hi, i + 1) - fmax(lo, i));
    case RESIZE_BILINEAR:
        return fmax(0, 1 - fabs(i + 0.5 - centre));
    case RESIZE_BICUBIC:
        return cubic(i + 0.5 - centre);
    case RESIZE_NEAREST:
        break;
    }
    return 1;
}

static struct axis axis_make(int from, int to, enum resize_filter f, struct arena *a)
{
    double s = (double)from / to;
    struct axis x = {.taps = f == RESIZE_NEAREST ? 1 : f == RESIZE_BILINEAR ? 2 : f == RESIZE_BICUBIC ? 4 : (int)ceil(s) + 1};
    x.first = arena_array(a, int, (size_t)to);
    x.weight = arena_array(a, float, (size_t)to * (size_t)x.taps);
    for (int o = 0; o < to; o++) {
        double lo = o * s, hi = (o + 1) * s, centre = (o + 0.5) * s, sum = 0;
        x.first[o] = f == RESIZE_NEAREST    ? (int)lo
                     : f == RESIZE_AREA     ? (int)floor(lo)
                     : f == RESIZE_BILINEAR ? (int)floor(centre - 0.5)
                                            : (int)floor(centre - 0.5) - 1;
        float *w = x.weight + (size_t)o * (size_t)x.taps;
        for (int k = 0; k < x.taps; k++) {
            sum += weight_at(f, x.first[o] + k, lo, hi, centre);
        }
        for (int k = 0; k < x.taps; k++) {
            w[k] = (float)(weight_at(f, x.first[o] + k, lo, hi, centre) / sum);
        }
    }
    return x;
}

static int clamp_index(int i, int n)
{
    return i < 0 ? 0 : i >= n ? n - 1 : i;
}

void resize(struct plane src, struct plane dst, enum resize_filter f, struct arena *a)
{
    struct axis ax = axis_make(src.width_px, dst.width_px, f, a);
    struct axis ay = axis_make(src.height_px, dst.height_px, f, a);
    size_t sw = (size_t)src.width_px, dw = (size_t)dst.width_px;
    float *row = arena_array(a, float, sw);
    for (int y = 0; y < dst.height_px; y++) {
        for (size_t x = 0; x < sw; x++) {
            row[x] = 0;
        }
        for (int k = 0; k < ay.taps; k++) {
            const float *in = src.px + (size_t)clamp_index(ay.first[y] + k, src.height_px) * sw;
            float w = ay.weight[y * ay.taps + k];
            for (size_t x = 0; x < sw; x++) {
                row[x] += w * in[x];
            }
        }
        for (size_t x = 0; x < dw; x++) {
            const float *w = ax.weight + x * (size_t)ax.taps;
            float v = 0;
            for (int k = 0; k < ax.taps; k++) {
                v += w[k] * row[clamp_index(ax.first[x] + k, src.width_px)];
            }
            dst.px[(size_t)y * dw + x] = v;
        }
    }
}

double resize_shift(int from, int to, enum resize_filter f)
{
    if (f != RESIZE_NEAREST) {
        return 0;
    }
    /* output o stands at (o + 1/2) s and shows the pixel whose centre is floor(o s) + 1/2 */
    double s = (double)from / to, sum = 0;
    for (int o = 0; o < to; o++) {
        sum += (o + 0.5) * s - (floor(o * s) + 0.5);
    }
    return sum / to;
}
