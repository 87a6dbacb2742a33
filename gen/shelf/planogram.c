// SPDX-License-Identifier: MIT
/*
 * Bays and boards: how many, how wide, of which category; each board hung as high as what stands on
 * it needs (blocks.c), neighbours brought into one line.
 */
#include "shelf/shelfplan.h"

#include <string.h>

#define PITCH_M 0.025 /* slots of the uprights: boards hang in multiples of it */

/* --- the plan's lists ------------------------------------------------------------------------- */

static void *grow(struct arena *a, void *old, size_t n, size_t *cap, size_t size)
{
    if (n < *cap) {
        return old;
    }
    *cap = *cap ? 2 * *cap : 64;
    void *p = arena_alloc(a, size_mul(*cap, size));
    if (n) {
        memcpy(p, old, n * size);
    }
    return p;
}

struct plan_block *shelf_plan_add_block(struct shelf_plan *p, struct arena *a)
{
    p->block = grow(a, p->block, p->n_blocks, &p->cap_blocks, sizeof *p->block);
    p->block[p->n_blocks] = (struct plan_block){0};
    return &p->block[p->n_blocks++];
}

struct plan_item *shelf_plan_add_item(struct shelf_plan *p, struct arena *a)
{
    p->item = grow(a, p->item, p->n_items, &p->cap_items, sizeof *p->item);
    p->item[p->n_items] = (struct plan_item){0};
    return &p->item[p->n_items++];
}

struct plan_hook *shelf_plan_add_hook(struct shelf_plan *p, struct arena *a)
{
    p->hook = grow(a, p->hook, p->n_hooks, &p->cap_hooks, sizeof *p->hook);
    p->hook[p->n_hooks] = (struct plan_hook){0};
    return &p->hook[p->n_hooks++];
}

/* --- SKUs --------------------------------------------------------------------------------- */

struct stance stance_of(const struct sku *s, bool lying)
{
    double w = s->size_mm[0] / 1000, d = s->size_mm[1] / 1000, h = s->size_mm[2] / 1000;
    bool round = s->shape == SHAPE_CAN || s->shape == SHAPE_BOTTLE || s->shape == SHAPE_JAR;
    return lying ? (struct stance){w, h, d, true, false} : (struct stance){w, d, h, false, round};
}

bool stance_may_lie(const struct sku *s)
{
    return s->lies && s->shape != SHAPE_TRAY && s->size_mm[1] < 0.7 * s->size_mm[2];
}

bool stance_leans(const struct sku *s)
{
    return s->shape != SHAPE_BOTTLE && s->shape != SHAPE_JAR && s->shape != SHAPE_MODEL &&
           s->shape != SHAPE_TUBE;
}

double sku_mass_kg(const struct sku *s)
{
    /* kg/l of the box around it, by kind: full of liquid or preserve; dry goods; mostly air */
    static const double density[SHAPE_COUNT] = {
        [SHAPE_BOX] = 0.4,   [SHAPE_CAN] = 0.8,       [SHAPE_BOTTLE] = 0.6, [SHAPE_JAR] = 0.9,
        [SHAPE_POUCH] = 0.5, [SHAPE_BAG] = 0.25,      [SHAPE_TUBE] = 0.5,   [SHAPE_CARTON] = 0.9,
        [SHAPE_TRAY] = 0.4,  [SHAPE_MULTIPACK] = 0.8, [SHAPE_MODEL] = 0.5,  [SHAPE_CUTOUT] = 0.6,
    };
    return density[s->shape] * s->size_mm[0] * s->size_mm[1] * s->size_mm[2] * 1e-6;
}

/* --- bays --------------------------------------------------------------------------------- */

static double round_up(double v, double step)
{
    return ceil(v / step - 1e-9) * step;
}

/* Hang the boards: each as far under the next as what stands on it needs and the recipe allows. */
static void hang_boards(const struct recipe_shelf *r, const struct shelf_plan *p,
                        struct plan_bay *b, const double *need_m, struct rng *g)
{
    double z = p->base_m;
    for (int s = 0; s < b->n_boards; s++) {
        double room = rng_uniform(g, 0.03, 0.075), free = dist_draw(&r->shelf_height_m, g),
               u = rng_unit(g);
        double gap = need_m[s] + room + p->board_m;
        gap = gap < free ? gap + (free - gap) * u * u * u : gap;
        gap = clampd(gap, fmax(dist_min(&r->shelf_height_m), need_m[s] + 0.012 + p->board_m),
                     fmax(dist_max(&r->shelf_height_m), need_m[s] + 0.012 + p->board_m));
        gap = round_up(gap, PITCH_M);
        b->shelf[s] = (struct plan_shelf){.z_m = z, .clear_m = gap - p->board_m};
        z += gap;
    }
    b->top_m = z;
}

