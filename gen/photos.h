// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PHOTOS_H
#define ERSATZ_PHOTOS_H
/* photos - the pictures that a recipe's `photos` names: paper of lines, backdrops of products. */
#include "base/image.h"
#include "recipe/recipe.h"

/** photos_load() - all of them, RGB; out is NULL where there are none. ST_IO, ST_FORMAT with the recipe's place. */
enum st photos_load(const struct recipe *r, struct image **out, size_t *n, struct err *e);
void photos_free(struct image *photos, size_t n);

#endif
