// SPDX-License-Identifier: MIT
/*
 * pack_tray - a shallow tray under a film, and several cans or bottles in one wrap.
 *
 * A tray's walls have both faces, so that its rim has an edge; the film lies on the rim, and on the contents
 * where they are higher. A shrink wrap follows the outline of its units with rounded ends, drawn in a little
 * between them, and leaves their tops free; what it hides of them is not built.
 */
#include <math.h>

#include "base/rng.h"
#include "shelf/pack_parts.h"

enum { SLOT_PRINT, SLOT_TRAY, SLOT_FOOD };

static struct pt uv_at(struct box b, double s, double t)
{
    return (struct pt){b.x0 + clampd(s, 0, 1) * (b.x1 - b.x0), b.y0 + clampd(t, 0, 1) * (b.y1 - b.y0)};
}

/* A skin between two outlines of equally many points; its texture is seen from above in panel. */
static void band(struct mesh_builder *b, const struct section *lower, double z0, const struct section *upper,
                 double z1, double half_x, double half_y, struct box panel, int slot)
{
    for (int i = 0; i < lower->n; i++) {
        struct pt q[4] = {upper->p[i], upper->p[i + 1], lower->p[i + 1], lower->p[i]};
        struct vec3 p[4];
        struct pt uv[4];
        for (int k = 0; k < 4; k++) {
            p[k] = (struct vec3){q[k].x, q[k].y, k < 2 ? z1 : z0};
            uv[k] = uv_at(panel, 0.5 + 0.5 * q[k].x / half_x, 0.5 - 0.5 * q[k].y / half_y);
        }
        builder_patch(b, p, uv, slot);
    }
}

static void section_point(struct section *s, int n)
{
    s->n = n;
    for (int i = 0; i <= n; i++) {
        s->p[i] = (struct pt){0, 0};
    }
}

struct tray {
    double w, d, h, corner, rim, lean; /* half width, half depth, height; m */
};

static void outline(struct section *s, const struct tray *t, double inset)
{
    section_rounded(s, t->w - inset, t->d - inset, fmax(t->corner - inset, 2e-3), 4, 2, 2);
}

/* Rings of (inset, height), a negative inset for the middle. */
static void tray_skin(struct mesh_builder *b, const struct tray *t, const double (*row)[2], size_t n,
                      struct box panel, int slot)
{
    struct section at[2];
    for (size_t k = 0; k < n; k++) {
        struct section *s = &at[k % 2], *before = &at[(k + 1) % 2];
        if (row[k][0] < 0) {
            outline(s, t, 0);
            section_point(s, s->n);
        } else {
            outline(s, t, row[k][0]);
        }
        if (k > 0) {
            band(b, before, row[k - 1][1], s, row[k][1], t->w, t->d, panel, slot);
        }
    }
}

static void tray_film(struct mesh_builder *b, const struct tray *t, struct box panel)
{
    /* taut, with the slight dip of a sealed film */
    const double dip = 0.6e-3;
    const double row[][2] = {{0.2e-3, t->h - 0.25e-3},
                             {0.25e-3, t->h},
                             {t->rim, t->h},
                             {t->rim + 0.06 * t->d, t->h - 0.5 * dip},
                             {0.55 * fmin(t->w, t->d), t->h - dip},
                             {-1, t->h - dip}};
    tray_skin(b, t, row, sizeof row / sizeof *row, panel, SLOT_PRINT);
}

static void tray_body(struct mesh_builder *b, const struct tray *t)
{
    const double z = t->h - 0.3e-3, wall = 0.6e-3, foot = t->lean, rim = t->rim;
    const double row[][2] = {{-1, 0.6e-3},
                             {foot + 6e-3, 0.6e-3},
                             {foot + 4e-3, 0},
                             {foot + 1.2e-3, 0.2e-3},
                             {foot, 1.6e-3},
                             {rim, z - 1.6e-3},
                             {rim, z - 0.7e-3},
                             {0, z - 0.7e-3},
                             {0, z},
                             {rim + wall, z},
                             {rim + wall, z - 1e-3},
                             {foot + wall, 2e-3},
                             {foot + wall + 2e-3, 1.2e-3},
                             {-1, 1.2e-3}};
    tray_skin(b, t, row, sizeof row / sizeof *row, (struct box){0, 0, 1, 1}, SLOT_TRAY);
}

/* A label on the front wall, in its plane. */
static void tray_sticker(struct mesh_builder *b, const struct tray *t, const struct tray_form *f,
                         struct box panel)
{
    double z0 = 1.6e-3, z1 = t->h - 0.3e-3 - 1.6e-3, y0 = -t->d + t->lean, y1 = -t->d + t->rim;
    double len = hypot(z1 - z0, y1 - y0), ny = -(z1 - z0) / len, nz = (y1 - y0) / len; /* outward, downward */
    double half = f->sticker_w * MM / 2, share = f->sticker_h * MM / len, lo = 0.5 - share / 2,
           hi = 0.5 + share / 2;
    double out = LABEL_OFFSET_MM * MM;
    struct vec3 top = {half, y0 + (y1 - y0) * hi + ny * out, z0 + (z1 - z0) * hi + nz * out};
    struct vec3 foot = {half, y0 + (y1 - y0) * lo + ny * out, z0 + (z1 - z0) * lo + nz * out};
    builder_quad(b, (struct vec3[]){{-half, top.y, top.z}, top, foot, {-half, foot.y, foot.z}}, panel,
                 SLOT_PRINT);
}

