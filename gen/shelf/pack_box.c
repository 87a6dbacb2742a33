// SPDX-License-Identifier: MIT
/*
 * pack_box - folding boxes and gable-top cartons.
 *
 * A box of cardboard has edges of half a millimetre to one and sides that bulge by as much; its outer flaps
 * lie as plates on top and bottom and end before the far edge, which is the seam one sees. A gable-top carton
 * has a roof with two slopes, sides folded inward under it, a welded fin, and often a screw cap on the front
 * slope.
 */
#include <math.h>

#include "shelf/pack_parts.h"

static struct box part_of(struct box b, double x0, double y0, double x1, double y1)
{
    double w = b.x1 - b.x0, h = b.y1 - b.y0;
    return (struct box){b.x0 + x0 * w, b.y0 + y0 * h, b.x0 + x1 * w, b.y0 + y1 * h};
}

/* The outer flap: from the front edge to a share of the depth. */
static void flap(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l, double share,
                 double thick, bool top)
{
    double w = s->size_mm[0] * MM / 2, d = s->size_mm[1] * MM / 2, h = s->size_mm[2] * MM, in = 0.35e-3;
    double z0 = top ? h - 2 * thick : 0, z1 = top ? h : 2 * thick, y1 = -d + 2 * d * share;
    struct box panel = pack_panel(l, top ? PANEL_TOP : PANEL_BOTTOM);
    struct rounded_box r = {.lo = {-w + in, -d + 2 * in, z0},
                            .hi = {w - in, y1, z1},
                            .radius = 0.45 * thick,
                            .steps = 1,
                            .cells = 1};
    double x0 = in / (2 * w), y0 = 2 * in / (2 * d);
    /* the top's lower edge is at the front, the bottom's upper */
    r.uv[PANEL_TOP] = r.uv[PANEL_BOTTOM] =
        top ? part_of(panel, x0, 1 - share, 1 - x0, 1 - y0) : part_of(panel, x0, y0, 1 - x0, share);
    /* edges of the cardboard show the print's border */
    struct box edge =
        top ? part_of(panel, x0, 1 - share, 1 - x0, 1 - share) : part_of(panel, x0, share, 1 - x0, share);
    r.uv[PANEL_FRONT] = r.uv[PANEL_BACK] = r.uv[PANEL_LEFT] = r.uv[PANEL_RIGHT] = edge;
    r.uv[top ? PANEL_BOTTOM : PANEL_TOP] = edge;
    builder_rounded(b, &r);
}

void pack_build_box(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l)
{
    double w = s->size_mm[0] * MM, d = s->size_mm[1] * MM, h = s->size_mm[2] * MM,
           least = fmin(fmin(w, d), h);
    double thick = fmin(0.5e-3, 0.02 * least);
    double bulge = fmin(pack_vary(s, TRAIT_BULGE, 0.002, 0.006) * fmin(w, h), 0.1 * d);
    double side = fmin(0.3 * bulge, 0.04 * w);
    double share = pack_vary(s, TRAIT_SIDE, 0.62, 0.93);
    flap(b, s, l, share, thick, true);
    flap(b, s, l, share, thick, false);
    struct rounded_box r = {.lo = {-w / 2 + side, -d / 2 + bulge, thick},
                            .hi = {w / 2 - side, d / 2 - bulge, h - thick},
                            .radius = fmin(0.9e-3, 0.06 * least),
                            .steps = 1,
                            .cells = 5,
                            .bulge = {bulge, bulge, side, side, 0, 0}};
    for (int k = 0; k < 6; k++) {
        r.uv[k] = pack_panel(l, (enum panel_kind)k);
    }
    builder_rounded(b, &r);
}

/* --- gable top ------------------------------------------------------------------------------------ */

struct carton {
    struct mesh_builder *b;
    double w, d, h, fold, ridge, fin; /* half width, half depth; heights */
    struct box front, back, left, right, top;
    double slope_v; /* of the top's panel: where the fin begins */
};

static struct pt uv_at(struct box b, double s, double t)
{
    return (struct pt){b.x0 + s * (b.x1 - b.x0), b.y0 + t * (b.y1 - b.y0)};
}

