// SPDX-License-Identifier: MIT
/*
 * How each item stands.
 *
 * First all items of a board are set in order, square and apart: rows behind each other, stacks on
 * them, those that have fallen lying in room of their own. Then each is moved out of order, one at
 * a time: a jitter, a turn, leaning against a neighbour. A move that would bring it into another
 * item, over the edge or into the next bay is halved and at last not made. So what the first step
 * made true (nothing intersects, nothing floats) stays true.
 */
#include "shelf/shelfplan.h"

#define TOUCH_M 0.0002 /* boxes deeper in each other than this are in each other's way */

/* A board that is being filled. */
struct board {
    const struct recipe_shelf *r;
    struct shelf_plan *p;
    const struct sku *const *sku;
    size_t n_skus;
    struct rng *g;
    struct arena *a;
    int bay, shelf;
    double z_m, clear_m;
    size_t first_item;
};

static void set_pose(struct plan_item *it, struct xform base, double spin_rad)
{
    struct xform spin = xform_turn_z(spin_rad);
    it->world_from_object = xform_mul(&base, &spin);
    it->box = obb_of(&base, it->sku->size_mm[0] / 1000, it->sku->size_mm[1] / 1000,
                     it->sku->size_mm[2] / 1000);
}

static struct xform chain(struct xform outer, struct xform inner)
{
    return xform_mul(&outer, &inner);
}

static struct plan_item *add(struct board *b, const struct sku *s, int facing, int row, int level,
                             struct xform base, double spin_rad)
{
    struct plan_item *it = shelf_plan_add_item(b->p, b->a);
    it->sku = s;
    it->bay = b->bay;
    it->shelf = b->shelf;
    it->facing = facing;
    it->row = row;
    it->level = level;
    set_pose(it, base, spin_rad);
    return it;
}

bool placement_free(const struct shelf_plan *p, size_t first_item, size_t k, const struct obb *box)
{
    const struct plan_bay *bay = &p->bay[p->item[k].bay];
    const struct plan_shelf *s = &bay->shelf[p->item[k].shelf];
    struct vec3 lo = {bay->x0_m, 0, s->pegs ? s->z_m - s->clear_m : s->z_m - 1e-6};
    struct vec3 hi = {bay->x1_m, p->depth_m, s->pegs ? s->z_m + 0.03 : s->z_m + s->clear_m};
    if (!obb_inside(box, lo, hi, 0)) {
        return false;
    }
    for (size_t i = first_item; i < p->n_items; i++) {
        const struct obb *o = &p->item[i].box;
        if (i == k || o->lo.x > box->hi.x || o->hi.x < box->lo.x || o->lo.y > box->hi.y ||
            o->hi.y < box->lo.y || o->lo.z > box->hi.z || o->hi.z < box->lo.z) {
            continue;
        }
        if (obb_depth(o, box) > TOUCH_M) {
            return false;
        }
    }
    return true;
}

/* --- in order ----------------------------------------------------------------------------- */

/* Standing, or lying on its back with its bottom to the shopper; x, y: middle of the footprint. */
static struct xform standing(const struct stance *t, double x, double y, double z)
{
    return t->lying ? chain(xform_move(x, y - t->depth_m / 2, z + t->height_m / 2),
                            xform_turn_x(-PI / 2))
                    : xform_move(x, y, z);
}

/* A round pack's label never faces quite the front; a turned one shows its back. */
static double spin_of(const struct board *b, const struct stance *t, bool *turned)
{
    double jitter = dist_draw(&b->r->jitter_deg, b->g), u = rng_unit(b->g),
           angle = rng_uniform(b->g, 40, 320);
    if (!t->round) {
        return 0;
    }
    *turned = u < b->r->turned;
    return (*turned ? angle : 2 * jitter) * PI / 180;
}

/* Somebody put it down here: a SKU of another brand that needs no more room than what it hides. */
static const struct sku *stranger(struct board *b, const struct plan_block *k,
                                  const struct stance *own, double slot_m)
{
    const struct sku *found = NULL;
    for (int i = 0; i < 12; i++) {
        const struct sku *s = b->sku[rng_below(b->g, (uint32_t)b->n_skus)];
        struct stance t = stance_of(s, false);
        if (!found && s != k->sku && !s->hangs && t.width_m <= slot_m &&
            t.depth_m <= own->depth_m && t.height_m <= b->clear_m - 0.005) {
            found = s;
        }
    }
    return found;
}

