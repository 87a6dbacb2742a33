// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_ALPHABET_H
#define ERSATZ_CORPUS_ALPHABET_H
/*
 * alphabet - the graphemes that a text may hold: "a-zA-Z0-9 .,\-".
 *
 * Written like a pattern's class (corpus/charset.h) without the brackets. What is written as
 * several code points that make one grapheme ("कि", "x̂") is allowed as a whole and allows nothing
 * else. A grapheme of a text passes if it is one of those, or if each of its code points is in the
 * set; so "\p{Devanagari}" allows all Hindi, and "a-zé" allows é and not e with another accent. A
 * space must be listed.
 *
 *     struct alphabet *al;
 *     if (alphabet_parse("a-zäöüß ", &al, e)) { ... }
 *     size_t bad;
 *     if (!alphabet_check(al, s, len, &bad)) { ... s + bad ... }
 *     alphabet_free(al);
 *
 * Immutable and shared between threads.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/st.h"

struct alphabet;

/** alphabet_parse() - ST_RECIPE with "column N: ..." if the text is no set, or an empty one. */
enum st alphabet_parse(const char *text, struct alphabet **out, struct err *e);
void alphabet_free(struct alphabet *al);
/** alphabet_check() - whether all graphemes of valid NFC text pass; *bad: offset of the first that
 *  does not. A NULL alphabet allows all. */
bool alphabet_check(const struct alphabet *al, const char *s, size_t len, size_t *bad);
/**
 * alphabet_may_hold() - whether a text with this code point can pass at all.
 * fold: case may still be changed, so that a code point also counts in its other cases
 */
bool alphabet_may_hold(const struct alphabet *al, uint32_t cp, bool fold);

#endif
