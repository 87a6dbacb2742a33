// SPDX-License-Identifier: MIT
/*
 * shade - the picture.
 *
 * 1. Solid surfaces are drawn at `samples` times the size, as keys (raster_core.h).
 * 2. Light: lamps with shadow maps for the strongest (shade_shadow.c), a grid for what comes from everywhere
 *    (shade_volume.c).
 * 3. Row by row, pixels become points, points get light, and their shares are summed up.
 * 4. Clear surfaces are peeled off layer by layer from the front (Everitt, "Interactive order-independent
 *    transparency", 2001): each layer keeps what lies behind the one before and in front of what is solid. Then they are
 *    laid over the picture from the last to the first: each lets pass its colour's share and adds what it reflects.
 */
#include "raster/shade.h"

#include <string.h>

enum { MAX_LAYERS = 3 };

/* Bounds of a box that is moved, added to lo and hi. */
static void add_bounds(const struct scene *s, const struct object *o, f3 lo, f3 hi)
{
    const struct mesh *m = s->mesh[o->mesh];
    for (int k = 0; k < 8; k++) {
        struct vec3 p = {(double)(k & 1 ? m->hi : m->lo)[0], (double)(k & 2 ? m->hi : m->lo)[1],
                         (double)(k & 4 ? m->hi : m->lo)[2]};
        p = xform_apply(&o->world_from_object, p);
        float q[3] = {(float)p.x, (float)p.y, (float)p.z};
        for (int i = 0; i < 3; i++) {
            lo[i] = fminf(lo[i], q[i]);
            hi[i] = fmaxf(hi[i], q[i]);
        }
    }
}

/* Where light has to be known: around all that is in the picture and is not the room. */
static void focus(const struct scene *s, const struct frame *f, f3 lo, f3 hi)
{
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < 3; i++) {
            lo[i] = INFINITY;
            hi[i] = -INFINITY;
        }
        for (uint32_t i = 0; i < s->n_objects; i++) {
            const struct object *o = &s->object[i];
            /* The second time, if there is nothing else, the room too. */
            if (!o->camera_hidden && (pass || o->role != ROLE_ROOM) && !core_outside(s, i, f)) {
                add_bounds(s, o, lo, hi);
            }
        }
        if (lo[0] <= hi[0]) {
            break;
        }
    }
    for (int i = 0; i < 3; i++) {
        if (!(lo[i] <= hi[i])) {
            lo[i] = -1;
            hi[i] = 1;
        }
        float margin = 0.02F + 0.05F * (hi[i] - lo[i]);
        lo[i] -= margin;
        hi[i] += margin;
    }
}

static void find_aisle(struct shader *sh)
{
    const struct scene *s = sh->s;
    for (uint32_t i = 0; i < s->n_objects; i++) {
        const struct object *o = &s->object[i];
        const struct material *m = &s->material[o->material[0]];
        if (!o->camera_hidden || m->texture == SCENE_NONE) {
            continue;
        }
        f3 lo = {INFINITY, INFINITY, INFINITY}, hi = {-INFINITY, -INFINITY, -INFINITY};
        add_bounds(s, o, lo, hi);
        bool glows = m->emission[0] + m->emission[1] + m->emission[2] > 0;
        sh->aisle = (struct aisle){s->texture[m->texture].im,
                                   sh->chain[m->texture],
                                   hi[1],
                                   lo[0],
                                   hi[0],
                                   lo[2],
                                   hi[2],
                                   {0, 0, 0}};
        for (int k = 0; k < 3; k++) {
            sh->aisle.light[k] = glows ? m->emission[k] : 2 * sh->volume.ambient[k];
        }
        return;
    }
}

static int64_t *draw_solid(struct shader *sh, const struct frame *f, struct arena *a)
{
    struct target t = {.stride = sh->stride};
    t.key = arena_zarray(a, int64_t, size_mul(sh->stride, (size_t)sh->fine.height_px));
    core_scene(sh->s, f, CORE_SOLID, &sh->serials, &sh->scratch, &t);
    return t.key;
}

