// SPDX-License-Identifier: MIT
#include "net/crew.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/simd.h"

extern void omp_set_num_threads(int n); /* of the calling thread's own teams */

enum { MAX_WORKERS = 256 };

struct worker {
    struct crew *crew;
    int number;
    pthread_t thread;
    struct params *params;
};

struct crew {
    int n, all, first;
    struct ranks *ranks;
    struct worker *worker;
    pthread_mutex_t lock;
    pthread_cond_t start, done;
    uint64_t round;   /* of the task that is there */
    int busy;         /* workers that have not finished it */
    int quit;
    crew_fn *f;
    void *ctx;
};

static void *work(void *arg)
{
    struct worker *w = arg;
    struct crew *c = w->crew;
    uint64_t round = 0;
    omp_set_num_threads(1);
    pthread_mutex_lock(&c->lock);
    for (;;) {
        while (!c->quit && c->round == round) {
            pthread_cond_wait(&c->start, &c->lock);
        }
        if (c->quit) {
            break;
        }
        round = c->round;
        pthread_mutex_unlock(&c->lock);
        c->f(c->ctx, w->number);
        pthread_mutex_lock(&c->lock);
        if (!--c->busy) {
            pthread_cond_signal(&c->done);
        }
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

/* Where this crew's workers stand among those of all. */
static void number_through(struct crew *c)
{
    int ranks = ranks_count(c->ranks), me = ranks_number(c->ranks);
    double *of = calloc((size_t)ranks, sizeof *of);
    if (!of) {
        BUG("out of memory");
    }
    of[me] = c->n;
    ranks_sum_double(c->ranks, of, (size_t)ranks);
    for (int i = 0; i < ranks; i++) {
        c->first += i < me ? (int)of[i] : 0;
        c->all += (int)of[i];
    }
    free(of);
}

struct crew *crew_new(int workers)
{
    return crew_among(NULL, workers);
}

struct crew *crew_among(struct ranks *r, int workers)
{
    struct crew *c = calloc(1, sizeof *c);
    workers = workers > 0 ? workers : ranks_cores(r);
    workers = workers > MAX_WORKERS ? MAX_WORKERS : workers;
    struct worker *w = calloc((size_t)workers, sizeof *w);
    if (!c || !w) {
        BUG("out of memory");
    }
    c->n = workers;
    c->worker = w;
    c->ranks = r;
    number_through(c);
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->start, NULL);
    pthread_cond_init(&c->done, NULL);
    for (int i = 0; i < workers; i++) {
        w[i] = (struct worker){.crew = c, .number = i, .params = params_new()};
        if (pthread_create(&w[i].thread, NULL, work, &w[i])) {
            BUG("cannot start thread %d of %d", i + 1, workers);
        }
    }
    return c;
}

void crew_free(struct crew *c)
{
    if (!c) {
        return;
    }
    pthread_mutex_lock(&c->lock);
    c->quit = 1;
    pthread_cond_broadcast(&c->start);
    pthread_mutex_unlock(&c->lock);
    for (int i = 0; i < c->n; i++) {
        pthread_join(c->worker[i].thread, NULL);
        params_free(c->worker[i].params);
    }
    pthread_mutex_destroy(&c->lock);
    pthread_cond_destroy(&c->start);
    pthread_cond_destroy(&c->done);
    free(c->worker);
    free(c);
}

int crew_size(const struct crew *c)
{
    return c->n;
}

int crew_all(const struct crew *c)
{
    return c->all;
}

int crew_first(const struct crew *c)
{
    return c->first;
}

struct ranks *crew_ranks(const struct crew *c)
{
    return c->ranks;
}

struct params *crew_params(struct crew *c, int worker)
{
    return c->worker[worker].params;
}

void crew_run(struct crew *c, crew_fn *f, void *ctx)
{
    pthread_mutex_lock(&c->lock);
    c->f = f;
    c->ctx = ctx;
    c->busy = c->n;
    c->round++;
    pthread_cond_broadcast(&c->start);
    while (c->busy) {
        pthread_cond_wait(&c->done, &c->lock);
    }
    pthread_mutex_unlock(&c->lock);
}

/* --- parts: a loop over many numbers, by all workers ------------------------------------------------------- */

enum { PART_FLOATS = 1 << 15 };

struct parts {
    crew_fn *f;
    void *ctx;
    int n, step;
};

static void every_other(void *ctx, int worker)
{
    const struct parts *p = ctx;
    for (int i = worker; i < p->n; i += p->step) {
        p->f(p->ctx, i);
    }
}

void crew_parts(void *crew, crew_fn *f, void *ctx, int parts)
{
    struct crew *c = crew;
    crew_run(c, every_other, &(struct parts){f, ctx, parts, c->n});
}

static int parts_of(size_t n)
{
    return (int)((n + PART_FLOATS - 1) / PART_FLOATS);
}

static size_t part_floats(size_t n, int i)
{
    size_t rest = n - (size_t)i * PART_FLOATS;
    return rest < PART_FLOATS ? rest : PART_FLOATS;
}

/* All workers' values, or gradients; they are equally many. */
static float *block_of(struct crew *c, int w, bool gradients, size_t *n)
{
    size_t first;
    params_block(crew_params(c, 0), &first);
    float *v = (gradients ? params_grads : params_block)(crew_params(c, w), n);
    if (*n != first) {
        BUG("workers' models differ: %zu and %zu numbers", first, *n);
    }
    return v;
}

VEC static void add_to(float *restrict to, const float *restrict from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        to[i] += from[i];
    }
}

