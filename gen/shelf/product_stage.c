// SPDX-License-Identifier: MIT
/*
 * One product in front of the camera.
 *
 * On a shelf it is an item of a planogram, with its neighbours, and the camera goes around it as
 * far as the boards allow. Before a plain, graded or photographed backdrop the product turns
 * instead, which looks the same and lets the lamps stay where a shopper has them. The lens is
 * shifted, as in a crop of a larger photograph, so that the product's box gets the wanted size and
 * place. What stands in front of it: occluders.c.
 */
#include <math.h>
#include <string.h>

#include "base/color.h"
#include "shelf/packs.h"
#include "shelf/stage_parts.h"

#define STAND_M 1.1   /* height over the floor of a product without a shelf */
#define NEARBY_M 0.45 /* neighbours further off are left out */

/* --- the camera --------------------------------------------------------------------------- */

struct box subject_box(const struct camera *c, const struct obb *o)
{
    struct box b = box_empty();
    for (int k = 0; k < 8; k++) {
        struct vec3 p = o->centre;
        for (int j = 0; j < 3; j++) {
            p = vec3_add(p, vec3_scale(o->axis[j], (k >> j & 1 ? 1 : -1) * o->half[j]));
        }
        struct vec3 q = xform_apply(&c->cam_from_world, p);
        double z = q.z > 0.01 ? q.z : 0.01;
        box_add(&b, (struct pt){c->f_px * q.x / z + c->cx_px, c->f_px * q.y / z + c->cy_px});
    }
    return b;
}

static void stand_back(struct camera *c, const struct subject *u, double distance)
{
    struct vec3 ahead = {sin(u->yaw) * cos(u->pitch), cos(u->yaw) * cos(u->pitch), sin(u->pitch)};
    struct vec3 eye = vec3_sub(u->box.centre, vec3_scale(ahead, distance));
    c->cam_from_world = viewpoint_look(eye, u->yaw, u->pitch, u->roll);
    c->focus_m = distance;
}

/* A lens comes no nearer to a product's surface than this. */
static double near_limit(const struct obb *o)
{
    return vec3_len((struct vec3){o->half[0], o->half[1], o->half[2]}) + 0.06;
}

/* Distance and shift of the lens for a wanted share of the picture. */
static struct camera frame(const struct recipe_shelf *r, const struct subject *u, struct rng *g)
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
    double fill = dist_draw(&r->product_fill, g), dx = dist_draw(&r->offset, g),
           dy = dist_draw(&r->offset, g);
    double distance = 4 * u->nearest_m;
    for (int i = 0; i < 12; i++) {
        stand_back(&c, u, distance);
        struct box b = subject_box(&c, &u->box);
        double now = fmax((b.x1 - b.x0) / c.width_px, (b.y1 - b.y0) / c.height_px);
        distance = clampd(distance * now / fill, u->nearest_m, 12);
    }
    stand_back(&c, u, distance);
    struct box b = subject_box(&c, &u->box);
    double share = fmax((b.x1 - b.x0) / c.width_px, (b.y1 - b.y0) / c.height_px);
    if (share < 0.98 * fill) { /* as near as it may come, and still too small: a longer lens */
        c.f_px *= fill / share;
        b = subject_box(&c, &u->box);
    }
    c.cx_px += (0.5 + dx) * c.width_px - (b.x0 + b.x1) / 2;
    c.cy_px += (0.5 + dy) * c.height_px - (b.y0 + b.y1) / 2;
    return c;
}

/* --- on a shelf --------------------------------------------------------------------------- */

/* An upright item of a front row; the likelier SKUs are not preferred: the shelf has done that. */
static size_t choose_item(const struct stage *s, struct rng *g)
{
    size_t n = 0, chosen = SIZE_MAX;
    for (size_t k = 0; k < s->plan.n_items; k++) {
        const struct plan_item *it = &s->plan.item[k];
        if (it->row == 0 && it->level == 0 && !it->lying && rng_below(g, (uint32_t)++n) == 0) {
            chosen = k;
        }
    }
    return chosen;
}

