// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "eval/eval_set.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/utf8.h"
#include "data/convert.h"
#include "data/dataset_reader.h"
#include "data/tally.h"

struct eval_set {
    const char *kind;
    uint64_t count, at;
    int split; /* -1: all */
    struct dataset *dataset;
    const struct importer *importer;
    void *state; /* of the importer */
    json_t *sealed;
    struct buf dir, path, image;
    struct arena arena; /* of the item that is lent out */
    struct eval_item ahead;
    bool has_ahead;
    enum st failed;
    struct err error;
};

static bool has_file(const char *dir, const char *name)
{
    struct buf p = {0};
    buf_printf(&p, "%s/%s", dir, name);
    bool there = file_exists(p.data);
    buf_release(&p);
    return there;
}

/* A file NAME in `dir` or in a folder of it; or any file that ends in `name`, if that begins with a full
 * stop. */
static bool find_below(const char *dir, const char *name)
{
    DIR *d = opendir(dir);
    bool found = false;
    for (struct dirent *x; d && !found && (x = readdir(d));) {
        size_t n = strlen(x->d_name), m = strlen(name);
        struct buf p = {0};
        buf_printf(&p, "%s/%s", dir, x->d_name);
        found = *name == '.' ? n > m && !strcmp(x->d_name + n - m, name)
                             : *x->d_name != '.' && has_file(p.data, name);
        buf_release(&p);
    }
    if (d) {
        closedir(d);
    }
    return found;
}

static bool ends_in(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n > m && !strcmp(s + n - m, end);
}

static enum st open_import(struct eval_set *s, const struct importer *x, const char *path, struct err *e)
{
    char sha[65];
    s->kind = x->name;
    s->importer = x;
    return x->begin(path, &s->state, &s->count, sha, e);
}

static enum st open_dataset(struct eval_set *s, const char *path, struct err *e)
{
    s->kind = "dataset";
    enum st st = dataset_open(path, &s->dataset, e);
    s->count = st ? 0 : dataset_count(s->dataset);
    return st;
}

static enum st open_sealed(struct eval_set *s, const char *path, struct err *e)
{
    struct buf b = {0};
    json_error_t je;
    s->kind = "sealed";
    buf_printf(&s->path, "%s/sealed.json", path);
    enum st st = file_read(s->path.data, &b, e);
    if (!st && !(s->sealed = json_loadb(b.data, b.len, 0, &je))) {
        st = err_set(e, ST_FORMAT, "'%s' line %d: %s", s->path.data, je.line, je.text);
    }
    s->count = json_array_size(json_object_get(s->sealed, "files"));
    buf_release(&b);
    return st;
}

static enum st open_kind(struct eval_set *s, const char *path, struct err *e)
{
    if (!dir_exists(path)) {
        return ends_in(path, ".tar") ? open_dataset(s, path, e) : open_import(s, &import_tsv, path, e);
    }
    if (has_file(path, "sealed.json")) {
        return open_sealed(s, path, e);
    }
    if (has_file(path, "data.mdb")) {
        return open_import(s, &import_lmdb, path, e);
    }
    if (has_file(path, "labels.tsv")) {
        return open_import(s, &import_tsv, path, e);
    }
    if (has_file(path, "metadata.jsonl") || find_below(path, "metadata.jsonl")) {
        return open_import(s, &import_imagefolder, path, e);
    }
    if (has_file(path, "dataset.json") || find_below(path, ".tar")) {
        return open_dataset(s, path, e);
    }
    return err_set(
        e, ST_IO,
        "'%s' holds none of dataset.json, .tar files, data.mdb, metadata.jsonl, labels.tsv, sealed.json",
        path);
}

enum st eval_set_open(const char *path, const char *split, struct eval_set **out, struct err *e)
{
    *out = NULL;
    int number = split ? dataset_split_number(split) : -1;
    if (split && number < 0) {
        return err_set(e, ST_USAGE, "unknown split '%s' (train, val or test)", split);
    }
    struct eval_set *s = calloc(1, sizeof *s);
    if (!s) {
        BUG("out of memory");
    }
    s->split = number;
    buf_addstr(&s->dir, path);
    enum st st = open_kind(s, path, e);
    if (st) {
        eval_set_close(s);
        return st;
    }
    *out = s;
    return ST_OK;
}

