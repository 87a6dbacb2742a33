// SPDX-License-Identifier: MIT
#include "cycles/scratch.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    remove(path);
    return 0; /* what cannot go does not keep the rest */
}

static void remove_tree(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int lock_in(const char *dir, int flags)
{
    struct buf name = {0};
    buf_printf(&name, "%s/lock", dir);
    int fd = open(name.data, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
    buf_release(&name);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB)) {
        close(fd);
        return -1;
    }
    return fd;
}

/* Folders of this user whose owner is dead. One without a lock file is just being made: it stays. */
static void sweep(const char *tmp, const char *prefix)
{
    DIR *d = opendir(tmp);
    for (struct dirent *f; d && (f = readdir(d));) {
        if (strncmp(f->d_name, prefix, strlen(prefix))) {
            continue;
        }
        struct buf path = {0};
        buf_printf(&path, "%s/%s", tmp, f->d_name);
        struct stat st;
        bool ours = !lstat(path.data, &st) && S_ISDIR(st.st_mode) && st.st_uid == getuid();
        int fd = ours ? lock_in(path.data, 0) : -1;
        if (fd >= 0) {
            remove_tree(path.data);
            close(fd);
        }
        buf_release(&path);
    }
    if (d) {
        closedir(d);
    }
}

enum st scratch_open(struct scratch *s, struct err *e)
{
    static atomic_uint count; /* a process may have several */
    const char *tmp = getenv("TMPDIR");
    tmp = tmp && *tmp ? tmp : "/tmp";
    char prefix[64];
    struct buf path = {0};
    snprintf(prefix, sizeof prefix, "ersatz-%u-", (unsigned)getuid());
    sweep(tmp, prefix);
    buf_printf(&path, "%s/%s%d-%u", tmp, prefix, (int)getpid(), atomic_fetch_add(&count, 1));
    *s = (struct scratch){.lock = -1};
    if (mkdir(path.data, 0700)) {
        enum st st = err_errno(e, "cannot make the scratch folder '%s' ($TMPDIR names another place)", path.data);
        buf_release(&path);
        return st;
    }
    s->lock = lock_in(path.data, O_CREAT);
    if (s->lock < 0) {
        enum st st = err_errno(e, "cannot lock the scratch folder '%s'", path.data);
        rmdir(path.data);
        buf_release(&path);
        return st;
    }
    s->path = path.data; /* taken */
    return ST_OK;
}

void scratch_close(struct scratch *s)
{
    if (s->path) {
        remove_tree(s->path);
        close(s->lock);
        free(s->path);
    }
    *s = (struct scratch){.lock = -1};
}
