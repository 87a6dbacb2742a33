// SPDX-License-Identifier: MIT
/*
 * art_draw - which design goes on which panel.
 */
#include "shelf/art_draw.h"

static art_front_fn *const fronts[GRAMMAR_COUNT] = {
    [GRAMMAR_BANDS] = art_front_bands,       [GRAMMAR_BADGE] = art_front_badge,
    [GRAMMAR_SPLIT] = art_front_split,       [GRAMMAR_PHOTO] = art_front_photo,
    [GRAMMAR_MINIMAL] = art_front_minimal,   [GRAMMAR_RETRO] = art_front_retro,
    [GRAMMAR_DIAGONAL] = art_front_diagonal, [GRAMMAR_DISCOUNT] = art_front_discount,
};

/* What the sides of a pack are printed on. */
static struct art_rgb side_ground(const struct art_design *d)
{
    switch (d->sku->grammar) {
    case GRAMMAR_MINIMAL:
    case GRAMMAR_DISCOUNT:
        return art_mix(art_rgb(1, 1, 1), art_lighter(d->ground, 0.8), 0.4);
    case GRAMMAR_RETRO:
        return art_mix(art_hex(0xf6e7c6), art_lighter(d->second, 0.8), 0.25);
    default:
        return d->brand.pick[6] < 0.4 ? d->ground : art_mix(d->paper, art_lighter(d->ground, 0.8), 0.3);
    }
}

static void framed_ground(struct art_sheet *s, struct art_design *d, struct box b, struct art_rgb c)
{
    art_fill_box(s, b, c, 1);
    if (art_contrast(c, d->ground) > 1.3) {
        double t = fmin(art_w(b), art_h(b)) * 0.1;
        art_fade_box(s, art_box(b.x0, b.y0, b.x1, b.y0 + fmin(t, art_h(b) * 0.06)), d->ground,
                     art_lighter(d->ground, -0.15), false);
        art_fade_box(s, art_box(b.x0, b.y1 - fmin(t, art_h(b) * 0.04), b.x1, b.y1), d->ground,
                     art_lighter(d->ground, -0.15), false);
    }
}

/* A narrow side: mark and name run upwards. */
static void spine(struct art_sheet *s, struct art_design *d, struct box b)
{
    art_fade_box(s, b, d->ground, art_lighter(d->ground, -0.2), false);
    cairo_save(s->cr);
    cairo_translate(s->cr, b.x0, b.y1);
    cairo_rotate(s->cr, -PI / 2);
    struct box lying = art_box(0, 0, art_h(b), art_w(b));
    art_mark(s, d, art_part(lying, 0.04, 0.16, 0.42, 0.84), d->ground, 0);
    struct art_ink_style ink = {.fill = art_legible(art_rgb(1, 1, 1), d->ground, 2.6)};
    art_name(s, d, art_part(lying, 0.46, 0.25, 0.96, 0.75), &ink, 1, 0.5);
    cairo_restore(s->cr);
}

static void side(struct art_sheet *s, struct art_design *d, struct box b, unsigned parts)
{
    if (art_w(b) < 26 && art_h(b) > 2.2 * art_w(b)) {
        spine(s, d, b);
        return;
    }
    framed_ground(s, d, b, side_ground(d));
    art_back(s, d, art_part(b, 0, 0.06, 1, 0.96), parts);
}

static void top(struct art_sheet *s, struct art_design *d, struct box b)
{
    art_fade_box(s, b, art_lighter(d->ground, 0.06), art_lighter(d->ground, -0.1), false);
    bool flat = art_w(b) > 1.6 * art_h(b);
    art_mark(s, d, flat ? art_part(b, 0.05, 0.15, 0.46, 0.85) : art_part(b, 0.1, 0.12, 0.9, 0.5), d->ground,
             flat ? 0 : 0.5);
    struct art_ink_style ink = {.fill = art_legible(art_rgb(1, 1, 1), d->ground, 2.6)};
    art_name(s, d, flat ? art_part(b, 0.52, 0.24, 0.95, 0.76) : art_part(b, 0.12, 0.58, 0.88, 0.86), &ink, 2,
             0.5);
}

