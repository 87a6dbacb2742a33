// SPDX-License-Identifier: MIT
/* Maps and amodal masks of scenes whose pixels can be worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>

#include "raster3d_fixture.h"

static struct fix fix;

static int setup(void **state)
{
    (void)state;
    fix_init(&fix);
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

static size_t at(const struct maps *m, int x, int y)
{
    return (size_t)y * (size_t)m->width_px + (size_t)x;
}

/* A box with its front at 2 m: its front face covers 500 * 0.1 / 2 = 25 px to each side. */
static void test_one_box(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 1, 1, 1);
    fix_add(&fix, fix_box(&fix, (struct vec3){-0.1, 0, 0.9}, (struct vec3){0.1, 0.3, 1.2}), xform_identity(), white);
    struct view v = fix_view(160, 120, 500, (struct vec3){0, -2, 1}, 0);
    struct maps m;
    raster_scene(&fix.s, &v, RASTER_BARY, &fix.a, &m);
    /* Rows: z = 1.2 is 50 px over the middle (60), z = 0.9 25 px under it. The back is smaller and hidden. */
    for (int y = 0; y < 120; y++) {
        for (int x = 0; x < 160; x++) {
            bool in = x >= 55 && x < 105 && y >= 10 && y < 85;
            assert_int_equal(m.id[at(&m, x, y)], in);
            near((double)m.depth_m[at(&m, x, y)], in ? 2 : 0, 1e-6);
            assert_true(m.triangle[at(&m, x, y)] < 2); /* the front */
        }
    }
    struct coverage c;
    raster_object(&fix.s, 0, &v, &fix.a, &c);
    assert_int_equal(c.pixels, 50 * 75);
    near(c.box.x0, 55, 0);
    near(c.box.x1, 105, 0);
    near(c.box.y0, 10, 0);
    near(c.box.y1, 85, 0);
    near(c.share_inside, 1, 0);

    float(*n)[3] = arena_alloc(&fix.a, sizeof *n * 160 * 120);
    raster_normals(&fix.s, &v, &m, n);
    near((double)n[at(&m, 80, 60)][2], -1, 1e-6); /* towards the camera */
    near((double)n[at(&m, 0, 0)][2], 0, 0);
}

/* Seen from the side, the side's depth runs as 1/z is linear in the picture. */
static void test_depth_is_planar(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 1, 1, 1);
    /* A wall from (1, 0) to (1, 4): x = 1 m, seen along y from the origin. */
    struct mesh *m = fix_panel(&fix, (struct vec3){1, 4, 1}, (struct vec3){0, -3.5, 0}, (struct vec3){0, 0, -2}, 1, 1);
    fix_add(&fix, m, xform_identity(), white);
    struct view v = fix_view(200, 100, 100, (struct vec3){0, 0, 0}, 0);
    struct maps maps;
    raster_scene(&fix.s, &v, 0, &fix.a, &maps);
    for (int x = 130; x < 200; x += 7) {
        double u = (x + 0.5 - 100) / 100; /* x / z = u, so z = 1 / u */
        near((double)maps.depth_m[at(&maps, x, 50)], 1 / u, 2e-3 / u);
    }
    assert_null(maps.bary);
    float(*n)[3] = arena_alloc(&fix.a, sizeof *n * 200 * 100);
    raster_normals(&fix.s, &v, &maps, n);
    near((double)n[at(&maps, 160, 50)][0], -1, 1e-6);
}

/* Walls of a room around the camera reach behind it: clipped, they fill the whole picture. */
static void test_near_plane(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 1, 1, 1);
    fix_add(&fix, fix_box(&fix, (struct vec3){-1, -5, -1}, (struct vec3){1, 5, 1}), xform_identity(), white);
    struct view v = fix_view(101, 77, 40, (struct vec3){0.2, 0, 0.1}, 0.3);
    struct maps m;
    raster_scene(&fix.s, &v, 0, &fix.a, &m);
    for (size_t i = 0; i < 101 * 77; i++) {
        assert_int_equal(m.id[i], 1);
        assert_true(m.depth_m[i] > 0.3F && m.depth_m[i] < 6);
    }
    struct coverage c;
    raster_object(&fix.s, 0, &v, &fix.a, &c);
    assert_int_equal(c.pixels, 101 * 77);
    assert_true(c.box.x0 < 0 && c.box.x1 > 101 && c.share_inside < 0.5);
}

/* A centre that lies exactly on an edge belongs to a top or a left edge. */
static void test_top_left(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 1, 1, 1);
    /* At 1 m with f = 16: corners at the centres of pixels (2, 1) and (6, 5). */
    struct mesh *m = fix_panel(&fix, (struct vec3){(2.5 - 8) / 16, 1, (8 - 1.5) / 16}, (struct vec3){4 / 16.0, 0, 0},
                               (struct vec3){0, 0, -4 / 16.0}, 1, 1);
    fix_add(&fix, m, xform_identity(), white);
    struct view v = fix_view(16, 16, 16, (struct vec3){0, 0, 0}, 0);
    struct maps maps;
    raster_scene(&fix.s, &v, 0, &fix.a, &maps);
    for (int y = 0; y < 16; y++) {
        for (int x = 0; x < 16; x++) {
            assert_int_equal(maps.id[at(&maps, x, y)], x >= 2 && x < 6 && y >= 1 && y < 5);
        }
    }
}

