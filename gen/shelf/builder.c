// SPDX-License-Identifier: MIT
/*
 * builder - collects triangles and makes a mesh of them.
 *
 * Corners that lie within 1 um are one point. The shading normal of a corner is the sum of the normals of all
 * triangles at its point that turn from its own by less than CREASE, each times its area and its angle there:
 * the angle makes it independent of how a polygon was cut (Thuermer & Wuethrich 1998), the area keeps large
 * flat faces flat beside small ones. Corners with equal point, normal and texture coordinate become one
 * vertex, in the order in which they were added, so that a mesh does not depend on anything but its calls.
 */
#include <math.h>
#include <string.h>

#include "shelf/pack_parts.h"

/* cos 40 degrees, less a little: steps of exactly 40 degrees (9 columns) are sharp */
#define CREASE_COS 0.7661
/* Side of the grid on which points are told apart, m. */
#define WELD_M 1e-6

struct corner {
    struct vec3 p;
    struct pt uv;
};

struct mesh_builder {
    struct arena *a;
    struct corner (*tri)[3];
    uint8_t *slot;
    size_t n, cap;
    int n_slots;
};

struct mesh_builder *builder_new(struct arena *a)
{
    struct mesh_builder *b = arena_zalloc(a, sizeof *b);
    b->a = a;
    return b;
}

static void reserve(struct mesh_builder *b)
{
    if (b->n < b->cap) {
        return;
    }
    size_t cap = b->cap ? 2 * b->cap : 512;
    struct corner(*tri)[3] = arena_alloc(b->a, size_mul(cap, sizeof *tri));
    uint8_t *slot = arena_alloc(b->a, cap);
    if (b->n) {
        memcpy(tri, b->tri, b->n * sizeof *tri);
        memcpy(slot, b->slot, b->n);
    }
    b->tri = tri;
    b->slot = slot;
    b->cap = cap;
}

static int same_point(struct vec3 p, struct vec3 q)
{
    return fabs(p.x - q.x) < WELD_M && fabs(p.y - q.y) < WELD_M && fabs(p.z - q.z) < WELD_M;
}

void builder_triangle(struct mesh_builder *b, const struct vec3 p[3], const struct pt uv[3], int slot)
{
    if (slot < 0 || slot >= MESH_MAX_SLOTS) {
        BUG("slot %d", slot);
    }
    if (same_point(p[0], p[1]) || same_point(p[1], p[2]) || same_point(p[2], p[0])) {
        return;
    }
    reserve(b);
    for (int k = 0; k < 3; k++) {
        b->tri[b->n][k] = (struct corner){p[k], uv[k]};
    }
    b->slot[b->n++] = (uint8_t)slot;
    b->n_slots = slot >= b->n_slots ? slot + 1 : b->n_slots;
}

void builder_patch(struct mesh_builder *b, const struct vec3 p[4], const struct pt uv[4], int slot)
{
    /* top-left, top-right, bottom-right, bottom-left is clockwise from outside */
    builder_triangle(b, (struct vec3[]){p[3], p[2], p[1]}, (struct pt[]){uv[3], uv[2], uv[1]}, slot);
    builder_triangle(b, (struct vec3[]){p[3], p[1], p[0]}, (struct pt[]){uv[3], uv[1], uv[0]}, slot);
}

void builder_quad(struct mesh_builder *b, const struct vec3 p[4], struct box uv, int slot)
{
    struct pt t[4] = {{uv.x0, uv.y0}, {uv.x1, uv.y0}, {uv.x1, uv.y1}, {uv.x0, uv.y1}};
    builder_patch(b, p, t, slot);
}

size_t builder_mark(const struct mesh_builder *b)
{
    return b->n;
}

void builder_move(struct mesh_builder *b, size_t from, const struct xform *t)
{
    for (size_t i = from; i < b->n; i++) {
        for (int k = 0; k < 3; k++) {
            b->tri[i][k].p = xform_apply(t, b->tri[i][k].p);
        }
    }
}

