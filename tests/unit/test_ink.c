// SPDX-License-Identifier: MIT
/* Effects on the ink's coverage, and how ink and marks are laid on the paper. */
#include "tone_fixture.h"

#include "base/color.h"
#include "tone/filters.h"

enum { W = 240, H = 160 };

/* Bars of solid ink, 24 px high, with paper between and around. */
static struct canvas *bars(void)
{
    struct canvas *c = rig_new(W, H, 1);
    for (int y = 20; y + 24 < H; y += 48) {
        fill_box(c, c->ink, 20, y, W - 20, y + 24, 1);
    }
    return c;
}

static struct canvas *solid(void)
{
    struct canvas *c = rig_new(W, H, 1);
    fill_px(c, c->ink, 1);
    return c;
}

static double ink_mean(const struct canvas *c)
{
    return moments_of(c->ink, rig_n(c)).mean;
}

/* Height of the bar that begins at y = 20, in the middle of its length. */
static double bar_height(const struct canvas *c)
{
    double sum = 0;
    for (int y = 0; y < 56; y++) {
        sum += ink_at(c, W / 2, y);
    }
    return sum;
}

static void test_erode(void **state)
{
    (void)state;
    struct canvas *c = bars();
    FX_ON(erode, .radius_px = 0.75);
    tone_ink(c);
    near(bar_height(c), 24 - 1.5, 1e-5);
    near(c->grow_px, 0, 0);
}

static void test_dilate(void **state)
{
    (void)state;
    struct canvas *c = bars();
    FX_ON(dilate, .radius_px = 1.25);
    tone_ink(c);
    near(bar_height(c), 24 + 2.5, 1e-5);
    near(c->grow_px, 1.25, 0);
}

/* Distance in px from the centre of a pixel without ink to the nearest bar. */
static double away(int x, int y)
{
    double least = INFINITY;
    for (int top = 20; top + 24 < H; top += 48) {
        double dx = fmax(0, fmax(20 - (x + 0.5), x + 0.5 - (W - 20)));
        double dy = fmax(0, fmax(top - (y + 0.5), y + 0.5 - (top + 24)));
        least = fmin(least, hypot(dx, dy));
    }
    return least;
}

/* No pixel that lies wholly outside the grown bars has ink. */
static void stays_within_growth(const struct canvas *c)
{
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            if (ink_at(c, x, y) > 0.02 && away(x, y) > c->grow_px + 0.5) {
                fail_msg("ink %g at (%d, %d), %g px from the bar; grow_px %g", ink_at(c, x, y), x,
                         y, away(x, y), c->grow_px);
            }
        }
    }
}

static void test_bleed(void **state)
{
    (void)state;
    const double radius[] = {0.4, 1.2, 3};
    for (int k = 0; k < 9; k++) {
        struct canvas *c = bars();
        float before[W * H];
        memcpy(before, c->ink, sizeof before);
        FX_ON(bleed, .radius_px = radius[k / 3], .roughness = k % 3 * 0.5);
        tone_ink(c);
        for (size_t i = 0; i < rig_n(c); i++) {
            assert_true(c->ink[i] >= before[i] && c->ink[i] <= 1);
        }
        near(c->grow_px, 1.2 * radius[k / 3], 1e-9);
        stays_within_growth(c);
        assert_true(radius[k / 3] < 1 || bar_height(c) > 24.2);
    }
}

static void test_bleed_ragged(void **state)
{
    (void)state;
    double deviation[2];
    for (int rough = 0; rough < 2; rough++) {
        struct canvas *c = bars();
        FX_ON(bleed, .radius_px = 2, .roughness = rough);
        tone_ink(c);
        float edge[W - 60];
        for (int x = 30; x < W - 30; x++) {
            edge[x - 30] = 0;
            for (int y = 10; y < 32; y++) {
                edge[x - 30] += c->ink[rig_index(c, x, y)];
            }
        }
        deviation[rough] = moments_of(edge, W - 60).deviation;
    }
    near(deviation[0], 0, 1e-4); /* without roughness the edge stays straight */
    assert_true(deviation[1] > 0.15);
}

static void test_nothing_from_nothing(void **state)
{
    (void)state;
    struct canvas *c = rig_new(W, H, 1); /* no ink: all ink effects leave it so */
    FX_ON(erode, .radius_px = 2);
    FX_ON(dilate, .radius_px = 2);
    FX_ON(bleed, .radius_px = 3, .roughness = 1);
    FX_ON(broken, .share = 0.5, .scale_px = 4);
    FX_ON(dot_matrix, .pitch_em = 0.2, .dot = 1);
    FX_ON(thermal, .fade = 0.9, .scale_px = 20, .dead = 0.2);
    FX_ON(halftone, .pitch_px = 3, .tint = 0.5);
    tone_ink(c);
    near(moments_of(c->ink, rig_n(c)).most, 0, 0);
}

