// SPDX-License-Identifier: MIT
/*
 * shade_surface - from the triangles in a pixel to points with colour, and the light on them.
 *
 * Visibility is sampled several times a pixel, light is not: samples of one pixel that show the same material of the same object
 * with nearly the same normal are one point, which counts for its share (as hardware multisampling does). Its texture is
 * filtered over the whole pixel: the footprint is the parallelogram that one pixel to the right and one down make in the texture;
 * two lookups along its longer side when it is long.
 */
#include "raster/shade.h"

#include <string.h>

#include "base/simd.h"

#define INLINE static inline __attribute__((always_inline))

enum { MAX_GROUPS = 8 };

struct group {
    uint32_t serial, object;
    int slot, count;
    uint16_t sample[SHADER_MAX_SAMPLES * SHADER_MAX_SAMPLES];
    const float *normal;
};

INLINE bool alike(const struct shader *sh, const struct group *g, uint32_t object,
                  uint32_t triangle)
{
    if (g->object != object) {
        return false;
    }
    const struct mesh *m = sh->s->mesh[sh->s->object[object].mesh];
    return m->slot[triangle] == g->slot &&
           shade_dot(m->normal[m->tri[triangle][0]], g->normal) > 0.8F;
}

/* The groups of a pixel's samples so far. */
struct groups {
    struct group g[MAX_GROUPS];
    int n, last, empty;
};

/* The group that a triangle belongs to, or a new one. */
INLINE int find_group(const struct shader *sh, struct groups *all, uint32_t serial, uint32_t *hint)
{
    uint32_t object = serials_find(&sh->serials, serial, hint),
             triangle = serial - sh->serials.first[object];
    int i = 0;
    while (i < all->n && !alike(sh, &all->g[i], object, triangle)) {
        i++;
    }
    if (i == MAX_GROUPS) {
        return MAX_GROUPS - 1; /* more than can be: the last takes it */
    }
    if (i == all->n) {
        const struct mesh *m = sh->s->mesh[sh->s->object[object].mesh];
        struct group *g = &all->g[all->n++];
        g->object = object;
        g->slot = m->slot[triangle];
        g->normal = m->normal[m->tri[triangle][0]];
        g->serial = serial;
        g->count = 0;
    }
    return i;
}

/* Sorts a pixel's samples into groups. */
INLINE void group_samples(const struct shader *sh, int x, int y, const int64_t *keys,
                          const int64_t *behind, struct groups *all, uint32_t *hint)
{
    int side = sh->samples;
    size_t at = (size_t)(y * side) * sh->stride + (size_t)(x * side);
    uint16_t k = 0;
    all->n = all->last = all->empty = 0;
    for (int j = 0; j < side; j++, at += sh->stride) {
        for (int i = 0; i < side; i++, k++) {
            int64_t key = keys[at + (size_t)i];
            if (!key || (behind && key == behind[at + (size_t)i])) {
                all->empty++;
                continue;
            }
            uint32_t serial = serial_of_key(key);
            if (!all->n || all->g[all->last].serial != serial) {
                all->last = find_group(sh, all, serial, hint);
            }
            struct group *g = &all->g[all->last];
            g->sample[g->count++] = k;
        }
    }
}

/* Weights of a triangle's vertices 1 and 2 where a ray meets it, and by how much they change one pixel to the right and down. */
struct meeting {
    double b[2], dx[2], dy[2];
};

INLINE struct meeting meet(const struct surface *sf, struct pt n, double step)
{
    const struct vec3 *c = sf->cross;
    double w[3], sum = 0, sx = c[0].x + c[1].x + c[2].x, sy = c[0].y + c[1].y + c[2].y;
    for (int k = 0; k < 3; k++) {
        w[k] = n.x * c[k].x + n.y * c[k].y + c[k].z;
        sum += w[k];
    }
    struct meeting m;
    double inv = sum != 0 ? 1 / sum : 0;
    for (int k = 0; k < 2; k++) {
        /* As surface_bary(): edge-on there is no such point. */
        m.b[k] = sum != 0 ? clampd(w[k + 1] * inv, -1, 2) : 1.0 / 3;
        m.dx[k] = clampd(step * inv * (c[k + 1].x - m.b[k] * sx), -3, 3);
        m.dy[k] = clampd(step * inv * (c[k + 1].y - m.b[k] * sy), -3, 3);
    }
    return m;
}

