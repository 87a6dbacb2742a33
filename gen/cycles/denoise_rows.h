// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CYCLES_DENOISE_ROWS_H
#define ERSATZ_CYCLES_DENOISE_ROWS_H
/*
 * denoise_rows - a function over the rows of a picture, on several threads. Inside the denoiser.
 *
 * Rows are dealt in bands; a row writes only to itself, so that neither order nor number of threads can change a
 * bit. A thread that cannot be started is done without.
 */
#include <stddef.h>

#include "base/arena.h"

/* Do the rows y0 <= y < y1. scratch: the thread's own, 64-byte aligned, uninitialised, as large as was asked for. */
typedef void rows_fn(void *self, int y0, int y1, float *scratch);

/** rows_run() - returns when all rows are done. threads: 1..64, else the nearest; scratch_floats may be 0. */
void rows_run(rows_fn *fn, void *self, int height_px, int threads, size_t scratch_floats, struct arena *a);

#endif