/* --- points that are one, normals, vertices -------------------------------------------------------- */

/* An open hash table of numbers; the caller compares. */
struct table {
    uint32_t *at; /* number + 1, 0 = free */
    size_t mask;
};

static struct table table_new(struct arena *a, size_t n)
{
    size_t size = 16;
    while (size < 2 * n) {
        size *= 2;
    }
    return (struct table){arena_zarray(a, uint32_t, size), size - 1};
}

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9e3779b97f4a7c15u;
    return h ^ (h >> 29);
}

struct cell {
    int64_t x, y, z;
};

static struct cell cell_of(struct vec3 p)
{
    return (struct cell){llround(p.x / WELD_M), llround(p.y / WELD_M), llround(p.z / WELD_M)};
}

/* Numbers of points, in the order in which they first come; *where: of each, its first corner. */
static size_t weld(const struct mesh_builder *b, uint32_t *point, struct cell *where)
{
    struct table t = table_new(b->a, 3 * b->n);
    size_t n = 0;
    for (size_t i = 0; i < 3 * b->n; i++) {
        struct cell c = cell_of(b->tri[i / 3][i % 3].p);
        size_t h = mix(mix(mix(0, (uint64_t)c.x), (uint64_t)c.y), (uint64_t)c.z) & t.mask;
        while (t.at[h] && memcmp(&where[t.at[h] - 1], &c, sizeof c)) {
            h = (h + 1) & t.mask;
        }
        if (!t.at[h]) {
            where[n] = c;
            t.at[h] = (uint32_t)++n;
        }
        point[i] = t.at[h] - 1;
    }
    return n;
}

/* Triangles around each point: list[first[p]] .. list[first[p + 1] - 1] are corners. */
static void around(struct arena *a, const uint32_t *point, size_t n_corners, size_t n_points,
                   uint32_t **first, uint32_t **list)
{
    *first = arena_zarray(a, uint32_t, n_points + 2);
    *list = arena_array(a, uint32_t, n_corners + 1);
    uint32_t *count = *first + 1;
    for (size_t i = 0; i < n_corners; i++) {
        count[point[i] + 1]++;
    }
    for (size_t p = 1; p <= n_points; p++) {
        count[p] += count[p - 1];
    }
    for (size_t i = 0; i < n_corners; i++) {
        (*list)[count[point[i]]++] = (uint32_t)i;
    }
}

static struct vec3 face_normal(const struct corner *c)
{
    return vec3_cross(vec3_sub(c[1].p, c[0].p), vec3_sub(c[2].p, c[0].p));
}

static double corner_angle(const struct corner *c, int k)
{
    struct vec3 u = vec3_sub(c[(k + 1) % 3].p, c[k].p), v = vec3_sub(c[(k + 2) % 3].p, c[k].p);
    return atan2(vec3_len(vec3_cross(u, v)), vec3_dot(u, v));
}

/* Of each triangle: its normal, as long as twice its area, and of length 1; of each corner: its angle. */
struct faces {
    struct vec3 *normal, *unit;
    double *angle;
};

static struct faces faces_of(const struct mesh_builder *b)
{
    struct faces f = {arena_array(b->a, struct vec3, b->n), arena_array(b->a, struct vec3, b->n),
                      arena_array(b->a, double, 3 * b->n)};
    for (size_t i = 0; i < b->n; i++) {
        f.normal[i] = face_normal(b->tri[i]);
        f.unit[i] = vec3_unit(f.normal[i]);
        for (int k = 0; k < 3; k++) {
            f.angle[3 * i + (size_t)k] = corner_angle(b->tri[i], k);
        }
    }
    return f;
}

static struct vec3 shading_normal(const struct faces *f, size_t corner, const uint32_t *list,
                                  size_t n)
{
    struct vec3 own = f->unit[corner / 3], sum = {0};
    for (size_t i = 0; i < n; i++) {
        size_t t = list[i] / 3;
        if (vec3_dot(f->unit[t], own) > CREASE_COS) {
            sum = vec3_add(sum, vec3_scale(f->normal[t], f->angle[list[i]]));
        }
    }
    return vec3_len(sum) > 0 ? vec3_unit(sum) : own;
}

