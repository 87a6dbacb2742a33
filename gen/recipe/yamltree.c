// SPDX-License-Identifier: MIT
#include "recipe/yamltree.h"

#include <string.h>
#include <yaml.h>

struct reader {
    yaml_parser_t parser;
    struct arena *arena;
    struct err *err;
    int line, column; /* of the last event */
    size_t nodes, max_nodes;
};

static enum st next(struct reader *r, yaml_event_t *ev)
{
    if (!yaml_parser_parse(&r->parser, ev)) {
        r->line = (int)r->parser.problem_mark.line + 1;
        r->column = (int)r->parser.problem_mark.column + 1;
        return err_set(r->err, ST_RECIPE, "not YAML: %s",
                       r->parser.problem ? r->parser.problem : "unreadable");
    }
    r->line = (int)ev->start_mark.line + 1;
    r->column = (int)ev->start_mark.column + 1;
    return ST_OK;
}

static struct node *grow(struct arena *a, struct node *n)
{
    if (n->n == n->cap) {
        size_t cap = n->cap ? n->cap * 2 : 4;
        struct node *item = arena_zarray(a, struct node, cap);
        struct node *key = n->kind == NODE_MAP ? arena_zarray(a, struct node, cap) : NULL;
        if (n->n) {
            memcpy(item, n->item, n->n * sizeof *item);
            if (key) {
                memcpy(key, n->key, n->n * sizeof *key);
            }
        }
        n->item = item;
        n->key = key;
        n->cap = cap;
    }
    return &n->item[n->n++];
}

/* What a recipe has no use for, in words; NULL if the event is plain. */
static const char *not_plain(const yaml_event_t *ev)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    switch (ev->type) {
    case YAML_ALIAS_EVENT:
        anchor = ev->data.alias.anchor;
        break;
    case YAML_SCALAR_EVENT:
        anchor = ev->data.scalar.anchor;
        tag = ev->data.scalar.tag;
        break;
    case YAML_SEQUENCE_START_EVENT:
        anchor = ev->data.sequence_start.anchor;
        tag = ev->data.sequence_start.tag;
        break;
    case YAML_MAPPING_START_EVENT:
        anchor = ev->data.mapping_start.anchor;
        tag = ev->data.mapping_start.tag;
        break;
    default:
        return "a value was expected here";
    }
    return anchor ? "anchors and aliases are not understood (write the value out)"
           : tag  ? "tags are not understood (write the value without)"
                  : NULL;
}

static enum st take_scalar(struct reader *r, const yaml_event_t *ev, struct node *out)
{
    *out = (struct node){.kind = NODE_SCALAR, .line = r->line, .column = r->column};
    out->len = ev->data.scalar.length;
    out->text = arena_dup(r->arena, (const char *)ev->data.scalar.value, out->len);
    out->quoted = ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (memchr(out->text, 0, out->len)) {
        return err_set(r->err, ST_RECIPE, "a NUL character is not text");
    }
    return ST_OK;
}

static bool is_null(const struct node *v)
{
    return !v->quoted && (!v->len || !strcmp(v->text, "~") || !strcmp(v->text, "null"));
}

static enum st take_key(struct reader *r, const yaml_event_t *ev, const struct node *map,
                        struct node *key)
{
    const char *odd = not_plain(ev);
    if (odd || ev->type != YAML_SCALAR_EVENT) {
        return err_set(r->err, ST_RECIPE, "%s", odd ? odd : "a key must be a plain word");
    }
    enum st st = take_scalar(r, ev, key);
    if (st) {
        return st;
    }
    if (map->n >= TREE_MAX_KEYS) {
        return err_set(r->err, ST_RECIPE, "more than %d keys in a mapping", TREE_MAX_KEYS);
    }
    for (size_t i = 0; i < map->n && !key->first_line; i++) {
        key->first_line = strcmp(map->key[i].text, key->text) ? 0 : map->key[i].line;
    }
    return ST_OK;
}

static enum st read_node(struct reader *r, yaml_event_t *ev, struct node *out, int depth);

