// SPDX-License-Identifier: MIT
/* What lies behind the ink: colours, photos, and fields with known deviations, periods and directions. */
#include "tone_fixture.h"

#include "base/color.h"
#include "tone/filters.h"

enum { SIDE = 256 };

static struct moments plane_moments(const struct canvas *c, int k)
{
    return moments_of(c->plane[k], rig_n(c));
}

static void paper(struct canvas *c)
{
    tone_paper(c, NULL, 0);
}

static void test_paper_color(void **state)
{
    (void)state;
    double rgb[3];
    color_linear(0.8, 0.6, 40, rgb);
    for (int channels = 1; channels <= 3; channels += 2) {
        struct canvas *c = rig_new(5, 3, channels);
        FX_ON(paper, .lightness = 0.8, .saturation = 0.6, .hue_deg = 40);
        paper(c);
        for (int k = 0; k < channels; k++) {
            struct moments m = plane_moments(c, k);
            near(m.mean, channels == 1 ? y_from_lightness(0.8) : rgb[k], 1e-6);
            near(m.most - m.least, 0, 0);
        }
    }
    struct canvas *c = rig_new(5, 3, 3); /* off: white */
    fill_px(c, c->plane[2], 0.3);
    paper(c);
    near(plane_moments(c, 2).least, 1, 1e-6);
    near(plane_moments(c, 0).least, 1, 1e-6);
}

/* --- photos --------------------------------------------------------------------------------------------- */

static uint8_t pixels[3 * 128 * 64];

/* Red says the column, green the row, as codes; blue is 100. */
static struct image coordinates(void)
{
    for (int i = 0; i < 128 * 64; i++) {
        pixels[3 * i] = (uint8_t)(i % 128);
        pixels[3 * i + 1] = (uint8_t)(i / 128 * 2);
        pixels[3 * i + 2] = 100;
    }
    return (struct image){128, 64, 3, pixels};
}

static double code_at(const struct canvas *c, int plane, int x, int y)
{
    return 255 * srgb_encode(rig_at(c, plane, x, y));
}

static void test_photo_axes_and_zoom(void **state)
{
    (void)state;
    struct image im = coordinates();
    const double zoom[] = {0.5, 1, 2};
    for (int k = 0; k < 3; k++) {
        struct canvas *c = rig_new(24, 12, 3);
        int right = 0, down = 0;
        FX_ON(paper_photo, .strength = 1, .zoom = zoom[k]);
        tone_paper(c, &im, 1);
        for (int i = 0; i + 1 < 12;
             i++) { /* a mirrored edge turns the sign, and rows may meet one */
            near(code_at(c, 0, 7, i + 1), code_at(c, 0, 7, i), 0.1);
            near(code_at(c, 1, i + 1, 5), code_at(c, 1, i, 5), 0.1);
            right += fabs(fabs(code_at(c, 0, i + 1, 5) - code_at(c, 0, i, 5)) - zoom[k]) < 0.15;
            down += fabs(fabs(code_at(c, 1, 7, i + 1) - code_at(c, 1, 7, i)) - 2 * zoom[k]) < 0.3;
            near(code_at(c, 2, i, i), 100, 0.05);
        }
        assert_true(right >= 8 && down >= 8);
    }
}

static void test_photo_strength(void **state)
{
    (void)state;
    memset(pixels, 188, sizeof pixels);
    struct image im = {128, 64, 3, pixels};
    double light = srgb_decode(188 / 255.0);
    for (int channels = 1; channels <= 3; channels += 2) {
        struct canvas *c = rig_new(20, 10, channels);
        FX_ON(paper_photo, .strength = 0.25, .zoom = 1.3);
        tone_paper(c, &im, 1);
        near(plane_moments(c, 0).mean, 1 + (light - 1) * 0.25, 1e-5);
        near(plane_moments(c, 0).deviation, 0, 1e-6);
    }
    struct canvas *c = rig_new(20, 10, 1); /* without photos: plain paper */
    FX_ON(paper_photo, .strength = 1, .zoom = 1);
    paper(c);
    near(plane_moments(c, 0).least, 1, 0);
    for (int i = 0; i < 128 * 64;
         i++) { /* a grey picture of a pure colour has that colour's luminance */
        pixels[3 * i] = pixels[3 * i + 2] = 0;
        pixels[3 * i + 1] = 255;
    }
    c = rig_new(20, 10, 1);
    FX_ON(paper_photo, .strength = 1, .zoom = 1);
    tone_paper(c, &im, 1);
    near(plane_moments(c, 0).mean, 0.7152, 1e-5);
}

/* --- printed and grown ---------------------------------------------------------------------------------- */