enum { CARTON_ROWS = 6, CARTON_COLUMNS = 4 };

/* One upright side from its left lower corner p to its right lower corner q, slightly bulging. */
static void carton_side(const struct carton *c, struct pt p, struct pt q, struct box panel, double full,
                        double bulge)
{
    double len = hypot(q.x - p.x, q.y - p.y), nx = (q.y - p.y) / len, ny = -(q.x - p.x) / len;
    double border = 0.5 - 0.5 * len / full; /* what the corners take of the panel */
    struct vec3 at[CARTON_ROWS + 1][CARTON_COLUMNS + 1];
    struct pt uv[CARTON_ROWS + 1][CARTON_COLUMNS + 1];
    for (int j = 0; j <= CARTON_ROWS; j++) {
        for (int i = 0; i <= CARTON_COLUMNS; i++) {
            double s = (double)i / CARTON_COLUMNS, t = (double)j / CARTON_ROWS;
            double out = bulge * (1 - (2 * s - 1) * (2 * s - 1)) * sin(PI * t);
            at[j][i] = (struct vec3){p.x + (q.x - p.x) * s + nx * out, p.y + (q.y - p.y) * s + ny * out,
                                     c->fold * t};
            uv[j][i] = uv_at(panel, border + (1 - 2 * border) * s, 1 - t);
        }
    }
    for (int j = 0; j < CARTON_ROWS; j++) {
        for (int i = 0; i < CARTON_COLUMNS; i++) {
            builder_patch(c->b, (struct vec3[]){at[j + 1][i], at[j + 1][i + 1], at[j][i + 1], at[j][i]},
                          (struct pt[]){uv[j + 1][i], uv[j + 1][i + 1], uv[j][i + 1], uv[j][i]}, 0);
        }
    }
}

/* Roof slope and fin of one side; sign -1: front. In as many columns as the wall below, so that no edge has a
 * vertex of its neighbour in its middle. */
static void carton_roof(const struct carton *c, int sign, double cut)
{
    double x0 = sign < 0 ? -c->w : c->w, t = 0.8e-3, k = cut / (2 * c->w), in = x0 > 0 ? -cut : cut;
    const double y[3] = {sign * t, sign * t, sign * c->d}, z[3] = {c->h, c->ridge, c->fold},
                 v[3] = {0, c->slope_v, 1};
    const double start[3] = {x0, x0, x0 + in}, u_in[3] = {0, 0, k};
    struct vec3 p[3][CARTON_COLUMNS + 1];
    struct pt uv[3][CARTON_COLUMNS + 1];
    for (int j = 0; j < 3; j++) {
        for (int i = 0; i <= CARTON_COLUMNS; i++) {
            double s = (double)i / CARTON_COLUMNS;
            p[j][i] = (struct vec3){start[j] * (1 - 2 * s), y[j], z[j]};
            uv[j][i] = uv_at(c->top, u_in[j] + (1 - 2 * u_in[j]) * s, v[j]);
        }
    }
    for (int i = 0; i < CARTON_COLUMNS; i++) {
        for (int j = 0; j < 2; j++) {
            builder_patch(c->b, (struct vec3[]){p[j][i], p[j][i + 1], p[j + 1][i + 1], p[j + 1][i]},
                          (struct pt[]){uv[j][i], uv[j][i + 1], uv[j + 1][i + 1], uv[j + 1][i]}, 0);
        }
        if (sign < 0) { /* the fin's upper edge */
            struct vec3 l = {p[0][i].x, t, c->h}, r = {p[0][i + 1].x, t, c->h};
            builder_patch(c->b, (struct vec3[]){l, r, p[0][i + 1], p[0][i]},
                          (struct pt[]){uv[0][i], uv[0][i + 1], uv[0][i + 1], uv[0][i]}, 0);
        }
    }
}

