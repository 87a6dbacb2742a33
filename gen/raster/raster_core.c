// SPDX-License-Identifier: MIT
/*
 * raster_core - half-space rasterisation (Pineda, "A parallel algorithm for polygon rasterization", SIGGRAPH 1988).
 *
 * Corners are rounded to 1/256 px. An edge from a to b has the function w(p) = (b - a) x (p - a), an integer, which
 * is kept in double: coordinates stay below 2^24, so w stays below 2^51 and every sum and product is exact. A pixel
 * is inside when its centre has w > 0 for all three edges, or w = 0 at a top or left edge: of two triangles that share an
 * edge exactly one owns a centre that lies on it.
 *
 * 1/z is linear in the image: iz = (w0 iz0 + w1 iz1 + w2 iz2) / (w0 + w1 + w2), a mean with weights >= 0, so that
 * even slivers never leave the range of their corners. Eight pixels of a row are worked on at once, as lanes of
 * a vector; the arithmetic of each is the same at any vector width (base/simd.h).
 *
 * A closed surface that is drawn as a whole, all of it before the viewer, covers a centre as often with triangles that
 * face the viewer as with others, also after rounding and splitting: its back faces are hidden, and left out.
 *
 * Cut-outs (textures with alpha) look at the texture pixel by pixel. A texel of less than half is not there, as in Cycles'
 * index pass, whose alpha threshold is 0.5.
 */
#include "raster/raster_core.h"

#include <string.h>

#include "base/simd.h"

typedef double vf64 __attribute__((vector_size(64)));
typedef int64_t vi64 __attribute__((vector_size(64)));
typedef uint64_t vu64 __attribute__((vector_size(64)));
typedef int8_t vi8 __attribute__((vector_size(8)));

enum { LANES = 8 };
#define INLINE static inline __attribute__((always_inline))
/* 2^-16 as the bits of a double: smallest 1/z; farther is put there. */
#define IZ_BASE ((int64_t)(1023 - 16) << 52)
/* ... and half a unit of the code less, so that shifting it down rounds: equal planes cut up differently stay equal. */
#define IZ_ROUND (IZ_BASE - (1 << 25))
#define IZ_MIN (0x1p-16 * (1 + 0x1p-20))

static const vf64 ramp = {0, 1, 2, 3, 4, 5, 6, 7};

void core_scratch_init(struct core_scratch *c, const struct scene *s, struct arena *a)
{
    size_t n = 1;
    for (size_t i = 0; i < s->n_meshes; i++) {
        n = s->mesh[i]->n_vertices > n ? s->mesh[i]->n_vertices : n;
    }
    c->cap = n;
    c->x = arena_array(a, double, n);
    c->y = arena_array(a, double, n);
    c->z = arena_array(a, double, n);
    c->iz = arena_array(a, double, n);
    c->u = arena_array(a, int32_t, n);
    c->v = arena_array(a, int32_t, n);
}

bool core_outside(const struct scene *s, uint32_t object, const struct frame *f)
{
    const struct object *o = &s->object[object];
    const struct mesh *m = s->mesh[o->mesh];
    struct xform t = xform_mul(&f->view.cam_from_world, &o->world_from_object);
    int behind = 0, left = 0, right = 0, over = 0, under = 0;
    for (int k = 0; k < 8; k++) {
        struct vec3 p = {(double)(k & 1 ? m->hi[0] : m->lo[0]), (double)(k & 2 ? m->hi[1] : m->lo[1]),
                         (double)(k & 4 ? m->hi[2] : m->lo[2])};
        p = xform_apply(&t, p);
        behind += p.z < CORE_NEAR_M;
        left += p.x < f->nx0 * p.z;
        right += p.x > f->nx1 * p.z;
        over += p.y < f->ny0 * p.z;
        under += p.y > f->ny1 * p.z;
    }
    return m->n_triangles == 0 || behind == 8 || left == 8 || right == 8 || over == 8 || under == 8;
}

