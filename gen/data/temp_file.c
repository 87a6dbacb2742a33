// SPDX-License-Identifier: MIT
#include "data/temp_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "data/format.h"

static char *join(const char *a, const char *b)
{
    struct buf s = {0};
    buf_addstr(&s, a);
    buf_addstr(&s, b);
    return s.data;
}

/* False only if somebody else holds the lock. */
static bool lock(int fd)
{
    int rc;
    do {
        rc = flock(fd, LOCK_EX | LOCK_NB);
    } while (rc && errno == EINTR);
    return rc == 0 || errno != EWOULDBLOCK;
}

/* Between open and lock the former holder may have renamed or removed what we opened. */
static bool still_named(int fd, const char *path)
{
    struct stat a, b;
    return !fstat(fd, &a) && !stat(path, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

enum st temp_file_open(struct temp_file *t, const char *path, bool *busy, struct err *e)
{
    if (busy) {
        *busy = false;
    }
    *t = (struct temp_file){.fd = -1, .path = join(path, ""), .temp = join(path, TEMP_SUFFIX)};
    enum st st = ST_OK;
    do {
        if (t->fd >= 0) {
            close(t->fd);
        }
        t->fd = open(t->temp, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (t->fd < 0) {
            st = err_errno(e, "cannot create '%s'", t->temp);
        } else if (!lock(t->fd)) {
            st = err_set(e, ST_IO, "'%s' is being written by another process", t->temp);
            if (busy) {
                *busy = true;
            }
        }
    } while (!st && !still_named(t->fd, t->temp));
    if (!st && ftruncate(t->fd, 0)) {
        st = err_errno(e, "cannot write '%s'", t->temp);
    }
    if (st) {
        if (t->fd >= 0) {
            close(t->fd);
            t->fd = -1;
        }
        temp_file_drop(t);
    }
    return st;
}

static enum st sync_folder_of(const char *path, struct err *e)
{
    const char *slash = strrchr(path, '/');
    if (!slash) {
        return dir_sync(".", e);
    }
    char *dir = join(path, "");
    dir[slash == path ? 1 : slash - path] = 0;
    enum st st = dir_sync(dir, e);
    free(dir);
    return st;
}

enum st temp_file_commit(struct temp_file *t, struct err *e)
{
    enum st st = ST_OK;
    if (fsync(t->fd)) {
        st = err_errno(e, "cannot write '%s'", t->temp);
    } else if (rename(t->temp, t->path)) {
        st = err_errno(e, "cannot rename '%s' to '%s'", t->temp, t->path);
    }
    if (!st) {
        if (close(t->fd)) {
            st = err_errno(e, "cannot write '%s'", t->path);
        }
        t->fd = -1;
        (void)(st || (st = sync_folder_of(t->path, e)));
    }
    temp_file_drop(t);
    return st;
}

void temp_file_drop(struct temp_file *t)
{
    if (!t) {
        return;
    }
    if (t->fd >= 0) {
        unlink(t->temp); /* before the lock goes */
        close(t->fd);
    }
    free(t->path);
    free(t->temp);
    *t = (struct temp_file){.fd = -1};
}

enum st temp_file_write(const char *path, const void *bytes, size_t len, bool *busy, struct err *e)
{
    struct temp_file t;
    enum st st = temp_file_open(&t, path, busy, e);
    if (!st && (st = file_write_all(t.fd, bytes, len, t.temp, e))) {
        temp_file_drop(&t);
    }
    return st ? st : temp_file_commit(&t, e);
}

void temp_file_sweep(const char *temp)
{
    int fd = open(temp, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd >= 0) {
        if (lock(fd) && still_named(fd, temp)) {
            unlink(temp);
        }
        close(fd);
    }
}
