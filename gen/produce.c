// SPDX-License-Identifier: MIT
#include "produce.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>

enum { RUN_MAX = 16, RUNS_PER_JOB = 3, MAX_JOBS = 256 };

enum slot_state { SLOT_FREE, SLOT_TAKEN, SLOT_READY };

/* One run of samples on its way from a worker to delivery. */
struct slot {
    enum slot_state state;
    struct made made[RUN_MAX];
    unsigned n;        /* samples that are good */
    enum st st;        /* why sample n was not made */
    struct err err;
};

struct belt {
    const struct production *p;
    unsigned run;             /* samples in one */
    pthread_mutex_t lock;
    pthread_cond_t room;      /* a slot became free, or everything ends */
    struct slot *slot;
    size_t n_slots;
    uint64_t n_runs, next_run; /* to be taken */
    uint64_t due;              /* run to be delivered next */
    bool delivering, end;
    enum st st;
    struct err err;
};

static bool stopped(const struct belt *l)
{
    return l->p->stop && *l->p->stop;
}

static unsigned run_size(const struct belt *l, uint64_t run)
{
    uint64_t left = l->p->count - run * l->run;
    return left < l->run ? (unsigned)left : l->run;
}

static void make_run(const struct belt *l, struct worker *w, struct slot *s, uint64_t run)
{
    unsigned size = run_size(l, run);
    s->st = ST_OK;
    s->err = (struct err){0};
    for (s->n = 0; s->n < size; s->n++) {
        if (stopped(l)) {
            s->st = err_set(&s->err, ST_STOPPED, "stopped");
            return;
        }
        uint64_t index = l->p->first + run * l->run + s->n;
        s->st = sample_make(w, l->p->seed, index, &s->made[s->n], &s->err);
        if (s->st) {
            err_wrap(&s->err, s->st, "sample %llu: ", (unsigned long long)index);
            return;
        }
    }
}

/* With the lock held: deliver what is due. The lock is dropped while the caller's function runs. */
static void deliver_due(struct belt *l)
{
    while (!l->delivering && !l->end) {
        struct slot *s = &l->slot[l->due % l->n_slots];
        if (s->state != SLOT_READY) {
            return;
        }
        uint64_t first = l->p->first + l->due * l->run;
        l->delivering = true;
        pthread_mutex_unlock(&l->lock);
        enum st st = ST_OK;
        struct err err = {0};
        for (unsigned i = 0; i < s->n && !st; i++) {
            st = l->p->deliver(l->p->ctx, first + i, &s->made[i], &err);
        }
        if (!st) {
            st = s->st;
            err = s->err;
        }
        pthread_mutex_lock(&l->lock);
        l->delivering = false;
        s->state = SLOT_FREE;
        l->due++;
        if (st) {
            l->st = st;
            l->err = err;
        }
        l->end = st || l->due == l->n_runs;
        pthread_cond_broadcast(&l->room);
    }
}

static void *work(void *arg)
{
    struct belt *l = arg;
    struct worker *w = worker_new(l->p->generator);
    pthread_mutex_lock(&l->lock);
    for (;;) {
        while (!l->end && l->next_run < l->n_runs &&
               l->slot[l->next_run % l->n_slots].state != SLOT_FREE) {
            pthread_cond_wait(&l->room, &l->lock);
        }
        if (l->end || l->next_run == l->n_runs) {
            break;
        }
        uint64_t run = l->next_run++;
        struct slot *s = &l->slot[run % l->n_slots];
        s->state = SLOT_TAKEN;
        pthread_mutex_unlock(&l->lock);
        make_run(l, w, s, run);
        pthread_mutex_lock(&l->lock);
        s->state = SLOT_READY;
        deliver_due(l);
    }
    pthread_mutex_unlock(&l->lock);
    worker_free(w);
    return NULL;
}

unsigned produce_cores(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    int n = sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);
    return n < 1 ? 1 : (unsigned)n;
}

enum st produce(const struct production *p, struct err *e)
{
    if (!p->count) {
        return ST_OK;
    }
    unsigned jobs = p->jobs ? p->jobs : produce_cores();
    jobs = jobs > MAX_JOBS ? MAX_JOBS : jobs;
    struct belt l = {.p = p, .run = p->run && p->run < RUN_MAX ? p->run : RUN_MAX, .n_slots = (size_t)jobs * RUNS_PER_JOB};
    l.n_runs = (p->count + l.run - 1) / l.run;
    pthread_t *thread = calloc(jobs, sizeof *thread);
    l.slot = calloc(l.n_slots, sizeof *l.slot);
    if (!thread || !l.slot) {
        BUG("out of memory for %u jobs", jobs);
    }
    pthread_mutex_init(&l.lock, NULL);
    pthread_cond_init(&l.room, NULL);
    unsigned started = 0;
    while (started + 1 < jobs && !pthread_create(&thread[started], NULL, work, &l)) {
        started++;
    }
    work(&l); /* this thread is one of the jobs */
    for (unsigned i = 0; i < started; i++) {
        pthread_join(thread[i], NULL);
    }
    pthread_cond_destroy(&l.room);
    pthread_mutex_destroy(&l.lock);
    for (size_t i = 0; i < l.n_slots; i++) {
        for (int k = 0; k < RUN_MAX; k++) {
            made_release(&l.slot[i].made[k]);
        }
    }
    free(l.slot);
    free(thread);
    return l.st ? err_set(e, l.st, "%s", l.err.msg) : ST_OK;
}
