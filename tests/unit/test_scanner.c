// SPDX-License-Identifier: MIT
/* Scanner and file, the way out of the canvas, contrast; then what holds for all tone effects together. */
#include "tone_fixture.h"

#include "base/color.h"
#include "base/rng.h"
#include "tone/filters.h"

static void scan(struct canvas *c)
{
    struct err e = {0};
    assert_int_equal(tone_scanner(c, &rig.encoder, &e), ST_OK);
}

/* --- rows shifted ----------------------------------------------------------------------------------------- */

static void test_scan_jitter_moves_labels_too(void **state)
{
    (void)state;
    struct canvas *c = rig_new(80, 60, 1);
    for (int y = 0; y < 60; y++) { /* a soft vertical stroke, as codes */
        for (int x = 0; x < 80; x++) {
            c->plane[0][rig_index(c, x, y)] = (float)exp(-0.5 * pow((x + 0.5 - 40) / 4, 2));
        }
    }
    c->coded = true;
    FX_ON(scan_jitter, .amplitude_px = 2, .scale_px = 5);
    scan(c);
    assert_non_null(c->row_shift_px);
    double most = 0;
    for (int y = 0; y < 60; y++) {
        double mass = 0, x_mean = 0;
        for (int x = 0; x < 80; x++) {
            mass += rig_at(c, 0, x, y);
            x_mean += rig_at(c, 0, x, y) * (x + 0.5);
        }
        struct pt label = canvas_moved(c, (struct pt){40, y + 0.5});
        near(x_mean / mass, label.x, 0.01); /* ink and label move the same way */
        near(label.y, y + 0.5, 0);
        most = fmax(most, fabs(label.x - 40));
    }
    assert_true(most > 1);
}

static void test_scan_jitter_deviation(void **state)
{
    (void)state;
    const double scale[] = {3, 30};
    for (int k = 0; k < 2; k++) {
        double squares = 0, steps = 0;
        enum { SEEDS = 200, H = 120 };
        for (int seed = 0; seed < SEEDS; seed++) {
            struct canvas *c = rig_new(2, H, 1);
            rig.s.seed = (uint64_t)seed;
            FX_ON(scan_jitter, .amplitude_px = 0.8, .scale_px = scale[k]);
            scan(c);
            for (int y = 0; y < H; y++) {
                squares += pow((double)c->row_shift_px[y], 2) / (SEEDS * H);
                steps += y ? fabs((double)(c->row_shift_px[y] - c->row_shift_px[y - 1])) /
                                 (SEEDS * (H - 1))
                           : 0;
            }
        }
        near(sqrt(squares), 0.8, 0.05);
        assert_true(k ? steps < 0.04 : steps > 0.15); /* it changes over `scale` rows */
    }
}

/* --- black and white -------------------------------------------------------------------------------------- */

/* Ink of code 0.3 on paper of code 0.7, with a ramp of lighting over it; edges one pixel wide at half. */
static struct canvas *stripes(int channels)
{
    struct canvas *c = rig_new(96, 96, channels);
    for (int k = 0; k < channels; k++) {
        for (int y = 0; y < 96; y++) {
            for (int x = 0; x < 96; x++) {
                int phase = x % 12;
                double v = phase < 3 ? 0.3 : phase == 3 ? 0.5 : 0.7;
                c->plane[k][rig_index(c, x, y)] = (float)(v + 0.15 * y / 96);
            }
        }
    }
    c->coded = true;
    return c;
}

static void test_binarize_levels(void **state)
{
    (void)state;
    for (int channels = 1; channels <= 3; channels += 2) {
        struct canvas *c = stripes(channels);
        FX_ON(binarize, .threshold = 0.42);
        scan(c);
        for (int y = 0; y < 96; y++) {
            for (int x = 0; x < 96; x++) {
                for (int k = 0; k < channels; k++) { /* local: the lighting does not matter */
                    near(rig_at(c, k, x, y), x % 12 < 3 ? 0 : 1, 0);
                }
            }
        }
    }
}

