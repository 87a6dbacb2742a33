// SPDX-License-Identifier: MIT
#include "corpus/corpusfile.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>

#include "base/utf8.h"
#include "corpus/clean.h"
#include "corpus/linereader.h"
#include "corpus/spaceless.h"

/* --- loading ------------------------------------------------------------------------------------ */

static void end_paragraph(struct buf *text)
{
    if (text->len >= 2 && text->data[text->len - 2] != '\n') {
        buf_addc(text, '\n');
    }
}

static bool is_separator(const char *s, size_t len)
{
    size_t used = strspn(s, " \t");
    return s[used] == '%' && strspn(s + used + 1, " \t") == len - used - 1;
}

enum st corpus_add_file(struct corpus *c, const char *path, size_t max_bytes, struct err *e)
{
    struct linereader lr = {0};
    enum st st = linereader_open(&lr, path, e);
    if (max_bytes > CORPUS_MAX_BYTES) {
        max_bytes = CORPUS_MAX_BYTES;
    }
    while (!st && c->text.len < max_bytes && linereader_next(&lr, &st, e)) {
        if (lr.len >= 2 && lr.line[0] == ';' && lr.line[1] == ';') {
            continue;
        }
        size_t before = c->text.len;
        if (is_separator(lr.line, lr.len) || !clean_append(&c->text, lr.line, lr.len)) {
            end_paragraph(&c->text);
        } else if (c->text.len + 2 > max_bytes) {
            c->text.len = before;
            c->text.data[before] = 0;
            break;
        } else {
            buf_addc(&c->text, '\n');
        }
    }
    linereader_close(&lr);
    end_paragraph(&c->text);
    return st;
}

void corpus_release(struct corpus *c)
{
    buf_release(&c->text);
    free(c->piece);
    free(c->first);
    *c = (struct corpus){0};
}

/* --- reading across line ends ------------------------------------------------------------------- */

size_t corpus_before(const struct corpus *c, size_t at)
{
    do {
        at--;
    } while (at > 0 && ((unsigned char)c->text.data[at] & 0xc0) == 0x80);
    return at;
}

bool corpus_joint(const struct corpus *c, size_t at)
{
    const char *s = c->text.data;
    size_t len = c->text.len, i = corpus_before(c, at), k = at + 1;
    if (!(s[i] & 0x80) || !(s[k] & 0x80)) {
        return true;
    }
    uint32_t before = utf8_next(s, len, &i), after = utf8_next(s, len, &k);
    /* without a space the neighbours must not grow into one grapheme */
    return !spaceless(before) || !spaceless(after) || !uc_is_grapheme_break(before, after);
}

uint32_t corpus_length(const struct corpus *c, size_t start, size_t end)
{
    const char *s = c->text.data;
    uint32_t n = 0;
    for (size_t i = start; i < end;) {
        if (s[i] == '\n') {
            n += corpus_joint(c, i++);
        } else {
            i = utf8_grapheme_end(s, c->text.len, i);
            n++;
        }
    }
    return n;
}

/* --- the index ---------------------------------------------------------------------------------- */

struct indexer {
    struct corpus *c;
    struct buf found; /* struct found */
    corpus_keep_fn *keep;
    void *ctx;
};

struct found {
    struct corpus_piece piece;
    uint32_t length;
};

static void found_piece(struct indexer *ix, size_t start, size_t end)
{
    struct corpus *c = ix->c;
    while (start < end && (c->text.data[start] == ' ' || c->text.data[start] == '\n')) {
        start++;
    }
    if (start == end || (ix->keep && !ix->keep(ix->ctx, c->text.data + start, end - start))) {
        return;
    }
    uint32_t n = corpus_length(c, start, end);
    c->shortest = !c->shortest || n < c->shortest ? n : c->shortest;
    c->longest = n > c->longest ? n : c->longest;
    if (n <= c->max_len) {
        struct found f = {{(uint32_t)start, (uint32_t)(end - start)}, n};
        buf_add(&ix->found, &f, sizeof f);
    }
}

