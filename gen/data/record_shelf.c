// SPDX-License-Identifier: MIT
#include "data/record_shelf.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "data/mask_text.h"
#include "data/record_parts.h"

/* n finite numbers in a list. */
static bool read_numbers(const json_t *list, double *v, size_t n)
{
    if (json_array_size(list) != n) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *x = json_array_get(list, i);
        v[i] = json_number_value(x);
        if (!json_is_number(x) || !isfinite(v[i])) {
            return false;
        }
    }
    return true;
}

static bool read_number(const json_t *o, const char *key, double *v)
{
    const json_t *x = json_object_get(o, key);
    *v = json_number_value(x);
    return json_is_number(x) && isfinite(*v);
}

static const char *read_text(const json_t *o, const char *key, struct arena *a)
{
    const json_t *s = json_object_get(o, key);
    return json_is_string(s) ? arena_dup(a, json_string_value(s), json_string_length(s)) : NULL;
}

/* {"size": [h, w], "counts": text}; absent is fine. */
static bool read_mask(const json_t *o, const char *key, const struct record_shelf *s, struct arena *a, const char **out)
{
    const json_t *m = json_object_get(o, key), *size = json_object_get(m, "size");
    if (!m) {
        return true;
    }
    *out = read_text(m, "counts", a);
    return *out && json_array_size(size) == 2 && json_integer_value(json_array_get(size, 0)) == s->height_px &&
           json_integer_value(json_array_get(size, 1)) == s->width_px &&
           mask_text_decode(*out, s->width_px, s->height_px, NULL);
}

static bool read_box(const json_t *o, const char *key, double box[4])
{
    return read_numbers(json_object_get(o, key), box, 4) && box[0] < box[2] && box[1] < box[3];
}

/* What is wrong with an item, or NULL. */
static const char *read_item(const json_t *o, const struct record_shelf *s, struct arena *a, struct record_item *it)
{
    it->instance = json_integer_value(json_object_get(o, "instance"));
    it->sku = read_text(o, "sku", a);
    if (it->instance <= 0 || !it->sku || !*it->sku) {
        return "no instance or no sku";
    }
    it->brand = read_text(o, "brand", a);
    it->category = read_text(o, "category", a);
    it->variant = read_text(o, "variant", a);
    it->name = read_text(o, "name", a);
    if (!read_box(o, "box", it->box) || it->box[0] < 0 || it->box[1] < 0 || it->box[2] > s->width_px ||
        it->box[3] > s->height_px) {
        return "its box is empty or reaches out of the picture";
    }
    memcpy(it->amodal_box, it->box, sizeof it->box);
    if (json_object_get(o, "amodal_box") && !read_box(o, "amodal_box", it->amodal_box)) {
        return "its amodal box is empty";
    }
    it->visible_px = json_integer_value(json_object_get(o, "visible_px"));
    it->amodal_px = json_integer_value(json_object_get(o, "amodal_px"));
    if (!read_number(o, "visible_fraction", &it->visible_fraction) || !read_number(o, "truncation", &it->truncation)) {
        return "it does not say how much of it is seen";
    }
    if (!read_mask(o, "mask", s, a, &it->mask) || !read_mask(o, "amodal_mask", s, a, &it->amodal_mask)) {
        return "its mask is damaged or of another size than the picture";
    }
    it->has_pose = read_numbers(json_object_get(o, "cam_from_object"), it->cam_from_object, 12) &&
                   read_numbers(json_object_get(o, "bounds_m"), it->bounds_m, 6);
    return NULL;
}

static void read_camera(const json_t *c, struct record_shelf *s)
{
    struct record_camera *k = &s->camera;
    s->has_camera = read_number(c, "f_px", &k->f_px) && read_number(c, "cx_px", &k->cx_px) &&
                    read_number(c, "cy_px", &k->cy_px) && read_number(c, "k1", &k->k1) && read_number(c, "k2", &k->k2) &&
                    read_numbers(json_object_get(c, "cam_from_world"), k->cam_from_world, 12);
}

enum st record_read_shelf(const struct record *r, const struct record_member *m, const struct json_t *root, struct arena *a,
                          struct record_label *out, struct err *e)
{
    struct record_shelf *s = arena_zarray(a, struct record_shelf, 1);
    const json_t *items = json_object_get(root, "items");
    s->width_px = out->width_px;
    s->height_px = out->height_px;
    if (!s->width_px || !s->height_px) {
        return record_error(r, m, e, ST_FORMAT, "label has items, but no size of the picture");
    }
    s->n_items = json_array_size(items);
    s->item = arena_zarray(a, struct record_item, s->n_items);
    for (size_t i = 0; i < s->n_items; i++) {
        const char *wrong = read_item(json_array_get(items, i), s, a, &s->item[i]);
        if (wrong) {
            return record_error(r, m, e, ST_FORMAT, "item %zu: %s", i, wrong);
        }
    }
    read_camera(json_object_get(root, "camera"), s);
    out->shelf = s;
    return ST_OK;
}
