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
#include "eval/confusions.h"
#include "eval/significance.h"
#include "eval/text_norm.h"

/* --- norm ----------------------------------------------------------------------------------------- */

static void norm_rules(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } row[] = {
        {"TOTAL  Due ", "total due"},
        {"\xe2\x80\x9eGut\xe2\x80\x9c, \xc2\xbbsagt\xc2\xab er", "\"gut\", \"sagt\" er"},
        {"it\xe2\x80\x99s `so\xc2\xb4", "it's 'so'"},
        {"a\xe2\x80\x93"
         "b\xe2\x80\x94"
         "c\xe2\x88\x92"
         "d\xe2\xb8\x97",
         "a-b-c-d-"}, /* en, em, minus, Fraktur's */
        {"ha\xc2\xad", "ha-"},
        {"\xc5\xbf"
         "chrieb",
         "schrieb"}, /* long s */
        {"STRA\xc3\x9f"
         "E",
         "strasse"},
        {"\xef\xac\x81ne \xe2\x84\xa6", "fine \xcf\x89"},  /* fi ligature; Ohm sign is omega */
        {"\xef\xbc\xa1\xef\xbc\x91\xe3\x80\x80x", "a1 x"}, /* fullwidth, ideographic space */
        {"e\xcc\x81", "\xc3\xa9"},
        {"\xe2\x80\xa6\xe2\x80\xb3", "...\""},
        {"\t \xc2\xa0 ", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct buf b = {0};
        assert_int_equal(text_norm(row[i].in, strlen(row[i].in), &b, NULL), ST_OK);
        assert_string_equal(b.data ? b.data : "", row[i].out);
        struct buf again = {0}; /* a norm is its own norm */
        assert_int_equal(text_norm(row[i].out, strlen(row[i].out), &again, NULL), ST_OK);
        assert_string_equal(again.data ? again.data : "", row[i].out);
        buf_release(&b);
        buf_release(&again);
    }
    struct err e = {0};
    struct buf b = {0};
    assert_int_equal(text_norm("a\xc3", 2, &b, &e), ST_FORMAT);
    assert_int_equal(text_raw("e\xcc\x81 A\r\n", 7, &b, NULL), ST_OK);
    assert_string_equal(b.data, "\xc3\xa9 A");
    buf_release(&b);
}

/* --- edit distance -------------------------------------------------------------------------------- */

/* By definition, without a table. */
static size_t by_recursion(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    if (!n || !m) {
        return n + m;
    }
    size_t x = by_recursion(a + 1, n - 1, b + 1, m - 1) + (*a != *b);
    size_t y = by_recursion(a + 1, n - 1, b, m) + 1, z = by_recursion(a, n, b + 1, m - 1) + 1;
    x = x < y ? x : y;
    return x < z ? x : z;
}

static void distance_and_alignment_of_random_pairs(void **state)
{
    (void)state;
    struct rng r = rng_stream(3, 1, 0, 0);
    for (int round = 0; round < 600; round++) {
        uint32_t a[8], b[8];
        struct edit_op ops[16];
        size_t n = rng_below(&r, 8), m = rng_below(&r, 8), k, cost = 0, i = 0, j = 0;
        for (size_t q = 0; q < 8; q++) {
            a[q] = rng_below(&r, 3);
            b[q] = rng_below(&r, 3);
        }
        size_t want = by_recursion(a, n, b, m);
        assert_int_equal(edit_distance(a, n, b, m), want);
        assert_int_equal(edit_align(a, n, b, m, ops, &k), want);
        for (size_t q = 0; q < k; q++) { /* the ops walk through both, and cost what they should */
            assert_int_equal(ops[q].i, i);
            assert_int_equal(ops[q].j, j);
            if (ops[q].kind == EDIT_SAME || ops[q].kind == EDIT_CHANGED) {
                assert_int_equal(a[i] == b[j], ops[q].kind == EDIT_SAME);
            }
            i += ops[q].kind != EDIT_ADDED;
            j += ops[q].kind != EDIT_LOST;
            cost += ops[q].kind != EDIT_SAME;
        }
        assert_int_equal(i, n);
        assert_int_equal(j, m);
        assert_int_equal(cost, want);
    }
}

