// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_TALLY_H
#define ERSATZ_DATA_TALLY_H
/*
 * tally - what a set of samples consists of: counts of characters, lengths, sources, fonts, splits.
 *
 * A shard's tally stands in its index, and the sum of all in the manifest; tally_merge() of parts
 * equals the tally of the whole. The zero value is empty.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "base/st.h"

struct json_t; /* of Jansson, whose header does not go with base/json.h */

/* Names with counts. Written in order of length, then bytes: code points and numbers ascend. */
struct counter {
    struct count_entry *slot; /* hash table, linear probing */
    size_t n, cap;            /* cap is 0 or a power of two */
};
struct count_entry {
    char *name; /* owned; NULL = free slot */
    size_t len;
    uint64_t count;
};

/** counter_add() - `name` need not end with NUL, nor hold one. */
void counter_add(struct counter *c, const char *name, size_t len, uint64_t count);
/** counter_sorted() - the entries in the order they are written; caller frees the array alone. */
struct count_entry *counter_sorted(const struct counter *c);
void counter_release(struct counter *c);

/* What is counted of one sample. Pointers are borrowed for the call; NULL = not known. Of scenes, graphemes are
 * labeled items. */
struct record_facts {
    int split; /* 0 train, 1 val, 2 test */
    int width_px, height_px;
    uint32_t n_graphemes;
    uint32_t replans;   /* attempts before the one that was legible */
    bool forced;        /* not legible at the last attempt either: effects were switched off */
    const char *source; /* name of the text source */
    const char *font;   /* "Family Style" */
    const char *text;   /* transcript, valid UTF-8, for the histogram of characters */
    size_t text_len;
    const char *shown;  /* names of what it shows (SKUs), each followed by NUL */
    size_t shown_len;
};

struct tally {
    uint64_t samples, graphemes, replans, forced;
    struct counter characters, lengths, sources, fonts, splits, shown;
};

extern const char *const dataset_split[3]; /* "train", "val", "test" */
/** dataset_split_number() - 0..2, or -1 for another name. */
int dataset_split_number(const char *name);

void tally_add(struct tally *t, const struct record_facts *f);
void tally_merge(struct tally *into, const struct tally *from);
/** tally_write() - one JSON object. */
void tally_write(const struct tally *t, struct json *j);
/** tally_read() - from such an object, added to `t`. ST_FORMAT if it is not one. */
enum st tally_read(struct tally *t, const struct json_t *o, struct err *e);
void tally_release(struct tally *t);

#endif
