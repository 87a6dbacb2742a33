// SPDX-License-Identifier: MIT
#include "eval/retrieval_report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "eval/html_text.h"
#include "eval/plots.h"
#include "version.h"

enum { WORST = 60, MISTAKEN = 30, BARS = 40, SHOWN_PX = 110 };

static const char *const name[RETRIEVAL_MEASURES] = {"top-1",
                                                     "top-5",
                                                     "mAP",
                                                     "recall at 10",
                                                     "recall at 100",
                                                     "verification: area under the ROC",
                                                     "accepted at 10 % false alarms",
                                                     "at 1 %",
                                                     "at 0.1 %"};

static void text(struct buf *out, const char *s)
{
    html_escape(out, s, strlen(s));
}

static void named(struct buf *out, const char *what, const char *value)
{
    if (value) {
        buf_printf(out, "%s <b>", what);
        text(out, value);
        buf_addstr(out, "</b> &middot; ");
    }
}

static bool said(const struct retrieval *r, int k)
{
    return k < RETRIEVAL_AUC ||
           (r->other && (k < RETRIEVAL_TAR_1 || r->threshold[k - RETRIEVAL_TAR_1] <= 1));
}

static void write_head(const struct retrieval_pages *p, struct buf *out)
{
    const struct retrieval_about *a = p->about;
    const struct retrieval *r = p->r;
    html_page(out, a->model ? a->model : "Retrieval");
    buf_addstr(out, "<p>");
    named(out, "model", a->model);
    named(out, "queries", a->data);
    named(out, "gallery", r->left_one_out ? "the others of the set" : a->gallery);
    named(out, "split", a->split);
    buf_printf(out,
               "%zu queries, %zu of them with something to find among %zu pictures of %zu classes",
               r->n, r->answered, r->gallery, a->classes);
    if (a->ms_per_picture > 0) {
        buf_printf(out, " &middot; %.2f ms a picture on one thread, decoding included",
                   a->ms_per_picture);
    }
    buf_addstr(out, "</p>\n<table><tr><th>measure<th>%<th>95 % interval</tr>\n");
    for (int k = 0; k < RETRIEVAL_MEASURES; k++) {
        if (said(r, k)) {
            const struct interval *v = &p->s->m[k];
            buf_printf(out, "<tr><td>%s<td>%.2f<td>%.2f &ndash; %.2f</tr>\n", name[k],
                       100 * v->value, 100 * v->low, 100 * v->high);
        }
    }
    buf_addstr(out, "</table>\n");
}

static void write_roc(const struct retrieval *r, struct buf *out)
{
    if (!r->other) {
        return;
    }
    double x[ROC_POINTS];
    for (int i = 0; i < ROC_POINTS; i++) {
        x[i] = log10(r->far[i]);
    }
    struct plot_series s = {"", x, r->tar, ROC_POINTS};
    buf_printf(out,
               "<h2>Verification</h2>\n<p>%llu pairs of the same product, %llu of others. Equal "
               "error rate %.2f %%, at a product of "
               "%.3f.</p>\n",
               (unsigned long long)r->same, (unsigned long long)r->other, 100 * r->eer,
               r->eer_threshold);
    plot_curves(&(struct plot){.title = "pairs of the same product accepted",
                               .x_label = "log10 of the share of others accepted",
                               .series = &s,
                               .n_series = 1,
                               .percent = true},
                out);
}

static void write_parts(const struct retrieval_summary *s, struct buf *out)
{
    if (!s->n_parts) {
        return;
    }
    buf_addstr(out, "<h2>mAP by kind of query</h2>\n<p class=\"s\">In brackets: queries.</p><div "
                    "class=\"flow\">\n");
    for (size_t i = 0, end; i < s->n_parts; i = end) {
        struct plot_bar bar[BARS];
        size_t n = 0;
        for (end = i; end < s->n_parts && !strcmp(s->part[end].kind, s->part[i].kind); end++) {
            const struct interval *v = &s->part[end].m[RETRIEVAL_MAP];
            if (n < BARS) {
                bar[n++] = (struct plot_bar){s->part[end].value, v->value, v->low, v->high,
                                             s->part[end].queries};
            }
        }
        if (n > 1) {
            plot_bars(s->part[i].kind, bar, n, out);
        }
    }
    buf_addstr(out, "</div>\n");
}

