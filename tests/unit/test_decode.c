// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "loss/ctc.h"
#include "ocr/beam.h"
#include "ocr/calibrate.h"
#include "ocr/decode.h"

static void fill(struct rng *r, float *x, size_t n, double spread)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = (float)rng_uniform(r, -spread, spread);
    }
}

static double by_ctc_loss(const float *x, int t, int c, const int32_t *label, int32_t n)
{
    int32_t frames = t;
    double loss;
    ctc_loss(x, t, 1, c, &frames, label, &n, NULL, NULL, &loss, 1);
    return -loss;
}

static void forward_sum_is_that_of_the_loss(void **state)
{
    (void)state;
    enum { T = 40, C = 7 };
    float x[T * C];
    int32_t label[25];
    struct frames f = {0};
    struct rng r = rng_stream(1, 3, 0, 0);
    for (int round = 0; round < 200; round++) {
        int t = 1 + (int)rng_below(&r, T), n = (int)rng_below(&r, 25);
        fill(&r, x, T * C, round % 4 == 3 ? 400 : 4); /* 400: out of a double's range */
        for (int i = 0; i < n; i++) {
            label[i] = 1 + (int32_t)rng_below(&r, C - 1);
        }
        frames_set(&f, x, t, C, C, 1);
        double want = by_ctc_loss(x, t, C, label, n), got = frames_log_p(&f, label, (size_t)n);
        assert_true(want == got ||
                    fabs(want - got) < 2e-6 * (1 + fabs(want))); /* exp in float: 1e-7 a frame */
    }
    frames_set(&f, x, 1, C, C, 2); /* a temperature divides the logits */
    double sum = 0;
    for (int k = 0; k < C; k++) {
        sum += exp((double)x[k] / 2);
    }
    assert_true(fabs(frames_log_y(&f, 0, 3) - ((double)x[3] / 2 - log(sum))) < 1e-5);
    frames_release(&f);
}

static void alignment_names_the_surest_frames(void **state)
{
    (void)state;
    /* frames: a a' - b c c' with one doubtful and one sure frame of a and c; p of the best class in per mille
     * */
    static const struct {
        int k;
        double p;
    } row[] = {{1, .6}, {1, .9}, {0, .8}, {2, .7}, {3, .95}, {3, .5}};
    enum { T = 6, C = 4 };
    float x[T * C];
    for (int t = 0; t < T; t++) {
        for (int k = 0; k < C; k++) {
            x[t * C + k] = (float)log(k == row[t].k ? row[t].p : (1 - row[t].p) / (C - 1));
        }
    }
    struct frames f = {0};
    frames_set(&f, x, T, C, C, 1);
    const int32_t label[] = {1, 2, 3};
    int32_t frame[3];
    float p[3];
    double log_p = frames_align(&f, label, 3, frame, p);
    assert_true(fabs(log_p - log(.6 * .9 * .8 * .7 * .95 * .5)) < 1e-5);
    static const int32_t want[] = {1, 3, 4};
    assert_memory_equal(frame, want, sizeof want);
    assert_true(fabs((double)p[0] - .9) < 1e-5 && fabs((double)p[1] - .7) < 1e-5 &&
                fabs((double)p[2] - .95) < 1e-5);
    const int32_t twice[] = {1, 1, 1, 1}; /* needs seven frames */
    assert_true(frames_align(&f, twice, 4, frame, p) == -HUGE_VAL);
    frames_release(&f);
}

/* --- beam ----------------------------------------------------------------------------------------- */

struct listed {
    int32_t label[4];
    size_t n;
    double log_p;
};

static int by_log_p(const void *x, const void *y)
{
    double a = ((const struct listed *)x)->log_p, b = ((const struct listed *)y)->log_p;
    return a > b ? -1 : a < b;
}

