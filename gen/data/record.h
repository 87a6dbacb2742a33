// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_RECORD_H
#define ERSATZ_DATA_RECORD_H
/*
 * record - one sample of a dataset as it lies on disk: its files, and what its label says.
 *
 * A record borrows its bytes from the dataset it came from.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/st.h"
#include "data/format.h"
#include "data/record_shelf.h"

struct record_member {
    const char *ext; /* "jpg", "json", "mask.png" */
    const uint8_t *bytes;
    uint64_t size, offset; /* offset: in the shard's file */
};

struct record {
    const char *shard; /* path of the tar file */
    const char *key;
    int split;               /* 0 train, 1 val, 2 test; -1 = the index does not say */
    int width_px, height_px; /* as the index says; 0 = it does not */
    struct record_member member[RECORD_MEMBERS];
    size_t n_members;
};

/** record_member() - by extension, or NULL. */
const struct record_member *record_member(const struct record *r, const char *ext);
/** record_image() - the picture: jpg, jpeg or png, or NULL. */
const struct record_member *record_image(const struct record *r);

struct record_word {
    const char *text;
    double quad[8]; /* x1, y1, ... x4, y4: top-left, top-right, bottom-right, bottom-left */
};

struct record_label {
    const char *text; /* the transcript: UTF-8, not empty; of a shelf: "" */
    size_t text_len;
    struct record_word *word; /* of a shelf: the texts on packs and tags */
    size_t n_words;          /* 0 = the label has no words */
    struct record_shelf *shelf; /* NULL: a picture of text */
    int split;               /* -1 = not stated */
    int width_px, height_px; /* 0 = not stated */
};

/**
 * record_label() - from KEY.json ("text", "words", "split", "width_px", "height_px"), or, if there
 * is none, from KEY.txt, whose contents up to trailing line breaks are the transcript. A KEY.json with a list of
 * "items" is that of a shelf: "items", "texts", "camera" and the three last ones.
 *
 * a: owns what `out` points to
 *
 * Returns ST_OK; ST_FORMAT with shard, key and offset if there is no label, it is no JSON object,
 * the transcript is missing, empty or not UTF-8, a quad is not eight finite numbers, or an item of a shelf is not whole.
 */
enum st record_label(const struct record *r, struct arena *a, struct record_label *out,
                     struct err *e);

/** record_error() - err_set with "'SHARD' sample 'KEY' (offset N): " in front; m may be NULL. */
enum st record_error(const struct record *r, const struct record_member *m, struct err *e,
                     enum st code, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
