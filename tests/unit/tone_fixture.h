// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TESTS_TONE_FIXTURE_H
#define ERSATZ_TESTS_TONE_FIXTURE_H
/*
 * A canvas without text around it: what the tests of the tone stage work on. One rig at a time; a new one
 * ends the last.
 *
 *     struct canvas *c = rig_new(64, 32, 1);      // white planes, no ink, em 24 px, seed 1
 *     FX_ON(vignette, .strength = 0.5);
 *     tone_light(c);
 *     near(rig_at(c, 0, 0, 0), 0.5, 0.01);
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "tone/canvas.h"

static struct {
    struct arena arena;
    struct sample s;
    struct canvas c;
    struct encoder encoder;
} rig;

/* Switch an effect on; values not named are 0. */
#define FX_ON(name, ...) \
    do { \
        const struct fx_##name fx_on_values = {__VA_ARGS__}; \
        rig.s.fx[FX_##name].on = true; \
        memcpy(rig.s.fx[FX_##name].v, &fx_on_values, sizeof fx_on_values); \
    } while (0)

static inline void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static inline size_t rig_n(const struct canvas *c)
{
    return (size_t)c->width_px * (size_t)c->height_px;
}

static inline struct canvas *rig_new(int width_px, int height_px, int channels)
{
    arena_reset(&rig.arena);
    rig.s = (struct sample){.seed = 1};
    rig.c = (struct canvas){.width_px = width_px,
                            .height_px = height_px,
                            .channels = channels,
                            .em_px = 24,
                            .s = &rig.s,
                            .arena = &rig.arena,
                            .moved = affine_identity()};
    rig.c.ink = arena_zarray(&rig.arena, float, rig_n(&rig.c));
    for (int k = 0; k < channels; k++) {
        rig.c.plane[k] = arena_array(&rig.arena, float, rig_n(&rig.c));
        for (size_t i = 0; i < rig_n(&rig.c); i++) {
            rig.c.plane[k][i] = 1;
        }
    }
    return &rig.c;
}

static inline int rig_release(void **state)
{
    (void)state;
    arena_release(&rig.arena);
    encoder_release(&rig.encoder);
    return 0;
}

static inline size_t rig_index(const struct canvas *c, int x, int y)
{
    return (size_t)y * (size_t)c->width_px + (size_t)x;
}

static inline double rig_at(const struct canvas *c, int plane, int x, int y)
{
    return (double)c->plane[plane][rig_index(c, x, y)];
}

static inline double ink_at(const struct canvas *c, int x, int y)
{
    return (double)c->ink[rig_index(c, x, y)];
}

static inline void fill_px(const struct canvas *c, float *px, double v)
{
    for (size_t i = 0; i < rig_n(c); i++) {
        px[i] = (float)v;
    }
}

/* 1 inside the box of whole pixels [x0, x1) x [y0, y1), left as it is elsewhere. */
static inline void fill_box(const struct canvas *c, float *px, int x0, int y0, int x1, int y1,
                            double v)
{
    for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
            px[rig_index(c, x, y)] = (float)v;
        }
    }
}

static inline float *copy_px(const struct canvas *c, const float *px)
{
    float *out = arena_array(&rig.arena, float, rig_n(c));
    memcpy(out, px, rig_n(c) * sizeof *out);
    return out;
}

struct moments {
    double mean, deviation;
    double least, most;
};

static inline struct moments moments_of(const float *px, size_t n)
{
    struct moments m = {0, 0, INFINITY, -INFINITY};
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        m.mean += (double)px[i] / (double)n;
        m.least = fmin(m.least, (double)px[i]);
        m.most = fmax(m.most, (double)px[i]);
    }
    for (size_t i = 0; i < n; i++) {
        squares += ((double)px[i] - m.mean) * ((double)px[i] - m.mean);
    }
    m.deviation = sqrt(squares / (double)n);
    return m;
}

/* Mass, centre of mass and second central moments of a picture, pixel centres at +0.5. */
struct blob {
    double mass, x, y, xx, yy, xy;
};

static inline struct blob blob_of(const struct canvas *c, const float *px)
{
    struct blob b = {0};
    for (int y = 0; y < c->height_px; y++) {
        for (int x = 0; x < c->width_px; x++) {
            double v = (double)px[rig_index(c, x, y)];
            b.mass += v;
            b.x += v * (x + 0.5);
            b.y += v * (y + 0.5);
        }
    }
    b.x /= b.mass;
    b.y /= b.mass;
    for (int y = 0; y < c->height_px; y++) {
        for (int x = 0; x < c->width_px; x++) {
            double v = (double)px[rig_index(c, x, y)] / b.mass, dx = x + 0.5 - b.x,
                   dy = y + 0.5 - b.y;
            b.xx += v * dx * dx;
            b.yy += v * dy * dy;
            b.xy += v * dx * dy;
        }
    }
    return b;
}

/* Correlation of a picture with itself moved by (dx, dy), 1 at (0, 0). */
static inline double correlation(const struct canvas *c, const float *px, int dx, int dy)
{
    struct moments m = moments_of(px, rig_n(c));
    double sum = 0;
    int n = 0;
    for (int y = 0; y + dy < c->height_px; y++) {
        for (int x = 0; x + dx < c->width_px; x++) {
            sum += ((double)px[rig_index(c, x, y)] - m.mean) *
                   ((double)px[rig_index(c, x + dx, y + dy)] - m.mean);
            n++;
        }
    }
    return sum / n / (m.deviation * m.deviation);
}

#endif
