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
#include "eval/retrieval.h"
#include "search/dots.h"

enum { MOST = 400 };

#define assert_near(a, b, by) \
    assert_true(fabs((double)(a) - (double)(b)) <= (by)) /* cmocka's compares floats */

static void at_degrees(const double *deg, size_t n, float *v)
{
    for (size_t i = 0; i < n; i++) {
        v[2 * i] = (float)cos(deg[i] * M_PI / 180);
        v[2 * i + 1] = (float)sin(deg[i] * M_PI / 180);
    }
}

static double value(const struct retrieval *r, int m)
{
    double out[RETRIEVAL_MEASURES];
    struct ratio_counts c = retrieval_counts(r);
    ratio_of(&c, NULL, r->n, out);
    return out[m];
}

/* One query at 0 degrees; right ones at 10 and 20, wrong ones at 5 and 40: ranks 2 and 3. */
static void by_hand(void **state)
{
    (void)state;
    float q[4], g[8];
    at_degrees((double[]){0, 90}, 2, q);
    at_degrees((double[]){5, 10, -20, 40}, 4, g);
    uint32_t ql[2] = {7, 99}, gl[4] = {3, 7, 7, 4};
    struct retrieval r;
    assert_int_equal(retrieval_run(&(struct vectors){q, 2, 2, ql}, &(struct vectors){g, 4, 2, gl},
                                   NULL, NULL, &r, NULL),
                     ST_OK);
    assert_int_equal(r.answered, 1); /* nothing in the gallery is of class 99 */
    assert_int_equal(r.of[0].rank, 2);
    assert_int_equal(r.of[0].relevant, 2);
    assert_int_equal(r.of[0].wrong, 0);
    assert_int_equal(r.of[0].right, 1);
    assert_near((double)r.of[0].right_score, cos(10 * M_PI / 180), 1e-6);
    assert_near(value(&r, RETRIEVAL_TOP1), 0, 0);
    assert_near(value(&r, RETRIEVAL_TOP5), 1, 0);
    assert_near(value(&r, RETRIEVAL_MAP), (1. / 2 + 2. / 3) / 2, 1e-12);
    assert_near(value(&r, RETRIEVAL_RECALL10), 1, 0);
    /* six negatives: cos 5, cos 40 of the first query; of the second, cos 85, 80, 110, 50. 10 and 20 degrees lose to one of six */
    assert_int_equal(r.same, 2);
    assert_int_equal(r.other, 6);
    assert_near(value(&r, RETRIEVAL_AUC), 5. / 6, 1e-12);
    assert_true(r.threshold[0] > 1); /* one in ten of six pairs cannot be said */
    retrieval_release(&r);
}

/* Leave one out: three of one class at 0, 1, 50 degrees, one of another at 2. */
static void left_out(void **state)
{
    (void)state;
    float q[8];
    at_degrees((double[]){0, 1, 50, 2.5}, 4, q);
    uint32_t l[4] = {0, 0, 0, 1};
    struct retrieval r;
    assert_int_equal(retrieval_run(&(struct vectors){q, 4, 2, l}, NULL, NULL, NULL, &r, NULL),
                     ST_OK);
    assert_int_equal(r.answered, 3);
    assert_int_equal(r.of[0].rank, 1);
    assert_int_equal(r.of[1].rank, 1);
    assert_int_equal(r.of[2].rank, 2); /* 2.5 degrees lies before 1 and 0 */
    assert_int_equal(r.of[3].relevant, 0);
    assert_near(value(&r, RETRIEVAL_TOP1), 2. / 3, 1e-12);
    double ap0 = (1 + 2. / 3) / 2, ap2 = (1. / 2 + 2. / 3) / 2;
    assert_near(value(&r, RETRIEVAL_MAP), (2 * ap0 + ap2) / 3, 1e-12);
    assert_int_equal(r.same, 6);
    assert_int_equal(r.other, 6);
    retrieval_release(&r);
}

