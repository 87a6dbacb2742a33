// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_EMBEDDER_VALID_H
#define ERSATZ_PRODUCT_EMBEDDER_VALID_H
/*
 * embedder_valid - held-out pictures, kept in memory, that a training is evaluated on as it goes: each is looked for among the others
 * of its set (eval/retrieval.h).
 *
 * Set 0 is of split val of what is learned from, where there is such a split: of the datasets, else generated. The others are
 * data.valid: their split val, else test, else all of it. At most data.valid_samples of each, evenly taken.
 */
#include "net/crew.h"
#include "product/product_setup.h"
#include "train/trainer.h"

struct embedder_valid;
enum st embedder_valid_new(const struct product_setup *s, const struct recipe *r,
                           struct embedder_valid **out, struct err *e);
/** embedder_valid_release() - nets of a worker, on its own thread. */
void embedder_valid_release(struct embedder_valid *v, int worker);
void embedder_valid_free(struct embedder_valid *v);
size_t embedder_valid_count(const struct embedder_valid *v); /* sets */
/** embedder_valid_run() - "top1", "top5", "map" of one set; score: 1 - map. */
enum st embedder_valid_run(struct embedder_valid *v, size_t set, struct crew *c, bool bf16,
                           struct train_measured *out, struct err *e);

#endif
