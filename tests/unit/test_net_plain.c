// SPDX-License-Identifier: MIT
/* Every operation of the plain backend: its gradient against central differences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "net_cases.h"
#include "net_count.h"

enum { MAX = 1000 };

struct probe {
    struct net *n;
    struct params *p;
    int x, y;
    int64_t n_in, n_out;
    float weight[MAX]; /* the loss is the sum of weight times output */
};

static double loss(struct probe *p)
{
    double sum = 0;
    net_forward(p->n);
    const float *y = net_host(p->n, p->y);
    for (int64_t i = 0; i < p->n_out; i++) {
        sum += (double)p->weight[i] * (double)y[i];
    }
    return sum;
}

static void begin(struct probe *p, const struct net_case *c)
{
    struct rng r = rng_stream(5, 1, 0, 0);
    struct err e = {0};
    *p = (struct probe){.p = params_new()};
    p->n = net_new(p->p, &(struct net_options){.backend = NET_PLAIN, .train = true, .seed = 3});
    p->x = c->input(p->n);
    p->y = c->make(p->n, p->x);
    net_output(p->n, p->y);
    params_init(p->p, 7);
    assert_int_equal(net_build(p->n, &e), ST_OK);
    p->n_in = count_of(p->n, p->x);
    p->n_out = count_of(p->n, p->y);
    assert_true(p->n_out <= MAX && p->n_in <= MAX);
    for (int64_t i = 0; i < p->n_in; i++) {
        net_host(p->n, p->x)[i] = (float)rng_normal(&r);
    }
    for (int64_t i = 0; i < p->n_out; i++) {
        p->weight[i] = (float)rng_uniform(&r, -1, 1);
    }
    for (size_t k = 0; k < params_count(p->p); k++) { /* scales of 1 and biases of 0 would hide mistakes */
        for (size_t i = 0; i < params_row(p->p, (int)k)->count; i++) {
            params_data(p->p, (int)k)[i] += (float)rng_uniform(&r, -0.2, 0.2);
        }
    }
}

static void end(struct probe *p)
{
    net_free(p->n);
    params_free(p->p);
}

/* Central differences with two steps; where they disagree there is a kink between (relu, max): NAN. */
static double slope(struct probe *p, float *at)
{
    double d[2];
    float was = *at;
    for (int k = 0; k < 2; k++) {
        float eps = k ? 1e-3f : 4e-3f;
        *at = was + eps;
        double step = (double)*at, up = loss(p);
        *at = was - eps;
        step -= (double)*at;
        d[k] = (up - loss(p)) / step;
    }
    *at = was;
    return fabs(d[0] - d[1]) > 1e-3 * (1 + fabs(d[0])) ? (double)NAN : d[1];
}

static void check(struct probe *p, const char *name, const char *what, float *at, const float *grad, int64_t n)
{
    int64_t step = n > 60 ? n / 60 : 1, kinks = 0, tried = 0;
    for (int64_t i = 0; i < n; i += step, tried++) {
        double want = slope(p, &at[i]);
        if (isnan(want)) {
            kinks++;
        } else if (!(fabs(want - (double)grad[i]) <= 2e-3 * (1 + fabs(want)))) {
            fail_msg("%s: d/d %s[%d] is %g, by differences %g", name, what, (int)i, (double)grad[i], want);
        }
    }
    assert_true(kinks * 4 <= tried);
}

static void gradients_are_those_of_differences(void **state)
{
    (void)state;
    for (int c = 0; c < NET_CASES; c++) {
        struct probe p;
        size_t n;
        begin(&p, &net_cases[c]);
        loss(&p);
        memcpy(net_host_grad(p.n, p.y), p.weight, (size_t)p.n_out * sizeof *p.weight);
        net_backward(p.n);
        float *grads = params_grads(p.p, &n), *kept = malloc(n * sizeof *kept + 1), dx[MAX];
        memcpy(kept, grads, n * sizeof *kept);
        memcpy(dx, net_host_grad(p.n, p.x), (size_t)p.n_in * sizeof *dx);
        check(&p, net_cases[c].name, "input", net_host(p.n, p.x), dx, p.n_in);
        for (size_t k = 0; k < params_count(p.p); k++) {
            const struct param_row *r = params_row(p.p, (int)k);
            if (!r->state) {
                check(&p, net_cases[c].name, r->name, params_data(p.p, (int)k), kept + r->offset, (int64_t)r->count);
            }
        }
        free(kept);
        end(&p);
    }
}

