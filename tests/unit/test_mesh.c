// SPDX-License-Identifier: MIT
/* Triangle files that lie, names that follow from contents, the builder's bodies, and points looked up by
 * texture. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "base/files.h"
#include "shelf/packs.h"

static struct arena arena;

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static void near3(struct vec3 p, double x, double y, double z, double tol)
{
    near(p.x, x, tol);
    near(p.y, y, tol);
    near(p.z, z, tol);
}

/* A front 0.2 wide and 0.1 high at y = -0.05 whose picture is the left half of the texture. */
static struct mesh front(void)
{
    struct mesh_builder *b = builder_new(&arena);
    struct mesh m;
    struct err e = {0};
    builder_quad(b, (struct vec3[]){{-0.1, -0.05, 0.1}, {0.1, -0.05, 0.1}, {0.1, -0.05, 0}, {-0.1, -0.05, 0}},
                 (struct box){0, 0, 0.5, 1}, 0);
    assert_int_equal(builder_end(b, &m, &e), ST_OK);
    return m;
}

static void test_quad(void **state)
{
    (void)state;
    struct mesh m = front();
    assert_int_equal(m.n_triangles, 2);
    assert_int_equal(m.n_vertices, 4);
    assert_int_equal(m.n_slots, 1);
    near((double)m.lo[0], -0.1, 1e-7);
    near((double)m.hi[2], 0.1, 1e-7);
    for (int i = 0; i < 4; i++) { /* seen from -y */
        near((double)m.normal[i][1], -1, 1e-6);
    }
}

static void test_at_uv(void **state)
{
    (void)state;
    struct mesh m = front();
    struct vec3 p, n;
    assert_true(mesh_at_uv(&m, 0, 0.125, 0.25, &p, &n)); /* a quarter from the left, a quarter down */
    near3(p, -0.05, -0.05, 0.075, 1e-7);
    near3(n, 0, -1, 0, 1e-7);
    assert_true(mesh_at_uv(&m, 0, 0, 0, &p, &n)); /* the corner itself */
    near3(p, -0.1, -0.05, 0.1, 1e-5);
    assert_true(mesh_at_uv(&m, 0, 0.5, 1, &p, &n));
    near3(p, 0.1, -0.05, 0, 1e-5);
    assert_false(mesh_at_uv(&m, 0, 0.51, 0.5, &p, &n));
    assert_false(mesh_at_uv(&m, 0, 0.25, -0.01, &p, &n));
    assert_false(mesh_at_uv(&m, 1, 0.25, 0.5, &p, &n));
    assert_false(mesh_at_uv(&m, 0, NAN, 0.5, &p, &n));
}

/* By the grid the same as by looking at all, on a body whose panels share a texture. */
static void test_uv_grid(void **state)
{
    (void)state;
    struct mesh_builder *b = builder_new(&arena);
    struct mesh m;
    struct mesh_uv x;
    struct err e = {0};
    for (int i = 0; i < 30; i++) {
        double w = 0.1 / (i + 1), u = 0.03 * i;
        builder_quad(b, (struct vec3[]){{-w, i, 0.1}, {w, i, 0.1}, {w, i, 0}, {-w, i, 0}},
                     (struct box){u, 0.5 * u, u + 0.1, 1 - 0.2 * u}, i % 3 == 2);
    }
    assert_int_equal(builder_end(b, &m, &e), ST_OK);
    mesh_uv_init(&x, &m, 0, &arena);
    int found = 0;
    for (int i = 0; i <= 60; i++) {
        for (int j = 0; j <= 60; j++) {
            double u = -0.02 + 0.0175 * i, v = -0.02 + 0.0175 * j;
            struct vec3 p = {0}, n = {0}, q = {0}, k = {0};
            int want = mesh_at_uv(&m, 0, u, v, &p, &n);
            assert_int_equal(mesh_uv_at(&x, u, v, &q, &k), want);
            assert_memory_equal(&p, &q, sizeof p);
            found += want;
        }
    }
    assert_in_range(found, 1000, 3600);
    struct vec3 p, n;
    assert_false(mesh_uv_at(&x, NAN, 0.5, &p, &n));
}

