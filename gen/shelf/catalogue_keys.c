// SPDX-License-Identifier: MIT
/* The keys of a SKU: one table, and how each type of value is taken from a node. */
#include <math.h>
#include <string.h>

#include "base/files.h"
#include "base/utf8.h"
#include "recipe/names.h"
#include "shelf/catalogue_brands.h"
#include "shelf/catalogue_parts.h"

#define SHAPES "box|can|bottle|jar|pouch|bag|tube|carton|tray|multipack|model|cutout"
#define SECTIONS "box|round|pouch"
#define MATERIALS "paper|gloss|metal|glass|pet|film|plastic"
#define GRAMMARS "bands|badge|split|photo|minimal|retro|diagonal|discount"
#define AT(field) offsetof(struct sku, field), 0
#define LIST(field) offsetof(struct sku, field), offsetof(struct sku, n_##field##s)

/* clang-format off */
const struct sku_key sku_keys[] = {
    {"id", SKU_KEY_ID, AT(id), 1, 80, "", "characters", NULL, true, "letters, digits, '-' and '_'; no two alike"},
    {"name", SKU_KEY_TEXT, AT(name), 1, 60, "", "characters", NULL, true, "of the product: Oat Drink"},
    {"brand", SKU_KEY_TEXT, AT(brand), 1, 40, "", "characters", NULL, true, "SKUs of one brand stand together on shelves"},
    {"variant", SKU_KEY_TEXT, AT(variant), 0, 60, "", "characters", NULL, false, "what tells it from its neighbours: Barista"},
    {"category", SKU_KEY_TEXT, AT(category), 1, 40, "", "characters", NULL, true, "one of yours; shelves are filled by category"},
    {"shape", SKU_KEY_NAME, AT(shape), 0, 0, "", "", SHAPES, true, "of the package"},
    {"size_mm", SKU_KEY_SIZE, AT(size_mm), 1, 1200, "", "mm", NULL, true, "width, depth and height as it stands"},
    {"material", SKU_KEY_NAME, AT(material), 0, 0, "by shape", "", MATERIALS, false, "of its outside"},
    {"grammar", SKU_KEY_NAME, AT(grammar), 0, 0, "by brand", "", GRAMMARS, false, "how its label is designed"},
    {"colors", SKU_KEY_COLORS, AT(color), 0, 0, "by brand", "", NULL, false, "ground, second and accent, as '#rrggbb'"},
    {"contents", SKU_KEY_COLOR, AT(contents), 0, 0, "by colors", "", NULL, false, "'#rrggbb' of what is in glass and PET, and of the illustration; default: the accent"},
    {"motif", SKU_KEY_WORD, AT(motif), 0, 0, "leaf", "", SKU_MOTIFS, false, "what the illustration shows"},
    {"net", SKU_KEY_TEXT, AT(net), 0, 24, "", "characters", NULL, false, "net contents: 500 g"},
    {"claims", SKU_KEY_TEXTS, LIST(claim), 1, 60, "", "characters", NULL, false, "short sentences that praise it, at most 12"},
    {"ingredients", SKU_KEY_TEXT, AT(ingredients), 0, 1500, "", "characters", NULL, false, "as printed on the back"},
    {"ean", SKU_KEY_EAN, AT(ean), 0, 0, "by id", "", NULL, false, "13 digits with the right check digit, in quotes; default: a number that no shop sells"},
    {"price", SKU_KEY_NUMBER, AT(price), 0.01, 99999, "", "", NULL, true, "of one, in the recipe's currency"},
    {"font", SKU_KEY_TEXT, AT(font), 1, 80, "by grammar", "characters", NULL, false, "family of brand and name"},
    {"seed", SKU_KEY_SEED, AT(seed), 0, 4294967295.0, "by id", "", NULL, false, "of what is drawn and not said here"},
    {"shoulder", SKU_KEY_NUMBER, AT(shoulder), 0, 0.95, "0", "", NULL, false, "bottles and jars: share of the height where the neck begins; 0 = by shape and seed"},
    {"stackable", SKU_KEY_FLAG, AT(stackable), 0, 0, "false", "", NULL, false, "may stand on one of its kind"},
    {"hangs", SKU_KEY_FLAG, AT(hangs), 0, 0, "false", "", NULL, false, "may hang on a peg"},
    {"lies", SKU_KEY_FLAG, AT(lies), 0, 0, "false", "", NULL, false, "may lie on its back"},
    {"pack_rows", SKU_KEY_INT, AT(pack_rows), 1, 6, "1", "", NULL, false, "multipack: from front to back"},
    {"pack_columns", SKU_KEY_INT, AT(pack_columns), 1, 6, "1", "", NULL, false, "multipack: side by side"},
    {"front", SKU_KEY_FILE, AT(front), 0, 0, "", "", NULL, false, "pack shot: a picture of the whole front, cut to its edges"},
    {"back", SKU_KEY_FILE, AT(back), 0, 0, "", "", NULL, false, "pack shot of the back; needs front"},
    {"side", SKU_KEY_FILE, AT(side), 0, 0, "", "", NULL, false, "pack shot of the sides; needs front"},
    {"model", SKU_KEY_FILE, AT(model), 0, 0, "", "", NULL, false, "glTF, OBJ, .blend or .mesh file; goes with shape: model"},
    {"outline", SKU_KEY_NUMBERS, LIST(outline), 0, 1, "", "shares of the picture", NULL, false, "cutout: top and bottom of the pack in its picture, then left and right edge of rows from top to bottom"},
    {"section", SKU_KEY_NAME, AT(section), 0, 0, "box", "", SECTIONS, false, "cutout: what it is, seen from above"},
    {"edge", SKU_KEY_NUMBER, AT(edge), -0.8, 0.8, "0", "", NULL, false, "cutout box: share of the picture's width, at its left (negative: right), that shows a side"},
    {"roof", SKU_KEY_NUMBER, AT(roof), 0, 0.95, "0", "", NULL, false, "cutout box: share of the height where a gable begins; 0 = none"},
    {"weight", SKU_KEY_NUMBER, AT(weight), 0.001, 1000, "1", "", NULL, false, "how often it is put on shelves"},
};
/* clang-format on */
const size_t sku_n_keys = sizeof sku_keys / sizeof *sku_keys;

