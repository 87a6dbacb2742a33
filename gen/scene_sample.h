// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SCENE_SAMPLE_H
#define ERSATZ_SCENE_SAMPLE_H
/*
 * scene_sample - samples of recipes of kind shelf and product. Inside the generator: callers use sample.h.
 */
#include "product_shown.h"
#include "sample.h"

struct scene_stock;  /* catalogue, art, meshes, where Blender is: loaded once, shared */
struct scene_worker; /* of one thread; with engine cycles it has a Blender of its own */

/**
 * scene_stock_open() - recipe: borrowed; its text gets a line with the catalogue's checksum.
 * Returns ST_OK; ST_RECIPE with lines in `problems`; ST_IO; ST_CHILD if the engine is cycles and there is no Blender.
 */
enum st scene_stock_open(struct recipe *recipe, const struct generator_options *o, struct buf *problems,
                         struct scene_stock **out, struct err *e);
void scene_stock_close(struct scene_stock *s);
const struct fontset *scene_stock_fonts(const struct scene_stock *s);
size_t scene_stock_products(const struct scene_stock *s);
struct product_info scene_stock_product(const struct scene_stock *s, size_t i);
const char *scene_stock_programs(const struct scene_stock *s);

struct scene_worker *scene_worker_new(const struct scene_stock *s);
void scene_worker_free(struct scene_worker *w);
/** scene_sample_make() - ST_CHILD if Blender fails again and again, or its picture is not of the scene that is labeled. */
enum st scene_sample_make(struct scene_worker *w, uint64_t seed, uint64_t index, struct made *out, struct err *e);

#endif