/* Image place in 1/256 px, or CORE_OFF. Also of NaN. */
INLINE int32_t place(double px)
{
    double q = floor(px * CORE_SUB + 0.5);
    return q > -CORE_REACH && q < CORE_REACH ? (int32_t)q : CORE_OFF;
}

void corner_place(const struct frame *f, double nx, double ny, int32_t *u, int32_t *v)
{
    if (f->bent) {
        double g = lens_gain(&f->lens, nx * nx + ny * ny);
        nx *= g;
        ny *= g;
    }
    *u = place(f->view.f_px * nx + f->view.cx_px);
    *v = place(f->view.f_px * ny + f->view.cy_px);
}

/* What is true of a vertex or more. */
struct found {
    bool behind; /* not before the viewer */
    bool beyond; /* beyond the lens's fold: its place is wrong then */
};

INLINE struct found vertices(const struct mesh *m, const struct xform *t, const struct frame *fr,
                             bool bent, struct core_scratch *c)
{
    double f = fr->view.f_px, cx = fr->view.cx_px, cy = fr->view.cy_px, k1 = fr->lens.k1,
           k2 = fr->lens.k2;
    double fold = fr->lens.fold_r * fr->lens.fold_r;
    const float(*pos)[3] = (const float(*)[3])m->pos;
    double *restrict xs = c->x, *restrict ys = c->y, *restrict zs = c->z, *restrict izs = c->iz;
    int32_t *restrict us = c->u, *restrict vs = c->v;
    int beyond = 0, all_seen = 1;
    for (size_t i = 0; i < m->n_vertices; i++) {
        double px = (double)pos[i][0], py = (double)pos[i][1], pz = (double)pos[i][2];
        double x = t->m[0][0] * px + t->m[0][1] * py + t->m[0][2] * pz + t->m[0][3];
        double y = t->m[1][0] * px + t->m[1][1] * py + t->m[1][2] * pz + t->m[1][3];
        double z = t->m[2][0] * px + t->m[2][1] * py + t->m[2][2] * pz + t->m[2][3];
        int seen = z >= CORE_NEAR_M;
        all_seen &= seen;
        double iz = 1 / (seen ? z : 1), nx = x * iz, ny = y * iz;
        if (bent) {
            double r2 = nx * nx + ny * ny, g = 1 + r2 * (k1 + r2 * k2);
            beyond |= seen & (r2 > fold);
            nx *= g;
            ny *= g;
        }
        double q = floor((f * nx + cx) * CORE_SUB + 0.5), r = floor((f * ny + cy) * CORE_SUB + 0.5);
        int ok = seen & (q > -CORE_REACH) & (q < CORE_REACH) & (r > -CORE_REACH) & (r < CORE_REACH);
        xs[i] = x;
        ys[i] = y;
        zs[i] = z;
        izs[i] = iz > IZ_MIN ? iz : IZ_MIN;
        us[i] = ok ? (int32_t)(ok ? q : 0) : CORE_OFF;
        vs[i] = ok ? (int32_t)(ok ? r : 0) : CORE_OFF;
    }
    return (struct found){!all_seen, beyond};
}

VEC static struct found vertices_straight(const struct mesh *m, const struct xform *t,
                                          const struct frame *f, struct core_scratch *c)
{
    return vertices(m, t, f, false, c);
}

VEC static struct found vertices_bent(const struct mesh *m, const struct xform *t,
                                      const struct frame *f, struct core_scratch *c)
{
    return vertices(m, t, f, true, c);
}

