// SPDX-License-Identifier: MIT
/*
 * A shard is looked at in an order that names the smallest damaged thing: the SHA-256 of the whole
 * file tells that a byte changed; walking headers and CRC-32 of members tells which sample it
 * belongs to; a change that no sample owns lies in padding or in the archive's end, and is told as
 * such.
 */
#include "data/dataset_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/files.h"
#include "base/image.h"
#include "data/dataset_folder.h"
#include "data/dataset_reader.h"
#include "data/format.h"
#include "data/shard_reader.h"
#include "data/tar.h"

struct checker {
    const char *path;
    const struct check_options *o;
    struct check_result r;
    uint64_t total;
    struct arena arena; /* of one sample */
};

static void __attribute__((format(printf, 2, 3))) problem(struct checker *c, const char *fmt, ...)
{
    char line[1200];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    c->r.problems++;
    c->o->problem(c->o->ctx, line);
}

/* --- one sample ------------------------------------------------------------------------------ */

static void check_picture(struct checker *c, const struct record *r)
{
    const struct record_member *m = record_image(r);
    struct image im = {0};
    struct err e = {0};
    if (!m) {
        problem(c, "'%s' sample '%s': no picture (.jpg, .jpeg or .png)", r->shard, r->key);
        return;
    }
    if (c->o->skip_pictures) {
        return;
    }
    if (image_decode(m->bytes, m->size, 0, &im, &e)) {
        struct err place = {0};
        record_error(r, m, &place, ST_CHECK, "picture: %s", e.msg);
        problem(c, "%s", place.msg);
    } else if (r->width_px && (im.width_px != r->width_px || im.height_px != r->height_px)) {
        problem(c, "'%s' sample '%s': picture is %dx%d, its index says %dx%d", r->shard, r->key,
                im.width_px, im.height_px, r->width_px, r->height_px);
    }
    image_release(&im);
}

static void check_label(struct checker *c, const struct record *r)
{
    struct record_label l;
    struct err e = {0};
    if (record_label(r, &c->arena, &l, &e)) {
        problem(c, "%s", e.msg);
    } else if (r->split >= 0 && l.split >= 0 && l.split != r->split) {
        problem(c, "'%s' sample '%s': label and index name different splits", r->shard, r->key);
    }
    arena_reset(&c->arena);
}

static void check_sample(struct checker *c, const struct shard *s, const struct index_row *row)
{
    struct record r = {.shard = s->name,
                       .key = row->key,
                       .split = row->split,
                       .width_px = row->width_px,
                       .height_px = row->height_px,
                       .n_members = row->n_members};
    bool whole = true;
    for (size_t i = 0; i < row->n_members; i++) {
        const struct index_member *m = &row->member[i];
        r.member[i] = (struct record_member){m->ext, s->bytes + m->offset, m->size, m->offset};
        if (s->indexed && crc32_z(0, r.member[i].bytes, m->size) != m->crc) {
            problem(c, "'%s' sample '%s' (%s, offset %llu): damaged: CRC-32 is wrong", s->name,
                    row->key, m->ext, (unsigned long long)m->offset);
            whole = false;
        }
    }
    if (whole) {
        check_picture(c, &r);
        check_label(c, &r);
    }
    c->r.samples++;
    if (c->o->progress) {
        c->o->progress(c->o->ctx, c->r.samples, c->total);
    }
}

/* --- one shard ------------------------------------------------------------------------------- */

/* Headers against the index, member by member. */
static void check_headers(struct checker *c, const struct shard *s)
{
    struct tar_cursor at = {.bytes = s->bytes, .len = s->len};
    struct tar_member m;
    struct err e = {0};
    bool more = false;
    for (size_t i = 0; i < s->index.n_rows; i++) {
        const struct index_row *row = &s->index.row[i];
        for (size_t k = 0; k < row->n_members; k++) {
            char want[TAR_PATH_MAX];
            if (tar_next(&at, &m, &more, &e)) {
                problem(c, "'%s' sample '%s': %s", s->name, row->key, e.msg);
                return;
            }
            snprintf(want, sizeof want, "%s.%s", row->key, row->member[k].ext);
            if (!more || !m.regular || strcmp(m.name, want) || m.offset != row->member[k].offset ||
                m.size != row->member[k].size) {
                problem(c, "'%s' offset %llu: '%s' is not the member '%s' of the index", s->name,
                        (unsigned long long)(more ? m.header : at.at), more ? m.name : "(end)",
                        want);
                return;
            }
        }
    }
    if (tar_next(&at, &m, &more, &e)) {
        problem(c, "'%s' %s", s->name, e.msg);
    } else if (more) {
        problem(c, "'%s' offset %llu: '%s' is not in the index", s->name,
                (unsigned long long)m.header, m.name);
    }
}

