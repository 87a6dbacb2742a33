// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "eval/embedding_map.h"

enum { N = 160, D = 10, GROUPS = 8 };
static float v[N * D];
static uint32_t label[N];

static void fill(double wide)
{
    for (size_t i = 0; i < N; i++) {
        struct rng r = rng_stream(5, RNG_TEXT, i, 0);
        label[i] = (uint32_t)(i % GROUPS);
        struct rng c = rng_stream(6, RNG_TEXT, label[i], 0);
        double x[D], sum = 0;
        for (int d = 0; d < D; d++) {
            x[d] = rng_normal(&c) + wide * rng_normal(&r);
            sum += x[d] * x[d];
        }
        for (int d = 0; d < D; d++) {
            v[i * D + (size_t)d] = (float)(x[d] / sqrt(sum));
        }
    }
}

/* Share of points whose nearest on the plane is of their group. */
static double purity(const double *xy)
{
    size_t right = 0;
    for (size_t i = 0; i < N; i++) {
        size_t best = i ? 0 : 1;
        for (size_t j = 0; j < N; j++) {
            double d = hypot(xy[2 * i] - xy[2 * j], xy[2 * i + 1] - xy[2 * j + 1]);
            double b = hypot(xy[2 * i] - xy[2 * best], xy[2 * i + 1] - xy[2 * best + 1]);
            best = j != i && d < b ? j : best;
        }
        right += label[i] == label[best];
    }
    return (double)right / N;
}

/* Points on an ellipse in a slanted plane: the first coordinate is the long axis. */
static void components(void **state)
{
    (void)state;
    double xy[2 * N];
    for (size_t i = 0; i < N; i++) {
        double a = 2 * M_PI * (double)i / N, along = 3 * cos(a), across = sin(a);
        for (int d = 0; d < D;
             d++) { /* (1, 1, 0 ..) / sqrt 2 and (1, -1, 0 ..) / sqrt 2, moved away from 0 */
            double x = d == 0 ? along + across : d == 1 ? along - across : 0;
            v[i * D + (size_t)d] = (float)(x / sqrt(2) + d);
        }
    }
    embedding_map_pca(v, N, D, xy);
    for (size_t i = 0; i < N; i++) {
        double a = 2 * M_PI * (double)i / N;
        assert_true(fabs(fabs(xy[2 * i]) - fabs(3 * cos(a))) < 1e-4);
        assert_true(fabs(fabs(xy[2 * i + 1]) - fabs(sin(a))) < 1e-4);
    }
}

static void groups_stay_together(void **state)
{
    (void)state;
    double flat[2 * N], xy[2 * N], again[2 * N];
    fill(0.35);
    embedding_map_pca(v, N, D, flat);
    embedding_map_place(v, N, D, 300, NULL, NULL, xy);
    embedding_map_place(v, N, D, 300, NULL, NULL, again);
    assert_memory_equal(xy, again, sizeof xy);
    assert_true(purity(xy) > 0.97);
    assert_true(purity(xy) > purity(flat)); /* eight groups do not fit on two axes */
    double mean = 0, wide = 0;
    for (size_t i = 0; i < 2 * N; i++) {
        mean += xy[i];
        wide = fmax(wide, fabs(xy[i]));
    }
    assert_true(isfinite(wide) && wide > 3 && wide < 1000 && fabs(mean) < 0.01 * wide);
}

static bool at_once(void *ctx, int done)
{
    *(int *)ctx = done;
    return done < 3;
}

/* Equal vectors, few vectors, being stopped. */
static void odd_ones(void **state)
{
    (void)state;
    double xy[2 * N];
    for (size_t i = 0; i < N * D; i++) {
        v[i] = i % D == 0;
    }
    for (size_t n = 1; n <= 12; n++) {
        embedding_map_place(v, n, D, 60, NULL, NULL, xy);
        for (size_t i = 0; i < 2 * n; i++) {
            assert_true(isfinite(xy[i]));
        }
    }
    int done = 0;
    fill(0.3);
    embedding_map_place(v, N, D, 300, at_once, &done, xy);
    assert_int_equal(done, 3);
}

static void drawn(void **state)
{
    (void)state;
    double xy[4] = {-1, -1, 1, 1};
    uint32_t of[2] = {0, 1};
    uint8_t px[4 * 4 * 3], first[3];
    memset(px, 7, sizeof px);
    struct image thumb[2] = {{4, 4, 3, px}, {0}}, im = {0};
    assert_int_equal(embedding_map_draw(xy, of, thumb, 2, 100, 4, &im, NULL), ST_OK);
    /* the first lies at the bottom left (y up), in its frame; the second is a dot at the top right */
    embedding_map_tone(0, first);
    size_t sevens = 0, frames = 0, left = 0, high = 0;
    for (size_t i = 0; i < 100 * 100; i++) {
        const uint8_t *p = im.px + 3 * i;
        bool seven = p[0] == 7 && p[1] == 7 && p[2] == 7;
        sevens += seven;
        frames += !memcmp(p, first, 3);
        left += seven && i % 100 < 50 && i / 100 >= 50;
        high += p[0] == 213 && i % 100 > 50 && i / 100 < 50;
    }
    assert_int_equal(sevens, 16);
    assert_int_equal(left, 16);
    assert_int_equal(frames, 8 * 8 - 16);
    assert_int_equal(high, 36);
    image_release(&im);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(components),
        cmocka_unit_test(groups_stay_together),
        cmocka_unit_test(odd_ones),
        cmocka_unit_test(drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
