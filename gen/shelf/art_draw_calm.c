// SPDX-License-Identifier: MIT
/*
 * art_draw_calm - fronts with room: split fields, minimal, and the discounter's plain one.
 */
#include "shelf/art_draw.h"

/* Split: two fields of colour, and the picture where they meet. */
void art_front_split(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f), h = art_h(f), *pick = d->brand.pick;
    bool wide = w > 1.3 * h, upright = wide || pick[0] < 0.45;
    struct art_rgb other = pick[1] < 0.5 ? d->paper : art_lighter(d->second, art_lightness(d->second) < 0.5 ? 0.1 : 0.25);
    if (art_contrast(other, d->ground) < 1.35) {
        other = art_lightness(d->ground) > 0.6 ? art_lighter(d->second, -0.4) : d->paper;
    }
    art_fade_box(s, whole, d->ground, art_lighter(d->ground, -0.14), false);
    struct box mark, name, variant, pic, claims;
    if (upright) { /* left: colour with words; right: the other with the picture */
        double x = f.x0 + w * (wide ? 0.56 : 0.5);
        cairo_move_to(s->cr, x, whole.y0);
        if (pick[2] < 0.5) {
            cairo_curve_to(s->cr, x + w * 0.12, f.y0 + h * 0.3, x - w * 0.12, f.y0 + h * 0.7, x, whole.y1);
        } else {
            cairo_line_to(s->cr, x, whole.y1);
        }
        cairo_line_to(s->cr, whole.x1, whole.y1);
        cairo_line_to(s->cr, whole.x1, whole.y0);
        cairo_close_path(s->cr);
        art_ink(s, other, 1);
        cairo_fill(s->cr);
        if (!wide) { /* the mark lies on one field */
            art_fill_box(s, art_box(whole.x0, whole.y0, whole.x1, f.y0 + h * 0.235), d->ground, 1);
            art_fill_box(s, art_box(whole.x0, f.y0 + h * 0.235, whole.x1, f.y0 + h * 0.243), d->accent, 1);
        }
        mark = wide ? art_part(f, 0.04, 0.08, 0.5, 0.34) : art_part(f, 0.08, 0.03, 0.92, 0.205);
        name = wide ? art_part(f, 0.04, 0.42, 0.5, 0.72) : art_part(f, 0.06, 0.29, 0.94, 0.46);
        variant = wide ? art_part(f, 0.04, 0.76, 0.46, 0.87) : art_part(f, 0.06, 0.48, 0.94, 0.53);
        pic = wide ? art_part(f, 0.54, 0.14, 0.99, 0.94) : art_part(f, 0.06, 0.57, 0.94, 0.9);
        claims = wide ? art_part(f, 0.6, 0.03, 0.98, 0.16) : art_part(f, 0.06, 0.91, 0.6, 0.975);
    } else { /* above and below */
        double y = f.y0 + h * 0.56;
        cairo_move_to(s->cr, whole.x0, y);
        for (double x = whole.x0; x <= whole.x1 + 0.01; x += w / 48) {
            double u = (x - (f.x0 + f.x1) / 2) / w;
            cairo_line_to(s->cr, x, pick[2] < 0.5 ? y + h * 0.07 * cos(clampd(u, -0.5, 0.5) * 2 * PI) : y);
        }
        cairo_line_to(s->cr, whole.x1, whole.y1);
        cairo_line_to(s->cr, whole.x0, whole.y1);
        cairo_close_path(s->cr);
        art_ink(s, other, 1);
        cairo_fill(s->cr);
        mark = art_part(f, 0.1, 0.05, 0.9, 0.2);
        name = art_part(f, 0.08, 0.22, 0.92, 0.4);
        variant = art_part(f, 0.1, 0.41, 0.9, 0.47);
        pic = art_part(f, 0.1, 0.5, 0.9, 0.84);
        claims = art_part(f, 0.07, 0.85, 0.66, 0.965);
    }
    art_mark(s, d, mark, d->ground, upright && wide ? 0 : 0.5);
    if (upright && !wide) { /* words over both fields stand on a plate */
        struct box plate = art_box(f.x0 + w * 0.045, name.y0 - h * 0.02, f.x1 - w * 0.045, variant.y1 + h * 0.02);
        art_shadow_box(s, plate, w * 0.03, w * 0.02, 0.3);
        art_round_box(s, plate, w * 0.03);
        art_ink(s, art_rgb(1, 1, 1), 0.97);
        cairo_fill(s->cr);
        name = art_inset(name, w * 0.04, 0);
        variant = art_inset(variant, w * 0.04, 0);
    }
    bool plate = upright && !wide;
    struct art_rgb on = plate ? art_rgb(1, 1, 1) : d->ground;
    struct art_ink_style ink = {.fill = art_legible(plate || art_lightness(on) > 0.8 ? d->deep : art_rgb(1, 1, 1), on, plate ? 4 : 2.6)};
    art_name(s, d, name, &ink, 2, wide ? 0 : 0.5);
    struct art_rgb vi = art_legible(d->accent, on, 3.5);
    art_variant(s, d, variant, NULL, vi, VOICE_NARROW_BOLD, wide ? 0 : 0.5);
    art_motif(s, d, d->sku->motif, pic, STILL_HERO);
    art_claim_list(s, d, 0, 2, claims, art_legible(d->deep, other, 4.5), d->accent);
    art_net(s, d, art_part(f, 0.66, wide ? 0.88 : 0.92, 0.95, 0.97), art_legible(d->deep, other, 4.5), 1);
}

