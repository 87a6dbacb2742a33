// SPDX-License-Identifier: MIT
/*
 * A hand that holds a product, as shoppers hold what they photograph: the palm at one side, the thumb over the front and the
 * fingers behind, or the fingers in front and the thumb behind; wrist, forearm and perhaps a sleeve below.
 *
 * All of it is rods with round tips (rod_mesh()), placed in the product's own frame, so that the hand turns with the product.
 * Lengths are those of an adult's hand (Greiner, "Hand anthropometry of U.S. Army personnel", 1991: thumb 68 mm long and 23 mm
 * wide at the joint, fingers 70 to 83 mm and 17 to 20 mm, hand 88 mm wide). It is a mitten of a hand: without nails or folds,
 * meant for pictures in which it is fifty pixels wide.
 */
#include "base/color.h"
#include "shelf/packs.h"
#include "shelf/stage_parts.h"

enum { FINGERS = 4 };
#define THUMB_M 0.0115 /* radii */
#define FINGER_M 0.009
#define PALM_M 0.024
#define WRIST_M 0.03
#define ARM_M 0.36 /* length */

struct grip {
    struct stage *s;
    const struct xform *world_from_object;
    struct material skin;
    double side, front; /* +1: palm at the left, thumb in front; -1: mirrored */
    double half[3];     /* of the product, m */
};

/* A point of the product's frame, as if the palm were at its left and the thumb in front, in the world. */
static struct vec3 in_world(const struct grip *h, double x, double y, double z)
{
    return xform_apply(h->world_from_object, (struct vec3){h->side * x, h->front * y, z});
}

/* A rod from a to b, whose round tip ends at b. */
static enum st limb(struct grip *h, const struct material *m, double radius, struct vec3 a,
                    struct vec3 b, struct err *e)
{
    struct vec3 along = vec3_sub(b, a);
    double length = vec3_len(along);
    const struct mesh *mesh;
    enum st st = rod_mesh(h->s, radius, length, 0.05, true, &mesh, e);
    if (st) {
        return st;
    }
    struct vec3 z = vec3_scale(along, 1 / length);
    struct vec3 x = vec3_unit(vec3_cross(
                    fabs(z.z) < 0.9 ? (struct vec3){0, 0, 1} : (struct vec3){1, 0, 0}, z)),
                y = vec3_cross(z, x);
    struct xform t = {{{x.x, y.x, z.x, a.x}, {x.y, y.y, z.y, a.y}, {x.z, y.z, z.z, a.z}}};
    scene_add(&h->s->list, ROLE_OCCLUDER, mesh, m, 1, t);
    return ST_OK;
}

static enum st thumb(struct grip *h, double z, struct rng *g, struct err *e)
{
    double w = h->half[0], d = h->half[1], over = fmin(rng_uniform(g, 0.018, 0.045), 1.2 * w),
           rise = rng_uniform(g, -0.005, 0.03);
    struct vec3 root = in_world(h, -w - 0.02, -d + 0.012, z - 0.04),
                joint = in_world(h, -w - 0.002 + 0.2 * over, -d - 0.013, z - 0.012 + 0.4 * rise),
                tip = in_world(h, -w + over, -d - 0.009, z + 0.004 + rise);
    enum st st = limb(h, &h->skin, 1.15 * THUMB_M, root, joint, e);
    return st ? st : limb(h, &h->skin, THUMB_M, joint, tip, e);
}

