// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_EVAL_SET_H
#define ERSATZ_EVAL_EVAL_SET_H
/*
 * eval_set - the lines of anything that can be evaluated on, one after the other.
 *
 *     struct eval_set *s;
 *     struct eval_item it;
 *     st = eval_set_open("lines", "test", &s, &e);
 *     while (!st && eval_set_more(s) && !(st = eval_set_next(s, &it, &e))) { ... it.image, it.text ... }
 *     eval_set_close(s);
 *
 * What it is is found by looking:
 *
 *     folder with dataset.json or .tar files, or one .tar     a dataset; facets from its labels
 *     folder with data.mdb                                    LMDB
 *     folder with metadata.jsonl, or split folders with one   ImageFolder
 *     folder with labels.tsv, or any other file               "file TAB text" lines, without a header
 *     folder with sealed.json                                 a sealed set (eval/sealed.h): pictures, no texts
 *
 * `split` picks train, val or test where the data says which is which; what does not say belongs to every
 * split.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/st.h"
#include "eval/facet.h"

struct eval_item { /* all borrowed until the next call */
    const char *key;    /* of the sample, or its file's name */
    const void *image;  /* JPEG or PNG bytes */
    size_t image_len;
    const char *text;   /* valid UTF-8, not empty; NULL in a sealed set */
    size_t text_len;
    const struct facet *facet;
    size_t n_facets;
};

struct eval_set;

/**
 * eval_set_open() - split: "train", "val", "test", or NULL for all
 * Returns ST_OK; ST_IO if there is nothing of that kind; ST_USAGE for an unknown split; ST_FORMAT for damage.
 * On failure *out is NULL.
 */
enum st eval_set_open(const char *path, const char *split, struct eval_set **out, struct err *e);
void eval_set_close(struct eval_set *s);
/** eval_set_kind() - "dataset", "lmdb", "imagefolder", "tsv", "sealed". */
const char *eval_set_kind(const struct eval_set *s);
/** eval_set_count() - of all splits: how many eval_set_next() looks at. */
uint64_t eval_set_count(const struct eval_set *s);
/** eval_set_done() - how many it has looked at. */
uint64_t eval_set_done(const struct eval_set *s);
/** eval_set_more() - whether there is another one of the split. Looks ahead: an error is kept for
 *  eval_set_next(). */
bool eval_set_more(struct eval_set *s);
enum st eval_set_next(struct eval_set *s, struct eval_item *out, struct err *e);

#endif
