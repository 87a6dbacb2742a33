// SPDX-License-Identifier: MIT
/*
 * Every vector stands on level 0, one in `links` on level 1, one in links^2 on level 2, ... and is linked on each of its levels to others
 * there that are near, but not all in the same direction. A search starts at the one vector of the top level, goes to whichever neighbour
 * is nearer until none is, one level down, and so on; on level 0 the best `width` seen so far are kept and the best of them whose neighbours
 * were not looked at yet is followed, until all have been.
 *
 * Layout. A row of links is its length and room for as many as are allowed: 1 + 2M words on level 0, row i at i * (1 + 2M); 1 + M on the
 * levels above, those of a vector one after the other from `upper[at[i]]`. Figures: docs/search.md.
 *
 * Deviations. Neighbours are chosen by the paper's heuristic (algorithm 4) with the pruned ones filled in again (keepPrunedConnections) and
 * without extending candidates. Where scores are equal the lower number is nearer, so that nothing depends on the order of a heap.
 */
#include "search/hnsw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/rng.h"
#include "search/dots.h"

enum { LEVELS = 16, LINKS = 16, WIDTH = 100, MOST_LINKS = 64, MOST_WIDTH = 2000, REPORT = 1024 };

struct hnsw {
    const float *v;
    size_t n;
    int dims, links;
    uint32_t entry;   /* a vector of the top level */
    int top;          /* that level */
    uint32_t *level0; /* n rows of 1 + 2 links */
    uint64_t *at;     /* n: of its first row in `upper`, in words */
    uint8_t *level;   /* n: the highest a vector stands on */
    uint32_t *upper;
    size_t upper_words;
    bool borrowed; /* level, level0 and upper belong to the caller's bytes */
};

struct heap { /* the root is the first by `before` */
    struct neighbour *v;
    size_t n, cap;
    bool worst_first;
};

