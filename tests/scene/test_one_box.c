// SPDX-License-Identifier: MIT
/* Small frames through the real Blender, against what a pinhole makes of a box by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "scene_fixture.h"

enum { W = 64, H = 48, F = 60 };

static char cache[] = "/tmp/ersatz-scene-XXXXXX";
static struct blender *shared; /* one process for most of the tests */

static struct passes render_with(struct blender *b, struct fixture *f)
{
    struct passes p = {0};
    struct err e = {0};
    if (blender_start(b, &f->scene, &f->settings, &e) || blender_finish(b, &f->arena, &p, &e)) {
        fail_msg("%s", e.msg);
    }
    assert_int_equal(p.width_px, f->settings.width_px);
    assert_int_equal(p.height_px, f->settings.height_px);
    return p;
}

static struct passes render(struct fixture *f)
{
    return render_with(shared, f);
}

static struct blender *blender_of(int threads)
{
    struct blender *b = NULL;
    struct err e = {0};
    if (blender_open(&(struct blender_options){.cache_dir = cache, .threads = threads}, &b, &e)) {
        fail_msg("%s", e.msg);
    }
    return b;
}

/* Bounds of an index's pixels as edges, and how many there are. */
static struct box bounds(const struct passes *p, float index, int *count)
{
    struct box b = {1e9, 1e9, -1e9, -1e9};
    *count = 0;
    for (int y = 0; y < p->height_px; y++) {
        for (int x = 0; x < p->width_px; x++) {
            if (p->index[y * p->width_px + x] == index) {
                b = (struct box){fmin(b.x0, x), fmin(b.y0, y), fmax(b.x1, x + 1),
                                 fmax(b.y1, y + 1)};
                ++*count;
            }
        }
    }
    return b;
}

/* A pixel belongs to a shape if its centre does: so bounds of the mask stray at most half a pixel from the shape's. */
static void near_box(struct box got, double x0, double y0, double x1, double y1)
{
    if (!(fabs(got.x0 - x0) <= 0.5 && fabs(got.y0 - y0) <= 0.5 && fabs(got.x1 - x1) <= 0.5 &&
          fabs(got.y1 - y1) <= 0.5)) {
        fail_msg("mask (%g, %g)-(%g, %g), by hand (%g, %g)-(%g, %g)", got.x0, got.y0, got.x1,
                 got.y1, x0, y0, x1, y1);
    }
}

static void a_box_is_where_a_pinhole_puts_it(void **state)
{
    (void)state;
    struct fixture f;
    int n;
    fixture_init(&f, 1, W, H, F);
    struct passes p = render(&f);
    /* the front is 0.95 m away, 0.2 m wide and 0.3 m high around the axis: 60 / 0.95 px a metre */
    near_box(bounds(&p, 1, &n), 32 - 6.316, 24 - 9.474, 32 + 6.316, 24 + 9.474);
    assert_int_equal(n, 12 * 18); /* centres 26.5 .. 37.5 and 15.5 .. 32.5 */
    assert_float_equal((double)p.depth_m[24 * W + 32], 0.95, 1e-5);
    assert_float_equal((double)p.depth_m[16 * W + 27], 0.95,
                       1e-5); /* planar: the same at a corner */
    assert_true(p.depth_m[0] > 1e9f);
    assert_int_equal(p.index[0], 0);
    fixture_release(&f);
}

static void the_principal_point_may_lie_anywhere(void **state)
{
    (void)state;
    struct fixture f;
    int n;
    fixture_init(&f, 1, W, H, F);
    f.settings.cx_px = 20.3;
    f.settings.cy_px = 29.6;
    struct passes p = render(&f);
    near_box(bounds(&p, 1, &n), 20.3 - 6.316, 29.6 - 9.474, 20.3 + 6.316, 29.6 + 9.474);
    fixture_release(&f);
    fixture_init(&f, 1, H, W,
                 F); /* upright: Blender's shifts are shares of another side unless told */
    f.settings.cx_px = 30.3;
    f.settings.cy_px = 23.6;
    p = render(&f);
    near_box(bounds(&p, 1, &n), 30.3 - 6.316, 23.6 - 9.474, 30.3 + 6.316, 23.6 + 9.474);
    fixture_release(&f);
}

