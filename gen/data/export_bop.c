// SPDX-License-Identifier: MIT
/*
 * BOP, the layout of the Benchmark for 6D Object Pose estimation: SPLIT/000000/ with rgb/, mask/ (whole silhouettes), mask_visib/ (what
 * is seen), scene_gt.json (poses), scene_gt_info.json (boxes and counts) and scene_camera.json; models/models_info.json with the size of each
 * object. All pictures of a split are one scene. Objects are SKUs, from 1 in alphabetical order. Lengths are millimetres; the pose takes
 * a point of the object to the camera's frame, as in OpenCV. BOP's cameras have no distortion: that of ours stands beside the matrix as k1, k2,
 * and is 0 unless the recipe asks for some. Source: bop_toolkit, "docs/bop_datasets_format.md".
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/image.h"
#include "base/json.h"
#include "data/class_list.h"
#include "data/mask_text.h"
#include "data/out_folder.h"
#include "data/tally.h"

enum { LIST_GT, LIST_INFO, LIST_CAMERA, LISTS, PNG_LEVEL = 6 };
static const char *const list_name[LISTS] = {"scene_gt", "scene_gt_info", "scene_camera"};
#define MM 1000.0

struct bop {
    struct class_list skus;
    char *dir;
    FILE *list[DATASET_SPLITS][LISTS];
    uint64_t n_images[DATASET_SPLITS];
    struct buf text, path, coded;
    struct image mask;
};

static void bop_free(void *state)
{
    struct bop *b = state;
    if (b) {
        for (int i = 0; i < DATASET_SPLITS * LISTS; i++) {
            (void)out_list_close(&b->list[i / LISTS][i % LISTS], list_name[i % LISTS], NULL);
        }
        class_list_release(&b->skus);
        buf_release(&b->text);
        buf_release(&b->path);
        buf_release(&b->coded);
        image_release(&b->mask);
        free(b->dir);
        free(b);
    }
}

static enum st bop_begin(const char *dir, const struct convert_options *o, void **state, struct err *e)
{
    struct bop *b = calloc(1, sizeof *b);
    if (!b) {
        BUG("out of memory");
    }
    *state = b;
    struct buf d = {0};
    buf_addstr(&d, dir);
    b->dir = d.data;
    if (o->by && strcmp(o->by, "sku")) {
        return err_set(e, ST_USAGE, "the objects of bop are SKUs: each has a shape of its own");
    }
    return class_list_begin(&b->skus, NULL, e);
}

static enum st bop_scan(void *state, const struct record_label *l, struct err *e)
{
    for (size_t i = 0; i < l->shelf->n_items; i++) {
        if (!l->shelf->item[i].has_pose || !l->shelf->has_camera) {
            return err_set(e, ST_FORMAT, "a label without %s", l->shelf->has_camera ? "poses" : "a camera");
        }
    }
    return class_list_scan(&((struct bop *)state)->skus, l, e);
}

static enum st open_split(struct bop *b, int split, struct err *e)
{
    static const char *const folder[] = {"rgb", "mask", "mask_visib"};
    enum st st = ST_OK;
    for (size_t i = 0; i < sizeof folder / sizeof *folder && !st; i++) {
        buf_clear(&b->path);
        buf_printf(&b->path, "%s/%s/000000/%s", b->dir, dataset_split[split], folder[i]);
        st = dir_make(b->path.data, e);
    }
    for (int i = 0; i < LISTS && !st; i++) {
        buf_clear(&b->path);
        buf_printf(&b->path, "%s/000000/%s.json", dataset_split[split], list_name[i]);
        st = out_list(b->dir, b->path.data, &b->list[split][i], e);
    }
    return st;
}

static void write_rotation(struct json *j, const char *key, const double m[12])
{
    json_key(j, key);
    json_array(j);
    for (int i = 0; i < 9; i++) {
        json_fixed(j, m[i / 3 * 4 + i % 3], 6);
    }
    json_end_array(j);
}

static void write_translation(struct json *j, const char *key, const double m[12])
{
    json_key(j, key);
    json_array(j);
    for (int i = 0; i < 3; i++) {
        json_fixed(j, MM * m[4 * i + 3], 3);
    }
    json_end_array(j);
}

static void write_gt(const struct bop *b, struct json *j, const struct record_item *r)
{
    json_object(j);
    write_rotation(j, "cam_R_m2c", r->cam_from_object);
    write_translation(j, "cam_t_m2c", r->cam_from_object);
    json_key(j, "obj_id");
    json_int(j, (int64_t)class_number(&b->skus, r) + 1);
    json_end_object(j);
}

static void write_bbox(struct json *j, const char *key, const double box[4])
{
    json_key(j, key);
    json_array(j);
    json_fixed(j, box[0], 0);
    json_fixed(j, box[1], 0);
    json_fixed(j, box[2] - box[0], 0);
    json_fixed(j, box[3] - box[1], 0);
    json_end_array(j);
}

/* BOP's visible fraction is of the whole silhouette, also of what lies outside of the picture. */
static void write_info(struct json *j, const struct record_item *r)
{
    double whole = (double)r->amodal_px / fmax(1e-6, 1 - r->truncation);
    json_object(j);
    write_bbox(j, "bbox_obj", r->amodal_box);
    write_bbox(j, "bbox_visib", r->box);
    json_key(j, "px_count_all");
    json_fixed(j, whole, 0);
    json_key(j, "px_count_valid");
    json_int(j, r->visible_px);
    json_key(j, "px_count_visib");
    json_int(j, r->visible_px);
    json_key(j, "visib_fract");
    json_fixed(j, r->visible_fraction * (1 - r->truncation), 4);
    json_end_object(j);
}

