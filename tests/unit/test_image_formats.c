// SPDX-License-Identifier: MIT
/* WebP and TIFF, made here by their own libraries' encoders: pixels, grey, alpha, kinds of TIFF, and what is broken. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>
#include <unistd.h>
#include <webp/encode.h>

#include "base/files.h"
#include "base/image.h"

enum { W = 37, H = 21 };

static char path[] = "/tmp/ersatz-formats-XXXXXX";
static uint8_t rgb[H][W][3];

static void fill(void)
{
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            rgb[y][x][0] = (uint8_t)(x * 7);
            rgb[y][x][1] = (uint8_t)(y * 12);
            rgb[y][x][2] = (uint8_t)(x * y);
        }
    }
}

static struct image decoded(const void *bytes, size_t len, int channels)
{
    struct image im;
    struct err e = {0};
    int w, h, c;
    if (image_decode(bytes, len, channels, &im, &e) || image_size(bytes, len, &w, &h, &c, &e)) {
        fail_msg("%s", e.msg);
    }
    assert_int_equal(w, im.width_px);
    assert_int_equal(h, im.height_px);
    assert_true(channels || c == im.channels);
    return im;
}

static void fails(const void *bytes, size_t len, const char *why)
{
    struct image im;
    struct err e = {0};
    assert_int_equal(image_decode(bytes, len, 3, &im, &e), ST_FORMAT);
    if (!strstr(e.msg, why)) {
        fail_msg("'%s' does not say '%s'", e.msg, why);
    }
    assert_null(im.px);
}

/* --- WebP --------------------------------------------------------------------------------------------------- */

static void test_webp(void **state)
{
    (void)state;
    uint8_t *b;
    size_t len = WebPEncodeLosslessRGB(rgb[0][0], W, H, W * 3, &b);
    struct image im = decoded(b, len, 0), grey = decoded(b, len, 1);
    assert_int_equal(im.channels, 3);
    assert_memory_equal(im.px, rgb, sizeof rgb);
    const uint8_t *p = rgb[9][20];
    assert_int_equal(grey.channels, 1);
    assert_int_equal(grey.px[9 * W + 20], (299 * p[0] + 587 * p[1] + 114 * p[2] + 500) / 1000);
    fails(b, len / 2, "cut off");
    fails(b, 20, "cut off");
    image_release(&im);
    image_release(&grey);
    WebPFree(b);
}

/* A quarter of black on white is three quarters of white. */
static void test_webp_alpha(void **state)
{
    (void)state;
    uint8_t rgba[2][2][4] = {{{0, 0, 0, 255}, {0, 0, 0, 64}},
                             {{200, 100, 0, 255}, {200, 100, 0, 0}}},
            *b;
    static const uint8_t want[12] = {0, 0, 0, 191, 191, 191, 200, 100, 0, 255, 255, 255};
    size_t len = WebPEncodeLosslessRGBA(rgba[0][0], 2, 2, 8, &b);
    struct image im = decoded(b, len, 3);
    assert_memory_equal(im.px, want, sizeof want);
    image_release(&im);
    WebPFree(b);
}

static void test_webp_moving(void **state)
{
    (void)state;
    static const uint8_t b[] = {'R', 'I', 'F', 'F', 22, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P',
                                '8', 'X', 10,  0,   0,  0, 2, 0, 0,   0,   9,   0,   0,   9,
                                0,   0,   0,   0,   0,  0, 0, 0, 0,   0,   0,   0};
    fails(b, sizeof b, "animation");
}

/* --- TIFF --------------------------------------------------------------------------------------------------- */

struct page {
    uint16_t bits, samples, photometric, compression;
    const void *px; /* rows without padding */
    size_t row;
};

/* Files of libtiff's own making; mode: as of TIFFOpen(), "w" or with byte order and size. */
static struct buf written(const char *mode, const struct page *page, int n)
{
    struct buf b = {0};
    TIFF *t = TIFFOpen(path, mode);
    assert_non_null(t);
    for (int i = 0; i < n; i++) {
        const struct page *p = &page[i];
        TIFFSetField(t, TIFFTAG_IMAGEWIDTH, W);
        TIFFSetField(t, TIFFTAG_IMAGELENGTH, H);
        TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, p->bits);
        TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, p->samples);
        TIFFSetField(t, TIFFTAG_PHOTOMETRIC, p->photometric);
        TIFFSetField(t, TIFFTAG_COMPRESSION, p->compression);
        TIFFSetField(t, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, 8);
        for (uint32_t y = 0; y < H; y++) {
            assert_int_equal(TIFFWriteScanline(t, (char *)p->px + y * p->row, y, 0), 1);
        }
        assert_int_equal(TIFFWriteDirectory(t), 1);
    }
    TIFFClose(t);
    assert_int_equal(file_read(path, &b, NULL), ST_OK);
    return b;
}

