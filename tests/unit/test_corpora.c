// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unigbrk.h>
#include <zlib.h>
#include <cmocka.h>

#include "base/files.h"
#include "base/utf8.h"
#include "corpus/balance.h"
#include "corpus/corpora.h"
#include "corpus/corpusfile.h"
#include "corpus/cut.h"
#include "corpus/spaceless.h"
#include "corpus/wordlist.h"

enum { DRAWS = 400 };

static char dir[] = "/tmp/ersatz-corpora-XXXXXX";

static const char english[] =
    "The quick brown fox jumps over the lazy dog. It was not amused, said\n"
    "J. Smith; but then, who is? \"Nobody!\" he cried. e.g. this\n"
    "does not end here... or there.\n"
    "\n"
    "Second paragraph with a few more words in it, so that spans have somewhere to begin and\n"
    "somewhere to end.\n"
    "%\n"
    ";; a comment\n"
    "Third one.\n";

static const char *file(const char *name)
{
    static char path[4][300];
    static int k;
    k = (k + 1) % 4;
    snprintf(path[k], sizeof path[k], "%s/%s", dir, name);
    return path[k];
}

static const char *put(const char *name, const char *text, size_t len)
{
    assert_int_equal(file_write(file(name), text, len, NULL), ST_OK);
    return file(name);
}

static void add_text(struct corpus *c, const char *text)
{
    struct err e = {0};
    if (corpus_add_file(c, put("t.txt", text, strlen(text)), CORPUS_MAX_BYTES, NULL, &e)) {
        fail_msg("%s", e.msg);
    }
}

/* --- files ------------------------------------------------------------------------------------ */

static void text_is_kept_clean(void **state)
{
    (void)state;
    struct corpus c = {0};
    add_text(&c, "\xef\xbb\xbf\n\none  two\r\nthree\r\n\r\n \t\n%\n;;x\nfour \xcc\x81");
    assert_string_equal(c.text.data, "one two\nthree\n\nfour\n\n");
    add_text(&c, "");
    add_text(&c, "five");
    assert_string_equal(c.text.data, "one two\nthree\n\nfour\n\nfive\n\n");
    assert_int_equal(c.text.len, strlen(c.text.data));
    corpus_release(&c);
}

static void gzip_is_read(void **state)
{
    (void)state;
    const char *path = file("t.gz");
    gzFile gz = gzopen(path, "wb");
    assert_int_equal(gzwrite(gz, english, sizeof english - 1), sizeof english - 1);
    gzclose(gz);
    struct corpus plain = {0}, packed = {0};
    add_text(&plain, english);
    assert_int_equal(corpus_add_file(&packed, path, CORPUS_MAX_BYTES, NULL, NULL), ST_OK);
    assert_string_equal(plain.text.data, packed.text.data);
    corpus_release(&plain);
    corpus_release(&packed);

    /* cut short */
    struct buf b = {0};
    struct err e = {0};
    assert_int_equal(file_read(path, &b, NULL), ST_OK);
    assert_int_equal(
        corpus_add_file(&packed, put("short.gz", b.data, b.len / 2), CORPUS_MAX_BYTES, NULL, &e),
        ST_FORMAT);
    assert_non_null(strstr(e.msg, "short.gz"));
    buf_release(&b);
    corpus_release(&packed);
}

static void bad_files(void **state)
{
    (void)state;
    struct corpus c = {0};
    struct err e = {0};
    assert_int_equal(corpus_add_file(&c, put("latin1.txt", "one\ntwo \xe4\nthree\n", 16),
                                     CORPUS_MAX_BYTES, NULL, &e),
                     ST_FORMAT);
    assert_non_null(strstr(e.msg, "latin1.txt' is not UTF-8: line 2, byte offset 8 (0xe4)"));
    corpus_release(&c);
    e = (struct err){0};
    assert_int_equal(corpus_add_file(&c, put("nul.txt", "a\n\0", 3), CORPUS_MAX_BYTES, NULL, &e),
                     ST_FORMAT);
    assert_non_null(strstr(e.msg, "line 2, byte offset 2 (0x00)"));
    corpus_release(&c);
    e = (struct err){0};
    assert_int_equal(corpus_add_file(&c, file("none.txt"), CORPUS_MAX_BYTES, NULL, &e), ST_IO);
    assert_non_null(strstr(e.msg, "No such file"));
    corpus_release(&c);
}

