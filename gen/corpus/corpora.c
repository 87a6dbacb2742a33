// SPDX-License-Identifier: MIT
#include "corpus/corpora.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "corpus/casing.h"
#include "corpus/clean.h"
#include "corpus/cut.h"
#include "corpus/source.h"
#include "corpus/spelling.h"

int corpora_source_index(const struct corpora *c, const char *name)
{
    for (size_t i = 0; i < c->n; i++) {
        if (!strcmp(c->source[i].spec->name, name)) {
            return (int)i;
        }
    }
    return -1;
}

/* --- one raw text ----------------------------------------------------------------------------- */

/* What a text is drawn with; shared by a template and all that it holds. */
struct drawing {
    const struct corpora *c;
    struct rng *r;
    const struct source *template_; /* whose fields are being drawn */
    unsigned values;                /* fields that may still be drawn for this line */
};

enum {
    MAX_VALUES = 256
}; /* templates of templates may grow without a circle: {x}{x} of {y}{y} of ... */

static enum st draw_raw(struct drawing *d, const struct source *s, struct cut_length n,
                        struct arena *a, const char **text, size_t *len, struct err *e);

static bool cut(const struct source *s, struct rng *r, struct arena *a, struct cut_length n,
                struct cut *out)
{
    switch (s->spec->take) {
    case TAKE_SPAN:
        return cut_span(&s->corpus, r, a, n, out);
    case TAKE_WORDS:
        return cut_words(&s->corpus, r, a, n, out);
    default:
        return cut_piece(&s->corpus, r, a, n, out);
    }
}

static enum st draw_field(void *ctx, size_t field, double length, uint32_t width, struct arena *a,
                          const char **text, size_t *len, struct err *e)
{
    struct drawing *d = ctx;
    const struct source *outer = d->template_;
    if (!d->values--) {
        d->values = 0;
        return err_set(e, ST_RECIPE, "its templates draw more than %d values for one line",
                       MAX_VALUES);
    }
    struct cut_length n = {length, 1, width ? width : d->c->max_length};
    if (width) {
        /* a column is seldom full */
        n.want = rng_uniform(d->r, 0.3, 1) * width;
    }
    const struct source *s = &d->c->source[outer->field[field]];
    int tries = s->spec->n_corpus ? CORPORA_TRIES : 1; /* what a pattern leaves empty stays empty */
    enum st st = ST_OK;
    *len = 0;
    for (int i = 0; i < tries && !st && !*len; i++) {
        st = draw_raw(d, s, n, a, text, len, e);
    }
    d->template_ = outer;
    return st;
}

/* *len is 0 if this draw gave nothing. */
static enum st draw_raw(struct drawing *d, const struct source *s, struct cut_length n,
                        struct arena *a, const char **text, size_t *len, struct err *e)
{
    enum st st = ST_OK;
    *len = 0;
    if (s->spec->n_corpus) {
        struct cut piece;
        if (cut(s, d->r, a, n, &piece)) {
            *text = piece.text;
            *len = piece.len;
        }
    } else if (s->spec->n_words) {
        *text = wordlist_draw(&s->words, d->r, len);
    } else if (s->pattern) {
        *text = pattern_make(s->pattern, d->r, a, len);
    } else {
        d->template_ = s;
        st = template_make(s->template_, draw_field, d, n.want, a, text, len, e);
    }
    if (!st && *len && s->spec->spelling == SPELLING_GERMAN_19C) {
        *text = spelling_german_19c(a, *text, *len, d->r, len);
    }
    return st;
}

/* --- one line that fits ----------------------------------------------------------------------- */

/* Why texts were refused, for the message. */
struct refused {
    char grapheme[24]; /* the first that is not in the alphabet */
    uint32_t cp;
    size_t shortest, longest; /* lengths that were not allowed */
};

static bool fits(const struct corpora *c, const struct source *s, const char *text, size_t len,
                 struct refused *why)
{
    size_t n = utf8_grapheme_count(text, len), bad = 0;
    bool corpus = s->spec->n_corpus > 0;
    if (n > (corpus ? c->max_length : CORPORA_MAX_LENGTH) || (corpus && n < c->min_length)) {
        why->shortest = !why->shortest || n < why->shortest ? n : why->shortest;
        why->longest = n > why->longest ? n : why->longest;
        return false;
    }
    if (alphabet_check(c->alphabet, text, len, &bad)) {
        return true;
    }
    if (!why->cp) {
        size_t end = utf8_grapheme_end(text, len, bad), i = bad;
        size_t k = end - bad < sizeof why->grapheme ? end - bad : 0;
        memcpy(why->grapheme, text + bad, k);
        why->cp = utf8_next(text, len, &i);
    }
    return false;
}

