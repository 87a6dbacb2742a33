// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_SPACELESS_H
#define ERSATZ_CORPUS_SPACELESS_H
/*
 * spaceless - scripts that do not put spaces between words, and where a line of them may be cut.
 */
#include <stdbool.h>
#include <stdint.h>

/** spaceless() - Han, kana, Bopomofo, Yi, Thai, Lao, Tibetan, Myanmar, Khmer, their punctuation. */
bool spaceless(uint32_t cp);

/**
 * spaceless_break() - whether a text may be cut between two neighbours, of which at least one is
 * spaceless.
 *
 * before: last code point of a grapheme; after: first code point of the next
 *
 * Closing punctuation, small kana and iteration marks do not begin a line, opening punctuation does
 * not end one (JIS X 4051); a Thai or Lao vowel that is written before or behind its consonant
 * stays with it.
 */
bool spaceless_break(uint32_t before, uint32_t after);

#endif
