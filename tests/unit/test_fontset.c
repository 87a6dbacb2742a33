// SPDX-License-Identifier: MIT
/* Fonts of a recipe: which faces come of it, what they cover, who helps out, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "font/fontset.h"
#include "text_face.h"

#define TEXT "kind: text\ntext: {sources: [{words: [a]}]}\n"

struct fonts {
    struct recipe r;
    struct fontset *fs;
    struct arena arena;
};

static enum st try_fonts(struct fonts *f, const char *font, struct buf *problems, struct err *e)
{
    char yaml[1024];
    struct buf bad = {0};
    *f = (struct fonts){0};
    snprintf(yaml, sizeof yaml, TEXT "font: %s\n", font);
    if (recipe_parse(&f->r, "r.yaml", yaml, strlen(yaml), NULL, 0, &bad, e)) {
        fail_msg("%s", bad.data);
    }
    return fontset_load(&f->r, problems, &f->fs, e);
}

static struct fonts must_load(const char *font)
{
    struct fonts f;
    struct err e = {0};
    if (try_fonts(&f, font, NULL, &e)) {
        fail_msg("%s: %s", font, e.msg);
    }
    return f;
}

static void release(struct fonts *f)
{
    fontset_free(f->fs);
    recipe_release(&f->r);
    arena_release(&f->arena);
}

static const struct face *choose(struct fonts *f, const char *text, uint64_t draw)
{
    struct rng r = rng_stream(1, RNG_FONT, draw, 0);
    const struct face *out = NULL;
    assert_int_equal(fontset_choose(f->fs, &r, &f->arena, text, strlen(text), false, &out, NULL),
                     ST_OK);
    return out;
}

static void test_sets_have_faces(void **state)
{
    (void)state;
    struct fonts f = must_load("{sets: [basic]}");
    assert_true(fontset_count(f.fs) >= 6);
    for (size_t i = 0; i < fontset_count(f.fs); i++) {
        const struct face *a = fontset_face(f.fs, i);
        assert_int_equal(a->id, i);
        assert_string_equal(a->set, "basic");
        assert_true(a->weight > 0 && a->upem > 0 && a->x_height > 0.3 &&
                    a->x_height < a->cap_height);
        assert_true(a->ascent > 0.5 && a->descent > 0);
        assert_true(face_covers(a, "A", 1));
    }
    release(&f);
}

/* Two families of one weight: half each, within five deviations. */
static void test_weights(void **state)
{
    (void)state;
    struct fonts f = must_load(
        "{families: ['Liberation Sans:style=Regular', 'Liberation Serif:style=Regular']}");
    assert_true(fontset_count(f.fs) >= 2); /* some systems have a font twice */
    enum { N = 4000 };
    int serif = 0;
    for (int i = 0; i < N; i++) {
        serif += !strcmp(choose(&f, "abc", (uint64_t)i)->family, "Liberation Serif");
    }
    assert_in_range(serif, N / 2 - 160, N / 2 + 160);
    release(&f);
}

static void test_coverage(void **state)
{
    (void)state;
    struct fonts f = must_load("{families: ['DejaVu Sans:fullname=DejaVu Sans']}");
    const struct face *a = fontset_face(f.fs, 0);
    assert_true(face_covers(a, "é", 2));
    assert_true(face_covers(a, "e\u0301", 3));
    assert_true(face_covers(a, "Ж", 2));
    assert_true(face_covers(a, " ", 1));
    assert_true(face_covers(a, "\u200d", 3)); /* default ignorable: needs no glyph */
    assert_false(face_covers(a, "漢", 3));
    assert_false(face_covers(a, "क", 3));
    assert_false(face_covers(a, "a\U000F1234", 5)); /* one code point is enough */
    release(&f);
}

/* Whole lines go to a face that covers them, if there is one. */
static void test_choice_by_coverage(void **state)
{
    (void)state;
    struct fonts f = must_load(
        "{families: ['DejaVu Sans:fullname=DejaVu Sans', 'Noto Sans Devanagari:style=Regular']}");
    for (uint64_t i = 0; i < 50; i++) {
        assert_string_equal(choose(&f, "नमस्ते", i)->family, "Noto Sans Devanagari");
        assert_string_equal(choose(&f, "Привет", i)->family, "DejaVu Sans");
    }
    release(&f);
}

static void test_fallback_runs(void **state)
{
    (void)state;
    struct fonts f =
        must_load("{families: ['DejaVu Sans:fullname=DejaVu Sans'], fallback: [Noto Sans CJK SC]}");
    const char *text = "tea 茶 and";
    const struct face *want = choose(&f, text, 0);
    assert_string_equal(want->family, "DejaVu Sans"); /* fallback families are never chosen */
    struct face_run *run;
    size_t n;
    assert_int_equal(fontset_runs(f.fs, &f.arena, want, text, strlen(text), &run, &n, NULL), ST_OK);
    assert_int_equal(n, 3);
    assert_int_equal(run[0].start, 0);
    assert_int_equal(run[1].start, 4);
    assert_string_equal(run[1].face->family, "Noto Sans CJK SC");
    assert_int_equal(run[2].start, 8); /* the space stays with the run before it */
    assert_ptr_equal(run[2].face, want);
    release(&f);
}

