// SPDX-License-Identifier: MIT
/*
 * builder_forms - boxes, rounded boxes, turned bodies, outlines with round corners, noise.
 *
 * A rounded box is a sharp one whose points q are drawn to the surface of the rounding: with c the nearest
 * point of the box shrunk by the radius r, p = c + r (q - c) / |q - c|. Grid lines at r tan(angle) from the
 * shrunk box's edges make the steps of an edge equal; both faces of an edge end in the very same points at 45
 * degrees.
 */
#include <math.h>

#include "base/rng.h"
#include "shelf/pack_parts.h"

enum { ROUNDED_MAX = 40, ARC_SUBSTEPS = 32 };

void builder_box(struct mesh_builder *b, struct vec3 lo, struct vec3 hi, int slot)
{
    struct rounded_box r = {.lo = lo, .hi = hi, .cells = 1, .slot = slot};
    for (int i = 0; i < 6; i++) {
        r.uv[i] = (struct box){0, 0, 1, 1};
    }
    builder_rounded(b, &r);
}

void builder_rounded_box(struct mesh_builder *b, struct vec3 lo, struct vec3 hi, double radius_m,
                         int segments, int slot)
{
    struct rounded_box r = {
        .lo = lo, .hi = hi, .radius = radius_m, .steps = (segments + 1) / 2, .cells = 1, .slot = slot};
    for (int i = 0; i < 6; i++) {
        r.uv[i] = (struct box){0, 0, 1, 1};
    }
    builder_rounded(b, &r);
}

/* Grid lines of one axis: shares of the arc, cells of the flat, arc again. Returns how many. */
static int grid_lines(double lo, double hi, double radius, int steps, int cells, double *at)
{
    int n = 0;
    for (int i = steps; radius > 0 && i > 0; i--) {
        at[n++] = lo + radius - radius * tan(PI / 4 * i / steps);
    }
    for (int i = 0; i <= cells; i++) {
        at[n++] = lo + radius + (hi - lo - 2 * radius) * i / cells;
    }
    for (int i = 1; radius > 0 && i <= steps; i++) {
        at[n++] = hi - radius + radius * tan(PI / 4 * i / steps);
    }
    return n;
}

static struct vec3 round_off(const struct rounded_box *r, struct vec3 q)
{
    double k = r->radius;
    struct vec3 c = {clampd(q.x, r->lo.x + k, r->hi.x - k), clampd(q.y, r->lo.y + k, r->hi.y - k),
                     clampd(q.z, r->lo.z + k, r->hi.z - k)};
    return k > 0 ? vec3_add(c, vec3_scale(vec3_unit(vec3_sub(q, c)), k)) : q;
}

/* A face: origin and the two directions in which its text runs, right and down. */
struct face {
    int right, down, out; /* axes 0..2 */
    int right_sign, down_sign, out_sign;
};

static const struct face faces[6] = {
    {0, 2, 1, 1, -1, -1},  /* front: x right, z down, towards -y */
    {0, 2, 1, -1, -1, 1},  /* back */
    {1, 2, 0, -1, -1, -1}, /* left, seen from -x: the back of the pack is on the left */
    {1, 2, 0, 1, -1, 1},   /* right */
    {0, 1, 2, 1, -1, 1},   /* top: its lower edge is the front's upper */
    {0, 1, 2, 1, 1, -1},   /* bottom */
};

static double hump(double t)
{
    t = clampd(t, 0, 1);
    return 1 - (2 * t - 1) * (2 * t - 1);
}

/* Point (i, j) of a face's grid; s, t: shares of the whole face along right and down. */
static struct vec3 face_point(const struct rounded_box *r, const struct face *f, double bulge, double right,
                              double down, double *s, double *t)
{
    const double lo[3] = {r->lo.x, r->lo.y, r->lo.z}, hi[3] = {r->hi.x, r->hi.y, r->hi.z};
    double q[3];
    q[f->right] = right;
    q[f->down] = down;
    q[f->out] = f->out_sign > 0 ? hi[f->out] : lo[f->out];
    struct vec3 v = round_off(r, (struct vec3){q[0], q[1], q[2]});
    double p[3] = {v.x, v.y, v.z}, k = r->radius;
    double a = (right - lo[f->right] - k) / (hi[f->right] - lo[f->right] - 2 * k);
    double b = (down - lo[f->down] - k) / (hi[f->down] - lo[f->down] - 2 * k);
    p[f->out] += f->out_sign * bulge * hump(a) * hump(b);
    *s = (p[f->right] - lo[f->right]) / (hi[f->right] - lo[f->right]);
    *t = (p[f->down] - lo[f->down]) / (hi[f->down] - lo[f->down]);
    *s = f->right_sign > 0 ? *s : 1 - *s;
    *t = f->down_sign > 0 ? *t : 1 - *t;
    return (struct vec3){p[0], p[1], p[2]};
}

