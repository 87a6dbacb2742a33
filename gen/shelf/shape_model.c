// SPDX-License-Identifier: MIT
/*
 * shape_model - models that users bring.
 *
 * A model may lie on its back, or have its width where depth should be. With the size that the catalogue
 * says, the six ways of naming its axes are compared by d = max |log(extent / size)| after the best common
 * scale; the way it came is kept unless another is better by TURN_GAIN. Then each axis is scaled to the size.
 * Normals go with the inverse of the scale.
 */
#include "shelf/shape_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"

/* A turn must bring the worst proportion nearer by this factor. */
#define TURN_GAIN 1.15

/* Rotations that map axis k of the result from axis from[k] of the model, with signs of determinant 1. */
struct turn {
    int from[3], sign[3];
};
static const struct turn turns[6] = {
    {{0, 1, 2}, {1, 1, 1}},  /* as it is */
    {{1, 0, 2}, {-1, 1, 1}}, /* about z: x' = -y, y' = x */
    {{0, 2, 1}, {1, -1, 1}}, /* y up becomes z up */
    {{2, 1, 0}, {-1, 1, 1}}, /* x up */
    {{1, 2, 0}, {1, 1, 1}},  {{2, 0, 1}, {1, 1, 1}},
};

/* How far extents are from a size in proportion: 0 = alike. */
static double unlike(const double extent[3], const double size[3], const struct turn *t)
{
    double lo = HUGE_VAL, hi = -HUGE_VAL;
    for (int k = 0; k < 3; k++) {
        double r = log(fmax(extent[t->from[k]], 1e-9) / size[k]);
        lo = fmin(lo, r);
        hi = fmax(hi, r);
    }
    return (hi - lo) / 2;
}

static const struct turn *best_turn(const double extent[3], const double size[3])
{
    const struct turn *best = &turns[0];
    double least = unlike(extent, size, best) - log(TURN_GAIN);
    for (int i = 1; i < 6; i++) {
        double d = unlike(extent, size, &turns[i]);
        if (d < least - 1e-9) {
            least = d;
            best = &turns[i];
        }
    }
    return best;
}

static void turn_and_scale(struct mesh *m, const struct turn *t, const double scale[3])
{
    for (size_t i = 0; i < m->n_vertices; i++) {
        float p[3], n[3];
        double q[3], len = 0;
        memcpy(p, m->pos[i], sizeof p);
        memcpy(n, m->normal[i], sizeof n);
        for (int k = 0; k < 3; k++) {
            m->pos[i][k] = (float)(t->sign[k] * scale[k] * (double)p[t->from[k]]);
            q[k] = t->sign[k] * (double)n[t->from[k]] / scale[k];
            len += q[k] * q[k];
        }
        for (int k = 0; k < 3; k++) {
            m->normal[i][k] = len > 0 ? (float)(q[k] / sqrt(len)) : k == 2;
        }
    }
}

static void move(struct mesh *m, const double by[3])
{
    for (size_t i = 0; i < m->n_vertices; i++) {
        for (int k = 0; k < 3; k++) {
            m->pos[i][k] = (float)((double)m->pos[i][k] + by[k]);
        }
    }
}

enum st shape_model_place(struct mesh *m, const double size_mm[3], struct err *e)
{
    enum st st = mesh_finish(m, e);
    if (st) {
        return st;
    }
    const struct turn *turn = &turns[0];
    double extent[3], scale[3] = {1, 1, 1};
    for (int k = 0; k < 3; k++) {
        extent[k] = (double)m->hi[k] - (double)m->lo[k];
    }
    if (size_mm[0] > 0 && size_mm[1] > 0 && size_mm[2] > 0) {
        turn = best_turn(extent, size_mm);
        for (int k = 0; k < 3; k++) {
            double had = extent[turn->from[k]];
            scale[k] = had > 1e-9 ? size_mm[k] * 1e-3 / had : 1;
        }
    }
    turn_and_scale(m, turn, scale);
    st = mesh_finish(m, e);
    if (st) {
        return st;
    }
    const double by[3] = {-((double)m->lo[0] + (double)m->hi[0]) / 2,
                          -((double)m->lo[1] + (double)m->hi[1]) / 2, -(double)m->lo[2]};
    move(m, by);
    return mesh_finish(m, e);
}

/* --- files ---------------------------------------------------------------------------------------- */

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);
    return n >= k && !strcmp(s + n - k, end);
}

static enum st picture_load(const char *path, struct arena *a, struct texture *out, struct err *e)
{
    struct image *im = calloc(1, sizeof *im);
    if (!im) {
        return err_set(e, ST_NOMEM, "no memory for '%s'", path);
    }
    char sha[65];
    enum st st = image_read(path, 3, im, e);
    if (!st) {
        st = file_sha256(path, sha, e);
    }
    if (st) {
        image_release(im);
        free(im);
        return st;
    }
    out->im = im;
    out->key = arena_dup(a, sha, 64);
    return ST_OK;
}

static enum st mesh_file_load(const char *path, struct arena *a, struct shape_baked *b, struct err *e)
{
    struct buf file = {0};
    enum st st = file_read(path, &file, e);
    if (!st) {
        st = mesh_parse(&b->mesh, path, file.data, file.len, a, e);
    }
    buf_release(&file);
    for (int k = 0; k < MESH_MAX_SLOTS; k++) {
        b->base_color[k][0] = b->base_color[k][1] = b->base_color[k][2] = 0.7f;
        b->roughness[k] = 0.5f;
        b->alpha[k] = 1;
    }
    return st;
}

static void materials(const struct shape_baked *b, struct shape *out)
{
    for (int k = 0; k < b->mesh.n_slots; k++) {
        out->material[k] = (struct material){.texture = SCENE_NONE,
                                             .roughness = b->roughness[k],
                                             .specular = 0.5f,
                                             .metallic = b->metallic[k] >= 0.5f,
                                             .ior = 1.45f,
                                             .alpha = b->alpha[k]};
        memcpy(out->material[k].base_color, b->base_color[k], sizeof b->base_color[k]);
    }
}

enum st shape_model_load(const struct shape_options *o, const struct sku *s, struct arena *a,
                         struct shape *out, struct err *e)
{
    struct shape_baked b = {.texture = {NULL}};
    enum st st;
    out->model = true;
    if (!s->model) {
        return err_set(e, ST_RANGE, "SKU '%s' is a model and names none", s->id);
    }
    if (ends_with(s->model, ".mesh")) {
        st = mesh_file_load(s->model, a, &b, e);
        b.texture[0] = s->front;
    } else if (o->bake) {
        st = o->bake(o->bake_ctx, s->model, s->front, a, &b, e);
    } else {
        return err_set(e, ST_RANGE,
                       "SKU '%s': '%s' needs Blender, and this run has none (.mesh files do not)", s->id,
                       s->model);
    }
    if (!st) {
        st = shape_model_place(&b.mesh, s->size_mm, e);
    }
    for (int k = 0; !st && k < b.mesh.n_slots; k++) {
        st = b.texture[k] ? picture_load(b.texture[k], a, &out->texture[k], e) : ST_OK;
    }
    if (st) {
        return err_wrap(e, st, "SKU '%s': ", s->id);
    }
    materials(&b, out);
    out->mesh = b.mesh;
    return ST_OK;
}

void shape_model_release(struct shape *sh)
{
    for (int k = 0; k < MESH_MAX_SLOTS; k++) {
        struct image *im = (struct image *)(uintptr_t)sh->texture[k].im; /* ours, lent as const */
        if (im) {
            image_release(im);
            free(im);
        }
        sh->texture[k] = (struct texture){0};
    }
}