/* Counting sort by length; stable, so that the order is that of the text. */
static void sort_pieces(struct indexer *ix)
{
    struct corpus *c = ix->c;
    const struct found *f = (const struct found *)(const void *)ix->found.data;
    size_t n = ix->found.len / sizeof *f;
    c->first = calloc((size_t)c->max_len + 2, sizeof *c->first);
    c->piece = calloc(n ? n : 1, sizeof *c->piece);
    uint32_t *at = calloc((size_t)c->max_len + 2, sizeof *at);
    if (!c->first || !c->piece || !at) {
        BUG("out of memory");
    }
    for (size_t i = 0; i < n; i++) {
        c->first[f[i].length + 1]++;
    }
    for (uint32_t k = 0; k <= c->max_len; k++) {
        c->first[k + 1] += c->first[k];
    }
    memcpy(at, c->first, ((size_t)c->max_len + 2) * sizeof *at);
    for (size_t i = 0; i < n; i++) {
        c->piece[at[f[i].length]++] = f[i].piece;
    }
    c->n_pieces = (uint32_t)n;
    free(at);
}

static bool ends_always(uint32_t cp)
{
    return cp == 0x3002 || cp == 0xff01 || cp == 0xff1f || cp == 0xff61 || cp == 0x964 ||
           cp == 0x965 || cp == 0x61f || cp == 0x6d4;
}

static bool closes(uint32_t cp)
{
    return cp == '"' || cp == '\'' ||
           uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Pe | UC_CATEGORY_MASK_Pf |
                                                    UC_CATEGORY_MASK_Pi);
}

/* Whether the word that ends at `at` is one letter. */
static bool is_initial(const struct corpus *c, size_t at)
{
    const char *s = c->text.data;
    size_t i = at ? corpus_before(c, at) : 0, letter = i;
    if (i == at || !uc_is_alpha(utf8_next(s, c->text.len, &letter))) {
        return false;
    }
    return i == 0 || s[i - 1] == ' ' || s[i - 1] == '\n' || s[i - 1] == '.';
}

/* Whether a sentence ends with the mark at text[at]; *end: behind its closing quotes. */
static bool sentence_end(const struct corpus *c, size_t at, size_t *end)
{
    const char *s = c->text.data;
    size_t len = c->text.len, i = at;
    uint32_t mark = utf8_next(s, len, &i);
    bool always = ends_always(mark);
    if (!always && mark != '.' && mark != '!' && mark != '?' && mark != 0x2026) {
        return false;
    }
    for (size_t k = i; k < len; i = k) {
        uint32_t cp = utf8_next(s, len, &k);
        if (!closes(cp) && !(always && ends_always(cp))) {
            break;
        }
    }
    *end = i;
    if (always) {
        return true;
    }
    if (s[i] != ' ' && s[i] != '\n') {
        return false;
    }
    size_t next = i + 1;
    if (next < len && uc_is_general_category_withtable(utf8_next(s, len, &next), UC_CATEGORY_MASK_Ll)) {
        return false;
    }
    return mark != '.' || !is_initial(c, at);
}

static void index_lines(struct indexer *ix)
{
    const struct buf *t = &ix->c->text;
    for (size_t i = 0, end; i < t->len; i = end + 1) {
        const char *nl = memchr(t->data + i, '\n', t->len - i);
        end = nl ? (size_t)(nl - t->data) : t->len;
        found_piece(ix, i, end);
    }
}

static void index_sentences(struct indexer *ix)
{
    const struct buf *t = &ix->c->text;
    size_t start = 0;
    for (size_t i = 0; i < t->len;) {
        size_t end;
        if (t->data[i] == '\n' && t->data[i + 1] == '\n') {
            found_piece(ix, start, i);
            start = i += 2;
        } else if (((t->data[i] & 0x80) || t->data[i] < '@') && sentence_end(ix->c, i, &end)) {
            found_piece(ix, start, end);
            start = i = end;
        } else {
            utf8_next(t->data, t->len, &i);
        }
    }
}

void corpus_index(struct corpus *c, enum corpus_unit unit, uint32_t max_len, corpus_keep_fn *keep,
                  void *ctx)
{
    struct indexer ix = {.c = c, .keep = keep, .ctx = ctx};
    c->max_len = max_len;
    if (unit == CORPUS_LINES) {
        index_lines(&ix);
    } else {
        index_sentences(&ix);
    }
    sort_pieces(&ix);
    buf_release(&ix.found);
}
