// SPDX-License-Identifier: MIT
/*
 * art_draw_rich - fronts full of things: badge on a pattern, and the picture everywhere.
 */
#include "shelf/art_draw.h"

/* --- badge ------------------------------------------------------------------------------------ */

enum plate { PLATE_OVAL, PLATE_SCALLOP, PLATE_ROUNDED, PLATE_SHIELD, PLATE_COUNT };

/* Zones of words are shares of the plate; those of a round plate keep away from its corners. */
/* clang-format off */
static const struct art_zones badge_round = {
    .mark = {0.2, 0.12, 0.8, 0.4}, .name = {0.12, 0.44, 0.88, 0.7}, .variant = {0.2, 0.735, 0.8, 0.86}};
static const struct art_zones badge_square = {
    .mark = {0.1, 0.08, 0.9, 0.4}, .name = {0.08, 0.44, 0.92, 0.7}, .variant = {0.12, 0.735, 0.88, 0.86}};
/* clang-format on */

static void scallop(struct art_sheet *s, struct box b, int n, double depth)
{
    double x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2, rx = art_w(b) / 2, ry = art_h(b) / 2;
    for (int i = 0; i <= n * 8; i++) {
        double a = 2 * PI * i / (n * 8), k = 1 - depth + depth * fabs(cos(a * n / 2));
        cairo_line_to(s->cr, x + rx * k * cos(a), y + ry * k * sin(a));
    }
    cairo_close_path(s->cr);
}

/* Round above, pointed below. */
static void shield(struct art_sheet *s, struct box b)
{
    double w = art_w(b), h = art_h(b), x = (b.x0 + b.x1) / 2;
    cairo_move_to(s->cr, b.x0, b.y0 + h * 0.16);
    cairo_curve_to(s->cr, b.x0 + w * 0.2, b.y0, b.x1 - w * 0.2, b.y0, b.x1, b.y0 + h * 0.16);
    cairo_line_to(s->cr, b.x1, b.y0 + h * 0.7);
    cairo_curve_to(s->cr, b.x1, b.y0 + h * 0.9, x + w * 0.1, b.y1 - h * 0.04, x, b.y1);
    cairo_curve_to(s->cr, x - w * 0.1, b.y1 - h * 0.04, b.x0, b.y0 + h * 0.9, b.x0, b.y0 + h * 0.7);
    cairo_close_path(s->cr);
}

