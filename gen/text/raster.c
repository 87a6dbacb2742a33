// SPDX-License-Identifier: MIT
/*
 * raster - coverage by signed area.
 *
 * One edge, one row. Cut the edge at the row's top and bottom; let the piece span x0 <= x1 and the
 * height h, counted positive downwards and negative upwards. To the right of the piece everything is
 * covered by h of the pixel's height, so pixel j gets h times the share of its width that lies right of
 * the edge, averaged over the piece:
 *
 *     F(j) = h (G(j+1) - G(j)),   G(u) = mean over the piece of max(0, u - x)
 *
 *     G(u) = 0                              u <= x0
 *          = (u - x0)^2 / (2 (x1 - x0))     between
 *          = u - (x0 + x1) / 2              u >= x1
 *
 * The buffer stores the differences a(j) = F(j) - F(j-1), which vanish outside floor(x0) .. floor(x1)+1;
 * a running sum along the row adds up all edges at once. Non-zero winding is |sum| clamped to 1: exact
 * wherever contours do not cross inside one pixel.
 *
 * Clipping. Left of the image an edge still covers whole rows: its height goes to column 0. Right of it
 * nothing is covered. A piece that straddles a side is divided in proportion, since x is linear in y.
 *
 * The idea of storing differences is R. Levien's (font-rs, 2016), the area and cover of a cell LibArt's and
 * FreeType's. Deviations: rows are summed on their own, so that clipping is exact and a path need not
 * be closed inside the image; G replaces the usual three cases of a row-crossing edge; edges are computed in
 * double, sums are kept in fixed point. What an edge adds to a row is rounded so that it telescopes: the
 * heights of edges that share a vertex, and the pixels of one piece, add up without error. So the sum beside a closed shape
 * is exactly 0 (the ink of a label must be 0 where nothing was drawn), inside exactly 1, and the order of
 * edges does not matter. One unit is 2^-22, a pixel holds up to 511 overlapping contours.
 *
 * The running sum is a chain of additions, one after the other: on its own it would take most of the
 * time. GROUP rows are summed together, interleaved in the buffer, as lanes of one vector.
 */
#include "text/raster.h"

#include <stdbool.h>

#include "base/simd.h"

/* Rows y..y+GROUP-1 lie together: cell (x, y) is at ((y / GROUP) * stride + x) * GROUP + y % GROUP. */
enum { GROUP = 8 };

/* Vertices beyond this are moved onto it: sums stay finite, pictures are at most 65500 px wide. */
#define FAR_PX 1e8
#define ONE 4194304.0 /* 2^22: one whole pixel in fixed point */
/* Edges that rise by less cover nothing that counts; their slope could overflow. */
#define LEVEL_PX 1e-12

struct cells {
    int32_t *a;    /* interleaved rows of `stride` cells */
    size_t stride; /* width + 2: the difference after the last pixel has a place too */
    int width, height;
};

static int32_t *cell_row(const struct cells *c, int y)
{
    return c->a + (size_t)(y / GROUP) * c->stride * GROUP + (size_t)(y % GROUP);
}

/* A piece of an edge inside one row and 0 <= x0 <= x1 <= width, of signed height h (fixed point). */
static void add_piece(int32_t *row, double x0, double x1, int32_t h)
{
    int first = (int)x0, last = (int)x1;
    double mean = 0.5 * (x0 + x1);
    if (first == last) {
        int32_t right = (int32_t)(h * (mean - first));
        row[(size_t)first * GROUP] += h - right;
        row[((size_t)first + 1) * GROUP] += right;
        return;
    }
    double scale = 0.5 / (x1 - x0), g = 0;
    int32_t before = 0; /* F(j - 1) */
    for (int j = first; j <= last; j++) {
        double u = j + 1;
        double next = u < x1 ? (u - x0) * (u - x0) * scale : u - mean;
        int32_t now = (int32_t)(h * (next - g));
        row[(size_t)j * GROUP] += now - before;
        before = now;
        g = next;
    }
    row[((size_t)last + 1) * GROUP] += h - before;
}

/* The same for any x: what is left of the image covers it from column 0, what is right of it does not. */
static void add_clipped(const struct cells *c, int32_t *row, double x0, double x1, int32_t h)
{
    double w = c->width;
    if (x0 >= w) {
        return;
    }
    if (x1 <= 0) {
        row[0] += h;
        return;
    }
    double per_x = h / (x1 - x0); /* x1 > x0 here: one of them is outside, the other is not */
    int32_t left = x0 < 0 ? (int32_t)(per_x * -x0) : 0;
    int32_t right = x1 > w ? (int32_t)(per_x * (x1 - w)) : 0;
    row[0] += left;
    add_piece(row, x0 < 0 ? 0 : x0, x1 > w ? w : x1, h - left - right);
}