enum { MAX_SKU_KEYS = 64 };
_Static_assert(sizeof sku_keys / sizeof *sku_keys <= MAX_SKU_KEYS, "raise it");

/* clang-format off */
static const char *const shape_name[SHAPE_COUNT] = {
    "box", "can", "bottle", "jar", "pouch", "bag", "tube", "carton", "tray", "multipack", "model", "cutout"};
static const char *const material_name[SKU_MATERIAL_COUNT] = {
    "paper", "gloss", "metal", "glass", "pet", "film", "plastic"};
static const char *const grammar_name[GRAMMAR_COUNT] = {
    "bands", "badge", "split", "photo", "minimal", "retro", "diagonal", "discount"};
/* clang-format on */

const char *sku_shape_name(enum sku_shape shape)
{
    return shape_name[shape];
}

const char *sku_material_name(enum sku_material material)
{
    return material_name[material];
}

const char *sku_grammar_name(enum sku_grammar grammar)
{
    return grammar_name[grammar];
}

uint32_t hash_text(const char *s)
{
    uint32_t h = 2166136261u; /* Fowler, Noll and Vo, 1991 */
    for (; *s; s++) {
        h = (h ^ (unsigned char)*s) * 16777619u;
    }
    return h;
}

char ean13_digit(const char *twelve)
{
    int sum = 0;
    for (int i = 0; i < 12; i++) {
        sum += (twelve[i] - '0') * (i % 2 ? 3 : 1);
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

/* --- texts ----------------------------------------------------------------------------------- */

/* Neither printed nor allowed by YAML as it is. */
static bool is_control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 || cp == 0x2029 || cp == 0xfeff ||
           (cp & 0xfffe) == 0xfffe;
}

/* NFC, with every run of white space one space and none at the ends. false: a control character. */
static bool tidy_text(struct arena *a, const struct node *v, const char **out, size_t *n_chars)
{
    size_t len;
    char *text = utf8_nfc(a, v->text, v->len, &len), *to = text;
    bool good = true, space = false;
    *n_chars = 0;
    for (size_t i = 0; i < len;) {
        size_t from = i;
        uint32_t cp = utf8_next(text, len, &i);
        if (cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r') {
            space = to > text;
            continue;
        }
        good = good && !is_control(cp);
        *n_chars += space + 1u;
        if (space) {
            *to++ = ' ';
        }
        space = false;
        memmove(to, text + from, i - from);
        to += i - from;
    }
    *to = 0;
    *out = text;
    return good;
}

static bool bind_text(struct binder *b, const char *path, const struct sku_key *k, const struct node *v,
                      const char **out)
{
    const char *text;
    size_t n;
    if (!bind_string(b, path, v, &text)) {
        return false;
    }
    if (!tidy_text(b->arena, v, &text, &n)) {
        bind_problem(b, v, "%s: %s has a control character in it", path, bind_shown(b, v));
        return false;
    }
    if (!((double)n >= k->min && (double)n <= k->max)) {
        bind_problem(b, v, "%s: wants %g to %g characters, not %zu", path, k->min, k->max, n);
        return false;
    }
    *out = text;
    return true;
}

static void bind_texts(struct binder *b, const char *path, const struct sku_key *k, const struct node *v,
                       struct sku *s)
{
    const struct node *item = v->kind == NODE_SEQ ? v->item : v;
    size_t n = v->kind == NODE_SEQ ? v->n : 1;
    if (n > SKU_MAX_CLAIMS) {
        bind_problem(b, v, "%s: wants at most %d texts, not %zu", path, SKU_MAX_CLAIMS, n);
        return;
    }
    const char **list = arena_zarray(b->arena, const char *, n ? n : 1);
    bool good = true;
    for (size_t i = 0; i < n; i++) {
        good = bind_text(b, arena_printf(b->arena, "%s.%zu", path, i), k, &item[i], &list[i]) && good;
    }
    if (good) {
        s->claim = list;
        s->n_claims = n;
    }
}

static void bind_numbers(struct binder *b, const char *path, const struct sku_key *k,
                         const struct node *v, struct sku *s)
{
    enum { MOST = 2 + 2 * SKU_OUTLINE_ROWS };
    if (v->kind != NODE_SEQ || v->n > MOST) {
        bind_problem(b, v, "%s: wants a list of at most %d numbers", path, MOST);
        return;
    }
    struct limits l = {.min = k->min, .max = k->max, .unit = k->unit};
    double *list = arena_zarray(b->arena, double, v->n + 1);
    bool good = true;
    for (size_t i = 0; i < v->n; i++) {
        good =
            bind_number(b, arena_printf(b->arena, "%s.%zu", path, i), &v->item[i], &l, &list[i]) &&
            good;
    }
    if (good) {
        s->outline = list;
        s->n_outlines = v->n;
    }
}

static void bind_id(struct binder *b, const char *path, const struct sku_key *k, const struct node *v,
                    const char **out)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *id;
    if (!bind_text(b, path, k, v, &id)) {
        return;
    }
    if (id[strspn(id, letters)]) {
        bind_problem(b, v, "%s: wants letters, digits, '-' and '_', not %s", path, bind_shown(b, v));
        return;
    }
    *out = id;
}

