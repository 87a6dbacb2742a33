// SPDX-License-Identifier: MIT
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/files.h"
#include "base/image.h"
#include "base/json.h"
#include "base/utf8.h"

static void err_first_message_wins(void **state)
{
    (void)state;
    struct err e = {0};
    assert_int_equal(err_set(&e, ST_IO, "first %d", 1), ST_IO);
    assert_int_equal(err_set(&e, ST_FORMAT, "second"), ST_FORMAT);
    assert_string_equal(e.msg, "first 1");
    assert_int_equal(e.code, ST_IO);
    err_wrap(&e, ST_RECIPE, "r.yaml:3:4: ");
    assert_string_equal(e.msg, "r.yaml:3:4: first 1");
    struct err bell = {0};
    err_set(&bell, ST_IO, "a\033[2Jb");
    assert_string_equal(bell.msg, "a?[2Jb");
    assert_int_equal(err_set(NULL, ST_IO, "no one listens"), ST_IO);
}

static void arena_gives_aligned_distinct_memory(void **state)
{
    (void)state;
    struct arena a = {0};
    for (int round = 0; round < 3; round++) {
        char *last = NULL;
        for (size_t n = 1; n < 2000000; n = n * 3 + 1) {
            char *p = arena_alloc(&a, n);
            assert_int_equal((uintptr_t)p % 64, 0);
            memset(p, round, n);
            assert_ptr_not_equal(p, last);
            last = p;
        }
        assert_string_equal(arena_printf(&a, "%d-%s", 5, "x"), "5-x");
        arena_reset(&a);
    }
    arena_release(&a);
    arena_release(&a);
}

