// SPDX-License-Identifier: MIT
/* Texts follow their surfaces; one entry a SKU whoever asks; models are set upright and scaled. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "shelf/shape_model.h"
#include "shelf/shapes.h"

static struct arena arena;

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static struct sku sku_of(const char *id, enum sku_shape shape, enum sku_material material, double w, double d,
                         double h)
{
    return (struct sku){.id = id,
                        .name = id,
                        .brand = "Nolm",
                        .category = "",
                        .shape = shape,
                        .material = material,
                        .size_mm = {w, d, h},
                        .seed = 5};
}

static struct quad quad_in(const struct pack_layout *l, enum panel_kind kind, double x0, double y0, double x1,
                           double y1)
{
    for (int i = 0; i < l->n_panels; i++) {
        const struct box *b = &l->panel[i].at;
        double w = b->x1 - b->x0, h = b->y1 - b->y0;
        if (l->panel[i].kind == kind) {
            return (struct quad){{{b->x0 + x0 * w, b->y0 + y0 * h},
                                  {b->x0 + x1 * w, b->y0 + y0 * h},
                                  {b->x0 + x1 * w, b->y0 + y1 * h},
                                  {b->x0 + x0 * w, b->y0 + y1 * h}}};
        }
    }
    fail_msg("no such panel");
    return (struct quad){{{0, 0}}};
}

/* --- outlines ------------------------------------------------------------------------------------- */

static void test_outline_of_a_flat_text(void **state)
{
    (void)state;
    struct sku s = sku_of("box", SHAPE_BOX, SKU_PAPER, 200, 60, 300);
    struct pack_layout l = pack_layout(&s, 4);
    struct mesh m;
    struct err e = {0};
    assert_int_equal(pack_mesh(&s, &arena, &m, &e), ST_OK);
    struct quad q = quad_in(&l, PANEL_FRONT, 0.25, 0.1, 0.75, 0.2);
    struct vec3 *p, *n;
    size_t k = shape_outline(&m, &q, &arena, &p, &n);
    assert_true(k >= 4 && k % 2 == 0);
    /* from the text's top left over its top right to its bottom: x right, z up, at the front */
    near(p[0].x, -0.05, 1e-3);
    near(p[0].z, 0.27, 1e-3);
    near(p[k / 2 - 1].x, 0.05, 1e-3);
    near(p[k / 2].x, 0.05, 1e-3);
    near(p[k / 2].z, 0.24, 1e-3);
    near(p[k - 1].x, -0.05, 1e-3);
    for (size_t i = 0; i < k; i++) {
        near(p[i].y, -0.03, 2e-3);
        assert_true(n[i].y < -0.98);
    }
}

static double to_segment(struct vec3 p, struct vec3 a, struct vec3 b)
{
    struct vec3 d = vec3_sub(b, a), ap = vec3_sub(p, a);
    double t = clampd(vec3_dot(ap, d) / fmax(vec3_dot(d, d), 1e-18), 0, 1);
    return vec3_len(vec3_sub(ap, vec3_scale(d, t)));
}

static void test_outlines_follow_curves(void **state)
{
    (void)state;
    const struct sku skus[] = {sku_of("can", SHAPE_CAN, SKU_METAL, 66, 66, 115),
                               sku_of("pet", SHAPE_BOTTLE, SKU_PET, 89, 89, 320),
                               sku_of("jar", SHAPE_JAR, SKU_GLASS, 70, 70, 95),
                               sku_of("tube", SHAPE_TUBE, SKU_PLASTIC, 55, 35, 150)};
    for (size_t i = 0; i < sizeof skus / sizeof *skus; i++) {
        struct pack_layout l = pack_layout(&skus[i], 4);
        struct mesh m;
        assert_int_equal(pack_mesh(&skus[i], &arena, &m, NULL), ST_OK);
        struct quad q = quad_in(&l, PANEL_WRAP, 0.3, 0.4, 0.7, 0.5);
        struct vec3 *p, *n, at, unused;
        size_t k = shape_outline(&m, &q, &arena, &p, &n), half = k / 2;
        assert_true(k >= 8); /* 140 degrees of a round body are no single chord */
        for (int j = 0; j <= 500; j++) {
            double t = j / 500.0, best = HUGE_VAL;
            assert_true(mesh_at_uv(&m, 0, q.p[0].x + (q.p[1].x - q.p[0].x) * t, q.p[0].y, &at, &unused));
            for (size_t c = 0; c + 1 < half; c++) {
                best = fmin(best, to_segment(at, p[c], p[c + 1]));
            }
            if (!(best <= 0.3e-3)) {
                fail_msg("%s: %.3f mm from the surface at %g", skus[i].id, best * 1e3, t);
            }
        }
    }
}

