// SPDX-License-Identifier: MIT
#include "shelf/shop.h"

#include <string.h>

#include "base/color.h"
#include "shelf/packs.h"

#define UPRIGHT_M 0.03   /* width of an upright */
#define BACK_GAP_M 0.012 /* back panel behind the boards' rear edge */
#define LIP_M 0.004      /* ridges that hold cards in a rail */

static struct material painted(double lightness, double saturation, double hue_deg,
                               double roughness)
{
    double c[3];
    color_linear(lightness, saturation, hue_deg, c);
    return material_plain(c[0], c[1], c[2], roughness);
}

void shop_draw(struct shop *st, uint64_t seed, uint64_t index, uint32_t attempt)
{
    static const double tags[][2] = {{60, 38}, {52, 38}, {80, 38}, {68, 36}};
    struct rng stream = rng_stream(seed, RNG_SHOP, index, attempt), *g = &stream;
    *st = (struct shop){0};
    double kind = rng_unit(g), rough = rng_uniform(g, 0.3, 0.55), hue = rng_uniform(g, 0, 360),
           sat = rng_unit(g);
    double light = kind < 0.55  ? rng_uniform(g, 0.86, 0.95)
                   : kind < 0.8 ? rng_uniform(g, 0.6, 0.75)
                                : rng_uniform(g, 0.22, 0.35);
    bool wood = kind > 0.92;
    st->shelf = wood ? painted(rng_uniform(g, 0.45, 0.7), 0.35, rng_uniform(g, 25, 38), 0.5)
                     : painted(light, 0.03, 60, rough);
    st->back = wood ? painted(0.3, 0.1, 30, 0.6)
                    : painted(light * rng_uniform(g, 0.85, 1), 0.03, 60, rough + 0.1);
    double rail = rng_unit(g);
    st->rail = rail < 0.4   ? painted(0.93, 0.02, 60, 0.25)
               : rail < 0.6 ? painted(0.75, 0.02, 200, 0.2)
                            : painted(rng_uniform(g, 0.3, 0.6), 0.4 + 0.5 * sat, hue, 0.3);
    double back = rng_unit(g), fence = rng_unit(g), header = rng_unit(g);
    st->back_kind = back < 0.45 ? BACK_PLAIN : back < 0.85 ? BACK_HOLES : BACK_WIRE;
    st->fence = fence < 0.12;
    st->header = header < 0.35;
    st->sign = painted(rng_uniform(g, 0.3, 0.6), 0.8, hue + 180 * (header < 0.15), 0.4);
    st->floor = (int)rng_below(g, 6);
    st->aisle = (int)rng_below(g, 12);
    size_t tag = rng_below(g, sizeof tags / sizeof *tags);
    st->tag_mm[0] = tags[tag][0];
    st->tag_mm[1] = tags[tag][1];
    st->tag_style = (int)rng_below(g, 8);
    st->price = price_style_draw(g);
    st->seed = (uint64_t)rng_u32(g) << 32 | rng_u32(g);
}

double shop_aisle_m(uint64_t seed, uint64_t index, uint32_t attempt, double distance_m)
{
    struct rng g = rng_stream(seed, RNG_SHOP, index,
                              attempt + 0x8000u); /* a stream apart from shop_draw()'s */
    return fmax(rng_uniform(&g, 1.8, 2.8), distance_m + 0.5);
}

struct xform shop_rail(double x0_m, double z_m)
{
    struct xform at = xform_move(x0_m, -0.016, z_m - RAIL_HEIGHT_M + 0.002),
                 tilt = xform_turn_x(-RAIL_TILT_RAD);
    return xform_mul(&at, &tilt);
}

/* --- parts -------------------------------------------------------------------------------- */

static enum st end(struct mesh_builder *b, struct scene_list *l, const struct material *m, int n,
                   struct xform where, struct err *e)
{
    struct mesh *mesh = arena_zalloc(l->a, sizeof *mesh);
    enum st st = builder_end(b, mesh, e);
    if (!st) {
        scene_add(l, ROLE_FIXTURE, mesh, m, n, where);
    }
    return st;
}

static void box(struct mesh_builder *b, double x0, double y0, double z0, double x1, double y1,
                double z1, int slot)
{
    builder_box(b, (struct vec3){x0, y0, z0}, (struct vec3){x1, y1, z1}, slot);
}

/* A steel shelf on two brackets. Origin: its top, left end, front. */
static enum st add_board(const struct shop *st, struct scene_list *l, double width,
                         const struct shelf_plan *p, struct xform where, struct err *e)
{
    struct mesh_builder *b = builder_new(l->a);
    builder_rounded_box(b, (struct vec3){0.001, 0, -p->board_m},
                        (struct vec3){width - 0.001, p->depth_m, 0}, 0.003, 2, 0);
    for (int side = 0; side < 2; side++) {
        double x = side ? width - 0.0045 : 0.0015;
        box(b, x, p->depth_m * 0.35, -p->board_m - 0.045, x + 0.003, p->depth_m, -p->board_m, 0);
    }
    return end(b, l, &st->shelf, 1, where, e);
}