/* A board with its rail, as a box. */
static struct obb board_box(const struct stage *s, const struct plan_bay *b, double z)
{
    struct xform at = xform_move((b->x0_m + b->x1_m) / 2, s->plan.depth_m / 2 - 0.01, z - 0.042);
    return obb_of(&at, b->x1_m - b->x0_m, s->plan.depth_m + 0.02, 0.042);
}

static bool hidden(const struct stage *s, size_t chosen, struct vec3 eye, struct vec3 p)
{
    for (size_t k = 0; k < s->plan.n_items; k++) {
        if (k != chosen && obb_hit(&s->plan.item[k].box, eye, p)) {
            return true;
        }
    }
    for (int b = 0; b < s->plan.n_bays; b++) {
        for (int k = 0; k < s->plan.bay[b].n_boards; k++) {
            struct obb board = board_box(s, &s->plan.bay[b], s->plan.bay[b].shelf[k].z_m);
            if (obb_hit(&board, eye, p)) {
                return true;
            }
        }
    }
    return false;
}

/* Share of points of its front face, or of its top where it is seen from above, that a camera at
 * `eye` sees. */
static double seen_share(const struct stage *s, size_t chosen, struct vec3 eye)
{
    enum { SIDE = 4 };
    const struct obb *o = &s->plan.item[chosen].box;
    int seen = 0;
    for (int k = 0; k < SIDE * SIDE; k++) {
        double x = ((k % SIDE + 0.5) / SIDE * 2 - 1) * o->half[0],
               z = (((double)(k / SIDE) + 0.5) / SIDE * 2 - 1) * o->half[2];
        struct vec3 p =
            vec3_add(o->centre, vec3_add(vec3_scale(o->axis[0], x), vec3_scale(o->axis[2], z)));
        p = vec3_sub(p, vec3_scale(o->axis[1], o->half[1] + 0.001));
        seen += !hidden(s, chosen, eye, p);
    }
    return (double)seen / (SIDE * SIDE);
}

/* In front of the boards' edges, at the angles that were drawn or, where boards and neighbours
 * would hide the product, at the nearest ones to looking straight at it that show half of it. */
static void look_past(const struct stage *s, size_t chosen, struct subject *u)
{
    double yaw = u->yaw, pitch = u->pitch;
    for (double share = 1; share > 0.02; share *= 0.7) {
        u->yaw = yaw * share;
        u->pitch = pitch * share;
        u->nearest_m =
            fmax(near_limit(&u->box), (u->box.centre.y + 0.05) / (cos(u->yaw) * cos(u->pitch)));
        struct vec3 ahead = {sin(u->yaw) * cos(u->pitch), cos(u->yaw) * cos(u->pitch),
                             sin(u->pitch)};
        if (seen_share(s, chosen,
                       vec3_sub(u->box.centre, vec3_scale(ahead, fmax(u->nearest_m, 0.4)))) >=
            0.5) {
            return;
        }
    }
}

static enum st add_neighbours(struct stage *s, size_t chosen, struct err *e)
{
    const struct plan_item *own = &s->plan.item[chosen];
    enum st st = ST_OK;
    for (size_t k = 0; k < s->plan.n_items && !st; k++) {
        const struct plan_item *it = &s->plan.item[k];
        uint32_t object;
        if (k != chosen &&
            vec3_len(vec3_sub(it->box.centre, own->box.centre)) < NEARBY_M + own->box.half[2] &&
            viewpoint_sees(&s->list.s.camera, it->box.lo, it->box.hi, 0.05)) {
            st =
                stage_add_pack(s, ROLE_OCCLUDER, it->sku, it->world_from_object, false, &object, e);
        }
    }
    for (int b = 0; b < s->plan.n_bays && !st; b++) {
        const struct plan_bay *bay = &s->plan.bay[b];
        if (viewpoint_sees(&s->list.s.camera, (struct vec3){bay->x0_m, 0, 0},
                           (struct vec3){bay->x1_m, 0.6, bay->top_m}, 0) &&
            fmin(bay->x1_m, own->box.hi.x + 1) > fmax(bay->x0_m, own->box.lo.x - 1)) {
            st = shop_bay(&s->shop, &s->list, &s->plan, b, e);
        }
    }
    return st;
}

