// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <regex.h>
#include <uninorm.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "corpus/pattern.h"
#include "corpus/piece.h"

enum { DRAWS = 300 };

/* Every text of a pattern matches an ordinary regular expression. */
static void texts_match(const char *pattern, const char *regex)
{
    struct pattern *p;
    struct err e = {0};
    if (pattern_compile(pattern, &p, &e)) {
        fail_msg("'%s': %s", pattern, e.msg);
    }
    regex_t re;
    assert_int_equal(regcomp(&re, regex, REG_EXTENDED | REG_NOSUB), 0);
    for (uint64_t i = 0; i < DRAWS; i++) {
        struct arena a = {0};
        struct rng r = rng_stream(7, RNG_TEXT, i, 0);
        size_t len;
        const char *s = pattern_make(p, &r, &a, &len);
        assert_int_equal(strlen(s), len);
        if (regexec(&re, s, 0, NULL, 0)) {
            fail_msg("'%s' gave '%s', which is not '%s'", pattern, s, regex);
        }
        arena_release(&a);
    }
    regfree(&re);
    pattern_free(p);
}

static void language(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *regex;
    } t[] = {
        {"", "^$"},
        {"abc", "^abc$"},
        {"a.b^c$-", "^a[.]b\\^c[$]-$"},
        {"\\d\\l\\u\\w\\s\\.", "^[0-9][a-z][A-Z][0-9A-Za-z] [.]$"},
        {"[A-CX-]", "^[ABCX-]$"},
        {"[]x]", NULL},
        {"[\\]x]", "^[]x]$"},
        {"a|bc|", "^(a|bc|)$"},
        {"(a|b){3}", "^[ab]{3}$"},
        {"x?y*z+", "^x?y{0,8}z{1,8}$"},
        {"\\d{2,5}", "^[0-9]{2,5}$"},
        {"(\\u{2}-){2}\\d", "^([A-Z]{2}-){2}[0-9]$"},
        {"\\(\\)\\[\\]\\|\\?\\*\\+\\\\\\}[{]", "^[(][)][[][]][|][?][*][+]\\\\[}][{]$"},
        {"\\x{41}\\x{20ac}", "^A€$"},
        {"[äö]", "^(ä|ö)$"},
        {"\\{ean13}", "^[0-9]{13}$"},
        {"\\{ean13:400}", "^400[0-9]{10}$"},
        {"\\{ean8} \\{upca} \\{gtin14}", "^[0-9]{8} [0-9]{12} [0-9]{14}$"},
        {"\\{luhn:16:45}", "^45[0-9]{14}$"},
        {"\\{iban:DE}", "^DE[0-9]{20}$"},
        {"\\{iban4:GB}", "^GB[0-9]{2} [A-Z]{4}( [0-9]{4}){3} [0-9]{2}$"},
        {"\\{iban:IT}", "^IT[0-9]{2}[A-Z][0-9]{10}[0-9A-Z]{12}$"},
        {"\\{date:%d.%m.%Y}", "^[0-3][0-9][.][01][0-9][.](19[5-9]|20[0-3])[0-9]$"},
        {"\\{date:%e %B %y, %H:%M:%S}",
         "^[1-3]?[0-9] [A-Z][a-z]+ [0-9]{2}, [0-2][0-9]:[0-5][0-9]:[0-5][0-9]$"},
        {"\\{date:%a %b %I %p %j %n%%}",
         "^[A-Z][a-z]{2} [A-Z][a-z]{2} (0[1-9]|1[0-2]) [AP]M [0-9]{3} [0-9]{1,2}%$"},
        {"\\{price:0.50-199.99} EUR", "^[0-9]{1,3}[.][0-9]{2} EUR$"},
        {"\\{price:0,5-1999,99}", "^[0-9]{1,4},[0-9]{2}$"},
        {"\\{price:1-9}", "^[1-9]$"},
        {"\\{int:7-12}", "^([7-9]|1[0-2])$"},
        {"\\{int:0007-9999}", "^[0-9]{4}$"},
        {"(\\{int:1-2};){2}", "^[12];[12];$"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        if (t[i].regex) {
            texts_match(t[i].pattern, t[i].regex);
        }
    }
}

