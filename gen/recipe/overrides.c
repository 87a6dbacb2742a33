// SPDX-License-Identifier: MIT
/*
 * --set KEY=VALUE: the value is YAML, the key a path of keys and places of lists counted from 0. What
 * is missing on the way is made, so that an override can name a section that the file leaves out. Nodes
 * that an override made carry it as their origin: a misspelt key is then reported as the override's.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "recipe/bind.h"

static void set_origin(struct node *v, const char *origin)
{
    v->origin = origin;
    for (size_t i = 0; i < v->n; i++) {
        if (v->kind == NODE_MAP) {
            v->key[i].origin = origin;
        }
        set_origin(&v->item[i], origin);
    }
}

static struct node *list_item(struct node *list, const char *step, size_t len)
{
    char *end;
    unsigned long i = strtoul(step, &end, 10);
    bool number = len && strspn(step, "0123456789") >= len && end == step + len;
    return number && i < list->n ? &list->item[i] : NULL;
}

/* The value of a key, made if it is not there. */
static struct node *map_item(struct arena *a, struct node *map, const char *step, size_t len,
                             const char *origin)
{
    size_t before = map->n;
    struct node *v = len ? tree_put(a, map, step, len) : NULL;
    if (v && map->n > before) {
        v->origin = map->key[before].origin = origin;
    }
    return v;
}

static struct node *one_step(struct arena *a, struct node *v, const char *step, size_t len,
                             const char *origin, const char **problem)
{
    switch (v->kind) {
    case NODE_SCALAR:
        *problem = "the key reaches into a single value";
        return NULL;
    case NODE_SEQ:
        *problem = "the list has no such place";
        return list_item(v, step, len);
    default:
        *problem = "a part of the key is empty";
        return map_item(a, v, step, len, origin);
    }
}

/* The node a path names; NULL after a problem. */
static struct node *walk(struct binder *b, struct node *v, const char *arg, size_t len)
{
    bool effect = !strncmp(arg, "effects.", strlen("effects."));
    const char *step = arg, *end = arg + len;
    for (int depth = 0; step <= end; depth++) {
        if (v->kind == NODE_SCALAR && effect && depth == 2) { /* "defocus: 0.3" is {p: 0.3} */
            struct node p = *v;
            *v = (struct node){.line = p.line, .column = p.column, .origin = p.origin};
            *tree_put(b->arena, v, "p", 1) = p;
        }
        const char *dot = memchr(step, '.', (size_t)(end - step)), *problem;
        size_t n = (size_t)((dot ? dot : end) - step);
        v = one_step(b->arena, v, step, n, arg, &problem);
        if (!v) {
            struct node here = {.origin = arg};
            bind_problem(b, &here, "%s", problem);
            return NULL;
        }
        step += n + 1;
    }
    return v;
}

void bind_override(struct binder *b, struct node *root, const char *arg)
{
    struct node here = {.origin = arg}, value;
    struct err e = {0};
    int line, column;
    size_t bad;
    const char *eq = strchr(arg, '=');
    if (!utf8_valid(arg, strlen(arg), &bad)) {
        here.origin = "...";
        bind_problem(b, &here, "byte 0x%02x is not UTF-8 text", (unsigned char)arg[bad]);
    } else if (!eq || eq == arg) {
        bind_problem(b, &here, "wants KEY=VALUE, as in image.height_px=48");
    } else if (tree_parse(b->arena, eq + 1, strlen(eq + 1), &value, &line, &column, &e)) {
        bind_problem(b, &here, "%s", e.msg);
    } else {
        struct node *v = walk(b, root, arg, (size_t)(eq - arg));
        if (v) {
            *v = value;
            set_origin(v, arg);
        }
    }
}
