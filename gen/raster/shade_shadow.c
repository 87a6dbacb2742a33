// SPDX-License-Identifier: MIT
/*
 * shade_shadow - soft shadows of the strongest lamps.
 *
 * A map of what the middle of the lamp sees (Williams, "Casting curved shadows on curved surfaces", 1978). The penumbra
 * follows from similar triangles (Fernando, "Percentage-closer soft shadows", 2005): a first look finds how far away what blocks is, a
 * second compares over the area that the lamp's rectangle, shrunk by (receiver - blocker) / blocker, covers in the
 * map. Lookups form a fixed pattern that is shifted from pixel to pixel in a 4 x 4 tile.
 * A row of points is looked up at once, as lanes of a vector.
 *
 * Glass casts no shadow, nor does the room (ceilings above the lamps).
 */
#include "base/simd.h"
#include "raster/shade.h"

#define INLINE static inline __attribute__((always_inline))

enum { FIRST_LOOKS = 5, LOOKS = 10 };

static struct xform look_at(const f3 from, const f3 to)
{
    struct vec3 eye = {(double)from[0], (double)from[1], (double)from[2]};
    struct vec3 z =
        vec3_unit(vec3_sub((struct vec3){(double)to[0], (double)to[1], (double)to[2]}, eye));
    struct vec3 side = fabs(z.z) > 0.9 ? (struct vec3){0, 1, 0} : (struct vec3){0, 0, 1};
    struct vec3 x = vec3_unit(vec3_cross(z, side)), y = vec3_cross(z, x);
    return (struct xform){{{x.x, x.y, x.z, -vec3_dot(x, eye)},
                           {y.x, y.y, y.z, -vec3_dot(y, eye)},
                           {z.x, z.y, z.z, -vec3_dot(z, eye)}}};
}

void shadow_draw(struct lamp *l, const struct scene *s, const f3 lo, const f3 hi, int map_px,
                 const struct serials *serials, struct core_scratch *c, struct arena *a)
{
    f3 middle = {0.5F * (lo[0] + hi[0]), 0.5F * (lo[1] + hi[1]), 0.5F * (lo[2] + hi[2])};
    struct view v = {
        .width_px = map_px, .height_px = map_px, .cx_px = 0.5 * map_px, .cy_px = 0.5 * map_px};
    v.cam_from_world = look_at(l->at, middle);
    double widest = 0.05;
    for (int k = 0; k < 8; k++) {
        struct vec3 p = {(double)(k & 1 ? hi : lo)[0], (double)(k & 2 ? hi : lo)[1],
                         (double)(k & 4 ? hi : lo)[2]};
        p = xform_apply(&v.cam_from_world, p);
        double z = fmax(p.z, 0.05);
        widest = fmax(widest, fmax(fabs(p.x), fabs(p.y)) / z);
    }
    v.f_px = 0.5 * map_px / fmin(1.05 * widest, 4);
    l->shadow.frame = frame_of_window(&v, 0, 0, map_px, map_px);
    l->shadow.stride = (size_t)map_px + CORE_PAD;
    size_t n = size_mul(l->shadow.stride, (size_t)map_px);
    struct target t = {.stride = l->shadow.stride, .key = arena_zarray(a, int64_t, n)};
    for (uint32_t i = 0; i < s->n_objects; i++) {
        const struct object *o = &s->object[i];
        if (o->camera_hidden || o->role == ROLE_ROOM || !core_has(s, i, CORE_SOLID) ||
            core_outside(s, i, &l->shadow.frame)) {
            continue;
        }
        core_vertices(s, i, &l->shadow.frame, c);
        core_object(s, i, &l->shadow.frame, CORE_SOLID | CORE_AWAY, serials->first[i], c, &t);
    }
    l->shadow.depth_m = arena_array(a, float, n);
    for (size_t i = 0; i < n; i++) {
        l->shadow.depth_m[i] = t.key[i] ? (float)depth_of_key(t.key[i]) : 1e9F;
    }
}

/* Fractional part of k * step, -1..1: points of the unit square with even gaps between them (the R2 sequence: Roberts, 2018). */
INLINE float spread(uint32_t k, uint32_t step)
{
    return (float)(int32_t)(0x80000000u + k * step) * 0x1p-31F;
}

INLINE float within(float v, float most)
{
    v = v > 0 ? v : 0;
    return v < most ? v : most;
}

/* A lamp's map as a row of points needs it. */
struct eye {
    float m[3][4]; /* map's camera from world */
    float f, c, size;
    float right[2], up[2]; /* the lamp's half sides across the map's view, times f */
};

static struct eye eye_of(const struct lamp *l)
{
    const struct view *v = &l->shadow.frame.view;
    struct eye e = {.f = (float)v->f_px, .c = (float)v->cx_px, .size = (float)v->width_px};
    for (int i = 0; i < 12; i++) {
        e.m[i / 4][i % 4] = (float)v->cam_from_world.m[i / 4][i % 4];
    }
    for (int i = 0; i < 2; i++) {
        e.right[i] = e.f * shade_dot(e.m[i], l->right) * l->half_w;
        e.up[i] = e.f * shade_dot(e.m[i], l->up) * l->half_h;
    }
    return e;
}

