// SPDX-License-Identifier: MIT
#include "shelf/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/utf8.h"
#include "recipe/help.h"
#include "recipe/names.h"
#include "shelf/catalogue_parts.h"

enum { MAX_FILE_BYTES = 128 * 1024 * 1024 };

/* --- reading --------------------------------------------------------------------------------- */

static struct catalogue *catalogue_new(void)
{
    struct catalogue *c = calloc(1, sizeof *c);
    if (!c) {
        BUG("out of memory");
    }
    return c;
}

void catalogue_free(struct catalogue *c)
{
    if (c) {
        arena_release(&c->arena);
        free(c);
    }
}

static void bind_skus(struct binder *b, const char *folder, const struct node *v, struct catalogue *c)
{
    if (v->kind != NODE_SEQ || !v->n || v->n > CATALOGUE_MAX) {
        bind_problem(b, v, "skus: wants a list of 1 to %d SKUs", CATALOGUE_MAX);
        return;
    }
    struct sku def;
    sku_defaults(b, &def);
    c->sku = arena_zarray(b->arena, struct sku, v->n);
    c->n = v->n;
    for (size_t i = 0; i < v->n; i++) {
        c->sku[i] = def;
        c->sku[i].id_number = (int)i;
        sku_bind(b, arena_printf(b->arena, "skus.%zu", i), folder, &v->item[i], &c->sku[i]);
    }
    skus_check(b, v, c->sku, c->n);
    if (b->count) {
        return;
    }
    struct sku *kept = arena_zarray(&c->arena, struct sku, c->n);
    for (size_t i = 0; i < c->n; i++) {
        kept[i] = sku_copy(&c->arena, &c->sku[i]);
    }
    c->sku = kept;
}

/* The generated SKUs take the place of a list; `c` has nothing in its arena yet. */
static void bind_generate(struct binder *b, const struct node *v, const struct node *seed, struct catalogue *c)
{
    struct limits count = {.min = 1, .max = CATALOGUE_MAX, .unit = "SKUs", .whole = true};
    struct limits seeds = {.min = 0, .max = 9007199254740992.0, .unit = "", .whole = true};
    struct catalogue *made = NULL;
    double n, s = 1;
    bool good = bind_number(b, "generate", v, &count, &n);
    good = (!seed || seed->kind == NODE_NULL || bind_number(b, "seed", seed, &seeds, &s)) && good;
    if (good && !catalogue_generate((uint64_t)s, (size_t)n, &made, NULL)) {
        *c = *made;
        free(made);
    }
}

static void bind_root(struct binder *b, const char *folder, const struct node *root, struct catalogue *c)
{
    static const char *const known[] = {"skus", "generate", "seed"};
    if (root->kind != NODE_MAP) {
        bind_problem(b, root, "a catalogue is a mapping with the key skus or generate, not %s", bind_shown(b, root));
        return;
    }
    for (size_t i = 0; i < root->n; i++) {
        const char *key = root->key[i].text;
        if (root->key[i].first_line) {
            bind_problem(b, &root->key[i], "key %s stands twice, first on line %d", bind_shown(b, &root->key[i]),
                         root->key[i].first_line);
        } else if (strcmp(key, known[0]) && strcmp(key, known[1]) && strcmp(key, known[2])) {
            bind_unknown(b, &root->key[i], "a catalogue", known, 3);
        }
    }
    const struct node *skus = tree_get(root, "skus"), *make = tree_get(root, "generate");
    const struct node *seed = tree_get(root, "seed");
    if (!skus == !make) {
        bind_problem(b, root, "a catalogue has one of skus and generate");
    } else if (skus && seed) {
        bind_problem(b, seed, "seed: goes with generate (a SKU has a seed of its own)");
    } else if (skus) {
        bind_skus(b, folder, skus, c);
    } else if (!b->count) {
        bind_generate(b, make, seed, c);
    }
}

