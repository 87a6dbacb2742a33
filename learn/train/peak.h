// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TRAIN_PEAK_H
#define ERSATZ_TRAIN_PEAK_H
/*
 * peak - how much arithmetic the machine can do, to compare a training's with: products of matrices, the work that oneDNN does best.
 *
 *     double gflops = train_peak(crew, bf16);       // some 50 ms; all workers at once, since cores share clocks and caches
 *     share = done / gflops;
 *
 * Each worker multiplies (512, 512) by (512, 512), which stays in its second cache, again and again for PEAK_S seconds; its quickest
 * product counts, since whatever else the machine does can only make one slower. The sum over workers is the peak: 2 x 512^3
 * operations in the quickest time each. It is measured and no promise: a busy machine at the start of a training lowers it.
 */
#include <stdbool.h>

#include "net/crew.h"

#define PEAK_S 0.05

/** train_peak() - GFLOP/s of all workers in bf16 or fp32; 0 if oneDNN has no such product here. */
double train_peak(struct crew *c, bool bf16);

#endif
