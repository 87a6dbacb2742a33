// SPDX-License-Identifier: MIT
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/rng.h"

/* Known answers published with Random123 (kat_vectors, philox4x32 10). */
static void philox_known_answers(void **state)
{
    (void)state;
    static const struct {
        uint32_t ctr[4], key[2], want[4];
    } t[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        uint32_t out[4];
        philox4x32_10(t[i].ctr, t[i].key, out);
        assert_memory_equal(out, t[i].want, sizeof out);
    }
}

static void streams_do_not_meet(void **state)
{
    (void)state;
    struct rng a = rng_stream(1, RNG_TEXT, 0, 0), again = rng_stream(1, RNG_TEXT, 0, 0);
    struct rng other[] = {rng_stream(2, RNG_TEXT, 0, 0), rng_stream(1, RNG_FONT, 0, 0),
                          rng_stream(1, RNG_TEXT, 1, 0), rng_stream(1, RNG_TEXT, 0, 1),
                          rng_stream(1, RNG_TEXT, 1ull << 32, 0), rng_stream(1ull << 32, RNG_TEXT, 0, 0)};
    uint32_t first = rng_u32(&a);
    assert_int_equal(first, rng_u32(&again));
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        assert_int_not_equal(first, rng_u32(&other[i]));
    }
}

static void uniform_and_normal_have_their_moments(void **state)
{
    (void)state;
    enum { N = 200000 };
    struct rng r = rng_stream(7, RNG_TEXT, 3, 0);
    double s = 0, s2 = 0, n = 0, n2 = 0;
    for (int i = 0; i < N; i++) {
        double u = rng_uniform(&r, -1, 3), g = rng_normal(&r);
        assert_true(u >= -1 && u < 3);
        s += u;
        s2 += u * u;
        n += g;
        n2 += g * g;
    }
    assert_true(fabs(s / N - 1) < 0.01);
    assert_true(fabs(s2 / N - 1 - 16.0 / 12) < 0.02);
    assert_true(fabs(n / N) < 0.01);
    assert_true(fabs(n2 / N - 1) < 0.02);
}

static void below_is_even(void **state)
{
    (void)state;
    struct rng r = rng_stream(7, RNG_TEXT, 4, 0);
    int count[7] = {0};
    for (int i = 0; i < 70000; i++) {
        count[rng_below(&r, 7)]++;
    }
    for (int i = 0; i < 7; i++) {
        assert_in_range(count[i], 9600, 10400);
    }
    assert_int_equal(rng_below(&r, 0), 0);
    assert_int_equal(rng_below(&r, 1), 0);
}

static void pick_follows_weights(void **state)
{
    (void)state;
    struct rng r = rng_stream(7, RNG_TEXT, 5, 0);
    static const double cum[] = {1, 1, 4}; /* weights 1, 0, 3 */
    int count[3] = {0};
    for (int i = 0; i < 40000; i++) {
        count[rng_pick(&r, cum, 3)]++;
    }
    assert_in_range(count[0], 9600, 10400);
    assert_int_equal(count[1], 0);
}

static void hash_has_no_pattern(void **state)
{
    (void)state;
    /* neighbours in x, y and key must be uncorrelated */
    double c[3] = {0};
    enum { N = 256 };
    for (uint32_t y = 0; y < N; y++) {
        for (uint32_t x = 0; x < N; x++) {
            double v = (double)rng_hash_unit(9, x, y) - 0.5;
            c[0] += v * ((double)rng_hash_unit(9, x + 1, y) - 0.5);
            c[1] += v * ((double)rng_hash_unit(9, x, y + 1) - 0.5);
            c[2] += v * ((double)rng_hash_unit(10, x, y) - 0.5);
        }
    }
    for (int i = 0; i < 3; i++) {
        assert_true(fabs(c[i] * 12 / (N * N)) < 0.02);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_known_answers),
        cmocka_unit_test(streams_do_not_meet),
        cmocka_unit_test(uniform_and_normal_have_their_moments),
        cmocka_unit_test(below_is_even),
        cmocka_unit_test(pick_follows_weights),
        cmocka_unit_test(hash_has_no_pattern),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