static void write_mistaken(const struct retrieval_pages *p, struct buf *out)
{
    const struct retrieval_summary *s = p->s;
    if (!s->n_mistaken) {
        return;
    }
    buf_printf(out,
               "<h2>What is taken for what</h2>\n<p class=\"s\">%zu queries whose first is "
               "wrong.</p><table><tr><th>is<th>found"
               "<th>times</tr>\n",
               s->n_worst);
    for (size_t i = 0; i < s->n_mistaken && i < MISTAKEN; i++) {
        buf_addstr(out, "<tr><td>");
        text(out, p->class_name[s->mistaken[i].want]);
        buf_addstr(out, "<td>");
        text(out, p->class_name[s->mistaken[i].got]);
        buf_printf(out, "<td>%zu</tr>\n", s->mistaken[i].count);
    }
    buf_addstr(out, "</table>\n");
}

static enum st show(struct product_set *s, size_t i, const char *what, double score,
                    struct buf *out, struct err *e)
{
    struct buf b = {0};
    char style[80];
    enum st st = product_set_picture(s, i, &b, e);
    snprintf(style, sizeof style, "style=\"height:%dpx;width:auto\"", SHOWN_PX);
    if (!st) {
        buf_addstr(out, "<figure>");
        html_picture(out, b.data, b.len, style);
        buf_printf(out, "<small>%s", what);
        if (score > -2) {
            buf_printf(out, " %.3f", score);
        }
        buf_addstr(out, "<br>");
        text(out, product_set_item(s, i)->class_name);
        buf_addstr(out, "</small></figure>");
    }
    buf_release(&b);
    return st;
}

static enum st write_worst(const struct retrieval_pages *p, struct buf *out, struct err *e)
{
    const struct retrieval_summary *s = p->s;
    enum st st = ST_OK;
    if (s->n_worst) {
        buf_addstr(out, "<h2>The surest mistakes</h2>\n<p class=\"s\">The query, what came first, "
                        "and the first right one, with their scalar "
                        "products.</p><div class=\"flow\">\n");
    }
    for (size_t i = 0; i < s->n_worst && i < WORST && !st; i++) {
        const struct retrieved *q = &p->r->of[s->worst[i]];
        buf_addstr(out, "<div class=\"flow\" style=\"gap:.4em;max-width:32em\">");
        (void)((st = show(p->queries, s->worst[i], "query", -2, out, e)) ||
               (st = show(p->gallery, q->wrong, "found", (double)q->wrong_score, out, e)) ||
               (st = show(p->gallery, q->right, "right", (double)q->right_score, out, e)));
        buf_addstr(out, "</div>\n");
    }
    buf_addstr(out, s->n_worst ? "</div>\n" : "");
    return st;
}

enum st retrieval_report_write(const struct retrieval_pages *p, struct buf *out, struct err *e)
{
    write_head(p, out);
    write_roc(p->r, out);
    write_parts(p->s, out);
    write_mistaken(p, out);
    if (p->map) {
        buf_addstr(out, "<h2>Map</h2>\n<p class=\"s\">t-SNE of the embeddings: neighbours are near "
                        "each other; distances between groups mean "
                        "little. Frames: classes, eight colours in turn.</p>\n");
        html_picture(out, p->map, p->map_len, "style=\"max-width:100%\"");
    }
    enum st st = write_worst(p, out, e);
    buf_addstr(out, "<p class=\"s\">ersatz " ERSATZ_VERSION
                    "; docs/search.md says how each number is made.</p>\n</html>\n");
    return st;
}

void retrieval_report_comparison(const struct comparison c[RETRIEVAL_MEASURES],
                                 const char *const model[2], const char *data, size_t queries,
                                 struct buf *out)
{
    html_page(out, "Two models on the same queries");
    buf_addstr(out, "<p>");
    named(out, "A", model[0]);
    named(out, "B", model[1]);
    named(out, "on", data);
    buf_printf(out,
               "%zu queries</p>\n<table><tr><th>measure<th>A, %%<th>B, %%<th>B &minus; A<th>95 %% "
               "interval<th>p</tr>\n",
               queries);
    for (int k = 0; k < RETRIEVAL_MEASURES; k++) {
        buf_printf(out, "<tr><td>%s<td>%.2f<td>%.2f<td>%+.2f<td>%+.2f &ndash; %+.2f<td>%.4f</tr>\n",
                   name[k], 100 * c[k].a, 100 * c[k].b, 100 * c[k].change.value,
                   100 * c[k].change.low, 100 * c[k].change.high, c[k].p);
    }
    buf_addstr(
        out, "</table>\n<p class=\"s\">Interval: paired bootstrap over queries. p: approximate "
             "randomisation, two-sided; the share "
             "of random exchanges of the two models that differ at least as much.</p>\n</html>\n");
}
