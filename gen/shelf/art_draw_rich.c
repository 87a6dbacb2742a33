// SPDX-License-Identifier: MIT
/*
 * art_draw_rich - fronts full of things: badge on a pattern, full-bleed picture, and the old style.
 */
#include "shelf/art_draw.h"

#include <stdio.h>

static void scallop(struct art_sheet *s, struct box b, int n, double depth)
{
    double x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2, rx = art_w(b) / 2, ry = art_h(b) / 2;
    for (int i = 0; i <= n * 8; i++) {
        double a = 2 * PI * i / (n * 8), k = 1 - depth + depth * fabs(cos(a * n / 2));
        cairo_line_to(s->cr, x + rx * k * cos(a), y + ry * k * sin(a));
    }
    cairo_close_path(s->cr);
}

static void plate_path(struct art_sheet *s, struct box b, int kind)
{
    double x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
    cairo_new_path(s->cr);
    if (kind == 0) {
        cairo_save(s->cr);
        cairo_translate(s->cr, x, y);
        cairo_scale(s->cr, art_w(b) / 2, art_h(b) / 2);
        cairo_arc(s->cr, 0, 0, 1, 0, 2 * PI);
        cairo_restore(s->cr);
    } else if (kind == 1) {
        scallop(s, b, 22, 0.05);
    } else if (kind == 2) {
        art_round_box(s, b, fmin(art_w(b), art_h(b)) * 0.16);
    } else { /* a shield that is round above */
        double w = art_w(b), h = art_h(b);
        cairo_move_to(s->cr, b.x0, b.y0 + h * 0.16);
        cairo_curve_to(s->cr, b.x0 + w * 0.2, b.y0, b.x1 - w * 0.2, b.y0, b.x1, b.y0 + h * 0.16);
        cairo_line_to(s->cr, b.x1, b.y0 + h * 0.7);
        cairo_curve_to(s->cr, b.x1, b.y0 + h * 0.9, x + w * 0.1, b.y1 - h * 0.04, x, b.y1);
        cairo_curve_to(s->cr, x - w * 0.1, b.y1 - h * 0.04, b.x0, b.y0 + h * 0.9, b.x0, b.y0 + h * 0.7);
        cairo_close_path(s->cr);
    }
}

static void pattern_ground(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f), *pick = d->brand.pick;
    struct art_rgb on = art_lightness(d->ground) > 0.75 ? art_lighter(d->ground, -0.22) : art_lighter(d->ground, 0.28);
    switch ((int)(pick[0] * 5)) {
    case 0:
        art_stripes(s, whole, w / 9, 0.5, 0, on, 0.55);
        break;
    case 1:
        art_dots(s, whole, w / 9, w / 40, on, 0.7);
        break;
    case 2:
        art_rays(s, whole, (f.x0 + f.x1) / 2, f.y0 + art_h(f) * 0.4, 24, on, 0.8);
        break;
    case 3: /* checks */
        art_stripes(s, whole, w / 8, 0.5, 0, on, 0.35);
        art_stripes(s, whole, w / 8, 0.5, 90, on, 0.35);
        break;
    default:
        art_stripes(s, whole, w / 14, 0.12, 45, on, 0.6);
        art_stripes(s, whole, w / 14, 0.12, -45, on, 0.6);
        break;
    }
}

