// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "ocr/bpe.h"

/* Lines of a text, each `times` times. */
static void add(struct bpe_learner *l, const struct classes *c, const char *text, int times)
{
    int32_t k[256];
    size_t n = classes_encode(c, text, strlen(text), k, 256, NULL);
    while (times--) {
        bpe_learner_add(l, k, n);
    }
}

static void assert_spells(const struct bpe *b, const struct classes *c, int32_t token, const char *want)
{
    int32_t k[64];
    size_t n = bpe_spelling(b, token, k, 64);
    struct buf s = {0};
    classes_decode(c, k, n, &s);
    assert_string_equal(s.data, want);
    buf_release(&s);
}

/* The paper's words. By hand, with class numbers " "=1 d e i l n o r s t w=11 and a mark in front of each
 * word: es 9 (st has 9, too, and higher numbers), est 9, " l" 7 (lo, ow 7), ow 7 (" l"+o has a higher
 * number), " low" 7, then of those with 6 (" n", ne, ew, w+est) " n", and of the rest ew (3, 11). */
static void merges_computed_by_hand(void **state)
{
    (void)state;
    struct classes *c = NULL;
    assert_int_equal(classes_from_text(" deilnorstw", 11, &c, NULL), ST_OK);
    struct bpe_learner *l = bpe_learner_new(c);
    add(l, c, "low", 5);
    add(l, c, "lower", 2);
    add(l, c, "newest widest", 3);
    add(l, c, "newest", 3);
    struct bpe *b = bpe_learn(l, &(struct bpe_options){.merges = 7});
    static const char *const want[] = {"es", "est", " l", "ow", " low", " n", "ew"};
    assert_int_equal(bpe_count(b), 12 + 7);
    for (int32_t i = 0; i < 7; i++) {
        assert_spells(b, c, 12 + i, want[i]);
    }
    int32_t k[32], t[33];
    size_t n = classes_encode(c, "lowest new", 10, k, 32, NULL);
    n = bpe_encode(b, k, n, t); /* " low" "est" " n" "ew" */
    const int32_t tokens[] = {16, 13, 17, 18};
    assert_int_equal(n, 4);
    assert_memory_equal(t, tokens, sizeof tokens);
    bpe_free(b);
    classes_free(c);
}

static void limits_of_learning(void **state)
{
    (void)state;
    struct classes *c = NULL;
    assert_int_equal(classes_from_text("ab ", 3, &c, NULL), ST_OK);
    struct bpe_learner *l = bpe_learner_new(c);
    add(l, c, "abab abab", 4); /* ab, then no token of more than 2, then pairs run out: " a" is gone */
    struct bpe *b = bpe_learn(l, &(struct bpe_options){.longest = 2});
    assert_int_equal(bpe_count(b), 4 + 1);
    bpe_free(b);
    l = bpe_learner_new(c);
    add(l, c, "ab", 2);
    b = bpe_learn(l, &(struct bpe_options){.least = 3});
    assert_int_equal(bpe_count(b), 4);
    bpe_free(b);
    classes_free(c);
}

/* What the paper's listing does: counts everything anew before each merge. */
static size_t merges_counted_anew(int32_t (*word)[16], size_t *len, size_t n_words, size_t merges,
                                  int32_t classes, int32_t (*rule)[3])
{
    enum { MAX = 200 };
    static int count[MAX][MAX];
    static int32_t spelling[MAX][16];
    static size_t spelled[MAX];
    int32_t tokens = classes;
    for (int32_t k = 1; k < classes; k++) {
        spelling[k][0] = k;
        spelled[k] = 1;
    }
    size_t done = 0;
    while (done < merges) {
        memset(count, 0, sizeof count);
        int32_t a = 0, b = 0;
        for (size_t w = 0; w < n_words; w++) {
            for (size_t i = 0; i + 1 < len[w]; i++) {
                count[word[w][i]][word[w][i + 1]]++;
            }
        }
        for (int32_t x = 1; x < tokens; x++) {
            for (int32_t y = 1; y < tokens; y++) {
                if (count[x][y] > count[a][b]) {
                    a = x;
                    b = y;
                }
            }
        }
        if (count[a][b] < 2) {
            break;
        }
        memcpy(spelling[tokens], spelling[a], spelled[a] * sizeof(int32_t));
        memcpy(spelling[tokens] + spelled[a], spelling[b], spelled[b] * sizeof(int32_t));
        spelled[tokens] = spelled[a] + spelled[b];
        int32_t token = tokens;
        for (int32_t x = 1; x < tokens; x++) { /* spelled so already? */
            if (spelled[x] == spelled[tokens] &&
                !memcmp(spelling[x], spelling[tokens], spelled[x] * sizeof(int32_t))) {
                token = x;
            }
        }
        tokens += token == tokens;
        bool known = false;
        for (size_t i = 0; i < done; i++) {
            known |= rule[i][0] == a && rule[i][1] == b;
        }
        if (!known) {
            rule[done][0] = a;
            rule[done][1] = b;
            rule[done++][2] = token;
        }
        for (size_t w = 0; w < n_words; w++) {
            size_t m = 0;
            for (size_t i = 0; i < len[w]; i++) {
                bool here = i + 1 < len[w] && word[w][i] == a && word[w][i + 1] == b;
                word[w][m++] = here ? token : word[w][i];
                i += here;
            }
            len[w] = m;
        }
    }
    return done;
}