static void test_binarize_threshold_and_softness(void **state)
{
    (void)state;
    const double threshold[] = {
        0.3, 0.7}; /* the half-covered column: paper for a low one, ink for a high one */
    for (int k = 0; k < 2; k++) {
        struct canvas *c = stripes(1);
        double before = rig_at(c, 0, 15, 40);
        FX_ON(binarize, .threshold = threshold[k], .softness = 0.25);
        scan(c);
        near(rig_at(c, 0, 15, 40), (k ? 0 : 0.75) + 0.25 * before, 1e-6);
        near(rig_at(c, 0, 13, 40), 0.25 * (0.3 + 0.15 * 40 / 96), 1e-6);
    }
}

static void test_binarize_blank_is_paper(void **state)
{
    (void)state;
    struct canvas *c = rig_new(64, 64, 1); /* dark, uneven, without contrast: white */
    for (size_t i = 0; i < rig_n(c); i++) {
        c->plane[0][i] = (float)(0.3 + 0.1 * (double)(i % 7) / 7);
    }
    c->coded = true;
    FX_ON(binarize, .threshold = 0.5);
    scan(c);
    near(moments_of(c->plane[0], rig_n(c)).least, 1, 0);
}

static void test_binarize_speckle(void **state)
{
    (void)state;
    struct canvas *c = rig_new(300, 300, 1);
    FX_ON(binarize, .threshold = 0.5, .speckle = 0.02);
    scan(c);
    struct moments m = moments_of(c->plane[0], rig_n(c));
    near(m.mean, 0.98, 0.002);
    near(m.least, 0, 0);
    near(correlation(c, c->plane[0], 1, 0), 0, 0.02);
}

/* --- JPEG ------------------------------------------------------------------------------------------------- */

static double jpeg_error(int quality, int channels)
{
    struct canvas *c = stripes(channels);
    float before[96 * 96];
    double sum = 0;
    memcpy(before, c->plane[0], sizeof before);
    FX_ON(recompress, .quality = quality);
    scan(c);
    for (size_t i = 0; i < rig_n(c); i++) {
        sum += fabs((double)(c->plane[0][i] - before[i])) / (double)rig_n(c);
    }
    near(moments_of(c->plane[0], rig_n(c)).mean, moments_of(before, rig_n(c)).mean, 0.01);
    return sum;
}

static void test_recompress(void **state)
{
    (void)state;
    for (int channels = 1; channels <= 3; channels += 2) {
        double best = jpeg_error(100, channels), good = jpeg_error(60, channels),
               bad = jpeg_error(8, channels);
        assert_true(best < 0.006 && good > 1.5 * best && bad > 2 * good);
    }
    struct canvas *c = rig_new(40, 40, 1); /* linear planes are coded first */
    fill_px(c, c->plane[0], srgb_decode(100 / 255.0));
    FX_ON(recompress, .quality = 95);
    scan(c);
    assert_true(c->coded);
    near(255 * moments_of(c->plane[0], rig_n(c)).mean, 100, 1);
}

/* --- out -------------------------------------------------------------------------------------------------- */

static void test_encode(void **state)
{
    (void)state;
    struct image im = {0};
    struct err e = {0};
    for (int coded = 0; coded < 2; coded++) {
        struct canvas *c = rig_new(3, 2, 3);
        c->coded = coded;
        c->plane[0][1] = -0.2f;
        c->plane[1][1] = 0.5f;
        c->plane[2][1] = 1.7f;
        assert_int_equal(tone_encode(c, &im, &e), ST_OK);
        assert_int_equal(im.width_px, 3);
        assert_int_equal(im.height_px, 2);
        assert_int_equal(im.channels, 3);
        assert_int_equal(im.px[3], 0); /* channels interleaved, second pixel */
        assert_int_equal(im.px[4], coded ? 128 : 188);
        assert_int_equal(im.px[5], 255);
        assert_int_equal(im.px[17], 255);
    }
    image_release(&im);
    struct canvas impossible = {.width_px = 70000, .height_px = 1, .channels = 1};
    assert_int_equal(tone_encode(&impossible, &im, &e), ST_RANGE);
    assert_non_null(strstr(e.msg, "70000"));
}

