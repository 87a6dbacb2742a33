// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "data/shard_index.h"

#include <limits.h>
#include <string.h>

#include "base/files.h"
#include "data/format.h"
#include "data/seal.h"

static const char *const columns[] = {INDEX_COLUMNS};
enum {
    COL_KEY,
    COL_SPLIT,
    COL_WIDTH,
    COL_HEIGHT,
    COL_GRAPHEMES,
    COL_REPLANS,
    COL_FORCED,
    COL_SOURCE,
    COL_MEMBERS,
    N_COLUMNS,
};
_Static_assert(sizeof columns / sizeof *columns == N_COLUMNS, "columns of format.h");

static bool whole(const json_t *v, uint64_t max, uint64_t *out)
{
    if (!json_is_integer(v) || json_integer_value(v) < 0 || (uint64_t)json_integer_value(v) > max) {
        return false;
    }
    *out = (uint64_t)json_integer_value(v);
    return true;
}

static const char *copy_string(struct arena *a, const json_t *v)
{
    return arena_dup(a, json_string_value(v), json_string_length(v));
}

/* [ext, offset, size, crc]; `*at` is where the member before ended. */
static bool parse_member(struct shard_index *x, const json_t *v, struct index_member *m,
                         uint64_t *at)
{
    uint64_t crc;
    const json_t *ext = json_array_get(v, 0);
    if (json_array_size(v) != 4 || !json_is_string(ext) || !json_string_length(ext) ||
        json_string_length(ext) > EXTENSION_MAX ||
        !whole(json_array_get(v, 1), x->bytes, &m->offset) ||
        !whole(json_array_get(v, 2), x->bytes, &m->size) ||
        !whole(json_array_get(v, 3), UINT32_MAX, &crc)) {
        return false;
    }
    if (m->offset < *at || m->offset - *at < TAR_BLOCK || m->offset % TAR_BLOCK ||
        m->size > x->bytes - m->offset) {
        return false;
    }
    *at = m->offset + m->size;
    m->ext = copy_string(&x->arena, ext);
    m->crc = (uint32_t)crc;
    return true;
}

static bool parse_row(struct shard_index *x, const json_t *v, struct index_row *r, uint64_t *at)
{
    const json_t *col[N_COLUMNS];
    if (json_array_size(v) != N_COLUMNS) {
        return false;
    }
    for (size_t i = 0; i < N_COLUMNS; i++) {
        col[i] = json_array_get(v, i);
    }
    uint64_t split, width, height, graphemes, replans, forced;
    if (!json_is_string(col[COL_KEY]) || !json_string_length(col[COL_KEY]) ||
        !whole(col[COL_SPLIT], DATASET_SPLITS - 1, &split) ||
        !whole(col[COL_WIDTH], INT_MAX, &width) || !whole(col[COL_HEIGHT], INT_MAX, &height) ||
        !whole(col[COL_GRAPHEMES], UINT32_MAX, &graphemes) ||
        !whole(col[COL_REPLANS], UINT32_MAX, &replans) || !whole(col[COL_FORCED], 1, &forced) ||
        !(json_is_string(col[COL_SOURCE]) || json_is_null(col[COL_SOURCE]))) {
        return false;
    }
    r->key = copy_string(&x->arena, col[COL_KEY]);
    r->source = json_is_null(col[COL_SOURCE]) ? NULL : copy_string(&x->arena, col[COL_SOURCE]);
    r->split = (int)split;
    r->width_px = (int)width;
    r->height_px = (int)height;
    r->n_graphemes = (uint32_t)graphemes;
    r->replans = (uint32_t)replans;
    r->forced = forced;
    r->n_members = json_array_size(col[COL_MEMBERS]);
    if (r->n_members < 1 || r->n_members > RECORD_MEMBERS) {
        return false;
    }
    r->member = arena_array(&x->arena, struct index_member, r->n_members);
    for (size_t i = 0; i < r->n_members; i++) {
        if (!parse_member(x, json_array_get(col[COL_MEMBERS], i), &r->member[i], at)) {
            return false;
        }
    }
    return true;
}

