// SPDX-License-Identifier: MIT
/* Each loss against a plain formula in double, its gradient against that formula's central differences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "loss/margin.h"

#define PI 3.14159265358979323846
enum { N = 5, DIMS = 6, CLASSES = 7, MAX_SUB = 3, MAX_W = CLASSES * MAX_SUB * DIMS };

struct problem {
    struct margin_options o;
    double x[N * DIMS], w[MAX_W];
    int32_t label[N];
    float weight[N];
    const int32_t *sampled;
    int64_t n_sampled;
};

static double dot(const double *a, const double *b)
{
    double sum = 0;
    for (int k = 0; k < DIMS; k++) {
        sum += a[k] * b[k];
    }
    return sum;
}

/* psi by the definition of Liu et al.: with k whole turns of pi, (-1)^k cos(rest + k pi) = cos(rest). */
static double psi(double phi)
{
    double down = 0;
    while (phi >= PI) {
        phi -= PI;
        down += 2;
    }
    return cos(phi) - down;
}

static double logit(const struct problem *p, int i, int c)
{
    const struct margin_options *o = &p->o;
    const double *x = p->x + i * DIMS;
    double best = -HUGE_VAL, length = sqrt(dot(x, x));
    for (int k = 0; k < o->sub; k++) {
        const double *w = p->w + (c * o->sub + k) * DIMS;
        double v = dot(x, w);
        v = o->kind == MARGIN_SOFTMAX ? v : v / length / sqrt(dot(w, w));
        best = v > best ? v : best;
    }
    if (o->kind == MARGIN_SOFTMAX) {
        return best;
    }
    double s = o->scale > 0 ? o->scale : length;
    if (c != p->label[i]) {
        return s * best;
    }
    double t = best, angle = acos(best);
    switch (o->kind) {
    case MARGIN_SPHEREFACE:
        t = psi(o->m1 * angle);
        break;
    case MARGIN_COSFACE:
        t = best - o->m3;
        break;
    case MARGIN_ARCFACE:
        t = psi(angle + o->m2);
        break;
    case MARGIN_COMBINED:
        t = psi(o->m1 * angle + o->m2) - o->m3;
        break;
    default:
        break;
    }
    return s * ((1 - o->strength) * best + o->strength * t);
}

static int is_sampled(const struct problem *p, int c)
{
    for (int64_t k = 0; k < p->n_sampled; k++) {
        if (p->sampled[k] == c) {
            return 1;
        }
    }
    return !p->sampled;
}

static double plain_loss(const struct problem *p)
{
    double sum = 0, weights = 0;
    for (int i = 0; i < N; i++) {
        if (p->label[i] < 0) {
            continue;
        }
        double others = 0, own = logit(p, i, p->label[i]);
        for (int c = 0; c < CLASSES; c++) {
            others += is_sampled(p, c) ? exp(logit(p, i, c) - own) : 0;
        }
        sum += (double)p->weight[i] * log(others);
        weights += (double)p->weight[i];
    }
    return sum / weights;
}

static struct problem random_problem(uint64_t seed, struct margin_options o)
{
    struct problem p = {.o = o};
    struct rng r = rng_stream(seed, 1, 0, 0);
    for (int i = 0; i < N * DIMS; i++) {
        p.x[i] = (double)(float)(1.5 * rng_normal(&r));
    }
    for (int i = 0; i < MAX_W; i++) {
        p.w[i] = (double)(float)rng_normal(&r);
    }
    for (int i = 0; i < N; i++) {
        p.label[i] = i == 3 ? -1 : (int32_t)rng_below(&r, CLASSES);
        p.weight[i] = 0.5f + (float)i;
    }
    return p;
}

/* What margin_loss() says of a problem. */
static struct margin_result run(const struct problem *p, double factor, float *gx, float *gw)
{
    float x[N * DIMS], w[MAX_W];
    for (int i = 0; i < N * DIMS; i++) {
        x[i] = (float)p->x[i];
    }
    for (int i = 0; i < MAX_W; i++) {
        w[i] = (float)p->w[i];
    }
    struct margin_batch b = {.x = x,
                             .n = N,
                             .dims = DIMS,
                             .label = p->label,
                             .weight = p->weight,
                             .w = w,
                             .classes = CLASSES,
                             .sampled = p->sampled,
                             .n_sampled = p->n_sampled,
                             .factor = factor,
                             .gx = gx,
                             .gw = gw};
    return margin_loss(&p->o, &b);
}