static enum st on_shelf(struct stage *s, struct subject *u, struct rng *g, size_t *chosen,
                        struct err *e)
{
    struct recipe_shelf r = s->w->recipe->shelf;
    r.bays = dist_const(1);
    r.fallen = r.misplaced = 0;
    enum st st =
        shelf_plan_make(&r, s->sku, s->n_skus, s->seed, s->index, s->attempt, s->a, &s->plan, e);
    if (st) {
        return st;
    }
    *chosen = choose_item(s, g);
    if (*chosen == SIZE_MAX) {
        return err_set(e, ST_RECIPE,
                       "no product stands in the front row (planogram.gap, planogram.fill)");
    }
    const struct plan_item *it = &s->plan.item[*chosen];
    *u = (struct subject){
        .sku = it->sku, .box = it->box, .world_from_object = it->world_from_object};
    u->yaw = -clampd(s->azimuth_deg, -65, 65) * PI / 180;
    u->pitch = -clampd(s->elevation_deg, -60, 60) * PI / 180;
    look_past(s, *chosen, u);
    s->azimuth_deg = -u->yaw * 180 / PI;
    s->elevation_deg = -u->pitch * 180 / PI;
    return ST_OK;
}

/* --- before a backdrop -------------------------------------------------------------------- */

/* A shelf without shelves: what lighting_make() wants to know of the room. */
static void empty_plan(struct shelf_plan *p)
{
    *p = (struct shelf_plan){.depth_m = 0.4, .board_m = 0.03, .n_bays = 1 + 2 * PLAN_NEIGHBOURS};
    for (int b = 0; b < p->n_bays; b++) {
        p->bay[b] = (struct plan_bay){.x0_m = b - p->n_bays / 2.0,
                                      .x1_m = b + 1 - p->n_bays / 2.0,
                                      .top_m = 2,
                                      .category = ""};
    }
}

static const struct sku *choose_sku(const struct stage *s, struct rng *g)
{
    double *cum = arena_array(s->a, double, s->n_skus), sum = 0;
    for (size_t k = 0; k < s->n_skus; k++) {
        cum[k] = sum += s->sku[k]->weight;
    }
    return s->sku[rng_pick(g, cum, s->n_skus)];
}

static void before_backdrop(struct stage *s, struct subject *u, struct rng *g)
{
    empty_plan(&s->plan);
    u->sku = choose_sku(s, g);
    struct xform at = xform_move(0, 0, STAND_M), turn = xform_turn_z(-s->azimuth_deg * PI / 180);
    u->world_from_object = xform_mul(&at, &turn);
    u->box = obb_of(&u->world_from_object, u->sku->size_mm[0] / 1000, u->sku->size_mm[1] / 1000,
                    u->sku->size_mm[2] / 1000);
    u->nearest_m = near_limit(&u->box);
    u->pitch = -s->elevation_deg * PI / 180;
}

/* Mean of a block of a photograph around (x, y), `side` px wide; edges repeat. */
static void block_color(const struct image *im, double x, double y, double side, uint8_t out[3])
{
    int n = side < 2 ? 1 : side > 8 ? 4 : (int)(side / 2), sum[3] = {0};
    for (int k = 0; k < n * n; k++) {
        double dx = (k % n + 0.5) / n - 0.5, dy = ((double)(k / n) + 0.5) / n - 0.5;
        int px = (int)clampd(x + dx * side, 0, im->width_px - 1),
            py = (int)clampd(y + dy * side, 0, im->height_px - 1);
        const uint8_t *p =
            im->px + ((size_t)py * (size_t)im->width_px + (size_t)px) * (size_t)im->channels;
        for (int c = 0; c < 3; c++) {
            sum[c] += p[c];
        }
    }
    for (int c = 0; c < 3; c++) {
        out[c] = (uint8_t)(sum[c] / (n * n));
    }
}

