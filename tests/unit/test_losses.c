// SPDX-License-Identifier: MIT
/* Centre loss, distillation, extra heads, and the products of matrices under them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "loss/centre.h"
#include "loss/distill.h"
#include "loss/extra_heads.h"
#include "loss/products.h"

#define PI 3.14159265358979323846

static void fill(uint64_t seed, float *x, size_t n)
{
    struct rng r = rng_stream(seed, 1, 0, 0);
    for (size_t i = 0; i < n; i++) {
        x[i] = (float)rng_uniform(&r, -1.5, 1.5);
    }
}

static void hold(const char *what, size_t k, double got, double want, double tolerance)
{
    if (!(fabs(got - want) <= tolerance * (1 + fabs(want)))) {
        fail_msg("%s[%zu] = %.8g, wanted %.8g", what, k, got, want);
    }
}

/* --- products ---------------------------------------------------------------------------------------------------- */

/* All remainders of the tile, plain and transposed. */
static void products_are_sums_of_products(void **state)
{
    (void)state;
    static float a[9 * 9], b[9 * 70], out[9 * 70], bt[70 * 9], back[9 * 70];
    fill(1, a, sizeof a / sizeof *a);
    fill(2, b, sizeof b / sizeof *b);
    for (int64_t n = 1; n <= 9; n += 2) {
        for (int64_t m = 1; m <= 70; m += 23) {
            for (int64_t k = 1; k <= 9; k += 4) {
                for (int turned = 0; turned < 2; turned++) {
                    for (int64_t i = 0; i < n * m; i++) {
                        out[i] = 1;
                    }
                    products_add(n, m, k, a, turned ? 1 : k, turned ? n : 1, b, out);
                    for (int64_t i = 0; i < n * m; i++) {
                        double want = 1;
                        for (int64_t l = 0; l < k; l++) {
                            want += (double)a[turned ? l * n + i / m : i / m * k + l] *
                                    (double)b[l * m + i % m];
                        }
                        hold("product", (size_t)i, (double)out[i], want, 1e-6);
                    }
                }
            }
        }
    }
    products_transpose(b, 9, 70, bt);
    products_transpose(bt, 70, 9, back);
    assert_memory_equal(b, back, sizeof b);
    assert_true(bt[3 * 9 + 2] == b[2 * 70 + 3]);
}

static void units_have_length_one_or_zero(void **state)
{
    (void)state;
    float x[3 * 2] = {3, 4, 0, 0, 1e-13f, 0}, u[6];
    double inverse[3];
    products_unit(x, 3, 2, u, inverse);
    hold("unit", 0, (double)u[0], 0.6, 1e-7);
    hold("unit", 1, (double)u[1], 0.8, 1e-7);
    assert_true(inverse[0] == 0.2 && inverse[1] == 0 && inverse[2] == 0 && u[2] == 0 && u[4] == 0);
}

/* --- centre loss -------------------------------------------------------------------------------------------------- */

static void centre_by_hand(void **state)
{
    (void)state;
    /* class 1 twice, class 0 once, one without a label */
    float x[8] = {1, 2, 3, 2, 0, 1, 100, 100}, c[6] = {0, 0, 1, 1, 7, 7}, gx[8] = {0};
    int32_t label[4] = {1, 1, 0, -1};
    struct centre_batch b = {.x = x,
                             .n = 4,
                             .dims = 2,
                             .label = label,
                             .centre = c,
                             .classes = 3,
                             .factor = 3,
                             .gx = gx};
    hold("loss", 0, centre_loss(&b), ((0 + 1) + (4 + 1) + (0 + 1)) / 6.0, 1e-7);
    const float want[8] = {0, 1, 2, 1, 0, 1, 0, 0}; /* (x - c) times 3 over 3 rows */
    for (size_t k = 0; k < 8; k++) {
        hold("gx", k, (double)gx[k], (double)want[k], 1e-6);
    }
    centre_move(&b, 0.5, c);
    /* class 1: 1 - 0.5 ((1 - 1) + (1 - 3)) / 3 and 1 - 0.5 ((1 - 2) + (1 - 2)) / 3; class 0: -0.5 (0 - 1) / 2 */
    const double moved[6] = {0, 0.25, 4 / 3.0, 4 / 3.0, 7, 7};
    for (size_t k = 0; k < 6; k++) {
        hold("centre", k, (double)c[k], moved[k], 1e-6);
    }
}

