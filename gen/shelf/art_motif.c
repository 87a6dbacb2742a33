// SPDX-License-Identifier: MIT
/*
 * art_motif - still lifes: which things a motif is made of, and how they lie together.
 *
 * A motif has up to four things: what it is about, and what goes with it. Small things are heaped or fill
 * a bowl; large ones stand as a group of one to three with their companions. Colours are the things' own;
 * where a thing has many (fruit, drinks, sweets) the SKU's contents colour it.
 */
#include "shelf/art_motif.h"

#include <stdlib.h>
#include <string.h>

#include "shelf/art_draw.h"

enum { MOST_SPRITES = 12, MOST_PLACES = 160 };

/* --- sprites of a scene ------------------------------------------------------------------------- */

struct still {
    struct art_sheet *s;
    struct art_design *d;
    const struct art_motif *m;
    struct box b;
    struct rng r;
    struct art_sprite sprite[MOST_SPRITES];
    int of[MOST_SPRITES]; /* which thing */
    int n_sprites;
};

struct place {
    double x, y, radius, turn, alpha;
    int sprite;
    bool flip;
};

static struct art_thing tinted(const struct still *st, int i)
{
    struct art_thing t = st->m->thing[i];
    struct art_rgb c = st->d->contents;
    double hi = fmax(c.r, fmax(c.g, c.b)), lo = fmin(c.r, fmin(c.g, c.b));
    if (i < st->m->tinted && hi - lo > 0.16 && hi > 0.3) {
        t.look.base = art_mix(c, t.look.base, 0.15);
        t.look.second = art_mix(art_turn_hue(art_lighter(c, 0.25), 8), t.look.second, 0.15);
    }
    return t;
}

static int n_things(const struct art_motif *m)
{
    int n = 0;
    while (n < ART_MOST_THINGS && m->thing[n].outline) {
        n++;
    }
    return n;
}

/* `variants` turned versions of thing i, for a radius in mm. */
static int add_sprites(struct still *st, int i, int variants, double radius, double turn_lo, double turn_hi,
                       double shadow)
{
    struct art_thing t = tinted(st, i);
    int first = st->n_sprites;
    double px = clampd(2 * radius * st->s->px_per_mm, 14, 300);
    for (int k = 0; k < variants && st->n_sprites < MOST_SPRITES; k++) {
        double turn = turn_lo + (turn_hi - turn_lo) * (k + rng_unit(&st->r)) / variants;
        st->of[st->n_sprites] = i;
        st->sprite[st->n_sprites++] = art_sprite_make(&t, (int)px, turn, shadow, &st->r, st->s->arena);
    }
    return first;
}

static void put(struct still *st, const struct place *p)
{
    art_sprite_put(st->s, &st->sprite[p->sprite], p->x, p->y, p->radius, p->turn, p->flip, p->alpha);
}

static int by_depth(const void *a, const void *b)
{
    const struct place *p = a, *q = b;
    return p->y < q->y ? -1 : p->y > q->y;
}

static void put_all(struct still *st, struct place *p, int n)
{
    qsort(p, (size_t)n, sizeof *p, by_depth);
    for (int i = 0; i < n; i++) {
        put(st, &p[i]);
    }
}

static void ground_shadow(struct still *st, double x, double y, double rx, double ry, double alpha)
{
    art_glow(st->s, x, y, rx, ry, art_rgb(0.12, 0.07, 0.03), alpha);
}

/* --- compositions --------------------------------------------------------------------------------- */