static void mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *message;
    } t[] = {
        {"ab(c", "column 3: no ')' closes this"},
        {"ab)c", "column 3: ')' closes nothing"},
        {"[abc", "column 1: no ']' closes this"},
        {"x[]", "column 2: an empty class"},
        {"[^a]", "column 2: a class cannot be negated"},
        {"[z-a]", "column 2: the range 'z-a' does not ascend"},
        {"[\\d-z", "no ']' closes"},
        {"]", "column 1: ']' closes nothing"},
        {"a}", "column 2: '}' closes nothing"},
        {"äö*+", "column 4: nothing stands before '+'"},
        {"?", "column 1: nothing stands before '?'"},
        {"(|*)", "column 3: nothing stands before '*'"},
        {"{3}", "write \\x{7b}"},
        {"a{", "column 3: count is missing"},
        {"a{2,", "column 5: second count is missing"},
        {"a{2", "column 4: '}' wanted"},
        {"a{3,2}", "column 3: the counts do not ascend"},
        {"a{1001}", "count is over 1000"},
        {"a{99999999999999999999}", "count is over 1000"},
        {"\\q", "column 1: unknown escape '\\q'"},
        {"a\\", "column 2: a backslash at the end"},
        {"\\{ean14}", "column 3: no piece is called 'ean14'"},
        {"\\{ean13", "'}' wanted"},
        {"\\{", "no piece is called ''"},
        {"\\{ean13:4006381333931}", "first digits wanted, fewer than 13"},
        {"\\{ean13:}", "first digits wanted"},
        {"\\{luhn}", "'luhn' wants arguments"},
        {"\\{luhn:1}", "has 2 digits at least"},
        {"\\{luhn:65}", "number of digits is over 64"},
        {"\\{iban:XX}", "column 8: an IBAN wants one of the countries"},
        {"\\{iban:D", "an IBAN wants"},
        {"\\{iban:DEX}", "'}' wanted"},
        {"\\{date:%Q}", "column 8: a date format knows"},
        {"\\{date:}", "a date wants a format"},
        {"\\{date:%", "a date format knows"},
        {"\\{price:5}", "a range wants '-'"},
        {"\\{price:0-5}", "begins above 0"},
        {"\\{price:6-5}", "ascends"},
        {"\\{price:0.1234567-1}", "6 decimals"},
        {"\\{int:9-1}", "the range does not ascend"},
        {"\\{int:1.5-2}", "a range wants '-'"},
        {"\\{int:-5-2}", "a number wanted"},
        {"a\tb\x02", "column 4: a control character"},
        {"\xc3", "byte 1 is not UTF-8"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct pattern *p = (void *)1;
        struct err e = {0};
        assert_int_equal(pattern_compile(t[i].pattern, &p, &e), ST_RECIPE);
        assert_null(p);
        if (!strstr(e.msg, t[i].message)) {
            fail_msg("'%s': '%s' instead of '%s'", t[i].pattern, e.msg, t[i].message);
        }
        assert_int_equal(pattern_compile(t[i].pattern, &p, NULL), ST_RECIPE);
    }
}

static void too_much(void **state)
{
    (void)state;
    struct buf b = {0};
    struct pattern *p;
    for (int i = 0; i <= PATTERN_MAX_DEPTH; i++) {
        buf_addc(&b, '(');
    }
    struct err e = {0};
    assert_int_equal(pattern_compile(b.data, &p, &e), ST_RECIPE);
    assert_non_null(strstr(e.msg, "column 65: groups are nested deeper than 64"));
    buf_clear(&b);
    while (b.len <= PATTERN_MAX_BYTES) {
        buf_addc(&b, 'a');
    }
    assert_int_equal(pattern_compile(b.data, &p, NULL), ST_RECIPE);
    buf_release(&b);

    /* a thousand million letters, and as many nothings */
    static const char *const bomb[] = {"(((ä{1000}){1000}){1000}){1000}",
                                       "((((){1000}){1000}){1000}){1000}", "(\\{iban4:FR}){1000}"};
    for (size_t i = 0; i < sizeof bomb / sizeof *bomb; i++) {
        assert_int_equal(pattern_compile(bomb[i], &p, NULL), ST_OK);
        struct arena a = {0};
        struct rng r = rng_stream(1, RNG_TEXT, 0, 0);
        size_t len;
        const char *s = pattern_make(p, &r, &a, &len);
        assert_true(len <= PATTERN_MAX_BYTES && utf8_valid(s, len, NULL));
        assert_true(i == 1 ? len == 0 : len > PATTERN_MAX_BYTES - 64);
        arena_release(&a);
        pattern_free(p);
    }
}

static void texts_are_nfc_and_repeatable(void **state)
{
    (void)state;
    struct pattern *p;
    assert_int_equal(pattern_compile("[aeo]\\x{301}|क\\x{93c}|\\p{Hangul}{3}", &p, NULL), ST_OK);
    unsigned composed = 0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        struct arena a = {0};
        struct rng r = rng_stream(3, RNG_TEXT, i, 0), again = r;
        size_t len, len2;
        const char *s = pattern_make(p, &r, &a, &len), *s2 = pattern_make(p, &again, &a, &len2);
        assert_int_equal(len, len2);
        assert_memory_equal(s, s2, len);
        size_t n;
        const char *nfc = utf8_nfc(&a, s, len, &n);
        assert_int_equal(n, len);
        assert_memory_equal(nfc, s, n);
        composed += !strcmp(s, "é");
        arena_release(&a);
    }
    assert_true(composed > 10);
    pattern_free(p);
}

/* Equal chances: of code points in a class, of alternatives, of counts. */
static void chances(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        const char *one;
        double p;
    } t[] = {
        {"[a-eüaa]", "ü", 1.0 / 6}, {"a|b|c|c", "c", 0.5},     {"x{1,4}", "xx", 0.25},
        {"(a|)", "", 0.5},          {"\\{int:1-5}", "5", 0.2},
    };
    enum { N = 6000 };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct pattern *p;
        assert_int_equal(pattern_compile(t[i].pattern, &p, NULL), ST_OK);
        int hits = 0;
        struct arena a = {0};
        for (uint64_t k = 0; k < N; k++) {
            struct rng r = rng_stream(5, RNG_TEXT, k, 0);
            size_t len;
            hits += !strcmp(pattern_make(p, &r, &a, &len), t[i].one);
            arena_reset(&a);
        }
        arena_release(&a);
        pattern_free(p);
        assert_true(hits > N * t[i].p * 0.9 && hits < N * t[i].p * 1.1);
    }
}

