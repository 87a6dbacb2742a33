// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_PLANOGRAM_H
#define ERSATZ_SHELF_PLANOGRAM_H
/*
 * planogram - (recipe, catalogue, seed, i) -> a shop shelf or a single product in front of a camera, as a scene.
 *
 * planogram.c decides what stands where (bays, shelves, blocks of facings, rows, gaps, misplaced, fallen),
 * viewpoint.c where the camera is and what its lens does, lighting.c the lamps, shop.c the fixtures and the room; stage.c puts
 * all of it into a struct scene. Each draws from streams of its own. A pure function of its arguments.
 */
#include "base/arena.h"
#include "base/json.h"
#include "recipe/recipe.h"
#include "shelf/art.h"
#include "shelf/catalogue.h"
#include "shelf/scene.h"

/* What shelves are made from, loaded once and shared by all threads. */
struct shelf_world {
    const struct recipe *recipe;
    const struct catalogue *catalogue;
    struct art_cache *art;
    struct shape_cache *shapes;   /* meshes of SKUs and where their texts lie on them; shapes.h */
    const uint8_t *sku_split;     /* by SKU: the split it is held out for, or NULL (split.by sku, brand) */
    const struct image *photo;    /* RGB: what product.backdrop photo shows */
    size_t n_photos;
};

struct stage; /* a scene and what must live as long: handles of art and shapes */

/**
 * stage_make() - scene i. `a` owns the scene; the stage must be dropped before the arena is reset.
 *
 * Where SKUs are held out, a frame of train shows those of train alone, one of val or test those held out for it, with
 * some of train beside them where there are too few to fill a shelf. Kind product: the product is item 0, the only one.
 * attempt: 0 first; a frame that came out without anything to see is planned again with the next
 * Returns ST_OK; ST_RECIPE if no SKU fits the shelves; ST_IO, ST_FORMAT for pack shots and models.
 */
enum st stage_make(const struct shelf_world *w, uint64_t seed, uint64_t index, uint32_t attempt, struct arena *a,
                   struct stage **out, struct err *e);
const struct scene *stage_scene(const struct stage *s);
int stage_split(const struct stage *s);
/** stage_write_json() - the plan: what `ersatz plan RECIPE I` prints. */
void stage_write_json(const struct stage *s, struct json *j);
void stage_drop(struct stage *s);

#endif
