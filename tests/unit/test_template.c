// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "corpus/template.h"

/* Field k gets the k-th of these. */
struct values {
    const char *v[4];
    double length[4];
    uint32_t width[4];
    size_t fail_at;
};

static enum st value(void *ctx, size_t field, double length, uint32_t width, struct arena *a,
                     const char **s, size_t *len, struct err *e)
{
    (void)a;
    struct values *v = ctx;
    if (field + 1 == v->fail_at) {
        return err_set(e, ST_IO, "no value");
    }
    v->length[field] = length;
    v->width[field] = width;
    *s = v->v[field];
    *len = strlen(*s);
    return ST_OK;
}

static void formats(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *v[4];
        const char *want;
    } t[] = {
        {"", {0}, ""},
        {"plain", {0}, "plain"},
        {"{a}", {"x"}, "x"},
        {"{a} {b}", {"x", "y"}, "x y"},
        {"{{{a}}}", {"x"}, "{x}"},
        {"{a:5}|", {"x"}, "x    |"},
        {"{a:<5}|", {"x"}, "x    |"},
        {"{a:>5}|", {"x"}, "    x|"},
        {"{a:^5}|{b:^4}|", {"x", "y"}, "  x  | y  |"},
        {"{a:.<6}{b:*>3}", {"ab", "c"}, "ab....**c"},
        {"{a:<<3}{b:>>3}", {"a", "b"}, "a<<>>b"},
        {"{a:·>3}", {"ä"}, "··ä"},
        {"{a:3}", {"longer"}, "longer"},
        {"{a:4}|", {"कि"}, "कि   |"},
        {"{a!u} {b!l} {c!t}", {"straße", "ÄB", "two words"}, "STRASSE äb Two Words"},
        {"{a!u:>4}", {"ß"}, "  SS"},
        {"{a b-c}", {"x"}, "x"},
        {"{a}\xcc\x81", {"e"}, "\xc3\xa9"}, /* NFC over the seam */
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct text_template *tp;
        struct err e = {0};
        assert_int_equal(template_compile(t[i].text, &tp, &e), ST_OK);
        struct arena a = {0};
        struct values v = {.fail_at = 0};
        memcpy(v.v, t[i].v, sizeof v.v);
        const char *s;
        size_t len;
        assert_int_equal(template_make(tp, value, &v, 30, &a, &s, &len, &e), ST_OK);
        assert_string_equal(s, t[i].want);
        assert_int_equal(len, strlen(t[i].want));
        arena_release(&a);
        template_free(tp);
    }
}

static void fields_and_lengths(void **state)
{
    (void)state;
    struct text_template *t;
    assert_int_equal(template_compile("ab {x}{price:>8} {x}", &t, NULL), ST_OK);
    assert_int_equal(template_fields(t), 3);
    assert_string_equal(template_field_name(t, 0), "x");
    assert_string_equal(template_field_name(t, 1), "price");
    assert_string_equal(template_field_name(t, 2), "x");
    struct values v = {.v = {"1", "2", "3"}};
    struct arena a = {0};
    const char *s;
    size_t len;
    assert_int_equal(template_make(t, value, &v, 32, &a, &s, &len, NULL), ST_OK);
    assert_float_equal((float)v.length[0], 10.0F, 1e-6F); /* (32 - 4 - 8) / 2 */
    assert_float_equal((float)v.length[1], 8.0F, 1e-6F);
    assert_int_equal(v.width[0], 0);
    assert_int_equal(v.width[1], 8);
    assert_int_equal(template_make(t, value, &v, 3, &a, &s, &len, NULL), ST_OK);
    assert_float_equal((float)v.length[0], 1.0F, 1e-6F);
    v.fail_at = 2;
    struct err e = {0};
    assert_int_equal(template_make(t, value, &v, 32, &a, &s, &len, &e), ST_IO);
    assert_string_equal(e.msg, "no value");
    arena_release(&a);
    template_free(t);
}

static void mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } t[] = {
        {"ab{c", "column 3: no '}' closes this"},
        {"ab{", "column 3: no '}' closes this"},
        {"{a{b}}", "column 1: no '}' closes this"},
        {"a}b", "column 2: '}' closes nothing (write }} for a brace)"},
        {"ä{}", "column 3: a field without a name"},
        {"{a!x}", "column 4: u, l or t wanted"},
        {"{a:}", "column 4: width is missing"},
        {"{a:<}", "column 5: width is missing"},
        {"{a:0}", "column 4: a width of 0"},
        {"{a:513}", "width is over 512"},
        {"{a:5x}", "column 5: '}' wanted at the end of field 'a'"},
        {"{a!ux}", "column 5: '}' wanted"},
        {"{a:\x01<3}", "a fill is one character"},
        {"a\x02", "column 2: a control character"},
        {"\xe4", "byte 1 is not UTF-8"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct text_template *tp = (void *)1;
        struct err e = {0};
        assert_int_equal(template_compile(t[i].text, &tp, &e), ST_RECIPE);
        assert_null(tp);
        if (!strstr(e.msg, t[i].message)) {
            fail_msg("'%s': '%s' instead of '%s'", t[i].text, e.msg, t[i].message);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats),
        cmocka_unit_test(fields_and_lengths),
        cmocka_unit_test(mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
