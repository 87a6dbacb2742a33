// SPDX-License-Identifier: MIT
#include "data/shard_reader.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "data/format.h"
#include "data/tar.h"

size_t shard_split_name(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    const char *dot = strchr(base, '.');
    return dot && dot > base && dot[1] ? (size_t)(dot - name) : 0;
}

/* Rows double in size as they come; old ones stay in the arena. */
static struct index_row *new_row(struct shard_index *x, size_t *cap)
{
    if (x->n_rows == *cap) {
        *cap = *cap ? *cap * 2 : 64;
        struct index_row *v = arena_zarray(&x->arena, struct index_row, *cap);
        if (x->n_rows) {
            memcpy(v, x->row, x->n_rows * sizeof *v);
        }
        x->row = v;
    }
    struct index_row *r = &x->row[x->n_rows++];
    r->split = -1;
    r->member = arena_zarray(&x->arena, struct index_member, RECORD_MEMBERS);
    return r;
}

static enum st walk(struct shard *s, struct err *e)
{
    struct tar_cursor c = {.bytes = s->bytes, .len = s->len};
    struct tar_member m;
    struct index_row *row = NULL;
    size_t cap = 0;
    bool more;
    enum st st;
    while (!(st = tar_next(&c, &m, &more, e)) && more) {
        size_t key = shard_split_name(m.name);
        if (!m.regular || !key) {
            continue; /* folders, README, ... */
        }
        m.name[key] = 0;
        if (!row || strcmp(row->key, m.name)) {
            row = new_row(&s->index, &cap);
            row->key = arena_dup(&s->index.arena, m.name, key);
        }
        const char *ext = m.name + key + 1;
        if (row->n_members == RECORD_MEMBERS) {
            return err_set(e, ST_FORMAT, "'%s' offset %llu: sample '%s' has over %d files", s->name,
                           (unsigned long long)m.header, row->key, RECORD_MEMBERS);
        }
        row->member[row->n_members++] =
            (struct index_member){.ext = arena_dup(&s->index.arena, ext, strlen(ext)),
                                  .offset = m.offset,
                                  .size = m.size};
    }
    return st ? err_wrap(e, st, "'%s' ", s->name) : ST_OK;
}

static enum st load_index(struct shard *s, const char *idx, size_t idx_len, struct err *e)
{
    struct shard_index x;
    struct buf name = {0};
    buf_addstr(&name, s->name);
    /* messages name the index by its own name: the shard's with another ending */
    if (name.len > 4 && !strcmp(name.data + name.len - 4, ".tar")) {
        memcpy(name.data + name.len - 3, "idx", 3);
    }
    enum st st = shard_index_parse(&x, name.data, idx, idx_len, e);
    if (!st && x.bytes != s->len) {
        st = err_set(e, ST_FORMAT, "'%s' has %llu bytes, but its index speaks of %llu", s->name,
                     (unsigned long long)s->len, (unsigned long long)x.bytes);
        shard_index_release(&x);
    }
    buf_release(&name);
    if (!st) {
        const char *keep = arena_dup(&x.arena, s->name, strlen(s->name));
        shard_index_release(&s->index);
        s->index = x;
        s->name = keep;
        s->indexed = true;
    }
    return st;
}

enum st shard_from_memory(struct shard *s, const char *name, const uint8_t *tar, uint64_t tar_len,
                          const char *idx, size_t idx_len, struct err *e)
{
    *s = (struct shard){.bytes = tar, .len = tar_len};
    s->name = arena_dup(&s->index.arena, name, strlen(name));
    enum st st = idx ? load_index(s, idx, idx_len, e) : walk(s, e);
    if (st) {
        shard_release(s);
    }
    return st;
}

static enum st map(const char *path, const uint8_t **bytes, uint64_t *len, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return err_errno(e, "cannot open '%s'", path);
    }
    struct stat sb;
    enum st st = ST_OK;
    void *p = NULL;
    if (fstat(fd, &sb)) {
        st = err_errno(e, "cannot read '%s'", path);
    } else if (!S_ISREG(sb.st_mode)) {
        st = err_set(e, ST_IO, "'%s' is not a file", path);
    } else if (sb.st_size == 0) {
        st = err_set(e, ST_FORMAT, "'%s' is empty", path);
    } else {
        p = mmap(NULL, (size_t)sb.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        st = p == MAP_FAILED ? err_errno(e, "cannot map '%s'", path) : ST_OK;
    }
    close(fd);
    *bytes = p;
    *len = st ? 0 : (uint64_t)sb.st_size;
    return st;
}

enum st shard_open(struct shard *s, const char *tar_path, const char *idx_path, struct err *e)
{
    const uint8_t *bytes = NULL;
    uint64_t len = 0;
    struct buf idx = {0};
    *s = (struct shard){0};
    enum st st = map(tar_path, &bytes, &len, e);
    if (st) {
        return st;
    }
    if (idx_path) {
        st = file_read(idx_path, &idx, e);
    }
    (void)(st || (st = shard_from_memory(s, tar_path, bytes, len, idx_path ? idx.data : NULL,
                                         idx.len, e)));
    if (st) {
        munmap((void *)(uintptr_t)bytes, len);
    }
    s->mapped = !st;
    buf_release(&idx);
    return st;
}

void shard_release(struct shard *s)
{
    if (s) {
        if (s->mapped) {
            munmap((void *)(uintptr_t)s->bytes, s->len);
        }
        shard_index_release(&s->index);
        *s = (struct shard){0};
    }
}
