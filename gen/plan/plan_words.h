// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PLAN_PLAN_WORDS_H
#define ERSATZ_PLAN_PLAN_WORDS_H
/*
 * plan_words - single words of a line that are drawn otherwise than the rest: in another face (Roman type amid
 * Fraktur, recipe keys font.mix_*), or with their letters spaced out (its emphasis, font.spaced_*).
 *
 * Inside the plan room. It only rewrites the face runs of a text that has them.
 */
#include "plan/plan.h"

/**
 * plan_words() - draw which words, and split the runs of s->text accordingly.
 *
 * One stretch of 1..3 neighbouring words (in one line of five: the whole line) is mixed with probability mix_p;
 * Roman numerals (I, V, X, L, C, D, M, with what is put behind them) in three lines of four, numbers
 * in two of five, wherever they stand.
 * One stretch of 1..3 words is spaced out with probability spaced_p. Draws nothing where both are 0, and draws
 * the same number of values whatever comes of them.
 */
enum st plan_words(const struct world *w, struct sample *s, struct rng *g, struct arena *a,
                   struct err *e);

#endif