/* Points of a row in the map. Maps hold the far sides of things, so the surface itself cannot hide from the lamp by
 * rounding; what touches it can. Outside of the map a point has depth 0. */
VEC static void into_map(const struct eye *e, const struct points *p, struct looks *k)
{
    const float *px = p->x[0], *py = p->x[1], *pz = p->x[2], *nx = p->nrm[0], *ny = p->nrm[1],
                *nz = p->nrm[2];
    float *restrict u = k->u, *restrict v = k->v, *restrict depth = k->depth_m,
                    *restrict limit = k->limit_m;
    for (size_t i = 0; i < p->n; i++) {
        float x = px[i] + 0.004F * nx[i], y = py[i] + 0.004F * ny[i], z = pz[i] + 0.004F * nz[i];
        float q = e->m[2][0] * x + e->m[2][1] * y + e->m[2][2] * z + e->m[2][3];
        float a = e->m[0][0] * x + e->m[0][1] * y + e->m[0][2] * z + e->m[0][3];
        float b = e->m[1][0] * x + e->m[1][1] * y + e->m[1][2] * z + e->m[1][3];
        float iz = 1 / (q > 0.02F ? q : 0.02F);
        a = e->f * a * iz + e->c;
        b = e->f * b * iz + e->c;
        int in = (q >= 0.02F) & (a >= 0) & (a < e->size) & (b >= 0) & (b < e->size);
        u[i] = in ? a : 0;
        v[i] = in ? b : 0;
        depth[i] = in ? q : 0;
        limit[i] = q - 0.003F - q / e->f;
    }
}

/* What is nearer than the limit around each of n points, in `looks` looks of a pattern scaled by `scale`: how many, and the sum
 * of their depths. first: where each point's pattern begins; NULL: at 0. */
INLINE void look_around(const struct shadow *sh, const struct eye *e, const struct looks *k,
                        size_t n, const float *scale, const uint32_t *first, int looks,
                        float *restrict found, float *restrict sum)
{
    float most = e->size - 1;
    int32_t stride = (int32_t)sh->stride;
    const float *depth_m = sh->depth_m;
    const float *u = k->u, *v = k->v, *limit = k->limit_m;
    for (size_t i = 0; i < n; i++) {
        found[i] = sum[i] = 0;
    }
    for (int j = 0; j < looks; j++) {
        for (size_t i = 0; i < n; i++) {
            uint32_t at = (first ? first[i] : 0) + (uint32_t)j;
            float sx = spread(at, 3242174889u), sy = spread(at, 2447445414u), t = scale[i];
            /* At least a texel to each side, or the map's grid shows. */
            float mu = within(u[i] + sx * (e->right[0] * t + 1) + sy * (e->up[0] * t), most);
            float mv = within(v[i] + sx * (e->right[1] * t) + sy * (e->up[1] * t + 1), most);
            float d = depth_m[(int32_t)mv * stride + (int32_t)mu];
            found[i] += d < limit[i] ? 1.0F : 0.0F;
            sum[i] += d < limit[i] ? d : 0.0F;
        }
    }
}

VEC static void first_looks(const struct shadow *sh, const struct eye *e, struct looks *k, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        k->scale[i] = 0.4F / (k->depth_m[i] > 0.02F ? k->depth_m[i] : 0.02F);
    }
    look_around(sh, e, k, n, k->scale, NULL, FIRST_LOOKS, k->found, k->sum);
}

VEC static void second_looks(const struct shadow *sh, const struct eye *e, struct looks *k,
                             size_t n)
{
    look_around(sh, e, k, n, k->scale, k->first, LOOKS, k->found, k->sum);
}

/* Points that something may stand before move to the front; returns how many. seed: of each pixel, turns its pattern. */
static size_t gather(struct looks *k, size_t n, const uint8_t *seed)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(k->depth_m[i] > 0) || !(k->found[i] > 0)) {
            continue;
        }
        float blocker = k->sum[i] / k->found[i], depth = k->depth_m[i];
        k->u[m] = k->u[i];
        k->v[m] = k->v[i];
        k->limit_m[m] = k->limit_m[i];
        k->scale[m] = (depth - blocker) / (blocker * depth);
        k->first[m] = 8 * (uint32_t)(seed[i] & 15);
        k->place[m++] = (uint32_t)i;
    }
    return m;
}

void shadow_visible(const struct lamp *l, struct points *p, const uint8_t *seed, struct looks *k)
{
    struct eye e = eye_of(l);
    into_map(&e, p, k);
    first_looks(&l->shadow, &e, k, p->n);
    for (size_t i = 0; i < p->n; i++) {
        p->visible[i] = 1;
    }
    size_t n = gather(k, p->n, seed);
    second_looks(&l->shadow, &e, k, n);
    for (size_t i = 0; i < n; i++) {
        p->visible[k->place[i]] = 1 - k->found[i] / LOOKS;
    }
}

void looks_init(struct looks *k, size_t cap, struct arena *a)
{
    float **plane[] = {&k->u, &k->v, &k->depth_m, &k->limit_m, &k->scale, &k->found, &k->sum};
    for (size_t i = 0; i < sizeof plane / sizeof *plane; i++) {
        *plane[i] = arena_array(a, float, cap);
    }
    k->first = arena_array(a, uint32_t, cap);
    k->place = arena_array(a, uint32_t, cap);
}
