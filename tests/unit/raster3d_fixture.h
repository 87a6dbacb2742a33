// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TESTS_RASTER3D_FIXTURE_H
#define ERSATZ_TESTS_RASTER3D_FIXTURE_H
/* Small scenes made by hand: boxes, tessellated panels, a camera that looks along +y. */
#include <string.h>

#include "base/rng.h"
#include "raster/raster3d.h"

enum { FIX_MAX = 64 };

struct fix {
    struct arena a;
    struct scene s;
    const struct mesh *mesh[FIX_MAX];
    struct object object[FIX_MAX];
    struct material material[FIX_MAX];
    struct texture texture[FIX_MAX];
    struct light light[8];
};

static inline void fix_init(struct fix *f)
{
    memset(f, 0, sizeof *f);
    f->s.mesh = f->mesh;
    f->s.object = f->object;
    f->s.material = f->material;
    f->s.texture = f->texture;
    f->s.light = f->light;
}

static inline uint32_t fix_material(struct fix *f, float r, float g, float b)
{
    f->material[f->s.n_materials] = (struct material){
        .base_color = {r, g, b}, .texture = SCENE_NONE, .roughness = 1, .specular = 0, .alpha = 1, .ior = 1.45F};
    return (uint32_t)f->s.n_materials++;
}

static inline void fix_bounds(struct mesh *m)
{
    for (int k = 0; k < 3; k++) {
        m->lo[k] = INFINITY;
        m->hi[k] = -INFINITY;
        for (size_t i = 0; i < m->n_vertices; i++) {
            m->lo[k] = fminf(m->lo[k], m->pos[i][k]);
            m->hi[k] = fmaxf(m->hi[k], m->pos[i][k]);
        }
    }
}

static inline struct mesh *fix_mesh(struct fix *f, size_t nv, size_t nt)
{
    struct mesh *m = arena_zarray(&f->a, struct mesh, 1);
    m->pos = arena_zalloc(&f->a, nv * sizeof *m->pos);
    m->normal = arena_zalloc(&f->a, nv * sizeof *m->normal);
    m->uv = arena_zalloc(&f->a, nv * sizeof *m->uv);
    m->tri = arena_zalloc(&f->a, nt * sizeof *m->tri);
    m->slot = arena_zalloc(&f->a, nt);
    m->n_vertices = nv;
    m->n_triangles = nt;
    m->n_slots = 1;
    return m;
}

/* A panel from corner o along the vectors p (u of the texture) and q (v), nx by ny cells; outside is p x q turned round:
 * seen with p to the right and q down it faces the viewer. */
static inline struct mesh *fix_panel(struct fix *f, struct vec3 o, struct vec3 p, struct vec3 q, int nx, int ny)
{
    struct mesh *m = fix_mesh(f, (size_t)(nx + 1) * (size_t)(ny + 1), (size_t)nx * (size_t)ny * 2);
    struct vec3 n = vec3_unit(vec3_cross(q, p));
    for (int j = 0, i = 0; j <= ny; j++) {
        for (int k = 0; k <= nx; k++, i++) {
            double u = (double)k / nx, v = (double)j / ny;
            struct vec3 at = vec3_add(o, vec3_add(vec3_scale(p, u), vec3_scale(q, v)));
            memcpy(m->pos[i], (float[3]){(float)at.x, (float)at.y, (float)at.z}, sizeof m->pos[i]);
            memcpy(m->normal[i], (float[3]){(float)n.x, (float)n.y, (float)n.z}, sizeof m->normal[i]);
            memcpy(m->uv[i], (float[2]){(float)u, (float)v}, sizeof m->uv[i]);
        }
    }
    for (int j = 0, i = 0; j < ny; j++) {
        for (int k = 0; k < nx; k++, i += 2) {
            uint32_t a = (uint32_t)(j * (nx + 1) + k), b = a + 1, c = a + (uint32_t)nx + 1, d = c + 1;
            memcpy(m->tri[i], (uint32_t[3]){a, c, b}, sizeof m->tri[i]);
            memcpy(m->tri[i + 1], (uint32_t[3]){b, c, d}, sizeof m->tri[i + 1]);
        }
    }
    fix_bounds(m);
    return m;
}

