// SPDX-License-Identifier: MIT
/*
 * From plans to a scene: what the camera sees of the bays, with meshes and pictures, texts, regions
 * and lamps.
 */
#include "shelf/stage_parts.h"

#include <string.h>

#include "plan/plan.h"

#define BEYOND_M \
    0.15 /* items this far outside of the picture are left out: they throw no shadow into it */
#define WEAR_STEPS 8 /* wear in steps, so that items share materials */
enum { FEW_SKUS = 12, MAX_OBJECTS = 32766 };

/* --- packs -------------------------------------------------------------------------------- */

static enum st dress(struct stage *s, const struct sku *sku, struct dressed *d, struct err *e)
{
    enum st st = ST_OK;
    if (!sku->model && (st = art_of(s->w->art, sku, &d->art, e))) {
        return st;
    }
    if ((st = shape_of(s->w->shapes, sku, d->art, &d->shape, e))) {
        return st;
    }
    for (int k = 0; k < MESH_MAX_SLOTS; k++) {
        const struct texture *t = &d->shape->texture[k];
        d->texture[k] =
            d->shape->model && t->im ? scene_list_texture(&s->list, t->im, t->key) : SCENE_NONE;
    }
    if (d->art) {
        d->texture[0] = scene_list_texture(&s->list, &d->art->im, d->art->key);
    }
    return ST_OK;
}

enum st stage_dress(struct stage *s, const struct sku *sku, const struct dressed **out,
                    struct err *e)
{
    struct dressed **d = &s->dressed[stage_number(sku)];
    enum st st = ST_OK;
    if (!*d) {
        *d = arena_zalloc(s->a, sizeof **d);
        st = dress(s, sku, *d, e);
    }
    *out = *d;
    return st;
}

static void add_texts(struct scene_list *l, uint32_t object, const struct shape *shape)
{
    for (size_t k = 0; k < shape->n_texts; k++) {
        const struct shape_text *from = &shape->text[k];
        struct surface_text *t = scene_add_text(l, object);
        t->text = from->text;
        t->kind = from->kind;
        t->p = from->p;
        t->normal = from->normal;
        t->n = from->n;
    }
}

enum st stage_add_pack(struct stage *s, enum object_role role, const struct sku *sku,
                       struct xform where, bool texts, uint32_t *object, struct err *e)
{
    const struct dressed *d;
    enum st st = stage_dress(s, sku, &d, e);
    if (st) {
        return st;
    }
    if (s->list.s.n_objects >= MAX_OBJECTS) {
        return err_set(e, ST_RECIPE,
                       "a scene has more than %d objects (fewer bays or rows, or a nearer camera)",
                       MAX_OBJECTS);
    }
    struct material m[MESH_MAX_SLOTS];
    double wear = dist_draw(&s->w->recipe->shelf.wear, &s->wear);
    memset(m, 0, sizeof m);
    shape_materials(d->shape, sku, round(wear * WEAR_STEPS) / WEAR_STEPS, m);
    for (int k = 0; k < d->shape->mesh.n_slots; k++) {
        m[k].texture = d->texture[k];
    }
    *object = scene_add(&s->list, role, &d->shape->mesh, m, d->shape->mesh.n_slots, where);
    if (texts) {
        add_texts(&s->list, *object, d->shape);
    }
    return ST_OK;
}

void stage_lights(struct stage *s)
{
    for (int k = 0; k < s->lighting.n_lights; k++) {
        *scene_add_light(&s->list) = s->lighting.light[k];
    }
    memcpy(s->list.s.ambient, s->lighting.ambient, sizeof s->list.s.ambient);
}

/* --- a run of shelves --------------------------------------------------------------------- */

static bool sees_bay(const struct stage *s, int bay)
{
    const struct plan_bay *b = &s->plan.bay[bay];
    struct vec3 lo = {b->x0_m, -0.15, 0}, hi = {b->x1_m, s->plan.depth_m, b->top_m + 0.3};
    return viewpoint_sees(&s->list.s.camera, lo, hi, 0.02);
}

