// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TESTS_NET_COUNT_H
#define ERSATZ_TESTS_NET_COUNT_H
/* net_count - how many numbers a tensor of a net has. */
#include "net/net.h"

static inline int64_t count_of(const struct net *n, int x)
{
    int64_t d[4], count = 1;
    int dims = net_dims(n, x, d);
    for (int k = 0; k < dims; k++) {
        count *= d[k];
    }
    return count;
}

#endif
