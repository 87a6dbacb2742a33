// SPDX-License-Identifier: MIT
/*
 * shade_light - what lamps send to surfaces, in closed forms.
 *
 * Diffuse, area lamps. A rectangle of radiance L lights a point with normal n so that a white surface there has the radiance
 * L F, F the form factor. Lambert (Photometria, 1760) sums it up over the polygon's edges: with unit vectors v_i to its
 * corners, F = n . sum of (v_i x v_j) theta_ij / (2 pi sin theta_ij). With x = cos theta, theta / sin theta is the series
 * sum of c_k (1 - x)^k, c_0 = 1, c_k = c_(k-1) k / (2k + 1); eight terms, the last one for all the rest, err by 2e-4 at
 * 90 degrees, and no lamp's edge looks longer than that from a shelf. Where a lamp is partly below the
 * surface's horizon, the part below is subtracted instead of left out: a little dark near the shadow's edge.
 *
 * Watts. Cycles gives an area lamp of power P and area A the radiance P / (4 A), and points and spots the intensity
 * P / (4 pi): measured against Blender 3.4 to 0.1 %.
 *
 * Glossy. A reflected lobe meets the lamp's plane around the point where the mirrored ray does, with a spread of distance
 * times 1.4 roughness^2 (GGX's half-vector spread, doubled by reflection, as fitted by eye against Cycles). The share of
 * the lobe that falls onto the rectangle is a product over its two sides of (S(a) + S(b)) / 2, S(x) = x / sqrt(1 + x^2): like
 * GGX, with long tails.
 */
#include <stdlib.h>
#include <string.h>

#include "base/simd.h"
#include "raster/shade.h"

#define INLINE static inline __attribute__((always_inline))

void points_init(struct points *p, size_t cap, struct arena *a)
{
    float **one[] = {&p->rough, &p->coat, &p->coat_rough, &p->glaze, &p->visible};
    float **three[] = {p->x, p->nrm, p->eye, p->diffuse, p->f0, p->out, p->sum, p->gloss};
    size_t padded = cap + 16; /* vector loops run over the end; what is there is never read */
    for (size_t i = 0; i < sizeof one / sizeof *one; i++) {
        *one[i] = arena_zarray(a, float, padded);
    }
    for (size_t i = 0; i < 3 * (sizeof three / sizeof *three); i++) {
        three[i / 3][i % 3] = arena_zarray(a, float, padded);
    }
    p->cap = cap;
    p->n = 0;
}

/* Sixteen points at once. Macros and INLINE only: a function that returns a wide vector has no fixed way to do so. */
typedef float vf __attribute__((vector_size(64)));
typedef int32_t vi __attribute__((vector_size(64)));
typedef uint32_t vu __attribute__((vector_size(64)));
enum { LANES = 16 };
#define SPLAT(v) ((v) + (vf){0})
/* a where the comparison holds, else 0 */
#define WHERE(c, a) ((vf)((vi)(a) & (c)))
#define MAX0(a) WHERE((a) > 0, a)

struct v3 {
    vf x, y, z;
};
#define DOT(a, b) ((a).x * (b).x + (a).y * (b).y + (a).z * (b).z)
#define DOT_LAMP(a, l) ((a).x * (l)[0] + (a).y * (l)[1] + (a).z * (l)[2])

/* As shade_rsqrt(). */
INLINE void rsqrt(vf v, vf *out)
{
    vf y = (vf)(0x5f3759dfu - ((vu)v >> 1));
    y *= 1.5F - 0.5F * v * y * y;
    *out = y * (1.5F - 0.5F * v * y * y);
}

/* Unit vector to a corner of the lamp. d: to its middle. */
INLINE void corner_of(const struct lamp *l, const struct v3 *d, float right, float up,
                      struct v3 *out)
{
    vf x = d->x + (right * l->right[0] + up * l->up[0]),
       y = d->y + (right * l->right[1] + up * l->up[1]),
       z = d->z + (right * l->right[2] + up * l->up[2]), r;
    rsqrt(x * x + y * y + z * z + 1e-12F, &r);
    out->x = x * r;
    out->y = y * r;
    out->z = z * r;
}

/* One edge's part of the form factor, times 2 pi. */
INLINE void edge_of(const struct v3 *p, const struct v3 *q, const struct v3 *n, vf *sum)
{
    vf t = 1 - DOT(*p, *q);
    vf series =
        1 + t * (0.333333F +
                 t * (0.133333F +
                      t * (0.0571429F +
                           t * (0.0253968F + t * (0.0115440F + t * (0.00532801F + t * 0.0047F))))));
    vf c = (p->y * q->z - p->z * q->y) * n->x + (p->z * q->x - p->x * q->z) * n->y +
           (p->x * q->y - p->y * q->x) * n->z;
    *sum += c * series;
}

