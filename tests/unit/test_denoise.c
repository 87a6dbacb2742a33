// SPDX-License-Identifier: MIT
/* The denoiser on pictures whose noiseless version is known: flat light, print, varnish, edges, fireflies, holes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "cycles/denoise.h"

enum { W = 96, H = 64, N = W * H };

/* One picture: radiance, guides, result. */
static struct {
    float color[3][N], albedo[3][N], normal[3][N], depth[N], out[3][N];
    struct arena arena;
} pic;

/* Grey paper, 2 m away, that faces the camera. */
static void paper(float radiance, float albedo)
{
    for (int i = 0; i < N; i++) {
        for (int c = 0; c < 3; c++) {
            pic.color[c][i] = radiance;
            pic.albedo[c][i] = albedo;
            pic.normal[c][i] = c == 1 ? -1 : 0;
        }
        pic.depth[i] = 2;
    }
}

/* Light of mean 1 in every pixel, as uneven as that of few samples: exponential. */
static float light_at(uint32_t key, int i)
{
    return -logf(1 - rng_hash_unit(key, (uint32_t)(i % W), (uint32_t)(i / W)));
}

static void make_noisy(uint32_t key)
{
    for (int i = 0; i < N; i++) {
        for (int c = 0; c < 3; c++) {
            pic.color[c][i] *= light_at(key, i);
        }
    }
}

static void run(int threads, double strength, int samples)
{
    struct guides g = {.width_px = W, .height_px = H, .depth_m = pic.depth, .samples = samples};
    float *out[3];
    for (int c = 0; c < 3; c++) {
        g.color[c] = pic.color[c];
        g.albedo[c] = pic.albedo[c];
        g.normal[c] = pic.normal[c];
        out[c] = pic.out[c];
    }
    denoise(&g, &(struct denoise_options){.threads = threads, .strength = strength}, &pic.arena, out);
    arena_reset(&pic.arena);
}

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

/* Mean and deviation of a channel of the result over x0 <= x < x1, of the pixels where mask is set (NULL: all). */
static void spread(int c, int x0, int x1, const uint8_t *mask, double *mean, double *sd)
{
    double s = 0, ss = 0, n = 0;
    for (int i = 0; i < N; i++) {
        if (i % W >= x0 && i % W < x1 && (!mask || mask[i])) {
            s += (double)pic.out[c][i];
            ss += (double)pic.out[c][i] * (double)pic.out[c][i];
            n++;
        }
    }
    *mean = s / n;
    *sd = sqrt(fmax(0, ss / n - *mean * *mean));
}

static void test_constant_stays(void **state)
{
    (void)state;
    paper(0.3f, 0.6f);
    for (int c = 0; c < 3; c++) {
        for (int i = 0; i < N; i++) {
            pic.normal[c][i] = 2 * light_at(7 + (uint32_t)c, i); /* whatever the guides say */
        }
    }
    run(1, 0, 8);
    for (int i = 0; i < N; i++) {
        near((double)pic.out[0][i], 0.3, 1e-5);
        near((double)pic.out[2][i], 0.3, 1e-5);
    }
}

static void test_noise_goes_brightness_stays(void **state)
{
    (void)state;
    paper(0.4f, 0.8f);
    make_noisy(1);
    double mean, sd, before = 0;
    for (int i = 0; i < N; i++) {
        before += (double)pic.color[1][i] / N;
    }
    run(1, 0, 8);
    spread(1, 0, W, NULL, &mean, &sd);
    near(mean, before, 0.02 * before);
    assert_true(sd < 0.4 / 12); /* it was 0.4 */
    double weak;
    run(1, 0.25, 8);
    spread(1, 0, W, NULL, &mean, &weak);
    assert_true(weak > 1.2 * sd);
    run(1, 0, 4); /* an iteration more */
    spread(1, 0, W, NULL, &mean, &weak);
    assert_true(weak < sd);
}

/* Strokes one and two pixels wide. */
static int is_ink(int i)
{
    int x = i % W, y = i / W;
    return x % 7 == 2 || (y % 9 < 2 && x % 5 < 3);
}

