// SPDX-License-Identifier: MIT
/* Convolutions by taps against the definition in double, on the same bf16 pictures: strides, even and odd sides, kernels that miss
 * inputs, rows that do not fill a chunk and more than one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "bf16_fixture.h"
#include "net/tap_conv.h"

static const struct shape {
    struct tap_conv k;
    int64_t n, in, out, h, w;
    bool blocks;
} shapes[] = {
    {{.kernel = {3, 3}, .stride = {2, 2}, .pad = {1, 1}}, 3, 32, 48, 9, 14, true},
    {{.kernel = {1, 1}, .stride = {2, 2}}, 2, 16, 64, 7, 6, false},
    {{.kernel = {3, 3}, .stride = {2, 1}, .pad = {1, 1}}, 1, 48, 16, 6, 5, true},
    {{.kernel = {5, 5}, .stride = {2, 3}, .pad = {2, 1}}, 2, 16, 32, 11, 8, false},
    {{.kernel = {2, 1}, .stride = {1, 1}}, 2, 32, 32, 2, 9, true},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static struct bf16_image image(const struct shape *s, int64_t c, int64_t h, int64_t w,
                               uint64_t stream)
{
    return random_image((int64_t[]){s->n, c, h, w}, s->blocks, 31, stream);
}

struct errors {
    double sum, want;
    int64_t n;
};

static void note(struct errors *e, double want, double got)
{
    e->sum += (want - got) * (want - got);
    e->want += want * want;
    e->n++;
}

/* One shape with its images, its filters and their gradient, which begins as the filters. */
struct trial {
    const struct shape *s;
    struct tap_conv k;
    int taps;
    struct bf16_image x, y, dx, before;
    float *w, *dw;
    uint16_t *forward, *turned;
};

static struct trial begin(const struct shape *s)
{
    struct trial t = {.s = s, .k = s->k, .taps = s->k.kernel[0] * s->k.kernel[1]};
    int64_t size[2] = {s->h, s->w};
    for (int d = 0; d < 2; d++) {
        size[d] = (size[d] + 2 * s->k.pad[d] - s->k.kernel[d]) / s->k.stride[d] + 1;
    }
    t.x = image(s, s->in, s->h, s->w, 1);
    t.y = image(s, s->out, size[0], size[1], 2);
    t.dx = image(s, s->in, s->h, s->w, 3);
    t.before = image(s, s->in, s->h, s->w, 3);
    int64_t count = s->in * s->out * t.taps;
    struct rng r = rng_stream(32, 1, 0, 0);
    t.w = room((size_t)count * sizeof *t.w);
    t.dw = room((size_t)count * sizeof *t.w);
    for (int64_t i = 0; i < count; i++) {
        t.w[i] = t.dw[i] = (float)rng_normal(&r);
    }
    t.k.room = room(tap_room(&t.k, s->in, s->out));
    t.forward = room(tap_filter_count(&t.k, s->in, s->out) * sizeof *t.forward);
    t.turned = room(tap_filter_count(&t.k, s->in, s->out) * sizeof *t.turned);
    tap_filters(&t.k, t.w, s->out, s->in, t.forward, t.turned);
    return t;
}

static void end(struct trial *t)
{
    free(t->x.px), free(t->y.px), free(t->dx.px), free(t->before.px);
    free(t->w), free(t->dw), free(t->k.room), free(t->forward), free(t->turned);
}

static void check(const struct trial *t, const struct errors *e, const char *what)
{
    if (!(e->sum <= 0.005 * 0.005 * e->want) || e->n == 0) {
        fail_msg("shape %d: %s: errors of %g of the values", (int)(t->s - shapes), what,
                 sqrt(e->sum / e->want));
    }
}

/* The definition, place by place: (n, o, y, x) and tap k of input i meet at that input's pixel. */
static double weight_at(const struct trial *t, int64_t o, int64_t i, int64_t tap)
{
    return (double)t->w[(o * t->s->in + i) * t->taps + tap];
}