static void hold(const char *what, const char *of, int k, double got, double want, double tolerance)
{
    if (!(fabs(got - want) <= tolerance * (1 + fabs(want)))) {
        fail_msg("%s: %s[%d] = %.8g, by differences %.8g", what, of, k, got, want);
    }
}

/* 3: the factor; 1: what was in the arrays before. */
static void check(const char *what, struct problem p)
{
    float gx[N * DIMS], gw[MAX_W];
    for (int i = 0; i < N * DIMS; i++) {
        gx[i] = 1;
    }
    for (int i = 0; i < MAX_W; i++) {
        gw[i] = 1;
    }
    struct margin_result r = run(&p, 3, gx, gw);
    hold(what, "loss", 0, r.loss, plain_loss(&p), 2e-6);
    const double eps = 1e-5;
    double *part[2] = {p.x, p.w};
    for (int a = 0; a < 2; a++) {
        int n = a ? CLASSES * (int)p.o.sub * DIMS : N * DIMS;
        for (int k = 0; k < n; k++) {
            double was = part[a][k];
            part[a][k] = was + eps;
            double up = plain_loss(&p);
            part[a][k] = was - eps;
            double down = plain_loss(&p);
            part[a][k] = was;
            double want = (up - down) / (2 * eps), got = ((double)(a ? gw : gx)[k] - 1) / 3;
            hold(what, a ? "gw" : "gx", k, got, want, 5e-6);
        }
    }
}

static struct margin_options options(enum margin_kind kind, double scale, double strength,
                                     int64_t sub)
{
    struct margin_options o = margin_defaults(kind);
    o.scale = scale;
    o.strength = strength;
    o.sub = sub;
    return o;
}

static void gradients_are_those_of_differences(void **state)
{
    (void)state;
    static const double scales[] = {0, 1, 8}, strengths[] = {0, 0.3, 1};
    for (int kind = MARGIN_SOFTMAX; kind <= MARGIN_COMBINED; kind++) {
        for (int k = 0; k < 9; k++) {
            struct margin_options o =
                options((enum margin_kind)kind, scales[k % 3], strengths[k / 3], 1 + k % MAX_SUB);
            for (uint64_t seed = 0; seed < 4; seed++) {
                check(margin_name((enum margin_kind)kind), random_problem(seed, o));
            }
        }
    }
}

static void gradients_with_some_classes_only(void **state)
{
    (void)state;
    for (int kind = MARGIN_SOFTMAX; kind <= MARGIN_COMBINED; kind++) {
        struct problem p = random_problem(9, options((enum margin_kind)kind, 4, 1, 2));
        int32_t classes[] = {1, 2, 5, 6};
        int32_t label[N] = {5, 1, 5, -1, 6};
        memcpy(p.label, label, sizeof label);
        p.sampled = classes;
        p.n_sampled = 4;
        check(margin_name((enum margin_kind)kind), p);
    }
}

/* Two dimensions, one embedding at an angle of its own class's weight, one other class at a right angle. */
static struct margin_result flat(struct margin_options o, double theta, double length, float gx[2],
                                 float gw[4])
{
    float x[2] = {(float)(length * cos(theta)), (float)(length * sin(theta))}, w[4] = {2, 0, 0, 3};
    int32_t label = 0;
    struct margin_batch b = {.x = x,
                             .n = 1,
                             .dims = 2,
                             .label = &label,
                             .w = w,
                             .classes = 2,
                             .factor = 1,
                             .gx = gx,
                             .gw = gw};
    memset(gx, 0, 2 * sizeof *gx);
    memset(gw, 0, 4 * sizeof *gw);
    return margin_loss(&o, &b);
}

