// SPDX-License-Identifier: MIT
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "eval/plots.h"
#include "eval/report.h"

static void add(struct scores *s, const char *key, const char *want, const char *got, double confidence,
                const struct facet *f, size_t n)
{
    struct scored x = {.key = key,
                       .want = want,
                       .want_len = strlen(want),
                       .got = got,
                       .got_len = strlen(got),
                       .confidence = confidence,
                       .facet = f,
                       .n_facets = n,
                       .image = "\x89PNG-bytes",
                       .image_len = 10};
    assert_int_equal(scores_add(s, &x, NULL), ST_OK);
}

/* Twelve lines of ten graphemes; two in serif with one error each, the rest right. */
static struct scores *twelve(void)
{
    static const struct facet sans = {"font", "Sans"};
    static const struct facet serif[] = {{"font", "Serif <b>"}, {"effect", "blur"}, {"effect", "blur"}};
    struct scores *s = scores_new(&(struct scores_options){.seed = 1, .part_least = 1, .worst = 1});
    char key[16];
    for (int i = 0; i < 10; i++) {
        snprintf(key, sizeof key, "%d", i);
        add(s, key, "0123456789", "0123456789", 0.95, &sans, 1);
    }
    add(s, "a<b", "abc efghij", "abc efghlj", 0.35, serif, 3);
    add(s, "worst", "abc efghij", "xyz efghij", 0.25, serif, 3);
    return s;
}

static void sums_and_metrics(void **state)
{
    (void)state;
    struct scores *s = twelve();
    const struct summary *u = scores_sum(s);
    assert_int_equal(u->lines, 12);
    assert_int_equal(u->graphemes, 120);
    assert_int_equal(u->words, 14);
    assert_true(fabs(u->rate[RATE_CER].value - 4. / 120) < 1e-12);
    assert_true(fabs(u->rate[RATE_WER].value - 2. / 14) < 1e-12);
    assert_true(fabs(u->rate[RATE_EXACT].value - 10. / 12) < 1e-12);
    assert_true(u->rate[RATE_CER].low < 4. / 120 && u->rate[RATE_CER].high > 4. / 120);
    assert_true(fabs(u->ece - (10 * 0.05 + 0.35 + 0.25) / 12) < 1e-12);
    assert_true(fabs(u->nll - -(10 * log(.95) + log(.65) + log(.75)) / 12) < 1e-12);
    assert_int_equal(u->n_worst, 1);
    assert_string_equal(scores_line(s, u->worst[0].line)->key, "worst");
    assert_int_equal(u->n_parts, 4); /* length, two fonts, an effect that was said twice */

    struct buf b = {0};
    scores_write_metrics(s, &(struct about){.model = "m", .extra_json = "{\"seed\":7}"}, &b);
    json_t *m = json_loadb(b.data, b.len, 0, NULL);
    assert_non_null(m);
    for (int r = 0; r < RATES; r++) {
        char key[40];
        snprintf(key, sizeof key, "%s_ci95", rate_key[r]);
        double v = json_number_value(json_object_get(m, rate_key[r]));
        json_t *ci = json_object_get(m, key);
        assert_true(json_is_number(json_object_get(m, rate_key[r])) && json_array_size(ci) == 2);
        assert_true(json_number_value(json_array_get(ci, 0)) <= v &&
                    v <= json_number_value(json_array_get(ci, 1)));
    }
    json_t *by = json_object_get(m, "by");
    json_t *serif = json_object_get(json_object_get(by, "font"), "Serif <b>");
    assert_int_equal(json_integer_value(json_object_get(serif, "lines")), 2);
    assert_true(fabs(json_number_value(json_object_get(serif, "cer")) - 0.2) < 1e-9);
    json_t *blur = json_object_get(json_object_get(by, "effect"), "blur");
    assert_int_equal(json_integer_value(json_object_get(blur, "lines")), 2);
    json_t *ten = json_object_get(json_object_get(by, "length"), "6-10");
    assert_int_equal(json_integer_value(json_object_get(ten, "lines")), 12);
    assert_int_equal(json_array_size(json_object_get(m, "confusions")), 4);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(m, "about"), "seed")), 7);
    json_decref(m);
    buf_clear(&b);
    scores_write_lines(s, &b);
    size_t lines = 0;
    for (const char *p = b.data; (p = strchr(p, '\n')); p++) {
        lines++;
    }
    assert_int_equal(lines, 12);
    buf_release(&b);
    scores_free(s);
}

