// SPDX-License-Identifier: MIT
/*
 * shade_volume - why a shelf is dark at the back: light from everywhere, in a coarse grid.
 *
 * Triangles are dropped into cells of a few centimetres as areas, one for each axis they face. A ray along d through a cell
 * is stopped with the probability
 *
 *     o = min(1, sum |d_i| area_i / (cell^2 max |d_i|))
 *
 * so that a board of any thickness stops what comes from above and lets pass what goes along it. Light is then swept through
 * the grid once for each of 26 directions (faces, edges and corners of a cube; weights of Lebedev's rules, 1976):
 *
 *     L(c) = (1 - o) L(c - d) + o B(c - d),     L outside: ambient radiance
 *
 * B is what the cell's surfaces pass on: their mean colour times the lamps' light; and, on a second round, times the light that
 * a first round of 14 directions left. What
 * arrives is kept as the radiance of six white faces a cell (McTaggart, "Half-Life 2 / Valve source shading", 2004) and
 * looked up one cell above a surface. The same grid says how much a point sees of the lamps that have no shadow map.
 *
 * It is a diffusion of its own making, exact only in the open; contact shadows finer than a cell are not in it.
 */
#include <string.h>

#include "raster/shade.h"

/* What is in a cell, and what a part of a surface adds to it. */
struct part {
    float area[3];   /* over cell^2, by axis */
    float all;       /* sum of them */
    float facing[4]; /* signed areas: which way the surfaces look; unused */
    float color[4];  /* albedo times area; unused */
};

struct grid {
    struct volume *v;
    struct part *cell;
    float (*area)[3]; /* of the cells, alone: what is marched through */
};

static size_t cell_at(const struct volume *v, int x, int y, int z)
{
    return ((size_t)z * (size_t)v->n[1] + (size_t)y) * (size_t)v->n[0] + (size_t)x;
}

typedef float v4 __attribute__((vector_size(16)));
typedef int32_t i4 __attribute__((vector_size(16)));

static v4 v4_of(const f3 p)
{
    return (v4){p[0], p[1], p[2], 0};
}

/* A row of parts on its way into the grid: those that follow each other into one cell are added there at once. */
struct dropper {
    v4 lo, size;  /* of the grid: its corner, and its numbers of cells; the fourth is never reached */
    v4 part[3];   /* a struct part */
    v4 sum[3];    /* of the parts for `cell` so far */
    size_t cell;  /* v->cells: none */
};

static void drop_end(struct grid *g, struct dropper *d)
{
    if (d->cell < g->v->cells) {
        memcpy(&g->cell[d->cell], d->sum, sizeof d->sum);
    }
    d->cell = g->v->cells;
}

static inline void drop(struct grid *g, struct dropper *d, v4 p)
{
    v4 at = (p - d->lo) * g->v->per_m;
    i4 out = (at < 0) | (at >= d->size), c = __builtin_convertvector(at, i4);
    if (out[0] | out[1] | out[2]) {
        return;
    }
    size_t cell = cell_at(g->v, c[0], c[1], c[2]);
    if (cell != d->cell) {
        drop_end(g, d);
        d->cell = cell;
        memcpy(d->sum, &g->cell[cell], sizeof d->sum);
    }
    for (int i = 0; i < 3; i++) {
        d->sum[i] += d->part[i];
    }
}

/* Parts [from, to) of a row of a triangle's parts that can be in the grid: the row is o + s a + (t .. t + 1/m) b, s = part / 2m. */
static void row_in_grid(const struct volume *v, const f3 o, const f3 a, const f3 b, float t, int m,
                        int *from, int *to)
{
    float s0 = 0, s1 = 1;
    for (int i = 0; i < 3; i++) {
        float wide = fabsf(b[i]) / (float)m + 1e-4F;
        float lo = v->lo[i] - wide - o[i] - t * b[i];
        float hi = v->lo[i] + (float)v->n[i] * v->cell_m + wide - o[i] - t * b[i];
        if (fabsf(a[i]) < 1e-9F) {
            s1 = lo > 0 || hi < 0 ? -1 : s1;
            continue;
        }
        float p = lo / a[i], q = hi / a[i];
        s0 = fmaxf(s0, fminf(p, q));
        s1 = fminf(s1, fmaxf(p, q));
    }
    /* two parts more on both sides for rounding */
    *from = s0 > 0 ? (int)(s0 * 2 * (float)m) - 4 : 0;
    *from = *from < 0 ? 0 : *from;
    *to = s1 < s0 ? 0 : (int)fminf(s1 * 2 * (float)m, 1e6F) + 4;
}