/* loss = ln(1 + exp(z_other - z_own)); at 60 degrees cos = 1/2, the other's sqrt(3)/2. */
static void values_by_hand(void **state)
{
    (void)state;
    static const struct {
        enum margin_kind kind;
        double scale, m1, m2, m3, own; /* t(60 degrees) */
    } rows[] = {
        {MARGIN_NORMALISED, 10, 9, 9, 9, 0.5},  /* has no margins */
        {MARGIN_SPHEREFACE, 10, 2, 9, 9, -0.5}, /* cos 120 */
        {MARGIN_SPHEREFACE, 10, 4, 9, 9, -1.5}, /* -cos 240 - 2 */
        {MARGIN_SPHEREFACE, 0, 4, 9, 9, -1.5},  /* scale: the length */
        {MARGIN_COSFACE, 10, 9, 9, 0.35, 0.15},
        {MARGIN_ARCFACE, 10, 9, PI / 6, 9, 0},                             /* cos 90 */
        {MARGIN_ARCFACE, 10, 9, 5 * PI / 6, 9, -2 + 0.86602540378443865},  /* -cos 210 - 2 */
        {MARGIN_COMBINED, 10, 2, PI / 6, 0.2, -0.86602540378443865 - 0.2}, /* cos 150 - 0.2 */
    };
    const double length = 7;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct margin_options o = {
            rows[i].kind, rows[i].scale, rows[i].m1, rows[i].m2, rows[i].m3, 1, 1};
        float gx[2], gw[4];
        struct margin_result r = flat(o, PI / 3, length, gx, gw);
        double s = rows[i].scale > 0 ? rows[i].scale : length;
        double want = log1p(exp(s * (sin(PI / 3) - rows[i].own)));
        if (!(fabs(r.loss - want) < 1e-6 * want)) {
            fail_msg("row %zu: %.9f, by hand %.9f", i, r.loss, want);
        }
        assert_true(fabs(r.theta_rad - PI / 3) < 1e-7 && r.counted == 1 && r.correct == 0);
    }
    float gx[2], gw[4];
    struct margin_options plain =
        margin_defaults(MARGIN_SOFTMAX); /* logits 2 * 7 cos 60, 3 * 7 sin 60 */
    assert_true(fabs(flat(plain, PI / 3, 7, gx, gw).loss - log1p(exp(21 * sin(PI / 3) - 7))) <
                1e-5);
    assert_true(flat(plain, 0.1, 7, gx, gw).correct == 1);
}

/* One embedding at an angle of its own class's weight; the other class's is at a right angle to both, so that it pushes
 * neither way. */
static struct margin_result fan(enum margin_kind kind, double theta, float gx[3], float gw[6])
{
    struct margin_options o = options(kind, 8, 1, 1);
    o.m1 = 3.5;
    o.m2 = 0.7;
    float x[3] = {(float)cos(theta), (float)sin(theta), 0}, w[6] = {1, 0, 0, 0, 0, 1};
    int32_t label = 0;
    struct margin_batch b = {.x = x,
                             .n = 1,
                             .dims = 3,
                             .label = &label,
                             .w = w,
                             .classes = 2,
                             .factor = 1,
                             .gx = gx,
                             .gw = gw};
    memset(gx, 0, 3 * sizeof *gx);
    memset(gw, 0, 6 * sizeof *gw);
    return margin_loss(&o, &b);
}

/* A step against the gradient turns x towards its class, and its class towards x, also at the worst angles. */
static void pulls_towards_the_own_class_at_every_angle(void **state)
{
    (void)state;
    static const double angles[] = {1e-5, 1e-3,     0.3,       PI / 4,   PI / 2,
                                    2,    PI - 0.5, PI - 0.01, PI - 1e-5};
    for (int kind = MARGIN_NORMALISED; kind <= MARGIN_COMBINED; kind++) {
        for (size_t k = 0; k < sizeof angles / sizeof *angles; k++) {
            float gx[3], gw[6];
            fan((enum margin_kind)kind, angles[k], gx, gw);
            /* d loss / d theta of x, and of its weight turned the same way */
            double turn = (double)gx[1] * cos(angles[k]) - (double)gx[0] * sin(angles[k]),
                   weight = (double)gw[1];
            if (!(turn > 0 && weight < 0 && fabs(turn + weight) < 1e-3 * turn)) {
                fail_msg("%s at %g: %g, %g", margin_name((enum margin_kind)kind), angles[k], turn,
                         weight);
            }
        }
    }
}

/* t never rises with theta: the loss beside a class that does not move never falls. */
static void falls_monotonically_behind_pi(void **state)
{
    (void)state;
    for (int kind = MARGIN_NORMALISED; kind <= MARGIN_COMBINED; kind++) {
        double before = 0;
        for (int k = 0; k <= 2000; k++) {
            float gx[3], gw[6];
            double loss = fan((enum margin_kind)kind, PI * k / 2000, gx, gw).loss;
            if (!(loss >= before - 1e-6 && (k == 0 || loss < before + 0.2))) { /* no step either */
                fail_msg("%s: %.9f after %.9f at %d", margin_name((enum margin_kind)kind), loss,
                         before, k);
            }
            before = loss;
        }
    }
}

