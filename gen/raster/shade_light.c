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

#include "base/simd.h"
#include "raster/shade.h"

#define INLINE static inline __attribute__((always_inline))

void points_init(struct points *p, size_t cap, struct arena *a)
{
    float **one[] = {&p->rough, &p->coat, &p->coat_rough, &p->glaze, &p->visible, &p->shine};
    float **three[] = {p->x, p->nrm, p->eye, p->diffuse, p->f0, p->out, p->sum, p->gloss};
    for (size_t i = 0; i < sizeof one / sizeof *one; i++) {
        *one[i] = arena_array(a, float, cap);
    }
    for (size_t i = 0; i < 3 * (sizeof three / sizeof *three); i++) {
        three[i / 3][i % 3] = arena_array(a, float, cap);
    }
    p->cap = cap;
    p->n = 0;
}

static float series(float t)
{
    return 1 + t * (0.333333F + t * (0.133333F + t * (0.0571429F + t * (0.0253968F + t * (0.0115440F + t * (0.00532801F +
               t * 0.0047F))))));
}

/* Share of the light of a full hemisphere. e: corners relative to the point. */
INLINE float form_factor(const float e[4][3], const float n[3])
{
    float v[4][3];
    for (int k = 0; k < 4; k++) {
        float r = shade_rsqrt(e[k][0] * e[k][0] + e[k][1] * e[k][1] + e[k][2] * e[k][2] + 1e-12F);
        v[k][0] = e[k][0] * r;
        v[k][1] = e[k][1] * r;
        v[k][2] = e[k][2] * r;
    }
    float f = 0;
    for (int k = 0; k < 4; k++) {
        const float *p = v[k], *q = v[(k + 1) & 3];
        float x = p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
        float c = (p[1] * q[2] - p[2] * q[1]) * n[0] + (p[2] * q[0] - p[0] * q[2]) * n[1] +
                  (p[0] * q[1] - p[1] * q[0]) * n[2];
        f += c * series(1 - x);
    }
    return f * 0.159154943F;
}

INLINE float area_arrives(const struct lamp *l, float x, float y, float z, const float n[3])
{
    float d[3] = {l->at[0] - x, l->at[1] - y, l->at[2] - z};
    float e[4][3];
    for (int k = 0; k < 4; k++) {
        float r = (k == 0 || k == 1 ? 1 : -1) * l->half_w, u = (k == 1 || k == 2 ? 1 : -1) * l->half_h;
        for (int i = 0; i < 3; i++) {
            e[k][i] = d[i] + r * l->right[i] + u * l->up[i];
        }
    }
    float f = form_factor(e, n);
    float ahead = d[0] * l->out[0] + d[1] * l->out[1] + d[2] * l->out[2]; /* negative in front of the lamp */
    return f > 0 && ahead < 0 ? f : 0;
}

/* Soft edge of a spot's cone, as Cycles does it: smoothstep of the cosine. */
INLINE float spot_share(const struct lamp *l, float cosine)
{
    float t = (cosine - l->cos_cone) / l->soft;
    t = t > 0 ? t : 0;
    t = t < 1 ? t : 1;
    return t * t * (3 - 2 * t);
}

INLINE float small_arrives(const struct lamp *l, float x, float y, float z, const float n[3])
{
    float d[3] = {l->at[0] - x, l->at[1] - y, l->at[2] - z};
    float r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2] + 1e-8F;
    float r = shade_rsqrt(r2);
    float c = (d[0] * n[0] + d[1] * n[1] + d[2] * n[2]) * r;
    float out = -(d[0] * l->out[0] + d[1] * l->out[1] + d[2] * l->out[2]) * r;
    c = c > 0 ? c : 0;
    return c * r * r * spot_share(l, out);
}

void lamp_arrives(const struct lamp *l, const f3 x, const f3 n, f3 out)
{
    float f = l->kind == LIGHT_AREA ? area_arrives(l, x[0], x[1], x[2], n) : small_arrives(l, x[0], x[1], x[2], n);
    for (int k = 0; k < 3; k++) {
        out[k] = f * l->radiance[k];
    }
}

