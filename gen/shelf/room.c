// SPDX-License-Identifier: MIT
/*
 * The shop around the shelf: what is seen past its ends, and what gloss, metal and glass mirror.
 *
 * Light from everywhere (scene.ambient) would be shut out by ceiling and walls. They glow as
 * brightly as what they hide, so that the light in the shelf does not depend on how much of the
 * room is modelled; the constant is the same one.
 */
#include <string.h>

#include "base/color.h"
#include "base/files.h"
#include "shelf/packs.h"
#include "shelf/shop.h"

#define TILE_M 1.2 /* floor tiles, two by two */

/* Half the room's length: it goes on beyond the ends of the shelves. */
static double reach_m(const struct shelf_plan *p)
{
    return TILE_M * ceil(fmax(7, p->bay[p->n_bays - 1].x1_m + 2) / TILE_M);
}

/* sRGB codes of a colour given by lightness, saturation and hue. */
static void coded(double lightness, double saturation, double hue_deg, uint8_t out[3])
{
    double c[3];
    color_linear(lightness, saturation, hue_deg, c);
    for (int k = 0; k < 3; k++) {
        out[k] = (uint8_t)(255 * srgb_encode(c[k]) + 0.5);
    }
}

static void put(struct image *im, int x, int y, const uint8_t c[3])
{
    memcpy(im->px + ((size_t)y * (size_t)im->width_px + (size_t)x) * 3, c, 3);
}

static struct image *image_new(struct arena *a, int w, int h)
{
    struct image *im = arena_zalloc(a, sizeof *im);
    *im = (struct image){w, h, 3, arena_zalloc(a, (size_t)w * (size_t)h * 3)};
    return im;
}

static uint32_t add_texture(struct scene_list *l, const struct image *im)
{
    return scene_list_texture(l, im, image_key(l->a, im));
}

/* Two by two tiles, 60 cm each, no two quite alike, with joints and the grain of terrazzo: 16
 * shades. */
static struct image *floor_picture(struct arena *a, int variant)
{
    enum { SIDE = 256, SHADES = 16 };
    static const double look[6][3] = {{0.82, 0.06, 40}, {0.72, 0.03, 80}, {0.62, 0.12, 35},
                                      {0.9, 0.03, 60},  {0.5, 0.05, 30},  {0.76, 0.1, 45}};
    const double *l = look[variant];
    struct image *im = image_new(a, SIDE, SIDE);
    uint8_t shade[4][SHADES][3], joint[3];
    coded(l[0] - 0.2, l[1], l[2], joint);
    for (uint32_t k = 0; k < 4 * SHADES; k++) {
        double tile = (double)rng_hash_unit(11, k / SHADES, (uint32_t)variant) - 0.5,
               grain = (k % SHADES + 0.5) / SHADES - 0.5;
        coded(l[0] + 0.03 * tile + 0.05 * grain, l[1], l[2], shade[k / SHADES][k % SHADES]);
    }
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            uint32_t grain =
                rng_hash(5 + (uint32_t)variant, (uint32_t)x / 2, (uint32_t)y / 2) % SHADES;
            bool edge = x % (SIDE / 2) == 0 || y % (SIDE / 2) == 0;
            put(im, x, y, edge ? joint : shade[2 * (2 * y / SIDE) + 2 * x / SIDE][grain]);
        }
    }
    return im;
}

/* Panels of 60 cm in a grid of metal. */
static struct image *ceiling_picture(struct arena *a)
{
    enum { SIDE = 128, SHADES = 8 };
    struct image *im = image_new(a, SIDE, SIDE);
    uint8_t panel[SHADES][3], grid[3];
    coded(0.8, 0.01, 60, grid);
    for (int k = 0; k < SHADES; k++) {
        coded(0.93 - 0.03 * k / SHADES, 0.01, 60, panel[k]);
    }
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            put(im, x, y,
                x < 4 || y < 4 ? grid : panel[rng_hash(3, (uint32_t)x, (uint32_t)y) % SHADES]);
        }
    }
    return im;
}

/* A box filter of 2 r + 1 pixels along rows, which close into a ring; in codes: what a reflection
 * shows is blurred anyhow. */
