// SPDX-License-Identifier: MIT
/*
 * raster_clip - triangles that reach behind the camera or far out, and those that the lens bends.
 *
 * Polygon clipping by planes (Sutherland & Hodgman, "Reentrant polygon clipping", 1974): z = 1 mm, then the four planes through
 * the pinhole around what the window shows, so that the pieces' coordinates stay small. A cut point is always worked out from
 * the end that stays to the end that goes: both neighbours of an edge get the same bits.
 *
 * Splitting works in the pinhole image, where x/z, y/z and 1/z are linear, at the middles of edges. Whether an edge is split depends
 * on this edge alone, and its middle is a symmetric sum: neighbours split alike and no gap opens. Under a
 * radial polynomial in r^2 a straight line bows out by an even function of the way along it, but slides along itself by an
 * odd one; the quarter points are looked at, too, so that a slide that cancels in the middle is seen.
 */
#include "raster/raster_core.h"

/* A triangle of three corners gains at most one by each plane. */
enum { MAX_CORNERS = 3 + 5, MAX_SPLITS = 10 };
#define STRAY_PX 0.05 /* half of what raster3d.h promises */

struct solid_corner {
    struct vec3 p;
    double s1, s2;
};

/* Distance to plane k, positive where it stays. */
static double inside(const struct frame *f, int k, struct vec3 p)
{
    switch (k) {
    case 0: return p.z - CORE_NEAR_M;
    case 1: return p.x - f->nx0 * p.z;
    case 2: return f->nx1 * p.z - p.x;
    case 3: return p.y - f->ny0 * p.z;
    default: return f->ny1 * p.z - p.y;
    }
}

static struct solid_corner cut_at(const struct solid_corner *in, double d_in, const struct solid_corner *out,
                                  double d_out)
{
    double t = d_in / (d_in - d_out);
    struct solid_corner c;
    c.p = vec3_add(in->p, vec3_scale(vec3_sub(out->p, in->p), t));
    c.s1 = in->s1 + (out->s1 - in->s1) * t;
    c.s2 = in->s2 + (out->s2 - in->s2) * t;
    return c;
}

static int clip_plane(const struct frame *f, int k, const struct solid_corner *in, int n, struct solid_corner *out)
{
    int m = 0;
    for (int i = 0; i < n; i++) {
        const struct solid_corner *a = &in[i], *b = &in[(i + 1) % n];
        double da = inside(f, k, a->p), db = inside(f, k, b->p);
        if (da >= 0) {
            out[m++] = *a;
        }
        if (da >= 0 && db < 0) {
            out[m++] = cut_at(a, da, b, db);
        } else if (da < 0 && db >= 0) {
            out[m++] = cut_at(b, db, a, da);
        }
    }
    return m;
}

struct out {
    const struct frame *f;
    void (*draw)(void *ctx, const struct piece *q);
    void *ctx;
};

static void emit(const struct out *o, const struct corner c[3])
{
    struct piece q;
    for (int k = 0; k < 3; k++) {
        corner_place(o->f, c[k].nx, c[k].ny, &q.u[k], &q.v[k]);
        if (q.u[k] == CORE_OFF || q.v[k] == CORE_OFF) {
            return;
        }
        q.iz[k] = c[k].iz;
        q.s1[k] = c[k].s1;
        q.s2[k] = c[k].s2;
    }
    o->draw(o->ctx, &q);
}

static struct pt bend(const struct frame *f, double nx, double ny)
{
    double g = lens_gain(&f->lens, nx * nx + ny * ny) * f->view.f_px;
    return (struct pt){nx * g, ny * g};
}

/* How far the edge's image strays from a straight and evenly travelled line, in pixels. */
static bool strays(const struct frame *f, const struct corner *a, const struct corner *b)
{
    struct pt pa = bend(f, a->nx, a->ny), pb = bend(f, b->nx, b->ny);
    double worst = 0;
    for (int k = 1; k <= 3; k++) {
        double t = 0.25 * k, s = 1 - t;
        struct pt m = bend(f, s * a->nx + t * b->nx, s * a->ny + t * b->ny);
        double ex = m.x - (s * pa.x + t * pb.x), ey = m.y - (s * pa.y + t * pb.y);
        worst = fmax(worst, ex * ex + ey * ey);
    }
    return worst > STRAY_PX * STRAY_PX;
}

static struct corner middle(const struct corner *a, const struct corner *b)
{
    return (struct corner){0.5 * (a->nx + b->nx), 0.5 * (a->ny + b->ny), 0.5 * (a->iz + b->iz),
                           0.5 * (a->s1 + b->s1), 0.5 * (a->s2 + b->s2)};
}

static void split(const struct out *o, const struct corner c[3], int depth)
{
    bool cut[3] = {false, false, false}; /* edge k goes from corner k to corner k + 1 */
    int n = 0;
    for (int k = 0; k < 3 && depth > 0; k++) {
        cut[k] = strays(o->f, &c[k], &c[(k + 1) % 3]);
        n += cut[k];
    }
    if (n == 0) {
        emit(o, c);
        return;
    }
    struct corner m[3];
    for (int k = 0; k < 3; k++) {
        m[k] = middle(&c[k], &c[(k + 1) % 3]);
    }
    if (n == 3) {
        split(o, (struct corner[3]){c[0], m[0], m[2]}, depth - 1);
        split(o, (struct corner[3]){m[0], c[1], m[1]}, depth - 1);
        split(o, (struct corner[3]){m[2], m[1], c[2]}, depth - 1);
        split(o, m, depth - 1);
        return;
    }
    /* Turn it so that edge 0 is split; with two, edges 0 and 1. */
    int r = 0;
    while (!(cut[r] && (n == 1 || cut[(r + 1) % 3]))) {
        r++;
    }
    const struct corner *p = &c[r], *q = &c[(r + 1) % 3], *s = &c[(r + 2) % 3];
    const struct corner *mp = &m[r], *mq = &m[(r + 1) % 3];
    if (n == 1) {
        split(o, (struct corner[3]){*p, *mp, *s}, depth - 1);
        split(o, (struct corner[3]){*mp, *q, *s}, depth - 1);
    } else {
        split(o, (struct corner[3]){*mp, *q, *mq}, depth - 1);
        split(o, (struct corner[3]){*p, *mp, *mq}, depth - 1);
        split(o, (struct corner[3]){*p, *mq, *s}, depth - 1);
    }
}

void clip_triangle(const struct frame *f, struct vec3 p[3], void (*draw)(void *ctx, const struct piece *q), void *ctx)
{
    struct solid_corner buf[2][MAX_CORNERS] = {{{p[0], 0, 0}, {p[1], 1, 0}, {p[2], 0, 1}}};
    int n = 3, at = 0;
    for (int k = 0; k < 5 && n >= 3; k++) {
        n = clip_plane(f, k, buf[at], n, buf[!at]);
        at = !at;
    }
    if (n < 3) {
        return;
    }
    struct corner c[MAX_CORNERS];
    for (int i = 0; i < n; i++) {
        const struct solid_corner *q = &buf[at][i];
        double iz = 1 / q->p.z;
        double held = iz > 0x1.00001p-16 ? iz : 0x1.00001p-16;
        c[i] = (struct corner){q->p.x * iz, q->p.y * iz, held, q->s1 * held, q->s2 * held};
    }
    struct out o = {f, draw, ctx};
    for (int i = 1; i + 1 < n; i++) {
        struct corner t[3] = {c[0], c[i], c[i + 1]};
        if (f->bent) {
            split(&o, t, MAX_SPLITS);
        } else {
            emit(&o, t);
        }
    }
}