/* c = a E + s with noise on E and s alike: the result has to be the noiseless picture, print included. */
static void print_under(float light, float shine)
{
    uint8_t ink[N], ground[N];
    paper(0, 0);
    for (int i = 0; i < N; i++) {
        const float a[2][3] = {{0.85f, 0.8f, 0.1f}, {0.04f, 0.05f, 0.06f}};
        ink[i] = (uint8_t)is_ink(i);
        ground[i] = !ink[i];
        for (int c = 0; c < 3; c++) {
            pic.albedo[c][i] = a[ink[i]][c];
            pic.color[c][i] = (a[ink[i]][c] * light + shine) * light_at(3, i);
        }
    }
    run(2, 0, 8);
    double mean, sd;
    spread(0, 4, W - 4, ground, &mean, &sd);
    near(mean, (double)(0.85f * light + shine), 0.05 * mean);
    assert_true(sd < 0.12 * mean);
    spread(0, 4, W - 4, ink, &mean, &sd);
    near(mean, (double)(0.04f * light + shine), 0.03 * (double)light); /* a thirtieth of the contrast */
    assert_true(sd < 0.12 * (double)light);
    spread(2, 4, W - 4, ground, &mean, &sd); /* blue: hardly any difference between ink and ground */
    near(mean, (double)(0.1f * light + shine), 0.05 * mean);
}

static void test_print_stays_sharp(void **state)
{
    (void)state;
    print_under(0.5f, 0);
}

static void test_print_under_varnish(void **state)
{
    (void)state;
    print_under(0.5f, 0.2f);
}

static void test_mirrors_and_lamps(void **state)
{
    (void)state;
    paper(2.5f, 0); /* no albedo at all */
    make_noisy(2);
    run(1, 0, 8);
    double mean, sd;
    spread(0, 0, W, NULL, &mean, &sd);
    near(mean, 2.5, 0.1);
    assert_true(sd < 2.5 / 12);
}

/* Light 0.1 on the left, 1 on the right; what: the guide that knows of the edge. */
static void edge_known_by(int what)
{
    paper(0, 0.5f);
    for (int i = 0; i < N; i++) {
        int right = i % W >= W / 2;
        for (int c = 0; c < 3; c++) {
            pic.color[c][i] = 0.5f * (right ? 1 : 0.1f) * light_at(5, i);
        }
        if (what == 0 && right) {
            pic.normal[0][i] = 1;
            pic.normal[1][i] = 0;
        }
        if (what == 1 && right) {
            pic.depth[i] = 2.4f;
        }
    }
    run(1, 0, 8);
    double mean, sd;
    spread(0, W / 2 - 1, W / 2, NULL, &mean, &sd);
    near(mean, 0.05, 0.012);
    spread(0, W / 2, W / 2 + 1, NULL, &mean, &sd);
    near(mean, 0.5, 0.1);
}

static void test_edges_do_not_leak(void **state)
{
    (void)state;
    edge_known_by(0);
    edge_known_by(1);
}

static void test_shadow_edge_without_guide(void **state)
{
    (void)state;
    paper(0, 0.5f); /* little noise: the edge of a shadow is seen in the light itself */
    for (int i = 0; i < N; i++) {
        for (int c = 0; c < 3; c++) {
            pic.color[c][i] = 0.5f * (i % W >= W / 2 ? 1 : 0.2f) * (0.9f + 0.2f * light_at(6, i) / 2);
        }
    }
    run(1, 0, 64);
    double dark, bright, sd;
    spread(0, W / 2 - 3, W / 2 - 2, NULL, &dark, &sd);
    spread(0, W / 2 + 2, W / 2 + 3, NULL, &bright, &sd);
    near(dark, 0.1, 0.02);
    near(bright, 0.5, 0.05);
}

/* A floor: depth runs away, but all of it is one plane, and noise goes as on a wall. A step per pixel of a tenth of the
 * depth would stop a filter that compares depths alone. */
/* A highlight that no guide knows of, three pixels wide and little noisy: its rim is no noise. */
static void test_highlight_stays(void **state)
{
    (void)state;
    paper(0.4f, 0.8f);
    for (int i = 0; i < N; i++) {
        for (int c = 0; c < 3; c++) {
            pic.color[c][i] *= 0.9f +
                               0.2f * rng_hash_unit(5, (uint32_t)(i % W), (uint32_t)(i / W)) +
                               (i % W / 3 == 16 ? 1 : 0);
        }
    }
    run(1, 0, 8);
    double peak, beside, sd;
    spread(1, 48, 51, NULL, &peak, &sd);
    spread(1, 40, 44, NULL, &beside, &sd);
    near(peak, 0.8, 0.08); /* 0.67 if the step counts as noise */
    near(beside, 0.4, 0.01);
}

static void test_slanted_plane(void **state)
{
    (void)state;
    paper(0.4f, 0.8f);
    for (int i = 0; i < N; i++) {
        pic.depth[i] = 2 + 0.2f * (float)(i / W) - 0.05f * (float)(i % W) + 5;
    }
    make_noisy(1);
    run(1, 0, 8);
    double mean, sd;
    spread(0, 0, W, NULL, &mean, &sd);
    assert_true(sd < 0.4 / 12);
}

