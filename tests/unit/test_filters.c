// SPDX-License-Identifier: MIT
/* Kernels against the moments of the shapes they stand for; resizing against phases worked out by hand. */
#include "tone_fixture.h"

#include "base/color.h"
#include "base/rng.h"
#include "tone/filters.h"
#include "tone/resize.h"

static struct plane whole(struct canvas *c)
{
    return (struct plane){c->plane[0], c->width_px, c->height_px};
}

/* One bright pixel in the middle of black. */
static struct canvas *impulse(int side)
{
    struct canvas *c = rig_new(side, side, 1);
    fill_px(c, c->plane[0], 0);
    c->plane[0][rig_index(c, side / 2, side / 2)] = 1;
    return c;
}

static void test_blur_gauss(void **state)
{
    (void)state;
    const double sigma[] = {0.2, 0.5, 0.8, 1, 2.3, 6, 9};
    for (size_t k = 0; k < sizeof sigma / sizeof *sigma; k++) {
        struct canvas *c = impulse(61);
        blur_gauss(whole(c), sigma[k], &rig.arena);
        struct blob b = blob_of(c, c->plane[0]);
        near(b.mass, 1, 1e-5);
        near(b.x, 30.5, 1e-4);
        near(b.y, 30.5, 1e-4);
        near(sqrt(b.xx) / sigma[k], 1, 0.025); /* taps end at 3 sigma */
        near(sqrt(b.yy), sqrt(b.xx), 1e-4);
        near(b.xy, 0, 1e-5);
    }
}

static void test_blur_gauss_twice(void **state)
{
    (void)state;
    struct canvas *c = impulse(41); /* 1.5 and 2 are 2.5 */
    blur_gauss(whole(c), 1.5, &rig.arena);
    blur_gauss(whole(c), 2, &rig.arena);
    float twice[41 * 41];
    memcpy(twice, c->plane[0], sizeof twice);
    c = impulse(41);
    blur_gauss(whole(c), 2.5, &rig.arena);
    for (int x = 13; x < 28; x++) {
        near((double)c->plane[0][rig_index(c, x, 20)], (double)twice[rig_index(c, x, 20)], 4e-4);
    }
}

static void test_blur_keeps_constants_and_borders(void **state)
{
    (void)state;
    struct canvas *c = rig_new(9, 5, 1);
    fill_px(c, c->plane[0], 0.375);
    blur_gauss(whole(c), 4, &rig.arena); /* wider than the picture */
    blur_box(whole(c), 7, &rig.arena);
    convolve(whole(c), kernel_disc(6, &rig.arena), &rig.arena);
    for (size_t i = 0; i < rig_n(c); i++) {
        near((double)c->plane[0][i], 0.375, 1e-6);
    }
    c = rig_new(9, 5, 1);
    fill_box(c, c->plane[0], 0, 0, 4, 5, 0.25);
    float *before = copy_px(c, c->plane[0]);
    blur_gauss(whole(c), 0, &rig.arena);
    blur_box(whole(c), 0, &rig.arena);
    assert_memory_equal(before, c->plane[0], rig_n(c) * sizeof *before);
}

static void test_blur_box(void **state)
{
    (void)state;
    struct canvas *c = rig_new(40, 30, 1);
    struct rng g = rng_stream(3, RNG_TEXT, 0, 0);
    for (size_t i = 0; i < rig_n(c); i++) {
        c->plane[0][i] = (float)rng_unit(&g);
    }
    float *before = copy_px(c, c->plane[0]);
    blur_box(whole(c), 3, &rig.arena);
    for (int y = 0; y < 30; y += 7) {
        for (int x = 0; x < 40; x++) {
            double sum = 0;
            for (int j = -3; j <= 3; j++) {
                for (int i = -3; i <= 3; i++) {
                    int xx = (int)clampd(x + i, 0, 39), yy = (int)clampd(y + j, 0, 29);
                    sum += (double)before[rig_index(c, xx, yy)];
                }
            }
            near(rig_at(c, 0, x, y), sum / 49, 1e-5);
        }
    }
}

static void test_kernel_disc(void **state)
{
    (void)state;
    const double radius[] = {2, 3.5, 7};
    for (size_t k = 0; k < sizeof radius / sizeof *radius; k++) {
        struct canvas *c = impulse(31);
        convolve(whole(c), kernel_disc(radius[k], &rig.arena), &rig.arena);
        struct blob b = blob_of(c, c->plane[0]);
        near(b.mass, 1, 1e-5);
        near(b.x, 15.5, 1e-5);
        near(b.y, 15.5, 1e-5);
        /* a disc's moment is r^2 / 4 an axis; a pixel adds the 1/12 of its own width */
        near(b.xx, radius[k] * radius[k] / 4 + 1.0 / 12, 0.05);
        near(b.yy, b.xx, 1e-5);
        near(rig_at(c, 0, 15, 15), 1 / (PI * radius[k] * radius[k]), 0.001);
        near(rig_at(c, 0, 15 + (int)ceil(radius[k] + 0.5), 15), 0, 0);
    }
    struct kernel none = kernel_disc(0, &rig.arena);
    assert_int_equal(none.r, 0);
    near((double)none.w[0], 1, 0);
}

