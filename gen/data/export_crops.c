// SPDX-License-Identifier: MIT
/*
 * Crops: a picture an item, SPLIT/CLASS/KEY-INSTANCE.jpg, cut from the decoded picture around what is seen of it, with a margin:
 * a dataset for embeddings that every ImageFolder reader takes (torchvision, Hugging Face). crops.tsv says of each file what it shows.
 * JPEG of quality 95 from JPEG, else PNG.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/image.h"
#include "data/class_list.h"
#include "data/out_folder.h"
#include "data/tally.h"

enum { CROP_QUALITY = 95, PNG_LEVEL = 6 };

struct crops {
    struct class_list classes;
    char *dir;
    bool *made; /* by split and class: is its folder there? */
    double margin;
    FILE *list;
    struct encoder encoder;
    struct buf folder, path, coded;
};

static void crops_free(void *state)
{
    struct crops *c = state;
    if (c) {
        (void)out_list_close(&c->list, "crops.tsv", NULL);
        class_list_release(&c->classes);
        encoder_release(&c->encoder);
        buf_release(&c->folder);
        buf_release(&c->path);
        buf_release(&c->coded);
        free(c->made);
        free(c->dir);
        free(c);
    }
}

static enum st crops_begin(const char *dir, const struct convert_options *o, void **state, struct err *e)
{
    struct crops *c = calloc(1, sizeof *c);
    if (!c) {
        BUG("out of memory");
    }
    *state = c;
    struct buf b = {0};
    buf_addstr(&b, dir);
    c->dir = b.data;
    c->margin = o->margin;
    enum st st = class_list_begin(&c->classes, o->by, e);
    (void)(st || (st = out_list(dir, "crops.tsv", &c->list, e)));
    if (!st && fprintf(c->list, "file\tclass\tsku\tbrand\tcategory\tvisible_fraction\ttruncation\n") < 0) {
        st = err_errno(e, "cannot write 'crops.tsv'");
    }
    return st;
}

static enum st crops_scan(void *state, const struct record_label *l, struct err *e)
{
    return class_list_scan(&((struct crops *)state)->classes, l, e);
}

/* A name of a class as one of a folder: brands may hold anything. */
static void add_safe(struct buf *b, const char *name)
{
    for (const char *p = name; *p; p++) {
        buf_addc(b, *p == '/' || (p == name && *p == '.') || (unsigned char)*p < 0x20 ? '_' : *p);
    }
}

/* Names stand in cells of a table. */
static void put_cell(FILE *f, const char *s)
{
    for (s = s ? s : ""; *s; s++) {
        fputc(*s == '\t' || *s == '\n' || *s == '\r' ? ' ' : *s, f);
    }
    fputc('\t', f);
}

/* c->folder: "SPLIT/CLASS", made. */
static enum st class_folder(struct crops *c, int split, const struct record_item *r, struct err *e)
{
    size_t k = (size_t)split * c->classes.n + class_number(&c->classes, r);
    if (!c->made) {
        c->made = calloc(DATASET_SPLITS * c->classes.n, sizeof *c->made);
        if (!c->made) {
            BUG("out of memory");
        }
    }
    buf_clear(&c->folder);
    buf_printf(&c->folder, "%s/", dataset_split[split]);
    add_safe(&c->folder, class_name(&c->classes, r));
    if (c->made[k]) {
        return ST_OK;
    }
    buf_clear(&c->path);
    buf_printf(&c->path, "%s/%s", c->dir, c->folder.data);
    c->made[k] = true;
    return dir_make(c->path.data, e);
}

/* The box with its margin, held to the picture. */
static enum st cut(const struct crops *c, const struct image *im, const double box[4], struct image *out, struct err *e)
{
    double mx = c->margin * (box[2] - box[0]), my = c->margin * (box[3] - box[1]);
    int x0 = (int)fmax(0, floor(box[0] - mx)), y0 = (int)fmax(0, floor(box[1] - my));
    int x1 = (int)fmin(im->width_px, ceil(box[2] + mx)), y1 = (int)fmin(im->height_px, ceil(box[3] + my));
    enum st st = image_init(out, x1 - x0, y1 - y0, im->channels, e);
    size_t n = (size_t)im->channels, row = (size_t)(x1 - x0) * n;
    for (int y = y0; y < y1 && !st; y++) {
        memcpy(out->px + (size_t)(y - y0) * row, im->px + ((size_t)y * (size_t)im->width_px + (size_t)x0) * n, row);
    }
    return st;
}

static enum st add_crop(struct crops *c, const struct export_item *it, const struct image *im, const struct record_item *r,
                        struct err *e)
{
    struct image crop = {0};
    bool png = !strcmp(it->image->ext, "png");
    buf_clear(&c->coded);
    enum st st = class_folder(c, it->split, r, e);
    (void)(st || (st = cut(c, im, r->box, &crop, e)) ||
           (st = png ? encode_png(&crop, PNG_LEVEL, &c->coded, e) : encode_jpeg(&c->encoder, &crop, CROP_QUALITY, &c->coded, e)));
    buf_clear(&c->path);
    buf_printf(&c->path, "%s/%s-%lld.%s", c->folder.data, it->name, (long long)r->instance, png ? "png" : "jpg");
    (void)(st || (st = out_file(c->dir, c->path.data, c->coded.data, c->coded.len, e)));
    image_release(&crop);
    if (!st) {
        put_cell(c->list, c->path.data);
        put_cell(c->list, class_name(&c->classes, r));
        put_cell(c->list, r->sku);
        put_cell(c->list, r->brand);
        put_cell(c->list, r->category);
        if (fprintf(c->list, "%.4f\t%.4f\n", r->visible_fraction, r->truncation) < 0) {
            st = err_errno(e, "cannot write 'crops.tsv'");
        }
    }
    return st;
}

static enum st crops_add(void *state, const struct export_item *it, struct err *e)
{
    struct crops *c = state;
    struct image im = {0};
    enum st st = image_decode(it->image->bytes, it->image->size, 0, &im, e);
    for (size_t i = 0; i < it->label->shelf->n_items && !st; i++) {
        st = add_crop(c, it, &im, &it->label->shelf->item[i], e);
    }
    image_release(&im);
    return st;
}

static enum st crops_end(void *state, struct err *e)
{
    return out_list_close(&((struct crops *)state)->list, "crops.tsv", e);
}

const struct exporter export_crops = {
    .name = "crops",
    .help = "SPLIT/CLASS/: a picture an item, for embeddings; crops.tsv",
    .takes = TAKES_SHELVES,
    .marker = "crops.tsv",
    .begin = crops_begin,
    .scan = crops_scan,
    .add = crops_add,
    .end = crops_end,
    .free = crops_free,
};
