// SPDX-License-Identifier: MIT
/*
 * pack_soft - pouches, bags and tubes: packs of sheets that bend and do not stretch.
 *
 * A cross-section at height z with half thickness d is x = a s, y = d g(s), -1 <= s <= 1, with a profile g
 * that ends flat (pouches: their sides are welded) or round (bags and tubes: their sides are folds). a is
 * found so that its length is that of the flat sheet, and columns lie at equal lengths along it; so the print
 * keeps its widths, and the outline draws in where the pack is full, with the ears that pillow bags have at
 * their corners.
 *
 * Both sheets share a middle surface (crimps, sway of the seals) and stand off from it by their half
 * thickness, with creases that run away from the seals and shallow dents. Where the thickness is nothing they
 * share their points.
 *
 * Letters: s share of the half width, d half thickness, a half width, i column, j row.
 */
#include <math.h>
#include <string.h>

#include "shelf/pack_parts.h"

enum { NU = 24, ARC_STEPS = 256 };

struct sheets {
    int rows;
    struct vec3 p[2][SOFT_ROWS_MAX][NU + 1]; /* front, back */
    double v[SOFT_ROWS_MAX];                 /* share of the run, from the top */
};

/* --- cross-sections ------------------------------------------------------------------------------- */

static double welded(double s)
{
    return pow(fmax(1 - s * s, 0), 1.3);
}

static double folded(double s)
{
    return sqrt(fmax(1 - s * s, 0));
}

static double section_run(double (*g)(double), double a, double d, double run[ARC_STEPS + 1])
{
    run[0] = 0;
    double x0 = -a, y0 = 0;
    for (int k = 1; k <= ARC_STEPS; k++) {
        double s = k == ARC_STEPS ? 1 : -cos(PI * k / ARC_STEPS), x = a * s, y = d * g(s);
        run[k] = run[k - 1] + hypot(x - x0, y - y0);
        x0 = x;
        y0 = y;
    }
    return run[ARC_STEPS];
}

/* Columns at equal lengths of a section that is `width` long; out: x and y >= 0. */
static void section_columns(double (*g)(double), double width, double d, struct pt out[NU + 1])
{
    double run[ARC_STEPS + 1], lo = 0, hi = width / 2;
    for (int k = 0; k < 50; k++) {
        double mid = (lo + hi) / 2;
        *(section_run(g, mid, d, run) < width ? &lo : &hi) = mid;
    }
    double a = (lo + hi) / 2, all = section_run(g, a, d, run);
    for (int i = 0, k = 0; i <= NU; i++) {
        double want = all * i / NU;
        while (k + 1 < ARC_STEPS && run[k + 1] < want) {
            k++;
        }
        double t = (want - run[k]) / (run[k + 1] - run[k]);
        double s0 = -cos(PI * k / ARC_STEPS), s1 = -cos(PI * (k + 1) / ARC_STEPS),
               s = s0 + (s1 - s0) * clampd(t, 0, 1);
        out[i] = i == 0 || i == NU ? (struct pt){i ? a : -a, 0} : (struct pt){a * s, d * g(s)};
    }
}

/* --- the sheets ----------------------------------------------------------------------------------- */

struct look {
    double (*profile)(double);
    double crimp_mm;                                 /* height of the ridges in the seals */
    double crease_mm, crease_pitch_mm, crease_reach; /* reach: share of the height */
    double dent_mm, dent_size_mm;
    double sway_mm; /* of the seals, forward and back */
    double draw_in; /* uneven outline: share of the width */
    bool foot_seal; /* the lower end is a seal, too */
};

/* 0 in the middle of the pack, 1 at a seal. */
static double toward_seal(const struct soft_form *f, const struct look *k, double z, double reach_mm)
{
    double top = f->row[f->rows - 1].z - f->seal_mm - z,
           foot = k->foot_seal ? z - f->row[0].z - f->seal_mm : HUGE_VAL;
    return exp(-fmax(fmin(top, foot), 0) / reach_mm);
}

