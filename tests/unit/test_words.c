// SPDX-License-Identifier: MIT
/* Words drawn otherwise than their line, spaces of justified lines, and signs composed from others of a face's glyphs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "font/fontset.h"
#include "sample.h"
#include "text/layout.h"

static char recipe_path[64];

static struct generator *open_yaml(const char *text, const char *font)
{
    char yaml[1024];
    struct generator *g;
    struct buf problems = {0};
    struct err e = {0};
    snprintf(yaml, sizeof yaml, "kind: text\ntext: {sources: [%s]}\nfont: %s\n", text, font);
    assert_int_equal(file_write(recipe_path, yaml, strlen(yaml), &e), ST_OK);
    if (generator_open(recipe_path, NULL, 0, NULL, &g, &problems, &e)) {
        fail_msg("%s\n%s", e.msg, problems.data ? problems.data : "");
    }
    buf_release(&problems);
    return g;
}

static struct sample plan(const struct generator *g, uint64_t i, struct arena *a)
{
    struct sample s;
    struct err e = {0};
    if (plan_make(generator_text(g), 1, i, 0, a, &s, &e)) {
        fail_msg("sample %llu: %s", (unsigned long long)i, e.msg);
    }
    return s;
}

static const char *family_at(const struct sample *s, size_t byte)
{
    size_t k = 0;
    while (k + 1 < s->text.n_runs && s->text.run[k + 1].start <= byte) {
        k++;
    }
    return s->text.run[k].face->family;
}

static double tracking_at(const struct sample *s, size_t byte)
{
    size_t k = 0;
    while (k + 1 < s->text.n_runs && s->text.run[k + 1].start <= byte) {
        k++;
    }
    return s->text.run[k].tracking_em;
}

/* Spaced out is a stretch of one to three whole words, and never the space behind it. */
static void test_spaced(void **state)
{
    (void)state;
    struct generator *g = open_yaml("{words: [alpha beta gamma delta epsilon]}",
                                    "{families: [DejaVu Sans], spaced_p: 0.5, spaced_em: 0.25}");
    struct arena a = {0};
    int with = 0;
    for (uint64_t i = 0; i < 200; i++) {
        struct sample s = plan(g, i, &a);
        int words = 0, stretches = 0;
        double before = 0;
        for (size_t b = 0; b < s.text.len; b++) {
            double t = tracking_at(&s, b);
            bool first = b == 0 || s.text.text[b - 1] == ' ';
            assert_true(t == 0 || t == 0.25);
            assert_true(t <= before || first);                 /* it begins with a word */
            assert_true(t >= before || s.text.text[b] == ' '); /* and ends with one */
            stretches += t > before;
            words += first && t > 0;
            before = t;
        }
        assert_in_range(stretches, 0, 1);
        assert_in_range(words, 0, 3);
        with += words > 0;
        arena_reset(&a);
    }
    assert_in_range(with, 65, 135); /* 100 of 200, five deviations */
    arena_release(&a);
    generator_close(g);
}

/* Roman numerals are in the other face in three lines of four, other words in those that mix_p says. */
static void test_mixed(void **state)
{
    (void)state;
    struct generator *g = open_yaml("{words: [wie XVI. und 1745 Die]}",
                                    "{families: [DejaVu Sans], mix_sets: [book], mix_p: 0}");
    struct arena a = {0};
    int numerals = 0, numbers = 0;
    for (uint64_t i = 0; i < 200; i++) {
        struct sample s = plan(g, i, &a);
        assert_string_equal(family_at(&s, 0), "DejaVu Sans");
        assert_string_equal(family_at(&s, strlen("wie XVI. und 1745 Di")), "DejaVu Sans");
        numerals += strcmp(family_at(&s, strlen("wie X")), "DejaVu Sans") != 0;
        numbers += strcmp(family_at(&s, strlen("wie XVI. und 1")), "DejaVu Sans") != 0;
        arena_reset(&a);
    }
    assert_in_range(numerals, 119, 181); /* 150 */
    assert_in_range(numbers, 46, 114);   /* 80 */
    arena_release(&a);
    generator_close(g);
}

static struct layout lay(const struct sample *s, struct shaper *sh, struct arena *a)
{
    struct layout l;
    struct err e = {0};
    if (layout_make(sh, s, &s->text, 100, a, &l, &e)) {
        fail_msg("%s", e.msg);
    }
    return l;
}

/* Two spaces, the second behind a full stop: three times word_space_em in all; spaced letters bring their own. */
static void test_spaces(void **state)
{
    (void)state;
    struct generator *g = open_yaml("{words: [one two. six]}", "{families: [DejaVu Sans]}");
    struct shaper *sh = shaper_new();
    struct arena a = {0};
    struct sample s = plan(g, 0, &a);
    double plain = lay(&s, sh, &a).box.x1;
    s.word_space_em = 0.5;
    assert_true(fabs(lay(&s, sh, &a).box.x1 - plain - 3 * 50) < 1e-6);
    s.word_space_em = 0;
    struct face_run run[] = {{0, s.face, 0.2}, {3, s.face, 0}};
    s.text.run = run;
    s.text.n_runs = 2;
    assert_true(fabs(lay(&s, sh, &a).box.x1 - plain - 3 * 20) < 1e-6); /* behind each of o, n, e */
    shaper_free(sh);
    arena_release(&a);
    generator_close(g);
}

