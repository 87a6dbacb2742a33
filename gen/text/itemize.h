// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TEXT_ITEMIZE_H
#define ERSATZ_TEXT_ITEMIZE_H
/*
 * itemize - one line of text -> runs that HarfBuzz can shape whole.
 *
 * An item has one bidi level (UAX #9, by FriBidi), one script (UAX #24, Common and Inherited
 * resolved), one face and, in vertical text, one orientation. Items begin and end at grapheme
 * clusters.
 *
 *     struct item_list items;
 *     itemize_line(a, t, start, end, direction, off, n, &items);
 *     for (size_t k = 0; k < items.n; k++) { ... items.item[items.visual[k]] ... }
 */
#include <hb.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "plan/plan.h"

struct item {
    uint32_t start, end; /* bytes of the text */
    const struct face *face;
    double tracking_em; /* of its face run */
    hb_script_t script; /* HB_SCRIPT_COMMON if the whole line has no letter */
    uint8_t level;      /* bidi embedding level; odd = right to left */
    bool upright;       /* vertical text: stands upright (CJK); else lies on its side */
};

struct item_list {
    struct item *item; /* logical order */
    uint32_t *visual;  /* numbers of the items from left to right (vertical: top to bottom) */
    size_t n;
    bool rtl; /* paragraph direction */
};

/**
 * itemize_line() - split a line into items.
 *
 * t:         text and its face runs; at least one run, the first at byte 0
 * start:     first byte of the line; end: behind its last byte, the '\n' not included
 * direction: enum recipe_direction; AUTO takes the line's first strong character, else left to
 *            right; TTB treats the column's top as the left
 * grapheme:  byte offsets, relative to `start`, of the line's n graphemes and its end
 *
 * The arena owns the lists. A line without a character of a right-to-left script and without bidi
 * controls takes a way without FriBidi, with the same result.
 */
void itemize_line(struct arena *a, const struct styled_text *t, uint32_t start, uint32_t end,
                  int direction, const uint32_t *grapheme, size_t n, struct item_list *out);

/** script_joined() - letters of one word touch: joined at their sides (Arabic, Mongolian) or by a
 * head line (Devanagari). Nothing may be put between them. */
bool script_joined(hb_script_t script);
/** script_alphabetic() - a ligature shows its letters side by side, so that it can be cut: Latin,
 *  Greek, Cyrillic, Hebrew, Armenian, Georgian, Coptic, and Common. */
bool script_alphabetic(hb_script_t script);

#endif
