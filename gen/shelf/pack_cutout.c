// SPDX-License-Identifier: MIT
/*
 * A pack of which there is nothing but a picture: its outline, made as deep as its size says.
 *
 * Rows of the outline are cross-sections. Columns of the picture are taken as seen from far away, straight at it:
 *
 *     round   x = r sin(phi), y = -(d / 2) cos(phi): what the picture shows of a cylinder goes back onto it
 *     pouch   a lens that gets thinner towards the top
 *     box     the part beside `edge` is a side: there x stays and y runs over the depth, so that a picture taken at an angle
 *             becomes a front and a side at a right angle. Above `roof` both lean to the ridge, as a gable's panels do.
 *
 * A box seen with its right side is built as its mirror image with the left one. The side that no picture shows, and the
 * back, have the colours of the picture's edges (art_packshot.c).
 */
#include <math.h>

#include "shelf/pack_parts.h"

enum { FRONT_COLUMNS = 12, BACK_COLUMNS = 6, MOST_POINTS = FRONT_COLUMNS + BACK_COLUMNS + 2 };
#define RIDGE_SHARE 0.72 /* of the height over the fold: from there on the fin stands upright */
#define FIN_DEPTH 0.06   /* of the depth */

/* A cross-section: a polyline around the pack from the left over the front to the right and over the back again. */
struct loop {
    int n;
    struct vec3 p[MOST_POINTS];
    double u[MOST_POINTS];     /* in the panel of the stretch that begins here, */
    double u_end[MOST_POINTS]; /* ... and where that stretch ends */
    enum panel_kind panel[MOST_POINTS];
};

struct cut {
    const struct sku *s;
    bool mirror;
    double edge, left, width; /* of the outline, in shares of the picture */
};

static void add(struct loop *l, double x, double y, double u, double u_end, enum panel_kind panel)
{
    l->p[l->n] = (struct vec3){x * MM, y * MM, 0};
    l->u[l->n] = u;
    l->u_end[l->n] = u_end;
    l->panel[l->n++] = panel;
}

/* Left and right edge of a row as shares of the outline's width, left to right as the pack is built. */
static void row_edges(const struct cut *c, size_t row, double *l, double *r)
{
    const double *o = c->s->outline + 2 + 2 * row;
    double a = (o[0] - c->left) / c->width, b = (o[1] - c->left) / c->width;
    *l = c->mirror ? 1 - b : a;
    *r = c->mirror ? 1 - a : b;
}

static void box_loop(const struct cut *c, double height, double l, double r, struct loop *out)
{
    const struct sku *s = c->s;
    double w = s->size_mm[0], d = s->size_mm[1], e = c->edge, depth = d / 2;
    if (s->roof > 0 && height > s->roof) {
        depth *= fmax(FIN_DEPTH, 1 - (height - s->roof) / ((1 - s->roof) * RIDGE_SHARE));
    }
    double from = fmax(l, e);
    r = fmax(r, from + 0.01);
    double x0 = w * ((from - e) / (1 - e) - 0.5), x1 = w * ((r - e) / (1 - e) - 0.5);
    double back = l < e ? depth * (1 - 2 * l / e) : depth;
    out->n = 0;
    add(out, x0, back, l, from, PANEL_FRONT);
    add(out, x0, -depth, from, r, PANEL_FRONT);
    add(out, x1, -depth, 0, 1, PANEL_RIGHT);
    add(out, x1, depth, 0, 1, PANEL_BACK);
}

static void curved_loop(const struct cut *c, double height, double l, double r, struct loop *out)
{
    const struct sku *s = c->s;
    double w = s->size_mm[0], half = w * (r - l) / 2, middle = w * ((l + r) / 2 - 0.5);
    bool round = s->section == SECTION_ROUND;
    double depth = s->size_mm[1] / 2 * (round ? 2 * half / w : sqrt(fmax(0, 1 - pow(height, 4))));
    out->n = 0;
    for (int i = 0; i < FRONT_COLUMNS + BACK_COLUMNS; i++) {
        bool front = i < FRONT_COLUMNS;
        int n = front ? FRONT_COLUMNS : BACK_COLUMNS, k = front ? i : i - FRONT_COLUMNS;
        double sign = front ? 1 : -1, x = -sign * cos(PI * k / n),
               next = -sign * cos(PI * (k + 1) / n);
        double y = -sign * depth * (round ? sqrt(1 - x * x) : 1 - x * x);
        if (front) {
            add(out, middle + half * x, y, l + (r - l) * (x + 1) / 2, l + (r - l) * (next + 1) / 2,
                PANEL_FRONT);
        } else {
            add(out, middle + half * x, y, (1 - x) / 2, (1 - next) / 2, PANEL_BACK);
        }
    }
}