static void test_noisy_guides_do_not_keep_noise(void **state)
{
    (void)state;
    paper(0.4f, 0.8f); /* what is seen in rough metal: normals of chance */
    for (int i = 0; i < N; i++) {
        float turn = 6.2831853f * rng_hash_unit(9, (uint32_t)i, 0);
        pic.normal[0][i] = cosf(turn);
        pic.normal[1][i] = sinf(turn);
        pic.normal[2][i] = 0;
    }
    make_noisy(1);
    run(1, 0, 8);
    double mean, sd;
    spread(0, 0, W, NULL, &mean, &sd);
    assert_true(sd < 0.4 / 4);
}

static void test_fireflies_keep_their_energy(void **state)
{
    (void)state;
    paper(0.2f, 0.5f);
    make_noisy(1);
    run(1, 0, 8);
    double without = 0, with = 0, highest = 0, given = 0;
    for (int i = 0; i < N; i++) {
        without += (double)pic.out[0][i];
    }
    for (int y = 5; y < H; y += 13) { /* 35 of them bring a half more light */
        for (int x = 6; x < W; x += 14) {
            given += 18;
            for (int c = 0; c < 3; c++) {
                pic.color[c][y * W + x] += 18;
            }
        }
    }
    run(1, 0, 8);
    for (int i = 0; i < N; i++) {
        with += (double)pic.out[0][i];
        highest = fmax(highest, (double)pic.out[0][i]);
    }
    near(with - without, given, 0.25 * given);
    assert_true(highest < 2);
}

static void test_holes_are_mended(void **state)
{
    (void)state;
    paper(0.3f, 0.6f);
    pic.color[0][5] = NAN;
    pic.color[1][W + 9] = INFINITY;
    pic.albedo[2][3 * W] = NAN;
    pic.normal[1][N - 1] = -INFINITY;
    pic.depth[N / 2] = NAN;
    pic.depth[N / 3] = 1e10f;
    run(1, 0, 8);
    for (int c = 0; c < 3; c++) {
        for (int i = 0; i < N; i++) {
            near((double)pic.out[c][i], 0.3, 1e-4);
        }
    }
}

static void test_threads_change_nothing(void **state)
{
    (void)state;
    static float one[3][N];
    paper(0.4f, 0.3f);
    for (int i = 0; i < N; i++) {
        pic.depth[i] = 2 + 0.3f * rng_hash_unit(4, (uint32_t)(i % W / 9), (uint32_t)(i / W / 9));
    }
    make_noisy(8);
    run(1, 0, 8);
    memcpy(one, pic.out, sizeof one);
    for (int threads = 2; threads <= 7; threads += 5) {
        memset(pic.out, 0, sizeof pic.out);
        run(threads, 0, 8);
        assert_memory_equal(one, pic.out, sizeof one);
    }
}

/* Pictures smaller than the taps reach. */
static void test_small_pictures(void **state)
{
    (void)state;
    const int size[][2] = {{1, 1}, {1, 40}, {40, 1}, {2, 3}, {5, 5}, {33, 7}};
    for (size_t k = 0; k < sizeof size / sizeof *size; k++) {
        paper(0.25f, 0.5f);
        struct guides g = {.width_px = size[k][0], .height_px = size[k][1], .depth_m = pic.depth, .samples = 1};
        float *out[3];
        for (int c = 0; c < 3; c++) {
            g.color[c] = pic.color[c];
            g.albedo[c] = pic.albedo[c];
            g.normal[c] = pic.normal[c];
            out[c] = pic.out[c];
        }
        denoise(&g, &(struct denoise_options){0}, &pic.arena, out);
        arena_reset(&pic.arena);
        for (int i = 0; i < size[k][0] * size[k][1]; i++) {
            near((double)pic.out[1][i], 0.25, 1e-5);
        }
    }
}

static int release(void **state)
{
    (void)state;
    arena_release(&pic.arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_constant_stays),
        cmocka_unit_test(test_noise_goes_brightness_stays),
        cmocka_unit_test(test_print_stays_sharp),
        cmocka_unit_test(test_print_under_varnish),
        cmocka_unit_test(test_mirrors_and_lamps),
        cmocka_unit_test(test_edges_do_not_leak),
        cmocka_unit_test(test_shadow_edge_without_guide),
        cmocka_unit_test(test_highlight_stays),
        cmocka_unit_test(test_slanted_plane),
        cmocka_unit_test(test_noisy_guides_do_not_keep_noise),
        cmocka_unit_test(test_fireflies_keep_their_energy),
        cmocka_unit_test(test_holes_are_mended),
        cmocka_unit_test(test_threads_change_nothing),
        cmocka_unit_test(test_small_pictures),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
