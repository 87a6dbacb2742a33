// SPDX-License-Identifier: MIT
#ifndef ERSATZ_LOSS_EXTRA_HEADS_H
#define ERSATZ_LOSS_EXTRA_HEADS_H
/*
 * extra_heads - losses of labels learned beside the embedding: category, colour, yaw, visible share, boxes.
 *
 * Each takes what a linear layer gave, (n, outputs), and writes its gradient for net_host_grad(). A sample without the label
 * does not count: label -1, or a target that is NaN. All return the mean over what counts, 0 if nothing does.
 * factor: of the gradient, not of the loss.
 */
#include <stdint.h>

struct head_result {
    double loss;
    int64_t counted; /* rows; head_regress(): values */
    double error;    /* share of wrong classes; mean absolute error; mean angle between, rad */
};

/** head_classify() - softmax and cross-entropy. logits, g: (n, classes); label: 0..classes-1 or -1, else a BUG(). */
struct head_result head_classify(const float *logits, int64_t n, int64_t classes,
                                 const int32_t *label, double factor, float *g);

/** head_regress() - Huber's loss (Girshick 2015, "smooth L1"): d^2 / (2 beta) up to |d| = beta, |d| - beta / 2 behind it.
 *  x, target, g: (n, outputs); NaN in target: that value does not count. beta > 0, in the target's unit. Boxes are four
 *  such values as shares of the picture. */
struct head_result head_regress(const float *x, const float *target, int64_t n, int64_t outputs,
                                double beta, double factor, float *g);

/**
 * head_angle() - an angle as its sine and cosine.
 *
 * x, g:    (n, 2): sine and cosine of fold * angle, of any length
 * target:  n angles, rad; NaN = none
 * fold:    turns by 2 pi / fold look the same: 1 for most, 2 for a box without a front, 0 is taken as 1
 *
 * Loss: half the squared distance from (sin, cos) of the target: finite gradients everywhere, also at (0, 0) where a
 * loss of the angle alone has none. head_angle_rad() gives the angle back, in (-pi / fold, pi / fold].
 */
struct head_result head_angle(const float *x, const float *target, int64_t n, int fold,
                              double factor, float *g);
double head_angle_rad(const float x[2], int fold);

#endif
