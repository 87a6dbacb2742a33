// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_PRODUCT_IMAGE_H
#define ERSATZ_PRODUCT_PRODUCT_IMAGE_H
/*
 * product_image - what an embedding net sees of a picture: a square of RGB bytes, then floats of mean 0 and deviation 1.
 *
 *     uint8_t *square = malloc(PRODUCT_BYTES(96));
 *     product_fit(&image, FIT_PAD, 96, square);
 *     product_input(square, 96, NULL, net_host(n, x) + i * 3 * 96 * 96);     // (3, 96, 96)
 *
 * Mean and deviation are those of the square, of all channels together: exposure and contrast go, hues stay. What is put beside a
 * picture that is not square has its mean colour.
 */
#include "base/image.h"
#include "product/embedder_net.h"

#define PRODUCT_BYTES(px) ((size_t)(px) * (size_t)(px)*3)

/** product_fit() - im: grey or RGB; out: (px, px, 3). fit: enum recipe_fit. */
void product_fit(const struct image *im, int fit, int px, uint8_t *out);

/* Which part of the square is taken: out(x, y) = square(c + scale (x - c) + dx, ...), c its middle; bilinear, edges go on. */
struct product_window {
    double scale, dx_px, dy_px;
};
/** product_input() - window: NULL = all of it. out: (3, px, px). */
void product_input(const uint8_t *square, int px, const struct product_window *w, float *out);

#endif
