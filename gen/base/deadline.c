// SPDX-License-Identifier: MIT
#include "base/deadline.h"

#include <time.h>

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

struct deadline deadline_in(double seconds)
{
    return (struct deadline){now_s() + seconds};
}

bool deadline_passed(struct deadline d)
{
    return now_s() >= d.at_s;
}

int deadline_wait_ms(struct deadline d, int most_ms)
{
    double left_ms = 1e3 * (d.at_s - now_s());
    return left_ms <= 0 ? 0 : left_ms >= most_ms ? most_ms : (int)left_ms + 1;
}
