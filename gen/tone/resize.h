// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TONE_RESIZE_H
#define ERSATZ_TONE_RESIZE_H
/*
 * resize - a plane at another size, with the phase each filter really has.
 *
 * Output pixel i stands for the interval [i, i+1) s of the input, s = input size / output size: centre
 * at (i + 1/2) s. Area averages that interval; bilinear and bicubic (Catmull-Rom, a = -1/2; Keys 1981)
 * interpolate at its centre, unfiltered; nearest takes the pixel floor(i s), as careless code does, whose
 * centre lies s/2 - 1/2 before the interval's: the picture moves.
 */
#include "tone/filters.h"

enum resize_filter { RESIZE_NEAREST, RESIZE_BILINEAR, RESIZE_AREA, RESIZE_BICUBIC };

/** resize() - fill dst (its size is the wanted one) from src. */
void resize(struct plane src, struct plane dst, enum resize_filter f, struct arena *a);
/** resize_shift() - by how much, in input pixels, content moves towards higher coordinates on top of
 *  the scaling; the mean over the picture where it is not the same everywhere. */
double resize_shift(int from, int to, enum resize_filter f);

#endif