/* Lines longer than the reader's buffer come in parts, none of them torn inside a character. */
static void long_lines(void **state)
{
    (void)state;
    struct buf b = {0};
    for (int i = 0; i < 100000; i++) {
        buf_addstr(&b, "ä€");
    }
    buf_addstr(&b, "\nend");
    struct corpus c = {0};
    assert_int_equal(
        corpus_add_file(&c, put("long.txt", b.data, b.len), CORPUS_MAX_BYTES, NULL, NULL), ST_OK);
    assert_true(utf8_valid(c.text.data, c.text.len, NULL));
    assert_string_equal(c.text.data + c.text.len - 6, "\nend\n\n");
    size_t ends = 0;
    for (size_t i = 0; i < c.text.len; i++) {
        ends += c.text.data[i] == '\n';
    }
    assert_int_equal(c.text.len, 500000 + 3 + ends);
    corpus_release(&c);
    /* no more than asked for, whole lines only */
    const char *path = put("lines.txt", "12345678\nabcdefgh\nx\n", 20);
    assert_int_equal(corpus_add_file(&c, path, 12, NULL, NULL), ST_OK);
    assert_string_equal(c.text.data, "12345678\n\n");
    corpus_release(&c);
    buf_release(&b);
}

/* --- pieces ----------------------------------------------------------------------------------- */

static bool has_piece(const struct corpus *c, const char *want)
{
    for (uint32_t i = 0; i < c->n_pieces; i++) {
        if (c->piece[i].len == strlen(want) &&
            !memcmp(c->text.data + c->piece[i].start, want, c->piece[i].len)) {
            return true;
        }
    }
    return false;
}

static void sentences(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want[5];
    } t[] = {
        {english,
         {"The quick brown fox jumps over the lazy dog.",
          "It was not amused, said\nJ. Smith; but then, who is?",
          "\"Nobody!\" he cried. e.g. this\ndoes not end here... or there.", "Third one."}},
        {"彼は「はい。」と言った。次の文！終", {"彼は「はい。」", "と言った。", "次の文！", "終"}},
        {"यह एक वाक्य है। दूसरा वाक्य।", {"यह एक वाक्य है।", "दूसरा वाक्य।"}},
        {"Preis: 3.50 EUR. Wie z. B. Äpfel (frisch!). Ja",
         {"Preis: 3.50 EUR.", "Wie z. B. Äpfel (frisch!).", "Ja"}},
        {"End?! \xe2\x80\x9cQuote.\xe2\x80\x9d Next",
         {"End?!", "\xe2\x80\x9cQuote.\xe2\x80\x9d", "Next"}},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct corpus c = {0};
        add_text(&c, t[i].text);
        corpus_index(&c, CORPUS_SENTENCES, 200, NULL);
        for (size_t k = 0; k < 5 && t[i].want[k]; k++) {
            if (!has_piece(&c, t[i].want[k])) {
                fail_msg("no sentence '%s'", t[i].want[k]);
            }
        }
        corpus_release(&c);
    }
}

static bool no_b(void *ctx, uint32_t cp)
{
    (void)ctx;
    return cp != 'b';
}

static bool not_of(void *ctx, uint32_t cp)
{
    const char *refused = ctx;
    for (size_t i = 0, len = strlen(refused); i < len;) {
        if (utf8_next(refused, len, &i) == cp) {
            return false;
        }
    }
    return true;
}

static void filters(void **state)
{
    (void)state;
    static const struct {
        const char *text, *refused, *want;
        uint32_t min_length;
    } t[] = {
        {"one two\nthree four\n", "", "one two\nthree four\n\n", 0},
        {"one two\nthree four\n", "w", "one\n\nthree four\n\n", 0},
        {"one two\nthree four\n", "t", "one\n\nfour\n\n", 0},
        {"one two\nthree four\n", "o", "three\n\n", 0},
        {"one two\nthree four\n", " ", "one\n\ntwo\n\nthree\n\nfour\n\n", 0},
        {"one two\nthree four\n", "onthur", "", 0},
        {"中文x中文\nที่นี่", "x文", "中\n\n中\n\nที่นี่\n\n", 0},
        {"ก ที่นี่", "\xe0\xb8\xb5", "ก\n\n", 0}, /* a mark takes its letter with it */
        {"ab cd\n\nabc\n\nab\ncd\n", "", "ab cd\n\nab\ncd\n\n", 5},
        {"ab cd efg", "d", "efg\n\n", 3},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct corpus c = {0};
        char refused[20];
        snprintf(refused, sizeof refused, "%s", t[i].refused);
        struct corpus_filter f = {not_of, refused, t[i].min_length};
        assert_int_equal(
            corpus_add_file(&c, put("t.txt", t[i].text, strlen(t[i].text)), 1000, &f, NULL), ST_OK);
        assert_string_equal(c.text.len ? c.text.data : "", t[i].want);
        corpus_release(&c);
    }
}

