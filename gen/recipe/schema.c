// SPDX-License-Identifier: MIT
/*
 * JSON Schema (draft 2020-12) of recipes, from the same tables that read them.
 *
 * A distribution over a range has many forms, and each repeats the range. So every range that occurs in
 * the tables has one definition ("#/$defs/number_0_to_1"), and a key refers to it. Constant, range and
 * mapping are of different JSON types, and mappings differ in their required key: exactly one form fits.
 * Inside a definition the mappings refer to its own first two forms: ".../oneOf/0" is one value, ".../1" the
 * pair of them.
 *
 * What this schema does not say, and `ersatz check` does: from <= to, ends of a loguniform above 0, as many
 * weights as values, the mass of a normal inside its clip, and what must hold between keys.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "recipe/help.h"
#include "recipe/names.h"

static void text_member(struct json *j, const char *key, const char *value)
{
    json_key(j, key);
    json_str(j, value);
}

static void number_member(struct json *j, const char *key, double value)
{
    json_key(j, key);
    json_double(j, value);
}

static void required_member(struct json *j, const char *key)
{
    json_key(j, "required");
    json_array(j);
    json_str(j, key);
    json_end_array(j);
}

static void begin_closed(struct json *j)
{
    text_member(j, "type", "object");
    json_key(j, "additionalProperties");
    json_bool(j, false);
    json_key(j, "properties");
    json_object(j);
}

/* "help; default: 24", whichever there is. */
static void description(struct json *j, const char *help, const char *unit, const char *def)
{
    struct buf text = {0};
    buf_addstr(&text, help);
    if (*unit) {
        buf_printf(&text, "%s%s", text.len ? "; " : "", unit);
    }
    if (*def) {
        buf_printf(&text, "%sdefault: %s", text.len ? "; " : "", def);
    }
    if (text.len) {
        text_member(j, "description", text.data);
    }
    buf_release(&text);
}

static void refer(struct json *j, const char *where)
{
    json_object(j);
    text_member(j, "$ref", where);
    json_end_object(j);
}

/* --- values of a range ----------------------------------------------------------------------- */

static void names_enum(struct json *j, const char *names)
{
    size_t len;
    const char *name;
    json_key(j, "enum");
    json_array(j);
    for (int i = 0; (name = names_at(names, i, &len)); i++) {
        json_strn(j, name, len);
    }
    json_end_array(j);
}

static void value_members(struct json *j, const struct limits *l)
{
    if (l->names) {
        names_enum(j, l->names);
        return;
    }
    text_member(j, "type", l->whole ? "integer" : "number");
    number_member(j, "minimum", l->min);
    number_member(j, "maximum", l->max);
}

static void value_schema(struct json *j, const struct limits *l)
{
    json_object(j);
    value_members(j, l);
    json_end_object(j);
}

/* A list of values that `items` refers to: two of them, or one and more. */
static void list_schema(struct json *j, const char *items, bool pair)
{
    json_object(j);
    text_member(j, "type", "array");
    json_key(j, "items");
    refer(j, items);
    json_key(j, "minItems");
    json_int(j, pair ? 2 : 1);
    if (pair) {
        json_key(j, "maxItems");
        json_int(j, 2);
    }
    json_end_object(j);
}

static const struct limits any_weight = {.min = 0, .max = 1e9};
static const struct limits share = {.min = 0, .max = 1};

static void begin_mapping(struct json *j, const char *kind)
{
    json_object(j);
    begin_closed(j);
    json_key(j, kind);
}

static void end_mapping(struct json *j, const char *kind)
{
    json_end_object(j);
    required_member(j, kind);
    json_end_object(j);
}

/* {uniform: [a, b]}, {loguniform: [a, b]} */
static void pair_mapping(struct json *j, const char *kind, const char *pair)
{
    begin_mapping(j, kind);
    refer(j, pair);
    end_mapping(j, kind);
}

static void normal_mapping(struct json *j, const char *pair)
{
    begin_mapping(j, "normal");
    refer(j, "#/$defs/two_numbers");
    json_key(j, "clip");
    refer(j, pair);
    end_mapping(j, "normal");
}

static void choice_mapping(struct json *j, const char *value)
{
    begin_mapping(j, "choice");
    list_schema(j, value, false);
    json_key(j, "weights");
    refer(j, "#/$defs/weights");
    end_mapping(j, "choice");
}

/* --- definitions ----------------------------------------------------------------------------- */

/* "number_0_to_1", "whole_1_to_40", "name_gray_rgb" */
static void range_name(struct buf *out, const struct limits *l)
{
    if (!l->names) {
        buf_printf(out, "%s_%.16g_to_%.16g", l->whole ? "whole" : "number", l->min, l->max);
        return;
    }
    buf_addstr(out, "name_");
    for (const char *p = l->names; *p; p++) {
        buf_addc(out, *p == '|' ? '_' : *p);
    }
}

static void dist_reference(struct json *j, const struct limits *l)
{
    struct buf name = {0};
    buf_addstr(&name, "#/$defs/");
    range_name(&name, l);
    text_member(j, "$ref", name.data);
    buf_release(&name);
}