/* A run without holes: from the first to the last that is seen. */
static void choose_bays(struct stage *s)
{
    int first = s->plan.n_bays, last = -1;
    for (int b = 0; b < s->plan.n_bays; b++) {
        if (sees_bay(s, b)) {
            first = b < first ? b : first;
            last = b;
        }
    }
    s->first_bay = last < 0 ? 0 : first;
    s->n_bays = last < 0 ? 0 : last - first + 1;
}

static bool has_bay(const struct stage *s, int bay)
{
    return bay >= s->first_bay && bay < s->first_bay + s->n_bays;
}

static enum st add_items(struct stage *s, struct err *e)
{
    for (size_t k = 0; k < s->plan.n_items; k++) {
        const struct plan_item *from = &s->plan.item[k];
        if (!has_bay(s, from->bay) ||
            !viewpoint_sees(&s->list.s.camera, from->box.lo, from->box.hi, BEYOND_M)) {
            continue;
        }
        uint32_t object;
        enum st st =
            stage_add_pack(s, ROLE_ITEM, from->sku, from->world_from_object, true, &object, e);
        if (st) {
            return st;
        }
        struct item *it = scene_add_item(&s->list, object);
        it->sku = from->sku;
        it->bay = from->bay - s->first_bay;
        it->shelf = from->shelf;
        it->block = from->block;
        it->facing = from->facing;
        it->row = from->row;
        it->level = from->level;
        it->turned = from->turned;
        it->fallen = from->fallen;
        it->leaning = from->leaning;
        it->misplaced = from->misplaced;
    }
    return ST_OK;
}

static void add_regions(struct stage *s)
{
    const struct shelf_plan *p = &s->plan;
    for (int b = s->first_bay; b < s->first_bay + s->n_bays; b++) {
        for (int k = 0; k < p->bay[b].n_shelves; k++) {
            const struct plan_shelf *shelf = &p->bay[b].shelf[k];
            struct region *r = scene_add_region(&s->list);
            double low = shelf->pegs ? shelf->z_m - shelf->clear_m : shelf->z_m - p->board_m;
            double high = shelf->pegs ? shelf->z_m + 0.02 : shelf->z_m + shelf->clear_m;
            *r = (struct region){.kind = REGION_SHELF,
                                 .bay = b - s->first_bay,
                                 .shelf = k,
                                 .lo = {p->bay[b].x0_m, 0, low},
                                 .hi = {p->bay[b].x1_m, p->depth_m, high}};
        }
    }
    for (size_t k = 0; k < p->n_blocks; k++) {
        const struct plan_block *b = &p->block[k];
        if (!b->empty || !has_bay(s, b->bay)) {
            continue;
        }
        const struct plan_shelf *shelf = &p->bay[b->bay].shelf[b->shelf];
        struct stance t = stance_of(b->sku, b->lying);
        double low = shelf->pegs ? shelf->z_m - t.height_m : shelf->z_m;
        struct region *r = scene_add_region(&s->list);
        *r = (struct region){.kind = REGION_GAP,
                             .bay = b->bay - s->first_bay,
                             .shelf = b->shelf,
                             .sku = b->sku,
                             .lo = {b->x0_m, 0, low},
                             .hi = {b->x1_m, t.depth_m, low + t.height_m}};
    }
}

