// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_CONFUSIONS_H
#define ERSATZ_EVAL_CONFUSIONS_H
/*
 * confusions - which graphemes are read as which, counted from alignments (eval/edit.h).
 *
 * One grapheme read as another, lost, or added are counted singly. Two neighbours read as one, or one as two
 * ("rn" as "m"), are counted as that and not as a change and a loss, when what stands around them is right;
 * longer runs of errors are counted grapheme by grapheme.
 */
#include <stddef.h>
#include <stdint.h>

#include "eval/edit.h"

struct confusion {
    const char *want, *got; /* "" = nothing: the other one was added, or lost */
    uint64_t count;
};

struct confusions; /* owns the strings */

struct confusions *confusions_new(void);
void confusions_free(struct confusions *c);
/** confusions_add() - one aligned pair of lines; a and b: numbers of `units`, whose strings are copied. */
void confusions_add(struct confusions *c, const struct strtab *units, const uint32_t *a, const uint32_t *b,
                    const struct edit_op *ops, size_t n_ops);
/** confusions_top() - the most frequent, at most cap; equal counts in order of bytes. Returns how many. */
size_t confusions_top(const struct confusions *c, struct confusion *out, size_t cap);
uint64_t confusions_total(const struct confusions *c);

#endif
