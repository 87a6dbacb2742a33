// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_PRODUCT_FEED_H
#define ERSATZ_PRODUCT_PRODUCT_FEED_H
/*
 * product_feed - pictures of products to learn from: datasets' decoded once and kept as bytes, and the generator's, made by the
 * worker that learns from them and never the same twice.
 *
 *     struct product_store *st = product_store_new(&setup, crew, &e);            // all datasets' squares, by all workers
 *     struct product_feed *f = product_feed_new(&setup, st, &options, worker, workers);
 *     product_feed_next(f, net_host(n, x), labels, &e);                          // (batch, 3, P, P), labels of each
 *
 * What is handed out is a function of (sources, seed, worker, workers, place). Candidates are numbered; from which source and which
 * of its samples a candidate is, is drawn from its number.
 */
#include "net/crew.h"
#include "product/product_setup.h"

struct product_store;

#define PRODUCT_MARGIN 0.05 /* of crops from shelves, as a share of the box's sides */

/** product_store_new() - of datasets above STORE_BYTES in all, pictures are decoded each time instead. */
enum st product_store_new(const struct product_setup *s, struct crew *c, struct product_store **out,
                          struct err *e);
void product_store_free(struct product_store *s);
size_t product_store_count(const struct product_store *s);

struct product_feed_options {
    int batch;
    double jitter; /* data.jitter */
    uint64_t seed;
};

struct product_feed;

struct product_feed *product_feed_new(const struct product_setup *s,
                                      const struct product_store *store,
                                      const struct product_feed_options *o, int worker,
                                      int workers);
void product_feed_free(struct product_feed *f);
/** product_feed_next() - x: (batch, 3, P, P); labels: batch. ST_RECIPE if the sources give nothing that can be learned from. */
enum st product_feed_next(struct product_feed *f, float *x, struct product_labels *labels,
                          struct err *e);
/** product_feed_place(), product_feed_seek() - the number of the next candidate. */
uint64_t product_feed_place(const struct product_feed *f);
void product_feed_seek(struct product_feed *f, uint64_t place);

/** product_crop() - the squares of a generated sample: shelf: each product's box with its margin; else the whole picture, as one of its
 *  subject. i counts them; false behind the last. square: PRODUCT_BYTES of the shape's input_px. */
bool product_crop(const struct product_setup *s, const struct made *m, bool shelf, double margin,
                  size_t i, uint8_t *square, struct product_labels *labels, int *split);

#endif
