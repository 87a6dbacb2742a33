// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_PROGRESS_H
#define ERSATZ_BASE_PROGRESS_H
/*
 * progress - one line on a terminal, rewritten at most five times a second.
 *
 *     struct progress p = progress_start("lines", total, quiet);
 *     progress_at(&p, done);
 *     progress_end(&p);
 *
 * Nothing is written when stderr is not a terminal. The clock is read here and in deadline.c, nowhere else in gen/.
 */
#include <stdbool.h>
#include <stdint.h>

struct progress {
    const char *what;
    uint64_t total, done, begun_at; /* begun_at: done before the start (resume) */
    double start_s, shown_s;
    bool on, drawn;
};

struct progress progress_start(const char *what, uint64_t total, bool quiet);
void progress_at(struct progress *p, uint64_t done);
/** progress_end() - wipes the line; the seconds since the start. */
double progress_end(struct progress *p);

#endif
