// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_EMBEDDER_RUN_H
#define ERSATZ_PRODUCT_EMBEDDER_RUN_H
/*
 * embedder_run - squares (product_image.h) through the net, without learning. One thread's.
 *
 *     struct embedder_run *r = embedder_run_new(params, &shape, bf16, 16);
 *     embedder_run_squares(r, square, n, out, &e);       // out: (n, dims), unit length
 */
#include "product/embedder_net.h"

struct embedder_run;

/** embedder_run_new() - params: borrowed; batch: squares at once, what is left over goes one by one. */
struct embedder_run *embedder_run_new(struct params *p, const struct embedder_shape *s, bool bf16,
                                      int batch);
void embedder_run_free(struct embedder_run *r);
/** embedder_run_squares() - square: n pointers. ST_RANGE if oneDNN cannot. */
enum st embedder_run_squares(struct embedder_run *r, const uint8_t *const *square, size_t n,
                             float *out, struct err *e);

#endif