static void dist_schema(struct json *j, const char *name, const struct limits *l)
{
    struct buf value = {0}, pair = {0};
    buf_printf(&value, "#/$defs/%s/oneOf/0", name);
    buf_printf(&pair, "#/$defs/%s/oneOf/1", name);
    json_object(j);
    json_key(j, "oneOf");
    json_array(j);
    value_schema(j, l);
    list_schema(j, value.data, !l->names);
    choice_mapping(j, value.data);
    if (!l->names) {
        pair_mapping(j, "uniform", pair.data);
        normal_mapping(j, pair.data);
        if (l->max > 0) {
            pair_mapping(j, "loguniform", pair.data);
        }
    }
    json_end_array(j);
    json_end_object(j);
    buf_release(&value);
    buf_release(&pair);
}

/* Adds the range's definition unless `seen`, a run of ";name;", has it. */
static void define_range(struct json *j, const struct limits *l, struct buf *seen)
{
    struct buf name = {0}, bounded = {0};
    range_name(&name, l);
    buf_printf(&bounded, ";%s;", name.data);
    if (!strstr(seen->data, bounded.data)) {
        buf_add(seen, bounded.data + 1, bounded.len - 1);
        json_key(j, name.data);
        dist_schema(j, name.data, l);
    }
    buf_release(&name);
    buf_release(&bounded);
}

static bool is_dist(const struct param *p)
{
    return p->type == PARAM_DIST || p->type == PARAM_WHOLE || p->type == PARAM_NAMES ||
           p->type == PARAM_AXES;
}

static void define_ranges(struct json *j)
{
    struct buf seen = {0};
    buf_addc(&seen, ';');
    for (size_t i = 0; i < recipe_n_params; i++) {
        struct limits l = param_limits(&recipe_params[i]);
        if (is_dist(&recipe_params[i])) {
            define_range(j, &l, &seen);
        }
    }
    for (int f = 0; f < FX_COUNT; f++) {
        for (const struct fx_param *p = fx_table[f].param; p->key; p++) {
            struct limits l = fx_limits(p);
            define_range(j, &l, &seen);
        }
    }
    buf_release(&seen);
}

static void define_source(struct json *j)
{
    json_key(j, "source");
    json_object(j);
    begin_closed(j);
    for (size_t i = 0; i < recipe_n_source_keys; i++) {
        const struct source_key *k = &recipe_source_keys[i];
        json_key(j, k->key);
        json_object(j);
        description(j, k->help, "", "");
        if (!strcmp(k->type, "text")) {
            text_member(j, "type", "string");
        } else if (!strcmp(k->type, "list")) {
            text_member(j, "$ref", "#/$defs/texts");
        } else if (!strcmp(k->type, "number")) {
            value_members(j, &any_weight);
        } else {
            names_enum(j, k->type);
        }
        json_end_object(j);
    }
    json_end_object(j);
    json_key(j, "oneOf");
    json_array(j);
    for (size_t i = 0; i < recipe_n_source_keys; i++) {
        if (recipe_source_keys[i].kind) {
            json_object(j);
            required_member(j, recipe_source_keys[i].key);
            json_end_object(j);
        }
    }
    json_end_array(j);
    json_end_object(j);
}

/* --- keys ------------------------------------------------------------------------------------ */

static void param_schema(struct json *j, const struct param *p)
{
    struct limits l = param_limits(p);
    json_object(j);
    description(j, p->help, p->unit, p->def);
    switch (p->type) {
    case PARAM_DIST:
    case PARAM_WHOLE:
    case PARAM_NAMES:
        dist_reference(j, &l);
        break;
    case PARAM_KIND:
    case PARAM_NAME:
    case PARAM_NUMBER:
    case PARAM_COUNT:
    case PARAM_INT:
        value_members(j, &l);
        break;
    case PARAM_FLAG:
        text_member(j, "type", "boolean");
        break;
    case PARAM_STRING:
        text_member(j, "type", "string");
        break;
    case PARAM_STRINGS:
        text_member(j, "$ref", "#/$defs/texts");
        break;
    case PARAM_SOURCES:
        text_member(j, "type", "array");
        json_key(j, "minItems");
        json_int(j, 1);
        json_key(j, "items");
        refer(j, "#/$defs/source");
        break;
    case PARAM_AXES:
        text_member(j, "type", "object");
        json_key(j, "maxProperties");
        json_int(j, RECIPE_MAX_AXES);
        json_key(j, "propertyNames");
        json_object(j);
        text_member(j, "pattern", "^.{4}$");
        json_end_object(j);
        json_key(j, "additionalProperties");
        json_object(j);
        dist_reference(j, &l);
        json_end_object(j);
        break;
    }
    json_end_object(j);
}

static void params_of(struct json *j, const char *section, int kind)
{
    for (size_t i = 0; i < recipe_n_params; i++) {
        if (param_in(&recipe_params[i], section) && (param_kinds(&recipe_params[i]) & 1u << kind)) {
            json_key(j, param_leaf(&recipe_params[i]));
            param_schema(j, &recipe_params[i]);
        }
    }
}

