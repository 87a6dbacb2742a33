// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_CATALOGUE_WORDS_H
#define ERSATZ_SHELF_CATALOGUE_WORDS_H
/*
 * catalogue_words - what supermarkets sell, as tables: categories, products, flavours, packages, words.
 *
 * Plain data in catalogue_words_*.c; catalogue_generate.c draws from it. Adding a product is adding a row. All texts are
 * written for ersatz. Tables end with a row whose name (or unit) is NULL.
 */
#include "shelf/catalogue.h"

enum lang { LANG_EN, LANG_DE, LANG_FR, LANG_ES, LANG_IT, LANG_COUNT };

/* Brands belong to a department, whose categories they sell in. */
enum department {
    DEPT_DAIRY, DEPT_PLANT, DEPT_JUICE, DEPT_WATER, DEPT_BEER, DEPT_HOT, DEPT_BREAKFAST, DEPT_GRAINS, DEPT_BAKING,
    DEPT_TINS, DEPT_FISH, DEPT_SWEET, DEPT_CRISPS, DEPT_OILS, DEPT_BABY, DEPT_PET, DEPT_CLEANING, DEPT_BODY,
    DEPT_ORAL, DEPT_PAPER, DEPT_POWER, DEPT_COUNT
};

/* A variant: its name, colour (0xrrggbb), picture (NULL: the product's), and what it puts in place of "{}" in the
 * ingredients. */
struct flavour {
    const char *name;
    uint32_t rgb;
    const char *motif;
    const char *stuff;
};

enum pack_flags { PACK_STACKS = 1, PACK_HANGS = 2, PACK_LIES = 4 };

/* A package: what is in it and how large it is as it stands. */
struct pack {
    const char *unit;  /* "ml", "g", or a word of unit_words */
    double net;        /* of one, in that unit */
    enum sku_shape shape;
    enum sku_material material;
    double size_mm[3]; /* width, depth, height */
    unsigned flags;
    double shoulder;   /* 0 = by shape and seed */
    int rows, columns; /* of a multipack; 0 = none */
};

struct product {
    const char *name;
    enum lang lang;
    const struct pack *pack;       /* the first is what the price is of */
    const struct flavour *flavour;
    double price[2];               /* from, to */
    const char *motif;
    uint32_t contents;             /* 0: the flavour's colour */
    const char *ingredients;
};

struct category {
    const char *name;
    enum department dept;
    const struct product *product;
    const char *const *claim[LANG_COUNT]; /* each NULL-terminated; NULL: none */
    unsigned moods;                       /* enum palette_mood of its colours */
};

/* Tables of all files, each ending with a NULL name. */
extern const struct category words_drinks[], words_larder[], words_tins[], words_treats[], words_household[];

/** words_category() - all categories in one row, from 0; NULL past the end. */
const struct category *words_category(size_t i);
/** words_unit() - "rolls" -> "Rollen" in German; what is no such word comes back as it is. */
const char *words_unit(const char *unit, enum lang lang);

#endif
