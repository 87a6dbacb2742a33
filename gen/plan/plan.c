// SPDX-License-Identifier: MIT
/*
 * Draws are grouped by domain (base/rng.h): text, font, layout, colour, each effect. Inside an effect
 * all parameters are drawn whether it is on or not, so that changing its probability in a recipe does
 * not change the values of the samples that had it.
 */
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "corpus/corpora.h"
#include "font/fontset.h"
#include "plan/plan_words.h"

const char *const split_name[3] = {"train", "val", "test"};

/* FNV-1a, 64 bits: a stable number for a name. */
static uint64_t name_hash(const char *s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (; *s; s++) {
        h = (h ^ (unsigned char)*s) * 0x100000001b3u;
    }
    return h;
}

static uint64_t name_rank(uint64_t seed, const char *name)
{
    struct rng r = rng_stream(seed, RNG_SPLIT, name_hash(name), 0);
    return (uint64_t)rng_u32(&r) << 32 | rng_u32(&r);
}

static size_t held_out(double share, size_t k)
{
    size_t n = (size_t)(share * (double)k + 0.5);
    return n == 0 && share > 0 && k > 2 ? 1 : n;
}

struct ranked {
    uint64_t rank;
    const char *name;
    size_t at;
};

/* By rank; names of equal rank side by side. */
static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return x->rank != y->rank ? (x->rank > y->rank) - (x->rank < y->rank) : strcmp(x->name, y->name);
}

void plan_hold_out(uint64_t seed, const char *const *name, size_t n, double val, double test,
                   uint8_t *split)
{
    struct ranked *r = malloc(size_mul(n + 1, sizeof *r));
    if (!r) {
        BUG("out of memory");
    }
    for (size_t i = 0; i < n; i++) {
        r[i] = (struct ranked){name_rank(seed, name[i]), name[i], i};
    }
    qsort(r, n, sizeof *r, by_rank);
    size_t distinct = 0;
    for (size_t i = 0; i < n; i++) {
        distinct += i == 0 || strcmp(r[i].name, r[i - 1].name) != 0;
    }
    size_t n_test = held_out(test, distinct), n_val = held_out(val, distinct);
    size_t before = 0; /* distinct names of lower rank */
    for (size_t i = 0; i < n; i++) {
        before += i > 0 && strcmp(r[i].name, r[i - 1].name) != 0;
        split[r[i].at] = before < n_test ? SPLIT_TEST : before < n_test + n_val ? SPLIT_VAL : SPLIT_TRAIN;
    }
    free(r);
}

static int split_of(const struct world *w, const struct sample *s)
{
    const struct recipe *r = w->recipe;
    if (r->split_by == SPLIT_FONT && w->face_split) {
        return w->face_split[s->face->id];
    }
    if (r->split_by == SPLIT_SOURCE && w->source_split) {
        int k = corpora_source_index(w->corpora, s->text.source);
        return k < 0 ? SPLIT_TRAIN : w->source_split[k];
    }
    /* by sample: of the index alone, so that a re-planned sample stays in its split */
    struct rng g = rng_stream(s->seed, RNG_SPLIT, s->index, 0);
    double u = rng_unit(&g);
    return u < r->split_test ? SPLIT_TEST : u < r->split_test + r->split_val ? SPLIT_VAL : SPLIT_TRAIN;
}

/* All lines of a sample come from one source: a paragraph does not change its language midway. */
static enum st plan_text(const struct world *w, struct sample *s, struct arena *a, struct err *e)
{
    const struct recipe *r = w->recipe;
    struct rng g = rng_stream(s->seed, RNG_TEXT, s->index, s->attempt);
    int lines = (int)dist_draw(&r->lines, &g);
    const char *source = NULL;
    for (int i = 0; i < lines; i++) {
        struct corpora_line line;
        double length = dist_draw(&r->length, &g);
        enum st st = corpora_draw(w->corpora, &g, a, source, length, &line, e);
        if (st) {
            return st;
        }
        source = line.source;
        if (i == 0) {
            s->text.text = line.text;
            s->text.len = line.len;
        } else {
            char *t = arena_alloc(a, s->text.len + line.len + 2);
            memcpy(t, s->text.text, s->text.len);
            t[s->text.len] = '\n';
            memcpy(t + s->text.len + 1, line.text, line.len + 1);
            s->text.text = t;
            s->text.len += line.len + 1;
        }
        s->text.source = line.source;
        s->text.lang = line.lang;
    }
    return ST_OK;
}

/* A held-out family must not come in by the back door of a fallback. */
static bool runs_in_one_split(const struct world *w, const struct sample *s)
{
    if (w->recipe->split_by != SPLIT_FONT || !w->face_split) {
        return true;
    }
    for (size_t i = 0; i < s->text.n_runs; i++) {
        if (w->face_split[s->text.run[i].face->id] != w->face_split[s->face->id]) {
            return false;
        }
    }
    return true;
}

static enum st plan_face(const struct world *w, struct sample *s, struct rng *g, struct arena *a,
                         struct err *e)
{
    enum { TRIES = 64 };
    for (int i = 0; i < TRIES; i++) {
        enum st st = fontset_choose(w->fonts, g, a, s->text.text, s->text.len,
                                    w->recipe->font_strict, &s->face, e);
        if (!st) {
            st = fontset_runs(w->fonts, a, s->face, s->text.text, s->text.len, &s->text.run,
                              &s->text.n_runs, e);
        }
        if (st || runs_in_one_split(w, s)) {
            return st;
        }
    }
    return err_set(e, ST_RECIPE,
                   "no font draws '%.60s' without falling back to a family of another split "
                   "(split.by: font wants families that cover their texts)",
                   s->text.text);
}

