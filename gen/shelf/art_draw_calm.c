// SPDX-License-Identifier: MIT
/*
 * art_draw_calm - fronts with room: split fields, minimal, and the discounter's plain one.
 */
#include "shelf/art_draw.h"

/* --- split ------------------------------------------------------------------------------------ */

/* clang-format off */
static const struct art_zones split_wide = {
    .mark = {0.04, 0.08, 0.5, 0.34}, .name = {0.04, 0.42, 0.5, 0.72}, .variant = {0.04, 0.76, 0.46, 0.87},
    .picture = {0.54, 0.14, 0.99, 0.94}, .claim = {0.6, 0.03, 0.98, 0.16}, .net = {0.66, 0.88, 0.95, 0.97}};
static const struct art_zones split_upright = {
    .mark = {0.08, 0.03, 0.92, 0.205}, .name = {0.1, 0.29, 0.9, 0.46}, .variant = {0.1, 0.48, 0.9, 0.53},
    .picture = {0.06, 0.57, 0.94, 0.9}, .claim = {0.06, 0.91, 0.6, 0.975}, .net = {0.66, 0.92, 0.95, 0.97}};
static const struct art_zones split_level = {
    .mark = {0.1, 0.05, 0.9, 0.2}, .name = {0.08, 0.22, 0.92, 0.4}, .variant = {0.1, 0.41, 0.9, 0.47},
    .picture = {0.1, 0.5, 0.9, 0.84}, .claim = {0.07, 0.85, 0.66, 0.965}, .net = {0.66, 0.92, 0.95, 0.97}};
/* clang-format on */

/* The colour beside the ground. */
static struct art_rgb split_other(const struct art_design *d)
{
    double lift = art_lightness(d->second) < 0.5 ? 0.1 : 0.25;
    struct art_rgb c = d->brand.pick[1] < 0.5 ? d->paper : art_lighter(d->second, lift);
    if (art_contrast(c, d->ground) >= 1.35) {
        return c;
    }
    return art_lightness(d->ground) > 0.6 ? art_lighter(d->second, -0.4) : d->paper;
}

/* The field on the right, from x on; its edge straight or curved. */
static void right_field(struct art_sheet *s, struct art_design *d, struct box whole, struct box f, double x,
                        struct art_rgb c)
{
    double w = art_w(f), h = art_h(f);
    cairo_move_to(s->cr, x, whole.y0);
    if (d->brand.pick[2] < 0.5) {
        cairo_curve_to(s->cr, x + w * 0.12, f.y0 + h * 0.3, x - w * 0.12, f.y0 + h * 0.7, x, whole.y1);
    } else {
        cairo_line_to(s->cr, x, whole.y1);
    }
    cairo_line_to(s->cr, whole.x1, whole.y1);
    cairo_line_to(s->cr, whole.x1, whole.y0);
    cairo_close_path(s->cr);
    art_ink(s, c, 1);
    cairo_fill(s->cr);
}

/* The field below y; its edge straight or dipping in the middle. */
static void lower_field(struct art_sheet *s, struct art_design *d, struct box whole, struct box f, double y,
                        struct art_rgb c)
{
    double w = art_w(f), dip = d->brand.pick[2] < 0.5 ? art_h(f) * 0.07 : 0;
    cairo_move_to(s->cr, whole.x0, y);
    for (double x = whole.x0; x <= whole.x1 + 0.01; x += w / 48) {
        double u = (x - (f.x0 + f.x1) / 2) / w;
        cairo_line_to(s->cr, x, y + dip * cos(clampd(u, -0.5, 0.5) * 2 * PI));
    }
    cairo_line_to(s->cr, whole.x1, whole.y1);
    cairo_line_to(s->cr, whole.x0, whole.y1);
    cairo_close_path(s->cr);
    art_ink(s, c, 1);
    cairo_fill(s->cr);
}

/* Words over both fields stand on a plate; the mark lies on a head of one colour. */
static void split_plate(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f), h = art_h(f);
    art_fill_box(s, art_box(whole.x0, whole.y0, whole.x1, f.y0 + h * 0.235), d->ground, 1);
    art_fill_box(s, art_box(whole.x0, f.y0 + h * 0.235, whole.x1, f.y0 + h * 0.243), d->accent, 1);
    struct box plate = art_box(f.x0 + w * 0.045, f.y0 + h * 0.27, f.x1 - w * 0.045, f.y0 + h * 0.55);
    art_shadow_box(s, plate, w * 0.03, w * 0.02, 0.3);
    art_round_box(s, plate, w * 0.03);
    art_ink(s, art_rgb(1, 1, 1), 0.97);
    cairo_fill(s->cr);
}

