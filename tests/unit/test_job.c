// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>

#include "../scene/scene_fixture.h"
#include "cycles/job.h"

static const struct job_place PLACE = {
    .id = 5, .threads = 2, .folders = {"/c", "/c/w"}, .result = "/c/w/frame.exr"};

static json_t *job_of(const struct fixture *f, const struct job_place *p)
{
    struct buf b = {0};
    job_write_frame(&f->scene, &f->settings, p, &b);
    assert_int_equal(b.data[b.len - 1], '\n');
    assert_null(memchr(b.data, '\n', b.len - 1)); /* one line */
    json_t *j = json_loads(b.data, 0, NULL);
    assert_non_null(j);
    buf_release(&b);
    return j;
}

/* "objects/1/world_from_object/0/3" */
static const json_t *at(const json_t *j, const char *path)
{
    while (j && *path) {
        char part[64];
        size_t n = strcspn(path, "/");
        snprintf(part, sizeof part, "%.*s", (int)n, path);
        j = json_is_array(j) ? json_array_get(j, strtoul(part, NULL, 10))
                             : json_object_get(j, part);
        path += n + (path[n] == '/');
    }
    return j;
}

static double num(const json_t *j, const char *path)
{
    const json_t *v = at(j, path);
    if (!json_is_number(v)) {
        fail_msg("no number '%s'", path);
    }
    return json_number_value(v);
}

static void objects_keep_their_number_place_and_materials(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 3, 64, 48, 60);
    f.scene.object[2].camera_hidden = true;
    f.scene.object[1].material[1] = 0;
    json_t *j = job_of(&f, &PLACE);
    assert_int_equal(json_array_size(at(j, "objects")), 3);
    for (int k = 0; k < 3; k++) {
        char path[64];
        snprintf(path, sizeof path, "objects/%d/index", k);
        assert_int_equal(num(j, path), k + 1);
    }
    assert_float_equal(num(j, "objects/0/world_from_object/0/3"), -0.25, 1e-12);
    assert_float_equal(num(j, "objects/2/world_from_object/0/3"), 0.25, 1e-12);
    assert_true(json_is_true(at(j, "objects/2/camera_hidden")));
    assert_true(json_is_false(at(j, "objects/1/camera_hidden")));
    assert_int_equal(json_array_size(at(j, "objects/1/materials")), 2); /* one a slot */
    assert_int_equal(num(j, "objects/1/materials/1"), 0);
    assert_int_equal(num(j, "objects/0/materials/1"), 1);
    assert_string_equal(json_string_value(at(j, "meshes/0")), f.box.key);
    json_decref(j);
    fixture_release(&f);
}

static void the_camera_goes_out_as_its_place_in_the_world(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 1, 64, 48, 60);
    json_t *j = job_of(&f, &PLACE);
    /* at (0, -1, 0.15), looking along y with z up: its x, y, z axes are the columns (1,0,0), (0,0,-1), (0,1,0) */
    static const double want[3][4] = {{1, 0, 0, 0}, {0, 0, 1, -1}, {0, -1, 0, 0.15}};
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 4; k++) {
            char path[64];
            snprintf(path, sizeof path, "camera/world_from_camera/%d/%d", i, k);
            assert_float_equal(num(j, path), want[i][k], 1e-12);
        }
    }
    assert_float_equal(num(j, "camera/f_px"), 60, 0);
    assert_float_equal(num(j, "camera/cx_px"), 32, 0);
    assert_float_equal(num(j, "camera/cy_px"), 24, 0);
    json_decref(j);
    fixture_release(&f);
}

static void materials_say_all_that_the_bsdf_takes(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 1, 64, 48, 60);
    struct material *m = &f.scene.material[1];
    *m = (struct material){.base_color = {0.25f, 0.5f, 0.75f},
                           .texture = SCENE_NONE,
                           .roughness = 0.125f,
                           .metallic = 1,
                           .specular = 0.5f,
                           .transmission = 1,
                           .ior = 1.375f,
                           .coat = 0.5f,
                           .coat_roughness = 0.0625f,
                           .alpha = 0.875f,
                           .emission = {2, 8, 4},
                           .bump = 0.5f,
                           .bump_scale_m = 0.125f,
                           .bump_seed = 4097};
    json_t *j = job_of(&f, &PLACE);
    assert_int_equal(num(j, "materials/0/texture"), 0);
    assert_true(json_is_null(at(j, "materials/1/texture")));
    assert_float_equal(num(j, "materials/1/base_color/2"), 0.75, 0);
    assert_float_equal(num(j, "materials/1/roughness"), 0.125, 0);
    assert_float_equal(num(j, "materials/1/ior"), 1.375, 0);
    assert_float_equal(num(j, "materials/0/ior"), 1.5,
                       0); /* not clear: so that specular means what it says */
    assert_float_equal(num(j, "materials/1/coat"), 0.5, 0);
    assert_float_equal(num(j, "materials/1/emission_strength"), 8, 0);
    assert_float_equal(num(j, "materials/1/emission_color/0"), 0.25, 0);
    assert_float_equal(num(j, "materials/1/emission_color/2"), 0.5, 0);
    assert_float_equal(num(j, "materials/0/emission_strength"), 0, 0);
    assert_float_equal(num(j, "materials/1/bump/height_m"), 0.0625,
                       0); /* a share of the wrinkles' size */
    assert_float_equal(num(j, "materials/1/bump/scale_per_m"), 8, 0);
    assert_float_equal(num(j, "materials/1/bump/seed_w"), 1.7, 1e-12);
    assert_true(json_is_null(at(j, "materials/0/bump")));
    json_decref(j);
    fixture_release(&f);
}

