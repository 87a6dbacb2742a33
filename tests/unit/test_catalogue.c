// SPDX-License-Identifier: MIT
/* Catalogues: what a file may say, the exact words about what is wrong, and products that are made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/utf8.h"
#include "recipe/names.h"
#include "shelf/catalogue.h"
#include "shelf/catalogue_brands.h"
#include "shelf/packs.h"

/* One SKU from line 2 on, with room for more keys. */
#define LEAST "skus:\n- {id: a, name: N, brand: B, category: c, shape: box, size_mm: [80, 40, 120], price: 1}\n"
#define SKU(more) "skus:\n- {id: a, name: N, brand: B, category: c, price: 1, " more "}\n"

struct parsed {
    struct catalogue *c;
    struct buf problems;
    struct err e;
    enum st st;
};

static struct parsed parse(const char *yaml)
{
    struct parsed p = {0};
    p.st = catalogue_parse("c.yaml", yaml, strlen(yaml), &p.problems, &p.c, &p.e);
    return p;
}

static void release(struct parsed *p)
{
    catalogue_free(p->c);
    buf_release(&p->problems);
}

static void assert_problems(const char *yaml, const char *want)
{
    struct parsed p = parse(yaml);
    assert_string_equal(p.problems.data ? p.problems.data : "", want);
    assert_int_equal(p.st, *want ? ST_RECIPE : ST_OK);
    assert_true(!p.c == (*want != 0));
    release(&p);
}

static struct catalogue *generated(uint64_t seed, size_t n)
{
    struct catalogue *c = NULL;
    struct err e = {0};
    assert_int_equal(catalogue_generate(seed, n, &c, &e), ST_OK);
    assert_int_equal(catalogue_count(c), n);
    return c;
}

static void assert_same_sku(const struct sku *a, const struct sku *b)
{
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->brand, b->brand);
    assert_string_equal(a->variant, b->variant);
    assert_string_equal(a->category, b->category);
    assert_int_equal(a->shape, b->shape);
    assert_memory_equal(a->size_mm, b->size_mm, sizeof a->size_mm);
    assert_int_equal(a->material, b->material);
    assert_int_equal(a->grammar, b->grammar);
    assert_memory_equal(a->color, b->color, sizeof a->color);
    assert_memory_equal(a->contents, b->contents, sizeof a->contents);
    assert_string_equal(a->motif, b->motif);
    assert_string_equal(a->net, b->net);
    assert_int_equal(a->n_claims, b->n_claims);
    for (size_t i = 0; i < a->n_claims; i++) {
        assert_string_equal(a->claim[i], b->claim[i]);
    }
    assert_string_equal(a->ingredients, b->ingredients);
    assert_string_equal(a->ean, b->ean);
    assert_true(a->price == b->price && a->shoulder == b->shoulder && a->weight == b->weight);
    assert_string_equal(a->font ? a->font : "-", b->font ? b->font : "-");
    assert_int_equal(a->seed, b->seed);
    assert_int_equal(a->stackable, b->stackable);
    assert_int_equal(a->hangs, b->hangs);
    assert_int_equal(a->lies, b->lies);
    assert_int_equal(a->pack_rows, b->pack_rows);
    assert_int_equal(a->pack_columns, b->pack_columns);
    assert_int_equal(a->id_number, b->id_number);
}

/* --- reading --------------------------------------------------------------------------------- */

static void test_defaults(void **state)
{
    (void)state;
    struct parsed p = parse(LEAST);
    assert_int_equal(p.st, ST_OK);
    const struct sku *s = catalogue_sku(p.c, 0);
    assert_int_equal(s->shape, SHAPE_BOX);
    assert_int_equal(s->material, SKU_PAPER);
    assert_true(s->size_mm[0] == 80 && s->size_mm[1] == 40 && s->size_mm[2] == 120);
    assert_string_equal(s->motif, "leaf");
    assert_string_equal(s->variant, "");
    assert_null(s->font);
    assert_null(s->front);
    assert_int_equal(s->n_claims, 0);
    assert_int_equal(s->pack_rows, 1);
    assert_true(s->weight == 1);
    assert_int_equal(strlen(s->ean), 13);
    assert_int_equal(s->ean[12], ean13_digit(s->ean));
    assert_memory_equal(s->ean, "29", 2);
    assert_int_equal(s->line, 2);
    release(&p);
}