static void a_turned_camera_sees_corners_where_they_project(void **state)
{
    (void)state;
    struct fixture f;
    int n;
    fixture_init(&f, 1, W, H, F);
    /* from the right, above, and rolled: applied to points of the world, then through the camera that looks along y */
    struct xform yaw = xform_turn_z(0.5), pitch = xform_turn_x(0.35), roll = xform_turn_y(0.2);
    struct xform turn = xform_mul(&pitch, &yaw);
    turn = xform_mul(&roll, &turn);
    f.scene.camera.cam_from_world = xform_mul(&f.scene.camera.cam_from_world, &turn);
    struct passes p = render(&f);
    struct box want = {1e9, 1e9, -1e9, -1e9};
    for (int i = 0; i < 8; i++) {
        struct vec3 v = {i & 1 ? 0.1 : -0.1, i & 2 ? 0.05 : -0.05, i & 4 ? 0.3 : 0};
        v = xform_apply(&f.scene.camera.cam_from_world, v);
        double x = F * v.x / v.z + W / 2.0, y = F * v.y / v.z + H / 2.0;
        want = (struct box){fmin(want.x0, x), fmin(want.y0, y), fmax(want.x1, x), fmax(want.y1, y)};
    }
    /* a corner sharper than a right angle may end in pixels whose centres it misses */
    struct box got = bounds(&p, 1, &n);
    assert_true(got.x0 - want.x0 > -0.5 && got.x0 - want.x0 < 1 && want.x1 - got.x1 > -0.5 &&
                want.x1 - got.x1 < 1);
    assert_true(got.y0 - want.y0 > -0.5 && got.y0 - want.y0 < 1 && want.y1 - got.y1 > -0.5 &&
                want.y1 - got.y1 < 1);
    fixture_release(&f);
}

static void colours_and_normals_are_the_right_way_round(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 1, W, H, F);
    f.settings.samples = 16;
    struct passes p = render(&f);
    /* quarters of the front: red, green over blue, white */
    static const int at[4] = {18 * W + 29, 18 * W + 35, 29 * W + 29, 29 * W + 35};
    static const int want[4][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}};
    for (int q = 0; q < 4; q++) {
        for (int k = 0; k < 3; k++) {
            /* lit from everywhere by 1: what comes back is the albedo, and a few per cent of gloss */
            assert_float_equal((double)p.color[k][at[q]], want[q][k], 0.2);
            assert_float_equal((double)p.albedo[k][at[q]], want[q][k], 0.1);
        }
        assert_float_equal((double)p.normal[0][at[q]], 0, 1e-3); /* to -y, towards the camera */
        assert_float_equal((double)p.normal[1][at[q]], -1, 1e-3);
        assert_float_equal((double)p.normal[2][at[q]], 0, 1e-3);
    }
    assert_float_equal((double)p.color[1][0], 1, 1e-3); /* linear: the world itself */
    fixture_release(&f);
}

static void every_object_keeps_its_number(void **state)
{
    (void)state;
    struct fixture f;
    int n;
    fixture_init(&f, 3, W, H, F);
    f.scene.object[1].camera_hidden = true;
    struct passes p = render(&f);
    struct box left = bounds(&p, 1, &n);
    assert_true(n > 100 && left.x1 < 32);
    bounds(&p, 2, &n);
    assert_int_equal(n, 0); /* hidden from the camera alone */
    struct box right = bounds(&p, 3, &n);
    assert_true(n > 100 && right.x0 > 32);
    fixture_release(&f);
}

