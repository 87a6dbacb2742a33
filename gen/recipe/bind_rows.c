// SPDX-License-Identifier: MIT
/* A recipe's tree through the two tables: sections, sources, effects, and what must hold between keys. */
#include <stdlib.h>
#include <string.h>

#include "recipe/bind.h"

enum { MAX_SOURCES = 1000, MAX_KNOWN = 64 };

/* --- text.sources ---------------------------------------------------------------------------- */

/* One key of a source. */
static void bind_source_key(struct binder *b, const char *path, const struct source_key *k,
                            const struct node *v, struct recipe_source *s)
{
    static const struct limits weight = {.min = 0, .max = 1e9, .unit = ""};
    if (!strcmp(k->key, "name")) {
        bind_string(b, path, v, &s->name);
    } else if (!strcmp(k->key, "lang")) {
        bind_string(b, path, v, &s->lang);
    } else if (!strcmp(k->key, "weight")) {
        bind_number(b, path, v, &weight, &s->weight);
    } else if (!strcmp(k->key, "take") || !strcmp(k->key, "spelling")) {
        struct limits l = {.names = k->type, .unit = ""};
        double place;
        if (bind_number(b, path, v, &l, &place)) {
            *(*k->key == 't' ? &s->take : &s->spelling) = (int)place;
        }
    } else if (!strcmp(k->key, "pattern")) {
        bind_string(b, path, v, &s->pattern);
    } else if (!strcmp(k->key, "template")) {
        bind_string(b, path, v, &s->template_);
    } else {
        bool corpus = !strcmp(k->key, "corpus");
        if (v->kind == NODE_SEQ && !v->n) {
            bind_problem(b, v, "%s: the list is empty", path);
        } else if (corpus) {
            bind_strings(b, path, v, &s->corpus, &s->n_corpus);
        } else {
            bind_strings(b, path, v, &s->words, &s->n_words);
        }
    }
}

static void bind_source(struct binder *b, const char *path, const struct node *v,
                        struct recipe_source *s)
{
    if (v->kind != NODE_MAP) {
        bind_problem(b, v, "%s: a source is a mapping, not %s", path, bind_shown(b, v));
        return;
    }
    const char *known[MAX_SOURCE_KEYS];
    for (size_t k = 0; k < recipe_n_source_keys; k++) {
        known[k] = recipe_source_keys[k].key;
    }
    const char *kind = NULL;
    for (size_t i = 0; i < v->n; i++) {
        const struct node *key = &v->key[i];
        size_t k = 0;
        while (k < recipe_n_source_keys && strcmp(known[k], key->text)) {
            k++;
        }
        if (k == recipe_n_source_keys) {
            bind_unknown(b, key, path, known, recipe_n_source_keys);
        } else if (v->item[i].kind == NODE_NULL) {
            continue;
        } else if (recipe_source_keys[k].kind && kind) {
            bind_problem(b, key, "%s: both %s and %s, a source has one of them", path, kind,
                         known[k]);
        } else {
            kind = recipe_source_keys[k].kind ? known[k] : kind;
            bind_source_key(b, arena_printf(b->arena, "%s.%s", path, known[k]),
                            &recipe_source_keys[k], &v->item[i], s);
        }
    }
    if (!kind) {
        bind_problem(b, v, "%s: needs one of corpus, words, pattern, template", path);
    } else if (strcmp(kind, "corpus") && tree_get(v, "take")) {
        bind_problem(b, tree_get(v, "take"), "%s.take: goes with corpus, not with %s", path, kind);
    }
}

