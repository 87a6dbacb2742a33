// SPDX-License-Identifier: MIT
/*
 * raster3d - the maps of a scene.
 *
 * Objects are drawn one after the other into a buffer of keys (raster_core.h); then keys are turned into object,
 * triangle and depth. Barycentric weights and normals are worked out from the ray of each pixel and its triangle's
 * corners, not from rounded image coordinates.
 */
#include "raster/raster3d.h"

#include <string.h>

#include "raster/raster_core.h"

static struct vec3 vertex_at(const struct mesh *m, uint32_t v)
{
    return (struct vec3){(double)m->pos[v][0], (double)m->pos[v][1], (double)m->pos[v][2]};
}

void surface_set(struct surface *s, const struct scene *sc, const struct xform *cam_from_world, uint32_t object,
                 uint32_t triangle)
{
    if (s->valid && s->object == object && s->triangle == triangle) {
        return;
    }
    const struct object *o = &sc->object[object];
    const struct mesh *m = sc->mesh[o->mesh];
    if (!s->valid || s->object != object) {
        s->cam_from_object = xform_mul(cam_from_world, &o->world_from_object);
    }
    s->vertex = m->tri[triangle];
    for (int k = 0; k < 3; k++) {
        s->corner[k] = xform_apply(&s->cam_from_object, vertex_at(m, s->vertex[k]));
    }
    for (int k = 0; k < 3; k++) {
        s->cross[k] = vec3_cross(s->corner[(k + 1) % 3], s->corner[(k + 2) % 3]);
    }
    s->object = object;
    s->triangle = triangle;
    s->valid = true;
}

/* With the ray d = a P + b Q + c R the weights are a, b and c over their sum; by Cramer's rule a is d . (Q x R) over a
 * determinant that all three share. */
void surface_bary(const struct surface *s, struct pt n, double bary[2])
{
    struct vec3 d = {n.x, n.y, 1};
    double w0 = vec3_dot(d, s->cross[0]), w1 = vec3_dot(d, s->cross[1]), w2 = vec3_dot(d, s->cross[2]);
    double sum = w0 + w1 + w2;
    /* Seen edge-on there is no such point: stay near the triangle. */
    bary[0] = sum != 0 ? clampd(w1 / sum, -1, 2) : 1.0 / 3;
    bary[1] = sum != 0 ? clampd(w2 / sum, -1, 2) : 1.0 / 3;
}

static void fill_bary(const struct scene *s, const struct view *v, const struct maps *m, float (*out)[2])
{
    struct rays rays;
    rays_init(&rays, v);
    struct surface sf = {0};
    size_t i = 0;
    for (int y = 0; y < m->height_px; y++) {
        for (int x = 0; x < m->width_px; x++, i++) {
            out[i][0] = out[i][1] = 0;
            if (m->id[i]) {
                double b[2];
                surface_set(&sf, s, &v->cam_from_world, m->id[i] - 1u, m->triangle[i]);
                surface_bary(&sf, rays_at(&rays, x + 0.5, y + 0.5), b);
                out[i][0] = (float)b[0];
                out[i][1] = (float)b[1];
            }
        }
    }
}

void raster_scene(const struct scene *s, const struct view *v, unsigned flags, struct arena *a, struct maps *out)
{
    int w = v->width_px, h = v->height_px;
    size_t n = size_mul((size_t)w, (size_t)h), stride = (size_t)w + CORE_PAD;
    struct frame f = frame_of_window(v, 0, 0, w, h);
    struct core_scratch c;
    core_scratch_init(&c, s, a);
    struct serials serials = serials_of_scene(s, a);
    struct target t = {.stride = stride, .key = arena_zarray(a, int64_t, size_mul(stride, (size_t)h))};
    core_scene(s, &f, CORE_ALL, &serials, &c, &t);

    *out = (struct maps){.width_px = w, .height_px = h};
    out->id = arena_array(a, uint16_t, n);
    out->depth_m = arena_array(a, float, n);
    out->triangle = arena_array(a, uint32_t, n);
    uint32_t hint = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t key = t.key[i / (size_t)w * stride + i % (size_t)w];
        uint32_t object = key ? serials_find(&serials, serial_of_key(key), &hint) : 0;
        out->id[i] = key ? (uint16_t)(object + 1) : 0;
        out->depth_m[i] = key ? (float)depth_of_key(key) : 0;
        out->triangle[i] = key ? serial_of_key(key) - serials.first[object] : 0;
    }
    if (flags & RASTER_BARY) {
        out->bary = (float(*)[2])arena_alloc(a, size_mul(n, sizeof *out->bary));
        fill_bary(s, v, out, out->bary);
    }
}

/* Shading normal at weights b, in the camera frame, on the side that the ray comes from. */
static struct vec3 facing_normal(const struct scene *s, const struct view *v, const struct surface *sf,
                                 const double b[2], struct vec3 ray)
{
    const struct object *o = &s->object[sf->object];
    const struct mesh *m = s->mesh[o->mesh];
    double w[3] = {1 - b[0] - b[1], b[0], b[1]};
    struct vec3 n = {0, 0, 0};
    for (int k = 0; k < 3; k++) {
        const float *q = m->normal[sf->vertex[k]];
        n = vec3_add(n, vec3_scale((struct vec3){(double)q[0], (double)q[1], (double)q[2]}, w[k]));
    }
    n = xform_dir(&o->world_from_object, n);
    n = vec3_unit(xform_dir(&v->cam_from_world, n));
    struct vec3 g = vec3_cross(vec3_sub(sf->corner[1], sf->corner[0]), vec3_sub(sf->corner[2], sf->corner[0]));
    if (vec3_dot(g, ray) > 0) {
        n = vec3_scale(n, -1);
    }
    double away = vec3_dot(n, ray);
    if (away > 0) {
        /* A smooth normal may turn away where the triangle does not: bend it until it is seen edge-on. */
        n = vec3_unit(vec3_sub(n, vec3_scale(ray, away / vec3_dot(ray, ray))));
    }
    return n;
}

void raster_normals(const struct scene *s, const struct view *v, const struct maps *m, float (*out)[3])
{
    struct rays rays;
    rays_init(&rays, v);
    struct surface sf = {0};
    size_t i = 0;
    for (int y = 0; y < m->height_px; y++) {
        for (int x = 0; x < m->width_px; x++, i++) {
            out[i][0] = out[i][1] = out[i][2] = 0;
            if (m->id[i] == 0) {
                continue;
            }
            double b[2];
            struct pt p = rays_at(&rays, x + 0.5, y + 0.5);
            surface_set(&sf, s, &v->cam_from_world, m->id[i] - 1u, m->triangle[i]);
            surface_bary(&sf, p, b);
            struct vec3 n = facing_normal(s, v, &sf, b, (struct vec3){p.x, p.y, 1});
            out[i][0] = (float)n.x;
            out[i][1] = (float)n.y;
            out[i][2] = (float)n.z;
        }
    }
}
