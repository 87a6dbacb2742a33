// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_SHELFPLAN_H
#define ERSATZ_SHELF_SHELFPLAN_H
/*
 * shelfplan - what stands where on a run of shelves, before anything is drawn.
 *
 * planogram.c decides bays and boards, blocks.c what stands on each (a block is a run of facings of
 * one SKU on one shelf), placement.c puts the items of the blocks on the boards, pegboard.c hangs
 * those that hang. Pure geometry: it needs sizes of SKUs, not their meshes.
 *
 *     struct shelf_plan p;
 *     shelf_plan_make(&recipe->shelf, sku, n_skus, seed, i, attempt, &arena, &p, &e);
 *
 * Frame: base/geom3.h. The front edges of the boards lie in y = 0, the back panel in y = depth_m;
 * the run of bays is centred on x = 0. Shelves count from the bottom, 0 is the base; in a bay with
 * pegs the rows of hooks go on counting after its boards.
 *
 * What holds of every plan (tests/property/prop_planogram.c): no two items are more than 1 mm
 * inside each other, each stands on its board, on another item, or hangs on its hook, and all are
 * inside their bay.
 */
#include <stdbool.h>

#include "base/arena.h"
#include "recipe/recipe.h"
#include "shelf/catalogue.h"
#include "shelf/obb.h"

/* NEIGHBOURS: bays planned on either side of those that the recipe asks for, to be cut by the
 * picture's edge. */
enum { PLAN_MAX_BAYS = 16, PLAN_NEIGHBOURS = 2, PLAN_MAX_SHELVES = 16 };

/* A board, or a row of hooks. */
struct plan_shelf {
    double z_m;     /* of the board's top, or of the hooks */
    double clear_m; /* board: free height above it; hooks: free height below them */
    bool pegs;
};

struct plan_bay {
    double x0_m, x1_m; /* from seam to seam */
    int n_shelves;
    struct plan_shelf shelf[PLAN_MAX_SHELVES];
    int n_boards; /* of the shelves; the rest are rows of hooks */
    double top_m; /* where uprights and back panel end */
    const char *category;
};

struct plan_block {
    const struct sku *sku;
    int bay, shelf;
    double x0_m, x1_m;
    int facings;
    double spacing_m; /* between its facings */
    int levels;       /* stacked at most so high, if there is room */
    int n_lean;       /* of its facings: leaning, */
    int n_side;       /* front item fallen sideways, */
    int n_along;      /* fallen towards the shopper or backwards */
    bool lying;
    bool empty; /* out of stock */
    bool tag;   /* its price tag is in the rail */
};

struct plan_item {
    const struct sku *sku;
    struct xform world_from_object;
    struct obb box; /* round packs turn inside of theirs */
    int bay, shelf;
    int block; /* place in shelf_plan.block */
    int facing, row, level;
    bool turned, fallen, leaning, misplaced;
    bool hanging, lying;
};

struct plan_hook {
    int bay, shelf;
    double x_m, z_m; /* of the wire */
    double tip_y_m;  /* where it ends in front; behind it ends at the back panel */
};

struct shelf_plan {
    double depth_m, board_m; /* of boards; board_m: their thickness */
    double base_m;           /* height of the lowest board */
    int n_bays;              /* neighbours included: PLAN_NEIGHBOURS before and after the others */
    struct plan_bay bay[PLAN_MAX_BAYS];
    struct plan_block *block;
    size_t n_blocks, cap_blocks;
    struct plan_item *item;
    size_t n_items, cap_items;
    struct plan_hook *hook;
    size_t n_hooks, cap_hooks;
};

/**
 * shelf_plan_make() - plan the run of bays of sample `index`.
 * sku: n that may be put on the shelves; borrowed, as long as the plan
 * Returns ST_OK; ST_RECIPE if none of them fits.
 */
enum st shelf_plan_make(const struct recipe_shelf *r, const struct sku *const *sku, size_t n,
                        uint64_t seed, uint64_t index, uint32_t attempt, struct arena *a,
                        struct shelf_plan *out, struct err *e);

/** shelf_plan_goods_top() - how high goods stand in the recipe's own bays, on average; uprights may
 * be higher. */
double shelf_plan_goods_top(const struct shelf_plan *p);

/* --- shared by the files named above ---------------------------------------- */

/* A SKU as it is put on a board: lying bags are turned onto their back. */
struct stance {
    double width_m, depth_m, height_m;
    bool lying, round;
};
struct stance stance_of(const struct sku *s, bool lying);
/** stance_may_lie() - thin packs that are said to; what is flat as it stands lies already. */
bool stance_may_lie(const struct sku *s);
/** stance_leans() - does its box tell where it touches a neighbour that it leans on? Not for
 * bottles, whose necks are thin. */
bool stance_leans(const struct sku *s);
/** sku_mass_kg() - what it weighs, guessed from its volume and kind: heavier goods stand lower. */
double sku_mass_kg(const struct sku *s);

/* Categories of SKUs, with cumulative weights. */
struct category_list {
    const char **name;
    double *cum;
    size_t n;
};
struct category_list categories_of(const struct sku *const *sku, size_t n, struct arena *a);

/**
 * blocks_plan() - blocks for the boards of a bay, from the left, board by board.
 * category: place in `c`, the bay's first choice
 * need_m: out, by board: height of the tallest or the highest stack
 */
void blocks_plan(const struct recipe_shelf *r, struct shelf_plan *p, int bay, int n_boards,
                 const struct category_list *c, size_t category, const struct sku *const *sku,
                 size_t n, struct rng *g, struct arena *a, double need_m[PLAN_MAX_SHELVES]);

/* Room that a leaning pack is given beside its own width, as a share of its height: the sine of its
 * largest angle. */
#define LEAN_ROOM 0.22
/* Uprights end at most here. */
#define PLAN_TOP_M 2.3
/* What bays keep free at their seams, at the front edge and at the back, for whatever stands in
 * them. */
#define SEAM_M 0.006
#define FRONT_M 0.004
#define BACK_M 0.006

struct plan_block *shelf_plan_add_block(struct shelf_plan *p, struct arena *a);
struct plan_item *shelf_plan_add_item(struct shelf_plan *p, struct arena *a);
struct plan_hook *shelf_plan_add_hook(struct shelf_plan *p, struct arena *a);

/** pegboard_plan() - rows of hooks and their blocks from height z0_m up to about z1_m. */
void pegboard_plan(const struct recipe_shelf *r, struct shelf_plan *p, int bay, double z0_m,
                   double z1_m, const struct sku *const *sku, size_t n, struct rng *g,
                   struct arena *a);

/** pegboard_hang() - put the items of a block on its hooks. first_item: the first of the shelf. */
void pegboard_hang(const struct recipe_shelf *r, struct shelf_plan *p, size_t block,
                   size_t first_item, struct rng *g, struct arena *a);

/** placement_free() - may item k stand with this box? It must be in its bay and touch no other item
 * of its shelf. */
bool placement_free(const struct shelf_plan *p, size_t first_item, size_t k, const struct obb *box);

/** placement_fill() - put the items of a bay's blocks on its boards and hooks. `g`: a stream of its
 * own. */
void placement_fill(const struct recipe_shelf *r, struct shelf_plan *p, int bay,
                    const struct sku *const *sku, size_t n, struct rng *g, struct arena *a);

#endif
