// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_PRODUCT_SET_PARTS_H
#define ERSATZ_EVAL_PRODUCT_SET_PARTS_H
/* product_set_parts - what product_set.c, product_lists.c and product_records.c share. */
#include "base/arena.h"
#include "data/dataset_reader.h"
#include "eval/product_set.h"

struct product_set {
    const char *kind;
    struct arena arena;
    char *dir;               /* that files are relative to */
    struct dataset *dataset; /* or NULL */
    struct product_item *item;
    size_t n, cap;
    size_t *chosen; /* of the split: numbers of items */
    size_t n_chosen;
};

/** product_set_add() - a new item, zeroed but for split = -1 and at. Pointers into s->item are no longer valid. */
struct product_item *product_set_add(struct product_set *s);
/** product_set_string() - copied into the arena; NULL for nothing. */
const char *product_set_string(struct product_set *s, const char *text, size_t len);

/* Each fills in s->item. path: for messages */
enum st product_from_labels(struct product_set *s, const char *path, struct err *e);
enum st product_from_crops(struct product_set *s, const char *path, struct err *e);
enum st product_from_folders(struct product_set *s, struct err *e);
enum st product_from_records(struct product_set *s, struct err *e);

#endif
