// SPDX-License-Identifier: MIT
/*
 * art_draw_loud - fronts that shout: bands of colour, and diagonals.
 */
#include "shelf/art_draw.h"

/* --- bands ------------------------------------------------------------------------------------ */

/* clang-format off */
static const struct art_zones bands_tall = { /* the name above, the picture below */
    .mark = {0.08, 0.035, 0.92, 0.245}, .name = {0.07, 0.31, 0.93, 0.44}, .variant = {0.1, 0.455, 0.9, 0.51},
    .picture = {0.06, 0.52, 0.94, 0.9}, .claim = {0.05, 0.93, 0.58, 0.97}, .net = {0.62, 0.925, 0.95, 0.975}};
static const struct art_zones bands_picture_first = {
    .mark = {0.08, 0.035, 0.92, 0.245}, .name = {0.07, 0.64, 0.93, 0.79}, .variant = {0.1, 0.81, 0.9, 0.865},
    .picture = {0.06, 0.29, 0.94, 0.62}, .claim = {0.05, 0.93, 0.58, 0.97},
    .net = {0.62, 0.925, 0.95, 0.975}};
static const struct art_zones bands_wide = {
    .mark = {0.05, 0.05, 0.74, 0.28}, .name = {0.04, 0.4, 0.54, 0.66}, .variant = {0.04, 0.69, 0.5, 0.79},
    .picture = {0.54, 0.3, 0.99, 0.92}, .claim = {0.05, 0.89, 0.58, 0.96}, .net = {0.62, 0.88, 0.95, 0.97}};
/* clang-format on */

enum edge { EDGE_STRAIGHT, EDGE_WAVE, EDGE_BOW };

/* A band across the whole from y0 to an edge about y. */
static void band(struct art_sheet *s, struct box whole, struct box front, double y0, double y, double swing,
                 enum edge edge, struct art_rgb first, struct art_rgb last)
{
    double w = art_w(front), mid = (front.x0 + front.x1) / 2;
    cairo_move_to(s->cr, whole.x0, y0);
    for (double x = whole.x0; x <= whole.x1 + 0.01; x += w / 48) {
        double u = (x - mid) / w;
        double v = edge == EDGE_WAVE  ? sin(u * 2 * PI)
                   : edge == EDGE_BOW ? cos(clampd(u * 2, -1, 1) * PI)
                                      : 0;
        cairo_line_to(s->cr, x, y + swing * v);
    }
    cairo_line_to(s->cr, whole.x1, y);
    cairo_line_to(s->cr, whole.x1, y0);
    cairo_close_path(s->cr);
    art_lit_fill(s, fmin(y0, y), fmax(y0, y), first, last);
}

/* Head and foot, each with a stripe of the accent along it. */
static void head_and_foot(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double h = art_h(f), head = f.y0 + h * (art_is_wide(f) ? 0.32 : 0.27),
           foot = f.y0 + h * (art_is_wide(f) ? 0.84 : 0.9);
    enum edge edge = (enum edge)(int)(d->brand.pick[0] * 3);
    double swing = h * 0.025;
    struct art_rgb c = d->ground;
    band(s, whole, f, f.y0 - 1, head + h * 0.022, swing, edge, d->accent, d->accent);
    band(s, whole, f, f.y0 - 1, head, swing, edge, art_lighter(c, 0.12), art_lighter(c, -0.22));
    band(s, whole, f, f.y1 + 1, foot - h * 0.014, -swing, edge, d->accent, d->accent);
    band(s, whole, f, f.y1 + 1, foot, -swing, edge, c, art_lighter(c, -0.3));
}

/* A band of the second colour for the name; returns the ink that reads on it. */
static struct art_rgb name_band(struct art_sheet *s, struct art_design *d, struct box whole, struct box f,
                                struct box name)
{
    double h = art_h(f);
    struct art_rgb c = d->second, line = art_lighter(c, 0.7);
    struct box b = art_box(whole.x0, name.y0 - h * 0.02, whole.x1, name.y1 + h * 0.02);
    art_fade_box(s, b, art_lighter(c, 0.08), art_lighter(c, -0.18), false);
    art_fill_box(s, art_box(b.x0, b.y0 + h * 0.006, b.x1, b.y0 + h * 0.01), line, 0.8);
    art_fill_box(s, art_box(b.x0, b.y1 - h * 0.01, b.x1, b.y1 - h * 0.006), line, 0.8);
    return art_legible(art_lightness(c) > 0.75 ? d->deep : art_rgb(1, 1, 1), c, 2.6);
}

