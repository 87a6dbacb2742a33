// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RECIPE_PROBLEMS_H
#define ERSATZ_RECIPE_PROBLEMS_H
/*
 * problems - what is wrong with a recipe, all of it, one line each, instead of the first error alone.
 *
 *     struct err found = {0};
 *     st = problem_note(problems, load_source(s, &found), &found);   // goes on if it was a recipe's error
 */
#include "base/buf.h"
#include "base/st.h"

/** problem_note() - if `st` is ST_RECIPE and problems is not NULL, `found` becomes a line of it and empty again;
 *  returns ST_OK. Any other failure, and every failure where nobody collects, is returned as it is. */
enum st problem_note(struct buf *problems, enum st st, struct err *found);
/** problem_count() - lines of it from byte `from` on. */
size_t problem_count(const struct buf *problems, size_t from);

#endif
