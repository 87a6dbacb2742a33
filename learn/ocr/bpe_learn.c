// SPDX-License-Identifier: MIT
/*
 * Learning merges with counts that are kept up to date.
 *
 * Distinct words are held once, with how often they came, as runs of tokens. Of every pair of neighbours the
 * sum over words is kept, with a list of words it was seen in; all pairs stand in one heap, the most frequent
 * on top (ties: lower numbers). A merge goes through the words of its pair only: takes away what the word's
 * pairs counted for, joins, adds what the new ones count for. A list may name words that lost the pair
 * meanwhile; they are seen when the list is walked, and skipped. Counting anew after each merge, as the
 * paper's listing does, costs (words x merges): here each word costs what its own merges do.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ocr/bpe_rules.h"

enum { IN_NO_HEAP = -1 };

struct word {
    int32_t *token;
    uint32_t n;
    uint64_t times;
};

struct pair {
    int32_t a, b;
    int64_t count;
    int64_t place; /* in the heap */
    uint32_t *word;
    size_t n, cap;
};

struct bpe_learner {
    struct bpe *b;
    struct strtab words; /* of classes */
    uint64_t *times;
    size_t cap_times;
};

struct learning {
    struct bpe *b;
    int32_t longest;
    struct word *word;
    struct pair_map numbers; /* pair -> pair[] */
    struct pair *pair;
    size_t n_pairs, cap_pairs;
    uint32_t *heap;
    size_t n_heap;
    struct arena tokens;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

struct bpe_learner *bpe_learner_new(const struct classes *c)
{
    struct bpe_learner *l = must(calloc(1, sizeof *l));
    l->b = bpe_new(c);
    return l;
}

void bpe_learner_free(struct bpe_learner *l)
{
    if (l) {
        bpe_free(l->b);
        strtab_release(&l->words);
        free(l->times);
        free(l);
    }
}

static void add_word(struct bpe_learner *l, const int32_t *k, size_t n)
{
    uint32_t w = strtab_put(&l->words, (const char *)k, n * sizeof *k);
    if (w >= l->cap_times) {
        size_t cap = l->cap_times ? 2 * l->cap_times : 1024;
        l->times = must(realloc(l->times, size_mul(cap, sizeof *l->times)));
        memset(l->times + l->cap_times, 0, (cap - l->cap_times) * sizeof *l->times);
        l->cap_times = cap;
    }
    l->times[w]++;
}

void bpe_learner_add(struct bpe_learner *l, const int32_t *k, size_t n)
{
    int32_t mark = l->b->mark;
    if (!n) {
        return;
    }
    int32_t *line = must(malloc(size_mul(n + 1, sizeof *line)));
    size_t len = 0, from = 0;
    if (mark) {
        line[len++] = mark;
    }
    for (size_t i = 0; i < n; i++) {
        if (mark && k[i] == mark) {
            add_word(l, line + from, len - from);
            from = len;
        }
        line[len++] = k[i];
    }
    add_word(l, line + from, len - from);
    free(line);
}

/* --- the heap ------------------------------------------------------------------------------------- */

static bool before(const struct pair *x, const struct pair *y)
{
    if (x->count != y->count) {
        return x->count > y->count;
    }
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static void put(struct learning *g, size_t at, uint32_t p)
{
    g->heap[at] = p;
    g->pair[p].place = (int64_t)at;
}

/* Pair p, which stands at `at`, goes where its count puts it. */
static void settle(struct learning *g, size_t at, uint32_t p)
{
    while (at && before(&g->pair[p], &g->pair[g->heap[(at - 1) / 2]])) {
        put(g, at, g->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    for (;;) {
        size_t child = 2 * at + 1;
        if (child + 1 < g->n_heap && before(&g->pair[g->heap[child + 1]], &g->pair[g->heap[child]])) {
            child++;
        }
        if (child >= g->n_heap || !before(&g->pair[g->heap[child]], &g->pair[p])) {
            break;
        }
        put(g, at, g->heap[child]);
        at = child;
    }
    put(g, at, p);
}

/* --- counts --------------------------------------------------------------------------------------- */

static bool too_long(const struct learning *g, int32_t a, int32_t b)
{
    size_t n = (size_t)(g->b->spelling.row[a].len + g->b->spelling.row[b].len) / sizeof(int32_t);
    return g->longest && n > (size_t)g->longest;
}

static uint32_t pair_number(struct learning *g, int32_t a, int32_t b)
{
    uint32_t *v = pair_map_at(&g->numbers, a, b);
    if (!*v) {
        if (g->n_pairs == g->cap_pairs) {
            g->cap_pairs = g->cap_pairs ? 2 * g->cap_pairs : 4096;
            g->pair = must(realloc(g->pair, size_mul(g->cap_pairs, sizeof *g->pair)));
            g->heap = must(realloc(g->heap, size_mul(g->cap_pairs, sizeof *g->heap)));
        }
        uint32_t p = (uint32_t)g->n_pairs++;
        *v = p + 1;
        g->pair[p] = (struct pair){.a = a, .b = b, .place = IN_NO_HEAP};
        if (!too_long(g, a, b)) {
            put(g, g->n_heap, p);
            g->n_heap++;
        }
    }
    return *v - 1;
}

static void note_word(struct pair *p, uint32_t w)
{
    if (p->n && p->word[p->n - 1] == w) {
        return;
    }
    if (p->n == p->cap) {
        p->cap = p->cap ? 2 * p->cap : 4;
        p->word = must(realloc(p->word, size_mul(p->cap, sizeof *p->word)));
    }
    p->word[p->n++] = w;
}

/* Adds or takes away what word w counts for; pairs with `fresh` in them also note the word (0: all do). */
static void count_word(struct learning *g, uint32_t w, int sign, int32_t fresh)
{
    const struct word *x = &g->word[w];
    for (uint32_t i = 0; i + 1 < x->n; i++) {
        int32_t a = x->token[i], b = x->token[i + 1];
        uint32_t p = pair_number(g, a, b);
        g->pair[p].count += sign * (int64_t)x->times;
        if (sign > 0 && (!fresh || a == fresh || b == fresh)) {
            note_word(&g->pair[p], w);
        }
        if (g->pair[p].place != IN_NO_HEAP) {
            settle(g, (size_t)g->pair[p].place, p);
        }
    }
}

static bool has_pair(const struct word *x, int32_t a, int32_t b)
{
    for (uint32_t i = 0; i + 1 < x->n; i++) {
        if (x->token[i] == a && x->token[i + 1] == b) {
            return true;
        }
    }
    return false;
}

static void join(struct word *x, int32_t a, int32_t b, int32_t token)
{
    uint32_t m = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        bool here = i + 1 < x->n && x->token[i] == a && x->token[i + 1] == b;
        x->token[m++] = here ? token : x->token[i];
        i += here;
    }
    x->n = m;
}

static void merge_pair(struct learning *g, uint32_t p)
{
    int32_t a = g->pair[p].a, b = g->pair[p].b, token = bpe_add_rule(g->b, a, b);
    uint32_t *list = g->pair[p].word;
    size_t n = g->pair[p].n;
    g->pair[p].word = NULL;
    g->pair[p].n = g->pair[p].cap = 0;
    for (size_t i = 0; i < n; i++) {
        if (has_pair(&g->word[list[i]], a, b)) {
            count_word(g, list[i], -1, 0);
            join(&g->word[list[i]], a, b, token);
            count_word(g, list[i], +1, token);
        }
    }
    free(list);
}

static void begin(struct learning *g, const struct bpe_learner *l)
{
    g->word = must(calloc(l->words.n + 1, sizeof *g->word));
    for (size_t w = 0; w < l->words.n; w++) {
        const struct strtab_row *r = &l->words.row[w];
        g->word[w] = (struct word){arena_alloc(&g->tokens, r->len + 1), r->len / (uint32_t)sizeof(int32_t),
                                   l->times[w]};
        memcpy(g->word[w].token, r->s, r->len);
        count_word(g, (uint32_t)w, +1, 0);
    }
}

struct bpe *bpe_learn(struct bpe_learner *l, const struct bpe_options *o)
{
    struct learning g = {.b = l->b, .longest = o->longest};
    size_t merges = o->merges > 0 ? (size_t)o->merges : 1000;
    int64_t least = o->least ? (int64_t)o->least : 2;
    begin(&g, l);
    while (g.n_heap && g.b->n_rules < merges && g.pair[g.heap[0]].count >= least) {
        merge_pair(&g, g.heap[0]);
    }
    for (size_t i = 0; i < g.n_pairs; i++) {
        free(g.pair[i].word);
    }
    free(g.pair);
    free(g.heap);
    free(g.word);
    pair_map_release(&g.numbers);
    arena_release(&g.tokens);
    l->b = NULL; /* handed out */
    bpe_learner_free(l);
    return g.b;
}
