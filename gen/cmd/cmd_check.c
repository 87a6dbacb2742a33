// SPDX-License-Identifier: MIT
/* check: a recipe's errors, or a dataset's damage. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
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

static enum st check_recipe(const struct cmd *c, const char *path, const struct opt_list *set, struct err *e)
{
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