void core_vertices(const struct scene *s, uint32_t object, const struct frame *f, struct core_scratch *c)
{
    const struct object *o = &s->object[object];
    const struct mesh *m = s->mesh[o->mesh];
    struct xform t = xform_mul(&f->view.cam_from_world, &o->world_from_object);
    struct found found = f->bent ? vertices_bent(m, &t, f, c) : vertices_straight(m, &t, f, c);
    c->behind = found.behind;
    if (!found.beyond) {
        return;
    }
    for (size_t i = 0; i < m->n_vertices; i++) {
        c->u[i] = c->v[i] = CORE_OFF;
        if (c->z[i] >= CORE_NEAR_M) {
            double iz = 1 / c->z[i];
            corner_place(f, c->x[i] * iz, c->y[i] * iz, &c->u[i], &c->v[i]);
        }
        if (c->u[i] == CORE_OFF || c->v[i] == CORE_OFF) {
            c->u[i] = c->v[i] = CORE_OFF;
        }
    }
}

float cutout_alpha(const struct cutout *c, double u, double v)
{
    const struct image *im = c->im;
    double x = u * im->width_px - 0.5, y = v * im->height_px - 0.5;
    double fx = floor(x), fy = floor(y);
    int x0 = (int)fx, y0 = (int)fy;
    double ax = x - fx, ay = y - fy;
    double a[4];
    for (int k = 0; k < 4; k++) {
        int xi = x0 + (k & 1), yi = y0 + (k >> 1);
        xi = xi < 0 ? 0 : xi >= im->width_px ? im->width_px - 1 : xi;
        yi = yi < 0 ? 0 : yi >= im->height_px ? im->height_px - 1 : yi;
        a[k] = im->px[((size_t)yi * (size_t)im->width_px + (size_t)xi) * 4 + 3];
    }
    double top = a[0] + (a[1] - a[0]) * ax, bottom = a[2] + (a[3] - a[2]) * ax;
    return (float)((top + (bottom - top) * ay) / 255) * c->factor;
}

/* Everything that stays the same for the triangles of an object. */
struct job {
    const struct frame *f;
    struct target t;
    int64_t low;                /* ~serial, the lower half of keys */
    const struct cutout *cut;   /* of the triangle being drawn, or NULL */
    const uint32_t *vertex;     /* of that triangle */
    bool front;                 /* leave out what faces away */
};

/* A macro: a function that returns a wide vector has no fixed way to do so on machines without. */
#define all(v) ((v) + (vf64){0})

struct edges {
    double dx[3], dy[3]; /* of the edge opposite to corner k */
    double w[3];         /* at the first pixel of the first row */
    double least[3];     /* 0 where the edge owns its points, else 1 */
    double k[3];         /* iz of corner / area */
};

INLINE void alpha_row(const struct job *j, const struct piece *p, const struct edges *e,
                      const double w[3], int n, size_t at)
{
    int64_t *key = j->t.key ? j->t.key + at : NULL;
    const int64_t *above = j->t.above ? j->t.above + at : NULL;
    const struct cutout *c = j->cut;
    const float *uv0 = c->uv[j->vertex[0]], *uv1 = c->uv[j->vertex[1]], *uv2 = c->uv[j->vertex[2]];
    for (int i = 0; i < n; i++) {
        double a = w[0] - i * CORE_SUB * e->dy[0], b = w[1] - i * CORE_SUB * e->dy[1],
               g = w[2] - i * CORE_SUB * e->dy[2];
        if (a < e->least[0] || b < e->least[1] || g < e->least[2]) {
            continue;
        }
        double iz = a * e->k[0] + b * e->k[1] + g * e->k[2];
        int64_t bits;
        memcpy(&bits, &iz, sizeof bits);
        int64_t fresh = ((bits - IZ_ROUND) >> 26) << 32 | j->low;
        if (key && (fresh <= key[i] || (above && fresh >= above[i]))) {
            continue;
        }
        double sum = a + b + g;
        double s1 = (a * p->s1[0] + b * p->s1[1] + g * p->s1[2]) / sum / iz;
        double s2 = (a * p->s2[0] + b * p->s2[1] + g * p->s2[2]) / sum / iz;
        double s0 = 1 - s1 - s2;
        double u = s0 * (double)uv0[0] + s1 * (double)uv1[0] + s2 * (double)uv2[0];
        double v = s0 * (double)uv0[1] + s1 * (double)uv1[1] + s2 * (double)uv2[1];
        if (cutout_alpha(c, clampd(u, 0, 1), clampd(v, 0, 1)) < 0.5F) {
            continue;
        }
        if (key) {
            key[i] = fresh;
        } else {
            j->t.mask[at + (size_t)i] = 1;
        }
    }
}

