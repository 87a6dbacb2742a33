// SPDX-License-Identifier: MIT
/*
 * Prefixes are nodes of a tree that grows with the search and is dropped with the line, so a prefix reached
 * by two ways is one node. A node's sums of the frame being built are found by its stamp. Letters: y_k(t)
 * probability of class k in frame t; b and nb the ln of the sums that end in blank, or not.
 *
 *   b'(l)       = y_0 (b(l) + nb(l))
 *   nb'(l)      = y_last(l) nb(l)                       the last class goes on
 *   nb'(l + k)  = y_k (b(l) + nb(l))   if k differs from the last class
 *               = y_k b(l)             if it is the same: a blank must stand between
 */
#include "ocr/beam.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/st.h"

#define NEVER (-HUGE_VAL)
enum { NONE = -1, BRANCH_MAX = 64 };

struct prefix {
    int32_t parent, k, child, sibling; /* nodes; class 0 at the root */
    uint32_t n;                        /* classes */
    struct lexicon_state lex;
    int64_t stamp; /* frame of `b` and `nb` */
    double b, nb;
};

struct live {
    int32_t node;
    double b, nb, rank;
};

struct choice {
    int32_t k;
    double y;
};

struct beam {
    struct prefix *node;
    size_t n, cap;
    struct live *now, *next;
    size_t n_next, cap_live;
    int32_t *labels;
    size_t cap_labels;
    const struct beam_options *o;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

struct beam *beam_new(void)
{
    return must(calloc(1, sizeof(struct beam)));
}

void beam_free(struct beam *b)
{
    if (b) {
        free(b->node);
        free(b->now);
        free(b->next);
        free(b->labels);
        free(b);
    }
}

static double log_add(double a, double b)
{
    double hi = a > b ? a : b, lo = a > b ? b : a;
    return lo - hi < -40 || lo == NEVER ? hi : hi + log1p(exp(lo - hi));
}

static int32_t add_prefix(struct beam *b, int32_t parent, int32_t k)
{
    if (b->n == b->cap) {
        b->cap = b->cap ? 2 * b->cap : 4096;
        b->node = must(realloc(b->node, size_mul(b->cap, sizeof *b->node)));
    }
    int32_t id = (int32_t)b->n++;
    struct prefix *p = &b->node[id];
    *p = (struct prefix){.parent = parent, .k = k, .child = NONE, .sibling = NONE, .stamp = NONE};
    if (parent != NONE) {
        struct prefix *up = &b->node[parent];
        p->sibling = up->child;
        up->child = id;
        p->n = up->n + 1;
        p->lex = b->o->lexicon ? lexicon_step(b->o->lexicon, up->lex, k) : up->lex;
    }
    return id;
}

static int32_t child_of(struct beam *b, int32_t parent, int32_t k)
{
    int32_t c = b->node[parent].child;
    while (c != NONE && b->node[c].k != k) {
        c = b->node[c].sibling;
    }
    return c != NONE ? c : add_prefix(b, parent, k);
}

/* The node's sums in the frame being built; they begin with nothing. */
static struct prefix *reach(struct beam *b, int32_t node, int64_t t)
{
    struct prefix *p = &b->node[node];
    if (p->stamp != t) {
        p->stamp = t;
        p->b = p->nb = NEVER;
        if (b->n_next == b->cap_live) {
            b->cap_live = b->cap_live ? 2 * b->cap_live : 1024;
            b->next = must(realloc(b->next, size_mul(b->cap_live, sizeof *b->next)));
            b->now = must(realloc(b->now, size_mul(b->cap_live, sizeof *b->now)));
        }
        b->next[b->n_next++].node = node;
    }
    return p;
}

/* The classes to try in frame t, best first; never the blank. */
static int choose(const struct frames *f, int64_t t, int most, double log_floor, struct choice *out)
{
    const float *x = f->logits + t * f->stride;
    float least = log_floor > NEVER ? (float)((log_floor + f->norm[t]) / f->scale) : -HUGE_VALF;
    int n = 0;
    for (int32_t k = 1; k < f->c; k++) {
        if (!(x[k] >= least)) {
            continue;
        }
        int at = n < most ? n++ : most - 1;
        for (; at && x[out[at - 1].k] < x[k]; at--) {
            out[at] = out[at - 1];
        }
        out[at].k = k;
        least = n == most && x[out[n - 1].k] > least ? nextafterf(x[out[n - 1].k], HUGE_VALF) : least;
    }
    for (int i = 0; i < n; i++) {
        out[i].y = frames_log_y(f, t, out[i].k);
    }
    return n;
}

static void extend(struct beam *b, const struct live *l, int64_t t, const struct frames *f,
                   const struct choice *c, int n)
{
    int32_t last = b->node[l->node].k;
    double both = log_add(l->b, l->nb);
    struct prefix *p = reach(b, l->node, t);
    p->b = log_add(p->b, both + frames_log_y(f, t, 0));
    if (last && l->nb > NEVER) {
        p->nb = log_add(p->nb, l->nb + frames_log_y(f, t, last));
    }
    for (int i = 0; i < n; i++) {
        double from = c[i].k == last ? l->b : both;
        if (from > NEVER) {
            p = reach(b, child_of(b, l->node, c[i].k), t);
            p->nb = log_add(p->nb, from + c[i].y);
        }
    }
}

static double credit(const struct beam *b, const struct prefix *p, bool end)
{
    const struct lexicon *l = b->o->lexicon;
    return !l ? 0 : end ? lexicon_credit_end(l, p->lex) : lexicon_credit(l, p->lex);
}

/* Higher rank first; equal ones by node: the older prefix. */
static int by_rank(const void *x, const void *y)
{
    const struct live *a = x, *b = y;
    return a->rank != b->rank ? (a->rank > b->rank ? -1 : 1) : a->node - b->node;
}

/* The best `width` of next become now. */
static size_t keep_best(struct beam *b, size_t width, bool end)
{
    for (size_t i = 0; i < b->n_next; i++) {
        const struct prefix *p = &b->node[b->next[i].node];
        b->next[i].b = p->b;
        b->next[i].nb = p->nb;
        b->next[i].rank = log_add(p->b, p->nb) + b->o->bonus * credit(b, p, end);
    }
    qsort(b->next, b->n_next, sizeof *b->next, by_rank);
    struct live *swap = b->now;
    b->now = b->next;
    b->next = swap;
    return b->n_next < width ? b->n_next : width;
}

static size_t hand_out(struct beam *b, size_t n_live, struct hypothesis *out, size_t cap)
{
    size_t n = n_live < cap ? n_live : cap, total = 0, at = 0;
    for (size_t i = 0; i < n; i++) {
        total += b->node[b->now[i].node].n;
    }
    if (total + 1 > b->cap_labels) {
        b->cap_labels = 2 * total + 64;
        free(b->labels);
        b->labels = must(malloc(size_mul(b->cap_labels, sizeof *b->labels)));
    }
    for (size_t i = 0; i < n; i++) {
        const struct prefix *p = &b->node[b->now[i].node];
        out[i] = (struct hypothesis){.label = b->labels + at,
                                     .n = p->n,
                                     .log_p = log_add(p->b, p->nb),
                                     .credit = credit(b, p, true),
                                     .score = b->now[i].rank};
        for (size_t q = p->n; q-- > 0; p = &b->node[p->parent]) {
            b->labels[at + q] = p->k;
        }
        at += out[i].n;
    }
    return n;
}

size_t beam_search(struct beam *b, const struct frames *f, const struct beam_options *o,
                   struct hypothesis *out, size_t cap)
{
    struct choice choice[BRANCH_MAX];
    size_t width = o->width > 0 ? (size_t)o->width : 10, n = 1;
    int most = o->branch > 0 ? o->branch : 12;
    most = most < BRANCH_MAX ? most : BRANCH_MAX;
    double log_floor = o->floor < 0 ? NEVER : log(o->floor > 0 ? o->floor : 1e-4);
    b->o = o;
    b->n = b->n_next = 0;
    reach(b, add_prefix(b, NONE, 0), -2)->b = 0;
    keep_best(b, 1, f->t == 0);
    for (int64_t t = 0; t < f->t; t++) {
        int n_choices = choose(f, t, most, log_floor, choice);
        b->n_next = 0;
        for (size_t i = 0; i < n; i++) {
            struct live l = b->now[i]; /* now may move */
            extend(b, &l, t, f, choice, n_choices);
        }
        n = keep_best(b, width, t + 1 == f->t);
    }
    return hand_out(b, n, out, cap);
}