static void test_moved(void **state)
{
    (void)state;
    struct canvas *c = rig_new(10, 3, 1);
    float shift[3] = {1, -2, 4};
    c->moved = (struct affine){1, 0, 0.5, 0, 1, -0.5};
    c->row_shift_px = shift;
    /* first `moved`, then the row in which the point then lies, held at the picture's border */
    near(canvas_moved(c, (struct pt){3, 1.4}).x, 3.5 + 1, 0);
    near(canvas_moved(c, (struct pt){3, 1.6}).x, 3.5 - 2, 0);
    near(canvas_moved(c, (struct pt){3, -5}).x, 3.5 + 1, 0);
    near(canvas_moved(c, (struct pt){3, 99}).x, 3.5 + 4, 0);
    near(canvas_moved(c, (struct pt){3, 99}).y, 98.5, 0);
}

static double contrast_of(uint8_t ink, uint8_t paper, int uneven)
{
    struct canvas *c = rig_new(60, 30, 1);
    uint8_t px[60 * 30];
    for (int i = 0; i < 60 * 30; i++) {
        px[i] = (uint8_t)(paper - (i % 2 ? uneven : 0));
    }
    for (int y = 10; y < 20; y++) {
        for (int x = 20; x < 40; x++) {
            c->ink[y * 60 + x] = 1;
            px[y * 60 + x] = ink;
        }
    }
    struct image im = {60, 30, 1, px};
    struct box word = {20, 10, 40, 20};
    return tone_contrast(&im, c->ink, &word, 1, 24);
}

static void test_contrast(void **state)
{
    (void)state;
    near(contrast_of(0, 255, 0), 1, 1e-6);
    near(contrast_of(255, 0, 0), 1, 1e-6); /* light on dark as well */
    near(contrast_of(90, 90, 0), 0, 0);
    double d =
        lightness_from_y(srgb_decode(200 / 255.0)) - lightness_from_y(srgb_decode(100 / 255.0));
    near(contrast_of(100, 200, 0), d, 1e-5);
    /* half of the surroundings at 200, half at 160: mean and deviation of two values */
    double a = lightness_from_y(srgb_decode(200 / 255.0)),
           b = lightness_from_y(srgb_decode(160 / 255.0));
    double in = lightness_from_y(srgb_decode(100 / 255.0)), difference = (a + b) / 2 - in;
    near(contrast_of(100, 200, 40), difference / (1 + (a - b) / 2 / difference), 1e-5);
}

static void test_contrast_worst_word(void **state)
{
    (void)state;
    struct canvas *c = rig_new(80, 20, 1);
    static uint8_t px[80 * 20];
    memset(px, 255, sizeof px);
    for (int x = 10; x < 20; x++) { /* black word at the left, grey one at the right */
        c->ink[10 * 80 + x] = c->ink[10 * 80 + x + 50] = 1;
        px[10 * 80 + x] = 0;
        px[10 * 80 + x + 50] = 200;
    }
    struct image im = {80, 20, 1, px};
    struct box words[] = {{10, 10, 20, 11}, {60, 10, 70, 11}, {30, 5, 40, 15}};
    near(tone_contrast(&im, c->ink, words, 1, 24), 1, 1e-6);
    near(tone_contrast(&im, c->ink, words, 2, 24), 1 - lightness_from_y(srgb_decode(200 / 255.0)),
         1e-5);
    near(tone_contrast(&im, c->ink, (struct box[]){words[1], words[0]}, 2, 24),
         1 - lightness_from_y(srgb_decode(200 / 255.0)), 1e-5);
    near(tone_contrast(&im, c->ink, words, 3, 24), 0, 0); /* a word without ink */
}

