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
#include "search/dots.h"
#include "search/hnsw.h"

enum { N = 3000, D = 24, Q = 60, K = 10 };
static float v[N * D], q[Q * D];

/* Points around `groups` centres on the sphere. */
static void fill(float *out, size_t n, int groups, double wide, uint64_t seed)
{
    for (size_t i = 0; i < n; i++) {
        struct rng r = rng_stream(seed, RNG_TEXT, i, 0);
        struct rng c = rng_stream(99, RNG_FONT, rng_below(&r, (uint32_t)groups), 0);
        double x[D], sum = 0;
        for (int d = 0; d < D; d++) {
            x[d] = rng_normal(&c) + wide * rng_normal(&r);
            sum += x[d] * x[d];
        }
        for (int d = 0; d < D; d++) {
            out[i * D + (size_t)d] = (float)(x[d] / sqrt(sum));
        }
    }
}

static double recall(const struct hnsw *g, size_t n, size_t width)
{
    struct hnsw_search *s = hnsw_search_new(g);
    struct neighbour want[K], got[K];
    size_t found = 0;
    for (size_t i = 0; i < Q; i++) {
        nearest_all(q + i * D, 1, v, n, D, K, want);
        assert_int_equal(hnsw_nearest(s, q + i * D, K, width, got), K);
        for (size_t a = 0; a < K; a++) {
            assert_true(!a || neighbour_before(got[a - 1], got[a])); /* sorted, none twice */
            assert_true(got[a].score == dots_one(q + i * D, v + got[a].at * D, D));
            for (size_t b = 0; b < K; b++) {
                found += got[a].at == want[b].at;
            }
        }
    }
    hnsw_search_free(s);
    return (double)found / (Q * K);
}

static void finds_the_nearest(void **state)
{
    (void)state;
    static const struct {
        int groups;
        double wide;
    } kind[] = {{1, 1000},
                {40, 0.3},
                {300, 0.02}}; /* no structure; clusters; clusters with nothing between them */
    for (size_t k = 0; k < sizeof kind / sizeof *kind; k++) {
        fill(v, N, kind[k].groups, kind[k].wide, 1);
        fill(q, Q, kind[k].groups, kind[k].wide, 2);
        struct hnsw *g = hnsw_build(
            v, N, D, &(struct hnsw_options){.links = 12, .width = 80, .seed = 1}, NULL, NULL);
        double narrow = recall(g, N, 10), wide = recall(g, N, 400);
        assert_true(wide >= 0.99);
        assert_true(narrow > 0.5 && narrow <= wide); /* a wider search finds more */
        hnsw_free(g);
    }
}

/* All of a small graph within one search: nothing is out of reach. */
static void small_ones(void **state)
{
    (void)state;
    fill(v, 64, 8, 0.5, 3);
    struct neighbour got[64], want[64];
    for (size_t n = 0; n <= 64; n += n < 4 ? 1 : 30) {
        struct hnsw *g =
            hnsw_build(v, n, D, &(struct hnsw_options){.links = 8, .width = 60}, NULL, NULL);
        struct hnsw_search *s = hnsw_search_new(g);
        assert_int_equal(hnsw_nearest(s, v, 64, 64, got), n);
        nearest_all(v, 1, v, n, D, 64, want);
        assert_memory_equal(got, want, n * sizeof *got);
        assert_true(!n || (got[0].at == 0 && fabs((double)got[0].score - 1) < 1e-5));
        hnsw_search_free(s);
        hnsw_free(g);
    }
}

static void same_bytes_and_back(void **state)
{
    (void)state;
    enum { FEW = 500 };
    fill(v, FEW, 20, 0.4, 1);
    fill(q, Q, 20, 0.4, 2);
    struct hnsw_options o = {.links = 6, .width = 40, .seed = 3};
    struct hnsw *a = hnsw_build(v, FEW, D, &o, NULL, NULL),
                *b = hnsw_build(v, FEW, D, &o, NULL, NULL), *back;
    struct buf x = {0}, y = {0};
    hnsw_write(a, &x);
    hnsw_write(b, &y);
    assert_int_equal(x.len, y.len);
    assert_memory_equal(x.data, y.data, x.len);
    o.seed = 4;
    struct hnsw *c = hnsw_build(v, FEW, D, &o, NULL, NULL);
    buf_clear(&y);
    hnsw_write(c, &y);
    assert_true(x.len != y.len || memcmp(x.data, y.data, x.len)); /* other levels */
    assert_int_equal(hnsw_read(x.data, x.len, v, FEW, D, &back, NULL), ST_OK);
    assert_true(recall(back, FEW, 30) == recall(a, FEW, 30));
    hnsw_free(back);
    /* what is not a graph over these vectors is refused, whatever word is changed */
    assert_int_equal(hnsw_read(x.data, x.len - 1, v, FEW, D, &back, NULL), ST_FORMAT);
    assert_int_equal(hnsw_read(x.data, x.len, v, FEW - 1, D, &back, NULL), ST_FORMAT);
    for (size_t at = 0; at + 4 <= x.len - FEW; at += 4) {
        uint32_t was, bad = UINT32_MAX;
        memcpy(&was, x.data + at, 4);
        memcpy(x.data + at, &bad, 4);
        enum st st = hnsw_read(x.data, x.len, v, FEW, D, &back, NULL);
        if (!st) { /* room for a link that is not in use */
            assert_int_equal(was, 0);
            hnsw_free(back);
        }
        memcpy(x.data + at, &was, 4);
    }
    buf_release(&x);
    buf_release(&y);
    hnsw_free(a);
    hnsw_free(b);
    hnsw_free(c);
}

static bool stop_at_once(void *ctx, size_t done)
{
    *(size_t *)ctx = done;
    return false;
}

static void stops(void **state)
{
    (void)state;
    size_t done = 0;
    fill(v, N, 20, 0.4, 1);
    assert_null(hnsw_build(v, N, D, &(struct hnsw_options){.width = 16}, stop_at_once, &done));
    assert_true(done > 0 && done < N);
}

/* Equal scores: the lower row; fewer vectors than asked for: no row. */
static void exact_lists(void **state)
{
    (void)state;
    float same[3 * 2] = {1, 0, 0, 1, 1, 0};
    struct neighbour got[2 * 4];
    nearest_all(same, 2, same, 3, 2, 4, got);
    assert_int_equal(got[0].at, 0);
    assert_int_equal(got[1].at, 2);
    assert_int_equal(got[2].at, 1);
    assert_int_equal(got[3].at, UINT32_MAX);
    assert_int_equal(got[4].at, 1);
    assert_int_equal(got[5].at, 0);
    assert_true(got[4].score == 1 && got[5].score == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_nearest),   cmocka_unit_test(small_ones),
        cmocka_unit_test(same_bytes_and_back), cmocka_unit_test(stops),
        cmocka_unit_test(exact_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
