// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "ocr/classes.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ocr/strtab.h"

struct grapheme_counts {
    struct strtab tab;
    uint64_t *count;
    size_t cap;
    uint64_t total;
    struct arena scratch;
};

struct classes {
    struct strtab tab; /* row k is class k; row 0 is "" */
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

/* --- counts ------------------------------------------------------------------------------------- */

struct grapheme_counts *grapheme_counts_new(void)
{
    return must(calloc(1, sizeof(struct grapheme_counts)));
}

void grapheme_counts_free(struct grapheme_counts *g)
{
    if (g) {
        strtab_release(&g->tab);
        arena_release(&g->scratch);
        free(g->count);
        free(g);
    }
}

static void count_one(struct grapheme_counts *g, const char *s, size_t len)
{
    uint32_t k = strtab_put(&g->tab, s, len);
    if (k >= g->cap) {
        size_t cap = g->cap ? 2 * g->cap : 256;
        g->count = must(realloc(g->count, size_mul(cap, sizeof *g->count)));
        memset(g->count + g->cap, 0, (cap - g->cap) * sizeof *g->count);
        g->cap = cap;
    }
    g->count[k]++;
    g->total++;
}

enum st grapheme_counts_add(struct grapheme_counts *g, const char *text, size_t len, struct err *e)
{
    size_t bad, n;
    if (!utf8_valid(text, len, &bad)) {
        return err_set(e, ST_FORMAT, "text is not UTF-8 at byte %zu", bad);
    }
    char *s = utf8_nfc(&g->scratch, text, len, &n);
    for (size_t i = 0, end; i < n; i = end) {
        end = utf8_grapheme_end(s, n, i);
        if (s[i] != '\n' && s[i] != '\r') {
            count_one(g, s + i, end - i);
        }
    }
    arena_reset(&g->scratch);
    return ST_OK;
}

size_t grapheme_counts_distinct(const struct grapheme_counts *g)
{
    return g->tab.n;
}

uint64_t grapheme_counts_total(const struct grapheme_counts *g)
{
    return g->total;
}

struct ranked {
    const struct strtab_row *row;
    uint64_t count;
};

static int by_bytes(const void *x, const void *y)
{
    const struct strtab_row *a = ((const struct ranked *)x)->row, *b = ((const struct ranked *)y)->row;
    int d = memcmp(a->s, b->s, a->len < b->len ? a->len : b->len);
    return d ? d : a->len < b->len ? -1 : a->len > b->len;
}

static int by_count(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    return a->count != b->count ? (a->count > b->count ? -1 : 1) : by_bytes(x, y);
}

/* All graphemes, sorted; to be freed. */
static struct ranked *ranking(const struct grapheme_counts *g, int (*order)(const void *, const void *))
{
    struct ranked *r = must(malloc(size_mul(g->tab.n + 1, sizeof *r)));
    for (size_t i = 0; i < g->tab.n; i++) {
        r[i] = (struct ranked){&g->tab.row[i], g->count[i]};
    }
    qsort(r, g->tab.n, sizeof *r, order);
    return r;
}

void grapheme_counts_top(const struct grapheme_counts *g, size_t n, struct buf *out)
{
    struct ranked *r = ranking(g, by_count);
    for (size_t i = 0; i < n && i < g->tab.n; i++) {
        buf_printf(out, "%s'%s' %llu", i ? ", " : "", r[i].row->s, (unsigned long long)r[i].count);
    }
    free(r);
}

/* --- classes ------------------------------------------------------------------------------------ */

static struct classes *only_blank(void)
{
    struct classes *c = must(calloc(1, sizeof *c));
    strtab_put(&c->tab, "", 0);
    return c;
}

/* Takes c: hands it out, or frees it and says why not. */
static enum st hand_out(struct classes *c, struct classes **out, struct err *e)
{
    size_t n = c->tab.n - 1;
    *out = NULL;
    if (n && n <= CLASSES_MAX) {
        *out = c;
        return ST_OK;
    }
    classes_free(c);
    return n ? err_set(e, ST_RANGE, "%zu graphemes to tell apart, the most is %d", n, CLASSES_MAX)
             : err_set(e, ST_RANGE, "no grapheme to tell apart");
}

enum st classes_from_counts(const struct grapheme_counts *g, uint64_t least, struct classes **out,
                            struct err *e)
{
    struct classes *c = only_blank();
    struct ranked *r = ranking(g, by_bytes);
    for (size_t i = 0; i < g->tab.n; i++) {
        if (r[i].count >= least) {
            strtab_put(&c->tab, r[i].row->s, r[i].row->len);
        }
    }
    free(r);
    return hand_out(c, out, e);
}

enum st classes_from_text(const char *text, size_t len, struct classes **out, struct err *e)
{
    struct grapheme_counts *g = grapheme_counts_new();
    enum st st = grapheme_counts_add(g, text, len, e);
    struct classes *c = only_blank();
    for (size_t i = 0; i < g->tab.n; i++) {
        strtab_put(&c->tab, g->tab.row[i].s, g->tab.row[i].len);
    }
    grapheme_counts_free(g);
    if (st) {
        classes_free(c);
        *out = NULL;
        return st;
    }
    return hand_out(c, out, e);
}

void classes_free(struct classes *c)
{
    if (c) {
        strtab_release(&c->tab);
        free(c);
    }
}

int32_t classes_count(const struct classes *c)
{
    return (int32_t)c->tab.n;
}

const char *classes_text(const struct classes *c, int32_t k, size_t *len)
{
    if (k < 0 || (size_t)k >= c->tab.n) {
        BUG("class %d of %zu", k, c->tab.n);
    }
    if (len) {
        *len = c->tab.row[k].len;
    }
    return c->tab.row[k].s;
}

int32_t classes_find(const struct classes *c, const char *s, size_t len)
{
    uint32_t k = strtab_find(&c->tab, s, len);
    return k == STRTAB_NONE ? 0 : (int32_t)k;
}

size_t classes_encode(const struct classes *c, const char *text, size_t len, int32_t *out, size_t cap,
                      struct grapheme_counts *unknown)
{
    struct arena a = {0};
    size_t ascii = 0, n = 0;
    while (ascii < len && (unsigned char)text[ascii] < 0x80) {
        ascii++;
    }
    if (ascii < len) { /* only then may NFC differ */
        if (!utf8_valid(text, len, NULL)) {
            BUG("a text to be encoded is not UTF-8");
        }
        text = utf8_nfc(&a, text, len, &len);
    }
    for (size_t i = 0, end; i < len; i = end) {
        end = utf8_grapheme_end(text, len, i);
        int32_t k = classes_find(c, text + i, end - i);
        if (k) {
            if (n == cap) {
                BUG("no room for more than %zu classes", cap);
            }
            out[n++] = k;
        } else if (unknown) {
            count_one(unknown, text + i, end - i);
        }
    }
    arena_release(&a);
    return n;
}

void classes_decode(const struct classes *c, const int32_t *k, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        size_t len;
        const char *s = classes_text(c, k[i], &len);
        buf_add(out, s, len);
    }
}

