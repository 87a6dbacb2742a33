// SPDX-License-Identifier: MIT
/*
 * shade_shadow - soft shadows of the strongest lamps.
 *
 * A map of what the middle of the lamp sees (Williams, "Casting curved shadows on curved surfaces", 1978). The penumbra
 * follows from similar triangles (Fernando, "Percentage-closer soft shadows", 2005): a first look finds how far away what blocks is, a
 * second compares over the area that the lamp's rectangle, shrunk by (receiver - blocker) / blocker, covers in the
 * map. Lookups form a fixed pattern that is shifted from pixel to pixel in a 4 x 4 tile.
 *
 * Glass casts no shadow, nor does the room (ceilings above the lamps).
 */
#include "raster/shade.h"

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
static float spread(uint32_t k, uint32_t step)
{
    return (float)(int32_t)(0x80000000u + k * step) * 0x1p-31F;
}

static float within(float v, float most)
{
    v = v > 0 ? v : 0;
    return v < most ? v : most;
}

/* Mean depth of what is nearer than `limit` around (u, v); how many of n looks found such. */
static int blockers(const struct shadow *sh, float u, float v, const float a[2], const float b[2],
                    float limit, uint32_t first, int n, float *depth)
{
    float most = (float)(sh->frame.view.width_px - 1), sum = 0;
    int found = 0;
    for (uint32_t i = first; i < first + (uint32_t)n; i++) {
        float sx = spread(i, 3242174889u), sy = spread(i, 2447445414u);
        /* At least a texel to each side, or the map's grid shows. */
        float mu = within(u + sx * (a[0] + 1) + sy * b[0], most),
              mv = within(v + sx * a[1] + sy * (b[1] + 1), most);
        float d = sh->depth_m[(size_t)(int)mv * sh->stride + (size_t)(int)mu];
        found += d < limit;
        sum += d < limit ? d : 0;
    }
    *depth = found ? sum / (float)found : 0;
    return found;
}

float shadow_visible(const struct lamp *l, const f3 x, const f3 n, uint32_t seed)
{
    const struct shadow *sh = &l->shadow;
    const struct xform *t = &sh->frame.view.cam_from_world;
    float f = (float)sh->frame.view.f_px, c = (float)sh->frame.view.cx_px;
    int size = sh->frame.view.width_px;
    /* Maps hold the far sides of things, so the surface itself cannot hide from the lamp by rounding; what touches it can. */
    float q[3];
    for (int i = 0; i < 3; i++) {
        q[i] = (float)t->m[i][3];
        for (int k = 0; k < 3; k++) {
            q[i] += (float)t->m[i][k] * (x[k] + 0.004F * n[k]);
        }
    }
    if (q[2] < 0.02F) {
        return 1;
    }
    float iz = 1 / q[2], u = f * q[0] * iz + c, v = f * q[1] * iz + c;
    if (!(u >= 0 && u < (float)size && v >= 0 && v < (float)size)) {
        return 1;
    }
    /* The lamp's half sides in the map's plane, at the receiver's distance. */
    float a[2], b[2];
    for (int i = 0; i < 2; i++) {
        float r = 0, w = 0;
        for (int k = 0; k < 3; k++) {
            r += (float)t->m[i][k] * l->right[k];
            w += (float)t->m[i][k] * l->up[k];
        }
        a[i] = f * iz * r * l->half_w;
        b[i] = f * iz * w * l->half_h;
    }
    float limit = q[2] - 0.003F - q[2] / f, blocker;
    float wide[2] = {0.4F * a[0], 0.4F * a[1]}, high[2] = {0.4F * b[0], 0.4F * b[1]};
    if (!blockers(sh, u, v, wide, high, limit, 0, FIRST_LOOKS, &blocker)) {
        return 1;
    }
    float k = (q[2] - blocker) / blocker;
    for (int i = 0; i < 2; i++) {
        a[i] *= k;
        b[i] *= k;
    }
    return 1 - (float)blockers(sh, u, v, a, b, limit, 8 * (seed & 15), LOOKS, &blocker) / LOOKS;
}
