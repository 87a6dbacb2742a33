// SPDX-License-Identifier: MIT
#include "eval/picture_strip.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool kept_chunk(const uint8_t *type)
{
    static const char keep[] = "IHDRPLTEIDATIENDtRNSgAMAcHRMsRGBsBITbKGDpHYs";
    for (size_t i = 0; i < sizeof keep - 1; i += 4) {
        if (!memcmp(type, keep + i, 4)) {
            return true;
        }
    }
    return false;
}

static enum st strip_png(const uint8_t *p, size_t len, struct buf *out, struct err *e)
{
    enum { SIGNATURE = 8, AROUND = 12 }; /* length, type, CRC of a chunk */
    buf_add(out, p, SIGNATURE);
    for (size_t i = SIGNATURE; len - i >= AROUND;) {
        size_t n = be32(p + i);
        if (n > len - i - AROUND) {
            break;
        }
        if (kept_chunk(p + i + 4)) {
            buf_add(out, p + i, n + AROUND);
        }
        if (!memcmp(p + i + 4, "IEND", 4)) {
            return ST_OK;
        }
        i += n + AROUND;
    }
    return err_set(e, ST_FORMAT, "PNG is cut off");
}

enum {
    M_SOI = 0xd8,
    M_EOI = 0xd9,
    M_SOS = 0xda,
    M_APP0 = 0xe0,
    M_APP14 = 0xee,
    M_APP15 = 0xef,
    M_COM = 0xfe
};

static bool kept_segment(uint8_t marker, size_t len)
{
    if (marker == M_APP0) {
        return len <= 18; /* without a thumbnail, which could be of another picture */
    }
    return marker == M_APP14 || !((marker > M_APP0 && marker <= M_APP15) || marker == M_COM);
}

/* Where the entropy-coded data from i on ends: at the next marker that is neither a stuffed FF nor a restart.
 * */
static size_t end_of_scan(const uint8_t *p, size_t len, size_t i)
{
    while (i + 1 < len &&
           (p[i] != 0xff || p[i + 1] == 0 || p[i + 1] == 0xff || (p[i + 1] >= 0xd0 && p[i + 1] <= 0xd7))) {
        i++;
    }
    return i;
}

static enum st strip_jpeg(const uint8_t *p, size_t len, struct buf *out, struct err *e)
{
    buf_add(out, p, 2);
    for (size_t i = 2; i + 1 < len && p[i] == 0xff;) {
        uint8_t marker = p[i + 1];
        if (marker == 0xff) { /* fill byte */
            i++;
            continue;
        }
        if (marker == M_EOI) {
            buf_add(out, p + i, 2);
            return ST_OK;
        }
        size_t n = i + 3 < len ? 2 + ((size_t)p[i + 2] << 8 | p[i + 3]) : 0;
        if (n < 4 || n > len - i) {
            break;
        }
        if (kept_segment(marker, n)) {
            buf_add(out, p + i, n);
        }
        i += n;
        if (marker == M_SOS) {
            size_t end = end_of_scan(p, len, i);
            buf_add(out, p + i, end - i);
            i = end;
        }
    }
    return err_set(e, ST_FORMAT, "JPEG is cut off");
}

enum st picture_strip(const void *bytes, size_t len, struct buf *out, const char **ext, struct err *e)
{
    if (len >= 8 && !memcmp(bytes, "\x89PNG\r\n\x1a\n", 8)) {
        *ext = "png";
        return strip_png(bytes, len, out, e);
    }
    if (len >= 4 && !memcmp(bytes, "\xff\xd8\xff", 3)) {
        *ext = "jpg";
        return strip_jpeg(bytes, len, out, e);
    }
    return err_set(e, ST_FORMAT, "picture is neither PNG nor JPEG");
}
