// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_VISUAL_ORDER_H
#define ERSATZ_OCR_VISUAL_ORDER_H
/*
 * visual_order - the order in which a line's graphemes stand on the page, and back to the order in which they
 * are read.
 *
 * CTC needs classes in the order in which their pictures pass: for horizontal lines from left to right,
 * whatever the script. Labels of right-to-left lines are therefore turned into visual order before
 * classes_encode(), and what was decoded is turned back. Lines of left-to-right scripts are the same in both
 * orders. Vertical lines are turned by a quarter so that their top comes left, and keep the logical order.
 *
 *     order_to_visual(text, len, ORDER_AUTO, &visual);          // "ABC 123" in Hebrew letters -> "123 CBA"
 *     order_to_logical(visual.data, visual.len, ORDER_RTL, &logical);
 *
 * The rules are UAX #9's, by whole grapheme clusters. Brackets and other mirrored characters of right-to-left
 * runs become what is seen: "(" drawn as ")" has the class of ")".
 *
 * Back: visual order alone does not tell the logical one (a line of two runs can come from either paragraph
 * direction), so the paragraph's direction is asked for; and even then several logical texts may look the
 * same. order_to_logical() reorders the seen line by the same rules, which undoes them for a line of runs and
 * numbers, and checks by ordering the result once more.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum order_base { ORDER_AUTO, ORDER_LTR, ORDER_RTL }; /* AUTO: of the first strong character */

/** order_to_visual() - appends; s: valid UTF-8, one line. Returns the paragraph's direction, ORDER_LTR or
 *  ORDER_RTL. */
enum order_base order_to_visual(const char *s, size_t len, enum order_base base, struct buf *out);
/** order_to_logical() - appends a text whose visual order is s, and returns true; or, if none was found, the
 *  best attempt and false. base: AUTO = right to left if most of the strong characters are. */
bool order_to_logical(const char *s, size_t len, enum order_base base, struct buf *out);

#endif
