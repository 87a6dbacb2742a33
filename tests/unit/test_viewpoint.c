// SPDX-License-Identifier: MIT
/* Cameras and lamps: signs and sizes by hand, and what must hold whatever was drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>

#include "base/color.h"
#include "shelf/lighting.h"
#include "shelf/viewpoint.h"
#include "planogram_fixture.h"

static struct fixture fx;
static struct arena arena;

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static struct shelf_plan plan(uint64_t i)
{
    struct shelf_plan p;
    arena_reset(&arena);
    assert_int_equal(shelf_plan_make(&fx.r, fx.list, FIXTURE_SKUS, 5, i, 0, &arena, &p, NULL),
                     ST_OK);
    return p;
}

/* Pinhole image of a point, f = 100, principal point (0, 0). */
static struct pt seen(const struct xform *t, double x, double y, double z)
{
    struct vec3 c = xform_apply(t, (struct vec3){x, y, z});
    assert_true(c.z > 0);
    return (struct pt){100 * c.x / c.z, 100 * c.y / c.z};
}

static void test_straight_ahead(void **state)
{
    (void)state;
    struct xform t = viewpoint_look((struct vec3){1, -2, 1.5}, 0, 0, 0);
    struct pt p = seen(&t, 1.5, 0, 1.5), q = seen(&t, 1, 0, 1);
    near(p.x, 25, 1e-9); /* half a metre to the right at two metres */
    near(p.y, 0, 1e-9);
    near(q.x, 0, 1e-9);
    near(q.y, 25, 1e-9); /* lower is further down */
}

static void test_signs_of_angles(void **state)
{
    (void)state;
    struct xform yaw = viewpoint_look((struct vec3){0, 0, 0}, 0.3, 0, 0),
                 up = viewpoint_look((struct vec3){0, 0, 0}, 0, 0.3, 0);
    struct pt right = seen(&yaw, sin(0.3), cos(0.3), 0), high = seen(&up, 0, cos(0.3), sin(0.3));
    near(right.x, 0, 1e-9); /* what lies to the right is in the middle */
    near(high.y, 0, 1e-9);
    struct xform roll = viewpoint_look((struct vec3){0, 0, 0}, 0, 0, PI / 2);
    struct pt side =
        seen(&roll, 1, 1, 0); /* a clockwise quarter turn takes the picture's right to its bottom */
    near(side.x, 0, 1e-9);
    near(side.y, 100, 1e-9);
    for (int k = 0; k < 3; k++) { /* rigid, whatever the angles */
        struct xform t = viewpoint_look((struct vec3){1, 2, 3}, 0.4 * k, 0.2 * k - 0.2, 0.7 * k),
                     inv = xform_rigid_inverse(&t);
        struct xform one = xform_mul(&t, &inv);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                near(one.m[i][j], i == j, 1e-12);
            }
        }
    }
}

static void test_yaw_of_a_viewpoint_looks_right(void **state)
{
    (void)state;
    struct recipe_shelf r = fx.r;
    r.yaw_deg = dist_const(20);
    r.pitch_deg = r.roll_deg = dist_const(0);
    r.distance_m = dist_const(0.8);
    struct shelf_plan p = plan(1);
    struct camera c = viewpoint_make(&r, &p, 1, 1, 0);
    struct vec3 ahead = viewpoint_ray(&c, c.cx_px, c.cy_px);
    near(atan2(ahead.x, ahead.y), 20 * PI / 180, 1e-9);
    near(viewpoint_eye(&c).y, -0.8, 1e-9);
}

static void test_cameras_see_shelf(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 150; i++) {
        struct shelf_plan p = plan(i);
        struct camera c = viewpoint_make(&fx.r, &p, 3, i, 0);
        struct vec3 eye = viewpoint_eye(&c);
        double share = viewpoint_shelf_share(&c, p.bay[0].x0_m, p.bay[p.n_bays - 1].x1_m,
                                             shelf_plan_goods_top(&p));
        if (!(share >= VIEWPOINT_MIN_SHELF)) {
            fail_msg("camera %u: %g of the picture is shelf", i, share);
        }
        assert_true(eye.y <= -0.19 && eye.z >= 0.14 && eye.z < 2.2);
        assert_true(c.focus_m > 0.09 && c.focus_m < 4);
        assert_int_equal(c.width_px, 640);
        near(atan(320 / c.f_px) * 360 / PI, 64, 14.01); /* 50..78 degrees */
    }
}

static void test_sees_is_conservative(void **state)
{
    (void)state;
    struct rng g = rng_stream(1, RNG_TEXT, 0, 0);
    int seen_boxes = 0, missed = 0;
    for (unsigned i = 0; i < 40; i++) {
        struct shelf_plan p = plan(i);
        struct camera c = viewpoint_make(&fx.r, &p, 3, i, 0);
        for (size_t k = 0; k < p.n_items; k++) {
            const struct obb *b = &p.item[k].box;
            bool yes = viewpoint_sees(&c, b->lo, b->hi, 0);
            struct vec3 q = {rng_uniform(&g, b->lo.x, b->hi.x), rng_uniform(&g, b->lo.y, b->hi.y),
                             rng_uniform(&g, b->lo.z, b->hi.z)};
            struct vec3 v = xform_apply(&c.cam_from_world, q);
            double u = c.f_px * v.x / v.z + c.cx_px, w = c.f_px * v.y / v.z + c.cy_px;
            bool inside = v.z > 0 && u > 0 && u < c.width_px && w > 0 && w < c.height_px;
            assert_true(yes || !inside);
            seen_boxes += yes;
            missed += !yes;
        }
    }
    assert_true(seen_boxes > 500 && missed > 500); /* and it does leave things out */
}

