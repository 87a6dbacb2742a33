// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RECIPE_YAMLTREE_H
#define ERSATZ_RECIPE_YAMLTREE_H
/*
 * yamltree - a YAML document as nodes that know their place, by libyaml.
 *
 * Bounded: at most TREE_MAX_NODES nodes (large files: one per 8 bytes), TREE_MAX_DEPTH levels and TREE_MAX_KEYS keys a mapping; one
 * document; no tags, anchors or aliases (a recipe is written out; and there is nothing to expand without
 * end); no NUL in a text. A key that stands twice in a mapping is there twice, the later ones marked.
 */
#include <stdbool.h>

#include "base/arena.h"
#include "base/st.h"

enum node_kind { NODE_NULL, NODE_SCALAR, NODE_SEQ, NODE_MAP };
enum { TREE_MAX_NODES = 200000, TREE_MAX_DEPTH = 32, TREE_MAX_KEYS = 1000 };

struct node {
    enum node_kind kind;
    int line, column;   /* from 1 */
    const char *origin; /* the --set argument it came from, or NULL: the file */
    const char *text;   /* scalar */
    size_t len;
    int first_line;    /* a key that repeats an earlier one: the line of that; else 0 */
    bool quoted;       /* scalar in quotes: never a number or a flag */
    struct node *item; /* SEQ: n items; MAP: n values */
    struct node *key;  /* MAP: n scalar keys */
    size_t n, cap;
};

/** tree_parse() - all of `yaml` as one node; an empty document is NODE_NULL.
 *  yaml: valid UTF-8. Texts and nodes live in the arena.
 *  ST_RECIPE if it is no such document; *line and *column then hold the place, the message does not. */
enum st tree_parse(struct arena *a, const char *yaml, size_t len, struct node *out, int *line,
                   int *column, struct err *e);
/** tree_get() - value of a key, the first if it repeats; NULL if `map` is NULL, no mapping, or lacks it. */
struct node *tree_get(const struct node *map, const char *key);
/** tree_put() - value of a key, added as NODE_NULL if missing; makes a NODE_NULL into a mapping. */
struct node *tree_put(struct arena *a, struct node *map, const char *key, size_t len);

#endif
