// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_IMAGE_CODECS_H
#define ERSATZ_BASE_IMAGE_CODECS_H
/*
 * image_codecs - the inside of image.h's image_decode() and image_size(): formats that are read and never written.
 *
 * Each codec looks at the first bytes, reads width, height and channels (1 = grey, else 3) from headers, and decodes into an image of
 * 1 or 3 channels; alpha is laid on white, grey of colours is BT.601's luma as in JPEG.
 */
#include <stdbool.h>

#include "base/image.h"

struct image_codec {
    const char *name;
    bool (*is)(const uint8_t *b, size_t len);
    enum st (*size)(const uint8_t *b, size_t len, int *width_px, int *height_px, int *channels,
                    struct err *e);
    /** decode() - channels: 0 as the file has it, 1, 3. *im is initialised on success alone. */
    enum st (*decode)(const uint8_t *b, size_t len, int channels, struct image *im, struct err *e);
};

extern const struct image_codec codec_webp; /* still pictures; of moving ones an error says so */
extern const struct image_codec codec_tiff; /* the first page; what libtiff can turn into RGB */

/** codec_put() - n pixels of R, G, B, A with alpha multiplied in, onto white, into an image of 1 or 3 channels from pixel `at`. */
void codec_put(struct image *im, size_t at, const uint8_t *rgba, size_t n);

#endif
