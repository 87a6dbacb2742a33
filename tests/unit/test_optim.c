// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "net/checkpoint.h"
#include "net/crew.h"
#include "net/optim.h"

static struct params *three(void)
{
    struct params *p = params_new();
    params_add(p, "w", 2, (int64_t[]){1, 2}, INIT_ONE, 1);
    params_add(p, "b", 1, (int64_t[]){1}, INIT_ONE, 1);
    params_add_state(p, "mean", 1, INIT_ZERO);
    params_init(p, 1);
    return p;
}

static void set_grad(struct params *p, float w0, float w1, float b)
{
    params_grad(p, 0)[0] = w0;
    params_grad(p, 0)[1] = w1;
    params_grad(p, 1)[0] = b;
}

/* Two steps of AdamW by hand, with the paper's formulas. */
static void adamw_is_the_papers(void **state)
{
    (void)state;
    struct params *p = three();
    struct optim *o = optim_new(p, &(struct optim_options){.rate = 0.1, .beta1 = 0.9, .beta2 = 0.99, .decay = 0.2});
    double w = 1, b = 1, mw = 0, vw = 0, mb = 0, vb = 0;
    for (int t = 1; t <= 2; t++) {
        double g = t == 1 ? 0.5 : -1, h = 2;
        set_grad(p, (float)g, 0, (float)h);
        assert_int_equal(optim_step(o), 1);
        mw = 0.9 * mw + 0.1 * g;
        vw = 0.99 * vw + 0.01 * g * g;
        mb = 0.9 * mb + 0.1 * h;
        vb = 0.99 * vb + 0.01 * h * h;
        double c1 = 1 - pow(0.9, t), c2 = 1 - pow(0.99, t);
        w -= 0.1 * (mw / c1 / (sqrt(vw / c2) + 1e-8) + 0.2 * w);
        b -= 0.1 * (mb / c1 / (sqrt(vb / c2) + 1e-8)); /* biases do not decay */
        assert_true(fabs((double)params_data(p, 0)[0] - w) < 1e-6);
        assert_true(fabs((double)params_data(p, 1)[0] - b) < 1e-6);
        assert_true(params_grad(p, 0)[0] == 0);
    }
    assert_true(params_data(p, 2)[0] == 0); /* a state is no weight */
    optim_free(o);
    params_free(p);
}

static void nesterov_is_the_papers(void **state)
{
    (void)state;
    struct params *p = three();
    struct optim *o = optim_new(p, &(struct optim_options){.kind = OPTIM_SGD, .rate = 0.1, .beta1 = 0.5});
    set_grad(p, 1, 0, 0);
    optim_step(o); /* m = 1, step 1 + 0.5 */
    assert_true(fabs((double)params_data(p, 0)[0] - (1 - 0.15)) < 1e-6);
    set_grad(p, 1, 0, 0);
    optim_step(o); /* m = 1.5, step 1 + 0.75 */
    assert_true(fabs((double)params_data(p, 0)[0] - (0.85 - 0.175)) < 1e-6);
    optim_free(o);
    params_free(p);
}

static void gradients_are_clipped_by_their_norm(void **state)
{
    (void)state;
    struct params *p = three();
    struct optim *o = optim_new(p, &(struct optim_options){.kind = OPTIM_SGD, .rate = 1, .beta1 = 1e-9, .clip = 1});
    set_grad(p, 3, 4, 0);
    optim_step(o);
    assert_true(fabs(optim_grad_norm(o) - 5) < 1e-6);
    assert_true(fabs((double)params_data(p, 0)[0] - (1 - 0.6)) < 1e-6);
    assert_true(fabs((double)params_data(p, 0)[1] - (1 - 0.8)) < 1e-6);
    optim_free(o);
    params_free(p);
}

static void outliers_and_what_is_not_finite_are_skipped(void **state)
{
    (void)state;
    struct params *p = three();
    struct optim *o = optim_new(p, &(struct optim_options){.rate = 1e-3, .outlier = 10});
    for (int i = 0; i < 30; i++) {
        set_grad(p, 1, 1, 1);
        assert_int_equal(optim_step(o), 1);
    }
    float before = params_data(p, 0)[0];
    set_grad(p, 100, 1, 1);
    assert_int_equal(optim_step(o), 0);
    set_grad(p, NAN, 1, 1);
    assert_int_equal(optim_step(o), 0);
    assert_true(params_data(p, 0)[0] == before);
    assert_int_equal(optim_skipped(o), 2);
    assert_int_equal(optim_steps(o), 32);
    optim_free(o);
    params_free(p);
}

