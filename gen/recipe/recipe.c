// SPDX-License-Identifier: MIT
/*
 * Loading goes: bytes -> node tree -> --set overrides put into the tree -> defaults -> every key of the
 * tree bound by its row -> checks that need more than one key.
 */
#include "recipe/recipe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/utf8.h"
#include "recipe/bind.h"

enum { MAX_RECIPE_BYTES = 4 * 1024 * 1024 };

static struct limits limits_of(const struct param *p)
{
    return (struct limits){.min = p->min, .max = p->max, .unit = p->unit ? p->unit : "", .names = p->names,
                           .whole = p->type == PARAM_WHOLE || p->type == PARAM_COUNT || p->type == PARAM_INT};
}

static struct limits limits_of_fx(const struct fx_param *p)
{
    return (struct limits){.min = p->min, .max = p->max, .unit = p->unit ? p->unit : "", .names = p->names};
}

/* --- text.sources --------------------------------------------------------------------------------- */

static void bind_source(struct binder *b, const struct node *v, size_t number, struct recipe_source *s)
{
    *s = (struct recipe_source){.weight = 1, .line = v->line, .column = v->column};
    s->name = arena_printf(b->arena, "source-%zu", number);
    if (v->kind != NODE_MAP) {
        bind_problem(b, v, "text.sources: a source is a mapping with one of corpus, words, pattern, template");
        return;
    }
    static const struct limits weight = {0, 1e9, "", NULL, false};
    const struct node *kind = NULL;
    for (size_t i = 0; i < v->n; i++) {
        const char *key = v->key[i].text;
        const struct node *item = &v->item[i];
        bool is_kind = true;
        if (!strcmp(key, "corpus")) {
            bind_strings(b, "corpus", item, &s->corpus, &s->n_corpus);
        } else if (!strcmp(key, "words")) {
            bind_strings(b, "words", item, &s->words, &s->n_words);
        } else if (!strcmp(key, "pattern")) {
            bind_string(b, "pattern", item, &s->pattern);
        } else if (!strcmp(key, "template")) {
            bind_string(b, "template", item, &s->template_);
        } else {
            is_kind = false;
        }
        if (is_kind && kind) {
            bind_problem(b, &v->key[i], "text.sources: a source has one of corpus, words, pattern, template");
        } else if (is_kind) {
            kind = item;
        } else if (!strcmp(key, "name")) {
            bind_string(b, "name", item, &s->name);
        } else if (!strcmp(key, "lang")) {
            bind_string(b, "lang", item, &s->lang);
        } else if (!strcmp(key, "weight")) {
            bind_number(b, "weight", item, &weight, &s->weight);
        } else if (!strcmp(key, "take")) {
            double take = 0;
            struct limits l = {.names = "span|line|sentence|words", .unit = ""};
            if (bind_number(b, "take", item, &l, &take)) {
                s->take = (int)take;
            }
        } else {
            const char *keys[16];
            for (size_t k = 0; k < recipe_n_source_keys; k++) {
                keys[k] = recipe_source_keys[k].key;
            }
            bind_unknown(b, &v->key[i], "a source", keys, recipe_n_source_keys);
        }
    }
    if (!kind) {
        bind_problem(b, v, "text.sources: a source needs one of corpus, words, pattern, template");
    } else if ((s->corpus && !s->n_corpus) || (s->words && !s->n_words)) {
        bind_problem(b, kind, "text.sources: this list is empty");
    }
}

static void bind_sources(struct binder *b, const struct node *v, struct recipe *r)
{
    if (v->kind != NODE_SEQ) {
        bind_problem(b, v, "text.sources: wants a list of sources");
        return;
    }
    r->sources = arena_zarray(b->arena, struct recipe_source, v->n);
    r->n_sources = v->n;
    double sum = 0;
    for (size_t i = 0; i < v->n; i++) {
        bind_source(b, &v->item[i], i + 1, &r->sources[i]);
        sum += r->sources[i].weight;
        for (size_t k = 0; k < i; k++) {
            if (!strcmp(r->sources[k].name, r->sources[i].name)) {
                bind_problem(b, &v->item[i], "text.sources: two sources are named '%.80s'",
                             r->sources[i].name);
            }
        }
    }
    if (v->n && !(sum > 0)) {
        bind_problem(b, v, "text.sources: all weights are 0");
    }
}

static void bind_axes(struct binder *b, const struct param *p, const struct node *v, struct recipe *r)
{
    struct limits l = limits_of(p);
    if (v->kind != NODE_MAP) {
        bind_problem(b, v, "%s: wants a mapping from tags to values", p->key);
        return;
    }
    r->axes = arena_zarray(b->arena, struct recipe_axis, v->n);
    for (size_t i = 0; i < v->n; i++) {
        struct recipe_axis *a = &r->axes[r->n_axes];
        if (v->key[i].len != 4) {
            bind_problem(b, &v->key[i], "%s: a tag has four letters, not '%.80s'", p->key, v->key[i].text);
        } else if (bind_dist(b, v->key[i].text, &v->item[i], &l, &a->value)) {
            memcpy(a->tag, v->key[i].text, 4);
            r->n_axes++;
        }
    }
}

