// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TESTS_SHELF_FIXTURE_H
#define ERSATZ_TESTS_SHELF_FIXTURE_H
/* Items, tags and texts on top of raster3d_fixture.h: boxes with a text on their fronts. */
#include "label/shelf_label.h"
#include "raster3d_fixture.h"
#include "shelf/catalogue.h"

enum { SHELF_SKUS = 3 };
static const struct sku shelf_sku[SHELF_SKUS] = {
    {.id = "oat-1l", .name = "Oat Drink", .brand = "Varda", .variant = "natural", .category = "drinks", .ean = "4006381333931"},
    {.id = "oat-choc", .name = "Oat Drink", .brand = "Varda", .variant = "chocolate", .category = "drinks"},
    {.id = "soap", .name = "Soap \"Mild\"", .brand = "Lumel", .variant = "rose", .category = "care"},
};

static struct shelf_fix {
    struct fix f;
    struct item item[FIX_MAX];
    struct tag tag[FIX_MAX];
    struct surface_text text[FIX_MAX];
    struct region region[FIX_MAX];
    struct maps maps;
    struct shelf_label label;
} shelf;

static inline void shelf_begin(void)
{
    arena_reset(&shelf.f.a);
    struct arena kept = shelf.f.a;
    memset(&shelf, 0, sizeof shelf);
    fix_init(&shelf.f);
    shelf.f.a = kept;
    shelf.f.s.item = shelf.item;
    shelf.f.s.tag = shelf.tag;
    shelf.f.s.text = shelf.text;
    shelf.f.s.region = shelf.region;
    fix_material(&shelf.f, 0.8F, 0.8F, 0.8F);
}

static inline int shelf_release(void **state)
{
    (void)state;
    arena_release(&shelf.f.a);
    return 0;
}

/* A box that stands on z = 0 of its frame, with its front towards -y. Returns the item's place. */
static inline uint32_t shelf_item(double w, double d, double h, struct xform where, int sku)
{
    struct scene *s = &shelf.f.s;
    const struct mesh *m = fix_box(&shelf.f, (struct vec3){-w / 2, -d / 2, 0}, (struct vec3){w / 2, d / 2, h});
    uint32_t object = fix_add(&shelf.f, m, where, 0), item = (uint32_t)s->n_items++;
    s->object[object].item = item;
    s->item[item] = (struct item){.object = object, .sku = &shelf_sku[sku % SHELF_SKUS], .shelf = 1, .facing = (int)item};
    return item;
}

/* A text on the front of a box-shaped object: shares of its width and height, from the top-left corner. */
static inline uint32_t shelf_text(uint32_t object, const char *text, double x0, double y0, double x1, double y1)
{
    struct scene *s = &shelf.f.s;
    const struct mesh *m = s->mesh[s->object[object].mesh];
    struct vec3 *p = arena_array(&shelf.f.a, struct vec3, 4), *n = arena_array(&shelf.f.a, struct vec3, 4);
    const double at[4][2] = {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
    for (int i = 0; i < 4; i++) {
        p[i] = (struct vec3){(double)m->lo[0] + at[i][0] * (double)(m->hi[0] - m->lo[0]), (double)m->lo[1],
                             (double)m->hi[2] - at[i][1] * (double)(m->hi[2] - m->lo[2])};
        n[i] = (struct vec3){0, -1, 0};
    }
    s->text[s->n_texts] =
        (struct surface_text){.text = text, .kind = "name", .object = object, .p = p, .normal = n, .n = 4};
    return (uint32_t)s->n_texts++;
}

static inline void shelf_look(const struct view *v, struct label_limits lim)
{
    struct camera *c = &shelf.f.s.camera;
    *c = (struct camera){.width_px = v->width_px, .height_px = v->height_px, .f_px = v->f_px, .cx_px = v->cx_px,
                         .cy_px = v->cy_px, .k1 = v->k1, .k2 = v->k2, .cam_from_world = v->cam_from_world};
    raster_scene(&shelf.f.s, v, 0, &shelf.f.a, &shelf.maps);
    shelf_label_make(&shelf.f.s, v, &shelf.maps, &lim, &shelf.f.a, &shelf.label);
}

/* Counts -> the picture, row by row. */
static inline uint8_t *shelf_decode(const struct rle *r, int w, int h)
{
    uint8_t *px = arena_zarray(&shelf.f.a, uint8_t, (size_t)w * (size_t)h);
    size_t at = 0;
    for (size_t i = 0; i < r->n; i++) {
        for (uint32_t k = 0; k < r->count[i] && at < (size_t)w * (size_t)h; k++, at++) {
            px[at % (size_t)h * (size_t)w + at / (size_t)h] = i % 2;
        }
    }
    return px;
}

#endif
