// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_RATES_H
#define ERSATZ_EVAL_RATES_H
/*
 * rates - what is counted of one line, and the rates of many with their intervals.
 *
 * Every rate is a quotient of sums over lines: errors over units wanted (CER over graphemes, WER over words),
 * lines that are right over lines. So all of them, their intervals and comparisons are computed alike from
 * pairs of counts.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/st.h"
#include "eval/edit.h"
#include "eval/ratio.h"

enum rate { RATE_CER, RATE_CER_NORM, RATE_WER, RATE_WER_NORM, RATE_EXACT, RATE_EXACT_NORM, RATES };
extern const char *const rate_key[RATES]; /* "cer", "cer_norm", ... as in metrics.json */

struct line_counts {
    uint32_t num[RATES], den[RATES];
};

/* What counting needs again and again; the zero value is ready. `graphemes` numbers those of aligned raw and
 * norm texts. */
struct rate_counter {
    struct strtab graphemes, words;
    uint32_t *a, *b;
    size_t cap_a, cap_b;
};
void rate_counter_release(struct rate_counter *c);

/** rates_of_line() - want and got, in the forms of eval/text_norm.h: raw[0], raw[1], norm[0], norm[1]. */
void rates_of_line(struct rate_counter *c, const struct buf raw[2], const struct buf norm[2],
                   struct line_counts *out);

/** rates_of() - sums over lines which[0..n-1], or lines 0..n-1 if which is NULL. 0 / 0 is 0. */
void rates_of(const struct line_counts *line, const uint32_t *which, size_t n, double out[RATES]);

/** rates_bootstrap() - each rate with its 95 % interval over lines drawn with replacement: ratio_bootstrap(). */
void rates_bootstrap(const struct line_counts *line, const uint32_t *which, size_t n, uint64_t seed, int rounds,
                     struct interval out[RATES]);

/** rates_pairs() - num and den of lines 0..n-1 as ratio.h wants them: (n, RATES), to be freed. */
void rates_pairs(const struct line_counts *line, size_t n, double **num, double **den);

#endif
