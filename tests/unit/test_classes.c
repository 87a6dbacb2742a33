// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <string.h>

#include "ocr/classes.h"

static void counts_become_classes_in_byte_order(void **state)
{
    (void)state;
    struct grapheme_counts *g = grapheme_counts_new();
    struct classes *c = NULL;
    const char *text = "b\xc3\xa4"
                       "ab\nbe\xcc\x81"; /* b ä a b, b e+acute */
    assert_int_equal(grapheme_counts_add(g, text, strlen(text), NULL), ST_OK);
    assert_int_equal(grapheme_counts_add(g, "\xc3\xa9", 2, NULL), ST_OK); /* é in one code point */
    assert_int_equal(grapheme_counts_distinct(g), 4);
    assert_int_equal(grapheme_counts_total(g), 7);
    assert_int_equal(classes_from_counts(g, 1, &c, NULL), ST_OK);
    assert_int_equal(classes_count(c), 5);
    assert_int_equal(classes_find(c, "a", 1), 1);
    assert_int_equal(classes_find(c, "b", 1), 2);
    assert_int_equal(classes_find(c, "\xc3\xa4", 2), 3);
    assert_int_equal(classes_find(c, "\xc3\xa9", 2), 4);
    assert_int_equal(classes_find(c, "z", 1), 0);
    classes_free(c);
    assert_int_equal(classes_from_counts(g, 2, &c, NULL), ST_OK); /* b three times, é twice */
    assert_int_equal(classes_count(c), 3);
    classes_free(c);
    struct err e = {0};
    assert_int_equal(classes_from_counts(g, 9, &c, &e), ST_RANGE);
    assert_null(c);
    assert_int_equal(grapheme_counts_add(g, "a\xff", 2, &e), ST_FORMAT);
    grapheme_counts_free(g);
}

static void text_goes_through_and_unknowns_are_counted(void **state)
{
    (void)state;
    struct classes *c = NULL;
    struct grapheme_counts *unknown = grapheme_counts_new();
    struct buf out = {0};
    assert_int_equal(classes_from_text("cab \xe0\xa4\x95\xe0\xa4\xbf", 10, &c, NULL),
                     ST_OK); /* Devanagari ki: one class */
    assert_int_equal(classes_count(c), 6);
    int32_t k[32];
    const char *text = "ab \xe0\xa4\x95\xe0\xa4\xbf\xe0\xa4\x95!!c";
    size_t n = classes_encode(c, text, strlen(text), k, 32, unknown);
    const int32_t want[] = {2, 3, 4, 5, 1};
    assert_int_equal(n, 5);
    assert_memory_equal(k, want, sizeof want);
    classes_decode(c, k, n, &out);
    assert_string_equal(out.data, "ab \xe0\xa4\x95\xe0\xa4\xbf"
                                  "c");
    buf_clear(&out);
    grapheme_counts_top(unknown, 1, &out);
    assert_string_equal(out.data, "'!' 2");
    assert_int_equal(grapheme_counts_total(unknown), 3);
    buf_release(&out);
    grapheme_counts_free(unknown);
    classes_free(c);
}

static void json_round_trip_and_damage(void **state)
{
    (void)state;
    struct classes *c = NULL, *d = NULL;
    assert_int_equal(classes_from_text("a\"\\ \xc3\xa9", 6, &c, NULL), ST_OK);
    struct buf b = {0};
    struct json j = json_to(&b);
    classes_write(c, &j);
    json_t *v = json_loadb(b.data, b.len, 0, NULL);
    assert_int_equal(classes_read(v, &d, NULL), ST_OK);
    assert_int_equal(classes_count(d), classes_count(c));
    for (int32_t k = 0; k < classes_count(c); k++) {
        assert_string_equal(classes_text(c, k, NULL), classes_text(d, k, NULL));
    }
    json_decref(v);
    classes_free(c);
    classes_free(d);
    buf_release(&b);
    static const char *const bad[] = {"[\"ab\"]", "[\"a\",\"a\"]", "[\"\"]", "[1]", "[]",
                                      "{}",       "[\"e\\u0301\"]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        v = json_loads(bad[i], 0, NULL);
        struct err e = {0};
        assert_int_not_equal(classes_read(v, &d, &e), ST_OK);
        assert_null(d);
        assert_true(e.msg[0]);
        json_decref(v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_become_classes_in_byte_order),
        cmocka_unit_test(text_goes_through_and_unknowns_are_counted),
        cmocka_unit_test(json_round_trip_and_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