static void plan_style(const struct recipe *r, struct sample *s, struct rng *g, struct arena *a)
{
    s->size_px = dist_draw(&r->size_px, g);
    s->weight_em = dist_draw(&r->weight_em, g);
    s->oblique_deg = dist_draw(&r->oblique_deg, g);
    s->stretch = dist_draw(&r->stretch, g);
    s->tracking_em = dist_draw(&r->tracking_em, g);
    s->features = "";
    for (size_t i = 0; i < r->n_features; i++) {
        if (rng_unit(g) < dist_draw(&r->feature_p, g)) {
            s->features = arena_printf(a, "%s%s%s", s->features, *s->features ? "," : "",
                                       r->features[i]);
        }
    }
    for (size_t i = 0; i < r->n_axes; i++) {
        memcpy(s->axis[i].tag, r->axes[i].tag, sizeof s->axis[i].tag);
        s->axis[i].value = dist_draw(&r->axes[i].value, g);
        s->n_axes = i + 1;
    }
    s->word_space_em = dist_draw(&r->word_space_em, g);
}

static void plan_layout(const struct recipe *r, struct sample *s)
{
    struct rng g = rng_stream(s->seed, RNG_LAYOUT, s->index, s->attempt);
    s->direction = (int)dist_draw(&r->direction, &g);
    s->align = (int)dist_draw(&r->align, &g);
    s->line_gap_em = dist_draw(&r->line_gap_em, &g);
    s->height_px = dist_draw(&r->height_px, &g);
    s->max_width_px = dist_draw(&r->max_width_px, &g);
    for (int i = 0; i < 4; i++) {
        s->margin_em[i] = dist_draw(&r->margin_em, &g);
    }
    struct rng out = rng_stream(s->seed, RNG_OUTPUT, s->index, s->attempt);
    s->quality = (int)dist_draw(&r->quality, &out);
}

void plan_effects(const struct recipe *r, struct sample *s)
{
    for (int f = 0; f < FX_COUNT; f++) {
        if (r->fx[f].p <= 0) {
            continue;
        }
        struct rng g = rng_stream(s->seed, RNG_FX_PLAN + fx_table[f].stream, s->index, s->attempt);
        s->fx[f].on = rng_unit(&g) < r->fx[f].p;
        for (int k = 0; fx_table[f].param[k].key; k++) {
            s->fx[f].v[k] = dist_draw(&r->fx[f].v[k], &g);
        }
    }
}

/* Text for an effect that draws text of its own, in the sample's own face. */
static enum st extra_text(const struct world *w, struct sample *s, struct rng *g, struct arena *a,
                          struct styled_text *t, struct err *e)
{
    struct corpora_line line;
    enum st st = corpora_draw(w->corpora, g, a, s->text.source, dist_draw(&w->recipe->length, g), &line, e);
    if (!st) {
        *t = (struct styled_text){.text = line.text, .len = line.len, .source = line.source,
                                  .lang = line.lang};
        st = fontset_runs(w->fonts, a, s->face, t->text, t->len, &t->run, &t->n_runs, e);
    }
    return st;
}

static void plan_stamp(const struct world *w, struct sample *s, struct rng *g, struct arena *a)
{
    static const char *const words[] = {"PAID", "COPY", "RECEIVED", "APPROVED", "DRAFT", "ORIGINAL",
                                        "CANCELLED", "SAMPLE", "URGENT", "CHECKED", "VOID", "ENTERED"};
    const char *word = words[rng_below(g, sizeof words / sizeof *words)];
    s->stamp = (struct styled_text){.text = word, .len = strlen(word), .source = "", .lang = "en"};
    struct err none = {0};
    const struct face *face;
    if (fontset_choose(w->fonts, g, a, word, s->stamp.len, true, &face, &none) ||
        fontset_runs(w->fonts, a, face, word, s->stamp.len, &s->stamp.run, &s->stamp.n_runs, &none)) {
        s->stamp.len = 0; /* no Latin face in this recipe: the stamp stays without words */
    }
}

static enum st plan_extras(const struct world *w, struct sample *s, struct arena *a, struct err *e)
{
    struct rng g = rng_stream(s->seed, RNG_NEIGHBOUR, s->index, s->attempt);
    enum st st = ST_OK;
    if (s->fx[FX_neighbours].on) {
        (void)((st = extra_text(w, s, &g, a, &s->above, e)) ||
               (st = extra_text(w, s, &g, a, &s->below, e)));
    }
    if (!st && s->fx[FX_show_through].on) {
        st = extra_text(w, s, &g, a, &s->behind, e);
    }
    if (!st && s->fx[FX_stamp].on) {
        plan_stamp(w, s, &g, a);
    }
    return st;
}

enum st plan_make(const struct world *w, uint64_t seed, uint64_t index, uint32_t attempt,
                  struct arena *a, struct sample *out, struct err *e)
{
    struct sample *s = out;
    *s = (struct sample){.seed = seed, .index = index, .attempt = attempt};
    enum st st = plan_text(w, s, a, e);
    if (st) {
        return st;
    }
    struct rng g = rng_stream(seed, RNG_FONT, index, attempt);
    if ((st = plan_face(w, s, &g, a, e))) {
        return st;
    }
    plan_style(w->recipe, s, &g, a);
    if ((st = plan_words(w, s, &g, a, e))) {
        return st;
    }
    plan_layout(w->recipe, s);
    plan_effects(w->recipe, s);
    s->split = split_of(w, s);
    return plan_extras(w, s, a, e);
}