static void lines_by_length(void **state)
{
    (void)state;
    struct corpus c = {0};
    add_text(&c, "a\nbb\nccc\nहिनदी\nab\nlonger line\nee\n");
    corpus_index(&c, CORPUS_LINES, 5, &(struct corpus_filter){.keep = no_b});
    assert_int_equal(c.n_pieces, 4);
    assert_int_equal(c.first[2] - c.first[1], 1);
    assert_int_equal(c.first[3] - c.first[2], 1);
    assert_int_equal(
        c.first[4] - c.first[3],
        2); /* Devanagari: three graphemes, by Unicode 15.1 (which joins conjuncts) as before */
    assert_int_equal(c.longest, 11);
    assert_int_equal(c.shortest, 1);
    struct arena a = {0};
    struct rng r = rng_stream(1, RNG_TEXT, 0, 0);
    struct cut cut;
    assert_true(cut_piece(&c, &r, &a, (struct cut_length){2, 2, 2}, &cut));
    assert_string_equal(cut.text, "ee");
    assert_true(cut_piece(&c, &r, &a, (struct cut_length){1000, 1, 5}, &cut));
    assert_false(cut_piece(&c, &r, &a, (struct cut_length){5, 4, 5}, &cut));
    assert_false(cut_piece(&c, &r, &a, (struct cut_length){9, 9, 12}, &cut));
    arena_release(&a);
    corpus_release(&c);
}

/* --- spans ------------------------------------------------------------------------------------ */

/* A span must be found in the flat text, with borders of words at its ends. */
static void check_span(const char *flat, const struct cut *cut)
{
    const char *at = flat;
    for (bool good = false; !good; at++) {
        at = strstr(at, cut->text);
        if (!at) {
            fail_msg("'%s' is not in the text or splits a word", cut->text);
        }
        const char *end = at + cut->len;
        bool begins = at == flat || at[-1] == ' ', ends = !*end || *end == ' ';
        size_t i = 0, k = 0;
        if (!begins) {
            const char *b = at - 1;
            while ((*b & 0xc0) == 0x80) {
                b--;
            }
            begins = spaceless_break(utf8_next(b, 4, &i), utf8_next(at, 4, &k)) &&
                     utf8_grapheme_end(b, strlen(b), 0) <= (size_t)(at - b);
        }
        if (!ends) {
            const char *b = end - 1;
            while ((*b & 0xc0) == 0x80) {
                b--;
            }
            i = k = 0;
            ends = spaceless_break(utf8_next(b, 4, &i), utf8_next(end, 4, &k)) &&
                   utf8_grapheme_end(b, strlen(b), 0) == (size_t)(end - b);
        }
        good = begins && ends;
    }
}

static void spans(void **state)
{
    (void)state;
    static const struct {
        const char *text, *flat;
        bool exact;
    } t[] = {
        {"The quick brown fox jumps over\nthe lazy dog, and so on and on and on and\non.",
         "The quick brown fox jumps over the lazy dog, and so on and on and on and on.", false},
        {"Die Geſchichte iſt noch nicht\nzu Ende, ſagte der Müller und ſchwieg.",
         "Die Geſchichte iſt noch nicht zu Ende, ſagte der Müller und ſchwieg.", false},
        {"हिन्दी में लिखा हुआ एक\nछोटा सा वाक्य यहाँ पर है", "हिन्दी में लिखा हुआ एक छोटा सा वाक्य यहाँ पर है",
         false},
        {"ภาษาไทยไม่มีช่องว่างระหว่างคำ\nที่นี่มีน้ำใจดีทุกคน", "ภาษาไทยไม่มีช่องว่างระหว่างคำที่นี่มีน้ำใจดีทุกคน", true},
        {"中文的句子之間沒有空格,\n可以在任何字之間切開而且很長",
         "中文的句子之間沒有空格, 可以在任何字之間切開而且很長", false},
        {"日本語の文章はどこで\n切ってもよいというわけではない",
         "日本語の文章はどこで切ってもよいというわけではない", true},
        {"한국어는 띄어쓰기를\n합니다 그래서 단어가 있습니다",
         "한국어는 띄어쓰기를 합니다 그래서 단어가 있습니다", false},
        {"混在ABCと123の行", "混在ABCと123の行", false},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct corpus c = {0};
        add_text(&c, t[i].text);
        unsigned got = 0, exact = 0;
        for (uint64_t k = 0; k < DRAWS; k++) {
            struct arena a = {0};
            struct rng r = rng_stream(17, RNG_TEXT, k, 0);
            struct cut cut;
            if (cut_span(&c, &r, &a, (struct cut_length){7, 3, 12}, &cut)) {
                got++;
                size_t n = utf8_grapheme_count(cut.text, cut.len);
                assert_in_range(n, 3, 12);
                exact += n == 7;
                check_span(t[i].flat, &cut);
            }
            arena_release(&a);
        }
        assert_true(got > DRAWS / 4);
        if (t[i].exact) {
            assert_true(exact > got / 2);
        }
        corpus_release(&c);
    }
}

