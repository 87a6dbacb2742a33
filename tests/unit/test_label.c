// SPDX-License-Identifier: MIT
/* Labels: the tightest quad of given directions, and the JSON that a reader gets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "label/quad.h"
#include "sample.h"

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static void corner(const struct quad *q, int i, double x, double y)
{
    near(q->p[i].x, x, 1e-9);
    near(q->p[i].y, y, 1e-9);
}

/* --- quad ---------------------------------------------------------------------------------------------- */

static const struct quad square = {{{0, 0}, {10, 0}, {10, 10}, {0, 10}}};

static void test_quad_shrinks_and_grows(void **state)
{
    (void)state;
    struct hull h = hull_start(square);
    struct quad q = hull_quad(&h, 0);
    corner(&q, 0, 0, 0); /* nothing in it: as it came */
    hull_add(&h, (struct pt){3, 4});
    hull_add(&h, (struct pt){12, 5}); /* outside the start counts too */
    hull_add(&h, (struct pt){6, 8});
    q = hull_quad(&h, 0);
    corner(&q, 0, 3, 4);
    corner(&q, 1, 12, 4);
    corner(&q, 2, 12, 8);
    corner(&q, 3, 3, 8);
    q = hull_quad(&h, 0.5);
    corner(&q, 0, 2.5, 3.5);
    corner(&q, 2, 12.5, 8.5);
}

/* A quad turned by 30 degrees keeps its directions and its first corner. */
static void test_quad_turned(void **state)
{
    (void)state;
    double c = cos(M_PI / 6), s = sin(M_PI / 6);
    struct quad turned;
    for (int i = 0; i < 4; i++) {
        turned.p[i] = (struct pt){c * square.p[i].x - s * square.p[i].y,
                                  s * square.p[i].x + c * square.p[i].y};
    }
    struct hull h = hull_start(turned);
    const double u[] = {2, 7, 5}, v[] = {6, 3, 9};
    for (int i = 0; i < 3; i++) {
        hull_add(&h, (struct pt){c * u[i] - s * v[i], s * u[i] + c * v[i]});
    }
    struct quad q = hull_quad(&h, 0);
    corner(&q, 0, c * 2 - s * 3, s * 2 + c * 3);
    corner(&q, 1, c * 7 - s * 3, s * 7 + c * 3);
    corner(&q, 2, c * 7 - s * 9, s * 7 + c * 9);
    corner(&q, 3, c * 2 - s * 9, s * 2 + c * 9);
}

static void test_quad_without_area(void **state)
{
    (void)state;
    struct hull h = hull_start((struct quad){{{5, 5}, {5, 5}, {5, 5}, {5, 5}}});
    hull_add(&h, (struct pt){1, 2});
    hull_add(&h, (struct pt){4, 9});
    struct quad q = hull_quad(&h, 0);
    corner(&q, 0, 1, 2);
    corner(&q, 2, 4, 9);
}

/* --- JSON ------------------------------------------------------------------------------------------------ */

static json_t *field(json_t *o, const char *key)
{
    json_t *v = json_object_get(o, key);
    if (!v) {
        fail_msg("no '%s'", key);
    }
    return v;
}

/* Pieces of a unit list, joined, are the transcript (graphemes) or its words. */
static void test_json(void **state)
{
    (void)state;
    char path[64];
    snprintf(path, sizeof path, "/tmp/ersatz-label-%ld.yaml", (long)getpid());
    const char yaml[] =
        "kind: text\nimage: {height_px: 40}\n"
        "text: {direction: rtl, sources: [{name: 'a \"source\"', lang: he, words: ['שלום \"x\\y\" "
        "e\u0301!']}]}\n"
        "font: {families: ['DejaVu Sans:fullname=DejaVu Sans']}\neffects: {rotate: {angle_deg: "
        "3}}\n";
    struct err e = {0};
    assert_int_equal(file_write(path, yaml, strlen(yaml), &e), ST_OK);
    struct generator *g;
    struct buf problems = {0};
    if (generator_open(path, NULL, 0, NULL, &g, &problems, &e)) {
        fail_msg("%s %s", e.msg, problems.data ? problems.data : "");
    }
    struct worker *w = worker_new(g);
    struct made m = {0};
    if (sample_make(w, 5, 12, &m, &e)) {
        fail_msg("%s", e.msg);
    }
    json_error_t je;
    json_t *o = json_loadb(m.json.data, m.json.len, 0, &je);
    if (!o) {
        fail_msg("%s", je.text);
    }
    const char *text = "שלום \"x\\y\" é!"; /* NFC, logical order */
    assert_string_equal(json_string_value(field(o, "text")), text);
    assert_string_equal(json_string_value(field(o, "key")), "000000012");
    assert_string_equal(json_string_value(field(o, "source")), "a \"source\"");
    assert_string_equal(json_string_value(field(o, "direction")), "rtl");
    assert_string_equal(json_string_value(field(o, "script")), "Hebr");
    assert_string_equal(json_string_value(field(o, "split")), "train");
    assert_int_equal(json_integer_value(field(o, "index")), 12);
    near(json_number_value(field(field(field(o, "effects"), "rotate"), "angle_deg")), 3, 1e-9);
    assert_int_equal(json_array_size(field(o, "words")), 3);
    char joined[128] = "";
    size_t i;
    json_t *v;
    json_array_foreach(field(o, "graphemes"), i, v)
    {
        strcat(joined, json_string_value(field(v, "text")));
        assert_int_equal(json_array_size(field(v, "quad")), 8);
    }
    assert_string_equal(joined, text);
    assert_int_equal(i, 13);
    /* right to left: the first letter stands to the right of the last */
    double first = json_number_value(
        json_array_get(field(json_array_get(field(o, "graphemes"), 0), "quad"), 0));
    double last = json_number_value(
        json_array_get(field(json_array_get(field(o, "graphemes"), 12), "quad"), 0));
    assert_true(first > last + 20);
    /* turned by 3 degrees clockwise: the baseline falls to the right */
    json_t *line = json_array_get(field(o, "baselines"), 0);
    size_t n = json_array_size(line);
    double dx =
        json_number_value(json_array_get(line, n - 2)) - json_number_value(json_array_get(line, 0));
    double dy =
        json_number_value(json_array_get(line, n - 1)) - json_number_value(json_array_get(line, 1));
    near(atan2(dy, dx), 3 * M_PI / 180, 0.002);
    json_decref(o);
    made_release(&m);
    worker_free(w);
    generator_close(g);
    buf_release(&problems);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quad_shrinks_and_grows),
        cmocka_unit_test(test_quad_turned),
        cmocka_unit_test(test_quad_without_area),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests_name("label", tests, NULL, NULL);
}