/* Of equal scores the wrong one comes first: a point for everything is worth nothing. */
static void collapsed(void **state)
{
    (void)state;
    float q[8];
    at_degrees((double[]){30, 30, 30, 30}, 4, q);
    uint32_t l[4] = {0, 0, 1, 1};
    struct retrieval r;
    assert_int_equal(retrieval_run(&(struct vectors){q, 4, 2, l}, NULL, NULL, NULL, &r, NULL),
                     ST_OK);
    assert_near(value(&r, RETRIEVAL_TOP1), 0, 0);
    assert_near(value(&r, RETRIEVAL_MAP), 1. / 3, 1e-12);
    assert_near(value(&r, RETRIEVAL_AUC), 0.5, 1e-12);
    retrieval_release(&r);
}

/* --- against definitions spelled out --------------------------------------------------------------------------------------- */

static struct set {
    float v[MOST * 8];
    uint32_t label[MOST];
} set;

/* `classes` points on the sphere, with noise around them. */
static struct vectors cloud(struct set *s, size_t n, uint32_t classes, double noise, uint64_t seed)
{
    struct rng g = rng_stream(1, RNG_TEXT, 0, 0), r = rng_stream(seed, RNG_TEXT, 1, 0);
    double centre[40][8];
    for (size_t c = 0; c < classes; c++) {
        for (int d = 0; d < 8; d++) {
            centre[c][d] = rng_normal(&g);
        }
    }
    for (size_t i = 0; i < n; i++) {
        double x[8], sum = 0;
        s->label[i] = rng_below(&r, classes);
        for (int d = 0; d < 8; d++) {
            x[d] = centre[s->label[i]][d] + noise * rng_normal(&r);
            sum += x[d] * x[d];
        }
        for (int d = 0; d < 8; d++) {
            s->v[i * 8 + (size_t)d] = (float)(x[d] / sqrt(sum));
        }
    }
    return (struct vectors){s->v, n, 8, s->label};
}

static double product(const struct vectors *a, size_t i, const struct vectors *b, size_t j)
{
    return (double)dots_one(a->v + i * 8, b->v + j * 8, 8);
}

/* Rank of gallery row j in the list of query i, by counting. */
static size_t rank_of(const struct vectors *q, size_t i, const struct vectors *g, size_t j,
                      bool loo)
{
    size_t rank = 1;
    bool right = g->label[j] == q->label[i];
    for (size_t k = 0; k < g->n; k++) {
        bool other_right = g->label[k] == q->label[i];
        double d = product(q, i, g, k) - product(q, i, g, j);
        rank += k != j && !(loo && k == i) && (d > 0 || (d == 0 && !other_right && right));
    }
    return rank;
}

