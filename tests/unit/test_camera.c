// SPDX-License-Identifier: MIT
/* Lens, sensor and processing: blurs by their moments, noise by its variance, curves by their formula. */
#include "tone_fixture.h"

#include "base/color.h"
#include "base/rng.h"

/* A soft spot on black; ends of its picture are black too. */
static void spot(const struct canvas *c, float *px, double cx, double cy, double sigma)
{
    for (int y = 0; y < c->height_px; y++) {
        for (int x = 0; x < c->width_px; x++) {
            double d2 = pow(x + 0.5 - cx, 2) + pow(y + 0.5 - cy, 2);
            px[rig_index(c, x, y)] = (float)exp(-0.5 * d2 / (sigma * sigma));
        }
    }
}

static struct canvas *with_spot(double sigma)
{
    struct canvas *c = rig_new(61, 61, 1);
    spot(c, c->plane[0], 30.5, 30.5, sigma);
    return c;
}

/* --- lens ----------------------------------------------------------------------------------------------- */

static void test_defocus(void **state)
{
    (void)state;
    for (double radius = 1; radius <= 8; radius *= 2) {
        struct canvas *c = with_spot(2);
        struct blob before = blob_of(c, c->plane[0]);
        FX_ON(defocus, .radius_px = radius);
        tone_camera(c);
        struct blob after = blob_of(c, c->plane[0]);
        near(after.mass / before.mass, 1, 1e-4); /* light is kept */
        near(after.xx - before.xx, radius * radius / 4 + 1.0 / 12, 0.08);
        near(after.yy - before.yy, after.xx - before.xx, 1e-3);
        near(after.x, 30.5, 1e-4);
        near(after.y, 30.5, 1e-4);
    }
}

static void test_motion(void **state)
{
    (void)state;
    const struct {
        double length, deg;
    } v[] = {{12, 0}, {12, 90}, {10, 30}, {10, 150}};
    for (int k = 0; k < 4; k++) {
        struct canvas *c = with_spot(2);
        struct blob before = blob_of(c, c->plane[0]);
        FX_ON(motion, .length_px = v[k].length, .angle_deg = v[k].deg);
        tone_camera(c);
        struct blob after = blob_of(c, c->plane[0]);
        double a = v[k].deg * PI / 180, m = v[k].length * v[k].length / 12;
        near(after.mass / before.mass, 1, 1e-4);
        near(after.xx - before.xx, m * cos(a) * cos(a) + 0.125, 0.15);
        near(after.yy - before.yy, m * sin(a) * sin(a) + 0.125, 0.15);
        near(after.xy - before.xy, m * cos(a) * sin(a), 0.1); /* 30 degrees: down to the right */
        near(after.x, 30.5, 1e-3);
    }
}

static void test_blur_is_of_light(void **state)
{
    (void)state;
    struct canvas *c =
        rig_new(40, 9, 1); /* a black edge: half the light where it was, not half the code */
    fill_box(c, c->plane[0], 0, 0, 20, 9, 0);
    FX_ON(motion, .length_px = 10, .angle_deg = 0);
    tone_camera(c);
    near(rig_at(c, 0, 19, 4) + rig_at(c, 0, 20, 4), 1, 1e-5);
    near(rig_at(c, 0, 22, 4), 0.75, 0.01);
    assert_false(c->coded);
}

enum { NEAREST = 0, BILINEAR = 1, AREA = 2, BICUBIC = 2 };

static void test_resample_keeps_tone_and_place(void **state)
{
    (void)state;
    const double factor[] = {0.25, 1.0 / 3, 0.5, 0.73, 0.9};
    for (int k = 0; k < 5 * 9; k++) {
        int down = k / 5 % 3, up = k / 15;
        double dx = 0, dy = 0;
        enum { PLACES = 12 };
        for (int i = 0; i < PLACES; i++) { /* nearest moves by a mean over the phases */
            struct canvas *c = rig_new(120, 60, 1);
            struct pt at = {40 + 37.0 * i / PLACES, 25 + 11.0 * i / PLACES};
            spot(c, c->plane[0], at.x, at.y, 5);
            struct blob before = blob_of(c, c->plane[0]);
            FX_ON(resample, .factor = factor[k % 5], .down = down, .up = up);
            tone_camera(c);
            struct blob after = blob_of(c, c->plane[0]);
            near(after.mass / before.mass, 1, 0.02);
            struct pt label = canvas_moved(c, (struct pt){before.x, before.y});
            near(label.x - before.x, after.x - before.x, 0.55 / factor[k % 5]);
            dx += (after.x - label.x) / PLACES;
            dy += (after.y - label.y) / PLACES;
            assert_true(down == NEAREST || up == NEAREST || c->moved.c == 0);
            near(c->moved.a, 1, 0);
        }
        near(dx, 0, 0.12); /* labels follow */
        near(dy, 0, 0.12);
    }
    struct canvas *c =
        rig_new(120, 60, 1); /* a third by nearest: the left and upper one of three */
    FX_ON(resample, .factor = 1.0 / 3, .down = NEAREST, .up = BILINEAR);
    tone_camera(c);
    near(c->moved.c, 1, 1e-9);
    near(c->moved.f, 1, 1e-9);
}

