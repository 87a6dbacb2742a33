// SPDX-License-Identifier: MIT
/* Whatever happens to a byte of a dataset, check tells; and reading it never does worse than fail.
 * */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/dataset_check.h"
#include "data_fixture.h"

enum { COUNT = 6, SHARD = 4 };
static const char *const files[] = {"shard-000000.tar", "shard-000000.idx", "shard-000001.tar",
                                    "shard-000001.idx", DATASET_MANIFEST};

static void collect(void *ctx, const char *problem)
{
    struct buf *b = ctx;
    buf_printf(b, "%s\n", problem);
}

static enum st check(const char *dir, struct buf *problems)
{
    struct check_result r;
    struct err e = {0};
    buf_clear(problems);
    return dataset_check(dir, &(struct check_options){.problem = collect, .ctx = problems}, &r, &e);
}

/* Reads all there is; what it returns does not matter, what a sanitizer says does. */
static void read_all(const char *dir)
{
    struct dataset *d;
    struct arena a = {0};
    if (!dataset_open(dir, &d, NULL)) {
        for (uint64_t i = 0; i < dataset_count(d); i++) {
            struct record r;
            struct record_label l;
            (void)(dataset_get(d, i, &r, NULL) || record_label(&r, &a, &l, NULL));
            arena_reset(&a);
        }
        dataset_close(d);
    }
    arena_release(&a);
}

static void overwrite(const char *dir, const char *name, const void *bytes, size_t len)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", dir, name);
    FILE *f = fopen(path.data, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
    buf_release(&path);
}

static const char *make(const char *name)
{
    const char *dir = fixture_path(name);
    struct dataset_options o = fixture_options(dir, COUNT, SHARD);
    struct buf note = {0};
    struct err e = {0};
    if (fixture_make(&o, UINT64_MAX, &note, &e)) {
        fail_msg("%s", e.msg);
    }
    return dir;
}

static void every_flipped_byte_is_found(void **state)
{
    (void)state;
    const char *dir = make("flip");
    struct buf problems = {0};
    assert_int_equal(check(dir, &problems), ST_OK);
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        struct buf b = fixture_file(dir, files[f]);
        bool tar = strstr(files[f], ".tar") != NULL;
        assert_true(b.len > 400);
        for (size_t i = 0; i < b.len; i += tar && i > 600 ? 31 : 5) {
            b.data[i] = (char)(b.data[i] ^ 1 << i % 8);
            overwrite(dir, files[f], b.data, b.len);
            if (check(dir, &problems) != ST_CHECK || !strstr(problems.data, files[f])) {
                fail_msg("%s: byte %zu of %zu changed, and check said: %s", files[f], i, b.len,
                         problems.data);
            }
            read_all(dir);
            b.data[i] = (char)(b.data[i] ^ 1 << i % 8);
        }
        overwrite(dir, files[f], b.data, b.len);
        buf_release(&b);
    }
    assert_int_equal(check(dir, &problems), ST_OK);
    buf_release(&problems);
}

static void every_truncation_is_found(void **state)
{
    (void)state;
    const char *dir = make("cut");
    struct buf problems = {0};
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        struct buf b = fixture_file(dir, files[f]);
        for (size_t n = 0; n < b.len; n += n < b.len - 200 ? 97 : 9) {
            overwrite(dir, files[f], b.data, n);
            if (check(dir, &problems) != ST_CHECK) {
                fail_msg("%s cut to %zu of %zu bytes went unseen", files[f], n, b.len);
            }
            read_all(dir);
        }
        overwrite(dir, files[f], b.data, b.len);
        buf_release(&b);
    }
    buf_release(&problems);
}

static void a_missing_file_is_found(void **state)
{
    (void)state;
    const char *dir = make("missing");
    struct buf problems = {0};
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        struct buf b = fixture_file(dir, files[f]), path = {0};
        buf_printf(&path, "%s/%s", dir, files[f]);
        assert_int_equal(unlink(path.data), 0);
        assert_int_equal(check(dir, &problems), ST_CHECK);
        read_all(dir);
        overwrite(dir, files[f], b.data, b.len);
        buf_release(&path);
        buf_release(&b);
    }
    overwrite(dir, "shard-000002.idx", "{}", 2);
    assert_int_equal(check(dir, &problems), ST_CHECK);
    assert_non_null(strstr(problems.data, "shard-000002.idx"));
    buf_release(&problems);
}

