// SPDX-License-Identifier: MIT
#include "eval/clink.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/st.h"

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

/* Steps 2 to 4 of the paper: m[j] becomes the least level at which i may join the cluster that ends in j, INFINITY where joining it would
 * break a cluster up that is tighter. Returns the object with the least. */
static size_t where_to_join(const struct clink *c, float *m, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (c->height[j] < m[j]) {
            float *up = &m[c->parent[j]];
            *up = *up > m[j] ? *up : m[j];
            m[j] = INFINITY;
        }
    }
    size_t a = i - 1;
    for (size_t j = i; j-- > 0;) {
        if (c->height[j] >= m[c->parent[j]]) {
            a = m[j] < m[a] ? j : a;
        } else {
            m[j] = INFINITY;
        }
    }
    return a;
}

/* Steps 5 to 8: i takes the place above a, and what a and its successors hung on is handed on along the chain. */
static void join(struct clink *c, const float *m, size_t i, size_t a)
{
    uint32_t b = c->parent[a];
    float h = c->height[a];
    c->parent[a] = (uint32_t)i;
    c->height[a] = m[a];
    while (a < i - 1 && b < i) {
        uint32_t next = c->parent[b];
        float next_h = c->height[b];
        bool last = b == i - 1;
        c->parent[b] = (uint32_t)i;
        c->height[b] = h;
        if (last) {
            break;
        }
        b = next;
        h = next_h;
    }
    for (size_t j = 0; j < i; j++) {
        uint32_t p = c->parent[j];
        if (c->parent[p] == i && c->height[j] >= c->height[p]) {
            c->parent[j] = (uint32_t)i;
        }
    }
}

void clink_run(size_t n, clink_row_fn *row, void *ctx, float limit, struct clink *out)
{
    *out = (struct clink){.n = n,
                          .parent = must(malloc(size_mul(n + 1, sizeof *out->parent))),
                          .height = must(malloc(size_mul(n + 1, sizeof *out->height)))};
    float *m = must(malloc(size_mul(n + 1, sizeof *m)));
    for (size_t i = 0; i < n; i++) {
        out->parent[i] = (uint32_t)i;
        out->height[i] = INFINITY;
        if (i) {
            row(ctx, i, m);
            for (size_t j = 0; j < i; j++) {
                m[j] = m[j] <= limit ? m[j] : INFINITY;
            }
            join(out, m, i, where_to_join(out, m, i));
        }
    }
    free(m);
}

void clink_release(struct clink *c)
{
    if (c) {
        free(c->parent);
        free(c->height);
        *c = (struct clink){0};
    }
}

size_t clink_cut(const struct clink *c, float h, uint32_t *cluster)
{
    size_t n = 0;
    for (size_t i = c->n; i-- > 0;) { /* parents have been named already */
        cluster[i] = c->height[i] <= h ? cluster[c->parent[i]] : (uint32_t)n++;
    }
    /* the same clusters, numbered in order of first objects */
    uint32_t *name = must(malloc(size_mul(n + 1, sizeof *name))), next = 0;
    for (size_t k = 0; k < n; k++) {
        name[k] = UINT32_MAX;
    }
    for (size_t i = 0; i < c->n; i++) {
        uint32_t *as = &name[cluster[i]];
        *as = *as == UINT32_MAX ? next++ : *as;
        cluster[i] = *as;
    }
    free(name);
    return n;
}
