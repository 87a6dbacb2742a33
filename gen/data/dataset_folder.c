// SPDX-License-Identifier: MIT
#include "data/dataset_folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "data/format.h"

static bool ends_with(const char *s, const char *tail)
{
    size_t n = strlen(s), k = strlen(tail);
    return n >= k && !strcmp(s + n - k, tail);
}

/* "shard-000012.tar": the number, if the name is exactly what the writer makes of it. */
static bool shard_number(const char *name, uint64_t *shard, enum entry_kind *kind)
{
    static const char head[] = "shard-";
    if (strncmp(name, head, sizeof head - 1)) {
        return false;
    }
    char *end, tar[40], idx[40];
    const char *digits = name + sizeof head - 1;
    if (*digits < '0' || *digits > '9') {
        return false;
    }
    unsigned long long k = strtoull(digits, &end, 10);
    snprintf(tar, sizeof tar, SHARD_NAME, k);
    snprintf(idx, sizeof idx, INDEX_NAME, k);
    *shard = k;
    *kind = strcmp(name, tar) ? ENTRY_INDEX : ENTRY_SHARD;
    return !strcmp(name, tar) || !strcmp(name, idx);
}

/* "sample-000000012.part" */
static bool part_number(const char *name, uint64_t *sample)
{
    static const char head[] = "sample-";
    char *end, part[48];
    const char *digits = name + sizeof head - 1;
    if (strncmp(name, head, sizeof head - 1) || *digits < '0' || *digits > '9') {
        return false;
    }
    unsigned long long k = strtoull(digits, &end, 10);
    snprintf(part, sizeof part, PART_NAME, k);
    *sample = k;
    return !strcmp(name, part);
}

static struct folder_entry classify(const char *name)
{
    struct folder_entry f = {.kind = ENTRY_OTHER, .shard = UINT64_MAX, .name = strdup(name)};
    if (!f.name) {
        BUG("out of memory");
    }
    bool temp = ends_with(name, TEMP_SUFFIX);
    f.name[strlen(name) - (temp ? strlen(TEMP_SUFFIX) : 0)] = 0;
    if (!strcmp(f.name, DATASET_MANIFEST)) {
        f.kind = ENTRY_MANIFEST;
    } else if (part_number(f.name, &f.shard)) {
        f.kind = ENTRY_PART;
    } else if (!shard_number(f.name, &f.shard, &f.kind)) {
        f.kind = ENTRY_OTHER;
    }
    if (temp) {
        f.name[strlen(f.name)] = TEMP_SUFFIX[0];
        f.kind = f.kind == ENTRY_OTHER ? ENTRY_OTHER : ENTRY_TEMP;
    }
    return f;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct folder_entry *)a)->name, ((const struct folder_entry *)b)->name);
}

enum st folder_read(struct folder *f, const char *dir, struct err *e)
{
    *f = (struct folder){0};
    DIR *d = opendir(dir);
    if (!d) {
        return err_errno(e, "cannot open folder '%s'", dir);
    }
    size_t cap = 0;
    for (struct dirent *de; (de = readdir(d));) {
        if (!strcmp(de->d_name, ".") || !strcmp(de->d_name, "..")) {
            continue;
        }
        if (f->n == cap) {
            cap = cap ? cap * 2 : 64;
            struct folder_entry *v = realloc(f->entry, cap * sizeof *v);
            if (!v) {
                BUG("out of memory");
            }
            f->entry = v;
        }
        f->entry[f->n++] = classify(de->d_name);
    }
    closedir(d);
    if (f->n) {
        qsort(f->entry, f->n, sizeof *f->entry, by_name);
    }
    return ST_OK;
}

void folder_release(struct folder *f)
{
    for (size_t i = 0; i < f->n; i++) {
        free(f->entry[i].name);
    }
    free(f->entry);
    *f = (struct folder){0};
}

enum st folder_remove(const char *dir, const char *name, struct err *e)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", dir, name);
    enum st st = ST_OK;
    if (unlink(path.data) && errno != ENOENT) {
        st = err_errno(e, "cannot remove '%s'", path.data);
    }
    buf_release(&path);
    return st;
}
