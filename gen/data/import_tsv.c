// SPDX-License-Identifier: MIT
/*
 * A list of "file TAB text" lines: labels.tsv of our own export, PaddleOCR's rec_gt_train.txt, or
 * any like it. SRC is the list, or a folder with a labels.tsv; file names are relative to the
 * list's folder. CRLF and a byte order mark are tolerated, empty lines skipped; the text is all
 * after the first tab.
 */
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "data/convert.h"

struct tsv {
    struct buf list, image, name, path;
    char *file;     /* path of the list */
    size_t dir_len; /* of `file` up to and with the last slash */
    size_t at;
    uint64_t line;
};

static void tsv_free(void *state)
{
    struct tsv *t = state;
    if (t) {
        buf_release(&t->list);
        buf_release(&t->image);
        buf_release(&t->name);
        buf_release(&t->path);
        free(t->file);
        free(t);
    }
}

/* The next line that is not empty; false at the end. */
static bool next_line(struct tsv *t, const char **s, size_t *len)
{
    while (t->at < t->list.len) {
        *s = t->list.data + t->at;
        const char *nl = memchr(*s, '\n', t->list.len - t->at);
        *len = nl ? (size_t)(nl - *s) : t->list.len - t->at;
        t->at += *len + (nl != NULL);
        t->line++;
        if (*len && (*s)[*len - 1] == '\r') {
            --*len;
        }
        if (*len) {
            return true;
        }
    }
    return false;
}

static void rewind_list(struct tsv *t)
{
    t->at = t->list.len >= 3 && !memcmp(t->list.data, "\xef\xbb\xbf", 3) ? 3 : 0;
    t->line = 0;
}

static enum st tsv_begin(const char *from, void **state, uint64_t *count, char source_sha256[65],
                         struct err *e)
{
    struct tsv *t = calloc(1, sizeof *t);
    if (!t) {
        BUG("out of memory");
    }
    *state = t;
    struct buf file = {0};
    buf_printf(&file, dir_exists(from) ? "%s/labels.tsv" : "%s", from);
    t->file = file.data;
    const char *slash = strrchr(t->file, '/');
    t->dir_len = slash ? (size_t)(slash + 1 - t->file) : 0;
    enum st st = file_read(t->file, &t->list, e);
    if (st) {
        return st;
    }
    bytes_sha256(t->list.data, t->list.len, source_sha256);
    const char *s;
    size_t len;
    for (rewind_list(t), *count = 0; next_line(t, &s, &len);) {
        ++*count;
        if (!memchr(s, '\t', len)) {
            return err_set(e, ST_FORMAT, "'%s' line %llu: no tab between file and text", t->file,
                           (unsigned long long)t->line);
        }
    }
    rewind_list(t);
    return ST_OK;
}

static enum st tsv_next(void *state, struct import_item *it, struct err *e)
{
    struct tsv *t = state;
    const char *s;
    size_t len;
    if (!next_line(t, &s, &len)) {
        BUG("more lines asked for than counted");
    }
    const char *tab = memchr(s, '\t', len);
    buf_clear(&t->path);
    buf_clear(&t->name);
    buf_clear(&t->image);
    buf_add(&t->name, s, (size_t)(tab - s));
    if (*s != '/') {
        buf_add(&t->path, t->file, t->dir_len);
    }
    buf_addstr(&t->path, t->name.data);
    enum st st = file_read(t->path.data, &t->image, e);
    if (st) {
        return err_wrap(e, st, "'%s' line %llu: ", t->file, (unsigned long long)t->line);
    }
    *it = (struct import_item){.image = t->image.data,
                               .image_len = t->image.len,
                               .text = tab + 1,
                               .text_len = len - (size_t)(tab + 1 - s),
                               .name = t->name.data,
                               .split = -1};
    return ST_OK;
}

const struct importer import_tsv = {"tsv",
                                    "list of \"file TAB text\" lines, or a folder with labels.tsv",
                                    tsv_begin, tsv_next, tsv_free};