static int64_t in_y(const struct trial *t, int64_t y, int64_t tap)
{
    return y * t->k.stride[0] - t->k.pad[0] + tap / t->k.kernel[1];
}

static int64_t in_x(const struct trial *t, int64_t x, int64_t tap)
{
    return x * t->k.stride[1] - t->k.pad[1] + tap % t->k.kernel[1];
}

static void gradients_of(struct trial *t, double *dx, double *dw)
{
    const struct shape *s = t->s;
    for (int64_t p = 0; p < s->n * t->y.h * t->y.w; p++) {
        int64_t x = p % t->y.w, y = p / t->y.w % t->y.h, n = p / (t->y.w * t->y.h);
        for (int64_t tap = 0; tap < t->taps; tap++) {
            int64_t iy = in_y(t, y, tap), ix = in_x(t, x, tap);
            if (iy < 0 || ix < 0 || iy >= s->h || ix >= s->w) {
                continue;
            }
            for (int64_t k = 0; k < s->in * s->out; k++) {
                int64_t i = k % s->in, o = k / s->in;
                double g = pixel(&t->y, n, o, y, x);
                dx[((n * s->in + i) * s->h + iy) * s->w + ix] += g * weight_at(t, o, i, tap);
                dw[k * t->taps + tap] += g * pixel(&t->x, n, i, iy, ix);
            }
        }
    }
}

static void check_gradients(struct trial *t, bool add)
{
    const struct shape *s = t->s;
    int64_t inputs = s->n * s->in * s->h * s->w, filters = s->in * s->out * t->taps;
    double *dx = calloc((size_t)inputs, sizeof *dx), *dw = calloc((size_t)filters, sizeof *dw);
    struct errors ex = {0}, ew = {0};
    gradients_of(t, dx, dw);
    tap_backward(&t->k, &t->y, t->turned, &t->dx, add);
    tap_gradient(&t->k, &t->x, &t->y, t->dw);
    for (int64_t i = 0; i < inputs; i++) {
        int64_t x = i % s->w, y = i / s->w % s->h, c = i / (s->w * s->h) % s->in,
                n = i / (s->w * s->h * s->in);
        note(&ex, dx[i] + (add ? pixel(&t->before, n, c, y, x) : 0), pixel(&t->dx, n, c, y, x));
    }
    for (int64_t i = 0; i < filters; i++) {
        note(&ew, dw[i] + (double)t->w[i], (double)t->dw[i]);
    }
    check(t, &ex, add ? "gradient of inputs, added" : "gradient of inputs");
    check(t, &ew, "gradient of filters");
    free(dx), free(dw);
}

static void gradients(void **state)
{
    (void)state;
    for (int i = 0; i < SHAPES && bf16_runs(); i++) {
        for (int add = 0; add < 2; add++) {
            struct trial t = begin(&shapes[i]);
            check_gradients(&t, add);
            end(&t);
        }
    }
}

static void values(void **state)
{
    (void)state;
    for (int i = 0; i < SHAPES && bf16_runs(); i++) {
        struct trial t = begin(&shapes[i]);
        struct errors e = {0};
        tap_forward(&t.k, &t.x, t.forward, &t.y);
        for (int64_t p = 0; p < t.y.n * t.y.h * t.y.w * t.y.c; p++) {
            int64_t o = p % t.y.c, x = p / t.y.c % t.y.w, y = p / t.y.c / t.y.w % t.y.h,
                    n = p / t.y.c / t.y.w / t.y.h;
            double sum = 0;
            for (int64_t k = 0; k < t.s->in * t.taps; k++) {
                int64_t tap = k % t.taps;
                sum += weight_at(&t, o, k / t.taps, tap) *
                       pixel(&t.x, n, k / t.taps, in_y(&t, y, tap), in_x(&t, x, tap));
            }
            note(&e, sum, pixel(&t.y, n, o, y, x));
        }
        check(&t, &e, "values");
        end(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),
        cmocka_unit_test(gradients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
