// SPDX-License-Identifier: MIT
#include "eval/retrieval_summary.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "version.h"

enum { DECIMALS = 6 };

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

/* --- parts ---------------------------------------------------------------------------------------- */

struct membership {
    const char *kind, *value;
    uint32_t query;
};

static int by_facet(const void *x, const void *y)
{
    const struct membership *a = x, *b = y;
    int d = strcmp(a->kind, b->kind);
    double u = d ? 0 : strtod(a->value, NULL), v = d ? 0 : strtod(b->value, NULL);
    d = d ? d : u < v ? -1 : u > v ? 1 : strcmp(a->value, b->value);
    return d ? d : a->query < b->query ? -1 : a->query > b->query;
}

static void find_parts(const struct retrieval *r, const struct query_facets *f,
                       const struct retrieval_summary_options *o, struct retrieval_summary *out)
{
    size_t n = 0, cap = 0, least = o->part_least ? o->part_least : 10;
    for (size_t i = 0; i < r->n; i++) {
        cap += f[i].n;
    }
    struct membership *m = must(malloc((cap + 1) * sizeof *m));
    uint32_t *which = must(malloc((r->n + 1) * sizeof *which));
    for (size_t i = 0; i < r->n; i++) {
        for (size_t k = 0; k < f[i].n && r->of[i].relevant; k++) {
            m[n++] = (struct membership){f[i].facet[k].kind, f[i].facet[k].value, (uint32_t)i};
        }
    }
    qsort(m, n, sizeof *m, by_facet);
    struct ratio_counts c = retrieval_counts(r);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i;
             end < n && !strcmp(m[end].kind, m[i].kind) && !strcmp(m[end].value, m[i].value);
             end++) {
            which[end - i] = m[end].query;
        }
        if (end - i >= least) {
            out->part = must(realloc(out->part, (out->n_parts + 1) * sizeof *out->part));
            struct retrieval_part *p = &out->part[out->n_parts++];
            *p = (struct retrieval_part){m[i].kind, m[i].value, end - i, {{0}}};
            ratio_bootstrap(&c, which, end - i, o->seed, (o->rounds > 0 ? o->rounds : 2000) / 4 + 1,
                            p->m);
        }
    }
    free(which);
    free(m);
}

/* --- mistakes ------------------------------------------------------------------------------------- */

static int by_labels(const void *x, const void *y)
{
    const struct mistaken *a = x, *b = y;
    return a->want != b->want ? (a->want < b->want ? -1 : 1)
           : a->got < b->got  ? -1
                              : a->got > b->got;
}

static int by_count(const void *x, const void *y)
{
    const struct mistaken *a = x, *b = y;
    return a->count != b->count ? (a->count > b->count ? -1 : 1) : by_labels(x, y);
}

struct lead {
    float by;
    uint32_t query;
};

static int by_lead(const void *x, const void *y)
{
    const struct lead *a = x, *b = y;
    return a->by != b->by        ? (a->by > b->by ? -1 : 1)
           : a->query < b->query ? -1
                                 : a->query > b->query;
}

static void find_mistakes(const struct retrieval *r, const uint32_t *query_label,
                          const uint32_t *gallery_label, struct retrieval_summary *out)
{
    struct lead *l = must(malloc((r->n + 1) * sizeof *l));
    struct mistaken *m = must(malloc((r->n + 1) * sizeof *m));
    size_t n = 0, k = 0;
    for (size_t i = 0; i < r->n; i++) {
        const struct retrieved *q = &r->of[i];
        if (q->rank > 1) {
            l[n] = (struct lead){q->wrong_score - q->right_score, (uint32_t)i};
            m[n++] = (struct mistaken){query_label[i], gallery_label[q->wrong], 1};
        }
    }
    qsort(l, n, sizeof *l, by_lead);
    qsort(m, n, sizeof *m, by_labels);
    for (size_t i = 0; i < n; i++) {
        if (k && !by_labels(&m[k - 1], &m[i])) {
            m[k - 1].count++;
        } else {
            m[k++] = m[i];
        }
    }
    qsort(m, k, sizeof *m, by_count);
    out->worst = must(malloc((n + 1) * sizeof *out->worst));
    for (size_t i = 0; i < n; i++) {
        out->worst[i] = l[i].query;
    }
    out->n_worst = n;
    out->mistaken = m;
    out->n_mistaken = k;
    free(l);
}

void retrieval_summarise(const struct retrieval *r, const struct query_facets *facets,
                         const uint32_t *query_label, const uint32_t *gallery_label,
                         const struct retrieval_summary_options *o, struct retrieval_summary *out)
{
    static const struct retrieval_summary_options plain;
    o = o ? o : &plain;
    *out = (struct retrieval_summary){0};
    struct ratio_counts c = retrieval_counts(r);
    uint32_t *which =
        must(malloc((r->n + 1) * sizeof *which)); /* queries without an answer say nothing */
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        which[n] = (uint32_t)i;
        n += r->of[i].relevant > 0;
    }
    ratio_bootstrap(&c, which, n, o->seed, o->rounds, out->m);
    free(which);
    if (facets) {
        find_parts(r, facets, o, out);
    }
    find_mistakes(r, query_label, gallery_label, out);
}

void retrieval_summary_release(struct retrieval_summary *s)
{
    if (s) {
        free(s->part);
        free(s->mistaken);
        free(s->worst);
        *s = (struct retrieval_summary){0};
    }
}

/* --- JSON ----------------------------------------------------------------------------------------- */

static void put_text(struct json *j, const char *key, const char *v)
{
    if (v) {
        json_key(j, key);
        json_str(j, v);
    }
}

