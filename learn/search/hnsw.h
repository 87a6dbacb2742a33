// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SEARCH_HNSW_H
#define ERSATZ_SEARCH_HNSW_H
/*
 * hnsw - nearly the nearest vectors of a million, in a fraction of a millisecond.
 *
 *     struct hnsw *g = hnsw_build(v, n, dims, &(struct hnsw_options){0}, NULL, NULL);
 *     struct hnsw_search *s = hnsw_search_new(g);             // one a thread
 *     found = hnsw_nearest(s, q, 10, 64, out);                // width 64: the wider, the surer and the slower
 *     hnsw_search_free(s);
 *     hnsw_free(g);
 *
 * Yu. A. Malkov, D. A. Yashunin, "Efficient and robust approximate nearest neighbor search using hierarchical navigable small world
 * graphs", IEEE TPAMI 42(4), 2018 (numbers of algorithms in hnsw.c are the paper's). Similarity is the scalar product of vectors of unit
 * length; the vectors are borrowed and stay where they are.
 *
 * The graph is a function of the vectors, their order and the options: levels are drawn from stream RNG_SEARCH_LEVEL of the seed, and
 * vectors are put in one after the other.
 */
#include <stdbool.h>

#include "base/buf.h"
#include "base/st.h"
#include "search/nearest.h"

struct hnsw_options { /* zero = default */
    int links; /* M: links of a vector on each level, twice as many on the lowest: 16. 2..64 */
    int width; /* efConstruction: how widely is searched for them: 100. links..2000 */
    uint64_t seed;
};

struct hnsw;
struct hnsw_search;

/** hnsw_build() - v: (n, dims), borrowed as long as the graph; n < 2^32 - 1. progress: called now and then; if it returns false building
 *  stops. NULL then; a BUG() for options out of range. */
struct hnsw *hnsw_build(const float *v, size_t n, int dims, const struct hnsw_options *o,
                        bool (*progress)(void *ctx, size_t done), void *ctx);
void hnsw_free(struct hnsw *g);
/** hnsw_bytes() - memory, without the vectors. */
size_t hnsw_bytes(const struct hnsw *g);

struct hnsw_search *hnsw_search_new(const struct hnsw *g);
void hnsw_search_free(struct hnsw_search *s);
/** hnsw_nearest() - q: dims floats. width: how many are kept in view (ef), at least k is. out: best first. Returns how many, k unless the
 *  graph is smaller. */
size_t hnsw_nearest(struct hnsw_search *s, const float *q, size_t k, size_t width,
                    struct neighbour *out);

/* --- as bytes, for search/product_index.h ------------------------------------------------------------ */

/** hnsw_write() - appends; little-endian. */
void hnsw_write(const struct hnsw *g, struct buf *out);
/** hnsw_read() - the reverse; bytes are borrowed as long as the graph, 4-byte aligned. ST_FORMAT if they are no graph over n vectors: sizes,
 *  levels and every link are checked. */
enum st hnsw_read(const void *bytes, size_t len, const float *v, size_t n, int dims,
                  struct hnsw **out, struct err *e);

#endif