INLINE void texture_at(const struct shader *sh, const struct mesh *m, const uint32_t *vertex,
                       const struct meeting *at, uint32_t texture, float out[4])
{
    const struct image *im = sh->s->texture[texture].im;
    const float *uv0 = m->uv[vertex[0]], *uv1 = m->uv[vertex[1]], *uv2 = m->uv[vertex[2]];
    float b1 = (float)at->b[0], b2 = (float)at->b[1], uv[2], dx[2], dy[2];
    for (int k = 0; k < 2; k++) {
        float e1 = uv1[k] - uv0[k], e2 = uv2[k] - uv0[k];
        uv[k] = uv0[k] + b1 * e1 + b2 * e2;
        dx[k] = (float)at->dx[0] * e1 + (float)at->dx[1] * e2;
        dy[k] = (float)at->dy[0] * e1 + (float)at->dy[1] * e2;
    }
    float w = (float)im->width_px, h = (float)im->height_px;
    float lx = dx[0] * dx[0] * w * w + dx[1] * dx[1] * h * h;
    float ly = dy[0] * dy[0] * w * w + dy[1] * dy[1] * h * h;
    const float *along = lx > ly ? dx : dy;
    float major = lx > ly ? lx : ly, minor = lx > ly ? ly : lx; /* squared */
    major *= shade_rsqrt(major + 1e-12F);
    minor *= shade_rsqrt(minor + 1e-12F);
    if (major < 1.5F * minor || major < 1) {
        chain_sample(im, sh->chain[texture], uv[0], uv[1], 0.8F * major, out);
        return;
    }
    float second[4], width = 0.8F * (minor > 0.5F * major ? minor : 0.5F * major);
    chain_sample(im, sh->chain[texture], uv[0] - 0.25F * along[0], uv[1] - 0.25F * along[1], width,
                 out);
    chain_sample(im, sh->chain[texture], uv[0] + 0.25F * along[0], uv[1] + 0.25F * along[1], width,
                 second);
    for (int k = 0; k < 4; k++) {
        out[k] = 0.5F * (out[k] + second[k]);
    }
}

INLINE float lattice(uint32_t seed, const int32_t p[3])
{
    return rng_hash_unit(seed + (uint32_t)p[2] * 0x27d4eb2fu, (uint32_t)p[0], (uint32_t)p[1]);
}

/* Gradient of value noise (trilinear with smoothstep) at p, in units of its cell. */
INLINE void noise_slope(uint32_t seed, const f3 p, f3 out)
{
    int32_t c[3];
    float t[3], s[3], d[3];
    for (int i = 0; i < 3; i++) {
        float f = floorf(p[i]);
        c[i] = (int32_t)f;
        t[i] = p[i] - f;
        s[i] = t[i] * t[i] * (3 - 2 * t[i]);
        d[i] = 6 * t[i] * (1 - t[i]);
    }
    out[0] = out[1] = out[2] = 0;
    for (int k = 0; k < 8; k++) {
        int32_t q[3] = {c[0] + (k & 1), c[1] + (k >> 1 & 1), c[2] + (k >> 2)};
        float v = lattice(seed, q), w[3], e[3];
        for (int i = 0; i < 3; i++) {
            bool up = k >> i & 1;
            w[i] = up ? s[i] : 1 - s[i];
            e[i] = up ? d[i] : -d[i];
        }
        out[0] += v * e[0] * w[1] * w[2];
        out[1] += v * w[0] * e[1] * w[2];
        out[2] += v * w[0] * w[1] * e[2];
    }
}

