// SPDX-License-Identifier: MIT
#include "data/shard_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/files.h"
#include "data/format.h"
#include "data/seal.h"
#include "data/tar.h"

enum { WRITE_SIZE = 1 << 20 };

static void add_zeros(struct buf *out, size_t n)
{
    memset(buf_grow(out, n), 0, n + 1);
    out->len += n;
}

enum st tar_append(struct buf *out, const char *name, const void *bytes, size_t len, struct err *e)
{
    enum st st = tar_header((uint8_t *)buf_grow(out, TAR_BLOCK), name, len, e);
    if (!st) {
        out->len += TAR_BLOCK;
        buf_add(out, bytes, len);
        add_zeros(out, tar_padded(len) - len);
    }
    return st;
}

void tar_append_end(struct buf *out)
{
    add_zeros(out, 2 * TAR_BLOCK);
}

enum st shard_writer_begin(struct shard_writer *w, const char *dir, const struct origin *o,
                           uint64_t shard, uint64_t count, struct err *e)
{
    struct buf tar = {0}, idx = {0};
    buf_printf(&tar, "%s/" SHARD_NAME, dir, (unsigned long long)shard);
    buf_printf(&idx, "%s/" INDEX_NAME, dir, (unsigned long long)shard);
    struct temp_file f;
    enum st st = temp_file_open(&f, tar.data, NULL, e);
    buf_release(&tar);
    if (st) {
        buf_release(&idx);
        return st;
    }
    free(w->index_path);
    tally_release(&w->tally);
    buf_clear(&w->out);
    buf_clear(&w->rows);
    *w = (struct shard_writer){.origin = o,
                               .shard = shard,
                               .first = shard * o->shard_samples,
                               .count = count,
                               .file = f,
                               .index_path = idx.data,
                               .out = w->out,
                               .rows = w->rows};
    sha256_init(&w->sha);
    return ST_OK;
}

static enum st flush(struct shard_writer *w, struct err *e)
{
    sha256_update(&w->sha, w->out.len, (const uint8_t *)w->out.data);
    enum st st = file_write_all(w->file.fd, w->out.data, w->out.len, w->file.temp, e);
    buf_clear(&w->out);
    return st;
}

/* Offset, size and CRC-32 of a member that was just appended. */
struct placed {
    const char *ext;
    uint64_t offset;
    size_t size;
    unsigned long crc;
};

static void add_row(struct shard_writer *w, const char *key, const struct record_facts *f,
                    const struct placed *m, size_t n)
{
    buf_addstr(&w->rows, w->done ? ",\n" : "\n");
    struct json j = json_to(&w->rows);
    const int64_t numbers[] = {f->split,       f->width_px, f->height_px,
                               f->n_graphemes, f->replans,  f->forced};
    json_begin_array(&j);
    json_str(&j, key);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        json_int(&j, numbers[i]);
    }
    if (f->source) {
        json_str(&j, f->source);
    } else {
        json_put_null(&j);
    }
    json_begin_array(&j);
    for (size_t i = 0; i < n; i++) {
        json_begin_array(&j);
        json_str(&j, m[i].ext);
        json_int(&j, (int64_t)m[i].offset);
        json_int(&j, (int64_t)m[i].size);
        json_int(&j, (int64_t)m[i].crc);
        json_end_array(&j);
    }
    json_end_array(&j);
    json_end_array(&j);
}

enum st shard_writer_add(struct shard_writer *w, const struct record_file *file, size_t n,
                         const struct record_facts *facts, struct err *e)
{
    if (w->done >= w->count || n < 1 || n > RECORD_MEMBERS) {
        BUG("sample %llu of a shard of %llu, %zu files", (unsigned long long)w->done,
            (unsigned long long)w->count, n);
    }
    char key[24], name[24 + EXTENSION_MAX + 2];
    struct placed m[RECORD_MEMBERS];
    snprintf(key, sizeof key, KEY_NAME, (unsigned long long)(w->first + w->done));
    for (size_t i = 0; i < n; i++) {
        if (strlen(file[i].ext) > EXTENSION_MAX) {
            return err_set(e, ST_RANGE, "extension '%.60s' is too long", file[i].ext);
        }
        snprintf(name, sizeof name, "%s.%s", key, file[i].ext);
        size_t before = w->out.len;
        enum st st = tar_append(&w->out, name, file[i].bytes, file[i].len, e);
        if (st) {
            return st;
        }
        m[i] = (struct placed){file[i].ext, w->bytes + TAR_BLOCK, file[i].len,
                               crc32_z(0, file[i].bytes, file[i].len)};
        w->bytes += w->out.len - before;
    }
    add_row(w, key, facts, m, n);
    tally_add(&w->tally, facts);
    w->done++;
    return w->out.len >= WRITE_SIZE ? flush(w, e) : ST_OK;
}

static enum st write_index(struct shard_writer *w, const char *sha256, struct err *e)
{
    static const char *const columns[] = {INDEX_COLUMNS};
    struct buf b = {0};
    struct json j = json_to(&b);
    json_begin_object(&j);
    json_key(&j, "format");
    json_str(&j, INDEX_FORMAT);
    json_key(&j, "version");
    json_int(&j, DATASET_VERSION);
    json_key(&j, "shard");
    json_int(&j, (int64_t)w->shard);
    json_key(&j, "first");
    json_int(&j, (int64_t)w->first);
    json_key(&j, "count");
    json_int(&j, (int64_t)w->count);
    json_key(&j, "bytes");
    json_int(&j, (int64_t)w->bytes);
    json_key(&j, "sha256");
    json_str(&j, sha256);
    origin_write(w->origin, &j);
    json_key(&j, "statistics");
    tally_write(&w->tally, &j);
    json_key(&j, "columns");
    json_begin_array(&j);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        json_str(&j, columns[i]);
    }
    json_end_array(&j);
    json_key(&j, "samples");
    json_begin_array(&j);
    json_raw(&j, w->rows.data, w->rows.len);
    json_end_array(&j);
    seal_end(&b);
    enum st st = temp_file_write(w->index_path, b.data, b.len, NULL, e);
    buf_release(&b);
    return st;
}

enum st shard_writer_end(struct shard_writer *w, struct err *e)
{
    if (w->done != w->count) {
        BUG("shard ended after %llu of %llu samples", (unsigned long long)w->done,
            (unsigned long long)w->count);
    }
    uint8_t digest[SHA256_DIGEST_SIZE];
    char hex[SHA256_HEX + 1];
    tar_append_end(&w->out);
    w->bytes += 2 * TAR_BLOCK;
    enum st st = flush(w, e);
    sha256_digest(&w->sha, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }
    if (st) {
        temp_file_drop(&w->file);
        return st;
    }
    /* an index of an older shard of this number must not stand beside the new one, should we die
     * here */
    (void)unlink(w->index_path);
    if ((st = temp_file_commit(&w->file, e))) {
        return st;
    }
    return write_index(w, hex, e);
}

void shard_writer_release(struct shard_writer *w)
{
    if (w) {
        if (w->index_path) { /* begun at least once */
            temp_file_drop(&w->file);
        }
        free(w->index_path);
        buf_release(&w->out);
        buf_release(&w->rows);
        tally_release(&w->tally);
        *w = (struct shard_writer){0};
    }
}
