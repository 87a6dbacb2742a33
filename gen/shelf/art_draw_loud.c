// SPDX-License-Identifier: MIT
/*
 * art_draw_loud - fronts that shout: bands of colour, and diagonals.
 */
#include "shelf/art_draw.h"

/* The lower edge of a band across `whole`: straight, wave or bow. The path is closed up to y0. */
static void band_path(struct art_sheet *s, struct box whole, struct box front, double y0, double y, double swing, int kind)
{
    double w = art_w(front), x = whole.x0, mid = (front.x0 + front.x1) / 2;
    cairo_move_to(s->cr, whole.x0, y0);
    for (; x <= whole.x1 + 0.01; x += w / 48) {
        double u = (x - mid) / w, v = 0;
        if (kind == 1) {
            v = swing * sin(u * 2 * PI);
        } else if (kind == 2) {
            v = swing * cos(clampd(u * 2, -1, 1) * PI);
        }
        cairo_line_to(s->cr, x, y + v);
    }
    cairo_line_to(s->cr, whole.x1, y);
    cairo_line_to(s->cr, whole.x1, y0);
    cairo_close_path(s->cr);
}

static void band(struct art_sheet *s, struct box whole, struct box front, double y0, double y, double swing, int kind, struct art_rgb hi, struct art_rgb lo)
{
    band_path(s, whole, front, y0, y, swing, kind);
    cairo_pattern_t *p = cairo_pattern_create_linear(0, fmin(y0, y), 0, fmax(y0, y));
    cairo_pattern_add_color_stop_rgb(p, 0, hi.r, hi.g, hi.b);
    cairo_pattern_add_color_stop_rgb(p, 1, lo.r, lo.g, lo.b);
    cairo_set_source(s->cr, p);
    cairo_fill(s->cr);
    cairo_pattern_destroy(p);
}

