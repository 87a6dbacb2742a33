// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_PICTURE_STRIP_H
#define ERSATZ_EVAL_PICTURE_STRIP_H
/*
 * picture_strip - a PNG or JPEG without what may say more than its pixels: texts, comments, EXIF, XMP, time,
 * bytes behind the end. The compressed pixels are copied as they are.
 *
 * PNG (W3C, third edition, chapter 5): IHDR, PLTE, IDAT, IEND, tRNS, gAMA, cHRM, sRGB, sBIT, bKGD, pHYs stay.
 * JPEG (ITU-T T.81, annex B): APP0 (JFIF) of at most 18 bytes, APP14 (Adobe's colour transform) and all that
 * decodes stay.
 */
#include <stddef.h>

#include "base/buf.h"
#include "base/st.h"

/** picture_strip() - appends to out; *ext: "png" or "jpg". ST_FORMAT if it is neither, or cut off. */
enum st picture_strip(const void *bytes, size_t len, struct buf *out, const char **ext, struct err *e);

#endif