static void build_face(struct mesh_builder *b, const struct rounded_box *r, int which)
{
    const struct face *f = &faces[which];
    const double lo[3] = {r->lo.x, r->lo.y, r->lo.z}, hi[3] = {r->hi.x, r->hi.y, r->hi.z};
    double right[ROUNDED_MAX], down[ROUNDED_MAX];
    int steps = r->steps > 8 ? 8 : r->steps, cells = r->cells < 1 ? 1 : r->cells > 16 ? 16 : r->cells;
    int n = grid_lines(lo[f->right], hi[f->right], r->radius, steps, cells, right);
    int m = grid_lines(lo[f->down], hi[f->down], r->radius, steps, cells, down);
    struct box uv = r->uv[which];
    for (int j = 0; j + 1 < m; j++) {
        for (int i = 0; i + 1 < n; i++) {
            /* top-left, top-right, bottom-right, bottom-left as the text is read */
            int i0 = f->right_sign > 0 ? i : i + 1, i1 = f->right_sign > 0 ? i + 1 : i;
            int j0 = f->down_sign > 0 ? j : j + 1, j1 = f->down_sign > 0 ? j + 1 : j;
            const int at[4][2] = {{i0, j0}, {i1, j0}, {i1, j1}, {i0, j1}};
            struct vec3 p[4];
            struct pt t[4];
            for (int k = 0; k < 4; k++) {
                double s, d;
                p[k] = face_point(r, f, r->bulge[which], right[at[k][0]], down[at[k][1]], &s, &d);
                t[k] = (struct pt){uv.x0 + s * (uv.x1 - uv.x0), uv.y0 + d * (uv.y1 - uv.y0)};
            }
            builder_patch(b, p, t, r->slot);
        }
    }
}

void builder_rounded(struct mesh_builder *b, const struct rounded_box *r)
{
    struct rounded_box c = *r;
    double least = fmin(fmin(r->hi.x - r->lo.x, r->hi.y - r->lo.y), r->hi.z - r->lo.z);
    c.radius = clampd(r->radius, 0, 0.49 * least);
    for (int i = 0; i < 6; i++) {
        build_face(b, &c, i);
    }
}

/* --- turned bodies -------------------------------------------------------------------------------- */

void ellipse_steps(double a, double b, int n, struct pt out[ELLIPSE_MAX + 1])
{
    if (n < 3 || n > ELLIPSE_MAX) {
        BUG("%d columns", n);
    }
    if (fabs(a - b) < 1e-9 * (a + b)) {
        for (int i = 0; i <= n; i++) {
            double t = 2 * PI * (i % n) / n;
            out[i] = (struct pt){-sin(t), cos(t)};
        }
        return;
    }
    /* lengths of small chords, summed and divided again */
    double run[ELLIPSE_MAX * ARC_SUBSTEPS + 1];
    int m = n * ARC_SUBSTEPS;
    run[0] = 0;
    for (int i = 1; i <= m; i++) {
        double t0 = 2 * PI * (i - 1) / m, t1 = 2 * PI * i / m;
        run[i] = run[i - 1] + hypot(a * (sin(t1) - sin(t0)), b * (cos(t1) - cos(t0)));
    }
    for (int i = 0, k = 0; i < n; i++) {
        double want = run[m] * i / n;
        while (k + 1 < m && run[k + 1] < want) {
            k++;
        }
        double t = 2 * PI * (k + (want - run[k]) / (run[k + 1] - run[k])) / m;
        out[i] = (struct pt){-sin(t), cos(t)};
    }
    out[n] = out[0];
}

static struct vec3 ring_point(double x, double y, const struct ring *r, const struct pt *e, int i, int n)
{
    double k = i % 2 && i < n ? r->knurl : 0;
    return (struct vec3){x + (r->a - k) * e[i].x, y + (r->b - k) * e[i].y, r->z};
}

