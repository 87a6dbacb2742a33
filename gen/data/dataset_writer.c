// SPDX-License-Identifier: MIT
#include "data/dataset_writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "data/dataset_folder.h"
#include "data/format.h"
#include "data/manifest.h"
#include "data/sample_part.h"
#include "data/shard_index.h"

enum { STREAM_WRITE_SIZE = 1 << 18 };
#define COUNT_MAX UINT64_C(1000000000000000)

struct dataset_writer {
    struct dataset_options o;
    struct origin origin;
    bool stream;
    uint64_t n_shards, from, to; /* shards of the whole; this part makes [from, to) */
    bool *kept;                  /* by shard - from */
    uint64_t *parts;             /* likewise: samples of its beginning that lie as parts */
    uint64_t kept_samples;
    uint64_t next;       /* shard that dataset_writer_next() looks at first */
    uint64_t due, until; /* samples of the run that was handed out */
    bool open;           /* `shard` is begun */
    struct shard_writer shard;
    struct buf out; /* stream only */
    struct tally tally;
};

static uint64_t shard_size(const struct dataset_writer *w, uint64_t k)
{
    return manifest_shard_size(w->o.count, w->o.shard_samples, k);
}

static char *path_of(const struct dataset_writer *w, const char *name)
{
    struct buf b = {0};
    buf_printf(&b, "%s/%s", w->o.dir, name);
    return b.data;
}

static bool ours(const struct dataset_writer *w, const struct folder_entry *f)
{
    uint64_t shard = f->kind == ENTRY_PART ? f->shard / w->o.shard_samples : f->shard;
    return f->kind != ENTRY_OTHER && shard >= w->from &&
           (shard < w->to || (w->o.parts == 1 && f->kind != ENTRY_MANIFEST));
}

/* --- what is there already ------------------------------------------------------------------- */

/* A process of another part may work in the same folder: only what collides with our part is in the
 * way. */
static enum st refuse_full_folder(const struct dataset_writer *w, const struct folder *f,
                                  struct err *e)
{
    for (size_t i = 0; i < f->n; i++) {
        if (w->o.parts == 1 || ours(w, &f->entry[i])) {
            return err_set(
                e, ST_IO,
                "folder '%s' is not empty: it holds '%s' (--resume goes on with what is there, "
                "--force removes an older dataset)",
                w->o.dir, f->entry[i].name);
        }
    }
    return ST_OK;
}

/* All shards must have our origin, also those of other parts. An unreadable index is no shard's. */
static enum st refuse_foreign(struct dataset_writer *w, const struct folder *f, struct err *e)
{
    enum st st = ST_OK;
    for (size_t i = 0; i < f->n && !st; i++) {
        const struct folder_entry *en = &f->entry[i];
        char *path = path_of(w, en->name);
        struct manifest m = {0};
        struct shard_index x = {0};
        if (en->kind == ENTRY_MANIFEST && !manifest_load(&m, path, NULL)) {
            st = origin_same(&w->origin, &m.origin, path, e);
        } else if (en->kind == ENTRY_INDEX && !shard_index_load(&x, path, NULL)) {
            st = origin_same(&w->origin, &x.origin, path, e);
        }
        if (!st && en->shard != UINT64_MAX && en->shard >= w->n_shards && en->kind != ENTRY_TEMP &&
            en->kind != ENTRY_PART) {
            st = err_set(
                e, ST_FORMAT,
                "'%s' lies beyond the %llu samples of this dataset (--force removes an older one)",
                path, (unsigned long long)w->o.count);
        }
        manifest_release(&m);
        shard_index_release(&x);
        free(path);
    }
    return st;
}

/* Whole: index and shard agree with each other and with what this dataset needs. */
static bool shard_is_whole(const struct dataset_writer *w, uint64_t k)
{
    char name[40], hex[SHA256_HEX + 1];
    snprintf(name, sizeof name, INDEX_NAME, (unsigned long long)k);
    char *idx = path_of(w, name);
    snprintf(name, sizeof name, SHARD_NAME, (unsigned long long)k);
    char *tar = path_of(w, name);
    struct shard_index x;
    bool whole = !shard_index_load(&x, idx, NULL) && x.shard == k && x.n_rows == shard_size(w, k) &&
                 !file_sha256(tar, hex, NULL) && !strcmp(hex, x.sha256);
    shard_index_release(&x);
    free(idx);
    free(tar);
    return whole;
}