static bool in_seal(const struct soft_form *f, const struct look *k, int j)
{
    double z = f->row[j].z, top = f->row[f->rows - 1].z - f->seal_mm;
    return z > top - 1e-6 || (k->foot_seal && z < f->row[0].z + f->seal_mm + 1e-6);
}

static void row_build(struct sheets *h, const struct sku *s, const struct soft_form *f, const struct look *k,
                      int j, double width_mm)
{
    const struct soft_row *row = &f->row[j];
    double thick = s->size_mm[1] / 2, height = s->size_mm[2],
           near = toward_seal(f, k, row->z, k->crease_reach * height);
    uint32_t key = pack_key(s, TRAIT_WRINKLE);
    bool sealed = in_seal(f, k, j), edge = j == 0 ? k->foot_seal : j == f->rows - 1;
    struct pt c[NU + 1];
    section_columns(k->profile, width_mm, edge ? 0 : row->half_depth, c);
    double uneven = sealed ? 0 : k->draw_in * (0.5 + 0.5 * noise_1d(key + 5, row->z / 24)) * (1 - 0.6 * near);
    double full = fmin(row->half_depth / (0.3 * thick), 1);
    for (int i = 0; i <= NU; i++) {
        double u = 2.0 * i / NU - 1, x = c[i].x * (1 - uneven), inner = 1 - u * u;
        double along = u * f->width_mm / 2, sway = toward_seal(f, k, row->z, 0.07 * height) * k->sway_mm *
                                                   noise_1d(key + 9, along / (0.45 * f->width_mm) + 0.3);
        double mid = sway + (sealed ? k->crimp_mm * (j % 2 ? 1 : -1) : 0);
        for (int side = 0; side < 2; side++) {
            uint32_t own = key + 17u * (uint32_t)side;
            /* creases fan out from the seal */
            double fan = along / k->crease_pitch_mm * (0.75 + 0.25 * near);
            double off =
                sealed
                    ? 0
                    : full * inner *
                          (k->crease_mm * near * noise_2d(own + 1, fan, row->z / (0.4 * height)) +
                           k->dent_mm * noise_2d(own + 2, along / k->dent_size_mm, row->z / k->dent_size_mm));
            double half = fmax(c[i].y + off, c[i].y > 0 ? 0.05 : 0);
            h->p[side][j][i] =
                (struct vec3){x, mid, side ? half : -half}; /* z: for now the distance from mid */
        }
    }
    h->v[j] = 1 - row->run_mm / f->run_mm;
}

/* The factor by which a sheet's distances make its outermost point touch the size. */
static double fit(const struct sheets *h, int side, double limit)
{
    double k = HUGE_VAL;
    for (int j = 0; j < h->rows; j++) {
        for (int i = 0; i <= NU; i++) {
            const struct vec3 *p = &h->p[side][j][i];
            double half = fabs(p->z), room = side ? limit - p->y : limit + p->y;
            if (half > 1) { /* mm: seals have nothing to say */
                k = fmin(k, room / half);
            }
        }
    }
    return isfinite(k) ? clampd(k, 0.3, 3) : 1;
}

static void sheets_build(struct sheets *h, const struct sku *s, const struct soft_form *f,
                         const struct look *k, const double *width_mm)
{
    h->rows = f->rows;
    for (int j = 0; j < f->rows; j++) {
        row_build(h, s, f, k, j, width_mm ? width_mm[j] : f->width_mm);
    }
    for (int side = 0; side < 2; side++) {
        double scale = fit(h, side, s->size_mm[1] / 2);
        for (int j = 0; j < h->rows; j++) {
            for (int i = 0; i <= NU; i++) {
                struct vec3 *p = &h->p[side][j][i];
                *p = (struct vec3){p->x * MM, (p->y + scale * p->z) * MM, f->row[j].z * MM};
            }
        }
    }
}

