// SPDX-License-Identifier: MIT
/*
 * The warp: the sign and size of each effect by hand, and what holds for any of them together, over
 * random values from the whole range that a recipe may name: no folds, an inverse that is one, points
 * alone as in blocks, a bound on how lines bend.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <string.h>

#include "base/rng.h"
#include "warp/warp.h"

static const struct box line = {0, -40, 1000, 10}; /* one line of text, em 50 */
#define EM 50.0

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

/* A sample with one effect on; values in the order of its row in effects.def. */
static struct warp one(enum fx_id fx, int direction, double v0, double v1, double v2)
{
    struct sample s = {.seed = 7, .direction = direction};
    s.fx[fx] = (struct fx_plan){.on = true, .v = {v0, v1, v2}};
    struct warp w;
    struct box box = direction == DIRECTION_TTB ? (struct box){-40, 0, 10, 1000} : line;
    warp_init(&w, &s, box, EM);
    return w;
}

static struct pt at(const struct warp *w, double x, double y)
{
    return warp_point(w, (struct pt){x, y});
}

static double dist(struct pt a, struct pt b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

/* --- signs and sizes ------------------------------------------------------------------------------ */

static void test_nothing_is_the_identity(void **state)
{
    (void)state;
    struct sample s = {0};
    struct warp w;
    warp_init(&w, &s, line, EM);
    struct pt p = at(&w, 123.25, -7.5);
    assert_true(p.x == 123.25 && p.y == -7.5);
    assert_true(warp_curvature(&w) == 0);
}

static void test_shear_leans_right(void **state)
{
    (void)state;
    struct warp w = one(FX_shear, DIRECTION_AUTO, 10, 0, 0);
    struct pt top = at(&w, 500, -40), bottom = at(&w, 500, 10), mid = at(&w, 500, -15);
    near(top.x - bottom.x, 50 * tan(10 * PI / 180), 1e-9);
    near(top.y, -40, 1e-9);
    near(mid.x, 500, 1e-9);
}

static void test_rotate_is_clockwise(void **state)
{
    (void)state;
    struct warp w = one(FX_rotate, DIRECTION_AUTO, 90, 0, 0);
    struct pt right = at(&w, 1000, -15), c = at(&w, 500, -15);
    near(c.x, 500, 1e-9);
    near(c.y, -15, 1e-9);
    near(right.x, 500, 1e-9);
    near(right.y, -15 + 500, 1e-9); /* y is down */
}

static void test_yaw_and_pitch(void **state)
{
    (void)state;
    struct warp w = one(FX_perspective, DIRECTION_AUTO, 30, 0, 2);
    double left = dist(at(&w, 0, -40), at(&w, 0, 10)), right = dist(at(&w, 1000, -40), at(&w, 1000, 10));
    double width = hypot(1000, 50); /* of the text, as the effect measures it */
    /* a vertical stick at x from the centre is seen D / (D + x sin) times as high */
    near(left, 50 * 2 * width / (2 * width - 500 * 0.5), 1e-6);
    near(right, 50 * 2 * width / (2 * width + 500 * 0.5), 1e-6);
    w = one(FX_perspective, DIRECTION_AUTO, 0, 30, 2);
    double top = dist(at(&w, 0, -40), at(&w, 1000, -40)), bottom = dist(at(&w, 0, 10), at(&w, 1000, 10));
    near(top, 1000 * 2 * width / (2 * width + 25 * 0.5), 1e-6);
    near(bottom, 1000 * 2 * width / (2 * width - 25 * 0.5), 1e-6);
}

static void test_arc_bends_the_middle_up(void **state)
{
    (void)state;
    struct warp w = one(FX_arc, DIRECTION_AUTO, 0.1, 0, 0);
    struct pt l = at(&w, 0, 0), m = at(&w, 500, 0), r = at(&w, 1000, 0);
    near(l.y, r.y, 1e-6);
    assert_true(m.y < l.y);
    /* lengths along the bent line are kept: sagitta over chord of an arc as long as the line was */
    double sagitta = l.y - m.y, chord = r.x - l.x;
    near(sagitta / 1000, 0.1, 0.01);
    double radius = (chord * chord / 4 + sagitta * sagitta) / (2 * sagitta);
    double length = 2 * radius * asin(chord / 2 / radius), walked = 0;
    for (int i = 0; i < 1000; i++) {
        walked += dist(at(&w, i, 0), at(&w, i + 1, 0));
    }
    near(walked, length, 0.01);
    /* straight before the middle: letters there stand upright */
    double j[4];
    warp_jacobian(&w, (struct pt){500, 0}, j);
    near(j[2], 0, 1e-6);
}

static void test_arc_of_a_column_bends_to_its_right(void **state)
{
    (void)state;
    /* v = -x is the lower side, so up is to the right */
    struct warp w = one(FX_arc, DIRECTION_TTB, 0.1, 0, 0);
    assert_true(at(&w, -15, 500).x > at(&w, -15, 0).x + 50);
}

static void test_wave_has_its_height_and_period(void **state)
{
    (void)state;
    struct warp w = one(FX_wave, DIRECTION_AUTO, 0.1, 5, 0); /* 5 px high, 250 px long */
    double lo = INFINITY, hi = -INFINITY;
    for (int i = 0; i < 750; i++) {
        double y = at(&w, i, 0).y;
        lo = fmin(lo, y);
        hi = fmax(hi, y);
        near(at(&w, i, 0).y, at(&w, i + 250, 0).y, 1e-6);
    }
    near(hi - lo, 2 * 5, 0.3);
}

static void test_curl_shortens_its_end(void **state)
{
    (void)state;
    for (int side = 0; side < 2; side++) {
        struct warp w = one(FX_curl, DIRECTION_AUTO, 0.8, 0.4, side); /* 0 = left, 1 = right */
        double j0[4], j1[4];
        warp_jacobian(&w, (struct pt){5, -15}, j0);
        warp_jacobian(&w, (struct pt){995, -15}, j1);
        double left = hypot(j0[0], j0[2]), right = hypot(j1[0], j1[2]);
        assert_true(side ? right < 0.7 * left : left < 0.7 * right);
    }
}

static void test_elastic_has_its_deviation(void **state)
{
    (void)state;
    double sum = 0, n = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct sample s = {.seed = seed};
        s.fx[FX_elastic] = (struct fx_plan){.on = true, .v = {0.04, 1}}; /* 2 px */
        struct warp w;
        warp_init(&w, &s, line, EM);
        for (int x = 0; x < 1000; x += 97) {
            struct pt q = at(&w, x, -20);
            sum += (q.x - x) * (q.x - x) + (q.y + 20) * (q.y + 20);
            n += 2;
        }
    }
    near(sqrt(sum / n), 2, 0.1);
}