/* A mound of small things: rows from the back, each lower and wider. */
static void heap(struct still *st, struct box b, double radius, bool bare)
{
    struct place p[MOST_PLACES];
    int n = 0, things = n_things(st->m), first[ART_MOST_THINGS], variants[ART_MOST_THINGS];
    for (int i = 0; i < things; i++) {
        double r = radius * st->m->thing[i].size;
        variants[i] = i == 0 ? 5 : 2;
        bool upright = st->m->thing[i].size > 3;
        first[i] = add_sprites(st, i, variants[i], r, upright ? -0.7 : 0, upright ? 0.7 : 2 * PI, 0.5);
    }
    double step = radius * st->m->thing[0].size * 0.8, w = art_w(b);
    b.y0 = fmax(b.y0, b.y1 - w * 0.72); /* a mound, not a tower */
    double h = art_h(b);
    int rows = (int)clampd(h / step, 2, 14);
    if (!bare) {
        ground_shadow(st, (b.x0 + b.x1) / 2, b.y1 - h * 0.06, w * 0.56, h * 0.16, 0.5);
    }
    for (int j = 0; j < rows; j++) {
        double v = (j + 0.6) / rows, half = w / 2 * sqrt(1 - (1 - v) * (1 - v)) * 0.96;
        int across = (int)clampd(2 * half / (step * 1.15), 1, 14);
        for (int i = 0; i < across && n < MOST_PLACES; i++) {
            double u = across > 1 ? (i + 0.5) / across * 2 - 1 : 0;
            int t = 0;
            for (int k = 1; k < things; k++) {
                if (st->m->thing[k].size <= 3 && rng_unit(&st->r) < (k == 1 ? 0.1 : 0.16)) {
                    t = k;
                }
            }
            double sag = u * u * h * 0.28 * (1 - v);
            p[n++] = (struct place){(b.x0 + b.x1) / 2 + u * half + rng_uniform(&st->r, -0.3, 0.3) * step,
                                    b.y0 + v * h * 0.92 + sag + rng_uniform(&st->r, -0.22, 0.22) * step,
                                    radius * st->m->thing[t].size * rng_uniform(&st->r, 0.85, 1.12),
                                    rng_uniform(&st->r, -0.25, 0.25),
                                    1,
                                    first[t] + (int)rng_below(&st->r, (uint32_t)variants[t]),
                                    rng_unit(&st->r) < 0.2};
        }
    }
    for (int k = 1; k < things; k++) {
        if (st->m->thing[k].size > 3) { /* ears stand behind */
            for (int i = 0; i < 5; i++) {
                double r = fmin(radius * st->m->thing[k].size, h * 0.5);
                struct place ear = {(b.x0 + b.x1) / 2 + (i - 2) * w * 0.17,
                                    b.y0 + h * (0.34 + 0.05 * abs(i - 2)),
                                    r,
                                    (i - 2) * 0.12,
                                    1,
                                    first[k] + i % 2,
                                    i > 2};
                put(st, &ear);
            }
        }
    }
    put_all(st, p, n);
}

static const struct art_thing bowl = {
    art_o_bowl, LOOK(0xf6f1e8, 0x000000, .round = 0.8, .gloss = 0.35, .sharp = 24), NULL, 1};

/* A mound in a bowl, whose front hides its foot. */
static void bowlful(struct still *st)
{
    static const uint32_t glaze[5] = {0xf6f1e8, 0x4f7c94, 0xd9c7a8, 0x8a3b2a, 0x3e5f4a};
    struct box b = st->b;
    double w = fmin(art_w(b) * 0.94, art_h(b) * 1.5), r = w / 2, x = (b.x0 + b.x1) / 2, y = b.y1 - r * 0.80;
    struct art_thing t = bowl;
    t.look.base = art_hex(glaze[rng_below(&st->r, 5)]);
    struct art_sprite front =
        art_sprite_make(&t, (int)clampd(2 * r * st->s->px_per_mm, 20, 300), 0, 0.45, &st->r, st->s->arena);
    ground_shadow(st, x + r * 0.05, y + r * 0.72, r * 0.95, r * 0.2, 0.5);
    art_sprite_put(st->s, &front, x, y, r, 0, false, 1);
    cairo_save(st->s->cr); /* the mouth, dark inside */
    cairo_translate(st->s->cr, x, y - r * 0.3);
    cairo_scale(st->s->cr, r * 0.95, r * 0.19);
    cairo_arc(st->s->cr, 0, 0, 1, 0, 2 * PI);
    cairo_restore(st->s->cr);
    art_ink(st->s, art_lighter(t.look.base, -0.6), 1);
    cairo_fill(st->s->cr);
    cairo_save(st->s->cr);
    cairo_rectangle(st->s->cr, b.x0, b.y0 - art_h(b), art_w(b), y - r * 0.3 - b.y0 + art_h(b));
    cairo_translate(st->s->cr, x, y - r * 0.3);
    cairo_scale(st->s->cr, r * 0.95, r * 0.2);
    cairo_arc(st->s->cr, 0, 0, 1, 0, 2 * PI);
    cairo_scale(st->s->cr, 1 / (r * 0.95), 1 / (r * 0.2));
    cairo_translate(st->s->cr, -x, -(y - r * 0.3));
    cairo_clip(st->s->cr);
    heap(st, art_box(x - r * 0.86, fmax(b.y0, y - r * 0.95), x + r * 0.86, y - r * 0.06), r * 0.17, true);
    cairo_restore(st->s->cr);
    art_sprite_release(&front);
}

