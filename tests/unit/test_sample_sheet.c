// SPDX-License-Identifier: MIT
/* Sheets of what a net sees: tones, colours, places, labels; and the machine's peak. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/image.h"
#include "base/progress.h"
#include "net/dnn.h"
#include "train/peak.h"
#include "train/sample_sheet.h"

enum { GAP = 14, W = 40, H = 8 };

static char path[64];

static struct image written(struct sample_sheet *s)
{
    struct image im = {0};
    struct err e = {0};
    assert_int_equal(sample_sheet_write(s, path, &e), ST_OK);
    assert_int_equal(image_read(path, 3, &im, &e), ST_OK);
    return im;
}

static const uint8_t *at(const struct image *im, int x, int y)
{
    return im->px + ((size_t)y * (size_t)im->width_px + (size_t)x) * 3;
}

/* Pixels darker than a third in a rectangle. */
static int ink(const struct image *im, int x0, int y0, int x1, int y1)
{
    int n = 0;
    for (int y = y0; y < y1 && y < im->height_px; y++) {
        for (int x = x0; x < x1 && x < im->width_px; x++) {
            n += at(im, x, y)[1] < 85;
        }
    }
    return n;
}

/* -1 left, 0 in the middle of its range, +3 right: 0, 64 and 255, enlarged three times. */
static void test_tones(void **state)
{
    (void)state;
    float px[W * H];
    for (int i = 0; i < W * H; i++) {
        px[i] = i % W < 10 ? -1 : i % W < 30 ? 0 : 3;
    }
    struct sample_sheet *s = sample_sheet_new();
    sample_sheet_add(
        s, &(struct seen){.px = px, .channels = 1, .height_px = H, .width_px = W, .label = ""});
    struct image im = written(s);
    for (int zoomed = 0; zoomed < 3; zoomed++) {
        assert_int_equal(at(&im, GAP + 3 * 9 + zoomed, GAP)[0], 0);
        assert_int_equal(at(&im, GAP + 3 * 10 + zoomed, GAP + zoomed)[1], 64);
        assert_int_equal(at(&im, GAP + 3 * 30 + zoomed, GAP + 3 * H - 1)[2], 255);
    }
    assert_true(at(&im, GAP - 1, GAP)[0] > 200 &&
                at(&im, GAP + 3 * W, GAP)[0] > 200); /* the ground begins where it ends */
    image_release(&im);
    sample_sheet_free(s);
}

/* Planes are red, green, blue, and one range holds for all three. */
static void test_colours(void **state)
{
    (void)state;
    float px[3][4] = {{2, 2, 2, 2}, {1, 1, 1, 1}, {0, 0, 0, 0}};
    struct sample_sheet *s = sample_sheet_new();
    sample_sheet_add(
        s, &(struct seen){.px = px[0], .channels = 3, .height_px = 2, .width_px = 2, .label = "x"});
    struct image im = written(s);
    const uint8_t *p = at(&im, GAP + 2, GAP + 2);
    assert_int_equal(p[0], 255);
    assert_int_equal(p[1], 128);
    assert_int_equal(p[2], 0);
    image_release(&im);
    sample_sheet_free(s);
}

/* A label's ink is under its picture, a note's under that; any bytes can be a label; characters of other scripts are drawn. */
static void test_labels(void **state)
{
    (void)state;
    static const char *const label[] = {"", "WWWW", "\xff\xfe WWWW", "\u05d0\u05d1\u05d2"};
    float px[W * H] = {0}; /* one tone: black */
    int found[4];
    for (int i = 0; i < 4; i++) {
        struct sample_sheet *s = sample_sheet_new();
        sample_sheet_add(
            s, &(struct seen){
                   .px = px, .channels = 1, .height_px = H, .width_px = W, .label = label[i]});
        struct image im = written(s);
        found[i] = ink(&im, 0, GAP + 3 * H, im.width_px, im.height_px);
        assert_int_equal(ink(&im, 0, 0, im.width_px, GAP + 3 * H), 9 * W * H);
        image_release(&im);
        sample_sheet_free(s);
    }
    assert_int_equal(found[0], 0);
    assert_true(found[1] > 20);
    assert_true(found[2] > found[1]);
    assert_true(found[3] > 5);
}

