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
#include "eval/picture_strip.h"
#include "eval/sealed.h"

enum { SAMPLES = 12 };
static uint8_t salt[SEAL_SALT] = {7, 1, 2, 3};

static const char *made(void) /* a dataset of the fixture */
{
    static const char *path;
    if (!path) {
        static char keep[400];
        snprintf(keep, sizeof keep, "%s", fixture_path("data"));
        path = keep;
        struct dataset_options o = fixture_options(path, SAMPLES, 5);
        struct buf note = {0};
        assert_int_equal(fixture_make(&o, UINT64_MAX, &note, NULL), ST_OK);
        buf_release(&note);
    }
    return path;
}

static struct sealed_result seal(const char *out, const char *answers)
{
    struct sealed_result r;
    struct err e = {0};
    assert_int_equal(sealed_make(made(), fixture_path(out), fixture_path(answers), salt,
                                 &(struct sealed_options){0}, &r, &e),
                     ST_OK);
    return r;
}

static json_t *json_file(const char *name)
{
    struct buf b = fixture_file(fixture_dir, name);
    json_t *v = json_loadb(b.data, b.len, 0, NULL);
    buf_release(&b);
    assert_non_null(v);
    return v;
}

/* Predictions from the answers: the first `wrong` of them with a letter too much. */
static void predict(const char *answers, const char *out, int wrong, const char *extra)
{
    json_t *a = json_file(answers), *list = json_object_get(a, "answers");
    struct buf b = {0};
    for (size_t i = json_array_size(list); i-- > 0;) { /* any order will do */
        const json_t *o = json_array_get(list, i);
        char text[100];
        snprintf(text, sizeof text, "%s%s", json_string_value(json_object_get(o, "text")),
                 (int)i < wrong ? "x" : "");
        json_t *p = json_pack("{s:O,s:s}", "key", json_object_get(o, "key"), "text", text);
        char *s = json_dumps(p, 0);
        buf_printf(&b, "%s\n", s);
        free(s);
        json_decref(p);
    }
    buf_addstr(&b, extra);
    assert_int_equal(file_write(fixture_path(out), b.data, b.len, NULL), ST_OK);
    buf_release(&b);
    json_decref(a);
}

static enum st score(const char *answers, const char *predictions, uint64_t *asked, double *exact,
                     struct err *e)
{
    struct scores *s = NULL;
    *e = (struct err){0};
    enum st st = sealed_score(fixture_path(answers), fixture_path(predictions),
                              &(struct scores_options){.rounds = 20}, &s, asked, e);
    assert_int_equal(st == ST_OK, s != NULL);
    *exact = s ? scores_sum(s)->rate[RATE_EXACT].value : -1;
    scores_free(s);
    return st;
}

static void pictures_go_out_and_texts_stay(void **state)
{
    (void)state;
    struct sealed_result r = seal("out", "a.json");
    assert_int_equal(r.lines, SAMPLES);
    struct stat sb;
    assert_int_equal(stat(fixture_path("a.json"), &sb), 0);
    assert_int_equal(sb.st_mode & 0777, 0600);
    json_t *pub = json_file("out/sealed.json"), *sec = json_file("a.json");
    assert_string_equal(json_string_value(json_object_get(pub, "commitment")), r.commitment);
    struct buf b = fixture_file(fixture_dir, "out/sealed.json");
    assert_null(strstr(b.data, "plain"));
    assert_null(strstr(b.data, "text"));
    buf_release(&b);

    /* the set reads as one without texts, and each picture is the one its answer is about */
    struct eval_set *s = NULL;
    struct eval_item it;
    int moved = 0, n = 0;
    assert_int_equal(eval_set_open(fixture_path("out"), NULL, &s, NULL), ST_OK);
    assert_string_equal(eval_set_kind(s), "sealed");
    for (; eval_set_more(s); n++) {
        assert_int_equal(eval_set_next(s, &it, NULL), ST_OK);
        assert_null(it.text);
        const char *text = json_string_value(
            json_object_get(json_array_get(json_object_get(sec, "answers"), (size_t)n), "text"));
        struct image got = {0}, want = {0};
        assert_int_equal(image_decode(it.image, it.image_len, 1, &got, NULL), ST_OK);
        bool found = false;
        for (unsigned i = 0; i < SAMPLES; i++) {
            struct buf p = {0};
            fixture_picture(i, &p);
            assert_int_equal(image_decode(p.data, p.len, 1, &want, NULL), ST_OK);
            bool same = got.width_px == want.width_px && !memcmp(got.px, want.px, (size_t)got.width_px * 8);
            found |= same && !strcmp(text, fixture_text(i));
            moved += same && (int)i != n;
            image_release(&want);
            buf_release(&p);
        }
        assert_true(found);
        image_release(&got);
    }
    assert_int_equal(n, SAMPLES);
    assert_true(moved > SAMPLES / 2); /* in another order */
    eval_set_close(s);
    json_decref(pub);
    json_decref(sec);

    struct err e = {0}; /* nothing is replaced unasked, and a sealed set cannot be sealed */
    assert_int_equal(sealed_make(made(), fixture_path("out2"), fixture_path("a.json"), salt,
                                 &(struct sealed_options){0}, &r, &e),
                     ST_IO);
    assert_false(dir_exists(fixture_path("out2")));
    e = (struct err){0};
    assert_int_equal(sealed_make(fixture_path("out"), fixture_path("out3"), fixture_path("b.json"), salt,
                                 &(struct sealed_options){0}, &r, &e),
                     ST_FORMAT);
    assert_false(file_exists(fixture_path("b.json")));
    assert_int_equal(sealed_make(made(), fixture_path("out"), fixture_path("a.json"), salt,
                                 &(struct sealed_options){.force = true}, &r, NULL),
                     ST_OK);
}