void eval_set_close(struct eval_set *s)
{
    if (!s) {
        return;
    }
    if (s->importer) {
        s->importer->free(s->state);
    }
    if (s->dataset) {
        dataset_close(s->dataset);
    }
    json_decref(s->sealed);
    buf_release(&s->dir);
    buf_release(&s->path);
    buf_release(&s->image);
    arena_release(&s->arena);
    free(s);
}

const char *eval_set_kind(const struct eval_set *s)
{
    return s->kind;
}

uint64_t eval_set_count(const struct eval_set *s)
{
    return s->count;
}

uint64_t eval_set_done(const struct eval_set *s)
{
    return s->at - s->has_ahead;
}

/* --- one sample of each kind; *split is -1 where the data does not say -------------------------------- */

static enum st next_of_dataset(struct eval_set *s, struct eval_item *out, int *split, struct err *e)
{
    struct record r;
    struct record_label l;
    enum st st = dataset_get(s->dataset, s->at, &r, e);
    const struct record_member *m = st ? NULL : record_image(&r),
                               *json = st ? NULL : record_member(&r, "json");
    if (!st && !m) {
        st = record_error(&r, NULL, e, ST_FORMAT, "no picture");
    }
    if (st || (st = record_label(&r, &s->arena, &l, e))) {
        return st;
    }
    *out = (struct eval_item){.key = arena_dup(&s->arena, r.key, strlen(r.key)),
                              .image = m->bytes,
                              .image_len = m->size,
                              .text = l.text,
                              .text_len = l.text_len};
    *split = r.split >= 0 ? r.split : l.split;
    if (json) {
        json_t *root = json_loadb((const char *)json->bytes, json->size, 0, NULL);
        struct facet *f;
        out->n_facets = facets_of_label(root, &s->arena, &f);
        out->facet = f;
        json_decref(root);
    }
    return ST_OK;
}

static enum st next_of_import(struct eval_set *s, struct eval_item *out, int *split, struct err *e)
{
    struct import_item it = {.split = -1};
    enum st st = s->importer->next(s->state, &it, e);
    if (st) {
        return st;
    }
    if (!it.text_len || !utf8_valid(it.text, it.text_len, NULL)) {
        return err_set(e, ST_FORMAT, "'%s' sample '%s': transcript is %s", s->dir.data, it.name,
                       it.text_len ? "not UTF-8" : "empty");
    }
    *out = (struct eval_item){.key = it.name,
                              .image = it.image,
                              .image_len = it.image_len,
                              .text = it.text,
                              .text_len = it.text_len};
    *split = it.split;
    return ST_OK;
}

static enum st next_of_sealed(struct eval_set *s, struct eval_item *out, struct err *e)
{
    const json_t *o = json_array_get(json_object_get(s->sealed, "files"), s->at);
    const char *key = json_string_value(json_object_get(o, "key")),
               *file = json_string_value(json_object_get(o, "file"));
    if (!key || !file || strstr(file, "..") || *file == '/') {
        return err_set(e, ST_FORMAT, "'%s/sealed.json' file %llu has no key or file name", s->dir.data,
                       (unsigned long long)s->at);
    }
    buf_clear(&s->path);
    buf_clear(&s->image);
    buf_printf(&s->path, "%s/%s", s->dir.data, file);
    *out = (struct eval_item){.key = key};
    enum st st = file_read(s->path.data, &s->image, e);
    out->image = s->image.data;
    out->image_len = s->image.len;
    return st;
}

static void look_ahead(struct eval_set *s)
{
    while (!s->has_ahead && !s->failed && s->at < s->count) {
        int split = -1;
        arena_reset(&s->arena);
        s->failed = s->dataset    ? next_of_dataset(s, &s->ahead, &split, &s->error)
                    : s->importer ? next_of_import(s, &s->ahead, &split, &s->error)
                                  : next_of_sealed(s, &s->ahead, &s->error);
        s->at++;
        s->has_ahead = !s->failed && (s->split < 0 || split < 0 || split == s->split);
    }
}

bool eval_set_more(struct eval_set *s)
{
    look_ahead(s);
    return s->has_ahead || s->failed;
}

enum st eval_set_next(struct eval_set *s, struct eval_item *out, struct err *e)
{
    look_ahead(s);
    if (s->failed) {
        return err_set(e, s->failed, "%s", s->error.msg);
    }
    if (!s->has_ahead) {
        return err_set(e, ST_RANGE, "'%s' has no more lines", s->dir.data);
    }
    s->has_ahead = false;
    *out = s->ahead;
    return ST_OK;
}