/* Split: two fields of colour, and the picture where they meet. */
void art_front_split(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    bool wide = art_is_wide(f), upright = wide || d->brand.pick[0] < 0.45, plate = upright && !wide;
    const struct art_zones *z = wide ? &split_wide : upright ? &split_upright : &split_level;
    struct art_rgb white = art_rgb(1, 1, 1), other = split_other(d), on = plate ? white : d->ground;
    art_fade_box(s, whole, d->ground, art_lighter(d->ground, -0.14), false);
    if (upright) {
        right_field(s, d, whole, f, f.x0 + art_w(f) * (wide ? 0.56 : 0.5), other);
    } else {
        lower_field(s, d, whole, f, f.y0 + art_h(f) * 0.56, other);
    }
    if (plate) {
        split_plate(s, d, whole, f);
    }
    double align = wide ? 0 : 0.5;
    art_mark(s, d, art_zone(f, z->mark), d->ground, align);
    bool light = plate || art_lightness(on) > 0.8;
    struct art_ink_style ink = {.fill = art_legible(light ? d->deep : white, on, plate ? 4 : 2.6)};
    art_name(s, d, art_zone(f, z->name), &ink, 2, align);
    art_variant(s, d, art_zone(f, z->variant), NULL, art_legible(d->accent, on, 3.5), VOICE_NARROW_BOLD,
                align);
    art_motif(s, d, d->sku->motif, art_zone(f, z->picture), STILL_HERO);
    struct art_rgb words = art_legible(d->deep, other, 4.5);
    art_claim_list(s, d, 0, 2, art_zone(f, z->claim), words, d->accent);
    art_net(s, d, art_zone(f, z->net), words, 1);
}

/* --- minimal ------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct art_zones minimal_tall = {
    .mark = {0.09, 0.055, 0.91, 0.135}, .name = {0.09, 0.2, 0.91, 0.37}, .variant = {0.09, 0.39, 0.91, 0.435},
    .picture = {0.16, 0.5, 0.84, 0.84}, .claim = {0.09, 0.875, 0.64, 0.906}, .net = {0.68, 0.9, 0.91, 0.945}};
static const struct art_zones minimal_wide = {
    .mark = {0.05, 0.1, 0.4, 0.26}, .name = {0.05, 0.4, 0.52, 0.66}, .variant = {0.05, 0.7, 0.5, 0.78},
    .picture = {0.56, 0.1, 0.96, 0.9}, .claim = {0.05, 0.83, 0.36, 0.875}, .net = {0.38, 0.86, 0.52, 0.94}};
/* clang-format on */

/* A disc, an arch or a field across, behind the picture. */
static void minimal_shape(struct art_sheet *s, struct art_design *d, struct box whole, struct box f,
                          struct box b, struct art_rgb tone)
{
    double r = fmin(art_w(b), art_h(b)) / 2, x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
    switch ((int)(d->brand.pick[2] * 3)) {
    case 0:
        cairo_arc(s->cr, x, y, r, 0, 2 * PI);
        break;
    case 1:
        cairo_new_sub_path(s->cr);
        cairo_arc(s->cr, x, b.y0 + r, r, PI, 2 * PI);
        cairo_line_to(s->cr, x + r, b.y1);
        cairo_line_to(s->cr, x - r, b.y1);
        cairo_close_path(s->cr);
        break;
    default:
        if (art_is_wide(f)) { /* words lie beside it */
            cairo_rectangle(s->cr, b.x0, whole.y0, whole.x1 - b.x0, art_h(whole));
        } else {
            cairo_rectangle(s->cr, whole.x0, b.y0 + art_h(b) * 0.3, art_w(whole), art_h(b) * 0.7);
        }
        break;
    }
    art_lit_fill(s, b.y0, b.y1, art_lighter(tone, 0.3), art_lighter(tone, 0.05));
}

/* Minimal: paper, air, one shape of colour. */
void art_front_minimal(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    const double *pick = d->brand.pick;
    bool wide = art_is_wide(f);
    const struct art_zones *z = wide ? &minimal_wide : &minimal_tall;
    struct art_rgb white = art_mix(art_rgb(0.985, 0.98, 0.965), art_lighter(d->ground, 0.9), 0.35);
    struct art_rgb paper = pick[1] < 0.6 ? white : art_lighter(d->ground, 0.72);
    struct art_rgb ink =
        art_legible(art_mix(art_lighter(d->deep, -0.4), art_rgb(0.12, 0.12, 0.14), 0.4), paper, 6);
    struct art_rgb tone = art_contrast(d->ground, paper) > 1.25 ? d->ground : d->second;
    double h = art_h(f), align = pick[0] < 0.5 || wide ? 0 : 0.5;
    art_fill_box(s, whole, paper, 1);
    struct box pic = art_zone(f, z->picture), name = art_zone(f, z->name);
    minimal_shape(s, d, whole, f, pic, tone);
    art_motif(s, d, d->sku->motif, art_inset(pic, art_w(pic) * 0.07, art_h(pic) * 0.04), STILL_HERO);
    art_mark(s, d, art_zone(f, z->mark), paper, align);
    double rule = name.y0 - h * (wide ? 0.07 : 0.035);
    art_fill_box(s, art_box(name.x0, rule, name.x1, rule + h * 0.003), ink, 0.85);
    struct art_ink_style ni = {.fill = ink, .min_contrast = 6};
    art_name(s, d, name, &ni, 3, align);
    enum art_voice v = pick[3] < 0.5 ? VOICE_PLAIN : VOICE_SERIF_ITALIC;
    art_variant(s, d, art_zone(f, z->variant), NULL, art_legible(tone, paper, 4), v, align);
    struct box claim = art_zone(f, z->claim);
    for (size_t i = 0; i < 2;
         i++, claim.y0 += h * (wide ? 0.06 : 0.042), claim.y1 += h * (wide ? 0.06 : 0.042)) {
        art_small_claim(s, d, i, claim, VOICE_PLAIN, ink, 6);
    }
    art_net(s, d, art_zone(f, z->net), ink, 1);
}

