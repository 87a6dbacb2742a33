// SPDX-License-Identifier: MIT
#include "net/optim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/simd.h"
#include "net/checkpoint.h"

enum { PART_FLOATS = 1 << 16 };

/* Steps go in parts of parameters, so that several threads can make one; which of them makes which changes nothing. */
struct part {
    int row;
    size_t from, count; /* in the block */
    double squares;     /* of its gradients */
};

struct optim {
    struct params *p;
    struct part *part;
    int n_parts;
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

static void find_parts(struct optim *o)
{
    o->part = malloc((o->n / PART_FLOATS + params_count(o->p) + 1) * sizeof *o->part);
    if (!o->part) {
        BUG("out of memory");
    }
    for (int i = 0; i < (int)params_count(o->p); i++) {
        const struct param_row *r = params_row(o->p, i);
        for (size_t k = 0; k < r->count; k += PART_FLOATS) {
            size_t rest = r->count - k;
            o->part[o->n_parts++] = (struct part){
                .row = i, .from = r->offset + k, .count = rest < PART_FLOATS ? rest : PART_FLOATS};
        }
    }
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
    find_parts(o);
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
        free(o->part);
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

static bool learns(const struct param_row *r)
{
    return !r->state && r->rate > 0;
}

/* Eight sums, so that the order of additions is the same at any vector width. */
VEC static double squares(const float *g, size_t n)
{
    double sum[8] = {0};
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        for (int k = 0; k < 8; k++) {
            double x = (double)g[i + (size_t)k];
            sum[k] += x * x;
        }
    }
    for (; i < n; i++) {
        sum[0] += (double)g[i] * (double)g[i];
    }
    return ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
}

static void square_part(void *ctx, int i)
{
    struct optim *o = ctx;
    struct part *p = &o->part[i];
    size_t n;
    p->squares = learns(params_row(o->p, p->row)) ? squares(params_grads(o->p, &n) + p->from, p->count) : 0;
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

/* What a step is like for all parameters. */
struct step {
    struct optim *o;
    bool good; /* or only clear the gradients */
    struct update all;
    float keep; /* of the running average */
};

static struct step step_of(struct optim *o, bool good, double scale)
{
    const struct optim_options *k = &o->o;
    double t = (double)o->taken + 1;
    return (struct step){
        .o = o,
        .good = good,
        .all = {.rate = (float)optim_rate(o), .beta1 = (float)k->beta1, .beta2 = (float)k->beta2, .eps = (float)k->eps,
                .scale = (float)scale, .correct1 = (float)(1 / (1 - pow(k->beta1, t))),
                .correct2 = (float)(1 / (1 - pow(k->beta2, t)))},
        .keep = (float)fmin(k->ema, (1 + t) / (10 + t)),
    };
}

VEC static void average(float *restrict mean, const float *restrict w, size_t n, float keep)
{
    for (size_t i = 0; i < n; i++) {
        mean[i] += (1 - keep) * (w[i] - mean[i]); /* of what stands still, exactly that */
    }
}

static void update_part(void *ctx, int i)
{
    const struct step *s = ctx;
    struct optim *o = s->o;
    const struct part *p = &o->part[i];
    const struct param_row *r = params_row(o->p, p->row);
    struct update u = s->all;
    size_t n, at = p->from;
    float *w = params_block(o->p, &n) + at, *g = params_grads(o->p, &n) + at;
    u.rate = (float)(optim_rate(o) * (double)r->rate);
    u.decay = r->decay ? (float)o->o.decay : 0;
    if (s->good && learns(r) && o->v) {
        adamw(w, g, o->m + at, o->v + at, p->count, &u);
    } else if (s->good && learns(r)) {
        nesterov(w, g, o->m + at, p->count, &u);
    }
    if (s->good && o->ema) {
        average(o->ema + at, w, p->count, s->keep);
    }
    memset(g, 0, p->count * sizeof *g);
}

static double grad_norm(struct optim *o, optim_share_fn *share, void *who)
{
    double sum = 0;
    share(who, square_part, o, o->n_parts);
    for (int i = 0; i < o->n_parts; i++) {
        sum += o->part[i].squares;
    }
    return sqrt(sum);
}

int optim_step_shared(struct optim *o, optim_share_fn *share, void *who)
{
    enum { SETTLE = 20 }; /* steps before the running average of the norm is trusted */
    const struct optim_options *k = &o->o;
    o->norm = grad_norm(o, share, who);
    int good = isfinite(o->norm) && !(k->outlier > 0 && o->taken >= SETTLE && o->norm > k->outlier * o->norm_average);
    struct step s = step_of(o, good, k->clip > 0 && o->norm > k->clip ? k->clip / o->norm : 1);
    share(who, update_part, &s, o->n_parts);
    if (good) {
        o->norm_average = o->taken ? 0.98 * o->norm_average + 0.02 * o->norm : o->norm;
        o->taken++;
        params_changed(o->p);
    } else {
        o->skipped++;
    }
    o->step++;
    return good;
}

static void alone(void *who, optim_part_fn *f, void *ctx, int parts)
{
    (void)who;
    for (int i = 0; i < parts; i++) {
        f(ctx, i);
    }
}

int optim_step(struct optim *o)
{
    return optim_step_shared(o, alone, NULL);
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