static enum st parse_rows(struct shard_index *x, const json_t *root, struct err *e)
{
    json_t *cols = json_object_get(root, "columns"), *rows = json_object_get(root, "samples");
    for (size_t i = 0; i < N_COLUMNS; i++) {
        const char *c = json_string_value(json_array_get(cols, i));
        if (!c || strcmp(c, columns[i]) || json_array_size(cols) != N_COLUMNS) {
            return err_set(e, ST_FORMAT, "'columns' are not those of version %d", DATASET_VERSION);
        }
    }
    size_t n = json_array_size(rows);
    if (!n) {
        return err_set(e, ST_FORMAT, "'samples' is missing or empty");
    }
    x->row = arena_zarray(&x->arena, struct index_row, n);
    uint64_t at = 0;
    for (; x->n_rows < n; x->n_rows++) {
        if (!parse_row(x, json_array_get(rows, x->n_rows), &x->row[x->n_rows], &at)) {
            return err_set(e, ST_FORMAT,
                           "'samples' row %zu is malformed or reaches outside the shard",
                           x->n_rows);
        }
    }
    return ST_OK;
}

static enum st parse_root(struct shard_index *x, const json_t *root, struct err *e)
{
    const char *format = json_string_value(json_object_get(root, "format"));
    uint64_t version = 0, count = 0;
    enum st st = json_get_count(root, "version", INT_MAX, &version, e);
    if (!format || strcmp(format, INDEX_FORMAT)) {
        return err_set(e, ST_FORMAT, "not an index of a shard");
    }
    if (!st && version != DATASET_VERSION) {
        return err_set(e, ST_FORMAT, "format version %llu is not known (this program reads %d)",
                       (unsigned long long)version, DATASET_VERSION);
    }
    (void)(st || (st = origin_read(&x->origin, root, e)) ||
           (st = json_get_count(root, "shard", INT64_MAX, &x->shard, e)) ||
           (st = json_get_count(root, "first", INT64_MAX, &x->first, e)) ||
           (st = json_get_count(root, "count", INT64_MAX, &count, e)) ||
           (st = json_get_count(root, "bytes", INT64_MAX, &x->bytes, e)) ||
           (st = json_get_sha256(root, "sha256", x->sha256, e)) || (st = parse_rows(x, root, e)) ||
           (st = tally_read(&x->tally, json_object_get(root, "statistics"), e)));
    if (!st &&
        (count != x->n_rows || x->tally.samples != count || count > x->origin.shard_samples)) {
        st = err_set(e, ST_FORMAT, "'count' is %llu, but there are %zu rows",
                     (unsigned long long)count, x->n_rows);
    }
    if (!st &&
        (x->first % x->origin.shard_samples || x->first / x->origin.shard_samples != x->shard)) {
        st = err_set(e, ST_FORMAT, "'first' is %llu: not where shard %llu begins",
                     (unsigned long long)x->first, (unsigned long long)x->shard);
    }
    return st;
}

enum st shard_index_parse(struct shard_index *x, const char *name, const char *bytes, size_t len,
                          struct err *e)
{
    *x = (struct shard_index){0};
    json_t *root;
    enum st st = seal_open(name, bytes, len, &root, e);
    if (st) {
        return st;
    }
    if ((st = parse_root(x, root, e))) {
        err_wrap(e, st, "'%s': ", name);
        shard_index_release(x);
    }
    json_decref(root);
    return st;
}

enum st shard_index_load(struct shard_index *x, const char *path, struct err *e)
{
    *x = (struct shard_index){0};
    struct buf b = {0};
    enum st st = file_read(path, &b, e);
    if (!st) {
        st = shard_index_parse(x, path, b.data, b.len, e);
    }
    buf_release(&b);
    return st;
}

void shard_index_release(struct shard_index *x)
{
    if (x) {
        arena_release(&x->arena);
        tally_release(&x->tally);
        *x = (struct shard_index){0};
    }
}
