// SPDX-License-Identifier: MIT
/* What merchandisers' rules come to, and prices. That plans are physically possible:
 * tests/property/prop_planogram.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <string.h>

#include "shelf/price.h"
#include "shelf/shelfplan.h"
#include "planogram_fixture.h"

static struct fixture fx;
static struct arena arena;

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static struct shelf_plan make(const struct recipe_shelf *r, const struct sku *const *sku, size_t n,
                              uint64_t i)
{
    struct shelf_plan p;
    struct err e = {0};
    arena_reset(&arena);
    if (shelf_plan_make(r, sku, n, 9, i, 0, &arena, &p, &e)) {
        fail_msg("%s", e.msg);
    }
    return p;
}

/* The recipe without any chance in how things stand. */
static struct recipe_shelf tidy(void)
{
    struct recipe_shelf r = fx.r;
    r.gap = r.misplaced = r.turned = r.leaning = r.fallen = r.stacked = r.pegs = 0;
    r.jitter_deg = r.jitter_mm = dist_const(0);
    r.fill = dist_const(1);
    return r;
}

/* One SKU, a box of 100 x 50 x 200 mm: what stands in a bay of one metre is known. */
static void test_one_sku_by_hand(void **state)
{
    (void)state;
    struct recipe_shelf r = tidy();
    r.bays = dist_const(1);
    r.bay_width_m = dist_const(1);
    r.shelves = dist_const(3);
    r.shelf_depth_m = dist_const(0.4);
    r.shelf_height_m = dist_const(0.3);
    r.rows = dist_const(3);
    r.spacing_mm = dist_const(5);
    struct sku s = fx.sku[0];
    s.size_mm[0] = 100;
    s.size_mm[1] = 50;
    s.size_mm[2] = 200;
    const struct sku *list[] = {&s};
    struct shelf_plan p = make(&r, list, 1, 0);
    assert_int_equal(p.n_bays, 1 + 2 * PLAN_NEIGHBOURS);
    near(p.bay[PLAN_NEIGHBOURS].x0_m, -0.5, 1e-9);
    int facings[3] = {0};
    for (size_t k = 0; k < p.n_items; k++) {
        const struct plan_item *it = &p.item[k];
        near(it->box.hi.x - it->box.lo.x, 0.1, 1e-9);
        near(it->box.hi.y - it->box.lo.y, 0.05, 1e-9);
        near(it->box.lo.z, p.base_m + 0.3 * it->shelf, 1e-9); /* boards 30 cm apart */
        near(it->box.hi.z - it->box.lo.z, 0.2, 1e-9);
        assert_true(it->row < 3 && it->level == 0);
        facings[it->shelf] += it->bay == PLAN_NEIGHBOURS && it->row == 0;
    }
    for (int k = 0; k < 3; k++) {
        assert_int_equal(facings[k], 9); /* (1000 - 2 * 6) / (100 + 5) */
    }
    assert_int_equal(p.n_items, 3 * 9 * 3 * p.n_bays);
    near(p.bay[0].top_m, p.base_m + 0.9, 1e-9);
}

static void test_heavy_stands_low(void **state)
{
    (void)state;
    struct recipe_shelf r = tidy();
    double low = 0, high = 0, n_low = 0, n_high = 0;
    for (unsigned i = 0; i < 40; i++) {
        struct shelf_plan p = make(&r, fx.list, FIXTURE_SKUS, i);
        for (size_t k = 0; k < p.n_blocks; k++) {
            const struct plan_block *b = &p.block[k];
            if (b->shelf == 0) {
                low += sku_mass_kg(b->sku);
                n_low++;
            } else if (b->shelf >= p.bay[b->bay].n_boards - 2) {
                high += sku_mass_kg(b->sku);
                n_high++;
            }
        }
    }
    assert_true(low / n_low > 1.5 * high / n_high);
}

/* Equal boxes of two brands: the store's own one stands lower. */
static void test_own_brand_stands_low(void **state)
{
    (void)state;
    struct recipe_shelf r = tidy();
    struct sku s[20];
    const struct sku *list[20];
    for (int k = 0; k < 20; k++) {
        s[k] = fx.sku[50 + k % 5];
        s[k].category = "food";
        s[k].brand = k < 10 ? "own" : "dear";
        s[k].grammar = k < 10 ? GRAMMAR_DISCOUNT : GRAMMAR_MINIMAL;
        s[k].id_number = k;
        list[k] = &s[k];
    }
    double height[2] = {0}, n[2] = {0};
    for (unsigned i = 0; i < 40; i++) {
        struct shelf_plan p = make(&r, list, 20, i);
        for (size_t k = 0; k < p.n_blocks; k++) {
            bool own = p.block[k].sku->grammar == GRAMMAR_DISCOUNT;
            height[own] += (double)p.block[k].shelf / p.bay[p.block[k].bay].n_boards;
            n[own]++;
        }
    }
    assert_true(n[0] > 50 && n[1] > 50);
    assert_true(height[1] / n[1] < 0.8 * height[0] / n[0]);
}

