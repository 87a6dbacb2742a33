// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_SCENE_H
#define ERSATZ_SHELF_SCENE_H
/*
 * scene - everything there is to see in one frame, as plain data. What both renderers and the labels read.
 *
 * Made by shelf/ from a plan, in the worker's arena; nothing random happens after it. Frames: base/geom3.h,
 * shelf/mesh.h. Colours are linear, sRGB primaries. Object k has index-pass number k + 1; 0 is "nothing hit".
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/geom3.h"
#include "base/image.h"
#include "shelf/mesh.h"

#define SCENE_NONE UINT32_MAX

struct texture {
    const struct image *im; /* RGB or RGBA, sRGB-coded; borrowed */
    const char *key;        /* names the contents: equal keys, equal pictures; a file name in caches */
};

/* Cycles' Principled BSDF, named as its inputs are in Blender 4. */
struct material {
    float base_color[3];     /* where there is no texture */
    uint32_t texture;        /* place in scene.texture, or SCENE_NONE */
    float roughness;         /* 0 mirror .. 1 matt */
    float metallic;          /* 0 or 1 */
    float specular;          /* 0.5 = 4 % at normal incidence */
    float transmission, ior; /* clear plastic and glass: transmission 1, ior 1.45 */
    float coat, coat_roughness; /* varnish */
    float alpha;             /* 1 = solid; a texture with alpha multiplies it */
    float emission[3];       /* W / (m^2 sr), linear RGB */
    float bump, bump_scale_m; /* procedural wrinkles: height as a share of scale, and their size; 0 = smooth */
    uint32_t bump_seed;
};

enum object_role { ROLE_ITEM, ROLE_TAG, ROLE_FIXTURE, ROLE_PROMO, ROLE_ROOM, ROLE_OCCLUDER };

struct object {
    uint32_t mesh;           /* place in scene.mesh */
    uint32_t material[MESH_MAX_SLOTS]; /* by slot, places in scene.material */
    struct xform world_from_object;    /* rigid */
    enum object_role role;
    uint32_t item, tag;      /* place in scene.item (ROLE_ITEM), scene.tag (ROLE_TAG), else SCENE_NONE */
    bool camera_hidden;      /* only seen in reflections and by light (the aisle behind the camera) */
};

/* What stands on a shelf. One object each. */
struct item {
    uint32_t object;
    const struct sku *sku;   /* catalogue.h */
    int bay, shelf;          /* from the left, from the bottom; -1: not on a shelf */
    int block, facing;       /* block: run of facings of one SKU on a shelf; facing: column in it, from the left */
    int row, level;          /* row: 0 = front; level: 0 = on the shelf, 1 = stacked on that, ... */
    bool turned, fallen, leaning, misplaced;
};

/* A price tag. */
struct tag {
    uint32_t object;
    const struct sku *sku;   /* that it is for */
    int bay, shelf;
    const char *price;       /* as printed */
};

/* A text on a surface: the art of a SKU or of a tag. Polygon of an even number of points in the object frame:
 * first half along the top of the text from its left to its right end, second half back along the bottom. */
struct surface_text {
    const char *text;        /* UTF-8, as printed */
    const char *kind;        /* "brand", "name", "claim", "price", ... */
    uint32_t object;         /* place in scene.object */
    const struct vec3 *p;    /* n points, object frame; borrowed */
    const struct vec3 *normal; /* of the surface at each */
    size_t n;
};

/* A region of the planogram, as a box in the world frame: a shelf board with what stands on it, or an empty
 * stretch of one. */
struct region {
    enum region_kind { REGION_SHELF, REGION_GAP } kind;
    int bay, shelf;
    struct vec3 lo, hi;
    const struct sku *sku;   /* GAP: what is out of stock, or NULL */
};

struct camera {
    int width_px, height_px;      /* of the finished picture */
    double f_px, cx_px, cy_px;    /* pinhole: u = f x/z + cx, v = f y/z + cy */
    double k1, k2;                /* radial distortion (Brown 1966) of the finished picture: with r^2 = (x/z)^2 +
                                   * (y/z)^2 a point is seen at (x/z)(1 + k1 r^2 + k2 r^4); 0, 0 = none */
    struct xform cam_from_world;  /* rigid */
    double aperture_m, focus_m;   /* radius of the lens and distance in focus; 0 = all is sharp */
    double exposure_ev;           /* 0: radiance 1 is white */
};

struct light {
    enum light_kind { LIGHT_AREA, LIGHT_SPOT, LIGHT_POINT } kind;
    struct xform world_from_light; /* shines along its -z */
    double width_m, height_m;      /* AREA; POINT and SPOT: width is the radius of the source */
    double power_w;
    float color[3];
    double cone_rad, blend;        /* SPOT: full angle, soft share 0..1 */
};

struct scene {
    const struct mesh **mesh;   size_t n_meshes;
    struct texture *texture;    size_t n_textures;
    struct material *material;  size_t n_materials;
    struct object *object;      size_t n_objects;  /* at most 32766 */
    struct item *item;          size_t n_items;
    struct tag *tag;            size_t n_tags;
    struct surface_text *text;  size_t n_texts;
    struct region *region;      size_t n_regions;
    struct light *light;        size_t n_lights;
    struct camera camera;
    float ambient[3];           /* light from everywhere, radiance */
};

#endif
