// SPDX-License-Identifier: MIT
/*
 * shapes - one entry a SKU, made under the entry's own lock.
 *
 * The table's lock is held only to find or add an entry, so that two threads build two shapes at once and
 * none builds one twice. A failure is kept like a result.
 *
 * Outlines of texts. An edge of n chords on a surface of curvature k strays by k (L / n)^2 / 8 from it;
 * rather than ask the surface for k, n is doubled until no chord's middle is farther than half the tolerance
 * from the surface's.
 */
#include "shelf/shapes.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "shelf/shape_model.h"

/* How far an outline may stray from the surface, m; and the most chords of an edge. */
#define OUTLINE_TOLERANCE_M 0.3e-3
enum { MOST_CHORDS = 128, FIRST_ENTRIES = 256 };

/* --- outlines ------------------------------------------------------------------------------------- */

struct edge {
    struct vec3 p[MOST_CHORDS + 1], n[MOST_CHORDS + 1];
};

/* Points 0, step, 2 step ... of an edge from a to b in the texture, those of `skip` left out. */
static int edge_fill(const struct mesh_uv *m, struct pt a, struct pt b, int step, int skip,
                     struct edge *out)
{
    for (int i = 0; i <= MOST_CHORDS; i += step) {
        double t = (double)i / MOST_CHORDS;
        if (skip && i % skip == 0) {
            continue;
        }
        if (!mesh_uv_at(m, a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, &out->p[i], &out->n[i])) {
            return 0;
        }
    }
    return 1;
}

static double strays(const struct edge *e, int step)
{
    double most = 0;
    for (int i = 0; i < MOST_CHORDS; i += step) {
        struct vec3 middle = vec3_scale(vec3_add(e->p[i], e->p[i + step]), 0.5);
        most = fmax(most, vec3_len(vec3_sub(e->p[i + step / 2], middle)));
    }
    return most;
}

static size_t outline(const struct mesh_uv *m, const struct quad *q, struct arena *a,
                      struct vec3 **p, struct vec3 **normal)
{
    struct edge top, foot;
    int step = MOST_CHORDS / 2;
    if (!edge_fill(m, q->p[0], q->p[1], step, 0, &top) || !edge_fill(m, q->p[3], q->p[2], step, 0, &foot)) {
        return 0;
    }
    /* two chords at least, so that each step down has been seen to be enough by its halves */
    while (step > 1) {
        if (!edge_fill(m, q->p[0], q->p[1], step / 2, step, &top) ||
            !edge_fill(m, q->p[3], q->p[2], step / 2, step, &foot)) {
            return 0;
        }
        if (fmax(strays(&top, step), strays(&foot, step)) < 0.5 * OUTLINE_TOLERANCE_M) {
            break;
        }
        step /= 2;
    }
    size_t half = (size_t)(MOST_CHORDS / step) + 1;
    *p = arena_array(a, struct vec3, 2 * half);
    *normal = arena_array(a, struct vec3, 2 * half);
    for (size_t i = 0; i < half; i++) {
        (*p)[i] = top.p[i * (size_t)step];
        (*normal)[i] = top.n[i * (size_t)step];
        (*p)[2 * half - 1 - i] = foot.p[i * (size_t)step];
        (*normal)[2 * half - 1 - i] = foot.n[i * (size_t)step];
    }
    return 2 * half;
}

size_t shape_outline(const struct mesh *m, const struct quad *q, struct arena *a, struct vec3 **p,
                     struct vec3 **normal)
{
    struct mesh_uv x;
    mesh_uv_init(&x, m, 0, a);
    return outline(&x, q, a, p, normal);
}

/* --- what a pack hides of its own print ------------------------------------------------------------ */

/* How far over a text something of the pack may stand and hide it, m; and how far off the print a ray begins.
 */
#define COVER_M 30e-3
#define START_M 0.4e-3
/* Points of a text's middle line that are tried, and how many of them may be hidden. */
enum { COVER_POINTS = 7, COVER_MOST = 1 };

/* Whether a ray from o along d, of length 1, meets a triangle within COVER_M (Moeller & Trumbore 1997). */
static bool meets(const struct mesh *m, const uint32_t *t, struct vec3 o, struct vec3 d)
{
    const float *p = m->pos[t[0]], *q = m->pos[t[1]], *r = m->pos[t[2]];
    struct vec3 a = {(double)p[0], (double)p[1], (double)p[2]};
    struct vec3 ab = {(double)q[0] - a.x, (double)q[1] - a.y, (double)q[2] - a.z};
    struct vec3 ac = {(double)r[0] - a.x, (double)r[1] - a.y, (double)r[2] - a.z};
    struct vec3 h = vec3_cross(d, ac), ao = vec3_sub(o, a), k = vec3_cross(ao, ab);
    double det = vec3_dot(ab, h);
    if (fabs(det) < 1e-15) {
        return false;
    }
    double u = vec3_dot(ao, h) / det, v = vec3_dot(d, k) / det, w = vec3_dot(ac, k) / det;
    return u >= 0 && v >= 0 && u + v <= 1 && w > 0 && w < COVER_M;
}

