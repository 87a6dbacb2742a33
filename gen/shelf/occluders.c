// SPDX-License-Identifier: MIT
/*
 * What stands between the camera and a product: other packs, a hand's fingers, strips. Together they
 * reach over at most COVERED_MAX of its box, so that some of it is always seen.
 */
#include "base/color.h"
#include "shelf/packs.h"
#include "shelf/stage_parts.h"

#define COVERED_MAX 0.6
#define FINGER_M 0.12 /* length of one */
#define PALM_M 0.042  /* radius of the hand, and of the arm behind it */
#define ARM_M 0.6

/* Image point (u, v) at a depth, camera frame. */
static struct vec3 at_pixel(const struct camera *c, double u, double v, double depth)
{
    return (struct vec3){(u - c->cx_px) / c->f_px * depth, (v - c->cy_px) / c->f_px * depth, depth};
}

/* An upright pack whose edge covers `share` of the product from the left or the right. */
static enum st add_pack_before(struct stage *s, const struct subject *u, const struct box *seen,
                               double share, bool left, struct rng *g, struct err *e)
{
    const struct camera *c = &s->list.s.camera;
    const struct sku *sku = s->sku[rng_below(g, (uint32_t)s->n_skus)];
    double depth = c->focus_m * rng_uniform(g, 0.72, 0.85),
           edge = left ? seen->x0 + share * (seen->x1 - seen->x0)
                       : seen->x1 - share * (seen->x1 - seen->x0);
    double half = fmax(sku->size_mm[0], sku->size_mm[1]) / 2000;
    struct vec3 p = at_pixel(c, edge, (seen->y0 + seen->y1) / 2, depth);
    p.x += left ? -half : half;
    struct xform world_from_cam = xform_rigid_inverse(&c->cam_from_world);
    struct vec3 w = xform_apply(&world_from_cam, p);
    struct xform at = xform_move(w.x, w.y, u->box.lo.z),
                 turn = xform_turn_z(-u->yaw + rng_uniform(g, -0.3, 0.3));
    uint32_t object;
    return stage_add_pack(s, ROLE_OCCLUDER, sku, xform_mul(&at, &turn), false, &object, e);
}

enum st rod_mesh(struct stage *s, double radius, double length, double joints, bool coarse,
                 const struct mesh **out, struct err *e)
{
    enum { STEPS = 18, CAP = 7 };
    double profile[STEPS + CAP + 2][2], tip = length - 0.8 * radius;
    int n = 0, steps = coarse ? STEPS / 3 : STEPS, cap = coarse ? CAP / 2 : CAP;
    profile[n][0] = 0;
    profile[n++][1] = 0;
    for (int k = 0; k <= steps; k++) {
        double z = tip * k / steps, near = (z - 0.42 * length) / radius,
               far = (z - 0.72 * length) / radius;
        profile[n][0] =
            radius * (1 - 0.2 * z / tip + joints * (exp(-near * near) + exp(-far * far)));
        profile[n++][1] = z;
    }
    for (int k = 1; k <= cap; k++) {
        double t = k * PI / 2 / cap;
        profile[n][0] = 0.8 * radius * cos(t);
        profile[n++][1] = tip + 0.8 * radius * sin(t);
    }
    struct mesh *m = arena_zalloc(s->a, sizeof *m);
    struct mesh_builder *b = builder_new(s->a);
    builder_lathe(b, 0, 0, (const double(*)[2])profile, (size_t)n, coarse ? 10 : 24, 0, 1, 0);
    *out = m;
    return builder_end(b, m, e);
}

/* A rod whose tip is at p, in the camera frame, and points to `angle` in the picture (0 = right,
 * clockwise). */
static void add_rod(struct stage *s, const struct mesh *mesh, const struct material *m,
                    double length, struct vec3 p, double angle)
{
    struct vec3 z = {cos(angle), sin(angle), 0}, x = {0, 0, 1}, y = vec3_cross(z, x);
    struct vec3 root = vec3_sub(p, vec3_scale(z, length));
    struct xform cam_from_rod = {
        {{x.x, y.x, z.x, root.x}, {x.y, y.y, z.y, root.y}, {x.z, y.z, z.z, root.z}}};
    struct xform world_from_cam = xform_rigid_inverse(&s->list.s.camera.cam_from_world);
    scene_add(&s->list, ROLE_OCCLUDER, mesh, m, 1, xform_mul(&world_from_cam, &cam_from_rod));
}

/* A hand that reaches for the product: three or four fingers over one edge of its box, and the arm
 * that they belong to. */
