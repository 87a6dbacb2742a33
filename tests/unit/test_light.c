// SPDX-License-Identifier: MIT
/* Light that is taken and light that is added, against the formulas of docs/effects.md. */
#include "tone_fixture.h"

enum { W = 240, H = 120 };

static void test_light_falls_off(void **state)
{
    (void)state;
    const struct {
        double deg;
        int x0, y0, x1, y1;
    } way[] = {{0, 0, 60, 239, 60},
               {90, 120, 0, 120, 119},
               {180, 239, 60, 0, 60},
               {270, 120, 119, 120, 0},
               {30, 0, 0, 239, 119}};
    for (int k = 0; k < 5; k++) {
        struct canvas *c = rig_new(W, H, 3);
        fill_px(c, c->plane[1], 0.5);
        FX_ON(light, .strength = 0.6, .angle_deg = way[k].deg);
        tone_light(c);
        /* the outer centres lie half a pixel inside the ramp's ends */
        near(rig_at(c, 0, way[k].x0, way[k].y0), 1, 0.004);
        near(rig_at(c, 0, way[k].x1, way[k].y1), 0.4, 0.004);
        near(rig_at(c, 1, way[k].x1, way[k].y1), 0.2, 0.002); /* a share, not an amount */
    }
    struct canvas *c = rig_new(W, H, 1);
    FX_ON(light, .strength = 0.6, .angle_deg = 0);
    tone_light(c);
    for (int x = 0; x < W; x++) {
        near(rig_at(c, 0, x, 7), 1 - 0.6 * (x + 0.5) / W, 1e-5);
    }
}

static void test_shadow(void **state)
{
    (void)state;
    const struct {
        double deg;
        int dx, dy;
    } way[] = {{0, 1, 0}, {90, 0, 1}, {180, -1, 0}, {270, 0, -1}};
    for (int k = 0; k < 12; k++) {
        struct canvas *c = rig_new(W, H, 1);
        int dx = way[k % 4].dx, dy = way[k % 4].dy;
        rig.s.seed = (uint64_t)k;
        FX_ON(shadow, .strength = 0.3, .softness_px = 10, .angle_deg = way[k % 4].deg);
        tone_light(c);
        int x_dark = dx > 0 ? W - 1 : 0, y_dark = dy > 0 ? H - 1 : 0;
        int x_lit = dx < 0 ? W - 1 : 0, y_lit = dy < 0 ? H - 1 : 0;
        near(rig_at(c, 0, x_dark, y_dark), 0.7, 1e-6); /* the side the normal points to */
        near(rig_at(c, 0, x_lit, y_lit), 1, 0);
        int n = dx ? W : H, penumbra = 0;
        for (int i = 0; i < n; i++) {
            double v = dx ? rig_at(c, 0, i, 50) : rig_at(c, 0, 50, i);
            penumbra += v < 1 - 1e-6 && v > 0.7 + 1e-6;
            near(v, dx ? rig_at(c, 0, i, 3) : rig_at(c, 0, 3, i), 1e-6); /* a straight edge */
        }
        near(penumbra, 10, 1);
    }
}

static void test_shadow_place(void **state)
{
    (void)state;
    double least = W, most = 0; /* half of the shadow lies over a point of the middle 70 % */
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct canvas *c = rig_new(W, H, 1);
        rig.s.seed = seed;
        FX_ON(shadow, .strength = 0.5, .softness_px = 60, .angle_deg = 0);
        tone_light(c);
        int x = 0;
        while (rig_at(c, 0, x, 0) > 0.75) {
            x++;
        }
        least = fmin(least, x);
        most = fmax(most, x);
    }
    near(least, 0.15 * W, 15);
    near(most, 0.85 * W, 15);
    assert_true(least >= 0.15 * W - 1 && most <= 0.85 * W + 1);
}

static void test_shadow_profile(void **state)
{
    (void)state;
    struct canvas *c = rig_new(W, H, 1);
    FX_ON(shadow, .strength = 0.5, .softness_px = 40, .angle_deg = 0);
    tone_light(c);
    int first = 0;
    while (rig_at(c, 0, first, 0) > 1 - 1e-7) {
        first++;
    }
    /* smoothstep: a quarter of the way in, 0.15625 of the strength is gone; half-way, half */
    near(rig_at(c, 0, first + 10, 0), 1 - 0.5 * 0.15625, 0.02);
    near(rig_at(c, 0, first + 20, 0), 0.75, 0.02);
    near(rig_at(c, 0, first + 30, 0), 1 - 0.5 * 0.84375, 0.02);
}

/* Light that was added to a picture of 0.25. */
static float *added(struct canvas *c)
{
    tone_light(c);
    for (size_t i = 0; i < rig_n(c); i++) {
        c->plane[0][i] -= 0.25f;
    }
    return c->plane[0];
}

