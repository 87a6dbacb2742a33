// SPDX-License-Identifier: MIT
/*
 * amodal - what one object would cover if nothing stood before it.
 *
 * The mask is drawn by the same code as the id map, in the same view, so what is visible of an object is always a part
 * of its mask. Where the silhouette leaves the picture, it is drawn once more into a window around all of it to learn how
 * much is outside; if that window is very large, at a coarser scale.
 */
#include <stdlib.h>
#include <string.h>

#include "raster/raster_core.h"

/* Window of pixels around the whole silhouette must not be larger; else it is drawn smaller. */
#define MAX_WINDOW_PX (1 << 20)
/* Silhouettes reach at most that far from the picture; an object that passes the camera has no end. */
#define FAR_PX 1e6

static struct pt place_of(const struct frame *f, struct vec3 p)
{
    double nx = p.x / p.z, ny = p.y / p.z;
    if (f->bent) {
        double g = lens_gain(&f->lens, nx * nx + ny * ny);
        nx *= g;
        ny *= g;
    }
    return (struct pt){clampd(f->view.f_px * nx + f->view.cx_px, -FAR_PX, FAR_PX),
                       clampd(f->view.f_px * ny + f->view.cy_px, -FAR_PX, FAR_PX)};
}

static struct vec3 vertex_of(const struct core_scratch *c, uint32_t i)
{
    return (struct vec3){c->x[i], c->y[i], c->z[i]};
}

/* The part of an edge that is in front of the camera: through a lens it bows out between its ends. */
static void add_edge(struct box *b, const struct frame *f, struct vec3 p, struct vec3 q)
{
    double zp = p.z - CORE_NEAR_M, zq = q.z - CORE_NEAR_M;
    if ((zp < 0) != (zq < 0)) {
        struct vec3 cut = vec3_add(p, vec3_scale(vec3_sub(q, p), zp / (zp - zq)));
        cut.z = CORE_NEAR_M;
        *(zp < 0 ? &p : &q) = cut;
        box_add(b, place_of(f, cut));
    } else if (zp < 0) {
        return;
    }
    if (f->bent) {
        struct pt a = place_of(f, p), e = place_of(f, q);
        int n = 1 + (int)fmin(64, hypot(a.x - e.x, a.y - e.y) / f->short_px);
        for (int i = 1; i < n; i++) {
            double t = (double)i / n, nx = (1 - t) * p.x / p.z + t * q.x / q.z,
                   ny = (1 - t) * p.y / p.z + t * q.y / q.z;
            box_add(b, place_of(f, (struct vec3){nx, ny, 1}));
        }
    }
}

/* Is an edge so short that it does not bow? What add_edge() would find, from the rounded places of its ends. */
static bool is_straight(const struct frame *f, const struct core_scratch *c, uint32_t p, uint32_t q)
{
    if (c->u[p] == CORE_OFF || c->u[q] == CORE_OFF) {
        return false;
    }
    return abs(c->u[p] - c->u[q]) + abs(c->v[p] - c->v[q]) + 4 < f->short_px * CORE_SUB;
}

/* Continuous bounds of the object's image. */
static struct box bounds_of(const struct mesh *m, const struct frame *f, const struct core_scratch *c)
{
    struct box b = box_empty();
    bool crosses = false;
    for (size_t i = 0; i < m->n_vertices; i++) {
        if (c->z[i] >= CORE_NEAR_M) {
            box_add(&b, place_of(f, vertex_of(c, (uint32_t)i)));
        } else {
            crosses = true;
        }
    }
    if (box_is_empty(&b) || !(crosses || f->bent)) {
        return b;
    }
    for (size_t i = 0; i < m->n_triangles; i++) {
        for (int k = 0; k < 3; k++) {
            uint32_t p = m->tri[i][k], q = m->tri[i][(k + 1) % 3];
            if (!f->bent || !is_straight(f, c, p, q)) {
                add_edge(&b, f, vertex_of(c, p), vertex_of(c, q));
            }
        }
    }
    double slack = f->bent ? 0.1 : 0; /* pieces may stray by that */
    return (struct box){b.x0 - slack, b.y0 - slack, b.x1 + slack, b.y1 + slack};
}

/* Half-open pixels whose centres lie in continuous bounds. Vertices are rounded to 1/256 px before they are drawn: a centre
 * that close to the bounds may be covered all the same. */
static struct box pixels_in(struct box b)
{
    return (struct box){ceil(b.x0 - 0.5), ceil(b.y0 - 0.5), floor(b.x1 - 0.5) + 1, floor(b.y1 - 0.5) + 1};
}

static uint64_t count_mask(const uint8_t *mask, size_t stride, int x0, int x1, int y0, int y1)
{
    uint64_t n = 0;
    for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
            n += mask[(size_t)y * stride + (size_t)x];
        }
    }
    return n;
}

