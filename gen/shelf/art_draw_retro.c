// SPDX-License-Identifier: MIT
/*
 * art_draw_retro - fronts in the old style: cream, double frames, rays, ribbons, and a picture in an oval.
 */
#include <stdio.h>

#include "shelf/art_draw.h"

struct retro {
    struct art_rgb cream, ink, band;
    double margin;
    double x, y, rx, ry; /* the oval */
    struct box in;       /* within the frames */
};

static void corner(struct art_sheet *s, double x, double y, double r, int sx, int sy, struct art_rgb c)
{
    cairo_save(s->cr);
    cairo_translate(s->cr, x, y);
    cairo_scale(s->cr, sx * r, sy * r);
    cairo_move_to(s->cr, 0, 1);
    cairo_curve_to(s->cr, 0, 0.3, 0.3, 0, 1, 0);
    cairo_curve_to(s->cr, 0.55, 0.1, 0.5, 0.4, 0.2, 0.2);
    cairo_curve_to(s->cr, 0.4, 0.5, 0.1, 0.55, 0, 1);
    cairo_restore(s->cr);
    art_ink(s, c, 1);
    cairo_fill(s->cr);
}

static void flourish(struct art_sheet *s, double x, double y, double w, struct art_rgb c)
{
    art_ink(s, c, 1);
    cairo_set_line_width(s->cr, w * 0.012);
    for (int i = -1; i <= 1; i += 2) {
        cairo_move_to(s->cr, x + i * w * 0.06, y);
        cairo_curve_to(s->cr, x + i * w * 0.2, y - w * 0.05, x + i * w * 0.3, y + w * 0.05, x + i * w * 0.46,
                       y);
        cairo_stroke(s->cr);
        cairo_arc(s->cr, x + i * w * 0.48, y, w * 0.012, 0, 2 * PI);
        cairo_fill(s->cr);
    }
    art_star_path(s, x, y, w * 0.03, w * 0.03 * 0.7071, 2, 0);
    cairo_fill(s->cr);
}

/* Rings, stars and the year. */
static void medal(struct art_sheet *s, struct art_design *d, double x, double y, double r, struct art_rgb c,
                  struct art_rgb paper)
{
    char year[16];
    art_star_path(s, x, y, r, r * 0.9, 30, 0);
    art_ink(s, c, 1);
    cairo_fill(s->cr);
    cairo_arc(s->cr, x, y, r * 0.78, 0, 2 * PI);
    art_ink(s, paper, 1);
    cairo_fill(s->cr);
    cairo_arc(s->cr, x, y, r * 0.7, 0, 2 * PI);
    art_ink(s, c, 1);
    cairo_set_line_width(s->cr, r * 0.04);
    cairo_stroke(s->cr);
    snprintf(year, sizeof year, "%d", d->brand.since);
    struct art_style st = art_style(s, VOICE_SLAB, NULL, true);
    struct art_ink_style ink = {.fill = art_legible(c, paper, 4)};
    struct box in = art_box(x - r * 0.46, y - r * 0.18, x + r * 0.46, y + r * 0.2);
    art_text_fit(s, &st, &ink, year, "since", in, &(struct art_fit){.align = 0.5, .v_align = 0.5});
    for (int i = -1; i <= 1; i++) {
        art_star_path(s, x + i * r * 0.28, y - r * (i ? 0.36 : 0.42), r * 0.12, r * 0.05, 5, 0);
        art_star_path(s, x + i * r * 0.28, y + r * (i ? 0.4 : 0.46), r * 0.12, r * 0.05, 5, 0);
    }
    art_ink(s, c, 1);
    cairo_fill(s->cr);
}

static struct retro plan(const struct art_design *d, struct box f)
{
    bool wide = art_is_wide(f);
    double w = art_w(f), h = art_h(f), m = fmin(w, h) * 0.035;
    struct retro r = {.margin = m, .in = art_inset(f, m * 2.7, m * 2.7)};
    r.cream = art_mix(art_hex(0xf6e7c6), art_lighter(d->second, 0.8), 0.25);
    r.ink = art_legible(d->deep, r.cream, 4.5);
    r.band = art_contrast(d->ground, r.cream) > 2 ? d->ground : d->deep;
    r.x = f.x0 + w * (wide ? 0.76 : 0.5);
    r.y = f.y0 + h * (wide ? 0.47 : 0.625);
    r.rx = w * (wide ? 0.19 : 0.34);
    r.ry = wide ? h * 0.3 : fmin(h * 0.185, w * 0.34);
    return r;
}

/* The page: a band of colour, cream, rays from the oval, two frames with corners. On a rolled label the
 * page goes all around. */