/* Two SKUs of a brand that says nothing of its looks look alike; the seeds of what is drawn differ. */
static void test_brand_gives_looks(void **state)
{
    (void)state;
    struct parsed p = parse("skus:\n"
                            "- {id: a, name: N, brand: B, category: c, shape: box, size_mm: [80, 40, 120], price: 1}\n"
                            "- {id: b, name: M, brand: B, category: d, shape: can, size_mm: [66, 66, 115], price: 1}\n");
    assert_int_equal(p.st, ST_OK);
    const struct sku *a = catalogue_sku(p.c, 0), *b = catalogue_sku(p.c, 1);
    assert_int_equal(a->grammar, b->grammar);
    assert_memory_equal(a->color, b->color, sizeof a->color);
    assert_int_not_equal(a->seed, b->seed);
    assert_string_not_equal(a->ean, b->ean);
    release(&p);
}

static void test_every_key(void **state)
{
    (void)state;
    struct parsed p = parse(
        "skus:\n"
        "  - id: Ab_9-x\n    name: '  Oat \\n Drink '\n    brand: Cafe\xcc\x81\n    variant: \"Bar\\tista\"\n    category: plant drinks\n"
        "    shape: bottle\n    size_mm: [72.5, 71, 200]\n    material: pet\n    grammar: retro\n"
        "    colors: ['#010203', '#A0b0C0', '#ffffff']\n    contents: '#7f8081'\n    motif: grain\n    net: 1 l\n"
        "    claims: [no sugar, \"it's: good\"]\n    ingredients: >\n      Water,\n      oats\n    ean: '4006381333931'\n"
        "    price: 2.19\n    font: Lato\n    seed: 4294967295\n    shoulder: 0.6\n    stackable: yes\n    hangs: true\n"
        "    lies: on\n    weight: 2.5\n");
    assert_string_equal(p.problems.data ? p.problems.data : "", "");
    const struct sku *s = catalogue_sku(p.c, 0);
    assert_string_equal(s->id, "Ab_9-x");
    assert_string_equal(s->name, "Oat \\n Drink");
    assert_string_equal(s->brand, "Caf\xc3\xa9"); /* NFC */
    assert_string_equal(s->variant, "Bar ista");
    assert_true(s->size_mm[0] == 72.5);
    assert_int_equal(s->material, SKU_PET);
    assert_int_equal(s->grammar, GRAMMAR_RETRO);
    static const uint8_t color[3][3] = {{1, 2, 3}, {0xa0, 0xb0, 0xc0}, {255, 255, 255}};
    assert_memory_equal(s->color, color, sizeof color);
    assert_int_equal(s->contents[2], 0x81);
    assert_string_equal(s->motif, "grain");
    assert_int_equal(s->n_claims, 2);
    assert_string_equal(s->claim[1], "it's: good");
    assert_string_equal(s->ingredients, "Water, oats");
    assert_int_equal(s->seed, 4294967295u);
    assert_true(s->stackable && s->hangs && s->lies);
    assert_true(s->price == 2.19 && s->shoulder == 0.6 && s->weight == 2.5);
    /* and all of it again from what is written */
    struct buf text = {0};
    catalogue_write(p.c, &text);
    struct parsed again = parse(text.data);
    assert_int_equal(again.st, ST_OK);
    assert_same_sku(s, catalogue_sku(again.c, 0));
    buf_release(&text);
    release(&again);
    release(&p);
}