struct column { /* one facing */
    size_t block;
    int facing;
    double x0_m, width_m;  /* its slot */
    double front_m, gap_m; /* first row's y, and between rows */
};

static int levels_at(const struct board *b, const struct plan_block *k, const struct stance *t,
                     int row)
{
    int room = (int)fmin(k->levels, (b->clear_m - 0.005) / t->height_m);
    int taken = (int)rng_below(b->g, 3);
    return room < 2 ? 1 : row == 0 ? (room - taken < 1 ? 1 : room - taken) : room;
}

static void put_rows(struct board *b, const struct column *c, double front_m, int first_row)
{
    const struct plan_block *k = &b->p->block[c->block];
    struct stance t = stance_of(k->sku, k->lying);
    int room = (int)((b->p->depth_m - BACK_M - front_m + c->gap_m) / (t.depth_m + c->gap_m));
    int wanted = (int)fmax(1, dist_draw(&b->r->rows, b->g));
    double fill = dist_draw(&b->r->fill, b->g), faced = rng_unit(b->g), strange = rng_unit(b->g);
    int rows = wanted < room ? wanted : room, left = (int)fmax(rows > 0, round(fill * rows));
    int from = faced < 0.55 ? 0 : rows - left; /* pulled to the front, or the front ones bought */
    for (int row = from; row < from + left; row++) {
        double y = front_m + t.depth_m / 2 + row * (t.depth_m + c->gap_m),
               x = c->x0_m + c->width_m / 2;
        const struct sku *other = strange < b->r->misplaced && row == from && first_row == 0
                                      ? stranger(b, k, &t, c->width_m)
                                      : NULL;
        if (other) {
            struct stance o = stance_of(other, false);
            struct plan_item *it = add(b, other, c->facing, row, 0,
                                       xform_move(x, y - t.depth_m / 2 + o.depth_m / 2, b->z_m), 0);
            it->block = (int)c->block;
            it->misplaced = true;
            continue;
        }
        int levels = levels_at(b, k, &t, row - from);
        for (int level = 0; level < levels; level++) {
            bool turned = false;
            double spin = spin_of(b, &t, &turned);
            struct plan_item *it = add(b, k->sku, c->facing, first_row + row, level,
                                       standing(&t, x, y, b->z_m + level * t.height_m), spin);
            it->block = (int)c->block;
            it->turned = turned;
            it->lying = t.lying;
        }
    }
}

/* Fallen over: towards the shopper on its face, backwards on its back, or sideways. Returns the
 * depth it takes. */
static double put_fallen(struct board *b, const struct column *c, bool side)
{
    const struct plan_block *k = &b->p->block[c->block];
    struct stance t = stance_of(k->sku, false);
    double x = c->x0_m + c->width_m / 2, spin = t.round ? rng_uniform(b->g, -PI, PI) : 0;
    bool other_way = rng_unit(b->g) < 0.5;
    double height = side ? t.width_m : t.depth_m, depth = side ? t.depth_m : t.height_m;
    if (height > b->clear_m || c->front_m + depth + BACK_M > b->p->depth_m) {
        return 0;
    }
    struct xform base;
    if (side) {
        base = chain(xform_move(x + (other_way ? t.height_m / 2 : -t.height_m / 2),
                                c->front_m + t.depth_m / 2, b->z_m + t.width_m / 2),
                     xform_turn_y(other_way ? -PI / 2 : PI / 2));
    } else {
        base =
            chain(xform_move(x, c->front_m + (other_way ? t.height_m : 0), b->z_m + t.depth_m / 2),
                  xform_turn_x(other_way ? PI / 2 : -PI / 2));
    }
    struct plan_item *it = add(b, k->sku, c->facing, 0, 0, base, spin);
    it->block = (int)c->block;
    it->fallen = true;
    return depth + 0.004;
}