static struct line_counts counts_of(const char *want, const char *got)
{
    struct rate_counter c = {0};
    struct line_counts l;
    struct buf raw[2] = {{0}}, norm[2] = {{0}};
    const char *text[2] = {want, got};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(text_raw(text[i], strlen(text[i]), &raw[i], NULL), ST_OK);
        assert_int_equal(text_norm(text[i], strlen(text[i]), &norm[i], NULL), ST_OK);
    }
    rates_of_line(&c, raw, norm, &l);
    for (int i = 0; i < 2; i++) {
        buf_release(&raw[i]);
        buf_release(&norm[i]);
    }
    rate_counter_release(&c);
    return l;
}

static void counts_by_hand(void **state)
{
    (void)state;
    struct line_counts l = counts_of("The  pengulns' k\xc3\xaa"
                                     "k",
                                     "the penguins\xe2\x80\x99 kek extra");
    /* raw: T, one space, l, ', ê, and " extra"; norm: l, ê, and " extra" */
    static const uint32_t num[RATES] = {5 + 6, 2 + 6, 3 + 1, 2 + 1, 0, 0}, den[RATES] = {18, 17, 3, 3, 1, 1};
    assert_memory_equal(l.num, num, sizeof num);
    assert_memory_equal(l.den, den, sizeof den);
    l = counts_of("A\xe2\x80\x94"
                  "b",
                  "a-B");
    assert_int_equal(l.num[RATE_EXACT], 0);
    assert_int_equal(l.num[RATE_EXACT_NORM], 1);
    /* a grapheme is one unit, however many code points: Devanagari ki, wrong */
    l = counts_of("\xe0\xa4\x95\xe0\xa4\xbf", "\xe0\xa4\x95");
    assert_int_equal(l.num[RATE_CER], 1);
    assert_int_equal(l.den[RATE_CER], 1);
}

/* --- intervals ------------------------------------------------------------------------------------ */

/* Lines of 10 graphemes, each with an error at probability p, as both a rate of characters and of lines. */
static void draw_lines(struct line_counts *l, size_t n, double p, uint64_t seed)
{
    struct rng r = rng_stream(seed, 2, 0, 0);
    for (size_t i = 0; i < n; i++) {
        uint32_t wrong = rng_unit(&r) < p;
        l[i] = (struct line_counts){{wrong, wrong, wrong, wrong, !wrong, !wrong}, {10, 10, 1, 1, 1, 1}};
    }
}

static void interval_of_a_proportion(void **state)
{
    (void)state;
    enum { N = 400 };
    static struct line_counts l[N];
    struct interval v[RATES], again[RATES];
    draw_lines(l, N, 0.3, 1);
    rates_bootstrap(l, NULL, N, 7, 2000, v);
    double p = v[RATE_WER].value, half = 1.96 * sqrt(p * (1 - p) / N); /* normal approximation */
    assert_true(fabs(v[RATE_WER].low - (p - half)) < 0.1 * half);
    assert_true(fabs(v[RATE_WER].high - (p + half)) < 0.1 * half);
    assert_true(fabs(v[RATE_CER].high - v[RATE_WER].high / 10) < 1e-12);
    assert_true(fabs(v[RATE_EXACT].low - (1 - v[RATE_WER].high)) < 0.01);
    rates_bootstrap(l, NULL, N, 7, 2000, again);
    assert_memory_equal(v, again, sizeof v);
    rates_bootstrap(l, NULL, N, 7, 21, v); /* so few that the percentiles still move */
    rates_bootstrap(l, NULL, N, 8, 21, again);
    assert_memory_not_equal(v, again, sizeof v);
    const uint32_t few[] = {3, 4, 5}; /* of a part only its own lines count */
    l[3].num[RATE_CER] = l[4].num[RATE_CER] = l[5].num[RATE_CER] = 10;
    rates_bootstrap(l, few, 3, 7, 100, v);
    assert_true(v[RATE_CER].value == 1 && v[RATE_CER].low == 1 && v[RATE_CER].high == 1);
    rates_bootstrap(l, NULL, 0, 7, 100, v);
    assert_true(v[RATE_CER].value == 0 && v[RATE_CER].high == 0);
}

static void intervals_cover_the_truth(void **state)
{
    (void)state;
    enum { N = 150, TIMES = 200 };
    static struct line_counts l[N];
    int inside = 0;
    for (uint64_t k = 0; k < TIMES; k++) {
        struct interval v[RATES];
        draw_lines(l, N, 0.4, 100 + k);
        rates_bootstrap(l, NULL, N, k, 200, v);
        inside += v[RATE_WER].low <= 0.4 && 0.4 <= v[RATE_WER].high;
    }
    assert_in_range(inside, 180, 199); /* 95 % of 200 is 190, deviation 3 */
}

