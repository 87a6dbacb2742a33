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
    PARAM_KIND,    /* int: place in `names`; read before all others */
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
};

struct param {
    const char *key; /* "section.name", or "name" at the top level */
    enum param_type type;
    size_t offset;   /* in struct recipe */
    size_t offset_n; /* of the count, for lists */
    double min, max; /* of numbers */
    const char *def; /* as YAML; "" = none */
    const char *unit;
    const char *names; /* "a|b|c", or NULL */
    const char *help;
    unsigned kinds;  /* bits 1 << enum recipe_kind; 0 = those of its section. A key may have several rows, of different kinds */
};

/* Sets of kinds. */
enum {
    IN_TEXT = 1 << KIND_TEXT,
    IN_SHELF = 1 << KIND_SHELF,
    IN_PRODUCT = 1 << KIND_PRODUCT,
    IN_READER = 1 << KIND_READER,
    IN_EMBEDDER = 1 << KIND_EMBEDDER,
    IN_SCENES = IN_SHELF | IN_PRODUCT,
    IN_PICTURES = IN_TEXT | IN_SCENES,
    IN_LEARN = IN_READER | IN_EMBEDDER,
    IN_ALL = IN_PICTURES | IN_LEARN,
};

extern const struct param recipe_params[];
extern const size_t recipe_n_params;

/* Keys of one entry of text.sources. type: "text", "list", "number", or names "a|b". */
struct source_key {
    const char *key, *type;
    bool kind; /* a source has exactly one of these */
    const char *help;
};
extern const struct source_key recipe_source_keys[];
extern const size_t recipe_n_source_keys;
enum { MAX_SOURCE_KEYS = 16 };

/* Sections of keys, in the order of the reference; the first, "", is the top level. */
struct section {
    const char *name, *help;
    unsigned kinds;
};
extern const struct section recipe_sections[];
extern const size_t recipe_n_sections;

/* What a number or name must be. */
struct limits {
    double min, max;
    const char *unit;
    const char *names; /* or NULL */
    bool whole;
};
struct limits param_limits(const struct param *p);
struct limits fx_limits(const struct fx_param *p);

/** param_leaf() - the key without its section. */
const char *param_leaf(const struct param *p);
/** param_in() - whether a key stands directly in a section ("" = top level). */
bool param_in(const struct param *p, const char *section);
/** param_kinds(), fx_kinds() - the kinds of recipe that take a key, an effect. */
unsigned param_kinds(const struct param *p);
unsigned fx_kinds(int f);
/** kinds_text() - "text, shelf", into the buffer. */
void kinds_text(unsigned kinds, struct buf *out);
/** param_find() - the row of a key of a section for a kind of recipe, NULL if there is none. */
const struct param *param_find(const char *section, const char *leaf, int kind);
/** fx_find() - number of an effect, -1 if there is none of that name of `len` bytes. */
int fx_find(const char *name, size_t len);

#endif
