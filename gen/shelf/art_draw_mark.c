// SPDX-License-Identifier: MIT
/*
 * art_draw_mark - brands: what all packs of one share, and their mark.
 *
 * Everything here is drawn from a stream keyed by the brand's name, so that a catalogue of a thousand SKUs
 * keeps its brands
 * apart and its variants together without saying more than the name.
 */
#include "shelf/art_draw.h"

#include <stdio.h>
#include <string.h>

#include "font/face.h"

/* Plate, letters, edge: the colours that logos live in. */
/* clang-format off */
static const uint32_t liveries[][3] = {
    {0xc4161c, 0xffffff, 0xf6d27a}, {0x0b3d91, 0xffffff, 0xe8c468}, {0x14532d, 0xfff7e0, 0xd9b44a},
    {0xffffff, 0xb3121d, 0xb3121d}, {0xffffff, 0x12358a, 0x12358a}, {0xfdf3dc, 0x5a2a0c, 0xa8793a},
    {0x1a1a1a, 0xf2e6c8, 0xc9a44c}, {0xf5b400, 0x7a1010, 0xffffff}, {0xe4572e, 0xffffff, 0xffe08a},
    {0x00796b, 0xffffff, 0xd6f5e3}, {0x5b2a86, 0xffffff, 0xf1c9ff}, {0xffd400, 0x10307c, 0x10307c},
    {0x2b6cb0, 0xfffbe6, 0xffffff}, {0x7b1e3a, 0xf8e7d0, 0xd7a86e}, {0xfff9ec, 0x1f5a34, 0x7fb069},
    {0xe91e63, 0xffffff, 0xffffff}, {0x0f4c5c, 0xf4f1de, 0xe9b872}, {0x8d5524, 0xfff4e0, 0xf0c987},
    {0x3a6b35, 0xffffff, 0xe3d26f}, {0x232f63, 0xffd166, 0xffffff},
};
/* clang-format on */

