// SPDX-License-Identifier: MIT
#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>

#include "base/arena.h"
#include "base/image_codecs.h"

static bool is_webp(const uint8_t *b, size_t len)
{
    return len >= 12 && !memcmp(b, "RIFF", 4) && !memcmp(b + 8, "WEBP", 4);
}

static enum st features(const uint8_t *b, size_t len, WebPBitstreamFeatures *f, struct err *e)
{
    VP8StatusCode code = WebPGetFeatures(b, len, f);
    if (code == VP8_STATUS_NOT_ENOUGH_DATA) {
        return err_set(e, ST_FORMAT, "WebP image is cut off");
    }
    if (code != VP8_STATUS_OK) {
        return err_set(e, ST_FORMAT, "broken WebP image");
    }
    return f->has_animation ? err_set(e, ST_FORMAT, "WebP animation, not a still image") : ST_OK;
}

static enum st size_webp(const uint8_t *b, size_t len, int *width_px, int *height_px, int *channels,
                         struct err *e)
{
    WebPBitstreamFeatures f;
    enum st st = features(b, len, &f, e);
    if (!st) {
        *width_px = f.width;
        *height_px = f.height;
        *channels = 3;
    }
    return st;
}

/* Row by row, since the decoder leaves alpha apart. */
static void lay_on_white(uint8_t *rgba, size_t n)
{
    for (size_t i = 0; i < n; i++, rgba += 4) {
        for (int k = 0; k < 3; k++) {
            rgba[k] = (uint8_t)((rgba[k] * rgba[3] + 127) / 255);
        }
    }
}

static enum st decode_webp(const uint8_t *b, size_t len, int channels, struct image *im,
                           struct err *e)
{
    WebPBitstreamFeatures f;
    enum st st = features(b, len, &f, e);
    st = st ? st : image_init(im, f.width, f.height, channels == 1 ? 1 : 3, e);
    if (st) {
        return st;
    }
    size_t row = size_mul((size_t)f.width, 4), n = size_mul(row, (size_t)f.height);
    uint8_t *rgba = malloc(n);
    if (!rgba) {
        st = err_set(e, ST_NOMEM, "no memory for a WebP image of %zu bytes", n);
    } else if (!WebPDecodeRGBAInto(b, len, rgba, n, (int)row)) {
        st = err_set(e, ST_FORMAT, "WebP image is broken or cut off");
    } else {
        size_t pixels = (size_t)f.width * (size_t)f.height;
        if (f.has_alpha) {
            lay_on_white(rgba, pixels);
        }
        codec_put(im, 0, rgba, pixels);
    }
    free(rgba);
    if (st) {
        image_release(im);
    }
    return st;
}

const struct image_codec codec_webp = {"WebP", is_webp, size_webp, decode_webp};
