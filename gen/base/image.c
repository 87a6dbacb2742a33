// SPDX-License-Identifier: MIT
#include "base/image.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

#include "base/files.h"
#include "base/image_codecs.h"

enum { MAX_SIDE = 65500, MAX_PIXELS = 100 * 1000 * 1000 };

enum st image_init(struct image *im, int width_px, int height_px, int channels, struct err *e)
{
    *im = (struct image){0};
    if (width_px < 1 || height_px < 1 || width_px > MAX_SIDE || height_px > MAX_SIDE ||
        (int64_t)width_px * height_px > MAX_PIXELS ||
        (channels != 1 && channels != 3 && channels != 4)) {
        return err_set(e, ST_RANGE, "image of %d x %d pixels, %d channels is not possible", width_px,
                       height_px, channels);
    }
    size_t n = (size_t)width_px * (size_t)height_px * (size_t)channels;
    im->px = malloc(n);
    if (!im->px) {
        return err_set(e, ST_NOMEM, "no memory for an image of %zu bytes", n);
    }
    im->width_px = width_px;
    im->height_px = height_px;
    im->channels = channels;
    return ST_OK;
}

void image_release(struct image *im)
{
    if (im) {
        free(im->px);
        *im = (struct image){0};
    }
}

static int is_png(const uint8_t *b, size_t len)
{
    return len >= 8 && memcmp(b, "\x89PNG\r\n\x1a\n", 8) == 0;
}

static int is_jpeg(const uint8_t *b, size_t len)
{
    return len >= 3 && b[0] == 0xff && b[1] == 0xd8 && b[2] == 0xff;
}

static enum st decode_jpeg(const uint8_t *b, size_t len, int channels, struct image *im,
                           struct err *e)
{
    enum st st = ST_FORMAT;
    tjhandle tj = tjInitDecompress();
    int w, h, sub, space;
    if (!tj || tjDecompressHeader3(tj, b, len, &w, &h, &sub, &space)) {
        err_set(e, st, "not a JPEG image: %s", tj ? tjGetErrorStr2(tj) : "no decoder");
        goto out;
    }
    if (!channels) {
        channels = space == TJCS_GRAY ? 1 : 3;
    }
    if ((st = image_init(im, w, h, channels, e))) {
        goto out;
    }
    if (tjDecompress2(tj, b, len, im->px, w, 0, h, channels == 1 ? TJPF_GRAY : TJPF_RGB,
                      TJFLAG_ACCURATEDCT) && tjGetErrorCode(tj) == TJERR_FATAL) {
        st = err_set(e, ST_FORMAT, "broken JPEG image: %s", tjGetErrorStr2(tj));
        image_release(im);
        goto out;
    }
out:
    if (tj) {
        tjDestroy(tj);
    }
    return st;
}

static enum st decode_png(const uint8_t *b, size_t len, int channels, struct image *im,
                          struct err *e)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&png, b, len)) {
        return err_set(e, ST_FORMAT, "not a PNG image: %s", png.message);
    }
    if (!channels) {
        channels = png.format & PNG_FORMAT_FLAG_COLOR ? 3 : 1;
    }
    png.format = channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
    enum st st = png.width > MAX_SIDE || png.height > MAX_SIDE
                     ? err_set(e, ST_FORMAT, "PNG image of %u x %u pixels is too large", png.width,
                               png.height)
                     : image_init(im, (int)png.width, (int)png.height, channels, e);
    png_color white = {255, 255, 255};
    if (!st && !png_image_finish_read(&png, &white, im->px, 0, NULL)) {
        st = err_set(e, ST_FORMAT, "broken PNG image: %s", png.message);
        image_release(im);
    }
    png_image_free(&png);
    return st;
}

/* Formats of others, by their first bytes; NULL = none of them. */
static const struct image_codec *codec_of(const uint8_t *b, size_t len)
{
    static const struct image_codec *const codec[] = {&codec_webp, &codec_tiff};
    for (size_t i = 0; i < sizeof codec / sizeof *codec; i++) {
        if (codec[i]->is(b, len)) {
            return codec[i];
        }
    }
    return NULL;
}

void codec_put(struct image *im, size_t at, const uint8_t *rgba, size_t n)
{
    uint8_t *to = im->px + at * (size_t)im->channels;
    for (size_t i = 0; i < n; i++, rgba += 4, to += im->channels) {
        int v[3];
        for (int k = 0; k < 3; k++) {
            v[k] = rgba[k] + 255 - rgba[3];
            v[k] = v[k] > 255 ? 255 : v[k];
        }
        if (im->channels == 1) {
            to[0] = (uint8_t)((299 * v[0] + 587 * v[1] + 114 * v[2] + 500) / 1000);
        } else {
            for (int k = 0; k < 3; k++) {
                to[k] = (uint8_t)v[k];
            }
        }
    }
}

static enum st no_image(const uint8_t *b, size_t len, struct err *e)
{
    if (len >= 5 && !memcmp(b, "%PDF-", 5)) {
        return err_set(e, ST_FORMAT, "a PDF, not a picture ('pdftocairo -png -r 300 FILE.pdf page' makes one of each page)");
    }
    return err_set(e, ST_FORMAT, "not an image of a kind that is read (PNG, JPEG, WebP, TIFF)");
}

