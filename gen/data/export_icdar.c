// SPDX-License-Identifier: MIT
/*
 * ICDAR 2015 "Incidental Scene Text": images/KEY.jpg and gt/gt_KEY.txt with a line a word,
 * "x1,y1,x2,y2,x3,y3,x4,y4,transcription": whole pixels, clockwise from the top-left corner of the
 * word. The transcription is the rest of the line, so commas in it stand as they are. Lines of text whose
 * labels have no words get one quad around the picture. Shelves: the texts on packs and price tags. Line breaks become spaces.
 */
#include <math.h>
#include <stdlib.h>

#include "base/files.h"
#include "data/convert.h"
#include "data/out_folder.h"

struct icdar {
    char *images, *gt;
};

static void icdar_free(void *state)
{
    struct icdar *c = state;
    if (c) {
        free(c->images);
        free(c->gt);
        free(c);
    }
}

static enum st icdar_begin(const char *dir, const struct convert_options *o, void **state, struct err *e)
{
    (void)o;
    struct icdar *c = calloc(1, sizeof *c);
    if (!c) {
        BUG("out of memory");
    }
    *state = c;
    struct buf images = {0}, gt = {0};
    buf_printf(&images, "%s/images", dir);
    buf_printf(&gt, "%s/gt", dir);
    c->images = images.data;
    c->gt = gt.data;
    enum st st = dir_make(c->images, e);
    return st ? st : dir_make(c->gt, e);
}

static void add_word(struct buf *b, const double quad[8], const char *text)
{
    for (int i = 0; i < 8; i++) {
        buf_printf(b, "%ld,", lround(fmin(fmax(quad[i], -1e6), 1e6)));
    }
    for (const char *p = text; *p; p++) {
        buf_addc(b, *p == '\n' || *p == '\r' ? ' ' : *p);
    }
    buf_addc(b, '\n');
}

static enum st icdar_add(void *state, const struct export_item *it, struct err *e)
{
    struct icdar *c = state;
    struct buf b = {0}, name = {0};
    const struct record_label *l = it->label;
    for (size_t i = 0; i < l->n_words; i++) {
        add_word(&b, l->word[i].quad, l->word[i].text);
    }
    if (!l->n_words && !l->shelf) {
        double w = it->width_px, h = it->height_px;
        add_word(&b, (const double[8]){0, 0, w, 0, w, h, 0, h}, l->text);
    }
    buf_printf(&name, "gt_%s.txt", it->name);
    enum st st = out_file(c->gt, name.data, b.data, b.len, e);
    buf_clear(&name);
    buf_printf(&name, "%s.%s", it->name, it->image->ext);
    (void)(st || (st = out_file(c->images, name.data, it->image->bytes, it->image->size, e)));
    buf_release(&b);
    buf_release(&name);
    return st;
}

static enum st icdar_end(void *state, struct err *e)
{
    (void)state;
    (void)e;
    return ST_OK;
}

const struct exporter export_icdar = {
    .name = "icdar",
    .help = "images/ and gt/gt_KEY.txt with quads of words, or of the texts of a shelf",
    .takes = TAKES_TEXT | TAKES_SHELVES,
    .marker = "gt/gt_*.txt",
    .one_line = true,
    .begin = icdar_begin,
    .add = icdar_add,
    .end = icdar_end,
    .free = icdar_free,
};
