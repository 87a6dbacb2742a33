// SPDX-License-Identifier: MIT
/*
 * pack_can - drink cans and tins.
 *
 * A drink can is one drawn piece: a domed base on a narrow standing ring, a printed wall with a short neck,
 * and a recessed lid with its ring pull behind the seam. The print goes over neck and base edge as well;
 * there it is the border of the art, stretched, so that nothing is distorted that can be read. A tin is a
 * welded tube with a double seam at both ends, a paper label between them, and a lid stepped by beads.
 */
#include <math.h>

#include "shelf/pack_parts.h"

enum { CAN_COLUMNS = 40, TAB_COLUMNS = 14 };

/* --- ring pull ------------------------------------------------------------------------------------ */

/* Outline of a tab of length 1 and width 0.62, nose at -y: a stadium with a blunt nose. */
static struct pt tab_outline(double t)
{
    double c = cos(t), s = sin(t);
    return (struct pt){0.31 * copysign(pow(fabs(c), 0.7), c), 0.5 * copysign(pow(fabs(s), 0.85), s)};
}

static struct vec3 tab_point(struct pt p, double size, double y, double z)
{
    return (struct vec3){p.x * size, y + p.y * size, z};
}

void builder_pull_tab(struct mesh_builder *b, double y, double z, double size, int slot)
{
    double thick = 0.045 * size, z0 = z + 0.02 * size, z1 = z0 + thick;
    const struct pt zero[4] = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
    for (int i = 0; i < TAB_COLUMNS; i++) {
        double t0 = 2 * PI * i / TAB_COLUMNS, t1 = 2 * PI * ((i + 1) % TAB_COLUMNS) / TAB_COLUMNS;
        struct pt o0 = tab_outline(t0), o1 = tab_outline(t1);
        /* the finger's hole lies in the rear half */
        struct pt h0 = {0.2 * cos(t0), 0.2 + 0.17 * sin(t0)}, h1 = {0.2 * cos(t1), 0.2 + 0.17 * sin(t1)};
        struct vec3 o0u = tab_point(o0, size, y, z1), o1u = tab_point(o1, size, y, z1);
        struct vec3 o0d = tab_point(o0, size, y, z0), o1d = tab_point(o1, size, y, z0);
        struct vec3 h0u = tab_point(h0, size, y, z1), h1u = tab_point(h1, size, y, z1);
        struct vec3 h0d = tab_point(h0, size, y, z0), h1d = tab_point(h1, size, y, z0);
        builder_patch(b, (struct vec3[]){h0u, h1u, o1u, o0u}, zero, slot);
        builder_patch(b, (struct vec3[]){o0d, o1d, h1d, h0d}, zero, slot);
        builder_patch(b, (struct vec3[]){o0u, o1u, o1d, o0d}, zero, slot);
        builder_patch(b, (struct vec3[]){h1u, h0u, h0d, h1d}, zero, slot);
    }
    double r = 0.12 * size;
    struct ring rivet[] = {{0, 0, z0, 0, 0},
                           {r, r, z0, 0, 0},
                           {r, r, z1 + 0.02 * size, 0, 0},
                           {0.6 * r, 0.6 * r, z1 + 0.05 * size, 0, 0},
                           {0, 0, z1 + 0.05 * size, 0, 0}};
    builder_rings(b, 0, y - 0.2 * size, rivet, sizeof rivet / sizeof *rivet, 10, 1, 1, 0, 1, slot);
}

/* --- drink can ------------------------------------------------------------------------------------ */

struct profile {
    struct ring r[48];
    size_t n;
};

static void add(struct profile *p, const struct round_form *f, double share, double z_mm, double v)
{
    p->r[p->n++] = (struct ring){f->a * share * MM, f->b * share * MM, z_mm * MM, v, 0};
}

static void drink_can_wall(struct mesh_builder *b, const struct round_form *f, struct box at)
{
    struct profile p = {.n = 0};
    double edge = 0.002 * (at.y1 - at.y0), low = at.y1 - edge, high = at.y0 + edge;
    add(&p, f, 0.80, 0.12 * f->heel, low);
    add(&p, f, 0.87, 0.32 * f->heel, low);
    add(&p, f, 0.955, 0.68 * f->heel, low);
    add(&p, f, 0.99, 0.90 * f->heel, low);
    add(&p, f, 1, f->label_z0, low);
    add(&p, f, 1, f->label_z0, at.y1);
    add(&p, f, 1, f->label_z1, at.y0);
    add(&p, f, 1, f->label_z1, high);
    for (int i = 1; i <= 5; i++) {
        double t = i / 5.0, s = t * t * (3 - 2 * t);
        add(&p, f, 1 - (1 - f->neck_r) * (0.5 * s + 0.5 * t), f->label_z1 + (f->neck_z - f->label_z1) * t,
            high);
    }
    builder_rings(b, 0, 0, p.r, p.n, CAN_COLUMNS, f->a, f->b, at.x0, at.x1, 0);
}

