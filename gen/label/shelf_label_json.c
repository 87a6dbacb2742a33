// SPDX-License-Identifier: MIT
#include "label/shelf_label.h"

#include "shelf/catalogue.h"

enum { PX_DECIMALS = 2, SHARE_DECIMALS = 4, M_DECIMALS = 5 };

static void write_text(struct json *j, const char *key, const char *value)
{
    if (value) {
        json_key(j, key);
        json_str(j, value);
    }
}

static void write_int(struct json *j, const char *key, int64_t value)
{
    json_key(j, key);
    json_int(j, value);
}

static void write_share(struct json *j, const char *key, double value)
{
    json_key(j, key);
    json_fixed(j, value, SHARE_DECIMALS);
}

static void write_box(struct json *j, const char *key, const struct box *b)
{
    json_key(j, key);
    json_array(j);
    json_fixed(j, b->x0, PX_DECIMALS);
    json_fixed(j, b->y0, PX_DECIMALS);
    json_fixed(j, b->x1, PX_DECIMALS);
    json_fixed(j, b->y1, PX_DECIMALS);
    json_end_array(j);
}

static void write_points(struct json *j, const char *key, const struct pt *p, size_t n)
{
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_fixed(j, p[i].x, PX_DECIMALS); /* NAN: null */
        json_fixed(j, p[i].y, PX_DECIMALS);
    }
    json_end_array(j);
}

static void write_mask(struct json *j, const char *key, const struct rle *r, const struct shelf_label *l)
{
    struct arena a = {0};
    json_key(j, key);
    json_object(j);
    json_key(j, "size");
    json_array(j);
    json_int(j, l->height_px);
    json_int(j, l->width_px);
    json_end_array(j);
    write_text(j, "counts", rle_string(r, &a));
    json_end_object(j);
    arena_release(&a);
}

/* Three rows of four; rotation to 6 decimals, metres to 5. */
static void write_xform(struct json *j, const char *key, const struct xform *t)
{
    json_key(j, key);
    json_array(j);
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 4; k++) {
            json_fixed(j, t->m[i][k], k < 3 ? 6 : M_DECIMALS);
        }
    }
    json_end_array(j);
}

static void write_camera(struct json *j, const struct camera *c)
{
    json_key(j, "camera");
    json_object(j);
    json_key(j, "f_px");
    json_fixed(j, c->f_px, 4);
    json_key(j, "cx_px");
    json_fixed(j, c->cx_px, 4);
    json_key(j, "cy_px");
    json_fixed(j, c->cy_px, 4);
    json_key(j, "k1");
    json_fixed(j, c->k1, 6);
    json_key(j, "k2");
    json_fixed(j, c->k2, 6);
    write_xform(j, "cam_from_world", &c->cam_from_world);
    json_end_object(j);
}

static void write_sku(struct json *j, const struct sku *s)
{
    if (s) {
        write_text(j, "sku", s->id);
        write_text(j, "name", s->name);
        write_text(j, "brand", s->brand);
        write_text(j, "variant", s->variant);
        write_text(j, "category", s->category);
        write_text(j, "ean", s->ean);
    }
}

/* Bounds of the mesh, object frame: lowest corner, highest corner. */
static void write_bounds(struct json *j, const struct mesh *m)
{
    json_key(j, "bounds_m");
    json_array(j);
    for (int i = 0; i < 6; i++) {
        json_fixed(j, (double)(i < 3 ? m->lo[i] : m->hi[i - 3]), M_DECIMALS);
    }
    json_end_array(j);
}

static void write_state(struct json *j, const struct item *it)
{
    json_key(j, "state");
    json_array(j);
    const char *const name[] = {it->turned ? "turned" : NULL, it->fallen ? "fallen" : NULL,
                                it->leaning ? "leaning" : NULL, it->misplaced ? "misplaced" : NULL};
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        if (name[i]) {
            json_str(j, name[i]);
        }
    }
    json_end_array(j);
}

