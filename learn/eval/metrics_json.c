// SPDX-License-Identifier: MIT
/* metrics.json and lines.jsonl: what programs read of an evaluation. docs/evaluation.md lists the keys. */
#include <string.h>

#include "base/json.h"
#include "eval/scores.h"
#include "version.h"

enum { RATE_DECIMALS = 6 };

static void write_number(struct json *j, const char *key, double v)
{
    json_key(j, key);
    json_fixed(j, v, RATE_DECIMALS);
}

static void write_text(struct json *j, const char *key, const char *v)
{
    if (v) {
        json_key(j, key);
        json_str(j, v);
    }
}

static void write_count(struct json *j, const char *key, uint64_t v)
{
    json_key(j, key);
    json_int(j, (int64_t)v);
}

/* "cer": 0.05, "cer_ci95": [0.04, 0.06], and so on. */
static void write_rates(struct json *j, const struct interval rate[RATES])
{
    struct buf key = {0};
    for (int r = 0; r < RATES; r++) {
        write_number(j, rate_key[r], rate[r].value);
        buf_clear(&key);
        buf_printf(&key, "%s_ci95", rate_key[r]);
        json_key(j, key.data);
        json_array(j);
        json_fixed(j, rate[r].low, RATE_DECIMALS);
        json_fixed(j, rate[r].high, RATE_DECIMALS);
        json_end_array(j);
    }
    buf_release(&key);
}

/* {"length": {"1-5": {"lines": .., rates}, ..}, "font": ..} */
static void write_parts(struct json *j, const struct summary *u)
{
    json_key(j, "by");
    json_object(j);
    for (size_t i = 0; i < u->n_parts; i++) {
        const struct part *p = &u->part[i];
        bool first = !i || strcmp(p->kind, p[-1].kind);
        if (first && i) {
            json_end_object(j);
        }
        if (first) {
            json_key(j, p->kind);
            json_object(j);
        }
        json_key(j, p->value);
        json_object(j);
        write_count(j, "lines", p->lines);
        write_rates(j, p->rate);
        json_end_object(j);
    }
    if (u->n_parts) {
        json_end_object(j);
    }
    json_end_object(j);
}

static void write_confusions(struct json *j, const char *key, const struct confusion *c, size_t n)
{
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        write_text(j, "want", c[i].want);
        write_text(j, "got", c[i].got);
        write_count(j, "count", c[i].count);
        json_end_object(j);
    }
    json_end_array(j);
}

static void write_confidence(struct json *j, const struct summary *u)
{
    write_number(j, "ece", u->ece);
    write_number(j, "nll", u->nll);
    json_key(j, "reliability");
    json_array(j);
    for (int b = 0; b < RELIABILITY_BINS; b++) {
        json_object(j);
        write_count(j, "lines", u->bin[b].lines);
        write_number(j, "confidence", u->bin[b].confidence);
        write_number(j, "exact", u->bin[b].right);
        json_end_object(j);
    }
    json_end_array(j);
}

static void write_about(struct json *j, const struct about *a)
{
    write_text(j, "model", a->model);
    write_text(j, "data", a->data);
    write_text(j, "split", a->split);
    if (a->lines_per_second > 0) {
        json_key(j, "lines_per_second");
        json_fixed(j, a->lines_per_second, 1);
        write_count(j, "threads", (uint64_t)a->threads);
    }
    if (a->unknown_top) {
        write_count(j, "unknown_graphemes", a->unknown);
        write_text(j, "unknown_most", a->unknown_top);
    }
    if (a->extra_json) {
        json_key(j, "about");
        json_raw(j, a->extra_json, strlen(a->extra_json));
    }
    write_text(j, "version", ERSATZ_VERSION);
}

void scores_write_metrics(struct scores *s, const struct about *a, struct buf *out)
{
    const struct summary *u = scores_sum(s);
    struct json j = json_to(out);
    j.pretty = true;
    json_object(&j);
    write_count(&j, "lines", u->lines);
    write_count(&j, "graphemes", u->graphemes);
    write_count(&j, "words", u->words);
    write_rates(&j, u->rate);
    if (u->has_confidence) {
        write_confidence(&j, u);
    }
    write_about(&j, a);
    write_count(&j, "confusions_all", u->confusions);
    write_confusions(&j, "confusions", u->confusion, u->n_confusions);
    write_count(&j, "confusions_norm_all", u->confusions_norm);
    write_confusions(&j, "confusions_norm", u->confusion_norm, u->n_confusions_norm);
    write_parts(&j, u);
    json_end_object(&j);
    buf_addc(out, '\n');
}

void scores_write_lines(const struct scores *s, struct buf *out)
{
    for (size_t i = 0; i < scores_count(s); i++) {
        const struct scored_line *l = scores_line(s, i);
        struct json j = json_to(out);
        json_object(&j);
        write_text(&j, "key", l->key);
        write_text(&j, "text", l->want);
        write_text(&j, "read", l->got);
        write_count(&j, "errors", l->counts.num[RATE_CER]);
        write_count(&j, "errors_norm", l->counts.num[RATE_CER_NORM]);
        if (l->confidence >= 0) {
            write_number(&j, "confidence", l->confidence);
        }
        json_end_object(&j);
        buf_addc(out, '\n');
    }
}
