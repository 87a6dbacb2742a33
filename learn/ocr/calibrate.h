// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_CALIBRATE_H
#define ERSATZ_OCR_CALIBRATE_H
/*
 * calibrate - the temperature at which a line's confidence is the share of lines that are right.
 *
 * Guo, Pleiss, Sun, Weinberger: "On calibration of modern neural networks", ICML 2017, section 4.2, fit one
 * number T on held-out data. Here the event is "the whole line is right" and its probability p(line | logits
 * / T), so T is fitted to that: the least mean of -ln p over right lines and -ln(1 - p) over wrong ones.
 */
#include <stdbool.h>
#include <stddef.h>

struct calibration {
    double temperature;
    double nll_before, nll_after; /* mean, nats a line; before: T = 1 */
    double ece_before, ece_after; /* expected calibration error, 10 bins of equal width */
};

/** line_log_p_fn - ln of the confidence in reading i at a temperature, <= 0. */
typedef double line_log_p_fn(void *ctx, size_t i, double temperature);

/** calibrate() - T in 0.1 .. 20, by golden sections on ln T to 0.1 %. right[i]: whether reading i is. n = 0
 *  gives T = 1. */
void calibrate(line_log_p_fn *log_p, void *ctx, const bool *right, size_t n, struct calibration *out);

#endif
