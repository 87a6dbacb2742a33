// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CMD_EVAL_PRODUCTS_H
#define ERSATZ_CMD_EVAL_PRODUCTS_H
/* eval_products - the verb eval for models that embed products. */
#include <stdbool.h>
#include <stddef.h>

#include "base/st.h"

struct eval_products {
    const char *const *model; /* one, or two to compare */
    size_t n_models;
    const char *queries, *gallery; /* gallery NULL: every picture against the others of its set */
    const char *split, *gallery_split, *output;
    bool fp32, no_map, quiet;
};

enum st eval_products(const struct eval_products *o, struct err *e);

#endif