INLINE void area_arrives(const struct lamp *l, const struct v3 *d, const struct v3 *n, vf *out)
{
    struct v3 v[4];
    corner_of(l, d, l->half_w, -l->half_h, &v[0]);
    corner_of(l, d, l->half_w, l->half_h, &v[1]);
    corner_of(l, d, -l->half_w, l->half_h, &v[2]);
    corner_of(l, d, -l->half_w, -l->half_h, &v[3]);
    vf sum = SPLAT(0.0F);
    edge_of(&v[0], &v[1], n, &sum);
    edge_of(&v[1], &v[2], n, &sum);
    edge_of(&v[2], &v[3], n, &sum);
    edge_of(&v[3], &v[0], n, &sum);
    vf ahead = DOT_LAMP(*d, l->out); /* negative in front of the lamp */
    *out = WHERE((sum > 0) & (ahead < 0), sum * 0.159154943F);
}

/* Soft edge of a spot's cone, as Cycles does it: smoothstep of the cosine. */
INLINE void spot_share(const struct lamp *l, vf cosine, vf *out)
{
    vf t = (cosine - l->cos_cone) * (1 / l->soft);
    t = MAX0(t);
    t = 1 - MAX0(1 - t);
    *out = t * t * (3 - 2 * t);
}

INLINE void small_arrives(const struct lamp *l, const struct v3 *d, const struct v3 *n, vf *out)
{
    vf r, share;
    rsqrt(DOT(*d, *d) + 1e-8F, &r);
    spot_share(l, -DOT_LAMP(*d, l->out) * r, &share);
    vf c = DOT(*d, *n) * r;
    *out = MAX0(c) * r * r * share;
}

INLINE void side_of(vf a, vf *out)
{
    vf r;
    rsqrt(1 + a * a, &r);
    *out = a * r;
}

/* Share of a reflected lobe that meets the lamp. r: mirrored ray; s: spread per metre. */
INLINE void area_shine(const struct lamp *l, const struct v3 *d, const struct v3 *r, vf s, vf *out)
{
    vf away = -DOT_LAMP(*r, l->out), ahead = -DOT_LAMP(*d, l->out);
    vf t = ahead / (0.02F + MAX0(away - 0.02F));
    struct v3 h = {t * r->x - d->x, t * r->y - d->y, t * r->z - d->z};
    vf u = DOT_LAMP(h, l->right), v = DOT_LAMP(h, l->up), k = 1 / (MAX0(t) * s + 1e-4F);
    vf a, b, c, e;
    side_of((l->half_w - u) * k, &a);
    side_of((l->half_w + u) * k, &b);
    side_of((l->half_h - v) * k, &c);
    side_of((l->half_h + v) * k, &e);
    *out = WHERE((ahead > 0) & (away > 0), 0.25F * (a + b) * (c + e));
}

INLINE void small_shine(const struct lamp *l, const struct v3 *d, const struct v3 *r, vf s, vf *out)
{
    vf t = DOT(*d, *r), d2 = DOT(*d, *d), wide = t * t * s * s + (l->radius * l->radius + 1e-8F);
    vf q = 1 / (1 + MAX0(d2 - t * t) / wide), inv, share;
    rsqrt(d2 + 1e-8F, &inv);
    spot_share(l, -DOT_LAMP(*d, l->out) * inv, &share);
    *out = WHERE(t > 0, q * q / wide * share);
}

INLINE void load(float *const plane[3], size_t i, struct v3 *out)
{
    memcpy(&out->x, plane[0] + i, sizeof out->x);
    memcpy(&out->y, plane[1] + i, sizeof out->y);
    memcpy(&out->z, plane[2] + i, sizeof out->z);
}

INLINE void add_to(float *plane, size_t i, vf v)
{
    vf old;
    memcpy(&old, plane + i, sizeof old);
    old += v;
    memcpy(plane + i, &old, sizeof old);
}

INLINE void shade_points(const struct lamp *l, struct points *p, bool area)
{
    float grey = (l->radiance[0] + l->radiance[1] + l->radiance[2]) / 3;
    for (size_t i = 0; i < p->n; i += LANES) {
        struct v3 x, n, e;
        load(p->x, i, &x);
        load(p->nrm, i, &n);
        load(p->eye, i, &e);
        struct v3 d = {l->at[0] - x.x, l->at[1] - x.y, l->at[2] - x.z};
        vf c = 2 * DOT(n, e), rough, coat, seen, diffuse, shine, glaze;
        struct v3 r = {c * n.x - e.x, c * n.y - e.y, c * n.z - e.z};
        memcpy(&rough, p->rough + i, sizeof rough);
        memcpy(&coat, p->coat_rough + i, sizeof coat);
        memcpy(&seen, p->visible + i, sizeof seen);
        rough = 1.4F * rough * rough + 0.004F;
        coat = 1.4F * coat * coat + 0.004F;
        if (area) {
            area_arrives(l, &d, &n, &diffuse);
            area_shine(l, &d, &r, rough, &shine);
            area_shine(l, &d, &r, coat, &glaze);
        } else {
            small_arrives(l, &d, &n, &diffuse);
            small_shine(l, &d, &r, rough, &shine);
            small_shine(l, &d, &r, coat, &glaze);
        }
        add_to(p->glaze, i, grey * seen * glaze);
        for (int k = 0; k < 3; k++) {
            add_to(p->sum[k], i, l->radiance[k] * seen * diffuse);
            add_to(p->gloss[k], i, l->radiance[k] * seen * shine);
        }
    }
}

