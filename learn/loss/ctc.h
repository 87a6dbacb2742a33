// SPDX-License-Identifier: MIT
#ifndef ERSATZ_LOSS_CTC_H
#define ERSATZ_LOSS_CTC_H
/*
 * ctc - connectionist temporal classification: how probable a label is, whatever its alignment.
 *
 * Graves, Fernandez, Gomez, Schmidhuber: "Connectionist Temporal Classification", ICML 2006, eqs. 6-16, in the logarithm.
 * Class 0 is the blank.
 */
#include <stddef.h>
#include <stdint.h>

/**
 * ctc_loss() - loss and gradient of a batch.
 *
 * logits:  (T, N, C) row-major, before the softmax
 * frames:  N numbers of frames that count, 1..T; frames behind them get gradient 0
 * label:   all labels one after the other, classes 1..C-1
 * lengths: N numbers of classes; 0 is allowed
 * weight:  N factors of loss and gradient, or NULL = 1
 * grad:    out, (T, N, C): d loss / d logits; may be NULL
 * loss:    out, N values of -ln p(label | logits), weighted; HUGE_VAL where the frames are too few for the label (each
 *          class one, and a blank between equal neighbours): those have no gradient and are left out of the sum
 *
 * Returns the sum over the batch of finite losses. Threads: `threads` workers over N; the result does not depend on them.
 */
double ctc_loss(const float *logits, int64_t t, int64_t n, int64_t c, const int32_t *frames, const int32_t *label,
                const int32_t *lengths, const float *weight, float *grad, double *loss, int threads);

/** ctc_greedy() - best class of each frame, repeats and blanks removed.
 *  stride: floats from frame to frame. out, confidence (probability of the surest frame; may be NULL): room for t.
 *  Returns the length. */
size_t ctc_greedy(const float *logits, int64_t t, int64_t stride, int64_t c, int32_t *out, float *confidence);

#endif
