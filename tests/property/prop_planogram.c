// SPDX-License-Identifier: MIT
/*
 * Shelves that could stand in a shop: over hundreds of planograms with every mishap switched on, no
 * two items are in each other, none floats, none leaves its bay; and the same arguments give the
 * same bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <string.h>

#include "../unit/planogram_fixture.h"
#include "shelf/shelfplan.h"

enum { PLANS = 120 };
#define MM 0.001

static struct fixture fx;

static void make(uint64_t i, struct arena *a, struct shelf_plan *p)
{
    struct err e = {0};
    if (shelf_plan_make(&fx.r, fx.list, FIXTURE_SKUS, 5, i, 0, a, p, &e)) {
        fail_msg("plan %u: %s", (unsigned)i, e.msg);
    }
}

static void each_plan(void (*check)(const struct shelf_plan *p, unsigned i))
{
    struct arena a = {0};
    for (unsigned i = 0; i < PLANS; i++) {
        struct shelf_plan p;
        make(i, &a, &p);
        check(&p, i);
        arena_reset(&a);
    }
    arena_release(&a);
}

static bool apart(const struct obb *a, const struct obb *b)
{
    return a->lo.x > b->hi.x || b->lo.x > a->hi.x || a->lo.y > b->hi.y || b->lo.y > a->hi.y ||
           a->lo.z > b->hi.z || b->lo.z > a->hi.z;
}

static void nothing_intersects(const struct shelf_plan *p, unsigned i)
{
    for (size_t k = 0; k < p->n_items; k++) {
        for (size_t n = k + 1; n < p->n_items; n++) {
            const struct plan_item *a = &p->item[k], *b = &p->item[n];
            if (!apart(&a->box, &b->box) && obb_depth(&a->box, &b->box) > MM) {
                fail_msg("plan %u: items %zu and %zu of bay %d, shelf %d are %g mm in each other",
                         i, k, n, a->bay, a->shelf, 1000 * obb_depth(&a->box, &b->box));
            }
        }
    }
}

/* Its middle is over the item that it is said to stand on, and that one's top is where it begins. */
static bool stands_on_another(const struct shelf_plan *p, const struct plan_item *it)
{
    for (size_t n = 0; n < p->n_items; n++) {
        const struct obb *b = &p->item[n].box;
        if (p->item[n].bay == it->bay && p->item[n].shelf == it->shelf &&
            p->item[n].level == it->level - 1 && fabs(b->hi.z - it->box.lo.z) < MM &&
            it->box.centre.x > b->lo.x && it->box.centre.x < b->hi.x &&
            it->box.centre.y > b->lo.y && it->box.centre.y < b->hi.y) {
            return true;
        }
    }
    return false;
}

/* The wire goes through the card's top, and the card is behind the wire's tip. */
static bool hangs_on_a_hook(const struct shelf_plan *p, const struct plan_item *it)
{
    for (size_t n = 0; n < p->n_hooks; n++) {
        const struct plan_hook *h = &p->hook[n];
        if (h->bay == it->bay && h->shelf == it->shelf && fabs(h->x_m - it->box.centre.x) < 0.02 &&
            h->z_m < it->box.hi.z && h->z_m > it->box.hi.z - 0.03 && it->box.lo.y > h->tip_y_m) {
            return true;
        }
    }
    return false;
}

static void nothing_floats(const struct shelf_plan *p, unsigned i)
{
    for (size_t k = 0; k < p->n_items; k++) {
        const struct plan_item *it = &p->item[k];
        const struct plan_shelf *s = &p->bay[it->bay].shelf[it->shelf];
        bool held = it->hanging ? hangs_on_a_hook(p, it)
                    : it->level ? stands_on_another(p, it)
                                : fabs(it->box.lo.z - s->z_m) < MM;
        if (!held) {
            fail_msg("plan %u: item %zu (bay %d, shelf %d, level %d%s%s%s) floats: %g over %g", i,
                     k, it->bay, it->shelf, it->level, it->fallen ? ", fallen" : "",
                     it->leaning ? ", leaning" : "", it->hanging ? ", hanging" : "", it->box.lo.z,
                     s->z_m);
        }
    }
}

static void all_are_in_their_bay(const struct shelf_plan *p, unsigned i)
{
    for (size_t k = 0; k < p->n_items; k++) {
        const struct plan_item *it = &p->item[k];
        const struct plan_bay *b = &p->bay[it->bay];
        const struct plan_shelf *s = &b->shelf[it->shelf];
        double ceiling = s->pegs ? s->z_m + 0.03 : s->z_m + s->clear_m,
               floor = s->pegs ? s->z_m - s->clear_m : s->z_m;
        struct vec3 lo = {b->x0_m, 0, floor}, hi = {b->x1_m, p->depth_m, ceiling};
        if (!obb_inside(&it->box, lo, hi, -1e-5)) {
            fail_msg("plan %u: item %zu leaves bay %d, shelf %d: z %g..%g of %g..%g", i, k, it->bay,
                     it->shelf, it->box.lo.z, it->box.hi.z, floor, ceiling);
        }
    }
}

