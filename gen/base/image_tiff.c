// SPDX-License-Identifier: MIT
/* TIFF from memory, through libtiff's RGBA interface: it knows bilevel, fax, palettes, 16 bits, YCbCr, CMYK, strips and tiles. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include "base/arena.h"
#include "base/image_codecs.h"

enum { LARGEST_PIECE = 512 << 20 }; /* bytes that a file may make libtiff take at once */

struct source {
    const uint8_t *b;
    size_t len, at;
    char msg[200]; /* the first error */
};

static bool is_tiff(const uint8_t *b, size_t len)
{
    return len >= 8 && (!memcmp(b, "II*\0", 4) || !memcmp(b, "MM\0*", 4) ||
                        !memcmp(b, "II+\0", 4) || !memcmp(b, "MM\0+", 4));
}

/* --- a file in memory --------------------------------------------------------------------------------------- */

static tmsize_t read_bytes(thandle_t h, void *to, tmsize_t n)
{
    struct source *s = h;
    size_t left = s->at < s->len ? s->len - s->at : 0, take = n < 0              ? 0
                                                              : (size_t)n < left ? (size_t)n
                                                                                 : left;
    memcpy(to, s->b + (take ? s->at : 0), take);
    s->at += take;
    return (tmsize_t)take;
}

static tmsize_t write_nothing(thandle_t h, void *from, tmsize_t n)
{
    (void)h;
    (void)from;
    (void)n;
    return 0;
}

static toff_t seek(thandle_t h, toff_t to, int whence)
{
    struct source *s = h;
    toff_t from = whence == SEEK_CUR ? s->at : whence == SEEK_END ? s->len : 0;
    s->at = (size_t)(from + to);
    return s->at;
}

static int close_nothing(thandle_t h)
{
    (void)h;
    return 0;
}

static toff_t size_of_source(thandle_t h)
{
    return ((struct source *)h)->len;
}

static int keep_error(TIFF *t, void *ctx, const char *module, const char *fmt, va_list args)
{
    struct source *s = ctx;
    (void)t;
    (void)module;
    if (!*s->msg) {
        vsnprintf(s->msg, sizeof s->msg, fmt, args);
    }
    return 1;
}

static int drop_warning(TIFF *t, void *ctx, const char *module, const char *fmt, va_list args)
{
    (void)t;
    (void)ctx;
    (void)module;
    (void)fmt;
    (void)args;
    return 1;
}

static enum st open_source(struct source *s, TIFF **out, struct err *e)
{
    TIFFOpenOptions *o = TIFFOpenOptionsAlloc();
    if (!o) {
        return err_set(e, ST_NOMEM, "no memory for a TIFF decoder");
    }
    TIFFOpenOptionsSetErrorHandlerExtR(o, keep_error, s);
    TIFFOpenOptionsSetWarningHandlerExtR(o, drop_warning, s);
    TIFFOpenOptionsSetMaxSingleMemAlloc(o, LARGEST_PIECE);
    *out = TIFFClientOpenExt("memory", "rm", s, read_bytes, write_nothing, seek, close_nothing,
                             size_of_source, NULL, NULL, o);
    TIFFOpenOptionsFree(o);
    return *out ? ST_OK
                : err_set(e, ST_FORMAT, "broken TIFF image: %s",
                          *s->msg ? s->msg : "no page can be read");
}

/* --- what it says ----------------------------------------------------------------------------------------------- */

static enum st page_size(TIFF *t, int *width_px, int *height_px, int *channels, struct err *e)
{
    uint32_t w = 0, h = 0;
    uint16_t photometric = PHOTOMETRIC_RGB;
    TIFFGetField(t, TIFFTAG_IMAGEWIDTH, &w);
    TIFFGetField(t, TIFFTAG_IMAGELENGTH, &h);
    TIFFGetField(t, TIFFTAG_PHOTOMETRIC, &photometric);
    if (w < 1 || h < 1 || w > INT32_MAX || h > INT32_MAX) {
        return err_set(e, ST_FORMAT, "TIFF image of %u x %u pixels", w, h);
    }
    *width_px = (int)w;
    *height_px = (int)h;
    *channels =
        photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE ? 1 : 3;
    return ST_OK;
}

static enum st size_tiff(const uint8_t *b, size_t len, int *width_px, int *height_px, int *channels,
                         struct err *e)
{
    struct source s = {.b = b, .len = len};
    TIFF *t;
    enum st st = open_source(&s, &t, e);
    if (!st) {
        st = page_size(t, width_px, height_px, channels, e);
        TIFFClose(t);
    }
    return st;
}

/* --- pixels ------------------------------------------------------------------------------------------------------ */

/* libtiff's pixels are numbers, alpha on top and red below, with alpha multiplied in. */
static void put_page(struct image *im, const uint32_t *px)
{
    for (size_t i = 0; i < (size_t)im->width_px * (size_t)im->height_px; i++) {
        const uint8_t rgba[4] = {(uint8_t)TIFFGetR(px[i]), (uint8_t)TIFFGetG(px[i]),
                                 (uint8_t)TIFFGetB(px[i]), (uint8_t)TIFFGetA(px[i])};
        codec_put(im, i, rgba, 1);
    }
}

static enum st decode_page(TIFF *t, const struct source *s, int channels, struct image *im,
                           struct err *e)
{
    int w, h, own;
    char why[1024] = "";
    enum st st = page_size(t, &w, &h, &own, e);
    if (!st && !TIFFRGBAImageOK(t, why)) {
        st = err_set(e, ST_FORMAT, "TIFF image of a kind that is not read: %s", why);
    }
    st = st ? st : image_init(im, w, h, channels ? channels : own, e);
    if (st) {
        return st;
    }
    uint32_t *px = malloc(size_mul((size_t)w * (size_t)h, sizeof *px));
    if (!px) {
        st = err_set(e, ST_NOMEM, "no memory for a TIFF image of %d x %d pixels", w, h);
    } else if (!TIFFReadRGBAImageOriented(t, (uint32_t)w, (uint32_t)h, px, ORIENTATION_TOPLEFT,
                                          1)) {
        st = err_set(e, ST_FORMAT, "broken TIFF image: %s",
                     *s->msg ? s->msg : "its pixels cannot be read");
    } else {
        put_page(im, px);
    }
    free(px);
    if (st) {
        image_release(im);
    }
    return st;
}

static enum st decode_tiff(const uint8_t *b, size_t len, int channels, struct image *im,
                           struct err *e)
{
    struct source s = {.b = b, .len = len};
    TIFF *t;
    enum st st = open_source(&s, &t, e);
    if (!st) {
        st = decode_page(t, &s, channels, im, e);
        TIFFClose(t);
    }
    return st;
}

const struct image_codec codec_tiff = {"TIFF", is_tiff, size_tiff, decode_tiff};
