// SPDX-License-Identifier: MIT
#ifndef ERSATZ_FONT_STANDIN_H
#define ERSATZ_FONT_STANDIN_H
/*
 * standin - signs that a face can draw with another of its glyphs, though its cmap lacks them.
 *
 * Fonts of old type seldom have the letters above vowels of German prints before 1870 (Unicode proposal
 * N2266: U+0363..036F), superior figures, or the double hyphen of Fraktur as a sign of its own: its
 * hyphen *is* the double one. With `font.compose` a face that lacks such a sign draws it from the glyph
 * named here: as it is, small and raised, or small above the letter before; and ch, ck, tz, ſt as one type, if it has them under
 * code points of their own alone. text/compose.h places it.
 */
#include <stdint.h>

enum standin_kind {
    STANDIN_SAME,   /* the glyph as it is */
    STANDIN_RAISED, /* at 0.6 of the size, its top at the height of capitals */
    STANDIN_ABOVE,  /* at 0.45 of the size, in the middle above the letter it is combined with */
};

struct standin {
    uint32_t cp, draws;
    enum standin_kind kind;
};

/** standin_find() - what may be drawn in a code point's place; NULL if nothing may. */
const struct standin *standin_find(uint32_t cp);

/**
 * standin_ligature() - the code point that fonts without OpenType tables have for ch, ck, tz or ſt, 0 for other pairs.
 *
 * In blackletter these four are one type each, even where letters are spaced out. ch, ck and tz stand in the private use area where
 * the Medieval Unicode Font Initiative put ck and tz (U+EEC4, U+EEDC; ch has U+F1BB) and digitised old types follow it.
 */
uint32_t standin_ligature(uint32_t first, uint32_t second);

#endif