static void wide_beam_finds_what_enumeration_does(void **state)
{
    (void)state;
    enum { T = 4, C = 4, TOP = 12 };
    struct rng r = rng_stream(2, 3, 0, 0);
    struct frames f = {0};
    struct beam *b = beam_new();
    for (int round = 0; round < 20; round++) {
        float x[T * C];
        struct listed all[400];
        size_t n = 0;
        fill(&r, x, T * C, 2);
        frames_set(&f, x, T, C, C, 1);
        for (size_t len = 0, many = 1; len <= T; len++, many *= C - 1) { /* all labels of up to T classes */
            for (size_t code = 0; code < many; code++) {
                all[n].n = len;
                for (size_t i = 0, rest = code; i < len; i++, rest /= C - 1) {
                    all[n].label[i] = 1 + (int32_t)(rest % (C - 1));
                }
                all[n].log_p = frames_log_p(&f, all[n].label, len);
                n++;
            }
        }
        qsort(all, n, sizeof *all, by_log_p);
        struct hypothesis h[TOP];
        size_t found = beam_search(b, &f, &(struct beam_options){.width = 400, .floor = -1}, h, TOP);
        assert_int_equal(found, TOP);
        for (int i = 0; i < TOP; i++) {
            assert_int_equal(h[i].n, all[i].n);
            assert_memory_equal(h[i].label, all[i].label, h[i].n * sizeof(int32_t));
            assert_true(fabs(h[i].log_p - all[i].log_p) < 1e-9);
        }
        found = beam_search(b, &f, &(struct beam_options){.width = 3}, h,
                            TOP); /* narrow: never more than the truth */
        assert_int_equal(found, 3);
        for (size_t i = 0; i < found; i++) {
            assert_true(h[i].log_p <= frames_log_p(&f, h[i].label, h[i].n) + 1e-9);
            assert_true(!i || h[i].score <= h[i - 1].score);
        }
    }
    beam_free(b);
    frames_release(&f);
}

static void beam_sums_what_greedy_does_not(void **state)
{
    (void)state;
    /* blank 0.6, a 0.4, twice: the best path is empty, 0.36; "a" has three paths, 0.64 */
    float x[] = {(float)log(.6), (float)log(.4), (float)log(.6), (float)log(.4)};
    struct frames f = {0};
    struct beam *b = beam_new();
    struct hypothesis h[2];
    int32_t greedy[2];
    frames_set(&f, x, 2, 2, 2, 1);
    assert_int_equal(ctc_greedy(x, 2, 2, 2, greedy, NULL), 0);
    assert_int_equal(beam_search(b, &f, &(struct beam_options){0}, h, 2), 2);
    assert_int_equal(h[0].n, 1);
    assert_true(fabs(h[0].log_p - log(.64)) < 1e-6);
    frames_set(&f, x, 0, 2, 2, 1); /* no frames: one empty label */
    assert_int_equal(beam_search(b, &f, &(struct beam_options){0}, h, 2), 1);
    assert_int_equal(h[0].n, 0);
    beam_free(b);
    frames_release(&f);
}

/* --- lexicon, both heads -------------------------------------------------------------------------- */

static void lexicon_credits(void **state)
{
    (void)state;
    struct classes *c = NULL;
    assert_int_equal(classes_from_text("abcdABCD' ,", 11, &c, NULL), ST_OK);
    struct lexicon *l = lexicon_new(c, true);
    assert_true(lexicon_add(l, "abc", 3));
    assert_true(lexicon_add(l, "ab", 2));
    assert_true(lexicon_add(l, "a'd", 3));
    assert_false(lexicon_add(l, "xyz", 3));
    assert_false(lexicon_add(l, "", 0));
    lexicon_finish(l);
    assert_int_equal(lexicon_words(l), 9);
    static const struct {
        const char *text;
        double now, end;
    } row[] = {
        {"", 0, 0},        {"ab", 1, 1},      {"abc", 1, 1},     {"a", 0.5, 0}, /* one of two graphemes to "ab" */
        {"abcd", 0, 0},    {"ab, abc", 2, 2}, {"abd abc", 1, 1}, {"Abc ABC aBc", 2, 2}, {"a'd", 1, 1},
        {"a'", 2. / 3, 0}, {" ab", 1, 1},     {"ab c", 1, 1},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        int32_t k[32];
        size_t n = classes_encode(c, row[i].text, strlen(row[i].text), k, 32, NULL);
        struct lexicon_state s = {0};
        for (size_t q = 0; q < n; q++) {
            s = lexicon_step(l, s, k[q]);
        }
        assert_true(fabs(lexicon_credit(l, s) - row[i].now) < 1e-12);
        assert_true(fabs(lexicon_credit_end(l, s) - row[i].end) < 1e-12);
        assert_true(lexicon_credit_of(l, k, n) == row[i].end);
    }
    lexicon_free(l);
    classes_free(c);
}