static void put_block(struct board *b, size_t block)
{
    const struct plan_block *k = &b->p->block[block];
    struct stance t = stance_of(k->sku, k->lying);
    double x = k->x0_m, front = FRONT_M + rng_uniform(b->g, 0, 0.02),
           gap = rng_uniform(b->g, 0.001, 0.006);
    int lean = k->n_lean, side = k->n_side, along = k->n_along;
    for (int i = 0; i < k->facings; i++) {
        /* of the facings left, as many as are left of each mishap: each facing is as likely as any
         * other */
        int u = (int)rng_below(b->g, (uint32_t)(k->facings - i));
        bool is_lean = u < lean, is_side = !is_lean && u < lean + side,
             is_along = !is_lean && !is_side && u < lean + side + along;
        double width = t.width_m + k->spacing_m + (is_lean ? LEAN_ROOM * t.height_m : 0) +
                       (is_side ? fmax(0, t.height_m - t.width_m) : 0);
        struct column c = {block, i, x, width, front + rng_uniform(b->g, 0, 0.006), gap};
        size_t before = b->p->n_items;
        double taken = is_side || is_along ? put_fallen(b, &c, is_side) : 0;
        put_rows(b, &c, c.front_m + taken, taken > 0);
        for (size_t n = before; n < b->p->n_items && is_lean; n++) {
            b->p->item[n].leaning =
                b->p->item[n].row == b->p->item[before].row && !b->p->item[n].misplaced;
        }
        lean -= is_lean;
        side -= is_side;
        along -= is_along;
        x += width;
    }
}

/* --- out of order ------------------------------------------------------------------------- */

static bool try_pose(struct board *b, size_t k, struct xform base, double spin_rad)
{
    struct plan_item moved = b->p->item[k];
    set_pose(&moved, base, spin_rad);
    if (!placement_free(b->p, b->first_item, k, &moved.box)) {
        return false;
    }
    b->p->item[k] = moved;
    return true;
}

/* Turn about the vertical through its middle, and shift. What was turned before the base pose
 * (spin) stays inside. */
static struct xform nudged(const struct plan_item *it, double turn_rad, double dx, double dy)
{
    struct vec3 c = it->box.centre;
    struct xform at = chain(xform_move(c.x + dx, c.y + dy, 0), xform_turn_z(turn_rad));
    struct xform from = chain(xform_move(-c.x, -c.y, 0), it->world_from_object);
    return xform_mul(&at, &from);
}

/* The box of a round pack keeps to the axes of the board, whichever way its label looks. */
static bool try_nudge(struct board *b, size_t k, double turn_rad, double dx, double dy)
{
    struct plan_item moved = b->p->item[k];
    bool spins = stance_of(moved.sku, false).round && !moved.fallen;
    moved.world_from_object = nudged(&moved, turn_rad, dx, dy);
    if (spins) {
        moved.box.centre.x += dx;
        moved.box.centre.y += dy;
        moved.box.lo = vec3_add(moved.box.lo, (struct vec3){dx, dy, 0});
        moved.box.hi = vec3_add(moved.box.hi, (struct vec3){dx, dy, 0});
    } else {
        struct xform at = chain(xform_move(moved.box.centre.x + dx, moved.box.centre.y + dy, 0),
                                xform_turn_z(turn_rad));
        struct obb *o = &moved.box;
        struct xform axes = {{{0}}};
        for (int i = 0; i < 3; i++) {
            struct vec3 d = xform_dir(&at, o->axis[i]);
            axes.m[0][i] = d.x;
            axes.m[1][i] = d.y;
            axes.m[2][i] = d.z;
        }
        struct vec3 below = xform_dir(&axes, (struct vec3){0, 0, o->half[2]});
        axes.m[0][3] = o->centre.x + dx - below.x;
        axes.m[1][3] = o->centre.y + dy - below.y;
        axes.m[2][3] = o->centre.z - below.z;
        *o = obb_of(&axes, 2 * o->half[0], 2 * o->half[1], 2 * o->half[2]);
    }
    if (!placement_free(b->p, b->first_item, k, &moved.box)) {
        return false;
    }
    b->p->item[k] = moved;
    return true;
}

static void jitter(struct board *b, size_t k)
{
    const struct plan_item *it = &b->p->item[k];
    double limit = it->level > 0 ? 2 : 30; /* what stands on another stays on it */
    double turn = dist_draw(&b->r->jitter_deg, b->g) * (it->fallen ? 5 : 1) * PI / 180;
    double dx = clampd(dist_draw(&b->r->jitter_mm, b->g), -limit, limit) / 1000;
    double dy = clampd(dist_draw(&b->r->jitter_mm, b->g), -limit, limit) / 1000;
    for (double share = 1; share > 0.1; share /= 2) {
        if (try_nudge(b, k, share * turn, share * dx, share * dy)) {
            return;
        }
    }
}

