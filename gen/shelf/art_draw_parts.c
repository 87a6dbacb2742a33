// SPDX-License-Identifier: MIT
/*
 * art_draw_parts - what all grammars compose with: plates, ribbons, bursts, patterns, and texts in their
 * usual dress.
 */
#include "shelf/art_draw.h"

#include <stdio.h>
#include <string.h>

/* --- shapes ----------------------------------------------------------------------------------- */

void art_round_box(struct art_sheet *s, struct box b, double r)
{
    r = fmin(r, fmin(art_w(b), art_h(b)) / 2);
    cairo_new_sub_path(s->cr);
    cairo_arc(s->cr, b.x1 - r, b.y0 + r, r, -PI / 2, 0);
    cairo_arc(s->cr, b.x1 - r, b.y1 - r, r, 0, PI / 2);
    cairo_arc(s->cr, b.x0 + r, b.y1 - r, r, PI / 2, PI);
    cairo_arc(s->cr, b.x0 + r, b.y0 + r, r, PI, 1.5 * PI);
    cairo_close_path(s->cr);
}

void art_oval(struct art_sheet *s, double x, double y, double rx, double ry)
{
    cairo_save(s->cr);
    cairo_translate(s->cr, x, y);
    cairo_scale(s->cr, rx, ry);
    cairo_new_sub_path(s->cr);
    cairo_arc(s->cr, 0, 0, 1, 0, 2 * PI);
    cairo_restore(s->cr);
}

void art_shadow_box(struct art_sheet *s, struct box b, double radius, double spread, double alpha)
{
    for (int i = 4; i >= 1; i--) {
        double g = spread * i / 4;
        art_round_box(s,
                      art_box(b.x0 - g + spread * 0.3, b.y0 - g + spread * 0.7, b.x1 + g + spread * 0.3,
                              b.y1 + g + spread * 0.7),
                      radius + g);
        art_ink(s, art_rgb(0, 0, 0), alpha / 4);
        cairo_fill(s->cr);
    }
}

void art_star_path(struct art_sheet *s, double x, double y, double r_out, double r_in, int points,
                   double turn)
{
    cairo_new_sub_path(s->cr);
    for (int i = 0; i < 2 * points; i++) {
        double a = turn + PI * i / points, r = i % 2 ? r_in : r_out;
        cairo_line_to(s->cr, x + r * sin(a), y - r * cos(a));
    }
    cairo_close_path(s->cr);
}

void art_lit_fill(struct art_sheet *s, double y0, double y1, struct art_rgb above, struct art_rgb below)
{
    cairo_pattern_t *p = cairo_pattern_create_linear(0, y0, 0, y1);
    cairo_pattern_add_color_stop_rgb(p, 0, above.r, above.g, above.b);
    cairo_pattern_add_color_stop_rgb(p, 1, below.r, below.g, below.b);
    cairo_set_source(s->cr, p);
    cairo_fill(s->cr);
    cairo_pattern_destroy(p);
}

/* A tail of a ribbon: behind the body, swallow-tailed; dir -1 left, 1 right. */
static void ribbon_tail(struct art_sheet *s, double x, struct box b, double tail, int dir, struct art_rgb c)
{
    double drop = art_h(b) * 0.22, in = tail * 0.35;
    cairo_move_to(s->cr, x - dir * in, b.y0 + drop);
    cairo_line_to(s->cr, x + dir * tail, b.y0 + drop);
    cairo_line_to(s->cr, x + dir * tail * 0.6, (b.y0 + b.y1) / 2 + drop);
    cairo_line_to(s->cr, x + dir * tail, b.y1 + drop);
    cairo_line_to(s->cr, x - dir * in, b.y1 + drop);
    cairo_close_path(s->cr);
    art_ink(s, art_lighter(c, -0.32), 1);
    cairo_fill(s->cr);
    cairo_move_to(s->cr, x, b.y1); /* the fold */
    cairo_line_to(s->cr, x - dir * in, b.y1);
    cairo_line_to(s->cr, x - dir * in, b.y1 + drop);
    cairo_close_path(s->cr);
    art_ink(s, art_lighter(c, -0.75), 1);
    cairo_fill(s->cr);
}

