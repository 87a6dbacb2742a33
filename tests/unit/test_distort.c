// SPDX-License-Identifier: MIT
/* Effects on pictures that were not made here: pixels go where the map says, ink and paper are told apart, labels stay true. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/color.h"
#include "base/files.h"
#include "base/rng.h"
#include "distort.h"
#include "warp/warp_plane.h"

enum { W = 240, H = 32 };

static char folder[] = "/tmp/ersatz-distort-XXXXXX";

static struct distorter *opened(const char *kind, const char *more)
{
    struct arena a = {0};
    struct buf b = {0};
    struct err e = {0};
    struct distorter *d = NULL;
    const char *path = arena_printf(&a, "%s/recipe.yaml", folder);
    buf_printf(&b, "kind: %s\n%s%s\n", kind,
               strcmp(kind, "text")
                   ? ""
                   : "text: {sources: [{words: [a]}]}\nfont: {families: [DejaVu Sans]}\n",
               more);
    assert_int_equal(file_write(path, b.data, b.len, &e), ST_OK);
    if (distorter_open(path, NULL, 0, &d, NULL, &e)) {
        fail_msg("%s", e.msg);
    }
    buf_release(&b);
    arena_release(&a);
    return d;
}

static struct image blank(int w, int h, int channels, uint8_t tone)
{
    struct image im;
    assert_int_equal(image_init(&im, w, h, channels, NULL), ST_OK);
    memset(im.px, tone, (size_t)w * (size_t)h * (size_t)channels);
    return im;
}

static void bar(struct image *im, int x0, int y0, int x1, int y1, uint8_t tone)
{
    for (int y = y0; y < y1; y++) {
        memset(im->px + (size_t)y * (size_t)im->width_px + (size_t)x0, tone, (size_t)(x1 - x0));
    }
}

/* Something like a line: upright strokes, more paper than ink. */
static struct image strokes(uint8_t paper, uint8_t ink)
{
    struct image im = blank(W, H, 1, paper);
    for (int x = 10; x < W - 10; x += 12) {
        bar(&im, x, 8, x + 3, 24, ink);
    }
    return im;
}

static struct image distorted(const struct distorter *d, uint64_t seed, uint64_t index,
                              const struct image *in)
{
    struct distort_worker *w = distort_worker_new(d);
    struct image out;
    struct err e = {0};
    if (sample_distort(w, seed, index, in, &out, &e)) {
        fail_msg("%s", e.msg);
    }
    distort_worker_free(w);
    return out;
}

static bool same(const struct image *a, const struct image *b)
{
    return a->width_px == b->width_px && a->height_px == b->height_px &&
           a->channels == b->channels &&
           !memcmp(a->px, b->px, (size_t)a->width_px * (size_t)a->height_px * (size_t)a->channels);
}

/* Sum over a part of the picture of how much light is missing to white, in pixels. */
static double darkness(const struct image *im, int x0, int x1)
{
    double sum = 0;
    for (int y = 0; y < im->height_px; y++) {
        for (int x = x0; x < x1; x++) {
            sum += 1 - srgb_decode(im->px[(size_t)y * (size_t)im->width_px + (size_t)x] / 255.0);
        }
    }
    return sum;
}

/* --- nothing, and again the same ------------------------------------------------------------------------------ */

static void test_identity(void **state)
{
    (void)state;
    static const char *const kind[] = {"text", "product", "shelf"};
    for (int k = 0; k < 3; k++) {
        struct distorter *d = opened(
            kind[k],
            k ? ""
              : "effects: {rotate: 0, ink: {lightness: 0.5}, paper: {lightness: 0.3}, stamp: 1}");
        struct image in = blank(57, 23, k ? 3 : 1, 0);
        for (size_t i = 0; i < (size_t)(57 * 23 * in.channels); i++) {
            in.px[i] = (uint8_t)(i * 37);
        }
        struct image out = distorted(d, 3, 5, &in);
        assert_true(same(&in, &out));
        image_release(&in);
        image_release(&out);
        distorter_close(d);
    }
}

