// SPDX-License-Identifier: MIT
/*
 * The cache of label art: the same bytes in whatever order, by whatever thread, however often they were let
 * go.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>

#include "../unit/art_fixture.h"

enum { N = 10, THREADS = 4 };

static char want[N][65];

static struct sku sku_of(int i)
{
    struct sku s = fixture_sku((enum sku_shape)(i % SHAPE_MODEL), (enum sku_grammar)(i * 3 % GRAMMAR_COUNT),
                               (uint32_t)(i * 7 + 1));
    for (int k = 0; k < 3; k++) {
        s.size_mm[k] *= 0.6; /* small, to be quick */
    }
    return s;
}

static struct art_cache *new_cache(size_t limit)
{
    struct err e = {0};
    struct art_cache *c = art_cache_new(limit, &e);
    if (!c) {
        fail_msg("%s", e.msg);
    }
    art_cache_scale(c, 2);
    return c;
}

static void test_order(void **state)
{
    (void)state;
    struct art_cache *c = new_cache(0), *d = new_cache(1); /* the second lets go of everything at once */
    struct err e = {0};
    const struct art *a;
    for (int i = 0; i < N; i++) {
        struct sku s = sku_of(i);
        assert_int_equal(art_of(c, &s, &a, &e), ST_OK);
        memcpy(want[i], a->key, 65);
        art_drop(c, a);
    }
    for (int i = N - 1; i >= -2; i--) {
        struct sku s = sku_of(i < 0 ? i + N : i);
        assert_int_equal(art_of(d, &s, &a, &e), ST_OK);
        assert_string_equal(a->key, want[i < 0 ? i + N : i]);
        art_drop(d, a);
    }
    for (int i = 1; i < N; i++) {
        assert_string_not_equal(want[i], want[i - 1]);
    }
    art_cache_free(c);
    art_cache_free(d);
}

/* What is held stays, even above the limit; what is drawn already is shared. */
static void test_held(void **state)
{
    (void)state;
    struct art_cache *c = new_cache(1);
    struct err e = {0};
    const struct art *a, *b, *other;
    struct sku s = sku_of(0), t = sku_of(1), twin = sku_of(0);
    assert_int_equal(art_of(c, &s, &a, &e), ST_OK);
    assert_int_equal(art_of(c, &t, &other, &e), ST_OK);
    art_drop(c, other);
    assert_int_equal(art_of(c, &twin, &b, &e), ST_OK);
    assert_ptr_equal(a, b);
    art_drop(c, b);
    assert_string_equal(a->key, want[0]);
    assert_true(a->im.px[0] == a->im.px[0] && a->n_texts > 3);
    art_drop(c, a);
    art_cache_free(c);
}

struct job {
    struct art_cache *c;
    int from, bad;
};

static void *work(void *arg)
{
    struct job *j = arg;
    for (int i = 0; i < N; i++) {
        int k = (j->from + i * 3) % N;
        struct sku s = sku_of(k);
        const struct art *a;
        struct err e = {0};
        if (art_of(j->c, &s, &a, &e)) {
            j->bad++;
            continue;
        }
        j->bad += strcmp(a->key, want[k]) != 0;
        art_drop(j->c, a);
    }
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    for (size_t limit = 0; limit < 2; limit++) {
        struct art_cache *c = new_cache(limit);
        pthread_t th[THREADS];
        struct job job[THREADS];
        for (int i = 0; i < THREADS; i++) {
            job[i] = (struct job){c, i / 2, 0}; /* pairs want the same at the same time */
            assert_int_equal(pthread_create(&th[i], NULL, work, &job[i]), 0);
        }
        for (int i = 0; i < THREADS; i++) {
            pthread_join(th[i], NULL);
            assert_int_equal(job[i].bad, 0);
        }
        art_cache_free(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_held),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
