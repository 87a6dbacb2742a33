// SPDX-License-Identifier: MIT
#include "eval/confusions.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/st.h"

struct confusions {
    struct strtab pairs; /* "want\0got" */
    uint64_t *count;
    size_t cap;
    uint64_t total;
    struct buf key;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

struct confusions *confusions_new(void)
{
    return must(calloc(1, sizeof(struct confusions)));
}

void confusions_free(struct confusions *c)
{
    if (c) {
        strtab_release(&c->pairs);
        buf_release(&c->key);
        free(c->count);
        free(c);
    }
}

static void add_text(struct confusions *c, const struct strtab *units, const uint32_t *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_add(&c->key, units->row[x[i]].s, units->row[x[i]].len);
    }
}

static void count(struct confusions *c, const struct strtab *units, const uint32_t *a, size_t n,
                  const uint32_t *b, size_t m)
{
    buf_clear(&c->key);
    add_text(c, units, a, n);
    buf_addc(&c->key, 0);
    add_text(c, units, b, m);
    uint32_t k = strtab_put(&c->pairs, c->key.data, c->key.len);
    if (k >= c->cap) {
        size_t cap = c->cap ? 2 * c->cap : 256;
        c->count = must(realloc(c->count, size_mul(cap, sizeof *c->count)));
        memset(c->count + c->cap, 0, (cap - c->cap) * sizeof *c->count);
        c->cap = cap;
    }
    c->count[k]++;
    c->total++;
}

/* Where the run of errors that begins at op `from` ends, and how much of each side it covers. */
static size_t run_of_errors(const struct edit_op *ops, size_t n_ops, size_t from, size_t *n, size_t *m)
{
    size_t end = from;
    for (*n = *m = 0; end < n_ops && ops[end].kind != EDIT_SAME; end++) {
        *n += ops[end].kind != EDIT_ADDED;
        *m += ops[end].kind != EDIT_LOST;
    }
    return end;
}

void confusions_add(struct confusions *c, const struct strtab *units, const uint32_t *a, const uint32_t *b,
                    const struct edit_op *ops, size_t n_ops)
{
    for (size_t i = 0, end; i < n_ops; i = end) {
        size_t n, m;
        if (ops[i].kind == EDIT_SAME) {
            end = i + 1;
            continue;
        }
        end = run_of_errors(ops, n_ops, i, &n, &m);
        if (n + m == 3 && n && m) {
            count(c, units, a + ops[i].i, n, b + ops[i].j, m);
            continue;
        }
        for (size_t k = i; k < end; k++) {
            count(c, units, a + ops[k].i, ops[k].kind != EDIT_ADDED, b + ops[k].j, ops[k].kind != EDIT_LOST);
        }
    }
}

static int by_count(const void *x, const void *y)
{
    const struct confusion *a = x, *b = y;
    if (a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    int d = strcmp(a->want, b->want);
    return d ? d : strcmp(a->got, b->got);
}

size_t confusions_top(const struct confusions *c, struct confusion *out, size_t cap)
{
    struct confusion *all = must(malloc(size_mul(c->pairs.n + 1, sizeof *all)));
    for (size_t i = 0; i < c->pairs.n; i++) {
        const char *want = c->pairs.row[i].s;
        all[i] = (struct confusion){want, want + strlen(want) + 1, c->count[i]};
    }
    qsort(all, c->pairs.n, sizeof *all, by_count);
    size_t n = c->pairs.n < cap ? c->pairs.n : cap;
    memcpy(out, all, n * sizeof *out);
    free(all);
    return n;
}

uint64_t confusions_total(const struct confusions *c)
{
    return c->total;
}