/* Is a triangle all on one side of a box? Nearly all are. */
static bool beside(const struct mesh *m, const uint32_t *t, const float lo[3], const float hi[3])
{
    const float *p = m->pos[t[0]], *q = m->pos[t[1]], *r = m->pos[t[2]];
    for (int k = 0; k < 3; k++) {
        if ((p[k] < lo[k] && q[k] < lo[k] && r[k] < lo[k]) ||
            (p[k] > hi[k] && q[k] > hi[k] && r[k] > hi[k])) {
            return true;
        }
    }
    return false;
}

static bool covered(const struct mesh *m, struct vec3 p, struct vec3 n)
{
    struct vec3 o = vec3_add(p, vec3_scale(n, START_M)), end = vec3_add(o, vec3_scale(n, COVER_M));
    const float slack = 1e-5f; /* m */
    float lo[3] = {(float)fmin(o.x, end.x) - slack, (float)fmin(o.y, end.y) - slack,
                   (float)fmin(o.z, end.z) - slack};
    float hi[3] = {(float)fmax(o.x, end.x) + slack, (float)fmax(o.y, end.y) + slack,
                   (float)fmax(o.z, end.z) + slack};
    for (size_t i = 0; i < m->n_triangles; i++) {
        if (!beside(m, m->tri[i], lo, hi) && meets(m, m->tri[i], o, n)) {
            return true;
        }
    }
    return false;
}

/* A text under a cap: printed, never seen. */
static bool hidden(const struct mesh_uv *m, const struct quad *q)
{
    int n = 0;
    for (int i = 0; i < COVER_POINTS; i++) {
        double t = (i + 0.5) / COVER_POINTS, s = 1 - t;
        struct pt l = {(q->p[0].x + q->p[3].x) / 2, (q->p[0].y + q->p[3].y) / 2};
        struct pt r = {(q->p[1].x + q->p[2].x) / 2, (q->p[1].y + q->p[2].y) / 2};
        struct vec3 p, normal;
        if (mesh_uv_at(m, l.x * s + r.x * t, l.y * s + r.y * t, &p, &normal)) {
            n += covered(m->mesh, p, normal);
        }
    }
    return n > COVER_MOST;
}

/* --- entries -------------------------------------------------------------------------------------- */

struct entry {
    const struct sku *sku;
    pthread_mutex_t lock;
    bool made;
    enum st st;
    struct err err;
    struct arena arena;
    struct shape shape;
};

struct shape_cache {
    struct shape_options options;
    pthread_mutex_t lock;   /* of the table */
    pthread_mutex_t baking; /* one bake at a time */
    struct entry **entry;   /* open hash table by address of the SKU; half of it free */
    size_t size, used;
};

static void *keep(struct arena *a, const void *src, size_t len)
{
    return memcpy(arena_alloc(a, len), src, len);
}

/* What the building needed on the way is not kept. */
static void mesh_keep(struct mesh *m, struct arena *a)
{
    m->pos = keep(a, m->pos, m->n_vertices * sizeof *m->pos);
    m->normal = keep(a, m->normal, m->n_vertices * sizeof *m->normal);
    m->uv = keep(a, m->uv, m->n_vertices * sizeof *m->uv);
    m->tri = keep(a, m->tri, m->n_triangles * sizeof *m->tri);
    m->slot = keep(a, m->slot, m->n_triangles);
}

static void texts(struct entry *en, const struct art *art, struct arena *work)
{
    if (!art || art->n_texts == 0) {
        return;
    }
    struct shape_text *t = arena_array(&en->arena, struct shape_text, art->n_texts);
    size_t n = 0;
    struct mesh_uv at;
    mesh_uv_init(&at, &en->shape.mesh, 0, work);
    for (size_t i = 0; i < art->n_texts; i++) {
        const struct art_text *from = &art->text[i];
        struct vec3 *p, *normal;
        if (hidden(&at, &from->quad)) {
            continue;
        }
        size_t points = outline(&at, &from->quad, &en->arena, &p, &normal);
        if (points) {
            t[n++] = (struct shape_text){.text = arena_dup(&en->arena, from->text, strlen(from->text)),
                                         .kind = arena_dup(&en->arena, from->kind, strlen(from->kind)),
                                         .p = p,
                                         .normal = normal,
                                         .n = points};
        }
    }
    en->shape.text = t;
    en->shape.n_texts = n;
}