/* Eight pixels of a row and what they hold after a triangle. Comparisons are signs of differences: those of whole numbers below 2^52
 * and of keys below 2^63 are exact (and 0 is never -0: all() adds 0), and GCC 12 takes comparisons of vectors of 64 bytes apart, lane
 * by lane. */
INLINE void meet_row(const struct job *j, vf64 a, vf64 b, vf64 g, const vf64 least[3],
                     const vf64 k[3], size_t at)
{
    vi64 in = ~(((vi64)(a - least[0]) | (vi64)(b - least[1]) | (vi64)(g - least[2])) >> 63);
    if (j->t.mask) {
        vi8 m = __builtin_convertvector(in, vi8) & 1, old;
        memcpy(&old, j->t.mask + at, sizeof old);
        old |= m;
        memcpy(j->t.mask + at, &old, sizeof old);
        return;
    }
    vf64 iz = a * k[0] + b * k[1] + g * k[2];
    vu64 fresh = (((vu64)iz - IZ_ROUND) >> 26 << 32) | (uint64_t)j->low, old;
    memcpy(&old, j->t.key + at, sizeof old);
    in &= (vi64)(old - fresh) >> 63;
    if (j->t.above) {
        vu64 limit;
        memcpy(&limit, j->t.above + at, sizeof limit);
        in &= (vi64)(fresh - limit) >> 63;
    }
    old ^= (old ^ fresh) & (vu64)in;
    memcpy(j->t.key + at, &old, sizeof old);
}

INLINE void plain_row(const struct job *j, const struct edges *e, const double w[3], int n,
                      size_t at)
{
    vf64 f[3], step[3], least[3], k[3];
    for (int i = 0; i < 3; i++) {
        f[i] = all(w[i]) - ramp * all(CORE_SUB * e->dy[i]);
        step[i] = all(LANES * CORE_SUB * e->dy[i]);
        least[i] = all(e->least[i]);
        k[i] = all(e->k[i]);
    }
    for (int i = 0; i < n; i += LANES) {
        meet_row(j, f[0], f[1], f[2], least, k, at + (size_t)i);
        for (int c = 0; c < 3; c++) {
            f[c] -= step[c];
        }
    }
}

/* Columns of a row that can be inside: [*lo, *hi), counted from the first. One more on both sides for rounding. */
INLINE void narrow(const struct edges *e, const double w[3], int *lo, int *hi)
{
    for (int k = 0; k < 3; k++) {
        double step = CORE_SUB * e->dy[k]; /* w falls by step a pixel */
        if (step > 0) {
            double last = w[k] / step + 2;
            *hi = last < *hi ? (last > 0 ? (int)last : 0) : *hi;
        } else if (step < 0) {
            double first = w[k] / step - 1;
            *lo = first > *lo ? (first < *hi ? (int)first : *hi) : *lo;
        } else if (w[k] < e->least[k]) {
            *hi = 0;
        }
    }
}

/* As row after row by plain_row(), of a piece that is no wider than a vector: edge functions go on by a sum a row. They are
 * whole numbers, so that is the same. */
INLINE void narrow_piece(const struct job *j, const struct edges *e, int rows, size_t at)
{
    vf64 f[3], down[3], least[3], k[3];
    for (int i = 0; i < 3; i++) {
        f[i] = all(e->w[i]) - ramp * all(CORE_SUB * e->dy[i]);
        down[i] = all(CORE_SUB * e->dx[i]);
        least[i] = all(e->least[i]);
        k[i] = all(e->k[i]);
    }
    for (int y = 0; y < rows; y++, at += j->t.stride) {
        meet_row(j, f[0], f[1], f[2], least, k, at);
        for (int i = 0; i < 3; i++) {
            f[i] += down[i];
        }
    }
}