static void test_gradient(void **state)
{
    (void)state;
    const struct {
        double deg;
        int x0, y0, x1, y1;
    } way[] = {{0, 0, 20, 255, 20},
               {90, 20, 0, 20, 255},
               {180, 255, 20, 0, 20},
               {270, 20, 255, 20, 0},
               {45, 0, 0, 255, 255}};
    const double lightness[] = {1, 0.8};
    for (int k = 0; k < 10; k++) {
        struct canvas *c = rig_new(SIDE, SIDE, 1);
        FX_ON(paper, .lightness = lightness[k / 5]);
        FX_ON(gradient, .strength = 0.3, .angle_deg = way[k % 5].deg);
        paper(c);
        double from = lightness_from_y(rig_at(c, 0, way[k % 5].x0, way[k % 5].y0));
        double to = lightness_from_y(rig_at(c, 0, way[k % 5].x1, way[k % 5].y1));
        near(from, lightness[k / 5], 0.002); /* ends lie half a pixel outside the outer centres */
        near(from - to, 0.3, 0.003);
    }
    struct canvas *c = rig_new(SIDE, SIDE, 1);
    FX_ON(gradient, .strength = 0.4, .angle_deg = 0);
    paper(c);
    near(lightness_from_y(rig_at(c, 0, 127, 3)), 0.8, 0.002); /* even to the eye */
    near(rig_at(c, 0, 127, 3), rig_at(c, 0, 127, 250), 1e-6);
}

static void test_grain(void **state)
{
    (void)state;
    struct canvas *c = rig_new(SIDE, SIDE, 3);
    FX_ON(paper, .lightness = 0.7);
    FX_ON(grain, .strength = 0.05, .scale_px = 4);
    paper(c);
    double y = y_from_lightness(0.7);
    struct moments m = plane_moments(c, 1);
    near(m.mean, y, 0.005 * y);
    near(m.deviation, 0.05 * y, 0.0025 * y); /* a share of the reflectance */
    near(correlation(c, c->plane[1], 8, 0), 0, 0.06);
    assert_true(correlation(c, c->plane[1], 2, 0) > 0.5 && correlation(c, c->plane[1], 0, 2) > 0.5);
    assert_memory_equal(c->plane[0], c->plane[2], rig_n(c) * sizeof(float)); /* grey */
}

static void test_fibres(void **state)
{
    (void)state;
    const double length[] = {5, 20, 60};
    for (int k = 0; k < 3; k++) {
        double darker = 0;
        enum { SEEDS = 12 };
        for (int seed = 0; seed < SEEDS; seed++) {
            struct canvas *c = rig_new(300, 60, 1);
            rig.s.seed = (uint64_t)seed;
            FX_ON(fibres, .strength = 0.1, .length_px = length[k], .density = 0.01);
            paper(c);
            struct moments m = plane_moments(c, 0);
            darker += (1 - m.mean) / SEEDS;
            assert_true(m.most > 1 && m.least < 1); /* both lighter and darker ones */
        }
        /* density fibres a pixel, each of `length` steps (rounded up) and of mean tone -strength / 4 */
        double want = 0.01 * (length[k] + 0.5) * 0.1 / 4;
        near(darker / want, 1, 0.12);
    }
}

static void test_cardboard(void **state)
{
    (void)state;
    for (int turned = 0; turned < 2; turned++) {
        struct canvas *c = rig_new(SIDE, SIDE, 1);
        FX_ON(cardboard, .pitch_px = 16, .strength = 0.1, .angle_deg = turned ? 90 : 0);
        paper(c);
        const float *px = c->plane[0];
        struct moments m = plane_moments(c, 0);
        near(m.mean, 1, 0.03);
        near(m.deviation, 0.1 * sqrt(0.5 + 0.09), 0.012); /* a cosine and 0.3 of noise */
        double along = correlation(c, px, turned ? 0 : 8, turned ? 8 : 0);
        double across = correlation(c, px, turned ? 8 : 0, turned ? 0 : 8);
        double period = correlation(c, px, turned ? 16 : 0, turned ? 0 : 16);
        assert_true(along > 0.9 && across < -0.5 &&
                    period > 0.75); /* ridges along x at 0 degrees */
    }
    struct canvas *c = rig_new(SIDE, SIDE, 1); /* ridges at 45 degrees run down to the right */
    FX_ON(cardboard, .pitch_px = 16, .strength = 0.1, .angle_deg = 45);
    paper(c);
    assert_true(correlation(c, c->plane[0], 8, 8) > 0.85);
}

