// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_SPLIT_LISTS_H
#define ERSATZ_DATA_SPLIT_LISTS_H
/* split_lists - a folder of pictures and a list of them for every split that occurs: what the
 * formats of PaddleOCR and Hugging Face have in common. */
#include <stdio.h>

#include "data/convert.h"

struct split_lists {
    char *dir;
    FILE *list[DATASET_SPLITS];   /* NULL: no sample of that split yet */
    char *folder[DATASET_SPLITS]; /* DIR/train, ... */
    struct buf name;              /* of the picture that was written last: "000000042.jpg" */
};

/** split_lists_add() - write the picture; opens folder and list at the first of its split.
 *  list: its name in DIR; a star stands for the split. */
enum st split_lists_add(struct split_lists *s, const struct export_item *it, const char *list,
                        FILE **f, struct err *e);
struct split_lists *split_lists_new(const char *dir);
enum st split_lists_end(struct split_lists *s, struct err *e);
void split_lists_free(struct split_lists *s);

#endif