/* Minimal: paper, air, one shape of colour. */
void art_front_minimal(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f), h = art_h(f), *pick = d->brand.pick;
    bool wide = w > 1.3 * h, left = pick[0] < 0.5 || wide;
    struct art_rgb paper = pick[1] < 0.6 ? art_mix(art_rgb(0.985, 0.98, 0.965), art_lighter(d->ground, 0.9), 0.35) : art_lighter(d->ground, 0.72);
    struct art_rgb ink = art_legible(art_mix(art_lighter(d->deep, -0.4), art_rgb(0.12, 0.12, 0.14), 0.4), paper, 6);
    struct art_rgb tone = art_contrast(d->ground, paper) > 1.25 ? d->ground : d->second;
    art_fill_box(s, whole, paper, 1);
    struct box pic = wide ? art_part(f, 0.56, 0.1, 0.96, 0.9) : art_part(f, 0.16, 0.5, 0.84, 0.84);
    double r = fmin(art_w(pic), art_h(pic)) / 2, x = (pic.x0 + pic.x1) / 2, y = (pic.y0 + pic.y1) / 2;
    int shape = (int)(pick[2] * 3);
    if (shape == 0) {
        cairo_arc(s->cr, x, y, r, 0, 2 * PI);
    } else if (shape == 1) { /* an arch */
        double q = fmin(r, art_w(pic) / 2);
        cairo_new_sub_path(s->cr);
        cairo_arc(s->cr, x, pic.y0 + q, q, PI, 2 * PI);
        cairo_line_to(s->cr, x + q, pic.y1);
        cairo_line_to(s->cr, x - q, pic.y1);
        cairo_close_path(s->cr);
    } else {
        cairo_rectangle(s->cr, whole.x0, pic.y0 + art_h(pic) * 0.3, wide ? f.x1 - whole.x0 : art_w(whole), art_h(pic) * 0.7);
    }
    cairo_pattern_t *p = cairo_pattern_create_linear(0, pic.y0, 0, pic.y1);
    struct art_rgb hi = art_lighter(tone, 0.3), lo = art_lighter(tone, 0.05);
    cairo_pattern_add_color_stop_rgb(p, 0, hi.r, hi.g, hi.b);
    cairo_pattern_add_color_stop_rgb(p, 1, lo.r, lo.g, lo.b);
    cairo_set_source(s->cr, p);
    cairo_fill(s->cr);
    cairo_pattern_destroy(p);
    art_motif(s, d, d->sku->motif, art_inset(pic, art_w(pic) * 0.07, art_h(pic) * 0.04), STILL_HERO);
    double align = left ? 0 : 0.5, m = w * 0.09;
    art_mark(s, d, wide ? art_part(f, 0.05, 0.1, 0.4, 0.26) : art_box(f.x0 + m, f.y0 + h * 0.055, f.x1 - m * (left ? 3 : 1), f.y0 + h * 0.135), paper, align);
    struct box rule = wide ? art_part(f, 0.05, 0.33, 0.5, 0.335) : art_box(f.x0 + m, f.y0 + h * 0.165, f.x1 - m, f.y0 + h * 0.1675);
    art_fill_box(s, rule, ink, 0.85);
    struct art_ink_style ni = {.fill = ink, .min_contrast = 6};
    art_name(s, d, wide ? art_part(f, 0.05, 0.4, 0.52, 0.66) : art_box(f.x0 + m, f.y0 + h * 0.2, f.x1 - m, f.y0 + h * 0.37), &ni, 3, align);
    art_variant(s, d, wide ? art_part(f, 0.05, 0.7, 0.5, 0.78) : art_box(f.x0 + m, f.y0 + h * 0.39, f.x1 - m, f.y0 + h * 0.435), NULL, art_legible(tone, paper, 4),
                pick[3] < 0.5 ? VOICE_PLAIN : VOICE_SERIF_ITALIC, align);
    struct art_style st = art_style(s, VOICE_PLAIN, NULL, false);
    struct art_ink_style small = {.fill = ink, .min_contrast = 5};
    for (size_t i = 0; i < d->sku->n_claims && i < 2; i++) {
        struct box c = wide ? art_part(f, 0.05, 0.83 + 0.06 * (double)i, 0.36, 0.875 + 0.06 * (double)i)
                            : art_box(f.x0 + m, f.y0 + h * (0.875 + 0.042 * (double)i), f.x0 + w * 0.64, f.y0 + h * (0.906 + 0.042 * (double)i));
        art_text_fit(s, &st, &small, d->sku->claim[i], "claim", c, &(struct art_fit){.v_align = 0.5, .max_em_mm = 6});
    }
    art_net(s, d, wide ? art_part(f, 0.38, 0.86, 0.52, 0.94) : art_box(f.x0 + w * 0.68, f.y0 + h * 0.9, f.x1 - m, f.y0 + h * 0.945), ink, 1);
}