/* Samples from the beginning of shard k on that lie as whole parts. */
static enum st count_parts(struct dataset_writer *w, uint64_t k, struct err *e)
{
    uint64_t first = k * w->o.shard_samples, *n = &w->parts[k - w->from];
    enum st st = ST_OK;
    bool there = true;
    while (!st && there && *n + 1 < shard_size(w, k)) { /* the last one is made again: the shard ends with it */
        struct arena a = {0};
        struct sample_part p;
        st = sample_part_read(w->o.dir, first + *n, &w->origin, &a, &p, &there, e);
        *n += !st && there;
        arena_release(&a);
    }
    return st;
}

/* The manifest says "whole"; it goes before the first change, and comes back at the end. */
static enum st clear_folder(struct dataset_writer *w, const struct folder *f, struct err *e)
{
    enum st st = ST_OK;
    bool all = w->kept_samples == dataset_writer_total(w);
    for (size_t i = 0; i < f->n && !st; i++) {
        const struct folder_entry *en = &f->entry[i];
        bool in_whole_shard = en->kind == ENTRY_PART && w->o.resume && ours(w, en) &&
                              en->shard / w->o.shard_samples < w->to && w->kept[en->shard / w->o.shard_samples - w->from];
        if (in_whole_shard) {
            st = folder_remove(w->o.dir, en->name, e);
        } else if (en->kind == ENTRY_TEMP) {
            char *path = path_of(w, en->name);
            temp_file_sweep(path);
            free(path);
        } else if (en->kind == ENTRY_MANIFEST ? !all : w->o.force && !w->o.resume && ours(w, en)) {
            st = folder_remove(w->o.dir, en->name, e);
        }
    }
    return st;
}

static enum st look_into_folder(struct dataset_writer *w, struct err *e)
{
    struct folder f = {0};
    enum st st = dir_make(w->o.dir, e);
    (void)(st || (st = folder_read(&f, w->o.dir, e)));
    if (!st && w->o.resume) {
        st = refuse_foreign(w, &f, e);
        for (uint64_t k = w->from; k < w->to && !st; k++) {
            w->kept[k - w->from] = shard_is_whole(w, k);
            st = w->kept[k - w->from] ? ST_OK : count_parts(w, k, e);
            w->kept_samples += w->kept[k - w->from] ? shard_size(w, k) : w->parts[k - w->from];
        }
    } else if (!st && !w->o.force) {
        st = refuse_full_folder(w, &f, e);
    }
    (void)(st || (st = clear_folder(w, &f, e)));
    folder_release(&f);
    return st;
}

/* --- open, next, add ------------------------------------------------------------------------- */

static enum st check_options(const struct dataset_options *o, struct err *e)
{
    if (o->parts > 1 && o->part >= o->parts) {
        return err_set(e, ST_USAGE, "part %llu of %llu does not exist (they count from 0)",
                       (unsigned long long)o->part, (unsigned long long)o->parts);
    }
    if (o->parts > 1000000 || (o->parts <= 1 && o->part)) {
        return err_set(e, ST_USAGE, "part %llu of %llu is not possible",
                       (unsigned long long)o->part, (unsigned long long)o->parts);
    }
    if (o->count > COUNT_MAX || !o->shard_samples || o->shard_samples > COUNT_MAX) {
        return err_set(e, ST_RANGE, "%llu samples in shards of %llu are not possible",
                       (unsigned long long)o->count, (unsigned long long)o->shard_samples);
    }
    return ST_OK;
}

/* k * part / parts without overflow: n_shards <= 10^15, parts <= 10^6. */
static uint64_t share(uint64_t n, uint64_t part, uint64_t parts)
{
    return n / parts * part + n % parts * part / parts;
}

enum st dataset_writer_open(struct dataset_writer **out, const struct dataset_options *o,
                            struct err *e)
{
    *out = NULL;
    enum st st = check_options(o, e);
    if (st) {
        return st;
    }
    struct dataset_writer *w = calloc(1, sizeof *w);
    if (!w) {
        BUG("out of memory");
    }
    w->o = *o;
    w->o.parts = o->parts ? o->parts : 1;
    w->stream = !strcmp(o->dir, "-");
    w->n_shards = manifest_shards(o->count, o->shard_samples);
    w->from = share(w->n_shards, w->o.part, w->o.parts);
    w->to = share(w->n_shards, w->o.part + 1, w->o.parts);
    w->next = w->from;
    w->kept = calloc(w->to - w->from + 1, sizeof *w->kept);
    w->parts = calloc(w->to - w->from + 1, sizeof *w->parts);
    if (!w->kept || !w->parts) {
        BUG("out of memory");
    }
    w->origin = (struct origin){.seed = o->seed, .shard_samples = o->shard_samples};
    snprintf(w->origin.recipe_sha256, sizeof w->origin.recipe_sha256, "%s", o->recipe_sha256);
    origin_fonts(o->font, o->n_fonts, w->origin.fonts_sha256);
    origin_versions(w->origin.versions);
    if (o->programs && *o->programs) {
        size_t len = strlen(w->origin.versions);
        snprintf(w->origin.versions + len, sizeof w->origin.versions - len, ", %s", o->programs);
    }
    if (!w->stream && (st = look_into_folder(w, e))) {
        dataset_writer_free(w);
        return st;
    }
    *out = w;
    return ST_OK;
}

