// SPDX-License-Identifier: MIT
/*
 * CTC by the forward-backward algorithm in the logarithm.
 *
 * A label of L classes becomes the path z of S = 2 L + 1 states: blank, l1, blank, l2, ..., blank. With y_t(k) the
 * softmax of frame t,
 *
 *   alpha_t(s) = y_t(z_s) (alpha_{t-1}(s) + alpha_{t-1}(s-1) + [z_s not blank and z_s != z_{s-2}] alpha_{t-1}(s-2))
 *   beta_t(s)  = the same from the end, without y_t          (so that alpha beta counts y_t once)
 *   p          = sum over s of alpha_t(s) beta_t(s)          at any t
 *   d(-ln p) / d logit_t(k) = y_t(k) - (1 / p) sum over s with z_s = k of alpha_t(s) beta_t(s)
 *
 * Deviation from the paper: beta without y_t, which saves the division by y in eq. 16, that loses digits where y is
 * tiny; and sums in double. Cost O(T (S + C)) a line.
 *
 * Two ways, the same numbers. The quick one keeps alpha and beta themselves, scaled in each frame to sum 1, so that it
 * needs no logarithm inside the loops (Rabiner 1989, section V.A). States that cannot end in time are left out
 * before scaling. What is then still 2^-900 of its frame's sum is lost; if so much of p went that way that p comes out
 * below 2^-800 of the product of scales, or the line is longer than such sums are good for, the other way is taken:
 * everything in logarithms, some eight times slower.
 */
#include "loss/ctc.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/st.h"

#define NEVER (-HUGE_VAL)
enum { MAX_SCALED = 1000 }; /* frames */

static double log_add(double a, double b)
{
    double hi = a > b ? a : b, lo = a > b ? b : a;
    return lo == NEVER ? hi : hi + log1p(exp(lo - hi));
}

/* One line; arrays are strided by `stride` floats from frame to frame. */
struct line {
    const float *logits;
    float *grad; /* or NULL */
    int64_t stride, frames, all_frames, classes;
    const int32_t *label;
    int64_t length;
    double weight;
};

