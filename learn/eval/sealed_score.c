// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "eval/sealed_parts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/files.h"
#include "base/json.h"
#include "ocr/strtab.h"

struct answers {
    json_t *root;
    struct arena arena;
    struct answer *answer;
    size_t n;
    const char *commitment;
    struct strtab keys;     /* row i is answer i's */
    const char **predicted; /* arena; NULL = not yet */
};

static void answers_release(struct answers *a)
{
    json_decref(a->root);
    strtab_release(&a->keys);
    arena_release(&a->arena);
}

static const char *member(const json_t *o, const char *key)
{
    return json_string_value(json_object_get(o, key));
}

static bool read_answer(struct answers *a, const json_t *o, struct answer *out)
{
    const json_t *facets = json_object_get(o, "facets");
    *out = (struct answer){.key = member(o, "key"), .sha256 = member(o, "sha256"), .text = member(o, "text")};
    struct facet *f = arena_array(&a->arena, struct facet, json_array_size(facets) + 1);
    for (size_t i = 0; i < json_array_size(facets); i++) {
        const json_t *pair = json_array_get(facets, i);
        const char *kind = json_string_value(json_array_get(pair, 0)),
                   *value = json_string_value(json_array_get(pair, 1));
        if (kind && value) {
            f[out->n_facets++] = (struct facet){kind, value};
        }
    }
    out->facet = f;
    return out->key && out->sha256 && out->text;
}

/* Whether they are what was committed to when the set was made. */
static enum st read_answers(struct answers *a, const char *path, struct err *e)
{
    struct buf b = {0};
    json_error_t je;
    char commitment[65];
    enum st st = file_read(path, &b, e);
    if (!st && !(a->root = json_loadb(b.data, b.len, 0, &je))) {
        st = err_set(e, ST_FORMAT, "'%s' line %d: %s", path, je.line, je.text);
    }
    buf_release(&b);
    if (st) {
        return st;
    }
    const json_t *list = json_object_get(a->root, "answers");
    const char *format = member(a->root, "format"), *salt = member(a->root, "salt");
    a->commitment = member(a->root, "commitment");
    a->n = json_array_size(list);
    a->answer = arena_zarray(&a->arena, struct answer, a->n + 1);
    a->predicted = arena_zarray(&a->arena, const char *, a->n + 1);
    bool good = format && !strcmp(format, ANSWERS_FORMAT) && salt && a->commitment && a->n;
    for (size_t i = 0; good && i < a->n; i++) {
        good = read_answer(a, json_array_get(list, i), &a->answer[i]) &&
               strtab_put(&a->keys, a->answer[i].key, strlen(a->answer[i].key)) == i;
    }
    if (!good) {
        return err_set(e, ST_FORMAT, "'%s' is no file of answers", path);
    }
    seal_commitment(salt, a->answer, a->n, commitment);
    return strcmp(commitment, a->commitment)
               ? err_set(e, ST_FORMAT, "'%s' does not match its commitment: it was changed", path)
               : ST_OK;
}

/* --- predictions ---------------------------------------------------------------------------------- */

/* The key, or the name in "file" without folder and ending; NULL if there is neither. */
static const char *key_of(const json_t *o, size_t *len)
{
    const char *key = member(o, "key"), *file = member(o, "file");
    if (key) {
        *len = strlen(key);
        return key;
    }
    if (!file) {
        return NULL;
    }
    const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
    *len = strcspn(name, ".");
    return name;
}

static enum st take_prediction(struct answers *a, const json_t *o, struct err *e)
{
    const char *meant = member(o, "commitment"), *text = member(o, "text");
    size_t len = 0;
    const char *key = key_of(o, &len);
    if (meant && strcmp(meant, a->commitment) != 0) {
        return err_set(e, ST_CHECK, "predictions are for another sealed set: commitment %.16s...", meant);
    }
    if (meant && !key && !text) {
        return ST_OK;
    }
    if (!key || !text) {
        return err_set(e, ST_CHECK, "a prediction needs \"key\" and \"text\"");
    }
    uint32_t k = strtab_find(&a->keys, key, len);
    if (k == STRTAB_NONE) {
        return err_set(e, ST_CHECK, "key '%.*s' is none of the set's", (int)len, key);
    }
    if (a->predicted[k]) {
        return err_set(e, ST_CHECK, "key '%s' is there twice", a->answer[k].key);
    }
    a->predicted[k] = arena_dup(&a->arena, text, strlen(text));
    return ST_OK;
}