static void test_resample_loses_detail(void **state)
{
    (void)state;
    struct canvas *c = rig_new(64, 64, 1); /* lines of one pixel, halved by area: grey */
    for (int x = 0; x < 64; x += 2) {
        fill_box(c, c->plane[0], x, 0, x + 1, 64, 0);
    }
    FX_ON(resample, .factor = 0.5, .down = AREA, .up = BICUBIC);
    tone_camera(c);
    struct moments m = moments_of(c->plane[0], rig_n(c));
    near(m.least, 0.5, 1e-5);
    near(m.most, 0.5, 1e-5);
}

/* --- sensor --------------------------------------------------------------------------------------------- */

static void test_noise_variance(void **state)
{
    (void)state;
    const double level[] = {0, 0.02, 0.2, 0.5, 1};
    const struct {
        double electrons, read;
    } v[] = {{200, 0}, {1000, 8}, {8000, 60}};
    for (int k = 0; k < 15; k++) {
        struct canvas *c = rig_new(300, 200, 1);
        double at = level[k % 5], n = v[k / 5].electrons, read = v[k / 5].read;
        fill_px(c, c->plane[0], at);
        FX_ON(noise, .electrons = n, .read = read);
        tone_camera(c);
        struct moments m = moments_of(c->plane[0], rig_n(c));
        double want = sqrt(at / n + read * read / (n * n));
        near(m.mean, at, 0.015 * want + 1e-6);
        near(m.deviation, want, 0.01 * want + 1e-6); /* photons v/N, read (r/N)^2 */
        assert_true(want == 0 || fabs(correlation(c, c->plane[0], 1, 0)) < 0.02);
        assert_true(want == 0 || fabs(correlation(c, c->plane[0], 0, 1)) < 0.02);
    }
}

static void test_noise_of_colours(void **state)
{
    (void)state;
    struct canvas *c = rig_new(200, 200, 3); /* each colour has its own photons */
    FX_ON(noise, .electrons = 400, .read = 0);
    tone_camera(c);
    double sum = 0;
    for (size_t i = 0; i < rig_n(c); i++) {
        sum += (double)(c->plane[0][i] - 1) * (double)(c->plane[1][i] - 1) / (double)rig_n(c);
    }
    near(sum * 400, 0, 0.02);
}

static void test_demosaic_flat(void **state)
{
    (void)state;
    for (int channels = 1; channels <= 3; channels += 2) {
        struct canvas *c = rig_new(17, 12, channels);
        for (int k = 0; k < channels; k++) {
            fill_px(c, c->plane[k], 0.2 + 0.3 * k);
        }
        FX_ON(demosaic, .strength = 1);
        tone_camera(c);
        for (int k = 0; k < channels; k++) {
            struct moments m = moments_of(c->plane[k], rig_n(c));
            near(m.least, 0.2 + 0.3 * k, 1e-6);
            near(m.most, 0.2 + 0.3 * k, 1e-6);
        }
    }
}

static void test_demosaic_pattern(void **state)
{
    (void)state;
    const double strength[] = {1, 0.5};
    for (int k = 0; k < 2; k++) {
        struct canvas *c = rig_new(12, 12, 3);
        for (int i = 0; i < 3;
             i++) { /* a black scene with a white point on a red pixel (even, even) */
            fill_px(c, c->plane[i], 0);
            c->plane[i][rig_index(c, 4, 6)] = 1;
        }
        FX_ON(demosaic, .strength = strength[k]);
        tone_camera(c);
        double s = strength[k];
        near(rig_at(c, 0, 4, 6), 1, 1e-6); /* red was seen, green and blue were not */
        near(rig_at(c, 1, 4, 6), 1 - s, 1e-6);
        near(rig_at(c, 2, 4, 6), 1 - s, 1e-6);
        near(rig_at(c, 0, 5, 6), s / 2, 1e-6); /* between two red pixels */
        near(rig_at(c, 0, 5, 7), s / 4, 1e-6); /* between four */
        near(rig_at(c, 0, 6, 6), 0, 0);        /* the next red pixel */
    }
    struct canvas *c = rig_new(12, 12, 3); /* blue sits on (odd, odd), green on the rest */
    for (int i = 0; i < 3; i++) {
        fill_px(c, c->plane[i], 0);
        c->plane[i][rig_index(c, 5, 5)] = 1;
        c->plane[i][rig_index(c, 8, 5)] = 1;
    }
    FX_ON(demosaic, .strength = 1);
    tone_camera(c);
    near(rig_at(c, 2, 5, 5), 1, 1e-6);
    near(rig_at(c, 0, 5, 5), 0, 1e-6);
    near(rig_at(c, 1, 8, 5), 1, 1e-6);
    near(rig_at(c, 1, 8, 6), 0.25, 1e-6);
}