/* Badge: a patterned ground, and one plate that holds every word. */
void art_front_badge(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f), h = art_h(f), *pick = d->brand.pick;
    bool wide = w > 1.3 * h;
    int kind = (int)(pick[1] * 4);
    art_fade_box(s, whole, art_lighter(d->ground, 0.06), art_lighter(d->ground, -0.2), false);
    pattern_ground(s, d, whole, f);
    struct box plate = wide ? art_part(f, 0.05, 0.07, 0.6, 0.93) : art_part(f, 0.08, 0.06, 0.92, 0.06 + fmin(0.56, 0.84 * w / h * 1.05));
    struct box pic = wide ? art_part(f, 0.56, 0.12, 0.99, 0.96) : art_box(f.x0 + w * 0.04, plate.y1 - h * 0.07, f.x1 - w * 0.04, f.y0 + h * 0.95);
    struct art_rgb paper = pick[2] < 0.7 ? d->paper : art_lighter(d->second, -0.25), rim = d->accent;
    double t = fmin(w, h) * 0.018;
    cairo_save(s->cr);
    cairo_translate(s->cr, t * 0.6, t * 1.2);
    plate_path(s, art_inset(plate, -t, -t), kind);
    art_ink(s, art_rgb(0, 0, 0), 0.28);
    cairo_fill(s->cr);
    cairo_restore(s->cr);
    plate_path(s, art_inset(plate, -t, -t), kind);
    art_ink(s, rim, 1);
    cairo_fill(s->cr);
    plate_path(s, plate, kind);
    art_ink(s, paper, 1);
    cairo_fill(s->cr);
    plate_path(s, art_inset(plate, t * 1.1, t * 1.1), kind);
    art_ink(s, art_legible(d->ground, paper, 1.8), 1);
    cairo_set_line_width(s->cr, t * 0.35);
    cairo_stroke(s->cr);
    bool round = kind < 2;
    art_mark(s, d, art_part(plate, round ? 0.2 : 0.1, round ? 0.12 : 0.08, round ? 0.8 : 0.9, 0.4), paper, 0.5);
    struct art_ink_style ink = {.fill = art_legible(d->deep, paper, 4.5)};
    art_name(s, d, art_part(plate, round ? 0.12 : 0.08, 0.44, round ? 0.88 : 0.92, 0.7), &ink, 2, 0.5);
    if (d->sku->variant) {
        struct box v = art_part(plate, round ? 0.2 : 0.12, 0.735, round ? 0.8 : 0.88, 0.86);
        if (pick[3] < 0.5) {
            struct box in = art_banner(s, art_part(plate, 0.02, 0.72, 0.98, 0.88), art_contrast(d->second, paper) > 1.4 ? d->second : d->accent, art_h(plate) * 0.1);
            art_variant(s, d, in, NULL, art_rgb(1, 1, 1), VOICE_NARROW_BOLD, 0.5);
        } else {
            art_variant(s, d, v, NULL, art_legible(d->accent, paper, 3.5), VOICE_SERIF_ITALIC, 0.5);
        }
    }
    art_motif(s, d, d->sku->motif, pic, STILL_HERO);
    if (d->sku->n_claims) {
        double r = fmin(w, h) * 0.25;
        struct box c = wide ? art_box(f.x1 - r * 1.08, f.y0 + h * 0.03, f.x1 - r * 0.08, f.y0 + h * 0.03 + r)
                            : art_box(f.x1 - r - w * 0.02, f.y0 + h * 0.7, f.x1 - w * 0.02, f.y0 + h * 0.7 + r);
        art_badge(s, d, pick[4] < 0.5 ? BADGE_ROUND : BADGE_LEAF, d->sku->claim[0], c, pick[4] < 0.5 ? art_legible(d->second, d->ground, 1.5) : art_hex(0x3c8a2e), 8);
    }
    struct box n = wide ? art_part(f, 0.76, 0.9, 0.97, 0.98) : art_part(f, 0.6, 0.935, 0.96, 0.98);
    art_net(s, d, n, art_rgb(1, 1, 1), 1);
}

/* A table in a room out of focus: wall, lights, boards. */
static void room(struct art_sheet *s, struct art_design *d, struct box whole, struct box f, double table)
{
    double w = art_w(f), h = art_h(f);
    struct art_rgb wall = art_mix(d->ground, art_rgb(0.2, 0.13, 0.08), 0.15);
    art_fade_box(s, whole, art_lighter(wall, -0.35), art_lighter(wall, 0.3), false);
    struct rng r = rng_stream(art_key(d->brand.name), RNG_ART_BRAND, 1000, 0);
    for (int i = 0; i < 14; i++) {
        double x = whole.x0 + fmod(i * 0.618 + 0.2, 1) * art_w(whole), y = f.y0 + rng_uniform(&r, 0.05, 0.95) * (table - f.y0), q = w * rng_uniform(&r, 0.04, 0.1);
        cairo_arc(s->cr, x, y, q, 0, 2 * PI);
        art_ink(s, art_lighter(art_turn_hue(d->ground, rng_uniform(&r, -25, 25)), 0.55), 0.16);
        cairo_fill(s->cr);
    }
    art_glow(s, (f.x0 + f.x1) / 2, table, w * 0.8, h * 0.4, art_lighter(d->ground, 0.7), 0.75);
    bool wood = d->brand.pick[1] < 0.6;
    struct art_rgb board = wood ? art_hex(0xa9713f) : art_lighter(d->second, 0.3);
    art_fade_box(s, art_box(whole.x0, table, whole.x1, whole.y1), art_lighter(board, 0.22), art_lighter(board, -0.42), false);
    uint32_t key = rng_key(&r);
    for (int i = 0; wood && i < 60; i++) { /* grain: thin lines that run along */
        double v = (double)rng_hash_unit(key, (uint32_t)i, 0), u = (double)rng_hash_unit(key, (uint32_t)i, 1), y = table + v * (whole.y1 - table);
        art_fill_box(s, art_box(whole.x0 + u * art_w(whole) - w * 0.2, y, whole.x0 + u * art_w(whole) + w * 0.25, y + h * 0.0022),
                     i % 3 ? art_lighter(board, -0.55) : art_lighter(board, 0.35), 0.3);
    }
    for (int i = 1; wood && i < 4; i++) {
        double y = table + (whole.y1 - table) * (i * i / 12.0 + 0.1);
        art_fill_box(s, art_box(whole.x0, y, whole.x1, y + h * 0.004), art_lighter(board, -0.8), 0.55);
    }
}