static void against_counting(const struct vectors *q, const struct vectors *g, bool loo)
{
    struct retrieval r;
    double top1 = 0, top5 = 0, map = 0, recall = 0, wins = 0, pairs = 0, hits = 0, same = 0;
    size_t answered = 0;
    assert_int_equal(retrieval_run(q, loo ? NULL : g, NULL, NULL, &r, NULL), ST_OK);
    for (size_t i = 0; i < q->n; i++) {
        size_t rank[MOST], n = 0;
        for (size_t j = 0; j < g->n; j++) {
            if (g->label[j] == q->label[i] && !(loo && i == j)) {
                rank[n++] = rank_of(q, i, g, j, loo);
            }
        }
        double ap = 0, first = 1e9, in10 = 0;
        for (size_t a = 0; a < n; a++) {
            size_t before = 0;
            for (size_t b = 0; b < n; b++) {
                before += rank[b] <= rank[a];
            }
            ap += (double)before / (double)rank[a];
            first = fmin(first, (double)rank[a]);
            in10 += rank[a] <= 10;
        }
        if (n) {
            answered++;
            top1 += first == 1;
            top5 += first <= 5;
            map += ap / (double)n;
            recall += in10 / (double)n;
        }
    }
    assert_int_equal(r.answered, answered);
    assert_near(value(&r, RETRIEVAL_TOP1), top1 / (double)answered, 1e-12);
    assert_near(value(&r, RETRIEVAL_TOP5), top5 / (double)answered, 1e-12);
    assert_near(value(&r, RETRIEVAL_MAP), map / (double)answered, 1e-9);
    assert_near(value(&r, RETRIEVAL_RECALL10), recall / (double)answered, 1e-12);
    for (size_t i = 0; i < q->n; i++) {
        for (size_t j = 0; j < g->n; j++) {
            if (g->label[j] != q->label[i] || (loo && i == j)) {
                continue;
            }
            same++;
            hits += product(q, i, g, j) >= r.threshold[1];
            for (size_t a = 0; a < q->n; a += 3) { /* a third of the negatives */
                for (size_t b = 0; b < g->n; b++) {
                    if (g->label[b] != q->label[a]) {
                        double d = product(q, i, g, j) - product(q, a, g, b);
                        wins += d > 0 ? 1 : d == 0 ? 0.5 : 0;
                        pairs++;
                    }
                }
            }
        }
    }
    assert_near(value(&r, RETRIEVAL_AUC), wins / pairs, 0.02);
    assert_near(value(&r, RETRIEVAL_TAR_2), hits / same, 1e-3);
    size_t accepted = 0;
    for (size_t i = 0; i < q->n; i++) {
        for (size_t j = 0; j < g->n; j++) {
            accepted += g->label[j] != q->label[i] && product(q, i, g, j) >= r.threshold[1];
        }
    }
    assert_true((double)accepted <= 0.01 * (double)r.other + 1);
    assert_true((double)accepted >= 0.008 * (double)r.other - 2); /* no lower threshold would do */
    retrieval_release(&r);
}

static void random_sets(void **state)
{
    (void)state;
    static struct set other;
    struct vectors q = cloud(&set, 60, 9, 0.8, 2), g = cloud(&other, 90, 8, 0.8, 3);
    against_counting(&q, &g, false);
    against_counting(&g, &g, true);
}

static void signs(void **state)
{
    (void)state;
    static struct set other;
    struct vectors q = cloud(&set, 200, 5, 0.05, 2), g = cloud(&other, 200, 5, 0.05, 3);
    struct retrieval r;
    assert_int_equal(retrieval_run(&q, &g, NULL, NULL, &r, NULL), ST_OK);
    assert_near(value(&r, RETRIEVAL_MAP), 1, 1e-12);
    assert_near(value(&r, RETRIEVAL_AUC), 1, 1e-12);
    assert_near(value(&r, RETRIEVAL_TAR_3), 1, 1e-12);
    assert_true(r.eer < 0.001);
    assert_near(r.tar[ROC_POINTS - 1], 1, 0);
    retrieval_release(&r);
    for (size_t i = 0; i < 200 * 8; i++) {
        other.v[i] = -other.v[i];
    }
    assert_int_equal(retrieval_run(&q, &g, NULL, NULL, &r, NULL), ST_OK);
    assert_near(value(&r, RETRIEVAL_TOP5), 0, 0);
    assert_near(value(&r, RETRIEVAL_AUC), 0, 1e-12);
    assert_true(r.eer > 0.99);
    retrieval_release(&r);
}