enum st catalogue_parse(const char *name, const char *yaml, size_t len, struct buf *problems, struct catalogue **out,
                        struct err *e)
{
    *out = NULL;
    struct catalogue *c = catalogue_new();
    struct arena a = {0}; /* tree, messages; what stays is copied into the catalogue's own */
    struct binder b = {.name = name, .arena = &a, .problems = problems};
    struct node root, at = {.line = 1, .column = 1};
    struct err parse = {0};
    size_t bad;
    const char *slash = strrchr(name, '/');
    const char *folder = slash ? arena_dup(&a, name, (size_t)(slash - name)) : ".";
    if (len > MAX_FILE_BYTES) {
        bind_problem(&b, &at, "%zu bytes are too many for a catalogue, at most %d", len, MAX_FILE_BYTES);
    } else if (!utf8_valid(yaml, len, &bad)) {
        for (size_t i = 0; i < bad; i++) {
            at.column = yaml[i] == '\n' ? 1 : at.column + (((unsigned char)yaml[i] & 0xc0) != 0x80);
            at.line += yaml[i] == '\n';
        }
        bind_problem(&b, &at, "byte 0x%02x is not UTF-8 text", (unsigned char)yaml[bad]);
    } else if (tree_parse(&a, yaml, len, &root, &at.line, &at.column, &parse)) {
        bind_problem(&b, &at, "%s", parse.msg);
    } else {
        bind_root(&b, folder, &root, c);
    }
    arena_release(&a);
    if (b.count) {
        catalogue_free(c);
        return err_set(e, ST_RECIPE, "%zu error%s in '%s'", b.count, b.count == 1 ? "" : "s", name);
    }
    *out = c;
    return ST_OK;
}

/* A catalogue that comes with the program is found from anywhere, as "grocery" or "assets/catalogues/grocery.yaml". */
static const char *shipped_catalogue(const char *path, struct arena *a)
{
    if (path[0] == '/' || file_exists(path) || dir_exists(path)) {
        return path;
    }
    const char *found = share_path(a, path);
    if (!found && !strchr(path, '/')) {
        found = share_path(a, arena_printf(a, "assets/catalogues/%s.yaml", path));
        found = found ? found : share_path(a, arena_printf(a, "assets/catalogues/%s", path));
    }
    return found ? found : path;
}

enum st catalogue_load(const char *path, struct buf *problems, struct catalogue **out, struct err *e)
{
    *out = NULL;
    struct buf text = {0};
    struct arena a = {0};
    path = shipped_catalogue(path, &a);
    struct err why = {0};
    enum st st = file_read(path, &text, &why);
    if (st) {
        err_set(e, st, "%s%s", why.msg,
                strchr(path, '/') ? "" : " (catalogues that come with the program: grocery, own)");
    } else {
        st = catalogue_parse(path, text.data ? text.data : "", text.len, problems, out, e);
    }
    buf_release(&text);
    arena_release(&a);
    return st;
}

size_t catalogue_count(const struct catalogue *c)
{
    return c->n;
}

const struct sku *catalogue_sku(const struct catalogue *c, size_t i)
{
    return &c->sku[i];
}

enum st catalogue_sha256(const struct catalogue *c, char out[65], struct err *e)
{
    struct buf text = {0};
    enum st st = catalogue_put(c, true, &text, e);
    if (!st) {
        bytes_sha256(text.data, text.len, out);
    }
    buf_release(&text);
    return st;
}

/* --- selecting ------------------------------------------------------------------------------- */

static const char *field(const struct sku *s, bool brand)
{
    return brand ? s->brand : s->category;
}

static bool listed(const char *text, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(text, list[i])) {
            return true;
        }
    }
    return !n;
}

/* Names that no SKU has, one problem each. */
static size_t strangers(const struct catalogue *c, const char *const *name, size_t n, bool brand,
                        struct buf *problems, struct err *e)
{
    const char *what = brand ? "brand" : "category";
    struct arena a = {0};
    const char **have = arena_array(&a, const char *, c->n);
    size_t bad = 0;
    for (size_t i = 0; i < c->n; i++) {
        have[i] = field(&c->sku[i], brand);
    }
    for (size_t i = 0; i < n; i++) {
        if (listed(name[i], have, c->n)) {
            continue;
        }
        const char *near = names_nearest(name[i], have, c->n);
        const char *line = arena_printf(&a, "no %s '%s' in the catalogue%s%s%s", what, name[i],
                                        near ? " (did you mean '" : "", near ? near : "", near ? "'?)" : "");
        err_set(e, ST_RECIPE, "%s", line);
        if (problems) {
            buf_printf(problems, "%s\n", line);
        }
        bad++;
    }
    arena_release(&a);
    return bad;
}

