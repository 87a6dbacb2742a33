// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "tone/develop.h"

static double luminance_mean(float *const rgb[3], size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += 0.2126 * (double)rgb[0][i] + 0.7152 * (double)rgb[1][i] + 0.0722 * (double)rgb[2][i];
    }
    return sum / (double)n;
}

static void the_meter_brings_the_mean_to_a_fifth(void **state)
{
    (void)state;
    enum { N = 100 };
    float r[N], g[N], b[N];
    float *const rgb[3] = {r, g, b};
    for (int i = 0; i < N; i++) {
        r[i] = 3.0f + (float)i / N;
        g[i] = 2.0f + (float)i / N;
        b[i] = 1.0f;
    }
    double x = develop_exposure((const float *const *)rgb, N, 0);
    assert_true(fabs(x * luminance_mean(rgb, N) - 0.2) < 1e-6);
    assert_true(fabs(develop_exposure((const float *const *)rgb, N, 1) - 2 * x) < 1e-9); /* +1 EV is brighter */
    assert_true(fabs(develop_exposure((const float *const *)rgb, N, -2) - x / 4) < 1e-9);
}

static void a_lamp_in_the_picture_does_not_darken_it(void **state)
{
    (void)state;
    enum { N = 1000 };
    float v[N];
    float *const rgb[3] = {v, v, v};
    for (int i = 0; i < N; i++) {
        v[i] = 1;
    }
    v[0] = 1000; /* mean 2, counted as 8 */
    double x = develop_exposure((const float *const *)rgb, N, 0);
    assert_true(fabs(x - 0.2 / (1 + 0.007 * 0.999)) < 2e-3);
}

static void black_stays_black(void **state)
{
    (void)state;
    float v[4] = {0, 0, 0, 0};
    float *const rgb[3] = {v, v, v};
    assert_true(develop_exposure((const float *const *)rgb, 4, 1) == 2);
    develop(rgb, 4, 2);
    assert_true(v[0] == 0);
}

static void highlights_roll_off_and_shadows_stay(void **state)
{
    (void)state;
    float last = 0;
    for (int i = 0; i <= 400; i++) {
        float r = (float)i / 100, g = r, b = r;
        float *const rgb[3] = {&r, &g, &b};
        develop(rgb, 1, 0.5);
        double in = (double)i / 200, out = (double)r;
        assert_true(r >= last && r < 1);
        assert_true(fabs((double)(r - g)) < 1e-6 && fabs((double)(r - b)) < 1e-6);
        if (in <= 0.8) {
            assert_true(fabs(out - in) < 1e-6);
        } else {
            assert_true(fabs(out - (1 - 0.04 / (in - 0.6))) < 1e-5);
        }
        last = r;
    }
    /* a bright red keeps its hue and loses colour */
    float r = 4, g = 0.4f, b = 0.4f;
    float *const rgb[3] = {&r, &g, &b};
    develop(rgb, 1, 1);
    assert_true(r > g && g == b && r < 1 && g / r > 0.1f);
    float neg = -1, zero = 0, half = 0.5f;
    float *const odd[3] = {&neg, &zero, &half};
    develop(odd, 1, 1);
    assert_true(neg == 0 && zero == 0 && half == 0.5f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_meter_brings_the_mean_to_a_fifth),
        cmocka_unit_test(a_lamp_in_the_picture_does_not_darken_it),
        cmocka_unit_test(black_stays_black),
        cmocka_unit_test(highlights_roll_off_and_shadows_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
