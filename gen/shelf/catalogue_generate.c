// SPDX-License-Identifier: MIT
/*
 * Catalogues that are made up.
 *
 * SKUs come in families: one product of one brand in a few flavours and sizes. Family f belongs to a category; every
 * round visits all categories once, in an order of its own, so that a catalogue of any length covers as many as it can.
 * In each category brands take turns: those of its department, and in one of the first rounds the shop's own. A brand has
 * one look wherever it sells: two colours, a grammar, a font; flavours add the third colour.
 *
 * Families are made one after another and n only says where to stop, so SKU k is the same for every n > k.
 */
#include <math.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "shelf/catalogue_brands.h"
#include "shelf/catalogue_parts.h"

enum { MAX_CATEGORIES = 64, MAX_FAMILY = 8, MAX_CLAIMS = 3, MAX_ID = 80 };

/* A brand and how it looks. */
struct maker {
    struct brand brand;
    enum sku_grammar grammar;
    const char *font;
    uint8_t ground[3], second[3];
    double price; /* times what others ask */
    double weight;
};

struct making {
    uint64_t seed;
    struct catalogue *out;
    size_t cap;                                     /* of out->sku */
    const struct category *category[MAX_CATEGORIES];
    uint32_t order[MAX_CATEGORIES];                 /* of this round */
    size_t n_categories;
    struct maker own;
    struct maker *maker[DEPT_COUNT];                /* by department, in the order in which they come up */
    size_t n_makers[DEPT_COUNT], cap_makers[DEPT_COUNT];
    void *names, *ids;                              /* tsearch() trees of texts already given away */
};

/* --- small things ---------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Whether `text` is new; it then counts as taken. It must live as long as the tree. */
static bool take(void **tree, const char *text)
{
    const void *const *at = tsearch(text, tree, by_text);
    if (!at) {
        BUG("out of memory");
    }
    return *at == text;
}

static void keep(void *text)
{
    (void)text; /* the arena owns it */
}

static void shuffle(struct rng *r, uint32_t *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        v[i] = (uint32_t)i;
    }
    for (size_t i = n; i > 1; i--) {
        size_t k = rng_below(r, (uint32_t)i);
        uint32_t swap = v[i - 1];
        v[i - 1] = v[k];
        v[k] = swap;
    }
}

/* Of a quotient, so that 1.4 is the 1.4 that a file says. */
static double hundredths(double v)
{
    return floor(v * 100 + 0.5) / 100;
}

/* A price as shops ask it: 0.89, 2.49, 11.99. */
static double shop_price(double v)
{
    double step_cents = v < 10 ? 10 : 50;
    double cents = floor(v * 100 / step_cents + 0.5) * step_cents - 1;
    return fmax(cents, 19) / 100;
}

/* --- brands ---------------------------------------------------------------------------------- */

static unsigned department_moods(const struct making *m, enum department d)
{
    unsigned moods = 0;
    for (size_t i = 0; i < m->n_categories; i++) {
        moods |= m->category[i]->dept == d ? m->category[i]->moods : 0;
    }
    return moods;
}

static void dress(struct rng *r, unsigned moods, const struct maker *before, struct maker *mk)
{
    mk->grammar = (enum sku_grammar)rng_below(r, GRAMMAR_DISCOUNT);
    for (int try = 0; try < 6; try++) { /* neighbours on the shelf should not look alike */
        palette_draw(r, moods, mk->ground, mk->second);
        if (!before || memcmp(before->ground, mk->ground, 3)) {
            break;
        }
    }
    mk->font = brand_font(r, mk->grammar);
    mk->price = rng_uniform(r, 0.88, 1.25);
    mk->weight = fmin(fmax(exp(0.45 * rng_normal(r)), 0.35), 3);
}

static struct brand name_brand(struct making *m, enum department d, size_t i)
{
    size_t n = 0;
    while (brands_known(d, n).name) {
        n++;
    }
    if (i < n) {
        uint32_t order[MAX_CATEGORIES];
        struct rng r = rng_stream(m->seed, RNG_CATALOGUE_ORDER, d, 1);
        shuffle(&r, order, n);
        return brands_known(d, order[i]);
    }
    struct rng r = rng_stream(m->seed, RNG_CATALOGUE_BRAND, (uint64_t)i * DEPT_COUNT + d, 1);
    for (int try = 0;; try++) {
        struct brand b = brand_invent(&r, &m->out->arena);
        if (try > 8) { /* single words run out: two of them */
            b.name = arena_printf(&m->out->arena, "%s & %s", b.name, brand_invent(&r, &m->out->arena).name);
        }
        if (take(&m->names, b.name)) {
            return b;
        }
    }
}