/* u of a column on each side, in the panel given; the back's left end is at +x. */
static void sheet_emit(struct mesh_builder *b, const struct sheets *h, int side, struct box at)
{
    for (int j = 0; j + 1 < h->rows; j++) {
        for (int i = 0; i < NU; i++) {
            int l = side ? i + 1 : i, r = side ? i : i + 1;
            double ul = side ? 1 - (double)l / NU : (double)l / NU,
                   ur = side ? 1 - (double)r / NU : (double)r / NU;
            double v0 = at.y0 + h->v[j + 1] * (at.y1 - at.y0), v1 = at.y0 + h->v[j] * (at.y1 - at.y0);
            ul = at.x0 + ul * (at.x1 - at.x0);
            ur = at.x0 + ur * (at.x1 - at.x0);
            builder_patch(b,
                          (struct vec3[]){h->p[side][j + 1][l], h->p[side][j + 1][r], h->p[side][j][r],
                                          h->p[side][j][l]},
                          (struct pt[]){{ul, v0}, {ur, v0}, {ur, v1}, {ul, v1}}, 0);
        }
    }
}

/* --- pouch ---------------------------------------------------------------------------------------- */

/* The gusset: from the front sheet's lower edge up, over and down to the back's. */
static void gusset(struct mesh_builder *b, const struct sheets *h, double depth_mm, struct box at)
{
    enum { STEPS = 5 };
    double rise = 0.42 * depth_mm * MM, d = depth_mm * MM / 2, w = fabs(h->p[0][0][0].x);
    struct vec3 p[NU + 1][STEPS + 1];
    struct pt uv[NU + 1][STEPS + 1];
    for (int i = 0; i <= NU; i++) {
        struct vec3 f = h->p[0][0][i], k = h->p[1][0][i];
        double span = (k.y - f.y) / (2 * d);
        for (int t = 0; t <= STEPS; t++) {
            double q = (double)t / STEPS, up = rise * span * sin(PI * q);
            p[i][t] = t == STEPS
                          ? k
                          : (struct vec3){f.x + (k.x - f.x) * q, f.y + (k.y - f.y) * q, f.z + (t ? up : 0)};
            uv[i][t] = (struct pt){at.x0 + clampd(0.5 + 0.5 * p[i][t].x / w, 0, 1) * (at.x1 - at.x0),
                                   at.y0 + clampd(0.5 + 0.5 * p[i][t].y / d, 0, 1) * (at.y1 - at.y0)};
        }
    }
    for (int i = 0; i < NU; i++) {
        for (int t = 0; t < STEPS; t++) {
            builder_patch(b, (struct vec3[]){p[i][t], p[i + 1][t], p[i + 1][t + 1], p[i][t + 1]},
                          (struct pt[]){uv[i][t], uv[i + 1][t], uv[i + 1][t + 1], uv[i][t + 1]}, 0);
        }
    }
}

void pack_build_pouch(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l)
{
    struct soft_form f = soft_form(s);
    double w = s->size_mm[0], d = s->size_mm[1];
    struct look k = {.profile = welded,
                     .crimp_mm = 0.4,
                     .crease_mm = 0.014 * w,
                     .crease_pitch_mm = 0.12 * w,
                     .crease_reach = 0.12,
                     .dent_mm = 0.02 * d,
                     .dent_size_mm = 0.3 * w,
                     .sway_mm = 0.008 * w,
                     .draw_in = 0.004};
    struct sheets h;
    sheets_build(&h, s, &f, &k, NULL);
    sheet_emit(b, &h, 0, pack_panel(l, PANEL_FRONT));
    sheet_emit(b, &h, 1, pack_panel(l, PANEL_BACK));
    gusset(b, &h, d, pack_panel(l, PANEL_BOTTOM));
}

/* --- bag ------------------------------------------------------------------------------------------ */

void pack_build_bag(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l)
{
    struct soft_form f = soft_form(s);
    double w = s->size_mm[0], d = s->size_mm[1];
    struct look k = {.profile = folded,
                     .crimp_mm = 0.55,
                     .crease_mm = fmin(0.028 * w, 0.1 * d),
                     .crease_pitch_mm = 0.1 * w,
                     .crease_reach = 0.11,
                     .dent_mm = fmin(0.03 * d, 3) * pack_vary(s, TRAIT_BULGE, 0.4, 1),
                     .dent_size_mm = 0.22 * w,
                     .sway_mm = 0.02 * w,
                     .draw_in = 0.014,
                     .foot_seal = true};
    struct sheets h;
    sheets_build(&h, s, &f, &k, NULL);
    sheet_emit(b, &h, 0, pack_panel(l, PANEL_FRONT));
    sheet_emit(b, &h, 1, pack_panel(l, PANEL_BACK));
}