static void test_demosaic_gray(void **state)
{
    (void)state;
    struct canvas *c =
        rig_new(12, 12, 1); /* a white point under a red filter adds its share of luminance */
    fill_px(c, c->plane[0], 0);
    c->plane[0][rig_index(c, 4, 6)] = 1;
    FX_ON(demosaic, .strength = 1);
    tone_camera(c);
    near(rig_at(c, 0, 4, 6), 0.2126, 1e-6);
    near(rig_at(c, 0, 5, 6), 0.2126 / 2, 1e-6);
}

static void test_white_balance(void **state)
{
    (void)state;
    const struct {
        double warmth, tint;
    } v[] = {{1, 0}, {-0.5, 0}, {0, 0.5}, {0, -0.5}, {0.3, -0.2}};
    for (int k = 0; k < 5; k++) {
        struct canvas *c = rig_new(3, 2, 3);
        FX_ON(white_balance, .warmth = v[k].warmth, .tint = v[k].tint);
        tone_camera(c);
        double r = rig_at(c, 0, 1, 1), g = rig_at(c, 1, 1, 1), b = rig_at(c, 2, 1, 1);
        near(log2(r / b), 0.9 * v[k].warmth, 1e-5);          /* warm: red up, blue down */
        near(log2(g / sqrt(r * b)), -0.3 * v[k].tint, 1e-5); /* positive: magenta, less green */
        near(0.2126 * r + 0.7152 * g + 0.0722 * b, 1, 1e-5); /* grey stays as light */
    }
    struct canvas *c = rig_new(3, 2, 1); /* a grey camera has none */
    FX_ON(white_balance, .warmth = 1, .tint = 1);
    tone_camera(c);
    near(rig_at(c, 0, 0, 0), 1, 0);
}

static double curve(double v, double ev, double gamma, double contrast)
{
    double x = pow(fmin(1, v * exp2(ev)), gamma);
    return fmin(1, 0.18 * pow(x / 0.18, contrast));
}

static void test_tone_curve(void **state)
{
    (void)state;
    const struct {
        double ev, gamma, contrast;
    } v[] = {{0, 1, 1},   {1, 1, 1},   {-1, 1, 1},     {0, 1.6, 1},  {0, 0.6, 1},
             {0, 1, 1.3}, {0, 1, 0.7}, {-3, 0.8, 1.2}, {2, 1.5, 0.5}};
    for (size_t k = 0; k < sizeof v / sizeof *v; k++) {
        struct canvas *c = rig_new(301, 1, 1);
        for (int x = 0; x <= 300; x++) {
            c->plane[0][x] = (float)(x / 200.0); /* glare: light up to one and a half times white */
        }
        FX_ON(tone_curve, .exposure_ev = v[k].ev, .gamma = v[k].gamma, .contrast = v[k].contrast);
        tone_camera(c);
        for (int x = 0; x <= 300; x++) {
            double want = curve(x / 200.0, v[k].ev, v[k].gamma, v[k].contrast);
            near(255 * srgb_encode(rig_at(c, 0, x, 0)), 255 * srgb_encode(want), 0.1);
        }
    }
}

static void test_tone_curve_signs(void **state)
{
    (void)state;
    const struct {
        double ev, gamma, contrast, dark, light;
    } v[] = {{0.5, 1, 1, 1, 1},
             {-0.5, 1, 1, -1, -1},
             {0, 1.3, 1, -1, -1},
             {0, 1, 1.3, -1, 1},
             {0, 1, 0.7, 1, -1}};
    for (int k = 0; k < 5; k++) {
        struct canvas *c = rig_new(2, 1, 1);
        c->plane[0][0] = 0.05f;
        c->plane[0][1] = 0.5f;
        FX_ON(tone_curve, .exposure_ev = v[k].ev, .gamma = v[k].gamma, .contrast = v[k].contrast);
        tone_camera(c);
        assert_true((rig_at(c, 0, 0, 0) - 0.05) * v[k].dark > 0.003);
        assert_true((rig_at(c, 0, 1, 0) - 0.5) * v[k].light > 0.02);
    }
}

