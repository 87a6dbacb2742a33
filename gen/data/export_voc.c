// SPDX-License-Identifier: MIT
/*
 * Pascal VOC: JPEGImages/KEY.jpg, Annotations/KEY.xml, ImageSets/Main/SPLIT.txt with the keys. Boxes are of what is seen, in whole
 * pixels that count from 1, both ends included. truncated: some of the item lies outside of the picture; occluded:
 * more than a twentieth of it is hidden by others. Source: Everingham et al., "The PASCAL VOC development kit", 2012.
 */
#include <math.h>
#include <stdlib.h>

#include "base/files.h"
#include "data/class_list.h"
#include "data/out_folder.h"
#include "data/tally.h"

#define OCCLUDED_BELOW 0.95

struct voc {
    struct class_list classes;
    char *dir;
    FILE *list[DATASET_SPLITS];
};

static void voc_free(void *state)
{
    struct voc *v = state;
    if (v) {
        for (int i = 0; i < DATASET_SPLITS; i++) {
            (void)out_list_close(&v->list[i], "ImageSets/Main", NULL);
        }
        class_list_release(&v->classes);
        free(v->dir);
        free(v);
    }
}

static enum st voc_begin(const char *dir, const struct convert_options *o, void **state, struct err *e)
{
    static const char *const folder[] = {"JPEGImages", "Annotations", "ImageSets/Main"};
    struct voc *v = calloc(1, sizeof *v);
    if (!v) {
        BUG("out of memory");
    }
    *state = v;
    struct buf b = {0};
    buf_addstr(&b, dir);
    v->dir = b.data;
    enum st st = class_list_begin(&v->classes, o->by, e);
    for (size_t i = 0; i < sizeof folder / sizeof *folder && !st; i++) {
        struct buf path = {0};
        buf_printf(&path, "%s/%s", dir, folder[i]);
        st = dir_make(path.data, e);
        buf_release(&path);
    }
    return st;
}

static enum st voc_scan(void *state, const struct record_label *l, struct err *e)
{
    return class_list_scan(&((struct voc *)state)->classes, l, e); /* for its check that each has a name */
}

static void add_escaped(struct buf *b, const char *s)
{
    for (; *s; s++) {
        const char *entity = *s == '&' ? "&amp;" : *s == '<' ? "&lt;" : *s == '>' ? "&gt;" : NULL;
        if (entity) {
            buf_addstr(b, entity);
        } else {
            buf_addc(b, (unsigned char)*s < 0x20 ? ' ' : *s); /* XML 1.0 has no place for controls */
        }
    }
}

static void add_object(const struct voc *v, struct buf *b, const struct record_item *r)
{
    buf_addstr(b, "  <object>\n    <name>");
    add_escaped(b, class_name(&v->classes, r));
    buf_printf(b,
               "</name>\n    <pose>Unspecified</pose>\n    <truncated>%d</truncated>\n    <occluded>%d</occluded>\n"
               "    <difficult>0</difficult>\n    <bndbox>\n      <xmin>%ld</xmin>\n      <ymin>%ld</ymin>\n"
               "      <xmax>%ld</xmax>\n      <ymax>%ld</ymax>\n    </bndbox>\n  </object>\n",
               r->truncation > 0, r->visible_fraction < OCCLUDED_BELOW, lround(floor(r->box[0])) + 1,
               lround(floor(r->box[1])) + 1, lround(ceil(r->box[2])), lround(ceil(r->box[3])));
}

static enum st voc_add(void *state, const struct export_item *it, struct err *e)
{
    struct voc *v = state;
    struct buf b = {0}, name = {0};
    buf_printf(&b, "<annotation>\n  <folder>JPEGImages</folder>\n  <filename>");
    add_escaped(&b, it->name);
    buf_printf(&b,
               ".%s</filename>\n  <size>\n    <width>%d</width>\n    <height>%d</height>\n    <depth>3</depth>\n  </size>\n"
               "  <segmented>0</segmented>\n",
               it->image->ext, it->width_px, it->height_px);
    for (size_t i = 0; i < it->label->shelf->n_items; i++) {
        add_object(v, &b, &it->label->shelf->item[i]);
    }
    buf_addstr(&b, "</annotation>\n");
    buf_printf(&name, "Annotations/%s.xml", it->name);
    enum st st = out_file(v->dir, name.data, b.data, b.len, e);
    buf_clear(&name);
    buf_printf(&name, "JPEGImages/%s.%s", it->name, it->image->ext);
    (void)(st || (st = out_file(v->dir, name.data, it->image->bytes, it->image->size, e)));
    buf_clear(&name);
    buf_printf(&name, "ImageSets/Main/%s.txt", dataset_split[it->split]);
    FILE **list = &v->list[it->split];
    (void)(st || *list || (st = out_list(v->dir, name.data, list, e)));
    if (!st && fprintf(*list, "%s\n", it->name) < 0) {
        st = err_errno(e, "cannot write '%s'", name.data);
    }
    buf_release(&b);
    buf_release(&name);
    return st;
}

static enum st voc_end(void *state, struct err *e)
{
    struct voc *v = state;
    enum st st = ST_OK;
    for (int i = 0; i < DATASET_SPLITS && !st; i++) {
        st = out_list_close(&v->list[i], "ImageSets/Main", e);
    }
    return st;
}

const struct exporter export_voc = {
    .name = "voc",
    .help = "Pascal VOC: JPEGImages/, Annotations/, ImageSets/Main/",
    .takes = TAKES_SHELVES,
    .marker = "ImageSets/Main/*.txt",
    .begin = voc_begin,
    .scan = voc_scan,
    .add = voc_add,
    .end = voc_end,
    .free = voc_free,
};
