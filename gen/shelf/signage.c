// SPDX-License-Identifier: MIT
/*
 * Cards: price tags in the rail and on hooks, wobblers and shelf talkers. A SKU costs the same
 * wherever it stands in the shop; that some are reduced is drawn once for each.
 */
#include <stdlib.h>
#include <string.h>

#include "shelf/packs.h"
#include "shelf/shop.h"

#define REDUCED 0.12  /* share of SKUs with an old price */
#define CARD_M 0.0005 /* thickness */

/* A card's frame: it stands on z = 0, x = 0 is its middle, its face is y = -CARD_M and looks to -y. */
struct card {
    const struct mesh *mesh;
    double width_m, height_m;
    struct art *art;
    struct price price;
};

void signage_release(struct signage *s)
{
    for (size_t k = 0; k < s->n; k++) {
        art_free(s->art[k]);
    }
    free(s->art);
    *s = (struct signage){0};
}

static enum st keep(struct signage *s, struct art *art, struct err *e)
{
    if (s->n == s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 64;
        struct art **more = realloc(s->art, size_mul(cap, sizeof *more));
        if (!more) {
            art_free(art);
            return err_set(e, ST_NOMEM, "no memory for %zu cards", cap);
        }
        s->art = more;
        s->cap = cap;
    }
    s->art[s->n++] = art;
    return ST_OK;
}

static enum st card_mesh(struct scene_list *l, struct card *c, struct err *e)
{
    double w = c->width_m / 2, h = c->height_m;
    struct mesh *m = arena_zalloc(l->a, sizeof *m);
    struct mesh_builder *b = builder_new(l->a);
    struct vec3 face[4] = {{-w, -CARD_M, h}, {w, -CARD_M, h}, {w, -CARD_M, 0}, {-w, -CARD_M, 0}};
    struct vec3 rear[4] = {{w, 0, h}, {-w, 0, h}, {-w, 0, 0}, {w, 0, 0}};
    builder_quad(b, face, (struct box){0, 0, 1, 1}, 0);
    builder_quad(b, rear, (struct box){0, 0, 1, 1}, 1);
    c->mesh = m;
    return builder_end(b, m, e);
}

/* Draw it. The price is the SKU's in this shop. */
static enum st card_make(const struct shop *st, struct scene_list *l, const struct sku *s,
                         int style, double width_mm, double height_mm, struct art_cache *cache,
                         struct signage *out, struct card *c, struct err *e)
{
    struct rng g = rng_stream(st->seed, RNG_SHOP, (uint64_t)s->id_number, 1);
    bool reduced = rng_unit(&g) < REDUCED;
    *c = (struct card){.width_m = width_mm / 1000, .height_m = height_mm / 1000};
    c->price = price_make(&st->price, s, reduced, &g, l->a);
    const char *name = arena_printf(l->a, "%s %s", s->brand, s->name);
    if (s->variant && *s->variant) {
        name = arena_printf(l->a, "%s %s", name, s->variant);
    }
    struct tag_text t = {.name = name,
                         .price = c->price.price,
                         .unit_price = c->price.unit_price,
                         .ean = s->ean,
                         .net = s->net,
                         .old_price = c->price.old_price,
                         .style = style,
                         .size_mm = {width_mm, height_mm}};
    enum st s2;
    (void)((s2 = card_mesh(l, c, e)) || (s2 = art_tag(cache, &t, &c->art, e)) ||
           (s2 = keep(out, c->art, e)));
    return s2;
}

/* Texts of a card: texture (u, v) is x = (u - 1/2) w, z = (1 - v) h. */
static void add_texts(struct scene_list *l, uint32_t object, const struct card *c)
{
    for (size_t k = 0; k < c->art->n_texts; k++) {
        const struct art_text *from = &c->art->text[k];
        struct surface_text *t = scene_add_text(l, object);
        struct vec3 *p = arena_array(l->a, struct vec3, 4), *n = arena_array(l->a, struct vec3, 4);
        for (int i = 0; i < 4; i++) {
            p[i] = (struct vec3){(from->quad.p[i].x - 0.5) * c->width_m, -CARD_M,
                                 (1 - from->quad.p[i].y) * c->height_m};
            n[i] = (struct vec3){0, -1, 0};
        }
        t->text = from->text;
        t->kind = from->kind;
        t->p = p;
        t->normal = n;
        t->n = 4;
    }
}

static uint32_t card_add(struct scene_list *l, enum object_role role, const struct card *c,
                         struct xform where)
{
    struct material m[2] = {material_plain(1, 1, 1, 0.35), material_plain(0.8, 0.8, 0.8, 0.6)};
    m[0].texture = scene_list_texture(l, &c->art->im, c->art->key);
    uint32_t k = scene_add(l, role, c->mesh, m, 2, where);
    add_texts(l, k, c);
    return k;
}

static struct xform chain(struct xform outer, struct xform inner)
{
    return xform_mul(&outer, &inner);
}

static void add_tag(struct scene_list *l, const struct card *c, const struct plan_block *b,
                    struct xform where)
{
    struct tag *t = scene_add_tag(l, card_add(l, ROLE_TAG, c, where));
    t->sku = b->sku;
    t->bay = b->bay;
    t->shelf = b->shelf;
    t->price = c->price.price;
}

