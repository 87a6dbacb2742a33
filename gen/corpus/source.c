// SPDX-License-Identifier: MIT
#include "corpus/source.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/utf8.h"

enum st source_where(const struct corpora *c, const struct source *s, enum st st, struct err *e)
{
    return st ? err_wrap(e, st,
                         "%s:%d:%d: source '%s': ", c->recipe->path ? c->recipe->path : "recipe",
                         s->spec->line, s->spec->column, s->spec->name)
              : ST_OK;
}

/* --- files ------------------------------------------------------------------------------------ */

static bool is_bare_word(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (!isalnum((unsigned char)s[i]) && s[i] != '_' && s[i] != '-') {
            return false;
        }
    }
    return len > 0;
}

/* The package that brings files of this path, on Debian; NULL if unknown. */
static const char *package_of(const char *path)
{
    static const struct {
        const char *prefix, *package;
    } row[] = {
        {"/usr/share/dict/words", "wamerican"},
        {"/usr/share/dict/american-english", "wamerican"},
        {"/usr/share/dict/british-english", "wbritish"},
        {"/usr/share/dict/ngerman", "wngerman"},
        {"/usr/share/dict/ogerman", "wogerman"},
        {"/usr/share/dict/french", "wfrench"},
        {"/usr/share/dict/spanish", "wspanish"},
        {"/usr/share/dict/italian", "witalian"},
        {"/usr/share/dict/", "wamerican"},
        {"/usr/share/games/fortunes/de", "fortunes-de"},
        {"/usr/share/games/fortunes", "fortunes"},
        {"/usr/share/man", "man-db manpages"},
        {"/usr/share/common-licenses", "base-files"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        if (!strncmp(path, row[i].prefix, strlen(row[i].prefix))) {
            return row[i].package;
        }
    }
    return NULL;
}

static enum st shipped(const char *name, struct arena *a, const char ***paths, size_t *n,
                       struct err *e)
{
    const char *path = share_path(a, arena_printf(a, "assets/corpora/%s.txt", name));
    if (path) {
        *paths = arena_array(a, const char *, 1);
        (*paths)[0] = path;
        *n = 1;
        return ST_OK;
    }
    return err_set(
        e, ST_RECIPE,
        "no corpus called '%s' comes with the program (for a file of that name write './%s')", name,
        name);
}

/* Files of one entry, without its '?'. */
static enum st find_files(const struct corpora *c, const char *entry, struct arena *a,
                          const char ***paths, size_t *n, struct err *e)
{
    if (is_bare_word(entry, strlen(entry))) {
        return shipped(entry, a, paths, n, e);
    }
    if (!files_glob(entry, a, paths, n, NULL)) {
        return ST_OK;
    }
    const char *recipe = c->recipe->path, *slash = recipe ? strrchr(recipe, '/') : NULL;
    if (entry[0] != '/' && slash) {
        const char *beside = arena_printf(a, "%.*s/%s", (int)(slash - recipe), recipe, entry);
        if (!files_glob(beside, a, paths, n, NULL)) {
            return ST_OK;
        }
    }
    const char *package = package_of(entry);
    return package
               ? err_set(e, ST_RECIPE, "no file matches '%s' (apt-get install %s)", entry, package)
               : err_set(e, ST_RECIPE, "no file matches '%s'", entry);
}

typedef enum st add_file_fn(void *to, const char *path, size_t max_bytes, struct err *e);

struct filtered {
    struct corpus *corpus;
    const struct corpus_filter *filter;
};

static enum st add_corpus_file(void *to, const char *path, size_t max_bytes, struct err *e)
{
    struct filtered *f = to;
    return corpus_add_file(f->corpus, path, max_bytes, f->filter, e);
}

static enum st add_words_file(void *to, const char *path, size_t max_bytes, struct err *e)
{
    return wordlist_add_file(to, path, max_bytes, e);
}

/* Adds the files of one entry; an optional one that is missing leaves its message in `missing`. */
static enum st add_entry(const struct corpora *c, const char *entry, add_file_fn *add, void *to,
                         size_t max_bytes, struct err *missing, struct err *e)
{
    struct arena a = {0};
    size_t len = strlen(entry), n = 0;
    bool optional = len && entry[len - 1] == '?';
    const char **paths = NULL;
    enum st st =
        find_files(c, arena_dup(&a, entry, len - optional), &a, &paths, &n, optional ? missing : e);
    if (st && optional) {
        st = ST_OK;
    }
    for (size_t i = 0; i < n && !st; i++) {
        st = add(to, paths[i], max_bytes, e);
    }
    arena_release(&a);
    return st;
}

/* --- corpora and word lists ------------------------------------------------------------------- */

struct keep {
    const struct alphabet *alphabet;
    bool fold;
    uint32_t *offending;
};

static bool keep_cp(void *ctx, uint32_t cp)
{
    struct keep *k = ctx;
    bool keep = alphabet_may_hold(k->alphabet, cp, k->fold);
    if (!keep && !*k->offending) {
        *k->offending = cp;
    }
    return keep;
}

static enum st load_corpus(struct corpora *c, struct source *s, size_t max_bytes, struct err *e)
{
    struct err missing = {0};
    const struct recipe_source *spec = s->spec;
    const struct dist *to_case = &c->recipe->text_case;
    struct keep keep = {c->alphabet, dist_max(to_case) > CASE_AS_IS, &s->offending};
    struct corpus_filter filter = {.keep = c->alphabet ? keep_cp : NULL, .ctx = &keep};
    bool indexed = spec->take == TAKE_LINE || spec->take == TAKE_SENTENCE;
    if (spec->take == TAKE_SPAN && spec->weight > 0) {
        filter.min_length = c->min_length; /* those of templates alone may be shorter */
    }
    struct filtered to = {&s->corpus, indexed ? NULL : &filter};
    for (size_t i = 0; i < spec->n_corpus; i++) {
        enum st st = add_entry(c, spec->corpus[i], add_corpus_file, &to, max_bytes, &missing, e);
        if (st) {
            return st;
        }
    }
    if (!s->corpus.text.len && !s->offending && !s->corpus.longest) {
        return missing.code ? err_set(e, ST_RECIPE, "%s", missing.msg)
                            : err_set(e, ST_RECIPE, "there is no text in its files");
    }
    if (indexed) {
        corpus_index(&s->corpus, spec->take == TAKE_LINE ? CORPUS_LINES : CORPUS_SENTENCES,
                     c->max_length, &filter);
    }
    return ST_OK;
}

static enum st load_words(struct corpora *c, struct source *s, size_t max_bytes, struct err *e)
{
    struct err missing = {0};
    enum st st = ST_OK;
    for (size_t i = 0; i < s->spec->n_words && !st; i++) {
        const char *w = s->spec->words[i];
        if (w[0] == '@' && w[1]) {
            st = add_entry(c, w + 1, add_words_file, &s->words, max_bytes, &missing, e);
            continue;
        }
        size_t bad;
        st = utf8_valid(w, strlen(w), &bad) ? wordlist_add(&s->words, w, strlen(w), e)
                                            : err_set(e, ST_RECIPE, "word %zu is not UTF-8", i + 1);
    }
    if (!st && !wordlist_count(&s->words)) {
        st = missing.code ? err_set(e, ST_RECIPE, "%s", missing.msg)
                          : err_set(e, ST_RECIPE, "there are no words");
    }
    return st;
}

enum st source_load(struct corpora *c, struct source *s, size_t max_bytes, struct err *e)
{
    const struct recipe_source *spec = s->spec;
    enum st st;
    if (spec->n_corpus) {
        st = load_corpus(c, s, max_bytes, e);
    } else if (spec->n_words) {
        st = load_words(c, s, max_bytes, e);
    } else if (spec->pattern) {
        st = pattern_compile(spec->pattern, &s->pattern, e);
    } else if (spec->template_) {
        st = template_compile(spec->template_, &s->template_, e);
    } else {
        st = err_set(e, ST_RECIPE, "one of corpus, words, pattern, template is wanted");
    }
    return source_where(c, s, st, e);
}

void source_release(struct source *s)
{
    corpus_release(&s->corpus);
    wordlist_release(&s->words);
    pattern_free(s->pattern);
    template_free(s->template_);
    free(s->field);
    *s = (struct source){0};
}

/* --- templates -------------------------------------------------------------------------------- */

static enum st resolve_fields(struct corpora *c, struct source *s, struct err *e)
{
    size_t n = template_fields(s->template_);
    s->field = calloc(n + 1, sizeof *s->field);
    if (!s->field) {
        BUG("out of memory");
    }
    for (size_t i = 0; i < n; i++) {
        const char *name = template_field_name(s->template_, i);
        int k = corpora_source_index(c, name);
        if (k < 0) {
            struct buf names = {0};
            for (size_t j = 0; j < c->n && names.len < 300; j++) {
                buf_printf(&names, " %.60s", c->source[j].spec->name);
            }
            enum st st = err_set(e, ST_RECIPE, "no source is called '%.60s' (there are:%s)", name,
                                 names.data);
            buf_release(&names);
            return source_where(c, s, st, e);
        }
        s->field[i] = (uint32_t)k;
    }
    return ST_OK;
}

enum visit { VISIT_NEW, VISIT_OPEN, VISIT_DONE };

/* Depth first; a template met again while open contains itself. */
static enum st find_circle(const struct corpora *c, size_t k, uint8_t *state, struct err *e)
{
    const struct source *s = &c->source[k];
    if (state[k] == VISIT_OPEN) {
        return source_where(c, s, err_set(e, ST_RECIPE, "the template contains itself"), e);
    }
    if (state[k] == VISIT_DONE || !s->template_) {
        return ST_OK;
    }
    state[k] = VISIT_OPEN;
    enum st st = ST_OK;
    for (size_t i = 0; i < template_fields(s->template_) && !st; i++) {
        st = find_circle(c, s->field[i], state, e);
    }
    state[k] = VISIT_DONE;
    return st;
}

enum st source_resolve(struct corpora *c, struct err *e)
{
    enum st st = ST_OK;
    for (size_t k = 0; k < c->n && !st; k++) {
        st = c->source[k].template_ ? resolve_fields(c, &c->source[k], e) : ST_OK;
    }
    uint8_t *state = calloc(c->n + 1, 1);
    if (!state) {
        BUG("out of memory");
    }
    for (size_t k = 0; k < c->n && !st; k++) {
        st = find_circle(c, k, state, e);
    }
    free(state);
    return st;
}
