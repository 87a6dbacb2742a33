// SPDX-License-Identifier: MIT
/* docs/recipe.md: the tables in Markdown. */
#include <string.h>

#include "recipe/help.h"

static const char *const stage_help[] = {
    "geometry: outlines and label points move together",
    "other ink on the page",
    "the text's own ink",
    "what lies behind",
    "light",
    "camera",
    "scanner and the way to the file",
};
enum { STAGES = sizeof stage_help / sizeof *stage_help };

/* clang-format off */
static const char intro[] =
    "# Recipes\n\n"
    "A recipe is a YAML file; everything a dataset depends on besides the seed stands in it. This page is\n"
    "written by `ersatz help --markdown` from the tables that read recipes. `ersatz check RECIPE` finds all\n"
    "errors of a recipe at once; `ersatz schema` prints a JSON Schema for editors.\n\n"
    "    kind: text\n"
    "    text: {sources: [{corpus: english}], length: [20, 40]}\n"
    "    font: {sets: office}\n"
    "    effects: {defocus: 0.3, rotate: {p: 0.5, angle_deg: [-2, 2]}}\n\n"
    "## Values\n\n"
    "Where a key takes a *distribution*, its value is one of\n\n"
    "| value | meaning |\n|---|---|\n"
    "| `5` | constant |\n"
    "| `[1, 5]` | uniform; of whole numbers both ends are included |\n"
    "| `{uniform: [1, 5]}` | the same |\n"
    "| `{normal: [0, 1.5], clip: [-4, 4]}` | mean and deviation, drawn again until inside the clip (default: the key's range) |\n"
    "| `{loguniform: [1, 100]}` | uniform in the logarithm; both ends above 0 |\n"
    "| `{choice: [a, b, c], weights: [1, 1, 2]}` | one of several; a plain list of names is a choice too |\n\n"
    "`kind` says what is made. A key or section that is only for some kinds says which.\n\n"
    "A key without a value keeps its default. Lists of texts may be a single text. There are no anchors,\n"
    "aliases or tags.\n\n"
    "`--set image.height_px=48` overrides a key from the command line; any YAML value goes, and\n"
    "`text.sources.0.weight=2` reaches into lists. The recipe that a dataset records is the file and a comment\n"
    "line `# --set KEY=VALUE` for each override.\n\n"
    "An effect is a probability (`defocus: 0.3`) or a mapping with values and, if it is not certain, `p`\n"
    "(`defocus: {p: 0.3, radius_px: [0.5, 2]}`). One that is named without `p` is certain; one that is not\n"
    "named has the default below, mostly 0.\n";
/* clang-format on */

static void table_head(struct buf *out)
{
    buf_addstr(out, "\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
}

/* A cell's "|" would end it. */
static void add_cell(struct buf *out, const char *s)
{
    for (; *s; s++) {
        buf_addstr(out, *s == '|' ? "\\" : "");
        buf_addc(out, *s);
    }
}

static void table_row(struct buf *out, const char *key, const char *type, const struct limits *l,
                      const char *def, const char *help, unsigned kinds)
{
    bool ranged = l->names || l->min < l->max;
    buf_printf(out, "| `%s` | %s%s", key, type, *type && ranged ? ": " : "");
    help_range(out, l);
    buf_printf(out, " | %s%s%s | ", *def ? "`" : "", def, *def ? "`" : "");
    add_cell(out, help);
    if (kinds) {
        help_kinds(out, *help ? " (" : "(", kinds, ")");
    }
    buf_addstr(out, " |\n");
}

static void source_table(struct buf *out)
{
    buf_addstr(out, "\nA source has exactly one of `corpus`, `words`, `pattern`, `template`:\n\n"
                    "| key | value | meaning |\n|---|---|---|\n");
    for (size_t i = 0; i < recipe_n_source_keys; i++) {
        const struct source_key *k = &recipe_source_keys[i];
        buf_printf(out, "| `%s` | ", k->key);
        if (strchr(k->type, '|')) {
            help_range(out, &(struct limits){.names = k->type});
        } else {
            buf_addstr(out, strcmp(k->type, "list") ? k->type : "text or list of texts");
        }
        buf_addstr(out, " | ");
        add_cell(out, k->help);
        buf_addstr(out, " |\n");
    }
}

static void effect_table(struct buf *out, const struct fx_row *row)
{
    buf_printf(out, "\n**`%s`**: %s", row->key, row->help);
    if (row->p > 0) {
        buf_printf(out, " (default p: %g)", row->p);
    }
    if (fx_kinds((int)(row - fx_table)) == IN_ALL) {
        buf_addstr(out, " *(all kinds)*");
    }
    table_head(out);
    for (const struct fx_param *p = row->param; p->key; p++) {
        struct limits l = fx_limits(p);
        table_row(out, p->key, "", &l, p->def, p->help, 0);
    }
}

void recipe_reference(struct buf *out)
{
    buf_addstr(out, intro);
    for (size_t s = 0; s < recipe_n_sections; s++) {
        const char *name = recipe_sections[s].name;
        buf_printf(out, "\n## %s%s%s", name, *name ? ": " : "", recipe_sections[s].help);
        help_kinds(out, "\n\nOf kind ", recipe_sections[s].kinds, ".");
        table_head(out);
        for (size_t i = 0; i < recipe_n_params; i++) {
            const struct param *p = &recipe_params[i];
            struct limits l = param_limits(p);
            if (param_in(p, name)) {
                table_row(out, p->key, help_type(p), &l, p->def, p->help, p->kinds);
            }
        }
        if (!strcmp(name, "text")) {
            source_table(out);
        }
    }
    buf_addstr(out, "\n## effects\n\nIn the order in which they act. [effects.md](effects.md) has "
                    "the mathematics. Those not marked are for lines of text.\n");
    for (int stage = 0; stage < STAGES; stage++) {
        buf_printf(out, "\n### %s: %s\n", fx_stage_name[stage], stage_help[stage]);
        for (int f = 0; f < FX_COUNT; f++) {
            if ((int)fx_table[f].stage == stage) {
                effect_table(out, &fx_table[f]);
            }
        }
    }
}
