// SPDX-License-Identifier: MIT
#include "search/product_index.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/files.h"
#include "data/temp_file.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "index files are little-endian, and so must the machine be"
#endif

enum section_name { ABOUT, LINES, VECTORS, GRAPH, SECTIONS };
enum { HEAD = 128, ALIGN = 64, K = 5, WIDTH = 128 };
static const char magic[8] = {'E', 'R', 'S', 'I', 'N', 'D', 'X', '1'};

struct section {
    uint64_t offset, bytes;
    uint32_t crc, zero;
};

struct head {
    char magic[8];
    uint32_t dims, sections;
    uint64_t n;
    struct section section[SECTIONS];
    uint32_t crc; /* of all before */
    uint32_t zero;
};
_Static_assert(sizeof(struct head) == HEAD, "layout of an index's head");

struct product_index {
    char *map;
    size_t len;
    char *about, *lines; /* copied: a NUL behind each name */
    uint64_t *line;      /* n: where each begins */
    const float *v;
    size_t n;
    int dims;
    struct hnsw *graph;
    struct hnsw_search *search;
    struct neighbour *found;
    size_t room;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static uint32_t crc_of(const void *bytes, size_t len)
{
    return (uint32_t)crc32_z(0, bytes, len);
}

/* --- writing -------------------------------------------------------------------------------------- */

static void add_name(struct buf *b, const char *s, char end)
{
    for (; *s; s++) {
        buf_addc(b, *s == '\t' || *s == '\n' || *s == '\r' ? ' ' : *s);
    }
    buf_addc(b, end);
}

enum st product_index_write(const char *path, const char *about, const float *v, size_t n, int dims,
                            const struct index_entry *entry, const struct hnsw *graph,
                            struct err *e)
{
    static const char zeros[ALIGN];
    struct buf lines = {0}, links = {0};
    for (size_t i = 0; i < n; i++) {
        add_name(&lines, entry[i].class_name, '\t');
        add_name(&lines, entry[i].key, '\n');
    }
    if (graph) {
        hnsw_write(graph, &links);
    }
    const struct {
        const void *bytes;
        size_t len;
    } part[SECTIONS] = {{about, strlen(about)},
                        {lines.data, lines.len},
                        {v, size_mul(size_mul(n, (size_t)dims), sizeof *v)},
                        {links.data, links.len}};
    struct head h = {.dims = (uint32_t)dims, .sections = SECTIONS, .n = n};
    memcpy(h.magic, magic, sizeof magic);
    uint64_t at = HEAD;
    for (int k = 0; k < SECTIONS; k++) {
        h.section[k] = (struct section){at, part[k].len, crc_of(part[k].bytes, part[k].len), 0};
        at += (part[k].len + ALIGN - 1) / ALIGN * ALIGN;
    }
    h.crc = crc_of(&h, offsetof(struct head, crc));
    struct temp_file t;
    enum st st = temp_file_open(&t, path, NULL, e);
    st = st ? st : file_write_all(t.fd, &h, sizeof h, path, e);
    for (int k = 0; k < SECTIONS && !st; k++) {
        st = file_write_all(t.fd, part[k].bytes, part[k].len, path, e);
        st = st ? st : file_write_all(t.fd, zeros, (ALIGN - part[k].len % ALIGN) % ALIGN, path, e);
    }
    if (st) {
        temp_file_drop(&t);
    } else {
        st = temp_file_commit(&t, e);
    }
    buf_release(&lines);
    buf_release(&links);
    return st;
}

/* --- reading -------------------------------------------------------------------------------------- */

static enum st map_file(struct product_index *x, const char *path, struct err *e)
{
    struct stat sb;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return err_errno(e, "cannot open '%s'", path);
    }
    enum st st = fstat(fd, &sb) ? err_errno(e, "cannot look at '%s'", path) : ST_OK;
    if (!st && sb.st_size < HEAD) {
        st = err_set(e, ST_FORMAT, "'%s' is no index of products", path);
    }
    if (!st) {
        x->len = (size_t)sb.st_size;
        x->map = mmap(NULL, x->len, PROT_READ, MAP_PRIVATE, fd, 0);
        if (x->map == MAP_FAILED) {
            x->map = NULL;
            st = err_errno(e, "cannot map '%s'", path);
        }
    }
    close(fd);
    return st;
}

