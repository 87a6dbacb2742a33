// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RECIPE_NAMES_H
#define ERSATZ_RECIPE_NAMES_H
/*
 * names - lists of names as "a|b|c", and the name a person may have meant.
 */
#include <stddef.h>

/** names_find() - place of a name of `len` bytes in "a|b|c", -1 if it is none of them. */
int names_find(const char *names, const char *s, size_t len);
/** names_at() - the name at a place, not NUL-terminated; *len gets its length. NULL past the end. */
const char *names_at(const char *names, int place, size_t *len);

/**
 * names_nearest() - of n candidates the one nearest to `s` by edit distance (Levenshtein 1966), the
 * first one on a tie. NULL if none is near: at most a third of the letters of `s`, but at least two,
 * may differ, and something of the candidate must be left. Candidates are shorter than 64 bytes.
 */
const char *names_nearest(const char *s, const char *const *candidate, size_t n);

#endif