static void paragraphs_are_not_joined(void **state)
{
    (void)state;
    struct corpus c = {0};
    add_text(&c, "aa bb\ncc\n\nxx yy\nzz\n");
    bool joined = false;
    for (uint64_t k = 0; k < DRAWS; k++) {
        struct arena a = {0};
        struct rng r = rng_stream(19, RNG_TEXT, k, 0);
        struct cut cut;
        if (cut_span(&c, &r, &a, (struct cut_length){8, 2, 20}, &cut)) {
            assert_false(strpbrk(cut.text, "abc") && strpbrk(cut.text, "xyz"));
            joined = joined || !strcmp(cut.text, "aa bb cc");
        }
        arena_release(&a);
    }
    assert_true(joined);
    corpus_release(&c);
}

static void breaks_of_spaceless_scripts(void **state)
{
    (void)state;
    assert_true(spaceless_break(0x4e2d, 0x6587));
    assert_true(spaceless_break('A', 0x6587));
    assert_false(spaceless_break('A', 'B'));
    assert_false(spaceless_break(0x4e2d, 0x3002)); /* before an ideographic full stop */
    assert_false(spaceless_break(0x300c, 0x4e2d)); /* behind an opening bracket */
    assert_false(spaceless_break(0x304b, 0x3063)); /* before small tsu */
    assert_false(spaceless_break(0xe40, 0xe01)); /* behind a Thai vowel that is written in front */
    assert_false(spaceless_break(0xe01, 0xe32));
    assert_true(spaceless_break(0xe01, 0xe02));
    assert_false(spaceless_break(0xac00, 0xac01)); /* Korean has spaces */
}

static void words(void **state)
{
    (void)state;
    struct corpus c = {0};
    add_text(&c, "alpha beta gamma\ndelta epsilon\n\nzeta eta");
    for (uint64_t k = 0; k < DRAWS; k++) {
        struct arena a = {0};
        struct rng r = rng_stream(23, RNG_TEXT, k, 0);
        struct cut cut;
        assert_true(cut_words(&c, &r, &a, (struct cut_length){18, 10, 25}, &cut));
        assert_in_range(utf8_grapheme_count(cut.text, cut.len), 10, 25);
        for (char *w = arena_dup(&a, cut.text, cut.len), *save = w;
             (w = strtok_r(save, " ", &save));) {
            assert_non_null(strstr("alpha beta gamma delta epsilon zeta eta", w));
        }
        assert_null(strstr(cut.text, "  "));
        arena_release(&a);
    }
    corpus_release(&c);
    add_text(&c, "中文的句子之間沒有空格");
    struct arena a = {0};
    struct rng r = rng_stream(23, RNG_TEXT, 0, 0);
    struct cut cut;
    assert_true(cut_words(&c, &r, &a, (struct cut_length){12, 10, 14}, &cut));
    assert_null(strchr(cut.text, ' '));
    arena_release(&a);
    corpus_release(&c);
}

/* --- word lists ------------------------------------------------------------------------------- */