static enum st add_rail(const struct shop *st, struct scene_list *l, double width,
                        struct xform where, struct err *e)
{
    struct mesh_builder *b = builder_new(l->a);
    box(b, 0.001, 0, 0, width - 0.001, 0.003, RAIL_HEIGHT_M, 0);
    box(b, 0.001, -0.003, 0, width - 0.001, 0, LIP_M / 2, 0);
    box(b, 0.001, -0.003, RAIL_HEIGHT_M - LIP_M / 2, width - 0.001, 0, RAIL_HEIGHT_M, 0);
    return end(b, l, &st->rail, 1, where, e);
}

/* A low wire that keeps round goods from rolling off. */
static enum st add_fence(struct scene_list *l, double width, struct xform where, struct err *e)
{
    struct material chrome = material_plain(0.6, 0.6, 0.6, 0.25);
    chrome.metallic = 1;
    struct mesh_builder *b = builder_new(l->a);
    box(b, 0.004, -0.006, 0.042, width - 0.004, -0.002, 0.046, 0);
    for (int i = 0; i * 0.1 < width - 0.02; i++) {
        box(b, 0.008 + i * 0.1, -0.006, 0, 0.011 + i * 0.1, -0.003, 0.043, 0);
    }
    return end(b, l, &chrome, 1, where, e);
}

/* Upright with a column of slots. Origin: on the floor, in the middle of the seam, its front. */
static enum st add_upright(const struct shop *st, struct scene_list *l, double height,
                           struct xform where, struct err *e)
{
    struct material m[2] = {st->shelf, material_plain(0.01, 0.01, 0.01, 0.9)};
    struct mesh_builder *b = builder_new(l->a);
    box(b, -UPRIGHT_M / 2, 0, 0, UPRIGHT_M / 2, 0.06, height, 0);
    for (double z = 0.1; z + 0.03 < height; z += 0.05) {
        for (int side = -1; side <= 1; side += 2) {
            double x = side * 0.007, front = -0.0004;
            struct vec3 q[4] = {{x - 0.002, front, z + 0.02},
                                {x + 0.002, front, z + 0.02},
                                {x + 0.002, front, z},
                                {x - 0.002, front, z}};
            builder_quad(b, q, (struct box){0, 0, 1, 1}, 1);
        }
    }
    return end(b, l, m, 2, where, e);
}

/* A tile of a panel with holes 5 mm wide, 25 mm apart: ten by ten of them. */
static struct texture holes_texture(struct scene_list *l, const struct material *panel)
{
    enum { SIDE = 256, STEPS = 16 };
    struct image *im = arena_zalloc(l->a, sizeof *im);
    *im = (struct image){SIDE, SIDE, 3, arena_alloc(l->a, SIDE * SIDE * 3)};
    uint8_t shade[STEPS + 1][3]; /* by the share of a texel that is hole */
    for (int i = 0; i <= STEPS; i++) {
        for (int k = 0; k < 3; k++) {
            double open = (double)i / STEPS,
                   v = (double)panel->base_color[k] * (1 - open) + 0.01 * open;
            shade[i][k] = (uint8_t)(255 * srgb_encode(v) + 0.5);
        }
    }
    double square[SIDE]; /* mm^2 from the nearest hole's middle, along one side */
    for (int i = 0; i < SIDE; i++) {
        double mm = fmod((i + 0.5) * 250 / SIDE, 25) - 12.5;
        square[i] = mm * mm;
    }
    for (int i = 0; i < SIDE * SIDE; i++) {
        double open = clampd(3 - sqrt(square[i % SIDE] + square[i / SIDE]), 0, 1);
        memcpy(im->px + i * 3, shade[(int)(open * STEPS + 0.5)], 3);
    }
    return (struct texture){im, image_key(l->a, im)};
}

static enum st add_back(const struct shop *st, struct scene_list *l, double width, double height,
                        struct xform where, struct err *e)
{
    struct material m[2] = {st->back, material_plain(0.25, 0.25, 0.24, 0.9)};
    struct mesh_builder *b = builder_new(l->a);
    double x0 = UPRIGHT_M / 2, x1 = width - UPRIGHT_M / 2;
    if (st->back_kind == BACK_WIRE) {
        m[0] = material_plain(0.55, 0.55, 0.55, 0.3);
        m[0].metallic = 1;
        for (double x = x0 + 0.02; x < x1; x += 0.05) {
            box(b, x, 0, 0, x + 0.004, 0.004, height, 0);
        }
        for (double z = 0.05; z < height; z += 0.25) {
            box(b, x0, 0.004, z, x1, 0.009, z + 0.005, 0);
        }
        box(b, x0, 0.08, 0, x1, 0.09, height, 1);
        return end(b, l, m, 2, where, e);
    }
    if (st->back_kind == BACK_HOLES) {
        struct texture t = holes_texture(l, &st->back);
        m[0].texture = scene_list_texture(l, t.im, t.key);
    }
    for (double z = 0; z < height - 1e-9; z += 0.25) {
        for (double x = x0; x < x1 - 1e-9; x += 0.25) { /* whole tiles, the last cut off */
            double w = fmin(0.25, x1 - x), h = fmin(0.25, height - z);
            struct vec3 q[4] = {{x, 0, z + h}, {x + w, 0, z + h}, {x + w, 0, z}, {x, 0, z}};
            builder_quad(b, q, (struct box){0, 1 - h / 0.25, w / 0.25, 1}, 0);
        }
    }
    return end(b, l, m, 1, where, e);
}