static void test_planck(void **state)
{
    (void)state;
    double day[3], warm[3], blue[3];
    planck_rgb(
        6504,
        day); /* close to the white of sRGB; the black body is a little more magenta than daylight */
    for (int k = 0; k < 3; k++) {
        near(day[k], 1, 0.05);
    }
    planck_rgb(2856, warm); /* CIE illuminant A: x, y = 0.44757, 0.40745 */
    double x = 0.4124 * warm[0] + 0.3576 * warm[1] + 0.1805 * warm[2],
           z = 0.0193 * warm[0] + 0.1192 * warm[1] + 0.9505 * warm[2];
    near(x / (x + 1 + z), 0.44757, 0.002);
    near(1 / (x + 1 + z), 0.40745, 0.002);
    planck_rgb(12000, blue);
    assert_true(blue[2] > blue[1] && blue[1] > blue[0]);
    near(color_luminance(warm), 1, 1e-12);
}

/* Blender's numbers: 1000 W at 10 m above a white plane gave radiance 0.795 (area), 0.2533 (point,
 * spot) there. */
static void test_irradiance_is_blenders(void **state)
{
    (void)state;
    struct light l = {.kind = LIGHT_AREA,
                      .world_from_light = xform_move(0, 0, 10),
                      .width_m = 0.2,
                      .height_m = 0.1,
                      .power_w = 1000,
                      .color = {1, 1, 1},
                      .cone_rad = 0.8,
                      .blend = 0.2};
    struct vec3 o = {0, 0, 0}, up = {0, 0, 1};
    near(lighting_irradiance(&l, 1, o, up) / PI, 0.7951, 0.002);
    l.kind = LIGHT_POINT;
    near(lighting_irradiance(&l, 1, o, up) / PI, 0.2533, 0.0002);
    l.kind = LIGHT_SPOT;
    near(lighting_irradiance(&l, 1, o, up) / PI, 0.2533, 0.0002);
    assert_true(lighting_irradiance(&l, 1, (struct vec3){5, 0, 0}, up) ==
                0); /* outside of the cone */
    assert_true(lighting_irradiance(&l, 1, o, (struct vec3){0, 0, -1}) ==
                0); /* on the back of the plane */
    l.kind = LIGHT_AREA;
    l.world_from_light = xform_turn_x(PI);
    l.world_from_light.m[2][3] = 10;
    assert_true(lighting_irradiance(&l, 1, o, up) == 0); /* shines upwards */
}

static void test_white_paper_is_white(void **state)
{
    (void)state;
    int kinds[3] = {0}, flashes = 0;
    for (unsigned i = 0; i < 60; i++) {
        struct shelf_plan p = plan(i);
        struct camera c = viewpoint_make(&fx.r, &p, 3, i, 0);
        struct lighting l;
        lighting_make(&fx.r, &p, &c, 2.4, 3, i, 0, &l);
        double sum = 0, rgb[3] = {(double)l.ambient[0], (double)l.ambient[1], (double)l.ambient[2]};
        int n = 0;
        struct vec3 eye = viewpoint_eye(&c);
        for (int k = 0; k < 30 * 20; k++) { /* finer than the meter's own points */
            struct vec3 d = viewpoint_ray(&c, (k % 30 + 0.5) / 30 * c.width_px,
                                          ((double)(k / 30) + 0.5) / 20 * c.height_px);
            double t = -eye.y / d.y, z = eye.z + t * d.z;
            if (d.y > 0.05 && z > 0.05 && z < p.bay[0].top_m) {
                sum +=
                    lighting_irradiance(l.light, l.n_lights, (struct vec3){eye.x + t * d.x, 0, z},
                                        (struct vec3){0, -1, 0});
                n++;
            }
        }
        near(sum / n / PI + color_luminance(rgb), LIGHTING_DIRECT, 0.06);
        assert_true(l.n_lights >= 1 && l.ceiling_m > 2.5);
        kinds[l.kind]++;
        flashes += l.flash;
    }
    assert_true(kinds[0] && kinds[1] && kinds[2] && flashes);
}

int main(void)
{
    fixture_init(&fx);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_straight_ahead),
        cmocka_unit_test(test_signs_of_angles),
        cmocka_unit_test(test_yaw_of_a_viewpoint_looks_right),
        cmocka_unit_test(test_cameras_see_shelf),
        cmocka_unit_test(test_sees_is_conservative),
        cmocka_unit_test(test_planck),
        cmocka_unit_test(test_irradiance_is_blenders),
        cmocka_unit_test(test_white_paper_is_white),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