static void json_fixed_rounds_like_a_person(void **state)
{
    (void)state;
    static const struct {
        double v;
        int decimals;
        const char *want;
    } t[] = {
        {0, 2, "0"},          {1, 2, "1"},         {1.5, 2, "1.5"},      {-1.5, 2, "-1.5"},
        {0.005, 2, "0.01"},   {-0.004, 2, "0"},    {12.346, 2, "12.35"}, {100, 0, "100"},
        {0.07, 2, "0.07"},    {-0.07, 2, "-0.07"}, {1e11, 1, "100000000000"},
        {NAN, 2, "null"},     {INFINITY, 2, "null"}, {0.1, 6, "0.1"},   {10.10, 2, "10.1"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct buf b = {0};
        struct json j = json_to(&b);
        json_fixed(&j, t[i].v, t[i].decimals);
        assert_string_equal(b.data, t[i].want);
        buf_release(&b);
    }
}

static void json_nests_and_escapes(void **state)
{
    (void)state;
    struct buf b = {0};
    struct json j = json_to(&b);
    json_object(&j);
    json_key(&j, "a\"b");
    json_str(&j, "\\ \n\t\001 \xc3\xa9");
    json_key(&j, "l");
    json_array(&j);
    json_int(&j, -3);
    json_double(&j, 0.1);
    json_null(&j);
    json_array(&j);
    json_end_array(&j);
    json_bool(&j, true);
    json_end_array(&j);
    json_end_object(&j);
    assert_string_equal(b.data, "{\"a\\\"b\":\"\\\\ \\n\\t\\u0001 \xc3\xa9\",\"l\":[-3,0.1,null,[],true]}");
    buf_release(&b);
}

static void utf8_knows_bad_bytes_and_graphemes(void **state)
{
    (void)state;
    size_t bad = 99;
    assert_true(utf8_valid("a\xc3\xa9", 3, &bad));
    assert_false(utf8_valid("a\xc3", 2, &bad));
    assert_int_equal(bad, 1);
    assert_false(utf8_valid("ab\0c", 4, &bad));
    assert_int_equal(bad, 2);
    assert_false(utf8_valid("\xed\xa0\x80", 3, &bad)); /* a surrogate */
    struct arena a = {0};
    size_t n;
    char *s = utf8_nfc(&a, "e\xcc\x81", 3, &n); /* e + combining acute */
    assert_string_equal(s, "\xc3\xa9");
    uint32_t *off;
    assert_int_equal(utf8_graphemes(&a, "abc", 3, &off), 3);
    assert_int_equal(off[3], 3);
    /* KA + VIRAMA; family emoji joined by ZWJ; CR LF */
    assert_int_equal(utf8_graphemes(&a, "\xe0\xa4\x95\xe0\xa5\x8dx", 7, &off), 2);
    assert_int_equal(utf8_graphemes(&a, "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9", 11, &off), 1);
    assert_int_equal(utf8_graphemes(&a, "\r\n", 2, &off), 1);
    arena_release(&a);
}

static void image_codecs_round_trip(void **state)
{
    (void)state;
    struct image im, back;
    for (int ch = 1; ch <= 3; ch += 2) {
        assert_int_equal(image_init(&im, 37, 21, ch, NULL), ST_OK);
        for (int i = 0; i < 37 * 21 * ch; i++) {
            im.px[i] = (uint8_t)(i / ch % 37 * 6);
        }
        struct buf png = {0}, jpg = {0};
        struct encoder en = {0};
        assert_int_equal(encode_png(&im, 6, &png, NULL), ST_OK);
        assert_int_equal(encode_jpeg(&en, &im, 95, &jpg, NULL), ST_OK);
        assert_int_equal(image_decode(png.data, png.len, 0, &back, NULL), ST_OK);
        assert_int_equal(back.channels, ch);
        assert_memory_equal(back.px, im.px, 37 * 21 * (size_t)ch);
        image_release(&back);
        int w, h, c;
        assert_int_equal(image_size(jpg.data, jpg.len, &w, &h, &c, NULL), ST_OK);
        assert_true(w == 37 && h == 21 && c == ch);
        assert_int_equal(image_decode(jpg.data, jpg.len, 0, &back, NULL), ST_OK);
        int worst = 0;
        for (int i = 0; i < 37 * 21 * ch; i++) {
            int d = abs(back.px[i] - im.px[i]);
            worst = d > worst ? d : worst;
        }
        assert_in_range(worst, 0, 12);
        image_release(&back);
        struct err e = {0};
        assert_int_equal(image_decode(png.data, png.len / 2, 0, &back, &e), ST_FORMAT);
        assert_int_equal(image_decode("hello", 5, 0, &back, NULL), ST_FORMAT);
        buf_release(&png);
        buf_release(&jpg);
        encoder_release(&en);
        image_release(&im);
    }
    assert_int_equal(image_init(&im, 0, 5, 1, NULL), ST_RANGE);
    assert_int_equal(image_init(&im, 65500, 65500, 1, NULL), ST_RANGE);
}

static void files_are_whole_or_absent(void **state)
{
    (void)state;
    char dir[] = "/tmp/ersatz-test-XXXXXX";
    assert_non_null(mkdtemp(dir));
    struct arena a = {0};
    char *sub = arena_printf(&a, "%s/a/b", dir), *f = arena_printf(&a, "%s/f.txt", sub);
    assert_int_equal(dir_make(sub, NULL), ST_OK);
    assert_int_equal(dir_make(sub, NULL), ST_OK);
    assert_int_equal(file_write(f, "abc", 3, NULL), ST_OK);
    assert_int_equal(file_write(f, "wxyz", 4, NULL), ST_OK);
    struct buf b = {0};
    assert_int_equal(file_read(f, &b, NULL), ST_OK);
    assert_string_equal(b.data, "wxyz");
    char sha[65], mem[65];
    assert_int_equal(file_sha256(f, sha, NULL), ST_OK);
    bytes_sha256("wxyz", 4, mem);
    assert_string_equal(sha, mem);
    bytes_sha256("abc", 3, mem);
    assert_string_equal(mem, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const char **p;
    size_t n;
    assert_int_equal(files_glob(dir, &a, &p, &n, NULL), ST_OK);
    assert_int_equal(n, 1); /* and no temporary file left */
    assert_int_equal(files_glob(arena_printf(&a, "%s/*.none", dir), &a, &p, &n, NULL), ST_IO);
    struct err e = {0};
    assert_int_equal(file_read(arena_printf(&a, "%s/nothing", dir), &b, &e), ST_IO);
    assert_non_null(strstr(e.msg, "No such file"));
    assert_int_equal(file_write("/proc/none/x", "a", 1, NULL), ST_IO);
    unlink(f);
    rmdir(sub);
    rmdir(arena_printf(&a, "%s/a", dir));
    assert_int_equal(rmdir(dir), 0);
    buf_release(&b);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(err_first_message_wins),
        cmocka_unit_test(arena_gives_aligned_distinct_memory),
        cmocka_unit_test(json_fixed_rounds_like_a_person),
        cmocka_unit_test(json_nests_and_escapes),
        cmocka_unit_test(utf8_knows_bad_bytes_and_graphemes),
        cmocka_unit_test(image_codecs_round_trip),
        cmocka_unit_test(files_are_whole_or_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