/* What each grammar's products are named in, two voices to choose from. */
static const enum art_voice name_voices[GRAMMAR_COUNT][3] = {
    [GRAMMAR_BANDS] = {VOICE_FRIENDLY, VOICE_HEAVY, VOICE_GEOMETRIC},
    [GRAMMAR_BADGE] = {VOICE_SLAB, VOICE_SCRIPT_BOLD, VOICE_SERIF_HEAVY},
    [GRAMMAR_SPLIT] = {VOICE_GEOMETRIC, VOICE_NARROW_BOLD, VOICE_FRIENDLY},
    [GRAMMAR_PHOTO] = {VOICE_SERIF_ITALIC, VOICE_FRIENDLY, VOICE_SCRIPT_BOLD},
    [GRAMMAR_MINIMAL] = {VOICE_LIGHT, VOICE_GEOMETRIC_THIN, VOICE_DIDONE},
    [GRAMMAR_RETRO] = {VOICE_SERIF_HEAVY, VOICE_SLAB, VOICE_DIDONE},
    [GRAMMAR_DIAGONAL] = {VOICE_HEAVY, VOICE_POSTER, VOICE_NARROW_BOLD},
    [GRAMMAR_DISCOUNT] = {VOICE_PLAIN_BOLD, VOICE_NARROW_BOLD, VOICE_PLAIN_BOLD},
};
static const enum art_voice mark_voices[GRAMMAR_COUNT][4] = {
    [GRAMMAR_BANDS] = {VOICE_SERIF_ITALIC, VOICE_HEAVY, VOICE_SCRIPT_BOLD, VOICE_GEOMETRIC},
    [GRAMMAR_BADGE] = {VOICE_SERIF_HEAVY, VOICE_SERIF_ITALIC, VOICE_DIDONE, VOICE_SCRIPT_BOLD},
    [GRAMMAR_SPLIT] = {VOICE_GEOMETRIC, VOICE_POSTER, VOICE_HEAVY, VOICE_FRIENDLY},
    [GRAMMAR_PHOTO] = {VOICE_SERIF_HEAVY, VOICE_SCRIPT_BOLD, VOICE_SLAB, VOICE_HEAVY},
    [GRAMMAR_MINIMAL] = {VOICE_GEOMETRIC_THIN, VOICE_LIGHT, VOICE_SERIF, VOICE_DIDONE},
    [GRAMMAR_RETRO] = {VOICE_SERIF_HEAVY, VOICE_SLAB, VOICE_SERIF_ITALIC, VOICE_DIDONE},
    [GRAMMAR_DIAGONAL] = {VOICE_HEAVY, VOICE_POSTER, VOICE_SERIF_ITALIC, VOICE_GEOMETRIC},
    [GRAMMAR_DISCOUNT] = {VOICE_PLAIN_BOLD, VOICE_HEAVY, VOICE_NARROW_BOLD, VOICE_GEOMETRIC},
};
static const enum art_device devices[GRAMMAR_COUNT][5] = {
    [GRAMMAR_BANDS] = {DEVICE_OVAL, DEVICE_SWOOSH, DEVICE_OUTLINE, DEVICE_RIBBON, DEVICE_SPRIG},
    [GRAMMAR_BADGE] = {DEVICE_RIBBON, DEVICE_SPRIG, DEVICE_RULES, DEVICE_PLAQUE, DEVICE_OVAL},
    [GRAMMAR_SPLIT] = {DEVICE_BLOCK, DEVICE_MONOGRAM, DEVICE_OVAL, DEVICE_OUTLINE, DEVICE_SWOOSH},
    [GRAMMAR_PHOTO] = {DEVICE_PLAQUE, DEVICE_OVAL, DEVICE_RIBBON, DEVICE_SHIELD, DEVICE_SWOOSH},
    [GRAMMAR_MINIMAL] = {DEVICE_MONOGRAM, DEVICE_SPRIG, DEVICE_RULES, DEVICE_BLOCK, DEVICE_MONOGRAM},
    [GRAMMAR_RETRO] = {DEVICE_RIBBON, DEVICE_SHIELD, DEVICE_RULES, DEVICE_PLAQUE, DEVICE_OVAL},
    [GRAMMAR_DIAGONAL] = {DEVICE_OUTLINE, DEVICE_BLOCK, DEVICE_SWOOSH, DEVICE_SHIELD, DEVICE_OUTLINE},
    [GRAMMAR_DISCOUNT] = {DEVICE_BLOCK, DEVICE_BLOCK, DEVICE_MONOGRAM, DEVICE_OVAL, DEVICE_BLOCK},
};

static void brand_init(struct art_brand *b, const struct sku *sku)
{
    uint64_t key = art_key(sku->brand ? sku->brand : "");
    struct rng r = rng_stream(key, RNG_ART_BRAND, sku->grammar, 0);
    const uint32_t *l = liveries[rng_below(&r, sizeof liveries / sizeof *liveries)];
    b->name = sku->brand ? sku->brand : "";
    b->device = devices[sku->grammar][rng_below(&r, 5)];
    b->voice = mark_voices[sku->grammar][rng_below(&r, 4)];
    b->name_voice = name_voices[sku->grammar][rng_below(&r, 3)];
    bool joined = b->voice == VOICE_SCRIPT_BOLD || b->voice == VOICE_SCRIPT;
    bool name_joined = b->name_voice == VOICE_SCRIPT_BOLD || b->name_voice == VOICE_SERIF_ITALIC;
    b->upper = rng_unit(&r) < 0.45 && !joined;
    b->name_upper = rng_unit(&r) < 0.5 && !name_joined;
    b->stretch = joined ? 1 : rng_uniform(&r, 0.88, 1.14);
    b->oblique_deg = sku->grammar == GRAMMAR_DIAGONAL ? 12 : 0;
    b->tracking_em =
        joined || !b->upper ? 0 : rng_uniform(&r, -0.01, sku->grammar == GRAMMAR_MINIMAL ? 0.22 : 0.06);
    b->plate = art_hex(l[0]);
    b->ink = art_hex(l[1]);
    b->edge = art_hex(l[2]);
    b->since = 1868 + (int)rng_below(&r, 120);
    for (int i = 0; i < 8; i++) {
        b->pick[i] = rng_unit(&r);
    }
}

