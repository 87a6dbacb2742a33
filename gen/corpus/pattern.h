// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_PATTERN_H
#define ERSATZ_CORPUS_PATTERN_H
/*
 * pattern - texts from a regex-like description: prices, dates, article numbers.
 *
 *     struct pattern *p;
 *     if (pattern_compile("[A-Z]{2}-\\d{4}|\\{ean13}", &p, e)) { ... }
 *     const char *s = pattern_make(p, &rng, &arena, &len);       // "QX-0813" or "4006381333931"
 *     pattern_free(p);
 *
 * The language
 *
 *     abc          itself; so are . ^ $ and - (there is no "any character" and no anchor)
 *     \d \w \l \u  a digit, a letter or digit, a lower-case letter, an upper-case letter (ASCII)
 *     \s           a space
 *     \. \( \\     ASCII punctuation as itself; needed for \ [ ] ( ) | ? * + { and }
 *     \x{20ac}     a code point
 *     \p{Greek}    a character of a script or general category
 *     [A-Z0-9äö]   one of a class (corpus/charset.h); each of its code points is equally likely,
 *                  however it is written. A class cannot be negated.
 *     (ab|c|)      one of several, equally likely; repeat one to weigh it more
 *     x?           0 or 1 times        x*  0 to 8 times       x+  1 to 8 times
 *     x{3} x{2,5}  counted, up to 1000; each count is equally likely
 *     \{name}      a named piece, \{name:arguments}; a repeated piece is drawn anew each time
 *
 * Named pieces
 *
 *     \{ean13} \{ean8} \{upca} \{gtin14}
 *                  article number with its check digit (GS1); \{ean13:400} with the given first
 *                  digits
 *     \{luhn:16}   digits, 2 to 64, the last a Luhn check digit (ISO/IEC 7812-1); \{luhn:16:4}
 *                  with the given first digits
 *     \{iban:DE}   account number with right check digits (ISO 13616); \{iban4:DE} in groups of
 *                  four. AT BE CH CZ DE DK ES FI FR GB GR HU IE IT LU NL NO PL PT SE SK. Check
 *                  digits that a country keeps inside the account part are random.
 *     \{date:%d.%m.%Y}  a day from 1950-01-01 to 2035-12-31 and a time of that day. %d %m day and
 *                  month with two digits, %e %n without leading zero, %Y %y year, %b %B month in
 *                  English, %a %A day of the week in English, %H %I %M %S %p time, %j day of the
 *                  year, %% a percent sign
 *     \{price:0.50-199.99}  a number, uniform in its logarithm, with as many decimals as are
 *                  written; a comma is kept as a comma
 *     \{int:1-9999}     a whole number, uniform; \{int:0001-9999} with leading zeros
 *
 * Invariants: generation ends after at most PATTERN_MAX_STEPS steps and PATTERN_MAX_BYTES bytes,
 * whatever the pattern; what is longer is cut at a character. A compiled pattern is immutable and
 * shared between threads.
 */
#include <stddef.h>

#include "base/arena.h"
#include "base/rng.h"
#include "base/st.h"

enum {
    PATTERN_MAX_BYTES = 4096,  /* of the pattern, and of a text before normalisation */
    PATTERN_MAX_DEPTH = 64,    /* nested groups */
    PATTERN_MAX_COUNT = 1000,  /* of a repetition */
    PATTERN_MAX_STEPS = 65536, /* nodes visited for one text */
};

struct pattern;

/** pattern_compile() - ST_RECIPE with "column N: ..." on a malformed pattern; *out is then NULL. */
enum st pattern_compile(const char *text, struct pattern **out, struct err *e);
void pattern_free(struct pattern *p);

/**
 * pattern_make() - one text.
 * Returns NUL-terminated NFC in the arena, of *len bytes; spaces stay where the pattern puts them;
 * the text may be empty if the pattern allows that. Never fails.
 */
const char *pattern_make(const struct pattern *p, struct rng *r, struct arena *a, size_t *len);

#endif
