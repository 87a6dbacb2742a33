// SPDX-License-Identifier: MIT
#include "ocr/lexicon.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>
#include <unictype.h>

#include "base/files.h"
#include "base/utf8.h"
#include "ocr/pair_map.h"

enum { ROOT = 0, GONE = -1, WORD_MAX = 200 };

struct node {
    int32_t parent;
    uint16_t depth, nearest; /* graphemes to the nearest end of a word below */
    bool end;
};

struct lexicon {
    const struct classes *c;
    bool fold;
    struct node *node;
    size_t n, cap, words;
    struct pair_map child; /* (node, class) -> node */
    bool *letter;          /* by class: part of a word wherever it stands */
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static int32_t add_node(struct lexicon *l, int32_t parent, uint16_t depth)
{
    if (l->n == l->cap) {
        l->cap = l->cap ? 2 * l->cap : 1024;
        l->node = must(realloc(l->node, size_mul(l->cap, sizeof *l->node)));
    }
    l->node[l->n] = (struct node){.parent = parent, .depth = depth, .nearest = UINT16_MAX};
    return (int32_t)l->n++;
}

struct lexicon *lexicon_new(const struct classes *c, bool fold)
{
    struct lexicon *l = must(calloc(1, sizeof *l));
    l->c = c;
    l->fold = fold;
    l->letter = must(calloc((size_t)classes_count(c), sizeof *l->letter));
    for (int32_t k = 1; k < classes_count(c); k++) {
        size_t len, i = 0;
        const char *s = classes_text(c, k, &len);
        const uint32_t word = UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N;
        l->letter[k] = uc_is_general_category_withtable(utf8_next(s, len, &i), word);
    }
    add_node(l, ROOT, 0);
    return l;
}

void lexicon_free(struct lexicon *l)
{
    if (l) {
        pair_map_release(&l->child);
        free(l->node);
        free(l->letter);
        free(l);
    }
}

static bool add_classes(struct lexicon *l, const char *s, size_t len)
{
    int32_t k[WORD_MAX];
    struct grapheme_counts *unknown = grapheme_counts_new();
    size_t n = len <= WORD_MAX ? classes_encode(l->c, s, len, k, WORD_MAX, unknown) : 0;
    bool good = n && !grapheme_counts_total(unknown) && l->letter[k[0]];
    grapheme_counts_free(unknown);
    if (!good) {
        return false;
    }
    int32_t at = ROOT;
    for (size_t i = 0; i < n; i++) {
        uint32_t *next = pair_map_at(&l->child, at, k[i]);
        if (!*next) {
            *next = (uint32_t)add_node(l, at, (uint16_t)(i + 1)) + 1;
        }
        at = (int32_t)*next - 1;
    }
    l->words += !l->node[at].end;
    l->node[at].end = true;
    return true;
}

bool lexicon_add(struct lexicon *l, const char *word, size_t len)
{
    bool good = add_classes(l, word, len);
    if (!l->fold || !len) {
        return good;
    }
    uint8_t *(*const forms[])(const uint8_t *, size_t, const char *, uninorm_t, uint8_t *,
                              size_t *) = {u8_totitle, u8_toupper};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t n = 0;
        uint8_t *s = forms[i]((const uint8_t *)word, len, NULL, UNINORM_NFC, NULL, &n);
        good |= s && add_classes(l, (const char *)s, n);
        free(s);
    }
    return good;
}

void lexicon_finish(struct lexicon *l)
{
    for (size_t i = l->n; i-- > 0;) { /* children stand behind their parents */
        struct node *x = &l->node[i], *up = &l->node[x->parent];
        if (x->end) {
            x->nearest = 0;
        }
        if (i && x->nearest < UINT16_MAX && x->nearest + 1 < up->nearest) {
            up->nearest = (uint16_t)(x->nearest + 1);
        }
    }
    l->c = NULL;
}

size_t lexicon_words(const struct lexicon *l)
{
    return l->words;
}

enum st lexicon_read(struct lexicon *l, const char *path, uint64_t *left_out, struct err *e)
{
    struct buf b = {0};
    uint64_t out = 0, line = 0;
    enum st st = file_read(path, &b, e);
    for (size_t i = 0; i < b.len && !st; line++) {
        const char *s = b.data + i, *nl = memchr(s, '\n', b.len - i);
        size_t len = nl ? (size_t)(nl - s) : b.len - i;
        i += len + 1;
        for (; len && strchr(" \t\r", s[len - 1]); len--) {
        }
        for (; len && strchr(" \t", *s); s++, len--) {
        }
        if (!utf8_valid(s, len, NULL)) {
            st = err_set(e, ST_FORMAT, "'%s' line %llu: not UTF-8", path, (unsigned long long)line + 1);
        } else if (len) {
            out += !lexicon_add(l, s, len);
        }
    }
    buf_release(&b);
    if (left_out) {
        *left_out = out;
    }
    return st;
}

struct lexicon_state lexicon_step(const struct lexicon *l, struct lexicon_state s, int32_t k)
{
    uint32_t next = s.node == GONE ? 0 : pair_map_get(&l->child, s.node, k);
    if (next) {
        s.node = (int32_t)next - 1;
    } else if (l->letter[k]) {
        s.node = GONE;
    } else {
        s.words += s.node > ROOT && l->node[s.node].end;
        s.node = ROOT;
    }
    return s;
}

double lexicon_credit(const struct lexicon *l, struct lexicon_state s)
{
    if (s.node <= ROOT) {
        return s.words;
    }
    const struct node *x = &l->node[s.node];
    return s.words + (double)x->depth / (double)(x->depth + x->nearest);
}

double lexicon_credit_end(const struct lexicon *l, struct lexicon_state s)
{
    return s.words + (s.node > ROOT && l->node[s.node].end);
}

double lexicon_credit_of(const struct lexicon *l, const int32_t *k, size_t n)
{
    struct lexicon_state s = {0};
    for (size_t i = 0; i < n; i++) {
        s = lexicon_step(l, s, k[i]);
    }
    return lexicon_credit_end(l, s);
}