static void test_problems(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "c.yaml:1:1: a catalogue is a mapping with the key skus or generate, not nothing\n"},
        {"sku: []\n", "c.yaml:1:1: unknown key 'sku' in a catalogue (did you mean 'skus'?)\n"
                      "c.yaml:1:1: a catalogue has one of skus and generate\n"},
        {"skus: []\n", "c.yaml:1:7: skus: wants a list of 1 to 100000 SKUs\n"},
        {"skus: [7]\n", "c.yaml:1:8: skus.0: a SKU is a mapping of keys to values, not '7'\n"},
        {"generate: 0\n",
         "c.yaml:1:11: generate: wants a whole number from 1 to 100000 SKUs, not '0'\n"},
        {"generate: 5\nskus: []\n", "c.yaml:1:1: a catalogue has one of skus and generate\n"},
        {LEAST "seed: 1\n", "c.yaml:3:7: seed: goes with generate (a SKU has a seed of its own)\n"},
        {"skus:\n- {name: N}\n",
         "c.yaml:2:3: skus.0: needs id\nc.yaml:2:3: skus.0: needs brand\n"
         "c.yaml:2:3: skus.0: needs category\nc.yaml:2:3: skus.0: needs shape\n"
         "c.yaml:2:3: skus.0: needs size_mm\nc.yaml:2:3: skus.0: needs price\n"},
        {SKU("shape: bottel, size_mm: [60, 60, 200], flavor: x"),
         "c.yaml:2:60: skus.0.shape: 'bottel' is none of: box, can, bottle, jar, pouch, bag, tube, "
         "carton, tray, "
         "multipack, model, cutout (did you mean 'bottle'?)\n"
         "c.yaml:2:92: unknown key 'flavor' in skus.0 (keys: id, name, brand, variant, category, "
         "shape, size_mm, "
         "material, grammar, colors, contents, motif, net, claims, ingredients, ean, price, font, "
         "seed, shoulder, "
         "stackable, hangs, lies, pack_rows, pack_columns, front, back, side, model, outline, "
         "section, edge, roof, weight)\n"},
        {SKU("shape: box, size_mm: [80, 40, 120], wieght: 2"),
         "c.yaml:2:89: unknown key 'wieght' in skus.0 (did you mean 'weight'?)\n"},
        {SKU("shape: can, size_mm: [66, 115, 66]"),
         "c.yaml:2:74: skus.0.size_mm: a can is round, width and depth may differ by 1 % (66 and "
         "115 mm)\n"},
        {SKU("shape: carton, size_mm: [70, 70, 2000]"),
         "c.yaml:2:86: skus.0.size_mm.2: wants a number from 1 to 1200 mm, not '2000'\n"},
        {SKU("shape: carton, size_mm: [70, 70, 640]"),
         "c.yaml:2:86: skus.0.size_mm: height of a carton wants 60 to 400 mm, not 640\n"},
        {SKU("shape: bottle, size_mm: [250, 80, 80]"),
         "c.yaml:2:77: skus.0.size_mm: a bottle is 1 to 8 times as high as it is wide, not 0.32 "
         "(width, depth, height?)\n"},
        {SKU("shape: box, size_mm: [80, 40]"),
         "c.yaml:2:74: skus.0.size_mm: wants width, depth and height, [70, 70, 200]\n"},
        {SKU("shape: box, size_mm: [80, 40, 120], ean: '4006381333932'"),
         "c.yaml:2:94: skus.0.ean: the check digit of '4006381333932' should be 1\n"},
        {SKU("shape: box, size_mm: [80, 40, 120], ean: 400638133393"),
         "c.yaml:2:94: skus.0.ean: wants 13 digits, not '400638133393'\n"},
        {SKU("shape: box, size_mm: [80, 40, 120], contents: '#12345g'"),
         "c.yaml:2:99: skus.0.contents: wants a colour like '#1a2b3c' (in quotes: # begins a "
         "comment), not '#12345g'\n"},
        {SKU("shape: box, size_mm: [80, 40, 120], price: -1"),
         "c.yaml:2:89: skus.0: key 'price' stands twice, first on line 2\n"},
        {SKU("shape: box, size_mm: [80, 40, 120], front: no-such.png"),
         "c.yaml:2:96: skus.0.front: there is no file 'no-such.png' (looked for "
         "'./no-such.png')\n"},
        {SKU("shape: model, size_mm: [80, 40, 120]"),
         "c.yaml:2:60: skus.0.shape: model needs the key model, a file\n"},
        {SKU("shape: multipack, size_mm: [200, 130, 120]"),
         "c.yaml:2:60: skus.0.shape: multipack needs pack_rows or pack_columns above 1\n"},
        {SKU("shape: multipack, size_mm: [300, 300, 120], pack_rows: 5, pack_columns: 5"),
         "c.yaml:2:60: skus.0.shape: a multipack has at most 24 units, not 5 x 5\n"},
        {SKU("shape: can, size_mm: [66, 66, 115], pack_columns: 3"),
         "c.yaml:2:103: skus.0.pack_columns: goes with shape: multipack, not with can\n"},
        {SKU("shape: can, size_mm: [66, 66, 115], shoulder: 0.5"),
         "c.yaml:2:99: skus.0.shoulder: goes with bottles and jars, not with can\n"},
        {SKU("shape: box, size_mm: [80, 40, 120], motif: banan"),
         "c.yaml:2:96: skus.0.motif: 'banan' is none of the 67 words of docs/catalogue.md (did you "
         "mean 'banana'?)\n"},
        {SKU("shape: box, size_mm: [80, 40, 120], variant: \"a\\u0007b\""),
         "c.yaml:2:98: skus.0.variant: 'a?b' has a control character in it\n"},
        {"skus:\n- {id: a b, name: N, brand: B, category: c, shape: box, size_mm: [80, 40, 120], "
         "price: 1}\n",
         "c.yaml:2:8: skus.0.id: wants letters, digits, '-' and '_', not 'a b'\n"},
        {"skus: [{a: 1", "c.yaml:2:1: not YAML: did not find expected ',' or '}'\n"},
        {"skus:\n\xff", "c.yaml:2:1: byte 0xff is not UTF-8 text\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_problems(cases[i][0], cases[i][1]);
    }
}