/* Shading normal in the object's frame, with its wrinkles. */
INLINE void normal_at(const struct mesh *m, const uint32_t *v, const double b[2],
                      const struct material *mt, const f3 at, f3 out)
{
    float w[3] = {(float)(1 - b[0] - b[1]), (float)b[0], (float)b[1]};
    for (int i = 0; i < 3; i++) {
        out[i] = w[0] * m->normal[v[0]][i] + w[1] * m->normal[v[1]][i] + w[2] * m->normal[v[2]][i];
    }
    if (mt->bump > 0 && mt->bump_scale_m > 0) {
        f3 p, g;
        for (int i = 0; i < 3; i++) {
            p[i] = at[i] / mt->bump_scale_m;
        }
        noise_slope(mt->bump_seed, p, g);
        for (int i = 0; i < 3; i++) {
            out[i] -= mt->bump * g[i];
        }
    }
}

INLINE void turn(const struct xform *t, const f3 v, f3 out)
{
    for (int i = 0; i < 3; i++) {
        out[i] = (float)t->m[i][0] * v[0] + (float)t->m[i][1] * v[1] + (float)t->m[i][2] * v[2];
    }
}

INLINE void put(float *const plane[3], size_t i, const f3 v)
{
    for (int k = 0; k < 3; k++) {
        plane[k][i] = v[k];
    }
}

/* World position, normal and direction to the eye of a new point. Returns the cosine between the last two. */
INLINE float place_point(struct shader *sh, const struct surface *sf, struct pt ray,
                         const double b[2], const struct material *mt, size_t i, f3 normal)
{
    const struct object *o = &sh->s->object[sf->object];
    const struct mesh *m = sh->s->mesh[o->mesh];
    float w[3] = {(float)(1 - b[0] - b[1]), (float)b[0], (float)b[1]};
    f3 at, world, eye;
    for (int k = 0; k < 3; k++) {
        at[k] = w[0] * m->pos[sf->vertex[0]][k] + w[1] * m->pos[sf->vertex[1]][k] +
                w[2] * m->pos[sf->vertex[2]][k];
    }
    f3 bumped;
    normal_at(m, sf->vertex, b, mt, at, bumped);
    turn(&o->world_from_object, at, world);
    turn(&o->world_from_object, bumped, normal);
    const struct xform *c = &sh->view.cam_from_world;
    float len = shade_rsqrt((float)(ray.x * ray.x + ray.y * ray.y + 1)),
          nl = shade_rsqrt(shade_dot(normal, normal) + 1e-12F);
    for (int k = 0; k < 3; k++) {
        world[k] += (float)o->world_from_object.m[k][3];
        eye[k] = -len * (float)(c->m[0][k] * ray.x + c->m[1][k] * ray.y + c->m[2][k]);
        normal[k] *= nl;
    }
    struct vec3 g =
        vec3_cross(vec3_sub(sf->corner[1], sf->corner[0]), vec3_sub(sf->corner[2], sf->corner[0]));
    if (g.x * ray.x + g.y * ray.y + g.z > 0) { /* seen from inside */
        normal[0] = -normal[0];
        normal[1] = -normal[1];
        normal[2] = -normal[2];
    }
    float cosine = shade_dot(normal, eye);
    if (cosine < 0.02F) { /* a smooth normal that turns away: edge-on */
        for (int k = 0; k < 3; k++) {
            normal[k] += (0.02F - cosine) * eye[k];
        }
        nl = shade_rsqrt(shade_dot(normal, normal) + 1e-12F);
        for (int k = 0; k < 3; k++) {
            normal[k] *= nl;
        }
        cosine = 0.02F;
    }
    put(sh->points.x, i, world);
    put(sh->points.nrm, i, normal);
    put(sh->points.eye, i, eye);
    return cosine;
}

/* Schlick's Fresnel, with a rough surface never a full mirror at the rim. */
INLINE float fresnel(float f0, float rough, float cosine)
{
    float m = 1 - cosine, m2 = m * m, top = 1 - rough > f0 ? 1 - rough : f0;
    return f0 + (top - f0) * m2 * m2 * m;
}