static const char all[] = "effects: {wave: 0.5, elastic: 0.5, curl: 0.3, shear: 0.5, rotate: 0.5, "
                          "perspective: 0.5, dilate: 0.3, bleed: 0.3, "
                          "grain: 0.5, creases: 0.3, light: 0.5, defocus: 0.3, resample: 0.5, "
                          "noise: 0.5, recompress: 0.5}";

/* A function of recipe, seed, number and picture: not of what the worker did before. */
static void test_pure(void **state)
{
    (void)state;
    struct distorter *d = opened("text", all);
    struct image in = strokes(240, 20);
    struct distort_worker *w = distort_worker_new(d);
    int changed = 0;
    for (uint64_t i = 0; i < 12; i++) {
        struct image a, b = distorted(d, 7, i, &in), c = distorted(d, 8, i, &in),
                        n = distorted(d, 7, i + 100, &in);
        assert_int_equal(sample_distort(w, 7, i, &in, &a, NULL), ST_OK);
        assert_true(same(&a, &b));
        changed += !same(&a, &c) && !same(&a, &n) && !same(&a, &in);
        image_release(&a);
        image_release(&b);
        image_release(&c);
        image_release(&n);
    }
    assert_true(changed >= 10);
    distort_worker_free(w);
    image_release(&in);
    distorter_close(d);
}

/* --- pixels move as points do --------------------------------------------------------------------------------- */

/* Middle of what is bright. */
static struct pt middle(const struct warp_pixels *p)
{
    double x = 0, y = 0, sum = 0;
    for (int k = 0; k < p->width_px * p->height_px; k++) {
        double v = (double)p->px[k];
        x += v * (k % p->width_px + 0.5);
        y += v * (k / p->width_px + 0.5);
        sum += v;
    }
    return (struct pt){x / sum, y / sum};
}

/* A spot of 2 px deviation about a point. */
static void spot(struct warp_pixels *p, struct pt at)
{
    for (int k = 0; k < p->width_px * p->height_px; k++) {
        double dx = k % p->width_px + 0.5 - at.x, dy = k / p->width_px + 0.5 - at.y;
        p->px[k] = (float)exp(-(dx * dx + dy * dy) / 8);
    }
}

/* Every spot ends where warp_point() puts its middle, for all bends and tilts; scale and place of the whole included. */
static void test_spots(void **state)
{
    (void)state;
    enum { HIGH = 64, WIDE = 300 };
    struct recipe r;
    static const char yaml[] = "kind: text\ntext: {sources: [{words: [a]}]}\nfont: {families: "
                               "[DejaVu Sans]}\neffects: {wave: 0.6, arc: 0.6, elastic: 0.6, "
                               "curl: 0.6, shear: 0.6, rotate: 0.6, perspective: 0.6}\n";
    assert_int_equal(recipe_parse(&r, "t", yaml, sizeof yaml - 1, NULL, 0, NULL, NULL), ST_OK);
    static float px[HIGH * WIDE];
    double worst = 0;
    for (uint64_t i = 0; i < 12; i++) {
        struct arena a = {0};
        struct sample s = {.seed = 4, .index = i, .direction = DIRECTION_LTR};
        struct warp w;
        double scale;
        plan_effects(&r, &s);
        warp_init(&w, &s, plane_page(WIDE, HIGH), HIGH / 1.3);
        struct warp_pixels src = {px, WIDE, HIGH}, dst = {.height_px = HIGH};
        plane_fit(&w, WIDE, HIGH, &dst.width_px, &scale);
        dst.px = arena_array(&a, float, (size_t)dst.width_px *HIGH);
        for (int k = 0; k < 3; k++) {
            struct pt at = {40.3 + 110 * k, 20.6 + 12 * k};
            spot(&src, at);
            warp_plane(&w, &src, &dst, scale, 0, &a);
            struct pt want = warp_point(&w, (struct pt){at.x, at.y - 0.75 * HIGH}),
                      got = middle(&dst);
            worst = fmax(worst, hypot(got.x - want.x, got.y - want.y));
        }
        arena_release(&a);
    }
    assert_true(worst < 0.15); /* a bend moves the middle of a spot itself a little */
    recipe_release(&r);
}

