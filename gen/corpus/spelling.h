// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_SPELLING_H
#define ERSATZ_CORPUS_SPELLING_H
/*
 * spelling - today's German in the spelling and typography of books before 1901.
 *
 * Running text of the period that may be copied is rare; modern text is plenty. Rules, not a dictionary: what comes out
 * is plausible line by line, for readers of letters, and makes no claim on history. The rules follow what the
 * orthographic conference of 1901 abolished (th, iren, c in foreign words, ey in the older half), the letters that
 * Fraktur has (long s but at the end of a syllable, J for I, Ae Oe Ue, a letter e above a o u in older books, the double
 * hyphen), and how lines of a column break words.
 *
 *     source: {corpus: ["/usr/share/games/fortunes/de"], take: span, spelling: german-19c}
 */
#include <stddef.h>

#include "base/arena.h"
#include "base/rng.h"

/**
 * spelling_german_19c() - one line of text respelled.
 *
 * s: NFC. Of each line are drawn: whether its book is of the older half (ey, seyn; e above vowels), which of the rules
 * that were a matter of taste it keeps, whether it begins or ends inside a word.
 *
 * Returns NFC text in the arena (it may be longer or shorter than `s`, never empty if `s` has a letter).
 */
const char *spelling_german_19c(struct arena *a, const char *s, size_t len, struct rng *r,
                                size_t *out_len);

#endif
