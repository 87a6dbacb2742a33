// SPDX-License-Identifier: MIT
#ifndef ERSATZ_LABEL_SHELF_LABEL_H
#define ERSATZ_LABEL_SHELF_LABEL_H
/*
 * shelf_label - what a shelf picture shows, from geometry: every item, tag, text, shelf and gap.
 *
 * Boxes are in the image frame, half-open in pixel centres: an item whose leftmost visible pixel is column 3 and whose
 * rightmost is column 7 has x0 = 3, x1 = 8. No label is empty: an item needs `min_pixels` visible pixels and
 * `min_visible` of its silhouette, or it is left out and counted as ignored (it keeps its number in the instance map).
 */
#include "base/arena.h"
#include "base/json.h"
#include "raster/raster3d.h"
#include "shelf/scene.h"

struct rle { /* COCO's: columns first, run lengths starting with zeros, over the whole picture */
    uint32_t *count;
    size_t n;
};
/** rle_of_mask() - mask of a part of the picture at (x0, y0), 0 or 1. */
struct rle rle_of_mask(const uint8_t *mask, int x0, int y0, int mask_w, int mask_h, int width_px, int height_px,
                       struct arena *a);
/** rle_string() - COCO's compressed text of it. */
const char *rle_string(const struct rle *r, struct arena *a);

struct item_label {
    uint32_t item;           /* place in scene.item */
    uint32_t instance;       /* number in the instance map: item + 1 */
    struct box visible_box, amodal_box; /* amodal: of the whole silhouette, may reach outside the picture */
    uint64_t visible_px, amodal_px;     /* amodal: inside the picture */
    double visible_fraction; /* visible / amodal inside the picture */
    double truncation;       /* share of the silhouette outside the picture */
    struct rle visible, amodal;
    struct xform cam_from_object;
    struct pt corner[8];     /* of the object's 3D box in the image; NAN behind the camera */
};

struct text_label {
    uint32_t text;           /* place in scene.text */
    struct quad quad;        /* image frame, reading order */
    struct pt *polygon; size_t n; /* top from left to right, then bottom back */
    double visible_fraction; /* of its area that nothing hides and that faces the camera */
    double height_px;        /* mean height of the quad */
};

struct tag_label {
    uint32_t tag;
    struct box box;
    struct quad quad;
    double visible_fraction;
};

struct region_label {
    uint32_t region;
    struct box box;          /* clipped to the picture */
};

struct shelf_label {
    const struct scene *scene;
    int width_px, height_px;
    struct item_label *item; size_t n_items;
    struct text_label *text; size_t n_texts;
    struct tag_label *tag;   size_t n_tags;
    struct region_label *region; size_t n_regions;
    uint32_t ignored;        /* items with something to see, but below the limits */
    uint16_t *instance;      /* map: item + 1, 0 = no item; height * width */
    const struct maps *maps;
};

struct label_limits {
    int min_pixels;          /* at least 1 */
    double min_visible;      /* share of the amodal mask */
    double min_text_px;      /* height of a text's quad */
    double min_text_visible;
    bool amodal_masks;
};

/** shelf_label_make() - from a scene and its maps in the finished picture's view. All memory from `a`. */
void shelf_label_make(const struct scene *s, const struct view *v, const struct maps *m, const struct label_limits *lim,
                      struct arena *a, struct shelf_label *out);
/** shelf_label_write_json() - the members of KEY.json that come from geometry (docs/format.md, "Shelves"), into an object
 *  that the caller has begun and ends; key, split and what else it knows it writes itself. */
void shelf_label_write_json(const struct shelf_label *l, struct json *j);

#endif