/* Without an effect every pixel stays as it is, and so does the size. */
static void test_still(void **state)
{
    (void)state;
    struct sample s = {.direction = DIRECTION_LTR};
    struct warp w;
    struct arena a = {0};
    float px[12 * 30], out[12 * 30];
    double scale;
    for (int i = 0; i < 12 * 30; i++) {
        px[i] = (float)(i * 7 % 31) / 31;
    }
    struct warp_pixels src = {px, 30, 12}, dst = {out, 0, 12};
    warp_init(&w, &s, plane_page(30, 12), 9);
    plane_fit(&w, 30, 12, &dst.width_px, &scale);
    assert_int_equal(dst.width_px, 30);
    assert_true(fabs(scale - 1) < 1e-12);
    warp_plane(&w, &src, &dst, scale, 0, &a);
    for (int i = 0; i < 12 * 30; i++) {
        assert_true(fabsf(out[i] - px[i]) < 1e-5f);
    }
    arena_release(&a);
}

/* Clockwise: the right end of a line goes down, by the tangent. */
static void test_rotation(void **state)
{
    (void)state;
    struct distorter *d = opened("text", "effects: {rotate: {angle_deg: 4}}");
    struct image in = blank(W, H, 1, 255);
    bar(&in, 0, 14, W, 18, 0);
    struct image out = distorted(d, 1, 1, &in);
    double y[2] = {0}, sum[2] = {0};
    int column[2] = {out.width_px / 4, 3 * out.width_px / 4};
    for (int k = 0; k < 2; k++) {
        for (int r = 0; r < out.height_px; r++) {
            double v = 255 - out.px[(size_t)r * (size_t)out.width_px + (size_t)column[k]];
            y[k] += v * (r + 0.5);
            sum[k] += v;
        }
    }
    double slope = (y[1] / sum[1] - y[0] / sum[0]) / (column[1] - column[0]);
    assert_true(fabs(slope - tan(4 * M_PI / 180)) < 0.005);
    assert_int_equal(out.height_px, H);
    image_release(&in);
    image_release(&out);
    distorter_close(d);
}

/* --- ink, paper, light ------------------------------------------------------------------------------------------ */

/* Strokes grow and shrink by twice the radius, whichever of the two tones is the ink. */
static void test_ink(void **state)
{
    (void)state;
    static const struct {
        const char *effects;
        double grow_px;
    } row[] = {{"effects: {dilate: {radius_px: 1}}", 2},
               {"effects: {erode: {radius_px: 0.5}}", -1}};
    for (int k = 0; k < 2; k++) {
        for (int inverse = 0; inverse < 2; inverse++) {
            struct distorter *d = opened("text", row[k].effects);
            struct image in = inverse ? strokes(0, 255) : strokes(255, 0),
                         out = distorted(d, 1, 1, &in);
            int line = 16 * W, n = 0;
            double changed = 0;
            for (int x = 10; x < W - 10; x += 12, n++) {
                for (int i = -4; i < 7; i++) {
                    changed += srgb_decode(in.px[line + x + i] / 255.0) -
                               srgb_decode(out.px[line + x + i] / 255.0);
                }
            }
            assert_true(fabs((inverse ? -1 : 1) * changed / n - row[k].grow_px) < 0.1);
            image_release(&in);
            image_release(&out);
            distorter_close(d);
        }
    }
}

/* Light that falls off to the right; a gradient of the paper does the same; print stays darker than paper. */
static void test_falls_off(void **state)
{
    (void)state;
    static const char *const effects[] = {"effects: {light: {strength: 0.6, angle_deg: 0}}",
                                          "effects: {gradient: {strength: 0.5, angle_deg: 0}}"};
    for (int k = 0; k < 2; k++) {
        struct distorter *d = opened("text", effects[k]);
        struct image in = strokes(230, 30), out = distorted(d, 1, 1, &in);
        const uint8_t *top = out.px;
        assert_true(top[2] > top[W - 3] + 40 && top[2] > 220);
        assert_true(out.px[16 * W + 227] + 30 <
                    out.px[16 * W + 233]); /* a stroke and the paper beside it, at the dark end */
        image_release(&in);
        image_release(&out);
        distorter_close(d);
    }
}