static void check_keys(struct checker *c, const struct shard *s)
{
    for (size_t i = 0; i < s->index.n_rows; i++) {
        char want[24];
        snprintf(want, sizeof want, KEY_NAME, (unsigned long long)(s->index.first + i));
        if (strcmp(s->index.row[i].key, want)) {
            problem(c, "'%s' sample '%s' stands where '%s' belongs", s->name, s->index.row[i].key,
                    want);
            return;
        }
    }
}

static void check_samples(struct checker *c, const struct shard *s)
{
    for (size_t i = 0; i < s->index.n_rows; i++) {
        check_sample(c, s, &s->index.row[i]);
    }
    c->r.shards++;
    c->r.bytes += s->len;
}

/* The tar without its index: what can be said of the samples is said. */
static void check_plain(struct checker *c, const char *tar)
{
    struct shard s;
    struct err e = {0};
    if (shard_open(&s, tar, NULL, &e)) {
        problem(c, "%s", e.msg);
        return;
    }
    if (!s.index.n_rows) {
        problem(c, "'%s' holds no sample", tar);
    }
    check_samples(c, &s);
    shard_release(&s);
}

static void check_shard(struct checker *c, const struct manifest *m, size_t k)
{
    struct buf tar = {0}, idx = {0};
    struct shard s;
    struct err e = {0};
    char hex[SHA256_HEX + 1];
    buf_printf(&tar, "%s/" SHARD_NAME, c->path, (unsigned long long)k);
    buf_printf(&idx, "%s/" INDEX_NAME, c->path, (unsigned long long)k);
    if (shard_open(&s, tar.data, idx.data, &e)) {
        problem(c, "%s", e.msg);
        if (e.code == ST_FORMAT && file_exists(tar.data)) {
            check_plain(c, tar.data);
        }
    } else {
        uint64_t before = c->r.problems;
        if (file_sha256(idx.data, hex, NULL) || strcmp(hex, m->shard[k].index_sha256)) {
            problem(c, "'%s' is not the index that " DATASET_MANIFEST " speaks of", idx.data);
        }
        if (origin_same(&m->origin, &s.index.origin, idx.data, &e)) {
            problem(c, "%s", e.msg);
        }
        if (s.index.shard != k || s.index.n_rows != m->shard[k].samples) {
            problem(c, "'%s' is the index of another shard", idx.data);
        } else {
            check_keys(c, &s);
        }
        check_headers(c, &s);
        check_samples(c, &s);
        bytes_sha256(s.bytes, s.len, hex);
        if (strcmp(hex, s.index.sha256) || strcmp(hex, m->shard[k].sha256)) {
            problem(c, "'%s' does not match its SHA-256%s", tar.data,
                    c->r.problems == before ? " (a change in padding: no sample is damaged)" : "");
        }
        shard_release(&s);
    }
    buf_release(&tar);
    buf_release(&idx);
}

/* --- the folder ------------------------------------------------------------------------------ */

static void check_strays(struct checker *c, const struct manifest *m)
{
    struct folder f;
    if (!folder_read(&f, c->path, NULL)) {
        for (size_t i = 0; i < f.n; i++) {
            const struct folder_entry *en = &f.entry[i];
            if ((en->kind == ENTRY_SHARD || en->kind == ENTRY_INDEX) && en->shard >= m->n_shards) {
                problem(c, "'%s/%s' is not named by " DATASET_MANIFEST, c->path, en->name);
            }
        }
    }
    folder_release(&f);
}

