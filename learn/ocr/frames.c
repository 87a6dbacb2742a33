// SPDX-License-Identifier: MIT
/*
 * Letters as in loss/ctc.c: S = 2 n + 1 states, blank between the classes, alpha_t(s) the sum over alignments
 * that stand in s at t.
 *
 * The forward sum keeps alpha itself, scaled in each frame to sum 1 (Rabiner 1989, section V.A), which needs
 * no logarithm in the inner loop; states that cannot reach the end in time are left out first. Where a
 * double's range does not do, the sum is done once more in logarithms.
 */
#include "ocr/frames.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/simd.h"
#include "base/st.h"

#define NEVER (-HUGE_VAL)

static void *room(void *p, size_t *cap, size_t n, size_t size)
{
    if (n > *cap) {
        free(p);
        p = malloc(size_mul(n, size));
        if (!p) {
            BUG("out of memory");
        }
        *cap = n;
    }
    return p;
}

/* out = exp((x - top) scale), x <= top: 2^(n + r), |r| <= 1/2, 2^r by its series to the sixth power (relative
 * error 1e-7), 2^n put into the exponent. Below e^-80 it is 0 as good as. */
VEC static void exp_row(const float *x, int64_t n, float top, float scale, float *out)
{
    const float log2e = 1.44269504f * scale;
    for (int64_t k = 0; k < n; k++) {
        float v = (x[k] - top) * log2e;
        v = v > -115.0f ? v : -115.0f;
        float whole = (v + 12582912.0f) - 12582912.0f; /* to the nearest: 1.5 * 2^23 */
        float r = v - whole;
        float p = 1.5403530e-4f;
        p = p * r + 1.3333558e-3f;
        p = p * r + 9.6181291e-3f;
        p = p * r + 5.5504109e-2f;
        p = p * r + 2.4022651e-1f;
        p = p * r + 6.9314718e-1f;
        p = p * r + 1.0f;
        union {
            int32_t i;
            float f;
        } two = {.i = ((int32_t)whole + 127) << 23};
        out[k] = p * two.f;
    }
}

void frames_set(struct frames *f, const float *logits, int64_t t, int64_t stride, int64_t c,
                double temperature)
{
    f->logits = logits;
    f->t = t;
    f->stride = stride;
    f->c = c;
    f->scale = 1 / temperature;
    f->norm = room(f->norm, &f->cap, (size_t)t, sizeof *f->norm);
    f->exps = room(f->exps, &f->cap_exps, (size_t)c, sizeof *f->exps);
    for (int64_t i = 0; i < t; i++) {
        const float *x = logits + i * stride;
        float top = x[0];
        for (int64_t k = 1; k < c; k++) {
            top = x[k] > top ? x[k] : top;
        }
        exp_row(x, c, top, (float)f->scale, f->exps);
        double sum[4] = {0};
        int64_t k = 0;
        for (; k + 4 <= c; k += 4) {
            for (int q = 0; q < 4; q++) {
                sum[q] += (double)f->exps[k + q];
            }
        }
        for (; k < c; k++) {
            sum[0] += (double)f->exps[k];
        }
        f->norm[i] = (double)top * f->scale + log(sum[0] + sum[1] + sum[2] + sum[3]);
    }
}

void frames_release(struct frames *f)
{
    free(f->norm);
    free(f->alpha);
    free(f->exps);
    free(f->back);
    *f = (struct frames){0};
}

static int too_few(const struct frames *f, const int32_t *label, size_t n)
{
    size_t need = n;
    for (size_t i = 1; i < n; i++) {
        need += label[i] == label[i - 1];
    }
    return (int64_t)need > f->t || f->t < 1;
}

static int32_t state_class(const int32_t *label, size_t s)
{
    return s % 2 ? label[s / 2] : 0;
}

/* Over the blank between two different classes. */
static int may_skip(const int32_t *label, size_t s)
{
    return s % 2 && s >= 3 && label[s / 2] != label[s / 2 - 1];
}

static double log_add(double a, double b)
{
    double hi = a > b ? a : b, lo = a > b ? b : a;
    return lo == NEVER ? hi : hi + log1p(exp(lo - hi));
}

/* One array for both frames: states are filled from the last, so that those before still hold the frame
 * before. */