/* One of many words: too many to list them in a message. */
static void bind_word(struct binder *b, const char *path, const struct sku_key *k, const struct node *v,
                      const char **out)
{
    enum { MAX_WORDS = 128 };
    const char *word, *candidate[MAX_WORDS];
    size_t n = 0, len;
    if (v->kind == NODE_SCALAR && names_find(k->names, v->text, v->len) >= 0) {
        *out = v->text;
        return;
    }
    while (n < MAX_WORDS && (word = names_at(k->names, (int)n, &len))) {
        candidate[n++] = arena_dup(b->arena, word, len);
    }
    const char *near = v->kind == NODE_SCALAR ? names_nearest(v->text, candidate, n) : NULL;
    bind_problem(b, v, "%s: %s is none of the %zu words of docs/catalogue.md%s%s%s", path, bind_shown(b, v), n,
                 near ? " (did you mean '" : "", near ? near : "", near ? "'?)" : "");
}

/* --- colours, sizes, numbers of articles, files -------------------------------------------------- */

static bool bind_color(struct binder *b, const char *path, const struct node *v, uint8_t out[3])
{
    static const char digits[] = "0123456789abcdef";
    bool good = v->kind == NODE_SCALAR && v->len == 7 && v->text[0] == '#';
    int value[6] = {0};
    for (int i = 0; good && i < 6; i++) {
        char c = v->text[i + 1];
        const char *at = strchr(digits, c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c);
        good = at && *at;
        value[i] = good ? (int)(at - digits) : 0;
    }
    if (!good) {
        bind_problem(b, v, "%s: wants a colour like '#1a2b3c' (in quotes: # begins a comment), not %s", path,
                     bind_shown(b, v));
        return false;
    }
    for (int i = 0; i < 3; i++) {
        out[i] = (uint8_t)(value[2 * i] * 16 + value[2 * i + 1]);
    }
    return true;
}

