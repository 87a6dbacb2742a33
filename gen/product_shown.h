// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_SHOWN_H
#define ERSATZ_PRODUCT_SHOWN_H
/*
 * product_shown - what a generator's scenes show of products, flat: for those who train on samples as they are made.
 *
 *     for (size_t i = 0; i < generator_products(g); i++) { struct product_info p = generator_product(g, i); ... }
 *     sample_make(w, seed, i, &m, &e);
 *     struct product_view v;
 *     for (size_t k = 0; made_view(&m, k, &v); k++) { ... v.product.sku, v.box ... }
 */
#include <stdbool.h>

#include "sample.h"

/* Strings live as long as the generator. */
struct product_info {
    const char *sku, *brand, *category;
    const char *shape, *color; /* color: basic_color() of its ground */
    int split; /* of an SKU that is held out or not; -1: pictures are held out, not products */
};

/** generator_product() - i < generator_products(). */
struct product_info generator_product(const struct generator *g, size_t i);

struct product_view {
    struct product_info product;
    double box[4];         /* of what is seen, image frame: x0, y0, x1, y1 */
    double amodal_area_px; /* of the box around all of it */
    double visible_fraction, truncation;
    double
        yaw_rad; /* of the camera about the product: 0 = at its front, positive sees its right side */
    bool has_text;
    double text_box[4]; /* around the labeled texts on it */
};

/** made_view() - labeled product i of a scene; false behind the last. */
bool made_view(const struct made *m, size_t i, struct product_view *out);
/** made_subject() - the product that a picture of one product is of, others may stand beside it: the one with the greatest box
 *  around all of it, less what is hidden or cut off. false: none is labeled. */
bool made_subject(const struct made *m, struct product_view *out);

/** product_info_of() - of a catalogue's entry. Inside the generator. */
struct sku; /* shelf/catalogue.h */
struct product_info product_info_of(const struct sku *s, int split);

/** basic_color() - the nearest of eleven names (Berlin & Kay, "Basic color terms", 1969) by CIE L*a*b* distance. */
const char *basic_color(const uint8_t rgb[3]);

#endif