struct scratch {
    double *log_y;    /* (frames, classes); the quick way keeps y itself here */
    double *alpha;    /* (frames, states) */
    double *beta[2];  /* (states), of this frame and the next */
    double *occupied; /* (classes) */
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static void log_softmax(const float *x, int64_t n, double *out)
{
    double top = (double)x[0], sum = 0;
    for (int64_t k = 1; k < n; k++) {
        top = (double)x[k] > top ? (double)x[k] : top;
    }
    for (int64_t k = 0; k < n; k++) {
        sum += exp((double)x[k] - top);
    }
    double norm = top + log(sum);
    for (int64_t k = 0; k < n; k++) {
        out[k] = (double)x[k] - norm;
    }
}

static void softmax(const float *x, int64_t n, double *out)
{
    float top = x[0];
    double sum = 0;
    for (int64_t k = 1; k < n; k++) {
        top = x[k] > top ? x[k] : top;
    }
    for (int64_t k = 0; k < n; k++) {
        out[k] = exp((double)x[k] - (double)top);
        sum += out[k];
    }
    for (int64_t k = 0; k < n; k++) {
        out[k] /= sum;
    }
}

static int32_t state_class(const struct line *l, int64_t s)
{
    return s % 2 ? l->label[s / 2] : 0;
}

/* Whether a path may go from state s - 2 to s: over the blank between two different classes. */
static int may_skip(const struct line *l, int64_t s)
{
    return s % 2 && s >= 3 && l->label[s / 2] != l->label[s / 2 - 1];
}

static int64_t frames_needed(const struct line *l)
{
    int64_t n = l->length;
    for (int64_t i = 1; i < l->length; i++) {
        n += l->label[i] == l->label[i - 1];
    }
    return n;
}

/* Fills alpha; returns ln p. */
static double forward(const struct line *l, const struct scratch *m)
{
    int64_t states = 2 * l->length + 1;
    for (int64_t t = 0; t < l->frames; t++) {
        const double *y = m->log_y + t * l->classes, *before = m->alpha + (t - 1) * states;
        double *a = m->alpha + t * states;
        for (int64_t s = 0; s < states; s++) {
            double sum = t ? before[s] : s < 2 ? 0 : NEVER;
            if (t && s) {
                sum = log_add(sum, before[s - 1]);
            }
            if (t && may_skip(l, s)) {
                sum = log_add(sum, before[s - 2]);
            }
            a[s] = sum == NEVER ? NEVER : sum + y[state_class(l, s)];
        }
    }
    const double *last = m->alpha + (l->frames - 1) * states;
    return states > 1 ? log_add(last[states - 1], last[states - 2]) : last[0];
}

/* beta of frame t from that of t + 1. */
static void step_back(const struct line *l, const double *y_next, const double *next, double *b)
{
    int64_t states = 2 * l->length + 1;
    for (int64_t s = 0; s < states; s++) {
        double sum = next[s] == NEVER ? NEVER : next[s] + y_next[state_class(l, s)];
        if (s + 1 < states && next[s + 1] != NEVER) {
            sum = log_add(sum, next[s + 1] + y_next[state_class(l, s + 1)]);
        }
        if (s + 2 < states && may_skip(l, s + 2) && next[s + 2] != NEVER) {
            sum = log_add(sum, next[s + 2] + y_next[state_class(l, s + 2)]);
        }
        b[s] = sum;
    }
}

static void backward(const struct line *l, const struct scratch *m, double log_p)
{
    int64_t states = 2 * l->length + 1;
    double *b = m->beta[0], *next = m->beta[1];
    for (int64_t t = l->frames - 1; t >= 0; t--) {
        const double *y = m->log_y + t * l->classes, *a = m->alpha + t * states;
        if (t == l->frames - 1) {
            for (int64_t s = 0; s < states; s++) {
                b[s] = s >= states - 2 ? 0 : NEVER;
            }
        } else {
            step_back(l, y + l->classes, next, b);
        }
        memset(m->occupied, 0, (size_t)l->classes * sizeof *m->occupied);
        for (int64_t s = 0; s < states; s++) {
            if (a[s] != NEVER && b[s] != NEVER) {
                m->occupied[state_class(l, s)] += exp(a[s] + b[s] - log_p);
            }
        }
        float *g = l->grad + t * l->stride;
        for (int64_t k = 0; k < l->classes; k++) {
            g[k] = (float)(l->weight * (exp(y[k]) - m->occupied[k]));
        }
        double *swap = b;
        b = next;
        next = swap;
    }
}

/* --- the quick way -------------------------------------------------------------------------------- */

/* First state from which the end can still be reached at frame t: two states a frame. */
static int64_t first_state(const struct line *l, int64_t t)
{
    int64_t s = 2 * l->length - 1 - 2 * (l->frames - 1 - t);
    return s > 0 ? s : 0;
}

/* Fills alpha, each frame's sum 1; returns ln p, or NEVER if p got lost. */
static double forward_scaled(const struct line *l, const struct scratch *m)
{
    int64_t states = 2 * l->length + 1;
    double log_p = 0;
    for (int64_t t = 0; t < l->frames; t++) {
        const double *y = m->log_y + t * l->classes, *before = m->alpha + (t - 1) * states;
        double *a = m->alpha + t * states, sum = 0;
        int64_t from = first_state(l, t);
        memset(a, 0, (size_t)states * sizeof *a);
        for (int64_t s = from; s < states && s < 2 * t + 2; s++) {
            double v = t ? before[s] : 1;
            if (t && s) {
                v += before[s - 1] + (may_skip(l, s) ? before[s - 2] : 0);
            }
            a[s] = v * y[state_class(l, s)];
            sum += a[s];
        }
        if (!(sum > 0x1p-900)) {
            return NEVER;
        }
        for (int64_t s = from; s < states; s++) {
            a[s] /= sum;
        }
        log_p += log(sum);
    }
    const double *last = m->alpha + (l->frames - 1) * states;
    double p = last[states - 1] + (states > 1 ? last[states - 2] : 0);
    return p > 0x1p-800 ? log_p + log(p) : NEVER;
}

static void backward_scaled(const struct line *l, const struct scratch *m)
{
    int64_t states = 2 * l->length + 1;
    double *b = m->beta[0], *next = m->beta[1];
    for (int64_t t = l->frames - 1; t >= 0; t--) {
        const double *y = m->log_y + t * l->classes, *a = m->alpha + t * states;
        double sum = 0, both = 0;
        for (int64_t s = 0; s < states; s++) {
            if (t == l->frames - 1) {
                b[s] = s >= states - 2;
            } else {
                const double *y1 = y + l->classes;
                b[s] = next[s] * y1[state_class(l, s)];
                b[s] += s + 1 < states ? next[s + 1] * y1[state_class(l, s + 1)] : 0;
                b[s] += s + 2 < states && may_skip(l, s + 2) ? next[s + 2] * y1[state_class(l, s + 2)] : 0;
            }
            sum += b[s];
        }
        memset(m->occupied, 0, (size_t)l->classes * sizeof *m->occupied);
        for (int64_t s = 0; s < states; s++) {
            b[s] /= sum;
            m->occupied[state_class(l, s)] += a[s] * b[s];
            both += a[s] * b[s];
        }
        float *g = l->grad + t * l->stride;
        for (int64_t k = 0; k < l->classes; k++) {
            g[k] = (float)(l->weight * (y[k] - m->occupied[k] / both));
        }
        double *swap = b;
        b = next;
        next = swap;
    }
}

static void clear_grad(const struct line *l, int64_t from)
{
    for (int64_t t = from; l->grad && t < l->all_frames; t++) {
        memset(l->grad + t * l->stride, 0, (size_t)l->classes * sizeof *l->grad);
    }
}

static double one_line(const struct line *l, const struct scratch *m)
{
    if (frames_needed(l) > l->frames) {
        clear_grad(l, 0);
        return HUGE_VAL;
    }
    for (int64_t t = 0; t < l->frames; t++) {
        softmax(l->logits + t * l->stride, l->classes, m->log_y + t * l->classes);
    }
    double log_p = l->frames <= MAX_SCALED ? forward_scaled(l, m) : NEVER;
    if (log_p > NEVER) {
        if (l->grad) {
            backward_scaled(l, m);
            clear_grad(l, l->frames);
        }
        return -log_p * l->weight;
    }
    for (int64_t t = 0; t < l->frames; t++) {
        log_softmax(l->logits + t * l->stride, l->classes, m->log_y + t * l->classes);
    }
    log_p = forward(l, m);
    if (!(log_p > NEVER)) { /* not finite logits */
        clear_grad(l, 0);
        return HUGE_VAL;
    }
    if (l->grad) {
        backward(l, m, log_p);
        clear_grad(l, l->frames);
    }
    return -log_p * l->weight;
}

/* --- the batch ------------------------------------------------------------------------------------ */

struct work {
    const float *logits;
    float *grad;
    int64_t t, n, c, longest;
    const int32_t *frames, *label, *lengths;
    const int64_t *start; /* of each label */
    const float *weight;
    double *loss;
    int worker, workers;
};

static void *run(void *arg)
{
    const struct work *w = arg;
    size_t states = 2 * (size_t)w->longest + 1;
    struct scratch m = {
        .log_y = must(malloc((size_t)w->t * (size_t)w->c * sizeof(double))),
        .alpha = must(malloc((size_t)w->t * states * sizeof(double))),
        .beta = {must(malloc(states * sizeof(double))), must(malloc(states * sizeof(double)))},
        .occupied = must(malloc((size_t)w->c * sizeof(double))),
    };
    for (int64_t i = w->worker; i < w->n; i += w->workers) {
        struct line l = {.logits = w->logits + i * w->c, .grad = w->grad ? w->grad + i * w->c : NULL,
                         .stride = w->n * w->c, .frames = w->frames[i], .all_frames = w->t, .classes = w->c,
                         .label = w->label + w->start[i], .length = w->lengths[i],
                         .weight = w->weight ? (double)w->weight[i] : 1};
        w->loss[i] = one_line(&l, &m);
    }
    free(m.log_y);
    free(m.alpha);
    free(m.beta[0]);
    free(m.beta[1]);
    free(m.occupied);
    return NULL;
}

double ctc_loss(const float *logits, int64_t t, int64_t n, int64_t c, const int32_t *frames, const int32_t *label,
                const int32_t *lengths, const float *weight, float *grad, double *loss, int threads)
{
    enum { MAX_THREADS = 64 };
    struct work w[MAX_THREADS];
    pthread_t thread[MAX_THREADS];
    int64_t *start = must(malloc(((size_t)n + 1) * sizeof *start)), longest = 0;
    start[0] = 0;
    for (int64_t i = 0; i < n; i++) {
        start[i + 1] = start[i] + lengths[i];
        longest = lengths[i] > longest ? lengths[i] : longest;
    }
    threads = threads < 1 ? 1 : threads > MAX_THREADS ? MAX_THREADS : threads;
    threads = threads > n ? (int)n : threads;
    int started = 0;
    for (int k = 0; k < threads; k++) {
        w[k] = (struct work){logits, grad, t, n, c, longest, frames, label, lengths, start, weight, loss, k, threads};
    }
    while (started + 1 < threads && !pthread_create(&thread[started], NULL, run, &w[started + 1])) {
        started++;
    }
    for (int k = 0; k < threads; k++) { /* the first, and those that could not be started */
        if (k == 0 || k > started) {
            run(&w[k]);
        }
    }
    for (int k = 0; k < started; k++) {
        pthread_join(thread[k], NULL);
    }
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += isfinite(loss[i]) ? loss[i] : 0;
    }
    free(start);
    return sum;
}

size_t ctc_greedy(const float *logits, int64_t t, int64_t stride, int64_t c, int32_t *out, float *confidence)
{
    size_t n = 0;
    int32_t last = 0;
    for (int64_t i = 0; i < t; i++) {
        const float *x = logits + i * stride;
        int32_t best = 0;
        for (int64_t k = 1; k < c; k++) {
            best = x[k] > x[best] ? (int32_t)k : best;
        }
        if (best && (confidence || best != last)) {
            double sum = 0;
            for (int64_t k = 0; k < c && confidence; k++) {
                sum += exp((double)(x[k] - x[best]));
            }
            float p = confidence ? (float)(1 / sum) : 0;
            if (best != last) {
                out[n] = best;
                if (confidence) {
                    confidence[n] = p;
                }
                n++;
            } else if (confidence && n && p > confidence[n - 1]) {
                confidence[n - 1] = p; /* of its surest frame */
            }
        }
        last = best;
    }
    return n;
}