static void centre_gradient_is_that_of_differences(void **state)
{
    (void)state;
    float x[5 * 3], c[4 * 3], gx[15] = {0};
    int32_t label[5] = {3, 0, -1, 3, 1};
    fill(3, x, 15);
    fill(4, c, 12);
    struct centre_batch b = {.x = x,
                             .n = 5,
                             .dims = 3,
                             .label = label,
                             .centre = c,
                             .classes = 4,
                             .factor = 1,
                             .gx = gx};
    centre_loss(&b);
    b.gx = NULL;
    for (size_t k = 0; k < 15; k++) {
        const float eps = 0x1p-7f;
        float was = x[k];
        x[k] = was + eps;
        double up = centre_loss(&b);
        x[k] = was - eps;
        double down = centre_loss(&b);
        x[k] = was;
        hold("gx", k, (double)gx[k], (up - down) / (2 * (double)eps), 1e-5);
    }
}

static void centres_come_to_the_means(void **state)
{
    (void)state;
    float x[8] = {1, 2, 3, 4, -1, 0, -3, -2}, c[4] = {0};
    int32_t label[4] = {0, 0, 1, 1};
    struct centre_batch b = {.x = x, .n = 4, .dims = 2, .label = label, .centre = c, .classes = 2};
    for (int i = 0; i < 200; i++) {
        centre_move(&b, 0.5, c);
    }
    const double want[4] = {2, 3, -2, -1};
    for (size_t k = 0; k < 4; k++) {
        hold("centre", k, (double)c[k], want[k], 1e-5);
    }
}

/* --- distillation -------------------------------------------------------------------------------------------------- */

enum { N = 4, DIMS = 5, CLASSES = 6, SCORES = N * CLASSES };

static void score_is_scaled_cosine(void **state)
{
    (void)state;
    float x[4] = {2, 2, 0, 0}, w[4] = {0, 5, -1, 0}, out[4];
    distill_scores(x, 2, 2, w, 2, 10, 0.25, out);
    const double want[4] = {10 * (sqrt(0.5) - 0.25), 10 * (-sqrt(0.5) - 0.25), -2.5, -2.5};
    for (size_t k = 0; k < 4; k++) {
        hold("score", k, (double)out[k], want[k], 1e-6);
    }
}

/* Cross-entropy less the entropy, as written in the header. */
static double plain_bce(const double *was, const double *is)
{
    double sum = 0;
    for (int i = 0; i < SCORES; i++) {
        double p = 1 / (1 + exp(-was[i])), q = 1 / (1 + exp(-is[i]));
        sum += p * log(p / q) + (1 - p) * log((1 - p) / (1 - q));
    }
    return sum / SCORES;
}

static double whole(const float *old_scores, const double *x, const float *w)
{
    double was[SCORES], is[SCORES];
    for (int i = 0; i < SCORES; i++) {
        const double *xi = x + i / CLASSES * DIMS;
        const float *wc = w + i % CLASSES * DIMS;
        double xx = 0, ww = 0, xw = 0;
        for (int k = 0; k < DIMS; k++) {
            xx += xi[k] * xi[k];
            ww += (double)wc[k] * (double)wc[k];
            xw += xi[k] * (double)wc[k];
        }
        was[i] = (double)old_scores[i];
        is[i] = 8 * (xw / sqrt(xx * ww) - 0.1);
    }
    return plain_bce(was, is);
}

