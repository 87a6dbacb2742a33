// SPDX-License-Identifier: MIT
#include "eval/product_set_parts.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "data/tally.h"

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

struct product_item *product_set_add(struct product_set *s)
{
    if (s->n == s->cap) {
        s->cap = s->cap ? 2 * s->cap : 256;
        s->item = must(realloc(s->item, size_mul(s->cap, sizeof *s->item)));
    }
    s->item[s->n] = (struct product_item){.split = -1, .at = s->n};
    return &s->item[s->n++];
}

const char *product_set_string(struct product_set *s, const char *text, size_t len)
{
    return text && len ? arena_dup(&s->arena, text, len) : NULL;
}

static bool holds(const char *dir, const char *name)
{
    struct buf p = {0};
    buf_printf(&p, "%s/%s", dir, name);
    bool there = file_exists(p.data);
    buf_release(&p);
    return there;
}

static bool holds_tar(const char *dir)
{
    DIR *d = opendir(dir);
    bool found = false;
    for (struct dirent *x; d && !found && (x = readdir(d));) {
        size_t n = strlen(x->d_name);
        found = n > 4 && !strcmp(x->d_name + n - 4, ".tar");
    }
    if (d) {
        closedir(d);
    }
    return found;
}

static enum st open_kind(struct product_set *s, const char *path, struct err *e)
{
    size_t n = strlen(path);
    bool folder = dir_exists(path), tar = !folder && n > 4 && !strcmp(path + n - 4, ".tar");
    const char *list = path;
    if (tar || (folder && (holds(path, "dataset.json") || holds_tar(path)))) {
        s->kind = "dataset";
        enum st st = dataset_open(path, &s->dataset, e);
        return st ? st : product_from_records(s, e);
    }
    const char *slash = folder ? NULL : strrchr(path, '/');
    size_t len = folder ? n : slash ? (size_t)(slash - path) : 0;
    while (len > 1 && path[len - 1] == '/') {
        len--;
    }
    s->dir = len ? arena_dup(&s->arena, path, len) : arena_dup(&s->arena, ".", 1);
    if (folder && holds(path, "crops.tsv")) {
        s->kind = "crops";
        return product_from_crops(s, arena_printf(&s->arena, "%s/crops.tsv", s->dir), e);
    }
    if (folder && !holds(path, "labels.tsv")) {
        s->kind = "folders";
        return product_from_folders(s, e);
    }
    s->kind = "labels";
    list = folder ? arena_printf(&s->arena, "%s/labels.tsv", s->dir) : path;
    return product_from_labels(s, list, e);
}

enum st product_set_open(const char *path, const char *split, struct product_set **out,
                         struct err *e)
{
    *out = NULL;
    int number = split ? dataset_split_number(split) : -1;
    if (split && number < 0) {
        return err_set(e, ST_USAGE, "unknown split '%s' (train, val or test)", split);
    }
    struct product_set *s = must(calloc(1, sizeof *s));
    enum st st = open_kind(s, path, e);
    s->chosen = must(malloc((s->n + 1) * sizeof *s->chosen));
    for (size_t i = 0; i < s->n; i++) {
        if (number < 0 || s->item[i].split < 0 || s->item[i].split == number) {
            s->chosen[s->n_chosen++] = i;
        }
    }
    if (!st && !s->n_chosen) {
        st = err_set(e, ST_IO, "'%s' has no picture of a product%s%s", path,
                     split ? " of split " : "", split ? split : "");
    }
    if (st) {
        product_set_close(s);
        return st;
    }
    *out = s;
    return ST_OK;
}

void product_set_close(struct product_set *s)
{
    if (s) {
        if (s->dataset) {
            dataset_close(s->dataset);
        }
        free(s->item);
        free(s->chosen);
        arena_release(&s->arena);
        free(s);
    }
}

size_t product_set_count(const struct product_set *s)
{
    return s->n_chosen;
}

const struct product_item *product_set_item(const struct product_set *s, size_t i)
{
    return &s->item[s->chosen[i]];
}

const struct product_item *product_set_all(const struct product_set *s, size_t *n)
{
    *n = s->n;
    return s->item;
}

const char *product_set_kind(const struct product_set *s)
{
    return s->kind;
}

enum st product_set_picture(struct product_set *s, size_t i, struct buf *out, struct err *e)
{
    const struct product_item *it = product_set_item(s, i);
    if (s->dataset) {
        struct record r;
        enum st st = dataset_get(s->dataset, it->at, &r, e);
        const struct record_member *m = st ? NULL : record_image(&r);
        if (m) {
            buf_add(out, m->bytes, m->size);
        }
        return st;
    }
    struct buf path = {0};
    buf_printf(&path, *it->key == '/' ? "%.0s%s" : "%s/%s", s->dir, it->key);
    enum st st = file_read(path.data, out, e);
    buf_release(&path);
    return st;
}