/* One to three large things with what goes with them. */
static void group(struct still *st)
{
    static const double where[3][3][3] = {/* x, y, size: of the box's smaller side */
                                          {{0, 0.02, 1}, {0, 0, 0}, {0, 0, 0}},
                                          {{0.26, -0.08, 0.82}, {-0.2, 0.07, 0.92}, {0, 0, 0}},
                                          {{0.02, -0.13, 0.8}, {-0.27, 0.07, 0.8}, {0.27, 0.1, 0.8}}};
    struct box b = st->b;
    double w = art_w(b), h = art_h(b), side = fmin(w * 0.82, h), x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
    double wide = clampd(w / h, 0.7, 1.7);
    int things = n_things(st->m);
    const struct art_thing *main = &st->m->thing[0];
    bool single = main->detail == art_d_glass || main->detail == art_d_cup || main->detail == art_d_bowl ||
                  main->detail == art_d_fish || main->detail == art_d_holes;
    int n = single ? 1 : wide < 0.85 ? 2 + (int)rng_below(&st->r, 2) : 2 + (int)rng_below(&st->r, 2);
    double r = side * (n == 1 ? 0.4 : n == 2 ? 0.37 : 0.34);
    if (main->outline == art_o_fish) { /* long and low */
        r = fmin(w * 0.46, h * 0.95) / main->size;
    }
    int first =
        add_sprites(st, 0, n == 1 ? 1 : 2, r * main->size, single ? -0.06 : -0.45, single ? 0.06 : 0.45, 0.5);
    ground_shadow(st, x, y + side * 0.34, side * 0.62 * fmin(wide, 1.4), side * 0.16, 0.3);
    if (things > 1 && st->m->thing[things - 1].outline == art_o_leaf) { /* leaves lie behind */
        int leaf = add_sprites(st, things - 1, 3, r * 0.62, -2.2, 2.2, 0.4);
        for (int i = 0; i < 5; i++) {
            double a = -2.7 + 2.3 * i / 4 + rng_uniform(&st->r, -0.15, 0.15);
            struct place p = {x + cos(a) * side * 0.42 * wide * 0.9,
                              y + sin(a) * side * 0.3 + side * 0.06,
                              r * 0.6,
                              0,
                              1,
                              leaf + i % 3,
                              i % 2};
            put(st, &p);
        }
    }
    for (int i = 0; i < n; i++) {
        struct place p = {x + where[n - 1][i][0] * side * fmin(wide, 1.3),
                          y + where[n - 1][i][1] * side,
                          r * main->size * where[n - 1][i][2] * (n == 1 ? 1 : 1.12),
                          rng_uniform(&st->r, -0.1, 0.1),
                          1,
                          first + (n == 1 ? 0 : i % 2),
                          i % 2 && !single};
        if (main->outline != art_o_fish) {
            ground_shadow(st, p.x + p.radius * 0.1, p.y + p.radius * 0.8, p.radius * 1.05, p.radius * 0.28,
                          0.55);
        }
        put(st, &p);
    }
    for (int t = 1; t < things; t++) { /* companions in front */
        const struct art_thing *c = &st->m->thing[t];
        if (c->size <= 0 || c->outline == art_o_leaf) {
            continue;
        }
        if (main->outline == art_o_fish) { /* at its tail */
            double q = fmin(r * 0.42, h * 0.3);
            int lemon = add_sprites(st, t, 2, q, -0.8, 0.8, 0.5);
            for (int i = 0; i < 2; i++) {
                struct place p = {x + w * 0.5 - q * (1.15 + 0.9 * i),
                                  b.y1 - q * (1.05 + 0.1 * i),
                                  q,
                                  0,
                                  1,
                                  lemon + i,
                                  false};
                put(st, &p);
            }
            continue;
        }
        int k = add_sprites(st, t, c->size < 0.5 ? 3 : 2, r * c->size, -0.8, 0.8, 0.5),
            many = c->size < 0.3   ? 7
                   : c->size < 0.6 ? 4
                                   : 2;
        for (int i = 0; i < many; i++) {
            double u = many > 1 ? (double)i / (many - 1) * 2 - 1 : 0.4;
            struct place p = {x + u * side * 0.42 * wide + rng_uniform(&st->r, -0.04, 0.04) * side,
                              y + side * (0.40 - 0.08 * fabs(u)) - r * c->size * 0.6 +
                                  rng_uniform(&st->r, -0.03, 0.03) * side,
                              r * c->size,
                              0,
                              1,
                              k + i % (c->size < 0.5 ? 3 : 2),
                              i % 2};
            put(st, &p);
        }
    }
}

