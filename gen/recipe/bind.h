// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RECIPE_BIND_H
#define ERSATZ_RECIPE_BIND_H
/*
 * bind - checked values from nodes. Inside the recipe room.
 *
 * Every function takes what it can, adds one line to `problems` for what is wrong, and goes on, so that
 * a file's errors are all found at once. A line is "name:line:column: message", or "--set K=V: message"
 * for what came from an override. Functions return false, and leave *out alone, if the value is wrong.
 */
#include "recipe/params.h"
#include "recipe/yamltree.h"

struct binder {
    const char *name; /* of the recipe, for messages */
    struct arena *arena;
    struct buf *problems; /* may be NULL */
    size_t count;         /* problems so far */
};

void bind_problem(struct binder *b, const struct node *at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/** bind_shown() - a node as a message shows it: short, whole characters, no controls. */
const char *bind_shown(struct binder *b, const struct node *v);
/** bind_unknown() - "unknown key 'x' in image (did you mean 'y'?)". */
void bind_unknown(struct binder *b, const struct node *key, const char *where,
                  const char *const *candidate, size_t n);

bool bind_number(struct binder *b, const char *key, const struct node *v, const struct limits *l,
                 double *out);
bool bind_dist(struct binder *b, const char *key, const struct node *v, const struct limits *l,
               struct dist *out);
bool bind_flag(struct binder *b, const char *key, const struct node *v, bool *out);
bool bind_string(struct binder *b, const char *key, const struct node *v, const char **out);
/** bind_strings() - a list of strings, or one string for a list of one. */
bool bind_strings(struct binder *b, const char *key, const struct node *v, const char ***out,
                  size_t *n);

/* Whole recipes: bind_rows.c */

/** bind_defaults() - every default of both tables for r->kind. A wrong one is a BUG(). */
void bind_defaults(struct recipe *r);
/** bind_recipe() - the kind, the defaults for it, every key of the tree, then what must hold between keys. */
void bind_recipe(struct binder *b, struct node *root, struct recipe *r);

/* Overrides: overrides.c */

/** bind_override() - put "key.path=yaml value" into the tree. `arg` must live as long as the tree. */
void bind_override(struct binder *b, struct node *root, const char *arg);

#endif