INLINE int32_t least_of(const int32_t v[3])
{
    int32_t m = v[0] < v[1] ? v[0] : v[1];
    return m < v[2] ? m : v[2];
}

INLINE int32_t most_of(const int32_t v[3])
{
    int32_t m = v[0] > v[1] ? v[0] : v[1];
    return m > v[2] ? m : v[2];
}

INLINE void draw_piece(const struct job *j, const struct piece *q)
{
    const struct frame *f = j->f;
    /* First and last pixel whose centre (256 x + 128) can be covered. */
    int x0 = (least_of(q->u) + 127) >> 8, x1 = (most_of(q->u) - 128) >> 8;
    int y0 = (least_of(q->v) + 127) >> 8, y1 = (most_of(q->v) - 128) >> 8;
    x0 = x0 < f->x0 ? f->x0 : x0;
    y0 = y0 < f->y0 ? f->y0 : y0;
    x1 = x1 >= f->x1 ? f->x1 - 1 : x1;
    y1 = y1 >= f->y1 ? f->y1 - 1 : y1;
    if (x0 > x1 || y0 > y1) {
        return;
    }
    double u[3], v[3];
    for (int k = 0; k < 3; k++) {
        u[k] = q->u[k];
        v[k] = q->v[k];
    }
    double area = (u[1] - u[0]) * (v[2] - v[0]) - (v[1] - v[0]) * (u[2] - u[0]);
    if (area == 0 || (j->front && area > 0)) {
        return;
    }
    /* Seen from behind, edges run the other way round: turn them, so that the inside is positive. */
    double turn = area > 0 ? 1 : -1;
    struct edges e;
    double px = 256.0 * x0 + 128, py = 256.0 * y0 + 128;
    for (int k = 0; k < 3; k++) {
        int from = (k + 1) % 3, to = (k + 2) % 3;
        e.dx[k] = turn * (u[to] - u[from]);
        e.dy[k] = turn * (v[to] - v[from]);
        e.w[k] = e.dx[k] * (py - v[from]) - e.dy[k] * (px - u[from]);
        /* y is down and the inside to the right of the way: a left edge goes up, a top edge to the right. */
        e.least[k] = e.dy[k] < 0 || (e.dy[k] == 0 && e.dx[k] > 0) ? 0 : 1;
        e.k[k] = q->iz[k] / (area * turn);
    }
    size_t at = (size_t)(y0 - f->y0) * j->t.stride + (size_t)(x0 - f->x0);
    int wide = x1 - x0 + 1;
    if (wide <= LANES && !j->cut) {
        narrow_piece(j, &e, y1 - y0 + 1, at);
        return;
    }
    for (int y = y0; y <= y1; y++, at += j->t.stride) {
        double w[3] = {e.w[0], e.w[1], e.w[2]};
        int lo = 0, hi = wide;
        if (wide > 2 * LANES) {
            narrow(&e, w, &lo, &hi);
            for (int k = 0; k < 3; k++) {
                w[k] -= lo * CORE_SUB * e.dy[k];
            }
        }
        if (lo < hi) {
            if (j->cut) {
                alpha_row(j, q, &e, w, hi - lo, at + (size_t)lo);
            } else {
                plain_row(j, &e, w, hi - lo, at + (size_t)lo);
            }
        }
        for (int k = 0; k < 3; k++) {
            e.w[k] += CORE_SUB * e.dx[k];
        }
    }
}

VEC static void draw_cut(void *ctx, const struct piece *q)
{
    const struct job *j = ctx;
    draw_piece(j, q);
}