static void drop_triangle(struct grid *g, f3 p[3], float times, const f3 albedo)
{
    f3 a, b, n;
    for (int i = 0; i < 3; i++) {
        a[i] = p[1][i] - p[0][i];
        b[i] = p[2][i] - p[0][i];
    }
    float k = 0.5F * times / (g->v->cell_m * g->v->cell_m);
    n[0] = k * (a[1] * b[2] - a[2] * b[1]);
    n[1] = k * (a[2] * b[0] - a[0] * b[2]);
    n[2] = k * (a[0] * b[1] - a[1] * b[0]);
    float longest = fmaxf(shade_dot(a, a), shade_dot(b, b));
    int m = 1 + (int)fminf(200, sqrtf(longest) / (0.5F * g->v->cell_m));
    struct part q = {{0}, 0, {0}, {0}};
    for (int i = 0; i < 3; i++) {
        q.facing[i] = n[i] / (float)(m * m);
        q.area[i] = fabsf(q.facing[i]);
        q.all += q.area[i];
    }
    for (int i = 0; i < 3; i++) {
        q.color[i] = q.all * albedo[i];
    }
    struct dropper d = {.lo = v4_of(g->v->lo), .cell = g->v->cells};
    d.size = (v4){(float)g->v->n[0], (float)g->v->n[1], (float)g->v->n[2], 1};
    memcpy(d.part, &q, sizeof d.part);
    v4 corner = v4_of(p[0]), va = v4_of(a), vb = v4_of(b);
    /* Middles of the m^2 parts of a triangle whose sides are cut into m: those that point up, and down. */
    for (int j = 0; j < m; j++) {
        int from, to;
        row_in_grid(g->v, p[0], a, b, (float)j / (float)m, m, &from, &to);
        to = to < 2 * (m - j) - 1 ? to : 2 * (m - j) - 1;
        for (int h = from; h < to; h++) {
            float s = ((float)(h / 2) + (h & 1 ? 2 / 3.0F : 1 / 3.0F)) / (float)m;
            float t = ((float)j + (h & 1 ? 2 / 3.0F : 1 / 3.0F)) / (float)m;
            drop(g, &d, corner + s * va + t * vb);
        }
    }
    drop_end(g, &d);
}

static void material_albedo(const struct scene *s, const struct chain *const *chains,
                            uint32_t material, f3 out)
{
    const struct material *m = &s->material[material];
    for (int i = 0; i < 3; i++) {
        out[i] = m->texture != SCENE_NONE ? chains[m->texture]->mean[i] : m->base_color[i];
    }
}

static bool apart(const struct scene *s, const struct object *o, const struct volume *v)
{
    const struct mesh *m = s->mesh[o->mesh];
    struct box x = box_empty(), z = box_empty();
    for (int k = 0; k < 8; k++) {
        struct vec3 p = {(double)(k & 1 ? m->hi : m->lo)[0], (double)(k & 2 ? m->hi : m->lo)[1],
                         (double)(k & 4 ? m->hi : m->lo)[2]};
        p = xform_apply(&o->world_from_object, p);
        box_add(&x, (struct pt){p.x, p.y});
        box_add(&z, (struct pt){p.z, 0});
    }
    double hi[3];
    for (int i = 0; i < 3; i++) {
        hi[i] = (double)v->lo[i] + v->n[i] * (double)v->cell_m;
    }
    return x.x1 < (double)v->lo[0] || x.x0 > hi[0] || x.y1 < (double)v->lo[1] || x.y0 > hi[1] ||
           z.x1 < (double)v->lo[2] || z.x0 > hi[2];
}

