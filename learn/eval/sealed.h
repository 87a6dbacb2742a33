// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_SEALED_H
#define ERSATZ_EVAL_SEALED_H
/*
 * sealed - a test set whose answers stay with who judges (docs/evaluation.md, "A sealed test set").
 *
 *     OUT/sealed.json   {"format", "commitment", "count", "files": [{"key", "file", "sha256"}, ...]}
 *     OUT/img/000000.png ...    pictures in an order of their own, under new names, without metadata
 *     ANSWERS           mode 0600: {"format", "salt", "commitment",
 *                       "answers": [{"key", "sha256", "text", "facets"}, ...]}
 *     ANSWERS.log       mode 0600, only ever appended to: one JSON line for each time scores were given out
 *
 * The commitment is SHA-256 over the salt and all keys, picture checksums and transcripts. It goes out with
 * the pictures and binds who judges: answers cannot be changed later. It does not give them away, since nobody
 * can guess 256 bits of salt with them.
 *
 * Each line of the log holds the SHA-256 of all lines before it, so that a line taken out or changed is
 * noticed at the next scoring. (That the last lines, or the whole file, are gone is not: keep the number that
 * was reported.)
 */
#include <stdbool.h>
#include <stdint.h>

#include "eval/scores.h"

enum { SEAL_SALT = 32 }; /* bytes, from the system's source of randomness: this must not be predictable */

struct sealed_options {
    const char *split; /* as for eval_set_open() */
    bool force;        /* replace OUT, if it is a sealed set, and ANSWERS; its log is kept */
};

struct sealed_result {
    uint64_t lines;
    char commitment[65];
};

/**
 * sealed_make() - data: anything eval_set_open() reads, with texts
 * Returns ST_OK; ST_IO, ST_FORMAT as the set; ST_IO if OUT or ANSWERS exists; ST_FORMAT if there is no line.
 * On failure there is neither OUT nor ANSWERS, or the old ones.
 */
enum st sealed_make(const char *data, const char *out, const char *answers, const uint8_t salt[SEAL_SALT],
                    const struct sealed_options *o, struct sealed_result *result, struct err *e);

/**
 * sealed_score() - score predictions and note that it was done.
 *
 * predictions: file of JSON lines {"key": "000000", "text": "..."}; instead of "key" there may be "file", a
 *              path whose name without folder and ending is the key. A line {"commitment": "..."}, or such a
 *              member, says which set is meant.
 * scores:      out, to be freed; not summed yet. NULL on failure
 * asked:       out, how often scores were given out, this time included
 *
 * Returns ST_OK; ST_IO; ST_FORMAT if answers or log were tampered with; ST_CHECK, and nothing is given out or
 * counted, if a key is missing, unknown or there twice, or the commitment is another one.
 */
enum st sealed_score(const char *answers, const char *predictions, const struct scores_options *o,
                     struct scores **scores, uint64_t *asked, struct err *e);

#endif
