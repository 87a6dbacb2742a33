// SPDX-License-Identifier: MIT
/* Light of simple scenes against formulas, and what must be darker than what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>

#include "raster3d_fixture.h"

enum { W = 48, H = 32 };
static struct fix fix;
static float *rgb[3];

static int setup(void **state)
{
    (void)state;
    fix_init(&fix);
    for (int k = 0; k < 3; k++) {
        rgb[k] = arena_zarray(&fix.a, float, W *H);
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&fix.a);
    return 0;
}

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static double shade(const struct view *v, int x, int y)
{
    raster_shade(&fix.s, v, 2, &fix.a, rgb);
    return (double)rgb[1][y * W + x];
}

/* A wall at y = 0 that faces -y. */
static uint32_t wall(uint32_t material, double y, double half)
{
    struct mesh *m = fix_panel(&fix, (struct vec3){-half, y, half}, (struct vec3){2 * half, 0, 0},
                               (struct vec3){0, 0, -2 * half}, 4, 4);
    return fix_add(&fix, m, xform_identity(), material);
}

/* A lamp at p that shines along +y. */
static struct light *lamp(enum light_kind kind, struct vec3 p, double w, double h, double power_w)
{
    struct light *l = &fix.light[fix.s.n_lights++];
    *l = (struct light){.kind = kind,
                        .width_m = w,
                        .height_m = h,
                        .power_w = power_w,
                        .color = {1, 1, 1},
                        .cone_rad = 1,
                        .blend = 0.2};
    /* right x, up z, local z = -y */
    l->world_from_light = (struct xform){{{1, 0, 0, p.x}, {0, 0, -1, p.y}, {0, 1, 0, p.z}}};
    return l;
}

/* Form factor of a rectangle that is parallel to a small patch and has a corner opposite to it (Howell's catalogue, B-4). */
static double corner_factor(double w, double h, double d)
{
    double a = w / d, b = h / d;
    return (a / sqrt(1 + a * a) * atan(b / sqrt(1 + a * a)) +
            b / sqrt(1 + b * b) * atan(a / sqrt(1 + b * b))) /
           (2 * PI);
}

static void test_area_lamp(void **state)
{
    (void)state;
    static const double size[][3] = {{1, 0.5, 2}, {1.2, 0.1, 1}, {2, 2, 0.5}, {0.01, 0.01, 1}};
    wall(fix_material(&fix, 1, 1, 1), 0, 0.3);
    struct view v = fix_view(W, H, 400, (struct vec3){0, -2.5, 0}, 0);
    for (int i = 0; i < 4; i++) {
        double w = size[i][0], h = size[i][1], d = size[i][2];
        fix.s.n_lights = 0;
        lamp(LIGHT_AREA, (struct vec3){0, -d, 0}, w, h, 100);
        double radiance = 100 / (4 * w * h);
        double want = radiance * 4 * corner_factor(w / 2, h / 2, d);
        near(shade(&v, W / 2, H / 2) / want, 1, 0.01);
    }
    /* Seen from its back it is dark; nothing else shines. */
    fix.light[0].world_from_light = xform_move(0, 0, 0);
    fix.light[0].world_from_light = (struct xform){{{1, 0, 0, 0}, {0, 0, 1, -1}, {0, -1, 0, 0}}};
    near(shade(&v, W / 2, H / 2), 0, 1e-6);
}

/* What Blender 3.4 measured for 100 W at 2 m over a white surface. */
static void test_point_and_spot(void **state)
{
    (void)state;
    wall(fix_material(&fix, 1, 1, 1), 0, 0.3);
    struct view v = fix_view(W, H, 400, (struct vec3){0, -2.5, 0}, 0);
    lamp(LIGHT_POINT, (struct vec3){0, -2, 0}, 0.05, 0, 100);
    near(shade(&v, W / 2, H / 2), 0.633, 0.006);
    fix.light[0].kind = LIGHT_SPOT;
    near(shade(&v, W / 2, H / 2), 0.633, 0.006);
    /* Beside the cone of 1 rad, 1.2 m aside at 2 m, there is nothing. */
    fix.light[0].world_from_light.m[0][3] = 1.2;
    near(shade(&v, W / 2, H / 2), 0, 1e-6);
}

