// SPDX-License-Identifier: MIT
#ifndef ERSATZ_LOSS_DISTILL_H
#define ERSATZ_LOSS_DISTILL_H
/*
 * distill - a network that learns something new keeps answering old questions as before.
 *
 * Li, Hoiem: "Learning without Forgetting", ECCV 2016. The network as it was is frozen. On new pictures it gives scores
 * for the old classes; the new network has a second embedding of its own, whose scores shall be the same. No old picture
 * is needed. Scores are s cos(x, w_j) for the weights w_j of old classes. The paper compares softmaxes; here every
 * class is a question of its own, sigma(score) by binary cross-entropy, so that also how much a picture looks like each
 * of the wrong classes is kept, which is what unseen products live on.
 *
 *     distill_scores(old_x, n, dims, w, classes, 8, 0, was);             // frozen network, frozen weights
 *     distill_scores(new_x2, n, dims, w, classes, 8, 0, is);
 *     double loss = distill_bce(was, is, n * classes, g);                // d loss / d is
 *     distill_scores_back(new_x2, n, dims, w, classes, 8, g, gx2);       // added
 *     distill_balance(gx, n * dims, gx2, n * dims, 0.5);
 */
#include <stddef.h>
#include <stdint.h>

/** distill_scores() - out (n, classes) = scale (cos(x_i, w_j) - shift); x (n, dims), w (classes, dims), of any length;
 *  length zero has cosine 0. */
void distill_scores(const float *x, int64_t n, int64_t dims, const float *w, int64_t classes,
                    double scale, double shift, float *out);
/** distill_scores_back() - g (n, classes): gradient of the scores; gx (n, dims): added to. w is held. */
void distill_scores_back(const float *x, int64_t n, int64_t dims, const float *w, int64_t classes,
                         double scale, const float *g, float *gx);

/**
 * distill_bce() - how far scores are from those of the frozen network.
 *
 * was, is: count logits each
 * g:       out, count: d loss / d is = (sigma(is) - sigma(was)) / count; may be NULL
 *
 * Returns the mean of -(p ln q + (1 - p) ln(1 - q)) less its least value, p's own entropy, with p = sigma(was),
 * q = sigma(is): zero where they agree (that is, the divergence of Kullback and Leibler: gradients are the same).
 */
double distill_bce(const float *was, const float *is, size_t count, float *g);

/**
 * distill_balance() - scale the gradients of two tasks to given shares by norm.
 *
 * share: of b, 0..1. After the call |a| : |b| = (1 - share) : share, and |a| + |b| is what it was.
 *
 * A gradient is made larger by at most 10 times: one that is nearly zero, as that of a network that has just been copied
 * from the other, is mostly noise. One that is zero or not finite leaves both as they are.
 */
void distill_balance(float *a, size_t n_a, float *b, size_t n_b, double share);

#endif
