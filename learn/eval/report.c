// SPDX-License-Identifier: MIT
#include "eval/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "eval/html_text.h"
#include "eval/plots.h"
#include "eval/report_curves.h"
#include "version.h"

static void text(struct buf *out, const char *s)
{
    html_escape(out, s, strlen(s));
}

static const char *const rate_name[RATES] = {"CER",       "CER, norm",   "WER",
                                             "WER, norm", "exact lines", "exact lines, norm"};

static void write_rates(const struct summary *u, struct buf *out)
{
    buf_addstr(out, "<table><tr><th>rate<th>%<th>95 % interval</tr>\n");
    for (int r = 0; r < RATES; r++) {
        const struct interval *v = &u->rate[r];
        buf_printf(out, "<tr><td>%s<td>%.2f<td>%.2f &ndash; %.2f</tr>\n", rate_name[r], 100 * v->value,
                   100 * v->low, 100 * v->high);
    }
    buf_addstr(out, "</table>\n");
}

static void write_about(const struct summary *u, const struct about *a, struct buf *out)
{
    const struct {
        const char *name, *value;
    } row[] = {{"model", a->model}, {"data", a->data}, {"split", a->split}};
    buf_addstr(out, "<p>");
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        if (row[i].value) {
            buf_printf(out, "%s <b>", row[i].name);
            text(out, row[i].value);
            buf_addstr(out, "</b> &middot; ");
        }
    }
    buf_printf(out, "%zu lines, %llu graphemes, %llu words", u->lines, (unsigned long long)u->graphemes,
               (unsigned long long)u->words);
    if (a->lines_per_second > 0) {
        buf_printf(out, " &middot; %.0f lines a second on %d thread%s", a->lines_per_second, a->threads,
                   a->threads == 1 ? "" : "s");
    }
    buf_addstr(out, "</p>\n");
    if (a->unknown) {
        buf_printf(out, "<p>%llu graphemes of the transcripts are unknown to the model: ",
                   (unsigned long long)a->unknown);
        text(out, a->unknown_top ? a->unknown_top : "");
        buf_addstr(out, "</p>\n");
    }
}

/* The parts of one kind as bars of CER, norm; at most 40. */
static size_t write_kind(const struct summary *u, size_t from, struct buf *out)
{
    enum { MOST = 40 };
    struct plot_bar bar[MOST];
    size_t n = 0, at = from;
    for (; at < u->n_parts && !strcmp(u->part[at].kind, u->part[from].kind); at++) {
        const struct part *p = &u->part[at];
        if (n < MOST) {
            const struct interval *v = &p->rate[RATE_CER_NORM];
            bar[n++] = (struct plot_bar){p->value, v->value, v->low, v->high, p->lines};
        }
    }
    if (n < 2) {
        return at; /* nothing to compare */
    }
    struct buf name = {0};
    buf_printf(&name, "CER, norm, by %s%s", u->part[from].kind,
               !strcmp(u->part[from].kind, "length") ? ", graphemes" : "");
    plot_bars(name.data, bar, n, out);
    buf_release(&name);
    return at;
}

static void write_parts(const struct summary *u, struct buf *out)
{
    if (u->n_parts) {
        buf_addstr(out, "<h2>Where the errors are</h2>\n<p class=\"s\">In brackets: lines. A line with "
                        "several effects counts "
                        "in each.</p><div class=\"flow\">\n");
        for (size_t i = 0; i < u->n_parts;) {
            i = write_kind(u, i, out);
        }
        buf_addstr(out, "</div>\n");
    }
}

static void write_confidence(const struct summary *u, struct buf *out)
{
    double x[RELIABILITY_BINS], y[RELIABILITY_BINS];
    size_t n = 0;
    for (int b = 0; b < RELIABILITY_BINS; b++) {
        if (u->bin[b].lines) {
            x[n] = u->bin[b].confidence;
            y[n++] = u->bin[b].right;
        }
    }
    struct plot_series s = {"", x, y, n};
    buf_printf(out, "<h2>Confidence</h2>\n<p>Expected calibration error %.3f, mean &minus;ln p %.3f.</p>\n",
               u->ece, u->nll);
    plot_curves(&(struct plot){.title = "lines that are right",
                               .x_label = "confidence",
                               .series = &s,
                               .n_series = 1,
                               .diagonal = true},
                out);
}