/* Large things side by side along the foot of the box, over its edge; in as many rows as fill it, or two. */
static void along_foot(struct still *st, bool fill)
{
    struct box b = st->b;
    double r = fmin(art_h(b) * 0.42, art_w(b) * 0.2), step = r * 1.25, rise = r * 0.7;
    int things = n_things(st->m), first[ART_MOST_THINGS], n = 0;
    struct place p[MOST_PLACES];
    for (int i = 0; i < things; i++) {
        first[i] = add_sprites(st, i, 2, r * fmin(st->m->thing[i].size, 1.5), -0.6, 0.6, 0.5);
    }
    int across = (int)(art_w(b) / step) + 2, rows = fill ? (int)(art_h(b) / rise) + 1 : 2;
    for (int k = 0; k < rows * across && n < MOST_PLACES; k++) {
        int row = k / across, other = things > 1 && rng_unit(&st->r) < 0.4;
        int t = other ? 1 + (int)rng_below(&st->r, (uint32_t)things - 1) : 0;
        struct place *q = &p[n++];
        q->x = b.x0 + (k % across - 0.5 + (row % 2 ? 0 : 0.5)) * step + rng_uniform(&st->r, -0.2, 0.2) * r;
        q->y = b.y1 - r * 0.45 - row * rise + rng_uniform(&st->r, -0.2, 0.2) * r;
        q->radius = r * clampd(st->m->thing[t].size, 0.35, 1.5) * rng_uniform(&st->r, 0.9, 1.1);
        q->turn = rng_uniform(&st->r, -0.2, 0.2);
        q->alpha = 1;
        q->sprite = first[t] + (int)rng_below(&st->r, 2);
        q->flip = rng_unit(&st->r) < 0.3;
    }
    put_all(st, p, n);
}

/* All over the box, the near ones larger. */
static void float_about(struct still *st)
{
    struct box b = st->b;
    double side = fmin(art_w(b), art_h(b)), r = side * 0.2;
    int things = n_things(st->m), first[ART_MOST_THINGS];
    for (int i = 0; i < things; i++) {
        first[i] = add_sprites(st, i, 2, r * st->m->thing[i].size * 1.2, -0.4, 0.4,
                               st->m->thing[i].look.alpha > 0 ? 0.12 : 0.35);
    }
    int n = (int)clampd(14 * art_w(b) * art_h(b) / (side * side), 12, 34);
    for (int i = 0; i < n; i++) {
        int t = (int)rng_below(&st->r, (uint32_t)things);
        double k = i < n / 2 ? rng_uniform(&st->r, 0.25, 0.5) : rng_uniform(&st->r, 0.5, 1.15);
        /* points of a golden-ratio sequence cover the box evenly */
        double u = fmod(0.13 + i * 0.754877666, 1), v = fmod(0.37 + i * 0.569840291, 1);
        double q = r * st->m->thing[t].size * k; /* all of it in the box: words are near */
        struct place p = {b.x0 + q + u * (art_w(b) - 2 * q),
                          b.y0 + q + v * (art_h(b) - 2 * q),
                          q,
                          rng_uniform(&st->r, -0.3, 0.3),
                          1,
                          first[t] + i % 2,
                          i % 3 == 0};
        put(st, &p);
    }
}