/* What is folded in under the roof at one end; sign +1: right. */
static void carton_gusset(const struct carton *c, int sign, double cut)
{
    struct box panel = sign > 0 ? c->right : c->left;
    double x = sign * c->w, t = 0.8e-3, inset = fmin(0.8 * c->d, 0.7 * c->w);
    double front = -sign; /* y of what is on the left as seen from outside, as a sign */
    struct vec3 a = {x, front < 0 ? -c->d + cut : c->d - cut, c->fold}, z = {x, -a.y, c->fold};
    struct vec3 apex = {x - sign * inset, 0, c->ridge - 0.08 * (c->ridge - c->fold)};
    struct vec3 ridge_a = {x, front * t, c->ridge}, ridge_z = {x, -front * t, c->ridge};
    struct vec3 top_a = {x, front * t, c->h}, top_z = {x, -front * t, c->h};
    struct pt e = uv_at(panel, 0.5, 0.004), el = uv_at(panel, 0.01, 0.004), er = uv_at(panel, 0.99, 0.004);
    for (int i = 0; i < CARTON_COLUMNS; i++) {
        double s0 = (double)i / CARTON_COLUMNS, s1 = (double)(i + 1) / CARTON_COLUMNS;
        struct vec3 p = {x, a.y * (1 - 2 * s0), a.z}, q = {x, a.y * (1 - 2 * s1), a.z};
        builder_triangle(c->b, (struct vec3[]){p, q, apex},
                         (struct pt[]){uv_at(panel, s0, 0.004), uv_at(panel, s1, 0.004), e}, 0);
    }
    builder_triangle(c->b, (struct vec3[]){a, apex, ridge_a}, (struct pt[]){el, e, el}, 0);
    builder_triangle(c->b, (struct vec3[]){z, ridge_z, apex}, (struct pt[]){er, er, e}, 0);
    builder_triangle(c->b, (struct vec3[]){apex, ridge_z, ridge_a}, (struct pt[]){e, er, el}, 0);
    builder_patch(c->b, (struct vec3[]){top_a, top_z, ridge_z, ridge_a}, (struct pt[]){e, e, e, e}, 0);
}

/* The cut-off corners: upright strips, and what joins them to the roof. */
static void carton_corner(const struct carton *c, int sx, int sy, double cut)
{
    struct vec3 f = {sx * (c->w - cut), sy * c->d, 0}, s = {sx * c->w, sy * (c->d - cut), 0};
    struct vec3 left = sx * sy < 0 ? f : s, right = sx * sy < 0 ? s : f;
    struct vec3 left_top = {left.x, left.y, c->fold}, right_top = {right.x, right.y, c->fold};
    struct box panel = sy < 0 ? c->front : c->back;
    double at = (sx < 0) == (sy < 0) ? 0.002 : 0.998; /* the border of front or back */
    struct pt roof = uv_at(c->top, at, 1);
    for (int j = 0; j < CARTON_ROWS; j++) {
        double t0 = (double)j / CARTON_ROWS, t1 = (double)(j + 1) / CARTON_ROWS;
        struct pt lo = uv_at(panel, at, 1 - t0), hi = uv_at(panel, at, 1 - t1);
        left.z = right.z = c->fold * t0;
        struct vec3 l = {left.x, left.y, c->fold * t1}, r = {right.x, right.y, c->fold * t1};
        builder_patch(c->b, (struct vec3[]){l, r, right, left}, (struct pt[]){hi, hi, lo, lo}, 0);
    }
    struct vec3 ridge = {sx * c->w, sy * 0.8e-3, c->ridge};
    builder_triangle(c->b, (struct vec3[]){left_top, right_top, ridge}, (struct pt[]){roof, roof, roof}, 0);
}

static void carton_floor(const struct carton *c, double cut)
{
    struct pt grey = uv_at(c->back, 0.5, 1);
    struct vec3 p[8] = {{-c->w + cut, -c->d, 0}, {c->w - cut, -c->d, 0}, {c->w, -c->d + cut, 0},
                        {c->w, c->d - cut, 0},   {c->w - cut, c->d, 0},  {-c->w + cut, c->d, 0},
                        {-c->w, c->d - cut, 0},  {-c->w, -c->d + cut, 0}};
    /* the long sides' lower edges are cut into CARTON_COLUMNS pieces; so must be the floor's */
    struct vec3 middle = {0, 0, 0.8e-3};
    for (int k = 0; k < 8; k++) {
        struct vec3 q = p[(k + 1) % 8];
        int n = k % 2 ? 1 : CARTON_COLUMNS; /* odd: cut corners */
        for (int i = 0; i < n; i++) {
            struct vec3 u = vec3_add(p[k], vec3_scale(vec3_sub(q, p[k]), (double)i / n));
            struct vec3 v =
                i + 1 == n ? q : vec3_add(p[k], vec3_scale(vec3_sub(q, p[k]), (double)(i + 1) / n));
            builder_triangle(c->b, (struct vec3[]){v, u, middle}, (struct pt[]){grey, grey, grey}, 0);
        }
    }
}