static void page(struct art_sheet *s, struct art_design *d, struct box whole, struct box f,
                 const struct retro *r)
{
    double m = r->margin;
    art_fill_box(s, whole, r->band, 1);
    struct box b = art_box(whole.x0 == f.x0 ? f.x0 + m : whole.x0, f.y0 + m,
                           whole.x1 == f.x1 ? f.x1 - m : whole.x1, f.y1 - m);
    art_fill_box(s, b, r->cream, 1);
    art_rays(s, b, r->x, r->y, 32, art_mix(d->accent, r->cream, 0.35), 0.75);
    for (int i = 0; i < 2; i++) {
        struct box q = art_inset(f, m * (i ? 2.3 : 1.7), m * (i ? 2.3 : 1.7));
        cairo_rectangle(s->cr, q.x0, q.y0, art_w(q), art_h(q));
        art_ink(s, r->ink, 1);
        cairo_set_line_width(s->cr, m * (i ? 0.12 : 0.3));
        cairo_stroke(s->cr);
    }
    for (int i = 0; i < 4; i++) {
        corner(s, i % 2 ? r->in.x1 : r->in.x0, i / 2 ? r->in.y1 : r->in.y0, m * 2.2, i % 2 ? -1 : 1,
               i / 2 ? -1 : 1, r->ink);
    }
}

static void oval_picture(struct art_sheet *s, struct art_design *d, const struct retro *r)
{
    const struct art_rgb ring[3] = {r->ink, d->accent, art_lighter(d->second, 0.7)};
    for (int i = 0; i < 3; i++) {
        double g = (2 - i) * r->margin * 0.45;
        art_oval(s, r->x, r->y, r->rx + g, r->ry + g);
        art_ink(s, ring[i], 1);
        cairo_fill(s->cr);
    }
    art_glow(s, r->x, r->y, r->rx, r->ry, art_rgb(1, 1, 0.94), 0.7);
    struct box b =
        art_box(r->x - r->rx * 0.82, r->y - r->ry * 0.86, r->x + r->rx * 0.82, r->y + r->ry * 0.86);
    art_motif(s, d, d->sku->motif, b, STILL_HERO);
}

static void retro_name(struct art_sheet *s, struct art_design *d, struct box b, const struct retro *r,
                       bool arched)
{
    struct art_style st = art_style(s, d->brand.name_voice, d->family, d->brand.name_upper);
    struct art_ink_style ink = {
        .fill = r->ink, .deep_em = d->brand.pick[0] < 0.5 ? 0.035 : 0, .deep = d->accent};
    st.bend = arched ? BEND_ARCH : BEND_NONE;
    st.bend_by = 0.1;
    struct art_fit how = {.max_lines = arched ? 1 : 2, .align = 0.5, .v_align = 0.5};
    art_text_fit(s, &st, &ink, d->sku->name, "name", b, &how);
}

/* The ribbon with the variant; returns its box. */
static struct box ribbon(struct art_sheet *s, struct art_design *d, struct box f, const struct retro *r)
{
    double y = fmin(r->y + r->ry * 0.86, f.y0 + art_h(f) * 0.8), h = fmin(art_h(f) * 0.07, art_w(f) * 0.13),
           m = art_w(r->in) * 0.03;
    struct box b = art_is_wide(f) ? art_part(r->in, 0.02, 0.74, 0.56, 0.9)
                                  : art_box(r->in.x0 + m, y, r->in.x1 - m, y + h);
    if (d->sku->variant && *d->sku->variant) {
        struct box t = art_banner(s, b, r->band, art_h(b) * 0.9);
        art_variant(s, d, t, NULL, art_legible(r->cream, r->band, 3), VOICE_SLAB, 0.5);
    }
    return b;
}

/* Retro: a label as a printer of 1900 would have set it. */
void art_front_retro(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    bool wide = art_is_wide(f);
    double w = art_w(f), h = art_h(f);
    struct retro r = plan(d, f);
    page(s, d, whole, f, &r);
    oval_picture(s, d, &r);
    art_mark(s, d, wide ? art_part(r.in, 0.02, 0.05, 0.56, 0.36) : art_part(r.in, 0.06, 0.03, 0.94, 0.22),
             r.cream, 0.5);
    flourish(s, wide ? r.in.x0 + art_w(r.in) * 0.29 : r.x, f.y0 + h * (wide ? 0.44 : 0.265),
             w * (wide ? 0.3 : 0.4), r.ink);
    struct box name = wide ? art_part(r.in, 0.02, 0.49, 0.56, 0.7) : art_part(r.in, 0.05, 0.265, 0.95, 0.4);
    retro_name(s, d, name, &r, d->brand.pick[1] < 0.6 && !wide);
    struct box b = ribbon(s, d, f, &r);
    if (!wide && w > 40) {
        double q = fmin(w, h) * 0.1;
        medal(s, d, r.in.x1 - q * 1.05, r.y - r.ry * 0.78, q, r.band, r.cream);
    }
    double foot = fmax(b.y1 + art_h(b) * 0.22, r.in.y0 + art_h(r.in) * 0.91); /* below the ribbon's tails */
    struct box claim = art_part(r.in, 0.09, 0, 0.62, 1), net = art_part(r.in, 0.66, 0, 0.92, 1);
    claim.y0 = foot;
    net.y0 = foot - h * 0.004;
    claim.y1 = net.y1 = foot + h * 0.036;
    art_small_claim(s, d, 0, wide ? art_part(r.in, 0.6, 0.9, 0.84, 0.97) : claim, VOICE_SERIF_ITALIC, r.ink,
                    5);
    art_net(s, d, wide ? art_part(r.in, 0.86, 0.89, 0.97, 0.97) : net, r.ink, 1);
}
