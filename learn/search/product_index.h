// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SEARCH_PRODUCT_INDEX_H
#define ERSATZ_SEARCH_PRODUCT_INDEX_H
/*
 * product_index - embeddings of pictures with what they show, in one file that is searched as it lies on disk.
 *
 *     128 bytes  "ERSINDX1", u32 dims, u32 sections, u64 n, four sections {u64 offset, u64 bytes, u32 crc, u32 0}, 4 bytes CRC-32
 *     about      JSON: which model the vectors are from
 *     lines      n of them: class TAB key LF, UTF-8; tabs and line feeds of names are spaces
 *     vectors    (n, dims) float, rows of unit length
 *     graph      search/hnsw.h, or nothing: small ones are searched by looking at all
 *
 * Little-endian; sections begin at multiples of 64; checksums are CRC-32 (zlib). The file is mapped, so that opening costs reading it once
 * for the checksums, and processes share its memory. It must not be cut short by others meanwhile: the system answers that with SIGBUS.
 * Written aside, synced, renamed.
 */
#include <stdbool.h>

#include "base/buf.h"
#include "base/st.h"
#include "search/hnsw.h"

struct index_entry { /* strings end with a NUL; borrowed until product_index_close() */
    const char *class_name, *key;
};

struct product_index;

/**
 * product_index_write() - about: a JSON object; v: (n, dims); entry: n; graph: over v, or NULL
 * Returns ST_OK; ST_IO.
 */
enum st product_index_write(const char *path, const char *about, const float *v, size_t n, int dims,
                            const struct index_entry *entry, const struct hnsw *graph,
                            struct err *e);

/** product_index_open() - ST_IO; ST_FORMAT if it is no index, or damaged. On failure *out is NULL. */
enum st product_index_open(const char *path, struct product_index **out, struct err *e);
void product_index_close(struct product_index *x);
size_t product_index_count(const struct product_index *x);
int product_index_dims(const struct product_index *x);
bool product_index_has_graph(const struct product_index *x);
const char *product_index_about(const struct product_index *x);
const float *product_index_vectors(const struct product_index *x);
struct index_entry product_index_entry(const struct product_index *x, size_t i);

struct index_query { /* zero = default */
    size_t k;        /* how many: 5 */
    bool pictures;   /* k pictures; else k products, each with its best picture */
    bool exact;      /* look at all even if there is a graph */
    size_t width;    /* of the search in the graph: 128 */
};

/**
 * product_index_find() - q: dims floats of unit length. out: room for k, best first. Returns how many: fewer only if the index has no more.
 * Not thread-safe: the search's memory is the index's.
 */
size_t product_index_find(struct product_index *x, const float *q, const struct index_query *o,
                          struct neighbour *out);

#endif
