// SPDX-License-Identifier: MIT
#include "net/optim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/simd.h"
#include "net/checkpoint.h"

struct optim {
    struct params *p;
    struct optim_options o;
    size_t n;          /* floats of a block */
    float *m, *v;      /* first and second moments; SGD: m alone */
    float *ema;        /* or NULL */
    uint64_t step, skipped, taken;
    double norm, norm_average;
    double plateau_rate, plateau_best;
    int plateau_bad;
};

static float *block(size_t n)
{
    float *v = aligned_alloc(64, (n * sizeof *v + 63) / 64 * 64 + 64);
    if (!v) {
        BUG("out of memory");
    }
    memset(v, 0, n * sizeof *v);
    return v;
}

struct optim *optim_new(struct params *p, const struct optim_options *options)
{
    struct optim *o = calloc(1, sizeof *o);
    if (!o) {
        BUG("out of memory");
    }
    struct optim_options *k = &o->o;
    *k = *options;
    k->rate = k->rate > 0 ? k->rate : 1e-3;
    k->beta1 = k->beta1 > 0 ? k->beta1 : 0.9;
    k->beta2 = k->beta2 > 0 ? k->beta2 : 0.98;
    k->eps = k->eps > 0 ? k->eps : 1e-8;
    k->plateau_factor = k->plateau_factor > 0 ? k->plateau_factor : 0.5;
    k->plateau_patience = k->plateau_patience > 0 ? k->plateau_patience : 5;
    o->p = p;
    const float *now = params_block(p, &o->n);
    o->m = block(o->n);
    o->v = k->kind == OPTIM_ADAMW ? block(o->n) : NULL;
    if (k->ema > 0) {
        o->ema = block(o->n);
        memcpy(o->ema, now, o->n * sizeof *now);
    }
    o->plateau_rate = 1;
    o->plateau_best = HUGE_VAL;
    return o;
}

void optim_free(struct optim *o)
{
    if (o) {
        free(o->m);
        free(o->v);
        free(o->ema);
        free(o);
    }
}

/* --- schedule --------------------------------------------------------------------------------------- */

double optim_rate(const struct optim *o)
{
    const struct optim_options *k = &o->o;
    double t = (double)o->step, warm = (double)k->warmup;
    if (o->step < k->warmup) {
        return k->rate * (t + 1) / warm;
    }
    switch (k->schedule) {
    case SCHEDULE_COSINE: {
        double span = (double)k->steps - warm, x = span > 0 ? (t - warm) / span : 1;
        x = x > 1 ? 1 : x;
        return k->rate * (k->floor + (1 - k->floor) * 0.5 * (1 + cos(3.14159265358979323846 * x)));
    }
    case SCHEDULE_PLATEAU:
        return k->rate * o->plateau_rate;
    case SCHEDULE_CONSTANT:
        break;
    }
    return k->rate;
}

void optim_plateau(struct optim *o, double loss)
{
    if (loss < o->plateau_best) {
        o->plateau_best = loss;
        o->plateau_bad = 0;
    } else if (++o->plateau_bad >= o->o.plateau_patience) {
        o->plateau_rate *= o->o.plateau_factor;
        o->plateau_bad = 0;
    }
}

/* --- a step ----------------------------------------------------------------------------------------- */

static double grad_norm(const struct optim *o)
{
    size_t n;
    const float *g = params_grads(o->p, &n);
    double sum = 0;
    for (size_t i = 0; i < params_count(o->p); i++) {
        const struct param_row *r = params_row(o->p, (int)i);
        for (size_t k = 0; !r->state && r->rate > 0 && k < r->count; k++) {
            double x = (double)g[r->offset + k];
            sum += x * x;
        }
    }
    return sqrt(sum);
}

/* w, m, v: n; all of one parameter. */
struct update {
    float rate, beta1, beta2, eps, decay, scale; /* scale: of the gradient */
    float correct1, correct2;                    /* 1 / (1 - beta^t) */
};

VEC static void adamw(float *restrict w, const float *restrict g, float *restrict m, float *restrict v, size_t n,
                      const struct update *u)
{
    const float rate = u->rate, b1 = u->beta1, b2 = u->beta2, eps = u->eps, decay = u->decay, scale = u->scale,
                c1 = u->correct1, c2 = u->correct2;
    for (size_t i = 0; i < n; i++) {
        float x = g[i] * scale;
        m[i] = b1 * m[i] + (1 - b1) * x;
        v[i] = b2 * v[i] + (1 - b2) * x * x;
        w[i] -= rate * (m[i] * c1 / (__builtin_sqrtf(v[i] * c2) + eps) + decay * w[i]);
    }
}

VEC static void nesterov(float *restrict w, const float *restrict g, float *restrict m, size_t n, const struct update *u)
{
    const float rate = u->rate, b1 = u->beta1, decay = u->decay, scale = u->scale;
    for (size_t i = 0; i < n; i++) {
        float x = g[i] * scale + decay * w[i];
        m[i] = b1 * m[i] + x;
        w[i] -= rate * (x + b1 * m[i]);
    }
}