static void test_broken(void **state)
{
    (void)state;
    const struct {
        double share, scale;
    } v[] = {{0.1, 1}, {0.03, 4}, {0.2, 4}, {0.6, 10}};
    for (size_t k = 0; k < sizeof v / sizeof *v; k++) {
        struct canvas *c = bars();
        double before = ink_mean(c);
        FX_ON(broken, .share = v[k].share, .scale_px = v[k].scale);
        tone_ink(c);
        near(1 - ink_mean(c) / before, v[k].share, 0.02);
        assert_true(moments_of(c->ink, rig_n(c)).most <= 1);
    }
    double reach[2]; /* larger gaps stay alike over longer distances */
    for (int k = 0; k < 2; k++) {
        struct canvas *c = solid();
        FX_ON(broken, .share = 0.3, .scale_px = k ? 12 : 3);
        tone_ink(c);
        reach[k] = correlation(c, c->ink, 4, 0);
    }
    near(reach[0], 0, 0.1);
    assert_true(reach[1] > 0.5);
}

static void test_dot_matrix(void **state)
{
    (void)state;
    const double dot[] = {0.5, 0.8};
    for (int k = 0; k < 2; k++) {
        struct canvas *c = solid();
        FX_ON(dot_matrix, .pitch_em = 1.0 / 3, .dot = dot[k]); /* 8 px */
        tone_ink(c);
        /* pins strike with 0.9 to 1.1 of the diameter: E[r^2] = 1 + 0.2^2 / 12 */
        near(ink_mean(c), PI / 4 * dot[k] * dot[k] * (1 + 0.04 / 12), 0.02);
        assert_true(correlation(c, c->ink, 8, 0) > 0.8 && correlation(c, c->ink, 0, 8) > 0.8);
        assert_true(correlation(c, c->ink, 4, 4) < 0);
    }
    for (uint64_t seed = 0; seed < 12; seed++) {
        struct canvas *c = bars();
        rig.s.seed = seed;
        FX_ON(dot_matrix, .pitch_em = 0.2 + 0.01 * (double)seed, .dot = 1.3);
        tone_ink(c);
        stays_within_growth(c);
    }
}

static void test_thermal_fade(void **state)
{
    (void)state;
    struct canvas *c = solid();
    FX_ON(thermal, .fade = 0.4, .scale_px = 4);
    tone_ink(c);
    struct moments m = moments_of(c->ink, rig_n(c));
    near(m.least, 0.6, 0.02); /* 1 - fade in the faintest bands, untouched in the best */
    near(m.most, 1, 0.02);
    near(m.mean, 0.8, 0.05);
    /* bands lie across the feed: they are longer in x than in y */
    assert_true(correlation(c, c->ink, 6, 0) > 0.4);
    near(correlation(c, c->ink, 0, 8), 0, 0.15);
}

static void test_thermal_bands(void **state)
{
    (void)state;
    struct canvas *c = rig_new(480, 480, 1);
    fill_px(c, c->ink, 1);
    FX_ON(thermal, .fade = 0.4, .scale_px = 4);
    tone_ink(c);
    /* the formula on a field of the same kind: alike in mean and deviation */
    struct plane p = {copy_px(c, c->ink), 480, 480};
    noise_field(p, 99, 12, 4, &rig.arena);
    for (size_t i = 0; i < rig_n(c); i++) {
        double t = clampd(0.5 + 0.4 * (double)p.px[i], 0, 1);
        p.px[i] = (float)(1 - 0.4 * t * t * (3 - 2 * t));
    }
    struct moments got = moments_of(c->ink, rig_n(c)), want = moments_of(p.px, rig_n(c));
    near(got.mean, want.mean, 0.008);
    near(got.deviation, want.deviation, 0.004);
}

static void test_thermal_dead(void **state)
{
    (void)state;
    struct canvas *c = rig_new(2000, 12, 1);
    fill_px(c, c->ink, 1);
    FX_ON(thermal, .scale_px = 20, .dead = 0.1);
    tone_ink(c);
    int dead = 0;
    for (int x = 0; x < 2000; x++) {
        near(ink_at(c, x, 11), ink_at(c, x, 0), 0); /* along the feed, which is y */
        assert_true(ink_at(c, x, 0) == 1 || fabs(ink_at(c, x, 0) - 0.15) < 1e-6);
        dead += ink_at(c, x, 0) < 1;
    }
    near(dead / 2000.0, 0.1, 0.02);
}

static void test_halftone_keeps_tone(void **state)
{
    (void)state;
    const double pitch[] = {1.5, 2, 3, 4, 8}, tint[] = {0.2, 0.5, 0.9, 1}, angle[] = {0, 15, 45};
    for (int k = 0; k < 5 * 4 * 3; k++) {
        double sum = 0;
        enum {
            SEEDS = 24
        }; /* at a pitch of 1.5 px the tone of one picture depends on the screen's phase */
        for (int seed = 0; seed < SEEDS; seed++) {
            struct canvas *c = rig_new(60, 40, 1);
            fill_px(c, c->ink, 1);
            rig.s.seed = (uint64_t)seed;
            FX_ON(halftone, .pitch_px = pitch[k % 5], .tint = tint[k / 5 % 4],
                  .angle_deg = angle[k / 20]);
            tone_ink(c);
            sum += ink_mean(c) / SEEDS;
        }
        near(sum, tint[k / 5 % 4], k % 5 < 2 ? 0.05 : 0.01);
    }
}