static void bind_sources(struct binder *b, const struct param *p, const struct node *v,
                         struct recipe *r)
{
    if (v->kind != NODE_SEQ || !v->n || v->n > MAX_SOURCES) {
        bind_problem(b, v, "%s: wants a list of 1 to %d sources", p->key, MAX_SOURCES);
        return;
    }
    struct recipe_source *source = arena_zarray(b->arena, struct recipe_source, v->n);
    double sum = 0;
    for (size_t i = 0; i < v->n; i++) {
        struct recipe_source *s = &source[i];
        *s = (struct recipe_source){
            .weight = 1, .line = v->item[i].line, .column = v->item[i].column};
        s->name = arena_printf(b->arena, "source-%zu", i + 1);
        bind_source(b, arena_printf(b->arena, "%s.%zu", p->key, i), &v->item[i], s);
        sum += s->weight;
        for (size_t k = 0; k < i; k++) {
            if (!strcmp(source[k].name, s->name)) {
                bind_problem(b, &v->item[i], "%s.%zu: has the name of %s.%zu", p->key, i, p->key,
                             k);
                break;
            }
        }
    }
    if (!(sum > 0)) {
        bind_problem(b, v, "%s: all weights are 0", p->key);
    }
    r->sources = source;
    r->n_sources = v->n;
}

/* --- fonts ----------------------------------------------------------------------------------- */

static void bind_axes(struct binder *b, const struct param *p, const struct node *v,
                      struct recipe *r)
{
    struct limits l = param_limits(p);
    if (v->kind != NODE_MAP || v->n > RECIPE_MAX_AXES) {
        bind_problem(b, v, "%s: wants a mapping of at most %d tags to values", p->key,
                     RECIPE_MAX_AXES);
        return;
    }
    r->axes = arena_zarray(b->arena, struct recipe_axis, v->n);
    for (size_t i = 0; i < v->n; i++) {
        struct recipe_axis *a = &r->axes[r->n_axes];
        const struct node *tag = &v->key[i];
        if (tag->len != sizeof a->tag - 1) {
            bind_problem(b, tag, "%s: a tag has four letters, not %s", p->key, bind_shown(b, tag));
        } else if (bind_dist(b, arena_printf(b->arena, "%s.%s", p->key, tag->text), &v->item[i], &l,
                             &a->value)) {
            memcpy(a->tag, tag->text, sizeof a->tag - 1);
            r->n_axes++;
        }
    }
}

/* "smcp", "+kern", "-liga", "ss01=1", "aalt[3:5]=2": sign, a tag of at most four, range, value. */
static bool feature_good(const char *s)
{
    s += *s == '+' || *s == '-';
    size_t tag = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    s += tag;
    if (*s == '[') {
        s += strspn(s + 1, "0123456789:") + 1;
        s = *s == ']' ? s + 1 : "?";
    }
    if (*s == '=') {
        size_t digits = strspn(s + 1, "0123456789");
        s = digits ? s + 1 + digits : "?";
    }
    return tag >= 1 && tag <= 4 && !*s;
}

static void check_features(struct binder *b, const struct node *v, const struct recipe *r)
{
    if (r->n_features > RECIPE_MAX_FEATURES) {
        bind_problem(b, v, "font.features: %zu are too many, at most %d", r->n_features,
                     RECIPE_MAX_FEATURES);
    }
    for (size_t i = 0; i < r->n_features; i++) {
        const struct node *item = v->kind == NODE_SEQ ? &v->item[i] : v;
        if (!feature_good(r->features[i])) {
            bind_problem(b, item, "font.features: %s is no feature ('smcp', '-liga', 'ss01=1')",
                         bind_shown(b, item));
        }
    }
}

/* --- one row --------------------------------------------------------------------------------- */

