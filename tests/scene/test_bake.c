// SPDX-License-Identifier: MIT
/* tests/scene/models: one box of 100 x 50 x 200 mm, as OBJ and as glTF, y up, far from the origin; its front is printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "cycles/blender.h"

static char dir[] = "/tmp/ersatz-bake-XXXXXX";
static char cache[64];

static struct blender_options options(void)
{
    return (struct blender_options){.cache_dir = cache, .threads = 1};
}

static const char *in_dir(struct arena *a, const char *name)
{
    return arena_printf(a, "%s/%s", dir, name);
}

/* A file of tests/scene/models, copied to where the test may change it. */
static void copy(const char *name)
{
    struct arena a = {0};
    struct buf b = {0};
    assert_int_equal(file_read(arena_printf(&a, "tests/scene/models/%s", name), &b, NULL), ST_OK);
    assert_int_equal(file_write(in_dir(&a, name), b.data, b.len, NULL), ST_OK);
    buf_release(&b);
    arena_release(&a);
}

static void bake(const char *path, const char *picture, struct arena *a, struct baked *b)
{
    struct err e = {0};
    struct blender_options o = options();
    if (blender_bake(&o, path, picture, a, b, &e)) {
        fail_msg("%s", e.msg);
    }
}

static void spans(const struct mesh *m, double width, double depth, double height)
{
    assert_float_equal((double)m->lo[0], -width / 2, 1e-5);
    assert_float_equal((double)m->hi[0], width / 2, 1e-5);
    assert_float_equal((double)m->lo[1], -depth / 2, 1e-5);
    assert_float_equal((double)m->hi[1], depth / 2, 1e-5);
    assert_float_equal((double)m->lo[2], 0, 1e-6);
    assert_float_equal((double)m->hi[2], height, 1e-5);
}

/* Signed volume: positive if triangles are counter-clockwise seen from outside. */
static double volume(const struct mesh *m)
{
    double v = 0;
    for (size_t i = 0; i < m->n_triangles; i++) {
        struct vec3 p[3];
        for (int k = 0; k < 3; k++) {
            const float *q = m->pos[m->tri[i][k]];
            p[k] = (struct vec3){(double)q[0], (double)q[1], (double)q[2]};
        }
        v += vec3_dot(p[0], vec3_cross(p[1], p[2])) / 6;
    }
    return v;
}

static void a_carton(const struct baked *b)
{
    const struct mesh *m = &b->mesh;
    assert_int_equal(m->n_triangles, 12);
    assert_int_equal(m->n_slots, 2);
    spans(m, 0.1, 0.05, 0.2);
    assert_float_equal(volume(m), 1e-3, 1e-8);
    int print = b->texture[0] ? 0 : 1; /* slots are numbered as the importer meets materials */
    assert_non_null(b->texture[print]);
    assert_null(b->texture[1 - print]);
    assert_float_equal((double)b->base_color[1 - print][0], 0.25, 1e-3);
    assert_float_equal((double)b->base_color[1 - print][2], 0.75, 1e-3);
    /* the picture's top-left corner is at the top left of the front, as a shopper sees it */
    struct vec3 p, n;
    assert_true(mesh_at_uv(m, print, 0.1, 0.2, &p, &n));
    assert_float_equal(p.x, -0.04, 1e-5);
    assert_float_equal(p.y, -0.025, 1e-5);
    assert_float_equal(p.z, 0.16, 1e-5);
    assert_float_equal(n.y, -1, 1e-3);
    struct image im = {0};
    assert_int_equal(image_read(b->texture[print], 3, &im, NULL), ST_OK);
    assert_int_equal(im.width_px, 8);
    static const uint8_t red[3] = {255, 0, 0}, green[3] = {0, 255, 0}, blue[3] = {0, 0, 255};
    assert_memory_equal(im.px, red, 3);
    assert_memory_equal(im.px + 3 * 7, green, 3);
    assert_memory_equal(im.px + 3 * 8 * 7, blue, 3);
    image_release(&im);
}

static void an_obj(void **state)
{
    (void)state;
    struct arena a = {0};
    struct baked b;
    bake(in_dir(&a, "carton.obj"), NULL, &a, &b);
    a_carton(&b);
    arena_release(&a);
}

static bool has_numpy(void)
{
    struct arena a = {0};
    struct baked b;
    struct err e = {0};
    struct blender_options o = options();
    enum st st = blender_bake(&o, in_dir(&a, "carton.gltf"), NULL, &a, &b, &e);
    arena_release(&a);
    assert_true(st == ST_OK || strstr(e.msg, "python3-numpy"));
    return st == ST_OK;
}

