// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_RETRIEVAL_SUMMARY_H
#define ERSATZ_EVAL_RETRIEVAL_SUMMARY_H
/*
 * retrieval_summary - what a retrieval (eval/retrieval.h) comes to: measures with intervals, by kind of query, what is taken for what;
 * metrics.json, queries.jsonl and the JSON of a comparison.
 */
#include "base/buf.h"
#include "eval/facet.h"
#include "eval/retrieval.h"

struct retrieval_about {                        /* NULL or 0 = left out */
    const char *model, *data, *gallery, *split; /* file names without folders */
    int dims;
    size_t classes;        /* of the gallery */
    double ms_per_picture; /* decoding and embedding, one thread */
};

struct query_facets {
    const struct facet *facet;
    size_t n;
};

struct retrieval_part { /* answered queries that share a facet */
    const char *kind, *value;
    size_t queries;
    struct interval m[RETRIEVAL_MEASURES];
};

struct mistaken {
    uint32_t want, got; /* labels: the first of the list was of `got` */
    size_t count;
};

struct retrieval_summary {
    struct interval m[RETRIEVAL_MEASURES];
    struct retrieval_part *
        part; /* kinds in order of bytes; values by the number they begin with, then in order of bytes */
    size_t n_parts;
    struct mistaken *mistaken; /* most frequent first, then by labels */
    size_t n_mistaken;
    uint32_t *
        worst; /* queries whose first is wrong, by how far the best wrong one leads the best right one */
    size_t n_worst;
};

struct retrieval_summary_options { /* zero = default */
    uint64_t seed;
    int rounds;        /* 2000; a quarter of it for parts */
    size_t part_least; /* 10: parts of fewer queries are left out */
};

/** retrieval_summarise() - facets: of each query, strings borrowed as long as the summary; may be NULL. labels: of queries, gallery */
void retrieval_summarise(const struct retrieval *r, const struct query_facets *facets,
                         const uint32_t *query_label, const uint32_t *gallery_label,
                         const struct retrieval_summary_options *o, struct retrieval_summary *out);
void retrieval_summary_release(struct retrieval_summary *s);

/** retrieval_write_metrics() - metrics.json: measures are fractions ("map": 0.8), each with "map_ci95": [low, high]; docs/evaluation.md. */
void retrieval_write_metrics(const struct retrieval *r, const struct retrieval_summary *s,
                             const struct retrieval_about *a, struct buf *out);
/** retrieval_write_queries() - queries.jsonl, a line a query. name: of labels; key: of queries, of the gallery's pictures. */
void retrieval_write_queries(const struct retrieval *r, const char *const *query_key,
                             const char *const *gallery_key, const char *const *query_class,
                             const char *const *gallery_class, struct buf *out);
/** retrieval_write_comparison() - comparison.json. name: of each model */
void retrieval_write_comparison(const struct comparison c[RETRIEVAL_MEASURES],
                                const char *const name[2], const char *data, size_t queries,
                                struct buf *out);

#endif