/* Bands: brand in colour above, picture on a pale middle, name on a band of its own. */
void art_front_bands(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f), h = art_h(f), *pick = d->brand.pick;
    bool wide = w > 1.3 * h;
    int kind = (int)(pick[0] * 3);
    double swing = kind ? h * 0.025 : 0, head = f.y0 + h * (wide ? 0.32 : 0.27), foot = f.y0 + h * (wide ? 0.84 : 0.9);
    struct art_rgb pale = art_mix(d->paper, art_lighter(d->ground, 0.82), 0.5);
    art_fade_box(s, whole, pale, art_mix(pale, art_rgb(1, 1, 1), 0.3), false);
    art_glow(s, (f.x0 + f.x1) / 2, f.y0 + h * 0.62, w * 0.7, h * 0.4, art_rgb(1, 1, 1), 0.9);
    struct box pic = wide ? art_part(f, 0.54, 0.3, 0.99, 0.92) : pick[1] < 0.5 ? art_part(f, 0.06, 0.5, 0.94, 0.9) : art_part(f, 0.06, 0.29, 0.94, 0.62);
    bool below = wide || pick[1] < 0.5; /* picture under the name */
    art_motif(s, d, d->sku->motif, pic, STILL_HERO);
    band(s, whole, f, f.y0 - 1, head + h * 0.022, swing, kind, d->accent, d->accent);
    band(s, whole, f, f.y0 - 1, head, swing, kind, art_lighter(d->ground, 0.12), art_lighter(d->ground, -0.22));
    band(s, whole, f, f.y1 + 1, foot - h * 0.014, -swing, kind, d->accent, d->accent);
    band(s, whole, f, f.y1 + 1, foot, -swing, kind, d->ground, art_lighter(d->ground, -0.3));
    art_mark(s, d, wide ? art_part(f, 0.05, 0.05, 0.95, 0.28) : art_part(f, 0.08, 0.035, 0.92, 0.245), d->ground, 0.5);
    struct box name = wide ? art_part(f, 0.04, 0.4, 0.54, 0.66) : below ? art_part(f, 0.07, 0.31, 0.93, 0.44) : art_part(f, 0.07, 0.64, 0.93, 0.79);
    struct art_rgb deep = d->deep;
    struct art_ink_style ink = {.fill = art_legible(deep, pale, 4.5)};
    if (pick[2] < 0.5 && !wide) { /* the name on a band of the second colour */
        struct art_rgb c = d->second;
        struct box n = art_box(whole.x0, name.y0 - h * 0.02, whole.x1, name.y1 + h * 0.02);
        art_fade_box(s, n, art_lighter(c, 0.08), art_lighter(c, -0.18), false);
        art_fill_box(s, art_box(n.x0, n.y0 + h * 0.006, n.x1, n.y0 + h * 0.01), art_lighter(c, 0.7), 0.8);
        art_fill_box(s, art_box(n.x0, n.y1 - h * 0.01, n.x1, n.y1 - h * 0.006), art_lighter(c, 0.7), 0.8);
        ink.fill = art_legible(art_lightness(c) > 0.75 ? deep : art_rgb(1, 1, 1), c, 2.6);
    }
    art_name(s, d, name, &ink, 2, wide ? 0.04 : 0.5);
    struct box v = wide ? art_part(f, 0.04, 0.69, 0.5, 0.79) : below ? art_part(f, 0.1, 0.455, 0.9, 0.51) : art_part(f, 0.1, 0.81, 0.9, 0.865);
    struct art_rgb pill = art_contrast(d->accent, pale) > 1.5 ? d->accent : deep;
    art_variant(s, d, v, &pill, art_rgb(1, 1, 1), VOICE_NARROW_BOLD, wide ? 0 : 0.5);
    if (d->sku->n_claims && w > 35) {
        double r = fmin(w, h) * 0.24;
        double x = wide ? f.x1 - r * 1.1 : pick[3] < 0.5 ? f.x0 + w * 0.03 : f.x1 - r - w * 0.03, y = below ? f.y0 + h * 0.86 - r : f.y0 + h * 0.29;
        y = wide ? f.y0 + h * 0.06 : y;
        art_badge(s, d, pick[4] < 0.5 ? BADGE_BURST : BADGE_ROUND, d->sku->claim[0], art_box(x, y, x + r, y + r), art_turn_hue(art_vivid(d->accent, 1.3), pick[5] * 30), -9);
    }
    art_net(s, d, art_part(f, 0.62, wide ? 0.88 : 0.925, 0.95, wide ? 0.97 : 0.975), art_rgb(1, 1, 1), 1);
    if (d->sku->n_claims > 1) {
        struct art_style st = art_style(s, VOICE_NARROW, NULL, false);
        struct art_ink_style is = {.fill = art_rgb(1, 1, 1)};
        art_text_fit(s, &st, &is, d->sku->claim[1], "claim", art_part(f, 0.05, wide ? 0.89 : 0.93, 0.58, wide ? 0.96 : 0.97),
                     &(struct art_fit){.v_align = 0.5, .max_em_mm = 6});
    }
}

/* A stripe through the middle of the front at an angle, across the whole. */
static void slash(struct art_sheet *s, struct box whole, struct box f, double at, double thick, double slope, struct art_rgb c, double alpha)
{
    double mid = (f.x0 + f.x1) / 2, y = f.y0 + at * art_h(f), t = thick * art_h(f);
    cairo_move_to(s->cr, whole.x0, y - slope * (whole.x0 - mid));
    cairo_line_to(s->cr, whole.x1, y - slope * (whole.x1 - mid));
    cairo_line_to(s->cr, whole.x1, y + t - slope * (whole.x1 - mid));
    cairo_line_to(s->cr, whole.x0, y + t - slope * (whole.x0 - mid));
    cairo_close_path(s->cr);
    art_ink(s, c, alpha);
    cairo_fill(s->cr);
}