static void blur_rows(struct arena *a, struct image *im, int r)
{
    int w = im->width_px, h = im->height_px;
    uint8_t *out = arena_alloc(a, (size_t)w * (size_t)h * 3);
    for (int y = 0; y < h; y++) {
        const uint8_t *row = im->px + (size_t)y * (size_t)w * 3;
        for (int k = 0; k < 3; k++) {
            int sum = 0;
            for (int d = -r; d < r; d++) {
                sum += row[(d + w) % w * 3 + k];
            }
            for (int x = 0; x < w; x++) {
                sum += row[(x + r) % w * 3 + k];
                out[((size_t)y * (size_t)w + (size_t)x) * 3 + (size_t)k] =
                    (uint8_t)(sum / (2 * r + 1));
                sum -= row[(x - r + w) % w * 3 + k];
            }
        }
    }
    im->px = out;
}

/* The shelf opposite, out of focus: rows of colourful packs between bright boards, dark where a row
 * has gaps. */
static struct image *aisle_picture(struct arena *a, int variant)
{
    enum { W = 256, H = 72, ROWS = 6 };
    static const uint8_t board[3] = {218, 218, 215}, dark[3] = {45, 45, 45};
    struct image *im = image_new(a, W, H);
    struct rng g = rng_stream(77, RNG_SHOP, (uint64_t)variant, 0);
    for (int row = 0; row < ROWS; row++) {
        int y0 = row * H / ROWS, y1 = (row + 1) * H / ROWS, left = 0, top = y0;
        double hue = rng_uniform(&g, 0, 360);
        uint8_t c[3] = {188, 188, 188};
        for (int x = 0; x < W; x++) {
            if (left-- == 0) {
                left = 2 + (int)rng_below(&g, 10);
                top = y0 + (int)rng_below(&g, (uint32_t)(y1 - y0) / 3);
                hue =
                    rng_unit(&g) < 0.25 ? rng_uniform(&g, 0, 360) : hue + rng_uniform(&g, -20, 20);
                coded(rng_uniform(&g, 0.25, 0.9), rng_uniform(&g, 0.2, 0.9), hue, c);
            }
            for (int y = y0; y < y1; y++) {
                put(im, x, y, y >= y1 - 2 ? board : y < top ? dark : c);
            }
        }
    }
    blur_rows(a, im, 1);
    return im;
}

/* --- surfaces ----------------------------------------------------------------------------- */

static enum st add(struct scene_list *l, struct mesh_builder *b, const struct material *m,
                   bool hidden, struct err *e)
{
    struct mesh *mesh = arena_zalloc(l->a, sizeof *mesh);
    enum st st = builder_end(b, mesh, e);
    if (!st) {
        uint32_t k = scene_add(l, ROLE_ROOM, mesh, m, 1, xform_identity());
        l->s.object[k].camera_hidden = hidden;
    }
    return st;
}

static void glow(struct material *m, const float ambient[3], double share)
{
    for (int k = 0; k < 3; k++) {
        m->emission[k] = ambient[k] * (float)share;
    }
}

/* A rectangle of tiles in a plane z = z_m, seen from above (up) or from below. */
static void tiles(struct mesh_builder *b, double reach, double y0, double y1, double z, double side,
                  bool up)
{
    for (double y = y0; y < y1 - 1e-9; y += side) {
        for (double x = -reach; x < reach - 1e-9; x += side) {
            double x1 = x + side, far = y + side;
            struct vec3 above[4] = {{x, far, z}, {x1, far, z}, {x1, y, z}, {x, y, z}};
            struct vec3 below[4] = {{x, y, z}, {x1, y, z}, {x1, far, z}, {x, far, z}};
            builder_quad(b, up ? above : below, (struct box){0, 0, 1, 1}, 0);
        }
    }
}

static enum st add_floor(const struct shop *st, struct scene_list *l, double reach, double y0,
                         double y1, struct err *e)
{
    struct material m = material_plain(1, 1, 1, 0.22);
    m.texture = add_texture(l, floor_picture(l->a, st->floor));
    struct mesh_builder *b = builder_new(l->a);
    tiles(b, reach, y0, y1, 0, TILE_M, true);
    return add(l, b, &m, false, e);
}