/* Share of the silhouette inside the picture, by drawing it into a window around all of it. */
static double share_inside(const struct scene *s, uint32_t object, const struct view *v, struct box b,
                           struct core_scratch *c, struct arena *a)
{
    double area = (b.x1 - b.x0) * (b.y1 - b.y0);
    double k = area > MAX_WINDOW_PX ? sqrt(MAX_WINDOW_PX / area) : 1;
    struct view small = *v;
    small.f_px *= k;
    small.cx_px *= k;
    small.cy_px *= k;
    /* A pixel more: corners are rounded. */
    int x0 = (int)floor(b.x0 * k) - 1, y0 = (int)floor(b.y0 * k) - 1;
    int x1 = (int)ceil(b.x1 * k) + 1, y1 = (int)ceil(b.y1 * k) + 1;
    int px1 = (int)lround(v->width_px * k), py1 = (int)lround(v->height_px * k);
    struct frame f = frame_of_window(&small, x0, y0, x1, y1);
    size_t stride = (size_t)(x1 - x0) + CORE_PAD;
    struct target t = {.stride = stride, .mask = arena_zarray(a, uint8_t, size_mul(stride, (size_t)(y1 - y0)))};
    core_vertices(s, object, &f, c);
    core_object(s, object, &f, CORE_ALL, 0, c, &t);
    int ix0 = x0 > 0 ? x0 : 0, iy0 = y0 > 0 ? y0 : 0;
    int ix1 = x1 < px1 ? x1 : px1, iy1 = y1 < py1 ? y1 : py1;
    uint64_t all = count_mask(t.mask, stride, 0, x1 - x0, 0, y1 - y0);
    uint64_t in = count_mask(t.mask, stride, ix0 - x0, ix1 - x0, iy0 - y0, iy1 - y0);
    return all ? (double)in / (double)all : 0;
}

/* Bounds of what is set in the mask, image frame; empty if nothing is. */
static struct box mask_bounds(const struct coverage *c)
{
    struct box b = box_empty();
    for (int y = 0; y < c->height_px; y++) {
        const uint8_t *row = c->mask + (size_t)y * (size_t)c->width_px;
        const uint8_t *first = memchr(row, 1, (size_t)c->width_px);
        if (first) {
            const uint8_t *last = memrchr(row, 1, (size_t)c->width_px);
            box_add(&b, (struct pt){(double)(c->x0 + (first - row)), (double)(c->y0 + y)});
            box_add(&b, (struct pt){(double)(c->x0 + (last - row) + 1), (double)(c->y0 + y + 1)});
        }
    }
    return b;
}

static void draw_mask(const struct scene *s, uint32_t object, const struct frame *f, struct core_scratch *c,
                      struct arena *a, struct coverage *out)
{
    out->x0 = f->x0;
    out->y0 = f->y0;
    out->width_px = f->x1 - f->x0;
    out->height_px = f->y1 - f->y0;
    size_t w = (size_t)out->width_px, h = (size_t)out->height_px, stride = w + CORE_PAD;
    struct target t = {.stride = stride, .mask = arena_zarray(a, uint8_t, size_mul(stride, h) + 1)};
    core_object(s, object, f, CORE_ALL, 0, c, &t);
    out->mask = t.mask;
    for (size_t y = 1; y < h; y++) {
        memmove(out->mask + y * w, t.mask + y * stride, w); /* close up the rows */
    }
    out->pixels = count_mask(out->mask, w, 0, out->width_px, 0, out->height_px);
}

void raster_object(const struct scene *s, uint32_t object, const struct view *v, struct arena *a, struct coverage *out)
{
    const struct mesh *m = s->mesh[s->object[object].mesh];
    struct core_scratch c;
    const struct scene only = {.mesh = &m, .n_meshes = 1}; /* scratch for this mesh alone */
    core_scratch_init(&c, &only, a);
    struct frame f = frame_of_window(v, 0, 0, v->width_px, v->height_px);
    core_vertices(s, object, &f, &c);
    *out = (struct coverage){.box = bounds_of(m, &f, &c)};
    if (box_is_empty(&out->box)) {
        out->mask = arena_zarray(a, uint8_t, 1);
        return;
    }
    struct box whole = pixels_in(out->box);
    f.x0 = (int)clampd(whole.x0 - 1, 0, v->width_px);
    f.y0 = (int)clampd(whole.y0 - 1, 0, v->height_px);
    f.x1 = (int)clampd(whole.x1 + 1, f.x0, v->width_px);
    f.y1 = (int)clampd(whole.y1 + 1, f.y0, v->height_px);
    draw_mask(s, object, &f, &c, a, out);

    /* Inside the picture the mask says where the silhouette ends, outside its corners do. */
    bool cut = whole.x0 < 0 || whole.y0 < 0 || whole.x1 > v->width_px || whole.y1 > v->height_px;
    struct box seen = mask_bounds(out);
    out->box = whole;
    if (out->pixels > 0) {
        out->box.x0 = whole.x0 < 0 ? whole.x0 : seen.x0;
        out->box.y0 = whole.y0 < 0 ? whole.y0 : seen.y0;
        out->box.x1 = whole.x1 > v->width_px ? whole.x1 : seen.x1;
        out->box.y1 = whole.y1 > v->height_px ? whole.y1 : seen.y1;
    }
    out->share_inside = out->pixels == 0 ? 0 : cut ? share_inside(s, object, v, whole, &c, a) : 1;
}
