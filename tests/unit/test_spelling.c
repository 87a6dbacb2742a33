// SPDX-License-Identifier: MIT
/* The spelling of 1850: what must always hold, what must never happen, and shares of what is a matter of taste. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <string.h>

#include "base/utf8.h"
#include "corpus/spelling.h"

enum { DRAWS = 400 };

static const char *draw(struct arena *a, const char *s, uint64_t i)
{
    struct rng r = rng_stream(7, RNG_TEXT, i, 0);
    size_t len;
    const char *out = spelling_german_19c(a, s, strlen(s), &r, &len);
    size_t bad;
    assert_int_equal(len, strlen(out));
    assert_true(utf8_valid(out, len, &bad));
    return out;
}

/* Share of draws of `s` that hold `part`. */
static double share(const char *s, const char *part)
{
    struct arena a = {0};
    int n = 0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        n += strstr(draw(&a, s, i), part) != NULL;
        arena_reset(&a);
    }
    arena_release(&a);
    return (double)n / DRAWS;
}

static void near_share(const char *s, const char *part, double want)
{
    double got = share(s, part),
           tol = 5 * 0.5 / 20; /* five deviations at worst, sqrt(DRAWS) = 20 */
    if (want == 0 || want == 1 ? got != want : !(got > want - tol && got < want + tol)) {
        fail_msg("'%s' in '%s': %g of draws, wanted %g", part, s, got, want);
    }
}

static void test_long_s(void **state)
{
    (void)state;
    near_share("das Haus da", "das Haus", 1); /* the last letter of a word stays round */
    near_share("so ist es da", "iſt es", 0.97);
    near_share("die Schule da", "Schule", 1); /* capitals stay */
    near_share("wir waschen da", "waſchen", 0.97);
    near_share("er kommt deshalb an", "deshalb", 0.97);
    near_share("ein Geburtsschein da", "Geburtsſchein", 0.95);
}

static void test_letters(void **state)
{
    (void)state;
    near_share("Ich bin da", "Jch", 1);
    near_share("Im Haus da", "Jm", 1);
    near_share("eine Iota da", "Iota", 1); /* before a vowel I stays */
    near_share("Über das", "Ueber", 0.85);
    near_share("die Bären da", "Ba\u0364ren", 0.4);
    near_share("die Bären da", "Bären", 0.6);
    near_share("Sachsen-Altenburg da", "⸗Altenburg", 1);
    near_share("von 4-5 da", "4-5", 1);
    near_share("sagt \"gut\" da", "„gut”", 1);
    near_share("Ende. -- Goethe da", "Ende. — Goethe", 1);
}

static void test_stems(void **state)
{
    (void)state;
    near_share("dass er da", "daß er", 1);
    near_share("ein Teil da", "Theil", 0.8);
    near_share("das Tal da", "Thal", 0.8);
    near_share("sein Talent da", "Talent", 1);
    near_share("die Mutter da", "Mutter", 1);
    near_share("der Doktor und Direktor da", "Direct", 0.6);
    near_share("er muss sein da", "muß ſeyn", 0.3);
    near_share("MUSS SEIN DA", "MUSS SEIN DA", 1); /* titles in capitals are left alone */
}

static void test_broken_ends(void **state)
{
    (void)state;
    struct arena a = {0};
    int tails = 0, heads = 0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        const char *s = draw(&a, "Wanderungen durch Brandenburg", i);
        size_t len = strlen(s), hyphen = strlen("⸗");
        bool tail = len > hyphen && !strcmp(s + len - hyphen, "⸗");
        tails += tail;
        heads += *s != 'W';
        assert_true(tail || !strcmp(s + len - 4, "burg"));
        arena_reset(&a);
    }
    arena_release(&a);
    assert_in_range(tails, 60, 140); /* 0.25 of 400 */
    assert_in_range(heads, 20, 80);  /* 0.12 */
}

static void test_pure(void **state)
{
    (void)state;
    struct arena a = {0};
    const char *s = "Das Übrige musste sie selbst ausrechnen";
    assert_string_equal(draw(&a, s, 3), draw(&a, s, 3));
    assert_string_equal(draw(&a, "", 3), "");
    assert_string_equal(draw(&a, "123", 3), "123");
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_long_s),      cmocka_unit_test(test_letters),
        cmocka_unit_test(test_stems),       cmocka_unit_test(test_pure),
        cmocka_unit_test(test_broken_ends),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