/* Packs with corners are turned by hand: back to front, sideways, askew; whatever there is room for. */
static void turn(struct board *b, size_t k)
{
    struct plan_item *it = &b->p->item[k];
    double u = rng_unit(b->g), kind = rng_unit(b->g), askew = rng_uniform(b->g, 12, 55),
           sign = rng_unit(b->g) < 0.5 ? -1 : 1;
    if (u >= b->r->turned || it->fallen || it->lying || it->leaning ||
        stance_of(it->sku, false).round) {
        return;
    }
    double angle = kind < 0.35 ? 180 : kind < 0.6 ? 90 : askew;
    double tries[] = {angle, askew, 15, 180};
    for (int i = 0; i < 4; i++) {
        if (try_nudge(b, k, sign * tries[i] * PI / 180, 0, 0)) {
            b->p->item[k].turned = true;
            return;
        }
    }
}

/* The nearest item that it could lean on, in direction `way` (-1 left, 1 right); its face's x, and
 * its height. */
static bool support(const struct board *b, size_t k, double way, double *face, double *height)
{
    const struct obb *o = &b->p->item[k].box;
    double nearest = HUGE_VAL;
    *height = 0;
    for (size_t i = b->first_item; i < b->p->n_items; i++) {
        const struct plan_item *n = &b->p->item[i];
        double shared = fmin(n->box.hi.y, o->hi.y) - fmax(n->box.lo.y, o->lo.y);
        double at = way > 0 ? n->box.lo.x : -n->box.hi.x, from = way > 0 ? o->hi.x : -o->lo.x;
        if (i == k || shared <= 0 || n->level > 0 || at < from - 0.001 || at > nearest) {
            continue;
        }
        nearest = at;
        bool firm =
            stance_leans(n->sku) && !n->fallen && !n->leaning && !n->turned && shared > o->half[1];
        *height = firm ? n->box.hi.z - b->z_m : 0;
    }
    *face = way * nearest;
    return isfinite(nearest) && *height > 0.05;
}

/*
 * A pack of width w and height h that leans by an angle t stands on one bottom edge; its side
 * touches the neighbour either with its own top edge, h sin t away from the bottom one, or, if it
 * is the taller one, where the neighbour of height n ends, n tan t away.
 */
static bool lean(struct board *b, size_t k, double way, double angle)
{
    const struct plan_item *it = &b->p->item[k];
    double w = it->sku->size_mm[0] / 1000, h = it->sku->size_mm[2] / 1000, face, height;
    if (!support(b, k, way, &face, &height)) {
        return false;
    }
    double reach = height >= h * cos(angle) ? h * sin(angle) : height * tan(angle);
    struct xform edge = xform_move(face - way * reach, it->box.centre.y, b->z_m);
    struct xform tilt = chain(xform_turn_y(way * angle), xform_move(-way * w / 2, 0, 0));
    return try_pose(b, k, xform_mul(&edge, &tilt), 0);
}

static void lean_somewhere(struct board *b, size_t k)
{
    double way = rng_unit(b->g) < 0.5 ? -1 : 1,
           angle = rng_uniform(b->g, 5, asin(LEAN_ROOM) * 180 / PI) * PI / 180;
    b->p->item[k].leaning = false;
    for (double share = 1; share > 0.25; share -= 0.2) {
        if (lean(b, k, way, share * angle) || lean(b, k, -way, share * angle)) {
            b->p->item[k].leaning = true;
            return;
        }
    }
}

static void disturb(struct board *b)
{
    for (size_t k = b->first_item; k < b->p->n_items; k++) {
        if (!b->p->item[k].leaning) {
            turn(b, k);
            jitter(b, k);
        }
    }
    for (size_t k = b->first_item; k < b->p->n_items; k++) {
        if (b->p->item[k].leaning) {
            lean_somewhere(b, k);
        }
    }
}

void placement_fill(const struct recipe_shelf *r, struct shelf_plan *p, int bay,
                    const struct sku *const *sku, size_t n, struct rng *g, struct arena *a)
{
    for (int s = 0; s < p->bay[bay].n_shelves; s++) {
        const struct plan_shelf *shelf = &p->bay[bay].shelf[s];
        struct board b = {r, p, sku, n, g, a, bay, s, shelf->z_m, shelf->clear_m, p->n_items};
        for (size_t k = 0; k < p->n_blocks; k++) {
            if (p->block[k].bay != bay || p->block[k].shelf != s || p->block[k].empty) {
                continue;
            }
            if (shelf->pegs) {
                pegboard_hang(r, p, k, b.first_item, g, a);
            } else {
                put_block(&b, k);
            }
        }
        if (!shelf->pegs) {
            disturb(&b);
        }
    }
}