/* What becomes of each slot of an object. */
struct slots {
    bool skip[MESH_MAX_SLOTS];
    struct cutout cut[MESH_MAX_SLOTS];
};

static void slots_of(const struct scene *s, uint32_t object, unsigned kinds, struct slots *out)
{
    const struct object *o = &s->object[object];
    const struct mesh *m = s->mesh[o->mesh];
    for (int k = 0; k < m->n_slots; k++) {
        const struct material *mt = &s->material[o->material[k]];
        unsigned kind = mt->transmission > 0.5F ? CORE_CLEAR : CORE_SOLID;
        const struct image *im = mt->texture != SCENE_NONE ? s->texture[mt->texture].im : NULL;
        out->cut[k] = (struct cutout){im && im->channels == 4 ? im : NULL, mt->alpha, (const float(*)[2])m->uv};
        out->skip[k] = !(kinds & kind) || mt->alpha < 0.5F;
    }
}

/* In the image, triangles whose outside faces the viewer run counter-clockwise, which with y down is a negative
 * area. */
INLINE bool faces(const int32_t u[3], const int32_t v[3])
{
    int64_t area = (int64_t)(u[1] - u[0]) * (v[2] - v[0]) - (int64_t)(v[1] - v[0]) * (u[2] - u[0]);
    return area < 0;
}

enum { BLOCK = 256 };

/* Which of n triangles from the first on may cover a pixel's centre: draw_piece() would say so of the others, later. Most triangles
 * of a distant pack cover none. shortest: of longer ones nothing is said, the lens may bend them. */
INLINE void may_cover(const uint32_t (*tri)[3], size_t n, const struct frame *f,
                      const struct core_scratch *c, int32_t shortest, uint8_t *restrict keep)
{
    const int32_t *u = c->u, *v = c->v;
    int32_t wx0 = f->x0, wx1 = f->x1 - 1, wy0 = f->y0, wy1 = f->y1 - 1;
    for (size_t i = 0; i < n; i++) {
        int32_t pu[3] = {u[tri[i][0]], u[tri[i][1]], u[tri[i][2]]},
                pv[3] = {v[tri[i][0]], v[tri[i][1]], v[tri[i][2]]};
        int32_t u0 = least_of(pu), u1 = most_of(pu), v0 = least_of(pv), v1 = most_of(pv);
        u0 = u0 < CORE_REACH ? u0 : CORE_REACH; /* CORE_OFF has no room for more */
        v0 = v0 < CORE_REACH ? v0 : CORE_REACH;
        int32_t x0 = (u0 + 127) >> 8, x1 = (u1 - 128) >> 8, y0 = (v0 + 127) >> 8,
                y1 = (v1 - 128) >> 8;
        x0 = x0 > wx0 ? x0 : wx0;
        x1 = x1 < wx1 ? x1 : wx1;
        y0 = y0 > wy0 ? y0 : wy0;
        y1 = y1 < wy1 ? y1 : wy1;
        int whole = u1 != CORE_OFF;
        /* differences of CORE_OFF wrap around: they are not whole */
        int direct = whole & ((int32_t)((uint32_t)u1 - (uint32_t)u0) <= shortest) &
                     ((int32_t)((uint32_t)v1 - (uint32_t)v0) <= shortest);
        keep[i] = (uint8_t)((direct ^ 1) | ((x0 <= x1) & (y0 <= y1)));
    }
}