static void write_camera(struct json *j, const struct record_camera *c)
{
    const double k[9] = {c->f_px, 0, c->cx_px, 0, c->f_px, c->cy_px, 0, 0, 1};
    json_object(j);
    json_key(j, "cam_K");
    json_array(j);
    for (int i = 0; i < 9; i++) {
        json_fixed(j, k[i], 4);
    }
    json_end_array(j);
    write_rotation(j, "cam_R_w2c", c->cam_from_world);
    write_translation(j, "cam_t_w2c", c->cam_from_world);
    json_key(j, "k1");
    json_fixed(j, c->k1, 6);
    json_key(j, "k2");
    json_fixed(j, c->k2, 6);
    json_end_object(j);
}

/* One entry of one list: "  "7": ..." */
static enum st write_entry(struct bop *b, const struct export_item *it, int list, struct err *e)
{
    const struct record_shelf *s = it->label->shelf;
    uint64_t n = b->n_images[it->split];
    buf_clear(&b->text);
    buf_printf(&b->text, "%s\"%llu\": ", n ? ",\n" : "{\n", (unsigned long long)n);
    struct json j = json_to(&b->text);
    if (list == LIST_CAMERA) {
        write_camera(&j, &s->camera);
    } else {
        json_array(&j);
        for (size_t i = 0; i < s->n_items; i++) {
            if (list == LIST_GT) {
                write_gt(b, &j, &s->item[i]);
            } else {
                write_info(&j, &s->item[i]);
            }
        }
        json_end_array(&j);
    }
    FILE *f = b->list[it->split][list];
    return fwrite(b->text.data, 1, b->text.len, f) == b->text.len ? ST_OK
                                                                  : err_errno(e, "cannot write '%s.json'", list_name[list]);
}

