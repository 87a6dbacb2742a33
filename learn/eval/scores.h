// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_SCORES_H
#define ERSATZ_EVAL_SCORES_H
/*
 * scores - gathers what was read against what was written, line by line, and sums it up.
 *
 *     struct scores *s = scores_new(&(struct scores_options){.seed = 1});
 *     while (...) { scores_add(s, &(struct scored){.key = "7", .want = "Total", ...}, &e); }
 *     const struct summary *u = scores_sum(s);
 *     scores_write_metrics(s, &about, &buf);      // metrics.json
 *     report_write(s, &about, &buf);              // report.html, eval/report.h
 *     scores_free(s);
 *
 * Not thread-safe: lines are added by one caller, in an order that is the same each time.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "eval/confusions.h"
#include "eval/facet.h"
#include "eval/rates.h"

struct scores_options { /* zero = default */
    uint64_t seed;      /* of the intervals */
    int rounds;         /* of the bootstrap: 2000; a quarter of it for parts */
    size_t worst;       /* lines kept with their pictures: 40 */
    size_t part_least;  /* 10: parts of fewer lines are not shown */
};

/* One line; all borrowed. */
struct scored {
    const char *key, *want, *got;
    size_t want_len, got_len;
    double confidence;   /* that the line is right, 0..1; negative = not known */
    const struct facet *facet;
    size_t n_facets;
    const void *image;   /* JPEG or PNG bytes for the worst lines' pictures, or NULL */
    size_t image_len;
};

struct scored_line {
    const char *key, *want, *got; /* raw forms */
    double confidence;
    struct line_counts counts;
};

struct part { /* lines that share a facet */
    const char *kind, *value;
    size_t lines;
    struct interval rate[RATES];
};

struct worst_line {
    size_t line;
    struct buf image; /* empty if there was none */
};

enum { RELIABILITY_BINS = 10, SUMMARY_CONFUSIONS = 50 };

struct summary {
    size_t lines;
    uint64_t graphemes, words;  /* wanted, raw */
    struct interval rate[RATES];
    /* kinds in the order length, script, direction, lang, source, font, effect, others; in a kind lengths
     * ascend, the rest by falling number of lines */
    struct part *part;
    size_t n_parts;
    struct confusion confusion[SUMMARY_CONFUSIONS], confusion_norm[SUMMARY_CONFUSIONS];
    size_t n_confusions, n_confusions_norm;
    uint64_t confusions, confusions_norm; /* all, not only these */
    struct worst_line *worst;   /* most errors of norm first */
    size_t n_worst;
    bool has_confidence;
    double ece, nll; /* of confidence against raw exactness: expected calibration error, mean -ln p */
    struct {
        size_t lines;
        double confidence, right; /* means */
    } bin[RELIABILITY_BINS];
};

/* What a report says of its circumstances; all optional (NULL or 0). */
struct about {
    const char *title, *model, *data, *split; /* file names without folders */
    const char *extra_json;                   /* a JSON object: "about" of metrics.json; versions, seeds */
    double lines_per_second;
    int threads;
    uint64_t unknown;                         /* graphemes of the labels that the model has no class for */
    const char *unknown_top;                  /* the most frequent of them */
    const char *train_jsonl;                  /* contents, for the curves */
};

struct scores;

struct scores *scores_new(const struct scores_options *o);
void scores_free(struct scores *s);
/** scores_add() - ST_FORMAT if a text is not UTF-8; nothing is added then. */
enum st scores_add(struct scores *s, const struct scored *line, struct err *e);
size_t scores_count(const struct scores *s);
const struct scored_line *scores_line(const struct scores *s, size_t i);
/** scores_counts() - of all lines, in order: for rates_compare(); to be freed. */
struct line_counts *scores_counts(const struct scores *s);
/** scores_sum() - after the last line; lives as long as `s`. */
const struct summary *scores_sum(struct scores *s);

/** scores_write_metrics() - metrics.json: rates are fractions ("cer": 0.05), each with "cer_ci95": [low,
 *  high]. */
void scores_write_metrics(struct scores *s, const struct about *a, struct buf *out);
/** scores_write_lines() - lines.jsonl: {"key", "text", "read", "errors", "errors_norm", "confidence"} a line. */
void scores_write_lines(const struct scores *s, struct buf *out);

#endif