static void wordlists(void **state)
{
    (void)state;
    struct wordlist w = {0};
    assert_int_equal(wordlist_add(&w, "milk\t3", 6, NULL), ST_OK);
    assert_int_equal(wordlist_add_file(
                         &w, put("w.txt", "  brown  bread\n;; no\n\ntea\t4.0\r\n", 31), 1000, NULL),
                     ST_OK);
    assert_int_equal(wordlist_count(&w), 3);
    unsigned n[3] = {0};
    for (uint64_t k = 0; k < 8000; k++) {
        struct rng r = rng_stream(29, RNG_TEXT, k, 0);
        size_t len;
        const char *s = wordlist_draw(&w, &r, &len);
        int which = len == 4 ? 0 : len == 11 ? 1 : 2;
        assert_memory_equal(s, which == 0 ? "milk" : which == 1 ? "brown bread" : "tea", len);
        n[which]++;
    }
    assert_in_range(n[0], 2800, 3200);
    assert_in_range(n[1], 850, 1150);
    static const char *const bad[] = {"a\tx", "a\t0", "a\t-1", "a\t", "a\tnan", "\t5", " "};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(wordlist_add(&w, bad[i], strlen(bad[i]), NULL), ST_RECIPE);
    }
    struct err e = {0};
    assert_int_equal(wordlist_add_file(&w, put("w2.txt", "a\nb\tmany\n", 9), 1000, &e), ST_RECIPE);
    assert_non_null(strstr(e.msg, "w2.txt:2: 'many' is not a weight"));
    assert_int_equal(wordlist_count(&w), 4);
    wordlist_release(&w);
}

/* --- whole ------------------------------------------------------------------------------------ */

static struct recipe recipe_of(struct recipe_source *s, size_t n, double lo, double hi)
{
    for (size_t i = 0; i < n; i++) {
        s[i].line = 10 + (int)i;
        s[i].column = 5;
    }
    return (struct recipe){.path = "r.yaml",
                           .sources = s,
                           .n_sources = n,
                           .length = {.kind = DIST_UNIFORM, .a = lo, .b = hi, .whole = true}};
}

static void fails(const struct recipe *r, enum st want, const char *message)
{
    struct corpora *c = (void *)1;
    struct err e = {0};
    enum st st = corpora_load(r, NULL, &c, &e);
    assert_null(c);
    if (st != want || !strstr(e.msg, message)) {
        fail_msg("%d '%s' instead of %d '%s'", st, e.msg, want, message);
    }
    assert_int_equal(corpora_load(r, NULL, &c, NULL), want);
}

static const char *en_paths[1], *missing[] = {"/usr/share/dict/no-such-list"},
                                *optional[] = {"/nowhere/at/all.txt?", NULL},
                                *fortunes[] = {"/usr/share/games/fortunes/none"};

static void sources_that_are_wrong(void **state)
{
    (void)state;
    static const char *unknown[] = {"no-such-corpus"}, *all_optional[] = {"/nowhere.txt?"},
                      *at[] = {"@/nowhere"};
    struct recipe_source s = {.name = "s", .weight = 1, .corpus = missing, .n_corpus = 1};
    struct recipe r = recipe_of(&s, 1, 5, 10);
    fails(&r, ST_RECIPE,
          "r.yaml:10:5: source 's': no file matches '/usr/share/dict/no-such-list' (apt-get "
          "install wamerican)");
    s.corpus = fortunes;
    fails(&r, ST_RECIPE, "(apt-get install fortunes)");
    s.corpus = unknown;
    fails(&r, ST_RECIPE, "no corpus called 'no-such-corpus' comes with the program");
    s.corpus = all_optional;
    fails(&r, ST_RECIPE, "no file matches '/nowhere.txt'");
    s = (struct recipe_source){
        .name = "s", .weight = 1, .words = at, .n_words = 1, .line = 3, .column = 4};
    fails(&r, ST_RECIPE, "r.yaml:3:4: source 's': no file matches '/nowhere'");
    s = (struct recipe_source){.name = "s", .weight = 1, .pattern = "a["};
    fails(&r, ST_RECIPE, "source 's': column 2: no ']' closes this");
    s = (struct recipe_source){.name = "s", .weight = 1, .template_ = "{t}"};
    fails(&r, ST_RECIPE, "no source is called 't' (there are: s)");
    s = (struct recipe_source){.name = "s", .weight = 0, .pattern = "a"};
    fails(&r, ST_RECIPE, "r.yaml: no text source has a weight above 0");
    s = (struct recipe_source){.name = "s", .weight = 1, .pattern = "\\s*"};
    fails(&r, ST_RECIPE, "in 200 tries no text");
    s = (struct recipe_source){.name = "s", .weight = 1};
    fails(&r, ST_RECIPE, "one of corpus, words, pattern, template");

    struct recipe_source circle[] = {{.name = "a", .weight = 1, .template_ = "{b}"},
                                     {.name = "b", .template_ = "x {c}"},
                                     {.name = "c", .template_ = "{a}"}};
    r = recipe_of(circle, 3, 5, 10);
    fails(&r, ST_RECIPE, "source 'a': the template contains itself");
    struct recipe_source doubling[12];
    static const char *const names[12] = {"n0", "n1", "n2", "n3", "n4",  "n5",
                                          "n6", "n7", "n8", "n9", "n10", "n11"};
    static const char *const text[12] = {"{n1}{n1}", "{n2}{n2}",   "{n3}{n3}",   "{n4}{n4}",
                                         "{n5}{n5}", "{n6}{n6}",   "{n7}{n7}",   "{n8}{n8}",
                                         "{n9}{n9}", "{n10}{n10}", "{n11}{n11}", "x"};
    for (size_t i = 0; i < 12; i++) {
        doubling[i] =
            (struct recipe_source){.name = names[i], .weight = i == 0, .template_ = text[i]};
    }
    r = recipe_of(doubling, 12, 5, 10);
    fails(&r, ST_RECIPE, "more than 256 values");
}