/* Damage in one sample is told with that sample's key, and with no other's. */
static void the_damaged_sample_is_named(void **state)
{
    (void)state;
    const char *dir = make("named");
    struct buf problems = {0};
    struct dataset *d;
    struct record r;
    assert_int_equal(dataset_open(dir, &d, NULL), ST_OK);
    assert_int_equal(dataset_get(d, 2, &r, NULL), ST_OK);
    uint64_t at = record_member(&r, "json")->offset + 3;
    dataset_close(d);
    struct buf b = fixture_file(dir, files[0]);
    b.data[at] ^= 1;
    overwrite(dir, files[0], b.data, b.len);
    assert_int_equal(check(dir, &problems), ST_CHECK);
    char offset[60];
    snprintf(offset, sizeof offset, "sample '000000002' (json, offset %llu)",
             (unsigned long long)at - 3);
    assert_non_null(strstr(problems.data, offset));
    assert_null(strstr(problems.data, "'000000001'"));
    struct err e = {0};
    assert_int_equal(dataset_open(dir, &d, NULL), ST_OK);
    assert_int_equal(dataset_get(d, 1, &r, &e), ST_OK);
    assert_int_equal(dataset_get(d, 2, &r, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, offset));
    dataset_close(d);
    buf_release(&b);
    buf_release(&problems);
}

/* Files that belong to another dataset of the same shape are whole in themselves, and still wrong.
 * */
static void swapped_files_are_found(void **state)
{
    (void)state;
    const char *dir = make("mine"), *other = fixture_path("other");
    struct dataset_options o = fixture_options(other, COUNT, SHARD);
    struct buf note = {0}, problems = {0};
    o.seed++;
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, NULL), ST_OK);
    struct buf mine = fixture_file(dir, files[1]), theirs = fixture_file(other, files[1]);
    overwrite(dir, files[1], theirs.data, theirs.len);
    assert_int_equal(check(dir, &problems), ST_CHECK);
    assert_non_null(strstr(problems.data, "seed 8, not 7"));
    struct buf second = fixture_file(dir, files[3]);
    overwrite(dir, files[1], second.data, second.len);
    assert_int_equal(check(dir, &problems), ST_CHECK);
    read_all(dir);
    buf_release(&second);
    buf_release(&mine);
    buf_release(&theirs);
    buf_release(&problems);
}

/* What seals cannot show: a dataset made whole with bad contents. */
static void bad_contents_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *image, *label, *says;
    } cases[] = {
        {"not a picture", "{\"text\":\"a\"}", "picture: "},
        {NULL, "{\"text\":\"\"}", "no transcript"},
        {NULL, "{\"words\":[]}", "no transcript"},
        {NULL, "{\"text\":", "not JSON: line 1"},
        {NULL, "{\"text\":\"\xff\"}", "not JSON"},
        {NULL, "[]", "no transcript"},
        {NULL, "{\"text\":\"a\",\"words\":[{\"text\":\"a\",\"quad\":[1,2,3,4,5,6,7]}]}", "quad"},
        {NULL, "{\"text\":\"a\",\"words\":[{\"text\":\"a\",\"quad\":[1,2,3,4,5,6,7,null]}]}",
         "quad"},
        {NULL, "{\"text\":\"a\",\"words\":7}", "\"words\""},
        {NULL, "{\"text\":\"a\",\"width_px\":-1}", "size"},
        {NULL, "{\"text\":\"a\",\"split\":\"test\"}", "splits"},
        {NULL, "{\"text\":\"a\"}", NULL},
    };
    struct buf picture = {0}, problems = {0}, note = {0};
    fixture_picture(0, &picture);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[20];
        snprintf(name, sizeof name, "bad%zu", i);
        struct dataset_options o = fixture_options(fixture_path(name), 1, SHARD);
        struct dataset_writer *w;
        uint64_t first, count;
        const char *image = cases[i].image ? cases[i].image : picture.data;
        const struct record_file two[] = {
            {"jpg", image, cases[i].image ? strlen(image) : picture.len},
            {"json", cases[i].label, strlen(cases[i].label)}};
        struct record_facts facts = {.width_px = 16, .height_px = 8};
        assert_int_equal(dataset_writer_open(&w, &o, NULL), ST_OK);
        assert_true(dataset_writer_next(w, &first, &count));
        assert_int_equal(dataset_writer_add(w, 0, two, 2, &facts, NULL), ST_OK);
        assert_int_equal(dataset_writer_finish(w, &note, NULL), ST_OK);
        dataset_writer_free(w);
        assert_int_equal(check(o.dir, &problems), cases[i].says ? ST_CHECK : ST_OK);
        if (cases[i].says && !strstr(problems.data, cases[i].says)) {
            fail_msg("case %zu: wanted '%s', it said: %s", i, cases[i].says, problems.data);
        }
    }
    buf_release(&picture);
    buf_release(&problems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_flipped_byte_is_found),
        cmocka_unit_test(every_truncation_is_found),
        cmocka_unit_test(a_missing_file_is_found),
        cmocka_unit_test(the_damaged_sample_is_named),
        cmocka_unit_test(swapped_files_are_found),
        cmocka_unit_test(bad_contents_are_found),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