static void bind_param(struct binder *b, const struct param *p, const struct node *v,
                       struct recipe *r)
{
    void *at = (char *)r + p->offset;
    size_t *n = (size_t *)(void *)((char *)r + p->offset_n);
    struct limits l = param_limits(p);
    double x;
    switch (p->type) {
    case PARAM_DIST:
    case PARAM_WHOLE:
    case PARAM_NAMES:
        bind_dist(b, p->key, v, &l, at);
        break;
    case PARAM_KIND:
    case PARAM_NAME:
    case PARAM_INT:
        if (bind_number(b, p->key, v, &l, &x)) {
            *(int *)at = (int)x;
        }
        break;
    case PARAM_COUNT:
        if (bind_number(b, p->key, v, &l, &x)) {
            *(uint64_t *)at = (uint64_t)x;
        }
        break;
    case PARAM_NUMBER:
        bind_number(b, p->key, v, &l, at);
        break;
    case PARAM_FLAG:
        bind_flag(b, p->key, v, at);
        break;
    case PARAM_STRING:
        bind_string(b, p->key, v, at);
        break;
    case PARAM_STRINGS:
        if (bind_strings(b, p->key, v, at, n) && p->offset == offsetof(struct recipe, features)) {
            check_features(b, v, r);
        }
        break;
    case PARAM_SOURCES:
        bind_sources(b, p, v, r);
        break;
    case PARAM_AXES:
        bind_axes(b, p, v, r);
        break;
    }
}

/* --- effects --------------------------------------------------------------------------------- */

static void bind_effect(struct binder *b, int f, const struct node *v, struct recipe_fx *fx)
{
    static const struct limits share = {.min = 0, .max = 1, .unit = ""};
    const struct fx_row *row = &fx_table[f];
    const char *path = arena_printf(b->arena, "effects.%s", row->key);
    if (v->kind == NODE_SCALAR) {
        bind_number(b, path, v, &share, &fx->p);
        return;
    }
    if (v->kind == NODE_SEQ) {
        bind_problem(b, v, "%s: wants a probability or a mapping of its values, not a list", path);
        return;
    }
    fx->p = 1; /* named without a probability: it is wanted */
    const char *known[FX_MAX_PARAMS + 1] = {"p"};
    size_t n = 1;
    for (; row->param[n - 1].key; n++) {
        known[n] = row->param[n - 1].key;
    }
    for (size_t i = 0; i < v->n; i++) {
        size_t k = 0;
        while (k < n && strcmp(known[k], v->key[i].text)) {
            k++;
        }
        if (k == n) {
            bind_unknown(b, &v->key[i], path, known, n);
            continue;
        }
        if (v->item[i].kind == NODE_NULL) {
            continue;
        }
        const char *key = arena_printf(b->arena, "%s.%s", path, known[k]);
        if (k == 0) {
            bind_number(b, key, &v->item[i], &share, &fx->p);
        } else {
            struct limits l = fx_limits(&row->param[k - 1]);
            bind_dist(b, key, &v->item[i], &l, &fx->v[k - 1]);
        }
    }
}

/* A key that exists, but for recipes of another kind. */
static void bind_foreign(struct binder *b, const struct node *key, const char *where, unsigned kinds, int kind)
{
    struct buf those = {0}, here = {0};
    kinds_text(kinds, &those);
    kinds_text(1u << kind, &here);
    bind_problem(b, key, "key %s in %s is for recipes of kind %s, this one is of kind %s", bind_shown(b, key), where,
                 those.data, here.data);
    buf_release(&those);
    buf_release(&here);
}

static void bind_effects(struct binder *b, const struct node *v, struct recipe *r)
{
    const char *known[FX_COUNT];
    size_t n = 0;
    for (int f = 0; f < FX_COUNT; f++) {
        if (fx_kinds(f) & 1u << r->kind) {
            known[n++] = fx_table[f].key;
        }
    }
    for (size_t i = 0; i < v->n; i++) {
        int f = fx_find(v->key[i].text, v->key[i].len);
        if (f < 0) {
            bind_unknown(b, &v->key[i], "effects", known, n);
        } else if (!(fx_kinds(f) & 1u << r->kind)) {
            bind_foreign(b, &v->key[i], "effects", fx_kinds(f), r->kind);
        } else {
            bind_effect(b, f, &v->item[i], &r->fx[f]);
        }
    }
}

/* --- sections -------------------------------------------------------------------------------- */

