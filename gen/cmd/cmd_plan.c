// SPDX-License-Identifier: MIT
/* plan: one sample's plan as JSON, and the sample itself for a look. */
#include <stdio.h>
#include <stdlib.h>

#include "base/files.h"
#include "cmd/cmd.h"
#include "cmd/open.h"

static enum st write_sample(const struct made *m, const char *prefix, struct err *e)
{
    struct arena a = {0};
    enum st st = file_write(arena_printf(&a, "%s.%s", prefix, m->image_ext), m->image.data,
                            m->image.len, e);
    if (!st) {
        st = file_write(arena_printf(&a, "%s.json", prefix), m->json.data, m->json.len, e);
    }
    for (int i = 0; i < m->n_extras && !st; i++) {
        const struct made_extra *x = &m->extra[i];
        st = file_write(arena_printf(&a, "%s.%s", prefix, x->ext), x->bytes.data, x->bytes.len, e);
    }
    arena_release(&a);
    return st;
}

int cmd_plan(int argc, char **argv)
{
    uint64_t seed = UINT64_MAX;
    const char *output = NULL, *blender = NULL;
    struct opt_list set = {0};
    const struct opt opts[] = {
        {"seed", 's', OPT_UINT, &seed, "S", "instead of the recipe's"},
        {"output", 'o', OPT_STR, &output, "PREFIX", "also make the sample: PREFIX.jpg and PREFIX.json"},
        {"blender", 0, OPT_STR, &blender, "PATH", "the Blender to use (default: $BLENDER, else blender)"},
        {"set", 0, OPT_LIST, &set, "KEY=VALUE", "override a key of the recipe"},
        {0},
    };
    const char *pos[2];
    struct cmd c = {.verb = "plan",
                    .usage = "RECIPE INDEX",
                    .about = "Prints everything that is random about one sample: text, face, size, and the\n"
                             "values of every effect. Sample INDEX is a pure function of recipe and seed:\n"
                             "this is how one sample of a large dataset is looked into or made again alone.",
                    .opts = opts,
                    .pos = pos,
                    .min_pos = 2,
                    .max_pos = 2};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    char *end;
    unsigned long long index = strtoull(pos[1], &end, 10);
    if (*end || end == pos[1] || *pos[1] == '-') {
        return cmd_usage(&c, "INDEX is a whole number, not '%s'", pos[1]);
    }
    struct err e = {0};
    struct generator *g = NULL;
    struct made m = {0};
    struct buf plan = {0};
    struct generator_options o = {.blender = blender, .quick = !output};
    enum st st = cmd_open(pos[0], &set, &o, &g, &e);
    struct worker *w = st ? NULL : worker_new(g);
    if (!st) {
        seed = seed == UINT64_MAX ? generator_recipe(g)->seed : seed;
        st = sample_make(w, seed, index, &m, &e);
    }
    if (!st) {
        made_plan(&m, &plan);
        fwrite(plan.data, 1, plan.len, stdout);
    }
    if (!st && output) {
        st = write_sample(&m, output, &e);
    }
    buf_release(&plan);
    made_release(&m);
    worker_free(w);
    generator_close(g);
    free(set.v);
    return cmd_end(&c, st, &e);
}