static enum st make(struct shape_cache *c, struct entry *en, const struct art *art, struct err *e)
{
    struct arena work = {0};
    enum st st;
    if (en->sku->shape == SHAPE_MODEL) {
        pthread_mutex_lock(&c->baking);
        st = shape_model_load(&c->options, en->sku, &work, &en->shape, e);
        pthread_mutex_unlock(&c->baking);
        for (int k = 0; k < MESH_MAX_SLOTS && !st; k++) {
            const char *key = en->shape.texture[k].key;
            en->shape.texture[k].key = key ? arena_dup(&en->arena, key, strlen(key)) : NULL;
        }
    } else {
        st = pack_mesh(en->sku, &work, &en->shape.mesh, e);
    }
    if (!st) {
        mesh_keep(&en->shape.mesh, &en->arena);
        texts(en, art, &work);
    }
    arena_release(&work);
    return st;
}

static size_t place_of(const struct shape_cache *c, const struct sku *s)
{
    size_t h = (size_t)(((uintptr_t)s >> 4) * 0x9e3779b97f4a7c15u >> 20) & (c->size - 1);
    while (c->entry[h] && c->entry[h]->sku != s) {
        h = (h + 1) & (c->size - 1);
    }
    return h;
}

static void *alloc_zero(size_t n, size_t size)
{
    void *p = calloc(n, size);
    if (!p) {
        BUG("out of memory: %zu bytes for shapes", n * size);
    }
    return p;
}

static void table_grow(struct shape_cache *c)
{
    struct entry **old = c->entry;
    size_t size = c->size;
    c->size = size ? 2 * size : FIRST_ENTRIES;
    c->entry = alloc_zero(c->size, sizeof *c->entry);
    for (size_t i = 0; i < size; i++) {
        if (old[i]) {
            c->entry[place_of(c, old[i]->sku)] = old[i];
        }
    }
    free(old);
}

static struct entry *entry_of(struct shape_cache *c, const struct sku *s)
{
    pthread_mutex_lock(&c->lock);
    if (2 * (c->used + 1) > c->size) {
        table_grow(c);
    }
    size_t at = place_of(c, s);
    if (!c->entry[at]) {
        c->entry[at] = alloc_zero(1, sizeof **c->entry);
        c->entry[at]->sku = s;
        pthread_mutex_init(&c->entry[at]->lock, NULL);
        c->used++;
    }
    struct entry *en = c->entry[at];
    pthread_mutex_unlock(&c->lock);
    return en;
}

struct shape_cache *shape_cache_new(const struct shape_options *o)
{
    struct shape_cache *c = alloc_zero(1, sizeof *c);
    if (o) {
        c->options = *o;
    }
    pthread_mutex_init(&c->lock, NULL);
    pthread_mutex_init(&c->baking, NULL);
    return c;
}

void shape_cache_free(struct shape_cache *c)
{
    if (!c) {
        return;
    }
    for (size_t i = 0; i < c->size; i++) {
        struct entry *en = c->entry[i];
        if (en) {
            shape_model_release(&en->shape);
            arena_release(&en->arena);
            pthread_mutex_destroy(&en->lock);
            free(en);
        }
    }
    pthread_mutex_destroy(&c->lock);
    pthread_mutex_destroy(&c->baking);
    free(c->entry);
    free(c);
}

enum st shape_of(struct shape_cache *c, const struct sku *s, const struct art *art, const struct shape **out,
                 struct err *e)
{
    struct entry *en = entry_of(c, s);
    pthread_mutex_lock(&en->lock);
    if (!en->made) {
        en->st = make(c, en, art, &en->err);
        en->made = true;
    }
    pthread_mutex_unlock(&en->lock);
    if (en->st) {
        return err_set(e, en->st, "%s", en->err.msg);
    }
    *out = &en->shape;
    return ST_OK;
}

void shape_materials(const struct shape *sh, const struct sku *s, double wear,
                     struct material out[MESH_MAX_SLOTS])
{
    if (!sh->model) {
        pack_materials(s, &sh->mesh, wear, out);
        return;
    }
    for (int k = 0; k < sh->mesh.n_slots; k++) {
        out[k] = sh->material[k];
        out[k].roughness =
            (float)clampd((double)out[k].roughness + 0.3 * wear * (1 - (double)out[k].roughness), 0, 1);
    }
}
