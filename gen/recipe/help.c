// SPDX-License-Identifier: MIT
/* What the tables say to a person at the terminal: `ersatz help`; and to the fuzzer: its dictionary. */
#include "recipe/help.h"

#include <string.h>

#include "recipe/names.h"

const char *help_type(const struct param *p)
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
        return "text or list of texts";
    case PARAM_SOURCES:
        return "list of sources";
    case PARAM_AXES:
        return "tags with numbers or distributions";
    }
    return "";
}

void help_range(struct buf *out, const struct limits *l)
{
    for (const char *p = l->names; p && *p; p++) {
        if (*p == '|') {
            buf_addstr(out, ", ");
        } else {
            buf_addc(out, *p);
        }
    }
    if (!l->names && l->min < l->max) {
        buf_printf(out, "%.16g to %.16g%s%s", l->min, l->max, *l->unit ? " " : "", l->unit);
    }
}

void help_kinds(struct buf *out, const char *before, unsigned kinds, const char *after)
{
    if (kinds != IN_ALL) {
        buf_addstr(out, before);
        kinds_text(kinds, out);
        buf_addstr(out, after);
    }
}

/* --- ersatz help ----------------------------------------------------------------------------- */

static void help_param(struct buf *out, const struct param *p)
{
    struct limits l = param_limits(p);
    buf_printf(out, "%s\n  %s\n  %s", p->key, p->help, help_type(p));
    if (l.names || l.min < l.max) {
        buf_addstr(out, ": ");
        help_range(out, &l);
    }
    buf_addc(out, '\n');
    if (*p->def) {
        buf_printf(out, "  default: %s\n", p->def);
    }
    help_kinds(out, "  of kind: ", param_kinds(p), "\n");
    if (p->type != PARAM_SOURCES) {
        return;
    }
    buf_addstr(out, "  each has exactly one of corpus, words, pattern, template:\n");
    for (size_t i = 0; i < recipe_n_source_keys; i++) {
        const struct source_key *k = &recipe_source_keys[i];
        buf_printf(out, "    %-9s %s", k->key, k->help);
        if (strchr(k->type, '|')) {
            buf_addstr(out, ": ");
            help_range(out, &(struct limits){.names = k->type});
        }
        buf_addc(out, '\n');
    }
}

static void help_fx_param(struct buf *out, const struct fx_param *p)
{
    struct limits l = fx_limits(p);
    buf_printf(out, "  %s: ", p->key);
    help_range(out, &l);
    buf_printf(out, "%s%s\n      default: %s\n", *p->help ? "; " : "", p->help, p->def);
}

static void help_fx(struct buf *out, const struct fx_row *row)
{
    buf_printf(out, "effects.%s  (%s)\n  %s\n  p: 0 to 1; probability\n      default: %g\n",
               row->key, fx_stage_name[row->stage], row->help, row->p);
    for (int k = 0; row->param[k].key; k++) {
        help_fx_param(out, &row->param[k]);
    }
    help_kinds(out, "  of kind: ", fx_kinds((int)(row - fx_table)), "\n");
}

static void help_all(struct buf *out)
{
    for (size_t i = 0; i < recipe_n_params; i++) {
        buf_printf(out, "%-26s %s", recipe_params[i].key, recipe_params[i].help);
        help_kinds(out, " (", param_kinds(&recipe_params[i]), ")");
        buf_addc(out, '\n');
    }
    for (int f = 0; f < FX_COUNT; f++) {
        buf_printf(out, "effects.%-18s %s\n", fx_table[f].key, fx_table[f].help);
    }
}

/* A key ("image.color", "color") or a section ("image"). */
static bool help_params_of(const char *key, struct buf *out)
{
    bool found = false;
    for (size_t i = 0; i < recipe_n_params; i++) {
        const struct param *p = &recipe_params[i];
        if (!strcmp(p->key, key) || !strcmp(param_leaf(p), key) || (*key && param_in(p, key))) {
            help_param(out, p);
            found = true;
        }
    }
    return found;
}

/* "effects", a stage, an effect ("effects.defocus", "defocus"), or one of its values ("defocus.p"). */
static bool help_effects_of(const char *key, struct buf *out)
{
    bool found = false, all = !strcmp(key, "effects");
    for (int f = 0; f < FX_COUNT; f++) {
        if (all || !strcmp(key, fx_stage_name[fx_table[f].stage])) {
            help_fx(out, &fx_table[f]);
            found = true;
        }
    }
    const char *name = strncmp(key, "effects.", 8) ? key : key + 8;
    size_t len = strcspn(name, ".");
    int f = fx_find(name, len);
    if (f < 0 || found) {
        return found;
    }
    if (!name[len] || !strcmp(name + len, ".p")) {
        help_fx(out, &fx_table[f]);
        return true;
    }
    for (const struct fx_param *p = fx_table[f].param; p->key; p++) {
        if (!strcmp(p->key, name + len + 1)) {
            buf_printf(out, "effects.%s\n", fx_table[f].key);
            help_fx_param(out, p);
            found = true;
        }
    }
    return found;
}

/* Key and candidates are compared as they are written: with a section or without. */
static const char *nearest_key(const char *key)
{
    enum { MAX = 512 };
    const char *known[MAX];
    size_t n = 0;
    bool dotted = strchr(key, '.') && strncmp(key, "effects.", 8);
    for (size_t i = 0; i < recipe_n_params && n < MAX; i++) {
        known[n++] = dotted ? recipe_params[i].key : param_leaf(&recipe_params[i]);
    }
    for (size_t i = 1; i < recipe_n_sections && n < MAX; i++) {
        known[n++] = recipe_sections[i].name;
    }
    for (int f = 0; f < FX_COUNT && n < MAX; f++) {
        known[n++] = fx_table[f].key;
    }
    return names_nearest(strncmp(key, "effects.", 8) ? key : key + 8, known, n);
}

enum st recipe_help(const char *key, struct buf *out, struct err *e)
{
    if (!key) {
        help_all(out);
        return ST_OK;
    }
    bool found = help_params_of(key, out);
    if (help_effects_of(key, out) || found) {
        return ST_OK;
    }
    const char *near = nearest_key(key);
    return near ? err_set(e, ST_USAGE, "no key '%s' (did you mean '%s'?)", key, near)
                : err_set(e, ST_USAGE, "no key '%s' ('ersatz help' lists them)", key);
}

/* --- fuzz dictionary ------------------------------------------------------------------------- */

static void add_words(struct buf *out, const char *words, const char *separators)
{
    for (const char *p = words; p && *p;) {
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
        add_words(out, recipe_params[i].names, "|");
    }
    for (size_t i = 0; i < recipe_n_source_keys; i++) {
        add_words(out, recipe_source_keys[i].key, "");
        add_words(out, strchr(recipe_source_keys[i].type, '|') ? recipe_source_keys[i].type : "",
                  "|");
    }
    add_words(out, "effects p uniform normal loguniform choice clip weights true false null", " ");
    for (int f = 0; f < FX_COUNT; f++) {
        add_words(out, fx_table[f].key, "");
        for (const struct fx_param *p = fx_table[f].param; p->key; p++) {
            add_words(out, p->key, "");
            add_words(out, p->names, "|");
        }
    }
}