static void bind_colors(struct binder *b, const char *path, const struct node *v, uint8_t out[3][3])
{
    if (v->kind != NODE_SEQ || v->n != 3) {
        bind_problem(b, v, "%s: wants three colours: ground, second, accent", path);
        return;
    }
    for (int i = 0; i < 3; i++) {
        bind_color(b, arena_printf(b->arena, "%s.%d", path, i), &v->item[i], out[i]);
    }
}

static void bind_size(struct binder *b, const char *path, const struct sku_key *k, const struct node *v,
                      double out[3])
{
    if (v->kind != NODE_SEQ || v->n != 3) {
        bind_problem(b, v, "%s: wants width, depth and height, [70, 70, 200]", path);
        return;
    }
    struct limits l = {.min = k->min, .max = k->max, .unit = k->unit};
    for (int i = 0; i < 3; i++) {
        bind_number(b, arena_printf(b->arena, "%s.%d", path, i), &v->item[i], &l, &out[i]);
    }
}

static void bind_ean(struct binder *b, const char *path, const struct node *v, const char **out)
{
    if (v->kind != NODE_SCALAR || v->len != 13 || strspn(v->text, "0123456789") != 13) {
        bind_problem(b, v, "%s: wants 13 digits, not %s", path, bind_shown(b, v));
    } else if (v->text[12] != ean13_digit(v->text)) {
        bind_problem(b, v, "%s: the check digit of %s should be %c", path, bind_shown(b, v), ean13_digit(v->text));
    } else {
        *out = v->text;
    }
}

static void bind_file(struct binder *b, const char *path, const char *folder, const struct node *v,
                      const char **out)
{
    const char *name;
    if (!bind_string(b, path, v, &name)) {
        return;
    }
    size_t n_chars;
    const char *tidy;
    if (!tidy_text(b->arena, v, &tidy, &n_chars) || strcmp(tidy, name)) {
        bind_problem(b, v, "%s: %s is no name of a file that can be written down again", path, bind_shown(b, v));
        return;
    }
    const char *beside = *name == '/' ? name : arena_printf(b->arena, "%s/%s", folder, name);
    if (file_exists(beside)) {
        *out = beside;
    } else if (file_exists(name)) {
        *out = name;
    } else {
        bind_problem(b, v, "%s: there is no file %s (looked for '%s')", path, bind_shown(b, v), beside);
    }
}

/* --- one key, one SKU ------------------------------------------------------------------------ */

