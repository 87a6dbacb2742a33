// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_READER_FEED_H
#define ERSATZ_OCR_READER_FEED_H
/*
 * reader_feed - batches to learn from, made by the worker that learns from them.
 *
 * A worker fills a pool of FEED_BATCHES batches: samples of the generator that were never used before, in process, without a
 * disk, and samples of datasets, sorted by width and cut into batches of like widths; batches are handed out in an order drawn
 * from (seed, pool). All workers have pools of the same sizes and orders, so that those who work at the same time have much the
 * same to do. Making and learning take turns on one core: nobody waits for anybody.
 *
 *     struct feed *f = feed_new(&sources, &about, options, worker, workers);
 *     const struct batch *b;
 *     feed_next(f, &b, &e);          // valid until the next call
 *
 * What is handed out is a function of (sources, seed, worker, workers, place): feed_place() at the end of a pool goes into a
 * checkpoint, feed_seek() goes on from it with the very same batches.
 */
#include "ocr/bpe.h"
#include "ocr/classes.h"
#include "ocr/line_image.h"
#include "train/sources.h"

enum { FEED_BATCHES = 16 }; /* of a pool */

struct feed_options {
    const struct classes *classes;
    const struct bpe *bpe; /* or NULL */
    int batch;             /* lines a batch of this worker */
    int height_px, max_width_px;
    int order;             /* enum recipe_order */
    uint64_t seed;
};

/* Lines of one batch, side by side. */
struct batch {
    int n;
    int64_t width_px;         /* a reader_rung(); narrower lines have zeros behind */
    struct line_image *image; /* n */
    int32_t *frames;          /* n, of each line */
    int32_t *label, *lengths; /* all labels one after the other; n lengths */
    int32_t *token, *token_lengths;
};

struct feed;

struct feed *feed_new(const struct sources *s, const struct feed_options *o, int worker,
                      int workers);
void feed_free(struct feed *f);
/** feed_next() - ST_RECIPE if a source gives nothing that can be learned from; what sample_make() and datasets return. */
enum st feed_next(struct feed *f, const struct batch **out, struct err *e);
/** feed_place(), feed_seek() - the number of the next candidate sample; only between pools. */
uint64_t feed_place(const struct feed *f);
bool feed_between_pools(const struct feed *f);
void feed_seek(struct feed *f, uint64_t place, uint64_t pool);
/** feed_left_out() - lines that were too wide, without a known grapheme, or longer than their frames. */
uint64_t feed_left_out(const struct feed *f);

/** feed_label() - text -> classes in the order the net sees them. out: room for len. Returns the number. */
size_t feed_label(const struct feed_options *o, const char *text, size_t len, int32_t *out, struct grapheme_counts *unknown);

#endif