/* --- in the model file -------------------------------------------------------------------------- */

void classes_write(const struct classes *c, struct json *j)
{
    json_begin_array(j);
    for (size_t k = 1; k < c->tab.n; k++) {
        json_strn(j, c->tab.row[k].s, c->tab.row[k].len);
    }
    json_end_array(j);
}

/* One grapheme in NFC, as the classes of a text are. */
static int single_grapheme(struct arena *a, const char *s, size_t len)
{
    size_t n = 0;
    if (!len || !utf8_valid(s, len, NULL)) {
        return 0;
    }
    const char *nfc = utf8_nfc(a, s, len, &n);
    return n == len && !memcmp(nfc, s, n) && utf8_grapheme_count(s, len) == 1;
}

enum st classes_read(const struct json_t *array, struct classes **out, struct err *e)
{
    struct classes *c = only_blank();
    struct arena a = {0};
    enum st st = json_is_array(array) ? ST_OK : err_set(e, ST_FORMAT, "the classes are not a list");
    for (size_t i = 0; i < json_array_size(array) && !st; i++) {
        const json_t *v = json_array_get(array, i);
        const char *s = json_string_value(v);
        if (!s || !single_grapheme(&a, s, json_string_length(v))) {
            st = err_set(e, ST_FORMAT, "class %zu is not one grapheme in NFC", i + 1);
        } else if (strtab_put(&c->tab, s, json_string_length(v)) != i + 1) {
            st = err_set(e, ST_FORMAT, "class %zu, '%s', is there twice", i + 1, s);
        }
        arena_reset(&a);
    }
    arena_release(&a);
    if (st) {
        classes_free(c);
        *out = NULL;
        return st;
    }
    return hand_out(c, out, e);
}
