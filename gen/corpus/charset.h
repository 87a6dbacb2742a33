// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_CHARSET_H
#define ERSATZ_CORPUS_CHARSET_H
/*
 * charset - a set of code points, as written in pattern classes and alphabets.
 *
 * Items, in any order:
 *
 *     a        the character          a-z      all code points from a to z
 *     \d       0-9                    \l \u    a-z, A-Z
 *     \w       0-9, a-z, A-Z          \s       a space
 *     \x{93f}  a code point in hexadecimal; may end a range
 *     \p{Thai} a script or a general category by its Unicode name (\p{Devanagari}, \p{Lu})
 *     \-       any ASCII punctuation, as itself
 *
 * A '-' at the start or the end is itself. There is no negation. Ranges and properties leave out
 * what cannot be drawn: unassigned and private code points, controls, surrogates.
 *
 * Sets live in the caller's arena; after charset_finish() they do not change.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "corpus/scan.h"

struct charset_range {
    uint32_t lo, hi;
};

struct charset {
    struct charset_range *range; /* after charset_finish(): ascending, disjoint */
    size_t n, cap;
    uint32_t count;    /* code points in all ranges */
    uint64_t ascii[2]; /* bit set of 0..127 */
};

/* The most that one set may hold; three times the unified ideographs in daily use. */
enum { CHARSET_MAX = 65536 };

void charset_add(struct charset *cs, struct arena *a, uint32_t lo, uint32_t hi);
/** charset_finish() - sort, merge and count; afterwards _has() and _nth() may be called. */
void charset_finish(struct charset *cs);
bool charset_has(const struct charset *cs, uint32_t cp);
/** charset_nth() - the k-th code point in ascending order, k < count. */
uint32_t charset_nth(const struct charset *cs, uint32_t k);

/**
 * charset_escape() - read one escape; sc stands behind the backslash.
 * *single: the code point if the escape names just one, else 0 (and its ranges were added to cs).
 */
enum st charset_escape(struct scan *sc, struct charset *cs, struct arena *a, uint32_t *single);

/**
 * charset_parse() - read items up to the ASCII character `stop` (taken), or to the end if stop is
 * 0. ST_RECIPE, with the column: an empty or reversed range, an unknown escape, a missing `stop`, a
 * control character, more than CHARSET_MAX code points.
 */
enum st charset_parse(struct scan *sc, struct charset *cs, struct arena *a, char stop);

#endif
