// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_REPORT_CURVES_H
#define ERSATZ_EVAL_REPORT_CURVES_H
/* report_curves - plots of a train.jsonl (eval/report.h says how it is read). */
#include "base/buf.h"

/** report_curves() - appends SVGs; nothing if there is nothing to plot. */
void report_curves(const char *jsonl, struct buf *out);

#endif