static void test_ambient(void **state)
{
    (void)state;
    wall(fix_material(&fix, 0.5F, 0.5F, 0.5F), 0, 0.3);
    fix.s.ambient[1] = 0.8F;
    struct view v = fix_view(W, H, 400, (struct vec3){0, -2.5, 0}, 0);
    near(shade(&v, W / 2, H / 2), 0.4,
         0.02); /* open on its side: half of the light that comes, times 2 */
}

/* The deeper into a shelf, the darker; and under a board that a lamp above cannot reach. */
static void test_depth_is_dark(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 0.7F, 0.7F, 0.7F);
    fix_add(&fix, fix_box(&fix, (struct vec3){-0.6, 0, 0.38}, (struct vec3){0.6, 0.5, 0.4}),
            xform_identity(), white);
    fix_add(&fix, fix_box(&fix, (struct vec3){-0.6, 0, -0.02}, (struct vec3){0.6, 0.5, 0}),
            xform_identity(), white);
    fix_add(&fix, fix_box(&fix, (struct vec3){-0.6, 0.5, 0}, (struct vec3){0.6, 0.52, 0.4}),
            xform_identity(), white);
    for (int k = 0; k < 3; k++) {
        fix.s.ambient[k] = 1;
    }
    struct view v = fix_view(W, H, 60, (struct vec3){0, -1.5, 0.2}, 0);
    double back = shade(&v, W / 2, H / 2), up = (double)rgb[1][(H / 2 + 4) * W + W / 2];
    assert_true(back > 0.1 && back < 0.5);
    assert_true(up > 0);
    /* A lamp on high: the front edge of the lower board is lit, its back and the wall's top are not. */
    memset(fix.s.ambient, 0, sizeof fix.s.ambient);
    fix.light[0] = (struct light){.kind = LIGHT_AREA,
                                  .world_from_light = xform_move(0, -0.7, 2),
                                  .width_m = 0.3,
                                  .height_m = 0.3,
                                  .power_w = 60,
                                  .color = {1, 1, 1}};
    fix.s.n_lights = 1;
    v = fix_view(W, H, 36, (struct vec3){0, -1, 0.3}, 0);
    raster_shade(&fix.s, &v, 2, &fix.a, rgb);
    struct pt front, deep;
    assert_true(view_project(&v, (struct vec3){0, 0.03, 0}, &front, NULL));
    assert_true(view_project(&v, (struct vec3){0, 0.49, 0.33}, &deep, NULL));
    double lit = (double)rgb[1][(int)front.y * W + (int)front.x],
           dark = (double)rgb[1][(int)deep.y * W + (int)deep.x];
    if (!(lit > 4 * dark && dark > 0)) {
        fail_msg("front %g, under the board %g", lit, dark);
    }
}

/* Shadow of a box on a wall where geometry says, and none where it says not. */
static void test_shadow(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 1, 1, 1);
    wall(white, 0, 0.5);
    fix_add(&fix,
            fix_box(&fix, (struct vec3){-0.05, -0.3, -0.05}, (struct vec3){0.05, -0.25, 0.05}),
            xform_identity(), white);
    lamp(LIGHT_AREA, (struct vec3){0.5, -1, 0}, 0.02, 0.02, 20);
    /* From (0.5, -1) past the box's sides at y = -0.25 .. -0.3: the shadow lies at x = -0.29 .. -0.1 on the wall. */
    struct view v = fix_view(W, H, 40, (struct vec3){0, -2, 0}, 0);
    raster_shade(&fix.s, &v, 3, &fix.a, rgb);
    struct pt in, out;
    view_project(&v, (struct vec3){-0.2, 0, 0}, &in, NULL);
    view_project(&v, (struct vec3){-0.38, 0, 0}, &out, NULL);
    double dark = (double)rgb[1][(int)in.y * W + (int)in.x],
           lit = (double)rgb[1][(int)out.y * W + (int)out.x];
    if (!(lit > 3 * dark)) {
        fail_msg("in the shadow %g, beside it %g", dark, lit);
    }
}