/* --- one row ---------------------------------------------------------------------------------------- */

static void bind_param(struct binder *b, const struct param *p, const struct node *v, struct recipe *r)
{
    char *at = (char *)r + p->offset;
    size_t *n = (size_t *)(void *)((char *)r + p->offset_n);
    struct limits l = limits_of(p);
    double x;
    switch (p->type) {
    case PARAM_DIST:
    case PARAM_WHOLE:
    case PARAM_NAMES:
        bind_dist(b, p->key, v, &l, (struct dist *)(void *)at);
        break;
    case PARAM_NAME:
    case PARAM_INT:
        if (bind_number(b, p->key, v, &l, &x)) {
            *(int *)(void *)at = (int)x;
        }
        break;
    case PARAM_NUMBER:
        bind_number(b, p->key, v, &l, (double *)(void *)at);
        break;
    case PARAM_COUNT:
        if (bind_number(b, p->key, v, &l, &x)) {
            *(uint64_t *)(void *)at = (uint64_t)x;
        }
        break;
    case PARAM_FLAG:
        bind_flag(b, p->key, v, (bool *)at);
        break;
    case PARAM_STRING:
        bind_string(b, p->key, v, (const char **)(void *)at);
        break;
    case PARAM_STRINGS:
        bind_strings(b, p->key, v, (const char ***)(void *)at, n);
        break;
    case PARAM_SOURCES:
        bind_sources(b, v, r);
        break;
    case PARAM_AXES:
        bind_axes(b, p, v, r);
        break;
    case PARAM_KIND:
        bind_number(b, p->key, v, &l, &x);
        break;
    }
}

/* --- effects ---------------------------------------------------------------------------------------- */

static int find_fx(const char *name)
{
    for (int f = 0; f < FX_COUNT; f++) {
        if (!strcmp(fx_table[f].key, name)) {
            return f;
        }
    }
    return -1;
}

static void bind_effect(struct binder *b, int f, const struct node *v, struct recipe_fx *fx)
{
    const struct fx_row *row = &fx_table[f];
    static const struct limits prob = {0, 1, "", NULL, false};
    char key[96];
    if (v->kind == NODE_SCALAR) {
        snprintf(key, sizeof key, "effects.%s", row->key);
        bind_number(b, key, v, &prob, &fx->p);
        return;
    }
    fx->p = 1; /* named without a probability: it is wanted */
    if (v->kind == NODE_SEQ) {
        bind_problem(b, v, "effects.%s: wants a probability or a mapping of its values", row->key);
    }
    for (size_t i = 0; v->kind == NODE_MAP && i < v->n; i++) {
        const char *name = v->key[i].text;
        const char *keys[FX_MAX_PARAMS + 1] = {"p"};
        size_t n = 1;
        int found = -1;
        for (int k = 0; row->param[k].key; k++) {
            keys[n++] = row->param[k].key;
            found = strcmp(row->param[k].key, name) ? found : k;
        }
        snprintf(key, sizeof key, "effects.%s.%.40s", row->key, name);
        if (!strcmp(name, "p")) {
            bind_number(b, key, &v->item[i], &prob, &fx->p);
        } else if (found < 0) {
            snprintf(key, sizeof key, "effects.%s", row->key);
            bind_unknown(b, &v->key[i], key, keys, n);
        } else {
            struct limits l = limits_of_fx(&row->param[found]);
            bind_dist(b, key, &v->item[i], &l, &fx->v[found]);
        }
    }
}

static void bind_effects(struct binder *b, const struct node *v, struct recipe *r)
{
    if (v->kind == NODE_NULL) {
        return;
    }
    if (v->kind != NODE_MAP) {
        bind_problem(b, v, "effects: wants a mapping from names to probabilities or values");
        return;
    }
    for (size_t i = 0; i < v->n; i++) {
        int f = find_fx(v->key[i].text);
        if (f >= 0) {
            bind_effect(b, f, &v->item[i], &r->fx[f]);
            continue;
        }
        const char *keys[FX_COUNT];
        for (int k = 0; k < FX_COUNT; k++) {
            keys[k] = fx_table[k].key;
        }
        bind_unknown(b, &v->key[i], "effects", keys, FX_COUNT);
    }
}

/* --- the whole tree ------------------------------------------------------------------------------------ */

