// SPDX-License-Identifier: MIT
#include "product/embedder_valid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eval/retrieval.h"
#include "product/embedder_run.h"
#include "product/product_feed.h"
#include "product/product_image.h"
#include "product_shown.h"

enum { RUN_BATCH = 32, MAX_WORKERS = 256, TRIES_A_SAMPLE = 100 };
#define HELD_OUT_FROM (UINT64_C(1) << 40) /* sample numbers that no training reaches */

struct valid_set {
    char *name;
    uint8_t *square;
    uint32_t *label;
    float *v; /* (n, dims) */
    size_t n, cap;
};

struct embedder_valid {
    const struct product_setup *setup;
    struct valid_set *set;
    size_t n;
    struct embedder_run
        *run[MAX_WORKERS]; /* of each worker; its nets are kept from one evaluation to the next */
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static uint8_t *room_for(const struct embedder_valid *v, struct valid_set *s)
{
    size_t bytes = PRODUCT_BYTES(v->setup->about.shape.input_px);
    if (s->n == s->cap) {
        s->cap = s->cap ? 2 * s->cap : 256;
        s->square = must(realloc(s->square, size_mul(s->cap, bytes)));
        s->label = must(realloc(s->label, size_mul(s->cap, sizeof *s->label)));
    }
    return s->square + s->n * bytes;
}

/* --- pictures of datasets ---------------------------------------------------------------------------------- */

static enum st add_picture(struct embedder_valid *v, struct valid_set *s, struct product_set *from,
                           size_t i, const struct product_names *names, struct err *e)
{
    const struct product_item *it = product_set_item(from, i);
    struct buf bytes = {0};
    struct image im = {0};
    enum st st = product_set_picture(from, i, &bytes, e);
    if (!st && !(st = image_decode(bytes.data, bytes.len, 3, &im, e))) {
        const struct embedder_shape *k = &v->setup->about.shape;
        product_fit(&im, k->fit, k->input_px, room_for(v, s));
        s->label[s->n++] =
            (uint32_t)product_names_find(names, it->truth ? it->truth : it->class_name);
    }
    if (st) {
        err_wrap(e, st, "'%s': ", it->key);
    }
    image_release(&im);
    buf_release(&bytes);
    return st;
}

static enum st add_pictures(struct embedder_valid *v, struct valid_set *s, struct product_set *from,
                            size_t most, struct err *e)
{
    struct product_names names = {0};
    size_t n = product_set_count(from), step = n / (most ? most : 1) + (n % (most ? most : 1) != 0);
    for (size_t i = 0; i < n; i++) {
        const struct product_item *it = product_set_item(from, i);
        product_names_add(&names, it->truth ? it->truth : it->class_name);
    }
    product_names_sort(&names);
    enum st st = ST_OK;
    for (size_t i = 0; i < n && !st; i += step ? step : 1) {
        st = add_picture(v, s, from, i, &names, e);
    }
    product_names_release(&names);
    return st;
}

/* Split of a dataset that is held out: its val, else its test; NULL where it says nothing of the kind. */
static const char *held_out(struct product_set *s)
{
    size_t n, of[3] = {0};
    const struct product_item *it = product_set_all(s, &n);
    for (size_t i = 0; i < n; i++) {
        if (it[i].split >= 0) {
            of[it[i].split]++;
        }
    }
    return of[1] ? "val" : of[2] ? "test" : NULL;
}

static enum st load_recorded(struct embedder_valid *v, struct valid_set *s, const struct recipe *r,
                             const char *path, bool own, struct err *e)
{
    struct arena a = {0};
    struct product_set *all = NULL, *part = NULL;
    const char *split = NULL, *at = sources_beside(r, path, &a);
    enum st st = product_set_open(at, NULL, &all, e);
    if (!st) {
        split = held_out(all);
        st = split ? product_set_open(at, split, &part, e) : ST_OK;
    }
    if (!st && (split || !own)) {
        st = add_pictures(v, s, split ? part : all, (size_t)r->learn.valid_samples, e);
    }
    product_set_close(part);
    product_set_close(all);
    arena_release(&a);
    return st;
}

/* --- generated ------------------------------------------------------------------------------------------------ */

static enum st make_generated(struct embedder_valid *v, struct valid_set *s, size_t which,
                              size_t share, struct err *e)
{
    const struct generator *g = v->setup->sources.generator[which];
    const struct recipe *r = generator_recipe(g);
    struct worker *w = worker_new(g);
    struct made m = {0};
    struct product_names names = {0};
    enum st st = ST_OK;
    int want = r->split_val > 0 ? SPLIT_VAL : r->split_test > 0 ? SPLIT_TEST : SPLIT_TRAIN;
    for (size_t i = 0; i < generator_products(g); i++) {
        product_names_add(&names, generator_product(g, i).sku);
    }
    product_names_sort(&names);
    for (uint64_t i = 0; s->n < share && i < share * TRIES_A_SAMPLE && !st; i++) {
        struct product_labels l;
        struct product_view view;
        int split;
        st = sample_make(w, v->setup->about.seed, HELD_OUT_FROM + i, &m, e);
        for (size_t k = 0; !st && m.split == want && s->n < share; k++) {
            if (!product_crop(v->setup, &m, r->kind == KIND_SHELF, PRODUCT_MARGIN, k,
                              room_for(v, s), &l, &split)) {
                break;
            }
            bool shown = r->kind == KIND_SHELF ? made_view(&m, k, &view) : made_subject(&m, &view);
            s->label[s->n] = (uint32_t)product_names_find(&names, view.product.sku);
            s->n += shown;
        }
    }
    product_names_release(&names);
    made_release(&m);
    worker_free(w);
    return st;
}

/* --- the sets --------------------------------------------------------------------------------------------------- */

static struct valid_set *new_set(struct embedder_valid *v, const char *name)
{
    v->set[v->n].name = must(strdup(name));
    return &v->set[v->n++];
}

static void drop_if_empty(struct embedder_valid *v)
{
    struct valid_set *s = &v->set[v->n - 1];
    if (!s->n) {
        free(s->name);
        *s = (struct valid_set){0};
        v->n--;
    }
}

static enum st own_sets(struct embedder_valid *v, const struct recipe *r, struct err *e)
{
    const struct recipe_learn *l = &r->learn;
    enum st st = ST_OK;
    size_t g = v->setup->sources.n_generators;
    for (size_t i = 0; i < l->n_datasets && !st; i++) {
        st = load_recorded(v, new_set(v, "held out"), r, l->datasets[i], true, e);
        drop_if_empty(v);
    }
    for (size_t i = 0; i < g && !st; i++) {
        st = make_generated(v, new_set(v, "generated"), i, (size_t)l->valid_samples / g, e);
        drop_if_empty(v);
    }
    return st;
}

enum st embedder_valid_new(const struct product_setup *setup, const struct recipe *r,
                           struct embedder_valid **out, struct err *e)
{
    const struct recipe_learn *l = &r->learn;
    struct embedder_valid *v = *out = must(calloc(1, sizeof *v));
    v->setup = setup;
    v->set =
        must(calloc(l->n_valid + l->n_datasets + setup->sources.n_generators + 1, sizeof *v->set));
    enum st st = l->valid_samples ? own_sets(v, r, e) : ST_OK;
    for (size_t i = 0; i < l->n_valid && !st; i++) {
        const char *slash = strrchr(l->valid[i], '/');
        st = load_recorded(v, new_set(v, slash && slash[1] ? slash + 1 : l->valid[i]), r,
                           l->valid[i], false, e);
    }
    for (size_t i = 0; i < v->n; i++) {
        v->set[i].v = must(
            malloc(size_mul((v->set[i].n + 1) * (size_t)setup->about.shape.dims, sizeof(float))));
    }
    return st;
}

void embedder_valid_release(struct embedder_valid *v, int worker)
{
    if (v) {
        embedder_run_free(v->run[worker]);
        v->run[worker] = NULL;
    }
}

void embedder_valid_free(struct embedder_valid *v)
{
    for (size_t i = 0; v && i < v->n; i++) {
        free(v->set[i].name);
        free(v->set[i].square);
        free(v->set[i].label);
        free(v->set[i].v);
    }
    if (v) {
        free(v->set);
        free(v);
    }
}

size_t embedder_valid_count(const struct embedder_valid *v)
{
    return v->n;
}

/* --- evaluation ----------------------------------------------------------------------------------------------- */

struct task {
    struct embedder_valid *v;
    struct valid_set *set;
    struct crew *crew;
    bool bf16;
    struct err err[MAX_WORKERS];
    enum st st[MAX_WORKERS];
};

static void embed_share(void *ctx, int w)
{
    struct task *t = ctx;
    const struct embedder_shape *k = &t->v->setup->about.shape;
    size_t workers = (size_t)crew_size(t->crew), bytes = PRODUCT_BYTES(k->input_px);
    size_t from = t->set->n * (size_t)w / workers, to = t->set->n * ((size_t)w + 1) / workers;
    const uint8_t **at = must(malloc((to - from + 1) * sizeof *at));
    for (size_t i = from; i < to; i++) {
        at[i - from] = t->set->square + i * bytes;
    }
    if (!t->v->run[w]) {
        t->v->run[w] = embedder_run_new(crew_params(t->crew, w), k, t->bf16, RUN_BATCH);
    }
    t->st[w] = embedder_run_squares(t->v->run[w], at, to - from, t->set->v + from * (size_t)k->dims,
                                    &t->err[w]);
    free(at);
}

static double mean_of(const struct retrieval *r, int measure)
{
    double num = 0, den = 0;
    for (size_t i = 0; i < r->n; i++) {
        num += r->num[i * RETRIEVAL_MEASURES + (size_t)measure];
        den += r->den[i * RETRIEVAL_MEASURES + (size_t)measure];
    }
    return den > 0 ? num / den : 0;
}

enum st embedder_valid_run(struct embedder_valid *v, size_t set, struct crew *c, bool bf16,
                           struct train_measured *out, struct err *e)
{
    struct task *t = must(calloc(1, sizeof *t));
    struct valid_set *s = &v->set[set];
    struct retrieval r = {0};
    enum st st = ST_OK;
    *t = (struct task){.v = v, .set = s, .crew = c, .bf16 = bf16};
    crew_run(c, embed_share, t);
    for (int w = 0; w < crew_size(c) && !st; w++) {
        st = t->st[w] ? err_set(e, t->st[w], "%s", t->err[w].msg) : ST_OK;
    }
    struct vectors q = {s->v, s->n, v->setup->about.shape.dims, s->label};
    st = st ? st : retrieval_run(&q, NULL, NULL, NULL, &r, e);
    if (!st) {
        double top1 = mean_of(&r, RETRIEVAL_TOP1), top5 = mean_of(&r, RETRIEVAL_TOP5),
               map = mean_of(&r, RETRIEVAL_MAP);
        out->name = s->name;
        out->value[0] = (struct train_value){"top1", top1};
        out->value[1] = (struct train_value){"top5", top5};
        out->value[2] = (struct train_value){"map", map};
        out->n_values = 3;
        out->score = 1 - map;
        snprintf(out->text, sizeof out->text, "top-1 %.1f %%, top-5 %.1f %%, mAP %.1f %%",
                 100 * top1, 100 * top5, 100 * map);
    }
    retrieval_release(&r);
    free(t);
    return st;
}
