// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_WINOGRAD_H
#define ERSATZ_NET_WINOGRAD_H
/*
 * winograd - convolutions of 3 x 3, stride 1, padding 1 in bf16 with 16 products where the definition has 36.
 *
 * oneDNN has no such thing in bf16, and its direct ones already run near what the processor can multiply; more speed takes fewer
 * products. winograd.c tells how, and what it costs in precision: rounding errors grow by 1.7. Measured: docs/training.md.
 *
 *     if (bf16_runs() && winograd_fits(in, out)) {
 *         winograd_filters(w, out, in, u, turned);           // once a step
 *         winograd_forward(&(struct winograd_job){.in = x, .out = y, .filters = u, .room = room});
 *         winograd_gradient(&x, &dy, dw, room);              // adds to dw
 *         winograd_forward(&(struct winograd_job){.in = dy, .out = dx, .filters = turned, .room = room});
 *     }
 *
 * One thread; sums in a fixed order, so equal bytes each time. Tiles beyond an image's edge count as zeros.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/bf16_image.h"

/** winograd_fits() - channels it takes. */
bool winograd_fits(int64_t in, int64_t out);

/** winograd_filter_count() - of bf16 numbers that transformed filters take. */
size_t winograd_filter_count(int64_t in, int64_t out);
/** winograd_filters() - w: (out, in, 3, 3) fp32, row-major. forward: for in -> out channels; turned: by 180 degrees and for out -> in
 *  channels, which takes gradients of outputs to gradients of inputs; either may be NULL. */
void winograd_filters(const float *w, int64_t out, int64_t in, uint16_t *forward, uint16_t *turned);

/** winograd_room() - bytes that jobs of these channels and images need beside; 64-byte aligned. */
size_t winograd_room(int64_t in, int64_t out, int64_t n, int64_t h, int64_t w);

struct winograd_job {
    struct bf16_image in, out; /* of the same N, H, W */
    const uint16_t *filters;
    const float *bias; /* (out), or NULL */
    bool relu;
    bool add; /* to what is in out; not with relu */
    void *room;
};
void winograd_forward(const struct winograd_job *j);

/** winograd_gradient() - adds the gradient of the filters to dw: (dy's C, x's C, 3, 3) fp32, row-major. */
void winograd_gradient(const struct bf16_image *x, const struct bf16_image *dy, float *dw,
                       void *room);

#endif
