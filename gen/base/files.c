// SPDX-License-Identifier: MIT
#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <dirent.h>
#include <limits.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum st file_read(const char *path, struct buf *out, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return err_errno(e, "cannot open '%s'", path);
    }
    struct stat sb;
    if (!fstat(fd, &sb) && S_ISREG(sb.st_mode) && sb.st_size > 0) {
        buf_grow(out, (size_t)sb.st_size + 1);
    }
    for (;;) {
        char *p = buf_grow(out, 65536);
        ssize_t n = read(fd, p, 65536);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            err_errno(e, "cannot read '%s'", path);
            close(fd);
            return ST_IO;
        }
        if (n == 0) {
            break;
        }
        out->len += (size_t)n;
        out->data[out->len] = 0;
    }
    close(fd);
    return ST_OK;
}

enum st file_write_all(int fd, const void *bytes, size_t len, const char *name, struct err *e)
{
    const char *p = bytes;
    while (len) {
        ssize_t n = write(fd, p, len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return err_errno(e, "cannot write '%s'", name);
        }
        p += n;
        len -= (size_t)n;
    }
    return ST_OK;
}

static enum st sync_parent(const char *path, struct err *e)
{
    char dir[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (!slash) {
        return dir_sync(".", e);
    }
    snprintf(dir, sizeof dir, "%.*s", (int)(slash == path ? 1 : slash - path), path);
    return dir_sync(dir, e);
}

enum st file_write(const char *path, const void *bytes, size_t len, struct err *e)
{
    char tmp[PATH_MAX];
    if (snprintf(tmp, sizeof tmp, "%s.tmp-%ld", path, (long)getpid()) >= (int)sizeof tmp) {
        return err_set(e, ST_IO, "path too long: '%.200s...'", path);
    }
    int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        return err_errno(e, "cannot create '%s'", tmp);
    }
    enum st st = file_write_all(fd, bytes, len, tmp, e);
    if (!st && fsync(fd)) {
        st = err_errno(e, "cannot write '%s'", tmp);
    }
    if (close(fd) && !st) {
        st = err_errno(e, "cannot write '%s'", tmp);
    }
    if (!st && rename(tmp, path)) {
        st = err_errno(e, "cannot rename '%s' to '%s'", tmp, path);
    }
    if (st) {
        unlink(tmp);
        return st;
    }
    return sync_parent(path, e);
}

enum st dir_make(const char *path, struct err *e)
{
    char p[PATH_MAX];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof p) {
        return err_set(e, ST_IO, "folder name '%.200s' is empty or too long", path);
    }
    memcpy(p, path, n + 1);
    for (char *s = p + 1;; s++) {
        if (*s == '/' || *s == 0) {
            char c = *s;
            *s = 0;
            if (mkdir(p, 0777) && errno != EEXIST) {
                return err_errno(e, "cannot make folder '%s'", p);
            }
            *s = c;
            if (!c) {
                break;
            }
        }
    }
    if (!dir_exists(path)) {
        return err_set(e, ST_IO, "'%s' is not a folder", path);
    }
    return ST_OK;
}

enum st dir_sync(const char *path, struct err *e)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return err_errno(e, "cannot open folder '%s'", path);
    }
    /* some file systems have no fsync for folders (EINVAL): nothing more can be done there */
    enum st st = fsync(fd) && errno != EINVAL ? err_errno(e, "cannot sync folder '%s'", path) : ST_OK;
    close(fd);
    return st;
}

bool file_exists(const char *path)
{
    struct stat sb;
    return stat(path, &sb) == 0 && S_ISREG(sb.st_mode);
}

bool dir_exists(const char *path)
{
    struct stat sb;
    return stat(path, &sb) == 0 && S_ISDIR(sb.st_mode);
}

struct path_list {
    const char **v;
    size_t n, cap;
};

static void path_add(struct path_list *l, struct arena *a, const char *path)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 16;
        const char **v = arena_array(a, const char *, cap);
        if (l->n) {
            memcpy(v, l->v, l->n * sizeof *v);
        }
        l->v = v;
        l->cap = cap;
    }
    l->v[l->n++] = arena_dup(a, path, strlen(path));
}

static void walk(struct path_list *l, struct arena *a, const char *dir, int depth)
{
    DIR *d = depth < 32 ? opendir(dir) : NULL;
    if (!d) {
        return;
    }
    for (struct dirent *de; (de = readdir(d));) {
        if (de->d_name[0] == '.') {
            continue;
        }
        char p[PATH_MAX];
        if (snprintf(p, sizeof p, "%s/%s", dir, de->d_name) >= (int)sizeof p) {
            continue;
        }
        if (dir_exists(p)) {
            walk(l, a, p, depth + 1);
        } else if (file_exists(p)) {
            path_add(l, a, p);
        }
    }
    closedir(d);
}

static int by_bytes(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

enum st files_glob(const char *pattern, struct arena *a, const char ***paths, size_t *n,
                   struct err *e)
{
    struct path_list l = {0};
    glob_t g;
    if (dir_exists(pattern)) {
        walk(&l, a, pattern, 0);
    } else if (glob(pattern, GLOB_NOSORT, NULL, &g) == 0) {
        for (size_t i = 0; i < g.gl_pathc; i++) {
            if (file_exists(g.gl_pathv[i])) {
                path_add(&l, a, g.gl_pathv[i]);
            }
        }
        globfree(&g);
    }
    if (!l.n) {
        return err_set(e, ST_IO, "no file matches '%s'", pattern);
    }
    qsort(l.v, l.n, sizeof *l.v, by_bytes);
    *paths = l.v;
    *n = l.n;
    return ST_OK;
}

const char *share_path(struct arena *a, const char *name)
{
    const char *env = getenv("ERSATZ_SHARE");
    if (env && *env) {
        char *p = arena_printf(a, "%s/%s", env, name);
        return access(p, R_OK) ? NULL : p;
    }
    char exe[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n <= 0) {
        return NULL;
    }
    exe[n] = 0;
    /* the folder of the executable and those above it (tests run from build/MODE/tests) */
    for (int up = 0; up < 5; up++) {
        char *slash = strrchr(exe, '/');
        if (!slash) {
            break;
        }
        *slash = 0;
        char *p = arena_printf(a, "%s/%s", exe, name);
        if (access(arena_printf(a, "%s/fonts", exe), R_OK) == 0 && access(p, R_OK) == 0) {
            return p;
        }
        p = arena_printf(a, "%s/share/ersatz/%s", exe, name);
        if (access(p, R_OK) == 0) {
            return p;
        }
    }
    return NULL;
}

static void hex(const uint8_t digest[SHA256_DIGEST_SIZE], char out[65])
{
    for (int i = 0; i < SHA256_DIGEST_SIZE; i++) {
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
    }
}

void bytes_sha256(const void *bytes, size_t len, char out[65])
{
    struct sha256_ctx c;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&c);
    sha256_update(&c, len, bytes);
    sha256_digest(&c, sizeof digest, digest);
    hex(digest, out);
}

enum st file_sha256(const char *path, char out[65], struct err *e)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        return err_errno(e, "cannot open '%s'", path);
    }
    struct sha256_ctx c;
    sha256_init(&c);
    static _Thread_local uint8_t chunk[65536];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) {
        sha256_update(&c, n, chunk);
    }
    enum st st = ferror(f) ? err_errno(e, "cannot read '%s'", path) : ST_OK;
    fclose(f);
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&c, sizeof digest, digest);
    hex(digest, out);
    return st;
}