/* Brand i of a department; those before it exist. */
static const struct maker *maker_of(struct making *m, enum department d, size_t i)
{
    while (m->n_makers[d] <= i) {
        size_t n = m->n_makers[d];
        if (n == m->cap_makers[d]) {
            size_t cap = n ? 2 * n : 8;
            struct maker *more = arena_zarray(&m->out->arena, struct maker, cap);
            if (n) {
                memcpy(more, m->maker[d], n * sizeof *more);
            }
            m->maker[d] = more;
            m->cap_makers[d] = cap;
        }
        struct maker *mk = &m->maker[d][n];
        struct rng r = rng_stream(m->seed, RNG_CATALOGUE_BRAND, (uint64_t)n * DEPT_COUNT + d, 0);
        mk->brand = name_brand(m, d, n);
        dress(&r, department_moods(m, d), n ? &m->maker[d][n - 1] : NULL, mk);
        m->n_makers[d]++;
    }
    return &m->maker[d][i];
}

/* The shop's own brand: one look for everything, and cheap. */
static void make_own(struct making *m)
{
    static const uint8_t second[][3] = {{0xd4, 0x1f, 0x2a}, {0x14, 0x4f, 0xa8}, {0x1c, 0x7a, 0x3e}, {0xe0, 0x6a, 0x10}};
    struct rng r = rng_stream(m->seed, RNG_CATALOGUE_BRAND, UINT64_MAX, 0);
    size_t n = 0;
    while (brands_own(n).name) {
        n++;
    }
    m->own = (struct maker){.brand = brands_own(rng_below(&r, (uint32_t)n)), .grammar = GRAMMAR_DISCOUNT,
                            .ground = {0xff, 0xff, 0xff}, .price = 0.62, .weight = 1.4};
    memcpy(m->own.second, second[rng_below(&r, 4)], 3);
    m->own.font = brand_font(&r, GRAMMAR_DISCOUNT);
}

/* Who makes family f. */
static const struct maker *family_maker(struct making *m, const struct category *c, size_t place, uint64_t round)
{
    struct rng r = rng_stream(m->seed, RNG_CATALOGUE_ORDER, place, 2);
    uint64_t own_round = 1 + rng_below(&r, 3);
    if (round == own_round) {
        return &m->own;
    }
    return maker_of(m, c->dept, (size_t)(round - (round > own_round)));
}

/* --- texts ----------------------------------------------------------------------------------- */

/* ASCII for the letters of Latin-1 and Œ; others are left out. */
static const char *plain_letter(uint32_t cp)
{
    static const char *const latin[64] = {
        "a", "a", "a", "a", "ae", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o",
        "oe", "", "o", "u", "u", "u", "ue", "y", "th", "ss", "a", "a", "a", "a", "ae", "a", "ae", "c", "e", "e", "e", "e",
        "i", "i", "i", "i", "d", "n", "o", "o", "o", "o", "oe", "", "o", "u", "u", "u", "ue", "y", "th", "y"};
    return cp >= 0xc0 && cp <= 0xff ? latin[cp - 0xc0] : cp == 0x152 || cp == 0x153 ? "oe" : "";
}

/* "Crème & Café" -> "creme-cafe", appended after a '-'. */
static void add_slug(struct buf *b, const char *text)
{
    bool gap = b->len > 0;
    size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        uint32_t cp = utf8_next(text, len, &i);
        char ascii[2] = {(char)cp, 0};
        const char *letter = cp < 0x80 ? ascii : plain_letter(cp);
        if (cp >= 'A' && cp <= 'Z') {
            ascii[0] = (char)(cp + ('a' - 'A'));
        } else if (cp < 0x80 && !(cp >= 'a' && cp <= 'z') && !(cp >= '0' && cp <= '9')) {
            gap = gap || cp != '\'';
            continue;
        }
        buf_addstr(b, gap && b->len ? "-" : "");
        buf_addstr(b, letter);
        gap = false;
    }
}

static const char *make_id(struct making *m, const struct sku *s, size_t k)
{
    struct buf b = {0};
    const char *part[] = {s->brand, s->name, s->variant, s->net};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        add_slug(&b, part[i]);
    }
    size_t room = MAX_ID - 8;
    const char *id = arena_dup(&m->out->arena, b.data, b.len < room ? b.len : room);
    while (!take(&m->ids, id)) {
        id = arena_printf(&m->out->arena, "%.*s-%zu", (int)room, b.data, k);
    }
    buf_release(&b);
    return id;
}

/* The maker's number, then the article's: k through a bijection of 0..99999, so that no two are alike. */
static const char *make_ean(struct making *m, const struct sku *s, size_t k)
{
    uint32_t maker = hash_text(s->brand) % 1000000u;
    uint32_t article = (uint32_t)((k * 73939u + hash_text("article") + m->seed % 100000u) % 100000u);
    char *ean = arena_printf(&m->out->arena, "2%06u%05u0", maker, article);
    ean[12] = ean13_digit(ean);
    return ean;
}