/* --- any of them together ----------------------------------------------------------------------------- */

static struct warp any(struct rng *g, struct sample *s)
{
    static const enum fx_id fx[] = {FX_arc, FX_wave, FX_elastic, FX_curl, FX_shear, FX_rotate, FX_perspective};
    *s = (struct sample){.seed = rng_key(g), .direction = rng_uniform(g, 0, 1) < 0.2 ? DIRECTION_TTB : DIRECTION_AUTO};
    for (size_t i = 0; i < sizeof fx / sizeof *fx; i++) {
        struct fx_plan *p = &s->fx[fx[i]];
        p->on = rng_uniform(g, 0, 1) < 0.5;
        for (int k = 0; fx_table[fx[i]].param[k].key; k++) {
            const struct fx_param *row = &fx_table[fx[i]].param[k];
            p->v[k] = row->names ? floor(rng_uniform(g, row->min, row->max + 1)) : rng_uniform(g, row->min, row->max);
            p->v[k] = fmin(p->v[k], row->max);
        }
    }
    double length = rng_uniform(g, 20, 2000), high = rng_uniform(g, 20, 200);
    struct box box = s->direction == DIRECTION_TTB ? (struct box){-high / 2, 0, high / 2, length}
                                                   : (struct box){0, -high * 0.8, length, high * 0.2};
    struct warp w;
    warp_init(&w, s, box, EM);
    return w;
}

static void describe(const struct sample *s, const char *what)
{
    print_error("%s: seed %llu, direction %d\n", what, (unsigned long long)s->seed, s->direction);
    for (int f = 0; f < FX_COUNT; f++) {
        if (s->fx[f].on) {
            print_error("  %s %g %g %g\n", fx_table[f].key, s->fx[f].v[0], s->fx[f].v[1], s->fx[f].v[2]);
        }
    }
}

static void test_nothing_folds(void **state)
{
    (void)state;
    struct rng g = rng_stream(1, 0, 0, 0);
    int folded = 0;
    for (int i = 0; i < 3000; i++) {
        struct sample s;
        struct warp w = any(&g, &s);
        if (warp_folds(&w, 24)) {
            describe(&s, "folds");
            folded++;
        }
    }
    assert_int_equal(folded, 0);
}

static void test_the_inverse_undoes_the_map(void **state)
{
    (void)state;
    struct rng g = rng_stream(2, 0, 0, 0);
    int wrong = 0;
    for (int i = 0; i < 1000; i++) {
        struct sample s;
        struct warp w = any(&g, &s);
        struct affine fit = {0.7, 0, 11, 0, 0.7, 5};
        warp_fit(&w, fit);
        int before = wrong;
        for (int k = 0; k < 16; k++) {
            struct pt p = {rng_uniform(&g, w.text.x0, w.text.x1), rng_uniform(&g, w.text.y0, w.text.y1)}, back;
            wrong += !warp_inverse(&w, warp_point(&w, p), &back) || !(dist(p, back) < 1e-3);
        }
        if (wrong > before) {
            describe(&s, "inverse");
        }
    }
    assert_int_equal(wrong, 0);
}