/* A texture's colours come out in place, and far away as their mean in linear light. */
static void test_texture(void **state)
{
    (void)state;
    enum { N = 64 };
    static uint8_t px[N * N * 3];
    for (int i = 0; i < N * N; i++) {
        bool right = i % N >= N / 2, low = i / N >= N / 2;
        px[3 * i] = right ? 255 : 0;
        px[3 * i + 1] = low ? 255 : 0;
        px[3 * i + 2] = (i % N + i / N) & 1 ? 255 : 0; /* a fine checker */
    }
    struct image im = {N, N, 3, px};
    fix.texture[0] = (struct texture){&im, "test-shade-texture"};
    fix.s.n_textures = 1;
    uint32_t m = fix_material(&fix, 0, 0, 0);
    fix.material[m].texture = 0;
    memset(fix.material[m].emission, 0, sizeof fix.material[m].emission);
    wall(m, 0, 0.5);
    for (int k = 0; k < 3; k++) {
        fix.s.ambient[k] = 1;
    }
    struct view v = fix_view(W, H, 50, (struct vec3){0, -2, 0}, 0); /* the wall is 25 px wide */
    raster_shade(&fix.s, &v, 2, &fix.a, rgb);
    int x0 = W / 2 - 6, x1 = W / 2 + 6, y0 = H / 2 - 6, y1 = H / 2 + 6;
    assert_true(rgb[0][y0 * W + x0] < 0.05F && rgb[0][y0 * W + x1] > 0.9F);
    assert_true(rgb[1][y0 * W + x1] < 0.05F && rgb[1][y1 * W + x1] > 0.9F);
    near((double)rgb[2][y0 * W + x0], 0.5, 0.05); /* a mean of codes would be 0.21 */
}

/* Through green glass a white wall is green; a mirror shows what the lamp's side has. */
static void test_glass(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 1, 1, 1), glass = fix_material(&fix, 0.5F, 0.9F, 0.5F);
    fix.material[glass].transmission = 1;
    fix.material[glass].roughness = 0.05F;
    wall(white, 0, 0.5);
    fix_add(&fix, fix_box(&fix, (struct vec3){-0.2, -0.4, -0.2}, (struct vec3){0.2, -0.3, 0.2}),
            xform_identity(), glass);
    lamp(LIGHT_AREA, (struct vec3){0, -3, 1}, 1, 1, 100);
    struct view v = fix_view(W, H, 40, (struct vec3){0, -2, 0}, 0);
    raster_shade(&fix.s, &v, 2, &fix.a, rgb);
    int c = H / 2 * W + W / 2, side = c + 8;
    near((double)(rgb[0][c] / rgb[0][side]), 0.25 * 0.97,
         0.08); /* 0.5 squared, less what is mirrored */
    near((double)(rgb[1][c] / rgb[1][side]), 0.81 * 0.97, 0.08);
    near((double)rgb[0][side], (double)rgb[1][side], 0.02);
}

/* The same scene twice is the same to the bit. */
static void test_same_again(void **state)
{
    (void)state;
    fix_clutter(&fix, 30, 3);
    lamp(LIGHT_AREA, (struct vec3){0.4, -2, 1}, 1, 0.3, 100);
    lamp(LIGHT_POINT, (struct vec3){-0.4, -2, -1}, 0.1, 0.3, 30);
    struct view v = fix_view(W, H, 40, (struct vec3){0, -2, 0}, 0);
    raster_shade(&fix.s, &v, 2, &fix.a, rgb);
    float *first = arena_array(&fix.a, float, W *H);
    memcpy(first, rgb[0], W * H * sizeof *first);
    raster_shade(&fix.s, &v, 2, &fix.a, rgb);
    assert_memory_equal(first, rgb[0], W * H * sizeof *first);
    for (int i = 0; i < W * H; i++) {
        assert_true(isfinite(first[i]) && first[i] >= 0);
    }
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(test_area_lamp), T(test_point_and_spot), T(test_ambient), T(test_depth_is_dark),
        T(test_shadow),    T(test_texture),        T(test_glass),   T(test_same_again),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
