// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TRAIN_RESAMPLE_H
#define ERSATZ_TRAIN_RESAMPLE_H
/*
 * resample - a plane of floats at another size, by a triangle filter as wide as the step: what nets see of a picture, in training and
 * in use. Output pixel i stands for the interval [i, i + 1) s of the input, s = from / to, centres at + 1/2; edges are renormalised.
 */
#include <stddef.h>

/** resample_plane() - px (h, w) row-major -> (to_h, to_w); the same pointer if nothing changes, else px is freed. */
float *resample_plane(float *px, int w, int h, int to_w, int to_h);
/** resample_room() - malloc of n floats that never fails. */
float *resample_room(size_t n);

#endif