static void distilling_gradient_is_that_of_differences(void **state)
{
    (void)state;
    float x[N * DIMS], old_x[N * DIMS], w[CLASSES * DIMS], was[SCORES], is[SCORES], g[SCORES],
        gx[N * DIMS];
    double xd[N * DIMS];
    fill(5, x, N * DIMS);
    fill(6, old_x, N * DIMS);
    fill(7, w, CLASSES * DIMS);
    distill_scores(old_x, N, DIMS, w, CLASSES, 8, 0.1, was);
    distill_scores(x, N, DIMS, w, CLASSES, 8, 0.1, is);
    for (int k = 0; k < N * DIMS; k++) {
        xd[k] = (double)x[k];
        gx[k] = 1;
    }
    hold("loss", 0, distill_bce(was, is, SCORES, g), whole(was, xd, w), 1e-6);
    distill_scores_back(x, N, DIMS, w, CLASSES, 8, g, gx);
    for (int k = 0; k < N * DIMS; k++) {
        const double eps = 1e-5;
        xd[k] += eps;
        double up = whole(was, xd, w);
        xd[k] -= 2 * eps;
        double down = whole(was, xd, w);
        xd[k] += eps;
        hold("gx", (size_t)k, (double)gx[k] - 1, (up - down) / (2 * eps), 2e-6);
    }
}

static void agreement_costs_nothing(void **state)
{
    (void)state;
    const float was[6] = {-800, -3, 0, 1e-3f, 5, 900}, other[6] = {800, 3, 1, -1, -5, -900};
    float g[6], zero[6] = {0};
    assert_true(distill_bce(was, was, 6, g) == 0);
    assert_memory_equal(g, zero, sizeof g);
    double loss = distill_bce(was, other, 6, g);
    assert_true(isfinite(loss) && loss > 1600 / 6.0); /* about |difference| where one is certain */
    assert_true(g[0] > 0 && g[1] > 0 && g[2] > 0 && g[3] < 0 && g[4] < 0 && g[5] < 0);
    hold("g", 0, (double)g[0], 1 / 6.0, 1e-6);
}

static double length(const float *a, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (double)a[i] * (double)a[i];
    }
    return sqrt(sum);
}

static void balance_gives_shares_by_norm(void **state)
{
    (void)state;
    float a[2] = {3, 4}, b[3] = {0, 0, 1};
    distill_balance(a, 2, b, 3, 0.25);
    hold("a", 0, length(a, 2), 4.5, 1e-6);
    hold("b", 0, length(b, 3), 1.5, 1e-6);
    assert_true(a[0] > 0 && fabs((double)(a[0] / a[1]) - 0.75) < 1e-6 &&
                b[2] > 0); /* directions stay */
    float tiny[1] = {1e-6f}, one[1] = {1};
    distill_balance(tiny, 1, one, 1, 0.5);
    hold("tiny", 0, (double)tiny[0], 1e-5, 1e-6);
    hold("one", 0, (double)one[0], 0.5, 1e-5);
    float zero[1] = {0}, two[1] = {2}, bad[1] = {NAN};
    distill_balance(zero, 1, two, 1, 0.5);
    assert_true(two[0] == 2 && zero[0] == 0);
    distill_balance(bad, 1, two, 1, 0.5);
    assert_true(two[0] == 2);
}

/* --- extra heads ---------------------------------------------------------------------------------------------------- */

static void classes_by_hand(void **state)
{
    (void)state;
    float z[9] = {0, 0, 0, 1000, 0, 0, 5, 6, 7}, g[9];
    int32_t label[3] = {2, 1, -1};
    struct head_result r = head_classify(z, 3, 3, label, 3, g);
    hold("loss", 0, r.loss, (log(3) + 1000) / 2, 1e-9);
    assert_true(r.counted == 2 && r.error == 1); /* of equals the first is taken */
    const double want[9] = {0.5, 0.5, -1, 1.5, -1.5, 0, 0, 0, 0};
    for (size_t k = 0; k < 9; k++) {
        hold("g", k, (double)g[k], want[k], 1e-6);
    }
}

static double classify_loss(const float *z, void *g)
{
    const int32_t label[3] = {2, -1, 0};
    return head_classify(z, 3, 4, label, 1, g).loss;
}