void builder_rings(struct mesh_builder *b, double x, double y, const struct ring *r, size_t n, int columns,
                   double round_a, double round_b, double u0, double u1, int slot)
{
    struct pt e[ELLIPSE_MAX + 1];
    ellipse_steps(round_a, round_b, columns, e);
    for (size_t k = 0; k + 1 < n; k++) {
        const struct ring *lower = &r[k], *upper = &r[k + 1];
        for (int i = 0; i < columns; i++) {
            double ua = u0 + (u1 - u0) * i / columns, ub = u0 + (u1 - u0) * (i + 1) / columns;
            struct vec3 p[4] = {
                ring_point(x, y, upper, e, i, columns), ring_point(x, y, upper, e, i + 1, columns),
                ring_point(x, y, lower, e, i + 1, columns), ring_point(x, y, lower, e, i, columns)};
            struct pt t[4] = {{ua, upper->v}, {ub, upper->v}, {ub, lower->v}, {ua, lower->v}};
            builder_patch(b, p, t, slot);
        }
    }
}

void builder_lathe(struct mesh_builder *b, double x, double y, const double (*profile)[2], size_t n,
                   int segments, double v_top, double v_bottom, int slot)
{
    double length = 0, run = 0;
    for (size_t i = 1; i < n; i++) {
        length += hypot(profile[i][0] - profile[i - 1][0], profile[i][1] - profile[i - 1][1]);
    }
    for (size_t i = 0; i + 1 < n; i++) {
        double step = hypot(profile[i + 1][0] - profile[i][0], profile[i + 1][1] - profile[i][1]);
        double v0 = v_bottom + (v_top - v_bottom) * run / length;
        double v1 = v_bottom + (v_top - v_bottom) * (run + step) / length;
        struct ring two[2] = {{profile[i][0], profile[i][0], profile[i][1], v0, 0},
                              {profile[i + 1][0], profile[i + 1][0], profile[i + 1][1], v1, 0}};
        builder_rings(b, x, y, two, 2, segments, 1, 1, 0, 1, slot);
        run += step;
    }
}

/* --- outlines ------------------------------------------------------------------------------------- */

static void section_add(struct section *s, double x, double y, double nx, double ny)
{
    if (s->n > SECTION_MAX) {
        BUG("an outline of more than %d points", SECTION_MAX);
    }
    s->p[s->n] = (struct pt){x, y};
    s->out[s->n] = (struct pt){nx, ny};
    s->n++;
}

void section_rounded(struct section *s, double half_x, double half_y, double corner, int arc, int across,
                     int along)
{
    /* corners counter-clockwise from above, from the front-left; a side between each and the next */
    static const int sx[4] = {-1, 1, 1, -1}, sy[4] = {-1, -1, 1, 1};
    corner = fmin(corner, 0.98 * fmin(half_x, half_y));
    s->n = 0;
    for (int k = 0; k < 5; k++) {
        int c = k % 4, cells = c % 2 ? along : across, next = (c + 1) % 4;
        double cx = sx[c] * (half_x - corner), cy = sy[c] * (half_y - corner), start = PI + c * PI / 2;
        /* the first corner is entered in its middle and left there at the end */
        int from = k == 0 ? arc / 2 : 0, to = k == 4 ? arc / 2 : arc;
        for (int i = from; i <= to; i++) {
            double t = start + PI / 2 * i / arc;
            section_add(s, cx + corner * cos(t), cy + corner * sin(t), cos(t), sin(t));
        }
        double ex = sx[next] * (half_x - corner), ey = sy[next] * (half_y - corner);
        double t = start + PI / 2, nx = cos(t), ny = sin(t);
        for (int i = 1; k < 4 && i < cells; i++) {
            double w = (double)i / cells;
            section_add(s, cx + (ex - cx) * w + corner * nx, cy + (ey - cy) * w + corner * ny, nx, ny);
        }
    }
    s->n--;
    s->p[s->n] = s->p[0];
    s->run[0] = 0;
    for (int i = 1; i <= s->n; i++) {
        s->run[i] = s->run[i - 1] + hypot(s->p[i].x - s->p[i - 1].x, s->p[i].y - s->p[i - 1].y);
    }
}

/* --- noise ---------------------------------------------------------------------------------------- */

static double lattice(uint32_t key, int64_t x, int64_t y)
{
    return 2 * (double)rng_hash_unit(key, (uint32_t)x, (uint32_t)y) - 1;
}

static double ease(double t)
{
    return t * t * (3 - 2 * t);
}

double noise_2d(uint32_t key, double x, double y)
{
    double fx = floor(x), fy = floor(y), tx = ease(x - fx), ty = ease(y - fy);
    int64_t ix = (int64_t)fx, iy = (int64_t)fy;
    double a = lattice(key, ix, iy) * (1 - tx) + lattice(key, ix + 1, iy) * tx;
    double c = lattice(key, ix, iy + 1) * (1 - tx) + lattice(key, ix + 1, iy + 1) * tx;
    return a * (1 - ty) + c * ty;
}

double noise_1d(uint32_t key, double x)
{
    return noise_2d(key, x, 0);
}
