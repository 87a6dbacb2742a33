// SPDX-License-Identifier: MIT
/* The projection and its lens against sums done by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>

#include "raster/raster_core.h"
#include "raster3d_fixture.h"

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.12g, want %.12g within %g", got, want, tol);
    }
}

static void test_axes(void **state)
{
    (void)state;
    struct view v = fix_view(640, 480, 500, (struct vec3){0, -2, 1}, 0);
    struct pt p;
    double z;
    assert_true(view_project(&v, (struct vec3){0, 0, 1}, &p, &z));
    near(p.x, 320, 1e-9);
    near(p.y, 240, 1e-9);
    near(z, 2, 1e-12);
    /* 0.4 m to the right at 2 m: 500 * 0.2 = 100 px; 0.2 m up: 50 px, and up is a smaller y. */
    assert_true(view_project(&v, (struct vec3){0.4, 0, 1.2}, &p, NULL));
    near(p.x, 420, 1e-9);
    near(p.y, 190, 1e-9);
    /* Turned to the left by 90 degrees it looks along -x: what is ahead in y is to its right. */
    v.cam_from_world = fix_camera((struct vec3){0, 0, 0}, PI / 2);
    assert_true(view_project(&v, (struct vec3){-1, 0.1, 0}, &p, &z));
    near(p.x, 320 + 50, 1e-9);
    near(z, 1, 1e-12);
    assert_false(view_project(&v, (struct vec3){1, 0, 0}, &p, &z));
    assert_false(view_project(&v, (struct vec3){-0.0009, 0, 0}, &p, &z));
}

static void test_lens_by_hand(void **state)
{
    (void)state;
    struct view v = {.f_px = 100, .k1 = -0.2, .k2 = 0.05};
    /* r^2 = 0.36 + 0.64 = 1: gain 1 - 0.2 + 0.05. */
    struct pt d = view_distort(&v, (struct pt){0.6, -0.8});
    near(d.x, 0.6 * 0.85, 1e-12);
    near(d.y, -0.8 * 0.85, 1e-12);
}

static void test_lens_inverse(void **state)
{
    (void)state;
    static const double k[][2] = {{0, 0}, {-0.15, 0}, {0.2, 0}, {-0.3, 0.1}, {0.1, -0.05}, {-0.05, -0.02}};
    for (size_t i = 0; i < sizeof k / sizeof *k; i++) {
        struct view v = {.f_px = 1, .k1 = k[i][0], .k2 = k[i][1]};
        for (int j = 0; j < 500; j++) {
            double r = 0.0025 * j, t = 0.37 * j;
            struct pt n = {r * cos(t), r * sin(t)};
            struct pt back = view_undistort(&v, view_distort(&v, n));
            near(back.x, n.x, 1e-6);
            near(back.y, n.y, 1e-6);
            struct pt there = view_distort(&v, view_undistort(&v, n));
            near(there.x, n.x, 1e-9);
            near(there.y, n.y, 1e-9);
        }
    }
}

/* A barrel lens would mirror the far outside into the picture; it must not. */
static void test_no_fold(void **state)
{
    (void)state;
    struct view v = {.f_px = 1, .k1 = -0.2};
    double last = -1;
    for (int j = 0; j < 2000; j++) {
        double r = view_distort(&v, (struct pt){0.01 * j, 0}).x;
        assert_true(r > last);
        last = r;
    }
}

/* The table of rays_init() beside the exact way, to the corners and past a barrel's fold. */
static void test_rays(void **state)
{
    (void)state;
    static const double k[][2] = {{0, 0}, {-0.05, 0}, {0.05, 0}, {-0.3, 0}, {-0.3, 0.1}, {0.3, 0}};
    for (size_t i = 0; i < sizeof k / sizeof *k; i++) {
        struct view v = {.width_px = 640,
                         .height_px = 480,
                         .f_px = 400,
                         .cx_px = 330,
                         .cy_px = 236,
                         .k1 = k[i][0],
                         .k2 = k[i][1]};
        struct lens l = lens_of_view(&v);
        struct rays r;
        rays_init(&r, &v);
        for (int y = 0; y <= 480; y += 7) {
            for (int x = 0; x <= 640; x += 3) {
                struct pt want = view_ray(&v, &l, x, y), got = rays_at(&r, x, y);
                near(got.x, want.x, 1e-3 / 400);
                near(got.y, want.y, 1e-3 / 400);
            }
        }
    }
}

static void test_undistorted_sees_all(void **state)
{
    (void)state;
    static const double k1[] = {-0.2, -0.05, 0.05, 0.2};
    for (int i = 0; i < 4; i++) {
        struct camera c = {.width_px = 641, .height_px = 479, .f_px = 500, .cx_px = 300, .cy_px = 250, .k1 = k1[i],
                           .cam_from_world = xform_identity()};
        struct view v = view_of_camera(&c), u = view_undistorted(&c);
        assert_int_equal(u.width_px % 2, 0);
        assert_int_equal(u.height_px % 2, 0);
        near(u.f_px, 500, 0);
        double slack = 1e9;
        for (int y = 0; y <= 479; y++) {
            for (int x = 0; x <= 641; x += y == 0 || y == 479 ? 1 : 641) {
                struct pt n = view_undistort(&v, (struct pt){(x - 300) / 500.0, (y - 250) / 500.0});
                double px = 500 * n.x + u.cx_px, py = 500 * n.y + u.cy_px;
                slack = fmin(slack, fmin(fmin(px, u.width_px - px), fmin(py, u.height_px - py)));
            }
        }
        /* Within, by the filter's margin, and not much larger than needed. */
        assert_true(slack >= 1.5 && slack <= 4);
    }
    struct camera plain = {.width_px = 641, .height_px = 479, .f_px = 500, .cx_px = 300, .cy_px = 250};
    struct view u = view_undistorted(&plain);
    assert_int_equal(u.width_px, 641);
    assert_int_equal(u.height_px, 479);
    near(u.cx_px, 300, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_axes),
        cmocka_unit_test(test_lens_by_hand),
        cmocka_unit_test(test_lens_inverse),
        cmocka_unit_test(test_no_fold),
        cmocka_unit_test(test_undistorted_sees_all),
        cmocka_unit_test(test_rays),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