static enum st nothing_fits(const struct corpora *c, const struct source *s,
                            const struct refused *why, struct err *e)
{
    uint32_t cp = why->cp ? why->cp : s->offending;
    enum st st;
    if (cp) {
        char utf8[5] = {0};
        utf8_put(utf8, cp);
        st = err_set(
            e, ST_RECIPE,
            "in %d tries no text fitted text.alphabet; the first character that is not in it is "
            "'%s' (U+%04X)",
            CORPORA_TRIES, why->cp ? why->grapheme : utf8, cp);
    } else if (why->longest || s->corpus.longest) {
        size_t lo = why->longest ? why->shortest : s->corpus.shortest;
        size_t hi = why->longest ? why->longest : s->corpus.longest;
        st = err_set(
            e, ST_RECIPE,
            "in %d tries no text was of a length that text.length allows: they have %zu to %zu "
            "characters, allowed are %u to %u",
            CORPORA_TRIES, lo, hi, s->spec->n_corpus ? c->min_length : 1,
            s->spec->n_corpus ? c->max_length : (unsigned)CORPORA_MAX_LENGTH);
    } else {
        st = err_set(e, ST_RECIPE, "in %d tries no text of %u to %u characters came out",
                     CORPORA_TRIES, c->min_length, c->max_length);
    }
    return source_where(c, s, st, e);
}

static enum st draw_fitting(const struct corpora *c, const struct source *s, struct rng *r,
                            struct arena *a, double length, int to_case, const char **text,
                            size_t *len, struct err *e)
{
    struct refused why = {0};
    struct cut_length n = {length, c->min_length, c->max_length};
    for (int i = 0; i < CORPORA_TRIES; i++) {
        struct drawing d = {.c = c, .r = r, .values = MAX_VALUES};
        enum st st = draw_raw(&d, s, n, a, text, len, e);
        if (st) {
            return source_where(c, s, st, e);
        }
        clean_trim(text, len);
        if (*len) {
            *text = casing_apply(a, *text, *len, to_case, s->spec->lang, len);
            if (fits(c, s, *text, *len, &why)) {
                return ST_OK;
            }
        }
    }
    return nothing_fits(c, s, &why, e);
}

enum { CANDIDATES = 8 };

static enum st draw_balanced(const struct corpora *c, const struct source *s, struct rng *r,
                             struct arena *a, double length, int to_case, const char **text,
                             size_t *len, struct err *e)
{
    const char *candidate[CANDIDATES];
    size_t candidate_len[CANDIDATES];
    for (int k = 0; k < CANDIDATES; k++) {
        enum st st = draw_fitting(c, s, r, a, length, to_case, &candidate[k], &candidate_len[k], e);
        if (st) {
            return st;
        }
    }
    size_t k =
        balance_pick(c->balance, c->recipe->balance_chars, r, candidate, candidate_len, CANDIDATES);
    *text = candidate[k];
    *len = candidate_len[k];
    return ST_OK;
}

enum st corpora_draw(const struct corpora *c, struct rng *r, struct arena *a, const char *source,
                     double length, struct corpora_line *out, struct err *e)
{
    int k = source ? corpora_source_index(c, source) : (int)rng_pick(r, c->cum, c->n);
    if (k < 0) {
        return err_set(e, ST_RECIPE, "no source is called '%.60s'", source);
    }
    const struct source *s = &c->source[k];
    int to_case = (int)dist_draw(&c->recipe->text_case, r);
    const char *text;
    size_t len;
    enum st st =
        (c->balance ? draw_balanced : draw_fitting)(c, s, r, a, length, to_case, &text, &len, e);
    if (!st) {
        *out = (struct corpora_line){arena_dup(a, text, len), len, s->spec->name, s->spec->lang};
    }
    return st;
}

/* --- loading ---------------------------------------------------------------------------------- */

static enum st load_alphabet(struct corpora *c, struct err *e)
{
    const char *text = c->recipe->alphabet;
    if (!text || !*text) {
        return ST_OK;
    }
    enum st st = alphabet_parse(text, &c->alphabet, e);
    return st ? err_wrap(e, st, "%s: text.alphabet: ", c->recipe->path ? c->recipe->path : "recipe")
              : ST_OK;
}

