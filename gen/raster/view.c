// SPDX-License-Identifier: MIT
/*
 * view - the projection, its lens, and the pinhole that Cycles renders with.
 *
 * The lens is Brown's radial polynomial of the pinhole radius r (Brown, "Decentering distortion of lenses", 1966):
 * out(r) = r (1 + k1 r^2 + k2 r^4). With a negative coefficient it grows up to the radius where its derivative
 *
 *     1 + 3 k1 q + 5 k2 q^2,  q = r^2
 *
 * has its first root and falls then: a point far outside would be mirrored into the picture. There the polynomial ends, and a
 * line of slope 0.05 takes over. Inside the picture nothing changes; what is outside stays outside.
 */
#include "raster/raster_core.h"

struct view view_of_camera(const struct camera *c)
{
    return (struct view){
        .width_px = c->width_px,
        .height_px = c->height_px,
        .f_px = c->f_px,
        .cx_px = c->cx_px,
        .cy_px = c->cy_px,
        .k1 = c->k1,
        .k2 = c->k2,
        .cam_from_world = c->cam_from_world,
    };
}

/* Smallest positive root of 1 + 3 k1 q + 5 k2 q^2, or infinity. */
static double fold_of(double k1, double k2)
{
    double a = 5 * k2, b = 3 * k1;
    if (a == 0) {
        return b < 0 ? -1 / b : HUGE_VAL;
    }
    double disc = b * b - 4 * a;
    if (disc < 0) {
        return HUGE_VAL;
    }
    /* The product of the roots is 1 / a: take the one that does not cancel first. */
    double h = -0.5 * (b + copysign(sqrt(disc), b));
    double q1 = h / a, q2 = h != 0 ? 1 / h : HUGE_VAL;
    q1 = q1 > 0 ? q1 : HUGE_VAL;
    q2 = q2 > 0 ? q2 : HUGE_VAL;
    return q1 < q2 ? q1 : q2;
}

struct lens lens_of_view(const struct view *v)
{
    struct lens l = {.k1 = v->k1, .k2 = v->k2, .fold_r = HUGE_VAL, .fold_out = HUGE_VAL};
    double q = fold_of(v->k1, v->k2);
    if (q < HUGE_VAL) {
        l.fold_r = sqrt(q);
        l.fold_out = l.fold_r * (1 + q * (v->k1 + q * v->k2));
    }
    return l;
}

double lens_undo(const struct lens *l, double out_r)
{
    if (!(out_r > 0)) {
        return 0;
    }
    if (out_r >= l->fold_out) {
        return l->fold_r + (out_r - l->fold_out) / 0.05;
    }
    /* Newton, kept between bounds that close in: out(r) grows from 0 to fold_r. */
    double lo = 0, hi = l->fold_r < HUGE_VAL ? l->fold_r : out_r;
    while (l->fold_r == HUGE_VAL && hi * (1 + hi * hi * (l->k1 + hi * hi * l->k2)) < out_r) {
        hi *= 2;
    }
    double r = out_r < hi ? out_r : hi;
    for (int i = 0; i < 60; i++) {
        double q = r * r;
        double miss = r * (1 + q * (l->k1 + q * l->k2)) - out_r;
        if (miss > 0) {
            hi = r;
        } else {
            lo = r;
        }
        double slope = 1 + q * (3 * l->k1 + 5 * q * l->k2);
        double next = slope > 0 ? r - miss / slope : lo;
        if (!(next > lo && next < hi)) {
            next = 0.5 * (lo + hi);
        }
        if (fabs(next - r) <= 1e-15 * r) {
            return next;
        }
        r = next;
    }
    return r;
}

struct pt view_distort(const struct view *v, struct pt n)
{
    double q = n.x * n.x + n.y * n.y, g = 1 + q * (v->k1 + q * v->k2);
    /* Where the terms that could bring the slope to 0 do not add up to 1, no fold is near. */
    if (!(3 * fabs(v->k1) * q + 5 * fabs(v->k2) * q * q < 1)) {
        struct lens l = lens_of_view(v);
        g = lens_gain(&l, q);
    }
    return (struct pt){n.x * g, n.y * g};
}

struct pt view_undistort(const struct view *v, struct pt n)
{
    struct lens l = lens_of_view(v);
    double out = hypot(n.x, n.y);
    double k = out > 0 ? lens_undo(&l, out) / out : 1;
    return (struct pt){n.x * k, n.y * k};
}

int view_project_camera(const struct view *v, struct vec3 p, struct pt *image)
{
    if (!(p.z >= CORE_NEAR_M)) {
        return 0;
    }
    struct pt n = {p.x / p.z, p.y / p.z};
    if (v->k1 != 0 || v->k2 != 0) {
        n = view_distort(v, n);
    }
    *image = (struct pt){v->f_px * n.x + v->cx_px, v->f_px * n.y + v->cy_px};
    return 1;
}