static bool is_food(const struct sku *sku)
{
    static const char *const other[] = {"clean",  "house",  "laundry",   "deterg", "care",  "cosmetic",
                                        "hygien", "hair",   "soap",      "pet",    "paper", "shampoo",
                                        "shower", "dental", "drugstore", "toilet", "dish",  "body"};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        if (sku->category && strcasestr(sku->category, other[i])) {
            return false;
        }
    }
    return true;
}

static double chroma(struct art_rgb c)
{
    return fmax(c.r, fmax(c.g, c.b)) - fmin(c.r, fmin(c.g, c.b));
}

void art_design_init(struct art_design *d, struct art_sheet *s, const struct sku *sku)
{
    (void)s;
    *d = (struct art_design){.sku = sku, .family = sku->font, .food = is_food(sku)};
    brand_init(&d->brand, sku);
    d->ground = art_rgb8(sku->color[0]);
    d->second = art_rgb8(sku->color[1]);
    d->accent = art_rgb8(sku->color[2]);
    d->contents = art_rgb8(sku->contents);
    d->paper = art_mix(art_rgb(1, 0.985, 0.955), art_lighter(d->second, 0.85), 0.4);
    struct art_rgb hue = chroma(d->ground) > 0.15   ? d->ground
                         : chroma(d->second) > 0.15 ? d->second
                                                    : d->accent;
    d->deep = art_lighter(hue, art_lightness(hue) > 0.45 ? -0.6 : -0.25);
    d->rng = rng_stream(sku->seed, RNG_ART, 0, 0);
}

/* --- the mark -------------------------------------------------------------------------------------- */

static struct art_style wordmark(const struct art_sheet *s, const struct art_design *d)
{
    struct art_style st = art_style(s, d->brand.voice, d->family, d->brand.upper);
    st.stretch = d->brand.stretch;
    st.oblique_deg = d->brand.oblique_deg;
    st.tracking_em = d->brand.tracking_em;
    return st;
}

/* The largest box of a width to height ratio in b. */
static struct box shaped(struct box b, double ratio, double align)
{
    double w = fmin(art_w(b), art_h(b) * ratio), h = w / ratio;
    double x = b.x0 + (art_w(b) - w) * align, y = b.y0 + (art_h(b) - h) / 2;
    return art_box(x, y, x + w, y + h);
}

static double word_ratio(struct art_sheet *s, const struct art_style *st, const char *text)
{
    return art_text_width(s, st, text) / (st->face->cap_height * (st->upper ? 1.0 : 1.3));
}

static struct box put_word(struct art_sheet *s, struct art_design *d, const struct art_style *st,
                           struct art_ink_style ink, struct box b)
{
    return art_text_fit(s, st, &ink, d->brand.name, "brand", b,
                        &(struct art_fit){.align = 0.5, .v_align = 0.5});
}

static void fade_fill(struct art_sheet *s, struct box b, struct art_rgb c)
{
    cairo_pattern_t *p = cairo_pattern_create_linear(b.x0, b.y0, b.x0 + art_w(b) * 0.2, b.y1);
    struct art_rgb hi = art_lighter(c, 0.16), lo = art_lighter(c, -0.3);
    cairo_pattern_add_color_stop_rgb(p, 0, hi.r, hi.g, hi.b);
    cairo_pattern_add_color_stop_rgb(p, 0.45, c.r, c.g, c.b);
    cairo_pattern_add_color_stop_rgb(p, 1, lo.r, lo.g, lo.b);
    cairo_set_source(s->cr, p);
    cairo_fill(s->cr);
    cairo_pattern_destroy(p);
}