/* Diagonals: everything leans and races to the upper right. */
void art_front_diagonal(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f), h = art_h(f), *pick = d->brand.pick, slope = 0.16 + 0.3 * pick[0];
    bool wide = w > 1.3 * h;
    slope = wide ? slope * 0.6 : slope;
    struct art_rgb dark = art_lighter(d->ground, -0.55);
    art_fade_box(s, whole, art_lighter(d->ground, 0.18), dark, false);
    art_rays(s, whole, (f.x0 + f.x1) / 2, f.y0 + h * 0.62, 28, art_lighter(d->ground, 0.55), 0.35);
    double at = wide ? 0.42 : 0.55;
    slash(s, whole, f, at - 0.02, 2, slope, art_lighter(d->second, -0.1), 1);
    slash(s, whole, f, at - 0.05, 0.03, slope, d->accent, 1);
    slash(s, whole, f, at - 0.075, 0.012, slope, art_rgb(1, 1, 1), 0.9);
    for (int i = 0; i < 6; i++) { /* speed */
        slash(s, whole, f, at + 0.06 + 0.075 * i, 0.006 + 0.004 * (i % 3), slope, art_lighter(d->second, 0.5), 0.35);
    }
    if (pick[1] < 0.5) {
        art_dots(s, art_box(whole.x0, f.y0 + h * 0.72, whole.x1, f.y1), w * 0.035, w * 0.009, art_lighter(d->second, 0.4), 0.5);
    }
    art_glow(s, f.x0 + w * (wide ? 0.76 : 0.52), f.y0 + h * 0.72, w * 0.45, h * 0.3, art_rgb(1, 1, 0.92), 0.75);
    art_motif(s, d, d->sku->motif, wide ? art_part(f, 0.56, 0.3, 0.98, 0.95) : art_part(f, 0.04, 0.6, 0.96, 0.95), STILL_HERO);
    art_mark(s, d, wide ? art_part(f, 0.04, 0.04, 0.6, 0.34) : art_part(f, 0.06, 0.03, 0.94, 0.24), art_lighter(d->ground, 0.1), wide ? 0 : 0.5);
    struct art_style st = art_style(s, d->brand.name_voice, d->family, true);
    st.oblique_deg = 11;
    st.bend = BEND_RISE;
    st.bend_by = slope * 0.6;
    st.tracking_em = -0.01;
    struct art_rgb edge = art_lighter(d->deep, -0.5);
    struct art_ink_style ink = {.fill = art_rgb(1, 1, 1), .fade = pick[2] < 0.6, .fill_low = art_lighter(d->accent, 0.35), .edge = edge, .edge_em = 0.055,
                                .edge2 = pick[3] < 0.5 ? d->accent : art_rgb(1, 1, 1), .edge2_em = 0.03, .shadow = 0.5, .shadow_em = 0.06};
    art_text_fit(s, &st, &ink, d->sku->name, "name", wide ? art_part(f, 0.05, 0.36, 0.6, 0.71) : art_part(f, 0.06, 0.265, 0.94, 0.5),
                 &(struct art_fit){.max_lines = 2, .align = wide ? 0 : 0.5, .v_align = 0.5});
    if (d->sku->variant) {
        struct box v = wide ? art_part(f, 0.05, 0.75, 0.52, 0.86) : art_part(f, 0.04, 0.525, 0.66, 0.585);
        struct art_style vs = art_style(s, VOICE_NARROW_BOLD, NULL, true);
        vs.oblique_deg = 11;
        double vw = fmin(art_w(v), art_text_width(s, &vs, d->sku->variant) * art_h(v) * 0.8 + art_h(v) * 1.2), lean = art_h(v) * 0.2;
        cairo_move_to(s->cr, v.x0 + lean, v.y0);
        cairo_line_to(s->cr, v.x0 + vw + lean, v.y0);
        cairo_line_to(s->cr, v.x0 + vw, v.y1);
        cairo_line_to(s->cr, v.x0, v.y1);
        cairo_close_path(s->cr);
        art_ink(s, d->accent, 1);
        cairo_fill(s->cr);
        struct art_ink_style vi = {.fill = art_legible(art_rgb(1, 1, 1), d->accent, 3)};
        art_text_fit(s, &vs, &vi, d->sku->variant, "variant", art_box(v.x0 + lean * 2.2, v.y0 + art_h(v) * 0.2, v.x0 + vw - lean, v.y1 - art_h(v) * 0.2),
                     &(struct art_fit){.align = 0.5, .v_align = 0.5});
    }
    if (d->sku->n_claims) {
        double r = fmin(w, h) * 0.27;
        struct box c = wide ? art_box(f.x1 - r * 1.1, f.y0 + h * 0.04, f.x1 - r * 0.1, f.y0 + h * 0.04 + r)
                            : art_box(f.x1 - r - w * 0.03, f.y0 + h * 0.5, f.x1 - w * 0.03, f.y0 + h * 0.5 + r);
        art_badge(s, d, BADGE_BURST, d->sku->claim[0], c, pick[4] < 0.5 ? art_hex(0xffd500) : art_hex(0xe4002b), 10);
    }
    art_net(s, d, art_part(f, 0.05, wide ? 0.89 : 0.93, 0.4, 0.975), art_rgb(1, 1, 1), 0);
}
