// SPDX-License-Identifier: MIT
#include "eval/scores.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "eval/text_norm.h"

struct part_lines {
    uint32_t *line;
    size_t n, cap;
};

struct scores {
    struct scores_options o;
    struct rate_counter counter;
    struct strtab text; /* keys and transcripts; equal ones once */
    struct scored_line *line;
    size_t n, cap;
    struct strtab facets; /* "kind\0value" */
    struct part_lines *part;
    size_t cap_parts;
    struct confusions *confusions, *confusions_norm;
    struct edit_op *ops;
    size_t cap_ops;
    struct summary sum;
    bool summed;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

struct scores *scores_new(const struct scores_options *o)
{
    struct scores *s = must(calloc(1, sizeof *s));
    s->o = *o;
    s->o.rounds = o->rounds > 0 ? o->rounds : 2000;
    s->o.worst = o->worst ? o->worst : 40;
    s->o.part_least = o->part_least ? o->part_least : 10;
    s->confusions = confusions_new();
    s->confusions_norm = confusions_new();
    s->sum.worst = must(calloc(s->o.worst + 1, sizeof *s->sum.worst));
    return s;
}

void scores_free(struct scores *s)
{
    if (!s) {
        return;
    }
    for (size_t i = 0; i < s->sum.n_worst; i++) {
        buf_release(&s->sum.worst[i].image);
    }
    for (size_t i = 0; i < s->cap_parts; i++) {
        free(s->part[i].line);
    }
    free(s->part);
    free(s->sum.worst);
    free(s->sum.part);
    free(s->line);
    free(s->ops);
    confusions_free(s->confusions);
    confusions_free(s->confusions_norm);
    rate_counter_release(&s->counter);
    strtab_release(&s->text);
    strtab_release(&s->facets);
    free(s);
}

/* --- one line ------------------------------------------------------------------------------------- */

static const char *keep(struct scores *s, const char *text, size_t len)
{
    uint32_t k = strtab_put(&s->text, text ? text : "", len); /* may move row[] */
    return s->text.row[k].s;
}

static void note_facet(struct scores *s, const char *kind, const char *value)
{
    struct buf key = {0};
    buf_add(&key, kind, strlen(kind) + 1);
    buf_addstr(&key, value);
    uint32_t k = strtab_put(&s->facets, key.data, key.len);
    buf_release(&key);
    if (k >= s->cap_parts) {
        size_t cap = s->cap_parts ? 2 * s->cap_parts : 64;
        s->part = must(realloc(s->part, size_mul(cap, sizeof *s->part)));
        memset(s->part + s->cap_parts, 0, (cap - s->cap_parts) * sizeof *s->part);
        s->cap_parts = cap;
    }
    struct part_lines *p = &s->part[k];
    if (p->n && p->line[p->n - 1] == s->n) {
        return; /* said twice */
    }
    if (p->n == p->cap) {
        p->cap = p->cap ? 2 * p->cap : 64;
        p->line = must(realloc(p->line, size_mul(p->cap, sizeof *p->line)));
    }
    p->line[p->n++] = (uint32_t)s->n;
}

static const char *length_part(uint32_t graphemes)
{
    static const struct {
        uint32_t most;
        const char *name;
    } step[] = {{5, "1-5"},    {10, "6-10"},  {20, "11-20"},   {30, "21-30"},           {40, "31-40"},
                {60, "41-60"}, {80, "61-80"}, {120, "81-120"}, {UINT32_MAX, "over 120"}};
    size_t i = 0;
    while (graphemes > step[i].most) {
        i++;
    }
    return step[i].name;
}

static void note_confusions(struct scores *s, struct confusions *c, const struct buf text[2])
{
    struct rate_counter *r = &s->counter;
    size_t n = edit_units(&r->graphemes, EDIT_GRAPHEMES, text[0].data, text[0].len, &r->a, &r->cap_a), n_ops;
    size_t m = edit_units(&r->graphemes, EDIT_GRAPHEMES, text[1].data, text[1].len, &r->b, &r->cap_b);
    if (n + m > s->cap_ops) {
        s->cap_ops = 2 * (n + m);
        s->ops = must(realloc(s->ops, size_mul(s->cap_ops, sizeof *s->ops)));
    }
    if (edit_align(r->a, n, r->b, m, s->ops, &n_ops)) {
        confusions_add(c, &r->graphemes, r->a, r->b, s->ops, n_ops);
    }
}

/* More errors of norm, then of raw, then the earlier line. */
static bool worse(const struct scores *s, size_t x, size_t y)
{
    const struct line_counts *a = &s->line[x].counts, *b = &s->line[y].counts;
    if (a->num[RATE_CER_NORM] != b->num[RATE_CER_NORM]) {
        return a->num[RATE_CER_NORM] > b->num[RATE_CER_NORM];
    }
    return a->num[RATE_CER] != b->num[RATE_CER] ? a->num[RATE_CER] > b->num[RATE_CER] : x < y;
}

static void note_worst(struct scores *s, size_t line, const void *image, size_t len)
{
    struct worst_line *w = s->sum.worst;
    size_t n = s->sum.n_worst;
    if (!s->line[line].counts.num[RATE_CER] || (n == s->o.worst && !worse(s, line, w[n - 1].line))) {
        return;
    }
    if (n == s->o.worst) {
        buf_release(&w[--n].image);
    }
    size_t at = n;
    for (; at && worse(s, line, w[at - 1].line); at--) {
        w[at] = w[at - 1];
    }
    w[at] = (struct worst_line){.line = line};
    buf_add(&w[at].image, image ? image : "", image ? len : 0);
    s->sum.n_worst = n + 1;
}

static void add_line(struct scores *s, const struct scored *x, const struct buf raw[2],
                     const struct buf norm[2])
{
    if (s->n == s->cap) {
        s->cap = s->cap ? 2 * s->cap : 1024;
        s->line = must(realloc(s->line, size_mul(s->cap, sizeof *s->line)));
    }
    struct scored_line *l = &s->line[s->n];
    l->key = keep(s, x->key, strlen(x->key));
    l->want = keep(s, raw[0].data, raw[0].len);
    l->got = keep(s, raw[1].data, raw[1].len);
    l->confidence = x->confidence;
    rates_of_line(&s->counter, raw, norm, &l->counts);
    note_facet(s, "length", length_part(l->counts.den[RATE_CER]));
    for (size_t i = 0; i < x->n_facets; i++) {
        note_facet(s, x->facet[i].kind, x->facet[i].value);
    }
    if (l->counts.num[RATE_CER]) {
        note_confusions(s, s->confusions, raw);
    }
    if (l->counts.num[RATE_CER_NORM]) {
        note_confusions(s, s->confusions_norm, norm);
    }
    note_worst(s, s->n, x->image, x->image_len);
    s->n++;
}

enum st scores_add(struct scores *s, const struct scored *x, struct err *e)
{
    if (s->summed) {
        BUG("a line is added after the sum");
    }
    struct buf raw[2] = {{0}}, norm[2] = {{0}};
    enum st st;
    (void)((st = text_raw(x->want, x->want_len, &raw[0], e)) ||
           (st = text_raw(x->got, x->got_len, &raw[1], e)) ||
           (st = text_norm(x->want, x->want_len, &norm[0], e)) ||
           (st = text_norm(x->got, x->got_len, &norm[1], e)));
    if (st) {
        st = err_wrap(e, st, "line '%s': ", x->key);
    } else {
        add_line(s, x, raw, norm);
    }
    for (int i = 0; i < 2; i++) {
        buf_release(&raw[i]);
        buf_release(&norm[i]);
    }
    return st;
}

size_t scores_count(const struct scores *s)
{
    return s->n;
}

const struct scored_line *scores_line(const struct scores *s, size_t i)
{
    return &s->line[i];
}

struct line_counts *scores_counts(const struct scores *s)
{
    struct line_counts *c = must(malloc(size_mul(s->n + 1, sizeof *c)));
    for (size_t i = 0; i < s->n; i++) {
        c[i] = s->line[i].counts;
    }
    return c;
}

/* --- the sum -------------------------------------------------------------------------------------- */

static int kind_rank(const char *kind)
{
    static const char *const order[] = {"length", "script", "direction", "lang", "source", "font", "effect"};
    int i = 0;
    while (i < (int)(sizeof order / sizeof *order) && strcmp(order[i], kind)) {
        i++;
    }
    return i;
}

static int by_kind(const void *x, const void *y)
{
    const struct part *a = x, *b = y;
    int d = kind_rank(a->kind) - kind_rank(b->kind);
    d = d ? d : strcmp(a->kind, b->kind);
    if (d) {
        return d;
    }
    if (!strcmp(a->kind, "length")) {
        bool over_a = a->value[0] == 'o', over_b = b->value[0] == 'o'; /* "over 120" is the last */
        return over_a != over_b ? over_a - over_b
                                : (int)strtol(a->value, NULL, 10) - (int)strtol(b->value, NULL, 10);
    }
    return a->lines != b->lines ? (a->lines > b->lines ? -1 : 1) : strcmp(a->value, b->value);
}

static void sum_parts(struct scores *s, const struct line_counts *counts)
{
    struct summary *u = &s->sum;
    u->part = must(calloc(s->facets.n + 1, sizeof *u->part));
    for (size_t i = 0; i < s->facets.n; i++) {
        const struct part_lines *l = &s->part[i];
        const char *kind = s->facets.row[i].s;
        if (l->n >= s->o.part_least) {
            struct part *p = &u->part[u->n_parts++];
            *p = (struct part){.kind = kind, .value = kind + strlen(kind) + 1, .lines = l->n};
            rates_bootstrap(counts, l->line, l->n, s->o.seed, (s->o.rounds + 3) / 4, p->rate);
        }
    }
    qsort(u->part, u->n_parts, sizeof *u->part, by_kind);
}

static void sum_confidence(struct scores *s)
{
    struct summary *u = &s->sum;
    double nll = 0;
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        double p = s->line[i].confidence;
        if (!(p >= 0)) {
            continue;
        }
        bool right = s->line[i].counts.num[RATE_CER] == 0;
        double q = p < 1e-9 ? 1e-9 : p > 1 - 1e-9 ? 1 - 1e-9 : p;
        int b = p >= 1 ? RELIABILITY_BINS - 1 : (int)(p * RELIABILITY_BINS);
        u->bin[b].lines++;
        u->bin[b].confidence += p;
        u->bin[b].right += right;
        nll -= log(right ? q : 1 - q);
        n++;
    }
    u->has_confidence = n > 0;
    u->nll = n ? nll / (double)n : 0;
    for (int b = 0; b < RELIABILITY_BINS; b++) {
        if (u->bin[b].lines) {
            double m = (double)u->bin[b].lines;
            u->ece += fabs(u->bin[b].confidence - u->bin[b].right) / (double)n;
            u->bin[b].confidence /= m;
            u->bin[b].right /= m;
        }
    }
}

const struct summary *scores_sum(struct scores *s)
{
    struct summary *u = &s->sum;
    if (s->summed) {
        return u;
    }
    struct line_counts *counts = scores_counts(s);
    s->summed = true;
    u->lines = s->n;
    for (size_t i = 0; i < s->n; i++) {
        u->graphemes += counts[i].den[RATE_CER];
        u->words += counts[i].den[RATE_WER];
    }
    rates_bootstrap(counts, NULL, s->n, s->o.seed, s->o.rounds, u->rate);
    sum_parts(s, counts);
    u->n_confusions = confusions_top(s->confusions, u->confusion, SUMMARY_CONFUSIONS);
    u->n_confusions_norm = confusions_top(s->confusions_norm, u->confusion_norm, SUMMARY_CONFUSIONS);
    u->confusions = confusions_total(s->confusions);
    u->confusions_norm = confusions_total(s->confusions_norm);
    sum_confidence(s);
    free(counts);
    return u;
}