static size_t known_keys(const char *section, int kind, const char *known[MAX_KNOWN])
{
    size_t n = 0;
    for (size_t i = 0; i < recipe_n_params && n < MAX_KNOWN; i++) {
        if (param_in(&recipe_params[i], section) && (param_kinds(&recipe_params[i]) & 1u << kind)) {
            known[n++] = param_leaf(&recipe_params[i]);
        }
    }
    for (size_t i = 1; !*section && i < recipe_n_sections && n < MAX_KNOWN; i++) {
        if (recipe_sections[i].kinds & 1u << kind) {
            known[n++] = recipe_sections[i].name;
        }
    }
    if (!*section && n < MAX_KNOWN) {
        known[n++] = "effects";
    }
    return n;
}

/* Kinds of recipe that have a section; 0: there is none of that name. */
static unsigned section_kinds(const char *key)
{
    for (size_t i = 1; i < recipe_n_sections; i++) {
        if (!strcmp(key, recipe_sections[i].name)) {
            return recipe_sections[i].kinds;
        }
    }
    return 0;
}

/* Kinds of recipe that take a key or, at the top level, a section. */
static unsigned kinds_of(const char *section, const char *key)
{
    unsigned kinds = *section ? 0 : section_kinds(key);
    for (int k = 0; k < KIND_COUNT; k++) {
        kinds |= param_find(section, key, k) ? 1u << k : 0;
    }
    return kinds;
}

/* A key without a value keeps its default. */
static void bind_section(struct binder *b, const char *section, const struct node *map,
                         struct recipe *r)
{
    for (size_t i = 0; i < map->n; i++) {
        const char *key = map->key[i].text;
        const struct node *v = &map->item[i];
        const struct param *p = param_find(section, key, r->kind);
        bool effects = !*section && !strcmp(key, "effects");
        bool below = effects || (!*section && (section_kinds(key) & 1u << r->kind));
        if (!p && !below && kinds_of(section, key)) {
            bind_foreign(b, &map->key[i], *section ? section : "a recipe", kinds_of(section, key), r->kind);
        } else if (!p && !below) {
            const char *known[MAX_KNOWN];
            size_t n = known_keys(section, r->kind, known);
            bind_unknown(b, &map->key[i], *section ? section : "a recipe", known, n);
        } else if (v->kind == NODE_NULL) {
            continue;
        } else if (p) {
            bind_param(b, p, v, r);
        } else if (v->kind != NODE_MAP) {
            bind_problem(b, v, "%s: wants a mapping of keys to values, not %s", key,
                         bind_shown(b, v));
        } else if (effects) {
            bind_effects(b, v, r);
        } else {
            size_t before = b->count;
            bind_section(b, key, v, r);
            r->text_sound |= b->count == before && !strcmp(key, "text");
            r->font_sound |= b->count == before && !strcmp(key, "font");
        }
    }
}

/* --- defaults -------------------------------------------------------------------------------- */

/* false: the key has no default. */
static bool parse_default(struct recipe *r, const char *key, const char *def, struct node *out)
{
    struct err e = {0};
    int line, column;
    if (*def && tree_parse(&r->arena, def, strlen(def), out, &line, &column, &e)) {
        BUG("default of %s: %s", key, e.msg);
    }
    return *def;
}

void bind_defaults(struct recipe *r)
{
    struct buf problems = {0};
    struct binder b = {.name = "default", .arena = &r->arena, .problems = &problems};
    struct node v;
    for (size_t i = 1; i < recipe_n_params; i++) {
        if ((param_kinds(&recipe_params[i]) & 1u << r->kind) && parse_default(r, recipe_params[i].key, recipe_params[i].def, &v)) {
            bind_param(&b, &recipe_params[i], &v, r);
        }
    }
    for (int f = 0; f < FX_COUNT; f++) {
        r->fx[f].p = fx_kinds(f) & 1u << r->kind ? fx_table[f].p : 0;
        for (int k = 0; fx_table[f].param[k].key; k++) {
            const struct fx_param *p = &fx_table[f].param[k];
            struct limits l = fx_limits(p);
            if (parse_default(r, p->key, p->def, &v)) {
                bind_dist(&b, p->key, &v, &l, &r->fx[f].v[k]);
            }
        }
    }
    if (b.count) {
        BUG("%s", problems.data);
    }
    buf_release(&problems);
}

