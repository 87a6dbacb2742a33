// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_CASING_H
#define ERSATZ_CORPUS_CASING_H
/*
 * casing - upper, lower and title case of whole texts.
 *
 * Full mapping of the Unicode Standard (SpecialCasing.txt), so lengths may change ("ß" -> "SS") and
 * Greek final sigma and the dots of Turkish, Azeri and Lithuanian follow their rules. Scripts
 * without case pass unchanged.
 */
#include <stddef.h>

#include "base/arena.h"

/**
 * casing_apply() - text in another case.
 * to:   enum recipe_case
 * lang: BCP 47 tag of the text or NULL; only its first subtag is looked at
 * Returns NFC text in the arena, or `s` itself for CASE_AS_IS; *out_len gets its bytes.
 */
const char *casing_apply(struct arena *a, const char *s, size_t len, int to, const char *lang,
                         size_t *out_len);

#endif
