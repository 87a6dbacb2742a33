// SPDX-License-Identifier: MIT
/*
 * Plans: a pure function of recipe, seed and number; splits that hold out; effects with the probability and
 * the values that the recipe says. Shares are tested at five standard deviations of a fixed seed.
 */
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

static char recipe_path[64];

static struct generator *open_yaml(const char *yaml)
{
    struct generator *g;
    struct buf problems = {0};
    struct err e = {0};
    assert_int_equal(file_write(recipe_path, yaml, strlen(yaml), &e), ST_OK);
    if (generator_open(recipe_path, NULL, 0, NULL, &g, &problems, &e)) {
        fail_msg("%s\n%s", e.msg, problems.data ? problems.data : "");
    }
    buf_release(&problems);
    return g;
}

static const char two_sources[] = "kind: text\n"
                                  "text: {length: [5, 20], sources: [{name: en, corpus: english, "
                                  "weight: 3}, {name: ru, corpus: russian}]}\n"
                                  "font: {sets: [basic, book]}\n";

static struct sample plan(const struct world *w, uint64_t seed, uint64_t i, uint32_t attempt,
                          struct arena *a)
{
    struct sample s;
    struct err e = {0};
    if (plan_make(w, seed, i, attempt, a, &s, &e)) {
        fail_msg("sample %llu: %s", (unsigned long long)i, e.msg);
    }
    return s;
}

static void json_of(const struct world *w, uint64_t seed, uint64_t i, uint32_t attempt,
                    struct buf *out)
{
    struct arena a = {0};
    struct sample s = plan(w, seed, i, attempt, &a);
    buf_clear(out);
    plan_write_json(&s, out);
    arena_release(&a);
}

/* The same sample whatever was planned before it; another one for another seed, number or attempt. */
static void test_pure(void **state)
{
    (void)state;
    struct generator *g = open_yaml(two_sources), *again = open_yaml(two_sources);
    struct buf first[20] = {0}, other = {0};
    for (uint64_t i = 0; i < 20; i++) {
        json_of(generator_text(g), 1, i, 0, &first[i]);
    }
    for (uint64_t i = 20; i-- > 0;) {
        json_of(generator_text(again), 1, i, 0, &other);
        assert_string_equal(other.data, first[i].data);
        json_of(generator_text(g), 2, i, 0, &other);
        assert_string_not_equal(other.data, first[i].data);
        json_of(generator_text(g), 1, i, 1, &other);
        assert_string_not_equal(other.data, first[i].data);
        buf_release(&first[i]);
    }
    buf_release(&other);
    generator_close(g);
    generator_close(again);
}

static void about(double got, double n, double share, const char *what)
{
    double dev = sqrt(n * share * (1 - share));
    if (!(fabs(got - n * share) <= 5 * dev)) {
        fail_msg("%s: %.0f of %.0f, want %.3f of them", what, got, n, share);
    }
}

/* Sources by weight, splits by share, effects by probability and within their ranges. */
static void test_shares(void **state)
{
    (void)state;
    enum { N = 4000 };
    char yaml[1024];
    snprintf(yaml, sizeof yaml, "%s%s", two_sources,
             "split: {val: 0.1, test: 0.2}\n"
             "effects:\n"
             "  rotate: {p: 0.3, angle_deg: [-2, 5]}\n"
             "  defocus: {p: 0.05, radius_px: {loguniform: [1, 4]}}\n"
             "  grain: 1\n");
    struct generator *g = open_yaml(yaml);
    const struct world *w = generator_text(g);
    struct arena a = {0};
    double en = 0, split[3] = {0}, rotated = 0, blurred = 0, angle = 0, log_radius = 0, both = 0;
    for (uint64_t i = 0; i < N; i++) {
        struct sample s = plan(w, 1, i, 0, &a);
        en += !strcmp(s.text.source, "en");
        split[s.split]++;
        assert_true(s.fx[FX_grain].on);
        assert_false(s.fx[FX_stamp].on);
        if (s.fx[FX_rotate].on) {
            const struct fx_rotate *v = (const void *)s.fx[FX_rotate].v;
            assert_true(v->angle_deg >= -2 && v->angle_deg <= 5);
            angle += v->angle_deg;
            rotated++;
            both += s.fx[FX_defocus].on;
        }
        if (s.fx[FX_defocus].on) {
            const struct fx_defocus *v = (const void *)s.fx[FX_defocus].v;
            assert_true(v->radius_px >= 1 && v->radius_px <= 4);
            log_radius += log(v->radius_px);
            blurred++;
        }
        arena_reset(&a);
    }
    about(en, N, 0.75, "source en");
    about(split[SPLIT_TRAIN], N, 0.7, "train");
    about(split[SPLIT_VAL], N, 0.1, "val");
    about(split[SPLIT_TEST], N, 0.2, "test");
    about(rotated, N, 0.3, "rotate");
    about(blurred, N, 0.05, "defocus");
    about(both, N, 0.015, "rotate and defocus together"); /* effects do not know of each other */
    assert_true(fabs(angle / rotated - 1.5) < 5 * 7 / sqrt(12 * rotated));
    assert_true(fabs(log_radius / blurred - log(2)) < 5 * log(4) / sqrt(12 * blurred));
    arena_release(&a);
    generator_close(g);
}