static struct quad nowhere(void)
{
    return (struct quad){{{1.2, 0.5}, {1.4, 0.5}, {1.4, 0.6}, {1.2, 0.6}}};
}

static void test_texts_on_no_surface_are_left_out(void **state)
{
    (void)state;
    struct sku s = sku_of("can", SHAPE_CAN, SKU_METAL, 66, 66, 115);
    struct pack_layout l = pack_layout(&s, 4);
    const struct art_text t[] = {{"Nolm", "brand", quad_in(&l, PANEL_WRAP, 0.4, 0.2, 0.6, 0.3)},
                                 {"away", "claim", nowhere()},
                                 {"330 ml", "net", quad_in(&l, PANEL_WRAP, 0.45, 0.8, 0.55, 0.85)}};
    struct art art = {.text = t, .n_texts = 3};
    struct shape_cache *c = shape_cache_new(NULL);
    const struct shape *sh;
    assert_int_equal(shape_of(c, &s, &art, &sh, NULL), ST_OK);
    assert_int_equal(sh->n_texts, 2);
    assert_string_equal(sh->text[0].text, "Nolm");
    assert_string_equal(sh->text[1].kind, "net");
    assert_true(sh->text[1].p[0].z < sh->text[0].p[0].z && sh->text[0].p[0].x < 0);
    assert_int_equal(strlen(sh->mesh.key), 64);
    shape_cache_free(c);
}

static void test_texts_under_a_cap_are_left_out(void **state)
{
    (void)state;
    /* seeds of both kinds: three cartons in four have a cap */
    int with = 0, without = 0;
    for (uint32_t seed = 1; seed <= 24; seed++) {
        struct sku s = sku_of("milk", SHAPE_CARTON, SKU_PAPER, 95, 63, 235);
        s.seed = seed;
        struct pack_layout l = pack_layout(&s, 4);
        /* the cap is in the middle of the front slope; nothing stands over its border or the front */
        const struct art_text t[] = {{"hidden", "brand", quad_in(&l, PANEL_TOP, 0.42, 0.6, 0.58, 0.7)},
                                     {"seen", "claim", quad_in(&l, PANEL_TOP, 0.05, 0.6, 0.2, 0.7)},
                                     {"Milk", "name", quad_in(&l, PANEL_FRONT, 0.2, 0.3, 0.8, 0.5)}};
        struct art art = {.text = t, .n_texts = 3};
        struct shape_cache *c = shape_cache_new(NULL);
        const struct shape *sh;
        assert_int_equal(shape_of(c, &s, &art, &sh, NULL), ST_OK);
        bool cap = sh->mesh.n_slots == 2;
        assert_int_equal(sh->n_texts, cap ? 2 : 3);
        assert_string_equal(sh->text[cap ? 0 : 1].text, "seen");
        with += cap;
        without += !cap;
        shape_cache_free(c);
    }
    assert_true(with > without && without > 0);
}

/* --- the cache ------------------------------------------------------------------------------------ */

enum { N_SKUS = 40, N_THREADS = 4 };

struct asker {
    struct shape_cache *c;
    const struct sku *sku;
    const struct shape *got[N_SKUS];
    int first;
};

static void *ask(void *arg)
{
    struct asker *a = arg;
    for (int i = 0; i < N_SKUS; i++) {
        int k = (a->first + i) % N_SKUS;
        if (shape_of(a->c, &a->sku[k], NULL, &a->got[k], NULL)) {
            a->got[k] = NULL;
        }
    }
    return NULL;
}

static void test_threads_get_the_same(void **state)
{
    (void)state;
    static struct sku sku[N_SKUS];
    for (int i = 0; i < N_SKUS; i++) {
        sku[i] = sku_of("box", SHAPE_BOX, SKU_PAPER, 100 + i, 50, 150);
    }
    struct shape_cache *c = shape_cache_new(NULL);
    struct asker a[N_THREADS];
    pthread_t t[N_THREADS];
    for (int i = 0; i < N_THREADS; i++) {
        a[i] = (struct asker){.c = c, .sku = sku, .first = 7 * i};
        assert_int_equal(pthread_create(&t[i], NULL, ask, &a[i]), 0);
    }
    for (int i = 0; i < N_THREADS; i++) {
        pthread_join(t[i], NULL);
    }
    for (int k = 0; k < N_SKUS; k++) {
        assert_non_null(a[0].got[k]);
        near((double)a[0].got[k]->mesh.hi[0], (100 + k) / 2000.0, 1e-4);
        for (int i = 1; i < N_THREADS; i++) {
            assert_ptr_equal(a[0].got[k], a[i].got[k]);
        }
    }
    shape_cache_free(c);
}