/* Bit by bit: kinds without their margin are the normalised softmax, the combined one is each of the others. */
static void limits(void **state)
{
    (void)state;
    static const struct {
        struct margin_options a, b;
    } pairs[] = {
        {{MARGIN_ARCFACE, 8, 1, 0, 0, 1, 1}, {MARGIN_NORMALISED, 8, 1, 0, 0, 1, 1}},
        {{MARGIN_COSFACE, 8, 1, 0, 0, 1, 1}, {MARGIN_NORMALISED, 8, 1, 0, 0, 1, 1}},
        {{MARGIN_SPHEREFACE, 8, 1, 0, 0, 1, 1}, {MARGIN_NORMALISED, 8, 1, 0, 0, 1, 1}},
        {{MARGIN_COMBINED, 8, 1.5, 0, 0, 1, 1}, {MARGIN_SPHEREFACE, 8, 1.5, 0, 0, 1, 1}},
        {{MARGIN_COMBINED, 8, 1, 0.5, 0, 1, 1}, {MARGIN_ARCFACE, 8, 1, 0.5, 0, 1, 1}},
        {{MARGIN_COMBINED, 8, 1, 0, 0.3, 1, 1}, {MARGIN_COSFACE, 8, 1, 0, 0.3, 1, 1}},
        {{MARGIN_COMBINED, 8, 2, 0.5, 0.3, 0, 1}, {MARGIN_NORMALISED, 8, 1, 0, 0, 1, 1}},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct problem a = random_problem(5, pairs[i].a), b = random_problem(5, pairs[i].b);
        float ga[N * DIMS] = {0}, gb[N * DIMS] = {0}, gwa[MAX_W] = {0}, gwb[MAX_W] = {0};
        struct margin_result ra = run(&a, 1, ga, gwa), rb = run(&b, 1, gb, gwb);
        if (ra.loss != rb.loss || memcmp(ga, gb, sizeof ga) || memcmp(gwa, gwb, sizeof gwa)) {
            fail_msg("pair %zu: %.17g, %.17g", i, ra.loss, rb.loss);
        }
    }
    /* and the margins do something */
    struct problem with = random_problem(5, options(MARGIN_ARCFACE, 8, 1, 1));
    struct problem without = random_problem(5, options(MARGIN_NORMALISED, 8, 1, 1));
    assert_true(run(&with, 1, NULL, NULL).loss > run(&without, 1, NULL, NULL).loss + 0.1);
}

static void all_sampled_is_none_sampled(void **state)
{
    (void)state;
    int32_t all[CLASSES] = {0, 1, 2, 3, 4, 5, 6};
    struct problem p = random_problem(6, options(MARGIN_COMBINED, 8, 1, 2));
    float ga[N * DIMS] = {0}, gb[N * DIMS] = {0}, gwa[MAX_W] = {0}, gwb[MAX_W] = {0};
    struct margin_result a = run(&p, 1, ga, gwa);
    p.sampled = all;
    p.n_sampled = CLASSES;
    struct margin_result b = run(&p, 1, gb, gwb);
    assert_true(a.loss == b.loss && !memcmp(ga, gb, sizeof ga) && !memcmp(gwa, gwb, sizeof gwa));
}

/* A vector of length zero, one of 1e30, s = 1e4, an embedding that is its weight, one that is the opposite. */
static void extremes_stay_finite(void **state)
{
    (void)state;
    for (int kind = MARGIN_SOFTMAX; kind <= MARGIN_COMBINED; kind++) {
        for (int by_length = 0; by_length < 2; by_length++) {
            float x[5 * 2] = {0, 0, 1e18f, 1e18f, 2, 0, -2, 0, 1, 1}, w[3 * 2] = {1, 0, 0, 1, 0, 0};
            float gx[10] = {0}, gw[6] = {0};
            int32_t label[5] = {0, 1, 0, 0, 2};
            struct margin_options o = options((enum margin_kind)kind, by_length ? 0 : 1e4, 1, 1);
            struct margin_batch b = {.x = x,
                                     .n = 5,
                                     .dims = 2,
                                     .label = label,
                                     .w = w,
                                     .classes = 3,
                                     .factor = 1,
                                     .gx = gx,
                                     .gw = gw};
            struct margin_result r = margin_loss(&o, &b);
            double sum = r.loss;
            for (int i = 0; i < 10; i++) {
                sum += (double)gx[i] + (i < 6 ? (double)gw[i] : 0);
            }
            if (!isfinite(sum) || !(r.loss > 0)) {
                fail_msg("%s: loss %g", margin_name((enum margin_kind)kind), r.loss);
            }
            assert_true(kind == MARGIN_SOFTMAX || (gx[0] == 0 && gx[1] == 0));
        }
    }
    struct margin_options o = options(MARGIN_NORMALISED, 1e4, 1,
                                      1); /* where exp of the logits themselves would be infinite */
    float gx[2], gw[4];
    double loss = flat(o, PI / 3, 1, gx, gw).loss;
    assert_true(fabs(loss - 1e4 * (sin(PI / 3) - 0.5)) < 1e-2);
}

