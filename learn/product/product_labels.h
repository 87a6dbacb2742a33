// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_PRODUCT_LABELS_H
#define ERSATZ_PRODUCT_PRODUCT_LABELS_H
/*
 * product_labels - what a picture of a product is known to show, as numbers that nets learn; and the names behind the numbers.
 *
 *     struct product_names k = {0};
 *     product_names_add(&k, "oat-drink-1l"); ...
 *     product_names_sort(&k);
 *     int32_t c = product_names_find(&k, "oat-drink-1l");       // -1: none of that name
 */
#include <stddef.h>
#include <stdint.h>

#include "recipe/recipe.h"

enum { NAMED_HEADS = HEAD_COLOR + 1, HEAD_VALUES = 4 };

struct product_labels {
    int32_t sku;               /* its class */
    int32_t name[NAMED_HEADS]; /* category, brand, shape, colour; -1 = not known */
    float
        yaw_rad; /* of the camera about the product, 0 = at its front, positive sees its right side; NAN = not known */
    float visible; /* share of its silhouette; NAN */
    float box
        [HEAD_VALUES]; /* around the texts that can be read on it: x0, y0, x1, y1 as shares of the square; NAN */
};

/** product_labels_none() - nothing known. */
struct product_labels product_labels_none(void);

struct product_names { /* owned strings, ascending by bytes once sorted, each once */
    const char **name;
    size_t n, cap;
};
void product_names_add(struct product_names *k, const char *name);
void product_names_sort(struct product_names *k);
int32_t product_names_find(const struct product_names *k, const char *name);
void product_names_release(struct product_names *k);

#endif
