// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "base/rng.h"
#include "data_fixture.h"
#include "search/product_index.h"

enum { N = 300, D = 19, CLASSES = 30 };
static float v[N * D];
static struct index_entry entry[N];
static char text[N][2][24];

static void fill(void)
{
    for (size_t i = 0; i < N; i++) {
        struct rng r = rng_stream(2, RNG_TEXT, i, 0), c = rng_stream(3, RNG_TEXT, i % CLASSES, 0);
        double x[D], sum = 0;
        for (int d = 0; d < D; d++) {
            x[d] = rng_normal(&c) + 0.2 * rng_normal(&r);
            sum += x[d] * x[d];
        }
        for (int d = 0; d < D; d++) {
            v[i * D + (size_t)d] = (float)(x[d] / sqrt(sum));
        }
        snprintf(text[i][0], sizeof text[i][0], "sku-%zu", i % CLASSES);
        snprintf(text[i][1], sizeof text[i][1], "a\tb %zu.jpg", i);
        entry[i] = (struct index_entry){text[i][0], text[i][1]};
    }
}

static const char *written(bool with_graph)
{
    const char *path = fixture_path(with_graph ? "with.idx" : "without.idx");
    struct hnsw *g =
        with_graph
            ? hnsw_build(v, N, D, &(struct hnsw_options){.links = 8, .width = 60}, NULL, NULL)
            : NULL;
    struct err e = {0};
    assert_int_equal(product_index_write(path, "{\"model\":\"m\"}", v, N, D, entry, g, &e), ST_OK);
    hnsw_free(g);
    return path;
}

static void there_and_back(void **state)
{
    (void)state;
    fill();
    for (int graph = 0; graph < 2; graph++) {
        struct product_index *x;
        struct err e = {0};
        assert_int_equal(product_index_open(written(graph), &x, &e), ST_OK);
        assert_int_equal(product_index_count(x), N);
        assert_int_equal(product_index_dims(x), D);
        assert_int_equal(product_index_has_graph(x), graph);
        assert_string_equal(product_index_about(x), "{\"model\":\"m\"}");
        assert_memory_equal(product_index_vectors(x), v, sizeof v);
        assert_string_equal(product_index_entry(x, 31).class_name, "sku-1");
        assert_string_equal(product_index_entry(x, 31).key,
                            "a b 31.jpg"); /* a tab would end the name */
        /* pictures: itself, then others of its class; products: each once */
        struct neighbour p[12], q[12], all[12];
        assert_int_equal(
            product_index_find(x, v + 31 * D, &(struct index_query){.k = 10, .pictures = true}, p),
            10);
        assert_int_equal(p[0].at, 31);
        for (int i = 0; i < 10; i++) {
            assert_int_equal(p[i].at % CLASSES, 1);
        }
        assert_int_equal(product_index_find(x, v + 31 * D, &(struct index_query){.k = 12}, q), 12);
        assert_int_equal(
            product_index_find(x, v + 31 * D, &(struct index_query){.k = 12, .exact = true}, all),
            12);
        assert_int_equal(q[0].at, 31);
        for (int i = 0; i < 12; i++) {
            assert_int_equal(q[i].at, all[i].at);
            for (int j = 0; j < i; j++) {
                assert_int_not_equal(q[i].at % CLASSES, q[j].at % CLASSES);
                assert_true(q[j].score >= q[i].score);
            }
        }
        struct neighbour many[100];
        assert_int_equal(
            product_index_find(x, v, &(struct index_query){.k = 100, .exact = true}, many),
            CLASSES);
        product_index_close(x);
    }
}

/* A byte changed anywhere, or the file cut off anywhere, is found. */
static void damage_is_found(void **state)
{
    (void)state;
    fill();
    struct buf good = {0};
    const char *path = written(true);
    assert_int_equal(file_read(path, &good, NULL), ST_OK);
    struct product_index *x;
    size_t found = 0, tried = 0;
    for (size_t at = 0; at < good.len; at += at < 140 ? 1 : 397) {
        good.data[at] ^= 0x10;
        FILE *f = fopen(path, "wb");
        fwrite(good.data, 1, good.len, f);
        fclose(f);
        good.data[at] ^= 0x10;
        enum st st = product_index_open(path, &x, NULL);
        tried++;
        found += st == ST_FORMAT;
        if (!st) { /* padding between sections is nobody's */
            product_index_close(x);
        }
    }
    assert_true(tried > 200 && found >= tried - 2);
    for (size_t len = 0; len < good.len; len += len < 140 ? 7 : 1999) {
        FILE *f = fopen(path, "wb");
        fwrite(good.data, 1, len, f);
        fclose(f);
        assert_int_equal(product_index_open(path, &x, NULL), ST_FORMAT);
        assert_null(x);
    }
    assert_int_equal(product_index_open(fixture_path("none"), &x, NULL), ST_IO);
    buf_release(&good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(damage_is_found),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