static double regress_loss(const float *x, void *g)
{
    const float target[12] = {0, 1, -1, NAN, 2, 0.3f, -2, 0, NAN, NAN, NAN, NAN};
    return head_regress(x, target, 3, 4, 0.5, 1, g).loss;
}

static double angle_loss(const float *x, void *g)
{
    const float target[6] = {0.3f, -3, NAN, 1.5f, 3.1f, 0};
    return head_angle(x, target, 6, 2, 1, g).loss;
}

static void head_gradients_are_those_of_differences(void **state)
{
    (void)state;
    double (*const loss[])(const float *, void *) = {classify_loss, regress_loss, angle_loss};
    for (size_t h = 0; h < 3; h++) {
        float x[12], g[12], unused[12];
        fill(8 + h, x, 12);
        loss[h](x, g);
        for (size_t k = 0; k < 12; k++) {
            const float eps = 0x1p-10f;
            float was = x[k];
            x[k] = was + eps;
            double up = loss[h](x, unused);
            x[k] = was - eps;
            double down = loss[h](x, unused);
            x[k] = was;
            hold("g", 100 * h + k, (double)g[k], (up - down) / (2 * (double)eps), 3e-4);
        }
    }
}

static void regression_by_hand(void **state)
{
    (void)state;
    float x[4] = {1, 5, 9, -3}, target[4] = {1.5f, 2, NAN, 0}, g[4];
    struct head_result r = head_regress(x, target, 2, 2, 1, 6, g);
    hold("loss", 0, r.loss, (0.125 + 2.5 + 2.5) / 3, 1e-7);
    hold("error", 0, r.error, 6.5 / 3, 1e-7);
    assert_true(r.counted == 3 && g[0] == -1 && g[1] == 2 && g[2] == 0 && g[3] == -2);
    float none[2] = {NAN, NAN};
    r = head_regress(x, none, 1, 2, 1, 1, g);
    assert_true(r.loss == 0 && r.counted == 0 && g[0] == 0 && g[1] == 0);
}

static void angles_go_round(void **state)
{
    (void)state;
    float x[4], g[4];
    for (int fold = 1; fold <= 3; fold++) {
        for (int k = -9; k <= 9; k++) {
            double a = k * 0.1;
            x[0] = (float)(5 * sin(fold * a));
            x[1] = (float)(5 * cos(fold * a));
            hold("angle", (size_t)(k + 9), head_angle_rad(x, fold), a, 1e-6);
        }
    }
    /* 179 degrees against -179: two apart; half a turn is the same where the front cannot be told */
    float target[1] = {(float)(-179 * PI / 180)};
    x[0] = (float)sin(179 * PI / 180);
    x[1] = (float)cos(179 * PI / 180);
    hold("round", 0, head_angle(x, target, 1, 1, 1, g).error, 2 * PI / 180, 1e-5);
    target[0] = (float)(PI / 2);
    x[0] = 0;
    x[1] = -1; /* fold 2: angle pi / 2 */
    struct head_result r = head_angle(x, target, 1, 2, 1, g);
    assert_true(r.loss < 1e-12 && r.error < 1e-6);
    target[0] = (float)(-PI / 2);
    assert_true(head_angle(x, target, 1, 2, 1, g).loss < 1e-12);
    x[1] = 0; /* no direction at all: still a gradient */
    head_angle(x, target, 1, 2, 1, g);
    hold("g", 1, (double)g[1], 1, 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_are_sums_of_products),
        cmocka_unit_test(units_have_length_one_or_zero),
        cmocka_unit_test(centre_by_hand),
        cmocka_unit_test(centre_gradient_is_that_of_differences),
        cmocka_unit_test(centres_come_to_the_means),
        cmocka_unit_test(score_is_scaled_cosine),
        cmocka_unit_test(distilling_gradient_is_that_of_differences),
        cmocka_unit_test(agreement_costs_nothing),
        cmocka_unit_test(balance_gives_shares_by_norm),
        cmocka_unit_test(classes_by_hand),
        cmocka_unit_test(head_gradients_are_those_of_differences),
        cmocka_unit_test(regression_by_hand),
        cmocka_unit_test(angles_go_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
