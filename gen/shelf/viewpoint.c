// SPDX-License-Identifier: MIT
#include "shelf/viewpoint.h"

#define NEAREST_M 0.2 /* a phone focuses no nearer */
#define FLOOR_M 0.15  /* and is held no lower */

/* What a shopper decides, before it is a camera. */
struct pose {
    double distance, height, yaw, pitch, roll;
    double aim_x, aim_z;
};

struct xform viewpoint_look(struct vec3 eye, double yaw, double pitch, double roll)
{
    struct vec3 ahead = {sin(yaw) * cos(pitch), cos(yaw) * cos(pitch), sin(pitch)};
    struct vec3 right = {cos(yaw), -sin(yaw), 0};
    struct vec3 down = vec3_cross(ahead, right);
    /* the picture turns clockwise when the camera's right hand sinks against its content: u' = u
     * cos - v sin */
    struct vec3 r = vec3_sub(vec3_scale(right, cos(roll)), vec3_scale(down, sin(roll)));
    struct vec3 d = vec3_add(vec3_scale(right, sin(roll)), vec3_scale(down, cos(roll)));
    return (struct xform){{{r.x, r.y, r.z, -vec3_dot(r, eye)},
                           {d.x, d.y, d.z, -vec3_dot(d, eye)},
                           {ahead.x, ahead.y, ahead.z, -vec3_dot(ahead, eye)}}};
}

struct vec3 viewpoint_eye(const struct camera *c)
{
    struct xform inv = xform_rigid_inverse(&c->cam_from_world);
    return (struct vec3){inv.m[0][3], inv.m[1][3], inv.m[2][3]};
}

struct vec3 viewpoint_ray(const struct camera *c, double u, double v)
{
    struct xform inv = xform_rigid_inverse(&c->cam_from_world);
    struct vec3 d = {(u - c->cx_px) / c->f_px, (v - c->cy_px) / c->f_px, 1};
    return vec3_unit(xform_dir(&inv, d));
}

double viewpoint_shelf_share(const struct camera *c, double x0, double x1, double z1)
{
    enum { COLUMNS = 16, ROWS = 12 };
    struct vec3 eye = viewpoint_eye(c);
    int hits = 0;
    for (int i = 0; i < COLUMNS * ROWS; i++) {
        double u = (i % COLUMNS + 0.5) / COLUMNS * c->width_px,
               v = ((double)(i / COLUMNS) + 0.5) / ROWS * c->height_px;
        struct vec3 d = viewpoint_ray(c, u, v);
        double t = d.y > 1e-6 ? -eye.y / d.y : 0, x = eye.x + t * d.x, z = eye.z + t * d.z;
        hits += t > 0 && x >= x0 && x <= x1 && z >= 0 && z <= z1;
    }
    return (double)hits / (COLUMNS * ROWS);
}

bool viewpoint_sees(const struct camera *c, struct vec3 lo, struct vec3 hi, double margin_m)
{
    /* distortion moves the corners of the picture by k1 r^3 f; barrel sees beyond the pinhole's
     * frame */
    double rx = c->width_px / 2.0 / c->f_px, ry = c->height_px / 2.0 / c->f_px,
           r2 = rx * rx + ry * ry;
    double wider = 1 + 2 * fabs(c->k1) * r2 + 2 * fabs(c->k2) * r2 * r2;
    struct vec3 mid = vec3_scale(vec3_add(lo, hi), 0.5), half = vec3_scale(vec3_sub(hi, lo), 0.5);
    const struct xform *t = &c->cam_from_world;
    struct vec3 m = xform_apply(t, mid);
    double left = wider * c->cx_px / c->f_px, right = wider * (c->width_px - c->cx_px) / c->f_px;
    double above = wider * c->cy_px / c->f_px, below = wider * (c->height_px - c->cy_px) / c->f_px;
    /* inward normals of the view's five planes: a box behind one of them is not seen */
    const struct vec3 plane[5] = {
        {0, 0, 1}, {1, 0, left}, {-1, 0, right}, {0, 1, above}, {0, -1, below}};
    for (int k = 0; k < 5; k++) {
        struct vec3 n = vec3_unit(plane[k]);
        double reach = margin_m;
        for (int j = 0; j < 3; j++) {
            double along = n.x * t->m[0][j] + n.y * t->m[1][j] + n.z * t->m[2][j];
            reach += fabs(along) * (j == 0 ? half.x : j == 1 ? half.y : half.z);
        }
        if (vec3_dot(n, m) < -reach) {
            return false;
        }
    }
    return true;
}