/* Photo: the picture everywhere; words find room in it. */
void art_front_photo(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f), h = art_h(f), *pick = d->brand.pick;
    bool wide = w > 1.3 * h;
    double table = f.y0 + h * (wide ? 0.62 : 0.7);
    room(s, d, whole, f, table);
    art_motif(s, d, d->sku->motif, wide ? art_part(f, 0.48, 0.16, 1, 0.97) : art_part(f, 0.0, 0.52, 1, 0.95), STILL_HERO);
    struct art_rgb wall = art_lighter(d->ground, -0.1);
    if (pick[2] < 0.5) { /* a plate above, the width of the pack */
        double y = f.y0 + h * (wide ? 0.3 : 0.2);
        cairo_move_to(s->cr, whole.x0, whole.y0);
        cairo_line_to(s->cr, whole.x0, y);
        cairo_curve_to(s->cr, f.x0 + w * 0.2, y, f.x0 + w * 0.3, y + h * 0.05, (f.x0 + f.x1) / 2, y + h * 0.05);
        cairo_curve_to(s->cr, f.x1 - w * 0.3, y + h * 0.05, f.x1 - w * 0.2, y, whole.x1, y);
        cairo_line_to(s->cr, whole.x1, whole.y0);
        cairo_close_path(s->cr);
        art_ink(s, d->second, 1);
        cairo_fill_preserve(s->cr);
        art_ink(s, d->accent, 1);
        cairo_set_line_width(s->cr, h * 0.012);
        cairo_stroke(s->cr);
        wall = d->second;
    }
    art_mark(s, d, wide ? art_part(f, 0.03, 0.05, 0.5, 0.32) : art_part(f, 0.1, 0.025, 0.9, 0.21), wall, wide ? 0.1 : 0.5);
    struct art_ink_style ink = {.fill = art_rgb(1, 1, 1), .edge = art_lighter(d->deep, -0.6), .edge_em = 0.035, .shadow = 0.55, .shadow_em = 0.04};
    struct box name = wide ? art_part(f, 0.04, 0.42, 0.5, 0.7) : art_part(f, 0.07, 0.27, 0.93, 0.44);
    art_name(s, d, name, &ink, 2, wide ? 0 : 0.5);
    struct box v = wide ? art_part(f, 0.04, 0.74, 0.46, 0.85) : art_part(f, 0.08, 0.455, 0.92, 0.515);
    if (d->sku->variant && pick[3] < 0.6) {
        art_variant(s, d, v, &d->accent, art_legible(art_rgb(1, 1, 1), d->accent, 3), VOICE_NARROW_BOLD, wide ? 0 : 0.5);
    } else {
        struct art_style st = art_style(s, VOICE_SCRIPT_BOLD, NULL, false);
        struct art_ink_style vi = {.fill = art_lighter(d->accent, 0.6), .edge = art_lighter(d->deep, -0.6), .edge_em = 0.04};
        art_text_fit(s, &st, &vi, d->sku->variant, "variant", v, &(struct art_fit){.align = wide ? 0 : 0.5, .v_align = 0.5});
    }
    if (d->sku->n_claims) {
        double r = fmin(w, h) * 0.23;
        struct box c = wide ? art_box(f.x1 - r * 1.1, f.y0 + h * 0.04, f.x1 - r * 0.1, f.y0 + h * 0.04 + r)
                            : art_box(f.x0 + w * 0.03, f.y0 + h * 0.93 - r, f.x0 + w * 0.03 + r, f.y0 + h * 0.93);
        art_badge(s, d, pick[4] < 0.4 ? BADGE_LEAF : pick[4] < 0.7 ? BADGE_ROUND : BADGE_BURST, d->sku->claim[0], c,
                  pick[4] < 0.4 ? art_hex(0x4a8f2f) : art_vivid(d->accent, 1.2), -8);
    }
    art_net(s, d, wide ? art_part(f, 0.04, 0.89, 0.3, 0.97) : art_part(f, 0.62, 0.93, 0.96, 0.98), art_rgb(1, 1, 1), wide ? 0 : 1);
}

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
        cairo_curve_to(s->cr, x + i * w * 0.2, y - w * 0.05, x + i * w * 0.3, y + w * 0.05, x + i * w * 0.46, y);
        cairo_stroke(s->cr);
        cairo_arc(s->cr, x + i * w * 0.48, y, w * 0.012, 0, 2 * PI);
        cairo_fill(s->cr);
    }
    cairo_move_to(s->cr, x, y - w * 0.03);
    cairo_line_to(s->cr, x + w * 0.03, y);
    cairo_line_to(s->cr, x, y + w * 0.03);
    cairo_line_to(s->cr, x - w * 0.03, y);
    cairo_close_path(s->cr);
    cairo_fill(s->cr);
}

