// SPDX-License-Identifier: MIT
#include "eval/cleaning_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "data/label_noise.h"
#include "eval/html_text.h"
#include "version.h"

enum { LABELS = 300, KEPT = 6, THROWN = 24, SHOWN_PX = 84 };

static void text(struct buf *out, const char *s)
{
    html_escape(out, s, strlen(s));
}

static enum st picture(const struct cleaning_pages *p, size_t i, struct buf *out, struct err *e)
{
    const struct cleaned *c = &p->cleaned[i];
    struct buf b = {0};
    char style[60];
    snprintf(style, sizeof style, "style=\"height:%dpx\"", SHOWN_PX);
    enum st st = product_set_picture(p->set, i, &b, e);
    if (!st) {
        buf_printf(out, "<figure%s>", c->wrong ? " style=\"background:#ffe9e2\"" : "");
        html_picture(out, b.data, b.len, style);
        buf_printf(out, "<small>%.2f", (double)c->score);
        if (c->wrong && c->better != UINT32_MAX && c->better_score > c->score) {
            buf_printf(out, "<br>%.2f ", (double)c->better_score);
            text(out, p->class_name[c->better]);
        }
        buf_addstr(out, "</small></figure>\n");
    }
    buf_release(&b);
    return st;
}

struct tally_of_label {
    uint32_t label;
    size_t thrown, all;
};

static int most_thrown(const void *x, const void *y)
{
    const struct tally_of_label *a = x, *b = y;
    return a->thrown != b->thrown ? (a->thrown > b->thrown ? -1 : 1)
           : a->label < b->label  ? -1
                                  : a->label > b->label;
}

static enum st write_label(const struct cleaning_pages *p, const struct tally_of_label *t,
                           struct buf *out, struct err *e)
{
    enum st st = ST_OK;
    buf_addstr(out, "<h2>");
    text(out, p->class_name[t->label]);
    buf_printf(
        out,
        "</h2>\n<p class=\"s\">%zu of %zu thrown out</p><div class=\"flow\" style=\"gap:.4em\">\n",
        t->thrown, t->all);
    for (int wrong = 0; wrong < 2; wrong++) {
        size_t n = 0;
        for (size_t i = 0; i < product_set_count(p->set) && n < (wrong ? THROWN : KEPT) && !st;
             i++) {
            if (p->label[i] == t->label && p->cleaned[i].wrong == wrong) {
                st = picture(p, i, out, e);
                n++;
            }
        }
    }
    buf_addstr(out, "</div>\n");
    return st;
}

enum st cleaning_page_write(const struct cleaning_pages *p, struct buf *out, struct err *e)
{
    size_t n = product_set_count(p->set), thrown = 0;
    struct tally_of_label *t = calloc(p->classes + 1, sizeof *t);
    if (!t) {
        BUG("out of memory");
    }
    for (size_t c = 0; c < p->classes; c++) {
        t[c].label = (uint32_t)c;
    }
    for (size_t i = 0; i < n; i++) {
        t[p->label[i]].all++;
        t[p->label[i]].thrown += p->cleaned[i].wrong;
        thrown += p->cleaned[i].wrong;
    }
    qsort(t, p->classes, sizeof *t, most_thrown);
    html_page(out, "Cleaning");
    buf_addstr(out, "<p>model <b>");
    text(out, p->model);
    buf_addstr(out, "</b> &middot; data <b>");
    text(out, p->data);
    buf_printf(out,
               "</b> &middot; %zu of %zu pictures of %zu classes are proposed as wrong: they do "
               "not lie in the largest group of their label "
               "in which any two have a product of at least %.3f.</p>\n",
               thrown, n, p->classes, (double)p->least);
    if (p->score) {
        buf_printf(out,
                   "<p>By the truth %zu are wrong; of those proposed %.1f %% are (precision), and "
                   "%.1f %% of them are proposed (recall).</p>\n",
                   p->score->wrong, 100 * p->score->precision, 100 * p->score->recall);
    }
    buf_addstr(out, "<p class=\"s\">First some that are kept, then, on red, those that are not. "
                    "Numbers: product with the mean of what is kept; "
                    "below it the label that fits better.</p>\n");
    enum st st = ST_OK;
    for (size_t c = 0; c < p->classes && c < LABELS && t[c].thrown && !st; c++) {
        st = write_label(p, &t[c], out, e);
    }
    buf_addstr(out, "<p class=\"s\">ersatz " ERSATZ_VERSION "</p>\n</html>\n");
    free(t);
    return st;
}

static void add_cell(struct buf *out, const char *s, char end)
{
    for (; *s; s++) {
        buf_addc(out, (unsigned char)*s < 0x20 ? ' ' : *s);
    }
    buf_addc(out, end);
}

void cleaning_list_write(const struct cleaning_pages *p, struct buf *out)
{
    buf_addstr(out, "file\tclass\tcluster\tsize\tscore\tbetter\tbetter_score\n");
    for (size_t i = 0; i < product_set_count(p->set); i++) {
        const struct cleaned *c = &p->cleaned[i];
        if (c->wrong) {
            add_cell(out, product_set_item(p->set, i)->key, '\t');
            add_cell(out, p->class_name[p->label[i]], '\t');
            buf_printf(out, "%u\t%u\t%.4f\t", c->cluster, c->size, (double)c->score);
            add_cell(out, c->better == UINT32_MAX ? "" : p->class_name[c->better], '\t');
            buf_printf(out, "%.4f\n", (double)c->better_score);
        }
    }
}

static void put_count(struct json *j, const char *key, size_t n)
{
    json_key(j, key);
    json_int(j, (int64_t)n);
}

void cleaning_json_write(const struct cleaning_pages *p, struct buf *out)
{
    struct json j = json_to(out);
    size_t n = product_set_count(p->set), thrown = 0;
    for (size_t i = 0; i < n; i++) {
        thrown += p->cleaned[i].wrong;
    }
    j.pretty = true;
    json_object(&j);
    json_key(&j, "model");
    json_str(&j, p->model);
    json_key(&j, "data");
    json_str(&j, p->data);
    json_key(&j, "least");
    json_fixed(&j, (double)p->least, 6);
    put_count(&j, "classes", p->classes);
    put_count(&j, "pictures", n);
    put_count(&j, "proposed", thrown);
    if (p->score) {
        put_count(&j, "wrong", p->score->wrong);
        put_count(&j, "wrong_and_proposed", p->score->both);
        json_key(&j, "precision");
        json_fixed(&j, p->score->precision, 6);
        json_key(&j, "recall");
        json_fixed(&j, p->score->recall, 6);
        json_key(&j, "recall_by_noise");
        json_object(&j);
        for (int k = 1; k < LABEL_NOISES; k++) {
            size_t all = 0, found = 0;
            for (size_t i = 0; i < n; i++) {
                const char *noise = product_set_item(p->set, i)->noise;
                bool is = noise && !strcmp(noise, label_noise_name[k]);
                all += is;
                found += is && p->cleaned[i].wrong;
            }
            if (all) {
                json_key(&j, label_noise_name[k]);
                json_fixed(&j, (double)found / (double)all, 6);
            }
        }
        json_end_object(&j);
    }
    json_end_object(&j);
    buf_addc(out, '\n');
}