/* An axis-parallel box. */
static inline struct mesh *fix_box(struct fix *f, struct vec3 lo, struct vec3 hi)
{
    struct mesh *m = fix_mesh(f, 24, 12);
    /* Each face: its corner, to the right and down as seen from outside, as bits of x y z. */
    static const int face[6][4] = {
        {4, 5, 0, 1}, {7, 6, 3, 2}, {6, 4, 2, 0}, {5, 7, 1, 3}, {6, 7, 4, 5}, {0, 1, 2, 3},
    };
    static const float normal[6][3] = {{0, -1, 0}, {0, 1, 0}, {-1, 0, 0}, {1, 0, 0}, {0, 0, 1}, {0, 0, -1}};
    for (int k = 0; k < 6; k++) {
        for (int c = 0; c < 4; c++) {
            int b = face[k][c];
            float p[3] = {(float)(b & 1 ? hi.x : lo.x), (float)(b & 2 ? hi.y : lo.y), (float)(b & 4 ? hi.z : lo.z)};
            memcpy(m->pos[4 * k + c], p, sizeof p);
            memcpy(m->normal[4 * k + c], normal[k], sizeof normal[k]);
            memcpy(m->uv[4 * k + c], (float[2]){(float)(c & 1), (float)(c >> 1)}, sizeof m->uv[0]);
        }
        uint32_t v = (uint32_t)(4 * k);
        memcpy(m->tri[2 * k], (uint32_t[3]){v, v + 2, v + 1}, sizeof m->tri[0]);
        memcpy(m->tri[2 * k + 1], (uint32_t[3]){v + 1, v + 2, v + 3}, sizeof m->tri[0]);
    }
    fix_bounds(m);
    return m;
}

static inline uint32_t fix_add(struct fix *f, const struct mesh *m, struct xform where, uint32_t material)
{
    f->mesh[f->s.n_meshes] = m;
    struct object *o = &f->object[f->s.n_objects];
    *o = (struct object){.mesh = (uint32_t)f->s.n_meshes++, .world_from_object = where, .role = ROLE_ITEM,
                         .item = SCENE_NONE, .tag = SCENE_NONE};
    for (int k = 0; k < MESH_MAX_SLOTS; k++) {
        o->material[k] = material;
    }
    return (uint32_t)f->s.n_objects++;
}

/* At `eye`, looking along +y, then turned about the vertical (counter-clockwise from above). */
static inline struct xform fix_camera(struct vec3 eye, double yaw_rad)
{
    struct xform look = {{{1, 0, 0, 0}, {0, 0, -1, 0}, {0, 1, 0, 0}}}; /* x right, y down = -z, z forward = y */
    struct xform turn = xform_turn_z(-yaw_rad);
    struct xform r = xform_mul(&look, &turn);
    struct xform back = xform_move(-eye.x, -eye.y, -eye.z);
    return xform_mul(&r, &back);
}

static inline struct view fix_view(int w, int h, double f_px, struct vec3 eye, double yaw_rad)
{
    return (struct view){.width_px = w, .height_px = h, .f_px = f_px, .cx_px = 0.5 * w, .cy_px = 0.5 * h,
                         .cam_from_world = fix_camera(eye, yaw_rad)};
}

/* Boxes of all sizes, turned anyhow, some behind the camera, some through the picture's edges. */
static inline void fix_clutter(struct fix *f, int n, uint64_t seed)
{
    struct rng r = rng_stream(seed, RNG_TEXT, 0, 0);
    uint32_t white = fix_material(f, 0.8F, 0.8F, 0.8F);
    for (int i = 0; i < n; i++) {
        double x = rng_uniform(&r, 0.02, 0.4), y = rng_uniform(&r, 0.02, 0.4), z = rng_uniform(&r, 0.02, 0.4);
        struct xform a = xform_turn_x(rng_uniform(&r, -3, 3)), b = xform_turn_z(rng_uniform(&r, -3, 3));
        struct xform t = xform_mul(&a, &b);
        t.m[0][3] = rng_uniform(&r, -1, 1);
        t.m[1][3] = rng_uniform(&r, -0.3, 2);
        t.m[2][3] = rng_uniform(&r, -1, 1);
        fix_add(f, fix_box(f, (struct vec3){-x, -y, -z}, (struct vec3){x, y, z}), t, white);
    }
}

#endif
