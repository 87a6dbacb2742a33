// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_CLEAN_H
#define ERSATZ_CORPUS_CLEAN_H
/*
 * clean - what may stand in a line of text.
 *
 * White space of any kind becomes U+0020. Control and format characters are dropped, but for those
 * that change how letters look or run: ZWNJ, ZWJ, LRM, RLM, ALM. (Embeddings and isolates come in
 * pairs that a cut would break.) A mark without a base letter before it, at the start of a line,
 * after a space or after a directional mark, is dropped: it would be drawn on a dotted circle.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

/** clean_cp() - the code point that stands for cp in a line: itself, U+0020, or 0 = dropped. */
uint32_t clean_cp(uint32_t cp);

/**
 * clean_append() - append a line, cleaned, runs of spaces collapsed to one, trimmed, NFC.
 * s: valid UTF-8. Returns the number of bytes appended, 0 if nothing is left.
 */
size_t clean_append(struct buf *out, const char *s, size_t len);

/** clean_trim() - move *s and *len past leading and trailing spaces (U+0020). */
void clean_trim(const char **s, size_t *len);

/** clean_nfc() - NFC of text made of pieces; returns s itself where that is plainly NFC already. */
const char *clean_nfc(struct arena *a, const char *s, size_t len, size_t *out_len);

#endif