static void test_failures_are_kept(void **state)
{
    (void)state;
    struct sku s = sku_of("flat", SHAPE_CAN, SKU_METAL, 66, 66, 3);
    struct shape_cache *c = shape_cache_new(NULL);
    const struct shape *sh = NULL;
    for (int i = 0; i < 2; i++) {
        struct err e = {0};
        assert_int_equal(shape_of(c, &s, NULL, &sh, &e), ST_RANGE);
        assert_non_null(strstr(e.msg, "'flat'"));
    }
    assert_null(sh);
    shape_cache_free(c);
}

/* --- models --------------------------------------------------------------------------------------- */

/* A box of w x d x h, its front in slot 0 and the rest in slot 1. */
static struct mesh model_box(double w, double d, double h)
{
    struct mesh_builder *b = builder_new(&arena);
    struct mesh m;
    builder_box(b, (struct vec3){10, 20, -3}, (struct vec3){10 + w, 20 + d, -3 + h}, 0);
    assert_int_equal(builder_end(b, &m, NULL), ST_OK);
    return m;
}

static void test_model_keeps_its_size(void **state)
{
    (void)state;
    struct mesh m = model_box(0.2, 0.1, 0.3);
    const double none[3] = {0, 0, 0};
    assert_int_equal(shape_model_place(&m, none, NULL), ST_OK);
    near((double)m.lo[0], -0.1, 1e-6);
    near((double)m.hi[1], 0.05, 1e-6);
    near((double)m.lo[2], 0, 1e-6);
    near((double)m.hi[2], 0.3, 1e-6);
}

static double volume(const struct mesh *m)
{
    double v = 0;
    for (size_t t = 0; t < m->n_triangles; t++) {
        struct vec3 c[3];
        for (int k = 0; k < 3; k++) {
            const float *p = m->pos[m->tri[t][k]];
            c[k] = (struct vec3){(double)p[0], (double)p[1], (double)p[2]};
        }
        v += vec3_dot(c[0], vec3_cross(c[1], c[2])) / 6;
    }
    return v;
}

static void test_model_is_turned_and_scaled(void **state)
{
    (void)state;
    static const double came[6][3] = {{2, 1, 3}, {1, 2, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}, {1, 3, 2}};
    const double want[3] = {200, 100, 330};
    for (int i = 0; i < 6; i++) {
        struct mesh m = model_box(came[i][0], came[i][1], came[i][2]);
        assert_int_equal(shape_model_place(&m, want, NULL), ST_OK);
        for (int k = 0; k < 3; k++) {
            near((double)m.hi[k] - (double)m.lo[k], want[k] / 1000, 1e-6);
        }
        near((double)m.lo[2], 0, 1e-6);
        near(volume(&m), 0.2 * 0.1 * 0.33, 1e-7); /* turned, not mirrored */
        for (size_t t = 0; t < m.n_triangles; t++) {
            const float *n = m.normal[m.tri[t][0]], *p = m.pos[m.tri[t][0]];
            double out = (double)n[0] * (double)p[0] + (double)n[1] * (double)p[1] +
                         (double)n[2] * ((double)p[2] - 0.165);
            assert_true(out > 0.04);
        }
    }
    /* a cube that is nearly right stays as it is: its front remains its front */
    struct mesh m = model_box(1, 1.05, 1);
    const double nearly[3] = {105, 100, 100};
    struct vec3 before, after, n;
    assert_true(mesh_at_uv(&m, 0, 0.5, 0.5, &before, &n));
    assert_int_equal(shape_model_place(&m, nearly, NULL), ST_OK);
    assert_true(mesh_at_uv(&m, 0, 0.5, 0.5, &after, &n));
    near(n.y, -1, 1e-6);
}

