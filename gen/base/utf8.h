// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_UTF8_H
#define ERSATZ_BASE_UTF8_H
/*
 * utf8 - the few things that every stage asks of text; the knowledge is GNU libunistring's.
 *
 * Text is UTF-8, NFC, with byte offsets everywhere. A "grapheme" is an extended grapheme cluster of
 * UAX #29: what a reader calls one letter.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/st.h"

/** utf8_valid() - whether all bytes are well-formed UTF-8 without NUL; *bad gets the first bad offset. */
bool utf8_valid(const char *s, size_t len, size_t *bad);
/** utf8_next() - decode the code point at s[*i] and move *i behind it; s must be valid. */
uint32_t utf8_next(const char *s, size_t len, size_t *i);
/** utf8_put() - encode; returns the number of bytes, 1..4. */
int utf8_put(char out[4], uint32_t cp);
/** utf8_nfc() - Normalization Form C, into the arena; *out_len gets its bytes. s must be valid. */
char *utf8_nfc(struct arena *a, const char *s, size_t len, size_t *out_len);
/** utf8_graphemes() - byte offsets of all n grapheme starts, plus off[n] = len. Returns n. */
size_t utf8_graphemes(struct arena *a, const char *s, size_t len, uint32_t **off);

/**
 * utf8_plain() - whether a code point is one of those that make up most text and need no thought.
 *
 * A plain code point is graphic (or U+0020), is its own NFC with combining class 0, and between two
 * plain ones there is always a grapheme boundary. The converse does not hold: others go the long way.
 */
bool utf8_plain(uint32_t cp);
/** utf8_grapheme_end() - where the grapheme that starts at s[i] ends, i < len; s must be valid. */
size_t utf8_grapheme_end(const char *s, size_t len, size_t i);
/** utf8_grapheme_count() - number of graphemes, without memory. */
size_t utf8_grapheme_count(const char *s, size_t len);

#endif
