// SPDX-License-Identifier: MIT
/*
 * Texts on packs and tags: where they are in the picture, and how much of them can be read.
 *
 * A text's polygon is a strip between two polylines, top and bottom, on a surface that may be curved. Its area is sampled on
 * a grid, in the object's frame, where a letter of the same size is the same everywhere. A sample is seen if its surface
 * faces the camera, its place in the picture belongs to the text's object in the id map, and nothing of that object itself lies
 * clearly nearer. What is seen through glass is not counted: the id map has the glass there.
 */
#include "label/quad.h"
#include "label/shelf_label_parts.h"

/* Samples along and across: a tenth of the height cut off, or a letter of twenty, is noticed. */
enum { SAMPLES_ALONG = 40, SAMPLES_ACROSS = 10 };

/* Chords between the points of a polygon lie behind a curved surface, and a pixel's depth is that of its centre. */
#define DEPTH_SLACK_M 0.004
#define DEPTH_SLACK_SHARE 0.01

static struct vec3 mix(struct vec3 a, struct vec3 b, double t)
{
    return vec3_add(vec3_scale(a, 1 - t), vec3_scale(b, t));
}

/* p, normal: of a point of the text, camera frame. */
static int sample_seen(const struct shelf_label *l, const struct view *v, uint32_t object,
                       struct vec3 p, struct vec3 normal)
{
    struct pt at;
    if (vec3_dot(normal, p) >= 0 || !view_project_camera(v, p, &at)) {
        return 0;
    }
    if (!(at.x >= 0 && at.y >= 0 && at.x < l->width_px && at.y < l->height_px)) {
        return 0;
    }
    size_t i = (size_t)at.y * (size_t)l->width_px + (size_t)at.x;
    return l->maps->id[i] == object + 1 &&
           p.z - (double)l->maps->depth_m[i] <= DEPTH_SLACK_M + DEPTH_SLACK_SHARE * p.z;
}

/* Does any point of the outline face the camera? Spares what is on the backs of packs. */
static int faces_camera(const struct shelf_label *l, const struct view *v, const struct surface_text *t)
{
    const struct xform *world = &l->scene->object[t->object].world_from_object;
    const struct xform cam = xform_mul(&v->cam_from_world, world);
    for (size_t i = 0; i < t->n; i++) {
        if (vec3_dot(xform_dir(&cam, t->normal[i]), xform_apply(&cam, t->p[i])) < 0) {
            return 1;
        }
    }
    return 0;
}

static double cell_area(const struct surface_text *t, size_t c)
{
    size_t top = c, bottom = t->n - 1 - c;
    return vec3_len(
        vec3_cross(vec3_sub(t->p[top + 1], t->p[bottom]), vec3_sub(t->p[bottom - 1], t->p[top])));
}

/* Share of the strip's area, in the object's frame, that is seen; 0 if it is less than `least`. Mixing and rigid motion may change
 * places: corners are moved into the camera's frame, samples mixed there. */
static double visible_share(const struct shelf_label *l, const struct view *v,
                            const struct surface_text *t, double least)
{
    struct xform cam =
        xform_mul(&v->cam_from_world, &l->scene->object[t->object].world_from_object);
    size_t half = t->n / 2, cells = half - 1;
    size_t along = SAMPLES_ALONG / cells > 2 ? SAMPLES_ALONG / cells : 2;
    double all = 0, seen = 0, missed = 0, most = 0;
    for (size_t c = 0; c < cells; c++) {
        most += cell_area(t, c);
    }
    most *= 1 - least + 1e-9; /* of what may be missed; sums are rounded */
    for (size_t c = 0; c < cells && missed <= most; c++) {
        size_t top = c, bottom = t->n - 1 - c;
        double each = cell_area(t, c) / (double)(along * SAMPLES_ACROSS);
        const size_t at[4] = {top, top + 1, bottom, bottom - 1};
        struct vec3 p[4], n[4];
        for (int i = 0; i < 4; i++) {
            p[i] = xform_apply(&cam, t->p[at[i]]);
            n[i] = xform_dir(&cam, t->normal[at[i]]);
        }
        for (size_t i = 0; i < along * SAMPLES_ACROSS && missed <= most; i++) {
            double x = ((double)(i % along) + 0.5) / (double)along;
            double y = ((double)(i / along) + 0.5) / SAMPLES_ACROSS;
            struct vec3 q = mix(mix(p[0], p[1], x), mix(p[2], p[3], x), y);
            struct vec3 m = mix(mix(n[0], n[1], x), mix(n[2], n[3], x), y);
            int is_seen = sample_seen(l, v, t->object, q, m);
            all += each;
            *(is_seen ? &seen : &missed) += each;
        }
    }
    return all > 0 && missed <= most ? seen / all : 0;
}

/* The polygon in the picture and the tightest quad of its end edges' directions around it. 0: partly behind the camera. */
static int project_text(const struct shelf_label *l, const struct view *v, const struct surface_text *t, struct arena *a,
                        struct text_label *out)
{
    const struct xform *world = &l->scene->object[t->object].world_from_object;
    out->polygon = arena_array(a, struct pt, t->n);
    out->n = t->n;
    for (size_t i = 0; i < t->n; i++) {
        if (!view_project(v, xform_apply(world, t->p[i]), &out->polygon[i], NULL)) {
            return 0;
        }
    }
    size_t half = t->n / 2;
    out->quad = (struct quad){{out->polygon[0], out->polygon[half - 1], out->polygon[half], out->polygon[t->n - 1]}};
    if (t->n > 4) {
        struct hull h = hull_start(out->quad);
        for (size_t i = 0; i < t->n; i++) {
            hull_add(&h, out->polygon[i]);
        }
        out->quad = hull_quad(&h, 0);
    }
    const struct pt *q = out->quad.p;
    out->height_px = (hypot(q[3].x - q[0].x, q[3].y - q[0].y) + hypot(q[2].x - q[1].x, q[2].y - q[1].y)) / 2;
    return 1;
}

void shelf_label_texts(struct shelf_label *l, const struct view *v, const uint64_t *seen_px, const struct label_limits *lim,
                       struct arena *a)
{
    const struct scene *s = l->scene;
    l->text = arena_array(a, struct text_label, s->n_texts);
    for (uint32_t i = 0; i < s->n_texts; i++) {
        const struct surface_text *t = &s->text[i];
        struct text_label out = {.text = i};
        if (t->n < 4 || t->n % 2 || !t->text || !*t->text || !seen_px[t->object] || !faces_camera(l, v, t)) {
            continue;
        }
        /* most texts are too small: that is known sooner than what is seen of them */
        if (!project_text(l, v, t, a, &out) || !(out.height_px >= lim->min_text_px)) {
            continue;
        }
        out.visible_fraction = visible_share(l, v, t, lim->min_text_visible);
        if (out.visible_fraction > 0 && out.visible_fraction >= lim->min_text_visible) {
            l->text[l->n_texts++] = out;
        }
    }
}