static enum st read_predictions(struct answers *a, const char *path, char sha256[65], struct err *e)
{
    struct buf b = {0};
    enum st st = file_read(path, &b, e);
    bytes_sha256(b.data, b.len, sha256);
    unsigned long long number = 1;
    for (size_t i = 0; i < b.len && !st; number++) {
        const char *s = b.data + i, *nl = memchr(s, '\n', b.len - i);
        size_t len = nl ? (size_t)(nl - s) : b.len - i;
        json_error_t je;
        json_t *o = len ? json_loadb(s, len, JSON_REJECT_DUPLICATES, &je) : NULL;
        st = !len                 ? ST_OK
             : !o                 ? err_set(e, ST_CHECK, "not JSON: %s", je.text)
             : !json_is_object(o) ? err_set(e, ST_CHECK, "no object")
                                  : take_prediction(a, o, e);
        if (st) {
            err_wrap(e, st, "'%s' line %llu: ", path, number);
        }
        json_decref(o);
        i += len + 1;
    }
    buf_release(&b);
    size_t missing = 0, first = 0;
    for (size_t i = a->n; i-- > 0 && !st;) {
        first = a->predicted[i] ? first : i;
        missing += !a->predicted[i];
    }
    return missing ? err_set(e, ST_CHECK, "'%s' lacks %zu of %zu keys, '%s' first", path, missing, a->n,
                             a->answer[first].key)
                   : st;
}

/* --- the log -------------------------------------------------------------------------------------- */

/* Every line names the checksum of what stands before it. */
static enum st check_log(const char *path, const struct buf *b, uint64_t *lines, struct err *e)
{
    *lines = 0;
    for (size_t i = 0; i < b->len;) {
        const char *s = b->data + i, *nl = memchr(s, '\n', b->len - i);
        json_t *o = nl ? json_loadb(s, (size_t)(nl - s), 0, NULL) : NULL;
        const char *before = member(o, "before");
        char sha[65];
        bytes_sha256(b->data, i, sha);
        bool good = before && !strcmp(before, sha);
        json_decref(o);
        if (!good) {
            return err_set(e, ST_FORMAT,
                           "'%s' line %llu does not follow from those before it: the log was changed", path,
                           (unsigned long long)*lines + 1);
        }
        ++*lines;
        i = (size_t)(nl - b->data) + 1;
    }
    return ST_OK;
}

static void log_line(const struct buf *before, uint64_t ask, const char *predictions_sha256, size_t n,
                     const struct line_counts *counts, struct buf *out)
{
    double rate[RATES];
    char sha[65];
    rates_of(counts, NULL, n, rate);
    bytes_sha256(before->data, before->len, sha);
    struct json j = json_to(out);
    json_begin_object(&j);
    json_key(&j, "ask");
    json_int(&j, (int64_t)ask);
    json_key(&j, "predictions");
    json_str(&j, predictions_sha256);
    for (int r = 0; r < RATES; r++) {
        json_key(&j, rate_key[r]);
        json_fixed(&j, rate[r], 6);
    }
    json_key(&j, "before");
    json_str(&j, sha);
    json_end_object(&j);
    buf_addc(out, '\n');
}

/* One at a time: the file is locked from reading to the end of writing. */
static enum st note_ask(const char *answers, const char *predictions_sha256, const struct scores *s,
                        uint64_t *asked, struct err *e)
{
    struct buf path = {0}, old = {0}, line = {0};
    struct line_counts *counts = scores_counts(s);
    buf_printf(&path, "%s.log", answers);
    int fd = open(path.data, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    enum st st = ST_OK;
    if (fd < 0 || flock(fd, LOCK_EX)) {
        st = err_errno(e, "cannot open '%s'", path.data);
    }
    (void)(st || (st = file_read(path.data, &old, e)) || (st = check_log(path.data, &old, asked, e)));
    if (!st) {
        ++*asked;
        log_line(&old, *asked, predictions_sha256, scores_count(s), counts, &line);
        st = file_write_all(fd, line.data, line.len, path.data, e);
        if (!st && fsync(fd)) {
            st = err_errno(e, "cannot write '%s'", path.data);
        }
    }
    if (fd >= 0) {
        close(fd);
    }
    free(counts);
    buf_release(&path);
    buf_release(&old);
    buf_release(&line);
    return st;
}

enum st sealed_score(const char *answers, const char *predictions, const struct scores_options *o,
                     struct scores **scores, uint64_t *asked, struct err *e)
{
    struct answers a = {0};
    char sha[65];
    *scores = NULL;
    *asked = 0;
    struct scores *s = scores_new(o);
    enum st st;
    (void)((st = read_answers(&a, answers, e)) || (st = read_predictions(&a, predictions, sha, e)));
    for (size_t i = 0; i < a.n && !st; i++) {
        const struct answer *x = &a.answer[i];
        st = scores_add(s,
                        &(struct scored){.key = x->key,
                                         .want = x->text,
                                         .want_len = strlen(x->text),
                                         .got = a.predicted[i],
                                         .got_len = strlen(a.predicted[i]),
                                         .confidence = -1,
                                         .facet = x->facet,
                                         .n_facets = x->n_facets},
                        e);
    }
    st = st ? st : note_ask(answers, sha, s, asked, e);
    if (st) {
        scores_free(s);
    } else {
        *scores = s;
    }
    answers_release(&a);
    return st;
}