/* Pieces in rows: biscuits, meatballs, tomatoes; each a flattened ball, no two alike. */
static void tray_food(struct mesh_builder *b, const struct sku *s, const struct tray *t)
{
    double x1 = t->w - t->lean - 3e-3, y1 = t->d - t->lean - 3e-3, tall = t->h - 3.2e-3;
    double size = clampd(0.3 * fmin(x1, y1) * 2, 8e-3, 60e-3);
    int nx = (int)clampd(floor(2 * x1 / size), 1, 6), ny = (int)clampd(floor(2 * y1 / size), 1, 5);
    double px = 2 * x1 / nx, py = 2 * y1 / ny;
    uint32_t key = pack_key(s, TRAIT_FILL);
    static const double ball[][2] = {{0, 0},      {0.62, 0.08}, {0.95, 0.3}, {1, 0.5},
                                     {0.9, 0.75}, {0.6, 0.94},  {0, 1}};
    for (int j = 0; j < ny; j++) {
        for (int i = 0; i < nx; i++) {
            uint32_t u = (uint32_t)i, v = (uint32_t)j;
            double a = 0.5 * px * (0.88 + 0.16 * (double)rng_hash_unit(key, u, v));
            double c = 0.5 * py * (0.88 + 0.16 * (double)rng_hash_unit(key + 1, u, v));
            double high = tall * (0.72 + 0.26 * (double)rng_hash_unit(key + 2, u, v));
            struct ring r[7];
            for (int k = 0; k < 7; k++) {
                r[k] = (struct ring){a * ball[k][0], c * ball[k][0], 1.4e-3 + high * ball[k][1], 0, 0};
            }
            builder_rings(b, -x1 + px * (i + 0.5), -y1 + py * (j + 0.5), r, 7, 10, 1, 1, 0, 1, SLOT_FOOD);
        }
    }
}

void pack_build_tray(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l)
{
    struct tray_form f = tray_form(s);
    struct tray t = {s->size_mm[0] * MM / 2, s->size_mm[1] * MM / 2, s->size_mm[2] * MM, 0,
                     f.rim_mm * MM,          f.lean_mm * MM};
    t.corner = fmin(0.16 * fmin(t.w, t.d) * 2, 22e-3);
    tray_film(b, &t, pack_panel(l, PANEL_LID));
    tray_sticker(b, &t, &f, pack_panel(l, PANEL_FRONT));
    tray_body(b, &t);
    tray_food(b, s, &t);
}

/* --- multipack ------------------------------------------------------------------------------------ */

enum { SLOT_WRAP, SLOT_UNIT, SLOT_UNIT_CAP, WRAP_ARC = 6, MANY_UNITS = 9 };

/* How far the film is drawn in between two units, at a place along a side. */
static double drawn_in(double at, double half, int units, double radius)
{
    double pitch = 2 * half / units, from_middle = fmod(at + half, pitch) / pitch - 0.5,
           gap = fabs(from_middle) * 2;
    bool end = at < -half + pitch / 2 || at > half - pitch / 2;
    return end ? 0 : 0.08 * radius * gap * gap * gap;
}

static void wrap_row(const struct multipack_form *f, double half_x, double half_y, const struct section *s,
                     int i, double inset, double z, struct vec3 *out)
{
    struct pt p = s->p[i % s->n], n = s->out[i % s->n];
    double in = inset;
    if (fabs(n.x) < 1e-6) {
        in += drawn_in(p.x, half_x, f->columns, f->unit_r * MM);
    } else if (fabs(n.y) < 1e-6) {
        in += drawn_in(p.y, half_y, f->rows, f->unit_r * MM);
    }
    *out = (struct vec3){p.x - n.x * in, p.y - n.y * in, z};
}