static void bands_badge(struct art_sheet *s, struct art_design *d, struct box f, bool low)
{
    const double *pick = d->brand.pick;
    double w = art_w(f), h = art_h(f), r = fmin(w, h) * 0.24;
    double x = pick[3] < 0.5 ? f.x0 + w * 0.03 : f.x1 - r - w * 0.03,
           y = low ? f.y0 + h * 0.86 - r : f.y0 + h * 0.29;
    if (art_is_wide(f)) {
        x = f.x1 - r * 1.1;
        y = f.y0 + h * 0.06;
    }
    if (d->sku->n_claims && w > 35) {
        struct art_rgb c = art_turn_hue(art_vivid(d->accent, 1.3), pick[5] * 30);
        art_badge(s, d, pick[4] < 0.5 ? BADGE_BURST : BADGE_ROUND, d->sku->claim[0],
                  art_box(x, y, x + r, y + r), c, -9);
    }
}

/* Bands: brand in colour above, picture on a pale middle, name on a band of its own. */
void art_front_bands(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    const double *pick = d->brand.pick;
    bool wide = art_is_wide(f), name_first = wide || pick[1] < 0.5;
    const struct art_zones *z = wide ? &bands_wide : name_first ? &bands_tall : &bands_picture_first;
    struct art_rgb white = art_rgb(1, 1, 1), pale = art_mix(d->paper, art_lighter(d->ground, 0.82), 0.5);
    art_fade_box(s, whole, pale, art_mix(pale, white, 0.3), false);
    art_glow(s, (f.x0 + f.x1) / 2, f.y0 + art_h(f) * 0.62, art_w(f) * 0.7, art_h(f) * 0.4, white, 0.9);
    art_motif(s, d, d->sku->motif, art_zone(f, z->picture), STILL_HERO);
    head_and_foot(s, d, whole, f);
    art_mark(s, d, art_zone(f, z->mark), d->ground, 0.5);
    struct box name = art_zone(f, z->name);
    struct art_ink_style ink = {.fill = art_legible(d->deep, pale, 4.5)};
    if (pick[2] < 0.5 && !wide) {
        ink.fill = name_band(s, d, whole, f, name);
    }
    art_name(s, d, name, &ink, 2, wide ? 0.04 : 0.5);
    struct art_rgb pill = art_contrast(d->accent, pale) > 1.5 ? d->accent : d->deep;
    art_variant(s, d, art_zone(f, z->variant), &pill, white, VOICE_NARROW_BOLD, wide ? 0 : 0.5);
    bands_badge(s, d, f, name_first);
    art_net(s, d, art_zone(f, z->net), white, 1);
    art_small_claim(s, d, 1, art_zone(f, z->claim), VOICE_NARROW, white, 6);
}

/* --- diagonals ----------------------------------------------------------------------------------- */

/* clang-format off */
static const struct art_zones diagonal_tall = {
    .mark = {0.06, 0.03, 0.94, 0.24}, .name = {0.06, 0.265, 0.94, 0.5}, .variant = {0.04, 0.525, 0.66, 0.585},
    .picture = {0.04, 0.6, 0.96, 0.95}, .net = {0.05, 0.93, 0.4, 0.975}};
static const struct art_zones diagonal_wide = {
    .mark = {0.04, 0.04, 0.6, 0.34}, .name = {0.05, 0.36, 0.6, 0.71}, .variant = {0.05, 0.75, 0.52, 0.86},
    .picture = {0.56, 0.3, 0.98, 0.95}, .net = {0.05, 0.89, 0.4, 0.975}};
/* clang-format on */

/* A stripe through the middle of the front that rises by `slope`, across the whole; at, thick: shares of the
 * height. */
static void slash(struct art_sheet *s, struct box whole, struct box f, double at, double thick, double slope,
                  struct art_rgb c, double alpha)
{
    double mid = (f.x0 + f.x1) / 2, y = f.y0 + at * art_h(f), t = thick * art_h(f);
    double left = y - slope * (whole.x0 - mid), right = y - slope * (whole.x1 - mid);
    cairo_move_to(s->cr, whole.x0, left);
    cairo_line_to(s->cr, whole.x1, right);
    cairo_line_to(s->cr, whole.x1, right + t);
    cairo_line_to(s->cr, whole.x0, left + t);
    cairo_close_path(s->cr);
    art_ink(s, c, alpha);
    cairo_fill(s->cr);
}