static double sum_scaled(struct frames *f, const int32_t *label, size_t n)
{
    size_t states = 2 * n + 1;
    double *a = f->alpha, log_p = 0;
    memset(a, 0, states * sizeof *a);
    a[0] = 1; /* before the first frame: what may move on to states 0 and 1 */
    for (int64_t t = 0; t < f->t; t++) {
        double blank = exp(frames_log_y(f, t, 0)), sum = 0;
        int64_t must = (int64_t)states - 2 - 2 * (f->t - 1 - t);
        size_t from = must > 0 ? (size_t)must : 0, last = 2 * (size_t)t + 1;
        last = last < states ? last : states - 1;
        for (size_t s = last + 1; s-- > from;) {
            double v = a[s] + (s ? a[s - 1] : 0) + (may_skip(label, s) ? a[s - 2] : 0);
            a[s] = v == 0 ? 0 : v * (s % 2 ? exp(frames_log_y(f, t, label[s / 2])) : blank);
            sum += a[s];
        }
        for (size_t s = 0; s < from; s++) {
            a[s] = 0;
        }
        if (!(sum > 0x1p-900)) {
            return NEVER;
        }
        for (size_t s = from; s <= last; s++) {
            a[s] /= sum;
        }
        log_p += log(sum);
    }
    double p = a[states - 1] + (n ? a[states - 2] : 0);
    return p > 0x1p-800 ? log_p + log(p) : NEVER;
}

static double sum_logs(struct frames *f, const int32_t *label, size_t n)
{
    size_t states = 2 * n + 1;
    double *a = f->alpha;
    for (size_t s = 0; s < states; s++) {
        a[s] = s ? NEVER : 0;
    }
    for (int64_t t = 0; t < f->t; t++) {
        for (size_t s = states; s-- > 0;) {
            double v = s ? log_add(a[s], a[s - 1]) : a[s];
            v = may_skip(label, s) ? log_add(v, a[s - 2]) : v;
            a[s] = v == NEVER ? NEVER : v + frames_log_y(f, t, state_class(label, s));
        }
    }
    return n ? log_add(a[states - 1], a[states - 2]) : a[0];
}

double frames_log_p(struct frames *f, const int32_t *label, size_t n)
{
    if (too_few(f, label, n)) {
        return NEVER;
    }
    f->alpha = room(f->alpha, &f->cap_alpha, 2 * n + 1, sizeof *f->alpha);
    double p = sum_scaled(f, label, n);
    return p > NEVER ? p : sum_logs(f, label, n);
}

double frames_align(struct frames *f, const int32_t *label, size_t n, int32_t *frame, float *confidence)
{
    size_t states = 2 * n + 1;
    if (too_few(f, label, n)) {
        return NEVER;
    }
    f->alpha = room(f->alpha, &f->cap_alpha, states, sizeof *f->alpha);
    f->back = room(f->back, &f->cap_back, size_mul((size_t)f->t, states), 1);
    double *a = f->alpha;
    for (size_t s = 0; s < states; s++) {
        a[s] = s ? NEVER : 0;
    }
    for (int64_t t = 0; t < f->t; t++) {
        for (size_t s = states; s-- > 0;) { /* how many states back it came from: 0, 1, 2 */
            unsigned char step = 0;
            double best = a[s];
            if (s && a[s - 1] > best) {
                best = a[s - 1];
                step = 1;
            }
            if (may_skip(label, s) && a[s - 2] > best) {
                best = a[s - 2];
                step = 2;
            }
            f->back[(size_t)t * states + s] = step;
            a[s] = best == NEVER ? NEVER : best + frames_log_y(f, t, state_class(label, s));
        }
    }
    size_t s = n && a[states - 2] > a[states - 1] ? states - 2 : states - 1;
    double log_p = a[s], surest = NEVER;
    for (int64_t t = f->t - 1; t >= 0; t--) {
        double y = s % 2 ? frames_log_y(f, t, label[s / 2]) : NEVER;
        if (y > surest) {
            surest = y;
            if (frame) {
                frame[s / 2] = (int32_t)t;
            }
            if (confidence) {
                confidence[s / 2] = (float)exp(y);
            }
        }
        unsigned char step = f->back[(size_t)t * states + s];
        surest = step ? NEVER : surest; /* the next one back is another class */
        s -= step;
    }
    return log_p;
}
