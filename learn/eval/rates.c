// SPDX-License-Identifier: MIT
#include "eval/rates.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

const char *const rate_key[RATES] = {"cer", "cer_norm", "wer", "wer_norm", "exact", "exact_norm"};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

void rate_counter_release(struct rate_counter *c)
{
    strtab_release(&c->graphemes);
    strtab_release(&c->words);
    free(c->a);
    free(c->b);
    *c = (struct rate_counter){0};
}

static void count(struct rate_counter *c, enum edit_unit unit, const struct buf text[2], uint32_t *num,
                  uint32_t *den)
{
    struct strtab *t = unit == EDIT_WORDS ? &c->words : &c->graphemes;
    size_t n = edit_units(t, unit, text[0].data, text[0].len, &c->a, &c->cap_a);
    size_t m = edit_units(t, unit, text[1].data, text[1].len, &c->b, &c->cap_b);
    *num = (uint32_t)edit_distance(c->a, n, c->b, m);
    *den = (uint32_t)n;
}

void rates_of_line(struct rate_counter *c, const struct buf raw[2], const struct buf norm[2],
                   struct line_counts *out)
{
    count(c, EDIT_GRAPHEMES, raw, &out->num[RATE_CER], &out->den[RATE_CER]);
    count(c, EDIT_GRAPHEMES, norm, &out->num[RATE_CER_NORM], &out->den[RATE_CER_NORM]);
    count(c, EDIT_WORDS, raw, &out->num[RATE_WER], &out->den[RATE_WER]);
    count(c, EDIT_WORDS, norm, &out->num[RATE_WER_NORM], &out->den[RATE_WER_NORM]);
    out->num[RATE_EXACT] = out->num[RATE_CER] == 0;
    out->num[RATE_EXACT_NORM] = out->num[RATE_CER_NORM] == 0;
    out->den[RATE_EXACT] = out->den[RATE_EXACT_NORM] = 1;
}

void rates_pairs(const struct line_counts *line, size_t n, double **num, double **den)
{
    *num = must(malloc(size_mul(n * RATES + 1, sizeof **num)));
    *den = must(malloc(size_mul(n * RATES + 1, sizeof **den)));
    for (size_t i = 0; i < n * RATES; i++) {
        (*num)[i] = line[i / RATES].num[i % RATES];
        (*den)[i] = line[i / RATES].den[i % RATES];
    }
}

/* Those of the lines in question, one after the other. */
static struct ratio_counts gather(const struct line_counts *line, const uint32_t *which, size_t n,
                                  double **num, double **den)
{
    struct line_counts *here = must(malloc(size_mul(n + 1, sizeof *here)));
    for (size_t i = 0; i < n; i++) {
        here[i] = line[which ? which[i] : i];
    }
    rates_pairs(here, n, num, den);
    free(here);
    return (struct ratio_counts){*num, *den, n, RATES};
}

void rates_of(const struct line_counts *line, const uint32_t *which, size_t n, double out[RATES])
{
    double *num, *den;
    struct ratio_counts c = gather(line, which, n, &num, &den);
    ratio_of(&c, NULL, n, out);
    free(num);
    free(den);
}

void rates_bootstrap(const struct line_counts *line, const uint32_t *which, size_t n, uint64_t seed,
                     int rounds, struct interval out[RATES])
{
    double *num, *den;
    struct ratio_counts c = gather(line, which, n, &num, &den);
    ratio_bootstrap(&c, NULL, n, seed, rounds, out);
    free(num);
    free(den);
}