static void schedules(void **state)
{
    (void)state;
    struct params *p = three();
    struct optim *o = optim_new(p, &(struct optim_options){.rate = 1, .warmup = 10, .steps = 110, .schedule = SCHEDULE_COSINE,
                                                           .floor = 0.1});
    assert_true(fabs(optim_rate(o) - 0.1) < 1e-9); /* the first of ten */
    for (int i = 0; i < 60; i++) {
        set_grad(p, 1, 1, 1);
        optim_step(o);
    }
    assert_true(fabs(optim_rate(o) - 0.55) < 1e-9); /* half way down */
    for (int i = 0; i < 60; i++) {
        optim_step(o);
    }
    assert_true(fabs(optim_rate(o) - 0.1) < 1e-9);
    optim_free(o);
    o = optim_new(p, &(struct optim_options){.rate = 1, .schedule = SCHEDULE_PLATEAU, .plateau_patience = 2});
    optim_plateau(o, 5);
    optim_plateau(o, 6);
    assert_true(optim_rate(o) == 1);
    optim_plateau(o, 6);
    assert_true(optim_rate(o) == 0.5);
    optim_plateau(o, 4);
    optim_plateau(o, 4.5);
    assert_true(optim_rate(o) == 0.5);
    optim_free(o);
    params_free(p);
}

static void the_average_follows_and_swaps(void **state)
{
    (void)state;
    struct params *p = three();
    struct optim *o = optim_new(p, &(struct optim_options){.kind = OPTIM_SGD, .rate = 1, .beta1 = 1e-9, .ema = 0.9});
    set_grad(p, 1, 0, 0); /* 1 -> 0; keeps min(0.9, 2 / 11) of the average */
    optim_step(o);
    optim_swap_ema(o);
    assert_true(fabs((double)params_data(p, 0)[0] - 2.0 / 11) < 1e-6);
    optim_swap_ema(o);
    assert_true(fabsf(params_data(p, 0)[0]) < 1e-6f);
    optim_free(o);
    params_free(p);
}

/* Going on from a saved state is the same, bit by bit, as never having stopped. */
static void a_state_goes_on_bit_by_bit(void **state)
{
    (void)state;
    struct optim_options k = {.rate = 0.01, .ema = 0.99, .warmup = 5, .schedule = SCHEDULE_PLATEAU, .outlier = 50};
    struct params *p = three(), *q = three();
    struct optim *o = optim_new(p, &k), *r;
    char path[] = "/tmp/ersatz-optim-XXXXXX";
    struct checkpoint *c = checkpoint_new(), *d;
    struct err e = {0};
    for (int i = 0; i < 7; i++) {
        set_grad(p, (float)i, 1, -1);
        optim_step(o);
        if (i) {
            optim_plateau(o, 3.14159 / (i + 1));
        }
    }
    checkpoint_set_meta(c, "{\"kind\":\"test\"}");
    checkpoint_add_params(c, p, 0);
    optim_save(o, c);
    close(mkstemp(path));
    assert_int_equal(checkpoint_write(c, path, &e), ST_OK);
    assert_int_equal(checkpoint_read(path, &d, &e), ST_OK);
    assert_string_equal(checkpoint_meta(d), "{\"kind\":\"test\"}");
    r = optim_new(q, &k);
    assert_int_equal(checkpoint_load_params(d, q, 0, NULL, &e), ST_OK);
    assert_int_equal(optim_load(r, d, &e), ST_OK);
    for (int i = 0; i < 9; i++) {
        set_grad(p, 0.3f, (float)i, 1);
        set_grad(q, 0.3f, (float)i, 1);
        optim_step(o);
        optim_step(r);
        optim_plateau(o, 1);
        optim_plateau(r, 1);
        assert_true(optim_rate(o) == optim_rate(r));
    }
    size_t n;
    float *x = params_block(p, &n), *y = params_block(q, &n);
    assert_memory_equal(x, y, n * sizeof *x);
    unlink(path);
    checkpoint_free(c);
    checkpoint_free(d);
    optim_free(o);
    optim_free(r);
    params_free(p);
    params_free(q);
}

