// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_SIGNIFICANCE_H
#define ERSATZ_EVAL_SIGNIFICANCE_H
/*
 * significance - is model B better than A, or were these lines just kind to it? Both read the same lines.
 *
 * Two answers. The interval of the difference, by a paired bootstrap: lines are drawn with replacement, each
 * with what both made of it. And p, by approximate randomisation: if there were no difference, exchanging the
 * two models' results of a line would change nothing; p is the share of random exchanges whose difference is
 * at least as large as the one seen, (1 + hits) / (1 + rounds), on both sides. Noreen, "Computer-Intensive
 * Methods for Testing Hypotheses", 1989; Riezler & Maxwell, "On some pitfalls in automatic evaluation and
 * significance testing for MT", 2005, prefer it to a bootstrap's p.
 */
#include "eval/rates.h"

/** rates_compare() - line i of both is the same line. rounds: of each kind, 0 = 10000; streams RNG_EVAL_BOOT,
 *  RNG_EVAL_SWAP. */
void rates_compare(const struct line_counts *a, const struct line_counts *b, size_t n, uint64_t seed,
                   int rounds, struct comparison out[RATES]);

#endif