static void gradients_add_up(void **state)
{
    (void)state;
    struct probe p;
    begin(&p, &net_cases[0]);
    loss(&p);
    memcpy(net_host_grad(p.n, p.y), p.weight, (size_t)p.n_out * sizeof *p.weight);
    net_backward(p.n);
    float once = params_grad(p.p, 0)[0];
    net_backward(p.n);
    assert_true(fabsf(params_grad(p.p, 0)[0] - 2 * once) < 1e-5f);
    end(&p);
}

/* Without training batch norm uses what it has seen, and dropout does nothing. */
static void inference_uses_running_averages(void **state)
{
    (void)state;
    struct params *p = params_new();
    struct err e = {0};
    struct net *train = net_new(p, &(struct net_options){.backend = NET_PLAIN, .train = true});
    struct net *use = net_new(p, &(struct net_options){.backend = NET_PLAIN});
    int x = net_input(train, 4, (int64_t[]){2, 1, 1, 2}), y = net_batchnorm(train, x, "a", false);
    net_output(train, y);
    int u = net_input(use, 4, (int64_t[]){1, 1, 1, 1}), v = net_dropout(use, net_batchnorm(use, u, "a", false), 0.9);
    net_output(use, v);
    params_init(p, 1);
    assert_int_equal(net_build(train, &e) || net_build(use, &e), ST_OK);
    const float in[4] = {1, 3, 5, 7}; /* mean 4, variance 5, unbiased 20/3 */
    memcpy(net_host(train, x), in, sizeof in);
    net_forward(train);
    assert_true(fabs((double)params_data(p, params_find(p, "a.mean"))[0] - 0.4) < 1e-6);
    assert_true(fabs((double)params_data(p, params_find(p, "a.variance"))[0] - (0.9 + 0.1 * 20 / 3)) < 1e-6);
    for (int k = 0; k < 400; k++) {
        net_forward(train);
    }
    net_host(use, u)[0] = 7;
    net_forward(use);
    assert_true(fabs((double)net_host(use, v)[0] - 3 / sqrt(20.0 / 3 + 1e-5)) < 1e-4);
    net_free(train);
    net_free(use);
    params_free(p);
}

static void a_step_changes_what_is_dropped(void **state)
{
    (void)state;
    struct params *p = params_new();
    struct err e = {0};
    struct net *n = net_new(p, &(struct net_options){.backend = NET_PLAIN, .train = true, .seed = 1});
    int x = net_input(n, 2, (int64_t[]){100, 10}), y = net_dropout(n, x, 0.4);
    float first[1000];
    net_output(n, y);
    assert_int_equal(net_build(n, &e), ST_OK);
    for (int i = 0; i < 1000; i++) {
        net_host(n, x)[i] = 1;
    }
    int zeros = 0, same = 0;
    net_forward(n);
    memcpy(first, net_host(n, y), sizeof first);
    net_step(n, 1);
    net_forward(n);
    for (int i = 0; i < 1000; i++) {
        zeros += first[i] == 0;
        same += first[i] == net_host(n, y)[i];
        assert_true(first[i] == 0 || fabs((double)first[i] - 1 / 0.6) < 1e-6);
    }
    assert_true(zeros > 340 && zeros < 460);
    assert_true(same < 600); /* 0.36 + 0.16 = 52 % by chance */
    net_free(n);
    params_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_are_those_of_differences),
        cmocka_unit_test(gradients_add_up),
        cmocka_unit_test(inference_uses_running_averages),
        cmocka_unit_test(a_step_changes_what_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
