// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "ocr/line_image.h"

static struct image picture(int w, int h, int channels)
{
    struct image im;
    assert_int_equal(image_init(&im, w, h, channels, NULL), ST_OK);
    for (int i = 0; i < w * h * channels; i++) {
        im.px[i] = 255;
    }
    return im;
}

static void mean_is_0_and_deviation_1(void **state)
{
    (void)state;
    struct image im = picture(64, 32, 3);
    struct line_image l;
    for (int i = 0; i < 64 * 32 * 3; i++) {
        im.px[i] = (uint8_t)(i * 37 % 91 + 100);
    }
    line_image_make(&im, 32, 0, &l);
    double sum = 0, square = 0;
    for (int i = 0; i < 64 * 32; i++) {
        sum += (double)l.px[i];
        square += (double)l.px[i] * (double)l.px[i];
    }
    assert_int_equal(l.width_px, 64);
    assert_true(fabs(sum / 2048) < 1e-4 && fabs(square / 2048 - 1) < 1e-3);
    line_image_release(&l);
    image_release(&im);
}

static void one_tone_is_0(void **state)
{
    (void)state;
    struct image im = picture(10, 20, 1);
    struct line_image l;
    line_image_make(&im, 32, 0, &l);
    assert_int_equal(l.width_px, 16);
    for (int i = 0; i < 16 * 32; i++) {
        assert_true(l.px[i] == 0);
    }
    line_image_release(&l);
    image_release(&im);
}

/* A dark bar keeps its place, scaled: centre of mass of the darkness. */
static void scaling_keeps_places(void **state)
{
    (void)state;
    static const int heights[] = {16, 32, 64, 96};
    for (int k = 0; k < 4; k++) {
        struct image im = picture(100, 48, 1);
        struct line_image l;
        for (int y = 12; y < 24; y++) { /* centre at 18 of 48, x 30 of 100 */
            for (int x = 20; x < 40; x++) {
                im.px[y * 100 + x] = 0;
            }
        }
        line_image_make(&im, heights[k], 0, &l);
        double sum = 0, sx = 0, sy = 0, top = (double)l.px[0];
        for (int y = 0; y < l.height_px; y++) {
            for (int x = 0; x < l.width_px; x++) {
                double d = top - (double)l.px[y * l.width_px + x];
                sum += d;
                sx += d * (x + 0.5);
                sy += d * (y + 0.5);
            }
        }
        double s = heights[k] / 48.0, sxx = (double)l.width_px / 100;
        assert_true(fabs(sx / sum - 30 * sxx) < 0.15 && fabs(sy / sum - 18 * s) < 0.15);
        line_image_release(&l);
        image_release(&im);
    }
}

/* A line that runs down: its top comes left, its right side comes up. */
static void vertical_lines_lie_down(void **state)
{
    (void)state;
    struct image im = picture(32, 80, 1);
    struct line_image l;
    im.px[10 * 32 + 25] = 0; /* 10 from the top, 25 from the left */
    line_image_make(&im, 32, 1, &l);
    assert_int_equal(l.width_px, 80);
    assert_true(l.px[(31 - 25) * 80 + 10] < -5);
    line_image_release(&l);
    image_release(&im);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_is_0_and_deviation_1),
        cmocka_unit_test(one_tone_is_0),
        cmocka_unit_test(scaling_keeps_places),
        cmocka_unit_test(vertical_lines_lie_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