static void test_brands_are_blocked(void **state)
{
    (void)state;
    struct recipe_shelf r = tidy();
    int runs = 0, brands = 0;
    for (unsigned i = 0; i < 40; i++) {
        struct shelf_plan p = make(&r, fx.list, FIXTURE_SKUS, i);
        for (int bay = 0; bay < p.n_bays; bay++) {
            for (int shelf = 0; shelf < p.bay[bay].n_boards; shelf++) {
                const char *last = "", *seen[64];
                int n = 0;
                for (size_t k = 0; k < p.n_blocks; k++) {
                    if (p.block[k].bay != bay || p.block[k].shelf != shelf) {
                        continue;
                    }
                    const char *brand = p.block[k].sku->brand;
                    bool known = false;
                    for (int j = 0; j < n; j++) {
                        known |= strcmp(seen[j], brand) == 0;
                    }
                    if (!known && n < 64) {
                        seen[n++] = brand;
                    }
                    runs += strcmp(last, brand) != 0;
                    last = brand;
                }
                brands += n;
            }
        }
    }
    assert_true(brands > 500);
    assert_true(runs <= brands * 1.02);
}

static double nearest_gap(const struct shelf_plan *p, size_t k)
{
    struct obb o = p->item[k].box;
    double best = -1;
    for (size_t n = 0; n < p->n_items; n++) {
        if (n != k && p->item[n].bay == p->item[k].bay && p->item[n].shelf == p->item[k].shelf) {
            double d = obb_depth(&o, &p->item[n].box); /* 0 = they touch, negative = apart */
            best = d > best ? d : best;
        }
    }
    return best;
}

static void test_what_leans_touches(void **state)
{
    (void)state;
    struct recipe_shelf r = tidy();
    r.leaning = 0.3;
    int n = 0;
    for (unsigned i = 0; i < 30; i++) {
        struct shelf_plan p = make(&r, fx.list, FIXTURE_SKUS, i);
        for (size_t k = 0; k < p.n_items; k++) {
            if (p.item[k].leaning) {
                double tilt = acos(clampd(p.item[k].world_from_object.m[2][2], -1, 1)) * 180 / PI;
                assert_true(tilt > 1 && tilt < 14);
                near(nearest_gap(&p, k), 0, 0.0015);
                n++;
            }
        }
    }
    assert_true(n > 50);
}

static void test_empty_blocks_are_empty(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 20; i++) {
        struct shelf_plan p = make(&fx.r, fx.list, FIXTURE_SKUS, i);
        for (size_t k = 0; k < p.n_items; k++) {
            assert_false(p.block[p.item[k].block].empty);
            assert_true(p.item[k].misplaced || p.item[k].sku == p.block[p.item[k].block].sku);
        }
    }
}

static void test_nothing_fits(void **state)
{
    (void)state;
    struct recipe_shelf r = tidy();
    r.shelf_height_m = dist_const(0.1);
    struct sku s = fx.sku[0];
    const struct sku *list[] = {&s};
    struct shelf_plan p;
    struct err e = {0};
    arena_reset(&arena);
    assert_int_equal(shelf_plan_make(&r, list, 1, 1, 1, 0, &arena, &p, &e), ST_RECIPE);
    assert_non_null(strstr(e.msg, "0.10 m apart"));
    struct err none = {0};
    assert_int_equal(shelf_plan_make(&r, list, 0, 1, 1, 0, &arena, &p, &none), ST_RECIPE);
}

static void test_oriented_boxes(void **state)
{
    (void)state;
    struct xform at = xform_identity(), right = xform_move(0.95, 0, 0),
                 turned = xform_turn_z(PI / 4);
    struct obb a = obb_of(&at, 1, 1, 1), b = obb_of(&right, 1, 1, 1);
    near(obb_depth(&a, &b), 0.05, 1e-12);
    right.m[0][3] = 1.2;
    b = obb_of(&right, 1, 1, 1);
    near(obb_depth(&a, &b), -0.2, 1e-12);
    turned.m[0][3] = 1.2; /* half its diagonal reaches 0.7071 */
    b = obb_of(&turned, 1, 1, 1);
    near(obb_depth(&a, &b), 0.5 + sqrt(0.5) - 1.2, 1e-12);
    near(b.hi.x - b.lo.x, sqrt(2), 1e-12);
    /* two rods on their edges, crossing 15 cm apart, reach 7 cm towards each other: only the
     * product of their edges parts them */
    struct xform down = xform_move(0, 0, -0.05), x = xform_turn_x(PI / 4), y = xform_turn_y(PI / 4);
    x = xform_mul(&x, &down);
    y = xform_mul(&y, &down);
    y.m[2][3] += 0.15;
    struct obb rod = obb_of(&x, 2, 0.1, 0.1), cross = obb_of(&y, 0.1, 2, 0.1);
    near(obb_depth(&rod, &cross), 0.1 * sqrt(2) - 0.15, 1e-12);
    /* lines: along the rod's ridge 7.07 cm over its middle, just above and just inside; one that
     * ends before it */
    assert_false(obb_hit(&rod, (struct vec3){0, -1, 0.071}, (struct vec3){0, 1, 0.071}));
    assert_true(obb_hit(&rod, (struct vec3){0, -1, 0.070}, (struct vec3){0, 1, 0.070}));
    assert_false(obb_hit(&rod, (struct vec3){0, -1, 0}, (struct vec3){0, -0.1, 0}));
    assert_true(obb_hit(&rod, (struct vec3){0, 0, 0}, (struct vec3){0, 0, 0}));
}

