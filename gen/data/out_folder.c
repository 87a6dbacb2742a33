// SPDX-License-Identifier: MIT
#include "data/out_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/files.h"
#include "data/dataset_folder.h"

static char *with_tail(const char *path, const char *tail)
{
    struct buf b = {0};
    buf_addstr(&b, path);
    while (b.len > 1 && b.data[b.len - 1] == '/') {
        b.data[--b.len] = 0;
    }
    buf_addstr(&b, tail);
    return b.data;
}

static int remove_one(const char *path, const struct stat *sb, int type, struct FTW *at)
{
    (void)sb;
    (void)type;
    return at->level && remove(path) ? -1 : 0;
}

/* Everything below `dir`; links are removed, not followed. */
static enum st empty_folder(const char *dir, struct err *e)
{
    return nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS)
               ? err_errno(e, "cannot empty folder '%s'", dir)
               : ST_OK;
}

/* Is there a file path/marker, `marker` with wildcards? */
static bool holds(const char *path, const char *marker)
{
    struct buf pattern = {0};
    for (const char *p = path; *p; p++) {
        if (strchr("*?[]\\", *p)) {
            buf_addc(&pattern, '\\');
        }
        buf_addc(&pattern, *p);
    }
    buf_printf(&pattern, "/%s", marker);
    glob_t g;
    bool found = glob(pattern.data, GLOB_NOSORT, NULL, &g) == 0;
    if (found) {
        globfree(&g);
    }
    buf_release(&pattern);
    return found;
}

/* May `path` be replaced? It may if it is not there or empty. */
static enum st check_old(const char *path, const char *marker, bool force, struct err *e)
{
    struct stat sb;
    if (lstat(path, &sb)) {
        return errno == ENOENT ? ST_OK : err_errno(e, "cannot look at '%s'", path);
    }
    if (!S_ISDIR(sb.st_mode)) {
        return err_set(e, ST_IO, "'%s' exists and is not a folder", path);
    }
    struct folder f;
    enum st st = folder_read(&f, path, e);
    if (!st && f.n && !force) {
        st = err_set(e, ST_IO, "folder '%s' exists (--force replaces it)", path);
    } else if (!st && f.n && !holds(path, marker)) {
        st = err_set(e, ST_IO, "folder '%s' holds no '%s', so it is not replaced", path, marker);
    }
    folder_release(&f);
    return st;
}

static enum st parent_make(const char *path, struct err *e)
{
    char *dir = with_tail(path, "");
    char *slash = strrchr(dir, '/');
    enum st st = ST_OK;
    if (slash && slash > dir) {
        *slash = 0;
        st = dir_make(dir, e);
    }
    free(dir);
    return st;
}

enum st out_folder_begin(struct out_folder *f, const char *out, const char *marker, bool force,
                         struct err *e)
{
    *f = (struct out_folder){
        .path = with_tail(out, ""), .temp = with_tail(out, ".tmp"), .lock_fd = -1};
    enum st st;
    (void)((st = check_old(f->path, marker, force, e)) || (st = parent_make(f->path, e)) ||
           (st = dir_make(f->temp, e)));
    if (!st) {
        f->lock_fd = open(f->temp, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (f->lock_fd < 0) {
            st = err_errno(e, "cannot open folder '%s'", f->temp);
        } else if (flock(f->lock_fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
            st = err_set(e, ST_IO, "'%s' is being written by another process", f->temp);
        } else {
            st = empty_folder(f->temp, e); /* left by a kill */
        }
    }
    if (st) {
        if (f->lock_fd >= 0) {
            close(f->lock_fd);
        }
        free(f->path);
        free(f->temp);
        *f = (struct out_folder){.lock_fd = -1};
    }
    return st;
}

enum st out_folder_commit(struct out_folder *f, struct err *e)
{
    char *old = with_tail(f->path, ".tmp-old");
    enum st st = ST_OK;
    if (syncfs(f->lock_fd)) {
        st = err_errno(e, "cannot write '%s'", f->temp);
    }
    /* a killed run may have left one; rename() below replaces an empty folder */
    if (!st && dir_exists(old)) {
        st = empty_folder(old, e);
    }
    bool replaced = !st && dir_exists(f->path);
    if (replaced && rename(f->path, old)) {
        st = err_errno(e, "cannot rename '%s' to '%s'", f->path, old);
    }
    if (!st && rename(f->temp, f->path)) {
        st = err_errno(e, "cannot rename '%s' to '%s'", f->temp, f->path);
        replaced = replaced && rename(old, f->path) != 0; /* put back */
    }
    if (!st) {
        free(f->temp);
        f->temp = NULL;
    }
    if (!st && replaced) {
        st = empty_folder(old, e);
        (void)rmdir(old);
    }
    free(old);
    out_folder_drop(f);
    return st;
}

void out_folder_drop(struct out_folder *f)
{
    if (!f || !f->path) {
        return;
    }
    if (f->temp) {
        (void)empty_folder(f->temp, NULL);
        (void)rmdir(f->temp);
    }
    close(f->lock_fd);
    free(f->path);
    free(f->temp);
    *f = (struct out_folder){.lock_fd = -1};
}

static enum st create(const char *dir, const char *name, int *fd, struct err *e)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", dir, name);
    *fd = open(path.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    enum st st = ST_OK;
    if (*fd < 0 && errno == EEXIST) {
        st = err_set(e, ST_FORMAT, "two samples would be named '%s'", name);
    } else if (*fd < 0) {
        st = err_errno(e, "cannot create '%s'", path.data);
    }
    buf_release(&path);
    return st;
}

enum st out_file(const char *dir, const char *name, const void *bytes, size_t len, struct err *e)
{
    int fd;
    enum st st = create(dir, name, &fd, e);
    if (!st) {
        st = file_write_all(fd, bytes, len, name, e);
        if (close(fd) && !st) {
            st = err_errno(e, "cannot write '%s'", name);
        }
    }
    return st;
}

enum st out_list(const char *dir, const char *name, FILE **f, struct err *e)
{
    int fd;
    enum st st = create(dir, name, &fd, e);
    if (!st && !(*f = fdopen(fd, "w"))) {
        st = err_errno(e, "cannot create '%s'", name);
        close(fd);
    }
    return st;
}

enum st out_list_close(FILE **f, const char *name, struct err *e)
{
    enum st st = ST_OK;
    if (*f) {
        bool bad = ferror(*f);
        if (fclose(*f) || bad) {
            st = err_errno(e, "cannot write '%s'", name);
        }
        *f = NULL;
    }
    return st;
}
