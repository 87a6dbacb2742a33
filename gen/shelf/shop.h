// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_SHOP_H
#define ERSATZ_SHELF_SHOP_H
/*
 * shop - everything in the shop that is not for sale: boards with their rails, uprights, backs,
 * hooks, signs (shop.c), floor, ceiling, walls and the opposite aisle (room.c), tags and promotions
 * (signage.c).
 *
 * A shop has one style: colours, rails, tags and the way prices are written are drawn once.
 *
 *     struct shop st;
 *     shop_draw(&st, seed, i, attempt);
 *     shop_bay(&st, &list, &plan, bay, &e);
 *     shop_room(&st, &list, &plan, &lighting, aisle_m, &e);
 *
 * Fixtures are made to the centimetre and have few variants, so that a renderer's cache of meshes
 * and textures stays small.
 */
#include "shelf/art.h"
#include "shelf/lighting.h"
#include "shelf/price.h"
#include "shelf/scene_list.h"
#include "shelf/shelfplan.h"

enum shop_back { BACK_PLAIN, BACK_HOLES, BACK_WIRE };

struct shop {
    uint64_t seed;         /* of prices and cards: of each SKU, of each block */
    struct material shelf; /* boards, uprights, plinth */
    struct material rail;
    struct material back;
    enum shop_back back_kind;
    bool fence;  /* a low wire in front of the goods */
    bool header; /* a sign on top of the bays */
    struct material sign;
    int floor, aisle; /* variants of the textures */
    double tag_mm[2];
    int tag_style;
    struct price_style price;
};

/** shop_draw() - the style of sample `index`. */
void shop_draw(struct shop *st, uint64_t seed, uint64_t index, uint32_t attempt);

/** shop_aisle_m() - width of the aisle, enough for the camera to stand in it. */
double shop_aisle_m(uint64_t seed, uint64_t index, uint32_t attempt, double distance_m);

enum st shop_bay(const struct shop *st, struct scene_list *l, const struct shelf_plan *p, int bay,
                 struct err *e);
/** shop_ends() - side panels where the run of bays first..last ends. */
enum st shop_ends(const struct shop *st, struct scene_list *l, const struct shelf_plan *p,
                  struct err *e);
enum st shop_room(const struct shop *st, struct scene_list *l, const struct shelf_plan *p,
                  const struct lighting *light, double aisle_m, struct err *e);

/* Where a rail is: cards are set into it, tilted a little, so that a shopper who stands reads them. */
#define RAIL_HEIGHT_M 0.042
#define RAIL_TILT_RAD 0.12
/** shop_rail() - frame of the rail of a board whose top is at z: x from x0 to the right, z up along
 * the rail from its lower edge, its  face is y = 0 and looks to -y. */
struct xform shop_rail(double x0_m, double z_m);

/* What signage makes, and has to be freed with the scene. */
struct signage {
    struct art **art;
    size_t n, cap;
};

/** signage_release() - free the pictures of all cards. */
void signage_release(struct signage *s);

/** signage_bay() - tags of the blocks of a bay, hooks' tags, wobblers and talkers with probability
 * `promo` a block. */
enum st signage_bay(const struct shop *st, struct scene_list *l, const struct shelf_plan *p,
                    int bay, double promo, struct art_cache *art, struct signage *out,
                    struct err *e);

#endif