static void test_model_files(void **state)
{
    (void)state;
    char path[] = "/tmp/ersatz-test-XXXXXX.mesh";
    int fd = mkstemps(path, 5);
    assert_true(fd >= 0);
    struct mesh m = model_box(0.2, 0.1, 0.3);
    struct buf file = {0};
    mesh_write(&m, &file);
    assert_int_equal(file_write_all(fd, file.data, file.len, path, NULL), ST_OK);
    close(fd);
    struct sku s = sku_of("m", SHAPE_MODEL, SKU_PAPER, 0, 0, 0), gone = s, glb = s, none = s;
    s.model = path;
    gone.model = "/nonexistent/x.mesh";
    glb.model = "x.glb";
    struct shape_cache *c = shape_cache_new(NULL);
    const struct shape *sh;
    struct err e = {0};
    assert_int_equal(shape_of(c, &s, NULL, &sh, &e), ST_OK);
    near((double)sh->mesh.hi[2], 0.3, 1e-6);
    struct material mat[MESH_MAX_SLOTS];
    shape_materials(sh, &s, 0, mat);
    assert_true(mat[0].texture == SCENE_NONE && mat[0].alpha == 1);
    assert_int_equal(shape_of(c, &gone, NULL, &sh, &e), ST_IO);
    memset(&e, 0, sizeof e);
    assert_int_equal(shape_of(c, &glb, NULL, &sh, &e), ST_RANGE);
    assert_non_null(strstr(e.msg, "Blender"));
    assert_int_equal(shape_of(c, &none, NULL, &sh, NULL), ST_RANGE);
    file.len -= 5;
    assert_int_equal(file_write(path, file.data, file.len, NULL), ST_OK);
    struct sku torn = s;
    assert_int_equal(shape_of(c, &torn, NULL, &sh, NULL), ST_FORMAT);
    shape_cache_free(c);
    buf_release(&file);
    unlink(path);
}

/* A bake in the way Blender's does it: memory from the arena, its picture a file. */
struct bake_says {
    const char *picture;
    int calls;
};

static enum st bake(void *ctx, const char *model, const char *picture, struct arena *a,
                    struct shape_baked *out, struct err *e)
{
    struct bake_says *says = ctx;
    (void)picture, (void)a;
    says->calls++;
    if (!strcmp(model, "bad.obj")) {
        return err_set(e, ST_CHILD, "no faces");
    }
    out->mesh = model_box(0.2, 0.1, 0.3);
    out->texture[0] = says->picture;
    out->metallic[0] = 1;
    out->alpha[0] = 1;
    out->base_color[0][1] = 0.25f;
    return ST_OK;
}

static void test_baked_models(void **state)
{
    (void)state;
    char path[] = "/tmp/ersatz-test-XXXXXX.png";
    int fd = mkstemps(path, 4);
    assert_true(fd >= 0);
    struct image im;
    struct buf png = {0};
    assert_int_equal(image_init(&im, 3, 2, 3, NULL), ST_OK);
    memset(im.px, 77, 18);
    assert_int_equal(encode_png(&im, 1, &png, NULL), ST_OK);
    assert_int_equal(file_write_all(fd, png.data, png.len, path, NULL), ST_OK);
    close(fd);
    struct bake_says says = {path, 0};
    struct shape_cache *c = shape_cache_new(&(struct shape_options){bake, &says});
    struct sku s = sku_of("glb", SHAPE_MODEL, SKU_PAPER, 100, 50, 150), bad = s;
    s.model = "good.obj";
    bad.model = "bad.obj";
    const struct shape *sh;
    assert_int_equal(shape_of(c, &s, NULL, &sh, NULL), ST_OK);
    assert_int_equal(shape_of(c, &s, NULL, &sh, NULL), ST_OK);
    assert_int_equal(says.calls, 1);
    near((double)sh->mesh.hi[2], 0.15, 1e-6);
    assert_non_null(sh->texture[0].im);
    assert_int_equal(sh->texture[0].im->width_px, 3);
    assert_int_equal(sh->texture[0].im->px[5], 77);
    assert_int_equal(strlen(sh->texture[0].key), 64);
    struct material mat[MESH_MAX_SLOTS];
    shape_materials(sh, &s, 1, mat);
    assert_true(mat[0].metallic == 1 && mat[0].base_color[1] == 0.25f && mat[0].roughness > 0);
    struct err e = {0};
    assert_int_equal(shape_of(c, &bad, NULL, &sh, &e), ST_CHILD);
    assert_non_null(strstr(e.msg, "no faces"));
    shape_cache_free(c);
    image_release(&im);
    buf_release(&png);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outline_of_a_flat_text),
        cmocka_unit_test(test_outlines_follow_curves),
        cmocka_unit_test(test_texts_on_no_surface_are_left_out),
        cmocka_unit_test(test_texts_under_a_cap_are_left_out),
        cmocka_unit_test(test_threads_get_the_same),
        cmocka_unit_test(test_failures_are_kept),
        cmocka_unit_test(test_model_keeps_its_size),
        cmocka_unit_test(test_model_is_turned_and_scaled),
        cmocka_unit_test(test_model_files),
        cmocka_unit_test(test_baked_models),
    };
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return rc;
}