static void hill(struct art_sheet *s, struct box b, double y, double rise, double phase, struct art_rgb top,
                 struct art_rgb low)
{
    cairo_move_to(s->cr, b.x0, b.y1);
    for (int i = 0; i <= 24; i++) {
        double u = i / 24.0;
        cairo_line_to(s->cr, b.x0 + u * art_w(b), y - rise * (0.5 + 0.5 * sin(u * 4.2 + phase)));
    }
    cairo_line_to(s->cr, b.x1, b.y1);
    cairo_close_path(s->cr);
    cairo_pattern_t *p = cairo_pattern_create_linear(0, y - rise, 0, b.y1);
    cairo_pattern_add_color_stop_rgb(p, 0, top.r, top.g, top.b);
    cairo_pattern_add_color_stop_rgb(p, 1, low.r, low.g, low.b);
    cairo_set_source(s->cr, p);
    cairo_fill(s->cr);
    cairo_pattern_destroy(p);
}

/* A meadow with a cow or two; the sky is whatever lies beneath. */
static void meadow(struct still *st)
{
    struct box b = st->b;
    double h = art_h(b), w = art_w(b), ph = rng_uniform(&st->r, 0, 3);
    cairo_save(st->s->cr);
    cairo_rectangle(st->s->cr, b.x0, b.y0, w, h);
    cairo_clip(st->s->cr);
    art_glow(st->s, b.x0 + w * 0.75, b.y0 + h * 0.3, h * 0.5, h * 0.5, art_rgb(1, 0.97, 0.8), 0.8);
    hill(st->s, b, b.y0 + h * 0.62, h * 0.2, ph + 2, art_hex(0xa8cf7a), art_hex(0x7fb356));
    hill(st->s, b, b.y0 + h * 0.74, h * 0.16, ph + 4, art_hex(0x8cc152), art_hex(0x5f9a35));
    hill(st->s, b, b.y0 + h * 0.9, h * 0.12, ph, art_hex(0x74b13a), art_hex(0x3f7d22));
    double r = fmin(h * 0.42, w * 0.36);
    int cow = add_sprites(st, 0, 2, r, 0, 0.001, 0.4), flower = add_sprites(st, 1, 1, r * 0.14, 0, 0.3, 0.2);
    struct place far = {b.x0 + w * 0.77, b.y0 + h * 0.58, r * 0.42, 0, 1, cow + 1, true};
    struct place near = {b.x0 + w * 0.42, b.y0 + h * 0.6, r, 0, 1, cow, false};
    put(st, &far);
    ground_shadow(st, near.x, near.y + r * 0.82, r, r * 0.16, 0.5);
    put(st, &near);
    for (int i = 0; i < 12; i++) {
        double u = fmod(0.2 + i * 0.618, 1);
        struct place p = {b.x0 + u * w,
                          b.y0 + h * (0.9 + 0.08 * fmod(i * 0.37, 1)),
                          r * rng_uniform(&st->r, 0.06, 0.11),
                          0,
                          1,
                          flower,
                          false};
        put(st, &p);
    }
    cairo_restore(st->s->cr);
}

static void peaks(struct still *st)
{
    struct box b = st->b;
    double w = art_w(b), h = art_h(b);
    struct art_sheet *s = st->s;
    cairo_save(s->cr);
    cairo_rectangle(s->cr, b.x0, b.y0, w, h);
    cairo_clip(s->cr);
    for (int layer = 0; layer < 2; layer++) {
        for (int i = 0; i < 3; i++) {
            double x = b.x0 + w * (i * 0.42 + (layer ? -0.04 : 0.14)),
                   top = b.y0 + h * (layer ? 0.2 + 0.14 * (i % 2) : 0.08 + 0.2 * (i % 2));
            double half = w * 0.38, foot = b.y0 + h * 0.86;
            cairo_move_to(s->cr, x - half, foot);
            cairo_line_to(s->cr, x, top);
            cairo_line_to(s->cr, x + half, foot);
            cairo_close_path(s->cr);
            art_ink(s, layer ? art_hex(0x4d7599) : art_hex(0x8fb2cc), 1);
            cairo_fill(s->cr);
            cairo_move_to(s->cr, x, top); /* the side in shade */
            cairo_line_to(s->cr, x + half, foot);
            cairo_line_to(s->cr, x + half * 0.1, foot);
            cairo_line_to(s->cr, x - half * 0.06, top + (foot - top) * 0.5);
            cairo_close_path(s->cr);
            art_ink(s, layer ? art_hex(0x2f5577) : art_hex(0x6d96b5), 1);
            cairo_fill(s->cr);
            cairo_move_to(s->cr, x, top); /* snow */
            for (int k = 0; k <= 6; k++) {
                double u = 1 - 2 * k / 6.0, drop = (foot - top) * (k % 2 ? 0.22 : 0.34);
                cairo_line_to(s->cr, x + u * half * drop / (foot - top), top + drop);
            }
            cairo_close_path(s->cr);
            art_ink(s, art_rgb(1, 1, 1), 0.95);
            cairo_fill(s->cr);
        }
    }
    art_fade_box(s, art_box(b.x0, b.y0 + h * 0.78, b.x1, b.y1), art_hex(0xbfe3f5), art_hex(0x2f86c0), false);
    for (int i = 0; i < 9; i++) {
        double y = b.y0 + h * (0.8 + 0.022 * i), u = fmod(0.3 + i * 0.618, 1);
        art_fill_box(s, art_box(b.x0 + u * w * 0.8, y, b.x0 + u * w * 0.8 + w * 0.2, y + h * 0.006),
                     art_rgb(1, 1, 1), 0.6);
    }
    cairo_restore(s->cr);
    int drop = add_sprites(st, 0, 1, w * 0.09, 0, 0.01, 0.2);
    for (int i = 0; i < 3; i++) {
        struct place p = {b.x0 + w * (0.3 + 0.22 * i),
                          b.y0 + h * (0.9 - 0.05 * (i % 2)),
                          fmin(w, h) * (0.07 + 0.02 * (i % 2)),
                          0,
                          1,
                          drop,
                          false};
        put(st, &p);
    }
}

