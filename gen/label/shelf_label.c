// SPDX-License-Identifier: MIT
/*
 * Items and tags: what the id map shows of each, beside what it would cover alone.
 *
 * Both come from the same rasteriser in the same view, so a visible mask is always a part of the amodal one. Only objects
 * with a visible pixel are drawn alone.
 */
#include "label/shelf_label.h"

#include "label/shelf_label_parts.h"

/* What the id map shows of one object. */
struct seen {
    uint64_t pixels;
    int x0, y0, x1, y1; /* half-open */
};

static struct seen *look(const struct scene *s, const struct maps *m, struct arena *a)
{
    struct seen *seen = arena_zarray(a, struct seen, s->n_objects + 1);
    for (int y = 0; y < m->height_px; y++) {
        const uint16_t *row = m->id + (size_t)y * (size_t)m->width_px;
        for (int x = 0; x < m->width_px; x++) {
            struct seen *k = &seen[row[x]];
            if (!k->pixels) {
                *k = (struct seen){0, x, y, x + 1, y + 1};
            }
            k->pixels++;
            k->x0 = x < k->x0 ? x : k->x0;
            k->x1 = x + 1 > k->x1 ? x + 1 : k->x1;
            k->y1 = y + 1;
        }
    }
    return seen + 1; /* by object */
}

static struct box seen_box(const struct seen *k)
{
    return (struct box){k->x0, k->y0, k->x1, k->y1};
}

static struct rle visible_rle(const struct maps *m, uint32_t object, const struct seen *k, struct arena *a)
{
    size_t w = (size_t)(k->x1 - k->x0), h = (size_t)(k->y1 - k->y0);
    uint8_t *mask = arena_array(a, uint8_t, w * h);
    for (size_t y = 0; y < h; y++) {
        const uint16_t *row = m->id + ((size_t)k->y0 + y) * (size_t)m->width_px + k->x0;
        for (size_t x = 0; x < w; x++) {
            mask[y * w + x] = row[x] == object + 1;
        }
    }
    return rle_of_mask(mask, k->x0, k->y0, (int)w, (int)h, m->width_px, m->height_px, a);
}

/* Enough of it to be worth a label? */
static bool enough(const struct label_limits *lim, uint64_t visible, uint64_t amodal)
{
    uint64_t least = lim->min_pixels > 1 ? (uint64_t)lim->min_pixels : 1;
    return visible >= least && (double)visible >= lim->min_visible * (double)amodal;
}

static void project_corners(const struct scene *s, const struct object *o, const struct view *v, struct pt corner[8])
{
    const struct mesh *m = s->mesh[o->mesh];
    for (int i = 0; i < 8; i++) {
        struct vec3 p = {(double)(i & 1 ? m->hi : m->lo)[0], (double)(i & 2 ? m->hi : m->lo)[1],
                         (double)(i & 4 ? m->hi : m->lo)[2]};
        corner[i] = (struct pt){NAN, NAN};
        view_project(v, xform_apply(&o->world_from_object, p), &corner[i], NULL);
    }
}

static void add_item(struct shelf_label *l, uint32_t item, const struct seen *k, const struct view *v,
                     const struct label_limits *lim, struct arena *a)
{
    const struct scene *s = l->scene;
    uint32_t object = s->item[item].object;
    struct coverage c;
    raster_object(s, object, v, a, &c);
    if (!enough(lim, k->pixels, c.pixels)) {
        l->ignored++;
        return;
    }
    struct item_label *t = &l->item[l->n_items++];
    *t = (struct item_label){.item = item,
                             .instance = item + 1,
                             .visible_box = seen_box(k),
                             .amodal_box = c.box,
                             .visible_px = k->pixels,
                             .amodal_px = c.pixels,
                             .visible_fraction = (double)k->pixels / (double)c.pixels,
                             .truncation = 1 - c.share_inside,
                             .visible = visible_rle(l->maps, object, k, a),
                             .cam_from_object = xform_mul(&v->cam_from_world, &s->object[object].world_from_object)};
    if (lim->amodal_masks) {
        t->amodal = rle_of_mask(c.mask, c.x0, c.y0, c.width_px, c.height_px, l->width_px, l->height_px, a);
    }
    project_corners(s, &s->object[object], v, t->corner);
}

/* A tag's front is the -y side of its bounds. 0 if a corner is behind the camera. */
static int front_quad(const struct scene *s, const struct object *o, const struct view *v, struct quad *q)
{
    const struct mesh *m = s->mesh[o->mesh];
    const float x[2] = {m->lo[0], m->hi[0]}, z[2] = {m->hi[2], m->lo[2]};
    static const int at[4][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}}; /* top-left, then clockwise as the shopper sees it */
    for (int i = 0; i < 4; i++) {
        struct vec3 p = {(double)x[at[i][0]], (double)m->lo[1], (double)z[at[i][1]]};
        if (!view_project(v, xform_apply(&o->world_from_object, p), &q->p[i], NULL)) {
            return 0;
        }
    }
    return 1;
}

static void add_tag(struct shelf_label *l, uint32_t tag, const struct seen *k, const struct view *v,
                    const struct label_limits *lim, struct arena *a)
{
    const struct scene *s = l->scene;
    uint32_t object = s->tag[tag].object;
    struct tag_label t = {.tag = tag, .box = seen_box(k)};
    struct coverage c;
    raster_object(s, object, v, a, &c);
    if (enough(lim, k->pixels, c.pixels) && front_quad(s, &s->object[object], v, &t.quad)) {
        t.visible_fraction = (double)k->pixels / (double)c.pixels;
        l->tag[l->n_tags++] = t;
    }
}

static uint16_t *instance_map(const struct scene *s, const struct maps *m, struct arena *a)
{
    size_t n = (size_t)m->width_px * (size_t)m->height_px;
    uint16_t *of_id = arena_zarray(a, uint16_t, s->n_objects + 1), *map = arena_array(a, uint16_t, n);
    for (size_t i = 0; i < s->n_items; i++) {
        of_id[s->item[i].object + 1] = (uint16_t)(i + 1);
    }
    for (size_t p = 0; p < n; p++) {
        map[p] = of_id[m->id[p]];
    }
    return map;
}

void shelf_label_make(const struct scene *s, const struct view *v, const struct maps *m, const struct label_limits *lim,
                      struct arena *a, struct shelf_label *out)
{
    *out = (struct shelf_label){.scene = s, .width_px = m->width_px, .height_px = m->height_px, .maps = m};
    out->item = arena_array(a, struct item_label, s->n_items);
    out->tag = arena_array(a, struct tag_label, s->n_tags);
    const struct seen *seen = look(s, m, a);
    for (uint32_t i = 0; i < s->n_items; i++) {
        if (seen[s->item[i].object].pixels) {
            add_item(out, i, &seen[s->item[i].object], v, lim, a);
        }
    }
    for (uint32_t i = 0; i < s->n_tags; i++) {
        if (seen[s->tag[i].object].pixels) {
            add_tag(out, i, &seen[s->tag[i].object], v, lim, a);
        }
    }
    uint64_t *seen_px = arena_array(a, uint64_t, s->n_objects);
    for (size_t i = 0; i < s->n_objects; i++) {
        seen_px[i] = seen[i].pixels;
    }
    shelf_label_texts(out, v, seen_px, lim, a);
    shelf_label_regions(out, v, lim, a);
    out->instance = instance_map(s, m, a);
}
