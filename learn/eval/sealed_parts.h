// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_SEALED_PARTS_H
#define ERSATZ_EVAL_SEALED_PARTS_H
/* sealed_parts - what making (sealed.c) and scoring (sealed_score.c) share. */
#include "base/arena.h"
#include "eval/facet.h"
#include "eval/sealed.h"

#define SEALED_FORMAT "ersatz-sealed-1"
#define ANSWERS_FORMAT "ersatz-answers-1"

struct answer {
    const char *key, *sha256, *text; /* arena */
    const struct facet *facet;
    size_t n_facets;
};

/** seal_commitment() - SHA-256 of "salt LF", then "key TAB sha256 TAB text LF" a line in ascending order of
 *  keys; in texts backslash, tab and line feed are written \\ \t \n. */
void seal_commitment(const char *salt_hex, const struct answer *a, size_t n, char out[65]);

#endif
