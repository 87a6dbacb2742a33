// SPDX-License-Identifier: MIT
#include "cmd/eval_products.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/progress.h"
#include "cmd/product_vectors.h"
#include "eval/retrieval_report.h"

enum { MAP_PICTURES = 1000, MAP_STEPS = 500 };

struct run { /* one model's */
    struct embedder *model;
    struct strtab classes;
    struct product_vectors q, g;
    struct retrieval r;
};

static void release(struct run *x)
{
    retrieval_release(&x->r);
    product_vectors_release(&x->q);
    product_vectors_release(&x->g);
    strtab_release(&x->classes);
    embedder_close(x->model);
}

static void show_queries(void *ctx, size_t done)
{
    progress_at(ctx, done);
}

static bool show_map(void *ctx, int done)
{
    progress_at(ctx, (uint64_t)done);
    return true;
}

static enum st run_model(const struct eval_products *o, const char *model, struct run *x,
                         struct err *e)
{
    enum st st = embedder_open(model, &(struct embedder_options){.fp32 = o->fp32}, &x->model, e);
    st = st ? st
            : product_vectors_load(x->model, o->queries, o->split, &x->classes, o->quiet, &x->q, e);
    if (!st && o->gallery) {
        st = product_vectors_load(x->model, o->gallery, o->gallery_split, &x->classes, o->quiet,
                                  &x->g, e);
    }
    if (st) {
        return st;
    }
    struct vectors q = product_vectors_of(&x->q), g = {0};
    if (o->gallery) {
        g = product_vectors_of(&x->g);
    }
    struct progress p = progress_start("queries", q.n, o->quiet);
    st = retrieval_run(&q, o->gallery ? &g : NULL, show_queries, &p, &x->r, e);
    progress_end(&p);
    return st;
}

/* --- what kind of query --------------------------------------------------------------------------------- */

/* Names of what the model was taught: its classes, and brands of pictures that show one of them. */
static void list_taught(const struct run *x, struct strtab *classes, struct strtab *brands)
{
    const struct embedder_about *a = embedder_about(x->model);
    for (size_t i = 0; i < a->n_classes && a->class_name; i++) {
        strtab_put(classes, a->class_name[i], strlen(a->class_name[i]));
    }
    struct product_set *const set[2] = {x->q.set, x->g.set};
    for (int k = 0; k < 2 && classes->n; k++) {
        size_t n = 0;
        const struct product_item *it = set[k] ? product_set_all(set[k], &n) : NULL;
        for (size_t i = 0; i < n; i++) {
            const char *name = it[i].truth ? it[i].truth : it[i].class_name;
            if (it[i].brand && strtab_find(classes, name, strlen(name)) != STRTAB_NONE) {
                strtab_put(brands, it[i].brand, strlen(it[i].brand));
            }
        }
    }
}

static struct query_facets *facets_of(const struct run *x, struct arena *a)
{
    size_t n = product_set_count(x->q.set);
    struct query_facets *out = arena_array(a, struct query_facets, n + 1);
    struct strtab classes = {0}, brands = {0};
    list_taught(x, &classes, &brands);
    for (size_t i = 0; i < n; i++) {
        const struct product_item *it = product_set_item(x->q.set, i);
        struct facet *f = arena_array(a, struct facet, it->n_facets + 2);
        if (it->n_facets) {
            memcpy(f, it->facet, it->n_facets * sizeof *f);
        }
        out[i] = (struct query_facets){f, it->n_facets};
        if (classes.n) {
            bool taught =
                strtab_find(&classes, it->class_name, strlen(it->class_name)) != STRTAB_NONE;
            bool brand =
                it->brand && strtab_find(&brands, it->brand, strlen(it->brand)) != STRTAB_NONE;
            f[out[i].n++] = (struct facet){"product", taught      ? "taught"
                                                      : brand     ? "unseen SKU"
                                                      : it->brand ? "unseen brand"
                                                                  : "unseen"};
        }
    }
    strtab_release(&classes);
    strtab_release(&brands);
    return out;
}

/* --- one model ------------------------------------------------------------------------------------------- */

static size_t classes_in(const struct product_vectors *p, size_t classes)
{
    bool *there = calloc(classes + 1, sizeof *there);
    size_t n = 0;
    for (size_t i = 0; there && i < product_set_count(p->set); i++) {
        n += !there[p->label[i]];
        there[p->label[i]] = true;
    }
    free(there);
    return n;
}

static void print_measures(const struct retrieval *r, const struct retrieval_summary *s,
                           const struct retrieval_about *a)
{
    printf("%zu queries, %zu with something to find among %zu pictures of %zu classes\n", r->n,
           r->answered, r->gallery, a->classes);
    for (int k = 0; k < RETRIEVAL_MEASURES; k++) {
        if (k < RETRIEVAL_AUC ||
            (r->other && (k < RETRIEVAL_TAR_1 || r->threshold[k - RETRIEVAL_TAR_1] <= 1))) {
            printf("%-16s %6.2f %%   [%.2f, %.2f]\n", retrieval_key[k], 100 * s->m[k].value,
                   100 * s->m[k].low, 100 * s->m[k].high);
        }
    }
    printf("%-16s %6.2f ms a picture, one thread\n", "speed", a->ms_per_picture);
}

static enum st put(struct arena *a, const char *dir, const char *name, const struct buf *b,
                   struct err *e)
{
    return file_write(arena_printf(a, "%s/%s", dir, name), b->data ? b->data : "", b->len, e);
}