/* Keys directly below `prefix` ("" or "image."), without repeats. */
static size_t keys_below(const char *prefix, struct arena *a, const char ***out)
{
    const char **keys = arena_array(a, const char *, recipe_n_params + 1);
    size_t n = 0, skip = strlen(prefix);
    for (size_t i = 0; i < recipe_n_params; i++) {
        const char *key = recipe_params[i].key;
        if (strncmp(key, prefix, skip)) {
            continue;
        }
        size_t len = strcspn(key + skip, ".");
        if (n && strlen(keys[n - 1]) == len && !strncmp(keys[n - 1], key + skip, len)) {
            continue;
        }
        keys[n++] = arena_dup(a, key + skip, len);
    }
    if (!*prefix) {
        keys[n++] = "effects";
    }
    *out = keys;
    return n;
}

static const struct param *find_param(const char *key)
{
    for (size_t i = 0; i < recipe_n_params; i++) {
        if (!strcmp(recipe_params[i].key, key)) {
            return &recipe_params[i];
        }
    }
    return NULL;
}

static void bind_map(struct binder *b, const char *prefix, const struct node *map, struct recipe *r)
{
    if (map->kind == NODE_NULL) {
        return;
    }
    if (map->kind != NODE_MAP) {
        bind_problem(b, map, "%s wants a mapping of keys to values", *prefix ? prefix : "a recipe");
        return;
    }
    for (size_t i = 0; i < map->n; i++) {
        const char *key = arena_printf(b->arena, "%s%s", prefix, map->key[i].text);
        const struct node *v = &map->item[i];
        const struct param *p = find_param(key);
        const char *section = arena_printf(b->arena, "%s.", key), **known;
        if (p) {
            if (v->kind != NODE_NULL) { /* "key:" without a value keeps the default */
                bind_param(b, p, v, r);
            }
        } else if (!*prefix && !strcmp(key, "effects")) {
            bind_effects(b, v, r);
        } else if (keys_below(section, b->arena, &known) && !*prefix) {
            bind_map(b, section, v, r);
        } else {
            size_t n = keys_below(prefix, b->arena, &known);
            const char *where = *prefix ? arena_dup(b->arena, prefix, strlen(prefix) - 1) : "a recipe";
            bind_unknown(b, &map->key[i], where, known, n);
        }
    }
}

/* A default is YAML text in a table; that it is right is for a test to show. */
static bool parse_default(struct binder *b, const char *def, struct node *out)
{
    int line, column;
    return *def && tree_parse(b->arena, def, strlen(def), out, &line, &column, NULL) == ST_OK;
}

static void set_defaults(struct recipe *r)
{
    struct buf problems = {0};
    struct binder b = {.name = "default", .arena = &r->arena, .problems = &problems};
    struct node v;
    for (size_t i = 0; i < recipe_n_params; i++) {
        if (parse_default(&b, recipe_params[i].def, &v)) {
            bind_param(&b, &recipe_params[i], &v, r);
        }
    }
    for (int f = 0; f < FX_COUNT; f++) {
        r->fx[f].p = fx_table[f].p;
        for (int k = 0; fx_table[f].param[k].key; k++) {
            struct limits l = limits_of_fx(&fx_table[f].param[k]);
            if (parse_default(&b, fx_table[f].param[k].def, &v)) {
                bind_dist(&b, fx_table[f].key, &v, &l, &r->fx[f].v[k]);
            }
        }
    }
    if (b.count) {
        BUG("%s", problems.data);
    }
    buf_release(&problems);
}

static void check_together(struct binder *b, const struct node *root, struct recipe *r)
{
    const struct node *text = tree_get(root, "text"), *font = tree_get(root, "font"),
                      *split = tree_get(root, "split");
    if (!r->n_sources && !tree_get(text, "sources")) {
        bind_problem(b, text ? text : root, "text.sources is missing: a recipe needs at least one source");
    }
    if (!r->n_font_sets && !r->n_font_families && !r->n_font_dirs && !b->count) {
        bind_problem(b, font ? font : root,
                     "no fonts: name font.sets, font.families or font.dirs (font: {sets: [basic]})");
    }
    if (!(r->split_val + r->split_test < 1)) {
        bind_problem(b, split ? split : root, "split: val and test leave nothing to train");
    }
    const struct node *photo = tree_get(tree_get(root, "effects"), "paper_photo");
    if (r->fx[FX_paper_photo].p > 0 && !r->n_photos) {
        bind_problem(b, photo ? photo : root, "effects.paper_photo needs pictures: name them under photos");
    }
    if (r->alphabet && !*r->alphabet) {
        r->alphabet = NULL;
    }
}

/* --- overrides -------------------------------------------------------------------------------------------- */

static void mark_origin(struct node *v, const char *origin)
{
    v->origin = origin;
    for (size_t i = 0; i < v->n; i++) {
        if (v->key) {
            v->key[i].origin = origin;
        }
        mark_origin(&v->item[i], origin);
    }
}

