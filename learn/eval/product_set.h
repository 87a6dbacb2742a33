// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_PRODUCT_SET_H
#define ERSATZ_EVAL_PRODUCT_SET_H
/*
 * product_set - pictures of single products with what they show, from whatever they lie in.
 *
 *     struct product_set *s;
 *     st = product_set_open("crops", "test", &s, &e);
 *     for (size_t i = 0; i < product_set_count(s); i++) {
 *         const struct product_item *it = product_set_item(s, i);      // it->class_name, it->brand, it->facet
 *         st = product_set_picture(s, i, &bytes, &e);                  // JPEG or PNG
 *     }
 *     product_set_close(s);
 *
 * What it is is found by looking:
 *
 *     folder with dataset.json or .tar files, or one .tar   a dataset of `kind: product`; class = SKU of the item in it. A picture of several
 *                                                           items belongs to the one with the greatest box around all of it
 *     folder with crops.tsv                                 what `ersatz convert --to crops` and `ersatz clean` write: columns by name: file,
 *                                                           class, and sku (the truth), brand, category, visible_fraction, noise, if there
 *     folder with labels.tsv, or another file               lines `file TAB class` or `file TAB number TAB class [TAB group [TAB origin]]`
 *     other folders                                         ImageFolder: CLASS/picture, or train, val, test with one such folder each
 *
 * Everything but the pictures is read at opening. Items are in the order of the dataset or list; of folders in the order of bytes.
 */
#include <stdbool.h>

#include "base/buf.h"
#include "base/st.h"
#include "eval/facet.h"

struct product_item {       /* strings live as long as the set; NULL = not stated */
    const char *key;        /* of the sample, or its file relative to the folder; never NULL */
    const char *class_name; /* as labeled: never NULL or empty */
    const char *brand, *category;
    const char *truth;         /* what it really shows, where labels are wrong on purpose */
    const char *noise;         /* how: "flip", "album", "stranger" (gen/data/label_noise.h) */
    int split;                 /* 0..2; -1 = not stated: belongs to every split */
    const struct facet *facet; /* view, visibility, blur, light, ... (product_facet.h) */
    size_t n_facets;
    size_t at; /* number within the whole set, other splits included */
};

struct product_set;

/**
 * product_set_open() - split: "train", "val", "test", or NULL for all
 * Returns ST_OK; ST_IO if there is no picture; ST_USAGE for an unknown split; ST_FORMAT with file and line, or sample. On failure *out is NULL.
 */
enum st product_set_open(const char *path, const char *split, struct product_set **out,
                         struct err *e);
void product_set_close(struct product_set *s);
size_t product_set_count(const struct product_set *s);
const struct product_item *product_set_item(const struct product_set *s, size_t i);
/** product_set_all() - items of the other splits included: which SKUs and brands there are. */
const struct product_item *product_set_all(const struct product_set *s, size_t *n);
/** product_set_picture() - appends item i's bytes. */
enum st product_set_picture(struct product_set *s, size_t i, struct buf *out, struct err *e);
/** product_set_kind() - "dataset", "crops", "labels", "folders". */
const char *product_set_kind(const struct product_set *s);

#endif