/* Most tags sit straight in the rail; some have slipped. x: of its middle. */
static struct xform in_rail(const struct plan_bay *bay, const struct plan_block *b,
                            const struct card *c, double x, struct rng *g)
{
    double slip = rng_unit(g), angle = rng_normal(g) * (slip < 0.06 ? 0.04 : 0.003),
           up = (RAIL_HEIGHT_M - c->height_m) / 2;
    return chain(
        shop_rail(x, bay->shelf[b->shelf].z_m),
        chain(xform_move(0, -0.0006 - 0.0004 * rng_unit(g), up > 0 ? up : 0), xform_turn_y(angle)));
}

static const struct plan_hook *hook_of(const struct shelf_plan *p, const struct plan_block *b)
{
    for (size_t k = 0; k < p->n_hooks; k++) {
        const struct plan_hook *h = &p->hook[k];
        if (h->bay == b->bay && h->shelf == b->shelf && h->x_m >= b->x0_m && h->x_m <= b->x1_m) {
            return h;
        }
    }
    return NULL;
}

/* A wobbler is a card on a springy strip that reaches into the aisle; a talker hangs over the rail. */
static enum st add_promo(const struct shop *st, struct scene_list *l, const struct plan_bay *bay,
                         const struct plan_block *b, struct art_cache *cache, struct signage *out,
                         struct rng *g, struct err *e)
{
    bool wobbler = rng_unit(g) < 0.5;
    double w = wobbler ? 75 : 105, h = wobbler ? 75 : 74, lean = rng_uniform(g, -0.25, 0.25),
           along = rng_uniform(g, 0.3, 0.7);
    double out_m = rng_uniform(g, 0.06, 0.11), sink = rng_uniform(g, 0, 0.03);
    struct card c;
    enum st s = card_make(st, l, b->sku, st->tag_style + 1, w, h, cache, out, &c, e);
    if (s) {
        return s;
    }
    double x =
        clampd(b->x0_m + along * (b->x1_m - b->x0_m), bay->x0_m + w / 2000, bay->x1_m - w / 2000);
    double z = bay->shelf[b->shelf].z_m;
    if (!wobbler) {
        card_add(l, ROLE_PROMO, &c,
                 chain(shop_rail(x, z), xform_move(0, -0.004, RAIL_HEIGHT_M - c.height_m)));
        return ST_OK;
    }
    card_add(l, ROLE_PROMO, &c,
             chain(xform_move(x, -0.016 - out_m, z - sink - 0.06),
                   chain(xform_turn_z(lean), xform_turn_y(lean / 3))));
    struct material clear = material_plain(0.9, 0.9, 0.9, 0.1);
    clear.alpha = 0.35f;
    struct mesh *m = arena_zalloc(l->a, sizeof *m);
    struct mesh_builder *strip = builder_new(l->a);
    builder_box(strip, (struct vec3){-0.005, 0.0005, 0},
                (struct vec3){0.005, round(out_m * 100) / 100, 0.0006}, 0);
    if (!(s = builder_end(strip, m, e))) {
        scene_add(l, ROLE_PROMO, m, &clear, 1, xform_move(x, -0.016 - out_m, z - sink - 0.02));
    }
    return s;
}

enum st signage_bay(const struct shop *st, struct scene_list *l, const struct shelf_plan *p,
                    int bay, double promo, struct art_cache *cache, struct signage *out,
                    struct err *e)
{
    const struct plan_bay *b = &p->bay[bay];
    double used[PLAN_MAX_SHELVES]; /* right end of the last tag of a shelf */
    for (int k = 0; k < PLAN_MAX_SHELVES; k++) {
        used[k] = b->x0_m + 0.003;
    }
    enum st s = ST_OK;
    for (size_t k = 0; k < p->n_blocks && !s; k++) {
        const struct plan_block *block = &p->block[k];
        struct rng g = rng_stream(st->seed, RNG_SHOP, k, 2);
        double w = st->tag_mm[0], h = st->tag_mm[1], along = rng_uniform(&g, 0, 0.5),
               u = rng_unit(&g);
        if (block->bay != bay) {
            continue;
        }
        struct card c;
        bool pegs = b->shelf[block->shelf].pegs;
        const struct plan_hook *hook = pegs ? hook_of(p, block) : NULL;
        if (hook && block->tag &&
            !(s = card_make(st, l, block->sku, st->tag_style, 45, 28, cache, out, &c, e))) {
            add_tag(l, &c, block,
                    chain(xform_move(hook->x_m, hook->tip_y_m - 0.005, hook->z_m),
                          xform_turn_x(-0.25)));
        }
        double room = block->x1_m - block->x0_m,
               x = block->x0_m + w / 2000 + fmax(0, room - w / 1000) * along;
        x = fmax(x, used[block->shelf] + w / 2000 + 0.001);
        if (!pegs && block->tag && x + w / 2000 < b->x1_m - 0.002 && x - w / 2000 < block->x1_m &&
            !(s = card_make(st, l, block->sku, st->tag_style, w, h, cache, out, &c, e))) {
            add_tag(l, &c, block, in_rail(b, block, &c, x, &g));
            used[block->shelf] = x + w / 2000;
        }
        if (!s && !pegs && u < promo) {
            s = add_promo(st, l, b, block, cache, out, &g, e);
        }
    }
    return s;
}