static void a_gltf(void **state)
{
    (void)state;
    struct arena a = {0};
    struct baked b;
    if (!has_numpy()) {
        print_message("the importer of glTF needs python3-numpy\n");
        skip();
    }
    bake(in_dir(&a, "carton.gltf"), NULL, &a, &b);
    a_carton(&b);
    int print = b.texture[0] ? 0 : 1;
    assert_float_equal((double)b.roughness[print], 0.25, 1e-3);
    assert_float_equal((double)b.roughness[1 - print], 0.75, 1e-3);
    assert_float_equal((double)b.metallic[1 - print], 1, 1e-3);
    arena_release(&a);
}

/* A cube with a mirrored, scaled copy and a modifier, made by Blender itself. */
static void a_blend(void **state)
{
    (void)state;
    struct arena a = {0};
    struct baked b;
    const char *path = in_dir(&a, "scene.blend");
    const char *make =
        arena_printf(&a,
                     "%s --background --factory-startup --python-exit-code 6 --python-expr '\n"
                     "import bpy\n"
                     "bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)\n"
                     "bpy.ops.mesh.primitive_cube_add(size=0.1, location=(1, 1, 1))\n"
                     "cube = bpy.context.object\n"
                     "twice = cube.modifiers.new(\"twice\", \"ARRAY\")\n"
                     "twice.use_relative_offset = False\n"
                     "twice.use_constant_offset = True\n"
                     "twice.constant_offset_displace = (0.2, 0, 0)\n"
                     "copy = bpy.data.objects.new(\"copy\", cube.data)\n"
                     "copy.scale = (-1, 1, 2)\n"
                     "copy.location = (1, 1, 1.5)\n"
                     "bpy.context.scene.collection.objects.link(copy)\n"
                     "hidden = bpy.data.objects.new(\"hidden\", cube.data)\n"
                     "hidden.location = (9, 9, 9)\n"
                     "hidden.hide_render = True\n"
                     "bpy.context.scene.collection.objects.link(hidden)\n"
                     "bpy.ops.wm.save_as_mainfile(filepath=\"%s\")' >/dev/null 2>&1",
                     getenv("BLENDER") ? getenv("BLENDER") : "blender", path);
    assert_int_equal(system(make), 0);
    bake(path, NULL, &a, &b);
    assert_int_equal(b.mesh.n_triangles,
                     12 * 3); /* the cube and its copy in the array, the mirrored one */
    spans(&b.mesh, 0.3, 0.1, 0.65);
    assert_float_equal(volume(&b.mesh), 1e-3 * (1 + 1 + 2),
                       1e-8); /* the mirrored one is not inside out */
    assert_int_equal(b.mesh.n_slots, 1);
    for (size_t i = 0; i < b.mesh.n_vertices; i++) {
        const float *n = b.mesh.normal[i];
        assert_float_equal((double)(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]), 1, 1e-4);
    }
    arena_release(&a);
}

static void a_picture_of_the_users(void **state)
{
    (void)state;
    struct arena a = {0};
    struct baked b;
    bake(in_dir(&a, "carton.obj"), "mine.png", &a, &b);
    int print = strcmp(b.texture[0], "mine.png") ? 0 : 1;
    assert_string_not_equal(b.texture[print], "mine.png"); /* has its own */
    assert_string_equal(b.texture[1 - print], "mine.png");
    arena_release(&a);
}

/* With a Blender that is not there: only the record can answer. */
static enum st from_record(const char *name, struct arena *a, struct baked *b)
{
    struct blender_options o = options();
    o.path = "/nonexistent/blender";
    return blender_bake(&o, in_dir(a, name), NULL, a, b, NULL);
}

static void a_model_is_baked_once(void **state)
{
    (void)state;
    struct arena a = {0};
    struct baked b, again;
    struct buf mtl = {0};
    bake(in_dir(&a, "carton.obj"), NULL, &a, &b);
    assert_int_equal(from_record("carton.obj", &a, &again), ST_OK);
    a_carton(&again);
    assert_string_equal(again.mesh.key, b.mesh.key);
    /* until a file that it came from changes */
    assert_int_equal(file_read(in_dir(&a, "carton.mtl"), &mtl, NULL), ST_OK);
    memcpy(strstr(mtl.data, "0.25"), "0.50", 4);
    assert_int_equal(file_write(in_dir(&a, "carton.mtl"), mtl.data, mtl.len, NULL), ST_OK);
    assert_int_equal(from_record("carton.obj", &a, &again), ST_CHILD);
    bake(in_dir(&a, "carton.obj"), NULL, &a, &b);
    assert_float_equal((double)b.base_color[b.texture[0] ? 1 : 0][0], 0.5, 1e-3);
    /* or what was made of it is gone */
    assert_int_equal(unlink(b.texture[b.texture[0] ? 0 : 1]), 0);
    assert_int_equal(from_record("carton.obj", &a, &again), ST_CHILD);
    buf_release(&mtl);
    arena_release(&a);
}