/* One triangle that was kept. */
INLINE void draw_one(const struct core_scratch *c, const uint32_t *t, unsigned kinds,
                     int32_t shortest, struct job *j)
{
    const struct frame *f = j->f;
    struct piece q = {.u = {c->u[t[0]], c->u[t[1]], c->u[t[2]]},
                      .v = {c->v[t[0]], c->v[t[1]], c->v[t[2]]}};
    int32_t u0 = least_of(q.u), u1 = most_of(q.u), v0 = least_of(q.v), v1 = most_of(q.v);
    bool whole = u1 != CORE_OFF;
    if (whole && !f->bent &&
        (u1 < f->x0 * CORE_SUB || u0 > f->x1 * CORE_SUB || v1 < f->y0 * CORE_SUB ||
         v0 > f->y1 * CORE_SUB)) {
        return;
    }
    if (whole && (kinds & (CORE_AWAY | CORE_FACING)) &&
        faces(q.u, q.v) != ((kinds & CORE_FACING) != 0)) {
        return;
    }
    /* int64: the extent of a bent picture may pass the range of int32 */
    if (whole && (int64_t)u1 - u0 <= shortest && (int64_t)v1 - v0 <= shortest) {
        for (int k = 0; k < 3; k++) {
            q.iz[k] = c->iz[t[k]];
        }
        q.s1[0] = q.s2[0] = q.s1[2] = q.s2[1] = 0;
        q.s1[1] = q.iz[1];
        q.s2[2] = q.iz[2];
        draw_piece(j, &q);
        return;
    }
    struct vec3 p[3];
    for (int k = 0; k < 3; k++) {
        p[k] = (struct vec3){c->x[t[k]], c->y[t[k]], c->z[t[k]]};
    }
    clip_triangle(f, p, draw_cut, j);
}

VEC static void draw_triangles(const struct mesh *m, const struct slots *sl, const struct core_scratch *c,
                               unsigned kinds, int64_t low, struct job *j)
{
    const struct frame *f = j->f;
    int32_t shortest = f->bent ? (int32_t)fmin(f->short_px * CORE_SUB, CORE_REACH) : INT32_MAX;
    uint8_t keep[BLOCK];
    for (size_t from = 0; from < m->n_triangles; from += BLOCK) {
        size_t n = m->n_triangles - from < BLOCK ? m->n_triangles - from : BLOCK;
        may_cover((const uint32_t(*)[3])m->tri + from, n, f, c, shortest, keep);
        for (size_t k = 0; k < n; k++) {
            size_t i = from + k;
            int slot = m->slot[i];
            if (!keep[k] || sl->skip[slot]) {
                continue;
            }
            j->low = (int64_t)(uint32_t) ~(uint32_t)(low + (int64_t)i);
            j->cut = sl->cut[slot].im ? &sl->cut[slot] : NULL;
            j->vertex = m->tri[i];
            draw_one(c, m->tri[i], kinds, shortest, j);
        }
    }
}

void core_object(const struct scene *s, uint32_t object, const struct frame *f, unsigned kinds, uint32_t serial,
                 struct core_scratch *c, const struct target *t)
{
    struct slots sl;
    slots_of(s, object, kinds, &sl);
    const struct mesh *m = s->mesh[s->object[object].mesh];
    struct job j = {
        .f = f, .t = *t, .front = m->closed && !c->behind && !(kinds & (CORE_AWAY | CORE_FACING))};
    for (int k = 0; k < m->n_slots; k++) {
        j.front = j.front && !sl.skip[k] && !sl.cut[k].im;
    }
    draw_triangles(m, &sl, c, kinds, serial, &j);
}

bool core_has(const struct scene *s, uint32_t object, unsigned kinds)
{
    struct slots sl;
    slots_of(s, object, kinds, &sl);
    for (int k = 0; k < s->mesh[s->object[object].mesh]->n_slots; k++) {
        if (!sl.skip[k]) {
            return true;
        }
    }
    return false;
}

void core_scene(const struct scene *s, const struct frame *f, unsigned kinds, const struct serials *n,
                struct core_scratch *c, const struct target *t)
{
    for (uint32_t i = 0; i < s->n_objects; i++) {
        if (s->object[i].camera_hidden || !core_has(s, i, kinds) || core_outside(s, i, f)) {
            continue;
        }
        core_vertices(s, i, f, c);
        core_object(s, i, f, kinds, n->first[i], c, t);
    }
}