/* A photograph's part of the picture's proportions, turned as a camera in a hand turns, and a little out of focus. */
static struct image *photo_part(struct stage *s, const struct camera *c)
{
    enum { LONGEST = 192 };
    struct rng g = rng_stream(s->seed, RNG_BACKDROP, s->index, s->attempt);
    const struct image *from = &s->w->photo[rng_below(&g, (uint32_t)s->w->n_photos)];
    double zoom = rng_uniform(&g, 0.3, 1), ux = rng_unit(&g), uy = rng_unit(&g);
    double turn = clampd(rng_normal(&g) * 14, -45, 45) * PI / 180, blur = rng_uniform(&g, 1, 3);
    double k = fmin(1, LONGEST / fmax(c->width_px, c->height_px));
    int w = (int)fmax(1, c->width_px * k), h = (int)fmax(1, c->height_px * k);
    double step = fmin((double)from->width_px / w, (double)from->height_px / h) * zoom;
    double x0 = (w * step / 2) + ux * (from->width_px - w * step),
           y0 = (h * step / 2) + uy * (from->height_px - h * step);
    double cs = cos(turn) * step, sn = sin(turn) * step;
    struct image *im = arena_zalloc(s->a, sizeof *im);
    *im = (struct image){w, h, 3, arena_alloc(s->a, (size_t)w * (size_t)h * 3)};
    for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
            double dx = x + 0.5 - w / 2.0, dy = y + 0.5 - h / 2.0;
            block_color(from, x0 + cs * dx - sn * dy, y0 + sn * dx + cs * dy, blur * step,
                        im->px + ((size_t)y * (size_t)w + (size_t)x) * 3);
        }
    }
    return im;
}

static struct image *gradient(struct stage *s, struct rng *g)
{
    enum { SIDE = 64 };
    double angle = rng_uniform(g, 0, 2 * PI), hue = rng_uniform(g, 0, 360), end[2][3];
    for (int k = 0; k < 2; k++) {
        color_linear(rng_uniform(g, 0.15, 0.95), rng_uniform(g, 0, 0.6),
                     hue + k * rng_uniform(g, -60, 60), end[k]);
    }
    struct image *im = arena_zalloc(s->a, sizeof *im);
    *im = (struct image){SIDE, SIDE, 3, arena_alloc(s->a, SIDE * SIDE * 3)};
    for (int i = 0; i < SIDE * SIDE; i++) {
        double t = 0.5 + 0.7 * ((i % SIDE + 0.5) / SIDE - 0.5) * cos(angle) +
                   0.7 * (((double)(i / SIDE) + 0.5) / SIDE - 0.5) * sin(angle);
        for (int k = 0; k < 3; k++) {
            im->px[i * 3 + k] =
                (uint8_t)(255 * srgb_encode(end[0][k] * (1 - t) + end[1][k] * t) + 0.5);
        }
    }
    return im;
}

/* A card behind the product, square to the camera, that fills the picture and a margin; and a table
 * under it, unless it is seen from below or a shop shows it before white. */