static void spark(struct art_sheet *s, double x, double y, double r, struct art_rgb c)
{
    art_glow(s, x, y, r * 0.8, r * 0.8, c, 0.55);
    cairo_move_to(s->cr, x, y - r);
    for (int i = 0; i < 4; i++) {
        double a = PI / 2 * i, b = a + PI / 2;
        cairo_curve_to(s->cr, x + r * 0.1 * sin(a + 0.4), y - r * 0.1 * cos(a + 0.4),
                       x + r * 0.1 * sin(b - 0.4), y - r * 0.1 * cos(b - 0.4), x + r * sin(b),
                       y - r * cos(b));
    }
    cairo_close_path(s->cr);
    art_ink(s, art_rgb(1, 1, 1), 0.95);
    cairo_fill(s->cr);
}

/* Light: a glow, swooshes, sparks; and what the motif has of its own. */
static void sparks(struct still *st)
{
    struct box b = st->b;
    double w = art_w(b), h = art_h(b), side = fmin(w, h), x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
    struct art_sheet *s = st->s;
    art_glow(s, x, y, w * 0.55, h * 0.55, art_lighter(st->d->accent, 0.6), 0.8);
    for (int i = 0; i < 5; i++) {
        double t = i / 4.0, dy = (t - 0.5) * h * 0.5;
        cairo_move_to(s->cr, x - w * 0.5, y + dy * 0.3 + h * 0.2);
        cairo_curve_to(s->cr, x - w * 0.2, y + dy - h * 0.3, x + w * 0.1, y + dy + h * 0.3, x + w * 0.5,
                       y + dy * 0.2 - h * 0.25);
        art_ink(s, art_lighter(i % 2 ? st->d->accent : st->d->second, 0.35), 0.75);
        cairo_set_line_width(s->cr, side * (0.02 + 0.02 * i));
        cairo_set_line_cap(s->cr, CAIRO_LINE_CAP_ROUND);
        cairo_stroke(s->cr);
    }
    if (st->m->thing[0].outline) {
        double r = side * 0.36 * st->m->thing[0].size;
        int k = add_sprites(st, 0, 1, r, 0.1, 0.12, 0.5);
        struct place p = {x, y, r, 0, 1, k, false};
        put(st, &p);
    }
    for (int i = 0; i < 9; i++) {
        double u = fmod(0.31 + i * 0.754877666, 1), v = fmod(0.17 + i * 0.569840291, 1);
        spark(s, b.x0 + u * w, b.y0 + v * h, side * rng_uniform(&st->r, 0.04, i == 0 ? 0.22 : 0.12),
              art_lighter(st->d->accent, 0.7));
    }
}

