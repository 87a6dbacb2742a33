// SPDX-License-Identifier: MIT
/* JSON Schema (draft 2020-12) of recipes, from the same tables that read them. */
#include <string.h>

#include "base/json.h"
#include "recipe/params.h"

static void text_member(struct json *j, const char *key, const char *value)
{
    json_key(j, key);
    json_str(j, value);
}

static void reference(struct json *j, const char *name)
{
    json_object(j);
    json_key(j, "$ref");
    json_strn(j, name, strlen(name));
    json_end_object(j);
}

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

/* {"type": "number", "minimum": ..} or {"enum": [...]} */
static void one_value(struct json *j, double min, double max, const char *names, bool whole)
{
    json_object(j);
    if (names) {
        names_enum(j, names);
    } else {
        text_member(j, "type", whole ? "integer" : "number");
        json_key(j, "minimum");
        json_double(j, min);
        json_key(j, "maximum");
        json_double(j, max);
    }
    json_end_object(j);
}

static void list_of_values(struct json *j, double min, double max, const char *names, bool whole,
                           bool pair)
{
    json_object(j);
    text_member(j, "type", "array");
    json_key(j, "items");
    one_value(j, min, max, names, whole);
    json_key(j, "minItems");
    json_int(j, pair ? 2 : 1);
    if (pair) {
        json_key(j, "maxItems");
        json_int(j, 2);
    }
    json_end_object(j);
}

static void closed_object(struct json *j)
{
    json_object(j);
    text_member(j, "type", "object");
    json_key(j, "additionalProperties");
    json_bool(j, false);
    json_key(j, "properties");
    json_object(j);
}

static void end_closed_object(struct json *j, const char *required)
{
    json_end_object(j);
    if (required) {
        json_key(j, "required");
        json_array(j);
        json_str(j, required);
        json_end_array(j);
    }
    json_end_object(j);
}

/* The member "anyOf": [constant, range or list of names, mapping] of a distribution. Inside a mapping the
 * schema does not repeat the key's bounds: `ersatz check` does. */
static void dist_members(struct json *j, double min, double max, const char *names, bool whole)
{
    json_key(j, "anyOf");
    json_array(j);
    one_value(j, min, max, names, whole);
    list_of_values(j, min, max, names, whole, !names);
    reference(j, names ? "#/$defs/choice" : "#/$defs/distribution");
    json_end_array(j);
}

static void param_schema(struct json *j, const struct param *p)
{
    json_object(j);
    text_member(j, "description", p->help);
    switch (p->type) {
    case PARAM_DIST:
    case PARAM_WHOLE:
    case PARAM_NAMES:
        dist_members(j, p->min, p->max, p->names, p->type == PARAM_WHOLE);
        break;
    case PARAM_NAME:
    case PARAM_KIND:
        names_enum(j, p->names);
        break;
    case PARAM_FLAG:
        text_member(j, "type", "boolean");
        break;
    case PARAM_NUMBER:
    case PARAM_COUNT:
    case PARAM_INT:
        text_member(j, "type", p->type == PARAM_NUMBER ? "number" : "integer");
        json_key(j, "minimum");
        json_double(j, p->min);
        json_key(j, "maximum");
        json_double(j, p->max);
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
        reference(j, "#/$defs/source");
        break;
    case PARAM_AXES:
        text_member(j, "type", "object");
        json_key(j, "additionalProperties");
        json_object(j);
        dist_members(j, p->min, p->max, NULL, false);
        json_end_object(j);
        break;
    }
    json_end_object(j);
}

static void source_schema(struct json *j)
{
    json_key(j, "source");
    json_object(j);
    text_member(j, "type", "object");
    json_key(j, "additionalProperties");
    json_bool(j, false);
    json_key(j, "properties");
    json_object(j);
    for (size_t i = 0; i < recipe_n_source_keys; i++) {
        const struct source_key *k = &recipe_source_keys[i];
        json_key(j, k->key);
        json_object(j);
        text_member(j, "description", k->help);
        if (!strcmp(k->type, "text")) {
            text_member(j, "type", "string");
        } else if (!strcmp(k->type, "number")) {
            text_member(j, "type", "number");
            json_key(j, "minimum");
            json_int(j, 0);
        } else if (!strcmp(k->type, "list")) {
            text_member(j, "$ref", "#/$defs/texts");
        } else {
            names_enum(j, k->type);
        }
        json_end_object(j);
    }
    json_end_object(j);
    json_key(j, "oneOf");
    json_array(j);
    static const char *const kinds[] = {"corpus", "words", "pattern", "template"};
    for (int i = 0; i < 4; i++) {
        json_object(j);
        json_key(j, "required");
        json_array(j);
        json_str(j, kinds[i]);
        json_end_array(j);
        json_end_object(j);
    }
    json_end_array(j);
    json_end_object(j);
}