static void test_no_tofu(void **state)
{
    (void)state;
    struct fonts f = must_load("{families: ['DejaVu Sans:fullname=DejaVu Sans']}");
    struct face_run *run;
    size_t n;
    struct err e = {0};
    const char *text = "a 漢";
    enum st st =
        fontset_runs(f.fs, &f.arena, fontset_face(f.fs, 0), text, strlen(text), &run, &n, &e);
    assert_int_equal(st, ST_RECIPE);
    assert_non_null(strstr(e.msg, "U+6F22"));
    struct rng r = rng_stream(1, RNG_FONT, 0, 0);
    const struct face *out;
    e = (struct err){0};
    st = fontset_choose(f.fs, &r, &f.arena, text, strlen(text), true, &out, &e);
    assert_int_equal(st, ST_RECIPE);
    assert_non_null(strstr(e.msg, "DejaVu Sans"));
    assert_non_null(strstr(e.msg, "U+6F22"));
    release(&f);
}

/* A folder of the user's fonts: good ones count, a broken one is an error that names it. */
static void test_folder(void **state)
{
    (void)state;
    char dir[] = "/tmp/ersatz-fonts-XXXXXX", font[600], path[512];
    int index;
    assert_non_null(mkdtemp(dir));
    assert_true(test_face_find("DejaVu Serif:fullname=DejaVu Serif", path, &index));
    struct buf bytes = {0};
    struct err e = {0};
    assert_int_equal(file_read(path, &bytes, &e), ST_OK);
    snprintf(font, sizeof font, "%s/mine.ttf", dir);
    assert_int_equal(file_write(font, bytes.data, bytes.len, &e), ST_OK);
    char spec[700];
    snprintf(spec, sizeof spec, "{dirs: ['%s']}", dir);
    struct fonts f = must_load(spec);
    assert_int_equal(fontset_count(f.fs), 1);
    assert_string_equal(fontset_face(f.fs, 0)->family, "DejaVu Serif");
    char sha[65];
    assert_int_equal(face_sha256(fontset_face(f.fs, 0), sha, NULL), ST_OK);
    assert_int_equal(strlen(sha), 64);
    release(&f);
    /* cut short everywhere, and noise: never a crash, always the file's name */
    for (size_t keep = 0; keep < bytes.len; keep = keep * 3 + 7) {
        snprintf(font, sizeof font, "%s/mine.ttf", dir);
        assert_int_equal(file_write(font, bytes.data, keep, &e), ST_OK);
        e = (struct err){0};
        if (try_fonts(&f, spec, NULL, &e)) {
            assert_non_null(strstr(e.msg, dir));
        } else {
            assert_true(fontset_count(f.fs) ==
                        1); /* only tables that a face can do without are gone */
        }
        release(&f);
    }
    unlink(font);
    rmdir(dir);
    buf_release(&bytes);
}

/* Faces of one file read one mapping. */
static void test_collection_is_mapped_once(void **state)
{
    (void)state;
    struct fonts f = must_load("{families: ['Noto Sans CJK JP:bold', 'Noto Sans CJK KR:bold']}");
    assert_int_equal(fontset_count(f.fs), 2);
    const struct face *a = fontset_face(f.fs, 0), *b = fontset_face(f.fs, 1);
    assert_ptr_equal(a->bytes, b->bytes);
    assert_int_not_equal(a->index, b->index);
    release(&f);
}

static void test_all_wrong_fonts_at_once(void **state)
{
    (void)state;
    struct fonts f;
    struct buf problems = {0};
    struct err e = {0};
    const char *spec =
        "{sets: [recipt], families: [Nonesuch, DejaVu Sans, Neither], dirs: [/no/folder],\n"
        "  fallback: Nobody}";
    assert_int_equal(try_fonts(&f, spec, &problems, &e), ST_RECIPE);
    assert_int_equal(problem_count(&problems, 0), 5);
    assert_non_null(strstr(problems.data, "r.yaml:3:15: font.sets: there is no font set 'recipt' "
                                          "(did you mean 'receipt'?)\n"));
    assert_non_null(strstr(problems.data, "r.yaml:3:35: font.families: family 'Nonesuch'"));
    assert_non_null(strstr(problems.data, "r.yaml:3:58: font.families: family 'Neither'"));
    assert_non_null(strstr(problems.data, "r.yaml:3:75: font.dirs: '/no/folder'"));
    assert_non_null(strstr(problems.data, "r.yaml:4:13: font.fallback: family 'Nobody'"));
    assert_null(strstr(problems.data, "DejaVu"));
    release(&f);
    buf_release(&problems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sets_have_faces),
        cmocka_unit_test(test_weights),
        cmocka_unit_test(test_coverage),
        cmocka_unit_test(test_choice_by_coverage),
        cmocka_unit_test(test_fallback_runs),
        cmocka_unit_test(test_no_tofu),
        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_collection_is_mapped_once),
        cmocka_unit_test(test_all_wrong_fonts_at_once),
    };
    return cmocka_run_group_tests_name("fontset", tests, NULL, NULL);
}
