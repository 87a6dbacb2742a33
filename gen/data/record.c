// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "data/record.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "data/record_parts.h"
#include "data/tally.h"

const struct record_member *record_member(const struct record *r, const char *ext)
{
    for (size_t i = 0; i < r->n_members; i++) {
        if (!strcmp(r->member[i].ext, ext)) {
            return &r->member[i];
        }
    }
    return NULL;
}

const struct record_member *record_image(const struct record *r)
{
    static const char *const ext[] = {"jpg", "jpeg", "png"};
    for (size_t i = 0; i < sizeof ext / sizeof *ext; i++) {
        const struct record_member *m = record_member(r, ext[i]);
        if (m) {
            return m;
        }
    }
    return NULL;
}

enum st record_error(const struct record *r, const struct record_member *m, struct err *e,
                     enum st code, const char *fmt, ...)
{
    char what[500];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    if (!m) {
        return err_set(e, code, "'%s' sample '%s': %s", r->shard, r->key, what);
    }
    return err_set(e, code, "'%s' sample '%s' (%s, offset %llu): %s", r->shard, r->key, m->ext,
                   (unsigned long long)m->offset, what);
}

/* "quad": eight numbers, or four points of two. */
static bool read_quad(const json_t *v, double quad[8])
{
    bool flat = json_array_size(v) == 8;
    if (!flat && json_array_size(v) != 4) {
        return false;
    }
    for (size_t i = 0; i < 8; i++) {
        const json_t *n =
            flat ? json_array_get(v, i) : json_array_get(json_array_get(v, i / 2), i % 2);
        if (!json_is_number(n)) {
            return false;
        }
        quad[i] = json_number_value(n);
        if (!isfinite(quad[i])) {
            return false;
        }
    }
    return true;
}

static bool read_words(const json_t *list, struct arena *a, struct record_label *out)
{
    out->n_words = json_array_size(list);
    out->word = arena_zarray(a, struct record_word, out->n_words + 1);
    for (size_t i = 0; i < out->n_words; i++) {
        const json_t *o = json_array_get(list, i), *text = json_object_get(o, "text");
        if (!json_is_string(text) || !read_quad(json_object_get(o, "quad"), out->word[i].quad)) {
            return false;
        }
        out->word[i].text = arena_dup(a, json_string_value(text), json_string_length(text));
    }
    return list == NULL || json_is_array(list);
}

static bool read_side(const json_t *v, int *side)
{
    *side = v ? (int)json_integer_value(v) : 0;
    return !v ||
           (json_is_integer(v) && json_integer_value(v) > 0 && json_integer_value(v) < INT_MAX);
}

static enum st read_object(const struct record *r, const struct record_member *m,
                           const json_t *root, struct arena *a, struct record_label *out,
                           struct err *e)
{
    const json_t *text = json_object_get(root, "text");
    bool shelf = json_is_array(json_object_get(root, "items"));
    if (!shelf && (!json_is_object(root) || !json_is_string(text) || !json_string_length(text))) {
        return record_error(r, m, e, ST_FORMAT, "label has no transcript (\"text\")");
    }
    out->text_len = shelf ? 0 : json_string_length(text);
    out->text = arena_dup(a, shelf ? "" : json_string_value(text), out->text_len);
    const char *split = json_string_value(json_object_get(root, "split"));
    out->split = split ? dataset_split_number(split) : -1;
    const char *words = shelf ? "texts" : "words";
    if (!read_words(json_object_get(root, words), a, out)) {
        return record_error(r, m, e, ST_FORMAT, "label's \"%s\" is not a list of text and finite quad", words);
    }
    if (!read_side(json_object_get(root, "width_px"), &out->width_px) ||
        !read_side(json_object_get(root, "height_px"), &out->height_px)) {
        return record_error(r, m, e, ST_FORMAT, "label's size is not two positive numbers");
    }
    return shelf ? record_read_shelf(r, m, root, a, out, e) : ST_OK;
}

static enum st read_plain(const struct record *r, const struct record_member *m, struct arena *a,
                          struct record_label *out, struct err *e)
{
    size_t bad, len = m->size;
    const char *s = (const char *)m->bytes;
    while (len && (s[len - 1] == '\n' || s[len - 1] == '\r')) {
        len--;
    }
    if (!len || !utf8_valid(s, len, &bad)) {
        return record_error(r, m, e, ST_FORMAT, "transcript is %s", len ? "not UTF-8" : "empty");
    }
    out->text = arena_dup(a, s, len);
    out->text_len = len;
    return ST_OK;
}

enum st record_label(const struct record *r, struct arena *a, struct record_label *out,
                     struct err *e)
{
    *out = (struct record_label){.split = -1};
    const struct record_member *m = record_member(r, "json");
    if (!m) {
        m = record_member(r, "txt");
        return m ? read_plain(r, m, a, out, e)
                 : record_error(r, NULL, e, ST_FORMAT, "no label (neither .json nor .txt)");
    }
    json_error_t je;
    json_t *root = json_loadb((const char *)m->bytes, m->size, 0, &je);
    if (!root) {
        return record_error(r, m, e, ST_FORMAT, "label is not JSON: line %d column %d: %s", je.line,
                            je.column, je.text);
    }
    enum st st = read_object(r, m, root, a, out, e);
    json_decref(root);
    return st;
}