static void test_kernel_line(void **state)
{
    (void)state;
    const struct {
        double length, deg;
    } line[] = {{9, 0}, {9, 90}, {12, 30}, {12, 135}, {6.5, 45}};
    for (size_t k = 0; k < sizeof line / sizeof *line; k++) {
        struct canvas *c = impulse(31);
        double a = line[k].deg * PI / 180, m = line[k].length * line[k].length / 12;
        convolve(whole(c), kernel_line(line[k].length, a, &rig.arena), &rig.arena);
        struct blob b = blob_of(c, c->plane[0]);
        near(b.mass, 1, 1e-5);
        near(b.x, 15.5, 1e-3);
        near(b.y, 15.5, 1e-3);
        /* length^2 / 12 along it; sharing out between two pixels adds at most 1/4, 1/6 in the mean */
        near(b.xx, m * cos(a) * cos(a) + 0.125, 0.13);
        near(b.yy, m * sin(a) * sin(a) + 0.125, 0.13);
        near(b.xy, m * cos(a) * sin(a), 0.05); /* y is down: 30 degrees falls to the right */
    }
    struct canvas *c = impulse(9);
    float *before = copy_px(c, c->plane[0]);
    convolve(whole(c), kernel_line(0, 1, &rig.arena), &rig.arena);
    assert_memory_equal(before, c->plane[0], rig_n(c) * sizeof *before);
}

static void test_dilate_moves_edges(void **state)
{
    (void)state;
    const double radius[] = {0.25, 0.5, 1, 1.75, 2, 3};
    for (size_t k = 0; k < sizeof radius / sizeof *radius; k++) {
        for (int sign = -1; sign <= 1; sign += 2) {
            struct canvas *c = rig_new(40, 12, 1);
            fill_px(c, c->plane[0], 0);
            fill_box(c, c->plane[0], 12, 0, 28, 12, 1);
            (sign > 0 ? morph_dilate : morph_erode)(whole(c), radius[k], &rig.arena);
            double width = 0;
            for (int x = 0; x < 40; x++) {
                width += rig_at(c, 0, x, 6);
            }
            near(width, 16 + sign * 2 * radius[k], 1e-5);
            near(rig_at(c, 0, 20, 6), 1, 1e-6);
            near(rig_at(c, 0, 2, 6), 0, 1e-6);
        }
    }
}

static void test_dilate_shape(void **state)
{
    (void)state;
    /* one step is a cross, two an octagon inside 5 x 5 */
    const int area[] = {1, 5, 21};
    for (int r = 0; r <= 2; r++) {
        struct canvas *c = impulse(11);
        morph_dilate(whole(c), r, &rig.arena);
        near(blob_of(c, c->plane[0]).mass, area[r], 1e-6);
    }
    struct canvas *c = rig_new(11, 11, 1);
    c->plane[0][rig_index(c, 5, 5)] = 0;
    morph_erode(whole(c), 2, &rig.arena);
    near(121 - blob_of(c, c->plane[0]).mass, 21, 1e-5);
}

static void test_noise_field(void **state)
{
    (void)state;
    const double scale[][2] = {{1, 1}, {2, 2}, {6, 6}, {16, 4}, {3, 12}};
    for (size_t k = 0; k < sizeof scale / sizeof *scale; k++) {
        struct canvas *c = rig_new(480, 480, 1);
        noise_field(whole(c), 77, scale[k][0], scale[k][1], &rig.arena);
        struct moments m = moments_of(c->plane[0], rig_n(c));
        near(m.mean, 0, 0.06);
        near(m.deviation, 1, 0.05);
        assert_true(m.most < 3.5 && m.least > -3.5);
        if (scale[k][0] > 1.5) {
            /* a lattice cell away nodes are shared by a part, two cells away not at all */
            assert_true(correlation(c, c->plane[0], (int)(scale[k][0] / 2), 0) > 0.5);
            assert_true(correlation(c, c->plane[0], 0, (int)(scale[k][1] / 2)) > 0.5);
            near(correlation(c, c->plane[0], (int)(2 * scale[k][0]), 0), 0, 0.08);
            near(correlation(c, c->plane[0], 0, (int)(2 * scale[k][1])), 0, 0.08);
        } else {
            near(correlation(c, c->plane[0], 1, 0), 0, 0.02);
            near(correlation(c, c->plane[0], 0, 1), 0, 0.02);
        }
    }
}