static void plate_path(struct art_sheet *s, struct box b, enum plate kind)
{
    cairo_new_path(s->cr);
    switch (kind) {
    case PLATE_OVAL:
        art_oval(s, (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2, art_w(b) / 2, art_h(b) / 2);
        break;
    case PLATE_SCALLOP:
        scallop(s, b, 22, 0.05);
        break;
    case PLATE_ROUNDED:
        art_round_box(s, b, fmin(art_w(b), art_h(b)) * 0.16);
        break;
    case PLATE_SHIELD:
    case PLATE_COUNT:
        shield(s, b);
        break;
    }
}

static void pattern_ground(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f);
    struct art_rgb on = art_lighter(d->ground, art_lightness(d->ground) > 0.75 ? -0.22 : 0.28);
    art_fade_box(s, whole, art_lighter(d->ground, 0.06), art_lighter(d->ground, -0.2), false);
    switch ((int)(d->brand.pick[0] * 5)) {
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

/* Shadow, rim, paper and a fine line; t: width of the rim. */
static void badge_plate(struct art_sheet *s, struct art_design *d, struct box b, enum plate kind,
                        struct art_rgb paper, double t)
{
    struct box rim = art_inset(b, -t, -t);
    cairo_save(s->cr);
    cairo_translate(s->cr, t * 0.6, t * 1.2);
    plate_path(s, rim, kind);
    art_ink(s, art_rgb(0, 0, 0), 0.28);
    cairo_fill(s->cr);
    cairo_restore(s->cr);
    plate_path(s, rim, kind);
    art_ink(s, d->accent, 1);
    cairo_fill(s->cr);
    plate_path(s, b, kind);
    art_ink(s, paper, 1);
    cairo_fill(s->cr);
    plate_path(s, art_inset(b, t * 1.1, t * 1.1), kind);
    art_ink(s, art_legible(d->ground, paper, 1.8), 1);
    cairo_set_line_width(s->cr, t * 0.35);
    cairo_stroke(s->cr);
}

static void badge_words(struct art_sheet *s, struct art_design *d, struct box plate, bool round,
                        struct art_rgb paper)
{
    const struct art_zones *z = round ? &badge_round : &badge_square;
    art_mark(s, d, art_zone(plate, z->mark), paper, 0.5);
    struct art_ink_style ink = {.fill = art_legible(d->deep, paper, 4.5)};
    art_name(s, d, art_zone(plate, z->name), &ink, 2, 0.5);
    if (!d->sku->variant || !*d->sku->variant) {
        return;
    }
    if (d->brand.pick[3] < 0.5) {
        struct art_rgb c = art_contrast(d->second, paper) > 1.4 ? d->second : d->accent;
        struct box in = art_banner(s, art_part(plate, 0.02, 0.72, 0.98, 0.88), c, art_h(plate) * 0.1);
        art_variant(s, d, in, NULL, art_rgb(1, 1, 1), VOICE_NARROW_BOLD, 0.5);
    } else {
        art_variant(s, d, art_zone(plate, z->variant), NULL, art_legible(d->accent, paper, 3.5),
                    VOICE_SERIF_ITALIC, 0.5);
    }
}

/* Badge: a patterned ground, and one plate that holds every word. */
void art_front_badge(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    const double *pick = d->brand.pick;
    double w = art_w(f), h = art_h(f);
    bool wide = art_is_wide(f);
    enum plate kind = (enum plate)(int)(pick[1] * PLATE_COUNT);
    pattern_ground(s, d, whole, f);
    struct box plate = wide ? art_part(f, 0.05, 0.07, 0.6, 0.93)
                            : art_part(f, 0.08, 0.06, 0.92, 0.06 + fmin(0.56, 0.88 * w / h));
    struct box pic = wide ? art_part(f, 0.56, 0.12, 0.99, 0.96)
                          : art_box(f.x0 + w * 0.04, plate.y1 - h * 0.07, f.x1 - w * 0.04, f.y0 + h * 0.95);
    struct art_rgb paper = pick[2] < 0.7 ? d->paper : art_lighter(d->second, -0.25);
    badge_plate(s, d, plate, kind, paper, fmin(w, h) * 0.018);
    badge_words(s, d, plate, kind == PLATE_OVAL || kind == PLATE_SCALLOP, paper);
    art_motif(s, d, d->sku->motif, pic, STILL_HERO);
    if (d->sku->n_claims) {
        double r = fmin(w, h) * 0.25, x = f.x1 - r - (wide ? r * 0.08 : w * 0.02),
               y = f.y0 + h * (wide ? 0.03 : 0.7);
        bool leaf = pick[4] >= 0.5;
        struct art_rgb c = leaf ? art_hex(0x3c8a2e) : art_legible(d->second, d->ground, 1.5);
        art_badge(s, d, leaf ? BADGE_LEAF : BADGE_ROUND, d->sku->claim[0], art_box(x, y, x + r, y + r), c, 8);
    }
    art_net(s, d, wide ? art_part(f, 0.76, 0.9, 0.97, 0.98) : art_part(f, 0.6, 0.935, 0.96, 0.98),
            art_rgb(1, 1, 1), 1);
}

/* --- photo ------------------------------------------------------------------------------------------ */

/* clang-format off */
static const struct art_zones photo_tall = {
    .mark = {0.1, 0.025, 0.9, 0.21}, .name = {0.07, 0.27, 0.93, 0.44}, .variant = {0.08, 0.455, 0.92, 0.515},
    .picture = {0, 0.52, 1, 0.95}, .net = {0.62, 0.93, 0.96, 0.98}};
static const struct art_zones photo_wide = {
    .mark = {0.03, 0.05, 0.5, 0.32}, .name = {0.04, 0.42, 0.5, 0.7}, .variant = {0.04, 0.74, 0.46, 0.85},
    .picture = {0.48, 0.16, 1, 0.97}, .net = {0.04, 0.89, 0.3, 0.97}};
/* clang-format on */

/* Boards: gaps between them, and grain that runs along. */
static void boards(struct art_sheet *s, struct box b, struct box f, struct art_rgb wood, uint32_t key)
{
    double w = art_w(f), h = art_h(f);
    for (uint32_t i = 0; i < 60; i++) {
        double y = b.y0 + (double)rng_hash_unit(key, i, 0) * art_h(b),
               x = b.x0 + (double)rng_hash_unit(key, i, 1) * art_w(b);
        art_fill_box(s, art_box(x - w * 0.2, y, x + w * 0.25, y + h * 0.0022),
                     art_lighter(wood, i % 3 ? -0.55 : 0.35), 0.3);
    }
    for (int i = 1; i < 4; i++) {
        double y = b.y0 + art_h(b) * (i * i / 12.0 + 0.1);
        art_fill_box(s, art_box(b.x0, y, b.x1, y + h * 0.004), art_lighter(wood, -0.8), 0.55);
    }
}

/* A table in a room out of focus: wall, lights, boards. */
static void room(struct art_sheet *s, struct art_design *d, struct box whole, struct box f, double table)
{
    double w = art_w(f), h = art_h(f);
    struct art_rgb wall = art_mix(d->ground, art_rgb(0.2, 0.13, 0.08), 0.15);
    art_fade_box(s, whole, art_lighter(wall, -0.35), art_lighter(wall, 0.3), false);
    struct rng r = rng_stream(art_key(d->brand.name), RNG_ART_BRAND, 1000, 0);
    for (int i = 0; i < 14; i++) {
        double x = whole.x0 + fmod(i * 0.618 + 0.2, 1) * art_w(whole),
               y = f.y0 + rng_uniform(&r, 0.05, 0.95) * (table - f.y0);
        cairo_arc(s->cr, x, y, w * rng_uniform(&r, 0.04, 0.1), 0, 2 * PI);
        art_ink(s, art_lighter(art_turn_hue(d->ground, rng_uniform(&r, -25, 25)), 0.55), 0.16);
        cairo_fill(s->cr);
    }
    art_glow(s, (f.x0 + f.x1) / 2, table, w * 0.8, h * 0.4, art_lighter(d->ground, 0.7), 0.75);
    bool wood = d->brand.pick[1] < 0.6;
    struct art_rgb board = wood ? art_hex(0xa9713f) : art_lighter(d->second, 0.3);
    struct box top = art_box(whole.x0, table, whole.x1, whole.y1);
    art_fade_box(s, top, art_lighter(board, 0.22), art_lighter(board, -0.42), false);
    if (wood) {
        boards(s, top, f, board, rng_key(&r));
    }
}

/* A curtain of the second colour above, for the mark. */
static void photo_head(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    double w = art_w(f), h = art_h(f), y = f.y0 + h * (art_is_wide(f) ? 0.3 : 0.2), low = y + h * 0.05;
    cairo_move_to(s->cr, whole.x0, whole.y0);
    cairo_line_to(s->cr, whole.x0, y);
    cairo_curve_to(s->cr, f.x0 + w * 0.2, y, f.x0 + w * 0.3, low, (f.x0 + f.x1) / 2, low);
    cairo_curve_to(s->cr, f.x1 - w * 0.3, low, f.x1 - w * 0.2, y, whole.x1, y);
    cairo_line_to(s->cr, whole.x1, whole.y0);
    cairo_close_path(s->cr);
    art_ink(s, d->second, 1);
    cairo_fill_preserve(s->cr);
    art_ink(s, d->accent, 1);
    cairo_set_line_width(s->cr, h * 0.012);
    cairo_stroke(s->cr);
}

static void photo_variant(struct art_sheet *s, struct art_design *d, struct box b, double align)
{
    if (d->brand.pick[3] < 0.6) {
        art_variant(s, d, b, &d->accent, art_legible(art_rgb(1, 1, 1), d->accent, 3), VOICE_NARROW_BOLD,
                    align);
        return;
    }
    struct art_style st = art_style(s, VOICE_SCRIPT_BOLD, NULL, false);
    struct art_ink_style ink = {
        .fill = art_lighter(d->accent, 0.6), .edge = art_lighter(d->deep, -0.7), .edge_em = 0.07};
    art_text_fit(s, &st, &ink, d->sku->variant, "variant", b,
                 &(struct art_fit){.align = align, .v_align = 0.5});
}

static void photo_badge(struct art_sheet *s, struct art_design *d, struct box f)
{
    double w = art_w(f), h = art_h(f), r = fmin(w, h) * 0.23, k = d->brand.pick[4];
    double x = art_is_wide(f) ? f.x1 - r * 1.1 : f.x0 + w * 0.03,
           y = art_is_wide(f) ? f.y0 + h * 0.04 : f.y0 + h * 0.93 - r;
    if (d->sku->n_claims) {
        enum art_badge kind = k < 0.4 ? BADGE_LEAF : k < 0.7 ? BADGE_ROUND : BADGE_BURST;
        struct art_rgb c = k < 0.4 ? art_hex(0x4a8f2f) : art_vivid(d->accent, 1.2);
        art_badge(s, d, kind, d->sku->claim[0], art_box(x, y, x + r, y + r), c, -8);
    }
}

/* Photo: the picture everywhere; words find room in it. */
void art_front_photo(struct art_sheet *s, struct art_design *d, struct box whole, struct box f)
{
    bool wide = art_is_wide(f), head = d->brand.pick[2] < 0.5;
    const struct art_zones *z = wide ? &photo_wide : &photo_tall;
    room(s, d, whole, f, f.y0 + art_h(f) * (wide ? 0.62 : 0.7));
    bool border = d->brand.pick[5] < 0.35 && !wide;
    art_motif(s, d, d->sku->motif, border ? art_part(f, 0, 0.58, 1, 1) : art_zone(f, z->picture),
              border ? STILL_BORDER : STILL_HERO);
    if (head) {
        photo_head(s, d, whole, f);
    }
    art_mark(s, d, art_zone(f, z->mark), head ? d->second : art_lighter(d->ground, -0.1), wide ? 0.1 : 0.5);
    struct art_ink_style ink = {.fill = art_rgb(1, 1, 1),
                                .edge = art_lighter(d->deep, -0.6),
                                .edge_em = 0.035,
                                .shadow = 0.55,
                                .shadow_em = 0.04};
    art_name(s, d, art_zone(f, z->name), &ink, 2, wide ? 0 : 0.5);
    photo_variant(s, d, art_zone(f, z->variant), wide ? 0 : 0.5);
    photo_badge(s, d, f);
    art_net(s, d, art_zone(f, z->net), art_rgb(1, 1, 1), wide ? 0 : 1);
}