static void what_is_clear_is_seen_through(void **state)
{
    (void)state;
    struct fixture f;
    int n;
    fixture_init(&f, 1, W, H, F);
    image_release(&f.art);
    fixture_art(&f, 64, 4);
    for (int i = 0; i < 64 * 64; i++) {
        f.art.px[4 * i + 3] = i % 64 < 32 ? 255 : 0; /* the right half of the label is not there */
    }
    f.scene.texture[0].key = "quarters-clear";
    /* a second object with the label alone, 10 cm before the box */
    struct mesh label = {0};
    struct mesh_builder *b = builder_new(&f.arena);
    struct vec3 q[4] = {{-0.1, -0.15, 0.3}, {0.1, -0.15, 0.3}, {0.1, -0.15, 0}, {-0.1, -0.15, 0}};
    builder_quad(b, q, (struct box){0, 0, 1, 1}, 0);
    assert_int_equal(builder_end(b, &label, NULL), ST_OK);
    const struct mesh *meshes[2] = {&f.box, &label};
    f.scene.mesh = meshes;
    f.scene.n_meshes = 2;
    f.scene.object[1] = (struct object){.mesh = 1, .world_from_object = xform_identity()};
    f.scene.object[0].material[0] = 1;
    f.scene.n_objects = 2;
    for (int clean = 0; clean < 2; clean++) {
        f.settings.clean_labels = clean;
        struct passes p = render(&f);
        near_box(bounds(&p, 2, &n), 32 - 6 / 0.85, 24 - 9 / 0.85, 32, 24 + 9 / 0.85);
        struct box box = bounds(&p, 1, &n);
        assert_true(box.x0 == 32 && box.x1 == 38);
        assert_float_equal((double)p.depth_m[24 * W + 35], 0.95, 1e-5);
        assert_float_equal((double)p.depth_m[24 * W + 29], 0.85, 1e-5);
    }
    fixture_release(&f);
}

static void a_lens_blurs_the_picture_and_not_the_labels(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 1, W, H, F);
    f.settings.samples = 16;
    struct passes sharp = render(&f);
    f.scene.camera.aperture_m = 0.05;
    f.scene.camera.focus_m =
        0.5; /* before the box: each point a disc of radius 60 * 0.05 * (1/0.5 - 1/0.95) = 2.8 px */
    struct passes soft = render(&f);
    f.scene.camera.focus_m = 0.95; /* on its front */
    struct passes again = render(&f);
    assert_memory_equal(soft.index, sharp.index, sizeof(float) * W * H);
    assert_memory_equal(soft.depth_m, sharp.depth_m, sizeof(float) * W * H);
    /* the red quarter before the white world, in green: one pixel outside its edge, which is at 25.7 */
    double in_sharp = 0, in_soft = 0, in_again = 0;
    for (int y = 18; y < 22; y++) {
        in_sharp += (double)sharp.color[1][y * W + 24] / 4;
        in_soft += (double)soft.color[1][y * W + 24] / 4;
        in_again += (double)again.color[1][y * W + 24] / 4;
    }
    assert_float_equal(in_sharp, 1, 0.02);
    assert_true(in_soft > 0.5 && in_soft < 0.85);
    assert_float_equal(in_again, 1, 0.02);
    fixture_release(&f);
}

static void lamps_light_what_they_point_at(void **state)
{
    (void)state;
    for (int kind = LIGHT_AREA; kind <= LIGHT_POINT; kind++) {
        struct fixture f;
        fixture_init(&f, 2, W, H, F);
        f.settings.samples = 8;
        memset(f.scene.ambient, 0, sizeof f.scene.ambient);
        /* half a metre before the left box, shining along +y: -z turned onto it about x */
        struct xform turn = xform_turn_x(acos(-1.0) / 2), move = xform_move(-0.125, -0.55, 0.15);
        struct light l = {.kind = (enum light_kind)kind,
                          .world_from_light = xform_mul(&move, &turn),
                          .width_m = 0.02,
                          .height_m = 0.02,
                          .power_w = 10,
                          .color = {1, 1, 1},
                          .cone_rad = 0.3,
                          .blend = 0.1};
        f.scene.light = &l;
        f.scene.n_lights = 1;
        struct passes p = render(&f);
        double left = (double)p.color[2][27 * W + 25], right = (double)p.color[2][27 * W + 41];
        assert_true(left > 0.5);
        assert_true(kind == LIGHT_SPOT ? right < 0.02 : right > 0.3 * left && right < 0.85 * left);
        assert_int_equal(p.index[24 * W + 24], 1); /* the lamp stands in between and is not seen */
        fixture_release(&f);
    }
}

