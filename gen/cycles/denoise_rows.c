// SPDX-License-Identifier: MIT
#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "cycles/denoise_rows.h"

enum { BAND_ROWS = 8, MAX_THREADS = 64 };

struct rows_job {
    rows_fn *fn;
    void *self;
    int height_px;
    atomic_int next; /* first row that nobody has */
};

struct rows_worker {
    struct rows_job *job;
    float *scratch;
};

static void *rows_work(void *arg)
{
    const struct rows_worker *w = arg;
    struct rows_job *job = w->job;
    int y;
    while ((y = atomic_fetch_add(&job->next, BAND_ROWS)) < job->height_px) {
        int end = y + BAND_ROWS < job->height_px ? y + BAND_ROWS : job->height_px;
        job->fn(job->self, y, end, w->scratch);
    }
    return NULL;
}

void rows_run(rows_fn *fn, void *self, int height_px, int threads, size_t scratch_floats, struct arena *a)
{
    struct rows_job job = {.fn = fn, .self = self, .height_px = height_px};
    struct rows_worker worker[MAX_THREADS];
    pthread_t thread[MAX_THREADS];
    int n = threads < 1 ? 1 : threads > MAX_THREADS ? MAX_THREADS : threads;
    for (int i = 0; i < n; i++) {
        worker[i] = (struct rows_worker){&job, scratch_floats ? arena_array(a, float, scratch_floats) : NULL};
    }
    int started = 1; /* this thread is the first worker */
    while (started < n && pthread_create(&thread[started], NULL, rows_work, &worker[started]) == 0) {
        started++;
    }
    rows_work(&worker[0]);
    for (int i = 1; i < started; i++) {
        pthread_join(thread[i], NULL);
    }
}