/* The next layer of clear surfaces behind `above` (NULL: the first), in the rows of f; NULL if there is none. Keys begin with
 * f's first row and hold those of `solid` where nothing clear is. */
static int64_t *draw_clear(struct shader *sh, const struct frame *f, const int64_t *solid,
                           const int64_t *above, struct arena *a)
{
    size_t n = size_mul(sh->stride, (size_t)(f->y1 - f->y0));
    struct target t = {.stride = sh->stride, .above = above, .key = arena_array(a, int64_t, n)};
    memcpy(t.key, solid, n * sizeof *t.key); /* only what is nearer than the solid layer gets in */
    core_scene(sh->s, f, CORE_CLEAR | CORE_FACING, &sh->serials, &sh->scratch, &t);
    return memcmp(t.key, solid, n * sizeof *t.key) ? t.key : NULL;
}

static void shade_solid(struct shader *sh, const int64_t *solid, float *empty, float *rgb[3])
{
    int w = sh->view.width_px;
    for (int y = 0; y < sh->view.height_px; y++) {
        surface_row(sh, y, solid, NULL, empty);
        surface_light(sh);
        for (int k = 0; k < 3; k++) {
            float *row = rgb[k] + (size_t)y * (size_t)w;
            for (int x = 0; x < w; x++) {
                row[x] = empty[x] * sh->s->ambient[k];
            }
            for (size_t i = 0; i < sh->points.n; i++) {
                rgb[k][sh->spot[i].pixel] += sh->spot[i].share * sh->points.out[k][i];
            }
        }
    }
}

/* Bilinear, edges repeat. */
static float look(const float *plane, int w, int h, float x, float y)
{
    x = fminf(fmaxf(x, 0), (float)(w - 1));
    y = fminf(fmaxf(y, 0), (float)(h - 1));
    int x0 = (int)x, y0 = (int)y, x1 = x0 + 1 < w ? x0 + 1 : x0, y1 = y0 + 1 < h ? y0 + 1 : y0;
    float ax = x - (float)x0, ay = y - (float)y0;
    const float *p = plane + (size_t)y0 * (size_t)w, *q = plane + (size_t)y1 * (size_t)w;
    return (1 - ay) * (p[x0] + ax * (p[x1] - p[x0])) + ay * (q[x0] + ax * (q[x1] - q[x0]));
}

/* Lay a clear layer over rows y0 <= y < y1 of the picture. */
static void shade_clear(struct shader *sh, const int64_t *layer, const int64_t *solid, int y0,
                        int y1, struct arena *a, float *rgb[3])
{
    int w = sh->view.width_px, h = sh->view.height_px;
    size_t n = (size_t)w * (size_t)h, rows = (size_t)(y0 * sh->samples) * sh->stride;
    float *behind[3];
    for (int k = 0; k < 3; k++) {
        behind[k] = arena_array(a, float, n);
        memcpy(behind[k], rgb[k], n * sizeof *behind[k]);
    }
    for (int y = y0; y < y1; y++) {
        surface_row(sh, y, layer - rows, solid - rows, NULL);
        surface_light(sh);
        for (size_t i = 0; i < sh->points.n; i++) {
            const struct spot *s = &sh->spot[i];
            float x = (float)(s->pixel % (uint32_t)w) + s->shift[0], v = (float)y + s->shift[1];
            for (int k = 0; k < 3; k++) {
                float through = s->through[k] * look(behind[k], w, h, x, v) + sh->points.out[k][i];
                rgb[k][s->pixel] += s->share * (through - behind[k][s->pixel]);
            }
        }
    }
}