static void wrap(struct mesh_builder *b, const struct sku *s, const struct multipack_form *f,
                 const struct pack_layout *l)
{
    double hx = s->size_mm[0] * MM / 2, hy = s->size_mm[1] * MM / 2, z0 = f->wrap_z0 * MM,
           z1 = f->wrap_z1 * MM;
    double curl = fmin(4e-3, 0.12 * f->unit_r * MM);
    struct section o;
    bool many = f->rows * f->columns > MANY_UNITS;
    int cells = many ? 2 : 4;
    section_rounded(&o, hx, hy, f->corner_mm * MM, many ? 4 : WRAP_ARC, cells * f->columns, cells * f->rows);
    struct box front = pack_panel(l, PANEL_FRONT), left = pack_panel(l, PANEL_LEFT);
    struct box all = {front.x0, front.y0, left.x1, front.y1};
    /* the film turns in at both ends; there it shows the border of its print */
    const double row[][3] = {{1.2 * curl, 0.05e-3, 1},
                             {0, z0, 1},
                             {0, z1 - curl, 0},
                             {0.5 * curl, z1 - 0.15 * curl, 0},
                             {2.2 * curl, z1, 0}};
    double scale = 1 / o.run[o.n];
    for (size_t k = 0; k + 1 < sizeof row / sizeof *row; k++) {
        for (int i = 0; i < o.n; i++) {
            struct vec3 p[4];
            wrap_row(f, hx, hy, &o, i, row[k + 1][0], row[k + 1][1], &p[0]);
            wrap_row(f, hx, hy, &o, i + 1, row[k + 1][0], row[k + 1][1], &p[1]);
            wrap_row(f, hx, hy, &o, i + 1, row[k][0], row[k][1], &p[2]);
            wrap_row(f, hx, hy, &o, i, row[k][0], row[k][1], &p[3]);
            double u0 = o.run[i] * scale, u1 = o.run[i + 1] * scale;
            builder_patch(b, p,
                          (struct pt[]){uv_at(all, u0, row[k + 1][2]), uv_at(all, u1, row[k + 1][2]),
                                        uv_at(all, u1, row[k][2]), uv_at(all, u0, row[k][2])},
                          SLOT_WRAP);
        }
    }
}

struct unit_row {
    double share, z; /* of the radius; of the height above the wrap's edge */
};

static void unit_rings(struct mesh_builder *b, double x, double y, const struct multipack_form *f, double z0,
                       double z1, const struct unit_row *row, size_t n, int columns, int slot)
{
    struct ring r[16];
    for (size_t k = 0; k < n; k++) {
        double a = row[k].share * f->unit_r * MM;
        r[k] = (struct ring){a, a, z0 + row[k].z * (z1 - z0), 0, 0};
    }
    builder_rings(b, x, y, r, n, columns, 1, 1, 0, 1, slot);
}

static void unit(struct mesh_builder *b, double x, double y, const struct sku *s,
                 const struct multipack_form *f, int columns)
{
    /* of many units each is plainer */
    static const struct unit_row can[] = {{0, 0}, {1, 0}, {1, 0.25}, {0.93, 0.62}, {0.84, 0.8}, {0, 0.8}};
    static const struct unit_row plain_can[] = {{0, 0.5}, {0.96, 0.5}, {0.84, 0.8}, {0, 0.8}};
    static const struct unit_row can_lid[] = {{0, 0.78}, {0.855, 0.8}, {0.84, 1}, {0.77, 0.84}, {0, 0.85}};
    static const struct unit_row bottle[] = {{0, 0},      {1, 0},      {0.98, 0.12}, {0.86, 0.3},
                                             {0.6, 0.52}, {0.4, 0.68}, {0.33, 0.84}, {0, 0.84}};
    static const struct unit_row plain_bottle[] = {
        {0, 0.1}, {0.98, 0.12}, {0.6, 0.52}, {0.33, 0.84}, {0, 0.84}};
    static const struct unit_row cap[] = {{0, 0.83}, {0.37, 0.83}, {0.36, 0.98}, {0.33, 1}, {0, 1}};
    bool many = f->rows * f->columns > MANY_UNITS;
    double h = s->size_mm[2] * MM, z0 = f->wrap_z1 * MM - (f->bottles ? 8e-3 : 4e-3);
    if (f->bottles) {
        unit_rings(b, x, y, f, z0, h, many ? plain_bottle : bottle,
                   many ? sizeof plain_bottle / sizeof *plain_bottle : sizeof bottle / sizeof *bottle,
                   columns, SLOT_UNIT);
        unit_rings(b, x, y, f, z0, h, cap, sizeof cap / sizeof *cap, columns, SLOT_UNIT_CAP);
    } else {
        unit_rings(b, x, y, f, z0, h, many ? plain_can : can,
                   many ? sizeof plain_can / sizeof *plain_can : sizeof can / sizeof *can, columns,
                   SLOT_UNIT);
        unit_rings(b, x, y, f, z0, h, can_lid, sizeof can_lid / sizeof *can_lid, columns, SLOT_UNIT_CAP);
    }
}

void pack_build_multipack(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l)
{
    struct multipack_form f = multipack_form(s);
    int n = f.rows * f.columns, columns = n <= 6            ? 20
                                          : n <= MANY_UNITS ? 12
                                                            : 10; /* 9 would be sharp-edged */
    double px = s->size_mm[0] * MM / f.columns, py = s->size_mm[1] * MM / f.rows;
    wrap(b, s, &f, l);
    for (int j = 0; j < f.rows; j++) {
        for (int i = 0; i < f.columns; i++) {
            unit(b, px * (i + 0.5 - f.columns / 2.0), py * (j + 0.5 - f.rows / 2.0), s, &f, columns);
        }
    }
}
