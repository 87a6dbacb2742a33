// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_ART_MOTIF_H
#define ERSATZ_SHELF_ART_MOTIF_H
/*
 * art_motif - things in illustrations: a silhouette that is lit and textured like a photographed body.
 *
 * Inside the art room only. A thing is an outline in the square -1..1 (y down), a look (colours, texture,
 * roundness, gloss) and details drawn over it. art_sprite_make() turns it into a small picture with its
 * own shadow, which scenes then strew about. Light comes from the upper left.
 */
#include <cairo.h>
#include <stdbool.h>

#include "base/rng.h"
#include "shelf/art_sheet.h"

enum art_grain { GRAIN_NONE, GRAIN_CLOUDS, GRAIN_SPECKLE, GRAIN_TOAST, GRAIN_RIDGES, GRAIN_VEINS,
                 GRAIN_SPOTS, GRAIN_FADE, GRAIN_SCALES, GRAIN_PORES, GRAIN_SEEDS,
                 GRAIN_STREAKS, GRAIN_WAFFLE, GRAIN_SADDLE, GRAIN_TWIST, GRAIN_CRUST };

struct art_look {
    struct art_rgb base, second;
    enum art_grain grain;
    double grain_size;   /* of the texture's features, share of the thing's half width */
    double amount;       /* how much of `second` shows, 0..1 */
    double bump;         /* height of the texture, the same unit */
    double round;        /* how far in from the edge it curves, share of its greatest depth: 1 = a ball */
    double gloss, sharp; /* strength 0..1 and exponent of the highlight */
    double glow;         /* light that comes through: 0 solid .. 1 jelly */
    double alpha;        /* 0 = 1 */
};

struct art_thing {
    void (*outline)(cairo_t *cr, struct rng *r);
    struct art_look look;
    void (*detail)(cairo_t *cr, const struct art_look *look, struct rng *r); /* over the lit body, or NULL */
    double size;         /* half width beside the scene's other things, 1 = usual */
};

#define ART_C(hex) {((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) & 255) / 255.0}
/* A look from two colours 0xrrggbb and what differs from zero. */
#define LOOK(a, b, ...) {.base = ART_C(a), .second = ART_C(b), __VA_ARGS__}

enum motif_kind { KIND_LARGE, KIND_SMALL, KIND_FLOATING, KIND_MEADOW, KIND_PEAKS, KIND_SPARKS, KIND_LIQUID };
enum { ART_MOST_THINGS = 4 };

struct art_motif {
    const char *names; /* the first is its own, the others mean the same: "|a|b|" */
    enum motif_kind kind;
    int tinted;        /* how many of its first things take the contents' colour, if that is one */
    struct art_thing thing[ART_MOST_THINGS];
};

/** art_motif_find() - by name, by a word of it ("ripe tomato"), else the sparkles that suit everything. */
const struct art_motif *art_motif_find(const char *name);

struct art_sprite {
    cairo_surface_t *im; /* shows -SPRITE_MARGIN .. SPRITE_MARGIN */
    double size;
};
#define SPRITE_MARGIN 1.3

/** art_sprite_make() - a thing, turned by angle_rad, `px` pixels from -1 to 1; shadow: opacity of what it
 *  casts. */
struct art_sprite art_sprite_make(const struct art_thing *t, int px, double angle_rad, double shadow,
                                  struct rng *r, struct arena *a);
void art_sprite_release(struct art_sprite *sp);
/** art_sprite_put() - paint it, its middle at (x, y), mm; radius: half width, mm; turn: small, or light
 *  turns with it. */
void art_sprite_put(struct art_sheet *s, const struct art_sprite *sp, double x, double y, double radius,
                    double turn_rad, bool flip, double alpha);

/** art_noise() - smooth noise 0..1 of points of the plane (value noise, three octaves). */
double art_noise(uint32_t key, double x, double y);

/* --- outlines and details (art_motif_shapes.c) ------------------------------------------------------ */

void art_o_disc(cairo_t *cr, struct rng *r), art_o_oval(cairo_t *cr, struct rng *r), art_o_apple(cairo_t *cr,
    struct rng *r), art_o_pear(cairo_t *cr, struct rng *r), art_o_lemon(cairo_t *cr, struct rng *r),
    art_o_heart(cairo_t *cr, struct rng *r), art_o_leaf(cairo_t *cr, struct rng *r),
    art_o_kernel(cairo_t *cr, struct rng *r), art_o_drop(cairo_t *cr, struct rng *r), art_o_fish(cairo_t *cr,
    struct rng *r), art_o_wedge(cairo_t *cr, struct rng *r), art_o_tube(cairo_t *cr, struct rng *r),
    art_o_crisp(cairo_t *cr, struct rng *r), art_o_square(cairo_t *cr, struct rng *r), art_o_bow(cairo_t *cr,
    struct rng *r), art_o_loaf(cairo_t *cr, struct rng *r), art_o_pepper(cairo_t *cr, struct rng *r),
    art_o_almond(cairo_t *cr, struct rng *r), art_o_egg(cairo_t *cr, struct rng *r),
    art_o_mushroom(cairo_t *cr, struct rng *r), art_o_bolt(cairo_t *cr, struct rng *r),
    art_o_flower(cairo_t *cr, struct rng *r), art_o_carrot(cairo_t *cr, struct rng *r),
    art_o_cloud(cairo_t *cr, struct rng *r), art_o_bone(cairo_t *cr, struct rng *r), art_o_cob(cairo_t *cr,
    struct rng *r), art_o_banana(cairo_t *cr, struct rng *r), art_o_cup(cairo_t *cr, struct rng *r),
    art_o_bowl(cairo_t *cr, struct rng *r), art_o_glass(cairo_t *cr, struct rng *r), art_o_cow(cairo_t *cr,
    struct rng *r), art_o_star(cairo_t *cr, struct rng *r), art_o_spiral(cairo_t *cr, struct rng *r),
    art_o_sausage(cairo_t *cr, struct rng *r), art_o_ear(cairo_t *cr, struct rng *r), art_o_fold(cairo_t *cr,
    struct rng *r), art_o_splash(cairo_t *cr, struct rng *r), art_o_paw(cairo_t *cr, struct rng *r),
    art_o_cube(cairo_t *cr, struct rng *r), art_o_tooth(cairo_t *cr, struct rng *r), art_o_sheet(cairo_t *cr,
    struct rng *r), art_o_triangle(cairo_t *cr, struct rng *r);

typedef void art_detail_fn(cairo_t *cr, const struct art_look *look, struct rng *r);
art_detail_fn art_d_stem, art_d_calyx, art_d_citrus, art_d_crease, art_d_fish, art_d_holes, art_d_tube,
    art_d_crown, art_d_berry_cap, art_d_cup, art_d_bowl, art_d_glass, art_d_cow, art_d_flower, art_d_slice,
    art_d_chips, art_d_bubble, art_d_ear, art_d_yolk, art_d_cube, art_d_squares, art_d_rind, art_d_carrot,
    art_d_pinch;

#endif
