// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_PRODUCT_FOLDER_H
#define ERSATZ_EVAL_PRODUCT_FOLDER_H
/*
 * product_folder - some pictures of a set (eval/product_set.h), under labels of one's choice, as a folder that trainers read:
 *
 *     OUT/SPLIT/CLASS/000000042.jpg     copied byte by byte; the number is that of the whole set, SPLIT/ is left out where it is not stated
 *     OUT/crops.tsv                     file, class, sku (the truth, if known), brand, category, visible_fraction, noise, from (key)
 *
 * OUT appears when whole (data/out_folder.h).
 */
#include "eval/product_set.h"

struct product_folder;

/** product_folder_begin() - ST_IO if OUT exists and may not be replaced (force: one with a crops.tsv may). On failure *out is NULL. */
enum st product_folder_begin(const char *out_dir, bool force, struct product_folder **out,
                             struct err *e);
/** product_folder_add() - item i of the set. class_name, noise: instead of the item's; NULL: the item's. */
enum st product_folder_add(struct product_folder *f, struct product_set *s, size_t i,
                           const char *class_name, const char *noise, struct err *e);
/** product_folder_file() - one more file in OUT: a report, a list. */
enum st product_folder_file(struct product_folder *f, const char *name, const void *bytes,
                            size_t len, struct err *e);
/** product_folder_commit() - `f` is freed on every path. */
enum st product_folder_commit(struct product_folder *f, struct err *e);
/** product_folder_drop() - nothing of it stays. Accepts NULL. */
void product_folder_drop(struct product_folder *f);

#endif
