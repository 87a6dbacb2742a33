// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_RETRIEVAL_REPORT_H
#define ERSATZ_EVAL_RETRIEVAL_REPORT_H
/*
 * retrieval_report - report.html of a retrieval, and of two models: pages that need no other file.
 *
 * Measures with intervals; the ROC; mAP by kind of query; what is taken for what; the embeddings as a map of pictures; the queries whose wrong
 * answer was surest, each with what was found and what should have been.
 */
#include "eval/product_set.h"
#include "eval/retrieval_summary.h"

struct retrieval_pages { /* what the report shows; all borrowed */
    const struct retrieval *r;
    const struct retrieval_summary *s;
    const struct retrieval_about *about;
    struct product_set *queries, *gallery; /* gallery == queries where one is left out */
    const char *const *class_name;         /* of labels */
    const void *map;                       /* PNG, or NULL */
    size_t map_len;
};

/** retrieval_report_write() - ST_IO, ST_FORMAT if a picture cannot be read. */
enum st retrieval_report_write(const struct retrieval_pages *p, struct buf *out, struct err *e);
void retrieval_report_comparison(const struct comparison c[RETRIEVAL_MEASURES],
                                 const char *const name[2], const char *data, size_t queries,
                                 struct buf *out);

/** retrieval_map() - the map of at most `most` pictures of both sets, evenly chosen, as a PNG. v: (count, dims) of each; label: of each;
 *  gallery NULL where one is left out. progress as for embedding_map_place(). */
enum st retrieval_map(struct product_set *queries, const struct vectors *q,
                      struct product_set *gallery, const struct vectors *g, size_t most,
                      bool (*progress)(void *ctx, int done), void *ctx, struct buf *out,
                      struct err *e);

#endif
