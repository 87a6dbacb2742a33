// SPDX-License-Identifier: MIT
#include "data/dataset_reader.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/files.h"
#include "data/dataset_folder.h"
#include "data/format.h"
#include "data/shard_reader.h"

struct dataset {
    char *path;
    bool has_manifest;
    struct manifest manifest;
    struct shard *shard;
    uint64_t *first; /* number of the first sample of each shard, and count at the end */
    bool *ready;     /* shard is open; guarded by `lock` */
    size_t n_shards;
    pthread_mutex_t lock;
};

static void *zalloc(size_t n, size_t size)
{
    void *p = calloc(n, size);
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static struct dataset *new_dataset(const char *path, size_t n_shards)
{
    struct dataset *d = zalloc(1, sizeof *d);
    d->path = strdup(path);
    d->n_shards = n_shards;
    d->shard = zalloc(n_shards + 1, sizeof *d->shard);
    d->first = zalloc(n_shards + 1, sizeof *d->first);
    d->ready = zalloc(n_shards + 1, sizeof *d->ready);
    pthread_mutex_init(&d->lock, NULL);
    return d;
}

static enum st open_ours(const char *path, const char *manifest, struct dataset **out,
                         struct err *e)
{
    struct manifest m;
    enum st st = manifest_load(&m, manifest, e);
    if (st) {
        return st;
    }
    struct dataset *d = new_dataset(path, m.n_shards);
    for (size_t k = 0; k < m.n_shards; k++) {
        d->first[k + 1] = d->first[k] + m.shard[k].samples;
    }
    d->manifest = m;
    d->has_manifest = true;
    *out = d;
    return ST_OK;
}

static enum st open_plain(const char *path, const char *const *tar, size_t n, struct dataset **out,
                          struct err *e)
{
    struct dataset *d = new_dataset(path, n);
    enum st st = ST_OK;
    for (size_t k = 0; k < n && !st; k++) {
        st = shard_open(&d->shard[k], tar[k], NULL, e);
        d->first[k + 1] = d->first[k] + d->shard[k].index.n_rows;
        d->ready[k] = true;
    }
    if (st) {
        dataset_close(d);
        d = NULL;
    }
    *out = d;
    return st;
}

/* A folder without a manifest: tar files of others in order of name, but no unfinished dataset of
 * ours. */
static enum st open_folder(const char *path, struct dataset **out, struct err *e)
{
    struct folder f;
    struct arena a = {0};
    enum st st = folder_read(&f, path, e);
    const char **tar = arena_zarray(&a, const char *, f.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < f.n && !st; i++) {
        const char *name = f.entry[i].name;
        size_t len = strlen(name);
        if (f.entry[i].kind == ENTRY_INDEX) {
            st = err_set(e, ST_FORMAT,
                         "dataset '%s' is not finished: it has no " DATASET_MANIFEST
                         " (make the rest with --resume)",
                         path);
        } else if (len > 4 && !strcmp(name + len - 4, ".tar")) {
            tar[n++] = arena_printf(&a, "%s/%s", path, name);
        }
    }
    if (!st && !n) {
        st =
            err_set(e, ST_IO, "folder '%s' holds neither " DATASET_MANIFEST " nor tar files", path);
    }
    (void)(st || (st = open_plain(path, tar, n, out, e)));
    folder_release(&f);
    arena_release(&a);
    return st;
}

enum st dataset_open(const char *path, struct dataset **out, struct err *e)
{
    *out = NULL;
    if (!dir_exists(path)) {
        return open_plain(path, &path, 1, out, e);
    }
    struct buf manifest = {0};
    buf_printf(&manifest, "%s/%s", path, DATASET_MANIFEST);
    enum st st = file_exists(manifest.data) ? open_ours(path, manifest.data, out, e)
                                            : open_folder(path, out, e);
    buf_release(&manifest);
    return st;
}

void dataset_close(struct dataset *d)
{
    if (!d) {
        return;
    }
    for (size_t k = 0; k < d->n_shards; k++) {
        shard_release(&d->shard[k]);
    }
    manifest_release(&d->manifest);
    pthread_mutex_destroy(&d->lock);
    free(d->shard);
    free(d->first);
    free(d->ready);
    free(d->path);
    free(d);
}

uint64_t dataset_count(const struct dataset *d)
{
    return d->first[d->n_shards];
}

const struct manifest *dataset_manifest(const struct dataset *d)
{
    return d->has_manifest ? &d->manifest : NULL;
}

/* With the lock held. */
static enum st open_shard(struct dataset *d, size_t k, struct err *e)
{
    struct buf tar = {0}, idx = {0};
    buf_printf(&tar, "%s/" SHARD_NAME, d->path, (unsigned long long)k);
    buf_printf(&idx, "%s/" INDEX_NAME, d->path, (unsigned long long)k);
    struct shard *s = &d->shard[k];
    enum st st = shard_open(s, tar.data, idx.data, e);
    if (!st && (s->index.n_rows != d->manifest.shard[k].samples || s->index.shard != k ||
                strcmp(s->index.sha256, d->manifest.shard[k].sha256))) {
        st = err_set(e, ST_FORMAT, "'%s' is not the index that " DATASET_MANIFEST " speaks of",
                     idx.data);
        shard_release(s);
    }
    buf_release(&tar);
    buf_release(&idx);
    return st;
}

static size_t shard_of(const struct dataset *d, uint64_t i)
{
    size_t lo = 0, hi = d->n_shards; /* first[lo] <= i < first[hi] */
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        *(d->first[mid] <= i ? &lo : &hi) = mid;
    }
    return lo;
}

static enum st fill_record(const struct shard *s, const struct index_row *row, struct record *r,
                           struct err *e)
{
    *r = (struct record){.shard = s->name,
                         .key = row->key,
                         .split = row->split,
                         .width_px = row->width_px,
                         .height_px = row->height_px,
                         .n_members = row->n_members};
    for (size_t i = 0; i < row->n_members; i++) {
        const struct index_member *m = &row->member[i];
        r->member[i] = (struct record_member){m->ext, s->bytes + m->offset, m->size, m->offset};
        if (s->indexed && crc32_z(0, r->member[i].bytes, m->size) != m->crc) {
            return record_error(r, &r->member[i], e, ST_FORMAT, "damaged: CRC-32 is wrong");
        }
    }
    return ST_OK;
}

enum st dataset_get(struct dataset *d, uint64_t i, struct record *r, struct err *e)
{
    if (i >= dataset_count(d)) {
        return err_set(e, ST_RANGE, "sample %llu of %llu in '%s'", (unsigned long long)i,
                       (unsigned long long)dataset_count(d), d->path);
    }
    size_t k = shard_of(d, i);
    enum st st = ST_OK;
    pthread_mutex_lock(&d->lock);
    if (!d->ready[k]) {
        st = open_shard(d, k, e);
        d->ready[k] = !st;
    }
    pthread_mutex_unlock(&d->lock);
    return st ? st : fill_record(&d->shard[k], &d->shard[k].index.row[i - d->first[k]], r, e);
}