static void ellipse(struct art_sheet *s, struct box b)
{
    art_oval(s, (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2, art_w(b) / 2, art_h(b) / 2);
}

static struct box mark_oval(struct art_sheet *s, struct art_design *d, struct box b,
                            const struct art_style *st, double align)
{
    struct box o = shaped(b, fmin(2.6, fmax(1.5, word_ratio(s, st, d->brand.name) * 0.62)), align);
    double h = art_h(o);
    ellipse(s, art_box(o.x0 + h * 0.02, o.y0 + h * 0.05, o.x1 + h * 0.02, o.y1 + h * 0.05));
    art_ink(s, art_rgb(0, 0, 0), 0.25);
    cairo_fill(s->cr);
    ellipse(s, o);
    art_ink(s, d->brand.edge, 1);
    cairo_fill(s->cr);
    ellipse(s, art_inset(o, h * 0.035, h * 0.035));
    fade_fill(s, o, d->brand.plate);
    ellipse(s, art_inset(o, h * 0.085, h * 0.085));
    art_ink(s, d->brand.edge, 0.9);
    cairo_set_line_width(s->cr, h * 0.015);
    cairo_stroke(s->cr);
    put_word(s, d, st, (struct art_ink_style){.fill = d->brand.ink, .shadow = 0.35, .shadow_em = 0.03},
             art_inset(o, art_w(o) * 0.12, h * 0.24));
    return o;
}

static struct box mark_ribbon(struct art_sheet *s, struct art_design *d, struct box b,
                              const struct art_style *st, double align)
{
    double ratio = fmax(2.6, word_ratio(s, st, d->brand.name) * 0.62 + 1);
    struct box o = shaped(b, ratio, align);
    struct box in = art_banner(s, o, d->brand.plate, art_h(o) * 0.75);
    put_word(s, d, st, (struct art_ink_style){.fill = d->brand.ink}, in);
    return o;
}

static struct box mark_shield(struct art_sheet *s, struct art_design *d, struct box b,
                              const struct art_style *st, double align)
{
    struct box o = shaped(b, fmin(2.4, fmax(1.25, word_ratio(s, st, d->brand.name) * 0.5)), align);
    for (int i = 0; i < 2; i++) {
        struct box in = i ? art_inset(o, art_h(o) * 0.04, art_h(o) * 0.04) : o;
        double xm = (in.x0 + in.x1) / 2, h = art_h(in);
        cairo_move_to(s->cr, in.x0, in.y0 + h * 0.1);
        cairo_curve_to(s->cr, in.x0 + art_w(in) * 0.25, in.y0 + h * 0.12, xm - art_w(in) * 0.1,
                       in.y0 + h * 0.06, xm, in.y0);
        cairo_curve_to(s->cr, xm + art_w(in) * 0.1, in.y0 + h * 0.06, in.x1 - art_w(in) * 0.25,
                       in.y0 + h * 0.12, in.x1, in.y0 + h * 0.1);
        cairo_curve_to(s->cr, in.x1 + 0.02 * h, in.y0 + h * 0.7, xm + art_w(in) * 0.25, in.y1 - h * 0.08, xm,
                       in.y1);
        cairo_curve_to(s->cr, xm - art_w(in) * 0.25, in.y1 - h * 0.08, in.x0 - 0.02 * h, in.y0 + h * 0.7,
                       in.x0, in.y0 + h * 0.1);
        cairo_close_path(s->cr);
        if (i) {
            fade_fill(s, in, d->brand.plate);
        } else {
            art_ink(s, d->brand.edge, 1);
            cairo_fill(s->cr);
        }
    }
    struct art_rgb gold = art_legible(d->brand.edge, d->brand.plate, 2);
    for (int i = -1; i <= 1; i++) {
        art_star_path(s, (o.x0 + o.x1) / 2 + i * art_h(o) * 0.14, o.y1 - art_h(o) * (i ? 0.24 : 0.2),
                      art_h(o) * 0.055, art_h(o) * 0.022, 5, 0);
    }
    art_ink(s, gold, 1);
    cairo_fill(s->cr);
    put_word(s, d, st, (struct art_ink_style){.fill = d->brand.ink}, art_part(o, 0.1, 0.24, 0.9, 0.62));
    return o;
}

static struct box mark_plaque(struct art_sheet *s, struct art_design *d, struct box b,
                              const struct art_style *st, double align)
{
    struct box o = shaped(b, fmax(2, word_ratio(s, st, d->brand.name) * 0.58 + 0.5), align);
    double h = art_h(o), c = h * 0.22;
    for (int i = 0; i < 2; i++) {
        struct box in = art_inset(o, i * h * 0.05, i * h * 0.05);
        cairo_new_sub_path(s->cr);
        cairo_arc_negative(s->cr, in.x0, in.y0, c, PI / 2, 0);
        cairo_arc_negative(s->cr, in.x1, in.y0, c, PI, PI / 2);
        cairo_arc_negative(s->cr, in.x1, in.y1, c, 1.5 * PI, PI);
        cairo_arc_negative(s->cr, in.x0, in.y1, c, 0, -PI / 2);
        cairo_close_path(s->cr);
        if (!i) {
            fade_fill(s, in, d->brand.plate);
        } else {
            art_ink(s, art_legible(d->brand.edge, d->brand.plate, 1.8), 1);
            cairo_set_line_width(s->cr, h * 0.025);
            cairo_stroke(s->cr);
        }
    }
    put_word(s, d, st, (struct art_ink_style){.fill = d->brand.ink},
             art_inset(o, art_w(o) * 0.1 + c * 0.4, h * 0.24));
    return o;
}

static struct box mark_block(struct art_sheet *s, struct art_design *d, struct box b,
                             const struct art_style *st, double align)
{
    struct box o = shaped(b, fmax(1.7, word_ratio(s, st, d->brand.name) * 0.62 + 0.35), align);
    bool slant = d->brand.oblique_deg > 0;
    double h = art_h(o), lean = slant ? h * 0.2 : 0;
    if (slant) {
        cairo_move_to(s->cr, o.x0 + lean, o.y0);
        cairo_line_to(s->cr, o.x1, o.y0);
        cairo_line_to(s->cr, o.x1 - lean, o.y1);
        cairo_line_to(s->cr, o.x0, o.y1);
        cairo_close_path(s->cr);
    } else {
        art_round_box(s, o, d->brand.pick[6] < 0.5 ? h * 0.12 : h * 0.45);
    }
    art_ink(s, d->brand.plate, 1);
    cairo_fill(s->cr);
    put_word(s, d, st, (struct art_ink_style){.fill = d->brand.ink},
             art_inset(o, h * 0.28 + lean * 0.4, h * 0.24));
    return o;
}

/* Letters with one or two edges and a thickness, on an arch or rising. */
static struct box mark_outline(struct art_sheet *s, struct art_design *d, struct box b, struct art_style st,
                               double align)
{
    static const enum art_bend bend[4] = {BEND_ARCH, BEND_ROOF, BEND_RISE, BEND_BULGE};
    static const double by[4] = {0.12, 0.45, 0.1, 0.3};
    int k = (int)(d->brand.pick[6] * 4);
    st.bend = bend[k];
    st.bend_by = by[k];
    bool light = art_lightness(d->brand.plate) > 0.6;
    struct art_rgb body = light ? d->brand.plate : d->brand.ink, rim = light ? d->brand.ink : d->brand.plate;
    struct art_ink_style ink = {.fill = body,
                                .fade = true,
                                .fill_low = art_mix(body, d->brand.edge, 0.45),
                                .edge = rim,
                                .edge_em = 0.05,
                                .edge2 = art_legible(art_rgb(1, 1, 1), rim, 1.6),
                                .edge2_em = 0.03,
                                .deep_em = 0.05,
                                .deep = art_lighter(rim, -0.6),
                                .shadow = 0.4,
                                .shadow_em = 0.06};
    double m = art_h(b) * 0.12;
    return art_text_fit(s, &st, &ink, d->brand.name, "brand", art_inset(b, m, m),
                        &(struct art_fit){.align = align, .v_align = 0.5});
}

static void sprig(struct art_sheet *s, double x, double y, double r, struct art_rgb c)
{
    for (int i = -2; i <= 2; i++) {
        cairo_save(s->cr);
        cairo_translate(s->cr, x, y);
        cairo_rotate(s->cr, i * 0.62);
        cairo_move_to(s->cr, 0, 0);
        cairo_curve_to(s->cr, -r * 0.3, -r * 0.4, -r * 0.22, -r * 0.8, 0, -r * (i % 2 ? 0.85 : 1.05));
        cairo_curve_to(s->cr, r * 0.22, -r * 0.8, r * 0.3, -r * 0.4, 0, 0);
        cairo_restore(s->cr);
    }
    art_ink(s, c, 1);
    cairo_fill(s->cr);
}

/* Marks without a plate: letters on the ground itself, and something small with them. */
static struct box mark_bare(struct art_sheet *s, struct art_design *d, struct box b,
                            const struct art_style *st, struct art_rgb ground, double align)
{
    struct art_rgb own = art_contrast(d->brand.plate, ground) > art_contrast(d->brand.ink, ground)
                             ? d->brand.plate
                             : d->brand.ink;
    struct art_ink_style ink = {.fill = art_legible(own, ground, 4)};
    struct art_fit how = {.align = align, .v_align = 0.5};
    enum art_device dev = d->brand.device;
    double h = art_h(b);
    struct box word = dev == DEVICE_SPRIG    ? art_part(b, 0, 0.36, 1, 1)
                      : dev == DEVICE_SWOOSH ? art_part(b, 0, 0, 1, 0.76)
                      : dev == DEVICE_RULES  ? art_part(b, 0.02, 0.16, 0.98, 0.72)
                                             : b;
    struct box t = art_text_fit(s, st, &ink, d->brand.name, "brand", word, &how);
    if (box_is_empty(&t)) {
        return t;
    }
    double xm = (t.x0 + t.x1) / 2, th = art_h(t);
    struct art_rgb second =
        art_legible(art_contrast(d->brand.edge, ground) > 1.8 ? d->brand.edge : d->accent, ground, 2);
    if (dev == DEVICE_SPRIG) {
        sprig(s, xm, t.y0 - th * 0.08, fmin(h * 0.3, th * 0.8), second);
        t.y0 -= fmin(h * 0.3, th * 0.8);
    } else if (dev == DEVICE_SWOOSH) {
        double y = t.y1 + th * 0.08, e = th * 0.25;
        cairo_move_to(s->cr, t.x0 - e * 0.4, y + e * 0.7);
        cairo_curve_to(s->cr, t.x0 + art_w(t) * 0.3, y - e * 0.2, t.x0 + art_w(t) * 0.7, y - e * 0.1,
                       t.x1 + e * 0.8, y + e * 0.1);
        cairo_curve_to(s->cr, t.x0 + art_w(t) * 0.7, y + e * 0.35, t.x0 + art_w(t) * 0.3, y + e * 0.4,
                       t.x0 - e * 0.4, y + e * 0.7);
        art_ink(s, second, 1);
        cairo_fill(s->cr);
        t.y1 += e;
    } else if (dev == DEVICE_RULES) {
        char since[32];
        snprintf(since, sizeof since, "since %d", d->brand.since);
        struct art_style small = art_style(s, VOICE_NARROW, NULL, true);
        small.tracking_em = 0.2;
        double em = fmin(h * 0.16, art_w(t) * 0.07), y = t.y1 + em * 1.35;
        struct art_ink_style is = {.fill = art_legible(second, ground, 3)};
        struct box w = art_text_line(s, &small, &is, since, em > 1.6 ? "since" : NULL, xm, y, em, 0.5);
        art_fill_box(s, art_box(t.x0, y - em * 0.4, w.x0 - em * 0.6, y - em * 0.28), is.fill, 1);
        art_fill_box(s, art_box(w.x1 + em * 0.6, y - em * 0.4, t.x1, y - em * 0.28), is.fill, 1);
        t.y1 = y;
    }
    return t;
}

static struct box mark_monogram(struct art_sheet *s, struct art_design *d, struct box b,
                                const struct art_style *st, struct art_rgb ground, double align)
{
    bool over = art_w(b) < 2.2 * art_h(b);
    double r = over ? fmin(art_h(b) * 0.3, art_w(b) * 0.25) : fmin(art_h(b) * 0.46, art_w(b) * 0.13);
    double word = art_w(b) - 2.4 * r, ratio = word_ratio(s, st, d->brand.name);
    double used = over ? art_w(b) : fmin(word, ratio * art_h(b) * 0.5) + 2.4 * r;
    double x0 = b.x0 + (art_w(b) - used) * align,
           x = over ? b.x0 + art_w(b) * (align == 0.5 ? 0.5 : 0) + (align == 0.5 ? 0 : r) : x0 + r;
    double y = over ? b.y0 + r : (b.y0 + b.y1) / 2;
    struct art_rgb plate = art_contrast(d->brand.plate, ground) < 1.25 ? d->brand.ink : d->brand.plate;
    cairo_arc(s->cr, x, y, r, 0, 2 * PI);
    art_ink(s, plate, 1);
    cairo_fill(s->cr);
    size_t n = 1;
    while ((d->brand.name[n] & 0xc0) == 0x80) {
        n++;
    }
    struct art_style big = *st;
    big.upper = true;
    struct art_ink_style ink = {.fill = art_legible(d->brand.ink, plate, 3)};
    art_text_fit(s, &big, &ink, d->brand.name[0] ? arena_dup(s->arena, d->brand.name, n) : "", NULL,
                 art_box(x - r * 0.55, y - r * 0.5, x + r * 0.55, y + r * 0.5),
                 &(struct art_fit){.align = 0.5, .v_align = 0.5});
    struct art_ink_style own = {.fill = art_legible(plate, ground, 4)};
    struct box in = over ? art_box(b.x0, b.y0 + 2.25 * r, b.x1, b.y1)
                         : art_box(x + 1.35 * r, b.y0 + art_h(b) * 0.2, b.x1, b.y1 - art_h(b) * 0.2);
    struct box t = art_text_fit(
        s, st, &own, d->brand.name, "brand", in,
        &(struct art_fit){.align = over ? align : 0, .v_align = over ? 0.2 : 0.5, .max_em_mm = r * 2});
    box_add(&t, (struct pt){x - r, y - r});
    box_add(&t, (struct pt){x + r, y + r});
    return t;
}

static struct box mark_of(struct art_sheet *s, struct art_design *d, struct box b, struct art_style st,
                          struct art_rgb ground, double align)
{
    switch (d->brand.device) {
    case DEVICE_OVAL:
        return mark_oval(s, d, b, &st, align);
    case DEVICE_RIBBON:
        return mark_ribbon(s, d, b, &st, align);
    case DEVICE_SHIELD:
        return mark_shield(s, d, b, &st, align);
    case DEVICE_PLAQUE:
        return mark_plaque(s, d, b, &st, align);
    case DEVICE_BLOCK:
        return mark_block(s, d, b, &st, align);
    case DEVICE_OUTLINE:
        return mark_outline(s, d, b, st, align);
    case DEVICE_MONOGRAM:
        return mark_monogram(s, d, b, &st, ground, align);
    case DEVICE_SWOOSH:
    case DEVICE_SPRIG:
    case DEVICE_RULES:
    case DEVICE_COUNT:
        break;
    }
    return mark_bare(s, d, b, &st, ground, align);
}

struct box art_mark(struct art_sheet *s, struct art_design *d, struct box b, struct art_rgb ground,
                    double align)
{
    struct art_style st = wordmark(s, d);
    if (art_w(b) < 2 || art_h(b) < 1.5) {
        return box_empty();
    }
    struct art_brand own = d->brand;
    if (own.device == DEVICE_BLOCK &&
        art_contrast(own.plate, ground) < 1.35) { /* the plate would melt away: turn it round */
        d->brand.plate = own.ink;
        d->brand.ink = own.plate;
    }
    struct box at = mark_of(s, d, b, st, ground, align);
    d->brand = own;
    return at;
}