static enum st check_head(const struct product_index *x, const struct head *h, const char *path,
                          struct err *e)
{
    if (memcmp(h->magic, magic, sizeof magic)) {
        return err_set(e, ST_FORMAT, "'%s' is no index of products ('ersatz index' makes one)",
                       path);
    }
    if (crc_of(h, offsetof(struct head, crc)) != h->crc || h->zero || h->sections != SECTIONS ||
        !h->dims || h->dims > 1 << 20 || !h->n || h->n >= UINT32_MAX) {
        return err_set(e, ST_FORMAT, "'%s': the head is damaged", path);
    }
    uint64_t at = HEAD;
    for (int k = 0; k < SECTIONS; k++) {
        const struct section *s = &h->section[k];
        if (s->offset != at || s->bytes > x->len - at || s->zero) {
            return err_set(e, ST_FORMAT, "'%s' is cut off, or no whole index", path);
        }
        if (crc_of(x->map + at, (size_t)s->bytes) != s->crc) {
            return err_set(e, ST_FORMAT, "'%s' is damaged between bytes %llu and %llu", path,
                           (unsigned long long)at, (unsigned long long)(at + s->bytes));
        }
        at += (s->bytes + ALIGN - 1) / ALIGN * ALIGN;
        if (at > x->len) {
            return err_set(e, ST_FORMAT, "'%s' is cut off", path);
        }
    }
    if (at != x->len || h->section[VECTORS].bytes != h->n * h->dims * sizeof(float)) {
        return err_set(e, ST_FORMAT, "'%s': %llu bytes of vectors are not %llu of %u dimensions",
                       path, (unsigned long long)h->section[VECTORS].bytes,
                       (unsigned long long)h->n, h->dims);
    }
    return ST_OK;
}

/* Checksums tell damage, not malice: what the lines, vectors and links say is looked at all the same. */
static enum st read_lines(struct product_index *x, const struct section *s, const char *path,
                          struct err *e)
{
    x->lines = must(malloc((size_t)s->bytes + 1));
    memcpy(x->lines, x->map + s->offset, (size_t)s->bytes);
    x->lines[s->bytes] = 0;
    x->line = must(malloc((x->n + 1) * sizeof *x->line));
    char *p = x->lines, *end = p + s->bytes;
    for (size_t i = 0; i < x->n; i++) {
        char *nl = memchr(p, '\n', (size_t)(end - p)),
             *tab = nl ? memchr(p, '\t', (size_t)(nl - p)) : NULL;
        if (!tab) {
            return err_set(e, ST_FORMAT, "'%s': line %zu names no class and key", path, i + 1);
        }
        *tab = *nl = 0;
        x->line[i] = (uint64_t)(p - x->lines);
        p = nl + 1;
    }
    return p == end ? ST_OK : err_set(e, ST_FORMAT, "'%s': more than %zu lines", path, x->n);
}

static enum st check_vectors(const struct product_index *x, const char *path, struct err *e)
{
    for (size_t i = 0; i < x->n; i++) {
        float sum = 0;
        for (int d = 0; d < x->dims; d++) {
            float c = x->v[i * (size_t)x->dims + (size_t)d];
            sum += c * c;
        }
        if (!(fabsf(sum - 1) < 1e-2f)) {
            return err_set(e, ST_FORMAT, "'%s': vector %zu is not of unit length", path, i);
        }
    }
    return ST_OK;
}

