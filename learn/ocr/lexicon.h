// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_LEXICON_H
#define ERSATZ_OCR_LEXICON_H
/*
 * lexicon - a list of words that lines are likely to hold: a trie over classes, and how far a line agrees
 * with it.
 *
 *     struct lexicon *l = lexicon_new(classes, true);
 *     lexicon_add(l, "penguins", 8);                 // "Penguins", "PENGUINS" follow, since fold is true
 *     lexicon_finish(l);
 *     struct lexicon_state s = {0};
 *     for (...) { s = lexicon_step(l, s, class); }
 *     words = lexicon_credit(l, s), in all at the line's end: lexicon_credit_end(l, s)
 *
 * A word is a run of letters, marks and digits; what stands between belongs to a word only where a word of
 * the list goes on with it ("don't"). A line gains one credit for each of its words that is in the list.
 * While a word is being spelled it has depth / (depth + distance to the nearest end of a listed word) of it,
 * so that a beam does not lose a listed word before its last letter; if the word leaves the list, that part
 * is taken back. Words that are not in the list cost nothing.
 *
 * Immutable after lexicon_finish(), and shared between threads.
 */
#include <stdbool.h>

#include "ocr/classes.h"

struct lexicon;

struct lexicon_state {
    int32_t node;  /* 0: between words; -1: in a word that left the list */
    int32_t words; /* of the list, complete */
};

/** lexicon_new() - c: borrowed until lexicon_finish(). fold: words also with a capital, and in capitals. */
struct lexicon *lexicon_new(const struct classes *c, bool fold);
/** lexicon_add() - one word, valid UTF-8; false if it is empty or has a grapheme without a class: left out. */
bool lexicon_add(struct lexicon *l, const char *word, size_t len);
void lexicon_finish(struct lexicon *l);
void lexicon_free(struct lexicon *l);
size_t lexicon_words(const struct lexicon *l); /* in all their forms */

/** lexicon_read() - one word a line; empty lines and white space around are skipped. *left_out may be NULL.
 *  ST_IO, ST_FORMAT. */
enum st lexicon_read(struct lexicon *l, const char *path, uint64_t *left_out, struct err *e);

struct lexicon_state lexicon_step(const struct lexicon *l, struct lexicon_state s, int32_t k);
double lexicon_credit(const struct lexicon *l, struct lexicon_state s);
double lexicon_credit_end(const struct lexicon *l, struct lexicon_state s);
/** lexicon_credit_of() - of a whole line. */
double lexicon_credit_of(const struct lexicon *l, const int32_t *k, size_t n);

#endif