/* Two wires and a rounded tip. Origin: the tip; it points to the shopper. */
static enum st add_hook(struct scene_list *l, double length, struct xform where, struct err *e)
{
    struct material chrome = material_plain(0.62, 0.62, 0.62, 0.25);
    chrome.metallic = 1;
    struct mesh_builder *b = builder_new(l->a);
    box(b, -0.0022, 0, -0.0022, 0.0022, length, 0.0022, 0);
    box(b, -0.0022, -0.003, -0.0022, 0.0022, 0.0015, 0.012, 0);
    box(b, -0.02, length - 0.006, -0.025, 0.02, length, 0.012, 0);
    return end(b, l, &chrome, 1, where, e);
}

static enum st add_header(const struct shop *st, struct scene_list *l, double width,
                          struct xform where, struct err *e)
{
    struct material m[2] = {st->sign, st->shelf};
    struct mesh_builder *b = builder_new(l->a);
    box(b, 0.004, 0, 0.05, width - 0.004, 0.012, 0.27, 0);
    box(b, 0.004, 0.012, 0, width - 0.004, 0.02, 0.3, 1);
    return end(b, l, m, 2, where, e);
}

static enum st add_plinth(const struct shop *st, struct scene_list *l, double width,
                          const struct shelf_plan *p, struct xform where, struct err *e)
{
    struct mesh_builder *b = builder_new(l->a);
    box(b, 0, 0.03, 0, width, 0.05, p->base_m - p->board_m, 0);
    return end(b, l, &st->shelf, 1, where, e);
}

/* --- bays --------------------------------------------------------------------------------- */

static double to_cm(double v)
{
    return round(v * 100) / 100;
}

enum st shop_bay(const struct shop *st, struct scene_list *l, const struct shelf_plan *p, int bay,
                 struct err *e)
{
    const struct plan_bay *b = &p->bay[bay];
    double width = b->x1_m - b->x0_m, top = to_cm(b->top_m + 0.005);
    enum st s = ST_OK;
    for (int k = 0; k < b->n_boards && !s; k++) {
        double z = b->shelf[k].z_m;
        struct xform at = xform_move(b->x0_m, 0, z);
        (void)((s = add_board(st, l, width, p, at, e)) ||
               (s = add_rail(st, l, width, shop_rail(b->x0_m, z), e)) ||
               (st->fence && (s = add_fence(l, width, at, e))));
    }
    for (size_t k = 0; k < p->n_hooks && !s; k++) {
        const struct plan_hook *h = &p->hook[k];
        if (h->bay == bay) {
            s = add_hook(l, to_cm(p->depth_m - h->tip_y_m), xform_move(h->x_m, h->tip_y_m, h->z_m),
                         e);
        }
    }
    struct shop own = *st; /* hooks need holes to hang in */
    own.back_kind = b->n_shelves > b->n_boards ? BACK_HOLES : st->back_kind;
    (void)(s ||
           (s = add_back(&own, l, width, top, xform_move(b->x0_m, p->depth_m + BACK_GAP_M, 0),
                         e)) ||
           (s = add_plinth(st, l, width, p, xform_move(b->x0_m, 0, 0), e)) ||
           (s = add_upright(st, l, top, xform_move(b->x0_m, p->depth_m, 0), e)) ||
           (st->header &&
            (s = add_header(st, l, width, xform_move(b->x0_m, p->depth_m * 0.5, top), e))));
    return s;
}

enum st shop_ends(const struct shop *st, struct scene_list *l, const struct shelf_plan *p,
                  struct err *e)
{
    const struct plan_bay *first = &p->bay[0], *last = &p->bay[p->n_bays - 1];
    double top = to_cm(first->top_m + 0.005);
    enum st s = add_upright(st, l, top, xform_move(last->x1_m, p->depth_m, 0), e);
    for (int side = 0; side < 2 && !s; side++) {
        struct mesh_builder *b = builder_new(l->a);
        box(b, 0, 0, 0, 0.02, p->depth_m + 0.06, top, 0);
        s = end(b, l, &st->shelf, 1, xform_move(side ? last->x1_m : first->x0_m - 0.02, 0, 0), e);
    }
    return s;
}