/* --- all of them ------------------------------------------------------------------------------------------ */

enum { W = 120, H = 48 };

/* Letters, of sorts, with every grey between ink and paper; a photo that is not grey. */
static struct canvas *scene(int channels)
{
    struct canvas *c = rig_new(W, H, channels);
    for (int x = 10; x + 12 < W - 10; x += 14) {
        fill_box(c, c->ink, x, 12, x + 3, 36, 1);
        fill_box(c, c->ink, x, 20, x + 9, 23, 1);
        for (int y = 12; y < 36; y++) { /* soft edges: greys that are whole codes */
            c->ink[rig_index(c, x + 3, y)] = 1 - linear_from_byte((uint8_t)(x + 2 * y));
        }
    }
    return c;
}

static uint8_t photo_px[3 * 32 * 32];
static struct image photo(void)
{
    for (size_t i = 0; i < sizeof photo_px; i++) {
        photo_px[i] = (uint8_t)(40 + 7 * i % 200);
    }
    return (struct image){32, 32, 3, photo_px};
}

static void finish(struct canvas *c, uint8_t *out)
{
    struct image im = {0}, back = photo();
    struct err e = {0};
    assert_int_equal(tone_all(c, &back, 1, &rig.encoder, &im, &e), ST_OK);
    memcpy(out, im.px, rig_n(c) * (size_t)c->channels);
    image_release(&im);
}

static void test_neutral_values(void **state)
{
    (void)state;
    static const struct {
        enum fx_id fx;
        double v[4];
    } neutral[] = {
        {FX_ink, {0, 0, 77, 1}},    {FX_erode, {0}},          {FX_dilate, {0}},
        {FX_bleed, {0, 0.5}},       {FX_broken, {0, 3}},      {FX_thermal, {0, 20, 0}},
        {FX_halftone, {3, 45, 1}},  {FX_paper, {1, 0, 77}},   {FX_paper_photo, {0, 1}},
        {FX_gradient, {0, 30}},     {FX_grain, {0, 4}},       {FX_fibres, {0, 10, 0.02}},
        {FX_cardboard, {10, 0, 0}}, {FX_creases, {3, 0, 2}},  {FX_stains, {3, 1, 0}},
        {FX_light, {0, 30}},        {FX_shadow, {0, 5, 30}},  {FX_glare, {0, 1, 2}},
        {FX_plastic, {0, 10}},      {FX_vignette, {0}},       {FX_defocus, {0}},
        {FX_motion, {0, 30}},       {FX_resample, {1, 0, 0}}, {FX_resample, {1, 1, 1}},
        {FX_resample, {1, 2, 2}},   {FX_demosaic, {0}},       {FX_white_balance, {0, 0}},
        {FX_tone_curve, {0, 1, 1}}, {FX_sharpen, {1, 0}},     {FX_scan_jitter, {0, 5}},
        {FX_binarize, {0.5, 0, 1}}, {FX_saturation, {1}},
    };
    static uint8_t plain[3 * W * H], with[3 * W * H];
    for (int channels = 1; channels <= 3; channels += 2) {
        finish(scene(channels), plain);
        for (size_t k = 0; k < sizeof neutral / sizeof *neutral; k++) {
            struct canvas *c = scene(channels);
            rig.s.fx[neutral[k].fx].on = true;
            memcpy(rig.s.fx[neutral[k].fx].v, neutral[k].v, sizeof neutral[k].v);
            finish(c, with);
            if (memcmp(plain, with, rig_n(c) * (size_t)channels)) {
                fail_msg("'%s' at its neutral value changes the picture",
                         fx_table[neutral[k].fx].key);
            }
            struct pt p = canvas_moved(c, (struct pt){7.25, 9.5});
            assert_true(p.x == 7.25 && p.y == 9.5 && c->grow_px == 0);
        }
    }
}