/* "1.5 l", "6 x 330 ml", "20 Beutel". */
static const char *make_net(struct arena *a, const struct pack *p, enum lang lang)
{
    bool big = p->net >= 1000 && (!strcmp(p->unit, "ml") || !strcmp(p->unit, "g"));
    const char *unit = !big ? words_unit(p->unit, lang) : *p->unit == 'm' ? "l" : "kg";
    const char *many = p->rows ? arena_printf(a, "%d x ", p->rows * p->columns) : "";
    char *net = arena_printf(a, "%s%g %s", many, big ? p->net / 1000 : p->net, unit);
    char *dot = strchr(net, '.');
    if (dot && lang != LANG_EN) {
        *dot = ',';
    }
    return net;
}

/* The product's text with the flavour's in place of "{}"; a sentence begins with a capital. */
static const char *make_ingredients(struct arena *a, const struct product *p, const struct flavour *f)
{
    const char *hole = strstr(p->ingredients, "{}");
    char *text = !hole ? arena_printf(a, "%s", p->ingredients)
                       : arena_printf(a, "%.*s%s%s", (int)(hole - p->ingredients), p->ingredients, f->stuff, hole + 2);
    if (*text >= 'a' && *text <= 'z') {
        *text = (char)(*text - 'a' + 'A');
    }
    return text;
}

/* --- families -------------------------------------------------------------------------------- */

/* What the members of a family share. */
struct family {
    const struct category *category;
    const struct maker *maker;
    const struct product *product;
    const char *const *claim;
    size_t n_claims;
    double price; /* of the product's first package */
    double wide;  /* scale of width and depth; the height makes up for it */
};

static const struct product *draw_product(struct rng *r, const struct category *c, enum lang lang)
{
    const struct product *fits[MAX_CATEGORIES];
    for (int pass = 0; pass < 2; pass++, lang = LANG_EN) {
        uint32_t n = 0;
        for (const struct product *p = c->product; p->name && n < MAX_CATEGORIES; p++) {
            if (p->lang == lang) {
                fits[n++] = p;
            }
        }
        if (n) {
            return fits[rng_below(r, n)];
        }
    }
    BUG("category '%s' has nothing in English", c->name);
}

static void draw_claims(struct rng *r, struct arena *a, struct family *f)
{
    const char *const *all = f->category->claim[f->product->lang];
    uint32_t order[MAX_CATEGORIES];
    size_t n = 0;
    while (all && all[n] && n < MAX_CATEGORIES) {
        n++;
    }
    shuffle(r, order, n);
    size_t want = 1 + rng_below(r, MAX_CLAIMS);
    f->n_claims = want < n ? want : n;
    const char **claim = arena_zarray(a, const char *, MAX_CLAIMS);
    for (size_t i = 0; i < f->n_claims; i++) {
        claim[i] = all[order[i]];
    }
    f->claim = claim;
}

static double amount(const struct pack *p)
{
    return p->net * (p->rows ? p->rows * p->columns : 1);
}

static void set_size(const struct family *f, const struct pack *p, double out[3])
{
    /* cans have the sizes that the machines make */
    bool fixed = p->shape == SHAPE_CAN || p->shape == SHAPE_MULTIPACK;
    double wide = fixed ? 1 : f->wide;
    out[0] = round(p->size_mm[0] * wide);
    out[1] = round(p->size_mm[1] * wide);
    out[2] = round(p->size_mm[2] / (wide * wide));
}

static void set_colors(const struct family *f, const struct flavour *v, struct sku *s)
{
    uint32_t inside = f->product->contents ? f->product->contents : v->rgb;
    memcpy(s->color[0], f->maker->ground, 3);
    memcpy(s->color[1], f->maker->second, 3);
    palette_accent(v->rgb, s->color[0], s->color[2]);
    for (int i = 0; i < 3; i++) {
        s->contents[i] = (uint8_t)(inside >> (16 - 8 * i) & 255);
    }
}

