// SPDX-License-Identifier: MIT
/*
 * Regions: the box in the picture of a box in the world.
 *
 * A box in front of the camera is seen as a convex polygon, the hull of its corners. What is behind the near plane is cut off
 * first, else it would appear mirrored; then the hull is cut by the picture's border, and only then its bounds are taken: bounds
 * of the whole, clipped, would be too large where perspective spreads what lies outside. A lens bends edges, so they go into the hull
 * as polylines.
 */
#include <stdlib.h>

#include "label/shelf_label_parts.h"

enum { EDGE_STEPS = 16, MAX_POINTS = 12 * (EDGE_STEPS + 1), MAX_CLIPPED = MAX_POINTS + 8 };
#define NEAR_M 0.01

struct polygon {
    struct pt p[MAX_CLIPPED];
    size_t n;
};

/* The part of an edge that is in front of the camera, as points in the picture. Corners in the camera frame. */
static void add_edge(struct polygon *g, const struct view *cam, struct vec3 a, struct vec3 b)
{
    if (a.z < NEAR_M && b.z < NEAR_M) {
        return;
    }
    if (a.z < NEAR_M || b.z < NEAR_M) {
        double t = (NEAR_M - a.z) / (b.z - a.z);
        struct vec3 cut = vec3_add(a, vec3_scale(vec3_sub(b, a), t));
        cut.z = NEAR_M;
        *(a.z < NEAR_M ? &a : &b) = cut;
    }
    for (int i = 0; i <= EDGE_STEPS; i++) {
        struct vec3 p = vec3_add(a, vec3_scale(vec3_sub(b, a), (double)i / EDGE_STEPS));
        if (view_project(cam, p, &g->p[g->n], NULL)) {
            g->n++;
        }
    }
}

static int by_x(const void *a, const void *b)
{
    const struct pt *p = a, *q = b;
    return p->x != q->x ? (p->x > q->x) - (p->x < q->x) : (p->y > q->y) - (p->y < q->y);
}

static double turn(struct pt a, struct pt b, struct pt c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* Andrew's monotone chain (1979), in place. */
static void convex_hull(struct polygon *g)
{
    struct pt h[2 * MAX_POINTS + 2];
    size_t n = 0, lower;
    qsort(g->p, g->n, sizeof *g->p, by_x);
    for (size_t i = 0; i < g->n; i++) {
        while (n >= 2 && turn(h[n - 2], h[n - 1], g->p[i]) <= 0) {
            n--;
        }
        h[n++] = g->p[i];
    }
    lower = n;
    for (size_t i = g->n; i-- > 0;) {
        while (n > lower && turn(h[n - 2], h[n - 1], g->p[i]) <= 0) {
            n--;
        }
        h[n++] = g->p[i];
    }
    g->n = n > 1 ? n - 1 : n; /* the first point is the last */
    for (size_t i = 0; i < g->n; i++) {
        g->p[i] = h[i];
    }
}

/* Keeps what has a x + b y <= c (Sutherland & Hodgman 1974). */
static void clip(struct polygon *g, double a, double b, double c)
{
    struct polygon out = {.n = 0};
    for (size_t i = 0; i < g->n; i++) {
        struct pt p = g->p[i], q = g->p[(i + 1) % g->n];
        double dp = a * p.x + b * p.y - c, dq = a * q.x + b * q.y - c;
        if (dp <= 0) {
            out.p[out.n++] = p;
        }
        if ((dp < 0 && dq > 0) || (dp > 0 && dq < 0)) {
            double t = dp / (dp - dq);
            out.p[out.n++] = (struct pt){p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)};
        }
    }
    *g = out;
}

static double area_of(const struct polygon *g)
{
    double s = 0;
    for (size_t i = 0; i < g->n; i++) {
        struct pt p = g->p[i], q = g->p[(i + 1) % g->n];
        s += p.x * q.y - q.x * p.y;
    }
    return fabs(s) / 2;
}

/* Box of what is in the picture; returns its polygon's area, 0 = nothing. */
static double region_box(const struct region *r, const struct view *v, struct box *out)
{
    struct polygon g = {.n = 0};
    struct view cam = *v;
    cam.cam_from_world = xform_identity();
    struct vec3 corner[8];
    for (int i = 0; i < 8; i++) {
        struct vec3 p = {i & 1 ? r->hi.x : r->lo.x, i & 2 ? r->hi.y : r->lo.y, i & 4 ? r->hi.z : r->lo.z};
        corner[i] = xform_apply(&v->cam_from_world, p);
    }
    for (int i = 0; i < 8; i++) {
        for (int axis = 1; axis < 8; axis *= 2) {
            if (!(i & axis)) {
                add_edge(&g, &cam, corner[i], corner[i | axis]);
            }
        }
    }
    convex_hull(&g);
    clip(&g, -1, 0, 0);
    clip(&g, 0, -1, 0);
    clip(&g, 1, 0, v->width_px);
    clip(&g, 0, 1, v->height_px);
    *out = box_empty();
    for (size_t i = 0; i < g.n; i++) {
        box_add(out, g.p[i]);
    }
    return area_of(&g);
}

void shelf_label_regions(struct shelf_label *l, const struct view *v, const struct label_limits *lim, struct arena *a)
{
    double least = lim->min_pixels > 1 ? lim->min_pixels : 1;
    l->region = arena_array(a, struct region_label, l->scene->n_regions);
    for (uint32_t i = 0; i < l->scene->n_regions; i++) {
        struct region_label r = {.region = i};
        if (region_box(&l->scene->region[i], v, &r.box) >= least) {
            l->region[l->n_regions++] = r;
        }
    }
}
