// SPDX-License-Identifier: MIT
/* Convolutions by Winograd's products against the definition in double, on the same bf16 pictures: shapes with odd sides, tiles that
 * do not fill a chunk and more than one chunk, channels that fill a panel and half of one, both orders of memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "bf16_fixture.h"
#include "net/winograd.h"

static const struct shape {
    int64_t n, in, out, h, w;
    bool blocks;
} shapes[] = {
    {1, 16, 16, 4, 4, false}, {2, 32, 16, 5, 7, true},   {3, 16, 48, 1, 6, false},
    {2, 48, 32, 2, 3, true},  {3, 32, 64, 13, 9, false}, {5, 16, 32, 12, 11, true},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static struct bf16_image image(const struct shape *s, int64_t c, uint64_t stream)
{
    return random_image((int64_t[]){s->n, c, s->h, s->w}, s->blocks, 11, stream);
}

static float *filters(const struct shape *s)
{
    struct rng r = rng_stream(12, 1, 0, 0);
    int64_t count = s->in * s->out * 9;
    float *w = room((size_t)count * sizeof *w);
    for (int64_t i = 0; i < count; i++) {
        w[i] = (float)rng_normal(&r);
    }
    return w;
}

/* Errors of both kinds, as fractions of the wanted values' root mean square. */
struct errors {
    double sum, want, worst;
    int64_t n;
};

static void note(struct errors *e, double want, double got)
{
    double d = fabs(want - got);
    e->sum += d * d;
    e->want += want * want;
    e->worst = d <= e->worst ? e->worst : d; /* NaN is the worst */
    e->n++;
}

static void check(const struct errors *e, const char *what, int shape)
{
    double rms = sqrt(e->want / (double)e->n);
    if (!(sqrt(e->sum / (double)e->n) <= 0.006 * rms) || !(e->worst <= 0.04 * rms)) {
        fail_msg("shape %d: %s: errors of %g, at most %g, where values are %g", shape, what,
                 sqrt(e->sum / (double)e->n), e->worst, rms);
    }
}

static void values_are_the_definitions(const struct shape *s, int number, bool bias, bool relu)
{
    struct bf16_image x = image(s, s->in, 1), y = image(s, s->out, 2);
    float *w = filters(s), b[64];
    uint16_t *u = room(winograd_filter_count(s->in, s->out) * sizeof *u);
    void *r = room(winograd_room(s->in, s->out, s->n, s->h, s->w));
    struct errors e = {0};
    for (int i = 0; i < 64; i++) {
        b[i] = (float)(i - 20);
    }
    winograd_filters(w, s->out, s->in, u, NULL);
    winograd_forward(&(struct winograd_job){
        .in = x, .out = y, .filters = u, .bias = bias ? b : NULL, .relu = relu, .room = r});
    for (int64_t i = 0; i < s->n * s->out * s->h * s->w; i++) {
        int64_t px = i % s->w, py = i / s->w % s->h, o = i / (s->w * s->h) % s->out,
                n = i / (s->w * s->h * s->out);
        double sum = bias ? (double)b[o] : 0;
        for (int64_t k = 0; k < s->in * 9; k++) {
            sum += (double)w[o * s->in * 9 + k] *
                   pixel(&x, n, k / 9, py + k % 9 / 3 - 1, px + k % 3 - 1);
        }
        note(&e, relu && sum < 0 ? 0 : sum, pixel(&y, n, o, py, px));
    }
    check(&e, relu ? "values, relu" : "values", number);
    free(x.px), free(y.px), free(w), free(u), free(r);
}

static void inputs_gradient_is_the_definitions(const struct shape *s, int number, bool add)
{
    struct bf16_image dx = image(s, s->in, 1), before = image(s, s->in, 1),
                      dy = image(s, s->out, 2);
    float *w = filters(s);
    uint16_t *u = room(winograd_filter_count(s->in, s->out) * sizeof *u);
    void *r = room(winograd_room(s->in, s->out, s->n, s->h, s->w));
    struct errors e = {0};
    winograd_filters(w, s->out, s->in, NULL, u);
    winograd_forward(
        &(struct winograd_job){.in = dy, .out = dx, .filters = u, .add = add, .room = r});
    for (int64_t i = 0; i < s->n * s->in * s->h * s->w; i++) {
        int64_t px = i % s->w, py = i / s->w % s->h, c = i / (s->w * s->h) % s->in,
                n = i / (s->w * s->h * s->in);
        double sum = add ? pixel(&before, n, c, py, px) : 0;
        for (int64_t k = 0; k < s->out * 9; k++) {
            sum += (double)w[(k / 9 * s->in + c) * 9 + k % 9] *
                   pixel(&dy, n, k / 9, py - k % 9 / 3 + 1, px - k % 3 + 1);
        }
        note(&e, sum, pixel(&dx, n, c, py, px));
    }
    check(&e, add ? "gradient of inputs, added" : "gradient of inputs", number);
    free(dx.px), free(before.px), free(dy.px), free(w), free(u), free(r);
}

static void filters_gradient_is_the_definitions(const struct shape *s, int number)
{
    struct bf16_image x = image(s, s->in, 1), dy = image(s, s->out, 2);
    float *dw = filters(s), *before = filters(s);
    void *r = room(winograd_room(s->in, s->out, s->n, s->h, s->w));
    struct errors e = {0};
    winograd_gradient(&x, &dy, dw, r);
    for (int64_t i = 0; i < s->out * s->in * 9; i++) {
        int64_t kx = i % 3, ky = i % 9 / 3, c = i / 9 % s->in, o = i / 9 / s->in;
        double sum = (double)before[i];
        for (int64_t p = 0; p < s->n * s->h * s->w; p++) {
            int64_t px = p % s->w, py = p / s->w % s->h, n = p / (s->w * s->h);
            sum += pixel(&dy, n, o, py, px) * pixel(&x, n, c, py + ky - 1, px + kx - 1);
        }
        note(&e, sum, (double)dw[i]);
    }
    check(&e, "gradient of filters", number);
    free(x.px), free(dy.px), free(dw), free(before), free(r);
}

static void values(void **state)
{
    (void)state;
    for (int i = 0; i < SHAPES && bf16_runs(); i++) {
        values_are_the_definitions(&shapes[i], i, i % 2, false);
        values_are_the_definitions(&shapes[i], i, true, true);
    }
}

static void gradients(void **state)
{
    (void)state;
    for (int i = 0; i < SHAPES && bf16_runs(); i++) {
        inputs_gradient_is_the_definitions(&shapes[i], i, false);
        inputs_gradient_is_the_definitions(&shapes[i], i, true);
        filters_gradient_is_the_definitions(&shapes[i], i);
    }
}

static void needs_sixteen_channels(void **state)
{
    (void)state;
    assert_true(winograd_fits(16, 32));
    assert_false(winograd_fits(3, 64));
    assert_false(winograd_fits(64, 24));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),
        cmocka_unit_test(gradients),
        cmocka_unit_test(needs_sixteen_channels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
