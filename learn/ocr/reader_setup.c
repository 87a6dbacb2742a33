// SPDX-License-Identifier: MIT
#include "ocr/reader_setup.h"

#include <stdlib.h>
#include <string.h>

#include "ocr/text_draw.h"
#include "ocr/visual_order.h"

enum { DRAWN_LINES = 40000 }; /* that alphabet and tokens are learned from */
enum { MUCH_TEXT = 100000 };  /* graphemes: of so much text those that occur once are left out, as slips */

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

/* --- sources ------------------------------------------------------------------------------------------------ */

static enum st makes_text(const struct generator *g, const char *path, struct err *e)
{
    return generator_text(g) ? ST_OK
                             : err_set(e, ST_RECIPE, "data.recipes: '%s' makes no text", path);
}

static enum st open_sources(struct reader_setup *s, const struct recipe *r, const char *const *set,
                            size_t n_set, struct err *e)
{
    enum st st = sources_generators(&s->sources, r, set, n_set, makes_text, e);
    for (size_t i = 0; i < r->learn.n_datasets && !st; i++) {
        st = sources_dataset(&s->sources, r, r->learn.datasets[i], e);
    }
    st = st ? st : sources_distorter(&s->sources, r, set, n_set, true, e);
    s->sources.dataset_share = r->learn.dataset_share;
    if (!st) {
        struct json j = json_to(&s->data_json);
        json_array(&j);
        sources_describe(&s->sources, r, &j);
        json_end_array(&j);
        s->about.data_json = must(strdup(s->data_json.data));
    }
    return st;
}

/* --- alphabet and tokens --------------------------------------------------------------------------------------- */

/* Calls fn with the text of many lines of all sources. */
static enum st each_text(const struct reader_setup *s, uint64_t seed, text_line_fn *fn, void *ctx, struct err *e)
{
    enum st st = ST_OK;
    for (size_t i = 0; i < s->sources.n_generators && !st; i++) {
        const struct generator *g = s->sources.generator[i];
        st = text_draw(generator_recipe(g), generator_text(g)->corpora, seed, DRAWN_LINES, fn, ctx, e);
    }
    for (size_t i = 0; i < s->sources.n_datasets && !st; i++) {
        uint64_t n = dataset_count(s->sources.dataset[i]), step = n / DRAWN_LINES + 1;
        for (uint64_t k = 0; k < n && !st; k += step) {
            struct arena a = {0};
            struct record rec;
            struct record_label l;
            (void)((st = dataset_get(s->sources.dataset[i], k, &rec, e)) || (st = record_label(&rec, &a, &l, e)) ||
                   (st = l.text ? fn(ctx, l.text, l.text_len, e) : ST_OK));
            arena_release(&a);
        }
    }
    return st;
}

struct counting {
    struct grapheme_counts *counts;
    bool visual;
};

/* Visual order mirrors brackets: those are seen, too. */
static enum st count_line(void *ctx, const char *text, size_t len, struct err *e)
{
    struct counting *c = ctx;
    struct buf seen = {0};
    if (c->visual) {
        order_to_visual(text, len, ORDER_AUTO, &seen);
    } else {
        buf_add(&seen, text, len);
    }
    enum st st = grapheme_counts_add(c->counts, seen.data ? seen.data : "", seen.len, e);
    buf_release(&seen);
    return st;
}

static enum st learn_classes(struct reader_setup *s, const struct recipe *r, uint64_t seed, struct err *e)
{
    if (r->learn.alphabet) {
        return classes_from_text(r->learn.alphabet, strlen(r->learn.alphabet), &s->about.classes, e);
    }
    struct counting c = {grapheme_counts_new(), r->learn.order == ORDER_VISUAL};
    enum st st = each_text(s, seed, count_line, &c, e);
    st = st ? st : classes_from_counts(c.counts, grapheme_counts_total(c.counts) < MUCH_TEXT ? 1 : 2, &s->about.classes, e);
    grapheme_counts_free(c.counts);
    return st;
}

struct token_learning {
    const struct feed_options *o;
    struct bpe_learner *learner;
    int32_t *label;
    size_t cap;
};

static enum st learn_line(void *ctx, const char *text, size_t len, struct err *e)
{
    (void)e;
    struct token_learning *t = ctx;
    if (len + 1 > t->cap) {
        t->cap = 2 * len + 64;
        t->label = must(realloc(t->label, t->cap * sizeof *t->label));
    }
    bpe_learner_add(t->learner, t->label, feed_label(t->o, text, len, t->label, NULL));
    return ST_OK;
}

static enum st learn_tokens(struct reader_setup *s, const struct recipe *r, uint64_t seed, struct err *e)
{
    if (!r->learn.tokens) {
        return ST_OK;
    }
    struct token_learning t = {.o = &s->feed, .learner = bpe_learner_new(s->about.classes)};
    enum st st = each_text(s, seed, learn_line, &t, e);
    free(t.label);
    if (st) {
        bpe_learner_free(t.learner);
        return st;
    }
    s->about.bpe = bpe_learn(t.learner, &(struct bpe_options){.merges = r->learn.tokens});
    return ST_OK;
}

enum st reader_setup(struct reader_setup *s, const struct recipe *r, uint64_t seed, const char *const *set, size_t n_set,
                     struct err *e)
{
    const struct recipe_learn *l = &r->learn;
    *s = (struct reader_setup){0};
    enum st st;
    s->feed = (struct feed_options){.height_px = l->height_px, .max_width_px = l->max_width_px, .order = l->order, .seed = seed};
    s->about = (struct reader_about){.order = l->order, .temperature = 1, .seed = seed,
                                     .recipe = must(strdup(r->text)), .recipe_sha256 = must(strdup(r->sha256))};
    if ((st = open_sources(s, r, set, n_set, e)) || (st = learn_classes(s, r, seed, e))) {
        return st;
    }
    s->feed.classes = s->about.classes;
    if ((st = learn_tokens(s, r, seed, e))) {
        return st;
    }
    s->feed.bpe = s->about.bpe;
    s->about.shape = (struct reader_shape){
        .cnn = l->cnn, .encoder = l->encoder, .height_px = l->height_px, .width = l->width, .hidden = l->hidden,
        .layers = l->layers, .heads = l->heads, .dropout = l->dropout, .classes = classes_count(s->about.classes),
        .tokens = s->about.bpe ? bpe_count(s->about.bpe) : 0,
    };
    return ST_OK;
}

void reader_setup_release(struct reader_setup *s)
{
    sources_release(&s->sources);
    reader_about_release(&s->about);
    buf_release(&s->data_json);
    *s = (struct reader_setup){0};
}
