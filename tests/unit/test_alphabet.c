// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "corpus/alphabet.h"
#include "corpus/casing.h"
#include "corpus/charset.h"
#include "corpus/clean.h"
#include "recipe/recipe.h"

static void plain_is_plain(void **state)
{
    (void)state;
    static const uint32_t other[] = {'a',   0xe9,   0x416,  0x5d0,  0x915,
                                     0xe01, 0x3042, 0x4e00, 0xac00, 0xac01};
    unsigned n = 0;
    for (uint32_t cp = 0; cp < 0x110000; cp++) {
        if (!utf8_plain(cp)) {
            continue;
        }
        n++;
        assert_int_equal(uc_combining_class(cp), 0);
        assert_false(cp != ' ' && uc_is_property_white_space(cp));
        assert_false(uc_is_general_category_withtable(
            cp, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_M));
        uint32_t out[8];
        size_t len = 8;
        uint32_t *nfc = u32_normalize(UNINORM_NFC, &cp, 1, out, &len);
        assert_true(nfc == out && len == 1 && out[0] == cp);
        for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
            assert_true(uc_is_grapheme_break(cp, other[i]) && uc_is_grapheme_break(other[i], cp));
        }
    }
    assert_true(n > 30000);
}

/* One at a time must give what all at once gives. */
static void graphemes_agree(void **state)
{
    (void)state;
    static const char *const text[] = {
        "plain",
        "naïve x̂y",
        "a\r\nb",
        "हिन्दी में क्षि",
        "ภาษาไทยที่นี่",
        "中文ABC。",
        "한국어 각",
        "👨‍👩‍👧x🇩🇪🇫🇷a",
        "\xe2\x80\x8e"
        "a\xcc\x81",
    };
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        struct arena a = {0};
        uint32_t *off;
        size_t len = strlen(text[i]), n = utf8_graphemes(&a, text[i], len, &off), at = 0;
        for (size_t k = 0; k < n; k++) {
            assert_int_equal(at, off[k]);
            at = utf8_grapheme_end(text[i], len, at);
        }
        assert_int_equal(at, len);
        assert_int_equal(utf8_grapheme_count(text[i], len), n);
        arena_release(&a);
    }
}

static void lines_are_cleaned(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want;
    } t[] = {
        {"  two \t words \r", "two words"},
        {"a\xc2\xa0"
         "b\xe3\x80\x80"
         "c",
         "a b c"},                 /* NBSP, ideographic space */
        {"e\xcc\x81", "\xc3\xa9"}, /* NFC */
        {"co\xc2\xad"
         "op\x07"
         "er\xef\xbb\xbf",
         "cooper"}, /* soft hyphen, bell, BOM */
        {"a\xe2\x80\x8d"
         "b \xe2\x80\x8f"
         "c",
         "a\xe2\x80\x8d"
         "b \xe2\x80\x8f"
         "c"}, /* ZWJ, RLM */
        {"\xe2\x80\xaa"
         "a\xe2\x80\xac",
         "a"}, /* embedding */
        {"\xcc\x81"
         "a \xcc\x81"
         "b \xe2\x80\x8e\xcc\x81"
         "c",
         "a b \xe2\x80\x8e"
         "c"},                        /* marks without a base */
        {"\xe2\x84\xab", "\xc3\x85"}, /* Angstrom sign */
        {" \t ", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct buf b = {0};
        buf_addstr(&b, "<");
        assert_int_equal(clean_append(&b, t[i].in, strlen(t[i].in)), strlen(t[i].want));
        assert_string_equal(b.data + 1, t[i].want);
        buf_release(&b);
    }
}

static bool passes(const char *alphabet, const char *text, size_t *bad)
{
    struct alphabet *al;
    struct err e = {0};
    assert_int_equal(alphabet_parse(alphabet, &al, &e), ST_OK);
    bool ok = alphabet_check(al, text, strlen(text), bad);
    alphabet_free(al);
    return ok;
}

static void alphabets_hold(void **state)
{
    (void)state;
    static const struct {
        const char *alphabet, *text;
        int bad; /* -1: passes */
    } t[] = {
        {"a-z", "abc", -1},
        {"a-z", "ab c", 2},
        {"a-z ", "ab c", -1},
        {"a-zA-Z0-9 .,", "Nr. 7, B", -1},
        {"a-zA-Z0-9 .,", "Nr; 7", 2},
        {"-a", "a-a", -1},
        {"a-", "a-", -1},
        {"a\\-z", "a-z", -1},
        {"a\\-z", "b", 0},
        {"\\d\\s", "1 2", -1},
        {"\\w", "aZ9_", 3},
        {"\\x{20ac}0-9", "€5", -1},
        {"äöüßſa-z", "geweſen", -1},
        {"a-z", "geweſen", 4},
        {"e\xcc\x81", "\xc3\xa9", -1}, /* decomposed in the recipe */
        {"कि", "कि", -1},              /* a cluster as a whole */
        {"कि", "क", 0},                /* ... and not its parts */
        {"कक\\x{93f}", "कि", -1},      /* listed code points */
        {"\\p{Devanagari} ", "हिन्दी में", -1},
        {"\\p{Thai}", "ที่นี่", -1},
        {"\\p{Thai}", "ที่ x", 9},
        {"\\p{Lu}", "ÀÉ", -1},
        {"\\p{Lu}", "Àé", 2},
        {"一-龥", "中文", -1},
        {"\\]\\[\\\\", "[\\]", -1},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        size_t bad = 999;
        bool ok = passes(t[i].alphabet, t[i].text, &bad);
        if (ok != (t[i].bad < 0) || (!ok && (int)bad != t[i].bad)) {
            fail_msg("'%s' on '%s': %s, offset %zu", t[i].alphabet, t[i].text,
                     ok ? "passes" : "fails", bad);
        }
    }
    assert_true(alphabet_check(NULL, "x", 1, &(size_t){0}));
}