static void drink_can_ends(struct mesh_builder *b, const struct round_form *f)
{
    struct profile p = {.n = 0};
    double dome = 0.3 * f->a * 0.8, k = f->neck_r, h = f->height;
    add(&p, f, 0, dome, 0);
    add(&p, f, 0.3, 0.88 * dome, 0);
    add(&p, f, 0.52, 0.6 * dome, 0);
    add(&p, f, 0.66, 0.2 * dome, 0);
    add(&p, f, 0.70, 0.01 * f->heel, 0);
    add(&p, f, 0.74, 0, 0);
    add(&p, f, 0.77, 0.02 * f->heel, 0);
    add(&p, f, 0.80, 0.12 * f->heel, 0);
    builder_rings(b, 0, 0, p.r, p.n, CAN_COLUMNS, f->a, f->b, 0, 1, 1);
    p.n = 0;
    double sink = fmin(5.5, 0.09 * f->a * 2), panel = h - 0.55 * sink;
    add(&p, f, k, f->neck_z, 0);
    add(&p, f, k + 0.012, f->neck_z + 0.15 * (h - f->neck_z), 0);
    add(&p, f, k + 0.02, h - 0.35 * (h - f->neck_z), 0);
    add(&p, f, k + 0.012, h - 0.1 * (h - f->neck_z), 0);
    add(&p, f, k - 0.012, h, 0);
    add(&p, f, k - 0.04, h - 0.12 * (h - f->neck_z), 0);
    add(&p, f, k - 0.07, h - 0.95 * sink, 0);
    add(&p, f, k - 0.09, h - sink, 0);
    add(&p, f, k - 0.12, h - 0.98 * sink, 0);
    add(&p, f, k - 0.135, panel, 0);
    add(&p, f, k - 0.18, panel + 0.1, 0);
    add(&p, f, 0, panel + 0.15, 0);
    builder_rings(b, 0, 0, p.r, p.n, CAN_COLUMNS, f->a, f->b, 0, 1, 1);
    double z = (panel + 0.15) * MM, r = fmin(f->a, f->b) * MM;
    /* the mouth: a shallow raised oval before the tab */
    struct ring mouth[] = {{0.3 * r, 0.24 * r, z - 0.2e-3, 0, 0},
                           {0.29 * r, 0.23 * r, z + 0.25e-3, 0, 0},
                           {0.24 * r, 0.18 * r, z + 0.3e-3, 0, 0},
                           {0.22 * r, 0.16 * r, z + 0.05e-3, 0, 0},
                           {0, 0, z + 0.05e-3, 0, 0}};
    struct ring lid[7] = {{0, 0, z - 0.2e-3, 0, 0}};
    for (int i = 0; i < 5; i++) {
        lid[i + 1] = mouth[i];
    }
    builder_rings(b, 0, -0.36 * r, lid, 6, 20, 0.3, 0.24, 0, 1, 1);
    builder_pull_tab(b, 0.14 * r, z, fmin(0.74 * r, (h * MM - z) / 0.12), 1);
}

/* --- tin ------------------------------------------------------------------------------------------ */

static void seam(struct profile *p, const struct round_form *f, double z0, double z1)
{
    static const double steps[][2] = {/* share of what it stands out, of its height */
                                      {0.1, 0},
                                      {0.85, 0.12},
                                      {1, 0.4},
                                      {1, 0.7},
                                      {0.7, 0.92}};
    for (int i = 0; i < 5; i++) {
        double out = f->seam * steps[i][0];
        p->r[p->n++] =
            (struct ring){(f->a + out) * MM, (f->b + out) * MM, (z0 + (z1 - z0) * steps[i][1]) * MM, 0, 0};
    }
}

/* How far an end lies below its seam. */
static double tin_recess(const struct round_form *f)
{
    return fmin(4.4, 0.12 * f->height);
}

/* Half an end, from the seam inward to the middle, `up` = 1 for the lid and -1 for the base. */
static void tin_end(struct profile *p, const struct round_form *f, double z, double up)
{
    double sink = tin_recess(f);
    static const double steps[][2] = {/* share of the radius, share of the recess */
                                      {0.975, 0},    {0.955, 0.12}, {0.945, 0.98}, {0.925, 1}, {0.87, 1},
                                      {0.855, 0.82}, {0.75, 0.82},  {0.735, 0.72}, {0.3, 0.7}, {0, 0.7}};
    size_t n = sizeof steps / sizeof *steps;
    for (size_t i = 0; i < n; i++) {
        const double *s = steps[up > 0 ? i : n - 1 - i];
        add(p, f, s[0], z - up * sink * s[1], 0);
    }
}

static void tin(struct mesh_builder *b, const struct round_form *f, struct box at)
{
    double a = f->label_a * MM, c = f->label_b * MM;
    struct ring label[2] = {{a, c, f->label_z0 * MM, at.y1, 0}, {a, c, f->label_z1 * MM, at.y0, 0}};
    builder_rings(b, 0, 0, label, 2, CAN_COLUMNS, f->label_a, f->label_b, at.x0, at.x1, 0);
    struct profile p = {.n = 0};
    tin_end(&p, f, 0, -1);
    seam(&p, f, 0, f->heel);
    add(&p, f, 1, f->heel, 0);
    add(&p, f, 1, f->height - f->heel, 0);
    seam(&p, f, f->height - f->heel, f->height);
    tin_end(&p, f, f->height, 1);
    builder_rings(b, 0, 0, p.r, p.n, CAN_COLUMNS, f->a, f->b, 0, 1, 1);
    double r = fmin(f->a, f->b) * MM, sink = 0.7 * tin_recess(f) * MM;
    /* the rivet rises by 0.115 of the tab's length and must stay below the seam */
    builder_pull_tab(b, 0.42 * r, f->height * MM - sink, fmin(fmin(0.62 * r, 26e-3), sink / 0.13), 1);
}

void pack_build_can(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l)
{
    struct round_form f = round_form(s);
    struct box at = pack_panel(l, PANEL_WRAP);
    if (f.printed_body) {
        drink_can_wall(b, &f, at);
        drink_can_ends(b, &f);
    } else {
        tin(b, &f, at);
    }
}