/* A space is seen as an open box; nothing as a small circle. */
static void seen(struct buf *out, const char *s)
{
    if (!*s) {
        buf_addstr(out, "<span class=\"s\">&#8709;</span>");
    }
    for (; *s; s++) {
        if (*s == ' ') {
            buf_addstr(out, "&#9251;");
        } else {
            html_escape(out, s, 1);
        }
    }
}

static void write_confusion_table(const char *name, const struct confusion *c, size_t n, uint64_t all,
                                  struct buf *out)
{
    buf_printf(out,
               "<div><b>%s</b> <span class=\"s\">(%llu in "
               "all)</span><table><tr><th>written<th>read<th>times<th>share</tr>\n",
               name, (unsigned long long)all);
    for (size_t i = 0; i < n && i < 25; i++) {
        buf_addstr(out, "<tr><td>");
        seen(out, c[i].want);
        buf_addstr(out, "<td>");
        seen(out, c[i].got);
        buf_printf(out, "<td>%llu<td>%.1f %%</tr>\n", (unsigned long long)c[i].count,
                   100 * (double)c[i].count / (double)all);
    }
    buf_addstr(out, "</table></div>\n");
}

/* One side of an alignment, with what the other does not have marked. */
static void write_marked(struct buf *out, const struct strtab *t, const uint32_t *k,
                         const struct edit_op *ops, size_t n, enum edit_kind skip, const char *mark)
{
    for (size_t i = 0; i < n; i++) {
        if (ops[i].kind == skip) {
            continue;
        }
        const struct strtab_row *r = &t->row[k[skip == EDIT_ADDED ? ops[i].i : ops[i].j]];
        bool wrong = ops[i].kind != EDIT_SAME;
        if (wrong) {
            buf_printf(out, "<%s>", mark);
        }
        html_escape(out, r->s, r->len);
        if (wrong) {
            buf_printf(out, "</%s>", mark);
        }
    }
}

static void write_pair(const struct scored_line *l, struct buf *out)
{
    struct strtab t = {0};
    uint32_t *a = NULL, *b = NULL;
    size_t cap_a = 0, cap_b = 0, n_ops;
    size_t n = edit_units(&t, EDIT_GRAPHEMES, l->want, strlen(l->want), &a, &cap_a);
    size_t m = edit_units(&t, EDIT_GRAPHEMES, l->got, strlen(l->got), &b, &cap_b);
    struct edit_op *ops = calloc(n + m + 1, sizeof *ops);
    if (!ops) {
        BUG("out of memory");
    }
    edit_align(a, n, b, m, ops, &n_ops);
    buf_addstr(out, "<div class=\"r\" dir=\"auto\">");
    write_marked(out, &t, a, ops, n_ops, EDIT_ADDED, "i");
    buf_addstr(out, "</div><div class=\"r\" dir=\"auto\">");
    write_marked(out, &t, b, ops, n_ops, EDIT_LOST, "b");
    buf_addstr(out, "</div>");
    free(ops);
    free(a);
    free(b);
    strtab_release(&t);
}

static void write_worst(const struct scores *s, const struct summary *u, struct buf *out)
{
    buf_addstr(out, "<h2>The worst lines</h2>\n<p class=\"s\">Above: written; below: read.</p>\n");
    for (size_t i = 0; i < u->n_worst; i++) {
        const struct worst_line *w = &u->worst[i];
        const struct scored_line *l = scores_line(s, w->line);
        buf_addstr(out, "<figure>");
        html_picture(out, w->image.data, w->image.len, "");
        write_pair(l, out);
        buf_printf(out, "<small>%u errors, %u norm", l->counts.num[RATE_CER], l->counts.num[RATE_CER_NORM]);
        if (l->confidence >= 0) {
            buf_printf(out, ", confidence %.2f", l->confidence);
        }
        buf_addstr(out, " &middot; ");
        text(out, l->key);
        buf_addstr(out, "</small></figure>\n");
    }
}

