// SPDX-License-Identifier: MIT
#include "eval/product_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "data/out_folder.h"
#include "data/tally.h"

struct product_folder {
    struct out_folder out;
    FILE *list;
    struct buf picture, path, name;
};

static void release(struct product_folder *f)
{
    buf_release(&f->picture);
    buf_release(&f->path);
    buf_release(&f->name);
    free(f);
}

enum st product_folder_begin(const char *out_dir, bool force, struct product_folder **out,
                             struct err *e)
{
    struct product_folder *f = calloc(1, sizeof *f);
    if (!f) {
        BUG("out of memory");
    }
    *out = NULL;
    enum st st = out_folder_begin(&f->out, out_dir, "crops.tsv", force, e);
    if (st) {
        release(f);
        return st;
    }
    st = out_list(f->out.temp, "crops.tsv", &f->list, e);
    if (!st &&
        fputs("file\tclass\tsku\tbrand\tcategory\tvisible_fraction\tnoise\tfrom\n", f->list) < 0) {
        st = err_errno(e, "cannot write 'crops.tsv'");
    }
    if (st) {
        product_folder_drop(f);
        return st;
    }
    *out = f;
    return ST_OK;
}

void product_folder_drop(struct product_folder *f)
{
    if (f) {
        (void)out_list_close(&f->list, "crops.tsv", NULL);
        out_folder_drop(&f->out);
        release(f);
    }
}

/* A class as the name of a folder. */
static void add_safe(struct buf *b, const char *name)
{
    for (const char *p = name; *p; p++) {
        buf_addc(b, *p == '/' || (p == name && *p == '.') || (unsigned char)*p < 0x20 ? '_' : *p);
    }
}

static void put_cell(FILE *f, const char *s, char end)
{
    for (s = s ? s : ""; *s; s++) {
        fputc((unsigned char)*s < 0x20 ? ' ' : *s, f);
    }
    fputc(end, f);
}

enum st product_folder_add(struct product_folder *f, struct product_set *s, size_t i,
                           const char *class_name, const char *noise, struct err *e)
{
    const struct product_item *it = product_set_item(s, i);
    class_name = class_name ? class_name : it->class_name;
    buf_clear(&f->picture);
    buf_clear(&f->name);
    buf_clear(&f->path);
    enum st st = product_set_picture(s, i, &f->picture, e);
    if (st) {
        return st;
    }
    if (it->split >= 0) {
        buf_printf(&f->name, "%s/", dataset_split[it->split]);
    }
    add_safe(&f->name, class_name);
    buf_printf(&f->path, "%s/%s", f->out.temp, f->name.data);
    bool png = f->picture.len > 4 && !memcmp(f->picture.data, "\x89PNG", 4);
    buf_printf(&f->name, "/%09zu.%s", it->at, png ? "png" : "jpg");
    (void)((st = dir_make(f->path.data, e)) ||
           (st = out_file(f->out.temp, f->name.data, f->picture.data, f->picture.len, e)));
    if (st) {
        return st;
    }
    put_cell(f->list, f->name.data, '\t');
    put_cell(f->list, class_name, '\t');
    put_cell(f->list, it->truth ? it->truth : it->class_name, '\t');
    put_cell(f->list, it->brand, '\t');
    put_cell(f->list, it->category, '\t');
    if (it->visible >= 0) {
        fprintf(f->list, "%.4f", it->visible);
    }
    fputc('\t', f->list);
    put_cell(f->list, noise ? noise : it->noise, '\t');
    put_cell(f->list, it->key, '\n');
    return ferror(f->list) ? err_errno(e, "cannot write 'crops.tsv'") : ST_OK;
}

enum st product_folder_file(struct product_folder *f, const char *name, const void *bytes,
                            size_t len, struct err *e)
{
    return out_file(f->out.temp, name, bytes, len, e);
}

enum st product_folder_commit(struct product_folder *f, struct err *e)
{
    enum st st = out_list_close(&f->list, "crops.tsv", e);
    if (st) {
        out_folder_drop(&f->out);
    } else {
        st = out_folder_commit(&f->out, e);
    }
    release(f);
    return st;
}