static void no_labels_no_loss(void **state)
{
    (void)state;
    struct problem p = random_problem(7, options(MARGIN_ARCFACE, 8, 1, 1));
    float gx[N * DIMS] = {0}, gw[MAX_W] = {0}, zero[MAX_W] = {0};
    for (int i = 0; i < N; i++) {
        p.label[i] = -1;
    }
    struct margin_result r = run(&p, 1, gx, gw);
    assert_true(r.loss == 0 && r.counted == 0 && r.theta_rad == 0);
    assert_memory_equal(gx, zero, sizeof gx);
    assert_memory_equal(gw, zero, sizeof gw);
}

/* A step down the gradient is a step down, and enough of them separate the classes. */
static void descends(void **state)
{
    (void)state;
    for (int kind = MARGIN_SOFTMAX; kind <= MARGIN_COMBINED; kind++) {
        struct problem p = random_problem(
            8, options((enum margin_kind)kind, kind == MARGIN_SPHEREFACE ? 0 : 10, 1, 1));
        p.o.m1 = 1.5;
        double first = run(&p, 1, NULL, NULL).loss;
        struct margin_result r = {0};
        for (int step = 0; step < 800; step++) {
            float gx[N * DIMS] = {0}, gw[MAX_W] = {0};
            r = run(&p, 1, gx, gw);
            for (int k = 0; k < N * DIMS; k++) {
                p.x[k] -= 0.2 * (double)gx[k];
            }
            for (int k = 0; k < CLASSES * DIMS; k++) {
                p.w[k] -= 0.2 * (double)gw[k];
            }
        }
        if (!(r.loss < 0.15 * first && r.correct == r.counted && r.counted == N - 1)) {
            fail_msg("%s: %g -> %g", margin_name((enum margin_kind)kind), first, r.loss);
        }
    }
}

static void samples_hold_all_labels(void **state)
{
    (void)state;
    enum { ALL = 50 };
    int hits[ALL] = {0};
    const int32_t label[] = {7, 49, 7, -1, 0};
    for (uint64_t step = 0; step < 2000; step++) {
        int32_t out[ALL], again[ALL];
        struct rng r = rng_stream(3, RNG_LOSS_CLASSES, step, 0), same = r;
        int64_t n = margin_sample(&r, label, 5, ALL, 12, out);
        assert_int_equal(n, 12);
        assert_int_equal(margin_sample(&same, label, 5, ALL, 12, again), 12);
        assert_memory_equal(out, again, 12 * sizeof *out);
        for (int i = 0; i < 12; i++) {
            assert_true(out[i] >= 0 && out[i] < ALL && (i == 0 || out[i] > out[i - 1]));
            hits[out[i]]++;
        }
    }
    for (int c = 0; c < ALL; c++) { /* 9 others of 47: 383 +- 18 */
        int want = c == 7 || c == 49 || c == 0 ? 2000 : 383;
        if (abs(hits[c] - want) > (want == 2000 ? 0 : 80)) {
            fail_msg("class %d: %d times of 2000", c, hits[c]);
        }
    }
    int32_t out[ALL];
    struct rng r = rng_stream(3, RNG_LOSS_CLASSES, 0, 0);
    assert_int_equal(margin_sample(&r, label, 5, ALL, 2, out), 3); /* the labels are more */
    assert_int_equal(margin_sample(&r, label, 5, ALL, 1000, out), ALL);
    assert_true(out[0] == 0 && out[ALL - 1] == ALL - 1);
}

/* Wang et al. 2018: with s at that bound and orthogonal-as-can-be weights, p of a perfect embedding is what was asked. */
static void least_scale(void **state)
{
    (void)state;
    enum { C = 4 };
    double s = margin_least_scale(C, 0.9);
    double p = 1 / (1 + (C - 1) * exp(s * (-1.0 / (C - 1) - 1)));
    assert_true(fabs(p - 0.9) < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_are_those_of_differences),
        cmocka_unit_test(gradients_with_some_classes_only),
        cmocka_unit_test(values_by_hand),
        cmocka_unit_test(pulls_towards_the_own_class_at_every_angle),
        cmocka_unit_test(falls_monotonically_behind_pi),
        cmocka_unit_test(limits),
        cmocka_unit_test(all_sampled_is_none_sampled),
        cmocka_unit_test(extremes_stay_finite),
        cmocka_unit_test(no_labels_no_loss),
        cmocka_unit_test(descends),
        cmocka_unit_test(samples_hold_all_labels),
        cmocka_unit_test(least_scale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