static void alphabets_that_are_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *alphabet, *message;
    } t[] = {
        {"", "without characters"},
        {"abz-a", "column 3: the range 'z-a' does not ascend"},
        {"ab\\q", "column 3: unknown escape '\\q'"},
        {"ä\\", "column 2: a backslash at the end"},
        {"\\x{110000}", "column 1: '\\x{110000}' is not a character"},
        {"\\x{d800}", "is not a character"},
        {"\\x41", "wants a name or number in braces"},
        {"\\p{Klingon}", "'Klingon' is neither a script nor"},
        {"\\x{0}-\\x{10ffff}", "is not a character"},
        {" -\\x{10fffd}", "more than 65536 characters"},
        {"\\p{L}", "more than 65536 characters"},
        {"a-कि", "cannot end a range"},
        {"\xff", "byte 1 is not UTF-8"},
        {"a\nb\x01", "column 4: a control character"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct alphabet *al = (void *)1;
        struct err e = {0};
        assert_int_equal(alphabet_parse(t[i].alphabet, &al, &e), ST_RECIPE);
        assert_null(al);
        if (!strstr(e.msg, t[i].message)) {
            fail_msg("'%s': '%s' instead of '%s'", t[i].alphabet, e.msg, t[i].message);
        }
    }
}

static void may_hold_sees_other_cases(void **state)
{
    (void)state;
    struct alphabet *al;
    assert_int_equal(alphabet_parse("A-Z", &al, NULL), ST_OK);
    assert_true(alphabet_may_hold(al, 'A', false));
    assert_false(alphabet_may_hold(al, 'a', false));
    assert_true(alphabet_may_hold(al, 'a', true));
    assert_true(alphabet_may_hold(al, 0xdf, true)); /* ß becomes SS */
    assert_false(alphabet_may_hold(al, 0xe4, true));
    assert_false(alphabet_may_hold(al, '1', true));
    alphabet_free(al);
}

static void sets_count_code_points(void **state)
{
    (void)state;
    struct arena a = {0};
    struct charset cs = {0};
    struct scan sc;
    assert_int_equal(scan_init(&sc, "c-ea-dxx]", 9, 100, NULL), ST_OK);
    assert_int_equal(charset_parse(&sc, &cs, &a, ']'), ST_OK);
    assert_int_equal(cs.count, 6);
    assert_int_equal(cs.n, 2);
    static const char want[] = "abcdex";
    for (uint32_t k = 0; k < 6; k++) {
        assert_int_equal(charset_nth(&cs, k), want[k]);
        assert_true(charset_has(&cs, (uint32_t)want[k]));
    }
    assert_false(charset_has(&cs, 'f'));
    /* U+0378 and U+0379 are not assigned */
    struct charset greek = {0};
    assert_int_equal(scan_init(&sc, "\\x{370}-\\x{37f}", 15, 100, NULL), ST_OK);
    assert_int_equal(charset_parse(&sc, &greek, &a, 0), ST_OK);
    assert_int_equal(greek.count, 14);
    assert_false(charset_has(&greek, 0x378));
    arena_release(&a);
}

static void cases(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        int to;
        const char *lang, *want;
    } t[] = {
        {"Straße 5", CASE_AS_IS, NULL, "Straße 5"},
        {"Straße 5", CASE_UPPER, "de", "STRASSE 5"},
        {"ÄRGER", CASE_LOWER, "de", "ärger"},
        {"Iris", CASE_LOWER, "en", "iris"},
        {"Iris", CASE_LOWER, "tr-TR", "ıris"},
        {"iris", CASE_UPPER, "tr", "İRİS"},
        {"ΟΔΟΣ", CASE_LOWER, "el", "οδος"},
        {"hello big world", CASE_TITLE, "en", "Hello Big World"},
        {"中文", CASE_UPPER, "zh", "中文"},
        {"plain", CASE_UPPER, NULL, "PLAIN"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct arena a = {0};
        size_t len;
        const char *s = casing_apply(&a, t[i].in, strlen(t[i].in), t[i].to, t[i].lang, &len);
        assert_int_equal(len, strlen(t[i].want));
        assert_memory_equal(s, t[i].want, len);
        arena_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_is_plain),           cmocka_unit_test(graphemes_agree),
        cmocka_unit_test(lines_are_cleaned),        cmocka_unit_test(alphabets_hold),
        cmocka_unit_test(alphabets_that_are_wrong), cmocka_unit_test(may_hold_sees_other_cases),
        cmocka_unit_test(sets_count_code_points),   cmocka_unit_test(cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
