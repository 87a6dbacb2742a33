// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_LABEL_NOISE_H
#define ERSATZ_DATA_LABEL_NOISE_H
/*
 * label_noise - labels made wrong on purpose, as they go wrong in collections, so that cleaning can be measured.
 *
 *     flips       single pictures under the label of another class, any
 *     albums      half of a class's pictures, those that stand together, under one other class's label
 *     strangers   whole classes are taken out of the collection, and their pictures strewn over the others
 *
 * A pure function of labels, options and seed (stream RNG_LABEL_NOISE). Strangers first, then albums, then flips among what is still right.
 */
#include <stddef.h>
#include <stdint.h>

enum label_noise { LABEL_RIGHT, LABEL_FLIP, LABEL_ALBUM, LABEL_STRANGER, LABEL_NOISES };
extern const char *const label_noise_name[LABEL_NOISES]; /* "", "flip", "album", "stranger" */

struct label_noise_options {
    double flips, albums, strangers; /* wanted shares of all pictures; >= 0, together <= 0.9 */
    uint64_t seed;
};

/**
 * label_noise() - label: n numbers below `classes`
 * out, how: n; the label it gets, and why. Albums and strangers come in whole groups: their shares are met to within half a group, those of
 * flips as a coin for each picture meets them. With fewer than two classes left nothing can be wrong.
 */
void label_noise(const uint32_t *label, size_t n, size_t classes,
                 const struct label_noise_options *o, uint32_t *out, uint8_t *how);

#endif