static void test_twice(void **state)
{
    (void)state;
    assert_problems("skus:\n"
                    "- {id: a, name: N, brand: B, category: c, shape: box, size_mm: [80, 40, 120], price: 1, ean: '4006381333931'}\n"
                    "- {id: b, name: N, brand: B, category: c, shape: box, size_mm: [80, 40, 120], price: 1}\n"
                    "- {id: a, name: N, brand: B, category: c, shape: box, size_mm: [80, 40, 120], price: 1, ean: '4006381333931'}\n",
                    "c.yaml:4:8: skus.2.id: 'a' is the id of skus.0, too (line 2)\n"
                    "c.yaml:4:94: skus.2.ean: '4006381333931' is the ean of skus.0, too (line 2)\n");
    /* EANs that follow from equal ids are equal: not a second mistake. */
    assert_problems(
        "skus:\n"
        "- {id: a, name: N, brand: B, category: c, shape: box, size_mm: [80, 40, 120], price: 1}\n"
        "- {id: a, name: M, brand: B, category: c, shape: box, size_mm: [80, 40, 120], price: 2}\n",
        "c.yaml:3:8: skus.1.id: 'a' is the id of skus.0, too (line 2)\n");
}

/* Published examples: ISBN-13 of the ISO 2108 example and two of GS1's. */
static void test_check_digit(void **state)
{
    (void)state;
    assert_int_equal(ean13_digit("978030640615"), '7');
    assert_int_equal(ean13_digit("629104150021"), '3');
    assert_int_equal(ean13_digit("400638133393"), '1');
    assert_int_equal(ean13_digit("000000000000"), '0');
}

