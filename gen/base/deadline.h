// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_DEADLINE_H
#define ERSATZ_BASE_DEADLINE_H
/*
 * deadline - how long to wait for a child process. Never part of what is made.
 *
 *     struct deadline d = deadline_in(60);
 *     while (!deadline_passed(d)) { poll(fds, n, deadline_wait_ms(d, 100)); ... }
 */
#include <stdbool.h>

struct deadline {
    double at_s; /* on the monotonic clock */
};

struct deadline deadline_in(double seconds);
bool deadline_passed(struct deadline d);
/** deadline_wait_ms() - what is left, at most `most_ms` and at least 0: an argument for poll(2). */
int deadline_wait_ms(struct deadline d, int most_ms);

#endif
