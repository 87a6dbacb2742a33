// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TEXT_SAMPLE_H
#define ERSATZ_TEXT_SAMPLE_H
/*
 * text_sample - samples of recipes of kind text. Inside the generator: callers use sample.h.
 */
#include "sample.h"

struct text_stock;  /* corpora, fonts, photos: loaded once, immutable, shared */
struct text_worker; /* of one thread */

/** text_stock_open() - problems: gets one line each if there are several; the recipe is borrowed. */
enum st text_stock_open(const struct recipe *recipe, struct buf *problems, struct text_stock **out, struct err *e);
/** text_stock_find_more() - the recipe's keys are wrong; its texts and fonts may be as well, and it is better to know at
 *  once: adds lines for those, and counts all of them in the error. */
void text_stock_find_more(const struct recipe *recipe, struct buf *problems, struct err *e);
void text_stock_close(struct text_stock *g);
const struct world *text_stock_world(const struct text_stock *g);

struct text_worker *text_worker_new(const struct text_stock *g);
void text_worker_free(struct text_worker *w);
/** text_sample_make() - `out` is empty but for memory to use again. */
enum st text_sample_make(struct text_worker *w, uint64_t seed, uint64_t index, struct made *out, struct err *e);

#endif