INLINE void add_point(struct shader *sh, const struct group *g, int x, int y, bool clear,
                      struct surface *sf)
{
    struct points *p = &sh->points;
    size_t i = p->n++;
    int k = g->sample[g->count / 2];
    double u = x * sh->samples + k % sh->samples + 0.5, v = y * sh->samples + k / sh->samples + 0.5;
    uint32_t triangle = g->serial - sh->serials.first[g->object];
    struct pt ray = rays_at(&sh->rays, u, v);
    surface_set(sf, sh->s, &sh->view.cam_from_world, g->object, triangle);
    struct meeting at = meet(sf, ray, 1 / sh->view.f_px);
    const struct object *o = &sh->s->object[g->object];
    const struct mesh *m = sh->s->mesh[o->mesh];
    const struct material *mt = &sh->s->material[o->material[g->slot]];
    f3 normal;
    float cosine = place_point(sh, sf, ray, at.b, mt, i, normal);
    float color[4] = {mt->base_color[0], mt->base_color[1], mt->base_color[2], 1};
    if (mt->texture != SCENE_NONE) {
        texture_at(sh, m, sf->vertex, &at, mt->texture, color);
    }
    struct spot *s = &sh->spot[i];
    s->pixel = (uint32_t)(y * sh->view.width_px + x);
    s->share = (float)g->count / (float)(sh->samples * sh->samples);
    float dielectric = 0.08F * mt->specular, metal = mt->metallic,
          dull = (1 - metal) * (1 - (clear ? mt->transmission : 0));
    if (clear) {
        float r = (mt->ior - 1) / (mt->ior + 1);
        dielectric = r * r;
    }
    for (int c = 0; c < 3; c++) {
        p->diffuse[c][i] = color[c] * dull;
        p->f0[c][i] = dielectric + (color[c] - dielectric) * metal;
        /* Emission is carried by `out` until light is added to it. */
        p->out[c][i] = mt->emission[c] * (mt->texture != SCENE_NONE ? color[c] : 1);
        /* In at the front and out at the back: the colour counts twice, as it does in Cycles. */
        s->through[c] = clear ? color[c] * color[c] * mt->transmission *
                                    (1 - fresnel(dielectric, mt->roughness, cosine))
                              : 0;
    }
    s->shift[0] = s->shift[1] = 0;
    if (clear) {
        f3 cam;
        turn(&sh->view.cam_from_world, normal, cam);
        /* As if seen through a centimetre and a half of glass. */
        double z = sf->corner[0].z > 0.05 ? sf->corner[0].z : 0.05;
        float px = (float)(sh->view.f_px * 0.015 / z) * (mt->ior - 1);
        s->shift[0] = -px * cam[0];
        s->shift[1] = -px * cam[1];
    }
    p->rough[i] = fmaxf(mt->roughness, 0.03F);
    p->coat[i] = mt->coat;
    p->coat_rough[i] = fmaxf(mt->coat_roughness, 0.03F);
}

VEC void surface_row(struct shader *sh, int y, const int64_t *keys, const int64_t *behind,
                     float *empty)
{
    struct groups all;
    struct surface sf = {0};
    uint32_t hint = 0;
    sh->points.n = 0;
    for (int x = 0; x < sh->view.width_px; x++) {
        group_samples(sh, x, y, keys, behind, &all, &hint);
        if (empty) {
            empty[x] = (float)all.empty / (float)(sh->samples * sh->samples);
        }
        for (int k = 0; k < all.n; k++) {
            add_point(sh, &all.g[k], x, y, behind != NULL, &sf);
        }
    }
}

/* What the mirrored ray meets: the volume's light from there, or the aisle's picture. */
INLINE void mirror_light(const struct shader *sh, const struct nook *nook, const f3 x, const f3 r,
                         float rough, f3 out)
{
    volume_light(&sh->volume, nook, r, out);
    const struct aisle *a = &sh->aisle;
    if (!a->im || r[1] > -0.05F || x[1] <= a->y) {
        return;
    }
    float t = (a->y - x[1]) / r[1];
    float u = (x[0] + t * r[0] - a->x0) / (a->x1 - a->x0),
          v = (a->z1 - x[2] - t * r[2]) / (a->z1 - a->z0);
    if (u < 0 || u > 1 || v < 0 || v > 1) {
        return;
    }
    float width = (0.02F + 1.4F * rough * rough) * t / (a->x1 - a->x0) * (float)a->im->width_px,
          c[4];
    chain_sample(a->im, a->chain, u, v, width, c);
    for (int i = 0; i < 3; i++) {
        out[i] = c[i] * a->light[i];
    }
}