static enum st write_mask(struct bop *b, const struct export_item *it, const char *folder, size_t item, const char *mask,
                          struct err *e)
{
    if (!mask) {
        return ST_OK;
    }
    enum st st = ST_OK;
    if (b->mask.width_px != it->width_px || b->mask.height_px != it->height_px) {
        image_release(&b->mask);
        st = image_init(&b->mask, it->width_px, it->height_px, 1, e);
    }
    if (st) {
        return st;
    }
    mask_text_decode(mask, it->width_px, it->height_px, b->mask.px); /* checked when the label was read */
    for (size_t i = 0; i < (size_t)it->width_px * (size_t)it->height_px; i++) {
        b->mask.px[i] = b->mask.px[i] ? 255 : 0;
    }
    buf_clear(&b->coded);
    buf_clear(&b->path);
    buf_printf(&b->path, "%s/000000/%s/%06llu_%06zu.png", dataset_split[it->split], folder,
               (unsigned long long)b->n_images[it->split], item);
    st = encode_png(&b->mask, PNG_LEVEL, &b->coded, e);
    return st ? st : out_file(b->dir, b->path.data, b->coded.data, b->coded.len, e);
}

static enum st bop_add(void *state, const struct export_item *it, struct err *e)
{
    struct bop *b = state;
    const struct record_shelf *s = it->label->shelf;
    enum st st = b->list[it->split][0] ? ST_OK : open_split(b, it->split, e);
    for (int i = 0; i < LISTS && !st; i++) {
        st = write_entry(b, it, i, e);
    }
    for (size_t i = 0; i < s->n_items && !st; i++) {
        (void)((st = write_mask(b, it, "mask_visib", i, s->item[i].mask, e)) ||
               (st = write_mask(b, it, "mask", i, s->item[i].amodal_mask, e)));
    }
    buf_clear(&b->path);
    buf_printf(&b->path, "%s/000000/rgb/%06llu.%s", dataset_split[it->split], (unsigned long long)b->n_images[it->split],
               it->image->ext);
    (void)(st || (st = out_file(b->dir, b->path.data, it->image->bytes, it->image->size, e)));
    b->n_images[it->split]++;
    return st;
}

static void write_model(struct bop *b, struct json *j, size_t k)
{
    static const char *const key[] = {"min_x", "min_y", "min_z", "size_x", "size_y", "size_z"};
    const double *v = b->skus.v[k].bounds_m;
    json_object(j);
    json_key(j, "diameter"); /* of the box around it */
    json_fixed(j, MM * sqrt(pow(v[3] - v[0], 2) + pow(v[4] - v[1], 2) + pow(v[5] - v[2], 2)), 3);
    for (int i = 0; i < 6; i++) {
        json_key(j, key[i]);
        json_fixed(j, MM * (i < 3 ? v[i] : v[i] - v[i - 3]), 3);
    }
    json_key(j, "sku");
    json_str(j, b->skus.v[k].name);
    json_end_object(j);
}

static enum st bop_end(void *state, struct err *e)
{
    struct bop *b = state;
    enum st st = ST_OK;
    for (int i = 0; i < DATASET_SPLITS * LISTS && !st; i++) {
        FILE **f = &b->list[i / LISTS][i % LISTS];
        if (*f && fputs("\n}\n", *f) < 0) {
            st = err_errno(e, "cannot write '%s.json'", list_name[i % LISTS]);
        }
        (void)(st || (st = out_list_close(f, list_name[i % LISTS], e)));
    }
    buf_clear(&b->path);
    buf_printf(&b->path, "%s/models", b->dir);
    (void)(st || (st = dir_make(b->path.data, e)));
    buf_clear(&b->text);
    buf_addstr(&b->text, "{");
    for (size_t k = 0; k < b->skus.n; k++) {
        struct json j = json_to(&b->text);
        buf_printf(&b->text, "%s\n\"%zu\": ", k ? "," : "", k + 1);
        write_model(b, &j, k);
    }
    buf_addstr(&b->text, "\n}\n");
    return st ? st : out_file(b->dir, "models/models_info.json", b->text.data, b->text.len, e);
}

const struct exporter export_bop = {
    .name = "bop",
    .help = "6D poses: SPLIT/000000/ with scene_gt.json, scene_camera.json, masks",
    .takes = TAKES_SHELVES,
    .marker = "models/models_info.json",
    .begin = bop_begin,
    .scan = bop_scan,
    .add = bop_add,
    .end = bop_end,
    .free = bop_free,
};
