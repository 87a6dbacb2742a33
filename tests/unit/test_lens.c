// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "raster/lens.h"

static struct camera camera(double k1)
{
    return (struct camera){.width_px = 80, .height_px = 60, .f_px = 70, .cx_px = 40, .cy_px = 30, .k1 = k1,
                           .cam_from_world = xform_identity()};
}

/* A smooth picture that is known everywhere: what the lens shows at p must be what lies at distort^-1(p). */
static double scenery(struct pt n)
{
    return 2 + sin(9 * n.x) * cos(7 * n.y);
}

static void check(double k1, double tolerance)
{
    struct camera c = camera(k1);
    struct view to = view_of_camera(&c), from = view_undistorted(&c);
    size_t n = (size_t)from.width_px * (size_t)from.height_px;
    float *src = malloc(n * sizeof *src), *dst = malloc(80 * 60 * sizeof *dst);
    for (int y = 0; y < from.height_px; y++) {
        for (int x = 0; x < from.width_px; x++) {
            struct pt p = {(x + 0.5 - from.cx_px) / from.f_px, (y + 0.5 - from.cy_px) / from.f_px};
            src[y * from.width_px + x] = (float)scenery(p);
        }
    }
    lens_apply(&from, &to, (const float *const[]){src}, (float *const[]){dst}, 1);
    for (int y = 2; y < 58; y++) {
        for (int x = 2; x < 78; x++) {
            struct pt seen = {(x + 0.5 - to.cx_px) / to.f_px, (y + 0.5 - to.cy_px) / to.f_px};
            double want = scenery(view_undistort(&to, seen));
            assert_true(fabs(want - (double)dst[y * 80 + x]) < tolerance);
        }
    }
    free(src);
    free(dst);
}

static void a_picture_is_seen_where_the_lens_puts_it(void **state)
{
    (void)state;
    check(0.1, 2e-3);
    check(-0.1, 2e-3);
}

static void without_distortion_nothing_moves(void **state)
{
    (void)state;
    struct camera c = camera(0);
    struct view to = view_of_camera(&c), from = view_undistorted(&c);
    assert_int_equal(from.width_px, to.width_px);
    check(0, 1e-6);
}

/* Barrel distortion (k1 < 0) draws the corners in: a point near the corner of the scene is seen nearer to the middle. */
static void negative_is_barrel(void **state)
{
    (void)state;
    struct camera c = camera(-0.1);
    struct view v = view_of_camera(&c);
    struct pt p = view_distort(&v, (struct pt){0.5, 0.4});
    assert_true(hypot(p.x, p.y) < hypot(0.5, 0.4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_seen_where_the_lens_puts_it),
        cmocka_unit_test(without_distortion_nothing_moves),
        cmocka_unit_test(negative_is_barrel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
