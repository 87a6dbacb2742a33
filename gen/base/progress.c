// SPDX-License-Identifier: MIT
#include "base/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

struct progress progress_start(const char *what, uint64_t total, bool quiet)
{
    double t = now_s();
    return (struct progress){.what = what,
                             .total = total,
                             .start_s = t,
                             .shown_s = t,
                             .on = !quiet && isatty(STDERR_FILENO)};
}

void progress_at(struct progress *p, uint64_t done)
{
    p->done = done;
    if (!p->on) {
        return;
    }
    double t = now_s();
    if (t - p->shown_s < 0.2) {
        return;
    }
    p->shown_s = t;
    p->drawn = true;
    double rate = (double)(done - p->begun_at) / (t - p->start_s);
    double eta = rate > 0 ? (double)(p->total - done) / rate : 0;
    fprintf(stderr, "\r%llu of %llu %s, %.0f %%, %.*f/s, %d:%02d left   ", (unsigned long long)done,
            (unsigned long long)p->total, p->what,
            p->total ? 100.0 * (double)done / (double)p->total : 100.0, rate < 10 ? 2 : 0, rate, (int)eta / 60,
            (int)eta % 60);
    fflush(stderr);
}

double progress_end(struct progress *p)
{
    if (p->drawn) {
        fprintf(stderr, "\r\033[K");
        p->drawn = false;
    }
    return now_s() - p->start_s;
}