int view_project(const struct view *v, struct vec3 world, struct pt *image, double *depth_m)
{
    struct vec3 p = xform_apply(&v->cam_from_world, world);
    if (!view_project_camera(v, p, image)) {
        return 0;
    }
    if (depth_m) {
        *depth_m = p.z;
    }
    return 1;
}

struct pt view_ray(const struct view *v, const struct lens *l, double u, double w)
{
    struct pt n = {(u - v->cx_px) / v->f_px, (w - v->cy_px) / v->f_px};
    if (l->k1 != 0 || l->k2 != 0) {
        double out = sqrt(n.x * n.x + n.y * n.y);
        double k = out > 0 ? lens_undo(l, out) / out : 1;
        n.x *= k;
        n.y *= k;
    }
    return n;
}

/* Bounds of the pinhole points of a window: undistortion is one-to-one, so the extremes lie on its border. Samples are some 16 px
 * apart; between them the border bows by less than the margin that both callers add. */
static struct box border_bounds(const struct view *v, double x0, double y0, double x1, double y1)
{
    struct lens l = lens_of_view(v);
    struct box b = box_empty();
    double w = x1 - x0, h = y1 - y0;
    int nx = 2 + 2 * (int)fmin(256, w / 32), ny = 2 + 2 * (int)fmin(256, h / 32); /* even: the middle is one */
    for (int i = 0; i <= nx; i++) {
        double x = x0 + w * i / nx;
        box_add(&b, view_ray(v, &l, x, y0));
        box_add(&b, view_ray(v, &l, x, y1));
    }
    for (int i = 0; i <= ny; i++) {
        double y = y0 + h * i / ny;
        box_add(&b, view_ray(v, &l, x0, y));
        box_add(&b, view_ray(v, &l, x1, y));
    }
    if (v->cx_px >= x0 && v->cx_px <= x1 && v->cy_px >= y0 && v->cy_px <= y1) {
        box_add(&b, (struct pt){0, 0});
    }
    return b;
}

struct view view_undistorted(const struct camera *c)
{
    struct view v = view_of_camera(c);
    if (v.k1 == 0 && v.k2 == 0) {
        return v;
    }
    /* Two pixels more on each side, for the filter that bends the picture afterwards. */
    struct box b = border_bounds(&v, 0, 0, v.width_px, v.height_px);
    double x0 = floor(b.x0 * v.f_px + v.cx_px) - 2, x1 = ceil(b.x1 * v.f_px + v.cx_px) + 2;
    double y0 = floor(b.y0 * v.f_px + v.cy_px) - 2, y1 = ceil(b.y1 * v.f_px + v.cy_px) + 2;
    struct view u = v;
    u.k1 = u.k2 = 0;
    u.width_px = 2 * (int)ceil((x1 - x0) / 2);
    u.height_px = 2 * (int)ceil((y1 - y0) / 2);
    u.cx_px = v.cx_px - x0;
    u.cy_px = v.cy_px - y0;
    return u;
}

struct frame frame_of_window(const struct view *v, int x0, int y0, int x1, int y1)
{
    struct frame f = {.view = *v, .lens = lens_of_view(v), .x0 = x0, .y0 = y0, .x1 = x1, .y1 = y1};
    f.bent = v->k1 != 0 || v->k2 != 0;
    struct box b = {(x0 - v->cx_px) / v->f_px, (y0 - v->cy_px) / v->f_px, (x1 - v->cx_px) / v->f_px,
                    (y1 - v->cy_px) / v->f_px};
    if (f.bent) {
        b = border_bounds(v, x0, y0, x1, y1);
        /* An edge of length L strays by at most max|out''| L^2 / 8; half of what is allowed, and lengths are taken in the
         * bent picture, where they may be shorter: a factor of 4 for all of that. */
        double r = fmax(hypot(b.x0, b.y0), hypot(b.x1, b.y1));
        r = fmin(fmax(r, fmax(hypot(b.x0, b.y1), hypot(b.x1, b.y0))), f.lens.fold_r);
        double bend = 6 * fabs(v->k1) * r + 20 * fabs(v->k2) * r * r * r;
        f.short_px = sqrt(0.05 * 8 * v->f_px / (4 * bend));
    }
    double margin = 4 / v->f_px;
    f.nx0 = b.x0 - margin;
    f.ny0 = b.y0 - margin;
    f.nx1 = b.x1 + margin;
    f.ny1 = b.y1 + margin;
    return f;
}