static void texts_that_never_fit(void **state)
{
    (void)state;
    static const char *words_list[] = {"größe"};
    struct recipe_source s = {.name = "w", .weight = 1, .words = words_list, .n_words = 1};
    struct recipe r = recipe_of(&s, 1, 5, 10);
    r.alphabet = "a-zö";
    fails(&r, ST_RECIPE,
          "r.yaml:10:5: source 'w': in 200 tries no text fitted text.alphabet; the first character "
          "that is not in it is 'ß' (U+00DF)");
    r.alphabet = "a-";
    fails(&r, ST_RECIPE, "fitted text.alphabet");
    r.alphabet = "z-a";
    fails(&r, ST_RECIPE, "r.yaml: text.alphabet: column 1: the range 'z-a' does not ascend");
    s = (struct recipe_source){.name = "c",
                               .weight = 1,
                               .corpus = en_paths,
                               .n_corpus = 1,
                               .take = TAKE_LINE,
                               .line = 1,
                               .column = 1};
    r.alphabet = "a-z ";
    fails(&r, ST_RECIPE, "'T' (U+0054)");
    r.alphabet = NULL;
    r.length = dist_const(200);
    fails(&r, ST_RECIPE, "they have 10 to 87 characters, allowed are 200 to 200");
    s.take = TAKE_SPAN;
    fails(&r, ST_RECIPE, "they have 10 to 157 characters, allowed are 200 to 200");
    r.length = dist_const(5);
    r.alphabet = "x ";
    fails(&r, ST_RECIPE, "'T' (U+0054)");
}

/* A bare word is a corpus that comes with the program; other paths may lie beside the recipe. */
static void files_by_name(void **state)
{
    (void)state;
    const char *bare[] = {"tiny"}, *beside[] = {"assets/*/tiny.t?t"}, *folder[] = {"assets"};
    const char **entry[] = {bare, beside, folder};
    assert_int_equal(dir_make(file("assets/corpora"), NULL), ST_OK);
    put("assets/corpora/tiny.txt", "tiny words\n", 11);
    setenv("ERSATZ_SHARE", dir, 1);
    for (size_t i = 0; i < sizeof entry / sizeof *entry; i++) {
        struct recipe_source s = {.name = "t", .weight = 1, .corpus = entry[i], .n_corpus = 1};
        struct recipe r = recipe_of(&s, 1, 10, 10);
        r.path = file("r.yaml");
        struct corpora *c;
        struct corpora_line l;
        struct arena a = {0};
        struct rng rng = rng_stream(43, RNG_TEXT, i, 0);
        if (i == 2) {
            folder[0] = file("assets");
        }
        assert_int_equal(corpora_load(&r, NULL, &c, NULL), ST_OK);
        assert_int_equal(corpora_draw(c, &rng, &a, NULL, 10, &l, NULL), ST_OK);
        assert_string_equal(l.text, "tiny words");
        corpora_free(c);
        arena_release(&a);
    }
    unsetenv("ERSATZ_SHARE");
}