static void test_glare(void **state)
{
    (void)state;
    int whole = 0;
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct canvas *c = rig_new(400, 400, 1);
        fill_px(c, c->plane[0], 0.25);
        rig.s.seed = seed;
        FX_ON(glare, .strength = 0.8, .radius_em = 0.75, .stretch = 4); /* 18 px: 36 by 9 */
        float *px = added(c);
        struct moments m = moments_of(px, rig_n(c));
        assert_true(m.least >= -1e-6 && m.most < 0.8001); /* only ever brighter */
        struct blob b = blob_of(c, px);
        if (b.x > 110 && b.x < 290 && b.y > 110 && b.y < 290) { /* it ends three radii out */
            near(m.most, 0.8, 0.01);
            /* integral of (1 - q/9)^4 over the ellipse: pi r^2 9/5 */
            near(b.mass, 0.8 * PI * 18 * 18 * 1.8, 0.01 * b.mass);
            /* second moment of an axis: 3/4 of its radius squared; the axes are `stretch` to one */
            double half = (b.xx + b.yy) / 2, turn = hypot((b.xx - b.yy) / 2, b.xy);
            near(sqrt((half + turn) / (half - turn)), 4, 0.08);
            near(half + turn, 0.75 * 36 * 36, 12);
            whole++;
        }
    }
    assert_true(whole > 5);
}

static void test_glare_adds_alike(void **state)
{
    (void)state;
    struct canvas *c = rig_new(W, H, 3);
    fill_px(c, c->plane[0], 0); /* over ink and over paper the same amount: light adds */
    fill_px(c, c->plane[2], 0.5);
    FX_ON(glare, .strength = 0.3, .radius_em = 4, .stretch = 1);
    tone_light(c);
    for (size_t i = 0; i < rig_n(c); i += 7) {
        near((double)(c->plane[1][i] - 1), (double)c->plane[0][i], 1e-6);
        near((double)(c->plane[2][i] - 0.5f), (double)c->plane[0][i], 1e-6);
    }
}

static void test_plastic(void **state)
{
    (void)state;
    const double scale[] = {6, 24};
    double reach[2];
    for (int k = 0; k < 2; k++) {
        double sum = 0;
        for (uint64_t seed = 0; seed < 6; seed++) { /* each has a direction of its own */
            struct canvas *c = rig_new(W, W, 1);
            fill_px(c, c->plane[0], 0.25);
            rig.s.seed = seed;
            FX_ON(plastic, .strength = 0.4, .scale_px = scale[k]);
            float *px = added(c);
            struct moments m = moments_of(px, rig_n(c));
            assert_true(m.least >= -1e-6 && m.most < 0.4001);
            near(m.most, 0.4, 0.03); /* on the crests */
            assert_true(m.mean < 0.2);
            sum += correlation(c, px, 3, 3) / 6;
        }
        reach[k] = sum;
    }
    assert_true(reach[1] > reach[0] + 0.2);
}

static void test_vignette(void **state)
{
    (void)state;
    const double strength[] = {0.1, 0.5, 0.9};
    for (int k = 0; k < 3; k++) {
        struct canvas *c = rig_new(W, H, 1);
        FX_ON(vignette, .strength = strength[k]);
        tone_light(c);
        /* the angle off the axis at which cos^4 is 1 - strength belongs to the corner; tan grows as the radius */
        double corner = tan(acos(pow(1 - strength[k], 0.25))), diagonal = hypot(W / 2.0, H / 2.0);
        for (int y = 0; y < H; y += 17) {
            for (int x = 0; x < W; x += 23) {
                double r = hypot(x + 0.5 - W / 2.0, y + 0.5 - H / 2.0);
                near(rig_at(c, 0, x, y), pow(cos(atan(corner * r / diagonal)), 4), 1e-5);
            }
        }
        near(rig_at(c, 0, W - 1, H - 1), 1 - strength[k], 0.01);
        near(rig_at(c, 0, 0, 0), rig_at(c, 0, W - 1, H - 1), 1e-6);
        near(rig_at(c, 0, W / 2, H / 2), 1, 0.001);
    }
    struct canvas *c = rig_new(W, H, 1); /* all of it lost, almost: still light, still finite */
    FX_ON(vignette, .strength = 1);
    tone_light(c);
    assert_true(rig_at(c, 0, 0, 0) > 0 && rig_at(c, 0, 0, 0) < 0.002);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_light_falls_off), cmocka_unit_test(test_shadow),
        cmocka_unit_test(test_shadow_profile),  cmocka_unit_test(test_shadow_place),
        cmocka_unit_test(test_glare),           cmocka_unit_test(test_glare_adds_alike),
        cmocka_unit_test(test_plastic),         cmocka_unit_test(test_vignette),
    };
    return cmocka_run_group_tests(tests, NULL, rig_release);
}