/* --- discount -------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct art_zones discount_top = { /* the block at the top, mark and name in it */
    .mark = {0.06, 0.03, 0.6, 0.115}, .name = {0.06, 0.14, 0.94, 0.335}, .variant = {0.06, 0.4, 0.94, 0.455},
    .picture = {0.12, 0.47, 0.88, 0.9}, .claim = {0.06, 0.93, 0.52, 0.97}, .net = {0.55, 0.925, 0.94, 0.975}};
static const struct art_zones discount_below = { /* the mark above it */
    .mark = {0.06, 0.04, 0.66, 0.16}, .name = {0.06, 0.23, 0.94, 0.49}, .variant = {0.06, 0.56, 0.94, 0.61},
    .picture = {0.12, 0.62, 0.88, 0.9}, .claim = {0.06, 0.93, 0.52, 0.97}, .net = {0.55, 0.925, 0.94, 0.975}};
static const struct art_zones discount_wide = {
    .mark = {0.04, 0.05, 0.4, 0.25}, .name = {0.04, 0.36, 0.58, 0.66}, .variant = {0.04, 0.76, 0.56, 0.86},
    .picture = {0.62, 0.12, 0.97, 0.92}, .claim = {0.32, 0.9, 0.6, 0.96}, .net = {0.04, 0.88, 0.3, 0.97}};
/* clang-format on */

static struct art_rgb discount_block(const struct art_design *d, struct art_rgb paper)
{
    return art_contrast(d->ground, paper) > 2   ? d->ground
           : art_contrast(d->second, paper) > 2 ? d->second
                                                : d->deep;
}

/* Discount: white or yellow, one block, the name as large as it goes. */
void art_front_discount(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    const double *pick = d->brand.pick;
    bool wide = art_is_wide(f), top = pick[1] < 0.5 && !wide;
    const struct art_zones *z = wide ? &discount_wide : top ? &discount_top : &discount_below;
    struct art_rgb paper = pick[0] < 0.35 ? art_hex(0xffd900) : art_rgb(1, 1, 1),
                   block = discount_block(d, paper);
    double h = art_h(f), y0 = wide ? 0.3 : top ? 0 : 0.2, y1 = wide ? 0.72 : top ? 0.36 : 0.52;
    art_fill_box(s, whole, paper, 1);
    art_fill_box(s, art_box(whole.x0, f.y0 + h * y0, whole.x1, f.y0 + h * y1), block, 1);
    if (pick[2] < 0.5) {
        art_fill_box(s, art_box(whole.x0, f.y0 + h * (y1 + 0.012), whole.x1, f.y0 + h * (y1 + 0.03)),
                     d->accent, 1);
    }
    art_mark(s, d, art_zone(f, z->mark), top ? block : paper, 0);
    struct art_ink_style ink = {.fill = art_legible(art_rgb(1, 1, 1), block, 2.6)};
    art_name(s, d, art_zone(f, z->name), &ink, 3, 0);
    struct art_rgb words = art_legible(block, paper, 4.5);
    art_variant(s, d, art_zone(f, z->variant), NULL, words, VOICE_PLAIN_BOLD, 0);
    struct box pic = art_zone(f, z->picture);
    if (pick[3] < 0.5) {
        art_fade_box(s, pic, art_lighter(d->accent, 0.75), art_lighter(d->accent, 0.45), false);
        cairo_save(s->cr); /* a photograph, cut off at its edges */
        cairo_rectangle(s->cr, pic.x0, pic.y0, art_w(pic), art_h(pic));
        cairo_clip(s->cr);
        art_motif(s, d, d->sku->motif, pic, STILL_FULL);
        cairo_restore(s->cr);
    } else {
        art_motif(s, d, d->sku->motif, pic, STILL_HERO);
    }
    art_net(s, d, art_zone(f, z->net), words, wide ? 0 : 1);
    art_small_claim(s, d, 0, art_zone(f, z->claim), VOICE_PLAIN, art_rgb(0.1, 0.1, 0.1), 5);
}