struct box art_banner(struct art_sheet *s, struct box b, struct art_rgb c, double tail)
{
    struct box body = {b.x0 + tail * 0.65, b.y0, b.x1 - tail * 0.65, b.y1 - art_h(b) * 0.18};
    ribbon_tail(s, body.x0, body, tail * 0.65, -1, c);
    ribbon_tail(s, body.x1, body, tail * 0.65, 1, c);
    art_fade_box(s, body, art_lighter(c, 0.1), art_lighter(c, -0.12), false);
    struct box line = art_inset(body, 0, art_h(body) * 0.09);
    art_ink(s, art_lighter(c, 0.55), 0.8);
    cairo_set_line_width(s->cr, fmax(0.15, art_h(b) * 0.02));
    for (int i = 0; i < 2; i++) {
        cairo_move_to(s->cr, body.x0, i ? line.y1 : line.y0);
        cairo_line_to(s->cr, body.x1, i ? line.y1 : line.y0);
    }
    cairo_stroke(s->cr);
    return art_inset(body, art_h(b) * 0.25, art_h(body) * 0.22);
}

/* --- patterns ------------------------------------------------------------------------------------- */

static void clip_to(struct art_sheet *s, struct box b)
{
    cairo_save(s->cr);
    cairo_rectangle(s->cr, b.x0, b.y0, art_w(b), art_h(b));
    cairo_clip(s->cr);
}

void art_rays(struct art_sheet *s, struct box clip, double x, double y, int n, struct art_rgb c, double alpha)
{
    double r = hypot(art_w(clip), art_h(clip)) * 1.2;
    clip_to(s, clip);
    for (int i = 0; i < n; i++) {
        double a = 2 * PI * i / n, h = PI / n / 2;
        cairo_move_to(s->cr, x, y);
        cairo_line_to(s->cr, x + r * cos(a - h), y + r * sin(a - h));
        cairo_line_to(s->cr, x + r * cos(a + h), y + r * sin(a + h));
        cairo_close_path(s->cr);
    }
    art_ink(s, c, alpha * 0.6);
    cairo_fill(s->cr);
    cairo_restore(s->cr);
}

