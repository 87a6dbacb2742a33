// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_FRAMES_H
#define ERSATZ_OCR_FRAMES_H
/*
 * frames - what a head says of one line, frame by frame, and how probable a label is under it.
 *
 *     struct frames f = {0};
 *     frames_set(&f, logits, t, stride, c, 1);   // line i of a (T, N, C) batch: + i * C, stride N * C
 *     double ln_p = frames_log_p(&f, label, n);
 *     frames_release(&f);
 *
 * Holds the logits' address and each frame's ln sum exp, so that ln y_t(k) = logits[t][k] / T - norm[t] is
 * one subtraction: the softmax of a head of thousands of tokens is computed once, not once a hypothesis. T is
 * the temperature (Guo et al., "On calibration of modern neural networks", ICML 2017): 1 changes nothing,
 * above 1 flattens.
 */
#include <stddef.h>
#include <stdint.h>

struct frames {
    const float *logits; /* borrowed */
    int64_t t, stride, c;
    double scale; /* 1 / T */
    double *norm; /* t; owned */
    size_t cap;
    /* scratch of the functions below; owned */
    double *alpha;
    float *exps;
    unsigned char *back;
    size_t cap_alpha, cap_exps, cap_back;
};

/** frames_set() - logits: before the softmax, borrowed as long as `f` is used; may be called again for the
 *  next line. */
void frames_set(struct frames *f, const float *logits, int64_t t, int64_t stride, int64_t c,
                double temperature);
void frames_release(struct frames *f);

static inline double frames_log_y(const struct frames *f, int64_t t, int64_t k)
{
    return (double)f->logits[t * f->stride + k] * f->scale - f->norm[t];
}

/** frames_log_p() - ln p(label) over all its alignments (CTC's forward sum); -HUGE_VAL if the frames are too
 *  few. */
double frames_log_p(struct frames *f, const int32_t *label, size_t n);

/**
 * frames_align() - the most probable alignment: for each class of the label its surest frame and what that
 * says.
 *
 * frame, confidence: out, n values; either may be NULL
 *
 * Returns the alignment's ln p, or -HUGE_VAL (then nothing is set) if the frames are too few.
 */
double frames_align(struct frames *f, const int32_t *label, size_t n, int32_t *frame, float *confidence);

#endif
