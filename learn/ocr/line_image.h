// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_LINE_IMAGE_H
#define ERSATZ_OCR_LINE_IMAGE_H
/*
 * line_image - a picture of a line as the net sees it: grey, of the net's height, with mean 0 and deviation 1.
 *
 * The same for training, evaluation and use, so that exposure, ink and paper of a scanner do not matter.
 */
#include <stdint.h>

#include "base/image.h"

struct line_image {
    float *px;          /* owned; height_px rows of width_px */
    int width_px, height_px;
};

/**
 * line_image_make() - from 8-bit pixels, grey or RGB.
 *
 * vertical: the line runs from top to bottom: turned by a quarter counter-clockwise first, so that its top comes left
 * Scaled to the height with a triangle filter as wide as a source pixel or a target pixel, whichever is larger
 * (no aliasing), the width by the same factor, at least 1 pixel. A picture of one tone becomes all 0.
 */
void line_image_make(const struct image *im, int height_px, int vertical, struct line_image *out);
void line_image_release(struct line_image *l);

#endif
