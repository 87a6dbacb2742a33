// SPDX-License-Identifier: MIT
/* The kinds of sample behind one door. */
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>

#include "scene_sample.h"
#include "shelf/planogram.h"
#include "text_sample.h"

struct generator {
    struct recipe recipe;
    struct text_stock *text;   /* of kind text */
    struct scene_stock *scene; /* of kind shelf, product */
};

struct worker {
    struct text_worker *text;
    struct scene_worker *scene;
};

enum st generator_open(const char *recipe, const char *const *overrides, size_t n, const struct generator_options *o,
                       struct generator **out, struct buf *problems, struct err *e)
{
    static const struct generator_options none;
    struct generator *g = calloc(1, sizeof *g);
    if (!g) {
        BUG("out of memory");
    }
    enum st st = recipe_load(&g->recipe, recipe, overrides, n, problems, e);
    if (!st && (g->recipe.kind == KIND_READER || g->recipe.kind == KIND_EMBEDDER)) {
        st = err_set(e, ST_RECIPE, "'%s' makes a model, not data ('ersatz train')", g->recipe.path);
    } else if (!st) {
        st = g->recipe.kind == KIND_TEXT ? text_stock_open(&g->recipe, problems, &g->text, e)
                                         : scene_stock_open(&g->recipe, o ? o : &none, problems, &g->scene, e);
    } else if (st == ST_RECIPE && problems && g->recipe.kind == KIND_TEXT) {
        text_stock_find_more(&g->recipe, problems, e);
    }
    if (st) {
        generator_close(g);
        g = NULL;
    }
    *out = g;
    return st;
}

void generator_close(struct generator *g)
{
    if (g) {
        text_stock_close(g->text);
        scene_stock_close(g->scene);
        recipe_release(&g->recipe);
        free(g);
    }
}

const struct recipe *generator_recipe(const struct generator *g)
{
    return &g->recipe;
}

const struct world *generator_text(const struct generator *g)
{
    return g->text ? text_stock_world(g->text) : NULL;
}

const struct fontset *generator_fonts(const struct generator *g)
{
    return g->text ? text_stock_world(g->text)->fonts : scene_stock_fonts(g->scene);
}

size_t generator_products(const struct generator *g)
{
    return g->scene ? scene_stock_products(g->scene) : 0;
}

struct product_info generator_product(const struct generator *g, size_t i)
{
    return scene_stock_product(g->scene, i);
}

const char *generator_programs(const struct generator *g)
{
    return g->scene ? scene_stock_programs(g->scene) : "";
}

struct worker *worker_new(const struct generator *g)
{
    struct worker *w = calloc(1, sizeof *w);
    if (!w) {
        BUG("out of memory");
    }
    w->text = g->text ? text_worker_new(g->text) : NULL;
    w->scene = g->scene ? scene_worker_new(g->scene) : NULL;
    return w;
}

void worker_free(struct worker *w)
{
    if (w) {
        text_worker_free(w->text);
        scene_worker_free(w->scene);
        free(w);
    }
}

void sample_key(uint64_t index, char out[24])
{
    snprintf(out, 24, "%09llu", (unsigned long long)index);
}

/* Empty, with its memory kept. */
static void made_clear(struct made *m)
{
    buf_clear(&m->image);
    buf_clear(&m->json);
    buf_clear(&m->text);
    buf_clear(&m->shown);
    for (int i = 0; i < MADE_EXTRAS; i++) {
        buf_clear(&m->extra[i].bytes);
    }
    m->n_extras = 0;
}

struct buf *made_extra(struct made *m, const char *ext)
{
    if (m->n_extras == MADE_EXTRAS) {
        BUG("more than %d further files", MADE_EXTRAS);
    }
    m->extra[m->n_extras].ext = ext;
    return &m->extra[m->n_extras++].bytes;
}

enum st sample_make(struct worker *w, uint64_t seed, uint64_t index, struct made *out, struct err *e)
{
    made_clear(out);
    return w->text ? text_sample_make(w->text, seed, index, out, e) : scene_sample_make(w->scene, seed, index, out, e);
}

void made_plan(const struct made *m, struct buf *out)
{
    if (m->stage) {
        struct json j = json_to(out);
        j.pretty = true;
        stage_write_json(m->stage, &j);
        buf_addc(out, '\n');
    } else {
        plan_write_json(m->sample, out);
    }
}

void made_release(struct made *m)
{
    if (m) {
        buf_release(&m->image);
        buf_release(&m->json);
        buf_release(&m->text);
        buf_release(&m->shown);
        for (int i = 0; i < MADE_EXTRAS; i++) {
            buf_release(&m->extra[i].bytes);
        }
        *m = (struct made){0};
    }
}