/* Fine meshes have hundreds of triangles in a cell: of those every few are taken, for as many. */
static size_t stride_of(const struct mesh *m, float cell_m)
{
    float a = m->hi[0] - m->lo[0], b = m->hi[1] - m->lo[1], c = m->hi[2] - m->lo[2];
    float each = 2 * (a * b + b * c + c * a) / (float)m->n_triangles;
    float k = cell_m * cell_m / (12 * each + 1e-12F);
    size_t stride = k > 1 ? (size_t)fminf(k, (float)m->n_triangles / 64) : 1;
    return stride | 1; /* odd: quads of two triangles are both met */
}

static void drop_object(struct grid *g, const struct scene *s, const struct chain *const *chains,
                        const struct object *o)
{
    const struct mesh *m = s->mesh[o->mesh];
    f3 albedo[MESH_MAX_SLOTS];
    float times[MESH_MAX_SLOTS];
    size_t stride = stride_of(m, g->v->cell_m);
    for (int k = 0; k < m->n_slots; k++) {
        material_albedo(s, chains, o->material[k], albedo[k]);
        times[k] = (float)stride;
        if (s->material[o->material[k]].transmission >
            0.5F) { /* stops little, and scatters little of that */
            times[k] *= 0.25F;
            for (int i = 0; i < 3; i++) {
                albedo[k][i] *= 0.25F;
            }
        }
    }
    float t[3][4];
    for (int i = 0; i < 12; i++) {
        t[i / 4][i % 4] = (float)o->world_from_object.m[i / 4][i % 4];
    }
    for (size_t i = 0; i < m->n_triangles; i += stride) {
        f3 p[3];
        for (int k = 0; k < 3; k++) {
            const float *q = m->pos[m->tri[i][k]];
            for (int j = 0; j < 3; j++) {
                p[k][j] = t[j][0] * q[0] + t[j][1] * q[1] + t[j][2] * q[2] + t[j][3];
            }
        }
        drop_triangle(g, p, times[m->slot[i]], albedo[m->slot[i]]);
    }
}

/* Share of a lamp's middle that a cell sees through the cells between; the two next to it do not count. */
static float march(const struct grid *g, const f3 from, const f3 to)
{
    const struct volume *v = g->v;
    float d[3], most = 0, at[3], wide[3], t = 1, scale = 1 / v->cell_m;
    for (int i = 0; i < 3; i++) {
        d[i] = (to[i] - from[i]) * scale;
        float m = fabsf(d[i]);
        most = m > most ? m : most;
    }
    int steps = (int)(1.2F * most); /* along a diagonal a cell is longer */
    float part = 1 / (1.2F * most + 1e-6F);
    for (int i = 0; i < 3; i++) {
        wide[i] = fabsf(d[i]) /
                  (1.2F * most + 1e-6F); /* share of the cell's area that one step crosses */
        d[i] *= part;
        at[i] = (from[i] - v->lo[i]) * scale + 2 * d[i];
    }
    for (int k = 2; k < steps && t > 0.01F; k++) {
        if (!(at[0] >= 0 && at[1] >= 0 && at[2] >= 0)) {
            break; /* out of the grid; nothing comes after */
        }
        int x = (int)at[0], y = (int)at[1], z = (int)at[2];
        if (x >= v->n[0] || y >= v->n[1] || z >= v->n[2]) {
            break;
        }
        const float *area = g->area[cell_at(v, x, y, z)];
        float o = wide[0] * area[0] + wide[1] * area[1] + wide[2] * area[2];
        t *= o < 1 ? 1 - o : 0;
        for (int i = 0; i < 3; i++) {
            at[i] += d[i];
        }
    }
    return t;
}

static void middle_of(const struct volume *v, size_t c, f3 out)
{
    size_t x = c % (size_t)v->n[0], y = c / (size_t)v->n[0] % (size_t)v->n[1],
           z = c / (size_t)v->n[0] / (size_t)v->n[1];
    out[0] = v->lo[0] + ((float)x + 0.5F) * v->cell_m;
    out[1] = v->lo[1] + ((float)y + 0.5F) * v->cell_m;
    out[2] = v->lo[2] + ((float)z + 0.5F) * v->cell_m;
}