static void check_digits(void **state)
{
    (void)state;
    /* numbers in public use as examples */
    assert_int_equal(gs1_check_digit("400638133393", 12), '1');
    assert_int_equal(gs1_check_digit("978030640615", 12), '7'); /* ISBN-13 */
    assert_int_equal(gs1_check_digit("7351353", 7), '7');       /* EAN-8 */
    assert_int_equal(gs1_check_digit("03600029145", 11), '2');  /* UPC-A */
    assert_int_equal(luhn_check_digit("7992739871", 10), '3');
    assert_int_equal(luhn_check_digit("411111111111111", 15), '1');
    static const char *const iban[] = {"DE89370400440532013000",      "GB82WEST12345698765432",
                                       "FR1420041010050500013M02606", "NL91ABNA0417164300",
                                       "CH9300762011623852957",       "NO9386011117947"};
    for (size_t i = 0; i < sizeof iban / sizeof *iban; i++) {
        assert_int_equal(iban_remainder(iban[i], strlen(iban[i])), 1);
    }
    assert_int_not_equal(iban_remainder("DE88370400440532013000", 22), 1);
}

static void made_check_digits(void **state)
{
    (void)state;
    struct pattern *p;
    assert_int_equal(pattern_compile("\\{ean13} \\{luhn:16} \\{iban:FR} \\{ean8}", &p, NULL),
                     ST_OK);
    struct arena a = {0};
    for (uint64_t i = 0; i < DRAWS; i++) {
        struct rng r = rng_stream(11, RNG_TEXT, i, 0);
        size_t len;
        const char *s = pattern_make(p, &r, &a, &len);
        assert_int_equal(len, 13 + 1 + 16 + 1 + 27 + 1 + 8);
        assert_int_equal(s[12], gs1_check_digit(s, 12));
        assert_int_equal(s[29], luhn_check_digit(s + 14, 15));
        assert_int_equal(iban_remainder(s + 31, 27), 1);
        assert_int_equal(s[len - 1], gs1_check_digit(s + 59, 7));
        arena_reset(&a);
    }
    arena_release(&a);
    pattern_free(p);
}

static void calendar(void **state)
{
    (void)state;
    static const struct {
        uint32_t days;
        struct date want;
    } t[] = {
        {0, {1950, 1, 1, 0, 1}},       {58, {1950, 2, 28, 2, 59}},
        {59, {1950, 3, 1, 3, 60}},     {7305, {1970, 1, 1, 4, 1}},
        {18321, {2000, 2, 29, 2, 60}}, {18322, {2000, 3, 1, 3, 61}},
        {27088, {2024, 3, 1, 5, 61}},  {DATE_DAYS - 1, {2035, 12, 31, 1, 365}},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct date d = date_from_days(t[i].days);
        assert_memory_equal(&d, &t[i].want, sizeof d);
    }
    /* every day follows the one before it */
    struct date y = date_from_days(0);
    for (uint32_t k = 1; k < DATE_DAYS; k++) {
        struct date d = date_from_days(k);
        bool next_day = d.day == y.day + 1 && d.month == y.month && d.year == y.year;
        bool next_month = d.day == 1 && d.month == y.month + 1 && d.year == y.year && y.day >= 28;
        bool next_year =
            d.day == 1 && d.month == 1 && y.day == 31 && y.month == 12 && d.year == y.year + 1;
        assert_true(next_day + next_month + next_year == 1);
        assert_int_equal(d.weekday, (y.weekday + 1) % 7);
        y = d;
    }
}

/* Half of a log-uniform range lies below the geometric mean of its ends. */
static void prices(void **state)
{
    (void)state;
    struct pattern *p;
    assert_int_equal(pattern_compile("\\{price:1.00-100.00}", &p, NULL), ST_OK);
    struct arena a = {0};
    enum { N = 4000 };
    int below = 0;
    for (uint64_t i = 0; i < N; i++) {
        struct rng r = rng_stream(13, RNG_TEXT, i, 0);
        size_t len;
        double v = strtod(pattern_make(p, &r, &a, &len), NULL);
        assert_true(v >= 1 && v <= 100);
        below += v < 10;
        arena_reset(&a);
    }
    assert_true(below > N * 0.46 && below < N * 0.54);
    arena_release(&a);
    pattern_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(language),
        cmocka_unit_test(mistakes),
        cmocka_unit_test(too_much),
        cmocka_unit_test(texts_are_nfc_and_repeatable),
        cmocka_unit_test(chances),
        cmocka_unit_test(check_digits),
        cmocka_unit_test(made_check_digits),
        cmocka_unit_test(calendar),
        cmocka_unit_test(prices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