static void bind_key(struct binder *b, const char *path, const char *folder, const struct sku_key *k,
                     const struct node *v, struct sku *s)
{
    void *at = (char *)s + k->offset;
    struct limits l = {.min = k->min, .max = k->max, .unit = k->unit, .names = k->names,
                       .whole = k->type == SKU_KEY_INT || k->type == SKU_KEY_SEED};
    double x;
    switch (k->type) {
    case SKU_KEY_ID:
        bind_id(b, path, k, v, at);
        break;
    case SKU_KEY_TEXT:
        bind_text(b, path, k, v, at);
        break;
    case SKU_KEY_TEXTS:
        bind_texts(b, path, k, v, s);
        break;
    case SKU_KEY_NUMBERS:
        bind_numbers(b, path, k, v, s);
        break;
    case SKU_KEY_NAME:
        if (bind_number(b, path, v, &l, &x)) {
            *(int *)at = (int)x;
        }
        break;
    case SKU_KEY_WORD:
        bind_word(b, path, k, v, at);
        break;
    case SKU_KEY_NUMBER:
        bind_number(b, path, v, &l, at);
        break;
    case SKU_KEY_INT:
        if (bind_number(b, path, v, &l, &x)) {
            *(int *)at = (int)x;
        }
        break;
    case SKU_KEY_SEED:
        if (bind_number(b, path, v, &l, &x)) {
            *(uint32_t *)at = (uint32_t)x;
        }
        break;
    case SKU_KEY_FLAG:
        bind_flag(b, path, v, at);
        break;
    case SKU_KEY_SIZE:
        bind_size(b, path, k, v, at);
        break;
    case SKU_KEY_COLOR:
        bind_color(b, path, v, at);
        break;
    case SKU_KEY_COLORS:
        bind_colors(b, path, v, at);
        break;
    case SKU_KEY_EAN:
        bind_ean(b, path, v, at);
        break;
    case SKU_KEY_FILE:
        bind_file(b, path, folder, v, at);
        break;
    }
}

static bool given(const struct node *v, const char *key)
{
    const struct node *item = tree_get(v, key);
    return item && item->kind != NODE_NULL;
}

/* A number of the block that GS1 leaves to shops for their own use (prefixes 20-29): no product bears it. */
static const char *ean_by_id(struct arena *a, const char *id)
{
    uint64_t n = ((uint64_t)hash_text(id) << 8 ^ hash_text(arena_printf(a, "%s#", id))) % 10000000000u;
    char *ean = arena_printf(a, "29%010llu0", (unsigned long long)n);
    ean[12] = ean13_digit(ean);
    return ean;
}

/* Values that follow from others. */
static void complete(struct binder *b, const struct node *v, struct sku *s)
{
    static const enum sku_material usual[SHAPE_COUNT] = {
        [SHAPE_BOX] = SKU_PAPER,      [SHAPE_CAN] = SKU_METAL,     [SHAPE_BOTTLE] = SKU_PET,
        [SHAPE_JAR] = SKU_GLASS,      [SHAPE_POUCH] = SKU_FILM,    [SHAPE_BAG] = SKU_FILM,
        [SHAPE_TUBE] = SKU_PLASTIC,   [SHAPE_CARTON] = SKU_GLOSS,  [SHAPE_TRAY] = SKU_PLASTIC,
        [SHAPE_MULTIPACK] = SKU_FILM, [SHAPE_MODEL] = SKU_PLASTIC, [SHAPE_CUTOUT] = SKU_GLOSS,
    };
    uint32_t by_brand = hash_text(s->brand);
    if (!given(v, "material")) {
        s->material = usual[s->shape];
    }
    if (!given(v, "grammar")) {
        s->grammar = (enum sku_grammar)(by_brand % GRAMMAR_DISCOUNT);
    }
    if (!given(v, "colors")) {
        palette_by_hash(by_brand, s->color);
    }
    if (!given(v, "contents")) {
        memcpy(s->contents, s->color[2], sizeof s->contents);
    }
    if (!given(v, "ean")) {
        s->ean = ean_by_id(b->arena, s->id);
    }
    if (!given(v, "seed")) {
        s->seed = hash_text(s->id);
    }
}

