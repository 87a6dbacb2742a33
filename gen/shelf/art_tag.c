// SPDX-License-Identifier: MIT
/*
 * art_tag - price tags in the manner of several chains.
 *
 * style counts through the manners; each is a layout and colours. A price is set as shops set it: currency
 * and cents small
 * and raised, the rest large; its transcript is the price as it was given.
 */
#include "shelf/art_draw.h"

#include <string.h>

#include "font/face.h"

struct manner {
    uint32_t ground, head, ink, price, price_ground;
    bool head_bar;    /* name on a bar of the head colour */
    bool price_block; /* price on a block of its own */
    bool price_left;
    bool screen;       /* electronic: grey, hard pixels, a frame */
    const char *shout; /* above an old price */
    enum art_voice voice, price_voice;
};

/* clang-format off */
static const struct manner manners[] = {
    {0xffffff, 0xffffff, 0x141414, 0x141414, 0xffffff, false, false, false, false, "now", VOICE_NARROW_BOLD,
        VOICE_NARROW_BOLD},
    {0xffe100, 0xffe100, 0x101010, 0xc8102e, 0xffe100, false, false, false, false, "OFFER", VOICE_PLAIN_BOLD,
        VOICE_HEAVY},
    {0xffffff, 0xd2122e, 0x141414, 0xffffff, 0xd2122e, true, true, false, false, "SALE", VOICE_NARROW_BOLD,
        VOICE_PLAIN_BOLD},
    {0xdfe0d8, 0xdfe0d8, 0x1b1b1b, 0x1b1b1b, 0xdfe0d8, false, false, false, true, "PROMO", VOICE_NARROW,
        VOICE_NARROW_BOLD},
    {0xffffff, 0x1c6b34, 0x141414, 0x1c6b34, 0xffffff, true, false, true, false, "deal", VOICE_PLAIN,
        VOICE_HEAVY},
    {0xf4f7fb, 0x10419a, 0x141414, 0x10419a, 0xf4f7fb, true, false, false, false, "now only",
        VOICE_PLAIN_BOLD, VOICE_GEOMETRIC},
    {0xe8e9e2, 0xb51b1b, 0x151515, 0xffffff, 0xb51b1b, false, true, false, true, "PROMO", VOICE_NARROW_BOLD,
        VOICE_NARROW_BOLD},
    {0xffffff, 0xffd400, 0x141414, 0x141414, 0xffd400, false, true, true, false, "low price",
        VOICE_NARROW_BOLD, VOICE_POSTER},
};
/* clang-format on */

/* "EUR 12.49 each" -> "EUR ", "12.", "49", " each". */
struct price_parts {
    const char *part[4];
};

static struct price_parts split_price(struct art_sheet *s, const char *price)
{
    size_t a = strcspn(price, "0123456789"), b = a + strspn(price + a, "0123456789"), c = b;
    size_t sep = price[b] == '.' || price[b] == ',' ? 1 : 0, d = b + sep;
    c = sep ? d + strspn(price + d, "0123456789-") : b;
    size_t lead = a, tail = c;
    while (lead > 0 && price[lead - 1] == ' ') {
        lead--;
    }
    while (price[tail] == ' ') {
        tail++;
    }
    return (struct price_parts){{arena_dup(s->arena, price, lead), arena_dup(s->arena, price + a, d - a),
                                 arena_dup(s->arena, price + d, c - d),
                                 arena_dup(s->arena, price + tail, strlen(price + tail))}};
}

/* Sizes beside the large figures, and how far each part is raised so that capitals stand level above. */
static const double part_size[4] = {0.45, 1, 0.58, 0.36};

static struct box put_price(struct art_sheet *s, const struct manner *m, const char *price, struct box b,
                            struct art_rgb ink, double align, const char *kind)
{
    struct price_parts pp = split_price(s, price);
    struct art_style st = art_style(s, m->price_voice, NULL, false);
    double cap = st.face->cap_height, width[4], sum = 0, gap = 0.05;
    for (int i = 0; i < 4; i++) {
        width[i] = pp.part[i][0] ? art_text_width(s, &st, pp.part[i]) * part_size[i] : 0;
        sum += width[i] + (width[i] > 0 && i ? gap : 0);
    }
    double em = fmin(art_w(b) / fmax(sum, 0.01), art_h(b) / cap), x = b.x0 + (art_w(b) - sum * em) * align;
    double base = (b.y0 + b.y1) / 2 + cap * em / 2;
    struct box all = box_empty();
    struct art_ink_style is = {.fill = ink};
    for (int i = 0; i < 4; i++) {
        if (width[i] > 0) {
            struct box t = art_text_line(s, &st, &is, pp.part[i], NULL, x,
                                         i == 1   ? base
                                         : i == 3 ? base
                                                  : base - cap * em * (1 - part_size[i]),
                                         em * part_size[i], 0);
            box_add(&all, (struct pt){t.x0, t.y0});
            box_add(&all, (struct pt){t.x1, t.y1});
            x += (width[i] + gap) * em;
        }
    }
    if (!box_is_empty(&all)) {
        art_sheet_note(
            s, price, kind,
            &(struct quad){{{all.x0, all.y0}, {all.x1, all.y0}, {all.x1, all.y1}, {all.x0, all.y1}}});
    }
    return all;
}

