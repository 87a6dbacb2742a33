// SPDX-License-Identifier: MIT
#include "warp/warp_plane.h"

enum { CELL_PX = 4, EDGE_PX = 4, MAX_WIDTH_PX = 65500 };

#define BASELINE 0.75 /* of the height */
#define FEW_PIXELS 0.8

struct box plane_page(int width_px, int height_px)
{
    return (struct box){0, -BASELINE * height_px, width_px, (1 - BASELINE) * height_px};
}

/* Where the border of the picture comes to lie. */
static struct box warped_border(const struct warp *w, int width_px, int height_px)
{
    struct box page = plane_page(width_px, height_px), b = box_empty();
    int nx = width_px / EDGE_PX + 1, ny = height_px / EDGE_PX + 1;
    for (int i = 0; i <= nx; i++) {
        double x = page.x0 + (page.x1 - page.x0) * i / nx;
        box_add(&b, warp_point(w, (struct pt){x, page.y0}));
        box_add(&b, warp_point(w, (struct pt){x, page.y1}));
    }
    for (int i = 0; i <= ny; i++) {
        double y = page.y0 + (page.y1 - page.y0) * i / ny;
        box_add(&b, warp_point(w, (struct pt){page.x0, y}));
        box_add(&b, warp_point(w, (struct pt){page.x1, y}));
    }
    return b;
}

void plane_fit(struct warp *w, int width_px, int height_px, int *to_width_px, double *scale)
{
    warp_fit(w, affine_identity());
    struct box b = warped_border(w, width_px, height_px);
    double k = height_px / (b.y1 - b.y0), wide = k * (b.x1 - b.x0);
    *to_width_px = (int)clampd(ceil(wide - 1e-6), 1, MAX_WIDTH_PX);
    *scale = k;
    warp_fit(w, (struct affine){k, 0, (*to_width_px - wide) / 2 - k * b.x0, 0, k, -k * b.y0});
}

/* --- the inverse, on a grid --------------------------------------------------------------------------------- */

/* Page points under the corners of cells of CELL_PX pixels; seen: there is one. */
struct grid {
    int nx, ny;
    struct pt *page;
    bool *seen;
};

static struct grid grid_of(const struct warp *w, const struct warp_pixels *dst, struct arena *a)
{
    struct grid g = {.nx = dst->width_px / CELL_PX + 2, .ny = dst->height_px / CELL_PX + 2};
    size_t n = (size_t)g.nx * (size_t)g.ny;
    g.page = arena_array(a, struct pt, n);
    g.seen = arena_array(a, bool, n);
    for (size_t i = 0; i < n; i++) {
        struct pt q = {(double)((int)(i % (size_t)g.nx) * CELL_PX),
                       (double)((int)(i / (size_t)g.nx) * CELL_PX)};
        g.seen[i] = warp_inverse(w, q, &g.page[i]);
    }
    return g;
}

static bool page_at(const struct grid *g, double x, double y, struct pt *p)
{
    int i = (int)(x / CELL_PX), j = (int)(y / CELL_PX);
    size_t k = (size_t)j * (size_t)g->nx + (size_t)i, below = k + (size_t)g->nx;
    double u = x / CELL_PX - i, v = y / CELL_PX - j;
    if (!g->seen[k] || !g->seen[k + 1] || !g->seen[below] || !g->seen[below + 1]) {
        return false;
    }
    const struct pt *c = g->page;
    p->x = (c[k].x * (1 - u) + c[k + 1].x * u) * (1 - v) +
           (c[below].x * (1 - u) + c[below + 1].x * u) * v;
    p->y = (c[k].y * (1 - u) + c[k + 1].y * u) * (1 - v) +
           (c[below].y * (1 - u) + c[below + 1].y * u) * v;
    return true;
}

/* --- sampling ------------------------------------------------------------------------------------------------- */

/* Catmull-Rom weights of the four pixels around a point that is t behind the second. */
static void weights(float t, float w[4])
{
    w[0] = t * (-0.5f + t * (1 - 0.5f * t));
    w[1] = 1 + t * t * (-2.5f + 1.5f * t);
    w[2] = t * (0.5f + t * (2 - 1.5f * t));
    w[3] = t * t * (-0.5f + 0.5f * t);
}

static int within(int i, int n)
{
    return i < 0 ? 0 : i >= n ? n - 1 : i;
}

/* The source at a point of the page. */
static float sample_at(const struct warp_pixels *s, struct pt p)
{
    double x = clampd(p.x, -2, s->width_px + 2) - 0.5,
           y = clampd(p.y + BASELINE * s->height_px, -2, s->height_px + 2) - 0.5;
    int i = (int)floor(x), j = (int)floor(y);
    float wx[4], wy[4], sum = 0;
    weights((float)(x - i), wx);
    weights((float)(y - j), wy);
    for (int r = 0; r < 4; r++) {
        const float *row = s->px + (size_t)within(j - 1 + r, s->height_px) * (size_t)s->width_px;
        float line = 0;
        for (int c = 0; c < 4; c++) {
            line += wx[c] * row[within(i - 1 + c, s->width_px)];
        }
        sum += wy[r] * line;
    }
    return sum < 0 ? 0 : sum;
}

void warp_plane(const struct warp *w, const struct warp_pixels *src, struct warp_pixels *dst,
                double scale, float beyond, struct arena *a)
{
    struct grid g = grid_of(w, dst, a);
    int side = scale < FEW_PIXELS ? 2 : 1;
    for (int y = 0; y < dst->height_px; y++) {
        for (int x = 0; x < dst->width_px; x++) {
            float sum = 0;
            for (int k = 0; k < side * side; k++) {
                struct pt p;
                double qx = x + (k % side + 0.5) / side, qy = y + (k / side + 0.5) / side;
                sum += page_at(&g, qx, qy, &p) ? sample_at(src, p) : beyond;
            }
            dst->px[(size_t)y * (size_t)dst->width_px + (size_t)x] = sum / (float)(side * side);
        }
    }
}
