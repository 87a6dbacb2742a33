// SPDX-License-Identifier: MIT
/* What the tables say to people: `ersatz help`, docs/recipe.md, the fuzz dictionary. */
#include <stdio.h>
#include <string.h>

#include "recipe/params.h"

static const char *const fx_stage_help[] = {
    "geometry: outlines and label points move together",
    "other ink on the page",
    "the text's own ink",
    "what lies behind",
    "light",
    "camera",
    "scanner and the way to the file",
};
enum { STAGES = sizeof fx_stage_help / sizeof *fx_stage_help };

static const char *type_word(const struct param *p)
{
    switch (p->type) {
    case PARAM_DIST:
        return "number or distribution";
    case PARAM_WHOLE:
        return "whole number or distribution";
    case PARAM_NAMES:
        return "name or choice";
    case PARAM_NAME:
    case PARAM_KIND:
        return "name";
    case PARAM_FLAG:
        return "true or false";
    case PARAM_NUMBER:
        return "number";
    case PARAM_COUNT:
    case PARAM_INT:
        return "whole number";
    case PARAM_STRING:
        return "text";
    case PARAM_STRINGS:
        return "list of texts";
    case PARAM_SOURCES:
        return "list of sources";
    case PARAM_AXES:
        return "tags with numbers or distributions";
    }
    return "";
}

/* "0 to 8 px", "gray, rgb" or "". */
static void add_range(struct buf *out, const char *names, double min, double max, const char *unit)
{
    if (names) {
        for (const char *p = names; *p; p++) {
            if (*p == '|') {
                buf_addstr(out, ", ");
            } else {
                buf_addc(out, *p);
            }
        }
    } else if (min < max) {
        buf_printf(out, "%g to %g%s%s", min, max, *unit ? " " : "", unit);
    }
}

static void add_param_range(struct buf *out, const struct param *p)
{
    if (p->type != PARAM_COUNT) {
        add_range(out, p->names, p->min, p->max, p->unit);
    }
}

/* --- ersatz help ------------------------------------------------------------------------------------ */

static void help_param(struct buf *out, const struct param *p)
{
    struct buf range = {0};
    add_param_range(&range, p);
    buf_printf(out, "%s\n  %s\n  %s%s%s\n", p->key, p->help, type_word(p), range.len ? ": " : "",
               range.len ? range.data : "");
    if (*p->def) {
        buf_printf(out, "  default: %s\n", p->def);
    }
    if (p->type == PARAM_SOURCES) {
        buf_addstr(out, "  each source:\n");
        for (size_t i = 0; i < recipe_n_source_keys; i++) {
            buf_printf(out, "    %-9s %s\n", recipe_source_keys[i].key, recipe_source_keys[i].help);
        }
    }
    buf_release(&range);
}

static void help_fx(struct buf *out, const struct fx_row *row)
{
    buf_printf(out, "effects.%s  (stage: %s)\n  %s\n  p: probability, 0 to 1; default %g\n", row->key,
               fx_stage_name[row->stage], row->help, row->p);
    for (int k = 0; row->param[k].key; k++) {
        const struct fx_param *p = &row->param[k];
        struct buf range = {0};
        add_range(&range, p->names, p->min, p->max, p->unit);
        buf_printf(out, "  %s: %s%s%s\n      default %s\n", p->key, range.data ? range.data : "",
                   *p->help ? "; " : "", p->help, p->def);
        buf_release(&range);
    }
}

static void help_all(struct buf *out)
{
    for (size_t i = 0; i < recipe_n_params; i++) {
        buf_printf(out, "%-26s %s\n", recipe_params[i].key, recipe_params[i].help);
    }
    for (int f = 0; f < FX_COUNT; f++) {
        buf_printf(out, "effects.%-18s %s\n", fx_table[f].key, fx_table[f].help);
    }
}

enum st recipe_help(const char *key, struct buf *out, struct err *e)
{
    if (!key) {
        help_all(out);
        return ST_OK;
    }
    size_t before = out->len, len = strlen(key);
    const char *fx = strncmp(key, "effects.", 8) ? key : key + 8;
    size_t fx_len = strcspn(fx, ".");
    for (size_t i = 0; i < recipe_n_params; i++) {
        const char *k = recipe_params[i].key;
        if (!strcmp(k, key) || (!strncmp(k, key, len) && k[len] == '.')) {
            help_param(out, &recipe_params[i]);
        }
    }
    for (int f = 0; f < FX_COUNT; f++) {
        bool all = !strcmp(key, "effects") || !strcmp(key, fx_stage_name[fx_table[f].stage]);
        if (all || (strlen(fx_table[f].key) == fx_len && !strncmp(fx_table[f].key, fx, fx_len))) {
            help_fx(out, &fx_table[f]);
        }
    }
    if (out->len > before) {
        return ST_OK;
    }
    enum { MAX = 256 };
    const char *known[MAX];
    size_t n = 0;
    for (size_t i = 0; i < recipe_n_params && n < MAX; i++) {
        const char *dot = strchr(recipe_params[i].key, '.');
        known[n++] = dot && !strchr(key, '.') ? dot + 1 : recipe_params[i].key;
    }
    for (int f = 0; f < FX_COUNT && n < MAX; f++) {
        known[n++] = fx_table[f].key;
    }
    const char *near = nearest(fx, known, n);
    return err_set(e, ST_USAGE, near ? "no key '%s' (did you mean '%s'?)" : "no key '%s' ('ersatz help' lists them)",
                   key, near);
}

