// SPDX-License-Identifier: MIT
/* help, schema: what recipes may say, from the tables that read them. */
#include <stdio.h>

#include "cmd/cmd.h"
#include "cmd/opts.h"
#include "recipe/recipe.h"

int cmd_help(int argc, char **argv)
{
    bool markdown = false;
    const struct opt opts[] = {
        {"markdown", 0, OPT_FLAG, &markdown, NULL, "all keys as a Markdown page (docs/recipe.md)"},
        {0},
    };
    const char *pos[1] = {NULL};
    struct cmd c = {.verb = "help",
                    .usage = "[KEY]",
                    .about = "Says what a recipe's key, section ('image') or effect ('defocus') means, its\n"
                             "range, unit and default. Without KEY: all of them, a line each.",
                    .opts = opts,
                    .pos = pos,
                    .max_pos = 1};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    struct buf out = {0};
    struct err e = {0};
    enum st st = ST_OK;
    if (markdown) {
        recipe_reference(&out);
    } else {
        st = recipe_help(pos[0], &out, &e);
    }
    fwrite(out.data ? out.data : "", 1, out.len, stdout);
    buf_release(&out);
    return cmd_end(&c, st, &e);
}

int cmd_schema(int argc, char **argv)
{
    bool dictionary = false;
    const struct opt opts[] = {
        {"dictionary", 0, OPT_FLAG, &dictionary, NULL, "a libFuzzer dictionary of all keys instead"},
        {0},
    };
    struct cmd c = {.verb = "schema",
                    .usage = "",
                    .about = "Prints the JSON Schema (draft 2020-12) of recipes. Editors with a YAML language\n"
                             "server complete and check recipes by it.",
                    .opts = opts};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    struct buf out = {0};
    if (dictionary) {
        recipe_dictionary(&out);
    } else {
        recipe_schema(&out);
    }
    fwrite(out.data, 1, out.len, stdout);
    buf_release(&out);
    return ST_OK;
}