static void diagonal_ground(struct art_sheet *s, struct art_design *d, struct box whole, struct box f,
                            double slope)
{
    double w = art_w(f), h = art_h(f), at = art_is_wide(f) ? 0.42 : 0.55;
    art_fade_box(s, whole, art_lighter(d->ground, 0.18), art_lighter(d->ground, -0.55), false);
    art_rays(s, whole, (f.x0 + f.x1) / 2, f.y0 + h * 0.62, 28, art_lighter(d->ground, 0.55), 0.35);
    slash(s, whole, f, at - 0.02, 2, slope, art_lighter(d->second, -0.1), 1);
    slash(s, whole, f, at - 0.05, 0.03, slope, d->accent, 1);
    slash(s, whole, f, at - 0.075, 0.012, slope, art_rgb(1, 1, 1), 0.9);
    for (int i = 0; i < 6; i++) { /* speed */
        slash(s, whole, f, at + 0.06 + 0.075 * i, 0.006 + 0.004 * (i % 3), slope, art_lighter(d->second, 0.5),
              0.35);
    }
    if (d->brand.pick[1] < 0.5) {
        struct box low = art_box(whole.x0, f.y0 + h * 0.72, whole.x1, f.y1);
        art_dots(s, low, w * 0.035, w * 0.009, art_lighter(d->second, 0.4), 0.5);
    }
    art_glow(s, f.x0 + w * (art_is_wide(f) ? 0.76 : 0.52), f.y0 + h * 0.72, w * 0.45, h * 0.3,
             art_rgb(1, 1, 0.92), 0.75);
}

static void diagonal_name(struct art_sheet *s, struct art_design *d, struct box b, double slope, double align)
{
    const double *pick = d->brand.pick;
    struct art_style st = art_style(s, d->brand.name_voice, d->family, true);
    st.oblique_deg = 11;
    st.bend = BEND_RISE;
    st.bend_by = slope * 0.6;
    st.tracking_em = -0.01;
    struct art_ink_style ink = {
        .fill = art_rgb(1, 1, 1), .fade = pick[2] < 0.6, .fill_low = art_lighter(d->accent, 0.35)};
    ink.edge = art_lighter(d->deep, -0.5);
    ink.edge_em = 0.055;
    ink.edge2 = pick[3] < 0.5 ? d->accent : art_rgb(1, 1, 1);
    ink.edge2_em = 0.03;
    ink.shadow = 0.5;
    ink.shadow_em = 0.06;
    art_text_fit(s, &st, &ink, d->sku->name, "name", b,
                 &(struct art_fit){.max_lines = 2, .align = align, .v_align = 0.5});
}

/* The variant on a plate that leans as the letters do. */
static void diagonal_variant(struct art_sheet *s, struct art_design *d, struct box b)
{
    if (!d->sku->variant || !*d->sku->variant) {
        return;
    }
    struct art_style st = art_style(s, VOICE_NARROW_BOLD, NULL, true);
    st.oblique_deg = 11;
    double h = art_h(b), lean = h * 0.2,
           w = fmin(art_w(b), art_text_width(s, &st, d->sku->variant) * h * 0.8 + h * 1.2);
    cairo_move_to(s->cr, b.x0 + lean, b.y0);
    cairo_line_to(s->cr, b.x0 + w + lean, b.y0);
    cairo_line_to(s->cr, b.x0 + w, b.y1);
    cairo_line_to(s->cr, b.x0, b.y1);
    cairo_close_path(s->cr);
    art_ink(s, d->accent, 1);
    cairo_fill(s->cr);
    struct art_ink_style ink = {.fill = art_legible(art_rgb(1, 1, 1), d->accent, 3)};
    struct box in = art_box(b.x0 + lean * 2.2, b.y0 + h * 0.2, b.x0 + w - lean, b.y1 - h * 0.2);
    art_text_fit(s, &st, &ink, d->sku->variant, "variant", in,
                 &(struct art_fit){.align = 0.5, .v_align = 0.5});
}

/* Diagonals: everything leans and races to the upper right. */
void art_front_diagonal(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    bool wide = art_is_wide(f);
    const struct art_zones *z = wide ? &diagonal_wide : &diagonal_tall;
    double w = art_w(f), h = art_h(f), slope = (0.16 + 0.3 * d->brand.pick[0]) * (wide ? 0.6 : 1);
    diagonal_ground(s, d, whole, f, slope);
    art_motif(s, d, d->sku->motif, art_zone(f, z->picture), STILL_HERO);
    art_mark(s, d, art_zone(f, z->mark), art_lighter(d->ground, 0.1), wide ? 0 : 0.5);
    diagonal_name(s, d, art_zone(f, z->name), slope, wide ? 0 : 0.5);
    diagonal_variant(s, d, art_zone(f, z->variant));
    if (d->sku->n_claims) {
        double r = fmin(w, h) * 0.27, x = wide ? f.x1 - r * 1.1 : f.x1 - r - w * 0.03,
               y = f.y0 + h * (wide ? 0.04 : 0.5);
        struct art_rgb c = d->brand.pick[4] < 0.5 ? art_hex(0xffd500) : art_hex(0xe4002b);
        art_badge(s, d, BADGE_BURST, d->sku->claim[0], art_box(x, y, x + r, y + r), c, 10);
    }
    art_net(s, d, art_zone(f, z->net), art_rgb(1, 1, 1), 0);
}
