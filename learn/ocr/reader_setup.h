// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_READER_SETUP_H
#define ERSATZ_OCR_READER_SETUP_H
/*
 * reader_setup - what a recipe of kind reader needs before the first step: generators and datasets opened, the alphabet and the
 * tokens learned from their text, the shape of the net.
 */
#include "ocr/reader_feed.h"
#include "ocr/reader_file.h"

struct reader_setup {
    struct reader_about about;
    struct sources sources;
    struct feed_options feed; /* batch is left to the caller */
    struct buf data_json;
};

/** reader_setup() - set: overrides for the data recipes. ST_RECIPE, ST_IO, ST_FORMAT. On failure `s` is to be released, too. */
enum st reader_setup(struct reader_setup *s, const struct recipe *r, uint64_t seed, const char *const *set, size_t n_set,
                     struct err *e);
void reader_setup_release(struct reader_setup *s);

#endif