static void drop_above(struct shelf_plan *p, int bay, int n_boards)
{
    size_t m = 0;
    for (size_t i = 0; i < p->n_blocks; i++) {
        if (p->block[i].bay != bay || p->block[i].shelf < n_boards) {
            p->block[m++] = p->block[i];
        }
    }
    p->n_blocks = m;
}

static void plan_boards(const struct recipe_shelf *r, struct shelf_plan *p, int bay,
                        size_t category, const struct category_list *c,
                        const struct sku *const *sku, size_t n, int n_boards, struct rng *g,
                        struct arena *a)
{
    struct plan_bay *b = &p->bay[bay];
    double need_m[PLAN_MAX_SHELVES];
    blocks_plan(r, p, bay, n_boards, c, category, sku, n, g, a, need_m);
    b->n_boards = b->n_shelves = n_boards;
    hang_boards(r, p, b, need_m, g);
    while (b->n_boards > 1 && b->top_m > PLAN_TOP_M) {
        b->n_boards--;
        b->n_shelves--;
        b->top_m = b->shelf[b->n_boards].z_m;
        drop_above(p, bay, b->n_boards);
    }
}

/* The sum of the highest need of each board over the bays: neighbours often have their boards in
 * one line. */
static void align_boards(struct shelf_plan *p, int from_bay, int to_bay)
{
    const struct plan_bay *a = &p->bay[from_bay];
    struct plan_bay *b = &p->bay[to_bay];
    if (a->n_boards != b->n_boards || a->n_shelves != a->n_boards || b->n_shelves != b->n_boards) {
        return;
    }
    for (int s = 0; s < a->n_boards; s++) {
        if (a->shelf[s].clear_m < b->shelf[s].clear_m - 0.06 ||
            a->shelf[s].clear_m > b->shelf[s].clear_m + 0.12) {
            return;
        }
    }
    double z = p->base_m;
    for (int s = 0; s < a->n_boards; s++) {
        double clear = fmax(a->shelf[s].clear_m, b->shelf[s].clear_m);
        b->shelf[s] = p->bay[from_bay].shelf[s] = (struct plan_shelf){.z_m = z, .clear_m = clear};
        z += clear + p->board_m;
    }
    b->top_m = p->bay[from_bay].top_m = z;
}

/* A bay that is lower than the highest of the run: its boards move apart by up to two slots each,
 * as far as the recipe lets them. */
static void stretch_boards(const struct recipe_shelf *r, struct shelf_plan *p, int bay,
                           double top_m)
{
    struct plan_bay *b = &p->bay[bay];
    double spare = top_m - b->top_m, up = 0;
    if (b->n_shelves > b->n_boards) {
        return; /* hooks hang above its boards */
    }
    double step = spare > b->n_boards * PITCH_M ? 2 * PITCH_M : PITCH_M;
    for (int s = 0; s < b->n_boards; s++) {
        b->shelf[s].z_m += up;
        double wider = b->shelf[s].clear_m + step;
        if (spare >= step && wider + p->board_m <= dist_max(&r->shelf_height_m)) {
            b->shelf[s].clear_m = wider;
            spare -= step;
            up += step;
        }
    }
    b->top_m += up;
}

double shelf_plan_goods_top(const struct shelf_plan *p)
{
    double sum = 0;
    int own = p->n_bays - 2 * PLAN_NEIGHBOURS;
    for (int b = PLAN_NEIGHBOURS; b < PLAN_NEIGHBOURS + own; b++) {
        const struct plan_shelf *s = &p->bay[b].shelf[p->bay[b].n_shelves - 1];
        sum += s->pegs ? s->z_m + 0.02 : s->z_m + 0.8 * s->clear_m;
    }
    return sum / own;
}

static size_t hanging_first(const struct sku *const *sku, size_t n, const struct sku **out,
                            size_t *standing)
{
    size_t hang = 0, k = 0;
    for (size_t i = 0; i < n; i++) {
        hang += sku[i]->hangs;
    }
    for (size_t i = 0; i < n; i++) {
        if (sku[i]->hangs) {
            out[k++] = sku[i];
        }
    }
    *standing = n - hang;
    for (size_t i = 0; i < n; i++) {
        if (!sku[i]->hangs) {
            out[k++] = sku[i];
        }
    }
    return hang;
}