/* The way the cell's surfaces face; false if it has none or they cancel out. */
static bool facing_of(const struct grid *g, size_t c, f3 n)
{
    float len2 = shade_dot(g->cell[c].facing, g->cell[c].facing);
    if (!(len2 > 1e-4F)) {
        return false;
    }
    float r = 1 / sqrtf(len2);
    for (int i = 0; i < 3; i++) {
        n[i] = g->cell[c].facing[i] * r;
    }
    return true;
}

static void light_cells(struct grid *g, const struct lamps *l, struct sweep *w, struct arena *a)
{
    struct volume *v = g->v;
    v->n_lamps = 0;
    for (size_t k = 0; k < l->n; k++) {
        v->n_lamps += !l->lamp[k].mapped;
    }
    v->sees = arena_zarray(a, uint8_t, size_mul((size_t)v->n_lamps, v->cells) + 1);
    for (size_t c = 0; c < v->cells; c++) {
        f3 p, n;
        middle_of(v, c, p);
        bool solid = facing_of(g, c, n);
        float own = g->cell[c].all > 0 ? 1 / g->cell[c].all : 0;
        for (size_t k = 0; k < l->n; k++) {
            const struct lamp *m = &l->lamp[k];
            if (m->mapped && !solid) {
                continue;
            }
            float t = march(g, p, m->at);
            if (!m->mapped) {
                v->sees[(size_t)m->slot * v->cells + c] = (uint8_t)(255 * t + 0.5F);
            }
            if (solid && t > 0) {
                f3 e;
                lamp_arrives(m, p, n, e);
                for (int i = 0; i < 3; i++) {
                    w->glow[i][c] += t * e[i] * g->cell[c].color[i] * own;
                }
            }
        }
    }
}

/* Light that a cell's surfaces pass on of what the first round brought them. */
static void reflect(const struct grid *g, struct sweep *w)
{
    for (size_t c = 0; c < g->v->cells; c++) {
        f3 n;
        if (!(g->cell[c].all > 0) || !facing_of(g, c, n)) {
            continue;
        }
        for (int k = 0; k < 3; k++) {
            float e = 0;
            for (int i = 0; i < 3; i++) {
                e += n[i] * n[i] * w->cube[2 * i + (n[i] > 0)][k][c];
            }
            w->glow[k][c] += e * g->cell[c].color[k] / g->cell[c].all;
        }
    }
}

/* As volume_light() wants it: what belongs to a cell together. */
static void keep_cubes(struct volume *v, const struct sweep *w)
{
    for (size_t c = 0; c < v->cells; c++) {
        for (int f = 0; f < 6; f++) {
            for (int k = 0; k < 3; k++) {
                v->cube[c][f][k] = w->cube[f][k][c];
            }
            v->cube[c][f][3] = 0;
        }
    }
}

/* In a room, light also comes back from the floor (albedo 0.4) and a little from the other side of the aisle, which the grid
 * has not. Both shares were set beside frames by Cycles. */
static void room_light(struct volume *v, const struct scene *s, const struct lamps *l, const f3 lo,
                       const f3 hi)
{
    f3 x = {0.5F * (lo[0] + hi[0]), lo[1] - 0.6F, lo[2]}, up = {0, 0, 1};
    memcpy(v->ambient, s->ambient, sizeof v->ambient);
    memcpy(v->below, s->ambient, sizeof v->below);
    bool room = false;
    for (size_t i = 0; i < s->n_objects; i++) {
        room |= s->object[i].role == ROLE_ROOM;
    }
    for (size_t k = 0; k < l->n && room; k++) {
        f3 e;
        lamp_arrives(&l->lamp[k], x, up, e);
        for (int i = 0; i < 3; i++) {
            v->below[i] += 0.4F * e[i];
            v->ambient[i] += 0.06F * e[i];
        }
    }
}

