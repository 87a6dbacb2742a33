// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_TAP_CONV_H
#define ERSATZ_NET_TAP_CONV_H
/*
 * tap_conv - convolutions in bf16 of any kernel and stride, as one matrix product for each place ("tap") of the kernel.
 *
 * For the taps' products the pixels under a tap are gathered first (Chellapilla, Puri & Simard 2006, "im2col"), a chunk of pixels at a
 * time, which stays in the processor's second cache. That pays for strides and many channels, above all for the gradient of the filters
 * (docs/training.md).
 *
 *     struct tap_conv k = {.kernel = {3, 3}, .stride = {2, 2}, .pad = {1, 1}, .room = room};
 *     tap_filters(&k, w, out, in, forward, turned);       // once a step
 *     tap_forward(&k, &x, forward, &y);
 *     tap_gradient(&k, &x, &dy, dw);                      // adds to dw
 *     tap_backward(&k, &dy, turned, &dx, add);
 *
 * Images: bf16_image.h. Filters as in winograd.h, but (out, in, kh, kw). One thread; sums in a fixed order; only where bf16_runs().
 */
#include <stddef.h>

#include "net/bf16_image.h"

enum { TAP_MOST = 25 }; /* places of a kernel */

struct tap_conv {
    int kernel[2], stride[2], pad[2]; /* vertical, horizontal */
    void *room;                       /* tap_room() bytes, 64-byte aligned */
};

/** tap_room() - bytes that images of so many channels and filters need beside. */
size_t tap_room(const struct tap_conv *k, int64_t in, int64_t out);
/** tap_filter_count() - of bf16 numbers that filters in their order take. */
size_t tap_filter_count(const struct tap_conv *k, int64_t in, int64_t out);
/** tap_filters() - w: (out, in, kh, kw) fp32, row-major; forward: for in -> out channels, turned: for gradients, out -> in. Either may be
 *  NULL. */
void tap_filters(const struct tap_conv *k, const float *w, int64_t out, int64_t in,
                 uint16_t *forward, uint16_t *turned);
/** tap_forward() - y's height and width are those of the convolution. */
void tap_forward(const struct tap_conv *k, const struct bf16_image *x, const uint16_t *forward,
                 const struct bf16_image *y);
/** tap_backward() - the gradient of the inputs; add: to what is in dx. */
void tap_backward(const struct tap_conv *k, const struct bf16_image *dy, const uint16_t *turned,
                  const struct bf16_image *dx, bool add);
/** tap_gradient() - adds the gradient of the filters to dw: (out, in, kh, kw) fp32. */
void tap_gradient(const struct tap_conv *k, const struct bf16_image *x, const struct bf16_image *dy,
                  float *dw);

#endif