static void size_bays(const struct recipe_shelf *r, struct shelf_plan *p, struct rng *g)
{
    int own = (int)clampd(dist_draw(&r->bays, g), 1, PLAN_MAX_BAYS - 2 * PLAN_NEIGHBOURS);
    p->n_bays = own + 2 * PLAN_NEIGHBOURS;
    p->depth_m = round(dist_draw(&r->shelf_depth_m, g) * 100) / 100;
    p->board_m = 0.03;
    p->base_m = 0.1 + PITCH_M * rng_below(g, 3);
    /* bays of one run are of one width; now and then a narrower one fills what is left of a wall */
    double width = round(dist_draw(&r->bay_width_m, g) * 200) / 200,
           other = round(dist_draw(&r->bay_width_m, g) * 200) / 200;
    int odd = rng_unit(g) < 0.2 ? PLAN_NEIGHBOURS + (int)rng_below(g, (uint32_t)own) : -1;
    double total = width * own + (odd < 0 ? 0 : other - width),
           x = -total / 2 - PLAN_NEIGHBOURS * width;
    for (int b = 0; b < p->n_bays; b++) {
        double w = b == odd ? other : width;
        p->bay[b] = (struct plan_bay){.x0_m = x, .x1_m = x + w};
        x += w;
    }
}

enum st shelf_plan_make(const struct recipe_shelf *r, const struct sku *const *sku, size_t n,
                        uint64_t seed, uint64_t index, uint32_t attempt, struct arena *a,
                        struct shelf_plan *out, struct err *e)
{
    struct rng g = rng_stream(seed, RNG_BAYS, index, attempt);
    struct rng blocks = rng_stream(seed, RNG_BLOCKS, index, attempt),
               place = rng_stream(seed, RNG_PLACEMENT, index, attempt);
    struct shelf_plan *p = out;
    *p = (struct shelf_plan){0};
    size_bays(r, p, &g);
    const struct sku **sorted = arena_array(a, const struct sku *, n + 1);
    size_t n_stand, n_hang = hanging_first(sku, n, sorted, &n_stand);
    const struct sku *const *stand = n_stand ? sorted + n_hang : sorted;
    n_stand = n_stand ? n_stand : n_hang;
    struct category_list cats = categories_of(stand, n_stand, a);
    size_t category = cats.n ? rng_pick(&g, cats.cum, cats.n) : 0;
    for (int b = 0; b < p->n_bays && cats.n; b++) {
        bool same = rng_unit(&g) < 0.5;
        size_t other = rng_pick(&g, cats.cum, cats.n);
        category = b && !same ? other : category;
        int boards = (int)clampd(dist_draw(&r->shelves, &g), 1, PLAN_MAX_SHELVES - 1);
        bool pegs = rng_unit(&g) < r->pegs && n_hang;
        p->bay[b].category = cats.name[category];
        plan_boards(r, p, b, category, &cats, stand, n_stand, pegs ? 1 + boards / 4 : boards,
                    &blocks, a);
        if (pegs) {
            /* hooks as high as boards would have reached */
            double reach =
                p->base_m +
                boards * (dist_min(&r->shelf_height_m) + dist_max(&r->shelf_height_m)) / 2;
            pegboard_plan(r, p, b, p->bay[b].top_m + p->board_m, clampd(reach, 1.5, 2.05), sorted,
                          n_hang, &blocks, a);
        } else if (b && rng_unit(&g) < 0.7) {
            align_boards(p, b - 1, b);
        }
    }
    if (!p->n_blocks) {
        return err_set(e, ST_RECIPE,
                       "none of %zu SKUs fits on shelves %.2f m deep and at most %.2f m apart", n,
                       p->depth_m, dist_max(&r->shelf_height_m));
    }
    double top = 0;
    for (int b = 0; b < p->n_bays; b++) {
        top = fmax(top, p->bay[b].top_m);
    }
    for (int b = 0; b < p->n_bays; b++) {
        stretch_boards(r, p, b, top);
        p->bay[b].top_m = top; /* uprights of one run are of one height */
        placement_fill(r, p, b, sku, n, &place, a);
    }
    return ST_OK;
}