uint64_t dataset_writer_kept(const struct dataset_writer *w)
{
    return w->kept_samples;
}

uint64_t dataset_writer_total(const struct dataset_writer *w)
{
    uint64_t end = w->to * w->o.shard_samples;
    end = end < w->o.count ? end : w->o.count;
    uint64_t begin = w->from * w->o.shard_samples;
    return begin < end ? end - begin : 0;
}

bool dataset_writer_next(struct dataset_writer *w, uint64_t *first, uint64_t *count)
{
    while (w->next < w->to && w->kept[w->next - w->from]) {
        w->next++;
    }
    uint64_t begin = w->next, had = w->next < w->to ? w->parts[w->next - w->from] : 0;
    *first = w->next * w->o.shard_samples + had;
    *count = 0;
    for (; w->next < w->to && !w->kept[w->next - w->from] && (w->next == begin || !w->parts[w->next - w->from]); w->next++) {
        *count += shard_size(w, w->next);
    }
    *count -= had;
    w->due = *first;
    w->until = *first + *count;
    return *count > 0;
}

static enum st flush_stream(struct dataset_writer *w, struct err *e)
{
    struct err mine = {0};
    errno = 0;
    enum st st = file_write_all(w->o.stream_fd, w->out.data, w->out.len, "standard output", &mine);
    buf_clear(&w->out);
    if (st && errno == EPIPE) {
        return ST_STOPPED;
    }
    return st ? err_set(e, st, "%s", mine.msg) : ST_OK;
}

static enum st add_to_stream(struct dataset_writer *w, uint64_t index,
                             const struct record_file *file, size_t n, struct err *e)
{
    enum st st = ST_OK;
    for (size_t i = 0; i < n && !st; i++) {
        char name[24 + EXTENSION_MAX + 2];
        snprintf(name, sizeof name, KEY_NAME ".%s", (unsigned long long)index, file[i].ext);
        st = tar_append(&w->out, name, file[i].bytes, file[i].len, e);
    }
    return !st && w->out.len >= STREAM_WRITE_SIZE ? flush_stream(w, e) : st;
}

/* Shard k, with what lies as parts already in it. */
static enum st begin_shard(struct dataset_writer *w, uint64_t k, struct err *e)
{
    enum st st = shard_writer_begin(&w->shard, w->o.dir, &w->origin, k, shard_size(w, k), e);
    w->open = !st;
    for (uint64_t i = 0; i < w->parts[k - w->from] && !st; i++) {
        struct arena a = {0};
        struct sample_part p;
        bool there;
        uint64_t index = k * w->o.shard_samples + i;
        st = sample_part_read(w->o.dir, index, &w->origin, &a, &p, &there, e);
        if (!st && !there) {
            st = err_set(e, ST_IO, "'%s/" PART_NAME "' went away", w->o.dir, (unsigned long long)index);
        }
        st = st ? st : shard_writer_add(&w->shard, p.file, p.n_files, &p.facts, e);
        arena_release(&a);
    }
    return st;
}

static void remove_parts(const struct dataset_writer *w, uint64_t k)
{
    for (uint64_t i = 0; i < shard_size(w, k); i++) {
        sample_part_remove(w->o.dir, k * w->o.shard_samples + i);
    }
}