enum st image_decode(const void *bytes, size_t len, int channels, struct image *im, struct err *e)
{
    *im = (struct image){0};
    if (is_png(bytes, len)) {
        return decode_png(bytes, len, channels, im, e);
    }
    if (is_jpeg(bytes, len)) {
        return decode_jpeg(bytes, len, channels, im, e);
    }
    const struct image_codec *other = codec_of(bytes, len);
    return other ? other->decode(bytes, len, channels, im, e) : no_image(bytes, len, e);
}

enum st image_read(const char *path, int channels, struct image *im, struct err *e)
{
    struct buf b = {0};
    enum st st = file_read(path, &b, e);
    if (!st && (st = image_decode(b.data, b.len, channels, im, e))) {
        err_wrap(e, st, "'%s': ", path);
    }
    buf_release(&b);
    return st;
}

enum st image_size(const void *bytes, size_t len, int *width_px, int *height_px, int *channels,
                   struct err *e)
{
    const uint8_t *b = bytes;
    if (is_png(b, len) && len >= 26) {
        *width_px = (int)((uint32_t)b[16] << 24 | (uint32_t)b[17] << 16 | (uint32_t)b[18] << 8 | b[19]);
        *height_px = (int)((uint32_t)b[20] << 24 | (uint32_t)b[21] << 16 | (uint32_t)b[22] << 8 | b[23]);
        *channels = b[25] == 0 || b[25] == 4 ? 1 : 3;
    } else if (is_jpeg(b, len)) {
        tjhandle tj = tjInitDecompress();
        int sub, space;
        int bad = !tj || tjDecompressHeader3(tj, b, len, width_px, height_px, &sub, &space);
        if (tj) {
            tjDestroy(tj);
        }
        if (bad) {
            return err_set(e, ST_FORMAT, "broken JPEG header");
        }
        *channels = space == TJCS_GRAY ? 1 : 3;
    } else {
        const struct image_codec *other = codec_of(b, len);
        enum st st = other ? other->size(b, len, width_px, height_px, channels, e) : no_image(bytes, len, e);
        if (st) {
            return st;
        }
    }
    if (*width_px < 1 || *height_px < 1) {
        return err_set(e, ST_FORMAT, "image without pixels");
    }
    return ST_OK;
}

enum st encode_jpeg(struct encoder *en, const struct image *im, int quality, struct buf *out,
                    struct err *e)
{
    if (!en->jpeg && !(en->jpeg = tjInitCompress())) {
        return err_set(e, ST_NOMEM, "no memory for a JPEG encoder");
    }
    int sub = im->channels == 1 ? TJSAMP_GRAY : TJSAMP_420;
    int pf = im->channels == 1 ? TJPF_GRAY : im->channels == 3 ? TJPF_RGB : TJPF_RGBX;
    unsigned long size = tjBufSize(im->width_px, im->height_px, sub);
    if (size == (unsigned long)-1) {
        return err_set(e, ST_RANGE, "image of %d x %d pixels is not a JPEG", im->width_px,
                       im->height_px);
    }
    unsigned char *dst = (unsigned char *)buf_grow(out, size);
    if (tjCompress2(en->jpeg, im->px, im->width_px, 0, im->height_px, pf, &dst, &size, sub, quality,
                    TJFLAG_NOREALLOC | TJFLAG_ACCURATEDCT)) {
        return err_set(e, ST_RANGE, "JPEG encoder: %s", tjGetErrorStr2(en->jpeg));
    }
    out->len += size;
    out->data[out->len] = 0;
    return ST_OK;
}

static void png_append(png_structp png, png_bytep data, size_t len)
{
    buf_add(png_get_io_ptr(png), data, len);
}

static void png_flush_nothing(png_structp png)
{
    (void)png;
}

/* Rows from memory as a PNG of a colour type and depth. */
static enum st write_png(const void *px, int width_px, int height_px, size_t row_bytes, int type, int bits, int level,
                         struct buf *out, struct err *e)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_write_struct(&png, NULL);
        return err_set(e, ST_NOMEM, "no memory for a PNG encoder");
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return err_set(e, ST_RANGE, "PNG encoder failed");
    }
    png_set_write_fn(png, out, png_append, png_flush_nothing);
    png_set_compression_level(png, level);
    png_set_IHDR(png, info, (png_uint_32)width_px, (png_uint_32)height_px, bits, type, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    if (bits == 16 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
        png_set_swap(png);
    }
    for (int y = 0; y < height_px; y++) {
        png_write_row(png, (png_const_bytep)px + (size_t)y * row_bytes);
    }
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return ST_OK;
}

enum st encode_png(const struct image *im, int level, struct buf *out, struct err *e)
{
    static const int type[5] = {0, PNG_COLOR_TYPE_GRAY, 0, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGBA};
    return write_png(im->px, im->width_px, im->height_px, (size_t)im->width_px * (size_t)im->channels,
                     type[im->channels], 8, level, out, e);
}

enum st encode_png16(const uint16_t *px, int width_px, int height_px, int level, struct buf *out, struct err *e)
{
    return write_png(px, width_px, height_px, (size_t)width_px * sizeof *px, PNG_COLOR_TYPE_GRAY, 16, level, out, e);
}

void encoder_release(struct encoder *en)
{
    if (en && en->jpeg) {
        tjDestroy(en->jpeg);
        en->jpeg = NULL;
    }
}