/* --- docs/recipe.md ------------------------------------------------------------------------------------ */

static const char intro[] =
    "# Recipes\n\n"
    "A recipe is a YAML file; everything a dataset depends on besides the seed stands in it. This page is\n"
    "written by `ersatz help --markdown` from the tables that read recipes. `ersatz check RECIPE` finds all\n"
    "errors of a recipe at once; `ersatz schema` prints a JSON Schema for editors.\n\n"
    "## Values\n\n"
    "Where a key takes a *distribution*, its value is one of\n\n"
    "| value | meaning |\n|---|---|\n"
    "| `5` | constant |\n"
    "| `[1, 5]` | uniform; of whole numbers both ends are included |\n"
    "| `{uniform: [1, 5]}` | the same |\n"
    "| `{normal: [0, 1.5], clip: [-4, 4]}` | mean and deviation, drawn again until inside the clip (default: the key's range) |\n"
    "| `{loguniform: [1, 100]}` | uniform in the logarithm |\n"
    "| `{choice: [a, b, c], weights: [1, 1, 2]}` | one of several; a plain list of names is a choice too |\n\n"
    "`--set image.height_px=48` overrides a key from the command line; any YAML value goes, and\n"
    "`text.sources.0.weight=2` reaches into lists.\n\n"
    "An effect is a probability (`defocus: 0.3`) or a mapping with values and, if it is not certain, `p`\n"
    "(`defocus: {p: 0.3, radius_px: [0.5, 2]}`).\n";

static void markdown_row(struct buf *out, const char *key, const char *type, const struct buf *range,
                         const char *def, const char *help)
{
    buf_printf(out, "| `%s` | %s%s%s | %s%s%s | %s |\n", key, type, *type && range->len ? ": " : "",
               range->len ? range->data : "", *def ? "`" : "", def, *def ? "`" : "", help);
}

static void markdown_params(struct buf *out)
{
    for (size_t s = 0; s < recipe_n_sections; s++) {
        const char *name = recipe_sections[s].name;
        buf_printf(out, "\n## %s%s%s\n\n| key | value | default | meaning |\n|---|---|---|---|\n", name,
                   *name ? ": " : "", recipe_sections[s].help);
        for (size_t i = 0; i < recipe_n_params; i++) {
            const struct param *p = &recipe_params[i];
            size_t len = strcspn(p->key, ".");
            bool here = p->key[len] ? strlen(name) == len && !strncmp(p->key, name, len) : !*name;
            if (here) {
                struct buf range = {0};
                add_param_range(&range, p);
                markdown_row(out, p->key, type_word(p), &range, p->def, p->help);
                buf_release(&range);
            }
        }
        if (!strcmp(name, "text")) {
            buf_addstr(out, "\nA source has exactly one of `corpus`, `words`, `pattern`, `template`:\n\n"
                            "| key | meaning |\n|---|---|\n");
            for (size_t i = 0; i < recipe_n_source_keys; i++) {
                buf_printf(out, "| `%s` | %s |\n", recipe_source_keys[i].key, recipe_source_keys[i].help);
            }
        }
    }
}

void recipe_reference(struct buf *out)
{
    buf_addstr(out, intro);
    markdown_params(out);
    buf_addstr(out, "\n## effects\n\nIn the order in which they act. [effects.md](effects.md) has the mathematics.\n");
    for (int stage = 0; stage < STAGES; stage++) {
        buf_printf(out, "\n### %s: %s\n", fx_stage_name[stage], fx_stage_help[stage]);
        for (int f = 0; f < FX_COUNT; f++) {
            const struct fx_row *row = &fx_table[f];
            if ((int)row->stage != stage) {
                continue;
            }
            buf_printf(out, "\n**`%s`**: %s", row->key, row->help);
            if (row->p > 0) {
                buf_printf(out, " (default p: %g)", row->p);
            }
            buf_addstr(out, "\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
            for (int k = 0; row->param[k].key; k++) {
                struct buf range = {0};
                add_range(&range, row->param[k].names, row->param[k].min, row->param[k].max,
                          row->param[k].unit);
                markdown_row(out, row->param[k].key, "", &range, row->param[k].def, row->param[k].help);
                buf_release(&range);
            }
        }
    }
}

/* --- fuzz dictionary ---------------------------------------------------------------------------------- */

static void add_words(struct buf *out, const char *words, const char *separators)
{
    for (const char *p = words; *p;) {
        size_t n = strcspn(p, separators);
        if (n) {
            buf_printf(out, "\"%.*s\"\n", (int)n, p);
        }
        p += n + (p[n] != 0);
    }
}

void recipe_dictionary(struct buf *out)
{
    for (size_t i = 0; i < recipe_n_params; i++) {
        add_words(out, recipe_params[i].key, ".");
        add_words(out, recipe_params[i].names ? recipe_params[i].names : "", "|");
    }
    for (size_t i = 0; i < recipe_n_source_keys; i++) {
        add_words(out, recipe_source_keys[i].key, "");
    }
    add_words(out, "effects uniform normal loguniform choice clip weights span line sentence words", " ");
    for (int f = 0; f < FX_COUNT; f++) {
        add_words(out, fx_table[f].key, "");
        for (int k = 0; fx_table[f].param[k].key; k++) {
            add_words(out, fx_table[f].param[k].key, "");
            add_words(out, fx_table[f].param[k].names ? fx_table[f].param[k].names : "", "|");
        }
    }
}
