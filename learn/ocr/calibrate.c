// SPDX-License-Identifier: MIT
#include "ocr/calibrate.h"

#include <math.h>

enum { BINS = 10 };

struct fit {
    double nll, ece;
};

static struct fit fit_at(line_log_p_fn *log_p, void *ctx, const bool *right, size_t n, double temperature)
{
    double sum[BINS] = {0}, hits[BINS] = {0};
    struct fit f = {0};
    for (size_t i = 0; i < n; i++) {
        double l = log_p(ctx, i, temperature), p = exp(l);
        p = p < 1e-12 ? 1e-12 : p > 1 - 1e-12 ? 1 - 1e-12 : p;
        f.nll -= right[i] ? log(p) : log1p(-p);
        int b = (int)(p * BINS);
        sum[b] += p;
        hits[b] += right[i];
    }
    for (int b = 0; b < BINS; b++) {
        f.ece += fabs(sum[b] - hits[b]);
    }
    f.nll /= (double)n;
    f.ece /= (double)n;
    return f;
}

void calibrate(line_log_p_fn *log_p, void *ctx, const bool *right, size_t n, struct calibration *out)
{
    const double golden = (sqrt(5) - 1) / 2;
    *out = (struct calibration){.temperature = 1};
    if (!n) {
        return;
    }
    double lo = log(0.1), hi = log(20);
    double a = hi - golden * (hi - lo), b = lo + golden * (hi - lo);
    double fa = fit_at(log_p, ctx, right, n, exp(a)).nll, fb = fit_at(log_p, ctx, right, n, exp(b)).nll;
    while (hi - lo > 1e-3) {
        if (fa < fb) {
            hi = b;
            b = a;
            fb = fa;
            a = hi - golden * (hi - lo);
            fa = fit_at(log_p, ctx, right, n, exp(a)).nll;
        } else {
            lo = a;
            a = b;
            fa = fb;
            b = lo + golden * (hi - lo);
            fb = fit_at(log_p, ctx, right, n, exp(b)).nll;
        }
    }
    struct fit before = fit_at(log_p, ctx, right, n, 1),
               after = fit_at(log_p, ctx, right, n, exp((lo + hi) / 2));
    bool better = after.nll < before.nll; /* 1 is what it was trained at: stay there unless it helps */
    *out = (struct calibration){.temperature = better ? exp((lo + hi) / 2) : 1,
                                .nll_before = before.nll,
                                .nll_after = better ? after.nll : before.nll,
                                .ece_before = before.ece,
                                .ece_after = better ? after.ece : before.ece};
}