/* --- tube ----------------------------------------------------------------------------------------- */

/* The print runs around: u = 1/4 at the left edge, 1/2 in front, 3/4 at the right, 0 and 1 behind. */
static void tube_back(struct mesh_builder *b, const struct sheets *h, struct box at)
{
    for (int j = 0; j + 1 < h->rows; j++) {
        for (int i = 0; i < NU; i++) {
            int l = i + 1, r = i;
            double turn = i < NU / 2 ? 0.25 : 1.25;
            double ul = at.x0 + (turn - 0.5 * l / NU) * (at.x1 - at.x0),
                   ur = at.x0 + (turn - 0.5 * r / NU) * (at.x1 - at.x0);
            double v0 = at.y0 + h->v[j + 1] * (at.y1 - at.y0), v1 = at.y0 + h->v[j] * (at.y1 - at.y0);
            builder_patch(b,
                          (struct vec3[]){h->p[1][j + 1][l], h->p[1][j + 1][r], h->p[1][j][r], h->p[1][j][l]},
                          (struct pt[]){{ul, v0}, {ur, v0}, {ur, v1}, {ul, v1}}, 0);
        }
    }
}

static void tube_cap(struct mesh_builder *b, const struct tube_form *t)
{
    double k = t->cap_r / fmin(t->a, t->b), h = t->cap_z1, edge = fmin(1.2, 0.12 * h);
    const double rows[][2] = {/* inset, z in mm; below 0 = the middle */
                              {-1, 0},        {edge, 0},     {0.35 * edge, 0.35 * edge},
                              {0, edge},      {0, 0.55 * h}, {0.4, 0.57 * h},
                              {0.4, 0.6 * h}, {0, 0.62 * h}, {0, h - 0.4},
                              {0.4, h},       {-1, h}};
    struct ring r[sizeof rows / sizeof *rows];
    size_t n = sizeof rows / sizeof *rows;
    for (size_t i = 0; i < n; i++) {
        double in = rows[i][0], a = in < 0 ? 0 : k * t->a - in, c = in < 0 ? 0 : k * t->b - in;
        r[i] = (struct ring){a * MM, c * MM, rows[i][1] * MM, 0, 0};
    }
    builder_rings(b, 0, 0, r, n, 36, t->a, t->b, 0, 1, 1);
}

void pack_build_tube(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l)
{
    struct soft_form f = soft_form(s);
    struct tube_form t = tube_form(s);
    struct look k = {
        .profile = folded, .crimp_mm = 0.3, .crease_pitch_mm = 10, .crease_reach = 0.05, .dent_size_mm = 10};
    double width[SOFT_ROWS_MAX], foot = ellipse_around_mm(t.a, t.b) / 2;
    for (int j = 0; j < f.rows; j++) {
        double q = clampd((f.row[j].z - f.row[0].z) / (s->size_mm[2] - f.seal_mm - f.row[0].z), 0, 1);
        width[j] = foot + (f.width_mm - foot) * q;
    }
    struct sheets h;
    sheets_build(&h, s, &f, &k, width);
    struct box at = pack_panel(l, PANEL_WRAP);
    double w = at.x1 - at.x0;
    sheet_emit(b, &h, 0, (struct box){at.x0 + 0.25 * w, at.y0, at.x0 + 0.75 * w, at.y1});
    tube_back(b, &h, at);
    /* the foot, mostly hidden by the cap */
    struct vec3 middle = {0, 0, h.p[0][0][0].z};
    struct pt e = {at.x0 + 0.5 * w, at.y1}, uv[3] = {e, e, e};
    for (int i = 0; i < NU; i++) {
        builder_triangle(b, (struct vec3[]){h.p[0][0][i + 1], h.p[0][0][i], middle}, uv, 0);
        builder_triangle(b, (struct vec3[]){h.p[1][0][i], h.p[1][0][i + 1], middle}, uv, 0);
    }
    tube_cap(b, &t);
}