static unsigned draw_all(const struct recipe *r, const char *source, double length,
                         unsigned *distinct,
                         void (*check)(const struct recipe *r, const struct corpora_line *l))
{
    struct corpora *c;
    struct err e = {0};
    if (corpora_load(r, NULL, &c, &e)) {
        fail_msg("%s", e.msg);
    }
    char last[4200] = "";
    struct arena a = {0};
    for (uint64_t i = 0; i < DRAWS; i++) {
        struct rng rng = rng_stream(31, RNG_TEXT, i, 0), again = rng;
        struct corpora_line l, l2;
        assert_int_equal(corpora_draw(c, &rng, &a, source, length, &l, &e), ST_OK);
        assert_int_equal(corpora_draw(c, &again, &a, source, length, &l2, &e), ST_OK);
        assert_string_equal(l.text, l2.text);
        assert_int_equal(l.len, strlen(l.text));
        assert_true(l.len > 0 && l.text[0] != ' ' && l.text[l.len - 1] != ' ' &&
                    !strchr(l.text, '\n'));
        assert_true(utf8_valid(l.text, l.len, NULL));
        size_t n;
        assert_string_equal(utf8_nfc(&a, l.text, l.len, &n), l.text);
        if (check) {
            check(r, &l);
        }
        *distinct += strcmp(last, l.text) != 0;
        snprintf(last, sizeof last, "%s", l.text);
        arena_reset(&a);
    }
    arena_release(&a);
    corpora_free(c);
    return DRAWS;
}

static void within_limits(const struct recipe *r, const struct corpora_line *l)
{
    assert_in_range(utf8_grapheme_count(l->text, l->len), (unsigned)dist_min(&r->length),
                    (unsigned)dist_max(&r->length));
    assert_string_equal(l->source, r->sources[0].name);
    assert_string_equal(l->lang, "en");
}

static void every_take_keeps_the_limits(void **state)
{
    (void)state;
    const char *paths[] = {optional[0], en_paths[0]};
    struct recipe_source s = {
        .name = "en", .lang = "en", .weight = 1, .corpus = paths, .n_corpus = 2};
    struct recipe r = recipe_of(&s, 1, 10, 50);
    for (s.take = TAKE_SPAN; s.take <= TAKE_WORDS; s.take++) {
        unsigned distinct = 0;
        draw_all(&r, NULL, 30, &distinct, within_limits);
        assert_true(distinct > DRAWS / 4 || s.take == TAKE_LINE || s.take == TAKE_SENTENCE);
    }
    /* the narrowest limits */
    s.take = TAKE_SPAN;
    r.length = dist_const(30);
    unsigned distinct = 0;
    draw_all(&r, "en", 30, &distinct, within_limits);
}