/* --- the whole ------------------------------------------------------------------------------- */

static void drop_repeats(struct binder *b, struct node *v)
{
    size_t kept = 0;
    for (size_t i = 0; i < v->n; i++) {
        if (v->kind == NODE_MAP && v->key[i].first_line) {
            bind_problem(b, &v->key[i], "key %s stands twice, first on line %d",
                         bind_shown(b, &v->key[i]), v->key[i].first_line);
            continue;
        }
        drop_repeats(b, &v->item[i]);
        v->item[kept] = v->item[i];
        if (v->kind == NODE_MAP) {
            v->key[kept] = v->key[i];
        }
        kept++;
    }
    v->n = kept;
}

/* Where a missing key is missed: its section if the file has it. */
static const struct node *place(const struct node *root, const char *section)
{
    const struct node *v = tree_get(root, section);
    return v && !v->origin ? v : root;
}

static bool given(const struct node *root, const char *section, const char *key)
{
    const struct node *v = tree_get(tree_get(root, section), key);
    return v && v->kind != NODE_NULL && !(v->kind == NODE_SEQ && !v->n);
}

static void check_scene(struct binder *b, const struct node *root, struct recipe *r)
{
    if (r->split_by > SPLIT_SAMPLE) { /* "sku" and "brand" stand where text has "font" and "source" */
        r->split_by += SPLIT_SKU - SPLIT_FONT;
    }
    const struct dist *drop = &r->shelf.backdrop;
    bool photo = drop->kind == DIST_CHOICE ? false : dist_max(drop) >= BACKDROP_PHOTO;
    for (size_t i = 0; drop->kind == DIST_CHOICE && i < drop->n; i++) {
        photo = photo || ((int)drop->value[i] == BACKDROP_PHOTO && drop->cum[i] > (i ? drop->cum[i - 1] : 0));
    }
    if (r->kind == KIND_PRODUCT && photo && !r->n_photos) {
        const struct node *v = tree_get(tree_get(root, "product"), "backdrop");
        bind_problem(b, v ? v : root, "product.backdrop: photo needs pictures under photos");
    }
}

static void check_reader(struct binder *b, const struct node *root, struct recipe *r)
{
    struct recipe_learn *l = &r->learn;
    const struct node *data = tree_get(root, "data"), *model = tree_get(root, "model");
    if (l->height_px % 16) {
        bind_problem(b, tree_get(data, "height_px"), "data.height_px: wants a multiple of 16, not %d", l->height_px);
    }
    if (l->encoder == ENCODER_TRANSFORMER && 2 * l->hidden % l->heads) {
        const struct node *heads = tree_get(model, "heads");
        bind_problem(b, heads ? heads : place(root, "model"), "model.heads: %d do not divide %d channels", l->heads, 2 * l->hidden);
    }
    l->alphabet = l->alphabet && *l->alphabet ? l->alphabet : NULL;
}

static void check_embedder(struct binder *b, const struct node *root, struct recipe *r)
{
    struct recipe_learn *l = &r->learn;
    const struct node *model = tree_get(root, "model"), *loss = tree_get(root, "loss");
    if (l->input_px % 16) {
        bind_problem(b, tree_get(model, "input_px"),
                     "model.input_px: wants a multiple of 16, not %d", l->input_px);
    }
    if (l->dims % 16) {
        bind_problem(b, tree_get(model, "dims"), "model.dims: wants a multiple of 16, not %d",
                     l->dims);
    }
    if (l->m1 >= 0 && l->m1 < 1) {
        bind_problem(b, tree_get(loss, "m1"), "loss.m1: wants 1 or more, not %g", l->m1);
    }
    l->remember = l->remember && *l->remember ? l->remember : NULL;
}

