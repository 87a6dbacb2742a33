// SPDX-License-Identifier: MIT
/* What holds for any scene: nothing doubled, nothing lost, whichever way it is cut up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>

#include "../unit/raster3d_fixture.h"

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

static struct view bent(int w, int h, double k1, double k2)
{
    struct view v = fix_view(w, h, 0.8 * w, (struct vec3){0.1, -1.6, 0.05}, 0.2);
    v.k1 = k1;
    v.k2 = k2;
    return v;
}

/* Each cell of a panel as an object of its own: their masks must tile the panel's without gap or overlap. */
static void test_watertight(void **state)
{
    (void)state;
    static const double k[][2] = {{0, 0}, {-0.15, 0}, {0.2, -0.02}};
    uint32_t white = fix_material(&fix, 1, 1, 1);
    struct xform tilt = xform_turn_x(0.7);
    enum { NX = 7, NY = 5 };
    for (int i = 0; i < NX * NY; i++) {
        double x = -0.8 + 1.6 * (i % NX) / NX, z = 0.7 - 1.4 * (double)(i / NX) / NY;
        /* From shared corners, so that neighbours' floats are the same. */
        double x1 = -0.8 + 1.6 * (i % NX + 1) / NX, z1 = 0.7 - 1.4 * (double)(i / NX + 1) / NY;
        struct mesh *m = fix_mesh(&fix, 4, 2);
        for (int c = 0; c < 4; c++) {
            m->pos[c][0] = (float)(c & 1 ? x1 : x);
            m->pos[c][2] = (float)(c & 2 ? z1 : z);
        }
        memcpy(m->tri[0], (uint32_t[3]){0, 2, 1}, sizeof m->tri[0]);
        memcpy(m->tri[1], (uint32_t[3]){1, 2, 3}, sizeof m->tri[1]);
        fix_bounds(m);
        fix_add(&fix, m, tilt, white);
    }
    for (int i = 0; i < 3; i++) {
        struct view v = bent(203, 151, k[i][0], k[i][1]);
        int *count = arena_zarray(&fix.a, int, 203 * 151);
        for (uint32_t o = 0; o < NX * NY; o++) {
            struct coverage c;
            raster_object(&fix.s, o, &v, &fix.a, &c);
            for (int y = 0; y < c.height_px; y++) {
                for (int x = 0; x < c.width_px; x++) {
                    count[(c.y0 + y) * 203 + c.x0 + x] += c.mask[y * c.width_px + x];
                }
            }
        }
        /* Row by row covered pixels are one run of ones: convex, and its image by a mild lens nearly so. */
        int covered = 0;
        for (int y = 0; y < 151; y++) {
            int runs = 0;
            for (int x = 0; x < 203; x++) {
                int n = count[y * 203 + x];
                assert_in_range(n, 0, 1);
                covered += n;
                runs += n && (x == 0 || !count[y * 203 + x - 1]);
            }
            assert_in_range(runs, 0, 2 - (k[i][0] <= 0));
        }
        assert_true(covered > 203 * 151 / 4);
    }
}

/* A mask with and without the middle points of its edges is the same as one drawn in one piece or a thousand: with a lens, the few
 * triangles that are split when needed against a panel that is fine from the start. */
static void test_lens_split(void **state)
{
    (void)state;
    uint32_t white = fix_material(&fix, 1, 1, 1);
    struct vec3 o = {-0.9, 0, 0.7}, p = {1.7, 0.3, 0.1}, q = {0.05, -0.2, -1.3};
    fix_add(&fix, fix_panel(&fix, o, p, q, 1, 1), xform_identity(), white);
    fix_add(&fix, fix_panel(&fix, o, p, q, 200, 200), xform_identity(), white);
    static const double k[][2] = {{-0.2, 0}, {0.25, 0}, {-0.3, 0.1}};
    for (int i = 0; i < 3; i++) {
        struct view v = bent(640, 480, k[i][0], k[i][1]);
        struct coverage a, b;
        raster_object(&fix.s, 0, &v, &fix.a, &a);
        raster_object(&fix.s, 1, &v, &fix.a, &b);
        /* The border is some 2000 px long; straying 0.1 px all along it would flip 200. */
        double differ = fabs((double)a.pixels - (double)b.pixels);
        if (differ > 100 || a.pixels < 50000) {
            fail_msg("k1 = %g: %llu and %llu pixels", k[i][0], (unsigned long long)a.pixels,
                     (unsigned long long)b.pixels);
        }
        assert_true(fabs(a.box.x0 - b.box.x0) <= 1 && fabs(a.box.y1 - b.box.y1) <= 1);
    }
}