/* Colours, packed or not, in either byte order and the large form; of two pages the first. */
static void test_tiff(void **state)
{
    (void)state;
    static const char *const mode[] = {"wl", "wb", "w8"};
    static uint8_t other[H][W][3];
    for (int k = 0; k < 3; k++) {
        struct page p[2] = {
            {8, 3, PHOTOMETRIC_RGB, k ? COMPRESSION_LZW : COMPRESSION_NONE, rgb, W * 3},
            {8, 3, PHOTOMETRIC_RGB, COMPRESSION_NONE, other, W * 3}};
        struct buf b = written(mode[k], p, 2);
        struct image im = decoded(b.data, b.len, 0);
        assert_int_equal(im.channels, 3);
        assert_memory_equal(im.px, rgb, sizeof rgb);
        image_release(&im);
        buf_release(&b);
    }
}

/* A fax: bits, set where it is black; read as grey. */
static void test_tiff_fax(void **state)
{
    (void)state;
    enum { ROW = (W + 7) / 8 };
    uint8_t bits[H][ROW];
    for (int y = 0; y < H; y++) {
        for (int i = 0; i < ROW; i++) {
            bits[y][i] = y == 4 ? 0xff : i == 1 ? 0xf0 : 0;
        }
    }
    struct buf b = written(
        "w", &(struct page){1, 1, PHOTOMETRIC_MINISWHITE, COMPRESSION_CCITTFAX4, bits, ROW}, 1);
    struct image im = decoded(b.data, b.len, 0);
    assert_int_equal(im.channels, 1);
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            assert_int_equal(im.px[y * W + x], y == 4 || (x >= 8 && x < 12) ? 0 : 255);
        }
    }
    image_release(&im);
    buf_release(&b);
}

/* Sixteen bits: the upper eight count. */
static void test_tiff_deep(void **state)
{
    (void)state;
    static uint16_t deep[H][W];
    for (int i = 0; i < H * W; i++) {
        deep[i / W][i % W] = (uint16_t)(i % 256 * 257);
    }
    struct buf b = written(
        "w", &(struct page){16, 1, PHOTOMETRIC_MINISBLACK, COMPRESSION_NONE, deep, W * 2}, 1);
    struct image im = decoded(b.data, b.len, 1);
    for (int i = 0; i < H * W; i++) {
        assert_int_equal(im.px[i], i % 256);
    }
    image_release(&im);
    buf_release(&b);
}

/* Cut anywhere, or with any byte changed: an error or a picture of the right size, never more. */
static void test_tiff_broken(void **state)
{
    (void)state;
    struct buf b =
        written("w", &(struct page){8, 3, PHOTOMETRIC_RGB, COMPRESSION_LZW, rgb, W * 3}, 1);
    struct image im;
    int bad = 0;
    for (size_t len = 0; len < b.len; len += 7) {
        bad += image_decode(b.data, len, 3, &im, NULL) != ST_OK;
        image_release(&im);
    }
    assert_true(bad > (int)(b.len / 7) / 2);
    for (size_t at = 0; at < b.len; at += 3) {
        b.data[at] = (char)(b.data[at] ^ 0x55);
        image_decode(b.data, b.len, 3, &im, NULL);
        image_release(&im);
        b.data[at] = (char)(b.data[at] ^ 0x55);
    }
    fails(b.data, 8, "TIFF");
    fails("GIF89a..........", 16, "PNG, JPEG, WebP, TIFF");
    fails("%PDF-1.7 .......", 16, "pdftocairo");
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_webp),        cmocka_unit_test(test_webp_alpha),
        cmocka_unit_test(test_webp_moving), cmocka_unit_test(test_tiff),
        cmocka_unit_test(test_tiff_fax),    cmocka_unit_test(test_tiff_deep),
        cmocka_unit_test(test_tiff_broken),
    };
    int fd = mkstemp(path);
    if (fd < 0) {
        return 1;
    }
    close(fd);
    fill();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