/* {uniform: [a, b]}, {loguniform: ..}, {normal: .., clip: ..}, {choice: .., weights: ..} */
static void mapping_schemas(struct json *j)
{
    static const char *const pairs[] = {"uniform", "loguniform", "normal"};
    json_key(j, "distribution");
    json_object(j);
    json_key(j, "anyOf");
    json_array(j);
    for (int i = 0; i < 3; i++) {
        closed_object(j);
        json_key(j, pairs[i]);
        reference(j, "#/$defs/pair");
        if (i == 2) {
            json_key(j, "clip");
            reference(j, "#/$defs/pair");
        }
        end_closed_object(j, pairs[i]);
    }
    reference(j, "#/$defs/choice");
    json_end_array(j);
    json_end_object(j);
    json_key(j, "choice");
    closed_object(j);
    json_key(j, "choice");
    static const char list[] = "{\"type\":\"array\",\"minItems\":1}";
    json_raw(j, list, sizeof list - 1);
    json_key(j, "weights");
    list_of_values(j, 0, 1e9, NULL, false, false);
    end_closed_object(j, "choice");
}

static void definitions(struct json *j)
{
    static const char texts[] =
        "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"array\",\"items\":{\"type\":\"string\"}}]}";
    json_key(j, "$defs");
    json_object(j);
    json_key(j, "pair");
    list_of_values(j, -1e300, 1e300, NULL, false, true);
    json_key(j, "texts");
    json_raw(j, texts, sizeof texts - 1);
    mapping_schemas(j);
    source_schema(j);
    json_end_object(j);
}

static void effects_schema(struct json *j)
{
    json_key(j, "effects");
    closed_object(j);
    for (int f = 0; f < FX_COUNT; f++) {
        const struct fx_row *row = &fx_table[f];
        json_key(j, row->key);
        json_object(j);
        text_member(j, "description", row->help);
        json_key(j, "anyOf");
        json_array(j);
        one_value(j, 0, 1, NULL, false);
        closed_object(j);
        json_key(j, "p");
        one_value(j, 0, 1, NULL, false);
        for (int k = 0; row->param[k].key; k++) {
            const struct fx_param *p = &row->param[k];
            json_key(j, p->key);
            json_object(j);
            if (*p->help) {
                text_member(j, "description", p->help);
            }
            dist_members(j, p->min, p->max, p->names, false);
            json_end_object(j);
        }
        end_closed_object(j, NULL);
        json_end_array(j);
        json_end_object(j);
    }
    end_closed_object(j, NULL);
}

static void section_schema(struct json *j, const char *name)
{
    size_t len = strlen(name);
    if (len) {
        json_key(j, name);
        closed_object(j);
    }
    for (size_t i = 0; i < recipe_n_params; i++) {
        const char *key = recipe_params[i].key, *dot = strchr(key, '.');
        if (len ? dot && (size_t)(dot - key) == len && !strncmp(key, name, len) : !dot) {
            json_key(j, len ? dot + 1 : key);
            param_schema(j, &recipe_params[i]);
        }
    }
    if (len) {
        end_closed_object(j, NULL);
    }
}

void recipe_schema(struct buf *out)
{
    struct json j = json_to(out);
    j.pretty = true;
    json_object(&j);
    text_member(&j, "$schema", "https://json-schema.org/draft/2020-12/schema");
    text_member(&j, "title", "ersatz recipe");
    text_member(&j, "type", "object");
    json_key(&j, "additionalProperties");
    json_bool(&j, false);
    json_key(&j, "properties");
    json_object(&j);
    for (size_t s = 0; s < recipe_n_sections; s++) {
        section_schema(&j, recipe_sections[s].name);
    }
    effects_schema(&j);
    json_end_object(&j);
    definitions(&j);
    json_end_object(&j);
    buf_addc(out, '\n');
}
