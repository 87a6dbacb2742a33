// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_SHAPES_H
#define ERSATZ_SHELF_SHAPES_H
/*
 * shapes - the mesh of each SKU and where the texts of its art lie on it, made at first use.
 *
 * Shared by all threads. An entry never changes once made, whoever asked first, and lives as long as the
 * cache: meshes are small (some 150 KB) beside art, which art.h lets go. Packs are built by packs.h; a model
 * is a triangle file
 * (.mesh), or whatever the bake function in the options can read.
 *
 *     struct shape_cache *c = shape_cache_new(&(struct shape_options){.bake = my_bake, .bake_ctx =
 * &blender}); const struct shape *s; shape_of(c, sku, art, &s, &e); shape_materials(s, sku, 0.2, material);
 *
 * Models are set on the ground with their middle at x = y = 0. With a size in the catalogue they are turned
 * by quarter turns to the proportions asked for, if that fits clearly better than as they are, and scaled to
 * it; without one they keep theirs, in metres.
 */
#include "base/image.h"
#include "shelf/art.h"
#include "shelf/packs.h"

/* A text of the art on the surface, like struct surface_text: an even number of points, the first half along
 * the top from the text's left to its right end, the second half back along the bottom. */
struct shape_text {
    const char *text, *kind;
    const struct vec3 *p, *normal; /* n each, object frame */
    size_t n;
};

struct shape {
    struct mesh mesh;
    const struct shape_text *text; /* those that lie on the mesh and are not under its cap */
    size_t n_texts;
    /* Models only: what they brought along. */
    bool model;
    struct material material[MESH_MAX_SLOTS];
    struct texture texture[MESH_MAX_SLOTS]; /* im NULL: none */
};

/* What a bake gives: cycles/blender.h's struct baked, which this room may not see. Strings are copied. */
struct shape_baked {
    struct mesh mesh;
    const char *texture[MESH_MAX_SLOTS]; /* picture files or NULL */
    float base_color[MESH_MAX_SLOTS][3];
    float roughness[MESH_MAX_SLOTS], metallic[MESH_MAX_SLOTS], alpha[MESH_MAX_SLOTS];
};
/* picture: base colour for models that name none, or NULL. Memory from `a`. Called by one thread at a time.
 */
typedef enum st shape_bake_fn(void *ctx, const char *model, const char *picture, struct arena *a,
                              struct shape_baked *out, struct err *e);

struct shape_options {
    shape_bake_fn *bake; /* NULL: models other than .mesh are an error */
    void *bake_ctx;
};

struct shape_cache;
struct shape_cache *shape_cache_new(const struct shape_options *o);
void shape_cache_free(struct shape_cache *c);

/**
 * shape_of() - the shape of a SKU. art: of the same SKU, for its texts; NULL for models.
 * Borrowed until the cache ends; the SKU must live as long. Thread-safe.
 * Returns ST_RANGE for sizes that make no such pack, ST_IO and ST_FORMAT for files, ST_CHILD if baking
 * failed; the same answer at each call.
 */
enum st shape_of(struct shape_cache *c, const struct sku *s, const struct art *art, const struct shape **out,
                 struct err *e);

/** shape_materials() - pack_materials(), or what the model brought along, worn likewise. `texture` is
 * SCENE_NONE in all. */
void shape_materials(const struct shape *sh, const struct sku *s, double wear,
                     struct material out[MESH_MAX_SLOTS]);

/**
 * shape_outline() - a quad of the art (shares of the picture) on the surface of slot 0.
 * As many points as it takes for straight lines between them to stay within 0.3 mm of the surface. p, normal:
 * out, from the arena. Returns how many, 0 if some of it lies on no surface.
 */
size_t shape_outline(const struct mesh *m, const struct quad *q, struct arena *a, struct vec3 **p,
                     struct vec3 **normal);

#endif