/* Pictures are found beside the file, count by their bytes and not by their place. */
static void test_pictures(void **state)
{
    (void)state;
    char dir[] = "/tmp/ersatz-catalogue-XXXXXX", file[64], shot[64], yaml[300], first[65], second[65], third[65];
    assert_non_null(mkdtemp(dir));
    snprintf(file, sizeof file, "%s/c.yaml", dir);
    snprintf(shot, sizeof shot, "%s/shot.png", dir);
    int len = snprintf(yaml, sizeof yaml, SKU("shape: box, size_mm: [80, 40, 120], front: shot.png"));
    struct err e = {0};
    struct catalogue *c = NULL;
    assert_int_equal(file_write(file, yaml, (size_t)len, &e), ST_OK);
    assert_int_equal(catalogue_load(file, NULL, &c, &e), ST_RECIPE); /* not there yet */
    assert_int_equal(file_write(shot, "one", 3, &e), ST_OK);
    e = (struct err){0};
    assert_int_equal(catalogue_load(file, NULL, &c, &e), ST_OK);
    assert_string_equal(catalogue_sku(c, 0)->front, shot);
    assert_int_equal(catalogue_sha256(c, first, &e), ST_OK);
    /* written out and read from elsewhere: the same */
    struct buf text = {0};
    catalogue_write(c, &text);
    struct parsed p = parse(text.data);
    assert_int_equal(p.st, ST_OK);
    assert_int_equal(catalogue_sha256(p.c, second, &e), ST_OK);
    assert_string_equal(first, second);
    assert_int_equal(file_write(shot, "two", 3, &e), ST_OK);
    assert_int_equal(catalogue_sha256(c, third, &e), ST_OK);
    assert_string_not_equal(first, third);
    unlink(shot);
    assert_int_equal(catalogue_sha256(c, third, &e), ST_IO);
    unlink(file);
    rmdir(dir);
    buf_release(&text);
    release(&p);
    catalogue_free(c);
}

static void test_names_of_enums(void **state)
{
    (void)state;
    for (int i = 0; i < SHAPE_COUNT; i++) {
        char yaml[300];
        bool model = i == SHAPE_MODEL;
        snprintf(yaml, sizeof yaml, SKU("shape: %s, size_mm: [80, 80, 110], material: %s, grammar: %s, pack_rows: %d"),
                 sku_shape_name((enum sku_shape)i), sku_material_name((enum sku_material)(i % SKU_MATERIAL_COUNT)),
                 sku_grammar_name((enum sku_grammar)(i % GRAMMAR_COUNT)), i == SHAPE_MULTIPACK ? 2 : 1);
        if (i == SHAPE_TUBE || i == SHAPE_POUCH || i == SHAPE_BAG) {
            memcpy(strstr(yaml, "[80, 80"), "[60, 30", 7);
        }
        struct parsed p = parse(yaml);
        if (model) {
            assert_non_null(strstr(p.problems.data, "model needs the key model"));
        } else if (i == SHAPE_CUTOUT) {
            assert_non_null(strstr(p.problems.data, "cutout needs front"));
        } else {
            assert_string_equal(p.problems.data ? p.problems.data : "", "");
            assert_int_equal(catalogue_sku(p.c, 0)->shape, i);
            assert_int_equal(catalogue_sku(p.c, 0)->material, i % SKU_MATERIAL_COUNT);
            assert_int_equal(catalogue_sku(p.c, 0)->grammar, i % GRAMMAR_COUNT);
        }
        release(&p);
    }
}

/* --- making up ------------------------------------------------------------------------------- */

static void test_written_is_read_back(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct catalogue *c = generated(seed, 300);
        struct buf text = {0};
        catalogue_write(c, &text);
        struct parsed p = parse(text.data);
        assert_string_equal(p.problems.data ? p.problems.data : "", "");
        assert_int_equal(catalogue_count(p.c), 300);
        for (size_t i = 0; i < 300; i++) {
            assert_same_sku(catalogue_sku(c, i), catalogue_sku(p.c, i));
        }
        char a[65], b[65];
        assert_int_equal(catalogue_sha256(c, a, NULL), ST_OK);
        assert_int_equal(catalogue_sha256(p.c, b, NULL), ST_OK);
        assert_string_equal(a, b);
        buf_release(&text);
        release(&p);
        catalogue_free(c);
    }
}

