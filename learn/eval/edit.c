// SPDX-License-Identifier: MIT
#include "eval/edit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>

#include "base/st.h"
#include "base/utf8.h"

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static void put(uint32_t **out, size_t *cap, size_t n, uint32_t v)
{
    if (n == *cap) {
        *cap = *cap ? 2 * *cap : 64;
        *out = must(realloc(*out, size_mul(*cap, sizeof **out)));
    }
    (*out)[n] = v;
}

static size_t units_of_words(struct strtab *t, const char *s, size_t len, uint32_t **out, size_t *cap)
{
    size_t n = 0, from = 0;
    for (size_t i = 0, at = 0; at <= len; at = i) {
        bool end = at == len || uc_is_property_white_space(utf8_next(s, len, &i));
        if (end && at > from) {
            put(out, cap, n++, strtab_put(t, s + from, at - from));
        }
        if (at == len) {
            break;
        }
        from = end ? i : from;
    }
    return n;
}

size_t edit_units(struct strtab *t, enum edit_unit unit, const char *s, size_t len, uint32_t **out,
                  size_t *cap)
{
    if (unit == EDIT_WORDS) {
        return units_of_words(t, s, len, out, cap);
    }
    size_t n = 0;
    for (size_t i = 0, end; i < len; i = end) {
        end = utf8_grapheme_end(s, len, i);
        put(out, cap, n++, strtab_put(t, s + i, end - i));
    }
    return n;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* What both begin and end with costs nothing: moves the bounds to where they differ. */
static size_t trim(const uint32_t **a, size_t *n, const uint32_t **b, size_t *m)
{
    size_t head = 0;
    while (*n && *m && **a == **b) {
        ++*a;
        ++*b;
        --*n;
        --*m;
        head++;
    }
    while (*n && *m && (*a)[*n - 1] == (*b)[*m - 1]) {
        --*n;
        --*m;
    }
    return head;
}

size_t edit_distance(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    trim(&a, &n, &b, &m);
    uint32_t *row = must(malloc(size_mul(m + 1, sizeof *row)));
    for (size_t j = 0; j <= m; j++) {
        row[j] = (uint32_t)j;
    }
    for (size_t i = 1; i <= n; i++) {
        uint32_t corner = row[0];
        row[0] = (uint32_t)i;
        for (size_t j = 1; j <= m; j++) {
            uint32_t change = corner + (a[i - 1] != b[j - 1]);
            corner = row[j];
            row[j] = least(change, least(row[j], row[j - 1]) + 1);
        }
    }
    uint32_t d = row[m];
    free(row);
    return d;
}

/* The whole table: cost[i][j] of the first i against the first j. */
static uint32_t *fill(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t w = m + 1;
    uint32_t *cost = must(malloc(size_mul(size_mul(n + 1, w), sizeof *cost)));
    for (size_t j = 0; j <= m; j++) {
        cost[j] = (uint32_t)j;
    }
    for (size_t i = 1; i <= n; i++) {
        uint32_t *row = cost + i * w, *up = row - w;
        row[0] = (uint32_t)i;
        for (size_t j = 1; j <= m; j++) {
            row[j] = least(up[j - 1] + (a[i - 1] != b[j - 1]), least(up[j], row[j - 1]) + 1);
        }
    }
    return cost;
}

/* The ops of the part that differs, from its end to its beginning; places are those in the whole. Returns how
 * many. */
static size_t walk_back(const uint32_t *cost, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                        size_t head, struct edit_op *ops)
{
    size_t k = 0, w = m + 1;
    for (size_t i = n, j = m; i || j;) {
        const uint32_t *here = cost + i * w + j;
        enum edit_kind kind;
        if (i && j && *here == *(here - w - 1) + (a[i - 1] != b[j - 1])) {
            kind = a[i - 1] == b[j - 1] ? EDIT_SAME : EDIT_CHANGED;
        } else {
            kind = i && *here == *(here - w) + 1 ? EDIT_LOST : EDIT_ADDED;
        }
        i -= kind != EDIT_ADDED;
        j -= kind != EDIT_LOST;
        ops[k++] = (struct edit_op){kind, (uint32_t)(head + i), (uint32_t)(head + j)};
    }
    return k;
}

size_t edit_align(const uint32_t *a, size_t n, const uint32_t *b, size_t m, struct edit_op *ops,
                  size_t *n_ops)
{
    size_t all_n = n, head = trim(&a, &n, &b, &m), tail = all_n - head - n;
    uint32_t *cost = fill(a, n, b, m), distance = cost[n * (m + 1) + m];
    for (size_t i = 0; i < head; i++) {
        ops[i] = (struct edit_op){EDIT_SAME, (uint32_t)i, (uint32_t)i};
    }
    struct edit_op *middle = ops + head;
    size_t k = walk_back(cost, a, n, b, m, head, middle);
    for (size_t i = 0; i < k / 2; i++) {
        struct edit_op swap = middle[i];
        middle[i] = middle[k - 1 - i];
        middle[k - 1 - i] = swap;
    }
    for (size_t i = 0; i < tail; i++) {
        middle[k + i] = (struct edit_op){EDIT_SAME, (uint32_t)(head + n + i), (uint32_t)(head + m + i)};
    }
    free(cost);
    *n_ops = head + k + tail;
    return distance;
}