static enum st load_sources(struct corpora *c, struct buf *problems, struct err *e)
{
    const struct recipe *r = c->recipe;
    size_t files = 0;
    for (size_t i = 0; i < r->n_sources; i++) {
        files += r->sources[i].n_corpus > 0 || r->sources[i].n_words > 0;
    }
    double sum = 0;
    for (size_t i = 0; i < r->n_sources; i++) {
        c->source[i].spec = &r->sources[i];
        sum += r->sources[i].weight;
        c->cum[i] = sum;
        c->n = i + 1;
    }
    if (!(sum > 0)) {
        return err_set(e, ST_RECIPE, "%s: no text source has a weight above 0",
                       r->path ? r->path : "recipe");
    }
    size_t max_bytes = CORPORA_MAX_BYTES / (files ? files : 1);
    max_bytes = max_bytes < CORPUS_MAX_BYTES ? max_bytes : CORPUS_MAX_BYTES;
    enum st st = ST_OK;
    for (size_t i = 0; i < c->n && !st; i++) {
        st = problem_note(problems, source_load(c, &c->source[i], max_bytes, e), e);
    }
    return st ? st : source_resolve(c, e);
}

/* Errors of sources that never fit come now and not after a thousand samples. */
static enum st try_sources(const struct corpora *c, struct buf *problems, struct err *e)
{
    struct arena a = {0};
    enum st st = ST_OK;
    for (size_t i = 0; i < c->n && !st; i++) {
        struct rng r = rng_stream(0, RNG_TEXT, i, 0);
        struct corpora_line line;
        if (c->source[i].spec->weight > 0) {
            st = corpora_draw(c, &r, &a, c->source[i].spec->name, dist_draw(&c->recipe->length, &r),
                              &line, e);
            st = problem_note(problems, st, e);
        }
        arena_reset(&a);
    }
    arena_release(&a);
    return st;
}

/* Shares of characters among lines as they come; balance is not set yet. */
static enum st measure(const struct corpora *c, struct balance *b, struct err *e)
{
    enum { LINES = 4096 };
    struct arena a = {0};
    enum st st = ST_OK;
    for (uint64_t i = 0; i < LINES && !st; i++) {
        struct rng r = rng_stream(1, RNG_TEXT, i, 0);
        struct corpora_line line;
        st = corpora_draw(c, &r, &a, NULL, dist_draw(&c->recipe->length, &r), &line, e);
        if (!st) {
            balance_count(b, line.text, line.len);
        }
        arena_reset(&a);
    }
    balance_finish(b);
    arena_release(&a);
    return st;
}

enum st corpora_load(const struct recipe *r, struct buf *problems, struct corpora **out,
                     struct err *e)
{
    *out = NULL;
    struct corpora *c = calloc(1, sizeof *c);
    if (!c) {
        BUG("out of memory");
    }
    c->recipe = r;
    c->source = calloc(r->n_sources + 1, sizeof *c->source);
    c->cum = calloc(r->n_sources + 1, sizeof *c->cum);
    if (!c->source || !c->cum) {
        BUG("out of memory");
    }
    double lo = ceil(dist_min(&r->length)), hi = floor(dist_max(&r->length));
    c->min_length = (uint32_t)fmin(fmax(lo, 1), CORPORA_MAX_LENGTH);
    c->max_length = (uint32_t)fmin(fmax(hi, c->min_length), CORPORA_MAX_LENGTH);
    struct err found = {0};
    size_t before = problems ? problems->len : 0;
    enum st st = problem_note(problems, load_alphabet(c, &found), &found);
    if (!st) {
        st = problem_note(problems, load_sources(c, problems, &found), &found);
    }
    if (!st && (!problems || problems->len == before)) {
        st = try_sources(c, problems, &found);
    }
    if (!st && problems && problems->len > before) {
        st =
            err_set(&found, ST_RECIPE, "'%s' has wrong text sources", r->path ? r->path : "recipe");
    }
    if (st) {
        err_set(e, st, "%s", found.msg);
    }
    if (!st && r->balance_chars > 0) {
        struct balance *b = balance_new();
        st = measure(c, b, e);
        c->balance = b;
    }
    if (st) {
        corpora_free(c);
        return st;
    }
    *out = c;
    return ST_OK;
}

void corpora_free(struct corpora *c)
{
    if (!c) {
        return;
    }
    for (size_t i = 0; i < c->n; i++) {
        source_release(&c->source[i]);
    }
    balance_free(c->balance);
    alphabet_free(c->alphabet);
    free(c->source);
    free(c->cum);
    free(c);
}