static void add_sku(struct making *m, const struct family *f, const struct flavour *v, const struct pack *p)
{
    size_t k = m->out->n;
    if (k == m->cap) {
        return;
    }
    struct arena *a = &m->out->arena;
    struct sku *s = &m->out->sku[m->out->n++];
    struct rng r = rng_stream(m->seed, RNG_CATALOGUE_SKU, k, 0);
    *s = (struct sku){
        .name = f->product->name, .brand = f->maker->brand.name, .variant = v->name, .category = f->category->name,
        .shape = p->shape, .material = p->material, .grammar = f->maker->grammar,
        .motif = v->motif ? v->motif : f->product->motif, .claim = f->claim, .n_claims = f->n_claims,
        .font = f->maker->font, .shoulder = p->shoulder, .stackable = p->flags & PACK_STACKS,
        .hangs = p->flags & PACK_HANGS, .lies = p->flags & PACK_LIES, .pack_rows = p->rows ? p->rows : 1,
        .pack_columns = p->columns ? p->columns : 1, .id_number = (int)k,
    };
    set_size(f, p, s->size_mm);
    set_colors(f, v, s);
    s->net = make_net(a, p, f->product->lang);
    s->ingredients = make_ingredients(a, f->product, v);
    s->price = shop_price(f->price * pow(amount(p) / amount(f->product->pack), 0.8));
    s->seed = rng_u32(&r);
    s->weight = fmax(hundredths(f->maker->weight * rng_uniform(&r, 0.7, 1.4)), 0.1);
    s->id = make_id(m, s, k);
    s->ean = make_ean(m, s, k);
}

/* Three to eight members: flavours in one package, then some of them in another. */
static void add_family(struct making *m, struct rng *r, const struct family *f)
{
    static const double share[] = {0.62, 0.84, 0.93, 0.97, 0.985, 1}; /* of 3, 4, ... 8 members; cumulative */
    const struct product *p = f->product;
    uint32_t n_flavours = 0, n_packs = 0, order[MAX_CATEGORIES];
    while (p->flavour[n_flavours].name) {
        n_flavours++;
    }
    while (p->pack[n_packs].unit) {
        n_packs++;
    }
    uint32_t members = 3 + (uint32_t)rng_pick(r, share, 6);
    uint32_t second = n_packs > 1 && rng_unit(r) < 0.45 ? 1 + rng_below(r, members / 3) : 0;
    uint32_t flavours = members - second < n_flavours ? members - second : n_flavours;
    bool chosen[MAX_CATEGORIES] = {false};
    shuffle(r, order, n_flavours);
    for (uint32_t i = 0; i < flavours; i++) {
        chosen[order[i]] = true;
    }
    shuffle(r, order, n_packs);
    if (rng_unit(r) < 0.4) { /* the usual package first */
        uint32_t at = 0;
        while (order[at] != 0) {
            at++;
        }
        order[at] = order[0];
        order[0] = 0;
    }
    uint32_t done = 0;
    for (uint32_t pack = 0; pack < n_packs && done < members; pack++) {
        for (uint32_t i = 0; i < n_flavours && done < members; i++) { /* as the table has them: so have shelves */
            if (chosen[i]) {
                add_sku(m, f, &p->flavour[i], &p->pack[order[pack]]);
                done++;
            }
        }
    }
}

static void make_family(struct making *m, uint64_t number)
{
    uint64_t round = number / m->n_categories;
    size_t turn = (size_t)(number % m->n_categories);
    if (turn == 0) {
        struct rng order = rng_stream(m->seed, RNG_CATALOGUE_ORDER, round, 0);
        shuffle(&order, m->order, m->n_categories);
    }
    size_t place = m->order[turn];
    struct rng r = rng_stream(m->seed, RNG_CATALOGUE_FAMILY, number, 0);
    struct family f = {.category = m->category[place]};
    f.maker = family_maker(m, f.category, place, round);
    f.product = draw_product(&r, f.category, f.maker->brand.lang);
    f.price = rng_uniform(&r, f.product->price[0], f.product->price[1]) * f.maker->price;
    f.wide = rng_uniform(&r, 0.97, 1.03);
    draw_claims(&r, &m->out->arena, &f);
    add_family(m, &r, &f);
}

enum st catalogue_generate(uint64_t seed, size_t n, struct catalogue **out, struct err *e)
{
    *out = NULL;
    if (n < 1 || n > CATALOGUE_MAX) {
        return err_set(e, ST_RANGE, "a catalogue has 1 to %d SKUs, not %zu", CATALOGUE_MAX, n);
    }
    struct catalogue *c = calloc(1, sizeof *c);
    if (!c) {
        BUG("out of memory");
    }
    c->sku = arena_zarray(&c->arena, struct sku, n);
    struct making m = {.seed = seed, .out = c, .cap = n};
    while (m.n_categories < MAX_CATEGORIES && words_category(m.n_categories)) {
        m.category[m.n_categories] = words_category(m.n_categories);
        m.n_categories++;
    }
    make_own(&m);
    for (uint64_t f = 0; c->n < n; f++) {
        make_family(&m, f);
    }
    tdestroy(m.names, keep);
    tdestroy(m.ids, keep);
    *out = c;
    return ST_OK;
}
