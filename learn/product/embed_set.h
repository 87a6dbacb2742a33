// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_EMBED_SET_H
#define ERSATZ_PRODUCT_EMBED_SET_H
/* embed_set - the vectors of all pictures of a set (eval/product_set.h): decoded one batch after the other, so that memory does not grow
 * with the set but for the vectors. */
#include "eval/product_set.h"
#include "product/embedder.h"

/**
 * embed_set() - out: (count, dims), row i of item i, to be freed; NULL on failure
 * progress: called now and then with how many are done; may be NULL
 * Returns ST_OK; ST_FORMAT, ST_IO with the picture's name.
 */
enum st embed_set(struct embedder *m, struct product_set *s,
                  void (*progress)(void *ctx, size_t done), void *ctx, float **out, struct err *e);

#endif