static void put_old(struct art_sheet *s, const struct manner *m, const char *old, struct box b,
                    struct art_rgb ink)
{
    struct art_style st = art_style(s, m->voice, NULL, false);
    struct art_ink_style is = {.fill = ink};
    struct box shout = art_part(b, 0, 0, 1, 0.46), was = art_part(b, 0, 0.54, 1, 1);
    art_text_fit(s, &st, &is, m->shout, "label", shout, &(struct art_fit){.align = 0, .v_align = 0.5});
    struct box t =
        art_text_fit(s, &st, &is, old, "old-price", was, &(struct art_fit){.align = 0, .v_align = 0.5});
    if (!box_is_empty(&t)) {
        double h = art_h(t);
        cairo_move_to(s->cr, t.x0 - h * 0.15, t.y1 - h * 0.12);
        cairo_line_to(s->cr, t.x1 + h * 0.15, t.y0 + h * 0.12);
        art_ink(s, art_legible(art_hex(0xd2122e), art_sheet_under(s, b).mean, 2.5), 1);
        cairo_set_line_width(s->cr, h * 0.11);
        cairo_stroke(s->cr);
    }
}

static void put_small(struct art_sheet *s, const struct manner *m, const char *text, const char *kind,
                      struct box b, double align, struct art_rgb ink)
{
    struct art_style st =
        art_style(s, m->voice == VOICE_NARROW_BOLD ? VOICE_NARROW : VOICE_PLAIN, NULL, false);
    struct art_ink_style is = {.fill = ink, .min_contrast = 4.5};
    art_text_fit(s, &st, &is, text, kind, b,
                 &(struct art_fit){.align = align, .v_align = 0.5, .max_em_mm = art_h(b) * 1.2});
}

static void frame(struct art_sheet *s, const struct manner *m, struct box b)
{
    art_fill_box(s, b, art_hex(m->ground), 1);
    if (m->screen) { /* the bezel of a display */
        double t = art_h(b) * 0.06;
        art_fill_box(s, b, art_hex(0xf3f3f1), 1);
        art_round_box(s, art_inset(b, t, t), t * 0.6);
        art_ink(s, art_hex(m->ground), 1);
        cairo_fill_preserve(s->cr);
        art_ink(s, art_hex(0xb8b9b4), 1);
        cairo_set_line_width(s->cr, 0.25);
        cairo_stroke(s->cr);
    }
}

void art_tag_draw(struct art_sheet *s, const struct tag_text *t)
{
    size_t n = sizeof manners / sizeof *manners;
    const struct manner *m = &manners[(size_t)(t->style < 0 ? -t->style : t->style) % n];
    struct box whole = art_box(0, 0, t->size_mm[0], t->size_mm[1]);
    frame(s, m, whole);
    double k = m->screen ? 0.09 : 0.05;
    struct box b = art_inset(whole, art_h(whole) * k, art_h(whole) * k);
    struct art_rgb ink = art_hex(m->ink), paper = art_hex(m->ground);
    double h = art_h(b);
    struct box head = art_part(b, 0, 0, 1, 0.3);
    if (m->head_bar) {
        art_fill_box(s, art_box(whole.x0, whole.y0, whole.x1, head.y1 + h * 0.02), art_hex(m->head), 1);
    }
    struct art_style st = art_style(s, m->voice, NULL, false);
    struct art_ink_style name = {.fill =
                                     m->head_bar ? art_legible(art_rgb(1, 1, 1), art_hex(m->head), 3) : ink};
    double net_w = t->net ? 0.2 : 0;
    art_text_fit(s, &st, &name, t->name, "name", art_part(head, 0, 0.06, 1 - net_w, 0.94),
                 &(struct art_fit){.max_lines = 2, .v_align = 0.5, .max_em_mm = h * 0.2});
    if (t->net) {
        put_small(s, m, t->net, "net", art_part(head, 0.82, 0.25, 1, 0.7), 1, name.fill);
    }
    struct box low = art_part(b, 0, 0.34, 1, 1);
    struct box price = m->price_left ? art_part(low, 0, 0, 0.56, 1) : art_part(low, 0.44, 0, 1, 1);
    struct box side = m->price_left ? art_part(low, 0.6, 0, 1, 1) : art_part(low, 0, 0, 0.4, 1);
    if (m->price_block) {
        struct box block = m->screen       ? price
                           : m->price_left ? art_box(whole.x0, price.y0 - h * 0.03, price.x1, whole.y1)
                                           : art_box(price.x0, price.y0 - h * 0.03, whole.x1, whole.y1);
        art_fill_box(s, block, art_hex(m->price_ground), 1);
        price = art_inset(price, art_h(price) * 0.1, art_h(price) * 0.12);
    }
    struct art_rgb pi =
        art_legible(art_hex(m->price), m->price_block ? art_hex(m->price_ground) : paper, 3.5);
    if (t->price) {
        put_price(s, m, t->price, art_part(price, 0, 0.04, 1, t->unit_price && !m->price_block ? 0.82 : 0.94),
                  pi, m->price_left ? 0 : 1, "price");
    }
    bool old = t->old_price && *t->old_price;
    if (old) {
        put_old(s, m, t->old_price, art_part(side, 0, 0, 0.9, 0.46), ink);
    }
    put_small(s, m, t->unit_price, "unit-price",
              m->price_block || m->price_left ? art_part(side, 0, 0.52, 1, 0.68)
                                              : art_part(price, 0.1, 0.86, 1, 1),
              m->price_left    ? 0
              : m->price_block ? 0
                               : 1,
              ink);
    if (t->ean) {
        struct box code = art_part(side, 0, old ? 0.52 : 0.08, 1, m->price_block || m->price_left ? 0.98 : 1);
        if (m->price_block || m->price_left) {
            code = old ? art_part(side, 0, 0.72, 1, 1) : art_part(side, 0, 0, 1, 0.5);
        }
        bool bars = art_w(code) * s->px_per_mm >= 113 && art_h(code) >= 5;
        if (bars) {
            art_barcode(s, t->ean, code);
        } else {
            put_small(s, m, t->ean, "ean",
                      art_box(code.x0, code.y1 - fmin(art_h(code), h * 0.11), code.x1, code.y1), 0, ink);
        }
    }
}
