// SPDX-License-Identifier: MIT
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/convert.h"
#include "data_fixture.h"
#include "eval/eval_set.h"

enum { SAMPLES = 10 };

static void write_text(const char *path, const char *text)
{
    assert_int_equal(file_write(path, text, strlen(text), NULL), ST_OK);
}

/* Reads all of a split; how many there were. texts: the fixture's, in order, or NULL. */
static int read_all(const char *path, const char *split, const char *kind, bool tabs_are_spaces)
{
    struct eval_set *s = NULL;
    struct eval_item it;
    struct err e = {0};
    int n = 0;
    assert_int_equal(eval_set_open(path, split, &s, &e), ST_OK);
    assert_string_equal(eval_set_kind(s), kind);
    for (; eval_set_more(s); n++) {
        assert_int_equal(eval_set_next(s, &it, &e), ST_OK);
        struct image im = {0};
        assert_int_equal(image_decode(it.image, it.image_len, 1, &im, &e), ST_OK);
        image_release(&im);
        bool known = false;
        for (size_t i = 0; i < sizeof fixture_texts / sizeof *fixture_texts; i++) {
            char want[64];
            snprintf(want, sizeof want, "%s", fixture_texts[i]);
            for (char *p = want; tabs_are_spaces && *p; p++) {
                *p = *p == '\t' || *p == '\n' ? ' ' : *p;
            }
            known |= it.text_len == strlen(want) && !memcmp(it.text, want, it.text_len);
        }
        assert_true(known);
        assert_true(it.key && *it.key);
    }
    assert_int_equal(eval_set_done(s), eval_set_count(s));
    assert_int_equal(eval_set_next(s, &it, &e), ST_RANGE);
    eval_set_close(s);
    return n;
}

static void every_kind_is_found_and_read(void **state)
{
    (void)state;
    const char *data = fixture_path("data"), *tsv = fixture_path("tsv"), *lmdb = fixture_path("lmdb");
    const char *folder = fixture_path("imagefolder");
    struct dataset_options o = fixture_options(data, SAMPLES, 4);
    struct buf note = {0};
    struct convert_result r;
    struct convert_options c = {0};
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, NULL), ST_OK);
    assert_int_equal(convert_export(data, "tsv", tsv, &c, &r, NULL), ST_OK);
    assert_int_equal(convert_export(data, "lmdb", lmdb, &c, &r, NULL), ST_OK);
    assert_int_equal(convert_export(data, "imagefolder", folder, &c, &r, NULL), ST_OK);
    assert_int_equal(read_all(data, NULL, "dataset", false), SAMPLES);
    assert_int_equal(read_all(data, "val", "dataset", false), 2); /* fixture_split: one of five */
    assert_int_equal(read_all(data, "train", "dataset", false), 6);
    assert_int_equal(read_all(tsv, NULL, "tsv", true), SAMPLES);
    assert_int_equal(read_all(tsv, "val", "tsv", true), SAMPLES); /* it does not say: all */
    assert_int_equal(read_all(lmdb, NULL, "lmdb", false), SAMPLES);
    assert_int_equal(read_all(folder, NULL, "imagefolder", false), SAMPLES);
    assert_int_equal(read_all(folder, "test", "imagefolder", false), 2);
    buf_release(&note);
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    struct eval_set *s = NULL;
    struct eval_item it;
    struct err e = {0};
    const char *empty = fixture_path("empty"), *bad = fixture_path("bad");
    assert_int_equal(dir_make(empty, NULL), ST_OK);
    assert_int_equal(eval_set_open(empty, NULL, &s, &e), ST_IO);
    assert_null(s);
    e = (struct err){0};
    assert_int_equal(eval_set_open(empty, "dev", &s, &e), ST_USAGE);
    e = (struct err){0};
    assert_int_equal(dir_make(bad, NULL), ST_OK);
    struct buf picture = {0};
    fixture_picture(1, &picture);
    assert_int_equal(file_write(fixture_path("bad/a.png"), picture.data, picture.len, NULL), ST_OK);
    write_text(fixture_path("bad/labels.tsv"), "a.png\tgood\r\na.png\t\xff\ngone.png\tx\n");
    assert_int_equal(eval_set_open(bad, NULL, &s, &e), ST_OK);
    assert_int_equal(eval_set_next(s, &it, &e), ST_OK);
    assert_int_equal(it.text_len, 4);
    assert_string_equal(it.key, "a.png");
    assert_true(eval_set_more(s)); /* there is one, and it is bad */
    assert_int_equal(eval_set_next(s, &it, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "not UTF-8"));
    eval_set_close(s);
    buf_release(&picture);
}

static void facets_come_from_the_label(void **state)
{
    (void)state;
    json_t *v =
        json_loads("{\"text\":\"x\",\"font\":{\"family\":\"Sans\",\"style\":\"Bold\"},\"script\":\"Latn\","
                   "\"effects\":{\"blur\":{\"px\":1},\"noise\":{}},\"lang\":3}",
                   0, NULL);
    struct arena a = {0};
    struct facet *f;
    assert_int_equal(facets_of_label(v, &a, &f), 4);
    assert_string_equal(f[0].kind, "font");
    assert_string_equal(f[0].value, "Sans");
    assert_string_equal(f[1].value, "Latn");
    assert_string_equal(f[2].kind, "effect");
    assert_string_equal(f[3].value, "noise");
    json_decref(v);
    assert_int_equal(facets_of_label(NULL, &a, &f), 0);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_found_and_read),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(facets_come_from_the_label),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