static void is_upper(const struct recipe *r, const struct corpora_line *l)
{
    (void)r;
    assert_int_equal(strspn(l->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ ,;."), l->len);
}

static void case_comes_before_the_alphabet(void **state)
{
    (void)state;
    for (int take = TAKE_SPAN; take <= TAKE_WORDS; take++) {
        struct recipe_source s = {
            .name = "en", .weight = 1, .corpus = en_paths, .n_corpus = 1, .take = take};
        struct recipe r = recipe_of(&s, 1, 5, 60);
        r.alphabet = "A-Z ,;.";
        r.text_case = dist_const(CASE_UPPER);
        unsigned distinct = 0;
        draw_all(&r, NULL, 20, &distinct, is_upper);
    }
}

static void is_receipt_line(const struct recipe *r, const struct corpora_line *l)
{
    (void)r;
    assert_int_equal(utf8_grapheme_count(l->text, l->len), 36);
    assert_int_equal(l->text[l->len - 3], ',');
    assert_true(strstr(l->text, "MILCH") || strstr(l->text, "KÄSE"));
    assert_string_equal(l->source, "line");
}

static void templates_mix_sources(void **state)
{
    (void)state;
    static const char *goods[] = {"Milch", "Käse\t2"};
    struct recipe_source s[] = {
        {.name = "line", .weight = 1, .template_ = "{item!u:.<10}{prose:16}{ price:>10}"},
        {.name = "item", .words = goods, .n_words = 2},
        {.name = "prose", .corpus = en_paths, .n_corpus = 1},
        {.name = " price", .pattern = "\\{price:0,99-99,99}"},
    };
    struct recipe r = recipe_of(s, 4, 1, 20);
    unsigned distinct = 0;
    draw_all(&r, NULL, 20, &distinct, is_receipt_line);
    assert_true(distinct > DRAWS / 2);
}

static void weights_choose_sources(void **state)
{
    (void)state;
    struct recipe_source s[] = {{.name = "a", .weight = 3, .pattern = "a"},
                                {.name = "b", .weight = 1, .pattern = "b"},
                                {.name = "never", .weight = 0, .pattern = "n"}};
    struct recipe r = recipe_of(s, 3, 1, 20);
    struct corpora *c;
    assert_int_equal(corpora_load(&r, NULL, &c, NULL), ST_OK);
    unsigned a_drawn = 0;
    struct arena a = {0};
    struct corpora_line l;
    for (uint64_t i = 0; i < 4000; i++) {
        struct rng rng = rng_stream(37, RNG_TEXT, i, 0);
        assert_int_equal(corpora_draw(c, &rng, &a, NULL, 5, &l, NULL), ST_OK);
        assert_true(l.text[0] == l.source[0] && l.text[0] != 'n');
        a_drawn += l.text[0] == 'a';
        arena_reset(&a);
    }
    assert_in_range(a_drawn, 2880, 3120);
    struct rng rng = rng_stream(37, RNG_TEXT, 0, 0);
    assert_int_equal(corpora_draw(c, &rng, &a, "never", 5, &l, NULL), ST_OK);
    assert_string_equal(l.text, "n");
    struct err e = {0};
    assert_int_equal(corpora_draw(c, &rng, &a, "nobody", 5, &l, &e), ST_RECIPE);
    assert_string_equal(e.msg, "no source is called 'nobody'");
    assert_int_equal(corpora_source_index(c, "b"), 1);
    assert_int_equal(corpora_source_index(c, "nobody"), -1);
    arena_release(&a);
    corpora_free(c);
}

static unsigned count_rare(double strength)
{
    static const char *list[] = {"common\t90", "zebra\t10"};
    struct recipe_source s = {.name = "w", .weight = 1, .words = list, .n_words = 2};
    struct recipe r = recipe_of(&s, 1, 1, 20);
    r.balance_chars = strength;
    struct corpora *c;
    assert_int_equal(corpora_load(&r, NULL, &c, NULL), ST_OK);
    unsigned rare = 0;
    struct arena a = {0};
    for (uint64_t i = 0; i < 1000; i++) {
        struct rng rng = rng_stream(41, RNG_TEXT, i, 0);
        struct corpora_line l;
        assert_int_equal(corpora_draw(c, &rng, &a, NULL, 5, &l, NULL), ST_OK);
        rare += l.text[0] == 'z';
        arena_reset(&a);
    }
    arena_release(&a);
    corpora_free(c);
    return rare;
}

static void balance_favours_rare_characters(void **state)
{
    (void)state;
    unsigned none = count_rare(0), weak = count_rare(0.03), strong = count_rare(1);
    assert_in_range(none, 70, 130);
    assert_true(weak > none + 50 && weak < strong);
    assert_in_range(strong, 520, 620); /* 1 - 0.9^8 = 0.57 of draws hold a rare candidate at all */

    struct balance *b = balance_new();
    balance_count(b, "aaa b", 5);
    balance_finish(b);
    assert_float_equal((float)balance_rarity(b, "a a", 3), 0.287682F, 1e-5F); /* -ln 3/4 */
    assert_float_equal((float)balance_rarity(b, "ab", 2), 0.836988F, 1e-5F);
    assert_float_equal((float)balance_rarity(b, "c\xe4\xb8\xad", 4), 2.079442F, 1e-5F); /* ln 8 */
    assert_float_equal((float)balance_rarity(b, " ", 1), 0.0F, 1e-9F);
    balance_free(b);
}

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(dir)) {
        return -1;
    }
    static char path[300];
    snprintf(path, sizeof path, "%s", file("english.txt"));
    en_paths[0] = path;
    return file_write(path, english, sizeof english - 1, NULL) != ST_OK;
}

static int tear_down(void **state)
{
    (void)state;
    struct arena a = {0};
    const char **paths;
    size_t n = 0;
    files_glob(dir, &a, &paths, &n, NULL);
    for (size_t i = 0; i < n; i++) {
        unlink(paths[i]);
    }
    arena_release(&a);
    rmdir(file("assets/corpora"));
    rmdir(file("assets"));
    return rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_kept_clean),
        cmocka_unit_test(gzip_is_read),
        cmocka_unit_test(bad_files),
        cmocka_unit_test(long_lines),
        cmocka_unit_test(sentences),
        cmocka_unit_test(lines_by_length),
        cmocka_unit_test(filters),
        cmocka_unit_test(spans),
        cmocka_unit_test(paragraphs_are_not_joined),
        cmocka_unit_test(breaks_of_spaceless_scripts),
        cmocka_unit_test(words),
        cmocka_unit_test(wordlists),
        cmocka_unit_test(sources_that_are_wrong),
        cmocka_unit_test(texts_that_never_fit),
        cmocka_unit_test(files_by_name),
        cmocka_unit_test(every_take_keeps_the_limits),
        cmocka_unit_test(case_comes_before_the_alphabet),
        cmocka_unit_test(templates_mix_sources),
        cmocka_unit_test(weights_choose_sources),
        cmocka_unit_test(balance_favours_rare_characters),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