/* Uniform in lo..hi, or the middle if there is nothing between. */
static double between(double lo, double hi, double u)
{
    return lo < hi ? lo + (hi - lo) * u : (lo + hi) / 2;
}

/* Aim so that the picture is filled by shelf as far as the distance allows, and the neck is not
 * bent too far. */
static void aim(const struct shelf_plan *p, const struct camera *c, struct rng *g, struct pose *v)
{
    double u = rng_unit(g), w = rng_unit(g);
    double half_x = v->distance * c->width_px / 2 / c->f_px,
           half_z = v->distance * c->height_px / 2 / c->f_px;
    double x0 = p->bay[PLAN_NEIGHBOURS].x0_m, x1 = p->bay[p->n_bays - 1 - PLAN_NEIGHBOURS].x1_m,
           top = shelf_plan_goods_top(p);
    v->aim_x = between(x0 + 0.5 * half_x, x1 - 0.5 * half_x, u);
    double lo = fmax(0.8 * half_z, v->height - 0.75 * v->distance),
           hi = fmin(top - 0.8 * half_z, v->height + 0.5 * v->distance);
    v->aim_z = clampd(between(lo, hi, w), 0.1, top - 0.1);
}

static void place(struct camera *c, const struct pose *v)
{
    struct vec3 eye = {v->aim_x - v->distance * tan(v->yaw), -v->distance, v->height};
    double flat = hypot(v->aim_x - eye.x, v->distance),
           pitch = atan2(v->aim_z - v->height, flat) + v->pitch;
    c->cam_from_world = viewpoint_look(eye, v->yaw, pitch, v->roll);
    struct vec3 target = xform_apply(&c->cam_from_world, (struct vec3){v->aim_x, 0, v->aim_z});
    c->focus_m = target.z > NEAREST_M / 2 ? target.z : NEAREST_M / 2;
}

/* The lens: everything about the camera but its place. */
static struct camera lens(const struct recipe_shelf *r, struct rng *g)
{
    struct camera c = {.width_px = (int)dist_draw(&r->width_px, g),
                       .height_px = (int)dist_draw(&r->height_px, g)};
    double longer = c.width_px > c.height_px ? c.width_px : c.height_px;
    c.f_px = longer / 2 / tan(dist_draw(&r->fov_deg, g) * PI / 360);
    c.cx_px = c.width_px / 2.0;
    c.cy_px = c.height_px / 2.0;
    c.k1 = dist_draw(&r->distortion, g);
    c.aperture_m = dist_draw(&r->aperture_mm, g) / 1000;
    c.exposure_ev = dist_draw(&r->exposure_ev, g);
    return c;
}

struct camera viewpoint_make(const struct recipe_shelf *r, const struct shelf_plan *p,
                             uint64_t seed, uint64_t index, uint32_t attempt)
{
    struct rng g = rng_stream(seed, RNG_VIEWPOINT, index, attempt);
    struct camera c = lens(r, &g);
    struct pose v = {
        .distance = fmax(NEAREST_M, dist_draw(&r->distance_m, &g)),
        .height = fmax(FLOOR_M, dist_draw(&r->camera_height_m, &g)),
        .yaw = dist_draw(&r->yaw_deg, &g) * PI / 180,
        .pitch = dist_draw(&r->pitch_deg, &g) * PI / 180,
        .roll = dist_draw(&r->roll_deg, &g) * PI / 180,
    };
    double top = shelf_plan_goods_top(p), x0 = p->bay[0].x0_m, x1 = p->bay[p->n_bays - 1].x1_m;
    v.distance = fmin(v.distance, fmax(NEAREST_M, 1.35 * top * c.f_px / c.height_px));
    aim(p, &c, &g, &v);
    place(&c, &v);
    for (int i = 0; i < 40 && viewpoint_shelf_share(&c, x0, x1, top) < VIEWPOINT_MIN_SHELF; i++) {
        v.yaw *= 0.9;
        v.pitch *= 0.8;
        v.distance = fmax(NEAREST_M, v.distance * 0.95);
        v.aim_x *= 0.95;
        v.aim_z += (0.55 * top - v.aim_z) * 0.1;
        v.height += (v.aim_z - v.height) * 0.05;
        place(&c, &v);
    }
    return c;
}