/* A small picture is brought to the recipe's height before pixels are counted. */
static void test_height(void **state)
{
    (void)state;
    struct distorter *d =
        opened("text", "image: {height_px: 64}\neffects: {defocus: {radius_px: 1}}");
    struct image in = strokes(255, 0), out = distorted(d, 1, 1, &in);
    assert_int_equal(out.height_px, 64);
    assert_int_equal(out.width_px, 2 * W);
    assert_true(fabs(darkness(&out, 0, 2 * W) / darkness(&in, 0, W) - 4) < 0.4); /* of area */
    image_release(&in);
    image_release(&out);
    distorter_close(d);
}

/* --- legible ------------------------------------------------------------------------------------------------------- */

/* What would blur a line away, or turn it until it is a strip, leaves it as it was. */
static void test_legible(void **state)
{
    (void)state;
    static const char *const effects[] = {
        "effects: {defocus: {radius_px: 8}, tone_curve: {contrast: 0.3, exposure_ev: -3}}",
        "effects: {rotate: {angle_deg: 60}}"};
    for (int k = 0; k < 2; k++) {
        struct distorter *d = opened("text", effects[k]);
        struct image in = strokes(200, 120), out = distorted(d, 1, 1, &in);
        assert_true(same(&in, &out));
        image_release(&in);
        image_release(&out);
        distorter_close(d);
    }
}

/* A line that is faint itself is not held to the recipe's contrast; and one without print goes through. */
static void test_faint(void **state)
{
    (void)state;
    struct distorter *d =
        opened("text", "legibility: {min_contrast: 0.6}\neffects: {noise: {electrons: 5000}}");
    struct image in[2] = {strokes(230, 190), blank(W, H, 1, 128)};
    for (int k = 0; k < 2; k++) {
        struct image out = distorted(d, 1, 1, &in[k]);
        assert_false(same(&in[k], &out));
        image_release(&in[k]);
        image_release(&out);
    }
    distorter_close(d);
}

/* --- products, and what is refused ---------------------------------------------------------------------------------- */

/* Warm light: red up, blue down; the picture keeps its size. */
static void test_product(void **state)
{
    (void)state;
    struct distorter *d = opened("product", "effects: {white_balance: {warmth: 0.8, tint: 0}}");
    struct image in = blank(40, 40, 3, 100), out = distorted(d, 1, 1, &in);
    assert_int_equal(out.width_px, 40);
    assert_int_equal(out.channels, 3);
    assert_true(out.px[0] > 105 && out.px[2] < 95);
    image_release(&in);
    image_release(&out);
    distorter_close(d);
}

static void test_refused(void **state)
{
    (void)state;
    struct distorter *d = opened("text", "effects: {rotate: 1}");
    struct distort_worker *w = distort_worker_new(d);
    struct image in = blank(40, 40, 3, 100), out;
    struct err e = {0};
    assert_int_equal(sample_distort(w, 1, 1, &in, &out, &e), ST_RANGE);
    assert_null(out.px);
    image_release(&in);
    distort_worker_free(w);
    distorter_close(d);
    struct arena a = {0};
    const char *path = arena_printf(&a, "%s/recipe.yaml", folder);
    static const char reader[] = "kind: reader\ndata: {recipes: demo.yaml}\n";
    e = (struct err){0};
    assert_int_equal(file_write(path, reader, sizeof reader - 1, &e), ST_OK);
    assert_int_equal(distorter_open(path, NULL, 0, &d, NULL, &e), ST_RECIPE);
    assert_non_null(strstr(e.msg, "makes a model"));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_identity),  cmocka_unit_test(test_pure),
        cmocka_unit_test(test_spots),     cmocka_unit_test(test_still),
        cmocka_unit_test(test_rotation),  cmocka_unit_test(test_ink),
        cmocka_unit_test(test_falls_off), cmocka_unit_test(test_height),
        cmocka_unit_test(test_legible),   cmocka_unit_test(test_faint),
        cmocka_unit_test(test_product),   cmocka_unit_test(test_refused),
    };
    if (!mkdtemp(folder)) {
        return 1;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    char path[64];
    snprintf(path, sizeof path, "%s/recipe.yaml", folder);
    unlink(path);
    rmdir(folder);
    return failed;
}
