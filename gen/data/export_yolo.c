// SPDX-License-Identifier: MIT
/*
 * YOLO: images/SPLIT/KEY.jpg, labels/SPLIT/KEY.txt with a line an item, "class cx cy width height" as shares of the picture, of
 * what is seen of it; and data.yaml with the splits and the names of the classes from 0. Trainers want a val split: without one
 * data.yaml names train for it. Source: Ultralytics, "Object detection datasets".
 */
#include <stdlib.h>

#include "base/files.h"
#include "base/json.h"
#include "data/class_list.h"
#include "data/out_folder.h"
#include "data/tally.h"

struct yolo {
    struct class_list classes;
    char *dir;
    bool made[DATASET_SPLITS];
};

static void yolo_free(void *state)
{
    struct yolo *y = state;
    if (y) {
        class_list_release(&y->classes);
        free(y->dir);
        free(y);
    }
}

static enum st yolo_begin(const char *dir, const struct convert_options *o, void **state, struct err *e)
{
    struct yolo *y = calloc(1, sizeof *y);
    if (!y) {
        BUG("out of memory");
    }
    *state = y;
    struct buf b = {0};
    buf_addstr(&b, dir);
    y->dir = b.data;
    return class_list_begin(&y->classes, o->by, e);
}

static enum st yolo_scan(void *state, const struct record_label *l, struct err *e)
{
    return class_list_scan(&((struct yolo *)state)->classes, l, e);
}

static enum st make_folders(struct yolo *y, int split, struct err *e)
{
    struct buf b = {0};
    buf_printf(&b, "%s/images/%s", y->dir, dataset_split[split]);
    enum st st = dir_make(b.data, e);
    buf_clear(&b);
    buf_printf(&b, "%s/labels/%s", y->dir, dataset_split[split]);
    (void)(st || (st = dir_make(b.data, e)));
    buf_release(&b);
    y->made[split] = !st;
    return st;
}

static void add_line(const struct yolo *y, struct buf *b, const struct export_item *it, const struct record_item *r)
{
    double w = it->width_px, h = it->height_px;
    buf_printf(b, "%zu %.6f %.6f %.6f %.6f\n", class_number(&y->classes, r), (r->box[0] + r->box[2]) / 2 / w,
               (r->box[1] + r->box[3]) / 2 / h, (r->box[2] - r->box[0]) / w, (r->box[3] - r->box[1]) / h);
}

static enum st yolo_add(void *state, const struct export_item *it, struct err *e)
{
    struct yolo *y = state;
    const char *split = dataset_split[it->split];
    struct buf b = {0}, name = {0};
    enum st st = y->made[it->split] ? ST_OK : make_folders(y, it->split, e);
    for (size_t i = 0; i < it->label->shelf->n_items; i++) {
        add_line(y, &b, it, &it->label->shelf->item[i]);
    }
    buf_printf(&name, "labels/%s/%s.txt", split, it->name);
    (void)(st || (st = out_file(y->dir, name.data, b.data, b.len, e)));
    buf_clear(&name);
    buf_printf(&name, "images/%s/%s.%s", split, it->name, it->image->ext);
    (void)(st || (st = out_file(y->dir, name.data, it->image->bytes, it->image->size, e)));
    buf_release(&b);
    buf_release(&name);
    return st;
}

static enum st yolo_end(void *state, struct err *e)
{
    struct yolo *y = state;
    struct buf b = {0};
    buf_addstr(&b, "path: .\n");
    for (int i = 0; i < DATASET_SPLITS; i++) {
        const char *folder = y->made[i] ? dataset_split[i] : i == 1 && y->made[0] ? dataset_split[0] : NULL;
        if (folder) {
            buf_printf(&b, "%s: images/%s\n", dataset_split[i], folder);
        }
    }
    buf_printf(&b, "nc: %zu\nnames:\n", y->classes.n);
    for (size_t i = 0; i < y->classes.n; i++) {
        struct json j = json_to(&b); /* a string in JSON is one in YAML */
        buf_printf(&b, "  %zu: ", i);
        json_str(&j, y->classes.v[i].name);
        buf_addc(&b, '\n');
    }
    enum st st = out_file(y->dir, "data.yaml", b.data, b.len, e);
    buf_release(&b);
    return st;
}

const struct exporter export_yolo = {
    .name = "yolo",
    .help = "images/, labels/ with boxes, data.yaml",
    .takes = TAKES_SHELVES,
    .marker = "data.yaml",
    .begin = yolo_begin,
    .scan = yolo_scan,
    .add = yolo_add,
    .end = yolo_end,
    .free = yolo_free,
};