static void write_item(struct json *j, const struct shelf_label *l, const struct item_label *t)
{
    const struct item *it = &l->scene->item[t->item];
    json_object(j);
    write_int(j, "instance", t->instance);
    write_sku(j, it->sku);
    write_int(j, "bay", it->bay);
    write_int(j, "shelf", it->shelf);
    write_int(j, "block", it->block);
    write_int(j, "facing", it->facing);
    write_int(j, "row", it->row);
    write_int(j, "level", it->level);
    write_state(j, it);
    write_box(j, "box", &t->visible_box);
    write_box(j, "amodal_box", &t->amodal_box);
    write_int(j, "visible_px", (int64_t)t->visible_px);
    write_int(j, "amodal_px", (int64_t)t->amodal_px);
    write_share(j, "visible_fraction", t->visible_fraction);
    write_share(j, "truncation", t->truncation);
    write_mask(j, "mask", &t->visible, l);
    if (t->amodal.n) {
        write_mask(j, "amodal_mask", &t->amodal, l);
    }
    write_xform(j, "cam_from_object", &t->cam_from_object);
    write_bounds(j, l->scene->mesh[l->scene->object[it->object].mesh]);
    write_points(j, "corners", t->corner, 8);
    json_end_object(j);
}

static void write_text_label(struct json *j, const struct shelf_label *l, const struct text_label *t)
{
    const struct surface_text *s = &l->scene->text[t->text];
    const struct object *o = &l->scene->object[s->object];
    json_object(j);
    write_text(j, "text", s->text);
    write_text(j, "kind", s->kind);
    if (o->item != SCENE_NONE) {
        write_int(j, "instance", (int64_t)o->item + 1);
    } else if (o->tag != SCENE_NONE) {
        write_int(j, "tag", (int64_t)o->tag + 1);
    }
    write_points(j, "quad", t->quad.p, 4);
    write_points(j, "polygon", t->polygon, t->n);
    write_share(j, "visible_fraction", t->visible_fraction);
    json_key(j, "height_px");
    json_fixed(j, t->height_px, PX_DECIMALS);
    json_end_object(j);
}

static void write_tag(struct json *j, const struct shelf_label *l, const struct tag_label *t)
{
    const struct tag *g = &l->scene->tag[t->tag];
    json_object(j);
    write_int(j, "tag", (int64_t)t->tag + 1);
    write_text(j, "sku", g->sku ? g->sku->id : NULL);
    write_text(j, "price", g->price);
    write_int(j, "bay", g->bay);
    write_int(j, "shelf", g->shelf);
    write_box(j, "box", &t->box);
    write_points(j, "quad", t->quad.p, 4);
    write_share(j, "visible_fraction", t->visible_fraction);
    json_end_object(j);
}

static void write_region(struct json *j, const struct shelf_label *l, const struct region_label *t)
{
    const struct region *r = &l->scene->region[t->region];
    json_object(j);
    write_text(j, "kind", r->kind == REGION_GAP ? "gap" : "shelf");
    write_int(j, "bay", r->bay);
    write_int(j, "shelf", r->shelf);
    write_text(j, "sku", r->sku ? r->sku->id : NULL);
    write_box(j, "box", &t->box);
    json_end_object(j);
}

void shelf_label_write_json(const struct shelf_label *l, struct json *j)
{
    write_int(j, "width_px", l->width_px);
    write_int(j, "height_px", l->height_px);
    write_camera(j, &l->scene->camera);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < l->n_items; i++) {
        write_item(j, l, &l->item[i]);
    }
    json_end_array(j);
    json_key(j, "texts");
    json_array(j);
    for (size_t i = 0; i < l->n_texts; i++) {
        write_text_label(j, l, &l->text[i]);
    }
    json_end_array(j);
    json_key(j, "tags");
    json_array(j);
    for (size_t i = 0; i < l->n_tags; i++) {
        write_tag(j, l, &l->tag[i]);
    }
    json_end_array(j);
    json_key(j, "regions");
    json_array(j);
    for (size_t i = 0; i < l->n_regions; i++) {
        write_region(j, l, &l->region[i]);
    }
    json_end_array(j);
    write_int(j, "ignored", l->ignored);
}