static void carton_cap(struct mesh_builder *b, const struct carton *c, const struct carton_form *f)
{
    double r = f->cap_r * MM, h = f->cap_h * MM, slope = atan2(c->ridge - c->fold, c->d);
    struct ring ring[] = {{0, 0, -0.5e-3, 0, 0},
                          {1.22 * r, 1.22 * r, -0.5e-3, 0, 0},
                          {1.22 * r, 1.22 * r, 0.9e-3, 0, 0},
                          {1.02 * r, 1.02 * r, 1.1e-3, 0, 0},
                          {r, r, 1.4e-3, 0, 0.35e-3},
                          {r, r, h - 0.9e-3, 0, 0.35e-3},
                          {r - 0.9e-3, r - 0.9e-3, h, 0, 0},
                          {0, 0, h, 0, 0}};
    size_t mark = builder_mark(b);
    builder_rings(b, 0, 0, ring, sizeof ring / sizeof *ring, 40, 1, 1, 0, 1, 1);
    /* onto the front slope, somewhat above its middle */
    double t = 0.5;
    struct xform lean = xform_turn_x(slope);
    struct xform move = xform_move(0, -c->d + t * c->d, c->fold + t * (c->ridge - c->fold));
    struct xform all = xform_mul(&move, &lean);
    builder_move(b, mark, &all);
}

void pack_build_carton(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l)
{
    struct carton_form f = carton_form(s);
    struct carton c = {.b = b,
                       .h = s->size_mm[2] * MM,
                       .fold = f.fold_z * MM,
                       .ridge = f.ridge_z * MM,
                       .fin = f.fin_mm * MM,
                       .front = pack_panel(l, PANEL_FRONT),
                       .back = pack_panel(l, PANEL_BACK),
                       .left = pack_panel(l, PANEL_LEFT),
                       .right = pack_panel(l, PANEL_RIGHT),
                       .top = pack_panel(l, PANEL_TOP)};
    double w = s->size_mm[0] * MM, d = s->size_mm[1] * MM, bulge = pack_vary(s, TRAIT_BULGE, 0.3e-3, 1.2e-3);
    bulge = fmin(bulge, 0.02 * fmin(w, d));
    c.w = w / 2 - bulge;
    c.d = d / 2 - bulge;
    c.slope_v = f.fin_mm / (f.fin_mm + f.slope_mm);
    double cut = fmin(1.2e-3, 0.1 * fmin(c.w, c.d));
    carton_side(&c, (struct pt){-c.w + cut, -c.d}, (struct pt){c.w - cut, -c.d}, c.front, w, bulge);
    carton_side(&c, (struct pt){c.w, -c.d + cut}, (struct pt){c.w, c.d - cut}, c.right, d, bulge);
    carton_side(&c, (struct pt){c.w - cut, c.d}, (struct pt){-c.w + cut, c.d}, c.back, w, bulge);
    carton_side(&c, (struct pt){-c.w, c.d - cut}, (struct pt){-c.w, -c.d + cut}, c.left, d, bulge);
    carton_roof(&c, -1, cut);
    carton_roof(&c, 1, cut);
    for (int sign = -1; sign <= 1; sign += 2) {
        carton_gusset(&c, sign, cut);
        carton_corner(&c, sign, -1, cut);
        carton_corner(&c, sign, 1, cut);
    }
    carton_floor(&c, cut);
    if (pack_vary(s, TRAIT_CAP, 0, 1) < 0.75) {
        carton_cap(b, &c, &f);
    }
}