/* Those that draw nothing of their own: their values say all. */
static bool has_no_chance(enum fx_id f)
{
    static const enum fx_id fixed[] = {FX_ink,        FX_erode,    FX_dilate,    FX_paper,
                                       FX_gradient,   FX_light,    FX_vignette,  FX_defocus,
                                       FX_motion,     FX_resample, FX_demosaic,  FX_white_balance,
                                       FX_tone_curve, FX_saturation, FX_sharpen,  FX_recompress};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        if (fixed[i] == f) {
            return true;
        }
    }
    return false;
}

static void render_one(enum fx_id f, uint64_t seed, uint32_t attempt, uint8_t *out)
{
    struct canvas *c = scene(3);
    rig.s.seed = seed;
    rig.s.attempt = attempt;
    rig.s.fx[f].on = true;
    for (int k = 0; fx_table[f].param[k].key; k++) { /* a fifth of the way up each range */
        const struct fx_param *p = &fx_table[f].param[k];
        rig.s.fx[f].v[k] = p->names ? 1 : p->min + 0.2 * (p->max - p->min);
    }
    if (f == FX_binarize) {
        rig.s.fx[f].v[2] = 0;
    } else if (f == FX_plastic || f == FX_dot_matrix) {
        rig.s.fx[f].v[1] = f == FX_plastic ? 10 : 1;
    }
    finish(c, out);
}

static void test_every_effect_shows_and_repeats(void **state)
{
    (void)state;
    static uint8_t plain[3 * W * H], a[3 * W * H], b[3 * W * H];
    finish(scene(3), plain);
    for (int f = 0; f < FX_COUNT; f++) {
        if (fx_table[f].stage < FXS_INK || f == FX_saturation) { /* the scene is grey: test_camera.c has that */
            continue;
        }
        render_one((enum fx_id)f, 1, 0, a);
        render_one((enum fx_id)f, 1, 0, b);
        const char *what = memcmp(a, b, sizeof a)        ? "differs from run to run"
                           : !memcmp(a, plain, sizeof a) ? "does nothing"
                                                         : NULL;
        render_one((enum fx_id)f, 2, 0, b);
        bool same = !memcmp(a, b, sizeof a);
        what = same == has_no_chance((enum fx_id)f) ? what
               : same                               ? "ignores the seed"
                                                    : "depends on the seed";
        render_one((enum fx_id)f, 1, 1, b);
        same = !memcmp(a, b, sizeof a);
        what = same == has_no_chance((enum fx_id)f) ? what : "and attempts";
        if (what) {
            fail_msg("'%s' %s", fx_table[f].key, what);
        }
    }
}

static void test_labels_stay_unless_told(void **state)
{
    (void)state;
    static uint8_t out[3 * W * H];
    for (int f = 0; f < FX_COUNT; f++) {
        if (fx_table[f].stage < FXS_INK || f == FX_resample || f == FX_scan_jitter) {
            continue;
        }
        render_one((enum fx_id)f, 1, 0, out);
        struct pt p = canvas_moved(&rig.c, (struct pt){7.25, 9.5});
        assert_true(p.x == 7.25 && p.y == 9.5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scan_jitter_moves_labels_too),
        cmocka_unit_test(test_scan_jitter_deviation),
        cmocka_unit_test(test_binarize_levels),
        cmocka_unit_test(test_binarize_threshold_and_softness),
        cmocka_unit_test(test_binarize_blank_is_paper),
        cmocka_unit_test(test_binarize_speckle),
        cmocka_unit_test(test_recompress),
        cmocka_unit_test(test_encode),
        cmocka_unit_test(test_moved),
        cmocka_unit_test(test_contrast),
        cmocka_unit_test(test_contrast_worst_word),
        cmocka_unit_test(test_neutral_values),
        cmocka_unit_test(test_every_effect_shows_and_repeats),
        cmocka_unit_test(test_labels_stay_unless_told),
    };
    return cmocka_run_group_tests(tests, NULL, rig_release);
}
