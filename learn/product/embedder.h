// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_EMBEDDER_H
#define ERSATZ_PRODUCT_EMBEDDER_H
/*
 * embedder - a trained embedding model in use: pictures of products -> vectors of unit length. One thread's.
 *
 *     struct embedder *m;
 *     embedder_open("assets/models/products.ersatz", &(struct embedder_options){0}, &m, &e);
 *     float *v = malloc(n * (size_t)embedder_dims(m) * sizeof *v);
 *     embedder_images(m, images, n, v, &e);          // v: (n, dims), row i of image i
 *     embedder_close(m);
 *
 * The closer two pictures show the same product, the greater the scalar product of their vectors, which is the cosine of the angle
 * between them: 1 = the same, about 0 = nothing in common. A vector depends on its picture alone, not on the others of a call.
 */
#include "base/image.h"
#include "product/embedder_file.h"

struct embedder_options { /* zero = default */
    bool fp32;            /* no bf16 */
    int batch; /* pictures at once where there are as many: 16; what is left over goes one by one */
};

struct embedder;

/** embedder_open() - ST_IO; ST_FORMAT if it is no embedder, or damaged; ST_RANGE if oneDNN cannot. *out is NULL on failure. */
enum st embedder_open(const char *path, const struct embedder_options *o, struct embedder **out,
                      struct err *e);
void embedder_close(struct embedder *m);
/** embedder_dims() - length of a vector. */
int embedder_dims(const struct embedder *m);
const struct embedder_about *embedder_about(const struct embedder *m);
/**
 * embedder_images() - img: n pictures, borrowed, grey or RGB, sRGB-coded, of any size: fitted to the net's input as in training.
 *
 * out: n x dims, unit length
 * Returns ST_OK; ST_RANGE for an empty picture or one with other channels.
 */
enum st embedder_images(struct embedder *m, const struct image *const *img, size_t n, float *out,
                        struct err *e);

#endif