static void test_creases(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 8; seed++) {
        struct canvas *c = rig_new(SIDE, SIDE, 1);
        rig.s.seed = seed;
        FX_ON(creases, .count = 1, .strength = 0.2, .width_px = 2);
        paper(c);
        struct moments m = plane_moments(c, 0);
        /* one bright and one dark side, alike, of 0.5 to 1 times the strength */
        assert_true(m.most - 1 > 0.09 && m.most - 1 < 0.2001);
        near(m.most - 1, 1 - m.least, 0.01);
        near(m.mean, 1, 0.001);
        int touched = 0;
        for (size_t i = 0; i < rig_n(c); i++) {
            touched += fabs((double)c->plane[0][i] - 1) > 0.1 * (m.most - 1);
        }
        /* t exp(1/2 - t^2/2) exceeds 0.1 for 0.061 < t < 2.78: 5.4 widths of at most the diagonal */
        assert_true(touched > 0 && touched < 5.5 * 2 * SIDE * sqrt(2));
    }
}

static void test_crease_profile(void **state)
{
    (void)state;
    /* the extremes stand one width to each side of the fold */
    double apart = 0;
    int n = 0;
    for (uint64_t seed = 0; seed < 12; seed++) {
        struct canvas *c = rig_new(SIDE, SIDE, 1);
        rig.s.seed = seed;
        FX_ON(creases, .count = 1, .strength = 0.2, .width_px = 6);
        paper(c);
        struct blob dark, bright;
        float *d = copy_px(c, c->plane[0]), *b = copy_px(c, c->plane[0]);
        for (size_t i = 0; i < rig_n(c); i++) {
            d[i] = d[i] < 1 ? 1 - d[i] : 0;
            b[i] = b[i] > 1 ? b[i] - 1 : 0;
        }
        dark = blob_of(c, d);
        bright = blob_of(c, b);
        if (fabs(dark.mass / bright.mass - 1) < 0.01) { /* not cut by the border */
            double axis = 0.5 * atan2(2 * dark.xy, dark.xx - dark.yy);
            apart += fabs((dark.x - bright.x) * -sin(axis) + (dark.y - bright.y) * cos(axis));
            n++;
        }
    }
    assert_true(n > 3);
    near(apart / n, 2 * 6 * sqrt(PI / 2), 1); /* centre of t exp(-t^2/2) over t > 0 is sqrt(pi/2) */
}

static void test_stains(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 10; seed++) {
        struct canvas *c = rig_new(400, 400, 3);
        rig.s.seed = seed;
        FX_ON(stains, .count = 1, .radius_em = 2, .strength = 0.4); /* 48 px */
        paper(c);
        int touched = 0;
        double loss[3];
        for (int k = 0; k < 3; k++) {
            struct moments m = plane_moments(c, k);
            assert_true(m.most <= 1); /* only ever darker */
            loss[k] = 1 - m.mean;
        }
        near(loss[1] / loss[0], 0.9 / 0.7, 0.01); /* blue most: brown */
        near(loss[2] / loss[0], 1.25 / 0.7, 0.01);
        for (size_t i = 0; i < rig_n(c); i++) {
            touched += c->plane[2][i] < 0.99f;
        }
        /* a blot of 0.6 to 1.4 radii, up to 3/4 of it outside the picture; its rim wobbles */
        assert_true(touched > 0.25 * PI * pow(0.5 * 48, 2) &&
                    touched < PI * pow(1.4 * 1.4 * 48, 2));
        assert_true(plane_moments(c, 0).least > 1 - 0.4 * 0.7 * 1.01);
        assert_true(plane_moments(c, 0).least < 1 - 0.6 * 0.4 * 0.7 * 0.55);
    }
}

static void test_counts(void **state)
{
    (void)state;
    double loss[2] = {0, 0}; /* four blots darken about four times as much as one */
    for (int seed = 0; seed < 40; seed++) {
        for (int k = 0; k < 2; k++) {
            struct canvas *c = rig_new(400, 400, 1);
            rig.s.seed = (uint64_t)seed;
            FX_ON(stains, .count = k ? 4 : 1, .radius_em = 1, .strength = 0.1);
            paper(c);
            loss[k] += 1 - plane_moments(c, 0).mean;
        }
    }
    near(loss[1] / loss[0], 4, 0.8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paper_color),    cmocka_unit_test(test_photo_axes_and_zoom),
        cmocka_unit_test(test_photo_strength), cmocka_unit_test(test_gradient),
        cmocka_unit_test(test_grain),          cmocka_unit_test(test_fibres),
        cmocka_unit_test(test_cardboard),      cmocka_unit_test(test_creases),
        cmocka_unit_test(test_crease_profile), cmocka_unit_test(test_stains),
        cmocka_unit_test(test_counts),
    };
    return cmocka_run_group_tests(tests, NULL, rig_release);
}
