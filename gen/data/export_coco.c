// SPDX-License-Identifier: MIT
/*
 * COCO: SPLIT/KEY.jpg and annotations/instances_SPLIT.json. Boxes are [x, y, width, height] of what is seen, masks
 * compressed run lengths; beside COCO's own fields stand amodal_bbox and amodal_segmentation (the whole silhouette, hidden parts
 * included), visible_fraction, truncation, sku and instance. Annotations are written as they come and images after them: their
 * order in the file means nothing. Source: cocodataset.org, "Data format".
 */
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/json.h"
#include "data/class_list.h"
#include "data/split_lists.h"
#include "data/tally.h"

struct coco {
    struct class_list classes;
    struct split_lists *lists;
    struct buf images[DATASET_SPLITS], line;
    bool any[DATASET_SPLITS];         /* has the file an annotation yet? */
    uint64_t n_images, n_annotations; /* of all splits: numbers are unique across files */
};

static void coco_free(void *state)
{
    struct coco *c = state;
    if (c) {
        class_list_release(&c->classes);
        split_lists_free(c->lists);
        for (int i = 0; i < DATASET_SPLITS; i++) {
            buf_release(&c->images[i]);
        }
        buf_release(&c->line);
        free(c);
    }
}

static enum st coco_begin(const char *dir, const struct convert_options *o, void **state, struct err *e)
{
    struct coco *c = calloc(1, sizeof *c);
    if (!c) {
        BUG("out of memory");
    }
    *state = c;
    c->lists = split_lists_new(dir);
    struct buf sub = {0};
    buf_printf(&sub, "%s/annotations", dir);
    enum st st = class_list_begin(&c->classes, o->by, e);
    (void)(st || (st = dir_make(sub.data, e)));
    buf_release(&sub);
    return st;
}

static enum st coco_scan(void *state, const struct record_label *l, struct err *e)
{
    return class_list_scan(&((struct coco *)state)->classes, l, e);
}

static void write_head(const struct coco *c, struct json *j)
{
    json_object(j);
    json_key(j, "info");
    json_object(j);
    json_key(j, "description");
    json_str(j, "shelves made by ersatz");
    json_end_object(j);
    json_key(j, "categories");
    json_array(j);
    for (size_t i = 0; i < c->classes.n; i++) {
        json_object(j);
        json_key(j, "id");
        json_int(j, (int64_t)i + 1);
        json_key(j, "name");
        json_str(j, c->classes.v[i].name);
        json_key(j, "supercategory");
        json_str(j, c->classes.v[i].super);
        json_end_object(j);
    }
    json_end_array(j);
    json_key(j, "annotations");
    json_array(j);
}

static void write_bbox(struct json *j, const char *key, const double box[4])
{
    json_key(j, key);
    json_array(j);
    json_fixed(j, box[0], 2);
    json_fixed(j, box[1], 2);
    json_fixed(j, box[2] - box[0], 2);
    json_fixed(j, box[3] - box[1], 2);
    json_end_array(j);
}

static void write_mask(struct json *j, const char *key, const char *counts, const struct export_item *it)
{
    json_key(j, key);
    json_object(j);
    json_key(j, "size");
    json_array(j);
    json_int(j, it->height_px);
    json_int(j, it->width_px);
    json_end_array(j);
    json_key(j, "counts");
    json_str(j, counts);
    json_end_object(j);
}

static void write_annotation(struct coco *c, struct json *j, const struct export_item *it, const struct record_item *r)
{
    json_object(j);
    json_key(j, "id");
    json_int(j, (int64_t)++c->n_annotations);
    json_key(j, "image_id");
    json_int(j, (int64_t)c->n_images);
    json_key(j, "category_id");
    json_int(j, (int64_t)class_number(&c->classes, r) + 1);
    write_bbox(j, "bbox", r->box);
    json_key(j, "area");
    json_fixed(j, r->visible_px > 0 ? (double)r->visible_px : (r->box[2] - r->box[0]) * (r->box[3] - r->box[1]), 2);
    if (r->mask) {
        write_mask(j, "segmentation", r->mask, it);
    } else {
        json_key(j, "segmentation");
        json_array(j);
        json_end_array(j);
    }
    json_key(j, "iscrowd");
    json_int(j, 0);
    write_bbox(j, "amodal_bbox", r->amodal_box);
    if (r->amodal_mask) {
        write_mask(j, "amodal_segmentation", r->amodal_mask, it);
    }
    json_key(j, "visible_fraction");
    json_fixed(j, r->visible_fraction, 4);
    json_key(j, "truncation");
    json_fixed(j, r->truncation, 4);
    json_key(j, "sku");
    json_str(j, r->sku);
    json_key(j, "instance");
    json_int(j, r->instance);
    json_end_object(j);
}

static void write_image(struct coco *c, struct json *j, const struct export_item *it)
{
    json_object(j);
    json_key(j, "id");
    json_int(j, (int64_t)c->n_images);
    json_key(j, "file_name");
    json_str(j, c->lists->name.data);
    json_key(j, "width");
    json_int(j, it->width_px);
    json_key(j, "height");
    json_int(j, it->height_px);
    json_end_object(j);
}

static enum st put(FILE *f, const struct buf *b, struct err *e)
{
    return fwrite(b->data, 1, b->len, f) == b->len ? ST_OK : err_errno(e, "cannot write 'instances_*.json'");
}

static enum st coco_add(void *state, const struct export_item *it, struct err *e)
{
    struct coco *c = state;
    FILE *f;
    struct buf *images = &c->images[it->split];
    enum st st = split_lists_add(c->lists, it, "annotations/instances_*.json", &f, e);
    if (st) {
        return st;
    }
    c->n_images++;
    buf_clear(&c->line);
    struct json j = json_to(&c->line), ji = json_to(images);
    if (!images->len) {
        write_head(c, &j);
    }
    for (size_t i = 0; i < it->label->shelf->n_items; i++) {
        const struct record_item *r = &it->label->shelf->item[i];
        struct json one = json_to(&c->line);
        buf_addstr(&c->line, c->any[it->split] ? ",\n" : "\n");
        c->any[it->split] = true;
        write_annotation(c, &one, it, r);
    }
    buf_addstr(images, images->len ? ",\n" : "\n");
    write_image(c, &ji, it);
    return put(f, &c->line, e);
}

static enum st coco_end(void *state, struct err *e)
{
    struct coco *c = state;
    enum st st = ST_OK;
    for (int i = 0; i < DATASET_SPLITS && !st; i++) {
        if (c->lists->list[i]) {
            buf_clear(&c->line);
            buf_addstr(&c->line, "\n],\"images\":[");
            buf_add(&c->line, c->images[i].data, c->images[i].len);
            buf_addstr(&c->line, "\n]}\n");
            st = put(c->lists->list[i], &c->line, e);
        }
    }
    return st ? st : split_lists_end(c->lists, e);
}

const struct exporter export_coco = {
    .name = "coco",
    .help = "SPLIT/ and annotations/: boxes, masks, amodal boxes and masks",
    .takes = TAKES_SHELVES,
    .marker = "annotations/instances_*.json",
    .begin = coco_begin,
    .scan = coco_scan,
    .add = coco_add,
    .end = coco_end,
    .free = coco_free,
};
