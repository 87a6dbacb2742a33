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
#include "data/label_noise.h"
#include "eval/cleaning.h"

enum { CLASSES = 20, EACH = 30, N = CLASSES * EACH, D = 16 };
static uint32_t truth[N], label[N];
static uint8_t how[N];
static float v[N * D];
static struct cleaned out[N];
static bool wrong[N];

/* Pictures lie around their true class's direction. */
static void fill(double wide)
{
    for (size_t i = 0; i < N; i++) {
        truth[i] = (uint32_t)(i / EACH);
        struct rng r = rng_stream(8, RNG_TEXT, i, 0), c = rng_stream(9, RNG_TEXT, truth[i], 0);
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

static size_t count(enum label_noise kind)
{
    size_t n = 0;
    for (size_t i = 0; i < N; i++) {
        n += how[i] == kind;
        assert_true((how[i] == LABEL_RIGHT) == (label[i] == truth[i]));
    }
    return n;
}

static void noise_is_what_was_asked_for(void **state)
{
    (void)state;
    fill(0.1);
    label_noise(truth, N, CLASSES, &(struct label_noise_options){.seed = 1}, label, how);
    assert_int_equal(count(LABEL_RIGHT), N);
    label_noise(truth, N, CLASSES, &(struct label_noise_options){.flips = 0.2, .seed = 1}, label,
                how);
    assert_true(abs((int)count(LABEL_FLIP) - N / 5) < 40); /* deviation: 9.8 */
    assert_int_equal(count(LABEL_ALBUM) + count(LABEL_STRANGER), 0);
    label_noise(truth, N, CLASSES, &(struct label_noise_options){.albums = 0.2, .seed = 1}, label,
                how);
    assert_int_equal(count(LABEL_ALBUM), 8 * EACH / 2); /* eight classes' halves are a fifth */
    for (size_t i = 1; i < N; i++) { /* one album goes to one other class, and stands together */
        assert_true(!(how[i] && how[i - 1] && truth[i] == truth[i - 1]) ||
                    label[i] == label[i - 1]);
        assert_true(!how[i] || i % EACH < EACH / 2);
    }
    label_noise(truth, N, CLASSES, &(struct label_noise_options){.strangers = 0.2, .seed = 1},
                label, how);
    assert_int_equal(count(LABEL_STRANGER), 4 * EACH);
    bool there[CLASSES] = {0};
    for (size_t i = 0; i < N; i++) {
        there[label[i]] = true;
    }
    for (size_t i = 0; i < N; i++) {
        assert_true((how[i] == LABEL_STRANGER) ==
                    !there[truth[i]]); /* nothing is left of their classes */
    }
    uint32_t again[N];
    uint8_t why[N];
    struct label_noise_options all = {.flips = 0.1, .albums = 0.1, .strangers = 0.1, .seed = 5};
    label_noise(truth, N, CLASSES, &all, label, how);
    label_noise(truth, N, CLASSES, &all, again, why);
    assert_memory_equal(label, again, sizeof again);
    assert_true(count(LABEL_FLIP) > 30 && count(LABEL_ALBUM) == 60 && count(LABEL_STRANGER) == 60);
    uint32_t one[3] = {0, 0, 0};
    label_noise(one, 3, 1, &(struct label_noise_options){.flips = 0.9, .seed = 1}, again, why);
    assert_int_equal(why[0] + why[1] + why[2], 0);
}

static struct cleaning_score clean(float least)
{
    struct vectors x = {v, N, D, label};
    cleaning_run(&x, CLASSES, least, out);
    for (size_t i = 0; i < N; i++) {
        wrong[i] = label[i] != truth[i];
    }
    return cleaning_judge(out, wrong, N);
}

/* Where classes lie apart, everything that is wrong is found, and nothing else: except where an album outnumbers what is right. */
static void finds_what_was_spoilt(void **state)
{
    (void)state;
    fill(0.1);
    label_noise(truth, N, CLASSES, &(struct label_noise_options){.flips = 0.3, .seed = 2}, label,
                how);
    struct vectors x = {v, N, D, label};
    float least = cleaning_least(&x, 0.01);
    struct cleaning_score s = clean(0.75f);
    assert_int_equal(s.pictures, N);
    assert_true(s.precision > 0.99 && s.recall > 0.99);
    for (size_t i = 0; i < N; i++) {
        if (wrong[i]) {
            assert_int_equal(out[i].better, truth[i]); /* and where it belongs */
            assert_true(out[i].better_score > out[i].score);
        }
    }
    /* pairs under different labels are mostly of different classes; a few are alike, since labels are wrong */
    assert_true(least > 0.2f && least < 1);
    assert_true(cleaning_least(&x, 0.5) < 0.2f);
    /* the stricter, the more is thrown out; with none alike one of each is kept */
    assert_true(clean(0.97f).proposed > s.proposed);
    assert_int_equal(clean(1.01f).proposed, N - CLASSES);
    assert_int_equal(clean(-1.01f).proposed, 0);
    assert_true(clean(-1.01f).recall == 0);
}

/* Without being told how much alike pictures of a class are: nearly all that is wrong, little that is not, narrow classes and wide. */
static void threshold_of_its_own(void **state)
{
    (void)state;
    static const double wide[] = {0.1, 0.3, 0.6};
    for (size_t k = 0; k < sizeof wide / sizeof *wide; k++) {
        fill(wide[k]);
        label_noise(truth, N, CLASSES, &(struct label_noise_options){.flips = 0.2, .seed = 2},
                    label, how);
        struct vectors x = {v, N, D, label};
        struct cleaning_score s = clean(cleaning_choose(&x, CLASSES, NULL, NULL));
        assert_true(s.recall > 0.9 && s.precision > 0.8);
    }
}

/* A network that tells nothing apart, four labels in ten wrong: it does not throw out nearly all. */
static void keeps_half_of_what_it_does_not_know(void **state)
{
    (void)state;
    fill(8);
    label_noise(truth, N, CLASSES, &(struct label_noise_options){.flips = 0.4, .seed = 2}, label,
                how);
    struct vectors x = {v, N, D, label};
    struct cleaning_score s = clean(cleaning_choose(&x, CLASSES, NULL, NULL));
    assert_true(2 * s.proposed <= N);
}

static void strangers_and_albums(void **state)
{
    (void)state;
    fill(0.1);
    label_noise(truth, N, CLASSES,
                &(struct label_noise_options){.albums = 0.1, .strangers = 0.1, .seed = 3}, label,
                how);
    struct cleaning_score s = clean(0.75f);
    assert_true(s.precision > 0.85 && s.recall > 0.85);
    memcpy(label, truth, sizeof label);
    s = clean(0.75f);
    assert_int_equal(s.proposed, 0);
    assert_true(s.precision == 1 && s.recall == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_is_what_was_asked_for),
        cmocka_unit_test(finds_what_was_spoilt),
        cmocka_unit_test(threshold_of_its_own),
        cmocka_unit_test(keeps_half_of_what_it_does_not_know),
        cmocka_unit_test(strangers_and_albums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