enum st catalogue_select(struct catalogue *c, const char *const *category, size_t n_categories,
                         const char *const *brand, size_t n_brands, struct buf *problems, struct err *e)
{
    size_t bad = strangers(c, category, n_categories, false, problems, e);
    bad += strangers(c, brand, n_brands, true, problems, e);
    size_t kept = 0;
    for (size_t i = 0; i < c->n; i++) {
        kept += listed(c->sku[i].category, category, n_categories) && listed(c->sku[i].brand, brand, n_brands);
    }
    if (!bad && !kept) {
        err_set(e, ST_RECIPE, "none of these brands has anything in these categories");
        if (problems) {
            buf_addstr(problems, "none of these brands has anything in these categories\n");
        }
    }
    if (bad || !kept) {
        return ST_RECIPE;
    }
    size_t to = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (listed(c->sku[i].category, category, n_categories) && listed(c->sku[i].brand, brand, n_brands)) {
            c->sku[to] = c->sku[i];
            c->sku[to].id_number = (int)to;
            to++;
        }
    }
    c->n = to;
    return ST_OK;
}

/* --- docs ------------------------------------------------------------------------------------ */

/* clang-format off */
static const char intro[] =
    "# Catalogues\n\n"
    "A catalogue is a YAML file that lists the products a shelf may hold. This page is written by\n"
    "`ersatz catalogue --keys` from the table that reads them; `ersatz catalogue FILE` finds all errors of a file at\n"
    "once, with line and column, and sums up what is in it.\n\n"
    "    skus:\n"
    "      - id: hafermond-oat-drink-barista-1l\n"
    "        name: Oat Drink\n"
    "        brand: Hafermond\n"
    "        variant: Barista\n"
    "        category: plant drinks\n"
    "        shape: carton\n"
    "        size_mm: [71, 71, 200]\n"
    "        price: 2.19\n\n"
    "The rest has defaults, most of them chosen by the brand, so that the variants of a brand look like one family.\n"
    "Own pictures are put on with `front` (the sides are made from its colours) or `front`, `back` and `side`; own models\n"
    "with `shape: model` and `model`. Their paths are looked for beside the catalogue, then from the working folder.\n\n"
    "Instead of `skus` a file may say `generate: 500` and `seed: 7`: then that many are made up, as\n"
    "`ersatz catalogue --count 500 --seed 7` prints them. SKU k of a seed does not depend on how many are made.\n"
    "`grocery` comes with the program: 240 SKUs, made so and then gone over by hand; `own` is an example of pictures and models.\n\n"
    "Made-up article numbers begin with 2: GS1 leaves those to shops for their own use, and no maker's product bears one.\n\n"
    "## Keys of a SKU\n\n"
    "| key | value | default | meaning |\n|---|---|---|---|\n";
/* clang-format on */

static const char *type_words(const struct sku_key *k)
{
    static const char *const words[] = {
        [SKU_KEY_ID] = "text",         [SKU_KEY_TEXT] = "text",          [SKU_KEY_TEXTS] = "text or list of texts",
        [SKU_KEY_NAME] = "name",       [SKU_KEY_WORD] = "name",          [SKU_KEY_NUMBER] = "number",
        [SKU_KEY_INT] = "whole number", [SKU_KEY_SEED] = "whole number", [SKU_KEY_FLAG] = "true or false",
        [SKU_KEY_SIZE] = "three numbers", [SKU_KEY_COLOR] = "colour",    [SKU_KEY_COLORS] = "three colours",
        [SKU_KEY_EAN] = "text",        [SKU_KEY_FILE] = "path",
    };
    return words[k->type];
}

void catalogue_reference(struct buf *out)
{
    buf_addstr(out, intro);
    for (size_t i = 0; i < sku_n_keys; i++) {
        const struct sku_key *k = &sku_keys[i];
        struct limits l = {.min = k->min, .max = k->max, .unit = k->unit, .names = k->names};
        bool by = !strncmp(k->def, "by ", 3);
        buf_printf(out, "| `%s` | %s%s", k->key, type_words(k), l.names || l.min < l.max ? ": " : "");
        help_range(out, &l);
        const char *tick = *k->def && !by ? "`" : "";
        buf_printf(out, " | %s%s%s | %s |\n", tick, k->required ? "needed" : k->def, tick, k->help);
    }
    buf_addstr(out, "\n## Sizes\n\nSizes far from what such packages have are errors.\n\n");
    sku_sizes_reference(out);
}