static void add_edge(const struct cells *c, struct pt p, struct pt q)
{
    int32_t sign = 1;
    if (p.y > q.y) {
        struct pt t = p;
        p = q;
        q = t;
        sign = -1;
    }
    if (!(q.y - p.y > LEVEL_PX) || q.y <= 0 || p.y >= c->height || (p.x >= c->width && q.x >= c->width)) {
        return;
    }
    double slope = (q.x - p.x) / (q.y - p.y);
    double top = p.y > 0 ? p.y : 0, bottom = q.y < c->height ? q.y : c->height;
    double x = p.x + (top - p.y) * slope;
    for (int y = (int)top; y < bottom; y++) {
        double y1 = y + 1 < bottom ? y + 1 : bottom;
        /* from p each time: errors do not add up over the rows */
        double x_next = y1 == q.y ? q.x : p.x + (y1 - p.y) * slope;
        double x0 = x < x_next ? x : x_next, x1 = x < x_next ? x_next : x;
        int32_t h = sign * ((int32_t)((y1 - y) * ONE) - (int32_t)((top - y) * ONE));
        int32_t *row = cell_row(c, y);
        if (x0 >= 0 && x1 <= c->width) {
            add_piece(row, x0, x1, h);
        } else {
            add_clipped(c, row, x0, x1, h);
        }
        x = x_next;
        top = y1;
    }
}

static bool vertex(struct pt p, struct pt *out)
{
    if (!isfinite(p.x) || !isfinite(p.y)) {
        return false;
    }
    *out = (struct pt){clampd(p.x, -FAR_PX, FAR_PX), clampd(p.y, -FAR_PX, FAR_PX)};
    return true;
}

static void add_contour(const struct cells *c, const struct pt *p, size_t n)
{
    struct pt first = {0, 0}, last = {0, 0}, v;
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!vertex(p[i], &v)) {
            continue;
        }
        if (any) {
            add_edge(c, last, v);
        } else {
            first = v;
            any = true;
        }
        last = v;
    }
    if (any) {
        add_edge(c, last, first);
    }
}

/* Running sums of GROUP interleaved rows; in: (width, GROUP); out: (width, GROUP). */
VEC static void sum_group(const int32_t *restrict in, float *restrict out, int width)
{
    int32_t sum[GROUP] = {0};
    for (int x = 0; x < width; x++) {
        for (int r = 0; r < GROUP; r++) {
            sum[r] += in[(size_t)x * GROUP + (size_t)r];
            int32_t v = sum[r] < 0 ? -sum[r] : sum[r];
            v = v < (int32_t)ONE ? v : (int32_t)ONE;
            out[(size_t)x * GROUP + (size_t)r] = (float)v * (float)(1 / ONE);
        }
    }
}

VEC static void spread_group(const float *restrict in, float *restrict out, int width, int rows)
{
    for (int r = 0; r < rows; r++) {
        for (int x = 0; x < width; x++) {
            out[(size_t)r * (size_t)width + (size_t)x] = in[(size_t)x * GROUP + (size_t)r];
        }
    }
}

void raster_fill(const struct path *pa, int width_px, int height_px, float *cov,
                 struct arena *scratch)
{
    if (width_px <= 0 || height_px <= 0) {
        return;
    }
    size_t groups = ((size_t)height_px + GROUP - 1) / GROUP;
    struct cells c = {.stride = (size_t)width_px + 2, .width = width_px, .height = height_px};
    size_t group_cells = size_mul(c.stride, GROUP);
    c.a = arena_zarray(scratch, int32_t, size_mul(groups, group_cells));
    for (size_t k = 0, i = 0; k < pa->n_contours; i = pa->end[k++]) {
        add_contour(&c, pa->p + i, pa->end[k] - i);
    }
    float *sums = arena_array(scratch, float, group_cells);
    for (size_t k = 0; k < groups; k++) {
        int y = (int)(k * GROUP), rows = height_px - y < GROUP ? height_px - y : GROUP;
        sum_group(c.a + k * group_cells, sums, width_px);
        spread_group(sums, cov + (size_t)y * (size_t)width_px, width_px, rows);
    }
}