/* At the same depth the lower object number wins; nearer wins whatever the number. */
static void test_ties(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 1, 1, 1);
    struct mesh *m = fix_panel(&fix, (struct vec3){-1, 1, 1}, (struct vec3){2, 0, 0}, (struct vec3){0, 0, -2}, 1, 1);
    struct mesh *fine = fix_panel(&fix, (struct vec3){-1, 1, 1}, (struct vec3){2, 0, 0}, (struct vec3){0, 0, -2}, 4, 4);
    fix_add(&fix, m, xform_identity(), white);
    fix_add(&fix, fine, xform_identity(), white);
    fix_add(&fix, m, xform_move(0.5, -1e-5, 0), white); /* 10 um nearer, from x = -0.5 m on */
    struct view v = fix_view(40, 40, 20, (struct vec3){0, 0, 0}, 0); /* x = -0.5 m is at pixel 10 */
    struct maps maps;
    raster_scene(&fix.s, &v, 0, &fix.a, &maps);
    for (int x = 0; x < 40; x++) {
        assert_int_equal(maps.id[at(&maps, x, 20)], x < 10 ? 1 : 3);
    }
}

/* Half of the silhouette hangs out on the left. */
static void test_truncation(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 1, 1, 1);
    fix_add(&fix, fix_box(&fix, (struct vec3){-0.1, 0, 0.9}, (struct vec3){0.1, 0.001, 1.1}), xform_move(-0.32, 0, 0),
            white);
    struct view v = fix_view(160, 120, 500, (struct vec3){0, -2, 1}, 0); /* left edge at x = -0.32 m */
    struct coverage c;
    raster_object(&fix.s, 0, &v, &fix.a, &c);
    near(c.share_inside, 0.5, 1e-9);
    assert_int_equal(c.pixels, 25 * 50);
    near(c.box.x0, -25, 0);
    near(c.box.x1, 25, 0);
    assert_int_equal(c.x0, 0);
    /* Behind the camera: nothing. */
    fix_add(&fix, fix_box(&fix, (struct vec3){-0.1, -4, 0}, (struct vec3){0.1, -3, 1}), xform_identity(), white);
    raster_object(&fix.s, 1, &v, &fix.a, &c);
    assert_true(box_is_empty(&c.box));
    assert_int_equal(c.pixels, 0);
}

static void test_hidden_from_camera(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 1, 1, 1);
    uint32_t o = fix_add(&fix, fix_box(&fix, (struct vec3){-1, 0, 0}, (struct vec3){1, 1, 2}), xform_identity(), white);
    struct view v = fix_view(16, 16, 16, (struct vec3){0, -2, 1}, 0);
    struct maps m;
    raster_scene(&fix.s, &v, 0, &fix.a, &m);
    assert_int_equal(m.id[8 * 16 + 8], 1);
    fix.object[o].camera_hidden = true;
    raster_scene(&fix.s, &v, 0, &fix.a, &m);
    assert_int_equal(m.id[8 * 16 + 8], 0);
}

/* A label whose right half is cut out shows what is behind it there; glass hides. */
static void test_cutout(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 1, 1, 1), label = fix_material(&fix, 1, 1, 1);
    uint8_t px[4 * 1 * 4] = {0};
    px[3] = px[7] = 255; /* two texels solid, two clear */
    struct image im = {4, 1, 4, px};
    fix.texture[0] = (struct texture){&im, "cut"};
    fix.s.n_textures = 1;
    fix.material[label].texture = 0;
    struct mesh *m = fix_panel(&fix, (struct vec3){-1, 1, 1}, (struct vec3){2, 0, 0}, (struct vec3){0, 0, -2}, 3, 3);
    fix_add(&fix, m, xform_identity(), label);
    fix_add(&fix, m, xform_move(0, 0.5, 0), white);
    struct view v = fix_view(40, 40, 20, (struct vec3){0, 0, 0}, 0);
    struct maps maps;
    raster_scene(&fix.s, &v, 0, &fix.a, &maps);
    for (int x = 8; x < 32; x++) {
        assert_int_equal(maps.id[at(&maps, x, 20)], x < 20 ? 1 : 2);
    }
    struct coverage c;
    raster_object(&fix.s, 0, &v, &fix.a, &c);
    assert_int_equal(c.pixels, 20 * 40);
    fix.material[label].texture = SCENE_NONE;
    fix.material[label].transmission = 1;
    raster_scene(&fix.s, &v, 0, &fix.a, &maps);
    assert_int_equal(maps.id[at(&maps, 30, 20)], 1);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(test_one_box), T(test_depth_is_planar),    T(test_near_plane), T(test_top_left), T(test_ties),
        T(test_truncation), T(test_hidden_from_camera), T(test_cutout),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