enum st dataset_writer_add(struct dataset_writer *w, uint64_t index, const struct record_file *file,
                           size_t n, const struct record_facts *facts, struct err *e)
{
    if (index != w->due || index >= w->until) {
        BUG("sample %llu handed over where %llu is due", (unsigned long long)index,
            (unsigned long long)w->due);
    }
    w->due++;
    if (w->stream) {
        return add_to_stream(w, index, file, n, e);
    }
    enum st st = ST_OK;
    uint64_t k = index / w->o.shard_samples;
    if (!w->open) {
        st = begin_shard(w, k, e);
    }
    (void)(st || (st = shard_writer_add(&w->shard, file, n, facts, e)));
    if (!st && w->shard.done == w->shard.count) {
        st = shard_writer_end(&w->shard, e);
        w->open = false;
        if (!st && (w->o.parts_on_disk || w->parts[k - w->from])) {
            remove_parts(w, k);
        }
    } else if (!st && w->o.parts_on_disk) {
        st = sample_part_write(w->o.dir, index, &w->origin, file, n, facts, e);
    }
    return st;
}

/* --- the end --------------------------------------------------------------------------------- */

/* From the index of shard k into the manifest. *there is false if the shard is missing or being
 * made. */
static enum st take_shard(struct dataset_writer *w, struct manifest *m, uint64_t k, bool *there,
                          struct err *e)
{
    char name[40];
    snprintf(name, sizeof name, INDEX_NAME, (unsigned long long)k);
    char *idx = path_of(w, name);
    snprintf(name, sizeof name, SHARD_NAME, (unsigned long long)k);
    char *tar = path_of(w, name);
    struct shard_index x = {0};
    struct manifest_shard *s = &m->shard[k];
    enum st st = ST_OK;
    *there = file_exists(idx) && file_exists(tar);
    if (*there && !(st = shard_index_load(&x, idx, e)) &&
        !(st = origin_same(&w->origin, &x.origin, idx, e))) {
        *there = x.shard == k && x.n_rows == shard_size(w, k);
        s->samples = x.n_rows;
        s->bytes = x.bytes;
        memcpy(s->sha256, x.sha256, sizeof s->sha256);
        st = file_sha256(idx, s->index_sha256, e);
        tally_merge(&m->tally, &x.tally);
    }
    shard_index_release(&x);
    free(idx);
    free(tar);
    return st;
}

static enum st write_manifest(struct dataset_writer *w, struct manifest *m, struct err *e)
{
    struct buf b = {0};
    struct err mine = {0};
    bool busy = false;
    char *path = path_of(w, DATASET_MANIFEST);
    manifest_write(m, &b);
    enum st st = temp_file_write(path, b.data, b.len, &busy, &mine);
    free(path);
    buf_release(&b);
    /* busy: another part ended at the same moment and writes the very same bytes */
    return st && !busy ? err_set(e, st, "%s", mine.msg) : ST_OK;
}

static enum st finish_folder(struct dataset_writer *w, struct buf *note, struct err *e)
{
    struct manifest m = {.origin = w->origin,
                         .count = w->o.count,
                         .recipe = w->o.recipe,
                         .n_fonts = w->o.n_fonts,
                         .n_shards = w->n_shards};
    m.shard = arena_zarray(&m.arena, struct manifest_shard, w->n_shards + 1);
    m.font = arena_zarray(&m.arena, struct dataset_font, w->o.n_fonts + 1);
    for (size_t i = 0; i < w->o.n_fonts; i++) {
        m.font[i] = w->o.font[i];
    }
    enum st st = ST_OK;
    uint64_t missing = 0;
    for (uint64_t k = 0; k < w->n_shards && !st; k++) {
        bool there;
        st = take_shard(w, &m, k, &there, e);
        missing += !st && !there;
    }
    if (!st && missing) {
        buf_printf(
            note,
            "%llu of %llu shards are not in '%s' yet: when all parts are made, copy them into one "
            "folder and run this again there with --resume to write " DATASET_MANIFEST,
            (unsigned long long)missing, (unsigned long long)w->n_shards, w->o.dir);
    } else if (!st) {
        st = write_manifest(w, &m, e);
        tally_release(&w->tally);
        w->tally = m.tally;
        m.tally = (struct tally){0};
    }
    manifest_release(&m);
    return st;
}

enum st dataset_writer_finish(struct dataset_writer *w, struct buf *note, struct err *e)
{
    if (w->stream) {
        tar_append_end(&w->out);
        return flush_stream(w, e);
    }
    return finish_folder(w, note, e);
}

const struct tally *dataset_writer_tally(const struct dataset_writer *w)
{
    return &w->tally;
}

void dataset_writer_free(struct dataset_writer *w)
{
    if (w) {
        shard_writer_release(&w->shard);
        tally_release(&w->tally);
        buf_release(&w->out);
        free(w->kept);
        free(w->parts);
        free(w);
    }
}
