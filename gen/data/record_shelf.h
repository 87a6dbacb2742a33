// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_RECORD_SHELF_H
#define ERSATZ_DATA_RECORD_SHELF_H
/*
 * record_shelf - what the label of a shelf or a product picture says (docs/format.md, "Shelves").
 *
 * Part of record.h: record_label() fills it in for labels that have "items". Strings and arrays belong to the arena
 * given there. All numbers are finite, masks are well-formed and as large as the picture.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record_item {
    int64_t instance;             /* number in the instance map, > 0 */
    const char *sku;              /* never NULL or empty */
    const char *brand, *category, *variant, *name; /* NULL = not stated */
    double box[4], amodal_box[4]; /* x0, y0, x1, y1; the second is the first if the label has none */
    int64_t visible_px, amodal_px;
    double visible_fraction, truncation;
    const char *mask, *amodal_mask; /* compressed run lengths (mask_text.h), or NULL */
    bool has_pose;
    double cam_from_object[12];   /* rows of a 3 x 4 matrix, metres, OpenCV's camera frame */
    double bounds_m[6];           /* lowest and highest corner in the object's frame */
};

struct record_camera {
    double f_px, cx_px, cy_px, k1, k2;
    double cam_from_world[12];
};

struct record_shelf {
    int width_px, height_px;
    struct record_item *item;
    size_t n_items;
    bool has_camera;
    struct record_camera camera;
};

#endif