INLINE void surroundings(struct shader *sh, size_t i)
{
    struct points *p = &sh->points;
    f3 x, n, e, up, light;
    for (int k = 0; k < 3; k++) {
        x[k] = p->x[k][i];
        n[k] = p->nrm[k][i];
        e[k] = p->eye[k][i];
        up[k] = x[k] + sh->volume.cell_m * n[k];
    }
    sh->nook[i] = volume_nook(&sh->volume, up);
    volume_light(&sh->volume, &sh->nook[i], n, light);
    put(p->sum, i, light);
    if (p->f0[1][i] > 0 || p->coat[i] > 0) {
        float c = 2 * shade_dot(n, e);
        f3 r = {c * n[0] - e[0], c * n[1] - e[1], c * n[2] - e[2]};
        mirror_light(sh, &sh->nook[i], up, r, p->coat[i] > 0 ? p->coat_rough[i] : p->rough[i],
                     light);
    }
    put(p->gloss, i, light);
    p->glaze[i] = (light[0] + light[1] + light[2]) / 3;
}

/* A lamp behind a surface is not seen. */
VEC static void hide_behind(const struct lamp *l, struct points *p)
{
    float least = -(l->half_w + l->half_h), *restrict visible = p->visible;
    for (size_t i = 0; i < p->n; i++) {
        float ahead = p->nrm[0][i] * (l->at[0] - p->x[0][i]) +
                      p->nrm[1][i] * (l->at[1] - p->x[1][i]) +
                      p->nrm[2][i] * (l->at[2] - p->x[2][i]);
        visible[i] = ahead < least ? 0 : visible[i];
    }
}

/* How much of a lamp each point sees; false if none sees any of it. */
static bool see(struct shader *sh, const struct lamp *l)
{
    struct points *p = &sh->points;
    if (l->mapped) {
        shadow_visible(l, p, sh->seed, &sh->looks);
    } else {
        for (size_t i = 0; i < p->n; i++) {
            p->visible[i] = volume_sees(&sh->volume, &sh->nook[i], l->slot);
        }
    }
    hide_behind(l, p);
    float all = 0;
    for (size_t i = 0; i < p->n; i++) {
        all += p->visible[i];
    }
    return all > 0;
}

/* Diffuse and reflected light of one colour, under the varnish. */
VEC static void add_up(struct points *p, int k)
{
    const float *diffuse = p->diffuse[k], *sum = p->sum[k], *gloss = p->gloss[k], *f0 = p->f0[k];
    float *restrict out = p->out[k];
    for (size_t i = 0; i < p->n; i++) {
        float c =
            p->nrm[0][i] * p->eye[0][i] + p->nrm[1][i] * p->eye[1][i] + p->nrm[2][i] * p->eye[2][i];
        float coat = p->coat[i] * fresnel(0.04F, p->coat_rough[i], c);
        float f = f0[i] > 0 ? fresnel(f0[i], p->rough[i], c) : 0;
        float v = diffuse[i] * sum[i] + f * gloss[i];
        out[i] += (1 - coat) * v + coat * p->glaze[i];
    }
}

VEC void surface_light(struct shader *sh)
{
    struct points *p = &sh->points;
    uint32_t w = (uint32_t)sh->view.width_px;
    for (size_t i = 0; i < p->n; i++) {
        uint32_t pixel = sh->spot[i].pixel;
        sh->seed[i] = (uint8_t)((pixel % w & 3) | (pixel / w & 3) << 2);
        surroundings(sh, i);
    }
    for (size_t k = 0; k < sh->lamps.n; k++) {
        if (see(sh, &sh->lamps.lamp[k])) {
            lamp_shade(&sh->lamps.lamp[k], p);
        }
    }
    for (int k = 0; k < 3; k++) {
        add_up(p, k);
    }
}