static void test_points_alone_are_points_in_blocks(void **state)
{
    (void)state;
    enum { N = 700 };
    struct rng g = rng_stream(3, 0, 0, 0);
    for (int i = 0; i < 100; i++) {
        struct sample s;
        struct warp w = any(&g, &s);
        struct pt p[N], q[N];
        for (int k = 0; k < N; k++) {
            p[k] = (struct pt){rng_uniform(&g, w.text.x0, w.text.x1), rng_uniform(&g, w.text.y0, w.text.y1)};
            q[k] = warp_point(&w, p[k]);
        }
        warp_points(&w, p, N);
        assert_memory_equal(p, q, sizeof p);
    }
}

/* The bound that decides how finely outlines are cut, for bends alone (perspective keeps lines straight). */
static void test_lines_bend_no_more_than_said(void **state)
{
    (void)state;
    struct rng g = rng_stream(4, 0, 0, 0);
    int wrong = 0;
    for (int i = 0; i < 1000; i++) {
        struct sample s;
        struct warp w = any(&g, &s);
        s.fx[FX_perspective].on = false;
        warp_init(&w, &s, w.text, EM);
        double bound = warp_curvature(&w), step = 4, worst = 0;
        for (int k = 0; k < 32; k++) {
            double a = rng_uniform(&g, 0, 2 * PI);
            struct pt m = {rng_uniform(&g, w.text.x0, w.text.x1), rng_uniform(&g, w.text.y0, w.text.y1)};
            struct pt p = at(&w, m.x - step / 2 * cos(a), m.y - step / 2 * sin(a));
            struct pt q = at(&w, m.x + step / 2 * cos(a), m.y + step / 2 * sin(a));
            struct pt mid = warp_point(&w, m);
            worst = fmax(worst, hypot(mid.x - (p.x + q.x) / 2, mid.y - (p.y + q.y) / 2));
        }
        if (worst > 1.5 * bound * step * step / 8 + 1e-6) {
            describe(&s, "bends");
            print_error("  %g px, bound %g px\n", worst, bound * step * step / 8);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void test_the_area_covers_the_picture(void **state)
{
    (void)state;
    struct rng g = rng_stream(5, 0, 0, 0);
    for (int i = 0; i < 300; i++) {
        struct sample s;
        struct warp w = any(&g, &s);
        s.fx[FX_perspective].on = false; /* no horizon in the picture, */
        s.fx[FX_arc].v[0] *= 0.4;        /* nor an arc's centre */
        warp_init(&w, &s, w.text, EM);
        struct box picture = box_empty();
        for (int k = 0; k <= 40; k++) {
            double x = w.text.x0 + (w.text.x1 - w.text.x0) * (k % 21) / 20;
            double y = w.text.y0 + (w.text.y1 - w.text.y0) * (k % 21) / 20;
            box_add(&picture, at(&w, k < 21 ? x : w.text.x0, k < 21 ? w.text.y0 : y));
            box_add(&picture, at(&w, k < 21 ? x : w.text.x1, k < 21 ? w.text.y1 : y));
        }
        picture = (struct box){picture.x0 - EM / 2, picture.y0 - EM / 2, picture.x1 + EM / 2, picture.y1 + EM / 2};
        struct box area = warp_area(&w, picture);
        for (int k = 0; k < 50; k++) {
            struct pt p, q = {rng_uniform(&g, picture.x0, picture.x1), rng_uniform(&g, picture.y0, picture.y1)};
            double reach = 3 * (w.text.x1 - w.text.x0 + w.text.y1 - w.text.y0);
            bool far = true;
            if (warp_inverse(&w, q, &p)) {
                far = p.x < w.text.x0 - reach || p.x > w.text.x1 + reach || p.y < w.text.y0 - reach || p.y > w.text.y1 + reach;
            }
            if (!far && !(p.x >= area.x0 && p.x <= area.x1 && p.y >= area.y0 && p.y <= area.y1)) {
                describe(&s, "area");
                fail_msg("(%g, %g) is of the page's (%g, %g), outside of the area", q.x, q.y, p.x, p.y);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_the_identity),
        cmocka_unit_test(test_shear_leans_right),
        cmocka_unit_test(test_rotate_is_clockwise),
        cmocka_unit_test(test_yaw_and_pitch),
        cmocka_unit_test(test_arc_bends_the_middle_up),
        cmocka_unit_test(test_arc_of_a_column_bends_to_its_right),
        cmocka_unit_test(test_wave_has_its_height_and_period),
        cmocka_unit_test(test_curl_shortens_its_end),
        cmocka_unit_test(test_elastic_has_its_deviation),
        cmocka_unit_test(test_nothing_folds),
        cmocka_unit_test(test_the_inverse_undoes_the_map),
        cmocka_unit_test(test_points_alone_are_points_in_blocks),
        cmocka_unit_test(test_lines_bend_no_more_than_said),
        cmocka_unit_test(test_the_area_covers_the_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