static struct pt texel(const struct pack_layout *l, const struct cut *c, enum panel_kind kind,
                       double u, double v)
{
    struct box at = pack_panel(l, kind);
    u = c->mirror && kind == PANEL_FRONT ? 1 - u : u;
    return (struct pt){at.x0 + u * (at.x1 - at.x0), at.y0 + v * (at.y1 - at.y0)};
}

/* Four corners as seen from outside, of a pack that may be a mirror image. */
static void patch(struct mesh_builder *b, const struct cut *c, const struct vec3 p[4],
                  const struct pt uv[4])
{
    if (!c->mirror) {
        builder_patch(b, p, uv, 0);
        return;
    }
    struct vec3 q[4];
    for (int i = 0; i < 4; i++) {
        q[i] = p[i ^ 1];
        q[i].x = -q[i].x;
    }
    builder_patch(b, q, (struct pt[]){uv[1], uv[0], uv[3], uv[2]}, 0);
}

static void skin(struct mesh_builder *b, const struct cut *c, const struct pack_layout *l,
                 const struct loop *high, const struct loop *low, double v_high, double v_low)
{
    for (int i = 0; i < high->n; i++) {
        int k = (i + 1) % high->n;
        enum panel_kind kind = high->panel[i];
        patch(b, c, (struct vec3[]){high->p[i], high->p[k], low->p[k], low->p[i]},
              (struct pt[]){
                  texel(l, c, kind, high->u[i], v_high), texel(l, c, kind, high->u_end[i], v_high),
                  texel(l, c, kind, low->u_end[i], v_low), texel(l, c, kind, low->u[i], v_low)});
    }
}

/* A flat end, as a fan of one colour: that of the middle of the picture's first or last row. */
static void end(struct mesh_builder *b, const struct cut *c, const struct pack_layout *l,
                const struct loop *e, bool top)
{
    struct vec3 middle = {0, 0, e->p[0].z};
    for (int i = 0; i < e->n; i++) {
        middle.x += e->p[i].x / e->n;
        middle.y += e->p[i].y / e->n;
    }
    struct pt t = texel(l, c, PANEL_FRONT, 0.5, top ? 0.005 : 0.995);
    for (int i = 0; i < e->n; i++) {
        struct vec3 p = e->p[i], q = e->p[(i + 1) % e->n];
        patch(b, c,
              top ? (struct vec3[]){middle, middle, q, p} : (struct vec3[]){p, q, middle, middle},
              (struct pt[]){t, t, t, t});
    }
}

void pack_build_cutout(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l)
{
    size_t rows = s->n_outlines / 2 - 1;
    struct cut c = {.s = s, .mirror = s->edge < 0, .edge = fabs(s->edge), .left = 1};
    double right = 0;
    for (size_t i = 0; i < rows; i++) {
        c.left = fmin(c.left, s->outline[2 + 2 * i]);
        right = fmax(right, s->outline[3 + 2 * i]);
    }
    c.width = right - c.left;
    struct loop before, loop;
    for (size_t i = 0; i < rows; i++) {
        double v = (double)i / (double)(rows - 1), x0, x1;
        row_edges(&c, i, &x0, &x1);
        if (s->section == SECTION_BOX) {
            box_loop(&c, 1 - v, x0, x1, &loop);
        } else {
            curved_loop(&c, 1 - v, x0, x1, &loop);
        }
        for (int k = 0; k < loop.n; k++) {
            loop.p[k].z = (1 - v) * s->size_mm[2] * MM;
        }
        if (i) {
            skin(b, &c, l, &before, &loop, (double)(i - 1) / (double)(rows - 1), v);
        }
        if (i == 0 || i == rows - 1) {
            end(b, &c, l, &loop, i == 0);
        }
        before = loop;
    }
}
