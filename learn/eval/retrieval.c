// SPDX-License-Identifier: MIT
#include "eval/retrieval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "search/dots.h"

const char *const retrieval_key[RETRIEVAL_MEASURES] = {"top1",
                                                       "top5",
                                                       "map",
                                                       "recall10",
                                                       "recall100",
                                                       "auc",
                                                       "tar_at_far_1e-1",
                                                       "tar_at_far_1e-2",
                                                       "tar_at_far_1e-3"};

enum { BINS = 65536, AT_ONCE = 16 };

struct verification { /* pairs by product, in bins of 2^-15 */
    uint64_t *same, *other;
};

static void *zeros(size_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static size_t bin_of(float s)
{
    double b = ((double)s + 1) * (BINS / 2);
    return b < 0 ? 0 : b >= BINS ? BINS - 1 : (size_t)b;
}

static enum st check(const struct vectors *x, const char *what, struct err *e)
{
    if (!x->n || x->n >= UINT32_MAX || x->dims < 1) {
        return err_set(e, ST_RANGE, "%s of %zu vectors with %d dimensions", what, x->n, x->dims);
    }
    for (size_t i = 0; i < x->n; i++) {
        double sum = 0;
        for (int d = 0; d < x->dims; d++) {
            double v = (double)x->v[i * (size_t)x->dims + (size_t)d];
            sum += v * v;
        }
        if (!(fabs(sqrt(sum) - 1) <= 1e-3)) {
            return err_set(e, ST_RANGE, "vector %zu of the %s has length %g, not 1", i, what,
                           sqrt(sum));
        }
    }
    return ST_OK;
}

static int falling(const void *x, const void *y)
{
    float a = *(const float *)x, b = *(const float *)y;
    return a > b ? -1 : a < b;
}

/* What is needed for one query's list. */
struct bench {
    float *right; /* scores of right ones, falling */
    uint32_t *
        ahead; /* how many wrong ones go in between: ahead[j] have right ones 0..j-1 before them, and j behind */
};

/* right[0..R-1] falling: before which of them does a wrong one of this score go? Of equal scores the wrong one is first. */
static size_t place(const float *right, size_t n, float score)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (right[mid] <= score) {
            hi = mid;
        } else {
            lo = mid + 1;
        }
    }
    return lo;
}

/* skip: the query's own row, or gallery->n */
static void rank_one(struct retrieval *r, struct bench *b, struct verification *v, size_t at,
                     uint32_t label, const struct vectors *g, const float *score, size_t skip)
{
    struct retrieved *out = &r->of[at];
    *out = (struct retrieved){
        .wrong = UINT32_MAX, .right = UINT32_MAX, .wrong_score = -2, .right_score = -2};
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++) {
        if (i == skip) {
            continue;
        }
        bool same = g->label[i] == label;
        float *best = same ? &out->right_score : &out->wrong_score;
        if (score[i] > *best) {
            *best = score[i];
            *(same ? &out->right : &out->wrong) = (uint32_t)i;
        }
        (same ? v->same : v->other)[bin_of(score[i])]++;
        if (same) {
            b->right[n++] = score[i];
        }
    }
    out->relevant = (uint32_t)n;
    if (!n) {
        return;
    }
    qsort(b->right, n, sizeof *b->right, falling);
    memset(b->ahead, 0, (n + 1) * sizeof *b->ahead);
    for (size_t i = 0; i < g->n; i++) {
        if (i != skip && g->label[i] != label) {
            b->ahead[place(b->right, n, score[i])]++;
        }
    }
    double *num = r->num + at * RETRIEVAL_MEASURES, *den = r->den + at * RETRIEVAL_MEASURES, ap = 0;
    size_t wrong = 0, in10 = 0, in100 = 0;
    for (size_t j = 0; j < n; j++) {
        wrong += b->ahead[j];
        size_t rank = wrong + j + 1;
        out->rank = j ? out->rank : (uint32_t)rank;
        ap += (double)(j + 1) / (double)rank;
        in10 += rank <= 10;
        in100 += rank <= 100;
    }
    num[RETRIEVAL_TOP1] = out->rank == 1;
    num[RETRIEVAL_TOP5] = out->rank <= 5;
    num[RETRIEVAL_MAP] = ap / (double)n;
    num[RETRIEVAL_RECALL10] = (double)in10 / (double)n;
    num[RETRIEVAL_RECALL100] = (double)in100 / (double)n;
    for (int k = 0; k <= RETRIEVAL_RECALL100; k++) {
        den[k] = 1;
    }
    r->answered++;
}

/* The threshold's bin at which at most far * all are accepted; BINS if there are too few to say. */
static size_t bin_at_far(const uint64_t *other, uint64_t all, double far)
{
    if ((double)all * far < 1) {
        return BINS;
    }
    uint64_t accepted = 0;
    size_t b = BINS;
    while (b && (double)(accepted + other[b - 1]) <= far * (double)all) {
        accepted += other[--b];
    }
    return b;
}

static double threshold_of(size_t b)
{
    return b >= BINS ? 2 : (double)b / (BINS / 2) - 1;
}

