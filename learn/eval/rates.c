// SPDX-License-Identifier: MIT
#include "eval/rates.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/rng.h"

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

static double quotient(uint64_t num, uint64_t den)
{
    return den ? (double)num / (double)den : num ? 1 : 0;
}

void rates_of(const struct line_counts *line, const uint32_t *which, size_t n, double out[RATES])
{
    uint64_t num[RATES] = {0}, den[RATES] = {0};
    for (size_t i = 0; i < n; i++) {
        const struct line_counts *l = &line[which ? which[i] : i];
        for (int r = 0; r < RATES; r++) {
            num[r] += l->num[r];
            den[r] += l->den[r];
        }
    }
    for (int r = 0; r < RATES; r++) {
        out[r] = quotient(num[r], den[r]);
    }
}

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

double rates_percentile(const double *sorted, size_t n, double q)
{
    double at = q * (double)(n - 1);
    size_t i = (size_t)at;
    return i + 1 < n ? sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

void rates_bootstrap(const struct line_counts *line, const uint32_t *which, size_t n, uint64_t seed,
                     int rounds, struct interval out[RATES])
{
    size_t times = rounds > 0 ? (size_t)rounds : 2000;
    double *value = must(malloc(size_mul(times * RATES, sizeof *value))), here[RATES];
    uint32_t *drawn = must(malloc(size_mul(n + 1, sizeof *drawn)));
    for (size_t k = 0; k < times && n; k++) {
        struct rng g = rng_stream(seed, RNG_EVAL_BOOT, k, 0);
        for (size_t i = 0; i < n; i++) {
            uint32_t at = rng_below(&g, (uint32_t)n);
            drawn[i] = which ? which[at] : at;
        }
        rates_of(line, drawn, n, here);
        for (int r = 0; r < RATES; r++) {
            value[(size_t)r * times + k] = here[r];
        }
    }
    rates_of(line, which, n, here);
    for (int r = 0; r < RATES; r++) {
        double *v = value + (size_t)r * times;
        out[r] = (struct interval){here[r], here[r], here[r]};
        if (n) {
            qsort(v, times, sizeof *v, by_value);
            out[r].low = rates_percentile(v, times, 0.025);
            out[r].high = rates_percentile(v, times, 0.975);
        }
    }
    free(drawn);
    free(value);
}
