// SPDX-License-Identifier: MIT
/* Curves stay within the tolerance, edges within the step; offsets of shapes whose answer is known.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "text/path.h"

static struct arena arena;

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static double segment_distance(struct pt p, struct pt a, struct pt b)
{
    double dx = b.x - a.x, dy = b.y - a.y, len2 = dx * dx + dy * dy;
    double t = len2 > 0 ? clampd(((p.x - a.x) * dx + (p.y - a.y) * dy) / len2, 0, 1) : 0;
    return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

static double path_distance(const struct path *pa, struct pt p)
{
    double best = INFINITY;
    for (size_t i = 0; i + 1 < pa->n; i++) {
        best = fmin(best, segment_distance(p, pa->p[i], pa->p[i + 1]));
    }
    return best;
}

static struct pt bezier(const struct pt *p, int degree, double t)
{
    struct pt q[4];
    memcpy(q, p, (size_t)(degree + 1) * sizeof *q);
    for (int k = degree; k > 0; k--) { /* de Casteljau */
        for (int i = 0; i < k; i++) {
            q[i] =
                (struct pt){q[i].x + t * (q[i + 1].x - q[i].x), q[i].y + t * (q[i + 1].y - q[i].y)};
        }
    }
    return q[0];
}

static const struct pt curves[][4] = {
    {{0, 0}, {5, 10}, {10, 0}, {12, -3}},   {{0, 0}, {100, 0}, {100, 100}, {0, 100}},
    {{0, 0}, {0.2, 0.1}, {0.3, 0}, {0, 0}}, {{3, 3}, {3, 3}, {3, 3}, {3, 3}},
    {{0, 0}, {30, 40}, {-20, 40}, {10, 0}}, {{0, 0}, {1, 1}, {2, 2}, {3, 3}},
};

static void draw(struct path *pa, const struct pt *p, int degree, double step)
{
    path_move(pa, &arena, p[0]);
    if (degree == 2) {
        path_conic(pa, &arena, p[1], p[2], step);
    } else {
        path_cubic(pa, &arena, p[1], p[2], p[3], step);
    }
}

static void test_curves(void **state)
{
    (void)state;
    for (size_t c = 0; c < sizeof curves / sizeof *curves; c++) {
        for (int degree = 2; degree <= 3; degree++) {
            struct path pa = {0};
            draw(&pa, curves[c], degree, 0);
            for (int i = 0; i <= 1000; i++) {
                assert_true(path_distance(&pa, bezier(curves[c], degree, i / 1000.0)) <=
                            PATH_TOLERANCE_PX + 1e-9);
            }
            struct pt end = pa.p[pa.n - 1];
            near(end.x, curves[c][degree].x, 0);
            near(end.y, curves[c][degree].y, 0);
        }
    }
    struct path line = {0};
    draw(&line, curves[5], 3, 0);
    assert_int_equal(line.n, 2); /* a straight curve is one edge */
}

static void test_step(void **state)
{
    (void)state;
    for (size_t c = 0; c < sizeof curves / sizeof *curves; c++) {
        for (int degree = 2; degree <= 3; degree++) {
            struct path pa = {0};
            draw(&pa, curves[c], degree, 1.5);
            for (size_t i = 0; i + 1 < pa.n; i++) {
                assert_true(hypot(pa.p[i + 1].x - pa.p[i].x, pa.p[i + 1].y - pa.p[i].y) <=
                            1.5 + 1e-9);
            }
        }
    }
    struct path pa = {0};
    path_rect(&pa, &arena, (struct box){0, 0, 10, 4}, 3);
    assert_int_equal(pa.n, 1 + 4 + 2 + 4 + 2);
    near(path_area(&pa, 0), 40, 1e-12);
    near(path_step_px(0), 0, 0);
    /* a circle of radius 40: the chord of that length has sagitta 0.03 */
    double l = path_step_px(1 / 40.0);
    near(40 - sqrt(40 * 40 - l * l / 4), PATH_BEND_TOLERANCE_PX, 1e-4);
}

static void test_rect_empty(void **state)
{
    (void)state;
    struct path pa = {0};
    path_rect(&pa, &arena, box_empty(), 1);
    path_polygon(&pa, &arena, NULL, 0);
    assert_int_equal(pa.n, 0);
    struct box b = path_bounds(&pa);
    assert_true(box_is_empty(&b));
    assert_true(path_area(&pa, 0) == 0);
}

static void square(struct path *pa, double at, double side, bool hole)
{
    struct pt p[] = {{at, at}, {at + side, at}, {at + side, at + side}, {at, at + side}};
    if (hole) {
        struct pt t = p[1];
        p[1] = p[3];
        p[3] = t;
    }
    path_polygon(pa, &arena, p, 4);
}

static void test_offset(void **state)
{
    (void)state;
    for (int flip = 0; flip < 2; flip++) { /* either orientation of outer contours */
        struct path pa = {0};
        square(&pa, -50, 3, false); /* before `first`: stays */
        square(&pa, 10, 20, flip);
        square(&pa, 15, 10, !flip);
        path_offset(&pa, &arena, 1, 1);
        assert_int_equal(pa.n_contours, 3);
        near(fabs(path_area(&pa, 1)), 22 * 22 - 8 * 8, 1e-9);
        struct box b = path_bounds(&pa);
        near(b.x0, -50, 0);
        near(b.x1, 31, 1e-12);
        near(b.y1, 31, 1e-12);
        near(pa.p[4].x, 9, 1e-12);
        near(pa.p[4].y, 9, 1e-12);
    }
    struct path pa = {0};
    square(&pa, 0, 20, false);
    path_offset(&pa, &arena, 0, -2);
    near(path_area(&pa, 0), 16 * 16, 1e-9);
    path_offset(&pa, &arena, 0, -1000); /* stops at a quarter of 2 A / l = 8 */
    near(path_area(&pa, 0), 12 * 12, 1e-9);
}

static void test_offset_bevel(void **state)
{
    (void)state;
    struct path pa = {0};
    const struct pt spike[] = {{0, 0}, {100, 1}, {0, 2}};
    path_polygon(&pa, &arena, spike, 3);
    path_offset(&pa, &arena, 0, 1);
    struct box b = path_bounds(&pa);
    assert_true(b.x1 < 102); /* an unlimited miter would reach 100 + 100 */
    assert_int_equal(pa.n, 4);
    /* repeated vertices have no normal and must not give NaN */
    struct path twice = {0};
    const struct pt p[] = {{0, 0}, {0, 0}, {4, 0}, {4, 4}, {4, 4}, {0, 4}, {0, 0}};
    path_polygon(&twice, &arena, p, 7);
    path_offset(&twice, &arena, 0, 1);
    near(path_area(&twice, 0), 36, 1e-9);
}

static void test_growth(void **state)
{
    (void)state;
    struct path pa = {0};
    for (int k = 0; k < 100; k++) {
        path_move(&pa, &arena, (struct pt){k, 0});
        for (int i = 1; i < 50; i++) {
            path_line(&pa, &arena, (struct pt){k, i});
        }
    }
    assert_int_equal(pa.n, 5000);
    assert_int_equal(pa.n_contours, 100);
    for (int k = 0; k < 100; k++) {
        assert_int_equal(pa.end[k], 50 * (k + 1));
        near(pa.p[50 * k + 49].y, 49, 0);
        near(pa.p[50 * k + 49].x, k, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_curves),       cmocka_unit_test(test_step),
        cmocka_unit_test(test_rect_empty),   cmocka_unit_test(test_offset),
        cmocka_unit_test(test_offset_bevel), cmocka_unit_test(test_growth),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