static void test_halftone_screen(void **state)
{
    (void)state;
    struct canvas *c = solid();
    FX_ON(halftone, .pitch_px = 8, .tint = 0.5, .angle_deg = 0);
    tone_ink(c);
    assert_true(correlation(c, c->ink, 8, 0) > 0.95 && correlation(c, c->ink, 0, 8) > 0.95);
    assert_true(correlation(c, c->ink, 4, 4) < -0.9); /* a chequerboard at this tint */
    c = solid(); /* at 45 degrees a pitch of 8 / sqrt 2 comes back after 8 px in x and y */
    FX_ON(halftone, .pitch_px = 8 / sqrt(2), .tint = 0.5, .angle_deg = 45);
    tone_ink(c);
    assert_true(correlation(c, c->ink, 8, 0) > 0.95 && correlation(c, c->ink, 4, 4) > 0.95);
    c = solid(); /* at 30 degrees the first axis points down to the right */
    FX_ON(halftone, .pitch_px = 10, .tint = 0.3, .angle_deg = 30);
    tone_ink(c);
    assert_true(correlation(c, c->ink, 26, 15) > 0.7); /* three pitches: 25.98, 15 */
    assert_true(correlation(c, c->ink, 15, 26) < 0.5);
}

/* --- composition ---------------------------------------------------------------------------------------- */

static void test_ink_color(void **state)
{
    (void)state;
    double rgb[3];
    color_linear(0.4, 0.8, 200, rgb);
    for (int channels = 1; channels <= 3; channels += 2) {
        struct canvas *c = rig_new(4, 1, channels);
        c->ink[0] = 1;
        c->ink[1] = 0.25f;
        FX_ON(ink, .lightness = 0.4, .saturation = 0.8, .hue_deg = 200, .opacity = 0.5);
        tone_compose(c);
        for (int k = 0; k < channels; k++) {
            double ink = channels == 1 ? y_from_lightness(0.4) : rgb[k];
            near(rig_at(c, k, 0, 0), 1 + (ink - 1) * 0.5, 1e-6);
            near(rig_at(c, k, 1, 0), 1 + (ink - 1) * 0.125, 1e-6);
            near(rig_at(c, k, 2, 0), 1, 0);
        }
    }
    struct canvas *c = rig_new(1, 1, 1); /* off: black and opaque */
    c->ink[0] = 1;
    tone_compose(c);
    near(rig_at(c, 0, 0, 0), 0, 0);
}

static void test_marks_under_and_over(void **state)
{
    (void)state;
    struct canvas *c = rig_new(2, 1, 3);
    c->ink[0] = 1; /* black text on the first pixel only */
    float cov[2] = {1, 1};
    c->mark[0] = (struct mark){cov, {1, 0, 0}, 0.5, true};
    c->mark[1] = (struct mark){cov, {0, 1, 0}, 1, false};
    c->n_marks = 2;
    tone_compose(c);
    const double want[2][3] = {{0.5, 0, 0},
                               {0.5, 0.5, 0}}; /* green under, black, then half red over */
    for (int k = 0; k < 3; k++) {
        near(rig_at(c, k, 0, 0), want[0][k], 1e-6);
        near(rig_at(c, k, 1, 0), want[1][k], 1e-6);
    }
}

static void test_blurred_mark(void **state)
{
    (void)state;
    struct canvas *c = rig_new(21, 21, 1);
    float cov[21 * 21] = {0};
    cov[10 * 21 + 10] = 1;
    struct mark m = {.cov = cov, .opacity = 1};
    canvas_blur_mark(c, &m, 1.5);
    struct blob b = blob_of(c, cov);
    near(b.mass, 1, 1e-5);
    near(sqrt(b.xx), 1.5, 0.03);
    near(b.x, 10.5, 1e-4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_erode),
        cmocka_unit_test(test_dilate),
        cmocka_unit_test(test_bleed),
        cmocka_unit_test(test_bleed_ragged),
        cmocka_unit_test(test_nothing_from_nothing),
        cmocka_unit_test(test_broken),
        cmocka_unit_test(test_dot_matrix),
        cmocka_unit_test(test_thermal_fade),
        cmocka_unit_test(test_thermal_bands),
        cmocka_unit_test(test_thermal_dead),
        cmocka_unit_test(test_halftone_keeps_tone),
        cmocka_unit_test(test_halftone_screen),
        cmocka_unit_test(test_ink_color),
        cmocka_unit_test(test_marks_under_and_over),
        cmocka_unit_test(test_blurred_mark),
    };
    return cmocka_run_group_tests(tests, NULL, rig_release);
}