enum st product_index_open(const char *path, struct product_index **out, struct err *e)
{
    struct product_index *x = must(calloc(1, sizeof *x));
    struct head h;
    *out = NULL;
    enum st st = map_file(x, path, e);
    if (!st) {
        memcpy(&h, x->map, sizeof h);
        st = check_head(x, &h, path, e);
    }
    if (!st) {
        x->n = (size_t)h.n;
        x->dims = (int)h.dims;
        x->v = (const float *)(const void *)(x->map + h.section[VECTORS].offset);
        x->about = must(malloc((size_t)h.section[ABOUT].bytes + 1));
        memcpy(x->about, x->map + h.section[ABOUT].offset, (size_t)h.section[ABOUT].bytes);
        x->about[h.section[ABOUT].bytes] = 0;
        (void)((st = read_lines(x, &h.section[LINES], path, e)) ||
               (st = check_vectors(x, path, e)));
    }
    if (!st && h.section[GRAPH].bytes) {
        st = hnsw_read(x->map + h.section[GRAPH].offset, (size_t)h.section[GRAPH].bytes, x->v, x->n,
                       x->dims, &x->graph, e);
        st = st ? err_wrap(e, st, "'%s': ", path) : ST_OK;
    }
    if (st) {
        product_index_close(x);
        return st;
    }
    *out = x;
    return ST_OK;
}

void product_index_close(struct product_index *x)
{
    if (x) {
        hnsw_search_free(x->search);
        hnsw_free(x->graph);
        if (x->map) {
            munmap(x->map, x->len);
        }
        free(x->about);
        free(x->lines);
        free(x->line);
        free(x->found);
        free(x);
    }
}

size_t product_index_count(const struct product_index *x)
{
    return x->n;
}

int product_index_dims(const struct product_index *x)
{
    return x->dims;
}

bool product_index_has_graph(const struct product_index *x)
{
    return x->graph != NULL;
}

const char *product_index_about(const struct product_index *x)
{
    return x->about;
}

const float *product_index_vectors(const struct product_index *x)
{
    return x->v;
}

struct index_entry product_index_entry(const struct product_index *x, size_t i)
{
    const char *name = x->lines + x->line[i];
    return (struct index_entry){name, name + strlen(name) + 1};
}

/* --- searching ------------------------------------------------------------------------------------ */

/* The `want` best pictures into x->found. */
static size_t pictures(struct product_index *x, const float *q, size_t want,
                       const struct index_query *o)
{
    if (want > x->room) {
        x->room = want;
        x->found = must(realloc(x->found, size_mul(want, sizeof *x->found)));
    }
    if (!x->graph || o->exact) {
        nearest_all(q, 1, x->v, x->n, x->dims, want, x->found);
        return want < x->n ? want : x->n;
    }
    if (!x->search) {
        x->search = hnsw_search_new(x->graph);
    }
    size_t width = o->width ? o->width : WIDTH;
    return hnsw_nearest(x->search, q, want, width > want ? width : want, x->found);
}

/* Of found[0..n-1] the first of each class, at most k of them. */
static size_t first_of_each(const struct product_index *x, size_t n, size_t k,
                            struct neighbour *out)
{
    size_t m = 0;
    for (size_t i = 0; i < n && m < k; i++) {
        const char *name = product_index_entry(x, x->found[i].at).class_name;
        bool known = false;
        for (size_t j = 0; j < m && !known; j++) {
            known = !strcmp(name, product_index_entry(x, out[j].at).class_name);
        }
        if (!known) {
            out[m++] = x->found[i];
        }
    }
    return m;
}

size_t product_index_find(struct product_index *x, const float *q, const struct index_query *o,
                          struct neighbour *out)
{
    size_t k = o->k ? o->k : K, n;
    if (o->pictures) {
        n = pictures(x, q, k < x->n ? k : x->n, o);
        memcpy(out, x->found, n * sizeof *out);
        return n;
    }
    /* a product may have any number of pictures: look further until there are enough products */
    for (size_t want = 8 * k;; want *= 4) {
        want = want < x->n ? want : x->n;
        n = pictures(x, q, want, o);
        size_t m = first_of_each(x, n, k, out);
        if (m == k || want == x->n || n < want) {
            return m;
        }
    }
}