static void settings_have_defaults_that_are_written_out(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 1, 64, 48, 60);
    f.settings.seed = 0xffffffffu;
    json_t *j = job_of(&f, &PLACE);
    assert_int_equal(num(j, "render/max_bounces"), 16);
    assert_int_equal(num(j, "render/diffuse_bounces"), 2);
    assert_int_equal(num(j, "render/glossy_bounces"), 2);
    assert_int_equal(num(j, "render/transmission_bounces"), 12); /* on top: bottles are not black */
    assert_float_equal(num(j, "render/clamp_indirect"), 3, 0);
    assert_int_equal(num(j, "render/seed"), 0x7fffffff); /* Blender's is signed */
    assert_int_equal(num(j, "render/threads"), 2);
    json_decref(j);
    f.settings.max_bounces = 9;
    f.settings.clamp_indirect = 1.5;
    j = job_of(&f, &PLACE);
    assert_int_equal(num(j, "render/max_bounces"), 21);
    assert_int_equal(num(j, "render/glossy_bounces"), 5);
    assert_float_equal(num(j, "render/clamp_indirect"), 1.5, 0);
    json_decref(j);
    fixture_release(&f);
}

static void a_lens_asks_for_labels_of_their_own(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 1, 64, 48, 60);
    assert_int_equal(job_needs_labels(&f.scene, &f.settings), 0);
    f.settings.clean_labels = 1;
    assert_int_equal(job_needs_labels(&f.scene, &f.settings), 1);
    f.settings.clean_labels = 0;
    f.scene.camera.aperture_m = 0.001;
    assert_int_equal(job_needs_labels(&f.scene, &f.settings), 1);
    struct job_place p = PLACE;
    json_t *j = job_of(&f, &p);
    assert_true(json_is_null(at(j, "labels_result")));
    json_decref(j);
    p.labels_result = "/c/w/labels.exr";
    j = job_of(&f, &p);
    assert_string_equal(json_string_value(at(j, "labels_result")), "/c/w/labels.exr");
    json_decref(j);
    fixture_release(&f);
}

static void lights_keep_kind_and_units(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 1, 64, 48, 60);
    struct light l[3] = {{.kind = LIGHT_AREA,
                          .world_from_light = xform_move(1, 2, 3),
                          .width_m = 1.5,
                          .height_m = 0.25,
                          .power_w = 40,
                          .color = {1, 0.5f, 0.25f}},
                         {.kind = LIGHT_SPOT, .cone_rad = 0.5, .blend = 0.25},
                         {.kind = LIGHT_POINT, .width_m = 0.125}};
    f.scene.light = l;
    f.scene.n_lights = 3;
    json_t *j = job_of(&f, &PLACE);
    assert_string_equal(json_string_value(at(j, "lights/0/kind")), "AREA");
    assert_string_equal(json_string_value(at(j, "lights/1/kind")), "SPOT");
    assert_string_equal(json_string_value(at(j, "lights/2/kind")), "POINT");
    assert_float_equal(num(j, "lights/0/world_from_light/2/3"), 3, 0);
    assert_float_equal(num(j, "lights/0/width_m"), 1.5, 0);
    assert_float_equal(num(j, "lights/0/height_m"), 0.25, 0);
    assert_float_equal(num(j, "lights/1/cone_rad"), 0.5, 0);
    json_decref(j);
    fixture_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_keep_their_number_place_and_materials),
        cmocka_unit_test(the_camera_goes_out_as_its_place_in_the_world),
        cmocka_unit_test(materials_say_all_that_the_bsdf_takes),
        cmocka_unit_test(settings_have_defaults_that_are_written_out),
        cmocka_unit_test(a_lens_asks_for_labels_of_their_own),
        cmocka_unit_test(lights_keep_kind_and_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
