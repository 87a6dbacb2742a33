// SPDX-License-Identifier: MIT
#include "cycles/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"

enum { NAME_LEN = 160, KEY_LEN = 128, PNG_LEVEL = 1, FOLDER_TRIES = 16 };
#define WORK_PREFIX "work-"
#define LOCK_NAME "lock"

struct store_file {
    char name[NAME_LEN];
    uint64_t frame; /* that wanted it last */
};

static int remove_one(const char *path, const struct stat *sb, int type, struct FTW *ftw)
{
    (void)sb, (void)type, (void)ftw;
    remove(path);
    return 0;
}

static void remove_tree(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Folders whose maker has died. */
static void sweep(const char *cache)
{
    DIR *d = opendir(cache);
    for (struct dirent *de; d && (de = readdir(d));) {
        char path[PATH_MAX], lock[PATH_MAX];
        if (strncmp(de->d_name, WORK_PREFIX, strlen(WORK_PREFIX)) ||
            snprintf(path, sizeof path, "%s/%s", cache, de->d_name) >= (int)sizeof path ||
            snprintf(lock, sizeof lock, "%s/" LOCK_NAME, path) >= (int)sizeof lock) {
            continue;
        }
        int fd = open(lock, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
        if (fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB)) {
            remove_tree(path);
        }
        if (fd >= 0) {
            close(fd);
        }
    }
    if (d) {
        closedir(d);
    }
}

/* Another worker's sweep may take a new folder away before it is locked: then again. Where a file system has no locks,
 * it is as if nobody swept. */
static enum st make_work(struct store *s, struct err *e)
{
    for (int i = 0; i < FOLDER_TRIES; i++) {
        char path[PATH_MAX], lock[PATH_MAX + sizeof "/" LOCK_NAME];
        if (snprintf(path, sizeof path, "%s/" WORK_PREFIX "XXXXXX", s->cache) >=
            (int)sizeof path - 8) {
            return err_set(e, ST_IO, "path too long: '%.200s...'", s->cache);
        }
        if (!mkdtemp(path)) {
            return err_errno(e, "cannot make a folder in '%s'", s->cache);
        }
        snprintf(lock, sizeof lock, "%s/" LOCK_NAME, path);
        int fd = open(lock, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        bool busy = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
        if (fd >= 0 && !busy && access(lock, F_OK) == 0) {
            s->work = strdup(path);
            s->lock_fd = fd;
            return s->work ? ST_OK : err_set(e, ST_NOMEM, "out of memory");
        }
        if (fd < 0 && errno != ENOENT) {
            return err_errno(e, "cannot create '%s'", lock);
        }
        if (fd >= 0) {
            close(fd);
        }
    }
    return err_set(e, ST_IO, "cannot keep a folder in '%s'", s->cache);
}

enum st store_open(struct store *s, const char *cache, struct err *e)
{
    *s = (struct store){.lock_fd = -1};
    enum st st = dir_make(cache, e);
    if (!st && !(s->cache = realpath(cache, NULL))) {
        st = err_errno(e, "cannot find '%s'", cache);
    }
    if (!st) {
        sweep(s->cache);
        st = make_work(s, e);
    }
    if (st) {
        store_close(s);
    }
    return st;
}

void store_close(struct store *s)
{
    if (!s) {
        return;
    }
    if (s->work) {
        remove_tree(s->work);
    }
    if (s->lock_fd >= 0) {
        close(s->lock_fd);
    }
    free(s->cache);
    free(s->work);
    free(s->own);
    free(s->seen);
    buf_release(&s->bytes);
    buf_release(&s->path);
    *s = (struct store){.lock_fd = -1};
}

void store_begin(struct store *s)
{
    s->frame++;
}

/* FNV-1a: names are SHA-256 already, this only makes 64 bits of them. 0 means an empty place. */
static uint64_t hash(const char *name)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (; *name; name++) {
        h = (h ^ (uint8_t)*name) * 0x100000001b3u;
    }
    return h ? h : 1;
}

static bool insert(uint64_t *table, size_t cap, uint64_t h)
{
    size_t i = h & (cap - 1);
    while (table[i] && table[i] != h) {
        i = (i + 1) & (cap - 1);
    }
    bool was = table[i] == h;
    table[i] = h;
    return was;
}

/* Whether a name was here before; from now on it was. */
static bool note(struct store *s, const char *name)
{
    if (2 * (s->n_seen + 1) > s->cap_seen) {
        size_t cap = s->cap_seen ? 2 * s->cap_seen : 1024;
        uint64_t *grown = calloc(cap, sizeof *grown);
        if (!grown) {
            BUG("out of memory");
        }
        for (size_t i = 0; i < s->cap_seen; i++) {
            if (s->seen[i]) {
                insert(grown, cap, s->seen[i]);
            }
        }
        free(s->seen);
        s->seen = grown;
        s->cap_seen = cap;
    }
    bool was = insert(s->seen, s->cap_seen, hash(name));
    s->n_seen += !was;
    return was;
}

static const char *in(struct store *s, const char *folder, const char *name)
{
    buf_clear(&s->path);
    buf_printf(&s->path, "%s/%s", folder, name);
    return s->path.data;
}

static struct store_file *own(struct store *s, const char *name)
{
    for (size_t i = 0; i < s->n_own; i++) {
        if (!strcmp(s->own[i].name, name)) {
            return &s->own[i];
        }
    }
    return NULL;
}

static void add_own(struct store *s, const char *name)
{
    if (s->n_own == s->cap_own) {
        s->cap_own = s->cap_own ? 2 * s->cap_own : 64;
        s->own = realloc(s->own, s->cap_own * sizeof *s->own);
        if (!s->own) {
            BUG("out of memory");
        }
    }
    struct store_file *f = &s->own[s->n_own++];
    *f = (struct store_file){.frame = s->frame};
    snprintf(f->name, sizeof f->name, "%s", name);
}

/* From the own folder to the cache, safe against a power cut: an empty file under a key would spoil every later frame. */
static enum st promote(struct store *s, const char *name, struct err *e)
{
    char *from = strdup(in(s, s->work, name));
    const char *to = in(s, s->cache, name);
    int fd = from ? open(from, O_RDONLY | O_CLOEXEC) : -1;
    enum st st = ST_OK;
    if (fd < 0 || fsync(fd) || rename(from, to)) {
        st = err_errno(e, "cannot move '%s' to '%s'", name, s->cache);
    }
    if (fd >= 0) {
        close(fd);
    }
    free(from);
    return st;
}

static enum st write_own(struct store *s, const char *name, const void *bytes, size_t len,
                         struct err *e)
{
    const char *path = in(s, s->work, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        return err_errno(e, "cannot create '%s'", path);
    }
    enum st st = file_write_all(fd, bytes, len, path, e);
    if (close(fd) && !st) {
        st = err_errno(e, "cannot write '%s'", path);
    }
    if (st) {
        unlink(path);
    }
    return st;
}

/* Whether a file need not be made; one that an earlier frame made moves up. */
static bool have(struct store *s, const char *name, enum st *st, struct err *e)
{
    if (file_exists(in(s, s->cache, name))) {
        return true;
    }
    struct store_file *f = own(s, name);
    if (f && f->frame != s->frame) {
        *st = promote(s, name, e);
        *f = s->own[--s->n_own];
    }
    return f;
}

/* Bytes that are new to this folder; the second time they are new, they are worth keeping. */
static enum st add(struct store *s, const char *name, const struct buf *b, struct err *e)
{
    bool again = note(s, name);
    enum st st = write_own(s, name, b->data, b->len, e);
    if (!st && again) {
        st = promote(s, name, e);
    } else if (!st) {
        add_own(s, name);
    }
    return st;
}

/* Keys become names of files: letters, digits, '-', '_'. */
static enum st name_of(const char *key, const char *ending, char out[NAME_LEN], struct err *e)
{
    size_t n = strspn(key, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_");
    if (!n || key[n] || n > KEY_LEN) {
        return err_set(e, ST_RANGE, "key '%.80s' is no name for a file", key);
    }
    snprintf(out, NAME_LEN, "%s.%s", key, ending);
    return ST_OK;
}

enum st store_mesh(struct store *s, const struct mesh *m, struct err *e)
{
    char name[NAME_LEN];
    enum st st = name_of(m->key, "mesh", name, e);
    if (!st && !have(s, name, &st, e)) {
        buf_clear(&s->bytes);
        mesh_write(m, &s->bytes);
        st = add(s, name, &s->bytes, e);
    }
    return st;
}

enum st store_texture(struct store *s, const struct texture *t, struct err *e)
{
    char name[NAME_LEN];
    enum st st = name_of(t->key, "png", name, e);
    if (!st && !have(s, name, &st, e)) {
        buf_clear(&s->bytes);
        st = encode_png(t->im, PNG_LEVEL, &s->bytes, e);
        st = st ? st : add(s, name, &s->bytes, e);
    }
    return st;
}

void store_settle(struct store *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->n_own; i++) {
        if (s->own[i].frame == s->frame) {
            s->own[kept++] = s->own[i];
        } else {
            unlink(in(s, s->work, s->own[i].name));
        }
    }
    s->n_own = kept;
}

void store_keep_all(struct store *s)
{
    for (size_t i = 0; i < s->n_own; i++) {
        promote(s, s->own[i].name, NULL);
    }
    s->n_own = 0;
}

enum st store_put(struct store *s, const char *name, const void *bytes, size_t len, struct err *e)
{
    enum st st = write_own(s, name, bytes, len, e);
    return st ? st : promote(s, name, e);
}
