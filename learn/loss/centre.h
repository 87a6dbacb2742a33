// SPDX-License-Identifier: MIT
#ifndef ERSATZ_LOSS_CENTRE_H
#define ERSATZ_LOSS_CENTRE_H
/*
 * centre - centre loss: embeddings of a class stay close to their mean. Beside a softmax loss, never alone.
 *
 * Wen, Zhang, Li, Qiao: "A Discriminative Feature Learning Approach for Deep Face Recognition", ECCV 2016:
 *
 *     L_C = 1 / (2 n) sum over i of |x_i - c_(y_i)|^2                     (eq. 2, here the mean over the batch)
 *     c_j := c_j - alpha (sum over i with y_i = j of (c_j - x_i)) / (1 + their number)                  (eq. 4)
 *
 * Centres move by their own rule, not by the optimiser: a state of the parameters (params_add_state), classes * dims
 * floats, zeros at first. Workers (net/crew.h) move copies of their own, and states are averaged: with k of them a centre
 * moves alpha / k towards what each saw.
 */
#include <stdint.h>

struct centre_batch {
    const float *x; /* (n, dims) */
    int64_t n, dims;
    const int32_t *label; /* n, 0..classes-1; -1 = none */
    const float *centre;  /* (classes, dims) */
    int64_t classes;
    double factor; /* lambda: of the gradient, not of the loss. The paper: 0.003 */
    float *gx;     /* (n, dims), added to; NULL = not wanted */
};

/** centre_loss() - loss, and its gradient with centres held. 0 if no row has a label. */
double centre_loss(const struct centre_batch *b);
/** centre_move() - eq. 4. alpha: 0..1; the paper: 0.5. centre: the array that b->centre points to. */
void centre_move(const struct centre_batch *b, double alpha, float *centre);

#endif
