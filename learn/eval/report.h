// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_REPORT_H
#define ERSATZ_EVAL_REPORT_H
/*
 * report - report.html: what an evaluation found, on one page that needs no other file.
 *
 * Rates with intervals; curves of the training, if its train.jsonl is given; rates by length, script, source,
 * font and effect; reliability of the confidences; confusions; the worst lines with their pictures, what is
 * wrong in them marked.
 *
 * train.jsonl: one object a line with "step" and numbers; series whose names hold "loss" share a plot,
 * likewise "cer", "exact", "rate" (of learning) and "per_second". Lines that are no objects are skipped: the
 * last may be half written.
 */
#include "eval/scores.h"
#include "eval/significance.h"

void report_write(struct scores *s, const struct about *a, struct buf *out);

/** report_write_comparison() - the page and the JSON of two models on the same lines. name: of each. Either
 *  buf may be NULL. */
void report_write_comparison(const struct comparison c[RATES], const char *const name[2], const char *data,
                             size_t lines, struct buf *html, struct buf *json);

#endif