/* A blank before each class; `sure` is the probability of the wanted class, and where `rival` has one, it
 * gets `rival_p`. */
static int spell(float *x, int c, const int32_t *k, size_t n, double sure, const int32_t *rival,
                 double rival_p)
{
    int t = 0;
    for (size_t i = 0; i < n; i++) {
        for (int half = 0; half < 2; half++, t++) {
            int32_t best = half ? k[i] : 0;
            bool torn = half && rival && rival[i];
            for (int q = 0; q < c; q++) {
                double rest = (1 - sure) / (c - 1), p = q == best ? sure : rest;
                p = torn && q == best ? 1 - rival_p - 0.01 : torn ? 0.01 / c : p;
                p = torn && q == rival[i] ? rival_p : p;
                x[t * c + q] = (float)log(p);
            }
        }
    }
    return t;
}

struct zoo {
    struct classes *c;
    struct bpe *b;
    float graphemes[100 * 40], tokens[40 * 80];
    struct head_output g, t;
    int32_t label[32];
    size_t n;
};

static void zoo_begin(struct zoo *z, double rival_p)
{
    int32_t token[32], rival[32] = {0};
    assert_int_equal(classes_from_text(" adeghilnopstu", 14, &z->c, NULL), ST_OK);
    struct bpe_learner *l = bpe_learner_new(z->c);
    static const char *const lines[] = {"the penguins", "penguins dine", "all the penguins"};
    for (int i = 0; i < 3; i++) {
        bpe_learner_add(l, token, classes_encode(z->c, lines[i], strlen(lines[i]), token, 32, NULL));
    }
    z->b = bpe_learn(l, &(struct bpe_options){.merges = 30});
    z->n = classes_encode(z->c, "the penguins", 12, z->label, 32, NULL);
    rival[9] = classes_find(z->c, "l", 1); /* for the second i: "pengulns" */
    int c = classes_count(z->c), v = bpe_count(z->b);
    int t = spell(z->graphemes, c, z->label, z->n, 0.97, rival, rival_p);
    z->g = (struct head_output){z->graphemes, t, c, c};
    size_t m = bpe_encode(z->b, z->label, z->n, token);
    t = spell(z->tokens, v, token, m, 0.97, NULL, 0);
    for (int i = 0; i < 16; i++, t++) { /* blanks: room for texts of more tokens */
        for (int q = 0; q < v; q++) {
            z->tokens[t * v + q] = (float)log(q ? 0.03 / (v - 1) : 0.97);
        }
    }
    z->t = (struct head_output){z->tokens, t, v, v};
}

static void zoo_end(struct zoo *z)
{
    bpe_free(z->b);
    classes_free(z->c);
}

static void assert_reads(struct zoo *z, const struct decode_options *o, const char *want)
{
    struct reading r = {0};
    struct decoder *d = decoder_new(z->c, z->b, o);
    decoder_read(d, &z->g, &z->t, &r);
    struct buf text = {0};
    classes_decode(z->c, r.label, r.n, &text);
    assert_string_equal(text.data, want);
    assert_true(r.line > 0 && r.line <= 1);
    for (size_t i = 0; i < r.n; i++) {
        assert_int_equal(r.frame[i], 2 * i + 1);
        assert_true(r.confidence[i] > 0 && r.confidence[i] <= 1);
    }
    buf_release(&text);
    reading_release(&r);
    decoder_free(d);
}

static void second_head_mends_pengulns(void **state)
{
    (void)state;
    struct zoo z;
    zoo_begin(&z, 0.6);
    assert_reads(&z, &(struct decode_options){.how = DECODE_GREEDY}, "the pengulns");
    assert_reads(&z, &(struct decode_options){.how = DECODE_BEAM}, "the pengulns");
    assert_reads(&z, &(struct decode_options){.how = DECODE_JOINT}, "the penguins");
    /* a beam of one offers no "penguins": that comes from the tokens */
    assert_reads(&z, &(struct decode_options){.how = DECODE_JOINT, .width = 1}, "the penguins");
    assert_reads(&z, &(struct decode_options){.how = DECODE_JOINT, .width = 1, .token_width = -1},
                 "the pengulns");
    assert_reads(&z, &(struct decode_options){.how = DECODE_JOINT, .token_weight = 1e-9}, "the pengulns");
    zoo_end(&z);
}

