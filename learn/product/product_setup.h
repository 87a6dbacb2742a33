// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_PRODUCT_SETUP_H
#define ERSATZ_PRODUCT_PRODUCT_SETUP_H
/*
 * product_setup - what a recipe of kind embedder needs before the first step: generators and datasets opened, the classes and the
 * names behind other labels collected, the shape of the net.
 *
 * A class is an SKU that may be learned from: of split train, where recipe or dataset hold products or brands out.
 */
#include "base/buf.h"
#include "eval/product_set.h"
#include "product/embedder_file.h"
#include "product/product_labels.h"
#include "train/sources.h"

struct product_setup {
    struct embedder_about about; /* class names: those of `classes`, borrowed */
    struct sources sources;      /* generators alone */
    struct product_set **set;    /* datasets' pictures of split train */
    size_t n_sets;
    struct product_names classes, name[NAMED_HEADS];
    struct buf data_json;
};

/** product_setup() - set: overrides for the data recipes. ST_RECIPE, ST_IO, ST_FORMAT. On failure `s` is to be released, too. */
enum st product_setup(struct product_setup *s, const struct recipe *r, uint64_t seed,
                      const char *const *set, size_t n_set, struct err *e);
void product_setup_release(struct product_setup *s);

/** product_setup_labels() - of a picture of a set. */
struct product_labels product_setup_labels(const struct product_setup *s,
                                           const struct product_item *it);

#endif
