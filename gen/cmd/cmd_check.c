// SPDX-License-Identifier: MIT
/* check: a recipe's errors, or a dataset's damage. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
#include "ocr/reader_setup.h"
#include "product/product_setup.h"
#include "data/dataset_check.h"
#include "data/format.h"
#include "font/fontset.h"

struct checking {
    const char *path;
    struct progress progress;
};

static void say_problem(void *ctx, const char *problem)
{
    (void)ctx;
    fprintf(stderr, "%s\n", problem);
}

static void say_progress(void *ctx, uint64_t done, uint64_t total)
{
    struct checking *k = ctx;
    k->progress.total = total;
    progress_at(&k->progress, done);
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && !strcmp(s + n - m, end);
}

/* What only shows when samples are drawn: a text that no font covers. */
static enum st try_plans(const struct world *w, struct err *e)
{
    enum { TRIES = 100 };
    struct arena a = {0};
    enum st st = ST_OK;
    for (uint64_t i = 0; i < TRIES && i < w->recipe->count && !st; i++) {
        struct sample s;
        arena_reset(&a);
        st = plan_make(w, w->recipe->seed, i, 0, &a, &s, e);
        if (st) {
            err_wrap(e, st, "sample %llu: ", (unsigned long long)i);
        }
    }
    arena_release(&a);
    return st;
}

/* What a reader learns from is opened, its alphabet and tokens are learned. */
static enum st check_reader(const struct cmd *c, const struct recipe *r, struct err *e)
{
    struct reader_setup s = {0};
    enum st st = reader_setup(&s, r, r->seed, NULL, 0, e);
    if (!st) {
        cmd_note(c, "'%s' is right: %zu recipes and %zu datasets, %d classes, %d tokens", r->path,
                 s.sources.n_generators, s.sources.n_datasets, (int)s.about.shape.classes,
                 (int)s.about.shape.tokens);
    }
    reader_setup_release(&s);
    return st;
}

/* The same of an embedder: its products are counted. */
static enum st check_embedder(const struct cmd *c, const struct recipe *r, struct err *e)
{
    struct product_setup s = {0};
    enum st st = product_setup(&s, r, r->seed, NULL, 0, e);
    if (!st) {
        cmd_note(c, "'%s' is right: %zu recipes and %zu datasets, %zu products", r->path,
                 s.sources.n_generators, s.n_sets, s.classes.n);
    }
    product_setup_release(&s);
    return st;
}

/* A recipe that trains. *is: whether it is one. */
static enum st check_training(const struct cmd *c, const char *path, const struct opt_list *set, bool *is, struct err *e)
{
    struct recipe r = {0};
    struct err none = {0};
    enum st st = recipe_load(&r, path, set->v, set->n, NULL, &none);
    *is = !st && (r.kind == KIND_READER ||
                  r.kind == KIND_EMBEDDER); /* a wrong recipe is told as such by the other way */
    if (*is) {
        st = r.kind == KIND_READER ? check_reader(c, &r, e) : check_embedder(c, &r, e);
    }
    recipe_release(&r);
    return *is ? st : ST_OK;
}

static enum st check_recipe(const struct cmd *c, const char *path, const struct opt_list *set, struct err *e)
{
    bool trains;
    enum st done = check_training(c, path, set, &trains, e);
    if (trains) {
        return done;
    }
    struct generator *g = NULL;
    static const struct generator_options quick = {.quick = true}; /* a recipe is right without Blender, too */
    enum st st = cmd_open(path, set, &quick, &g, e);
    if (!st && generator_text(g)) {
        st = try_plans(generator_text(g), e);
    }
    if (!st && generator_text(g)) {
        const struct world *w = generator_text(g);
        cmd_note(c, "'%s' is right: %zu text sources, %zu faces", path, w->recipe->n_sources,
                 fontset_count(w->fonts));
    } else if (!st) {
        cmd_note(c, "'%s' is right: %zu products", path, generator_products(g));
    }
    generator_close(g);
    return st;
}

static enum st check_dataset(const struct cmd *c, const char *path, bool pictures, struct err *e)
{
    struct checking k = {.path = path, .progress = progress_start("samples", 0, c->quiet)};
    struct check_options o = {.problem = say_problem, .progress = say_progress, .ctx = &k,
                              .skip_pictures = !pictures};
    struct check_result r = {0};
    enum st st = dataset_check(path, &o, &r, e);
    progress_end(&k.progress);
    if (!st) {
        cmd_note(c, "'%s' is whole: %llu samples in %llu shards, %llu bytes", path,
                 (unsigned long long)r.samples, (unsigned long long)r.shards, (unsigned long long)r.bytes);
    }
    return st;
}

int cmd_check(int argc, char **argv)
{
    bool pictures = true;
    struct opt_list set = {0};
    const struct opt opts[] = {
        {"pictures", 0, OPT_FLAG, &pictures, NULL, "decode every picture (--no-pictures: checksums only)"},
        {"set", 0, OPT_LIST, &set, "KEY=VALUE", "override a key of the recipe"},
        {0},
    };
    const char *pos[1];
    struct cmd c = {
        .verb = "check",
        .usage = "RECIPE|DIR|SHARD.tar",
        .about =
            "A recipe: all of its errors with line and column, whether its texts and fonts are\n"
            "there, and whether the fonts draw the first hundred. A dataset: every checksum, tar\n"
            "header, picture and label.",
        .opts = opts,
        .pos = pos,
        .min_pos = 1,
        .max_pos = 1};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        free(set.v);
        return rc;
    }
    struct err e = {0};
    bool dataset = dir_exists(pos[0]) || ends_with(pos[0], ".tar") || ends_with(pos[0], DATASET_MANIFEST);
    enum st st = dataset ? check_dataset(&c, pos[0], pictures, &e) : check_recipe(&c, pos[0], &set, &e);
    free(set.v);
    return cmd_end(&c, st, &e);
}
