// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_CUT_H
#define ERSATZ_CORPUS_CUT_H
/*
 * cut - random pieces of a corpus, of about a wanted length, at the borders of words.
 *
 * Lengths count graphemes (UAX #29). A cut begins and ends where a word does: at a space or a
 * line's end, or, in scripts without spaces, between any two graphemes that may be parted
 * (corpus/spaceless.h). Inside a paragraph a line end is read as a space, or as nothing between two
 * characters of such scripts.
 *
 * All searches are local and bounded, so that a draw costs microseconds in a corpus of any size.
 * Functions return false where the place they drew does not serve; the caller draws again.
 */
#include <stdbool.h>

#include "base/arena.h"
#include "base/rng.h"
#include "corpus/corpusfile.h"

struct cut {
    const char *text; /* arena, NUL-terminated; NFC, one line, trimmed */
    size_t len;
};

/* want: wanted graphemes; lo, hi: what is allowed, 1 <= lo <= hi */
struct cut_length {
    double want;
    uint32_t lo, hi;
};

/** cut_span() - running text. The place is uniform in bytes; of the possible ends the nearest to
 *  `want`. */
bool cut_span(const struct corpus *c, struct rng *r, struct arena *a, struct cut_length n,
              struct cut *out);
/**
 * cut_piece() - a line or sentence of the index, uniform among those whose length is within an
 * eighth of `want` (at least 2), or, while there are none, within twice as much and so on.
 */
bool cut_piece(const struct corpus *c, struct rng *r, struct arena *a, struct cut_length n,
               struct cut *out);
/** cut_words() - single words from anywhere, joined by spaces (1 to 4 graphemes a "word" and no
 *  spaces in scripts without them). */
bool cut_words(const struct corpus *c, struct rng *r, struct arena *a, struct cut_length n,
               struct cut *out);

#endif
