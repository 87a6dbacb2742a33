// SPDX-License-Identifier: MIT
/*
 * labels.tsv, one line a sample: "images/000000042.jpg TAB transcript". Tabs and line breaks of a
 * transcript become spaces.
 */
#include <stdlib.h>

#include "base/files.h"
#include "data/convert.h"
#include "data/out_folder.h"

struct tsv {
    char *images;
    FILE *list;
};

static void tsv_free(void *state)
{
    struct tsv *t = state;
    if (t) {
        (void)out_list_close(&t->list, "labels.tsv", NULL);
        free(t->images);
        free(t);
    }
}

static enum st tsv_begin(const char *dir, const struct convert_options *o, void **state, struct err *e)
{
    (void)o;
    struct tsv *t = calloc(1, sizeof *t);
    if (!t) {
        BUG("out of memory");
    }
    *state = t;
    struct buf b = {0};
    buf_printf(&b, "%s/images", dir);
    t->images = b.data;
    enum st st = dir_make(t->images, e);
    return st ? st : out_list(dir, "labels.tsv", &t->list, e);
}

static enum st tsv_add(void *state, const struct export_item *it, struct err *e)
{
    struct tsv *t = state;
    struct buf name = {0};
    buf_printf(&name, "%s.%s", it->name, it->image->ext);
    enum st st = out_file(t->images, name.data, it->image->bytes, it->image->size, e);
    if (!st && fprintf(t->list, "images/%s\t%s\n", name.data, it->line) < 0) {
        st = err_errno(e, "cannot write 'labels.tsv'");
    }
    buf_release(&name);
    return st;
}

static enum st tsv_end(void *state, struct err *e)
{
    return out_list_close(&((struct tsv *)state)->list, "labels.tsv", e);
}

const struct exporter export_tsv = {
    .name = "tsv",
    .help = "images/ and labels.tsv: file TAB text",
    .takes = TAKES_TEXT,
    .marker = "labels.tsv",
    .one_line = true,
    .begin = tsv_begin,
    .add = tsv_add,
    .end = tsv_end,
    .free = tsv_free,
};