static void test_saturation(void **state)
{
    (void)state;
    const double amount[] = {0, 0.5, 1, 1.4, 3};
    for (int k = 0; k < 5; k++) {
        struct canvas *c = rig_new(2, 1, 3);
        const float colour[3] = {0.5f, 0.3f, 0.2f}, y = 0.2126f * 0.5f + 0.7152f * 0.3f + 0.0722f * 0.2f;
        for (int p = 0; p < 3; p++) {
            c->plane[p][0] = colour[p];
            c->plane[p][1] = 0.4f; /* grey */
        }
        FX_ON(saturation, .amount = amount[k]);
        tone_camera(c);
        for (int p = 0; p < 3; p++) {
            near(rig_at(c, p, 0, 0), fmax(0, (double)y + amount[k] * (double)(colour[p] - y)), 1e-6);
            near(rig_at(c, p, 1, 0), 0.4, 1e-6);
        }
    }
    struct canvas *c = rig_new(1, 1, 1); /* a grey camera has none */
    FX_ON(saturation, .amount = 2);
    tone_camera(c);
    near(rig_at(c, 0, 0, 0), 1, 0);
}

/* --- processing ----------------------------------------------------------------------------------------- */

static void test_sharpen(void **state)
{
    (void)state;
    const double radius[] = {0.6, 1.5};
    double reach[2];
    for (int k = 0; k < 2; k++) {
        struct canvas *c = rig_new(60, 9, 1);
        fill_px(c, c->plane[0], srgb_decode(0.6));
        fill_box(c, c->plane[0], 0, 0, 30, 9, srgb_decode(0.3));
        FX_ON(sharpen, .radius_px = radius[k], .amount = 1);
        tone_camera(c);
        assert_true(c->coded);
        near(rig_at(c, 0, 5, 4), 0.3, 1e-4); /* far from the edge nothing changes */
        near(rig_at(c, 0, 55, 4), 0.6, 1e-4);
        assert_true(rig_at(c, 0, 29, 4) <
                    0.26); /* a dark halo on the dark side, a bright one opposite */
        assert_true(rig_at(c, 0, 30, 4) > 0.64);
        near(rig_at(c, 0, 29, 4) + rig_at(c, 0, 30, 4), 0.9, 1e-4);
        reach[k] = 0;
        for (int x = 30; x < 60; x++) {
            reach[k] += rig_at(c, 0, x, 4) - 0.6;
        }
    }
    /* the halo's area is amount * step * sigma / sqrt(2 pi), 6 % less on the grid of pixels */
    near(reach[1], 0.94 * 0.3 * 1.5 / sqrt(2 * PI), 0.003);
    assert_true(reach[0] < 0.5 * reach[1]);
    struct canvas *c = rig_new(60, 9, 1);
    fill_box(c, c->plane[0], 0, 0, 30, 9, 0.5);
    fill_box(c, c->plane[0], 30, 0, 60, 9, 0.6);
    FX_ON(sharpen, .radius_px = 1.5, .amount = 2);
    tone_camera(c);
    double step = srgb_encode(0.6) - srgb_encode(0.5);
    double sum = 0;
    for (int x = 30; x < 60; x++) {
        sum += rig_at(c, 0, x, 4) - srgb_encode(0.6);
    }
    near(sum, 0.94 * 2 * step * 1.5 / sqrt(2 * PI), 0.002);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defocus),
        cmocka_unit_test(test_motion),
        cmocka_unit_test(test_blur_is_of_light),
        cmocka_unit_test(test_resample_keeps_tone_and_place),
        cmocka_unit_test(test_resample_loses_detail),
        cmocka_unit_test(test_noise_variance),
        cmocka_unit_test(test_noise_of_colours),
        cmocka_unit_test(test_demosaic_flat),
        cmocka_unit_test(test_demosaic_pattern),
        cmocka_unit_test(test_demosaic_gray),
        cmocka_unit_test(test_white_balance),
        cmocka_unit_test(test_tone_curve),
        cmocka_unit_test(test_tone_curve_signs),
        cmocka_unit_test(test_saturation),
        cmocka_unit_test(test_sharpen),
    };
    return cmocka_run_group_tests(tests, NULL, rig_release);
}
