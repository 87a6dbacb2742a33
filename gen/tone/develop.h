// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TONE_DEVELOP_H
#define ERSATZ_TONE_DEVELOP_H
/*
 * develop - from the radiance of a rendered scene to the light a camera's file holds, before the effects of tone/.
 */
#include <stddef.h>

/**
 * develop_exposure() - the factor a camera's meter chooses.
 *
 * rgb: three planes of n, linear radiance
 * ev:  away from it; +1 doubles the light
 *
 * The meter brings the mean luminance to 0.20 of white (a shelf is brighter than the 0.18 of a grey card), bright
 * spots counting at most four times the mean, so that a lamp in the picture does not darken it all. A black picture
 * gives 2^ev.
 */
double develop_exposure(const float *const rgb[3], size_t n, double ev);

/**
 * develop() - radiance times exposure, with the highlights rolled off instead of cut, in place.
 *
 * Up to k = 0.8 light stays as it is; above, v becomes 1 - (1 - k)^2 / (v + 1 - 2 k): the same value and slope at k,
 * 1 in the limit. All three channels are scaled by what the largest of them needs, then moved towards grey by half of
 * what was taken, as film and sensors lose colour when they saturate.
 */
void develop(float *const rgb[3], size_t n, double exposure);

#endif