/* The node a dotted path names, made where it is missing. Numbers walk into lists from 0. */
static struct node *walk(struct binder *b, struct node *v, const char *path, size_t len)
{
    for (const char *p = path, *end = path + len; v && p <= end;) {
        size_t n = 0;
        while (p + n < end && p[n] != '.') {
            n++;
        }
        if (v->kind == NODE_SEQ) {
            char *stop;
            unsigned long i = strtoul(p, &stop, 10);
            v = stop == p + n && n && i < v->n ? &v->item[i] : NULL;
        } else {
            if (v->kind == NODE_SCALAR) { /* "defocus: 0.3" becomes {p: 0.3} */
                struct node p_only = *v;
                *v = (struct node){.kind = NODE_MAP, .line = v->line, .column = v->column};
                *tree_put(b->arena, v, "p", 1) = p_only;
            }
            v = n ? tree_put(b->arena, v, p, n) : NULL;
        }
        p += n + 1;
    }
    return v;
}

static void apply_override(struct binder *b, struct node *root, const char *arg)
{
    struct node here = {.origin = arg};
    const char *eq = strchr(arg, '=');
    int line, column;
    struct err e = {0};
    struct node value;
    if (!eq || eq == arg) {
        bind_problem(b, &here, "wants KEY=VALUE, as in image.height_px=48");
    } else if (tree_parse(b->arena, eq + 1, strlen(eq + 1), &value, &line, &column, &e)) {
        bind_problem(b, &here, "%s", e.msg);
    } else {
        struct node *v = walk(b, root, arg, (size_t)(eq - arg));
        if (!v) {
            bind_problem(b, &here, "there is no such place in the recipe");
            return;
        }
        *v = value;
        mark_origin(v, arg);
    }
}

/* The keys on the way to an overridden value may be new: a misspelt one is the override's fault. */
static void mark_new_keys(struct node *v, const char *origin)
{
    for (size_t i = 0; v->kind == NODE_MAP && i < v->n; i++) {
        if (v->item[i].origin == origin) {
            v->key[i].origin = origin;
        }
        mark_new_keys(&v->item[i], origin);
        if (v->item[i].kind == NODE_MAP && v->item[i].n == 1 && v->item[i].key[0].origin == origin) {
            v->key[i].origin = origin;
        }
    }
}

/* --- entry points --------------------------------------------------------------------------------------- */

static void keep_text(struct recipe *r, const char *yaml, size_t len, const char *const *overrides,
                      size_t n)
{
    struct buf text = {0};
    buf_add(&text, yaml, len);
    if (n && len && yaml[len - 1] != '\n') {
        buf_addc(&text, '\n');
    }
    for (size_t i = 0; i < n; i++) {
        buf_printf(&text, "# --set %s\n", overrides[i]);
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
    struct node root = {.line = 1, .column = 1};
    struct err parse = {0};
    size_t bad;
    if (len > MAX_RECIPE_BYTES) {
        bind_problem(&b, &root, "%zu bytes are too many for a recipe", len);
    } else if (!utf8_valid(yaml, len, &bad)) {
        for (size_t i = 0; i < bad; i++) {
            root.line += yaml[i] == '\n';
            root.column = yaml[i] == '\n' ? 1 : root.column + 1;
        }
        bind_problem(&b, &root, "byte 0x%02x is not UTF-8 text", (unsigned char)yaml[bad]);
    } else if (tree_parse(&r->arena, yaml, len, &root, &root.line, &root.column, &parse)) {
        struct node at = root;
        bind_problem(&b, &at, "%s", parse.msg);
    } else {
        for (size_t i = 0; i < n; i++) {
            const char *arg = arena_dup(&r->arena, overrides[i], strlen(overrides[i]));
            apply_override(&b, &root, arg);
            mark_new_keys(&root, arg);
        }
        set_defaults(r);
        bind_map(&b, "", &root, r);
        check_together(&b, &root, r);
        keep_text(r, yaml, len, overrides, n);
    }
    if (b.count) {
        return err_set(e, ST_RECIPE, "%zu error%s in '%s'", b.count, b.count == 1 ? "" : "s", name);
    }
    return ST_OK;
}

enum st recipe_load(struct recipe *r, const char *path, const char *const *overrides, size_t n,
                    struct buf *problems, struct err *e)
{
    *r = (struct recipe){0};
    struct buf b = {0};
    enum st st = file_read(path, &b, e);
    if (!st) {
        st = recipe_parse(r, path, b.data ? b.data : "", b.len, overrides, n, problems, e);
    }
    buf_release(&b);
    return st;
}

void recipe_release(struct recipe *r)
{
    if (r) {
        struct arena a = r->arena;
        *r = (struct recipe){0};
        arena_release(&a);
    }
}