/* A medal: rings, laurels, the year. */
static void medal(struct art_sheet *s, struct art_design *d, double x, double y, double r, struct art_rgb c, struct art_rgb paper)
{
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
    char year[16];
    snprintf(year, sizeof year, "%d", d->brand.since);
    struct art_style st = art_style(s, VOICE_SLAB, NULL, true);
    struct art_ink_style ink = {.fill = art_legible(c, paper, 4)};
    art_text_fit(s, &st, &ink, year, "since", art_box(x - r * 0.46, y - r * 0.18, x + r * 0.46, y + r * 0.2), &(struct art_fit){.align = 0.5, .v_align = 0.5});
    for (int i = -1; i <= 1; i++) {
        art_star_path(s, x + i * r * 0.28, y - r * (i ? 0.36 : 0.42), r * 0.12, r * 0.05, 5, 0);
        art_star_path(s, x + i * r * 0.28, y + r * (i ? 0.4 : 0.46), r * 0.12, r * 0.05, 5, 0);
    }
    art_ink(s, c, 1);
    cairo_fill(s->cr);
}

/* Retro: cream, double frames, rays, ribbons, and a picture in an oval. */
void art_front_retro(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f), h = art_h(f), *pick = d->brand.pick, m = fmin(w, h) * 0.035;
    bool wide = w > 1.3 * h;
    struct art_rgb cream = art_mix(art_hex(0xf6e7c6), art_lighter(d->second, 0.8), 0.25), ink = art_legible(d->deep, cream, 4.5);
    struct art_rgb band = art_contrast(d->ground, cream) > 2 ? d->ground : d->deep;
    art_fill_box(s, whole, band, 1);
    struct box page = art_box(whole.x0 == f.x0 ? f.x0 + m : whole.x0, f.y0 + m, whole.x1 == f.x1 ? f.x1 - m : whole.x1, f.y1 - m);
    art_fill_box(s, page, cream, 1);
    double cx = wide ? f.x0 + w * 0.76 : (f.x0 + f.x1) / 2, cy = wide ? f.y0 + h * 0.47 : f.y0 + h * 0.625;
    art_rays(s, page, cx, cy, 32, art_mix(d->accent, cream, 0.35), 0.75);
    for (int i = 0; i < 2; i++) {
        struct box q = art_inset(f, m * (i ? 2.3 : 1.7), m * (i ? 2.3 : 1.7));
        cairo_rectangle(s->cr, q.x0, q.y0, art_w(q), art_h(q));
        art_ink(s, ink, 1);
        cairo_set_line_width(s->cr, m * (i ? 0.12 : 0.3));
        cairo_stroke(s->cr);
    }
    struct box in = art_inset(f, m * 2.7, m * 2.7);
    for (int i = 0; i < 4; i++) {
        corner(s, i % 2 ? in.x1 : in.x0, i / 2 ? in.y1 : in.y0, m * 2.2, i % 2 ? -1 : 1, i / 2 ? -1 : 1, ink);
    }
    double rx = wide ? w * 0.19 : w * 0.34, ry = wide ? h * 0.3 : fmin(h * 0.185, w * 0.34);
    for (int i = 0; i < 3; i++) { /* frame of the oval */
        double g = (2 - i) * m * 0.45;
        cairo_save(s->cr);
        cairo_translate(s->cr, cx, cy);
        cairo_scale(s->cr, rx + g, ry + g);
        cairo_arc(s->cr, 0, 0, 1, 0, 2 * PI);
        cairo_restore(s->cr);
        art_ink(s, i == 0 ? ink : i == 1 ? d->accent : art_lighter(d->second, 0.7), 1);
        cairo_fill(s->cr);
    }
    art_glow(s, cx, cy, rx, ry, art_rgb(1, 1, 0.94), 0.7);
    art_motif(s, d, d->sku->motif, art_box(cx - rx * 0.82, cy - ry * 0.86, cx + rx * 0.82, cy + ry * 0.86), STILL_HERO);
    art_mark(s, d, wide ? art_part(in, 0.02, 0.05, 0.56, 0.36) : art_part(in, 0.06, 0.03, 0.94, 0.22), cream, 0.5);
    double mid = wide ? in.x0 + art_w(in) * 0.29 : cx;
    flourish(s, mid, f.y0 + h * (wide ? 0.44 : 0.265), w * (wide ? 0.3 : 0.4), ink);
    struct art_ink_style ni = {.fill = ink, .deep_em = pick[0] < 0.5 ? 0.035 : 0, .deep = d->accent};
    struct art_style st = art_style(s, d->brand.name_voice, d->family, d->brand.name_upper);
    st.bend = pick[1] < 0.6 && !wide ? BEND_ARCH : BEND_NONE;
    st.bend_by = 0.1;
    art_text_fit(s, &st, &ni, d->sku->name, "name", wide ? art_part(in, 0.02, 0.49, 0.56, 0.7) : art_part(in, 0.05, 0.265, 0.95, 0.4),
                 &(struct art_fit){.max_lines = st.bend == BEND_ARCH ? 1 : 2, .align = 0.5, .v_align = 0.5});
    struct box bb = wide ? art_part(in, 0.02, 0.74, 0.56, 0.9) : art_box(in.x0 + art_w(in) * 0.03, fmin(cy + ry * 0.86, f.y0 + h * 0.8), in.x1 - art_w(in) * 0.03, fmin(cy + ry * 0.86, f.y0 + h * 0.8) + fmin(h * 0.07, w * 0.13));
    if (d->sku->variant && *d->sku->variant) {
        struct box t = art_banner(s, bb, band, art_h(bb) * 0.9);
        art_variant(s, d, t, NULL, art_legible(cream, band, 3), VOICE_SLAB, 0.5);
    }
    if (!wide && w > 40) {
        double r = fmin(w, h) * 0.1;
        medal(s, d, in.x1 - r * 1.05, cy - ry * 0.78, r, band, cream);
    }
    double foot = fmax(bb.y1 + art_h(bb) * 0.22, in.y0 + art_h(in) * 0.91); /* below the ribbon's tails */
    struct art_style small = art_style(s, VOICE_SERIF_ITALIC, NULL, false);
    struct art_ink_style si = {.fill = ink, .min_contrast = 4};
    if (d->sku->n_claims) {
        art_text_fit(s, &small, &si, d->sku->claim[0], "claim", wide ? art_part(in, 0.6, 0.9, 0.84, 0.97) : art_box(in.x0 + art_w(in) * 0.09, foot, in.x0 + art_w(in) * 0.62, foot + h * 0.036),
                     &(struct art_fit){.v_align = 0.5, .max_em_mm = 5});
    }
    art_net(s, d, wide ? art_part(in, 0.86, 0.89, 0.97, 0.97) : art_box(in.x0 + art_w(in) * 0.66, foot - h * 0.004, in.x0 + art_w(in) * 0.92, foot + h * 0.036), ink, 1);
}
