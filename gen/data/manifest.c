// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "data/manifest.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "data/format.h"
#include "data/seal.h"

/* --- writing --------------------------------------------------------------------------------- */

static void member_str(struct json *j, const char *key, const char *v)
{
    json_key(j, key);
    json_str(j, v);
}

static void member_int(struct json *j, const char *key, uint64_t v)
{
    json_key(j, key);
    json_int(j, (int64_t)v);
}

static void write_shards(const struct manifest *m, struct json *j)
{
    json_key(j, "shards");
    json_begin_array(j);
    for (size_t i = 0; i < m->n_shards; i++) {
        const struct manifest_shard *s = &m->shard[i];
        char name[40];
        snprintf(name, sizeof name, SHARD_NAME, (unsigned long long)i);
        json_begin_object(j);
        member_str(j, "name", name);
        member_int(j, "samples", s->samples);
        member_int(j, "bytes", s->bytes);
        member_str(j, "sha256", s->sha256);
        member_str(j, "index_sha256", s->index_sha256);
        json_end_object(j);
    }
    json_end_array(j);
}

static void write_fonts(const struct manifest *m, struct json *j)
{
    json_key(j, "fonts");
    json_begin_array(j);
    for (size_t i = 0; i < m->n_fonts; i++) {
        json_begin_object(j);
        member_str(j, "family", m->font[i].family);
        member_str(j, "style", m->font[i].style);
        member_str(j, "file", m->font[i].file);
        member_str(j, "sha256", m->font[i].sha256);
        json_end_object(j);
    }
    json_end_array(j);
}

void manifest_write(const struct manifest *m, struct buf *out)
{
    struct json j = json_to(out);
    j.pretty = true;
    json_begin_object(&j);
    member_str(&j, "format", DATASET_FORMAT);
    member_int(&j, "version", DATASET_VERSION);
    member_int(&j, "count", m->count);
    origin_write(&m->origin, &j);
    member_str(&j, "recipe", m->recipe);
    json_key(&j, "statistics");
    tally_write(&m->tally, &j);
    write_fonts(m, &j);
    write_shards(m, &j);
    seal_end(out);
}

/* --- reading --------------------------------------------------------------------------------- */

static const char *get_str(struct manifest *m, const json_t *o, const char *key)
{
    json_t *v = json_object_get(o, key);
    return json_is_string(v) ? arena_dup(&m->arena, json_string_value(v), json_string_length(v))
                             : NULL;
}

static enum st parse_fonts(struct manifest *m, const json_t *list, struct err *e)
{
    size_t n = json_array_size(list);
    m->font = arena_zarray(&m->arena, struct dataset_font, n ? n : 1);
    for (; m->n_fonts < n; m->n_fonts++) {
        const json_t *o = json_array_get(list, m->n_fonts);
        struct dataset_font *f = &m->font[m->n_fonts];
        *f = (struct dataset_font){get_str(m, o, "family"), get_str(m, o, "style"),
                                   get_str(m, o, "file"), get_str(m, o, "sha256")};
        if (!f->family || !f->style || !f->file || !f->sha256) {
            return err_set(e, ST_FORMAT, "'fonts' entry %zu is malformed", m->n_fonts);
        }
    }
    return ST_OK;
}

static enum st parse_shards(struct manifest *m, const json_t *list, struct err *e)
{
    size_t n = json_array_size(list);
    if (n != manifest_shards(m->count, m->origin.shard_samples)) {
        return err_set(e, ST_FORMAT, "'shards' has %zu entries, but %llu samples take %llu shards",
                       n, (unsigned long long)m->count,
                       (unsigned long long)manifest_shards(m->count, m->origin.shard_samples));
    }
    m->shard = arena_zarray(&m->arena, struct manifest_shard, n ? n : 1);
    for (; m->n_shards < n; m->n_shards++) {
        const json_t *o = json_array_get(list, m->n_shards);
        struct manifest_shard *s = &m->shard[m->n_shards];
        const char *name = json_string_value(json_object_get(o, "name"));
        char want[40];
        snprintf(want, sizeof want, SHARD_NAME, (unsigned long long)m->n_shards);
        enum st st;
        if ((st = json_get_count(o, "samples", INT64_MAX, &s->samples, e)) ||
            (st = json_get_count(o, "bytes", INT64_MAX, &s->bytes, e)) ||
            (st = json_get_sha256(o, "sha256", s->sha256, e)) ||
            (st = json_get_sha256(o, "index_sha256", s->index_sha256, e))) {
            return err_wrap(e, st, "'shards' entry %zu: ", m->n_shards);
        }
        if (!name || strcmp(name, want) ||
            s->samples != manifest_shard_size(m->count, m->origin.shard_samples, m->n_shards)) {
            return err_set(e, ST_FORMAT, "'shards' entry %zu is not what it has to be",
                           m->n_shards);
        }
    }
    return ST_OK;
}

static enum st parse_root(struct manifest *m, const json_t *root, struct err *e)
{
    const char *format = json_string_value(json_object_get(root, "format"));
    uint64_t version = 0;
    if (!format || strcmp(format, DATASET_FORMAT)) {
        return err_set(e, ST_FORMAT, "not the manifest of a dataset");
    }
    enum st st = json_get_count(root, "version", INT_MAX, &version, e);
    if (!st && version != DATASET_VERSION) {
        return err_set(e, ST_FORMAT, "format version %llu is not known (this program reads %d)",
                       (unsigned long long)version, DATASET_VERSION);
    }
    m->recipe = get_str(m, root, "recipe");
    if (!m->recipe) {
        return err_set(e, ST_FORMAT, "'recipe' is missing");
    }
    (void)(st || (st = origin_read(&m->origin, root, e)) ||
           (st = json_get_count(root, "count", INT64_MAX, &m->count, e)) ||
           (st = tally_read(&m->tally, json_object_get(root, "statistics"), e)) ||
           (st = parse_fonts(m, json_object_get(root, "fonts"), e)) ||
           (st = parse_shards(m, json_object_get(root, "shards"), e)));
    if (!st && m->tally.samples != m->count) {
        st = err_set(e, ST_FORMAT, "'statistics' are of %llu samples, not %llu",
                     (unsigned long long)m->tally.samples, (unsigned long long)m->count);
    }
    return st;
}

enum st manifest_parse(struct manifest *m, const char *name, const char *bytes, size_t len,
                       struct err *e)
{
    *m = (struct manifest){0};
    json_t *root;
    enum st st = seal_open(name, bytes, len, &root, e);
    if (st) {
        return st;
    }
    if ((st = parse_root(m, root, e))) {
        err_wrap(e, st, "'%s': ", name);
        manifest_release(m);
    }
    json_decref(root);
    return st;
}

enum st manifest_load(struct manifest *m, const char *path, struct err *e)
{
    *m = (struct manifest){0};
    struct buf b = {0};
    enum st st = file_read(path, &b, e);
    if (!st) {
        st = manifest_parse(m, path, b.data, b.len, e);
    }
    buf_release(&b);
    return st;
}

void manifest_release(struct manifest *m)
{
    if (m) {
        arena_release(&m->arena);
        tally_release(&m->tally);
        *m = (struct manifest){0};
    }
}