static struct box ink(struct shaper *sh, const struct sample *s, const struct layout *l,
                      size_t glyph, struct arena *a)
{
    struct path pa = {0};
    struct err e = {0};
    assert_int_equal(layout_outline(sh, s, l, glyph, 0, a, &pa, &e), ST_OK);
    struct box b = box_empty();
    for (size_t i = 0; i < pa.n; i++) {
        box_add(&b, pa.p[i]);
    }
    return b;
}

/* Liberation Sans lacks U+0364, U+2074 and U+2E17: a small e stands in the middle over the u, which keeps its place and
 * advance; the figure is small and raised; the hyphen is the font's own. */
static void test_composed(void **state)
{
    (void)state;
    struct generator *g = open_yaml("{words: [\"u\u0364x\u2074-\u2e17\"]}",
                                    "{families: [Liberation Sans], compose: true, strict: true}");
    struct shaper *sh = shaper_new();
    struct arena a = {0};
    struct sample s = plan(g, 0, &a);
    struct layout l = lay(&s, sh, &a);
    assert_int_equal(l.n_glyphs, 6);
    assert_int_equal(l.n_units, 5);
    struct box u = ink(sh, &s, &l, 0, &a), e = ink(sh, &s, &l, 1, &a), x = ink(sh, &s, &l, 2, &a);
    struct box four = ink(sh, &s, &l, 3, &a), dash = ink(sh, &s, &l, 4, &a),
               twin = ink(sh, &s, &l, 5, &a);
    assert_int_equal(l.glyph[1].unit, l.glyph[0].unit);
    assert_true(fabs((u.x0 + u.x1) / 2 - (e.x0 + e.x1) / 2) < 0.5);
    assert_true(fabs(u.y0 - e.y1 - 6) < 0.5); /* 0.06 em of white */
    assert_true(e.y1 - e.y0 < 0.6 * (u.y1 - u.y0) && e.y1 - e.y0 > 0.35 * (u.y1 - u.y0));
    assert_true(l.unit[1].advance.x0 == l.unit[0].advance.x1 && x.x0 > u.x1);
    assert_true(four.y1 < -25 &&
                four.y1 - four.y0 < 50); /* off the baseline, below the size of a figure */
    assert_true(fabs((dash.x1 - dash.x0) - (twin.x1 - twin.x0)) < 1e-6 &&
                fabs(dash.y0 - twin.y0) < 1e-6);
    shaper_free(sh);
    arena_release(&a);
    generator_close(g);
}

/* Blankenburg has ch, ck, tz and ſt as types, and no table that says when to use them: one glyph for two letters, wherever they are
 * spaced out, too; st, with a round s, and others stay two. */
static void test_types_of_two_letters(void **state)
{
    (void)state;
    if (access("/usr/share/fonts/truetype/blankenburg/Blankenburg_UNZ1A.ttf", R_OK)) {
        print_message("no fonts-blankenburg\n");
        skip();
    }
    struct generator *g = open_yaml("{words: [\"tzchckſtstha\"]}",
                                    "{families: [Blankenburg_UNZ1A], compose: true, strict: true}");
    struct shaper *sh = shaper_new();
    struct arena a = {0};
    struct sample s = plan(g, 0, &a);
    for (int spaced = 0; spaced < 2; spaced++) {
        s.tracking_em = spaced ? 0.2 : 0;
        struct layout l = lay(&s, sh, &a);
        assert_int_equal(l.n_glyphs, 4 + 4);
        assert_int_equal(l.n_units,
                         12); /* all letters have places, t and z one half of the type each */
        struct box t = l.unit[0].advance, z = l.unit[1].advance;
        assert_true(z.x0 >= t.x1 - 1e-6 &&
                    fabs((t.x1 - t.x0) - (z.x1 - z.x0)) < 0.25 * (t.x1 - t.x0) + (spaced ? 20 : 0));
    }
    shaper_free(sh);
    arena_release(&a);
    generator_close(g);
}

/* Without font.compose what a face lacks is an error of strict recipes, as before. */
static void test_not_composed(void **state)
{
    (void)state;
    const char *yaml = "kind: text\ntext: {sources: [{words: [\"u\u0364\"]}]}\nfont: {families: "
                       "[Liberation Sans], strict: true}\n";
    struct generator *g;
    struct err e = {0};
    struct arena a = {0};
    assert_int_equal(file_write(recipe_path, yaml, strlen(yaml), &e), ST_OK);
    enum st st = generator_open(recipe_path, NULL, 0, NULL, &g, NULL, &e);
    if (!st) {
        struct sample s;
        st = plan_make(generator_text(g), 1, 0, 0, &a, &s, &e);
        generator_close(g);
    }
    arena_release(&a);
    assert_int_equal(st, ST_RECIPE);
    assert_non_null(strstr(e.msg, "U+0364"));
}

int main(void)
{
    snprintf(recipe_path, sizeof recipe_path, "/tmp/ersatz-words-%ld.yaml", (long)getpid());
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spaced),       cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_spaces),       cmocka_unit_test(test_composed),
        cmocka_unit_test(test_not_composed), cmocka_unit_test(test_types_of_two_letters),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(recipe_path);
    return failed;
}
