// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "ocr/bpe_rules.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

/* --- rules ---------------------------------------------------------------------------------------- */

struct bpe *bpe_new(const struct classes *c)
{
    struct bpe *b = must(calloc(1, sizeof *b));
    strtab_put(&b->spelling, "", 0);
    for (int32_t k = 1; k < classes_count(c); k++) {
        strtab_put(&b->spelling, (const char *)&k, sizeof k);
    }
    b->mark = classes_find(c, " ", 1);
    return b;
}

void bpe_free(struct bpe *b)
{
    if (b) {
        strtab_release(&b->spelling);
        pair_map_release(&b->rank);
        free(b->rule);
        free(b);
    }
}

int32_t bpe_add_rule(struct bpe *b, int32_t left, int32_t right)
{
    uint32_t *rank = pair_map_at(&b->rank, left, right);
    if (*rank) {
        return b->rule[*rank - 1].token;
    }
    const struct strtab_row l = b->spelling.row[left], r = b->spelling.row[right];
    char *both = must(malloc((size_t)l.len + r.len));
    memcpy(both, l.s, l.len);
    memcpy(both + l.len, r.s, r.len);
    uint32_t token = strtab_put(&b->spelling, both, (size_t)l.len + r.len);
    free(both);
    if (b->n_rules == b->cap_rules) {
        b->cap_rules = b->cap_rules ? 2 * b->cap_rules : 256;
        b->rule = must(realloc(b->rule, size_mul(b->cap_rules, sizeof *b->rule)));
    }
    b->rule[b->n_rules++] = (struct bpe_rule){left, right, (int32_t)token};
    *rank = (uint32_t)b->n_rules;
    return (int32_t)token;
}

int32_t bpe_count(const struct bpe *b)
{
    return (int32_t)b->spelling.n;
}

/* The table packs bytes, so a spelling need not be aligned: copied out one by one. */
static int32_t class_at(const struct strtab_row *r, size_t i)
{
    int32_t k;
    memcpy(&k, r->s + i * sizeof k, sizeof k);
    return k;
}

size_t bpe_spelling(const struct bpe *b, int32_t token, int32_t *out, size_t cap)
{
    if (token < 0 || (size_t)token >= b->spelling.n) {
        BUG("token %d of %zu", token, b->spelling.n);
    }
    const struct strtab_row *r = &b->spelling.row[token];
    size_t n = r->len / sizeof(int32_t);
    for (size_t i = 0; i < n && i < cap; i++) {
        out[i] = class_at(r, i);
    }
    return n;
}

/* --- use ------------------------------------------------------------------------------------------ */

/* Applies the merges to one word in place, the lowest rank first and all its places from the left; the new
 * length. */
static size_t merge_word(const struct bpe *b, int32_t *t, size_t n)
{
    for (;;) {
        uint32_t best = UINT32_MAX;
        for (size_t i = 0; i + 1 < n; i++) {
            uint32_t r = pair_map_get(&b->rank, t[i], t[i + 1]);
            best = r && r < best ? r : best;
        }
        if (best == UINT32_MAX) {
            return n;
        }
        const struct bpe_rule *rule = &b->rule[best - 1];
        size_t m = 0;
        for (size_t i = 0; i < n; i++) {
            bool here = i + 1 < n && t[i] == rule->left && t[i + 1] == rule->right;
            t[m++] = here ? rule->token : t[i];
            i += here;
        }
        n = m;
    }
}

size_t bpe_encode(const struct bpe *b, const int32_t *k, size_t n, int32_t *out)
{
    size_t at = 0; /* tokens done */
    bool first = b->mark && n;
    for (size_t i = 0; i < n || first; first = false) {
        size_t len = 0; /* one word: the mark, then what is none */
        out[at + len++] = first ? b->mark : k[i++];
        while (i < n && !(b->mark && k[i] == b->mark)) {
            out[at + len++] = k[i++];
        }
        at += merge_word(b, out + at, len);
    }
    return at;
}

size_t bpe_decode(const struct bpe *b, const int32_t *token, size_t n, int32_t *out, size_t cap)
{
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        if (token[i] < 1 || (size_t)token[i] >= b->spelling.n) {
            BUG("token %d of %zu", token[i], b->spelling.n);
        }
        const struct strtab_row *r = &b->spelling.row[token[i]];
        for (size_t q = 0; q < r->len / sizeof(int32_t); q++) {
            int32_t k = class_at(r, q);
            if (i == 0 && q == 0 && b->mark && k == b->mark) {
                continue;
            }
            if (at < cap) {
                out[at] = k;
            }
            at++;
        }
    }
    return at;
}

/* --- in the model file ---------------------------------------------------------------------------- */

void bpe_write(const struct bpe *b, const struct classes *c, struct json *j)
{
    struct buf text = {0};
    json_begin_array(j);
    for (size_t i = 0; i < b->n_rules; i++) {
        const struct strtab_row *r = &b->spelling.row[b->rule[i].token];
        buf_clear(&text);
        for (size_t q = 0; q < r->len / sizeof(int32_t); q++) {
            buf_addstr(&text, classes_text(c, class_at(r, q), NULL));
        }
        json_begin_array(j);
        json_int(j, b->rule[i].left);
        json_int(j, b->rule[i].right);
        json_strn(j, text.data, text.len);
        json_end_array(j);
    }
    json_end_array(j);
    buf_release(&text);
}

enum st bpe_read(const struct json_t *array, const struct classes *c, struct bpe **out, struct err *e)
{
    enum { LONGEST = 4096 }; /* classes a token: doubling merges must not eat all memory */
    struct bpe *b = bpe_new(c);
    enum st st = json_is_array(array) ? ST_OK : err_set(e, ST_FORMAT, "the merges are not a list");
    for (size_t i = 0; i < json_array_size(array) && !st; i++) {
        const json_t *v = json_array_get(array, i);
        const json_t *l = json_array_get(v, 0), *r = json_array_get(v, 1);
        json_int_t left = json_integer_value(l), right = json_integer_value(r), n = (json_int_t)b->spelling.n;
        if (left < 1 || left >= n || right < 1 || right >= n) {
            st = err_set(e, ST_FORMAT, "merge %zu does not name two tokens that are there", i + 1);
        } else if (pair_map_get(&b->rank, (int32_t)left, (int32_t)right)) {
            st = err_set(e, ST_FORMAT, "merge %zu is there twice", i + 1);
        } else if (b->spelling.row[left].len + b->spelling.row[right].len > LONGEST * sizeof(int32_t)) {
            st = err_set(e, ST_FORMAT, "merge %zu makes a token of more than %d graphemes", i + 1, LONGEST);
        } else {
            bpe_add_rule(b, (int32_t)left, (int32_t)right);
        }
    }
    *out = st ? NULL : b;
    if (st) {
        bpe_free(b);
    }
    return st;
}
