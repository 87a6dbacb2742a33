// SPDX-License-Identifier: MIT
/*
 * shade_sweep - light swept through a grid, row by row.
 *
 * Along d a cell hands on, of what reached the cell before it,
 *
 *     L(c) = (1 - o) L(c - d) + o B(c - d),     o = min(1, sum of area_i over the axes of d)
 *
 * and unless d runs along the rows, a row's cells need only rows that are done: they are worked on as lanes of a vector
 * (base/simd.h), a plane each for red, green and blue. Sums run over directions in one order, so that widths of
 * vectors do not matter.
 */
#include <math.h>
#include <string.h>

#include "base/simd.h"
#include "raster/shade.h"

#define INLINE static inline __attribute__((always_inline))

/* Lebedev's weights of the 6 directions to faces, 12 to edges and 8 to corners of a cube: 14 or 26 points. */
static const float lebedev[2][4] = {{0, 1 / 15.0F, 0, 3 / 40.0F},
                                    {0, 1 / 21.0F, 4 / 105.0F, 9 / 280.0F}};

/* Faces that a direction reaches, and how much of its light. */
struct reach {
    int n, face[3];
    float share[3];
};

static struct reach reach_of(const int d[3], float weight)
{
    struct reach r = {0, {0}, {0}};
    float unit = 1 / sqrtf((float)(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]));
    for (int i = 0; i < 3; i++) {
        if (d[i]) {
            r.face[r.n] = 2 * i + (d[i] < 0); /* going down, it falls onto faces that look up */
            r.share[r.n++] = weight * unit;
        }
    }
    return r;
}

void sweep_init(struct sweep *w, const int n[3], const float (*area)[3], struct arena *a)
{
    size_t cells = size_mul(size_mul((size_t)n[0], (size_t)n[1]), (size_t)n[2]);
    *w = (struct sweep){.n = {n[0], n[1], n[2]}, .cells = cells};
    for (int axes = 1; axes < 8; axes++) {
        float *stop = w->stop[axes] = arena_array(a, float, cells);
        for (size_t c = 0; c < cells; c++) {
            float o = (axes & 1 ? area[c][0] : 0) + (axes & 2 ? area[c][1] : 0) +
                      (axes & 4 ? area[c][2] : 0);
            stop[c] = o < 1 ? o : 1;
        }
    }
    for (int k = 0; k < 3; k++) {
        w->glow[k] = arena_zarray(a, float, cells);
        w->light[k] = arena_array(a, float, cells);
        for (int f = 0; f < 6; f++) {
            w->cube[f][k] = arena_array(a, float, cells);
        }
    }
}

/* Cells `from` and on hand over to as many cells of `out`, `step` apart; out may be `in` one cell on. */
INLINE void pass_on(const float *stop, const float *glow, const float *in, float *out, int n)
{
    for (int i = 0; i < n; i++) {
        out[i] = in[i] + stop[i] * (glow[i] - in[i]);
    }
}

/* Along the row: each cell waits for the one before. */
static void pass_along(const float *stop, const float *glow, float *light, int n, int step)
{
    for (int i = 1; i < n; i++, stop += step, glow += step, light += step) {
        light[step] = *light + *stop * (*glow - *light);
    }
}

/* One direction for one colour. enters: what comes in from outside. */
VEC static void sweep_plane(const struct sweep *w, int k, const int d[3], float enters,
                            const struct reach *r)
{
    int nx = w->n[0], ny = w->n[1], nz = w->n[2];
    const float *stop = w->stop[(d[0] ? 1 : 0) | (d[1] ? 2 : 0) | (d[2] ? 4 : 0)],
                *glow = w->glow[k];
    float *light = w->light[k];
    ptrdiff_t back = -(((ptrdiff_t)d[2] * ny + d[1]) * nx);
    int entry = d[0] < 0 ? nx - 1 : 0, inside = d[0] ? 1 : 0;
    for (int q = 0; q < nz; q++) {
        int z = d[2] < 0 ? nz - 1 - q : q;
        for (int j = 0; j < ny; j++) {
            int y = d[1] < 0 ? ny - 1 - j : j;
            size_t row = ((size_t)z * (size_t)ny + (size_t)y) * (size_t)nx;
            float *restrict out = light + row;
            if ((d[2] && q == 0) || (d[1] && j == 0)) {
                for (int x = 0; x < nx; x++) {
                    out[x] = enters;
                }
            } else if (!d[1] && !d[2]) {
                out[entry] = enters;
                pass_along(stop + row + entry, glow + row + entry, out + entry, nx, d[0]);
            } else {
                size_t from = (size_t)((ptrdiff_t)row + back) + (d[0] < 0 ? 1 : 0);
                pass_on(stop + from, glow + from, light + from, out + (d[0] > 0 ? 1 : 0),
                        nx - inside);
                out[entry] = inside ? enters : out[entry];
            }
            for (int f = 0; f < r->n; f++) {
                float *restrict cube = w->cube[r->face[f]][k] + row;
                float share = r->share[f];
                for (int x = 0; x < nx; x++) {
                    cube[x] += share * out[x];
                }
            }
        }
    }
}

void sweep_light(struct sweep *w, int fine, const f3 ambient, const f3 below)
{
    const float *weight = lebedev[fine];
    /* A white face under even light: the sum of weight times cosine over its side of the directions. */
    float norm = weight[1] + 4 * weight[2] * 0.70710678F + 4 * weight[3] * 0.57735027F;
    for (int f = 0; f < 6; f++) {
        for (int k = 0; k < 3; k++) {
            memset(w->cube[f][k], 0, w->cells * sizeof(float));
        }
    }
    for (int i = 0; i < 27; i++) {
        int d[3] = {i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1};
        float share = weight[d[0] * d[0] + d[1] * d[1] + d[2] * d[2]];
        if (share > 0) {
            struct reach r = reach_of(d, share / norm);
            for (int k = 0; k < 3; k++) {
                sweep_plane(w, k, d, d[2] > 0 ? below[k] : ambient[k], &r);
            }
        }
    }
}
