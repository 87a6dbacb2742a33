// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_EDIT_H
#define ERSATZ_EVAL_EDIT_H
/*
 * edit - edit distance (Levenshtein 1966) and one cheapest alignment, over graphemes or words.
 *
 *     struct strtab units = {0};
 *     n = edit_units(&units, EDIT_GRAPHEMES, want, want_len, &a);    // text -> numbers
 *     errors = edit_align(a, n, b, m, ops, &n_ops);
 *
 * Changing, dropping and inserting a unit cost 1. Of equally cheap alignments the one is taken that, read
 * from the end, keeps or changes before it drops, and drops before it inserts.
 */
#include <stddef.h>
#include <stdint.h>

#include "ocr/strtab.h"

enum edit_unit { EDIT_GRAPHEMES, EDIT_WORDS };

/** edit_units() - graphemes (UAX #29) or words (what stands between white space) as numbers of `t`.
 *  s: valid UTF-8; *out: realloc'd to fit, *cap its room. Returns their number. */
size_t edit_units(struct strtab *t, enum edit_unit unit, const char *s, size_t len, uint32_t **out,
                  size_t *cap);

size_t edit_distance(const uint32_t *a, size_t n, const uint32_t *b, size_t m);

enum edit_kind { EDIT_SAME, EDIT_CHANGED, EDIT_LOST, EDIT_ADDED }; /* LOST: of a only; ADDED: of b only */

struct edit_op {
    enum edit_kind kind;
    uint32_t i, j; /* places in a and b; of the side that has none, where it would be */
};

/** edit_align() - ops: room for n + m, in order. Returns the distance. Memory (n + 1)(m + 1) * 4 bytes at
 *  worst. */
size_t edit_align(const uint32_t *a, size_t n, const uint32_t *b, size_t m, struct edit_op *ops, size_t *n_ops);

#endif
