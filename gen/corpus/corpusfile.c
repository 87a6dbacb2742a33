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

/* --- loading ---------------------------------------------------------------------------------- */

struct loader {
    struct corpus *c;
    const struct corpus_filter *f; /* may be NULL */
    size_t paragraph, line;        /* where the open ones began in text */
};

static void end_line(struct loader *ld)
{
    if (ld->c->text.len > ld->line) {
        buf_addc(&ld->c->text, '\n');
        ld->line = ld->c->text.len;
    }
}

/* Whether the open paragraph is long enough to cut from. */
static bool long_enough(struct loader *ld)
{
    enum { BYTES = 64 }; /* more than any grapheme of real text has */
    struct corpus *c = ld->c;
    uint32_t least = ld->f ? ld->f->min_length : 0;
    size_t bytes = c->text.len - ld->paragraph;
    if (!least || bytes / BYTES > least) {
        return true;
    }
    uint32_t n = corpus_length(c, ld->paragraph, c->text.len - 1);
    c->shortest = !c->shortest || n < c->shortest ? n : c->shortest;
    c->longest = n > c->longest ? n : c->longest;
    return n >= least;
}

static void end_paragraph(struct loader *ld)
{
    struct buf *text = &ld->c->text;
    end_line(ld);
    if (text->len > ld->paragraph) {
        if (long_enough(ld)) {
            buf_addc(text, '\n');
        } else {
            text->len = ld->paragraph;
            text->data[text->len] = 0;
        }
    }
    ld->line = ld->paragraph = text->len;
}

static bool keeps(const struct corpus_filter *f, const char *s, size_t len)
{
    for (size_t i = 0; i < len;) {
        if (!f->keep(f->ctx, utf8_next(s, len, &i))) {
            return false;
        }
    }
    return true;
}

static void add_kept(struct loader *ld, const char *s, size_t len, bool space)
{
    if (space && ld->c->text.len > ld->line) {
        if (keeps(ld->f, " ", 1)) {
            buf_addc(&ld->c->text, ' ');
        } else {
            end_paragraph(ld);
        }
    }
    buf_add(&ld->c->text, s, len);
}

/* Adds a word of a clean line, or what the filter leaves of it; where it drops something a paragraph
 * ends, so that no cut runs over the gap. Words drop out whole, but in scripts without spaces single
 * graphemes. */
static void add_word(struct loader *ld, const char *s, size_t len)
{
    if (keeps(ld->f, s, len)) {
        add_kept(ld, s, len, true);
        return;
    }
    bool whole = true;
    for (size_t i = 0; i < len && whole;) {
        whole = !spaceless(utf8_next(s, len, &i));
    }
    for (size_t i = 0, end; i < len; i = end) {
        end = whole ? len : utf8_grapheme_end(s, len, i);
        if (keeps(ld->f, s + i, end - i)) {
            add_kept(ld, s + i, end - i, i == 0);
        } else {
            end_paragraph(ld);
        }
    }
}

static void add_line(struct loader *ld, const char *s, size_t len, struct buf *scratch)
{
    struct buf *text = &ld->c->text;
    if (!ld->f || !ld->f->keep) {
        if (!clean_append(text, s, len)) {
            end_paragraph(ld);
        }
        end_line(ld);
        return;
    }
    buf_clear(scratch);
    len = clean_append(scratch, s, len);
    s = scratch->data;
    for (size_t i = 0, end; i < len; i = end + 1) {
        const char *space = memchr(s + i, ' ', len - i);
        end = space ? (size_t)(space - s) : len;
        add_word(ld, s + i, end - i);
    }
    end_line(ld);
    if (!len || !keeps(ld->f, " ", 1)) {
        end_paragraph(ld);
    }
}

static bool is_separator(const char *s, size_t len)
{
    size_t used = strspn(s, " \t");
    return s[used] == '%' && strspn(s + used + 1, " \t") == len - used - 1;
}

enum st corpus_add_file(struct corpus *c, const char *path, size_t max_bytes,
                        const struct corpus_filter *f, struct err *e)
{
    struct linereader lr = {0};
    struct buf scratch = {0};
    struct loader ld = {c, f, c->text.len, c->text.len};
    enum st st = linereader_open(&lr, path, e);
    max_bytes = max_bytes < CORPUS_MAX_BYTES ? max_bytes : CORPUS_MAX_BYTES;
    while (!st && linereader_next(&lr, &st, e) && c->text.len + lr.len + 2 <= max_bytes) {
        if (lr.len >= 2 && lr.line[0] == ';' && lr.line[1] == ';') {
            continue;
        }
        add_line(&ld, lr.line, is_separator(lr.line, lr.len) ? 0 : lr.len, &scratch);
    }
    end_paragraph(&ld);
    buf_release(&scratch);
    linereader_close(&lr);
    return st;
}

void corpus_release(struct corpus *c)
{
    buf_release(&c->text);
    free(c->piece);
    free(c->first);
    *c = (struct corpus){0};
}

/* --- reading across line ends ----------------------------------------------------------------- */

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

/* --- the index -------------------------------------------------------------------------------- */

struct indexer {
    struct corpus *c;
    struct buf found; /* struct found */
    const struct corpus_filter *f;
};

struct found {
    struct corpus_piece piece;
    uint32_t length;
};

static bool keeps_piece(const struct corpus_filter *f, const char *s, size_t len)
{
    for (size_t i = 0; i < len;) {
        uint32_t cp = utf8_next(s, len, &i);
        if (!f->keep(f->ctx, cp == '\n' ? ' ' : cp)) {
            return false;
        }
    }
    return true;
}

static void found_piece(struct indexer *ix, size_t start, size_t end)
{
    struct corpus *c = ix->c;
    while (start < end && (c->text.data[start] == ' ' || c->text.data[start] == '\n')) {
        start++;
    }
    if (start == end ||
        (ix->f && ix->f->keep && !keeps_piece(ix->f, c->text.data + start, end - start))) {
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
    if (next < len &&
        uc_is_general_category_withtable(utf8_next(s, len, &next), UC_CATEGORY_MASK_Ll)) {
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

void corpus_index(struct corpus *c, enum corpus_unit unit, uint32_t max_len,
                  const struct corpus_filter *f)
{
    struct indexer ix = {.c = c, .f = f};
    c->max_len = max_len;
    c->shortest = c->longest = 0;
    if (unit == CORPUS_LINES) {
        index_lines(&ix);
    } else {
        index_sentences(&ix);
    }
    sort_pieces(&ix);
    buf_release(&ix.found);
}
