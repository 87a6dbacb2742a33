// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RECIPE_PARAMS_H
#define ERSATZ_RECIPE_PARAMS_H
/*
 * params - the table of a recipe's keys, effects excepted (those are effects.def).
 *
 * Inside the recipe room. One row brings parsing, range checks, default, help, schema and docs.
 */
#include <stdbool.h>
#include <stddef.h>

#include "recipe/recipe.h"

enum param_type {
    PARAM_DIST,    /* struct dist */
    PARAM_WHOLE,   /* struct dist of whole numbers */
    PARAM_NAMES,   /* struct dist over names */
    PARAM_NAME,    /* int: place in `names` */
    PARAM_FLAG,    /* bool */
    PARAM_NUMBER,  /* double */
    PARAM_COUNT,   /* uint64_t */
    PARAM_INT,     /* int */
    PARAM_STRING,  /* const char * */
    PARAM_STRINGS, /* const char **, size_t n */
    PARAM_SOURCES, /* struct recipe_source *, size_t n */
    PARAM_AXES,    /* struct recipe_axis *, size_t n */
    PARAM_KIND,    /* checked, not stored */
};

struct param {
    const char *key; /* dotted path */
    enum param_type type;
    size_t offset;   /* in struct recipe */
    size_t offset_n; /* of the count, for lists */
    double min, max;
    const char *def; /* as YAML; "" = none */
    const char *unit;
    const char *names; /* "a|b|c" */
    const char *help;
};

extern const struct param recipe_params[];
extern const size_t recipe_n_params;

/* Keys of one entry of text.sources. */
struct source_key {
    const char *key, *type, *help; /* type: "text", "list", "number", or names "a|b" */
};
extern const struct source_key recipe_source_keys[];
extern const size_t recipe_n_source_keys;

/* Sections of keys, in the order of the reference. */
struct section {
    const char *name, *help;
};
extern const struct section recipe_sections[];
extern const size_t recipe_n_sections;

/** names_find() - place of a name of `len` bytes in "a|b|c", -1 if none. */
int names_find(const char *names, const char *s, size_t len);
/** names_at() - the name at a place; *len gets its length. NULL past the end. */
const char *names_at(const char *names, int place, size_t *len);
/** nearest() - of n candidates the one nearest to `s` by edit distance, NULL if none is near
 *  (more than a third of its letters differ, at least 2). */
const char *nearest(const char *s, const char *const *candidate, size_t n);

#endif