struct hnsw_search {
    const struct hnsw *g;
    uint32_t *seen, turn;   /* seen[i] == turn: looked at in this search */
    struct heap open, best; /* to be followed, best first; kept, worst first */
    float score[2 * MOST_LINKS];
    uint32_t fresh[2 * MOST_LINKS];
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static const float *row_of(const struct hnsw *g, uint32_t i)
{
    return g->v + (size_t)i * (size_t)g->dims;
}

static uint32_t *links_of(const struct hnsw *g, uint32_t i, int level)
{
    return level ? g->upper + g->at[i] + (size_t)(level - 1) * (size_t)(1 + g->links)
                 : g->level0 + (size_t)i * (size_t)(1 + 2 * g->links);
}

/* --- heaps ---------------------------------------------------------------------------------------- */

static bool above(const struct heap *h, struct neighbour a, struct neighbour b)
{
    return h->worst_first ? neighbour_before(b, a) : neighbour_before(a, b);
}

static void push(struct heap *h, struct neighbour x)
{
    if (h->n == h->cap) {
        h->cap = h->cap ? 2 * h->cap : 256;
        h->v = must(realloc(h->v, size_mul(h->cap, sizeof *h->v)));
    }
    size_t i = h->n++;
    for (; i && above(h, x, h->v[(i - 1) / 2]); i = (i - 1) / 2) {
        h->v[i] = h->v[(i - 1) / 2];
    }
    h->v[i] = x;
}

static struct neighbour pop(struct heap *h)
{
    struct neighbour root = h->v[0], x = h->v[--h->n];
    size_t i = 0;
    for (size_t c; (c = 2 * i + 1) < h->n; i = c) {
        c += c + 1 < h->n && above(h, h->v[c + 1], h->v[c]);
        if (!above(h, h->v[c], x)) {
            break;
        }
        h->v[i] = h->v[c];
    }
    h->v[i] = x;
    return root;
}

/* --- searching ------------------------------------------------------------------------------------ */

struct hnsw_search *hnsw_search_new(const struct hnsw *g)
{
    struct hnsw_search *s = must(calloc(1, sizeof *s));
    s->g = g;
    s->seen = must(calloc(g->n + 1, sizeof *s->seen));
    s->best.worst_first = true;
    return s;
}

void hnsw_search_free(struct hnsw_search *s)
{
    if (s) {
        free(s->seen);
        free(s->open.v);
        free(s->best.v);
        free(s);
    }
}

static void begin(struct hnsw_search *s)
{
    if (!++s->turn) { /* after 2^32 searches */
        memset(s->seen, 0, s->g->n * sizeof *s->seen);
        s->turn = 1;
    }
    s->open.n = s->best.n = 0;
}

/* Algorithm 2, SEARCH-LAYER, from one entry point: s->best then holds the `width` best. */
static void search_level(struct hnsw_search *s, const float *q, struct neighbour from, size_t width,
                         int level)
{
    const struct hnsw *g = s->g;
    begin(s);
    s->seen[from.at] = s->turn;
    push(&s->open, from);
    push(&s->best, from);
    while (s->open.n) {
        struct neighbour c = pop(&s->open);
        if (s->best.n == width && neighbour_before(s->best.v[0], c)) {
            break; /* the best that is left is worse than all that are kept */
        }
        const uint32_t *link = links_of(g, c.at, level);
        size_t n = 0;
        for (uint32_t i = 1; i <= link[0]; i++) {
            if (s->seen[link[i]] != s->turn) {
                s->seen[link[i]] = s->turn;
                s->fresh[n++] = link[i];
            }
        }
        dots_at(q, g->v, g->dims, s->fresh, n, s->score);
        for (size_t i = 0; i < n; i++) {
            struct neighbour x = {s->fresh[i], s->score[i]};
            if (s->best.n < width || neighbour_before(x, s->best.v[0])) {
                push(&s->open, x);
                push(&s->best, x);
                if (s->best.n > width) {
                    pop(&s->best);
                }
            }
        }
    }
}

/* The same with width 1, which needs no heaps. */
static struct neighbour descend(struct hnsw_search *s, const float *q, struct neighbour from,
                                int level)
{
    const struct hnsw *g = s->g;
    for (bool moved = true; moved;) {
        const uint32_t *link = links_of(g, from.at, level);
        moved = false;
        dots_at(q, g->v, g->dims, link + 1, link[0], s->score);
        for (uint32_t i = 0; i < link[0]; i++) {
            struct neighbour x = {link[1 + i], s->score[i]};
            if (neighbour_before(x, from)) {
                from = x;
                moved = true;
            }
        }
    }
    return from;
}

static struct neighbour enter(const struct hnsw *g, const float *q)
{
    return (struct neighbour){g->entry, dots_one(q, row_of(g, g->entry), g->dims)};
}

/* s->best into out, best first; the heap is empty afterwards. */
static size_t unload(struct hnsw_search *s, struct neighbour *out)
{
    size_t n = s->best.n;
    for (size_t i = n; i-- > 0;) {
        out[i] = pop(&s->best);
    }
    return n;
}

size_t hnsw_nearest(struct hnsw_search *s, const float *q, size_t k, size_t width,
                    struct neighbour *out)
{
    const struct hnsw *g = s->g;
    if (!g->n || !k) {
        return 0;
    }
    struct neighbour from = enter(g, q);
    for (int level = g->top; level > 0; level--) {
        from = descend(s, q, from, level);
    }
    search_level(s, q, from, width > k ? width : k, 0);
    while (s->best.n > k) {
        pop(&s->best);
    }
    return unload(s, out);
}

/* --- building ------------------------------------------------------------------------------------- */

/* Whether a candidate is nearer to the vector than to any of the chosen. The first that says no, mostly one of the first, ends it. */
static bool far_from_all(const struct hnsw *g, struct neighbour c, const uint32_t *chosen,
                         uint32_t k)
{
    enum { AT_ONCE = 4 };
    float score[AT_ONCE];
    for (uint32_t j = 0; j < k; j += AT_ONCE) {
        uint32_t n = k - j < AT_ONCE ? k - j : AT_ONCE;
        dots_at(row_of(g, c.at), g->v, g->dims, chosen + j, n, score);
        for (uint32_t i = 0; i < n; i++) {
            if (!(score[i] < c.score)) {
                return false;
            }
        }
    }
    return true;
}

/* Algorithm 4: of candidates, best first, those that are nearer to the vector than to any chosen one; then, while there is room, the best of
 * the others. chosen: room for `most`. Returns how many. */
static uint32_t choose(const struct hnsw *g, const struct neighbour *c, size_t n, uint32_t most,
                       uint32_t *chosen)
{
    uint32_t k = 0, left[MOST_WIDTH], n_left = 0;
    for (size_t i = 0; i < n && k < most; i++) {
        if (far_from_all(g, c[i], chosen, k)) {
            chosen[k++] = c[i].at;
        } else if (n_left < MOST_WIDTH) {
            left[n_left++] = c[i].at;
        }
    }
    for (uint32_t i = 0; i < n_left && k < most; i++) {
        chosen[k++] = left[i];
    }
    return k;
}

static int best_first(const void *x, const void *y)
{
    struct neighbour a = *(const struct neighbour *)x, b = *(const struct neighbour *)y;
    return neighbour_before(a, b) ? -1 : neighbour_before(b, a);
}

/* A link from `from` to `to`; if there is no room, the links are chosen anew. */
static void link_back(const struct hnsw *g, uint32_t from, uint32_t to, float score, int level)
{
    uint32_t *link = links_of(g, from, level), most = (uint32_t)(level ? g->links : 2 * g->links);
    if (link[0] < most) {
        link[++link[0]] = to;
        return;
    }
    struct neighbour c[2 * MOST_LINKS + 1];
    float s[2 * MOST_LINKS];
    dots_at(row_of(g, from), g->v, g->dims, link + 1, most, s);
    for (uint32_t i = 0; i < most; i++) {
        c[i] = (struct neighbour){link[1 + i], s[i]};
    }
    c[most] = (struct neighbour){to, score};
    qsort(c, most + 1, sizeof *c, best_first);
    link[0] = choose(g, c, most + 1, most, link + 1);
}

/* Algorithm 1, INSERT. */
static void insert(struct hnsw *g, struct hnsw_search *s, uint32_t i, size_t width,
                   struct neighbour *near)
{
    const float *q = row_of(g, i);
    struct neighbour from = enter(g, q);
    for (int level = g->top; level > g->level[i]; level--) {
        from = descend(s, q, from, level);
    }
    for (int level = g->level[i] < g->top ? g->level[i] : g->top; level >= 0; level--) {
        search_level(s, q, from, width, level);
        size_t n = unload(s, near);
        from = near[0];
        uint32_t *link = links_of(g, i, level);
        link[0] = choose(g, near, n, (uint32_t)g->links, link + 1);
        for (uint32_t k = 1; k <= link[0]; k++) {
            for (size_t m = 0; m < n; m++) {
                if (near[m].at == link[k]) {
                    link_back(g, link[k], i, near[m].score, level);
                    break;
                }
            }
        }
    }
    if (g->level[i] > g->top) {
        g->top = g->level[i];
        g->entry = i;
    }
}

/* Levels of all vectors, and where their links lie. */
static void lay_out(struct hnsw *g, uint64_t seed)
{
    size_t words = 0;
    double m_l = 1 / log(g->links);
    for (size_t i = 0; i < g->n; i++) {
        struct rng r = rng_stream(seed, RNG_SEARCH_LEVEL, i, 0);
        double level = -log(1 - rng_unit(&r)) * m_l;
        g->level[i] = level < LEVELS - 1 ? (uint8_t)level : LEVELS - 1;
        g->at[i] = words;
        words += (size_t)g->level[i] * (size_t)(1 + g->links);
    }
    g->upper_words = words;
}

struct hnsw *hnsw_build(const float *v, size_t n, int dims, const struct hnsw_options *o,
                        bool (*progress)(void *ctx, size_t done), void *ctx)
{
    int links = o->links ? o->links : LINKS, width = o->width ? o->width : WIDTH;
    if (links < 2 || links > MOST_LINKS || width < links || width > MOST_WIDTH || n >= UINT32_MAX ||
        dims < 1) {
        BUG("a graph of %zu vectors with %d links, width %d", n, links, width);
    }
    struct hnsw *g = must(calloc(1, sizeof *g));
    *g = (struct hnsw){.v = v, .n = n, .dims = dims, .links = links};
    g->level = must(calloc(n + 1, 1));
    g->at = must(calloc(n + 1, sizeof *g->at));
    lay_out(g, o->seed);
    g->level0 = must(calloc(size_mul(n + 1, (size_t)(1 + 2 * links)), sizeof *g->level0));
    g->upper = must(calloc(g->upper_words + 1, sizeof *g->upper));
    g->top = n ? g->level[0] : 0;
    struct hnsw_search *s = hnsw_search_new(g);
    struct neighbour *near = must(malloc(((size_t)width + 1) * sizeof *near));
    bool go_on = true;
    for (size_t i = 1; i < n && go_on; i++) {
        insert(g, s, (uint32_t)i, (size_t)width, near);
        go_on = i % REPORT || !progress || progress(ctx, i);
    }
    free(near);
    hnsw_search_free(s);
    if (!go_on) {
        hnsw_free(g);
        return NULL;
    }
    return g;
}

void hnsw_free(struct hnsw *g)
{
    if (g) {
        if (!g->borrowed) {
            free(g->level);
            free(g->level0);
            free(g->upper);
        }
        free(g->at);
        free(g);
    }
}

size_t hnsw_bytes(const struct hnsw *g)
{
    return g->n * ((size_t)(1 + 2 * g->links) * 4 + 1 + 8) + g->upper_words * 4;
}

/* --- as bytes ------------------------------------------------------------------------------------- */

/* "links", entry, top, words of `upper`, then level0, upper, level: words first, so that all stay aligned. */
enum { HEAD_WORDS = 4 };

void hnsw_write(const struct hnsw *g, struct buf *out)
{
    uint32_t head[HEAD_WORDS] = {(uint32_t)g->links, g->entry, (uint32_t)g->top,
                                 (uint32_t)g->upper_words};
    buf_add(out, head, sizeof head);
    buf_add(out, g->level0, g->n * (size_t)(1 + 2 * g->links) * 4);
    buf_add(out, g->upper, g->upper_words * 4);
    buf_add(out, g->level, g->n);
}

static bool links_are_good(const struct hnsw *g, uint32_t i, int level)
{
    const uint32_t *link = links_of(g, i, level);
    if (link[0] > (uint32_t)(level ? g->links : 2 * g->links)) {
        return false;
    }
    for (uint32_t k = 1; k <= link[0]; k++) {
        if (link[k] >= g->n || g->level[link[k]] < level) {
            return false;
        }
    }
    return true;
}

static enum st check(struct hnsw *g, struct err *e)
{
    size_t words = 0;
    for (size_t i = 0; i < g->n; i++) {
        g->at[i] = words;
        words += (size_t)g->level[i] * (size_t)(1 + g->links);
        if (g->level[i] > g->top) {
            return err_set(e, ST_FORMAT, "vector %zu of the graph stands above its top", i);
        }
    }
    if (words != g->upper_words || (g->n && (g->entry >= g->n || g->level[g->entry] != g->top))) {
        return err_set(e, ST_FORMAT, "levels of the graph do not fit");
    }
    for (size_t i = 0; i < g->n; i++) {
        for (int level = 0; level <= g->level[i]; level++) {
            if (!links_are_good(g, (uint32_t)i, level)) {
                return err_set(e, ST_FORMAT, "links of vector %zu of the graph lead nowhere", i);
            }
        }
    }
    return ST_OK;
}

enum st hnsw_read(const void *bytes, size_t len, const float *v, size_t n, int dims,
                  struct hnsw **out, struct err *e)
{
    const uint32_t *word = bytes;
    *out = NULL;
    if (len < HEAD_WORDS * 4 || word[0] < 2 || word[0] > MOST_LINKS || word[2] >= LEVELS ||
        n >= UINT32_MAX) {
        return err_set(e, ST_FORMAT, "no graph");
    }
    size_t level0 = size_mul(n, 1 + 2 * (size_t)word[0]), upper = word[3];
    if (len != (HEAD_WORDS + level0 + upper) * 4 + n) {
        return err_set(e, ST_FORMAT, "a graph of %zu bytes, wanted %zu", len,
                       (HEAD_WORDS + level0 + upper) * 4 + n);
    }
    struct hnsw *g = must(calloc(1, sizeof *g));
    /* the bytes stay as they are: nothing writes to a graph that was read */
    *g = (struct hnsw){.v = v,
                       .n = n,
                       .dims = dims,
                       .links = (int)word[0],
                       .entry = word[1],
                       .top = (int)word[2],
                       .level0 = (uint32_t *)(uintptr_t)(word + HEAD_WORDS),
                       .upper_words = upper,
                       .borrowed = true};
    g->upper = g->level0 + level0;
    g->level = (uint8_t *)(g->upper + upper);
    g->at = must(calloc(n + 1, sizeof *g->at));
    enum st st = check(g, e);
    if (st) {
        hnsw_free(g);
        return st;
    }
    *out = g;
    return ST_OK;
}