static void bottom(struct art_sheet *s, struct art_design *d, struct box b)
{
    art_fill_box(s, b, side_ground(d), 1);
    art_back(s, d, b, BACK_DATE);
}

/* The lid of a jar, tub or can; its picture is the square around it. */
static void lid(struct art_sheet *s, struct art_design *d, struct box b)
{
    double x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2, r = fmin(art_w(b), art_h(b)) / 2;
    art_fill_box(s, b, d->ground, 1);
    art_rays(s, b, x, y, 36, art_lighter(d->ground, 0.3), 0.4);
    cairo_arc(s->cr, x, y, r * 0.93, 0, 2 * PI);
    art_ink(s, d->accent, 1);
    cairo_set_line_width(s->cr, r * 0.03);
    cairo_stroke(s->cr);
    art_mark(s, d, art_box(x - r * 0.68, y - r * 0.48, x + r * 0.68, y + r * 0.2), d->ground, 0.5);
    struct art_ink_style ink = {.fill = art_legible(art_rgb(1, 1, 1), d->ground, 2.6)};
    struct art_style st = art_style(s, d->brand.name_voice, d->family, true);
    st.tracking_em = 0.04;
    art_text_ring(s, &st, &ink, d->sku->name, "name", x, y, r * 0.84, r * 0.2, true);
}

/* A label around the pack: front in the middle, facts left and right of it, seam at the back. */
static void wrap(struct art_sheet *s, struct art_design *d, const struct panel *p)
{
    double w = p->width_mm, h = p->height_mm, fw = clampd(p->front_mm, w * 0.15, w);
    struct box whole = art_box(0, 0, w, h), front = art_box((w - fw) / 2, 0, (w + fw) / 2, h);
    fronts[d->sku->grammar](s, d, whole, front);
    double rest = (w - fw) / 2, m = rest * 0.06;
    if (rest < 16) {
        return;
    }
    struct art_under u = art_sheet_under(s, art_box(m, h * 0.1, rest - m, h * 0.9));
    for (int i = 0; i < 2; i++) {
        struct box b =
            i ? art_box(front.x1 + m, h * 0.07, w - m, h * 0.93) : art_box(m, h * 0.07, rest - m, h * 0.93);
        if (u.spread > 0.02 || d->brand.pick[6] < 0.5) { /* a quiet plate on restless ground */
            art_round_box(s, b, fmin(art_w(b), art_h(b)) * 0.04);
            art_ink(s, side_ground(d), 1);
            cairo_fill(s->cr);
        }
        art_back(s, d, b,
                 i ? BACK_INGREDIENTS | BACK_CODE | BACK_DATE : BACK_FACTS | BACK_ADDRESS | BACK_STORY);
    }
}

/* Cut the label of a clear pack to its shape: what is outside becomes see-through. */
static void die_cut(struct art_sheet *s, struct art_design *d, const struct panel *p)
{
    double w = p->width_mm, h = p->height_mm, r = fmin(w, h) * (0.04 + 0.12 * d->brand.pick[6]),
           g = fmin(w, h) * 0.02;
    if (p->kind == PANEL_WRAP && d->brand.pick[5] < 0.5) {
        return; /* all around, to the edges */
    }
    cairo_push_group_with_content(s->cr, CAIRO_CONTENT_ALPHA);
    cairo_set_source_rgba(s->cr, 1, 1, 1, 1);
    if (p->kind == PANEL_WRAP) {
        double fw = clampd(p->front_mm, w * 0.15, w), x0 = (w - fw) / 2, x1 = (w + fw) / 2;
        art_round_box(s, art_box(x0 - g, 0, x1 + g, h), r);
        art_round_box(s, art_box(-2 * r - 1, h * 0.04, x0 - 2 * g, h * 0.96), r);
        art_round_box(s, art_box(x1 + 2 * g, h * 0.04, w + 2 * r + 1, h * 0.96), r);
    } else {
        art_round_box(s, art_box(0, 0, w, h), r);
    }
    cairo_fill(s->cr);
    cairo_pattern_t *mask = cairo_pop_group(s->cr);
    cairo_set_operator(s->cr, CAIRO_OPERATOR_DEST_IN);
    cairo_set_source(s->cr, mask);
    cairo_paint(s->cr);
    cairo_set_operator(s->cr, CAIRO_OPERATOR_OVER);
    cairo_pattern_destroy(mask);
}

