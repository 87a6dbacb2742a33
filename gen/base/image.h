// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_IMAGE_H
#define ERSATZ_BASE_IMAGE_H
/*
 * image - 8-bit pictures and the files they come from and go to.
 *
 * Pixels are rows from the top, channels interleaved, grey (1), RGB (3) or RGBA (4), sRGB-coded.
 * The zero value is no picture. image_release() accepts it.
 */
#include <stdint.h>

#include "base/buf.h"
#include "base/st.h"

struct image {
    int width_px, height_px;
    int channels;
    uint8_t *px; /* owned; height * width * channels bytes, no padding */
};

/** image_init() - allocates, uninitialised. ST_RANGE unless 1..65500 a side, 1, 3 or 4 channels. */
enum st image_init(struct image *im, int width_px, int height_px, int channels, struct err *e);
void image_release(struct image *im);

/**
 * image_read() - decode PNG, JPEG, WebP or TIFF bytes (told by their first bytes, not by a name; of a TIFF its first page).
 * channels: wanted, 1 or 3 (converted; alpha is laid on white); 0 = 1 for grey files, else 3.
 * ST_FORMAT for anything else, truncated or over 100 megapixels.
 */
enum st image_decode(const void *bytes, size_t len, int channels, struct image *im, struct err *e);
enum st image_read(const char *path, int channels, struct image *im, struct err *e);

/** image_size() - width, height and channels from the header alone. */
enum st image_size(const void *bytes, size_t len, int *width_px, int *height_px, int *channels,
                   struct err *e);

/* Encoders keep their state between calls; one per worker. The zero value is ready to use. */
struct encoder {
    void *jpeg; /* tjhandle */
};
/** encode_jpeg() - appends a baseline JPEG, quality 1..100, 4:2:0 for colour. */
enum st encode_jpeg(struct encoder *en, const struct image *im, int quality, struct buf *out,
                    struct err *e);
/** encode_png() - appends a PNG; level 1..9 of deflate. */
enum st encode_png(const struct image *im, int level, struct buf *out, struct err *e);
/** encode_png16() - appends a grey PNG of 16 bits: maps of numbers. */
enum st encode_png16(const uint16_t *px, int width_px, int height_px, int level, struct buf *out, struct err *e);
void encoder_release(struct encoder *en);

#endif