static void test_prices(void **state)
{
    (void)state;
    static const struct {
        double value, u;
        int64_t cents;
    } t[] = {{1.97, 0.1, 199}, {1.97, 0.8, 195}, {1.97, 0.95, 200}, {0.52, 0.1, 49},
             {7.60, 0.1, 749}, {7.8, 0.1, 799},  {23.4, 0.1, 2299}, {0.01, 0.1, 9}};
    for (size_t k = 0; k < sizeof t / sizeof *t; k++) {
        assert_int_equal(price_cents(t[k].value, t[k].u), t[k].cents);
    }
}

static void test_net_contents(void **state)
{
    (void)state;
    static const struct {
        const char *net;
        enum net_unit unit;
        double amount;
    } t[] = {{"500 g", NET_GRAM, 500},
             {"1.5 kg", NET_GRAM, 1500},
             {"0,75 l", NET_MILLILITRE, 750},
             {"6 x 330 ml", NET_MILLILITRE, 1980},
             {"4\xc3\x97"
              "125 g",
              NET_GRAM, 500},
             {"33cl", NET_MILLILITRE, 330},
             {"12 pcs", NET_PIECE, 12},
             {"a lot", NET_NONE, 0},
             {"500", NET_NONE, 0},
             {"", NET_NONE, 0},
             {"0 g", NET_NONE, 0},
             {"6 x", NET_NONE, 0}};
    for (size_t k = 0; k < sizeof t / sizeof *t; k++) {
        double amount = 0;
        assert_int_equal(net_parse(t[k].net, &amount), t[k].unit);
        near(amount, t[k].amount, 1e-9);
    }
    double none;
    assert_int_equal(net_parse(NULL, &none), NET_NONE);
}

static void test_tags_are_consistent(void **state)
{
    (void)state;
    struct price_style st = {"€", "", '.', false, 1};
    struct sku s = fx.sku[0];
    int reduced = 0;
    for (unsigned i = 0; i < 200; i++) {
        struct rng g = rng_stream(1, RNG_SHOP, i, 0);
        s.price = 0.3 + 0.1 * i;
        s.net = i % 2 ? "400 g" : "6 x 250 ml";
        struct price p = price_make(&st, &s, true, &g, &arena);
        double amount = i % 2 ? 0.4 : 1.5;
        near((double)p.unit_cents, (double)p.cents / amount, 0.5001);
        near((double)p.cents / 100, s.price, 0.05 * s.price + 1);
        assert_true(p.old_cents == 0 || p.old_cents > p.cents);
        assert_string_equal(strchr(p.unit_price, '/'), i % 2 ? "/kg" : "/l");
        reduced += p.old_cents > 0;
    }
    assert_true(reduced > 150);
    struct rng g = rng_stream(1, RNG_SHOP, 0, 0);
    struct price_style comma = {"", " €", ',', true, 1};
    s.price = 2;
    s.net = "250 g";
    struct price p = price_make(&comma, &s, false, &g, &arena);
    assert_non_null(strchr(p.price, ','));
    assert_non_null(strstr(p.unit_price, " €/100 g"));
    assert_null(p.old_price);
}

int main(void)
{
    fixture_init(&fx);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_sku_by_hand),
        cmocka_unit_test(test_heavy_stands_low),
        cmocka_unit_test(test_own_brand_stands_low),
        cmocka_unit_test(test_brands_are_blocked),
        cmocka_unit_test(test_what_leans_touches),
        cmocka_unit_test(test_empty_blocks_are_empty),
        cmocka_unit_test(test_nothing_fits),
        cmocka_unit_test(test_oriented_boxes),
        cmocka_unit_test(test_prices),
        cmocka_unit_test(test_net_contents),
        cmocka_unit_test(test_tags_are_consistent),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