void report_write(struct scores *s, const struct about *a, struct buf *out)
{
    const struct summary *u = scores_sum(s);
    html_page(out, a->title ? a->title : "Evaluation");
    write_about(u, a, out);
    write_rates(u, out);
    if (a->train_jsonl) {
        buf_addstr(out, "<h2>Training</h2>\n<div class=\"flow\">\n");
        report_curves(a->train_jsonl, out);
        buf_addstr(out, "</div>\n");
    }
    write_parts(u, out);
    if (u->has_confidence) {
        write_confidence(u, out);
    }
    if (u->confusions) {
        buf_addstr(out, "<h2>Confusions</h2>\n<div class=\"flow\">\n");
        write_confusion_table("raw", u->confusion, u->n_confusions, u->confusions, out);
        write_confusion_table("norm", u->confusion_norm, u->n_confusions_norm, u->confusions_norm, out);
        buf_addstr(out, "</div>\n");
    }
    if (u->n_worst) {
        write_worst(s, u, out);
    }
    buf_addstr(out, "<p class=\"s\">ersatz " ERSATZ_VERSION
                    "; docs/evaluation.md says how each number is made.</p>\n</html>\n");
}

/* --- two models ----------------------------------------------------------------------------------- */

static void comparison_json(const struct comparison c[RATES], const char *const name[2], const char *data,
                            size_t lines, struct buf *out)
{
    struct json j = json_to(out);
    j.pretty = true;
    json_object(&j);
    json_key(&j, "a");
    json_str(&j, name[0]);
    json_key(&j, "b");
    json_str(&j, name[1]);
    json_key(&j, "data");
    json_str(&j, data);
    json_key(&j, "lines");
    json_int(&j, (int64_t)lines);
    for (int r = 0; r < RATES; r++) {
        const double v[] = {c[r].a, c[r].b, c[r].change.value, c[r].change.low, c[r].change.high, c[r].p};
        static const char *const key[] = {"a", "b", "change", "change_low", "change_high", "p"};
        json_key(&j, rate_key[r]);
        json_object(&j);
        for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
            json_key(&j, key[i]);
            json_fixed(&j, v[i], 6);
        }
        json_end_object(&j);
    }
    json_end_object(&j);
    buf_addc(out, '\n');
}

static void comparison_html(const struct comparison c[RATES], const char *const name[2], const char *data,
                            size_t lines, struct buf *out)
{
    html_page(out, "Two models on the same lines");
    buf_addstr(out, "<p>A <b>");
    text(out, name[0]);
    buf_addstr(out, "</b>, B <b>");
    text(out, name[1]);
    buf_addstr(out, "</b> on <b>");
    text(out, data);
    buf_printf(out,
               "</b>, %zu lines</p>\n<table><tr><th>rate<th>A, %%<th>B, %%<th>B &minus; A<th>95 %% "
               "interval<th>p</tr>\n",
               lines);
    for (int r = 0; r < RATES; r++) {
        buf_printf(out, "<tr><td>%s<td>%.2f<td>%.2f<td>%+.2f<td>%+.2f &ndash; %+.2f<td>%.4f</tr>\n",
                   rate_name[r], 100 * c[r].a, 100 * c[r].b, 100 * c[r].change.value, 100 * c[r].change.low,
                   100 * c[r].change.high, c[r].p);
    }
    buf_addstr(
        out, "</table>\n<p class=\"s\">Interval: paired bootstrap over lines. p: approximate randomisation, "
             "two-sided; "
             "the share of random exchanges of the two models that differ at least as much.</p>\n</html>\n");
}

void report_write_comparison(const struct comparison c[RATES], const char *const name[2], const char *data,
                             size_t lines, struct buf *html, struct buf *json)
{
    if (html) {
        comparison_html(c, name, data, lines, html);
    }
    if (json) {
        comparison_json(c, name, data, lines, json);
    }
}