/* The manifest's sums are those of the indexes. */
static void check_tally(struct checker *c, const struct manifest *m)
{
    struct tally sum = {0};
    for (size_t k = 0; k < m->n_shards; k++) {
        struct buf idx = {0};
        struct shard_index x;
        buf_printf(&idx, "%s/" INDEX_NAME, c->path, (unsigned long long)k);
        if (!shard_index_load(&x, idx.data, NULL)) {
            tally_merge(&sum, &x.tally);
        }
        shard_index_release(&x);
        buf_release(&idx);
    }
    struct buf a = {0}, b = {0};
    struct json ja = json_to(&a), jb = json_to(&b);
    tally_write(&sum, &ja);
    tally_write(&m->tally, &jb);
    if (strcmp(a.data, b.data)) {
        problem(c, "'%s/" DATASET_MANIFEST "': statistics are not the sum of the indexes", c->path);
    }
    buf_release(&a);
    buf_release(&b);
    tally_release(&sum);
}

static void check_ours(struct checker *c, const char *manifest)
{
    struct manifest m;
    struct err e = {0};
    if (manifest_load(&m, manifest, &e)) {
        problem(c, "%s", e.msg);
        return;
    }
    char hex[SHA256_HEX + 1];
    bytes_sha256(m.recipe, strlen(m.recipe), hex);
    if (m.recipe[0] && strcmp(hex, m.origin.recipe_sha256)) {
        problem(c, "'%s': the recipe's text does not have the recipe's hash", manifest);
    }
    c->total = m.count;
    for (size_t k = 0; k < m.n_shards; k++) {
        check_shard(c, &m, k);
    }
    check_tally(c, &m);
    check_strays(c, &m);
    manifest_release(&m);
}

static enum st check_folder(struct checker *c, struct err *e)
{
    struct folder f;
    size_t n = 0;
    enum st st = folder_read(&f, c->path, e);
    for (size_t i = 0; i < f.n && !st; i++) {
        const char *name = f.entry[i].name;
        size_t len = strlen(name);
        if (f.entry[i].kind == ENTRY_INDEX && !n++) {
            problem(c, "dataset '%s' is not finished: it has no " DATASET_MANIFEST, c->path);
        } else if (len > 4 && !strcmp(name + len - 4, ".tar")) {
            struct buf path = {0};
            buf_printf(&path, "%s/%s", c->path, name);
            check_plain(c, path.data);
            buf_release(&path);
            n++;
        }
    }
    if (!st && !n) {
        st = err_set(e, ST_IO, "folder '%s' holds neither " DATASET_MANIFEST " nor tar files",
                     c->path);
    }
    folder_release(&f);
    return st;
}

/* "DIR/dataset.json" means DIR. */
static void strip_manifest(struct buf *path)
{
    static const char tail[] = "/" DATASET_MANIFEST;
    size_t n = sizeof tail - 1;
    if (path->len > n && !strcmp(path->data + path->len - n, tail)) {
        path->len -= n;
        path->data[path->len] = 0;
    } else if (!strcmp(path->data, DATASET_MANIFEST)) {
        buf_clear(path);
        buf_addc(path, '.');
    }
}

enum st dataset_check(const char *path, const struct check_options *o, struct check_result *result,
                      struct err *e)
{
    struct buf dir = {0}, manifest = {0};
    enum st st = ST_OK;
    buf_addstr(&dir, path);
    strip_manifest(&dir);
    struct checker c = {.path = dir.data, .o = o};
    buf_printf(&manifest, "%s/%s", dir.data, DATASET_MANIFEST);
    if (file_exists(manifest.data)) {
        check_ours(&c, manifest.data);
    } else if (dir_exists(dir.data)) {
        st = check_folder(&c, e);
    } else if (file_exists(path)) {
        check_plain(&c, path);
    } else {
        st = err_set(e, ST_IO, "'%s' does not exist", path);
    }
    buf_release(&manifest);
    buf_release(&dir);
    arena_release(&c.arena);
    *result = c.r;
    if (!st && c.r.problems) {
        st = err_set(e, ST_CHECK, "%llu problem%s in '%s'", (unsigned long long)c.r.problems,
                     c.r.problems == 1 ? "" : "s", path);
    }
    return st;
}