VEC static void scale_by(float *v, float by, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        v[i] *= by;
    }
}

static void scale_part(void *ctx, int i)
{
    struct crew *c = ctx;
    size_t n;
    float *g = block_of(c, 0, true, &n) + (size_t)i * PART_FLOATS;
    scale_by(g, 1.0f / (float)c->all, part_floats(n, i));
}

/* Sums; alone the mean at once, while the numbers are in the cache. */
static void average_part(void *ctx, int i)
{
    struct crew *c = ctx;
    size_t n, at = (size_t)i * PART_FLOATS;
    float *g = block_of(c, 0, true, &n) + at;
    size_t count = part_floats(n, i);
    for (int w = 1; w < c->n; w++) {
        float *other = block_of(c, w, true, &n) + at;
        add_to(g, other, count);
        memset(other, 0, count * sizeof *other);
    }
    if (c->all == c->n) {
        scale_part(c, i);
    }
}

static void spread_part(void *ctx, int i)
{
    struct crew *c = ctx;
    size_t n, at = (size_t)i * PART_FLOATS;
    const float *from = block_of(c, 0, false, &n) + at;
    for (int w = 1; w < c->n; w++) {
        memcpy(block_of(c, w, false, &n) + at, from, part_floats(n, i) * sizeof *from);
    }
}

static void average_gradients(struct crew *c)
{
    size_t n = 0;
    float *g = NULL;
    for (int w = c->n - 1; w >= 0; w--) {
        g = block_of(c, w, true, &n); /* there before threads ask for it */
    }
    if (c->all > 1) {
        crew_parts(c, average_part, c, parts_of(n));
    }
    if (c->all > c->n) {
        ranks_sum(c->ranks, g, n);
        crew_parts(c, scale_part, c, parts_of(n));
    }
}

/* Sums of this process's states, one row after the other. */
static float *sum_states(struct crew *c, size_t *count)
{
    struct params *master = crew_params(c, 0);
    size_t n, at = 0;
    params_block(master, &n);
    float *sum = malloc(n * sizeof *sum + 1);
    if (!sum) {
        BUG("out of memory");
    }
    for (int p = 0; p < (int)params_count(master); p++) {
        size_t of = params_row(master, p)->state ? params_row(master, p)->count : 0;
        memcpy(sum + at, params_data(master, p), of * sizeof *sum);
        for (int w = 1; w < c->n; w++) {
            const float *other = params_data(crew_params(c, w), p);
            add_to(sum + at, other, of);
        }
        at += of;
    }
    *count = at;
    return sum;
}

static void average_states(struct crew *c)
{
    struct params *master = crew_params(c, 0);
    size_t n, at = 0;
    float *sum = sum_states(c, &n), share = 1.0f / (float)c->all;
    ranks_sum(c->ranks, sum, n);
    for (size_t p = 0; p < params_count(master); p++) {
        const struct param_row *r = params_row(master, (int)p);
        for (size_t i = 0; r->state && i < r->count; i++) {
            params_data(master, (int)p)[i] = sum[at++] * share;
        }
    }
    free(sum);
}

void crew_average(struct crew *c)
{
    average_gradients(c);
    average_states(c);
}

void crew_spread(struct crew *c)
{
    size_t n;
    params_block(crew_params(c, 0), &n);
    crew_parts(c, spread_part, c, parts_of(n));
    for (int w = 1; w < c->n; w++) {
        params_changed(crew_params(c, w));
    }
}
