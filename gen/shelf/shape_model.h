// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_SHAPE_MODEL_H
#define ERSATZ_SHELF_SHAPE_MODEL_H
/*
 * shape_model - a product that is a model: read or baked, set upright, scaled. Internal to shapes.h.
 */
#include "shelf/shapes.h"

/** shape_model_load() - fill in a shape. Pictures it owns are released by shape_model_release(). */
enum st shape_model_load(const struct shape_options *o, const struct sku *s, struct arena *a,
                         struct shape *out, struct err *e);
void shape_model_release(struct shape *sh);

/** shape_model_place() - turn, scale and move a mesh as shapes.h says; size_mm: wanted, or zeros. Makes its
 * key anew. */
enum st shape_model_place(struct mesh *m, const double size_mm[3], struct err *e);

#endif