INLINE float side(float a)
{
    return a * shade_rsqrt(1 + a * a);
}

/* Share of a reflected lobe that meets the lamp. r: mirrored ray; s: spread per metre. */
INLINE float area_shine(const struct lamp *l, const float d[3], const float r[3], float s)
{
    float away = -(r[0] * l->out[0] + r[1] * l->out[1] + r[2] * l->out[2]);
    float ahead = -(d[0] * l->out[0] + d[1] * l->out[1] + d[2] * l->out[2]);
    float slant = away > 0.02F ? away : 0.02F;
    float t = ahead / slant;
    float u = 0, v = 0;
    for (int i = 0; i < 3; i++) {
        float h = t * r[i] - d[i];
        u += h * l->right[i];
        v += h * l->up[i];
    }
    float k = 1 / (t * s + 1e-4F);
    float share = 0.25F * (side((l->half_w - u) * k) + side((l->half_w + u) * k)) *
                  (side((l->half_h - v) * k) + side((l->half_h + v) * k));
    return ahead > 0 && away > 0 ? share : 0;
}

INLINE float small_shine(const struct lamp *l, const float d[3], const float r[3], float s)
{
    float t = d[0] * r[0] + d[1] * r[1] + d[2] * r[2];
    float off = d[0] * d[0] + d[1] * d[1] + d[2] * d[2] - t * t;
    float wide = t * t * s * s + l->radius * l->radius + 1e-8F;
    float q = 1 / (1 + (off > 0 ? off : 0) / wide);
    float out = -(d[0] * l->out[0] + d[1] * l->out[1] + d[2] * l->out[2]) *
                shade_rsqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2] + 1e-8F);
    return t > 0 ? q * q / wide * spot_share(l, out) : 0;
}

INLINE void shade_points(const struct lamp *l, struct points *p, bool area)
{
    const float *restrict px = p->x[0], *restrict py = p->x[1], *restrict pz = p->x[2];
    const float *restrict nx = p->nrm[0], *restrict ny = p->nrm[1], *restrict nz = p->nrm[2];
    const float *restrict ex = p->eye[0], *restrict ey = p->eye[1], *restrict ez = p->eye[2];
    const float *restrict rough = p->rough, *restrict coat = p->coat_rough;
    float *restrict f = p->visible, *restrict g = p->shine, *restrict z = p->glaze;
    float grey = (l->radiance[0] + l->radiance[1] + l->radiance[2]) / 3;
    for (size_t i = 0; i < p->n; i++) {
        float n[3] = {nx[i], ny[i], nz[i]}, d[3] = {l->at[0] - px[i], l->at[1] - py[i], l->at[2] - pz[i]};
        float c = 2 * (n[0] * ex[i] + n[1] * ey[i] + n[2] * ez[i]);
        float r[3] = {c * n[0] - ex[i], c * n[1] - ey[i], c * n[2] - ez[i]};
        float s = 1.4F * rough[i] * rough[i] + 0.004F, sc = 1.4F * coat[i] * coat[i] + 0.004F;
        float seen = f[i];
        f[i] = seen * (area ? area_arrives(l, px[i], py[i], pz[i], n) : small_arrives(l, px[i], py[i], pz[i], n));
        g[i] = seen * (area ? area_shine(l, d, r, s) : small_shine(l, d, r, s));
        z[i] += seen * grey * (area ? area_shine(l, d, r, sc) : small_shine(l, d, r, sc));
    }
    for (int k = 0; k < 3; k++) {
        float *restrict sum = p->sum[k], *restrict gloss = p->gloss[k];
        float light = l->radiance[k];
        for (size_t i = 0; i < p->n; i++) {
            sum[i] += light * f[i];
            gloss[i] += light * g[i];
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

void lamps_init(struct lamps *l, const struct scene *s, const f3 lo, const f3 hi, int max_maps, int map_px,
                struct arena *a)
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