enum st stage_make_shelf(struct stage *s, struct err *e)
{
    const struct recipe_shelf *r = &s->w->recipe->shelf;
    enum st st =
        shelf_plan_make(r, s->sku, s->n_skus, s->seed, s->index, s->attempt, s->a, &s->plan, e);
    if (st) {
        return st;
    }
    struct camera *c = &s->list.s.camera;
    *c = viewpoint_make(r, &s->plan, s->seed, s->index, s->attempt);
    shop_draw(&s->shop, s->seed, s->index, s->attempt);
    s->aisle_m = shop_aisle_m(s->seed, s->index, s->attempt, -viewpoint_eye(c).y);
    lighting_make(r, &s->plan, c, s->aisle_m, s->seed, s->index, s->attempt, &s->lighting);
    choose_bays(s);
    st = add_items(s, e);
    for (int b = s->first_bay; b < s->first_bay + s->n_bays && !st; b++) {
        (void)((st = shop_bay(&s->shop, &s->list, &s->plan, b, e)) ||
               (st = signage_bay(&s->shop, &s->list, &s->plan, b, r->promo, s->w->art, &s->signage,
                                 e)));
    }
    (void)(st || (st = shop_ends(&s->shop, &s->list, &s->plan, e)) ||
           (st = shop_room(&s->shop, &s->list, &s->plan, &s->lighting, s->aisle_m, e)));
    for (size_t k = 0; k < s->list.s.n_tags; k++) {
        s->list.s.tag[k].bay -= s->first_bay;
    }
    add_regions(s);
    stage_lights(s);
    return st;
}

/* --- which SKUs, which split -------------------------------------------------------------- */

/* By the index alone, as in plan.c, so that a scene planned again stays in its split. */
static int split_of(const struct recipe *r, uint64_t seed, uint64_t index)
{
    struct rng g = rng_stream(seed, RNG_SPLIT, index, 0);
    double u = rng_unit(&g);
    return u < r->split_test                  ? SPLIT_TEST
           : u < r->split_test + r->split_val ? SPLIT_VAL
                                              : SPLIT_TRAIN;
}

static size_t take_split(struct stage *s, int split, size_t limit)
{
    size_t all = catalogue_count(s->w->catalogue), n = 0;
    /* `limit` of them from a drawn place on */
    struct rng g = rng_stream(s->seed, RNG_BAYS, s->index, s->attempt + 0x8000u);
    size_t from = rng_below(&g, (uint32_t)all);
    for (size_t i = 0; i < all && n < limit; i++) {
        const struct sku *k = catalogue_sku(s->w->catalogue, (from + i) % all);
        if (!s->w->sku_split || s->w->sku_split[stage_number(k)] == split) {
            s->sku[s->n_skus + n++] = k;
        }
    }
    s->n_skus += n;
    return n;
}

static void choose_skus(struct stage *s)
{
    size_t all = catalogue_count(s->w->catalogue);
    s->sku = arena_array(s->a, const struct sku *, all + 1);
    s->dressed = arena_zarray(s->a, struct dressed *, all + 1);
    size_t n = all ? take_split(s, s->split, all) : 0;
    if (n < FEW_SKUS && s->w->sku_split && s->split != SPLIT_TRAIN &&
        s->w->recipe->kind == KIND_SHELF) {
        take_split(s, SPLIT_TRAIN, FEW_SKUS - n);
    }
}

enum st stage_make(const struct shelf_world *w, uint64_t seed, uint64_t index, uint32_t attempt,
                   struct arena *a, struct stage **out, struct err *e)
{
    struct stage *s = arena_zalloc(a, sizeof *s);
    s->w = w;
    s->seed = seed;
    s->index = index;
    s->attempt = attempt;
    s->a = a;
    s->list.a = a;
    s->split = split_of(w->recipe, seed, index);
    s->wear = rng_stream(seed, RNG_WEAR, index, attempt);
    choose_skus(s);
    enum st st = !s->n_skus
                     ? err_set(e, ST_RECIPE, "no SKU is left for split '%s'", split_name[s->split])
                 : w->recipe->kind == KIND_PRODUCT ? stage_make_product(s, e)
                                                   : stage_make_shelf(s, e);
    if (st) {
        stage_drop(s);
        s = NULL;
    }
    *out = s;
    return st;
}

const struct scene *stage_scene(const struct stage *s)
{
    return &s->list.s;
}

int stage_split(const struct stage *s)
{
    return s->split;
}

void stage_drop(struct stage *s)
{
    if (!s) {
        return;
    }
    for (size_t k = 0; k < catalogue_count(s->w->catalogue); k++) {
        if (s->dressed[k] && s->dressed[k]->art) {
            art_drop(s->w->art, s->dressed[k]->art);
        }
    }
    signage_release(&s->signage);
}
