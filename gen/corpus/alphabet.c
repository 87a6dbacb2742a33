// SPDX-License-Identifier: MIT
#include "corpus/alphabet.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "corpus/charset.h"

enum { MAX_BYTES = 65536 };

struct cluster {
    const char *s;
    size_t len;
};

struct alphabet {
    struct arena arena;
    struct charset set;      /* allowed on their own */
    struct charset parts;    /* code points of clusters */
    struct cluster *cluster; /* ascending bytes */
    size_t n_clusters;
};

static int by_bytes(const void *x, const void *y)
{
    const struct cluster *a = x, *b = y;
    int c = memcmp(a->s, b->s, a->len < b->len ? a->len : b->len);
    return c ? c : (a->len > b->len) - (a->len < b->len);
}

static bool one_code_point(const char *s, size_t len)
{
    size_t i = 0;
    utf8_next(s, len, &i);
    return i == len;
}

/* Takes clusters of several code points out of the text; the rest is what charset_parse() reads. */
static enum st take_clusters(struct alphabet *al, const char *s, size_t len, struct buf *rest,
                             struct err *e)
{
    al->cluster = arena_array(&al->arena, struct cluster, len + 1);
    for (size_t i = 0, end; i < len; i = end) {
        end = utf8_grapheme_end(s, len, i);
        if (one_code_point(s + i, end - i)) {
            buf_add(rest, s + i, end - i);
            continue;
        }
        if (rest->len > 1 && rest->data[rest->len - 1] == '-' &&
            rest->data[rest->len - 2] != '\\') {
            return err_set(e, ST_RECIPE, "'%.*s' cannot end a range: it is several code points",
                           (int)(end - i), s + i);
        }
        al->cluster[al->n_clusters++] = (struct cluster){s + i, end - i};
        for (size_t k = i; k < end;) {
            uint32_t cp = utf8_next(s, len, &k);
            charset_add(&al->parts, &al->arena, cp, cp);
        }
    }
    qsort(al->cluster, al->n_clusters, sizeof *al->cluster, by_bytes);
    charset_finish(&al->parts);
    return ST_OK;
}

enum st alphabet_parse(const char *text, struct alphabet **out, struct err *e)
{
    *out = NULL;
    struct scan sc;
    enum st st = scan_init(&sc, text, strlen(text), MAX_BYTES, e);
    if (st) {
        return st;
    }
    struct alphabet *al = calloc(1, sizeof *al);
    if (!al) {
        BUG("out of memory");
    }
    struct buf rest = {0};
    size_t len;
    const char *nfc = utf8_nfc(&al->arena, text, strlen(text), &len);
    st = take_clusters(al, nfc, len, &rest, e);
    if (!st) {
        st = scan_init(&sc, rest.len ? rest.data : "", rest.len, MAX_BYTES * 3, e);
    }
    if (!st) {
        st = charset_parse(&sc, &al->set, &al->arena, 0);
    }
    if (!st && !al->set.count && !al->n_clusters) {
        st = err_set(e, ST_RECIPE, "an alphabet without characters");
    }
    buf_release(&rest);
    if (st) {
        alphabet_free(al);
        return st;
    }
    *out = al;
    return ST_OK;
}

void alphabet_free(struct alphabet *al)
{
    if (al) {
        arena_release(&al->arena);
        free(al);
    }
}

static bool grapheme_passes(const struct alphabet *al, const char *s, size_t len)
{
    bool all = true;
    for (size_t i = 0; i < len && all;) {
        all = charset_has(&al->set, utf8_next(s, len, &i));
    }
    struct cluster key = {s, len};
    return all ||
           (al->n_clusters && bsearch(&key, al->cluster, al->n_clusters, sizeof key, by_bytes));
}

bool alphabet_check(const struct alphabet *al, const char *s, size_t len, size_t *bad)
{
    for (size_t i = 0, end; al && i < len; i = end) {
        end = utf8_grapheme_end(s, len, i);
        if (!grapheme_passes(al, s + i, end - i)) {
            *bad = i;
            return false;
        }
    }
    return true;
}

bool alphabet_may_hold(const struct alphabet *al, uint32_t cp, bool fold)
{
    if (!al || charset_has(&al->set, cp) || charset_has(&al->parts, cp)) {
        return true;
    }
    if (!fold || !uc_is_property_changes_when_casemapped(cp)) {
        return false;
    }
    uint32_t upper = uc_toupper(cp), lower = uc_tolower(cp);
    /* ß and its like have no other case of one letter: what becomes of them the draw will see */
    return (upper == cp && lower == cp) || charset_has(&al->set, upper) ||
           charset_has(&al->set, lower) || charset_has(&al->set, uc_totitle(cp));
}