/* The mesh's corners are in the box that was checked: pose and box are of one item. */
static void boxes_belong_to_poses(const struct shelf_plan *p, unsigned i)
{
    for (size_t k = 0; k < p->n_items; k++) {
        const struct plan_item *it = &p->item[k];
        struct stance t = stance_of(it->sku, false);
        double h = it->sku->size_mm[2] / 1000;
        for (int c = 0; c < 16;
             c++) { /* points of the rim: of a circle for round packs, else the corners */
            double angle = c * PI / 8, x = (c & 1 ? 1 : -1) * t.width_m / 2,
                   y = (c & 2 ? 1 : -1) * t.depth_m / 2;
            struct vec3 v = t.round ? (struct vec3){cos(angle) * t.width_m / 2,
                                                    sin(angle) * t.depth_m / 2, c & 1 ? h : 0}
                                    : (struct vec3){x, y, c & 4 ? h : 0};
            struct vec3 d = vec3_sub(xform_apply(&it->world_from_object, v), it->box.centre);
            for (int j = 0; j < 3; j++) {
                if (fabs(vec3_dot(d, it->box.axis[j])) > it->box.half[j] + 1e-6) {
                    fail_msg("plan %u: item %zu sticks out of its box by %g mm", i, k,
                             1000 * (fabs(vec3_dot(d, it->box.axis[j])) - it->box.half[j]));
                }
            }
        }
    }
}

static void boards_hang_in_order(const struct shelf_plan *p, unsigned i)
{
    for (int b = 0; b < p->n_bays; b++) {
        for (int s = 0; s + 1 < p->bay[b].n_boards; s++) {
            const struct plan_shelf *low = &p->bay[b].shelf[s], *high = low + 1;
            double gap = high->z_m - p->board_m - low->z_m - low->clear_m;
            if (!(fabs(gap) < 1e-9)) {
                fail_msg("plan %u: bay %d: board %d is %g m off", i, b, s + 1, gap);
            }
        }
        if (!(p->bay[b].top_m <= 2.4)) {
            fail_msg("plan %u: bay %d is %g m high", i, b, p->bay[b].top_m);
        }
    }
    assert_true(p->n_items > 4 && p->n_items < 8000);
}

static void blocks_do_not_overlap(const struct shelf_plan *p, unsigned i)
{
    for (size_t k = 0; k < p->n_blocks; k++) {
        const struct plan_block *a = &p->block[k];
        assert_true(a->facings >= 1 && a->x1_m > a->x0_m);
        assert_true(a->x0_m >= p->bay[a->bay].x0_m && a->x1_m <= p->bay[a->bay].x1_m + 1e-9);
        for (size_t n = k + 1; n < p->n_blocks; n++) {
            const struct plan_block *b = &p->block[n];
            if (a->bay == b->bay && a->shelf == b->shelf &&
                fmin(a->x1_m, b->x1_m) - fmax(a->x0_m, b->x0_m) > 1e-9) {
                fail_msg("plan %u: blocks %zu and %zu share %g m of bay %d, shelf %d", i, k, n,
                         fmin(a->x1_m, b->x1_m) - fmax(a->x0_m, b->x0_m), a->bay, a->shelf);
            }
        }
    }
}

static void test_items_are_apart(void **state)
{
    (void)state;
    each_plan(nothing_intersects);
}

static void test_items_are_held(void **state)
{
    (void)state;
    each_plan(nothing_floats);
}

static void test_items_are_inside(void **state)
{
    (void)state;
    each_plan(all_are_in_their_bay);
    each_plan(boxes_belong_to_poses);
}

static void test_boards_and_blocks(void **state)
{
    (void)state;
    each_plan(boards_hang_in_order);
    each_plan(blocks_do_not_overlap);
}

static void test_same_arguments_same_plan(void **state)
{
    (void)state;
    struct arena a = {0};
    for (unsigned i = 0; i < 10; i++) {
        struct shelf_plan p, q;
        make(i, &a, &p);
        make(i, &a, &q);
        assert_int_equal(p.n_items, q.n_items);
        for (size_t k = 0; k < p.n_items; k++) {
            assert_memory_equal(&p.item[k].world_from_object, &q.item[k].world_from_object,
                                sizeof(struct xform));
            assert_ptr_equal(p.item[k].sku, q.item[k].sku);
        }
    }
    arena_release(&a);
}

/* Every mishap happens: a test above that never met a leaning pack would prove nothing. */
static void test_every_mishap_is_met(void **state)
{
    (void)state;
    struct arena a = {0};
    size_t turned = 0, fallen = 0, leaning = 0, misplaced = 0, stacked = 0, hanging = 0, lying = 0,
           empty = 0, all = 0;
    for (unsigned i = 0; i < 60; i++) {
        struct shelf_plan p;
        make(i, &a, &p);
        for (size_t k = 0; k < p.n_items; k++) {
            const struct plan_item *it = &p.item[k];
            all++;
            turned += it->turned;
            fallen += it->fallen;
            leaning += it->leaning;
            misplaced += it->misplaced;
            stacked += it->level > 0;
            hanging += it->hanging;
            lying += it->lying;
        }
        for (size_t k = 0; k < p.n_blocks; k++) {
            empty += p.block[k].empty;
        }
        arena_reset(&a);
    }
    arena_release(&a);
    print_message("# of %zu items: turned %zu, fallen %zu, leaning %zu, misplaced %zu, stacked "
                  "%zu, hanging %zu, lying %zu; "
                  "empty blocks %zu\n",
                  all, turned, fallen, leaning, misplaced, stacked, hanging, lying, empty);
    assert_true(turned > 100 && fallen > 50 && leaning > 50 && misplaced > 30 && stacked > 100 &&
                hanging > 100 && lying > 50 && empty > 30);
}

int main(void)
{
    fixture_init(&fx);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_items_are_apart),          cmocka_unit_test(test_items_are_held),
        cmocka_unit_test(test_items_are_inside),         cmocka_unit_test(test_boards_and_blocks),
        cmocka_unit_test(test_same_arguments_same_plan), cmocka_unit_test(test_every_mishap_is_met),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