static void liquid(struct still *st)
{
    struct box b = st->b;
    double side = fmin(art_w(b), art_h(b)), x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2, r = side * 0.48;
    int k = add_sprites(st, 0, 1, r, 0, 0.01, 0.4), drop = add_sprites(st, 1, 2, r * 0.16, -0.5, 0.5, 0.3);
    ground_shadow(st, x, y + r * 0.78, r * 1.1, r * 0.2, 0.4);
    struct place p = {x, y + r * 0.05, r, 0, 1, k, rng_unit(&st->r) < 0.5};
    put(st, &p);
    for (int i = 0; i < 7; i++) {
        double a = PI + PI * (i + 0.5) / 7;
        struct place q = {x + cos(a) * r * rng_uniform(&st->r, 0.75, 1.15),
                          y + r * 0.1 + sin(a) * r * rng_uniform(&st->r, 0.95, 1.2),
                          r * rng_uniform(&st->r, 0.05, 0.12),
                          0,
                          1,
                          drop + i % 2,
                          false};
        put(st, &q);
    }
}

/* A landscape whose rim fades away, so that it is a picture on a pack and not one pasted on it. */
static void vignette(struct still *st, void (*scene)(struct still *st))
{
    cairo_t *cr = st->s->cr;
    struct box b = st->b;
    cairo_rectangle(cr, b.x0, b.y0, art_w(b), art_h(b));
    cairo_clip(cr);
    cairo_push_group(cr);
    scene(st);
    cairo_pattern_t *picture = cairo_pop_group(cr), *mask = cairo_pattern_create_radial(0, 0, 0, 0, 0, 1);
    cairo_pattern_add_color_stop_rgba(mask, 0.72, 0, 0, 0, 1);
    cairo_pattern_add_color_stop_rgba(mask, 1, 0, 0, 0, 0);
    cairo_matrix_t m;
    cairo_matrix_init_scale(&m, 2 / art_w(b), 2 / art_h(b));
    cairo_matrix_translate(&m, -(b.x0 + b.x1) / 2, -(b.y0 + b.y1) / 2);
    cairo_pattern_set_matrix(mask, &m);
    cairo_set_source(cr, picture);
    cairo_mask(cr, mask);
    cairo_pattern_destroy(mask);
    cairo_pattern_destroy(picture);
}

/* --- the way in -------------------------------------------------------------------------------------- */

static void small_things(struct still *st, enum art_still how)
{
    struct box b = st->b;
    double side = fmin(art_w(b), art_h(b)), r = side * 0.085;
    if (how == STILL_HERO && rng_unit(&st->r) < 0.55 && st->m->thing[0].size < 1.5) {
        bowlful(st);
    } else if (how == STILL_FULL) {
        heap(st,
             art_box(b.x0 - art_w(b) * 0.25, b.y0 - art_h(b) * 0.3, b.x1 + art_w(b) * 0.25,
                     b.y1 + art_h(b) * 0.1),
             r * 1.1, true);
    } else {
        heap(st,
             how == STILL_BORDER ? art_box(b.x0 - art_w(b) * 0.1, b.y0 + art_h(b) * 0.15,
                                           b.x1 + art_w(b) * 0.1, b.y1 + art_h(b) * 0.1)
                                 : b,
             r * 1.15, how == STILL_BORDER);
    }
}

void art_motif(struct art_sheet *s, struct art_design *d, const char *motif, struct box b, enum art_still how)
{
    if (art_w(b) < 4 || art_h(b) < 4) {
        return;
    }
    struct still st = {.s = s, .d = d, .m = art_motif_find(motif), .b = b};
    st.r = rng_stream(d->sku->seed, RNG_ART_MOTIF, (uint64_t)how, 0);
    cairo_save(s->cr);
    switch (st.m->kind) {
    case KIND_SMALL:
        small_things(&st, how);
        break;
    case KIND_LARGE:
        if (how == STILL_BORDER || how == STILL_FULL) {
            along_foot(&st, how == STILL_FULL);
        } else {
            group(&st);
        }
        break;
    case KIND_FLOATING:
        float_about(&st);
        break;
    case KIND_MEADOW:
        vignette(&st, meadow);
        break;
    case KIND_PEAKS:
        vignette(&st, peaks);
        break;
    case KIND_SPARKS:
        sparks(&st);
        break;
    case KIND_LIQUID:
        liquid(&st);
        break;
    }
    cairo_restore(s->cr);
    for (int i = 0; i < st.n_sprites; i++) {
        art_sprite_release(&st.sprite[i]);
    }
}