static void draw_roc(struct retrieval *r, const struct verification *v)
{
    uint64_t other = 0, same = 0;
    double nearest = 3;
    int at = 0;
    for (int i = 0; i < ROC_POINTS; i++) {
        r->far[i] = pow(10, -5 + 5.0 * i / (ROC_POINTS - 1));
        r->tar[i] = NAN;
    }
    for (size_t b = BINS; b-- > 0;) {
        double far0 = (double)other / (double)(r->other ? r->other : 1),
               tar0 = (double)same / (double)(r->same ? r->same : 1);
        double apart = fabs((1 - tar0) - far0);
        if (apart < nearest) {
            nearest = apart;
            r->eer = ((1 - tar0) + far0) / 2;
            r->eer_threshold = threshold_of(b + 1);
        }
        other += v->other[b];
        same += v->same[b];
        /* points whose false alarms are reached within this bin have what was accepted before it */
        for (; at < ROC_POINTS && (double)other > r->far[at] * (double)r->other; at++) {
            r->tar[at] = (double)r->other * r->far[at] < 1 ? (double)NAN : tar0;
        }
    }
    for (; at < ROC_POINTS; at++) {
        r->tar[at] = 1;
    }
}

/* Same pairs once more, now that it is known how the others lie. */
static void verify(struct retrieval *r, const struct vectors *q, const struct vectors *g,
                   const struct verification *v)
{
    double *below = zeros(BINS, sizeof *below);
    size_t bin[3];
    uint64_t sum = 0;
    for (size_t b = 0; b < BINS; b++) {
        below[b] = r->other ? ((double)sum + (double)v->other[b] / 2) / (double)r->other : 0;
        sum += v->other[b];
    }
    for (int k = 0; k < 3; k++) {
        bin[k] = bin_at_far(v->other, r->other, pow(10, -1 - k));
        r->threshold[k] = threshold_of(bin[k]);
    }
    for (size_t i = 0; i < q->n && r->other; i++) {
        double *num = r->num + i * RETRIEVAL_MEASURES, *den = r->den + i * RETRIEVAL_MEASURES;
        for (size_t j = 0; j < g->n && r->of[i].relevant; j++) {
            if (g->label[j] != q->label[i] || (r->left_one_out && i == j)) {
                continue;
            }
            size_t b =
                bin_of(dots_one(q->v + i * (size_t)q->dims, g->v + j * (size_t)g->dims, g->dims));
            num[RETRIEVAL_AUC] += below[b];
            den[RETRIEVAL_AUC]++;
            for (int k = 0; k < 3; k++) {
                num[RETRIEVAL_TAR_1 + k] += b >= bin[k];
                den[RETRIEVAL_TAR_1 + k]++;
            }
        }
    }
    free(below);
}

enum st retrieval_run(const struct vectors *queries, const struct vectors *gallery,
                      void (*progress)(void *ctx, size_t done), void *ctx, struct retrieval *out,
                      struct err *e)
{
    const struct vectors *g = gallery ? gallery : queries;
    *out = (struct retrieval){0};
    enum st st = check(queries, "queries", e);
    st = st || !gallery ? st : check(gallery, "gallery", e);
    if (!st && queries->dims != g->dims) {
        st = err_set(e, ST_RANGE, "queries have %d dimensions, the gallery %d", queries->dims,
                     g->dims);
    }
    if (st) {
        return st;
    }
    *out = (struct retrieval){.n = queries->n, .gallery = g->n, .left_one_out = !gallery};
    out->num = zeros(size_mul(queries->n, RETRIEVAL_MEASURES), sizeof *out->num);
    out->den = zeros(size_mul(queries->n, RETRIEVAL_MEASURES), sizeof *out->den);
    out->of = zeros(queries->n, sizeof *out->of);
    struct bench b = {zeros(g->n, sizeof *b.right), zeros(g->n, sizeof *b.ahead)};
    struct verification v = {zeros(BINS, sizeof *v.same), zeros(BINS, sizeof *v.other)};
    float *score = zeros(size_mul(AT_ONCE, g->n), sizeof *score);
    for (size_t i = 0; i < queries->n; i += AT_ONCE) {
        size_t m = queries->n - i < AT_ONCE ? queries->n - i : AT_ONCE;
        dots_all(queries->v + i * (size_t)queries->dims, m, g->v, g->n, g->dims, score);
        for (size_t k = 0; k < m; k++) {
            rank_one(out, &b, &v, i + k, queries->label[i + k], g, score + k * g->n,
                     gallery ? g->n : i + k);
        }
        if (progress) {
            progress(ctx, i + m);
        }
    }
    for (size_t k = 0; k < BINS; k++) {
        out->same += v.same[k];
        out->other += v.other[k];
    }
    if (!out->answered) {
        st = err_set(e, ST_RANGE,
                     "no query has a picture of the same class to find (are classes named alike on "
                     "both sides?)");
    } else {
        verify(out, queries, g, &v);
        draw_roc(out, &v);
    }
    free(score);
    free(v.same);
    free(v.other);
    free(b.right);
    free(b.ahead);
    if (st) {
        retrieval_release(out);
    }
    return st;
}

void retrieval_release(struct retrieval *r)
{
    if (r) {
        free(r->num);
        free(r->den);
        free(r->of);
        *r = (struct retrieval){0};
    }
}