static void test_codes(void **state)
{
    (void)state;
    float v[1001];
    uint8_t byte[1001];
    for (int i = 0; i <= 1000; i++) {
        v[i] = (float)i / 1000;
    }
    byte_from_linear(v, 1001, 1, byte);
    code_from_linear(v, 1001);
    for (int i = 0; i <= 1000; i++) {
        near((double)v[i], srgb_encode(i / 1000.0), 2e-5);
        near(byte[i], 255 * srgb_encode(i / 1000.0), 0.5 + 0.05);
    }
    for (int i = 0; i < 256; i++) { /* every code comes back */
        float linear = linear_from_byte((uint8_t)i);
        near((double)linear, srgb_decode(i / 255.0), 1e-6);
        byte_from_linear(&linear, 1, 1, byte);
        assert_int_equal(byte[0], i);
    }
    float out[] = {-0.5f, 1.5f};
    byte_from_linear(out, 2, 1, byte);
    assert_int_equal(byte[0], 0);
    assert_int_equal(byte[1], 255);
    for (int i = -300; i < 300; i++) {
        near((double)cos_turns((float)i / 100), cos(2 * PI * i / 100), 3e-6);
    }
}

/* --- resize --------------------------------------------------------------------------------------- */

static void resize_row(const float *in, int n, float *out, int m, enum resize_filter f)
{
    float copy[64];
    memcpy(copy, in, (size_t)n * sizeof *in);
    resize((struct plane){copy, n, 1}, (struct plane){out, m, 1}, f, &rig.arena);
}

static void test_resize_by_hand(void **state)
{
    (void)state;
    const float in[] = {1, 2, 3, 4, 8, 16};
    float out[12];
    resize_row(in, 6, out, 3, RESIZE_AREA);
    near((double)out[0], 1.5, 1e-6);
    near((double)out[2], 12, 1e-6);
    resize_row(in, 6, out, 4, RESIZE_AREA); /* intervals of 1.5 */
    near((double)out[0], (1 + 0.5 * 2) / 1.5, 1e-6);
    near((double)out[1], (0.5 * 2 + 3) / 1.5, 1e-6);
    resize_row(in, 6, out, 3, RESIZE_NEAREST); /* floor(2 i) */
    near((double)out[0], 1, 0);
    near((double)out[1], 3, 0);
    near((double)out[2], 8, 0);
    resize_row(in, 6, out, 3, RESIZE_BILINEAR); /* at 1, 3, 5: between two pixels */
    near((double)out[0], 1.5, 1e-6);
    near((double)out[1], 3.5, 1e-6);
    resize_row(in, 6, out, 12, RESIZE_BILINEAR); /* at 0.25, 0.75, ...: a quarter off each centre */
    near((double)out[0], 1, 1e-6);
    near((double)out[1], 1.25, 1e-6);
    near((double)out[2], 1.75, 1e-6);
    resize_row(in, 6, out, 12, RESIZE_BICUBIC); /* Catmull-Rom at a quarter */
    near((double)out[5], -0.0703125 * 2 + 0.8671875 * 3 + 0.2265625 * 4 - 0.0234375 * 8, 1e-5);
    resize_row(in, 6, out, 6, RESIZE_BICUBIC);
    assert_memory_equal(in, out, sizeof in);
}

static void test_resize_axes(void **state)
{
    (void)state;
    float in[] = {1, 2, 3, 4, 5, 6}, out[6]; /* 3 wide, 2 high -> 1 wide, 2 high */
    resize((struct plane){in, 3, 2}, (struct plane){out, 1, 2}, RESIZE_AREA, &rig.arena);
    near((double)out[0], 2, 1e-6);
    near((double)out[1], 5, 1e-6);
    resize((struct plane){in, 3, 2}, (struct plane){out, 3, 1}, RESIZE_AREA, &rig.arena);
    near((double)out[0], 2.5, 1e-6);
    near((double)out[2], 4.5, 1e-6);
}

static void test_resize_shift(void **state)
{
    (void)state;
    near(resize_shift(100, 50, RESIZE_NEAREST), 0.5, 1e-12); /* s = 2: the left of each pair */
    near(resize_shift(90, 30, RESIZE_NEAREST), 1, 1e-12);
    near(resize_shift(50, 100, RESIZE_NEAREST), 0, 1e-12);
    near(resize_shift(100, 50, RESIZE_BILINEAR), 0, 0);
    near(resize_shift(100, 50, RESIZE_AREA), 0, 0);
    double sum = 0; /* what really happens to an edge, over its phases */
    for (int at = 30; at < 42; at++) {
        float row[64], half[20];
        for (int i = 0; i < 60; i++) {
            row[i] = i < at;
        }
        resize_row(row, 60, half, 20, RESIZE_NEAREST);
        double edge = 0;
        for (int i = 0; i < 20; i++) {
            edge += (double)half[i];
        }
        sum += edge * 3 - at;
    }
    near(sum / 12, resize_shift(60, 20, RESIZE_NEAREST), 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blur_gauss),
        cmocka_unit_test(test_blur_gauss_twice),
        cmocka_unit_test(test_blur_keeps_constants_and_borders),
        cmocka_unit_test(test_blur_box),
        cmocka_unit_test(test_kernel_disc),
        cmocka_unit_test(test_kernel_line),
        cmocka_unit_test(test_dilate_moves_edges),
        cmocka_unit_test(test_dilate_shape),
        cmocka_unit_test(test_noise_field),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_resize_by_hand),
        cmocka_unit_test(test_resize_axes),
        cmocka_unit_test(test_resize_shift),
    };
    return cmocka_run_group_tests(tests, NULL, rig_release);
}