static enum st draw_map(const struct eval_products *o, struct run *x, struct buf *out,
                        struct err *e)
{
    struct vectors q = product_vectors_of(&x->q), g = {0};
    if (x->g.set) {
        g = product_vectors_of(&x->g);
    }
    struct progress p = progress_start("steps of the map", MAP_STEPS, o->quiet);
    enum st st = retrieval_map(x->q.set, &q, x->g.set, x->g.set ? &g : NULL, MAP_PICTURES, show_map,
                               &p, out, e);
    progress_end(&p);
    return st;
}

static void write_queries(const struct run *x, const char *const *class_name, struct arena *a,
                          struct buf *out)
{
    const struct product_vectors *side[2] = {&x->q, x->g.set ? &x->g : &x->q};
    const char **key[2], **name[2];
    for (int k = 0; k < 2; k++) {
        size_t n = product_set_count(side[k]->set);
        key[k] = arena_array(a, const char *, n + 1);
        name[k] = arena_array(a, const char *, n + 1);
        for (size_t i = 0; i < n; i++) {
            key[k][i] = product_set_item(side[k]->set, i)->key;
            name[k][i] = class_name[side[k]->label[i]];
        }
    }
    retrieval_write_queries(&x->r, key[0], key[1], name[0], name[1], out);
}

static enum st write_out(const struct eval_products *o, struct run *x,
                         const struct retrieval_summary *s, const struct retrieval_about *about,
                         struct err *e)
{
    struct arena a = {0};
    struct buf metrics = {0}, html = {0}, lines = {0}, map = {0};
    const char **names = product_class_names(&x->classes);
    enum st st = dir_make(o->output, e);
    st = st || o->no_map ? st : draw_map(o, x, &map, e);
    struct retrieval_pages p = {.r = &x->r,
                                .s = s,
                                .about = about,
                                .queries = x->q.set,
                                .gallery = x->g.set ? x->g.set : x->q.set,
                                .class_name = names,
                                .map = map.data,
                                .map_len = map.len};
    st = st ? st : retrieval_report_write(&p, &html, e);
    if (!st) {
        retrieval_write_metrics(&x->r, s, about, &metrics);
        write_queries(x, names, &a, &lines);
        (void)((st = put(&a, o->output, "metrics.json", &metrics, e)) ||
               (st = put(&a, o->output, "report.html", &html, e)) ||
               (st = put(&a, o->output, "queries.jsonl", &lines, e)));
        st = st || !map.len ? st : put(&a, o->output, "map.png", &map, e);
    }
    free(names);
    arena_release(&a);
    buf_release(&metrics);
    buf_release(&html);
    buf_release(&lines);
    buf_release(&map);
    return st;
}

static enum st eval_one(const struct eval_products *o, struct err *e)
{
    struct run x = {0};
    struct arena a = {0};
    struct retrieval_summary s = {0};
    enum st st = run_model(o, o->model[0], &x, e);
    if (!st) {
        size_t pictures = product_set_count(x.q.set) + (x.g.set ? product_set_count(x.g.set) : 0);
        struct retrieval_about about = {
            .model = product_last_part(o->model[0]),
            .data = product_last_part(o->queries),
            .gallery = o->gallery ? product_last_part(o->gallery) : NULL,
            .split = o->split,
            .dims = x.q.dims,
            .classes = classes_in(x.g.set ? &x.g : &x.q, x.classes.n),
            .ms_per_picture = 1000 * (x.q.seconds + x.g.seconds) / (double)pictures};
        retrieval_summarise(&x.r, facets_of(&x, &a), x.q.label, x.g.set ? x.g.label : x.q.label,
                            &(struct retrieval_summary_options){.seed = 1}, &s);
        print_measures(&x.r, &s, &about);
        st = o->output ? write_out(o, &x, &s, &about, e) : ST_OK;
    }
    retrieval_summary_release(&s);
    arena_release(&a);
    release(&x);
    return st;
}

/* --- two models ------------------------------------------------------------------------------------------ */

static enum st eval_two(const struct eval_products *o, struct err *e)
{
    struct run x[2] = {{0}, {0}};
    struct comparison c[RETRIEVAL_MEASURES];
    struct buf html = {0}, json = {0};
    struct arena a = {0};
    enum st st = run_model(o, o->model[0], &x[0], e);
    st = st ? st : run_model(o, o->model[1], &x[1], e);
    if (!st) {
        const char *const name[2] = {product_last_part(o->model[0]),
                                     product_last_part(o->model[1])};
        struct ratio_counts p = retrieval_counts(&x[0].r), q = retrieval_counts(&x[1].r);
        ratio_compare(&p, &q, 1, 0, c);
        for (int k = 0; k < RETRIEVAL_MEASURES; k++) {
            printf("%-16s %6.2f -> %6.2f %%   change %+.2f [%+.2f, %+.2f], p = %.4f\n",
                   retrieval_key[k], 100 * c[k].a, 100 * c[k].b, 100 * c[k].change.value,
                   100 * c[k].change.low, 100 * c[k].change.high, c[k].p);
        }
        retrieval_report_comparison(c, name, product_last_part(o->queries), x[0].r.n, &html);
        retrieval_write_comparison(c, name, product_last_part(o->queries), x[0].r.n, &json);
        if (o->output) {
            (void)((st = dir_make(o->output, e)) ||
                   (st = put(&a, o->output, "comparison.json", &json, e)) ||
                   (st = put(&a, o->output, "comparison.html", &html, e)));
        }
    }
    release(&x[0]);
    release(&x[1]);
    buf_release(&html);
    buf_release(&json);
    arena_release(&a);
    return st;
}

enum st eval_products(const struct eval_products *o, struct err *e)
{
    return o->n_models == 2 ? eval_two(o, e) : eval_one(o, e);
}
