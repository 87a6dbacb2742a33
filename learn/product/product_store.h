// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_PRODUCT_STORE_H
#define ERSATZ_PRODUCT_PRODUCT_STORE_H
/* product_store - the inside of product_feed.h's store. */
#include "product/product_feed.h"

struct product_store {
    const struct product_setup *setup;
    uint8_t *square; /* n, or NULL: decoded each time */
    struct product_labels *labels;
    size_t n;
};

/** product_store_decode() - picture i from its file. */
enum st product_store_decode(const struct product_store *s, size_t i, uint8_t *square,
                             struct err *e);

#endif
