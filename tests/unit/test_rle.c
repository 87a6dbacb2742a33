// SPDX-License-Identifier: MIT
/* Masks to COCO's run lengths and back by a decoder of our own here; texts against those that tests/e2e/coco_rle.py makes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <string.h>

#include "base/rng.h"
#include "label/shelf_label.h"

static struct arena arena;

/* Run lengths -> the whole picture, row by row. */
static uint8_t *decode(const struct rle *r, int w, int h)
{
    uint8_t *px = arena_zarray(&arena, uint8_t, (size_t)w * (size_t)h + 1);
    size_t at = 0;
    for (size_t i = 0; i < r->n; i++) {
        for (uint32_t k = 0; k < r->count[i]; k++, at++) {
            assert_true(at < (size_t)w * (size_t)h);
            px[at % (size_t)h * (size_t)w + at / (size_t)h] = i % 2;
        }
    }
    assert_int_equal(at, (size_t)w * (size_t)h);
    return px;
}

/* Text -> counts. */
static size_t parse(const char *s, uint32_t *count)
{
    size_t n = 0;
    while (*s) {
        int64_t v = 0;
        int shift = 0, c;
        do {
            c = *s++ - 48;
            v |= (int64_t)(c & 31) << shift;
            shift += 5;
        } while (c & 32);
        if (c & 16) {
            v -= (int64_t)1 << shift;
        }
        count[n] = (uint32_t)(v + (n > 2 ? (int64_t)count[n - 2] : 0));
        n++;
    }
    return n;
}

static void test_by_hand(void **state)
{
    (void)state;
    static const uint8_t mask[] = {0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0};
    static const uint32_t want[] = {2, 1, 2, 2, 1, 4, 1, 2, 3, 1, 1};
    struct rle r = rle_of_mask(mask, 0, 0, 5, 4, 5, 4, &arena);
    assert_int_equal(r.n, sizeof want / sizeof *want);
    assert_memory_equal(r.count, want, sizeof want);
    /* The same one pixel to the right of and two below the corner of a larger picture. */
    static const uint32_t moved[] = {12, 1, 6, 2, 5, 4, 5, 2, 7, 1, 3};
    r = rle_of_mask(mask, 1, 2, 5, 4, 6, 8, &arena);
    assert_int_equal(r.n, sizeof moved / sizeof *moved);
    assert_memory_equal(r.count, moved, sizeof moved);
}

static void test_ends(void **state)
{
    (void)state;
    static const uint8_t ones[12] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, none[12] = {0};
    struct rle r = rle_of_mask(ones, 0, 0, 4, 3, 4, 3, &arena); /* no zeros at either end: columns join */
    assert_int_equal(r.n, 2);
    assert_int_equal(r.count[0], 0);
    assert_int_equal(r.count[1], 12);
    r = rle_of_mask(none, 0, 0, 4, 3, 4, 3, &arena);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.count[0], 12);
    r = rle_of_mask(none, 2, 2, 0, 0, 4, 3, &arena);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.count[0], 12);
}

static void test_any_mask(void **state)
{
    (void)state;
    struct rng g = rng_stream(5, RNG_TEXT, 0, 0);
    for (int turn = 0; turn < 400; turn++) {
        int w = 1 + (int)rng_below(&g, 40), h = 1 + (int)rng_below(&g, 40);
        int mw = (int)rng_below(&g, (uint32_t)w + 1), mh = (int)rng_below(&g, (uint32_t)h + 1);
        int x0 = (int)rng_below(&g, (uint32_t)(w - mw) + 1), y0 = (int)rng_below(&g, (uint32_t)(h - mh) + 1);
        uint8_t *mask = arena_zarray(&arena, uint8_t, (size_t)(mw * mh) + 1);
        double density = rng_unit(&g);
        for (int i = 0; i < mw * mh; i++) {
            mask[i] = rng_unit(&g) < density;
        }
        struct rle r = rle_of_mask(mask, x0, y0, mw, mh, w, h, &arena);
        const uint8_t *px = decode(&r, w, h);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int in = x >= x0 && x < x0 + mw && y >= y0 && y < y0 + mh;
                assert_int_equal(px[y * w + x], in ? mask[(y - y0) * mw + x - x0] : 0);
            }
        }
        for (size_t i = 1; i < r.n; i++) {
            assert_true(r.count[i] > 0); /* only the first may be empty */
        }
        uint32_t *back = arena_array(&arena, uint32_t, r.n + 1);
        assert_int_equal(parse(rle_string(&r, &arena), back), r.n);
        assert_memory_equal(back, r.count, r.n * sizeof *back);
        arena_reset(&arena);
    }
}

static void test_strings(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
        uint32_t count[12];
    } row[] = {
        {"0", 1, {0}},
        {"1", 1, {1}},
        {"<", 1, {12}},
        {"0<", 2, {0, 12}},
        {"534", 3, {5, 3, 4}},
        {"o01?\?2a0", 6, {31, 1, 15, 16, 17, 33}},
        {"PP\\9", 1, {307200}},
        {"0PP\\9", 2, {0, 307200}},
        {"Xo05k>2N2NgnT9", 8, {1000, 5, 475, 7, 473, 9, 471, 300000}},
        {"`0`0`0000", 6, {16, 16, 16, 16, 16, 16}},
        {"PeQ311odQ30R[nLnoo1na`n0TPPN", 9, {100000, 1, 1, 100000, 1, 2, 65535, 1000000, 3}},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        uint32_t count[12];
        memcpy(count, row[i].count, sizeof count);
        assert_string_equal(rle_string(&(struct rle){count, row[i].n}, &arena), row[i].text);
    }
}

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_any_mask),
        cmocka_unit_test(test_strings),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