struct vertex {
    uint32_t point;
    int16_t normal[3]; /* in 1/16384: what is told apart */
    int16_t unused;
    float uv[2];
};

static uint32_t vertex_find(struct table *t, struct vertex *v, uint32_t *n, struct vertex want)
{
    uint32_t words[5];
    _Static_assert(sizeof words == sizeof want, "a vertex without padding");
    memcpy(words, &want, sizeof words);
    uint64_t h = 0;
    for (int i = 0; i < 5; i++) {
        h = mix(h, words[i]);
    }
    h &= t->mask;
    while (t->at[h] && memcmp(&v[t->at[h] - 1], &want, sizeof want)) {
        h = (h + 1) & t->mask;
    }
    if (!t->at[h]) {
        v[*n] = want;
        t->at[h] = ++*n;
    }
    return t->at[h] - 1;
}

static void set3(float out[3], struct vec3 v)
{
    out[0] = (float)v.x;
    out[1] = (float)v.y;
    out[2] = (float)v.z;
}

static void make_vertices(const struct mesh_builder *b, const uint32_t *point, size_t n_points,
                          struct mesh *out)
{
    size_t n = 3 * b->n;
    uint32_t *first, *list, n_vertices = 0;
    around(b->a, point, n, n_points, &first, &list);
    struct table t = table_new(b->a, n);
    struct vertex *v = arena_array(b->a, struct vertex, n);
    struct faces faces = faces_of(b);
    for (size_t i = 0; i < n; i++) {
        const struct corner *c = &b->tri[i / 3][i % 3];
        uint32_t p = point[i];
        struct vec3 s = shading_normal(&faces, i, list + first[p], first[p + 1] - first[p]);
        struct vertex want = {.point = p,
                              .normal = {(int16_t)lround(s.x * 16384), (int16_t)lround(s.y * 16384),
                                         (int16_t)lround(s.z * 16384)},
                              .uv = {(float)c->uv.x, (float)c->uv.y}};
        uint32_t before = n_vertices, at = vertex_find(&t, v, &n_vertices, want);
        out->tri[i / 3][i % 3] = at;
        if (at == before) {
            const struct corner *same = &b->tri[list[first[p]] / 3][list[first[p]] % 3];
            set3(out->pos[at], same->p);
            set3(out->normal[at], s);
            memcpy(out->uv[at], want.uv, sizeof want.uv);
        }
    }
    out->n_vertices = n_vertices;
}

enum st builder_end(struct mesh_builder *b, struct mesh *out, struct err *e)
{
    size_t n = 3 * b->n;
    *out = (struct mesh){.n_triangles = b->n, .n_slots = b->n_slots};
    if (b->n == 0) {
        return err_set(e, ST_RANGE, "a mesh without triangles");
    }
    for (size_t i = 0; i < n; i++) {
        struct vec3 p = b->tri[i / 3][i % 3].p;
        if (!(fabs(p.x) < 1000 && fabs(p.y) < 1000 && fabs(p.z) < 1000)) {
            return err_set(e, ST_RANGE, "a mesh larger than a kilometre");
        }
    }
    out->pos = arena_alloc(b->a, size_mul(n, sizeof *out->pos));
    out->normal = arena_alloc(b->a, size_mul(n, sizeof *out->normal));
    out->uv = arena_alloc(b->a, size_mul(n, sizeof *out->uv));
    out->tri = arena_alloc(b->a, size_mul(b->n, sizeof *out->tri));
    out->slot = memcpy(arena_alloc(b->a, b->n), b->slot, b->n);
    uint32_t *point = arena_array(b->a, uint32_t, n);
    struct cell *where = arena_array(b->a, struct cell, n);
    make_vertices(b, point, weld(b, point, where), out);
    return mesh_finish(out, e);
}