/* A change of one effect's row moves no draw of the rest: text, face and other effects stay. */
static void test_streams_are_apart(void **state)
{
    (void)state;
    char yaml[1024];
    struct generator *g[2];
    for (int k = 0; k < 2; k++) {
        snprintf(yaml, sizeof yaml, "%seffects: {rotate: 0.5, noise: 0.5%s}\n", two_sources,
                 k ? ", grain: 0.5, stamp: 0.5" : "");
        g[k] = open_yaml(yaml);
    }
    struct arena a = {0};
    for (uint64_t i = 0; i < 200; i++) {
        struct sample s = plan(generator_text(g[0]), 1, i, 0, &a),
                      t = plan(generator_text(g[1]), 1, i, 0, &a);
        assert_string_equal(s.text.text, t.text.text);
        assert_int_equal(s.face->id, t.face->id);
        assert_memory_equal(s.margin_em, t.margin_em, sizeof s.margin_em);
        assert_int_equal(s.fx[FX_noise].on, t.fx[FX_noise].on);
        assert_memory_equal(s.fx[FX_rotate].v, t.fx[FX_rotate].v, sizeof s.fx[FX_rotate].v);
        arena_reset(&a);
    }
    arena_release(&a);
    generator_close(g[0]);
    generator_close(g[1]);
}

/* Held-out families (or sources) are in one split only, and every split has some. */
static void hold_out(const char *by)
{
    char yaml[1024];
    snprintf(
        yaml, sizeof yaml, "%ssplit: {val: 0.2, test: 0.2, by: %s}\n",
        strcmp(by, "font")
            ? "kind: text\nfont: {sets: basic}\ntext: {length: [5, 20], sources: [{name: a, "
              "corpus: english}, "
              "{name: b, corpus: german}, {name: c, corpus: french}, {name: d, corpus: spanish}, "
              "{name: e, corpus: russian}]}\n"
            : two_sources,
        by);
    struct generator *g = open_yaml(yaml);
    struct arena a = {0};
    const char *seen[3][64];
    size_t n[3] = {0};
    for (uint64_t i = 0; i < 1500; i++) {
        struct sample s = plan(generator_text(g), 1, i, 0, &a);
        const char *name = strcmp(by, "font") ? s.text.source : s.face->family;
        bool known = false;
        for (int k = 0; k < 3; k++) {
            for (size_t j = 0; j < n[k]; j++) {
                bool same = !strcmp(seen[k][j], name);
                if (same && k != s.split) {
                    fail_msg("'%s' is in %s and in %s", name, split_name[k], split_name[s.split]);
                }
                known = known || same;
            }
        }
        if (!known) {
            seen[s.split][n[s.split]++] = name;
        }
        arena_reset(&a);
    }
    assert_true(n[SPLIT_TRAIN] && n[SPLIT_VAL] && n[SPLIT_TEST]);
    arena_release(&a);
    generator_close(g);
}

static void test_hold_out_fonts(void **state)
{
    (void)state;
    hold_out("font");
}

static void test_hold_out_sources(void **state)
{
    (void)state;
    hold_out("source");
}

static void test_strict(void **state)
{
    (void)state;
    struct generator *g = open_yaml("kind: text\ntext: {sources: [{words: ['a 漢']}]}\n"
                                    "font: {families: [Liberation Sans], strict: true}\n");
    struct arena a = {0};
    struct sample s;
    struct err e = {0};
    assert_int_equal(plan_make(generator_text(g), 1, 0, 0, &a, &s, &e), ST_RECIPE);
    assert_non_null(strstr(e.msg, "U+6F22"));
    assert_non_null(strstr(e.msg, "Liberation Sans"));
    arena_release(&a);
    generator_close(g);
}

static int setup(void **state)
{
    (void)state;
    snprintf(recipe_path, sizeof recipe_path, "/tmp/ersatz-plan-%ld.yaml", (long)getpid());
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    unlink(recipe_path);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pure),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_streams_are_apart),
        cmocka_unit_test(test_hold_out_fonts),
        cmocka_unit_test(test_hold_out_sources),
        cmocka_unit_test(test_strict),
    };
    return cmocka_run_group_tests_name("plan", tests, setup, teardown);
}