static void incremental_counts_are_those_counted_anew(void **state)
{
    (void)state;
    enum { WORDS = 300, MERGES = 120 };
    static int32_t word[WORDS][16];
    static size_t len[WORDS];
    int32_t rule[MERGES][3];
    struct classes *c = NULL;
    assert_int_equal(classes_from_text("abcdefgh", 8, &c, NULL), ST_OK); /* no space: a line is a word */
    for (uint64_t round = 0; round < 4; round++) {
        struct rng r = rng_stream(round, 1, 0, 0);
        struct bpe_learner *l = bpe_learner_new(c);
        for (size_t w = 0; w < WORDS; w++) {
            len[w] = 2 + rng_below(&r, 13);
            for (size_t i = 0; i < len[w]; i++) { /* few letters in early rounds: many repeats and ties */
                word[w][i] = 1 + (int32_t)rng_below(&r, 2 + 2 * (uint32_t)round);
            }
            bpe_learner_add(l, word[w], len[w]);
        }
        struct bpe *b = bpe_learn(l, &(struct bpe_options){.merges = MERGES});
        size_t n = merges_counted_anew(word, len, WORDS, MERGES, classes_count(c), rule);
        struct buf out = {0};
        struct json j = json_to(&out);
        bpe_write(b, c, &j);
        json_t *v = json_loadb(out.data, out.len, 0, NULL);
        assert_int_equal(json_array_size(v), n);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(json_integer_value(json_array_get(json_array_get(v, i), 0)), rule[i][0]);
            assert_int_equal(json_integer_value(json_array_get(json_array_get(v, i), 1)), rule[i][1]);
        }
        json_decref(v);
        buf_release(&out);
        bpe_free(b);
    }
    classes_free(c);
}

static void any_line_comes_back(void **state)
{
    (void)state;
    struct classes *c = NULL;
    assert_int_equal(classes_from_text(" abc", 4, &c, NULL), ST_OK);
    struct bpe_learner *l = bpe_learner_new(c);
    add(l, c, "abc ab ca  abc", 3);
    struct bpe *learned = bpe_learn(l, &(struct bpe_options){.merges = 9}), *b = NULL;
    struct buf out = {0};
    struct json j = json_to(&out);
    bpe_write(learned, c, &j);
    json_t *v = json_loadb(out.data, out.len, 0, NULL);
    assert_int_equal(bpe_read(v, c, &b, NULL), ST_OK); /* by way of JSON */
    assert_int_equal(bpe_count(b), bpe_count(learned));
    json_decref(v);
    buf_release(&out);
    struct rng r = rng_stream(5, 1, 0, 0);
    for (int round = 0; round < 2000; round++) {
        int32_t k[20], t[21], u[21], back[20];
        size_t n = rng_below(&r, 20);
        for (size_t i = 0; i < n; i++) {
            k[i] = 1 + (int32_t)rng_below(&r, 4);
        }
        size_t m = bpe_encode(b, k, n, t);
        assert_int_equal(bpe_encode(learned, k, n, u), m);
        assert_memory_equal(t, u, m * sizeof *t);
        assert_true(m <= n + 1 && (n || !m));
        assert_int_equal(bpe_decode(b, t, m, back, 20), n);
        assert_memory_equal(back, k, n * sizeof *k);
    }
    bpe_free(learned);
    bpe_free(b);
    static const char *const bad[] = {"[[1,9]]", "[[0,1]]", "[[1,2],[1,2]]", "[1]", "7", "[[-1,2]]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err e = {0};
        v = json_loads(bad[i], JSON_DECODE_ANY, NULL);
        assert_int_equal(bpe_read(v, c, &b, &e), ST_FORMAT);
        assert_null(b);
        json_decref(v);
    }
    classes_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merges_computed_by_hand),
        cmocka_unit_test(limits_of_learning),
        cmocka_unit_test(incremental_counts_are_those_counted_anew),
        cmocka_unit_test(any_line_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
