// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "corpus/corpora.h"
#include "data_fixture.h"
#include "ocr/lexicon.h"
#include "ocr/text_draw.h"

static const char recipe_text[] = "kind: text\n"
                                  "font: {sets: [receipt]}\n"
                                  "text:\n"
                                  "  sources:\n"
                                  "    - {name: a, pattern: '[0-4]{3}', weight: 3}\n"
                                  "    - {name: b, pattern: 'x[5-9]', weight: 1}\n";

struct drawn {
    struct grapheme_counts *g;
    uint64_t lines, stop_at;
    struct buf all;
};

static enum st take(void *ctx, const char *text, size_t len, struct err *e)
{
    struct drawn *d = ctx;
    if (++d->lines == d->stop_at) {
        return err_set(e, ST_STOPPED, "enough");
    }
    buf_add(&d->all, text, len);
    buf_addc(&d->all, '\n');
    return grapheme_counts_add(d->g, text, len, e);
}

static struct drawn draw(uint64_t seed, uint64_t n, uint64_t stop_at, enum st want)
{
    struct recipe r;
    struct corpora *c = NULL;
    struct err e = {0};
    struct drawn d = {.g = grapheme_counts_new(), .stop_at = stop_at};
    assert_int_equal(recipe_parse(&r, "r.yaml", recipe_text, strlen(recipe_text), NULL, 0, NULL, &e), ST_OK);
    assert_int_equal(corpora_load(&r, NULL, &c, &e), ST_OK);
    assert_int_equal(text_draw(&r, c, seed, n, take, &d, &e), want);
    corpora_free(c);
    recipe_release(&r);
    return d;
}

static void drawn_release(struct drawn *d)
{
    grapheme_counts_free(d->g);
    buf_release(&d->all);
}

static void alphabet_comes_from_the_recipes_text(void **state)
{
    (void)state;
    struct drawn a = draw(1, 1000, 0, ST_OK), b = draw(1, 1000, 0, ST_OK), other = draw(2, 1000, 0, ST_OK);
    struct classes *c = NULL;
    assert_int_equal(a.lines, 1000);
    assert_string_equal(a.all.data, b.all.data); /* the same again */
    assert_string_not_equal(a.all.data, other.all.data);
    assert_int_equal(classes_from_counts(a.g, 1, &c, NULL), ST_OK);
    assert_int_equal(classes_count(c), 1 + 11); /* 0-9, x */
    /* a weighs three times what b does: of 1000 lines some 750 give 3 graphemes, and 250 give 2 */
    assert_in_range(grapheme_counts_total(a.g), 2700, 2800);
    classes_free(c);
    drawn_release(&a);
    drawn_release(&b);
    drawn_release(&other);
}

static void drawing_stops_when_told(void **state)
{
    (void)state;
    struct drawn a = draw(1, 1000, 7, ST_STOPPED);
    assert_int_equal(a.lines, 7);
    drawn_release(&a);
}

static void word_list_is_read(void **state)
{
    (void)state;
    struct classes *c = NULL;
    struct err e = {0};
    uint64_t left_out = 9;
    const char *path = fixture_path("words");
    assert_int_equal(classes_from_text("abcdeABCDE", 10, &c, NULL), ST_OK);
    struct lexicon *l = lexicon_new(c, false);
    static const char words[] = " abc \r\n\nbad\ndef\n\tead";
    assert_int_equal(file_write(path, words, sizeof words - 1, NULL), ST_OK);
    assert_int_equal(lexicon_read(l, path, &left_out, &e), ST_OK);
    assert_int_equal(lexicon_words(l), 3);
    assert_int_equal(left_out, 1); /* "def" has an f */
    assert_int_equal(file_write(path, "abc\na\xff\n", 7, NULL), ST_OK);
    assert_int_equal(lexicon_read(l, path, NULL, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "line 2"));
    e = (struct err){0};
    assert_int_equal(lexicon_read(l, fixture_path("none"), NULL, &e), ST_IO);
    lexicon_free(l);
    classes_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alphabet_comes_from_the_recipes_text),
        cmocka_unit_test(drawing_stops_when_told),
        cmocka_unit_test(word_list_is_read),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
