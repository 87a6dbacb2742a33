// SPDX-License-Identifier: MIT
/*
 * Hugging Face's ImageFolder: metadata.jsonl in SRC itself, or in its folders train, val (also
 * validation, valid, dev) and test, which become the splits. Each line is an object with
 * "file_name", relative to the metadata.jsonl's folder, and "text".
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "data/convert.h"

static const struct place {
    const char *folder;
    int split;
} places[] = {{".", -1},    {"train", 0}, {"val", 1}, {"validation", 1},
              {"valid", 1}, {"dev", 1},   {"test", 2}};
enum { N_PLACES = sizeof places / sizeof *places };

struct imagefolder {
    struct arena arena;
    struct list {
        const char *dir, *file;
        int split;
        struct buf text;
    } list[N_PLACES];
    size_t n_lists, current;
    size_t at;
    uint64_t line;
    struct buf image, path;
    json_t *root; /* of the line that is lent out */
};

static void imagefolder_free(void *state)
{
    struct imagefolder *f = state;
    if (f) {
        for (size_t i = 0; i < f->n_lists; i++) {
            buf_release(&f->list[i].text);
        }
        json_decref(f->root);
        buf_release(&f->image);
        buf_release(&f->path);
        arena_release(&f->arena);
        free(f);
    }
}

static bool next_line(struct imagefolder *f, const char **s, size_t *len)
{
    for (; f->current < f->n_lists; f->current++, f->at = 0, f->line = 0) {
        const struct buf *b = &f->list[f->current].text;
        while (f->at < b->len) {
            *s = b->data + f->at;
            const char *nl = memchr(*s, '\n', b->len - f->at);
            *len = nl ? (size_t)(nl - *s) : b->len - f->at;
            f->at += *len + (nl != NULL);
            f->line++;
            size_t blank = 0;
            while (blank < *len && strchr(" \t\r", (*s)[blank])) {
                blank++;
            }
            if (blank < *len) {
                return true;
            }
        }
    }
    return false;
}

static enum st imagefolder_begin(const char *from, void **state, uint64_t *count,
                                 char source_sha256[65], struct err *e)
{
    struct imagefolder *f = calloc(1, sizeof *f);
    if (!f) {
        BUG("out of memory");
    }
    *state = f;
    struct buf all = {0};
    enum st st = ST_OK;
    for (size_t i = 0; i < N_PLACES && !st; i++) {
        struct list *l = &f->list[f->n_lists];
        l->split = places[i].split;
        l->dir = arena_printf(&f->arena, "%s/%s", from, places[i].folder);
        l->file = arena_printf(&f->arena, "%s/metadata.jsonl", l->dir);
        if (file_exists(l->file)) {
            st = file_read(l->file, &l->text, e);
            f->n_lists++;
            buf_add(&all, l->text.data, l->text.len);
        }
    }
    bytes_sha256(all.data, all.len, source_sha256);
    buf_release(&all);
    if (!st && !f->n_lists) {
        st = err_set(e, ST_IO,
                     "'%s' has no metadata.jsonl, nor have its folders train, val and test", from);
    }
    const char *s;
    size_t len;
    for (*count = 0; !st && next_line(f, &s, &len);) {
        ++*count;
    }
    f->current = 0;
    return st;
}

static enum st imagefolder_next(void *state, struct import_item *it, struct err *e)
{
    struct imagefolder *f = state;
    const char *s;
    size_t len;
    if (!next_line(f, &s, &len)) {
        BUG("more lines asked for than counted");
    }
    const struct list *l = &f->list[f->current];
    json_error_t je;
    json_decref(f->root);
    f->root = json_loadb(s, len, 0, &je);
    const json_t *text = json_object_get(f->root, "text");
    const char *name = json_string_value(json_object_get(f->root, "file_name"));
    if (!f->root || !name || !json_is_string(text)) {
        return err_set(e, ST_FORMAT, "'%s' line %llu: no object with \"file_name\" and \"text\"",
                       l->file, (unsigned long long)f->line);
    }
    buf_clear(&f->path);
    buf_clear(&f->image);
    buf_printf(&f->path, "%s/%s", l->dir, name);
    enum st st = file_read(f->path.data, &f->image, e);
    if (st) {
        return err_wrap(e, st, "'%s' line %llu: ", l->file, (unsigned long long)f->line);
    }
    *it = (struct import_item){.image = f->image.data,
                               .image_len = f->image.len,
                               .text = json_string_value(text),
                               .text_len = json_string_length(text),
                               .name = name,
                               .split = l->split};
    return ST_OK;
}

const struct importer import_imagefolder = {
    "imagefolder",
    "Hugging Face: metadata.jsonl with file_name and text, in SRC or its split folders",
    imagefolder_begin, imagefolder_next, imagefolder_free};