void volume_init(struct volume *v, const struct scene *s, const struct chain *const *chains,
                 struct lamps *l, const f3 lo, const f3 hi, size_t max_cells, struct arena *a)
{
    double size = 1;
    for (int i = 0; i < 3; i++) {
        size *= (double)(hi[i] - lo[i]);
    }
    v->cell_m = (float)fmax(cbrt(size / (double)max_cells), 0.008);
    v->per_m = 1 / v->cell_m;
    v->cells = 1;
    for (int i = 0; i < 3; i++) {
        v->n[i] = 2 + (int)ceilf((hi[i] - lo[i]) / v->cell_m);
        v->lo[i] = 0.5F * (lo[i] + hi[i]) - 0.5F * (float)v->n[i] * v->cell_m;
        v->cells = size_mul(v->cells, (size_t)v->n[i]);
    }
    room_light(v, s, l, lo, hi);
    struct grid g = {.v = v};
    g.cell = arena_zarray(a, struct part, v->cells);
    g.area = arena_alloc(a, size_mul(v->cells, sizeof *g.area));
    v->cube = arena_alloc(a, size_mul(v->cells, sizeof *v->cube));
    for (size_t i = 0; i < s->n_objects; i++) {
        if (!s->object[i].camera_hidden && s->object[i].role != ROLE_ROOM &&
            !apart(s, &s->object[i], v)) {
            drop_object(&g, s, chains, &s->object[i]);
        }
    }
    for (size_t c = 0; c < v->cells; c++) {
        memcpy(g.area[c], g.cell[c].area, sizeof g.area[c]);
    }
    struct sweep w;
    sweep_init(&w, v->n, (const float(*)[3])g.area, a);
    light_cells(&g, l, &w, a);
    sweep_light(&w, 0, v->ambient, v->below);
    reflect(&g, &w);
    sweep_light(&w, 1, v->ambient, v->below);
    keep_cubes(v, &w);
}

struct nook volume_nook(const struct volume *v, const f3 x)
{
    struct nook r;
    int at[3];
    float t[3], scale = 1 / v->cell_m;
    for (int i = 0; i < 3; i++) {
        float g = (x[i] - v->lo[i]) * scale - 0.5F, most = (float)v->n[i] - 1.001F;
        g = g > 0 ? g : 0; /* edges repeat */
        g = g < most ? g : most;
        at[i] = (int)g;
        t[i] = g - (float)at[i];
    }
    size_t first = cell_at(v, at[0], at[1], at[2]), row = (size_t)v->n[0],
           slab = row * (size_t)v->n[1];
    for (int k = 0; k < 8; k++) {
        r.cell[k] = first + (k & 1 ? 1 : 0) + (k & 2 ? row : 0) + (k & 4 ? slab : 0);
        r.weight[k] =
            (k & 1 ? t[0] : 1 - t[0]) * (k & 2 ? t[1] : 1 - t[1]) * (k & 4 ? t[2] : 1 - t[2]);
    }
    return r;
}

void volume_light(const struct volume *v, const struct nook *k, const f3 n, f3 out)
{
    int fx = n[0] > 0, fy = 2 + (n[1] > 0), fz = 4 + (n[2] > 0);
    float x2 = n[0] * n[0], y2 = n[1] * n[1], z2 = n[2] * n[2];
    v4 sum = {0};
    for (int i = 0; i < 8; i++) {
        const float(*c)[4] = (const float(*)[4])v->cube[k->cell[i]];
        v4 x, y, z;
        memcpy(&x, c[fx], sizeof x);
        memcpy(&y, c[fy], sizeof y);
        memcpy(&z, c[fz], sizeof z);
        sum += k->weight[i] * (x2 * x + y2 * y + z2 * z);
    }
    memcpy(out, &sum, 3 * sizeof *out);
}

float volume_sees(const struct volume *v, const struct nook *k, int slot)
{
    const uint8_t *sees = v->sees + (size_t)slot * v->cells;
    float sum = 0;
    for (int i = 0; i < 8; i++) {
        sum += k->weight[i] * (float)sees[k->cell[i]];
    }
    return sum / 255;
}
