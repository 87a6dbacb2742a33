// SPDX-License-Identifier: MIT
#include "eval/cleaning.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "eval/clink.h"
#include "search/dots.h"

enum { BINS = 4096, PAIRS = 4000000 };

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

/* The vectors of one label, one behind the other. */
struct group {
    const float *v;
    int dims;
};

static void distances(void *ctx, size_t i, float *out)
{
    const struct group *g = ctx;
    dots_all(g->v + i * (size_t)g->dims, 1, g->v, i, g->dims, out);
    for (size_t j = 0; j < i; j++) {
        out[j] = 1 - out[j] > 0 ? 1 - out[j] : 0;
    }
}

struct sized {
    uint32_t cluster, size;
};

static int largest_first(const void *x, const void *y)
{
    const struct sized *a = x, *b = y; /* clusters are numbered in order of first pictures */
    return a->size != b->size        ? (a->size > b->size ? -1 : 1)
           : a->cluster < b->cluster ? -1
                                     : a->cluster > b->cluster;
}

/* which: the n pictures of a label */
static void clean_label(const struct vectors *v, const uint32_t *which, size_t n, float least,
                        struct cleaned *out)
{
    size_t m = (size_t)v->dims;
    float *here = must(malloc(size_mul(n * m + 1, sizeof *here)));
    uint32_t *cluster = must(malloc((n + 1) * sizeof *cluster)),
             *rank = must(malloc((n + 1) * sizeof *rank));
    for (size_t i = 0; i < n; i++) {
        memcpy(here + i * m, v->v + which[i] * m, m * sizeof *here);
    }
    struct clink c;
    struct group g = {here, v->dims};
    clink_run(n, distances, &g, 1 - least, &c);
    size_t k = clink_cut(&c, 1 - least, cluster);
    struct sized *s = must(calloc(k + 1, sizeof *s));
    for (size_t i = 0; i < n; i++) {
        s[cluster[i]].cluster = cluster[i];
        s[cluster[i]].size++;
    }
    qsort(s, k, sizeof *s, largest_first);
    for (size_t i = 0; i < k; i++) {
        rank[s[i].cluster] = (uint32_t)i;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t r = rank[cluster[i]];
        out[which[i]] =
            (struct cleaned){.wrong = r > 0, .cluster = r, .size = s[r].size, .better = UINT32_MAX};
    }
    clink_release(&c);
    free(s);
    free(rank);
    free(cluster);
    free(here);
}

/* Mean directions of what each label keeps, and how every picture lies to them. */
static void compare_means(const struct vectors *v, size_t classes, struct cleaned *out)
{
    size_t m = (size_t)v->dims;
    float *mean = must(calloc(size_mul(classes, m) + 1, sizeof *mean)),
          *score = must(malloc((classes + 1) * sizeof *score));
    bool *used = must(calloc(classes + 1, sizeof *used));
    for (size_t i = 0; i < v->n; i++) {
        for (size_t d = 0; d < m && !out[i].wrong; d++) {
            mean[v->label[i] * m + d] += v->v[i * m + d];
            used[v->label[i]] = true;
        }
    }
    for (size_t c = 0; c < classes; c++) {
        double sum = 0;
        for (size_t d = 0; d < m; d++) {
            sum += (double)mean[c * m + d] * (double)mean[c * m + d];
        }
        for (size_t d = 0; d < m && sum > 0; d++) {
            mean[c * m + d] /= (float)sqrt(sum);
        }
    }
    for (size_t i = 0; i < v->n; i++) {
        dots_all(v->v + i * m, 1, mean, classes, v->dims, score);
        out[i].score = score[v->label[i]];
        for (size_t c = 0; c < classes; c++) {
            if (used[c] && c != v->label[i] &&
                (out[i].better == UINT32_MAX || score[c] > out[i].better_score)) {
                out[i].better = (uint32_t)c;
                out[i].better_score = score[c];
            }
        }
    }
    free(used);
    free(score);
    free(mean);
}

void cleaning_run(const struct vectors *v, size_t classes, float least, struct cleaned *out)
{
    uint32_t *which = must(malloc((v->n + 1) * sizeof *which));
    size_t *at =
        must(calloc(classes + 2, sizeof *at)); /* where each label's pictures begin in `which` */
    for (size_t i = 0; i < v->n; i++) {
        at[v->label[i] + 2]++;
    }
    for (size_t c = 2; c <= classes; c++) {
        at[c] += at[c - 1];
    }
    for (size_t i = 0; i < v->n; i++) {
        which[at[v->label[i] + 1]++] = (uint32_t)i;
    }
    for (size_t c = 0; c < classes; c++) {
        clean_label(v, which + at[c], at[c + 1] - at[c], least, out);
    }
    compare_means(v, classes, out);
    free(at);
    free(which);
}

float cleaning_least(const struct vectors *v, double far)
{
    uint64_t count[BINS] = {0}, all = 0, over = 0;
    double pairs = (double)v->n * ((double)v->n - 1) / 2;
    uint64_t step = pairs > PAIRS ? (uint64_t)(pairs / PAIRS) : 1, at = 0;
    size_t m = (size_t)v->dims;
    for (size_t i = 1; i < v->n; i++) {
        for (size_t j = 0; j < i; j++, at++) {
            if (at % step || v->label[i] == v->label[j]) {
                continue;
            }
            double b = ((double)dots_one(v->v + i * m, v->v + j * m, v->dims) + 1) * (BINS / 2);
            count[b < 0 ? 0 : b >= BINS ? BINS - 1 : (size_t)b]++;
            all++;
        }
    }
    size_t b = BINS;
    while (b && (double)(over + count[b - 1]) <= far * (double)all) {
        over += count[--b];
    }
    return (float)b / (BINS / 2) - 1;
}

static size_t agreement(const struct cleaned *c, size_t n)
{
    size_t agree = 0;
    for (size_t i = 0; i < n; i++) {
        bool own = c[i].better == UINT32_MAX || c[i].score >= c[i].better_score;
        agree += own != c[i].wrong;
    }
    return agree;
}

static size_t kept(const struct cleaned *c, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        k += !c[i].wrong;
    }
    return k;
}

float cleaning_choose(const struct vectors *v, size_t classes,
                      void (*progress)(void *ctx, int done, int of), void *ctx)
{
    static const double far[] = {0.95, 0.9, 0.8, 0.7,  0.6,  0.5,  0.4,
                                 0.3,  0.2, 0.1, 0.03, 0.01, 0.001};
    enum { TRIALS = sizeof far / sizeof *far };
    struct cleaned *c = must(calloc(v->n + 1, sizeof *c));
    float best = -1;
    size_t most = 0;
    for (int k = 0; k < TRIALS; k++) {
        float least = cleaning_least(v, far[k]);
        cleaning_run(v, classes, least, c);
        size_t agree = agreement(c, v->n);
        if (agree > most && 2 * kept(c, v->n) >= v->n) {
            most = agree;
            best = least;
        }
        if (progress) {
            progress(ctx, k + 1, TRIALS);
        }
    }
    free(c);
    return best;
}

struct cleaning_score cleaning_judge(const struct cleaned *c, const bool *wrong, size_t n)
{
    struct cleaning_score s = {.pictures = n};
    for (size_t i = 0; i < n; i++) {
        s.wrong += wrong[i];
        s.proposed += c[i].wrong;
        s.both += wrong[i] && c[i].wrong;
    }
    s.precision = s.proposed ? (double)s.both / (double)s.proposed : 1;
    s.recall = s.wrong ? (double)s.both / (double)s.wrong : 1;
    return s;
}