static void update_all(struct optim *o, double scale)
{
    size_t n;
    float *w = params_block(o->p, &n), *g = params_grads(o->p, &n);
    const struct optim_options *k = &o->o;
    double t = (double)o->taken + 1;
    for (size_t i = 0; i < params_count(o->p); i++) {
        const struct param_row *r = params_row(o->p, (int)i);
        if (r->state || r->rate <= 0) {
            continue;
        }
        struct update u = {
            .rate = (float)(optim_rate(o) * (double)r->rate), .beta1 = (float)k->beta1, .beta2 = (float)k->beta2,
            .eps = (float)k->eps, .decay = r->decay ? (float)k->decay : 0, .scale = (float)scale,
            .correct1 = (float)(1 / (1 - pow(k->beta1, t))), .correct2 = (float)(1 / (1 - pow(k->beta2, t))),
        };
        size_t at = r->offset;
        if (k->kind == OPTIM_ADAMW) {
            adamw(w + at, g + at, o->m + at, o->v + at, r->count, &u);
        } else {
            nesterov(w + at, g + at, o->m + at, r->count, &u);
        }
    }
}

static void average(struct optim *o)
{
    size_t n;
    const float *w = params_block(o->p, &n);
    double t = (double)o->taken, d = fmin(o->o.ema, (1 + t) / (10 + t));
    float keep = (float)d;
    for (size_t i = 0; i < n; i++) {
        o->ema[i] += (1 - keep) * (w[i] - o->ema[i]); /* of what stands still, exactly that */
    }
}

int optim_step(struct optim *o)
{
    enum { SETTLE = 20 }; /* steps before the running average of the norm is trusted */
    const struct optim_options *k = &o->o;
    o->norm = grad_norm(o);
    int good = isfinite(o->norm) && !(k->outlier > 0 && o->taken >= SETTLE && o->norm > k->outlier * o->norm_average);
    if (good) {
        o->norm_average = o->taken ? 0.98 * o->norm_average + 0.02 * o->norm : o->norm;
        update_all(o, k->clip > 0 && o->norm > k->clip ? k->clip / o->norm : 1);
        o->taken++;
        if (o->ema) {
            average(o);
        }
        params_changed(o->p);
    } else {
        o->skipped++;
    }
    o->step++;
    size_t n;
    float *g = params_grads(o->p, &n);
    memset(g, 0, n * sizeof *g);
    return good;
}

uint64_t optim_steps(const struct optim *o)
{
    return o->step;
}

uint64_t optim_skipped(const struct optim *o)
{
    return o->skipped;
}

double optim_grad_norm(const struct optim *o)
{
    return o->norm;
}

void optim_swap_ema(struct optim *o)
{
    size_t n;
    float *w = params_block(o->p, &n);
    for (size_t i = 0; o->ema && i < n; i++) {
        float x = w[i];
        w[i] = o->ema[i];
        o->ema[i] = x;
    }
    params_changed(o->p);
}

/* --- checkpoint ------------------------------------------------------------------------------------- */

enum { COUNTERS = 8 };

/* A double as three floats that sum up to it, infinities included. */
static void split_double(double x, float part[3])
{
    for (int i = 0; i < 3; i++) {
        part[i] = (float)x;
        x = isfinite(x) ? x - (double)part[i] : 0;
    }
}

void optim_save(const struct optim *o, struct checkpoint *c)
{
    const double v[COUNTERS] = {(double)o->step,    (double)o->skipped, (double)o->taken, o->norm_average,
                                o->plateau_rate,    o->plateau_best,    o->plateau_bad,   o->norm};
    float part[COUNTERS][3];
    int64_t n = (int64_t)o->n, counters[2] = {COUNTERS, 3};
    for (int i = 0; i < COUNTERS; i++) {
        split_double(v[i], part[i]);
    }
    checkpoint_add(c, "optim.counters", 2, counters, &part[0][0], 0);
    checkpoint_add(c, "optim.m", 1, &n, o->m, 0);
    if (o->v) {
        checkpoint_add(c, "optim.v", 1, &n, o->v, 0);
    }
    if (o->ema) {
        checkpoint_add(c, "optim.ema", 1, &n, o->ema, 0);
    }
}

enum st optim_load(struct optim *o, const struct checkpoint *c, struct err *e)
{
    const struct {
        const char *name;
        float *to;
    } blocks[] = {{"optim.m", o->m}, {"optim.v", o->v}, {"optim.ema", o->ema}};
    size_t count;
    const float *part = checkpoint_find(c, "optim.counters", &count);
    if (!part || count != COUNTERS * 3) {
        return err_set(e, ST_FORMAT, "no state of training in the checkpoint");
    }
    double v[COUNTERS];
    for (int i = 0; i < COUNTERS; i++) {
        v[i] = (double)part[3 * i] + (double)part[3 * i + 1] + (double)part[3 * i + 2];
    }
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        const float *from = checkpoint_find(c, blocks[i].name, &count);
        if (blocks[i].to && (!from || count != o->n)) {
            return err_set(e, ST_FORMAT, "the checkpoint's '%s' does not fit this model", blocks[i].name);
        }
        if (blocks[i].to) {
            memcpy(blocks[i].to, from, count * sizeof *from);
        }
    }
    o->step = (uint64_t)v[0];
    o->skipped = (uint64_t)v[1];
    o->taken = (uint64_t)v[2];
    o->norm_average = v[3];
    o->plateau_rate = v[4];
    o->plateau_best = v[5];
    o->plateau_bad = (int)v[6];
    o->norm = v[7];
    return ST_OK;
}