/* Rows break at the sheet's width, a picture that is wider makes the sheet wider, and there is an end to how many are shown. */
static void test_rows(void **state)
{
    (void)state;
    enum { WIDE = 1600 };
    static float px[WIDE * H];
    struct sample_sheet *s = sample_sheet_new();
    for (int i = 0; i < 3; i++) {
        sample_sheet_add(
            s,
            &(struct seen){.px = px, .channels = 1, .height_px = H, .width_px = 600, .label = "a"});
    }
    struct image im = written(s);
    assert_int_equal(im.width_px, 1500);
    int one = im.height_px;
    image_release(&im);
    sample_sheet_add(
        s,
        &(struct seen){
            .px = px, .channels = 1, .height_px = H, .width_px = WIDE, .label = "a", .note = "b"});
    im = written(s);
    assert_true(im.width_px > WIDE && im.width_px < WIDE + 3 * GAP);
    assert_true(im.height_px > one);
    image_release(&im);
    for (int i = 0; i < 2 * SHEET_MOST; i++) {
        sample_sheet_add(
            s,
            &(struct seen){.px = px, .channels = 1, .height_px = H, .width_px = 20, .label = "a"});
    }
    assert_int_equal(sample_sheet_count(s), SHEET_MOST);
    sample_sheet_free(s);
}

/* --- the peak ----------------------------------------------------------------------------------------------- */

struct product {
    double gflops;
};

/* (256, 512) x (512, 256), the quickest of sixty. */
static void multiply(void *ctx, int worker)
{
    struct product *k = ctx;
    struct dnn *d = NULL;
    struct spec *s = NULL;
    struct err e = {0};
    const int64_t wide[DNN_DIMS] = {256, 512}, square[DNN_DIMS] = {256, 256};
    (void)worker;
    assert_int_equal(dnn_new(1, NULL, &d, &e), ST_OK);
    const struct dnn_linear l = {.src = dnn_md_any(d, DNN_F32, 2, wide),
                                 .weights = dnn_md_any(d, DNN_F32, 2, wide),
                                 .dst = dnn_md_any(d, DNN_F32, 2, square)};
    assert_int_equal(dnn_linear(d, &l, &s, &e), ST_OK);
    const struct arg args[] = {{DNN_SRC, dnn_mem(d, spec_md(d, s, DNN_SRC), NULL)},
                               {DNN_WEIGHTS, dnn_mem(d, spec_md(d, s, DNN_WEIGHTS), NULL)},
                               {DNN_DST, dnn_mem(d, spec_md(d, s, DNN_DST), NULL)},
                               {DNN_NONE, NULL}};
    const struct run *r = dnn_run(d, s, args);
    double best = 1e9;
    for (int i = 0; i < 60; i++) {
        double start = clock_s();
        run_now(d, r);
        double t = clock_s() - start;
        best = t < best ? t : best;
    }
    k->gflops = 2e-9 * 256 * 256 * 512 / best;
    dnn_free(d);
}

/* Of two workers about twice that of one, which is what another product makes; the tolerance is for a busy machine. */
static void test_peak(void **state)
{
    (void)state;
    struct crew *one = crew_new(1), *two = crew_new(2);
    struct product k = {0};
    crew_run(one, multiply, &k);
    double a = train_peak(one, false), b = train_peak(two, false);
    assert_true(a > k.gflops / 3 && a < k.gflops * 3);
    assert_true(b > 0.6 * a && b < 6 * a);
    if (dnn_has_bf16()) {
        assert_true(train_peak(one, true) > a / 2);
    }
    crew_free(one);
    crew_free(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tones), cmocka_unit_test(test_colours), cmocka_unit_test(test_labels),
        cmocka_unit_test(test_rows),  cmocka_unit_test(test_peak),
    };
    snprintf(path, sizeof path, "/tmp/ersatz-sheet-%ld.png", (long)getpid());
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