static void refused(const char *name, const char *contents, enum st want, const char *text)
{
    struct arena a = {0};
    struct baked b;
    struct err e = {0};
    struct blender_options o = options();
    if (contents) {
        assert_int_equal(file_write(in_dir(&a, name), contents, strlen(contents), NULL), ST_OK);
    }
    enum st st = blender_bake(&o, in_dir(&a, name), NULL, &a, &b, &e);
    if (st != want || !strstr(e.msg, text)) {
        fail_msg("status %d, wanted %d and '%s'; it said: %s", st, want, text, e.msg);
    }
    arena_release(&a);
}

static void what_cannot_be_baked(void **state)
{
    (void)state;
    struct buf nine = {0};
    /* each where no other is: Blender 4.3 drops faces that are there twice */
    for (int i = 0; i < 9; i++) {
        buf_printf(&nine, "v 0 0 %d\nv 1 0 %d\nv 0 1 %d\nusemtl m%d\nf -3 -2 -1\n", i, i, i, i);
    }
    refused("none.obj", NULL, ST_IO, "No such file");
    refused("model.stl", "solid\n", ST_FORMAT, "is no .gltf, .glb, .obj or .blend");
    refused("empty.obj", "v 0 0 0\n", ST_FORMAT, "has no surface");
    refused("nine.obj", nine.data, ST_FORMAT, "has 9 materials, 8 are the most");
    refused("bad.gltf", "{\"asset\":", ST_FORMAT, "cannot be imported");
    refused("bad.blend", "BLENDER-v304", ST_FORMAT, "cannot be imported");
    buf_release(&nine);
}

/* Models from elsewhere, where there are some: $ERSATZ_SHARED_MODELS or ../shared/models3d. */
static void models_of_others(void **state)
{
    (void)state;
    struct arena a = {0};
    const char *env = getenv("ERSATZ_SHARED_MODELS"),
               *root = env && *env ? env : "../shared/models3d";
    static const struct {
        const char *path;
        size_t n_triangles;
        double size_m[3]; /* width, depth, height */
        bool textured;
    } model[] = {
        {"kaykit_cc0/jar_A_large.gltf", 168, {0.5, 0.5, 0.75}, true},
        {"kaykit_cc0/ketchup.gltf", 168, {0.3, 0.3, 0.779}, true},
        {"ycb_cracker_box/textured.obj",
         16384,
         {0.0718, 0.2136, 0.164},
         true}, /* scanned lying: z is its up */
        {"bigym_groceries_ccby/beer.obj", 1312, {0.0574, 0.0589, 0.23}, false},
    };
    if (!dir_exists(root)) {
        print_message("no models in '%s'\n", root);
        skip();
    }
    for (size_t i = 0; i < sizeof model / sizeof *model; i++) {
        struct baked b;
        if (strstr(model[i].path, ".gltf") && !has_numpy()) {
            continue;
        }
        bake(arena_printf(&a, "%s/%s", root, model[i].path), NULL, &a, &b);
        assert_int_equal(b.mesh.n_triangles, model[i].n_triangles);
        for (int k = 0; k < 3; k++) {
            assert_float_equal((double)(b.mesh.hi[k] - b.mesh.lo[k]), model[i].size_m[k], 1e-3);
        }
        assert_true(volume(&b.mesh) > 0);
        assert_true(!b.texture[0] == !model[i].textured);
    }
    arena_release(&a);
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
    if (!mkdtemp(dir)) {
        return 1;
    }
    snprintf(cache, sizeof cache, "%s/cache", dir);
    copy("carton.obj");
    copy("carton.mtl");
    copy("carton.gltf");
    copy("quarters.png");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_obj),
        cmocka_unit_test(a_gltf),
        cmocka_unit_test(a_blend),
        cmocka_unit_test(a_picture_of_the_users),
        cmocka_unit_test(a_model_is_baked_once),
        cmocka_unit_test(what_cannot_be_baked),
        cmocka_unit_test(models_of_others),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return failed;
}