/* Around the side and along the back; of a slim pack the tips come around the other side. */
static enum st fingers(struct grip *h, double z, struct rng *g, struct err *e)
{
    double w = h->half[0], d = h->half[1], reach = rng_uniform(g, 0.06, 0.075),
           slant = rng_uniform(g, -0.15, 0.25);
    enum st st = ST_OK;
    for (int k = 0; k < FINGERS && !st; k++) {
        double up = z + 0.032 - 0.0205 * k,
               longer = k == 1 || k == 2 ? 0.006
                        : k == 3         ? -0.008
                                         : 0,
               span = fmin(reach + longer, 2 * w + 0.012);
        struct vec3 root = in_world(h, -w - 0.014, fmax(0, d - 0.02), up),
                    knuckle = in_world(h, -w - 0.004, d + 0.011, up),
                    tip = in_world(h, -w + span, d + FINGER_M, up + slant * span);
        (void)((st = limb(h, &h->skin, 1.1 * FINGER_M, root, knuckle, e)) ||
               (st = limb(h, &h->skin, FINGER_M, knuckle, tip, e)));
        if (!st && span < reach + longer) {
            struct vec3 end =
                in_world(h, w + 0.007, d - (reach + longer - span) - 0.006, up + slant * span);
            st = limb(h, &h->skin, FINGER_M, tip, end, e);
        }
    }
    return st;
}

static enum st palm_and_arm(struct grip *h, double z, struct rng *g, struct err *e)
{
    double w = h->half[0], d = h->half[1], reach = fmin(d, 0.02);
    struct vec3 wrist = in_world(h, -w - 0.034, 0.3 * reach, z - 0.085);
    enum st st;
    (void)((st = limb(h, &h->skin, PALM_M, wrist, in_world(h, -w - 0.018, -reach, z + 0.01), e)) ||
           (st = limb(h, &h->skin, PALM_M, wrist, in_world(h, -w - 0.018, reach, z + 0.03), e)));
    if (st) {
        return st;
    }
    /* The arm goes out of the picture downwards, to the palm's side and towards the camera, as that of who takes it. */
    struct xform world_from_cam = xform_rigid_inverse(&h->s->list.s.camera.cam_from_world);
    struct vec3 way = vec3_unit(xform_dir(
        &world_from_cam, (struct vec3){-h->side * rng_uniform(g, 0.1, 1), rng_uniform(g, 0.5, 1),
                                       -rng_uniform(g, 0.1, 0.5)}));
    struct vec3 elbow = vec3_add(wrist, vec3_scale(way, ARM_M));
    st = limb(h, &h->skin, WRIST_M, elbow, vec3_sub(wrist, vec3_scale(way, -0.01)), e);
    double sleeve = rng_unit(g), rgb[3];
    color_linear(rng_uniform(g, 0.08, 0.6), rng_uniform(g, 0, 0.4), rng_uniform(g, 0, 360), rgb);
    double from = rng_uniform(g, 0.03, 0.12);
    if (!st && sleeve < 0.4) {
        struct material cloth = material_plain(rgb[0], rgb[1], rgb[2], 0.9);
        st = limb(h, &cloth, 1.35 * WRIST_M, elbow, vec3_add(wrist, vec3_scale(way, from)), e);
    }
    return st;
}

enum st hand_add(struct stage *s, const struct subject *u, struct err *e)
{
    /* fair to dark, linear */
    static const double tone[5][3] = {{0.66, 0.42, 0.32},
                                      {0.58, 0.34, 0.24},
                                      {0.45, 0.25, 0.16},
                                      {0.26, 0.13, 0.08},
                                      {0.12, 0.06, 0.04}};
    struct rng g = rng_stream(s->seed, RNG_HAND, s->index, s->attempt);
    const double *c = tone[rng_below(&g, 5)];
    double lighter = rng_uniform(&g, 0.85, 1.15), high = rng_uniform(&g, 0.25, 0.7);
    struct grip h = {.s = s,
                     .world_from_object = &u->world_from_object,
                     .skin = material_plain(c[0] * lighter, c[1] * lighter, c[2] * lighter, 0.5),
                     .side = rng_unit(&g) < 0.7 ? 1 : -1,
                     .front = rng_unit(&g) < 0.8 ? 1 : -1,
                     .half = {u->box.half[0], u->box.half[1], u->box.half[2]}};
    double z = 2 * h.half[2] * high;
    enum st st;
    (void)((st = thumb(&h, z, &g, e)) || (st = fingers(&h, z, &g, e)) ||
           (st = palm_and_arm(&h, z, &g, e)));
    return st;
}