static void test_closed(void **state)
{
    (void)state;
    struct err e = {0};
    struct mesh m = front(), box;
    assert_false(m.closed);
    struct mesh_builder *b = builder_new(&arena);
    builder_box(b, (struct vec3){-1, -1, 0}, (struct vec3){1, 1, 2}, 0);
    assert_int_equal(builder_end(b, &box, &e), ST_OK);
    assert_true(box.closed);
    box.n_triangles--; /* a hole */
    assert_int_equal(mesh_finish(&box, &e), ST_OK);
    assert_false(box.closed);
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

static void test_box(void **state)
{
    (void)state;
    struct mesh_builder *b = builder_new(&arena);
    struct mesh m;
    builder_box(b, (struct vec3){-1, -2, 0}, (struct vec3){1, 2, 3}, 2);
    assert_int_equal(builder_end(b, &m, NULL), ST_OK);
    assert_int_equal(m.n_triangles, 12);
    assert_int_equal(m.n_vertices, 24); /* sharp: three at each corner */
    assert_int_equal(m.n_slots, 3);
    assert_int_equal(m.slot[0], 2);
    near(volume(&m), 24, 1e-5);
}

static void test_rounded_box(void **state)
{
    (void)state;
    struct mesh_builder *b = builder_new(&arena);
    struct mesh m;
    double r = 0.1;
    builder_rounded_box(b, (struct vec3){0, 0, 0}, (struct vec3){1, 1, 1}, r, 8, 0);
    assert_int_equal(builder_end(b, &m, NULL), ST_OK);
    /* Steiner: the shrunk cube, slabs on its faces, quarter cylinders on its edges, a ball in its corners */
    double in = 1 - 2 * r,
           want = in * in * in + 6 * in * in * r + 3 * PI * r * r * in + 4.0 / 3 * PI * r * r * r;
    near(volume(&m), want, 0.002);
    near((double)m.lo[1], 0, 1e-7);
    near((double)m.hi[2], 1, 1e-7);
    struct vec3 p, n;
    assert_true(mesh_at_uv(&m, 0, 0.5, 0.5, &p, &n)); /* the front comes first */
    near3(p, 0.5, 0, 0.5, 1e-6);
    near3(n, 0, -1, 0, 1e-3); /* flat although its border is round */
}

static void test_lathe(void **state)
{
    (void)state;
    struct mesh_builder *b = builder_new(&arena);
    struct mesh m;
    const double cylinder[][2] = {{0, 0}, {0.5, 0}, {0.5, 2}, {0, 2}};
    builder_lathe(b, 3, 4, cylinder, 4, 64, 0, 1, 0);
    assert_int_equal(builder_end(b, &m, NULL), ST_OK);
    near(volume(&m), 64.0 / 2 * 0.25 * sin(2 * PI / 64) * 2, 1e-5); /* a 64-gon */
    struct vec3 p, n;
    /* u = 1/2 faces -y, u = 1/4 is to the left of it; lengths of the profile are 0.5, 2, 0.5 */
    assert_true(mesh_at_uv(&m, 0, 0.5, 0.5, &p, &n));
    near3(p, 3, 3.5, 1, 1e-3);
    near3(n, 0, -1, 0, 1e-3);
    assert_true(mesh_at_uv(&m, 0, 0.25, 0.5, &p, &n));
    near3(p, 2.5, 4, 1, 1e-3);
    assert_true(mesh_at_uv(&m, 0, 0.5, 1.5 / 3, &p, &n));
    near(p.z, 1, 1e-6);
    assert_true(mesh_at_uv(&m, 0, 0.5, 1 / 3.0, &p, &n));
    near(p.z, 1.5, 1e-6);
    /* smooth around, sharp at the rim: no normal between the wall's and the lid's */
    for (size_t i = 0; i < m.n_vertices; i++) {
        double z = fabs((double)m.normal[i][2]);
        assert_true(z < 1e-3 || z > 0.999);
    }
}

static void test_key_names_the_contents(void **state)
{
    (void)state;
    struct mesh a = front(), b = front();
    assert_string_equal(a.key, b.key);
    b.uv[2][0] += 1e-6f;
    assert_int_equal(mesh_finish(&b, NULL), ST_OK);
    assert_string_not_equal(a.key, b.key);
    struct buf file = {0};
    char sha[65];
    mesh_write(&a, &file);
    bytes_sha256(file.data, file.len, sha);
    assert_string_equal(a.key, sha);
    buf_release(&file);
}

static void test_finish_refuses(void **state)
{
    (void)state;
    struct mesh m = front();
    struct err e = {0};
    m.tri[1][2] = 4;
    assert_int_equal(mesh_finish(&m, &e), ST_RANGE);
    assert_non_null(strstr(e.msg, "triangle 1"));
    m = front();
    m.slot[0] = 1;
    assert_int_equal(mesh_finish(&m, NULL), ST_RANGE);
    m = front();
    m.normal[3][1] = NAN;
    assert_int_equal(mesh_finish(&m, NULL), ST_RANGE);
    m = front();
    m.n_slots = MESH_MAX_SLOTS + 1;
    assert_int_equal(mesh_finish(&m, NULL), ST_RANGE);
    struct mesh none = {.n_slots = 1};
    assert_int_equal(mesh_finish(&none, NULL), ST_RANGE);
    struct mesh_builder *b = builder_new(&arena);
    assert_int_equal(builder_end(b, &m, NULL), ST_RANGE);
}

static void test_file_and_back(void **state)
{
    (void)state;
    struct mesh m = front(), back;
    struct buf file = {0};
    mesh_write(&m, &file);
    assert_int_equal(file.len, 8 + 16 + 4 * 32 + 2 * 13);
    assert_int_equal(mesh_parse(&back, "f", file.data, file.len, &arena, NULL), ST_OK);
    assert_string_equal(m.key, back.key);
    assert_int_equal(back.n_vertices, 4);
    assert_memory_equal(back.tri, m.tri, 2 * sizeof *m.tri);
    near((double)back.hi[0], 0.1, 1e-7);
    buf_release(&file);
}

static void test_torn_files(void **state)
{
    (void)state;
    struct mesh m = front(), back;
    struct buf file = {0};
    mesh_write(&m, &file);
    for (size_t len = 0; len < file.len; len++) {
        struct err e = {0};
        assert_int_equal(mesh_parse(&back, "torn", file.data, len, &arena, &e), ST_FORMAT);
        assert_non_null(strstr(e.msg, "'torn'"));
    }
    buf_addc(&file, 0);
    assert_int_equal(mesh_parse(&back, "long", file.data, file.len, &arena, NULL), ST_FORMAT);
    file.len--;
    /* magic, each count's highest byte, an index, a slot, and the last float of pos made infinite */
    const size_t at[] = {0, 11, 15, 19, 20, 24 + 4 * 32 + 3, 24 + 4 * 32 + 24};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        char was = file.data[at[i]];
        file.data[at[i]] = 0x7f;
        if (mesh_parse(&back, "bent", file.data, file.len, &arena, NULL) != ST_FORMAT) {
            fail_msg("byte %zu", at[i]);
        }
        file.data[at[i]] = was;
    }
    uint32_t nan_bits = 0x7fc00000;
    memcpy(file.data + 24 + 8, &nan_bits, 4);
    assert_int_equal(mesh_parse(&back, "nan", file.data, file.len, &arena, NULL), ST_FORMAT);
    buf_release(&file);
}