/* "pattern=factor". */
static void check_slow(struct binder *b, const struct node *root, const struct recipe_learn *l)
{
    for (size_t i = 0; i < l->n_slow; i++) {
        const char *eq = strrchr(l->slow[i], '=');
        char *end = NULL;
        double v = eq ? strtod(eq + 1, &end) : -1;
        if (!eq || eq == l->slow[i] || end == eq + 1 || *end || !(v >= 0 && v <= 10)) {
            bind_problem(b, tree_get(tree_get(root, "train"), "slow"),
                         "train.slow: wants 'pattern=factor' with a factor of 0 to 10, not '%s'",
                         l->slow[i]);
        }
    }
}

/* What both kinds that train must have. */
static void check_learn(struct binder *b, const struct node *root, struct recipe *r)
{
    struct recipe_learn *l = &r->learn;
    const struct node *model = tree_get(root, "model");
    if (!l->n_recipes && !l->n_datasets) {
        bind_problem(b, place(root, "data"),
                     "data: nothing to learn from, one of recipes and datasets is needed");
    }
    l->augment = l->augment && *l->augment ? l->augment : NULL;
    if (l->augment && !l->n_datasets) {
        bind_problem(b, tree_get(tree_get(root, "data"), "augment"),
                     "data.augment: distorts pictures of data.datasets, and there are none "
                     "(recipes have effects of their own)");
    }
    if (l->width % 16) {
        bind_problem(b, tree_get(model, "width"), "model.width: wants a multiple of 16, not %d",
                     l->width);
    }
    l->start_from = l->start_from && *l->start_from ? l->start_from : NULL;
    check_slow(b, root, l);
    if (r->kind == KIND_READER) {
        check_reader(b, root, r);
    } else {
        check_embedder(b, root, r);
    }
}

static void check_together(struct binder *b, const struct node *root, struct recipe *r)
{
    if (!(r->split_val + r->split_test < 1)) {
        bind_problem(b, tree_get(root, "split"), "split: val and test leave nothing to train");
    }
    if (r->kind == KIND_READER || r->kind == KIND_EMBEDDER) {
        check_learn(b, root, r);
        return;
    }
    if (r->kind != KIND_TEXT) {
        check_scene(b, root, r);
        return;
    }
    const struct node *sources = tree_get(tree_get(root, "text"), "sources");
    if (!sources || sources->kind == NODE_NULL) {
        bind_problem(b, place(root, "text"), "text.sources: missing, a recipe needs a source");
        r->text_sound = false;
    }
    if (!given(root, "font", "sets") && !given(root, "font", "families") &&
        !given(root, "font", "dirs")) {
        bind_problem(b, place(root, "font"),
                     "font: names no fonts, one of sets, families, dirs is needed");
        r->font_sound = false;
    }
    const struct node *photo = tree_get(tree_get(root, "effects"), "paper_photo");
    if (r->fx[FX_paper_photo].p > 0 && !r->n_photos) {
        bind_problem(b, photo ? photo : root, "effects.paper_photo: needs pictures under photos");
    }
    if (r->alphabet && !*r->alphabet) {
        r->alphabet = NULL;
    }
}

void bind_recipe(struct binder *b, struct node *root, struct recipe *r)
{
    if (root->kind != NODE_MAP && root->kind != NODE_NULL) {
        bind_problem(b, root, "a recipe is a mapping of keys to values, not %s",
                     bind_shown(b, root));
        return;
    }
    drop_repeats(b, root);
    const struct node *kind = tree_get(root, "kind");
    size_t before = b->count;
    if (kind && kind->kind != NODE_NULL) {
        bind_param(b, &recipe_params[0], kind, r);
    }
    if (b->count > before) {
        return; /* of no known kind, all other keys would be unknown */
    }
    bind_defaults(r);
    bind_section(b, "", root, r);
    check_together(b, root, r);
}