static void test_seed_and_count(void **state)
{
    (void)state;
    struct catalogue *small = generated(5, 37), *large = generated(5, 500), *other = generated(6, 37);
    size_t same = 0;
    for (size_t i = 0; i < 37; i++) {
        assert_same_sku(catalogue_sku(small, i), catalogue_sku(large, i));
        same += !strcmp(catalogue_sku(small, i)->id, catalogue_sku(other, i)->id);
    }
    assert_true(same < 10);
    struct parsed p = parse("generate: 37\nseed: 5\n");
    assert_int_equal(p.st, ST_OK);
    for (size_t i = 0; i < 37; i++) {
        assert_same_sku(catalogue_sku(small, i), catalogue_sku(p.c, i));
    }
    release(&p);
    struct catalogue *none;
    assert_int_equal(catalogue_generate(1, 0, &none, NULL), ST_RANGE);
    assert_int_equal(catalogue_generate(1, CATALOGUE_MAX + 1, &none, NULL), ST_RANGE);
    catalogue_free(small);
    catalogue_free(large);
    catalogue_free(other);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The largest there is: ids and EANs stand once, check digits are right, nothing is left open. */
static void test_large(void **state)
{
    (void)state;
    size_t n = CATALOGUE_MAX;
    struct catalogue *c = generated(3, n);
    const char **text = malloc(n * sizeof *text);
    assert_non_null(text);
    for (int key = 0; key < 2; key++) {
        for (size_t i = 0; i < n; i++) {
            const struct sku *s = catalogue_sku(c, i);
            text[i] = key ? s->ean : s->id;
            assert_true(strlen(s->ean) == 13 && s->ean[12] == ean13_digit(s->ean));
            assert_null(strchr(s->ingredients, '{'));
            assert_true(s->price >= 0.19 && s->price < 60 && s->weight > 0);
        }
        qsort(text, n, sizeof *text, by_text);
        for (size_t i = 1; i < n; i++) {
            assert_string_not_equal(text[i - 1], text[i]);
        }
    }
    free(text);
    catalogue_free(c);
}

static size_t count_different(const struct catalogue *c, size_t offset)
{
    size_t n = catalogue_count(c), kinds = 0;
    const char **text = malloc(n * sizeof *text);
    assert_non_null(text);
    for (size_t i = 0; i < n; i++) {
        text[i] = *(const char *const *)(const void *)((const char *)catalogue_sku(c, i) + offset);
    }
    qsort(text, n, sizeof *text, by_text);
    for (size_t i = 0; i < n; i++) {
        kinds += !i || strcmp(text[i - 1], text[i]);
    }
    free(text);
    return kinds;
}

/* What a family shares and what it does not. A family: neighbours of one brand, name and category. */
static void test_families(void **state)
{
    (void)state;
    size_t n = 2000, size = 1, families = 0;
    struct catalogue *c = generated(11, n);
    assert_true(count_different(c, offsetof(struct sku, category)) >= 25);
    assert_true(count_different(c, offsetof(struct sku, brand)) >= 150);
    for (size_t i = 1; i < n; i++) {
        const struct sku *a = catalogue_sku(c, i - 1), *b = catalogue_sku(c, i);
        if (strcmp(a->brand, b->brand) || strcmp(a->name, b->name)) {
            assert_in_range(size, 3, 8);
            families++;
            size = 1;
            continue;
        }
        size++;
        assert_string_equal(a->category, b->category);
        assert_int_equal(a->grammar, b->grammar);
        assert_string_equal(a->font, b->font);
        assert_memory_equal(a->color, b->color, 6); /* ground and second */
        if (!strcmp(a->net, b->net) && a->shape == b->shape) {
            assert_memory_equal(a->size_mm, b->size_mm, sizeof a->size_mm);
            assert_true(a->price == b->price);
            assert_string_not_equal(a->variant, b->variant);
        }
    }
    assert_true(families > 400);
    catalogue_free(c);
}

/* Every row of the vocabulary: sizes and motifs that a file may have, prices and texts that are whole. */
static void test_vocabulary(void **state)
{
    (void)state;
    size_t i = 0, packs = 0;
    for (const struct category *c; (c = words_category(i)); i++) {
        assert_true(c->moods != 0);
        bool english = false;
        for (const struct product *p = c->product; p->name; p++) {
            english = english || p->lang == LANG_EN;
            assert_true(p->price[0] > 0 && p->price[1] > p->price[0]);
            assert_true(names_find(SKU_MOTIFS, p->motif, strlen(p->motif)) >= 0);
            assert_non_null(strchr(p->ingredients, '.'));
            size_t flavours = 0, n_packs = 0;
            for (const struct flavour *f = p->flavour; f->name; f++, flavours++) {
                assert_true(!f->motif || names_find(SKU_MOTIFS, f->motif, strlen(f->motif)) >= 0);
                assert_true(f->rgb != 0 && f->stuff);
            }
            for (const struct pack *k = p->pack; k->unit; k++, n_packs++, packs++) {
                char yaml[400];
                snprintf(yaml, sizeof yaml, SKU("shape: %s, size_mm: [%g, %g, %g], pack_rows: %d, pack_columns: %d"),
                         sku_shape_name(k->shape), k->size_mm[0], k->size_mm[1], k->size_mm[2], k->rows ? k->rows : 1,
                         k->columns ? k->columns : 1);
                struct parsed parsed = parse(yaml);
                assert_string_equal(parsed.problems.data ? parsed.problems.data : "", "");
                release(&parsed);
            }
            assert_true(flavours * n_packs >= 3 && flavours >= 3); /* enough for a family */
        }
        assert_true(english);
    }
    assert_true(i >= 30 && packs > 200);
}

/* Whoever was given a name by hand has something to say in each of its categories. */
static void test_brands_have_products(void **state)
{
    (void)state;
    size_t brands = 0;
    for (int d = 0; d < DEPT_COUNT; d++) {
        for (size_t i = 0; brands_known((enum department)d, i).name; i++, brands++) {
            enum lang lang = brands_known((enum department)d, i).lang;
            const struct category *c;
            for (size_t k = 0; (c = words_category(k)); k++) {
                bool found = (int)c->dept != d;
                for (const struct product *p = c->product; p->name; p++) {
                    found = found || p->lang == lang;
                }
                if (!found) {
                    fail_msg("%s has nothing for %s", brands_known((enum department)d, i).name, c->name);
                }
                assert_true((int)c->dept != d || c->claim[lang]);
            }
        }
    }
    assert_true(brands >= 150);
}

static double contrast(const uint8_t a[3], const uint8_t b[3])
{
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sqrt(sum);
}

static void test_colors_stand_out(void **state)
{
    (void)state;
    struct catalogue *c = generated(21, 3000);
    for (size_t i = 0; i < 3000; i++) {
        const struct sku *s = catalogue_sku(c, i);
        assert_true(contrast(s->color[0], s->color[1]) > 120);
        assert_true(contrast(s->color[0], s->color[2]) >= 60);
    }
    catalogue_free(c);
}

/* --- shipped --------------------------------------------------------------------------------- */

static void test_grocery(void **state)
{
    (void)state;
    struct catalogue *c = NULL;
    struct buf problems = {0};
    struct err e = {0};
    if (catalogue_load("grocery", &problems, &c, &e)) {
        fail_msg("%s %s", e.msg, problems.data ? problems.data : "");
    }
    assert_int_equal(catalogue_count(c), 240);
    assert_true(count_different(c, offsetof(struct sku, category)) >= 20);
    assert_true(count_different(c, offsetof(struct sku, brand)) >= 30);
    bool shape[SHAPE_COUNT] = {false};
    for (size_t i = 0; i < 240; i++) {
        shape[catalogue_sku(c, i)->shape] = true;
    }
    for (int i = 0; i < SHAPE_MODEL; i++) {
        assert_true(shape[i]);
    }
    catalogue_free(c);
    buf_release(&problems);
    assert_int_equal(catalogue_load("grocry", NULL, &c, &e), ST_IO);
}

static void build_all(const struct catalogue *c)
{
    struct arena a = {0};
    for (size_t i = 0; i < catalogue_count(c); i++) {
        struct mesh m;
        struct err e = {0};
        if (pack_mesh(catalogue_sku(c, i), &a, &m, &e)) {
            fail_msg("%s", e.msg);
        }
        arena_reset(&a);
    }
    arena_release(&a);
}

/* What is made up or shipped can be built; so can the least sizes that a file may say. */
static void test_packs_can_be_built(void **state)
{
    (void)state;
    static const char *const least[] = {
        "shape: box, size_mm: [10, 5, 10]",      "shape: can, size_mm: [80, 80, 20]",
        "shape: bottle, size_mm: [56, 14, 56]",  "shape: jar, size_mm: [70, 50, 32]",
        "shape: pouch, size_mm: [240, 12, 96]",  "shape: bag, size_mm: [160, 8, 64]",
        "shape: tube, size_mm: [50, 12, 60]",    "shape: carton, size_mm: [110, 35, 99]",
        "shape: tray, size_mm: [250, 50, 15]",   "shape: multipack, size_mm: [400, 40, 40], pack_columns: 6, pack_rows: 4",
    };
    for (size_t i = 0; i < sizeof least / sizeof *least; i++) {
        char yaml[200];
        snprintf(yaml, sizeof yaml, SKU("%s"), least[i]);
        struct parsed p = parse(yaml);
        assert_string_equal(p.problems.data ? p.problems.data : "", "");
        build_all(p.c);
        release(&p);
    }
    struct catalogue *c = generated(31, 300);
    build_all(c);
    catalogue_free(c);
    assert_int_equal(catalogue_load("grocery", NULL, &c, NULL), ST_OK);
    build_all(c);
    catalogue_free(c);
}

/* --- selecting ------------------------------------------------------------------------------- */

static void test_select(void **state)
{
    (void)state;
    struct catalogue *c = generated(1, 400);
    const char *const some[] = {"tea", "milk"}, *const wrong[] = {"tee", "zzzzzzzz"};
    struct buf problems = {0};
    struct err e = {0};
    assert_int_equal(catalogue_select(c, wrong, 2, NULL, 0, &problems, &e), ST_RECIPE);
    assert_string_equal(problems.data, "no category 'tee' in the catalogue (did you mean 'tea'?)\n"
                                       "no category 'zzzzzzzz' in the catalogue\n");
    assert_string_equal(e.msg, "no category 'tee' in the catalogue (did you mean 'tea'?)");
    assert_int_equal(catalogue_count(c), 400);
    size_t want = 0;
    const char *brand = NULL;
    for (size_t i = 0; i < 400; i++) {
        const struct sku *s = catalogue_sku(c, i);
        want += !strcmp(s->category, "tea") || !strcmp(s->category, "milk");
        brand = strcmp(s->category, "tea") ? brand : s->brand;
    }
    assert_true(want > 0 && brand);
    assert_int_equal(catalogue_select(c, some, 2, NULL, 0, NULL, NULL), ST_OK);
    assert_int_equal(catalogue_count(c), want);
    for (size_t i = 0; i < want; i++) {
        assert_int_equal(catalogue_sku(c, i)->id_number, (int)i);
        assert_true(!strcmp(catalogue_sku(c, i)->category, "tea") || !strcmp(catalogue_sku(c, i)->category, "milk"));
    }
    assert_int_equal(catalogue_select(c, some, 1, &brand, 1, NULL, NULL), ST_OK);
    assert_true(catalogue_count(c) >= 1 && catalogue_count(c) < want);
    for (size_t i = 0; i < catalogue_count(c); i++) {
        assert_string_equal(catalogue_sku(c, i)->brand, brand);
    }
    catalogue_free(c);
    buf_release(&problems);
}

static void test_reference(void **state)
{
    (void)state;
    struct buf page = {0};
    catalogue_reference(&page);
    assert_non_null(strstr(page.data, "| `shoulder` | number: 0 to 0.95 | `0` |"));
    assert_non_null(strstr(page.data, "| `can` | 30 to 220 |"));
    buf_release(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_brand_gives_looks),
        cmocka_unit_test(test_every_key),
        cmocka_unit_test(test_problems),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_check_digit),
        cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_names_of_enums),
        cmocka_unit_test(test_written_is_read_back),
        cmocka_unit_test(test_seed_and_count),
        cmocka_unit_test(test_large),
        cmocka_unit_test(test_families),
        cmocka_unit_test(test_vocabulary),
        cmocka_unit_test(test_brands_have_products),
        cmocka_unit_test(test_colors_stand_out),
        cmocka_unit_test(test_grocery),
        cmocka_unit_test(test_packs_can_be_built),
        cmocka_unit_test(test_select),
        cmocka_unit_test(test_reference),
    };
    return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
}