static void intervals_and_comparison(void **state)
{
    (void)state;
    static struct set other;
    struct vectors good = cloud(&set, 400, 20, 0.5, 2), bad = cloud(&other, 400, 20, 1.2, 2);
    assert_memory_equal(set.label, other.label, 4); /* the same pictures */
    memcpy(other.label, set.label, sizeof other.label);
    struct retrieval a, b;
    assert_int_equal(retrieval_run(&bad, NULL, NULL, NULL, &a, NULL), ST_OK);
    assert_int_equal(retrieval_run(&good, NULL, NULL, NULL, &b, NULL), ST_OK);
    struct ratio_counts x = retrieval_counts(&a), y = retrieval_counts(&b);
    struct interval v[RETRIEVAL_MEASURES];
    ratio_bootstrap(&y, NULL, b.n, 1, 400, v);
    struct interval top = v[RETRIEVAL_TOP1];
    /* a share of 400: the normal interval is 2 * 1.96 * sqrt(p (1 - p) / 400) wide */
    double wide = 2 * 1.96 * sqrt(top.value * (1 - top.value) / 400);
    assert_true(top.low < top.value && top.value < top.high);
    assert_near(top.high - top.low, wide, 0.35 * wide);
    struct comparison c[RETRIEVAL_MEASURES];
    ratio_compare(&x, &y, 1, 300, c);
    assert_true(c[RETRIEVAL_MAP].change.low > 0 && c[RETRIEVAL_MAP].p < 0.01);
    ratio_compare(&y, &x, 1, 300, c);
    assert_true(c[RETRIEVAL_MAP].change.high < 0);
    ratio_compare(&y, &y, 1, 300, c);
    assert_near(c[RETRIEVAL_MAP].p, 1, 1e-12);
    retrieval_release(&a);
    retrieval_release(&b);
}

static void refused(void **state)
{
    (void)state;
    float q[4] = {1, 0, 0, 1}, long_one[2] = {1.1f, 0}, nan_one[2] = {NAN, 0};
    uint32_t l[2] = {1, 2};
    struct retrieval r;
    struct err e = {0};
    assert_int_equal(retrieval_run(&(struct vectors){q, 2, 2, l}, NULL, NULL, NULL, &r, &e),
                     ST_RANGE);
    assert_non_null(strstr(e.msg, "same class"));
    assert_int_equal(
        retrieval_run(&(struct vectors){long_one, 1, 2, l}, NULL, NULL, NULL, &r, NULL), ST_RANGE);
    assert_int_equal(retrieval_run(&(struct vectors){nan_one, 1, 2, l}, NULL, NULL, NULL, &r, NULL),
                     ST_RANGE);
    assert_int_equal(retrieval_run(&(struct vectors){q, 0, 2, l}, NULL, NULL, NULL, &r, NULL),
                     ST_RANGE);
    float g[3] = {1, 0, 0};
    assert_int_equal(retrieval_run(&(struct vectors){q, 2, 2, l}, &(struct vectors){g, 1, 3, l},
                                   NULL, NULL, &r, NULL),
                     ST_RANGE);
}

/* --- scalar products ------------------------------------------------------------------------------------------------------- */

static void products(void **state)
{
    (void)state;
    enum { N = 11, Q = 7 };
    static float v[N * 131], q[Q * 131], out[Q * N], some[3];
    struct rng r = rng_stream(4, RNG_TEXT, 0, 0);
    for (int dims = 1; dims <= 131; dims += dims < 40 ? 1 : 13) {
        for (int i = 0; i < N * dims; i++) {
            v[i] = (float)rng_normal(&r);
        }
        for (int i = 0; i < Q * dims; i++) {
            q[i] = (float)rng_normal(&r);
        }
        dots_all(q, Q, v, N, dims, out);
        for (int i = 0; i < Q; i++) {
            for (int j = 0; j < N; j++) {
                double want = 0;
                for (int d = 0; d < dims; d++) {
                    want += (double)q[i * dims + d] * (double)v[j * dims + d];
                }
                assert_near((double)out[i * N + j], want, 1e-4);
                assert_true(out[i * N + j] ==
                            dots_one(q + i * dims, v + j * dims, dims)); /* to the bit */
            }
        }
        uint32_t at[3] = {10, 0, 4};
        dots_at(q + 2 * dims, v, dims, at, 3, some);
        for (int k = 0; k < 3; k++) {
            assert_true(some[k] == out[2 * N + (int)at[k]]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),   cmocka_unit_test(left_out),
        cmocka_unit_test(collapsed), cmocka_unit_test(random_sets),
        cmocka_unit_test(signs),     cmocka_unit_test(intervals_and_comparison),
        cmocka_unit_test(refused),   cmocka_unit_test(products),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