void art_stripes(struct art_sheet *s, struct box b, double pitch, double share, double angle_deg,
                 struct art_rgb c, double alpha)
{
    double r = hypot(art_w(b), art_h(b)) / 2;
    clip_to(s, b);
    cairo_translate(s->cr, (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2);
    cairo_rotate(s->cr, angle_deg * PI / 180);
    int n = (int)(r / pitch) + 1;
    for (int i = -n; i <= n; i++) {
        cairo_rectangle(s->cr, i * pitch - pitch * share / 2, -r, pitch * share, 2 * r);
    }
    art_ink(s, c, alpha);
    cairo_fill(s->cr);
    cairo_restore(s->cr);
}

void art_dots(struct art_sheet *s, struct box b, double pitch, double radius, struct art_rgb c, double alpha)
{
    clip_to(s, b);
    for (int j = 0; b.y0 + j * pitch * 0.866 < b.y1 + radius; j++) {
        for (double x = b.x0 + (j % 2 ? pitch / 2 : 0); x < b.x1 + radius; x += pitch) {
            cairo_new_sub_path(s->cr);
            cairo_arc(s->cr, x, b.y0 + j * pitch * 0.866, radius, 0, 2 * PI);
        }
    }
    art_ink(s, c, alpha);
    cairo_fill(s->cr);
    cairo_restore(s->cr);
}

/* --- texts ------------------------------------------------------------------------------------------ */

struct box art_name(struct art_sheet *s, struct art_design *d, struct box b, const struct art_ink_style *ink,
                    int max_lines, double align)
{
    struct art_style st = art_style(s, d->brand.name_voice, d->family, d->brand.name_upper);
    return art_text_fit(s, &st, ink, d->sku->name, "name", b,
                        &(struct art_fit){.max_lines = max_lines, .align = align, .v_align = 0.5});
}

struct box art_variant(struct art_sheet *s, struct art_design *d, struct box b, const struct art_rgb *pill,
                       struct art_rgb ink, enum art_voice v, double align)
{
    const char *text = d->sku->variant;
    if (!text || !*text || art_h(b) < 1 || art_w(b) < 3) {
        return box_empty();
    }
    struct art_style st =
        art_style(s, v, NULL, d->brand.pick[7] < 0.5 && v != VOICE_SCRIPT_BOLD && v != VOICE_SERIF_ITALIC);
    struct art_fit how = {.max_lines = art_h(b) > 0.3 * art_w(b) ? 2 : 1,
                          .align = align,
                          .v_align = 0.5,
                          .max_em_mm = art_h(b) * 1.15};
    struct box in = pill ? art_inset(b, art_h(b) * 0.5, art_h(b) * 0.24) : b;
    if (pill) {
        double w =
            fmin(art_w(in), art_text_width(s, &st, text) * art_text_em(s, &st, text, in, &how)) + art_h(b);
        double x = b.x0 + (art_w(b) - w) * align;
        art_round_box(s, art_box(x, b.y0, x + w, b.y1), art_h(b) / 2);
        art_ink(s, *pill, 1);
        cairo_fill(s->cr);
        in.x0 = x + art_h(b) * 0.45;
        in.x1 = x + w - art_h(b) * 0.45;
        how.align = 0.5;
    }
    struct art_ink_style is = {.fill = pill && art_lightness(*pill) > 0.8 ? d->deep : ink,
                               .min_contrast = 3.2};
    return art_text_fit(s, &st, &is, text, "variant", in, &how);
}

void art_net(struct art_sheet *s, struct art_design *d, struct box b, struct art_rgb ink, double align)
{
    if (!d->sku->net || !*d->sku->net) {
        return;
    }
    struct art_style st = art_style(s, VOICE_PLAIN_BOLD, NULL, false);
    struct art_ink_style is = {.fill = ink, .min_contrast = 3.5};
    art_text_fit(s, &st, &is, d->sku->net, "net", b,
                 &(struct art_fit){.align = align, .v_align = 1, .max_em_mm = 9});
}

/* The plate of a badge, around (0, 0) with radius 1. */
static void badge_path(struct art_sheet *s, enum art_badge kind)
{
    switch (kind) {
    case BADGE_BURST:
        art_star_path(s, 0, 0, 1, 0.86, 18, 0.1);
        break;
    case BADGE_LEAF:
        cairo_move_to(s->cr, -1, 0.95);
        cairo_curve_to(s->cr, -1.25, -0.6, -0.2, -1.15, 1, -0.95);
        cairo_curve_to(s->cr, 1.15, 0.4, 0.5, 1.2, -1, 0.95);
        cairo_close_path(s->cr);
        break;
    case BADGE_ROUND:
        cairo_arc(s->cr, 0, 0, 1, 0, 2 * PI);
        break;
    }
}

void art_badge(struct art_sheet *s, struct art_design *d, enum art_badge kind, const char *text, struct box b,
               struct art_rgb plate, double turn_deg)
{
    double r = fmin(art_w(b), art_h(b)) / 2;
    if (!text || !*text || r < 3) {
        return;
    }
    cairo_save(s->cr);
    cairo_translate(s->cr, (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2);
    cairo_rotate(s->cr, turn_deg * PI / 180);
    art_glow(s, r * 0.06, r * 0.12, r * 1.2, r * 1.2, art_rgb(0, 0, 0), 0.35);
    cairo_save(s->cr);
    cairo_scale(s->cr, r, r);
    badge_path(s, kind);
    cairo_restore(s->cr);
    struct art_rgb ink = art_legible(art_rgb(1, 1, 1), plate, 3);
    cairo_pattern_t *p = cairo_pattern_create_linear(0, -r, 0, r);
    struct art_rgb top = art_lighter(plate, 0.12), low = art_lighter(plate, -0.2);
    cairo_pattern_add_color_stop_rgb(p, 0, top.r, top.g, top.b);
    cairo_pattern_add_color_stop_rgb(p, 1, low.r, low.g, low.b);
    cairo_set_source(s->cr, p);
    cairo_fill(s->cr);
    cairo_pattern_destroy(p);
    if (kind == BADGE_ROUND) {
        cairo_arc(s->cr, 0, 0, r * 0.9, 0, 2 * PI);
        art_ink(s, ink, 0.85);
        cairo_set_line_width(s->cr, r * 0.035);
        cairo_stroke(s->cr);
    }
    struct art_style st =
        art_style(s, d->brand.pick[5] < 0.5 ? VOICE_NARROW_BOLD : VOICE_FRIENDLY, NULL, true);
    struct art_ink_style is = {.fill = ink};
    art_text_fit(s, &st, &is, text, "claim", art_box(-r * 0.66, -r * 0.5, r * 0.66, r * 0.5),
                 &(struct art_fit){.max_lines = 3, .align = 0.5, .v_align = 0.5});
    cairo_restore(s->cr);
}

void art_small_claim(struct art_sheet *s, struct art_design *d, size_t i, struct box b, enum art_voice v,
                     struct art_rgb ink, double max_em_mm)
{
    if (i < d->sku->n_claims) {
        struct art_style st = art_style(s, v, NULL, false);
        struct art_ink_style is = {.fill = ink, .min_contrast = 4};
        art_text_fit(s, &st, &is, d->sku->claim[i], "claim", b,
                     &(struct art_fit){.v_align = 0.5, .max_em_mm = max_em_mm});
    }
}

static void tick(struct art_sheet *s, double x, double y, double size, struct art_rgb c)
{
    cairo_arc(s->cr, x + size / 2, y, size / 2, 0, 2 * PI);
    art_ink(s, c, 1);
    cairo_fill(s->cr);
    cairo_move_to(s->cr, x + size * 0.27, y + size * 0.02);
    cairo_line_to(s->cr, x + size * 0.45, y + size * 0.2);
    cairo_line_to(s->cr, x + size * 0.76, y - size * 0.2);
    cairo_set_line_width(s->cr, size * 0.13);
    art_ink(s, art_legible(art_rgb(1, 1, 1), c, 2), 1);
    cairo_stroke(s->cr);
}

double art_claim_list(struct art_sheet *s, struct art_design *d, size_t from, size_t most, struct box b,
                      struct art_rgb ink, struct art_rgb tick_color)
{
    size_t n = d->sku->n_claims > from ? d->sku->n_claims - from : 0;
    n = n < most ? n : most;
    double row = n ? fmin(art_h(b) / (double)n, art_w(b) * 0.16) : 0, y = b.y0;
    for (size_t i = 0; i < n && row > 1.2; i++, y += row) {
        tick(s, b.x0, y + row / 2, row * 0.7, tick_color);
        struct art_style st = art_style(s, VOICE_NARROW_BOLD, NULL, false);
        struct art_ink_style is = {.fill = ink, .min_contrast = 4};
        art_text_fit(s, &st, &is, d->sku->claim[from + i], "claim",
                     art_box(b.x0 + row * 0.95, y + row * 0.14, b.x1, y + row * 0.86),
                     &(struct art_fit){.align = 0, .v_align = 0.5, .max_em_mm = row * 0.72});
    }
    return y;
}