static void report_stands_alone(void **state)
{
    (void)state;
    struct scores *s = twelve();
    struct buf b = {0};
    const char *train =
        "{\"step\":1,\"loss\":2.5}\n{\"step\":2,\"loss\":1.5,\"rate\":0.1}\nno json\n{\"step\":3";
    report_write(s, &(struct about){.title = "a & b", .train_jsonl = train}, &b);
    assert_non_null(strstr(b.data, "<title>a &amp; b</title>"));
    assert_non_null(strstr(b.data, "data:image/png;base64,iVBORy1ieXRlcw==")); /* \x89PNG-bytes */
    assert_null(strstr(b.data, "Serif <b>"));
    assert_non_null(strstr(b.data, "Serif &lt;b&gt;"));
    assert_null(strstr(b.data, "http"));
    assert_null(strstr(b.data, "<script"));
    assert_non_null(strstr(b.data, "<b>x</b><b>y</b><b>z</b> efghij"));
    assert_non_null(strstr(b.data, ">loss</text>"));
    assert_null(strstr(b.data, "nan"));
    buf_release(&b);
    scores_free(s);
}

static void bad_text_is_refused_and_not_counted(void **state)
{
    (void)state;
    struct scores *s = scores_new(&(struct scores_options){0});
    struct err e = {0};
    struct scored x = {.key = "k", .want = "a", .want_len = 1, .got = "\xff", .got_len = 1, .confidence = -1};
    assert_int_equal(scores_add(s, &x, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "line 'k'"));
    assert_int_equal(scores_count(s), 0);
    struct buf b = {0};
    scores_write_metrics(s, &(struct about){0}, &b); /* nothing was read: still JSON, without nan */
    json_t *m = json_loadb(b.data, b.len, 0, NULL);
    assert_non_null(m);
    assert_true(json_number_value(json_object_get(m, "cer")) == 0);
    json_decref(m);
    buf_clear(&b);
    report_write(s, &(struct about){0}, &b);
    assert_null(strstr(b.data, "nan"));
    buf_release(&b);
    scores_free(s);
}

static void ticks_are_round(void **state)
{
    (void)state;
    static const struct {
        double lo, hi;
        size_t n;
        double first, last;
    } row[] = {
        {0, 1, 6, 0, 1}, {0, 0.13, 7, 0, 0.12}, {3, 5007, 5, 1000, 5000}, {-1, 1, 5, -1, 1}, {2, 2, 1, 2, 2}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        double t[12];
        size_t n = plot_ticks(row[i].lo, row[i].hi, t);
        assert_int_equal(n, row[i].n);
        assert_true(fabs(t[0] - row[i].first) < 1e-9 && fabs(t[n - 1] - row[i].last) < 1e-9);
    }
}

static void comparison_is_written(void **state)
{
    (void)state;
    struct comparison c[RATES] = {{.a = 0.05, .b = 0.04, .change = {-0.01, -0.02, -0.005}, .p = 0.002}};
    struct buf html = {0}, json = {0};
    report_write_comparison(c, (const char *const[]){"one", "<two>"}, "lines", 12, &html, &json);
    json_t *m = json_loadb(json.data, json.len, 0, NULL);
    assert_true(fabs(json_number_value(json_object_get(json_object_get(m, "cer"), "change_high")) - -0.005) <
                1e-9);
    assert_non_null(strstr(html.data, "&lt;two&gt;"));
    assert_non_null(strstr(html.data, "<td>5.00<td>4.00<td>-1.00"));
    json_decref(m);
    buf_release(&html);
    buf_release(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_and_metrics),
        cmocka_unit_test(report_stands_alone),
        cmocka_unit_test(bad_text_is_refused_and_not_counted),
        cmocka_unit_test(ticks_are_round),
        cmocka_unit_test(comparison_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