/* false: the key has none, or one that complete() finds. */
static bool default_node(struct binder *b, const struct sku_key *k, struct node *out)
{
    struct err e = {0};
    int line, column;
    if (!*k->def || !strncmp(k->def, "by ", 3)) {
        return false;
    }
    if (tree_parse(b->arena, k->def, strlen(k->def), out, &line, &column, &e)) {
        BUG("default of %s: %s", k->key, e.msg);
    }
    return true;
}

void sku_defaults(struct binder *b, struct sku *s)
{
    *s = (struct sku){.id = "", .name = "", .brand = "", .variant = "", .category = "", .motif = "leaf", .net = "",
                      .ingredients = "", .ean = ""};
    size_t before = b->count;
    struct node def;
    for (size_t i = 0; i < sku_n_keys; i++) {
        if (default_node(b, &sku_keys[i], &def)) {
            bind_key(b, sku_keys[i].key, "", &sku_keys[i], &def, s);
        }
    }
    if (b->count != before) {
        BUG("a default of a SKU is out of its range");
    }
}

static void bind_entry(struct binder *b, const char *path, const char *folder, const struct node *key,
                       const struct node *v, struct sku *s)
{
    const char *known[MAX_SKU_KEYS];
    size_t k = 0;
    for (size_t i = 0; i < sku_n_keys; i++) {
        known[i] = sku_keys[i].key;
    }
    while (k < sku_n_keys && strcmp(known[k], key->text)) {
        k++;
    }
    if (key->first_line) {
        bind_problem(b, key, "%s: key %s stands twice, first on line %d", path, bind_shown(b, key), key->first_line);
    } else if (k == sku_n_keys) {
        bind_unknown(b, key, path, known, sku_n_keys);
    } else if (v->kind != NODE_NULL) {
        bind_key(b, arena_printf(b->arena, "%s.%s", path, known[k]), folder, &sku_keys[k], v, s);
    }
}

void sku_bind(struct binder *b, const char *path, const char *folder, const struct node *v, struct sku *s)
{
    s->line = v->line;
    if (v->kind != NODE_MAP) {
        bind_problem(b, v, "%s: a SKU is a mapping of keys to values, not %s", path, bind_shown(b, v));
        return;
    }
    size_t before = b->count;
    for (size_t i = 0; i < v->n; i++) {
        bind_entry(b, path, folder, &v->key[i], &v->item[i], s);
    }
    for (size_t i = 0; i < sku_n_keys; i++) {
        if (sku_keys[i].required && !given(v, sku_keys[i].key)) {
            bind_problem(b, v, "%s: needs %s", path, sku_keys[i].key);
        }
    }
    complete(b, v, s);
    if (b->count == before) {
        sku_check(b, path, v, s);
    }
}

static bool is_text(const struct sku_key *k)
{
    return k->type == SKU_KEY_ID || k->type == SKU_KEY_TEXT || k->type == SKU_KEY_WORD || k->type == SKU_KEY_EAN ||
           k->type == SKU_KEY_FILE;
}

struct sku sku_copy(struct arena *a, const struct sku *s)
{
    struct sku copy = *s;
    for (size_t i = 0; i < sku_n_keys; i++) {
        const char **text = (const char **)(void *)((char *)&copy + sku_keys[i].offset);
        if (is_text(&sku_keys[i]) && *text) {
            *text = arena_dup(a, *text, strlen(*text));
        }
    }
    const char **claim = arena_zarray(a, const char *, s->n_claims ? s->n_claims : 1);
    for (size_t i = 0; i < s->n_claims; i++) {
        claim[i] = arena_dup(a, s->claim[i], strlen(s->claim[i]));
    }
    copy.claim = claim;
    if (s->n_outlines) {
        double *outline = arena_array(a, double, s->n_outlines);
        memcpy(outline, s->outline, s->n_outlines * sizeof *outline);
        copy.outline = outline;
    }
    return copy;
}
