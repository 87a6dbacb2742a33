// SPDX-License-Identifier: MIT
/* Batch norm of bf16 images against its formulas in double. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "bf16_fixture.h"
#include "net/image_norm.h"

enum { N = 3, C = 32, H = 5, W = 27, PIXELS = N * H * W, COUNT = PIXELS * C };

static struct bf16_image image(bool blocks, uint64_t stream, double mean)
{
    struct bf16_image m = {.n = N,
                           .c = C,
                           .h = H,
                           .w = W,
                           .step_n = C * H * W,
                           .step_c = blocks ? 16 * H * W : 16,
                           .step_h = W * (blocks ? 16 : C),
                           .step_w = blocks ? 16 : C};
    struct rng r = rng_stream(21, 1, stream, 0);
    m.px = calloc(COUNT, sizeof *m.px);
    assert_non_null(m.px);
    for (int i = 0; i < COUNT; i++) {
        float v = (float)(mean + rng_normal(&r));
        uint32_t bits;
        memcpy(&bits, &v, sizeof bits);
        m.px[i] = (uint16_t)(bits >> 16);
    }
    return m;
}

/* The i-th of a channel. */
static double nth(const struct bf16_image *m, int i, int64_t c)
{
    return pixel(m, i / (H * W), c, i / W % H, i % W);
}

struct setting {
    bool blocks, relu, plus, masked, add;
};

static float scale[C], shift[C], mean[C], variance[C], dscale[C], dshift[C];

/* of bf16's rounding, and of a little more */
static void near(double want, double got, double size, const char *what)
{
    if (!(fabs(want - got) <= 0.006 * fabs(want) + 0.003 * size)) {
        fail_msg("%s: %g, wanted %g", what, got, want);
    }
}

static void check_forward(const struct image_norm *k)
{
    for (int64_t c = 0; c < C; c++) {
        double sum = 0, squares = 0;
        for (int i = 0; i < PIXELS; i++) {
            sum += nth(&k->x, i, c);
        }
        for (int i = 0; i < PIXELS; i++) {
            double d = nth(&k->x, i, c) - sum / PIXELS;
            squares += d * d;
        }
        assert_true(fabs(sum / PIXELS - (double)mean[c]) < 1e-5);
        assert_true(fabs(squares / PIXELS - (double)variance[c]) < 1e-4);
        double a = (double)scale[c] / sqrt(squares / PIXELS + 0.01);
        for (int i = 0; i < PIXELS; i++) {
            double z = a * (nth(&k->x, i, c) - sum / PIXELS) + (double)shift[c] +
                       (k->plus ? nth(k->plus, i, c) : 0);
            near(k->relu && z < 0 ? 0 : z, nth(&k->y, i, c), 0.1, "y");
        }
    }
}

static void check_backward(const struct image_norm_back *b, const struct bf16_image *dy,
                           const struct bf16_image *before)
{
    const struct image_norm *k = b->forward;
    for (int64_t c = 0; c < C; c++) {
        double sum = 0, along = 0, inverse = 1 / sqrt((double)variance[c] + 0.01);
        for (int i = 0; i < PIXELS; i++) {
            double g = k->relu && !(nth(&k->y, i, c) > 0) ? 0 : nth(dy, i, c);
            sum += g;
            along += g * (nth(&k->x, i, c) - (double)mean[c]) * inverse;
            if (b->masked) {
                near(g, nth(b->masked, i, c), 0, "masked");
            }
        }
        near(sum, (double)dshift[c], 1, "dshift");
        near(along, (double)dscale[c], 1, "dscale");
        for (int i = 0; i < PIXELS; i++) {
            double g = k->relu && !(nth(&k->y, i, c) > 0) ? 0 : nth(dy, i, c);
            double along_here = (nth(&k->x, i, c) - (double)mean[c]) * inverse;
            double want =
                (double)scale[c] * inverse * (g - sum / PIXELS - along_here * along / PIXELS);
            near(want + (b->add ? nth(before, i, c) : 0), nth(&b->dx, i, c), 0.5, "dx");
        }
    }
}

static void is_the_formulas(struct setting s)
{
    struct bf16_image x = image(s.blocks, 1, 2), y = image(s.blocks, 2, 0),
                      plus = image(!s.blocks, 3, 0);
    struct bf16_image dy = image(s.blocks, 4, 0.3), dy_kept = image(s.blocks, 4, 0.3),
                      dx = image(s.blocks, 5, 0), before = image(s.blocks, 5, 0);
    for (int c = 0; c < C; c++) {
        scale[c] = 0.5f + 0.1f * (float)c;
        shift[c] = 0.1f * (float)(c - 10);
    }
    struct image_norm k = {.x = x,
                           .y = y,
                           .plus = s.plus ? &plus : NULL,
                           .scale = scale,
                           .shift = shift,
                           .mean = mean,
                           .variance = variance,
                           .eps = 0.01f,
                           .relu = s.relu,
                           .measure = true};
    image_norm_forward(&k);
    check_forward(&k);
    struct image_norm_back b = {.forward = &k,
                                .dy = dy,
                                .dx = dx,
                                .masked = s.masked ? &dy : NULL,
                                .add = s.add,
                                .dscale = dscale,
                                .dshift = dshift};
    image_norm_backward(&b);
    check_backward(&b, &dy_kept, &before);
    free(x.px), free(y.px), free(plus.px), free(dy.px), free(dy_kept.px), free(dx.px),
        free(before.px);
}

static void all_settings(void **state)
{
    (void)state;
    for (int i = 0; i < 32 && bf16_runs(); i++) {
        struct setting s = {i & 1, i & 2, i & 4, i & 8, i & 16};
        if (s.relu || !s.masked) {
            is_the_formulas(s);
        }
    }
}

/* What is given is used, not measured. */
static void fixed_moments(void **state)
{
    (void)state;
    if (!bf16_runs()) {
        skip();
    }
    struct bf16_image x = image(true, 1, 2), y = image(true, 2, 0);
    for (int c = 0; c < C; c++) {
        scale[c] = 2, shift[c] = 1, mean[c] = 3, variance[c] = 4;
    }
    image_norm_forward(&(struct image_norm){
        .x = x, .y = y, .scale = scale, .shift = shift, .mean = mean, .variance = variance});
    near(nth(&x, 7, 20) - 3 + 1, nth(&y, 7, 20), 0.1, "y");
    assert_true(mean[20] > 2.99f && mean[20] < 3.01f);
    free(x.px), free(y.px);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_settings),
        cmocka_unit_test(fixed_moments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
