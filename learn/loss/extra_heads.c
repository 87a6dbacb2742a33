// SPDX-License-Identifier: MIT
#include "loss/extra_heads.h"

#include <math.h>

#include "base/st.h"

#define PI 3.14159265358979323846

/* One row of logits: -ln of the softmax at y; g becomes the softmax less one at y. */
static double classify_row(const float *z, int64_t classes, int32_t y, float *g, int64_t *best)
{
    double top = (double)z[0], sum = 0;
    *best = 0;
    for (int64_t c = 1; c < classes; c++) {
        if ((double)z[c] > top) {
            top = (double)z[c];
            *best = c;
        }
    }
    for (int64_t c = 0; c < classes; c++) {
        sum += exp((double)z[c] - top);
    }
    double log_sum = top + log(sum);
    for (int64_t c = 0; c < classes; c++) {
        g[c] = (float)(exp((double)z[c] - log_sum) - (c == y));
    }
    return log_sum - (double)z[y];
}

/* Sums so far -> means; gradients, too. */
static struct head_result mean_of(struct head_result r, double factor, float *g, int64_t n)
{
    double of = r.counted ? 1 / (double)r.counted : 0;
    for (int64_t i = 0; i < n; i++) {
        g[i] = (float)((double)g[i] * factor * of);
    }
    return (struct head_result){r.loss * of, r.counted, r.error * of};
}

struct head_result head_classify(const float *logits, int64_t n, int64_t classes,
                                 const int32_t *label, double factor, float *g)
{
    struct head_result r = {0};
    for (int64_t i = 0; i < n; i++) {
        float *gi = g + i * classes;
        int64_t best;
        if (label[i] >= classes) {
            BUG("label %d of %lld classes", (int)label[i], (long long)classes);
        }
        if (label[i] < 0) {
            for (int64_t c = 0; c < classes; c++) {
                gi[c] = 0;
            }
            continue;
        }
        r.loss += classify_row(logits + i * classes, classes, label[i], gi, &best);
        r.error += best != label[i];
        r.counted++;
    }
    return mean_of(r, factor, g, n * classes);
}

struct head_result head_regress(const float *x, const float *target, int64_t n, int64_t outputs,
                                double beta, double factor, float *g)
{
    struct head_result r = {0};
    for (int64_t i = 0; i < n * outputs; i++) {
        g[i] = 0;
        if (isnan(target[i])) {
            continue;
        }
        double d = (double)x[i] - (double)target[i], size = fabs(d);
        r.loss += size <= beta ? d * d / (2 * beta) : size - beta / 2;
        r.error += size;
        r.counted++;
        g[i] = (float)(size <= beta ? d / beta : d > 0 ? 1.0 : -1.0);
    }
    return mean_of(r, factor, g, n * outputs);
}

double head_angle_rad(const float x[2], int fold)
{
    return atan2((double)x[0], (double)x[1]) / (fold < 1 ? 1 : fold);
}

/* Angle between, the shorter way round. */
static double apart(double a, double b, int fold)
{
    double whole = 2 * PI / (fold < 1 ? 1 : fold);
    return fabs(remainder(a - b, whole));
}

struct head_result head_angle(const float *x, const float *target, int64_t n, int fold,
                              double factor, float *g)
{
    struct head_result r = {0};
    for (int64_t i = 0; i < n; i++) {
        const float *xi = x + 2 * i;
        g[2 * i] = g[2 * i + 1] = 0;
        if (isnan(target[i])) {
            continue;
        }
        double angle = (double)target[i] * (fold < 1 ? 1 : fold);
        double d_sin = (double)xi[0] - sin(angle), d_cos = (double)xi[1] - cos(angle);
        r.loss += (d_sin * d_sin + d_cos * d_cos) / 2;
        r.error += apart(head_angle_rad(xi, fold), (double)target[i], fold);
        r.counted++;
        g[2 * i] = (float)d_sin;
        g[2 * i + 1] = (float)d_cos;
    }
    return mean_of(r, factor, g, 2 * n);
}