static enum st add_backdrop(struct stage *s, const struct subject *u, struct rng *g, struct err *e)
{
    const struct camera *c = &s->list.s.camera;
    struct material m = material_plain(0.8, 0.8, 0.8, 0.9);
    double rgb[3], behind = rng_uniform(g, 0.1, 0.6), table = rng_unit(g);
    color_linear(rng_uniform(g, 0.1, 0.97), rng_uniform(g, 0, 0.7), rng_uniform(g, 0, 360), rgb);
    for (int k = 0; k < 3; k++) {
        m.base_color[k] = (float)rgb[k];
        if (s->backdrop == BACKDROP_WHITE) { /* lit on its own, as in a studio */
            m.base_color[k] = m.emission[k] = 1;
        }
    }
    if (s->backdrop == BACKDROP_GRADIENT || s->backdrop == BACKDROP_PHOTO) {
        struct image *im = s->backdrop == BACKDROP_PHOTO ? photo_part(s, c) : gradient(s, g);
        m.texture = scene_list_texture(&s->list, im, image_key(s->a, im));
    }
    double reach = vec3_len((struct vec3){u->box.half[0], u->box.half[1], u->box.half[2]}),
           z = c->focus_m + reach + behind;
    double x0 = -c->cx_px / c->f_px * z, x1 = (c->width_px - c->cx_px) / c->f_px * z,
           y0 = -c->cy_px / c->f_px * z, y1 = (c->height_px - c->cy_px) / c->f_px * z,
           margin = 0.25 * fmax(x1 - x0, y1 - y0);
    struct vec3 q[4] = {{x0 - margin, y0 - margin, z},
                        {x1 + margin, y0 - margin, z},
                        {x1 + margin, y1 + margin, z},
                        {x0 - margin, y1 + margin, z}};
    struct mesh *mesh = arena_zalloc(s->a, sizeof *mesh);
    struct mesh_builder *b = builder_new(s->a);
    builder_quad(b, q, (struct box){0, 0, 1, 1}, 0);
    enum st st = builder_end(b, mesh, e);
    if (st) {
        return st;
    }
    scene_add(&s->list, ROLE_ROOM, mesh, &m, 1, xform_rigid_inverse(&c->cam_from_world));
    if (s->held || s->elevation_deg < 4 || table < 0.3 || s->backdrop == BACKDROP_WHITE) {
        return ST_OK;
    }
    struct material top = material_plain(rgb[0] * 0.9, rgb[1] * 0.9, rgb[2] * 0.9, 0.5);
    double half = 0.25 + reach;
    struct vec3 t[4] = {{-half, half, 0}, {half, half, 0}, {half, -half, 0}, {-half, -half, 0}};
    struct mesh *flat = arena_zalloc(s->a, sizeof *flat);
    b = builder_new(s->a);
    builder_quad(b, t, (struct box){0, 0, 1, 1}, 0);
    if (!(st = builder_end(b, flat, e))) {
        scene_add(&s->list, ROLE_ROOM, flat, &top, 1, xform_move(0, 0, STAND_M - 0.0005));
    }
    return st;
}

enum st stage_make_product(struct stage *s, struct err *e)
{
    const struct recipe_shelf *r = &s->w->recipe->shelf;
    struct rng g = rng_stream(s->seed, RNG_PRODUCT, s->index, s->attempt);
    s->backdrop = (int)dist_draw(&r->backdrop, &g);
    s->azimuth_deg = dist_draw(&r->azimuth_deg, &g);
    s->elevation_deg = dist_draw(&r->elevation_deg, &g);
    if (s->backdrop == BACKDROP_PHOTO && !s->w->n_photos) {
        return err_set(e, ST_RECIPE, "product.backdrop photo needs photos");
    }
    struct subject u = {0};
    size_t chosen = 0;
    enum st st = ST_OK;
    if (s->backdrop == BACKDROP_SHELF) {
        st = on_shelf(s, &u, &g, &chosen, e);
    } else {
        before_backdrop(s, &u, &g);
    }
    if (st) {
        return st;
    }
    struct rng h = rng_stream(s->seed, RNG_HAND, s->index, s->attempt + 0x8000u);
    s->held = rng_unit(&h) < r->held && s->backdrop != BACKDROP_SHELF;
    u.roll = dist_draw(&r->roll_deg, &g) * PI / 180;
    s->list.s.camera = frame(r, &u, &g);
    shop_draw(&s->shop, s->seed, s->index, s->attempt);
    lighting_make(r, &s->plan, &s->list.s.camera, 2.4, s->seed, s->index, s->attempt, &s->lighting);
    uint32_t object;
    if ((st = stage_add_pack(s, ROLE_ITEM, u.sku, u.world_from_object, true, &object, e))) {
        return st;
    }
    struct item *it = scene_add_item(&s->list, object);
    it->sku = u.sku;
    it->bay = it->shelf = -1;
    if (s->backdrop == BACKDROP_SHELF) {
        it->turned = s->plan.item[chosen].turned;
        it->leaning = s->plan.item[chosen].leaning;
        (void)((st = add_neighbours(s, chosen, e)) ||
               (st = shop_room(&s->shop, &s->list, &s->plan, &s->lighting, 2.4, e)));
    } else {
        st = add_backdrop(s, &u, &g, e);
    }
    stage_lights(s);
    (void)(st || !s->held || (st = hand_add(s, &u, e)));
    return st ? st : occluders_add(s, &u, &g, e);
}