static void put_number(struct json *j, const char *key, double v)
{
    json_key(j, key);
    json_fixed(j, v, DECIMALS);
}

static void put_count(struct json *j, const char *key, uint64_t v)
{
    json_key(j, key);
    json_int(j, (int64_t)v);
}

/* "map": 0.8, "map_ci95": [0.7, 0.9], ... Verification wants pairs of both kinds, and enough of them. */
static void put_measures(struct json *j, const struct retrieval *r,
                         const struct interval m[RETRIEVAL_MEASURES])
{
    char key[40];
    for (int k = 0; k < RETRIEVAL_MEASURES; k++) {
        if (k >= RETRIEVAL_AUC &&
            (!r->other || (k >= RETRIEVAL_TAR_1 && r->threshold[k - RETRIEVAL_TAR_1] > 1))) {
            continue;
        }
        put_number(j, retrieval_key[k], m[k].value);
        memcpy(key, retrieval_key[k], strlen(retrieval_key[k]) + 1);
        memcpy(key + strlen(key), "_ci95", sizeof "_ci95");
        json_key(j, key);
        json_array(j);
        json_fixed(j, m[k].low, DECIMALS);
        json_fixed(j, m[k].high, DECIMALS);
        json_end_array(j);
    }
}

static void put_parts(struct json *j, const struct retrieval *r, const struct retrieval_summary *s)
{
    json_key(j, "by");
    json_object(j);
    for (size_t i = 0; i < s->n_parts; i++) {
        const struct retrieval_part *p = &s->part[i];
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
        put_count(j, "queries", p->queries);
        put_measures(j, r, p->m);
        json_end_object(j);
    }
    if (s->n_parts) {
        json_end_object(j);
    }
    json_end_object(j);
}

void retrieval_write_metrics(const struct retrieval *r, const struct retrieval_summary *s,
                             const struct retrieval_about *a, struct buf *out)
{
    struct json j = json_to(out);
    j.pretty = true;
    json_object(&j);
    put_text(&j, "model", a->model);
    put_text(&j, "data", a->data);
    put_text(&j, "gallery", a->gallery);
    put_text(&j, "split", a->split);
    put_count(&j, "queries", r->n);
    put_count(&j, "queries_answered", r->answered);
    put_count(&j, "gallery_pictures", r->gallery);
    put_count(&j, "gallery_classes", a->classes);
    json_key(&j, "left_one_out");
    json_bool(&j, r->left_one_out);
    put_measures(&j, r, s->m);
    put_number(&j, "eer", r->eer);
    put_number(&j, "eer_threshold", r->eer_threshold);
    for (int k = 0; k < 3; k++) {
        if (r->threshold[k] <= 1) {
            static const char *const key[3] = {"threshold_at_far_1e-1", "threshold_at_far_1e-2",
                                               "threshold_at_far_1e-3"};
            put_number(&j, key[k], r->threshold[k]);
        }
    }
    put_count(&j, "pairs_same", r->same);
    put_count(&j, "pairs_other", r->other);
    put_count(&j, "dims", (uint64_t)a->dims);
    if (a->ms_per_picture > 0) {
        put_number(&j, "ms_per_picture", a->ms_per_picture);
    }
    put_text(&j, "version", ERSATZ_VERSION);
    put_parts(&j, r, s);
    json_end_object(&j);
    buf_addc(out, '\n');
}

void retrieval_write_queries(const struct retrieval *r, const char *const *query_key,
                             const char *const *gallery_key, const char *const *query_class,
                             const char *const *gallery_class, struct buf *out)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct retrieved *q = &r->of[i];
        uint32_t first = q->rank == 1 ? q->right : q->wrong;
        struct json j = json_to(out);
        json_object(&j);
        put_text(&j, "key", query_key[i]);
        put_text(&j, "class", query_class[i]);
        put_count(&j, "relevant", q->relevant);
        if (q->relevant) {
            put_count(&j, "rank", q->rank);
            put_number(&j, "ap", r->num[i * RETRIEVAL_MEASURES + RETRIEVAL_MAP]);
        }
        if (first != UINT32_MAX) {
            put_text(&j, "first", gallery_key[first]);
            put_text(&j, "first_class", gallery_class[first]);
            put_number(&j, "first_score", (double)(q->rank == 1 ? q->right_score : q->wrong_score));
        }
        if (q->relevant) {
            put_text(&j, "best_right", gallery_key[q->right]);
            put_number(&j, "best_right_score", (double)q->right_score);
        }
        json_end_object(&j);
        buf_addc(out, '\n');
    }
}

void retrieval_write_comparison(const struct comparison c[RETRIEVAL_MEASURES],
                                const char *const name[2], const char *data, size_t queries,
                                struct buf *out)
{
    struct json j = json_to(out);
    j.pretty = true;
    json_object(&j);
    put_text(&j, "a", name[0]);
    put_text(&j, "b", name[1]);
    put_text(&j, "data", data);
    put_count(&j, "queries", queries);
    for (int k = 0; k < RETRIEVAL_MEASURES; k++) {
        json_key(&j, retrieval_key[k]);
        json_object(&j);
        put_number(&j, "a", c[k].a);
        put_number(&j, "b", c[k].b);
        put_number(&j, "change", c[k].change.value);
        put_number(&j, "change_low", c[k].change.low);
        put_number(&j, "change_high", c[k].change.high);
        put_number(&j, "p", c[k].p);
        json_end_object(&j);
    }
    json_end_object(&j);
    buf_addc(out, '\n');
}