/* First and last row of pixels that clear objects can reach; false if there are none. */
static bool clear_rows(const struct shader *sh, const struct frame *f, int *y0, int *y1)
{
    double lo = HUGE_VAL, hi = -HUGE_VAL;
    for (uint32_t i = 0; i < sh->s->n_objects; i++) {
        const struct object *o = &sh->s->object[i];
        if (o->camera_hidden || !core_has(sh->s, i, CORE_CLEAR) || core_outside(sh->s, i, f)) {
            continue;
        }
        f3 a = {INFINITY, INFINITY, INFINITY}, b = {-INFINITY, -INFINITY, -INFINITY};
        add_bounds(sh->s, o, a, b);
        for (int k = 0; k < 8; k++) {
            struct vec3 p = {(double)(k & 1 ? b : a)[0], (double)(k & 2 ? b : a)[1],
                             (double)(k & 4 ? b : a)[2]};
            struct pt q;
            /* Through a lens a box's edges bow out from its corners: a hundredth of the picture more. */
            double slack = 2 + (f->bent ? 0.02 * sh->view.height_px : 0);
            if (view_project(&sh->view, p, &q, NULL)) {
                lo = fmin(lo, q.y - slack);
                hi = fmax(hi, q.y + slack);
            } else {
                lo = 0;
                hi = sh->view.height_px;
            }
        }
    }
    *y0 = (int)clampd(floor(lo), 0, sh->view.height_px);
    *y1 = (int)clampd(ceil(hi), 0, sh->view.height_px);
    return *y0 < *y1;
}

static void shade_layers(struct shader *sh, const struct frame *f, struct arena *a, float *rgb[3])
{
    int64_t *solid = draw_solid(sh, f, a);
    shade_solid(sh, solid, arena_array(a, float, (size_t)sh->view.width_px), rgb);
    int y0, y1;
    if (!clear_rows(sh, f, &y0, &y1)) {
        return;
    }
    struct frame part = *f;
    part.y0 = y0 * sh->samples;
    part.y1 = y1 * sh->samples;
    solid += (size_t)part.y0 * sh->stride;
    int64_t *layer[MAX_LAYERS];
    int n = 0;
    while (n < MAX_LAYERS &&
           (layer[n] = draw_clear(sh, &part, solid, n ? layer[n - 1] : NULL, a))) {
        n++;
    }
    while (n > 0) {
        shade_clear(sh, layer[--n], solid, y0, y1, a, rgb);
    }
}

void raster_shade(const struct scene *s, const struct view *v, int samples, struct arena *a,
                  float *rgb[3])
{
    struct shader sh = {.s = s, .view = *v, .fine = *v};
    sh.samples = samples < 1 ? 1 : samples > SHADER_MAX_SAMPLES ? SHADER_MAX_SAMPLES : samples;
    sh.fine.width_px *= sh.samples;
    sh.fine.height_px *= sh.samples;
    sh.fine.f_px *= sh.samples;
    sh.fine.cx_px *= sh.samples;
    sh.fine.cy_px *= sh.samples;
    rays_init(&sh.rays, &sh.fine);
    sh.stride = (size_t)sh.fine.width_px + CORE_PAD;
    sh.serials = serials_of_scene(s, a);
    core_scratch_init(&sh.scratch, s, a);
    sh.chain = arena_array(a, const struct chain *, s->n_textures + 1);
    for (size_t i = 0; i < s->n_textures; i++) {
        sh.chain[i] = chain_get(&s->texture[i]);
    }
    struct frame f = frame_of_window(&sh.fine, 0, 0, sh.fine.width_px, sh.fine.height_px);
    f3 lo, hi;
    focus(s, &f, lo, hi);
    /* Effort follows the picture's size: a crop of a product needs less light than a shelf. */
    double pixels = (double)v->width_px * v->height_px;
    int map_px = pixels > 1e5 ? 512 : 256;
    lamps_init(&sh.lamps, s, lo, hi, pixels > 1e5 ? 3 : 2, map_px, a);
    volume_init(&sh.volume, s, sh.chain, &sh.lamps, lo, hi, (size_t)clampd(pixels / 8, 1500, 40000),
                a);
    find_aisle(&sh);
    /* A pixel has at most eight points (surface_row), a row of them in one go. */
    size_t most = (size_t)v->width_px * 8;
    points_init(&sh.points, most, a);
    looks_init(&sh.looks, most, a);
    sh.spot = arena_array(a, struct spot, most);
    sh.nook = arena_array(a, struct nook, most);
    sh.seed = arena_array(a, uint8_t, most);
    shade_layers(&sh, &f, a, rgb);
    for (size_t i = 0; i < s->n_textures; i++) {
        chain_put(sh.chain[i]);
    }
}