/* Film over a tray: the design on a broad sleeve or a rounded label, the rest clear; the bar code has a
 * strip of its own at its right. The sticker in front repeats the design. */
static void film(struct art_sheet *s, struct art_design *d, struct box b, bool clear)
{
    bool sleeve = d->brand.pick[4] < 0.5;
    struct box label = !clear   ? b
                       : sleeve ? art_part(b, 0.14, 0, 0.86, 1)
                                : art_part(b, 0.1, 0.1, 0.9, 0.9),
               front = label;
    double code_w = ceil(113 * 1.02) / s->px_per_mm, m = art_w(label) * 0.02;
    bool code = d->sku->ean && code_w < art_w(label) * 0.4 && art_h(label) > 12;
    front.x1 -= code ? code_w + 2 * m : 0;
    art_round_box(s, label, art_h(label) * (clear && !sleeve ? 0.1 : 0));
    cairo_clip(s->cr);
    fronts[d->sku->grammar](s, d, label, front);
    if (code) {
        double y = label.y1 - art_h(label) * 0.12;
        art_barcode(s, d->sku->ean,
                    art_box(front.x1 + m, y - fmin(code_w * 0.6, art_h(label) * 0.7), label.x1 - m, y));
    }
}

static bool has_panel(const struct pack_layout *l, enum panel_kind kind)
{
    for (int i = 0; i < l->n_panels; i++) {
        if (l->panel[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static void draw_panel(struct art_sheet *s, struct art_design *d, const struct pack_layout *l,
                       const struct panel *p)
{
    struct box b = art_box(0, 0, p->width_mm, p->height_mm);
    bool back = has_panel(l, PANEL_BACK);
    switch (p->kind) {
    case PANEL_FRONT:
        fronts[d->sku->grammar](s, d, b, b);
        break;
    case PANEL_BACK:
        framed_ground(s, d, b, side_ground(d));
        art_back(s, d, art_part(b, 0, 0.05, 1, 0.97), BACK_ALL);
        break;
    case PANEL_LEFT:
        side(s, d, b, BACK_FACTS | BACK_STORY);
        break;
    case PANEL_RIGHT:
        side(s, d, b, BACK_INGREDIENTS | BACK_ADDRESS | (back ? 0 : BACK_CODE | BACK_DATE));
        break;
    case PANEL_TOP:
        top(s, d, b);
        break;
    case PANEL_BOTTOM:
        bottom(s, d, b);
        break;
    case PANEL_WRAP:
        wrap(s, d, p);
        break;
    case PANEL_LID:
        if (d->sku->shape == SHAPE_TRAY) {
            film(s, d, b, l->see_through);
        } else {
            lid(s, d, b);
        }
        break;
    case PANEL_KIND_COUNT:
        break;
    }
    if (l->see_through && (p->kind == PANEL_WRAP || p->kind == PANEL_FRONT || p->kind == PANEL_BACK)) {
        die_cut(s, d, p);
    }
}

void art_draw_pack(struct art_sheet *s, const struct sku *sku, const struct pack_layout *l)
{
    struct art_design d;
    if (sku->front) {
        art_packshot(s, sku, l);
        return;
    }
    art_design_init(&d, s, sku);
    if (!l->see_through) { /* between the panels, so that no white shines through at edges */
        art_ink(s, d.ground, 1);
        cairo_paint(s->cr);
    }
    for (int i = 0; i < l->n_panels; i++) {
        const struct panel *p = &l->panel[i];
        art_sheet_place(s, p->at, p->width_mm, p->height_mm);
        draw_panel(s, &d, l, p);
        art_sheet_leave(s);
    }
}
