// SPDX-License-Identifier: MIT
/* Draws of every kind of distribution: bounds, means against closed forms, shares of whole numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "recipe/dist.h"

enum { DRAWS = 200000 };

static struct rng stream(void)
{
    return rng_stream(20240229, RNG_TEXT, 7, 0);
}

struct tally {
    double mean, least, most;
};

static struct tally tally(const struct dist *d)
{
    struct rng r = stream();
    struct tally t = {0, INFINITY, -INFINITY};
    for (int i = 0; i < DRAWS; i++) {
        double v = dist_draw(d, &r);
        assert_true(v >= dist_min(d) && v <= dist_max(d));
        t.mean += v / DRAWS;
        t.least = fmin(t.least, v);
        t.most = fmax(t.most, v);
    }
    return t;
}

/* within five standard errors of the mean */
static void assert_mean(const struct dist *d, double mean, double deviation)
{
    struct tally t = tally(d);
    assert_true(fabs(t.mean - mean) < 5 * deviation / sqrt(DRAWS));
}

static void constant_takes_no_word(void **state)
{
    (void)state;
    struct dist d = dist_const(-2.5);
    struct rng r = stream(), before = r;
    assert_true(dist_draw(&d, &r) == -2.5);
    assert_memory_equal(&r, &before, sizeof r);
    assert_true(dist_min(&d) == -2.5 && dist_max(&d) == -2.5);
}

static void means_are_right(void **state)
{
    (void)state;
    struct dist uniform = {.kind = DIST_UNIFORM, .a = -1, .b = 5};
    assert_mean(&uniform, 2, 6 / sqrt(12));
    struct dist normal = {.kind = DIST_NORMAL, .a = 3, .b = 2, .lo = -1e9, .hi = 1e9};
    assert_mean(&normal, 3, 2);
    /* (b - a) / log(b / a) */
    struct dist log = {.kind = DIST_LOGUNIFORM, .a = 1, .b = 100};
    assert_mean(&log, 99 / 4.605170185988092, 26);
    static const double value[] = {10, 20, 40}, cum[] = {1, 2, 4};
    struct dist choice = {.kind = DIST_CHOICE, .value = value, .cum = cum, .n = 3};
    assert_mean(&choice, 27.5, 13);
}

/* A half normal: mean sqrt(2 / pi), none below 0. */
static void clip_draws_again(void **state)
{
    (void)state;
    struct dist d = {.kind = DIST_NORMAL, .a = 0, .b = 1, .lo = 0, .hi = 100};
    assert_mean(&d, 0.7978845608028654, 0.603);
    assert_true(dist_min(&d) == 0 && dist_max(&d) == 100);
    /* nothing to be had inside the clip: its nearest end */
    struct dist far = {.kind = DIST_NORMAL, .a = 1000, .b = 1, .lo = 0, .hi = 2};
    struct rng r = stream();
    assert_true(dist_draw(&far, &r) == 2);
}

/* Share of each whole number from `first` on. */
static void assert_shares(const struct dist *d, int first, const double *share, int n)
{
    double seen[16] = {0};
    struct rng r = stream();
    for (int i = 0; i < DRAWS; i++) {
        double v = dist_draw(d, &r);
        assert_true(v == floor(v) && v >= first && v < first + n);
        seen[(int)v - first] += 1.0 / DRAWS;
    }
    for (int i = 0; i < n; i++) {
        assert_true(fabs(seen[i] - share[i]) < 5 * sqrt(share[i] / DRAWS));
    }
}

static void whole_numbers_include_both_ends(void **state)
{
    (void)state;
    static const double equal[] = {1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0};
    struct dist die = {.kind = DIST_UNIFORM, .a = 1, .b = 6, .whole = true};
    assert_shares(&die, 1, equal, 6);
    struct dist below_zero = {.kind = DIST_UNIFORM, .a = -3, .b = 2, .whole = true};
    assert_shares(&below_zero, -3, equal, 6);
    /* log((k + 1) / k) / log(4) for k = 1, 2, 3 */
    static const double log_share[] = {0.5, 0.292481250360578, 0.207518749639422};
    struct dist log = {.kind = DIST_LOGUNIFORM, .a = 1, .b = 3, .whole = true};
    assert_shares(&log, 1, log_share, 3);
    /* flat enough to be uniform over [-0.5, 2.5] */
    static const double third[] = {1 / 3.0, 1 / 3.0, 1 / 3.0};
    struct dist normal = {.kind = DIST_NORMAL, .a = 1, .b = 5, .lo = 0, .hi = 2, .whole = true};
    struct rng r = stream();
    double first = 0, last = 0;
    for (int i = 0; i < DRAWS; i++) {
        double v = dist_draw(&normal, &r);
        first += (v == 0) / (double)DRAWS;
        last += (v == 2) / (double)DRAWS;
    }
    assert_true(fabs(first - third[0]) < 0.01 && fabs(last - third[2]) < 0.01);
}

static void a_choice_without_weight_is_never_drawn(void **state)
{
    (void)state;
    static const double value[] = {-100, 4, 3, 900}, cum[] = {0, 1, 2, 2};
    struct dist d = {.kind = DIST_CHOICE, .value = value, .cum = cum, .n = 4};
    assert_true(dist_min(&d) == 3 && dist_max(&d) == 4);
    struct tally t = tally(&d);
    assert_true(t.least == 3 && t.most == 4);
}

/* The number of words a draw takes does not depend on kind: what follows stays where it is. */
static void kinds_take_the_same_words(void **state)
{
    (void)state;
    static const double value[] = {1, 2}, cum[] = {1, 2};
    const struct dist d[] = {
        {.kind = DIST_UNIFORM, .a = 1, .b = 2},
        {.kind = DIST_LOGUNIFORM, .a = 1, .b = 2},
        {.kind = DIST_CHOICE, .value = value, .cum = cum, .n = 2},
        {.kind = DIST_UNIFORM, .a = 1, .b = 9, .whole = true},
    };
    uint32_t next[4];
    for (int i = 0; i < 4; i++) {
        struct rng r = stream();
        dist_draw(&d[i], &r);
        next[i] = rng_u32(&r);
        assert_int_equal(next[i], next[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constant_takes_no_word),
        cmocka_unit_test(means_are_right),
        cmocka_unit_test(clip_draws_again),
        cmocka_unit_test(whole_numbers_include_both_ends),
        cmocka_unit_test(a_choice_without_weight_is_never_drawn),
        cmocka_unit_test(kinds_take_the_same_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
