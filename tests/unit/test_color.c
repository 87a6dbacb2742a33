// SPDX-License-Identifier: MIT
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/color.h"

static void near(double got, double want, double tolerance)
{
    if (!(fabs(got - want) <= tolerance)) {
        print_message("got %.9g, want %.9g\n", got, want);
        fail();
    }
}

/* Codes 128 and 10 of 255 by the standard's formula, worked out by hand to seven digits. */
static void srgb_known_values(void **state)
{
    (void)state;
    near(srgb_decode(128 / 255.0), 0.2158605, 1e-7);
    near(srgb_decode(10 / 255.0), 0.0030353, 1e-7);
    near(srgb_encode(0.5), 0.7353570, 1e-7);
    near(srgb_encode(1), 1, 1e-12);
    near(srgb_encode(-3), 0, 0);
    near(srgb_encode(7), 1, 1e-12);
    near(srgb_encode(NAN), 0, 0);
    for (int i = 0; i <= 255; i++) {
        near(srgb_encode(srgb_decode(i / 255.0)), i / 255.0, 1e-7);
    }
}

static void lightness_known_values(void **state)
{
    (void)state;
    near(y_from_lightness(0.5), 0.1841865, 1e-7); /* (66/116)^3 */
    near(y_from_lightness(0.08), 216.0 / 24389, 1e-12);
    near(y_from_lightness(1), 1, 1e-12);
    near(lightness_from_y(0.18), 0.4949611, 1e-6); /* the photographer's grey card */
    near(lightness_from_y(NAN), 0, 0);
    for (int i = 0; i <= 100; i++) {
        near(lightness_from_y(y_from_lightness(i / 100.0)), i / 100.0, 1e-9);
    }
}

static void hues_have_their_channels(void **state)
{
    (void)state;
    static const struct {
        double hue_deg;
        int most, least;
    } row[] = { /* dark enough that even blue takes no white */
        {0, 0, 1}, {30, 0, 2}, {90, 1, 2}, {120, 1, 0}, {210, 2, 0}, {240, 2, 1}, {300, 0, 1},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        double rgb[3];
        color_linear(0.25, 1, row[i].hue_deg, rgb);
        for (int k = 0; k < 3; k++) {
            assert_true(rgb[k] <= rgb[row[i].most] + 1e-12);
            assert_true(rgb[k] >= rgb[row[i].least] - 1e-12);
        }
        near(rgb[row[i].least], 0, 1e-12);
    }
    /* pure red has L* 53.24 and is reached there */
    double red[3];
    color_linear(0.5323712, 1, 360, red);
    near(red[0], 1, 1e-4);
    near(red[1], 0, 1e-4);
    near(red[2], 0, 1e-4);
}

static void lightness_is_kept_and_channels_stay_in_range(void **state)
{
    (void)state;
    for (int l = 0; l <= 10; l++) {
        for (int s = 0; s <= 4; s++) {
            for (int h = -360; h <= 720; h += 17) {
                double rgb[3];
                color_linear(l / 10.0, s / 4.0, h, rgb);
                near(color_luminance(rgb), y_from_lightness(l / 10.0), 1e-9);
                for (int k = 0; k < 3; k++) {
                    assert_true(rgb[k] >= 0 && rgb[k] <= 1);
                    if (s == 0) {
                        near(rgb[k], y_from_lightness(l / 10.0), 1e-12);
                    }
                }
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(srgb_known_values),
        cmocka_unit_test(lightness_known_values),
        cmocka_unit_test(hues_have_their_channels),
        cmocka_unit_test(lightness_is_kept_and_channels_stay_in_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