static enum st add_hand(struct stage *s, const struct box *seen, double share, int side,
                        struct rng *g, struct err *e)
{
    static const double skin[4][3] = {
        {0.70, 0.42, 0.31}, {0.55, 0.30, 0.20}, {0.30, 0.15, 0.09}, {0.12, 0.06, 0.04}};
    static const double direction[3] = {0, PI,
                                        -PI / 2}; /* from the left, from the right, from below */
    const struct camera *c = &s->list.s.camera;
    int tone = (int)rng_below(g, 4), n = 3 + (int)rng_below(g, 2);
    struct material m = material_plain(skin[tone][0], skin[tone][1], skin[tone][2], 0.5);
    double depth = c->focus_m * rng_uniform(g, 0.86, 0.93), along = rng_uniform(g, 0.35, 0.65);
    double slant = rng_uniform(g, -0.3, 0.3), radius = round(rng_uniform(g, 8, 10)) / 1000,
           angle = direction[side] + slant;
    const struct mesh *finger, *arm;
    enum st st;
    (void)((st = rod_mesh(s, radius, FINGER_M, 0.07, false, &finger, e)) ||
           (st = rod_mesh(s, PALM_M, ARM_M, 0, false, &arm, e)));
    if (st) {
        return st;
    }
    double w = seen->x1 - seen->x0, h = seen->y1 - seen->y0;
    struct vec3 middle = at_pixel(c,
                                  side == 0   ? seen->x0 + share * w
                                  : side == 1 ? seen->x1 - share * w
                                              : seen->x0 + along * w,
                                  side == 2 ? seen->y1 - share * h : seen->y0 + along * h, depth);
    struct vec3 ahead = {cos(angle), sin(angle), 0}, across = {-sin(angle), cos(angle), 0};
    for (int k = 0; k < n; k++) {
        double off = k - (n - 1) / 2.0,
               shorter = 0.006 * off * off; /* the middle ones reach furthest */
        struct vec3 tip = vec3_add(
            middle, vec3_sub(vec3_scale(across, 2.15 * radius * off), vec3_scale(ahead, shorter)));
        add_rod(s, finger, &m, FINGER_M, tip, angle + 0.05 * off);
    }
    struct vec3 palm = vec3_sub(middle, vec3_scale(ahead, 0.55 * FINGER_M));
    palm.z += 0.3 * PALM_M;
    add_rod(s, arm, &m, ARM_M, palm, angle);
    return ST_OK;
}

/* A rail, or a strip of tape, across the lower or upper edge of the box. */
static enum st add_strip(struct stage *s, const struct box *seen, double share, bool low,
                         struct rng *g, struct err *e)
{
    const struct camera *c = &s->list.s.camera;
    double rgb[3], depth = c->focus_m * rng_uniform(g, 0.8, 0.9), h = 0.042;
    color_linear(rng_uniform(g, 0.2, 0.95), rng_uniform(g, 0, 0.8), rng_uniform(g, 0, 360), rgb);
    struct material m = material_plain(rgb[0], rgb[1], rgb[2], 0.3);
    struct mesh *mesh = arena_zalloc(s->a, sizeof *mesh);
    struct mesh_builder *b = builder_new(s->a);
    builder_box(b, (struct vec3){-1, 0, 0}, (struct vec3){1, h, 0.002}, 0);
    enum st st = builder_end(b, mesh, e);
    double span = seen->y1 - seen->y0, y = low ? seen->y1 - share * span : seen->y0 + share * span;
    struct vec3 p = at_pixel(c, (seen->x0 + seen->x1) / 2, y, depth);
    struct xform world_from_cam = xform_rigid_inverse(&c->cam_from_world), tilt = {{{0}}};
    double a = rng_uniform(g, -0.08, 0.08) - s->list.s.camera.cam_from_world.m[0][2] * 0.5;
    tilt = (struct xform){{{cos(a), -sin(a), 0, p.x}, {sin(a), cos(a), 0, p.y}, {0, 0, 1, p.z}}};
    if (!low) {
        struct xform up = xform_move(0, -h, 0);
        tilt = xform_mul(&tilt, &up);
    }
    if (!st) {
        scene_add(&s->list, ROLE_OCCLUDER, mesh, &m, 1, xform_mul(&world_from_cam, &tilt));
    }
    return st;
}

/* Each covers a share from one side; together no more than COVERED_MAX. */
enum st occluders_add(struct stage *s, const struct subject *u, struct rng *g, struct err *e)
{
    int n = (int)dist_draw(&s->w->recipe->shelf.occluders, g);
    struct box seen = subject_box(&s->list.s.camera, &u->box);
    double left = COVERED_MAX;
    enum st st = ST_OK;
    for (int k = 0; k < n && left > 0.05 && !st; k++) {
        double kind = rng_unit(g), side = rng_unit(g),
               share = fmin(left, rng_uniform(g, 0.08, 0.4));
        if (kind < 0.45) {
            st = add_pack_before(s, u, &seen, share, side < 0.5, g, e);
        } else if (kind < 0.75) {
            st = add_hand(s, &seen, share, (int)(side * 3), g, e);
        } else {
            st = add_strip(s, &seen, share * 0.6, side < 0.8, g, e);
        }
        left -= share;
    }
    return st;
}
