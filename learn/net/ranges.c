// SPDX-License-Identifier: MIT
#include "net/ranges.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/st.h"

struct net_ranges {
    float *largest; /* by tensor; 0: never seen */
    int n;
};

struct net_ranges *net_ranges_new(void)
{
    struct net_ranges *r = calloc(1, sizeof *r);
    if (!r) {
        BUG("out of memory");
    }
    return r;
}

void net_ranges_free(struct net_ranges *r)
{
    if (r) {
        free(r->largest);
        free(r);
    }
}

/* Magnitudes of floats are in the order of their bits without the sign. */
static float largest_of(const void *v, size_t n, int bf16)
{
    const uint16_t *half = v;
    const uint32_t *whole = v;
    uint32_t most = 0;
    for (size_t i = 0; bf16 && i < n; i++) {
        uint32_t m = (uint32_t)(half[i] & 0x7fff) << 16;
        most = m > most ? m : most;
    }
    for (size_t i = 0; !bf16 && i < n; i++) {
        uint32_t m = whole[i] & 0x7fffffff;
        most = m > most ? m : most;
    }
    float f;
    memcpy(&f, &most, sizeof f);
    return f;
}

void net_ranges_see(struct net_ranges *r, int x, const void *v, size_t n, int bf16)
{
    if (x >= r->n) {
        r->largest = realloc(r->largest, (size_t)(x + 1) * sizeof *r->largest);
        if (!r->largest) {
            BUG("out of memory");
        }
        memset(r->largest + r->n, 0, (size_t)(x + 1 - r->n) * sizeof *r->largest);
        r->n = x + 1;
    }
    float f = largest_of(v, n, bf16);
    r->largest[x] = f > r->largest[x] ? f : r->largest[x];
}

float net_ranges_largest(const struct net_ranges *r, int x)
{
    return x < r->n && r->largest[x] > 0 ? r->largest[x] : 1;
}
