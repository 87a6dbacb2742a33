// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_MASK_TEXT_H
#define ERSATZ_DATA_MASK_TEXT_H
/*
 * mask_text - reads COCO's compressed run lengths (docs/format.md, "Masks").
 *
 * The reader's own: gen/label/rle.c writes them, and a mistake in one must not cancel out in the other.
 */
#include <stdbool.h>
#include <stdint.h>

/**
 * mask_text_decode() - text -> pixels.
 * px: out, height_px rows of width_px, 0 or 1; NULL: only check
 * Returns false if the text has other characters, a run is negative or the runs do not end with the picture. Then px is
 * unspecified. Trusts nothing.
 */
bool mask_text_decode(const char *text, int width_px, int height_px, uint8_t *px);

#endif
