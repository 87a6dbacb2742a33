// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "eval/clink.h"

enum { MOST = 120 };

struct points {
    double x[MOST], y[MOST];
    size_t n;
};

static float apart(const struct points *p, size_t i, size_t j)
{
    return (float)hypot(p->x[i] - p->x[j], p->y[i] - p->y[j]);
}

static void row(void *ctx, size_t i, float *out)
{
    for (size_t j = 0; j < i; j++) {
        out[j] = apart(ctx, i, j);
    }
}

static size_t cut_of(struct points *p, float limit, float h, uint32_t *cluster)
{
    struct clink c;
    clink_run(p->n, row, p, limit, &c);
    size_t k = clink_cut(&c, h, cluster);
    for (size_t i = 0; i + 1 < p->n; i++) {
        assert_true(c.parent[i] > i && c.parent[i] < p->n);
        assert_true(c.height[i] <=
                    c.height[c.parent[i]]); /* pointer representation: levels rise along it */
    }
    clink_release(&c);
    return k;
}

static size_t cut(struct points *p, float h, uint32_t *cluster)
{
    return cut_of(p, h, h, cluster);
}

/* Complete linkage as it is told: merge the two clusters whose furthest members are nearest, while that is <= h. */
static size_t merge_nearest(const struct points *p, float h, uint32_t *cluster)
{
    size_t n = p->n, k = n;
    for (size_t i = 0; i < n; i++) {
        cluster[i] = (uint32_t)i;
    }
    for (;; k--) {
        float best = INFINITY;
        uint32_t a = 0, b = 0;
        for (uint32_t x = 0; x < n; x++) {
            for (uint32_t y = x + 1; y < n; y++) {
                float far = -1;
                for (size_t i = 0; i < n; i++) {
                    for (size_t j = 0; j < n && cluster[i] == x; j++) {
                        float d = cluster[j] == y ? apart(p, i, j) : -1;
                        far = d > far ? d : far;
                    }
                }
                if (far >= 0 && far < best) {
                    best = far;
                    a = x;
                    b = y;
                }
            }
        }
        if (!(best <= h)) {
            return k;
        }
        for (size_t i = 0; i < n; i++) {
            cluster[i] = cluster[i] == b ? a : cluster[i];
        }
    }
}

static bool same_partition(const uint32_t *a, const uint32_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            if ((a[i] == a[j]) != (b[i] == b[j])) {
                return false;
            }
        }
    }
    return true;
}

/* On a line: 0, 1 | 5, 6, 7.  Levels: (0 1) at 1, (5 6) at 1, with 7 at 2, all at 7. */
static void by_hand(void **state)
{
    (void)state;
    struct points p = {.x = {0, 1, 5, 6, 7}, .n = 5};
    uint32_t c[5];
    assert_int_equal(cut(&p, 0.5f, c), 5);
    assert_int_equal(cut(&p, 1, c), 3);
    assert_true(c[0] == c[1] && c[2] == c[3] && c[3] != c[4]);
    assert_int_equal(cut(&p, 1.99f, c), 3);
    assert_int_equal(cut(&p, 2, c), 2);
    assert_memory_equal(c, ((uint32_t[]){0, 0, 1, 1, 1}), sizeof c);
    assert_int_equal(cut(&p, 6.99f, c), 2);
    assert_int_equal(cut(&p, 7, c), 1);
    /* as published: 6 may not join 5 alone, since 5 hangs on (0 1) at 5 */
    assert_int_equal(cut_of(&p, INFINITY, 5, c), 3);
    assert_memory_equal(c, ((uint32_t[]){0, 0, 0, 1, 2}), sizeof c);
    p.n = 1;
    assert_int_equal(cut(&p, 0, c), 1);
    assert_int_equal(c[0], 0);
    p.n = 0;
    assert_int_equal(cut(&p, 0, c), 0);
}

/* Complete, not single: a chain of points one apart falls into pieces no longer than the threshold. */
static void chains_are_cut(void **state)
{
    (void)state;
    struct points p = {.n = 30};
    uint32_t c[30];
    for (size_t i = 0; i < p.n; i++) {
        p.x[i] = (double)i;
    }
    size_t k = cut(&p, 3, c); /* at most four in a piece */
    assert_true(k >= 8 && k <= 15);
}

static void scatter(struct points *p, size_t n, size_t groups, double wide, uint64_t seed)
{
    struct rng r = rng_stream(seed, RNG_TEXT, n, 0);
    p->n = n;
    for (size_t i = 0; i < n; i++) {
        uint32_t g = rng_below(&r, (uint32_t)groups);
        p->x[i] = 10. * (g % 4) + wide * rng_unit(&r);
        p->y[i] = 10. * (g / 4) + wide * rng_unit(&r);
    }
}

/* Groups further apart than wide are found in any order, as by merging. */
static void groups_in_any_order(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct points p;
        uint32_t c[MOST], want[MOST];
        scatter(&p, 40, 7, 2, seed); /* diameter <= 2.83, gaps >= 8 */
        assert_int_equal(cut(&p, 3, c), merge_nearest(&p, 3, want));
        assert_true(same_partition(c, want, p.n));
    }
}

/* Whatever the points: no two of a cluster are further apart than the cut; every pair is joined at a level not below its distance. */
static void diameters(void **state)
{
    (void)state;
    size_t finer = 0, of_clink = 0, of_merging = 0;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct points p;
        uint32_t c[MOST], want[MOST];
        scatter(&p, seed < 9 ? 24 : MOST, 1, 10, seed);
        for (float h = 0.5f; h < 15; h *= 2) {
            size_t k = cut(&p, h, c);
            assert_true(cut_of(&p, INFINITY, h, want) >= 1);
            for (size_t i = 0; i < p.n; i++) {
                for (size_t j = 0; j < i; j++) {
                    assert_true(c[i] != c[j] || apart(&p, i, j) <= h);
                    assert_true(want[i] != want[j] || apart(&p, i, j) <= h); /* as published, too */
                }
            }
            if (p.n <= 24) {
                size_t m = merge_nearest(&p, h, want);
                finer += k > m;
                of_clink += k;
                of_merging += m;
            }
        }
        assert_int_equal(cut(&p, 1e9f, c), 1);
    }
    /* in random clouds it is finer than merging, but not by much: the header says so */
    assert_true(finer > 0 && of_clink >= of_merging && (double)of_clink < 1.5 * (double)of_merging);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(chains_are_cut),
        cmocka_unit_test(groups_in_any_order),
        cmocka_unit_test(diameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