static enum st read_items(struct reader *r, struct node *out, int depth)
{
    for (;;) {
        yaml_event_t ev;
        enum st st = next(r, &ev);
        if (st) {
            return st;
        }
        if (ev.type == YAML_SEQUENCE_END_EVENT || ev.type == YAML_MAPPING_END_EVENT) {
            yaml_event_delete(&ev);
            return ST_OK;
        }
        struct node key = {0};
        if (out->kind == NODE_MAP) {
            st = take_key(r, &ev, out, &key);
            yaml_event_delete(&ev);
            if (st || (st = next(r, &ev))) {
                return st;
            }
        }
        struct node value = {0};
        st = read_node(r, &ev, &value, depth + 1);
        yaml_event_delete(&ev);
        if (st) {
            return st;
        }
        *grow(r->arena, out) = value;
        if (out->kind == NODE_MAP) {
            out->key[out->n - 1] = key;
        }
    }
}

static enum st read_node(struct reader *r, yaml_event_t *ev, struct node *out, int depth)
{
    *out = (struct node){.line = r->line, .column = r->column};
    const char *odd = not_plain(ev);
    if (odd) {
        return err_set(r->err, ST_RECIPE, "%s", odd);
    }
    if (depth > TREE_MAX_DEPTH || ++r->nodes > r->max_nodes) {
        return err_set(r->err, ST_RECIPE, "too deep or too long for a recipe");
    }
    if (ev->type == YAML_SCALAR_EVENT) {
        enum st st = take_scalar(r, ev, out);
        out->kind = is_null(out) ? NODE_NULL : NODE_SCALAR;
        return st;
    }
    out->kind = ev->type == YAML_SEQUENCE_START_EVENT ? NODE_SEQ : NODE_MAP;
    return read_items(r, out, depth);
}

/* The document's one node; then nothing more may follow. */
static enum st read_document(struct reader *r, struct node *out)
{
    bool seen = false;
    for (;;) {
        yaml_event_t ev;
        enum st st = next(r, &ev);
        if (st) {
            return st;
        }
        yaml_event_type_t type = ev.type;
        if (type == YAML_DOCUMENT_START_EVENT && seen) {
            st = err_set(r->err, ST_RECIPE, "a recipe is one document, here begins a second");
        } else if (type != YAML_STREAM_START_EVENT && type != YAML_STREAM_END_EVENT &&
                   type != YAML_DOCUMENT_START_EVENT && type != YAML_DOCUMENT_END_EVENT) {
            seen = true;
            st = read_node(r, &ev, out, 0);
        }
        yaml_event_delete(&ev);
        if (st || type == YAML_STREAM_END_EVENT) {
            return st;
        }
    }
}

enum st tree_parse(struct arena *a, const char *yaml, size_t len, struct node *out, int *line,
                   int *column, struct err *e)
{
    struct reader r = {.arena = a, .err = e, .line = 1, .column = 1};
    r.max_nodes = len / 8 > TREE_MAX_NODES ? len / 8 : TREE_MAX_NODES;
    *out = (struct node){.line = 1, .column = 1};
    if (!yaml_parser_initialize(&r.parser)) {
        BUG("out of memory");
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)yaml, len);
    enum st st = read_document(&r, out);
    yaml_parser_delete(&r.parser);
    *line = r.line;
    *column = r.column;
    return st;
}

struct node *tree_get(const struct node *map, const char *key)
{
    for (size_t i = 0; map && map->kind == NODE_MAP && i < map->n; i++) {
        if (!strcmp(map->key[i].text, key)) {
            return &map->item[i];
        }
    }
    return NULL;
}

struct node *tree_put(struct arena *a, struct node *map, const char *key, size_t len)
{
    if (map->kind == NODE_NULL) {
        map->kind = NODE_MAP;
    }
    const char *name = arena_dup(a, key, len);
    struct node *v = tree_get(map, name);
    if (!v && map->kind == NODE_MAP) {
        v = grow(a, map);
        *v = (struct node){.line = map->line, .column = map->column};
        map->key[map->n - 1] = (struct node){.kind = NODE_SCALAR,
                                             .text = name,
                                             .len = len,
                                             .line = map->line,
                                             .column = map->column};
    }
    return v;
}