/* Before any evaluation the best loss is infinite. */
static void a_state_without_an_evaluation_is_whole(void **state)
{
    (void)state;
    struct params *p = three();
    struct optim *o = optim_new(p, &(struct optim_options){.schedule = SCHEDULE_PLATEAU, .plateau_patience = 1});
    struct checkpoint *c = checkpoint_new();
    struct err e = {0};
    optim_save(o, c);
    assert_int_equal(optim_load(o, c, &e), ST_OK);
    optim_plateau(o, 7); /* better than never */
    assert_true(optim_rate(o) == 1e-3);
    checkpoint_free(c);
    optim_free(o);
    params_free(p);
}

static void damaged_checkpoints_are_refused(void **state)
{
    (void)state;
    struct params *p = three();
    struct checkpoint *c = checkpoint_new(), *d = NULL;
    struct buf b = {0};
    struct err e = {0};
    char path[] = "/tmp/ersatz-model-XXXXXX";
    checkpoint_add_params(c, p, 1);
    close(mkstemp(path));
    assert_int_equal(checkpoint_write(c, path, &e), ST_OK);
    assert_int_equal(file_read(path, &b, &e), ST_OK);
    for (size_t i = 0; i < b.len; i++) {
        b.data[i] ^= 0x10;
        assert_int_equal(checkpoint_parse("x", b.data, b.len, &d, NULL), ST_FORMAT);
        b.data[i] ^= 0x10;
        assert_int_equal(checkpoint_parse("x", b.data, i, &d, NULL), ST_FORMAT);
    }
    assert_int_equal(checkpoint_parse("x", b.data, b.len, &d, &e), ST_OK);
    struct params *other = params_new();
    params_add(other, "w", 1, (int64_t[]){3}, INIT_ONE, 1);
    assert_int_equal(checkpoint_load_params(d, other, 0, NULL, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "'w'"));
    size_t taken = 9;
    assert_int_equal(checkpoint_load_params(d, other, 1, &taken, NULL), ST_OK);
    assert_int_equal(taken, 0);
    unlink(path);
    buf_release(&b);
    checkpoint_free(c);
    checkpoint_free(d);
    params_free(p);
    params_free(other);
}

static void worker_grad(void *ctx, int w)
{
    struct crew *c = ctx;
    struct params *p = crew_params(c, w);
    params_grad(p, 0)[0] = (float)(w + 1);
    params_data(p, 1)[0] = (float)(10 * w); /* a running average */
}

static void describe(void *ctx, int w)
{
    params_add(crew_params(ctx, w), "w", 1, (int64_t[]){1}, INIT_ONE, 1);
    params_add_state(crew_params(ctx, w), "s", 1, INIT_ZERO);
}

static void a_crew_averages_and_spreads(void **state)
{
    (void)state;
    struct crew *c = crew_new(3);
    crew_run(c, describe, c);
    params_init(crew_params(c, 0), 1);
    crew_spread(c);
    assert_true(params_data(crew_params(c, 2), 0)[0] == 1);
    for (int round = 0; round < 100; round++) {
        crew_run(c, worker_grad, c);
        crew_average(c);
        assert_true(fabsf(params_grad(crew_params(c, 0), 0)[0] - 2) < 1e-6f); /* (1 + 2 + 3) / 3 */
        assert_true(params_grad(crew_params(c, 1), 0)[0] == 0);
        assert_true(fabsf(params_data(crew_params(c, 0), 1)[0] - 10) < 1e-5f);
        crew_spread(c);
        assert_true(fabsf(params_data(crew_params(c, 1), 1)[0] - 10) < 1e-5f);
    }
    crew_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adamw_is_the_papers),
        cmocka_unit_test(nesterov_is_the_papers),
        cmocka_unit_test(gradients_are_clipped_by_their_norm),
        cmocka_unit_test(outliers_and_what_is_not_finite_are_skipped),
        cmocka_unit_test(schedules),
        cmocka_unit_test(the_average_follows_and_swaps),
        cmocka_unit_test(a_state_goes_on_bit_by_bit),
        cmocka_unit_test(a_state_without_an_evaluation_is_whole),
        cmocka_unit_test(damaged_checkpoints_are_refused),
        cmocka_unit_test(a_crew_averages_and_spreads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
