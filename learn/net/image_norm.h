// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_IMAGE_NORM_H
#define ERSATZ_NET_IMAGE_NORM_H
/*
 * image_norm - batch norm of bf16 images while learning (Ioffe & Szegedy 2015), with what follows it in the same pass.
 *
 * Such a norm is bound by memory, not by arithmetic: what counts is how often an image is read and written. It goes by blocks of 16
 * channels, whose second reading finds them in the cache where images lie in such blocks; a residual block's sum and ReLU cost one
 * reading more, where they would be five passes of their own.
 *
 *     a = scale / sqrt(variance + eps),   z = a (x - mean) + shift + plus,   y = relu ? max(z, 0) : z
 *     g = relu ? dy where z > 0, else 0 : dy
 *     dshift = sum g,   dscale = sum g (x - mean) / sqrt(variance + eps)
 *     dx = a (g - dshift / n - (x - mean) / sqrt(variance + eps) dscale / n),   n = N H W;   dplus = g
 *
 * Sums are fp32 along a run of RUN pixels and double beyond, in a fixed order. One thread; only where bf16_runs().
 */
#include "net/bf16_image.h"

struct image_norm {
    struct bf16_image x, y;        /* of one shape */
    const struct bf16_image *plus; /* added before the ReLU, or NULL */
    const float *scale, *shift;    /* (C) */
    float *mean, *variance;        /* (C), biased */
    float eps;
    bool relu;
    bool measure; /* mean and variance are those of x, and written; else as they are */
};

void image_norm_forward(const struct image_norm *k);

struct image_norm_back {
    const struct image_norm *forward; /* y holds the result, mean and variance those of the batch */
    struct bf16_image dy, dx;
    const struct bf16_image
        *masked; /* with relu: g goes there, too, which may be dy's memory; NULL: nowhere */
    bool add;    /* to what is in dx */
    float *dscale, *dshift; /* (C), written */
};
void image_norm_backward(const struct image_norm_back *k);

#endif