/* Discount: white or yellow, one block, the name as large as it goes. */
void art_front_discount(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f), h = art_h(f), *pick = d->brand.pick;
    bool wide = w > 1.3 * h;
    struct art_rgb paper = pick[0] < 0.35 ? art_hex(0xffd900) : art_rgb(1, 1, 1);
    struct art_rgb block = art_contrast(d->ground, paper) > 2 ? d->ground : art_contrast(d->second, paper) > 2 ? d->second : art_lighter(d->ground, -0.5);
    art_fill_box(s, whole, paper, 1);
    bool top = pick[1] < 0.5;
    struct box b = top ? art_box(whole.x0, f.y0, whole.x1, f.y0 + h * 0.36) : art_box(whole.x0, f.y0 + h * 0.2, whole.x1, f.y0 + h * 0.52);
    if (wide) {
        b = art_box(whole.x0, f.y0 + h * 0.3, whole.x1, f.y0 + h * 0.72);
    }
    art_fill_box(s, b, block, 1);
    if (pick[2] < 0.5) {
        art_fill_box(s, art_box(whole.x0, b.y1 + h * 0.012, whole.x1, b.y1 + h * 0.03), d->accent, 1);
    }
    struct box mark = wide ? art_part(f, 0.04, 0.05, 0.4, 0.25) : top ? art_part(f, 0.06, 0.03, 0.6, 0.115) : art_part(f, 0.06, 0.04, 0.66, 0.16);
    art_mark(s, d, mark, top && !wide ? block : paper, 0);
    struct box name = wide ? art_part(f, 0.04, 0.36, 0.58, 0.66) : top ? art_part(f, 0.06, 0.14, 0.94, 0.335) : art_part(f, 0.06, 0.23, 0.94, 0.49);
    struct art_ink_style ink = {.fill = art_legible(art_rgb(1, 1, 1), block, 2.6)};
    art_name(s, d, name, &ink, 3, 0);
    struct box v = wide ? art_part(f, 0.04, 0.76, 0.56, 0.86) : art_part(f, 0.06, top ? 0.4 : 0.56, 0.94, top ? 0.455 : 0.61);
    art_variant(s, d, v, NULL, art_legible(block, paper, 4.5), VOICE_PLAIN_BOLD, 0);
    struct box pic = wide ? art_part(f, 0.62, 0.12, 0.97, 0.92) : art_part(f, 0.12, top ? 0.47 : 0.62, 0.88, 0.9);
    if (pick[3] < 0.5) {
        art_fade_box(s, pic, art_lighter(d->accent, 0.75), art_lighter(d->accent, 0.45), false);
        pic = art_inset(pic, art_w(pic) * 0.04, art_h(pic) * 0.04);
    }
    art_motif(s, d, d->sku->motif, pic, STILL_HERO);
    art_net(s, d, wide ? art_part(f, 0.04, 0.88, 0.3, 0.97) : art_part(f, 0.55, 0.925, 0.94, 0.975), art_legible(block, paper, 4.5), wide ? 0 : 1);
    if (d->sku->n_claims) {
        struct art_style st = art_style(s, VOICE_PLAIN, NULL, false);
        struct art_ink_style is = {.fill = art_rgb(0.1, 0.1, 0.1), .min_contrast = 5};
        art_text_fit(s, &st, &is, d->sku->claim[0], "claim", wide ? art_part(f, 0.32, 0.9, 0.6, 0.96) : art_part(f, 0.06, 0.93, 0.52, 0.97),
                     &(struct art_fit){.v_align = 0.5, .max_em_mm = 5});
    }
}
