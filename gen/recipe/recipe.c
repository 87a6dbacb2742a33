// SPDX-License-Identifier: MIT
/*
 * Loading goes: bytes -> node tree -> --set overrides put into the tree -> kind -> defaults of that kind ->
 * every key of the tree bound by its row -> checks that need more than one key.
 */
#include "recipe/recipe.h"

#include <string.h>

#include "base/files.h"
#include "base/utf8.h"
#include "recipe/bind.h"

enum { MAX_RECIPE_BYTES = 4 * 1024 * 1024 };

/* Line and column, in characters from 1, of a byte. */
static struct node place_of(const char *text, size_t offset)
{
    struct node at = {.line = 1, .column = 1};
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            at.line++;
            at.column = 1;
        } else if (((unsigned char)text[i] & 0xc0) != 0x80) {
            at.column++;
        }
    }
    return at;
}

/* The file's bytes and a comment a override, so that the hash tells them apart. */
static void keep_text(struct recipe *r, const char *yaml, size_t len, const char *const *overrides,
                      size_t n)
{
    struct buf text = {0};
    buf_add(&text, yaml, len);
    if (n && len && yaml[len - 1] != '\n') {
        buf_addc(&text, '\n');
    }
    for (size_t i = 0; i < n; i++) {
        buf_addstr(&text, "# --set ");
        for (const char *p = overrides[i]; *p; p++) {
            buf_addc(&text, *p);
            if (*p == '\n') { /* still a comment */
                buf_addstr(&text, "# ");
            }
        }
        buf_addc(&text, '\n');
    }
    r->text = arena_dup(&r->arena, text.data ? text.data : "", text.len);
    r->text_len = text.len;
    bytes_sha256(r->text, r->text_len, r->sha256);
    buf_release(&text);
}

enum st recipe_parse(struct recipe *r, const char *name, const char *yaml, size_t len,
                     const char *const *overrides, size_t n, struct buf *problems, struct err *e)
{
    *r = (struct recipe){0};
    r->path = arena_dup(&r->arena, name, strlen(name));
    struct binder b = {.name = r->path, .arena = &r->arena, .problems = problems};
    struct node root, at = {.line = 1, .column = 1};
    struct err parse = {0};
    size_t bad;
    if (len > MAX_RECIPE_BYTES) {
        bind_problem(&b, &at, "%zu bytes are too many for a recipe, at most %d", len,
                     MAX_RECIPE_BYTES);
    } else if (!utf8_valid(yaml, len, &bad)) {
        at = place_of(yaml, bad);
        bind_problem(&b, &at, "byte 0x%02x is not UTF-8 text", (unsigned char)yaml[bad]);
    } else if (tree_parse(&r->arena, yaml, len, &root, &at.line, &at.column, &parse)) {
        bind_problem(&b, &at, "%s", parse.msg);
    } else {
        for (size_t i = 0; i < n; i++) {
            const char *arg = arena_dup(&r->arena, overrides[i], strlen(overrides[i]));
            bind_override(&b, &root, arg);
        }
        bind_recipe(&b, &root, r);
        struct node *tree = arena_alloc(&r->arena, sizeof *tree);
        *tree = root;
        r->tree = tree;
        keep_text(r, yaml, len, overrides, n);
    }
    if (b.count) {
        return err_set(e, ST_RECIPE, "%zu error%s in '%s'", b.count, b.count == 1 ? "" : "s", name);
    }
    return ST_OK;
}

void recipe_note(struct recipe *r, const char *key, const char *value)
{
    const char *line_end = r->text_len && r->text[r->text_len - 1] != '\n' ? "\n" : "";
    r->text = arena_printf(&r->arena, "%s%s# %s %s\n", r->text, line_end, key, value);
    r->text_len = strlen(r->text);
    bytes_sha256(r->text, r->text_len, r->sha256);
}

/* A recipe that comes with the program is found from anywhere, as "recipes/demo.yaml" or "demo.yaml". */
static const char *shipped_recipe(const char *path, struct arena *a)
{
    if (path[0] == '/' || file_exists(path) || dir_exists(path)) {
        return path;
    }
    const char *found = share_path(a, path);
    if (!found && !strchr(path, '/')) {
        found = share_path(a, arena_printf(a, "recipes/%s", path));
    }
    return found ? found : path;
}

enum st recipe_load(struct recipe *r, const char *path, const char *const *overrides, size_t n,
                    struct buf *problems, struct err *e)
{
    *r = (struct recipe){0};
    struct buf b = {0};
    struct arena a = {0};
    path = shipped_recipe(path, &a);
    enum st st = file_read(path, &b, e);
    if (!st) {
        st = recipe_parse(r, path, b.data ? b.data : "", b.len, overrides, n, problems, e);
    }
    buf_release(&b);
    arena_release(&a);
    return st;
}

static const struct node *node_of(const struct node *v, const char *text)
{
    if (v->kind == NODE_SCALAR) {
        return v->text == text ? v : NULL;
    }
    const struct node *found = NULL;
    for (size_t i = 0; i < v->n && !found; i++) {
        found = node_of(&v->item[i], text);
    }
    return found;
}

const char *recipe_where(const struct recipe *r, const char *text, struct arena *a)
{
    const struct node *v = r->tree ? node_of(r->tree, text) : NULL;
    return !v          ? ""
           : v->origin ? arena_printf(a, "--set %s: ", v->origin)
                       : arena_printf(a, "%s:%d:%d: ", r->path, v->line, v->column);
}

void recipe_release(struct recipe *r)
{
    if (r) {
        struct arena a = r->arena;
        *r = (struct recipe){0};
        arena_release(&a);
    }
}