static enum st add_ceiling(struct scene_list *l, const struct lighting *light, double reach,
                           double y0, double y1, struct err *e)
{
    struct material m = material_plain(1, 1, 1, 0.9), housing = material_plain(0.8, 0.8, 0.8, 0.4);
    m.texture = add_texture(l, ceiling_picture(l->a));
    glow(&m, light->ambient, 1);
    struct mesh_builder *b = builder_new(l->a);
    tiles(b, reach, y0, y1, light->ceiling_m, TILE_M / 2, false);
    enum st s = add(l, b, &m, false, e);
    if (s || !light->n_strips) {
        return s;
    }
    for (int k = 0; k < 3; k++) {
        housing.emission[k] = 1; /* its diffuser, above the lamp itself */
    }
    b = builder_new(l->a);
    for (int k = 0; k < light->n_strips; k++) {
        const struct strip *t = &light->strip[k];
        builder_box(b, (struct vec3){t->x0_m - 0.01, t->y0_m - 0.01, t->z_m + 0.004},
                    (struct vec3){t->x1_m + 0.01, t->y1_m + 0.01, t->z_m + 0.06}, 0);
    }
    return add(l, b, &housing, false, e);
}

static enum st add_opposite(const struct shop *st, struct scene_list *l,
                            const struct lighting *light, double reach, double aisle_m,
                            struct err *e)
{
    struct material m = material_plain(1, 1, 1, 0.8);
    m.texture = add_texture(l, aisle_picture(l->a, st->aisle));
    glow(&m, light->ambient, 0.5);
    struct mesh_builder *b = builder_new(l->a);
    for (double x = -reach; x < reach - 1e-9;
         x += reach) { /* seen from the shelf: its right is at lower x */
        struct vec3 q[4] = {{x + reach, -aisle_m, 2.1},
                            {x, -aisle_m, 2.1},
                            {x, -aisle_m, 0.1},
                            {x + reach, -aisle_m, 0.1}};
        builder_quad(b, q, (struct box){0, 0, 1, 1}, 0);
    }
    return add(l, b, &m, true, e);
}

/* Wall behind the shelf and the ends of the aisle. */
static enum st add_walls(struct scene_list *l, const struct shelf_plan *p,
                         const struct lighting *light, double aisle_m, struct err *e)
{
    struct material m = material_plain(0.62, 0.6, 0.56, 0.8);
    double y = p->depth_m + 0.3, top = light->ceiling_m, y0 = -aisle_m - 0.6, x = reach_m(p);
    struct vec3 back[4] = {{-x, y, top}, {x, y, top}, {x, y, 0}, {-x, y, 0}};
    struct vec3 left[4] = {{-x, y0, top}, {-x, y, top}, {-x, y, 0}, {-x, y0, 0}};
    struct vec3 right[4] = {{x, y, top}, {x, y0, top}, {x, y0, 0}, {x, y, 0}};
    glow(&m, light->ambient, 0.5);
    struct mesh_builder *b = builder_new(l->a);
    builder_quad(b, back, (struct box){0, 0, 1, 1}, 0);
    builder_quad(b, left, (struct box){0, 0, 1, 1}, 0);
    builder_quad(b, right, (struct box){0, 0, 1, 1}, 0);
    return add(l, b, &m, false, e);
}

enum st shop_room(const struct shop *st, struct scene_list *l, const struct shelf_plan *p,
                  const struct lighting *light, double aisle_m, struct err *e)
{
    double reach = reach_m(p), y0 = -TILE_M * ceil((aisle_m + 0.6) / TILE_M), y1 = TILE_M;
    enum st s;
    (void)((s = add_floor(st, l, reach, y0, y1, e)) ||
           (s = add_ceiling(l, light, reach, y0, y1, e)) ||
           (s = add_opposite(st, l, light, reach, aisle_m, e)) ||
           (s = add_walls(l, p, light, aisle_m, e)));
    return s;
}
