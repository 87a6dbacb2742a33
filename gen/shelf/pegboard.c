// SPDX-License-Identifier: MIT
/*
 * Blister cards and small bags on hooks: rows of hooks one above the other, each as far from the
 * next as its longest card.
 */
#include "shelf/shelfplan.h"

#include <string.h>

#define EYELET_M 0.012 /* a card reaches this far above its hook */

static double hook_length(const struct shelf_plan *p)
{
    return fmin(0.25, p->depth_m - 0.05);
}

static bool hangs_here(const struct sku *s, const struct shelf_plan *p, double room_m)
{
    return s->size_mm[2] / 1000 <= room_m && s->size_mm[1] / 1000 <= hook_length(p) - 0.02 &&
           s->size_mm[0] < 400;
}

/* SKUs of one category after the other, those of a brand together: the order of the catalogue, from
 * a drawn place on. */
static const struct sku *next_sku(const struct shelf_plan *p, const struct sku *const *sku,
                                  size_t n, double room_m, size_t *at)
{
    for (size_t i = 0; i < n; i++) {
        const struct sku *s = sku[*at % n];
        (*at)++;
        if (hangs_here(s, p, room_m)) {
            return s;
        }
    }
    return NULL;
}

static void add_hooks(struct shelf_plan *p, const struct plan_block *k, double z_m, struct arena *a)
{
    double slot = (k->x1_m - k->x0_m) / k->facings;
    for (int i = 0; i < k->facings; i++) {
        struct plan_hook *h = shelf_plan_add_hook(p, a);
        *h = (struct plan_hook){k->bay, k->shelf, k->x0_m + (i + 0.5) * slot, z_m,
                                p->depth_m - hook_length(p)};
    }
}

/* One row: from left to right as many blocks as fit. Returns its height, 0 if there is no room for
 * a row. */
static double plan_row(const struct recipe_shelf *r, struct shelf_plan *p, int bay, double z0_m,
                       double z1_m, const struct sku *const *sku, size_t n, size_t *at,
                       struct rng *g, struct arena *a)
{
    struct plan_bay *b = &p->bay[bay];
    double x = b->x0_m + 0.02, room = z1_m - z0_m - 0.03, tallest = 0;
    size_t first = p->n_blocks;
    for (const struct sku *s; (s = next_sku(p, sku, n, room, at));) {
        double slot = s->size_mm[0] / 1000 + rng_uniform(g, 0.012, 0.03);
        int facings = (int)clampd(dist_draw(&r->facings, g) / 2, 1, 3);
        bool empty = rng_unit(g) < r->gap, tag = rng_unit(g) < r->tags;
        while (facings > 1 && x + facings * slot > b->x1_m - 0.02) {
            facings--;
        }
        if (x + facings * slot > b->x1_m - 0.02) {
            break;
        }
        struct plan_block *k = shelf_plan_add_block(p, a);
        *k = (struct plan_block){.sku = s,
                                 .bay = bay,
                                 .shelf = b->n_shelves,
                                 .x0_m = x,
                                 .x1_m = x + facings * slot,
                                 .facings = facings,
                                 .spacing_m = slot - s->size_mm[0] / 1000,
                                 .levels = 1,
                                 .empty = empty,
                                 .tag = tag};
        x += facings * slot;
        tallest = fmax(tallest, s->size_mm[2] / 1000);
    }
    if (p->n_blocks == first) {
        return 0;
    }
    double z = z0_m + 0.02 + tallest;
    for (size_t k = first; k < p->n_blocks; k++) {
        add_hooks(p, &p->block[k], z, a);
    }
    b->shelf[b->n_shelves++] = (struct plan_shelf){.z_m = z, .clear_m = z - z0_m, .pegs = true};
    return tallest + 0.02;
}

void pegboard_plan(const struct recipe_shelf *r, struct shelf_plan *p, int bay, double z0_m,
                   double z1_m, const struct sku *const *sku, size_t n, struct rng *g,
                   struct arena *a)
{
    struct plan_bay *b = &p->bay[bay];
    size_t at = rng_below(g, (uint32_t)n);
    double z = z0_m;
    while (b->n_shelves < PLAN_MAX_SHELVES) {
        double height = plan_row(r, p, bay, z, z1_m, sku, n, &at, g, a);
        if (height <= 0) {
            break;
        }
        z += height + rng_uniform(g, 0.02, 0.04);
    }
    b->top_m = z + 0.05;
}

/* The card swings about its hook: the wire goes through it EYELET_M below its top. Less far if
 * another is in its way. */
static void swing(const struct recipe_shelf *r, struct shelf_plan *p, size_t first_item, size_t k,
                  struct rng *g)
{
    double z = p->bay[p->item[k].bay].shelf[p->item[k].shelf].z_m;
    double tilt = clampd(dist_draw(&r->jitter_deg, g), -4, 4) * PI / 180,
           turn = dist_draw(&r->jitter_deg, g) * PI / 180;
    for (double share = 1; share > 0.2; share /= 2) {
        struct plan_item it = p->item[k];
        const double *mm = it.sku->size_mm;
        struct xform at = xform_move(it.box.centre.x, it.box.centre.y, z),
                     below = xform_move(0, 0, EYELET_M - mm[2] / 1000);
        struct xform sway = xform_turn_y(share * tilt), about = xform_turn_z(share * turn);
        sway = xform_mul(&sway, &below);
        about = xform_mul(&about, &sway);
        it.world_from_object = xform_mul(&at, &about);
        it.box = obb_of(&it.world_from_object, mm[0] / 1000, mm[1] / 1000, mm[2] / 1000);
        if (placement_free(p, first_item, k, &it.box)) {
            p->item[k] = it;
            return;
        }
    }
}

void pegboard_hang(const struct recipe_shelf *r, struct shelf_plan *p, size_t block,
                   size_t first_item, struct rng *g, struct arena *a)
{
    const struct plan_block k = p->block[block];
    const struct plan_shelf *shelf = &p->bay[k.bay].shelf[k.shelf];
    double w = k.sku->size_mm[0] / 1000, d = k.sku->size_mm[1] / 1000, h = k.sku->size_mm[2] / 1000;
    double slot = (k.x1_m - k.x0_m) / k.facings, tip = p->depth_m - hook_length(p), gap = 0.002;
    int room = (int)((hook_length(p) - 0.02) / (d + gap));
    size_t first = p->n_items;
    for (int i = 0; i < k.facings; i++) {
        int rows = (int)fmax(1, 2 * dist_draw(&r->rows, g));
        rows = rows < room ? rows : room;
        int left = (int)fmax(1, round(dist_draw(&r->fill, g) * rows));
        for (int row = 0; row < left; row++) {
            struct plan_item *it = shelf_plan_add_item(p, a);
            *it = (struct plan_item){.sku = k.sku,
                                     .bay = k.bay,
                                     .shelf = k.shelf,
                                     .block = (int)block,
                                     .facing = i,
                                     .row = row,
                                     .hanging = true};
            it->world_from_object =
                xform_move(k.x0_m + (i + 0.5) * slot, tip + 0.012 + d / 2 + row * (d + gap),
                           shelf->z_m + EYELET_M - h);
            it->box = obb_of(&it->world_from_object, w, d, h);
        }
    }
    for (size_t n = first; n < p->n_items; n++) {
        swing(r, p, first_item, n, g);
    }
}