static void comparison_tells_a_gain_from_luck(void **state)
{
    (void)state;
    enum { N = 300 };
    static struct line_counts a[N], b[N];
    struct comparison c[RATES];
    draw_lines(a, N, 0.30, 1);
    memcpy(b, a, sizeof a);
    for (size_t i = 0, mended = 0; i < N && mended < 12;
         i++) { /* B is A with 12 lines mended and none spoilt */
        if (b[i].num[RATE_CER]) {
            b[i] = (struct line_counts){{0, 0, 0, 0, 1, 1}, {10, 10, 1, 1, 1, 1}};
            mended++;
        }
    }
    rates_compare(a, b, N, 1, 2000, c);
    assert_true(fabs(c[RATE_CER].change.value - -12.0 / (10 * N)) < 1e-12);
    assert_true(fabs(c[RATE_EXACT].change.value - 12.0 / N) < 1e-12);
    assert_true(c[RATE_CER].change.high < 0 && c[RATE_EXACT].change.low > 0);
    assert_true(c[RATE_CER].p < 0.005); /* exactly 2 / 2^12 */
    assert_true(c[RATE_CER].a > c[RATE_CER].b);
    rates_compare(a, a, N, 1, 500, c);
    assert_true(c[RATE_CER].p == 1 && c[RATE_CER].change.value == 0);
    int lucky = 0; /* two models that are equally good: p below 0.1 in some 10 % */
    for (uint64_t k = 0; k < 60; k++) {
        draw_lines(a, N, 0.3, 1000 + k);
        draw_lines(b, N, 0.3, 2000 + k);
        rates_compare(a, b, N, k, 200, c);
        lucky += c[RATE_CER].p < 0.1;
    }
    assert_in_range(lucky, 0, 14);
}

/* p of few lines by all exchanges: 5 lines, all better by the same, hit the extremes 2 times in 32. */
static void p_of_few_lines_is_exact(void **state)
{
    (void)state;
    struct line_counts a[5], b[5];
    struct comparison c[RATES];
    draw_lines(a, 5, 1, 1);
    draw_lines(b, 5, 0, 1);
    rates_compare(a, b, 5, 3, 20000, c);
    assert_true(fabs(c[RATE_CER].p - 2.0 / 32) < 0.006);
}

/* --- confusions ----------------------------------------------------------------------------------- */

static void confuse(struct confusions *c, const char *want, const char *got)
{
    struct strtab t = {0};
    uint32_t *a = NULL, *b = NULL;
    size_t cap_a = 0, cap_b = 0, k;
    size_t n = edit_units(&t, EDIT_GRAPHEMES, want, strlen(want), &a, &cap_a);
    size_t m = edit_units(&t, EDIT_GRAPHEMES, got, strlen(got), &b, &cap_b);
    struct edit_op ops[100];
    edit_align(a, n, b, m, ops, &k);
    confusions_add(c, &t, a, b, ops, k);
    strtab_release(&t);
    free(a);
    free(b);
}

static void confusions_are_named(void **state)
{
    (void)state;
    struct confusions *c = confusions_new();
    struct confusion top[8];
    confuse(c, "penguins", "pengulns");
    confuse(c, "icing", "lcing");
    confuse(c, "modern barn", "modem bam"); /* rn as m, twice */
    confuse(c, "a b", "ab");                /* space lost */
    confuse(c, "ab", "ab.");                /* full stop added */
    confuse(c, "same", "same");
    assert_int_equal(confusions_total(c), 6);
    assert_int_equal(confusions_top(c, top, 8), 4);
    static const char *const want[] = {"i", "rn", "", " "}, *const got[] = {"l", "m", ".", ""};
    static const uint64_t times[] = {2, 2, 1, 1};
    for (int i = 0; i < 4; i++) {
        assert_string_equal(top[i].want, want[i]);
        assert_string_equal(top[i].got, got[i]);
        assert_int_equal(top[i].count, times[i]);
    }
    confusions_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(norm_rules),
        cmocka_unit_test(distance_and_alignment_of_random_pairs),
        cmocka_unit_test(counts_by_hand),
        cmocka_unit_test(interval_of_a_proportion),
        cmocka_unit_test(intervals_cover_the_truth),
        cmocka_unit_test(comparison_tells_a_gain_from_luck),
        cmocka_unit_test(p_of_few_lines_is_exact),
        cmocka_unit_test(confusions_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