static void the_same_seed_gives_the_same_pixels(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 3, W, H, F);
    f.settings.samples = 4;
    f.scene.camera.cam_from_world =
        xform_mul(&f.scene.camera.cam_from_world,
                  &(struct xform){{{1, 0, 0, 0.1}, {0, 1, 0, 0}, {0, 0, 1, 0}}});
    struct passes one = render(&f);
    struct passes again = render(&f);
    struct blender *two = blender_of(2);
    struct passes other = render_with(two, &f);
    f.settings.seed++;
    struct passes else_ = render_with(two, &f);
    blender_close(two);
    int same = 1;
    for (int k = 0; k < 3; k++) {
        assert_memory_equal(again.color[k], one.color[k], sizeof(float) * W * H);
        assert_memory_equal(other.color[k], one.color[k], sizeof(float) * W * H);
        assert_memory_equal(other.normal[k], one.normal[k], sizeof(float) * W * H);
        same &= !memcmp(else_.color[k], one.color[k], sizeof(float) * W * H);
    }
    assert_false(same); /* another seed, another noise */
    assert_memory_equal(else_.index, one.index, sizeof(float) * W * H); /* and the same labels */
    fixture_release(&f);
}

static void materials_act(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 1, W, H, F);
    f.settings.samples = 32;
    struct material *m = &f.scene.material[0];
    const int mid = 24 * W + 32;
    /* light of its own */
    *m = fixture_material(0);
    m->emission[0] = 3;
    m->emission[1] = 6;
    struct passes p = render(&f);
    assert_float_equal((double)p.color[0][mid], 3, 0.15);
    assert_float_equal((double)p.color[1][mid], 6, 0.2);
    assert_true(p.color[2][mid] < 0.15f);
    /* black paper gives back its 4 % of gloss, and with varnish more */
    *m = fixture_material(0);
    m->roughness = 0.1f;
    double paper = (double)render(&f).color[0][mid];
    assert_true(paper > 0.02 && paper < 0.06);
    m->coat = 1;
    m->coat_roughness = 0.05f;
    assert_true((double)render(&f).color[0][mid] > paper + 0.005);
    /* metal in a white world is as bright as its colour */
    *m = fixture_material(0.7f);
    m->metallic = 1;
    m->roughness = 0.2f;
    assert_float_equal((double)render(&f).color[0][mid], 0.7, 0.05);
    /* wrinkles turn normals, and another seed turns them elsewhere */
    *m = fixture_material(0.5f);
    m->bump = 0.3f;
    m->bump_scale_m = 0.05f;
    m->bump_seed = 1;
    struct passes one = render(&f);
    m->bump_seed = 2;
    struct passes two = render(&f);
    double turned = 0, apart = 0;
    for (int y = 18; y < 30; y++) {
        for (int x = 28; x < 36; x++) {
            turned = fmax(turned, fabs((double)one.normal[0][y * W + x]));
            apart = fmax(apart,
                         fabs((double)one.normal[0][y * W + x] - (double)two.normal[0][y * W + x]));
        }
    }
    assert_true(turned > 0.05 && apart > 0.05);
    fixture_release(&f);
}

static int remove_one(const char *path, const struct stat *sb, int type, struct FTW *ftw)
{
    (void)sb, (void)type, (void)ftw;
    return remove(path);
}

int main(void)
{
    char version[32];
    if (blender_check(NULL, version, NULL)) {
        puts("1..0 # SKIP no Blender with Cycles");
        return 77;
    }
    if (!mkdtemp(cache)) {
        return 1;
    }
    shared = blender_of(1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_box_is_where_a_pinhole_puts_it),
        cmocka_unit_test(the_principal_point_may_lie_anywhere),
        cmocka_unit_test(a_turned_camera_sees_corners_where_they_project),
        cmocka_unit_test(colours_and_normals_are_the_right_way_round),
        cmocka_unit_test(every_object_keeps_its_number),
        cmocka_unit_test(what_is_clear_is_seen_through),
        cmocka_unit_test(a_lens_blurs_the_picture_and_not_the_labels),
        cmocka_unit_test(lamps_light_what_they_point_at),
        cmocka_unit_test(the_same_seed_gives_the_same_pixels),
        cmocka_unit_test(materials_act),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    blender_close(shared);
    nftw(cache, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return failed;
}