/* Objects in the opposite order: the same picture under the new numbers. */
static void test_order(void **state)
{
    (void)state;
    fix_clutter(&fix, 40, 7);
    struct view v = bent(160, 120, 0, 0);
    struct maps a, b;
    raster_scene(&fix.s, &v, 0, &fix.a, &a);
    for (int i = 0; i < 20; i++) {
        struct object t = fix.object[i];
        fix.object[i] = fix.object[39 - i];
        fix.object[39 - i] = t;
    }
    raster_scene(&fix.s, &v, 0, &fix.a, &b);
    int seen = 0;
    for (size_t i = 0; i < 160 * 120; i++) {
        assert_int_equal(b.id[i], a.id[i] ? 41 - a.id[i] : 0);
        assert_int_equal(a.triangle[i], b.triangle[i]);
        seen += a.id[i] != 0;
    }
    assert_true(seen > 160 * 120 / 3);
}

/* What is visible of an object lies in its amodal mask, and their union is what is not empty. */
static void test_amodal(void **state)
{
    (void)state;
    fix_clutter(&fix, 40, 11);
    for (int i = 0; i < 2; i++) {
        struct view v = bent(160, 120, i ? -0.1 : 0, 0);
        struct maps m;
        raster_scene(&fix.s, &v, 0, &fix.a, &m);
        uint8_t *cover = arena_zarray(&fix.a, uint8_t, 160 * 120);
        int partly = 0;
        for (uint32_t o = 0; o < 40; o++) {
            struct coverage c;
            raster_object(&fix.s, o, &v, &fix.a, &c);
            uint64_t visible = 0, inside = 0, pixels = 0;
            for (int k = 0; k < 160 * 120; k++) {
                visible += m.id[k] == o + 1;
            }
            for (int y = 0; y < c.height_px; y++) {
                for (int x = 0; x < c.width_px; x++) {
                    uint8_t on = c.mask[y * c.width_px + x];
                    int k = (c.y0 + y) * 160 + c.x0 + x;
                    assert_in_range(on, 0, 1);
                    cover[k] |= on;
                    pixels += on;
                    inside += on && m.id[k] == o + 1;
                }
            }
            assert_int_equal(inside, visible);
            assert_int_equal(pixels, c.pixels);
            assert_true(c.share_inside >= 0 && c.share_inside <= 1 && (c.share_inside > 0) == (pixels > 0));
            partly += visible > 0 && visible < pixels;
        }
        assert_true(partly > 5);
        for (int k = 0; k < 160 * 120; k++) {
            assert_int_equal(cover[k], m.id[k] != 0);
        }
    }
}

/* The point that barycentric weights name is seen at the pixel's centre, at the map's depth. */
static void test_bary(void **state)
{
    (void)state;
    fix_clutter(&fix, 40, 13);
    for (int i = 0; i < 3; i++) {
        struct view v = bent(160, 120, i == 1 ? -0.15 : i == 2 ? 0.1 : 0, 0);
        struct maps m;
        raster_scene(&fix.s, &v, RASTER_BARY, &fix.a, &m);
        float(*n)[3] = arena_alloc(&fix.a, sizeof *n * 160 * 120);
        raster_normals(&fix.s, &v, &m, n);
        int deep = 0, seen = 0;
        for (int k = 0; k < 160 * 120; k++) {
            if (!m.id[k]) {
                continue;
            }
            const struct object *o = &fix.object[m.id[k] - 1];
            const struct mesh *mesh = fix.mesh[o->mesh];
            double b1 = (double)m.bary[k][0], b2 = (double)m.bary[k][1];
            double w[3] = {1 - b1 - b2, b1, b2};
            struct vec3 p = {0, 0, 0};
            for (int c = 0; c < 3; c++) {
                const float *q = mesh->pos[mesh->tri[m.triangle[k]][c]];
                p = vec3_add(p, vec3_scale((struct vec3){(double)q[0], (double)q[1], (double)q[2]}, w[c]));
            }
            p = xform_apply(&o->world_from_object, p);
            struct pt at;
            double z;
            assert_true(view_project(&v, p, &at, &z));
            if (hypot(at.x - (k % 160 + 0.5), at.y - (k / 160 + 0.5)) > 0.01) {
                fail_msg("pixel %d, %d: seen at %g, %g", k % 160, k / 160, at.x, at.y);
            }
            seen++;
            deep += fabs(z - (double)m.depth_m[k]) > 2e-3 * z;
            double len = sqrt((double)(n[k][0] * n[k][0] + n[k][1] * n[k][1] + n[k][2] * n[k][2]));
            assert_true(fabs(len - 1) < 1e-5);
        }
        assert_true(seen > 160 * 120 / 3);
        /* Depth is that of corners rounded to 1/256 px: on faces seen nearly edge-on it may differ. */
        assert_true(deep < seen / 200);
    }
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {T(test_watertight), T(test_lens_split), T(test_order), T(test_amodal),
                                       T(test_bary)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