VEC static void shade_area(const struct lamp *l, struct points *p)
{
    shade_points(l, p, true);
}

VEC static void shade_small(const struct lamp *l, struct points *p)
{
    shade_points(l, p, false);
}

void lamp_shade(const struct lamp *l, struct points *p)
{
    if (l->kind == LIGHT_AREA) {
        shade_area(l, p);
    } else {
        shade_small(l, p);
    }
}

VEC static float arrives(const struct lamp *l, const float *x, const float *n)
{
    struct v3 d = {SPLAT(l->at[0] - x[0]), SPLAT(l->at[1] - x[1]), SPLAT(l->at[2] - x[2])};
    struct v3 m = {SPLAT(n[0]), SPLAT(n[1]), SPLAT(n[2])};
    vf f;
    if (l->kind == LIGHT_AREA) {
        area_arrives(l, &d, &m, &f);
    } else {
        small_arrives(l, &d, &m, &f);
    }
    return f[0];
}

void lamp_arrives(const struct lamp *l, const f3 x, const f3 n, f3 out)
{
    float f = arrives(l, x, n);
    for (int k = 0; k < 3; k++) {
        out[k] = f * l->radiance[k];
    }
}

static void axis(const struct xform *t, int column, double scale, f3 out)
{
    for (int i = 0; i < 3; i++) {
        out[i] = (float)(scale * t->m[i][column]);
    }
}

static struct lamp lamp_of(const struct light *s)
{
    struct lamp l = {.kind = s->kind, .cos_cone = -2, .soft = 1e-4F, .slot = -1};
    axis(&s->world_from_light, 3, 1, l.at);
    axis(&s->world_from_light, 0, 1, l.right);
    axis(&s->world_from_light, 1, 1, l.up);
    axis(&s->world_from_light, 2, -1, l.out);
    l.half_w = (float)(0.5 * s->width_m);
    l.half_h = (float)(0.5 * s->height_m);
    l.radius = (float)s->width_m;
    double k = s->power_w / (4 * PI * PI);
    if (s->kind == LIGHT_AREA) {
        double area = s->width_m * s->height_m;
        k = area > 0 ? s->power_w / (4 * area) : 0;
    } else {
        l.half_w = l.half_h = l.radius;
    }
    if (s->kind == LIGHT_SPOT) {
        double c = cos(0.5 * s->cone_rad);
        l.cos_cone = (float)c;
        l.soft = (float)fmax((1 - c) * s->blend, 1e-4);
    }
    for (int i = 0; i < 3; i++) {
        l.radiance[i] = (float)k * s->color[i];
    }
    return l;
}

static int brighter(const void *pa, const void *pb)
{
    const struct lamp *a = pa, *b = pb;
    if (a->weight != b->weight) {
        return a->weight < b->weight ? 1 : -1;
    }
    for (int i = 0; i < 3; i++) {
        if (a->at[i] != b->at[i]) {
            return a->at[i] < b->at[i] ? -1 : 1;
        }
    }
    return 0;
}

/* How bright a ball in the middle of the scene is on the side that faces the lamp. */
static float weigh(const struct lamp *l, const f3 lo, const f3 hi)
{
    f3 x, n, out;
    for (int i = 0; i < 3; i++) {
        x[i] = 0.5F * (lo[i] + hi[i]);
        n[i] = l->at[i] - x[i];
    }
    x[1] = lo[1]; /* the front is what is seen */
    n[1] = l->at[1] - x[1];
    float r = shade_rsqrt(shade_dot(n, n) + 1e-12F);
    for (int i = 0; i < 3; i++) {
        n[i] *= r;
    }
    lamp_arrives(l, x, n, out);
    return out[0] + out[1] + out[2];
}

void lamps_init(struct lamps *l, const struct scene *s, const f3 lo, const f3 hi, int max_maps,
                int map_px, struct arena *a)
{
    l->lamp = arena_zarray(a, struct lamp, s->n_lights + 1);
    l->n = 0;
    float all = 0;
    for (size_t i = 0; i < s->n_lights; i++) {
        struct lamp m = lamp_of(&s->light[i]);
        m.weight = weigh(&m, lo, hi);
        all += m.weight;
        if (m.radiance[0] + m.radiance[1] + m.radiance[2] > 0) {
            l->lamp[l->n++] = m;
        }
    }
    qsort(l->lamp, l->n, sizeof *l->lamp, brighter);
    struct serials serials = serials_of_scene(s, a);
    struct core_scratch scratch;
    core_scratch_init(&scratch, s, a);
    int slot = 0;
    for (size_t i = 0; i < l->n; i++) {
        struct lamp *m = &l->lamp[i];
        m->mapped = (int)i < max_maps && m->weight > 0.05F * all;
        if (m->mapped) {
            shadow_draw(m, s, lo, hi, map_px, &serials, &scratch, a);
        } else {
            m->slot = slot++;
        }
    }
}
