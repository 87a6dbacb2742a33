// SPDX-License-Identifier: MIT
#include "raster/lens.h"

#include "raster/raster_core.h"

/* Catmull-Rom weights of the four pixels around a point, t in [0, 1) behind the second. */
static void weights(double t, float w[4])
{
    double t2 = t * t, t3 = t2 * t;
    w[0] = (float)(-0.5 * t3 + t2 - 0.5 * t);
    w[1] = (float)(1.5 * t3 - 2.5 * t2 + 1);
    w[2] = (float)(-1.5 * t3 + 2 * t2 + 0.5 * t);
    w[3] = (float)(0.5 * t3 - 0.5 * t2);
}

static int clamp_index(int i, int n)
{
    return i < 0 ? 0 : i >= n ? n - 1 : i;
}

static float sample(const float *px, int w, int h, int x0, int y0, const float wx[4], const float wy[4])
{
    float sum = 0;
    for (int j = 0; j < 4; j++) {
        const float *row = px + (size_t)clamp_index(y0 + j, h) * (size_t)w;
        float line = 0;
        for (int i = 0; i < 4; i++) {
            line += wx[i] * row[clamp_index(x0 + i, w)];
        }
        sum += wy[j] * line;
    }
    return sum > 0 ? sum : 0;
}

void lens_apply(const struct view *from, const struct view *to, const float *const *src, float *const *dst, int n)
{
    struct rays rays;
    rays_init(&rays, to);
    for (int y = 0; y < to->height_px; y++) {
        for (int x = 0; x < to->width_px; x++) {
            struct pt p = rays_at(&rays, x + 0.5, y + 0.5);
            /* in pixels whose centres are whole numbers */
            double u = clampd(p.x * from->f_px + from->cx_px - 0.5, -2, from->width_px + 1);
            double v = clampd(p.y * from->f_px + from->cy_px - 0.5, -2, from->height_px + 1);
            float wx[4], wy[4];
            weights(u - floor(u), wx);
            weights(v - floor(v), wy);
            for (int k = 0; k < n; k++) {
                dst[k][(size_t)y * (size_t)to->width_px + (size_t)x] =
                    sample(src[k], from->width_px, from->height_px, (int)floor(u) - 1, (int)floor(v) - 1, wx, wy);
            }
        }
    }
}