static void scores_are_counted(void **state)
{
    (void)state;
    struct sealed_result r = seal("s", "s.json");
    struct err e = {0};
    uint64_t asked;
    double exact;
    char line[120];
    snprintf(line, sizeof line, "{\"commitment\":\"%s\"}\n", r.commitment);
    predict("s.json", "p", 3, line);
    assert_int_equal(score("s.json", "p", &asked, &exact, &e), ST_OK);
    assert_int_equal(asked, 1);
    assert_true(exact > 0.749 && exact < 0.751);
    predict("s.json", "p", 0, "");
    assert_int_equal(score("s.json", "p", &asked, &exact, &e), ST_OK);
    assert_int_equal(asked, 2);
    assert_true(exact == 1);
    struct stat sb;
    assert_int_equal(stat(fixture_path("s.json.log"), &sb), 0);
    assert_int_equal(sb.st_mode & 0777, 0600);

    static const struct {
        const char *extra, *says;
    } bad[] = {{"{\"key\":\"000003\",\"text\":\"\"}\n", "is there twice"},
               {"{\"key\":\"3\",\"text\":\"\"}\n", "none of the set's"},
               {"{\"key\":\"000003\"}\n", "needs"},
               {"{\"commitment\":\"00\"}\n", "another sealed set"},
               {"[1]\n", "no object"},
               {"{", "not JSON"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        predict("s.json", "p", 0, bad[i].extra);
        assert_int_equal(score("s.json", "p", &asked, &exact, &e), ST_CHECK);
        assert_non_null(strstr(e.msg, bad[i].says));
    }
    const char *one = "{\"file\":\"img/000001.png\",\"text\":\"x\"}\n";
    assert_int_equal(file_write(fixture_path("p"), one, strlen(one), NULL), ST_OK);
    assert_int_equal(score("s.json", "p", &asked, &exact, &e), ST_CHECK);
    assert_non_null(strstr(e.msg, "lacks 11 of 12 keys, '000000' first"));
    predict("s.json", "p", 1, "");
    assert_int_equal(score("s.json", "p", &asked, &exact, &e), ST_OK);
    assert_int_equal(asked, 3); /* what was refused was not counted */
}

/* Replaces the first `old` in a file. */
static void edit(const char *name, const char *old, const char *new)
{
    struct buf b = fixture_file(fixture_dir, name), c = {0};
    char *at = strstr(b.data, old);
    assert_non_null(at);
    buf_add(&c, b.data, (size_t)(at - b.data));
    buf_addstr(&c, new);
    buf_addstr(&c, at + strlen(old));
    assert_int_equal(file_write(fixture_path(name), c.data, c.len, NULL), ST_OK);
    buf_release(&b);
    buf_release(&c);
}

static void tampering_is_noticed(void **state)
{
    (void)state;
    struct err e;
    uint64_t asked;
    double exact;
    seal("t", "t.json");
    predict("t.json", "p", 0, "");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(score("t.json", "p", &asked, &exact, &e), ST_OK);
    }
    edit("t.json.log", "\"ask\":1", "\"ask\":9");
    assert_int_equal(score("t.json", "p", &asked, &exact, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "line 2 does not follow"));
    edit("t.json.log", "\"ask\":9", "\"ask\":1");
    assert_int_equal(score("t.json", "p", &asked, &exact, &e), ST_OK);
    assert_int_equal(asked, 4);
    edit("t.json", "plain text", "plain test");
    assert_int_equal(score("t.json", "p", &asked, &exact, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "commitment"));
}

static void metadata_is_taken_out(void **state)
{
    (void)state;
    struct buf png = {0}, jpg = {0}, out = {0}, dirty = {0};
    const char *ext;
    fixture_picture(1, &png);
    fixture_picture(2, &jpg);
    /* a text chunk behind IHDR (8 + 25 bytes), and bytes behind the end */
    buf_add(&dirty, png.data, 33);
    buf_add(&dirty, "\0\0\0\6tEXtsecret\0\0\0\0", 18);
    buf_add(&dirty, png.data + 33, png.len - 33);
    buf_addstr(&dirty, "secret");
    assert_int_equal(picture_strip(dirty.data, dirty.len, &out, &ext, NULL), ST_OK);
    assert_string_equal(ext, "png");
    assert_int_equal(out.len, png.len);
    assert_memory_equal(out.data, png.data, png.len);
    /* a comment and EXIF behind SOI */
    buf_clear(&dirty);
    buf_clear(&out);
    buf_add(&dirty, jpg.data, 2);
    buf_add(&dirty, "\xff\xfe\0\10secret\xff\xe1\0\10secret", 20);
    buf_add(&dirty, jpg.data + 2, jpg.len - 2);
    buf_addstr(&dirty, "secret");
    assert_int_equal(picture_strip(dirty.data, dirty.len, &out, &ext, NULL), ST_OK);
    assert_string_equal(ext, "jpg");
    assert_int_equal(out.len, jpg.len);
    assert_memory_equal(out.data, jpg.data, jpg.len);
    for (size_t n = 0; n < png.len; n++) { /* cut off anywhere */
        buf_clear(&out);
        assert_int_equal(picture_strip(png.data, n, &out, &ext, NULL), ST_FORMAT);
    }
    for (size_t n = 0; n < jpg.len; n++) {
        buf_clear(&out);
        assert_int_equal(picture_strip(jpg.data, n, &out, &ext, NULL), ST_FORMAT);
    }
    buf_release(&png);
    buf_release(&jpg);
    buf_release(&out);
    buf_release(&dirty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_go_out_and_texts_stay),
        cmocka_unit_test(scores_are_counted),
        cmocka_unit_test(tampering_is_noticed),
        cmocka_unit_test(metadata_is_taken_out),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