static void sure_lines_need_no_search(void **state)
{
    (void)state;
    struct zoo z;
    zoo_begin(&z, 0.6);
    struct reading r = {0};
    struct decode_options o = {.how = DECODE_JOINT, .sure = 0.2}; /* greedy has 0.6 x 0.97^23 = 0.3 */
    struct decoder *d = decoder_new(z.c, z.b, &o);
    decoder_read(d, &z.g, &z.t, &r);
    assert_int_equal(r.candidates, 1);
    double want = decoder_log_p(d, &z.g, &z.t, r.label, r.n, 1);
    assert_true(fabs(log(r.line) - want) < 1e-9); /* both heads, though there was no search */
    assert_true(want < log(0.3));
    decoder_free(d);
    o.sure = 2;
    d = decoder_new(z.c, z.b, &o);
    decoder_read(d, &z.g, &z.t, &r);
    assert_true(r.candidates > 1);
    decoder_free(d);
    reading_release(&r);
    zoo_end(&z);
}

static void word_list_mends_it_too(void **state)
{
    (void)state;
    struct zoo z;
    zoo_begin(&z, 0.6); /* ln(0.6 / 0.39) = 0.43 nats to make good */
    struct lexicon *l = lexicon_new(z.c, false);
    assert_true(lexicon_add(l, "penguins", 8));
    lexicon_finish(l);
    assert_reads(&z, &(struct decode_options){.how = DECODE_BEAM, .lexicon = l, .bonus = 1}, "the penguins");
    assert_reads(&z, &(struct decode_options){.how = DECODE_BEAM, .lexicon = l, .bonus = 1, .width = 2},
                 "the penguins");
    assert_reads(&z, &(struct decode_options){.how = DECODE_BEAM, .lexicon = l, .bonus = 0.2},
                 "the pengulns");
    lexicon_free(l);
    zoo_end(&z);
}

static void confidence_is_the_labels_probability(void **state)
{
    (void)state;
    struct zoo z;
    zoo_begin(&z, 0.6);
    struct decoder *d =
        decoder_new(z.c, NULL, &(struct decode_options){.how = DECODE_BEAM, .temperature = 1.7});
    struct reading r = {0};
    decoder_read(d, &z.g, NULL, &r);
    for (int i = 0; i < z.g.t * z.g.stride; i++) {
        z.graphemes[i] /= 1.7f;
    }
    double want = by_ctc_loss(z.graphemes, (int)z.g.t, (int)z.g.c, r.label, (int32_t)r.n);
    assert_true(fabs(log(r.line) - want) < 1e-4);
    reading_release(&r);
    decoder_free(d);
    zoo_end(&z);
}

/* --- calibration ---------------------------------------------------------------------------------- */

/* Readings whose true ln p is base / 2.5: a model that is two and a half times too sure of being wrong. */
static double stretched(void *ctx, size_t i, double temperature)
{
    return ((const double *)ctx)[i] / temperature;
}

static void temperature_is_found(void **state)
{
    (void)state;
    enum { N = 4000 };
    static double base[N];
    static bool right[N];
    struct rng r = rng_stream(4, 3, 0, 0);
    for (int i = 0; i < N; i++) {
        double p = rng_uniform(&r, 0.05, 1);
        base[i] = 2.5 * log(p);
        right[i] = rng_unit(&r) < p;
    }
    struct calibration c;
    calibrate(stretched, base, right, N, &c);
    assert_true(fabs(c.temperature - 2.5) < 0.15);
    assert_true(c.nll_after < c.nll_before && c.ece_after < 0.03 && c.ece_before > 0.1);
    calibrate(stretched, base, right, 0, &c);
    assert_true(c.temperature == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forward_sum_is_that_of_the_loss),
        cmocka_unit_test(alignment_names_the_surest_frames),
        cmocka_unit_test(wide_beam_finds_what_enumeration_does),
        cmocka_unit_test(beam_sums_what_greedy_does_not),
        cmocka_unit_test(lexicon_credits),
        cmocka_unit_test(second_head_mends_pengulns),
        cmocka_unit_test(sure_lines_need_no_search),
        cmocka_unit_test(word_list_mends_it_too),
        cmocka_unit_test(confidence_is_the_labels_probability),
        cmocka_unit_test(temperature_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