/* null ("arc:"), a probability, or a mapping. */
static void effect_schema(struct json *j, const struct fx_row *row)
{
    struct buf p_default = {0}, name = {0};
    buf_printf(&p_default, "%g", row->p);
    buf_printf(&name, "effect_%s", row->key);
    json_key(j, name.data);
    json_object(j);
    description(j, row->help, "", "");
    json_key(j, "oneOf");
    json_array(j);
    json_object(j);
    text_member(j, "type", "null");
    json_end_object(j);
    value_schema(j, &share);
    json_object(j);
    begin_closed(j);
    json_key(j, "p");
    json_object(j);
    description(j, "probability", "", p_default.data);
    value_members(j, &share);
    json_end_object(j);
    for (const struct fx_param *p = row->param; p->key; p++) {
        struct limits l = fx_limits(p);
        json_key(j, p->key);
        json_object(j);
        description(j, p->help, p->unit, p->def);
        dist_reference(j, &l);
        json_end_object(j);
    }
    json_end_object(j);
    json_end_object(j);
    json_end_array(j);
    json_end_object(j);
    buf_release(&p_default);
    buf_release(&name);
}

static void effect_reference(struct json *j, const struct fx_row *row)
{
    struct buf where = {0};
    buf_printf(&where, "#/$defs/effect_%s", row->key);
    refer(j, where.data);
    buf_release(&where);
}

/* A whole recipe of one kind. */
static void recipe_of(struct json *j, int kind)
{
    json_object(j);
    begin_closed(j);
    params_of(j, "", kind);
    for (size_t s = 1; s < recipe_n_sections; s++) {
        if (!(recipe_sections[s].kinds & 1u << kind)) {
            continue;
        }
        json_key(j, recipe_sections[s].name);
        json_object(j);
        description(j, recipe_sections[s].help, "", "");
        begin_closed(j);
        params_of(j, recipe_sections[s].name, kind);
        json_end_object(j);
        json_end_object(j);
    }
    json_key(j, "effects");
    json_object(j);
    description(j, "distortions, in the order in which they act", "", "");
    begin_closed(j);
    for (int f = 0; f < FX_COUNT; f++) {
        if (fx_kinds(f) & 1u << kind) {
            json_key(j, fx_table[f].key);
            effect_reference(j, &fx_table[f]);
        }
    }
    json_end_object(j);
    json_end_object(j);
    json_end_object(j);
    json_end_object(j);
}

static void definitions(struct json *j)
{
    static const struct {
        const char *name, *json;
    } fixed[] = {
        {"texts", "{\"oneOf\": [{\"type\": \"string\"}, "
                  "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}]}"},
        {"two_numbers", "{\"type\": \"array\", \"items\": {\"type\": \"number\"}, "
                        "\"minItems\": 2, \"maxItems\": 2}"},
        {"weights", "{\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/weight\"}, "
                    "\"minItems\": 1}"},
    };
    json_key(j, "$defs");
    json_object(j);
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        json_key(j, fixed[i].name);
        json_raw(j, fixed[i].json, strlen(fixed[i].json));
    }
    json_key(j, "weight");
    value_schema(j, &any_weight);
    define_source(j);
    define_ranges(j);
    for (int f = 0; f < FX_COUNT; f++) {
        effect_schema(j, &fx_table[f]);
    }
    const char *name;
    size_t len;
    for (int k = 0; (name = names_at(recipe_params[0].names, k, &len)); k++) {
        char key[64];
        snprintf(key, sizeof key, "recipe_%.*s", (int)len, name);
        json_key(j, key);
        recipe_of(j, k);
    }
    json_end_object(j);
}

/* "then" if the recipe says the kind; the first kind is the one of a recipe that says none. */
static void choose_kind(struct json *j)
{
    const char *names = recipe_params[0].names, *name;
    size_t len;
    json_key(j, "allOf");
    json_array(j);
    for (int k = 0; (name = names_at(names, k, &len)); k++) {
        struct buf is = {0};
        buf_printf(&is, "{\"properties\": {\"kind\": {\"const\": \"%.*s\"}}%s}", (int)len, name,
                   k ? ", \"required\": [\"kind\"]" : "");
        json_object(j);
        json_key(j, "if");
        json_raw(j, is.data, is.len);
        json_key(j, "then");
        buf_clear(&is);
        buf_printf(&is, "{\"$ref\": \"#/$defs/recipe_%.*s\"}", (int)len, name);
        json_raw(j, is.data, is.len);
        json_end_object(j);
        buf_release(&is);
    }
    json_end_array(j);
}

void recipe_schema(struct buf *out)
{
    struct json j = json_to(out);
    j.pretty = true;
    json_object(&j);
    text_member(&j, "$schema", "https://json-schema.org/draft/2020-12/schema");
    text_member(&j, "title", "ersatz recipe");
    text_member(&j, "type", "object");
    json_key(&j, "properties");
    json_object(&j);
    json_key(&j, "kind");
    param_schema(&j, &recipe_params[0]);
    json_end_object(&j);
    choose_kind(&j);
    definitions(&j);
    json_end_object(&j);
    buf_addc(out, '\n');
}