static void test_moved_points_are_one(void **state)
{
    (void)state;
    /* two triangles whose common edge differs by a nanometre share their vertices */
    struct mesh_builder *b = builder_new(&arena);
    struct mesh m;
    const struct box none = {0, 0, 0, 0};
    builder_quad(b, (struct vec3[]){{0, 0, 1}, {1, 0, 1}, {1, 0, 0}, {0, 0, 0}}, none, 0);
    builder_quad(b, (struct vec3[]){{1 + 1e-9, 0, 1}, {2, 0, 1}, {2, 0, 0}, {1 + 1e-9, 0, 0}}, none, 0);
    assert_int_equal(builder_end(b, &m, NULL), ST_OK);
    assert_int_equal(m.n_vertices, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quad),
        cmocka_unit_test(test_at_uv),
        cmocka_unit_test(test_uv_grid),
        cmocka_unit_test(test_closed),
        cmocka_unit_test(test_box),
        cmocka_unit_test(test_rounded_box),
        cmocka_unit_test(test_lathe),
        cmocka_unit_test(test_key_names_the_contents),
        cmocka_unit_test(test_finish_refuses),
        cmocka_unit_test(test_file_and_back),
        cmocka_unit_test(test_torn_files),
        cmocka_unit_test(test_moved_points_are_one),
    };
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return rc;
}
