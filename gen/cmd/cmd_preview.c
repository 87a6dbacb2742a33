// SPDX-License-Identifier: MIT
/* preview: look at a recipe before making a million of it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/files.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
#include "cmd/preview.h"

struct look {
    const char *recipe, *prefix;
    uint64_t seed, first, count;
    bool labels, quiet, render;
    const char *blender;
};

static enum st make_preview(const struct look *k, const struct generator *g, struct err *e)
{
    struct sheet sheet = {.labels = k->labels};
    struct buf html = {0};
    struct made m = {0};
    struct arena a = {0};
    struct worker *w = worker_new(g);
    struct progress p = progress_start("samples", k->count, k->quiet);
    enum st st = ST_OK;
    html_begin(&html, k->recipe, !generator_text(g));
    for (uint64_t i = 0; i < k->count && !st; i++) {
        (void)((st = sample_make(w, k->seed, k->first + i, &m, e)) || (st = sheet_add(&sheet, &m, e)));
        if (!st) {
            html_add(&html, &m);
        }
        progress_at(&p, i + 1);
    }
    progress_end(&p);
    html_end(&html);
    (void)(st || (st = sheet_write(&sheet, arena_printf(&a, "%s.png", k->prefix), e)) ||
           (st = file_write(arena_printf(&a, "%s.html", k->prefix), html.data, html.len, e)));
    worker_free(w);
    made_release(&m);
    buf_release(&html);
    sheet_release(&sheet);
    arena_release(&a);
    return st;
}

int cmd_preview(int argc, char **argv)
{
    struct look k = {.seed = UINT64_MAX, .count = UINT64_MAX, .prefix = "preview", .labels = true};
    struct opt_list set = {0};
    const struct opt opts[] = {
        {"output", 'o', OPT_STR, &k.prefix, "PREFIX", "PREFIX.png and PREFIX.html (default: preview)"},
        {"count", 'n', OPT_UINT, &k.count, "N", "samples to show (default: 48, of shelves 6)"},
        {"first", 0, OPT_UINT, &k.first, "I", "number of the first sample (default: 0)"},
        {"seed", 's', OPT_UINT, &k.seed, "S", "instead of the recipe's"},
        {"labels", 0, OPT_FLAG, &k.labels, NULL, "draw the labels (--no-labels: bare pictures)"},
        {"render", 0, OPT_FLAG, &k.render, NULL, "shelves as the recipe says, by Cycles if it says so; not by the quick rasteriser"},
        {"blender", 0, OPT_STR, &k.blender, "PATH", "the Blender to use (default: $BLENDER, else blender)"},
        {"set", 0, OPT_LIST, &set, "KEY=VALUE", "override a key of the recipe"},
        {0},
    };
    const char *pos[1];
    struct cmd c = {.verb = "preview",
                    .usage = "RECIPE",
                    .about = "Makes a contact sheet (PNG) and a self-contained web page of a recipe's samples\n"
                             "with their labels drawn over them. Text: graphemes blue and orange, words green,\n"
                             "baselines purple. Shelves: items in colours of their own, tags yellow, printed texts\n"
                             "magenta, gaps red.",
                    .opts = opts,
                    .pos = pos,
                    .min_pos = 1,
                    .max_pos = 1};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    if (k.count != UINT64_MAX && !(k.count >= 1 && k.count <= 2000)) {
        return cmd_usage(&c, "--count is 1 to 2000");
    }
    struct err e = {0};
    struct generator *g = NULL;
    struct generator_options o = {.blender = k.blender, .quick = !k.render};
    enum st st = cmd_open(pos[0], &set, &o, &g, &e);
    if (!st) {
        k.recipe = pos[0];
        k.count = k.count != UINT64_MAX ? k.count : generator_recipe(g)->kind == KIND_SHELF ? 6 : 48;
        k.quiet = c.quiet;
        k.seed = k.seed == UINT64_MAX ? generator_recipe(g)->seed : k.seed;
        st = make_preview(&k, g, &e);
    }
    if (!st) {
        printf("%s.png\n%s.html\n", k.prefix, k.prefix);
    }
    generator_close(g);
    free(set.v);
    return cmd_end(&c, st, &e);
}
