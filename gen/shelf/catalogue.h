// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_CATALOGUE_H
#define ERSATZ_SHELF_CATALOGUE_H
/*
 * catalogue - the products that a shelf may hold.
 *
 * A YAML file (docs/catalogue.md) with a list of SKUs, or the word "generate: N" with a seed, from which
 * catalogue_generate() makes N plausible ones. Every key is a row of a table (catalogue_keys.c): parsing,
 * ranges, defaults and docs follow from it. All errors of a file are found at once, with line and column.
 *
 *     struct catalogue *c;
 *     catalogue_load("assets/catalogues/grocery.yaml", &problems, &c, &e);
 *     const struct sku *s = catalogue_sku(c, 0);
 *
 * Immutable once loaded; shared by all threads.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/st.h"

enum sku_shape {
    SHAPE_BOX,
    SHAPE_CAN,
    SHAPE_BOTTLE,
    SHAPE_JAR,
    SHAPE_POUCH,
    SHAPE_BAG,
    SHAPE_TUBE,
    SHAPE_CARTON,
    SHAPE_TRAY,
    SHAPE_MULTIPACK,
    SHAPE_MODEL,
    SHAPE_CUTOUT,
    SHAPE_COUNT
};
/* What a cutout is, seen from above: a box (with a gable, if it has a roof), round, flat at its upper end. */
enum sku_section { SECTION_BOX, SECTION_ROUND, SECTION_POUCH, SECTION_COUNT };
enum { SKU_OUTLINE_ROWS = 48 }; /* at most */
enum sku_material { SKU_PAPER, SKU_GLOSS, SKU_METAL, SKU_GLASS, SKU_PET, SKU_FILM, SKU_PLASTIC, SKU_MATERIAL_COUNT };
/* How its label is designed; brands look different because their grammars and colours differ. */
enum sku_grammar { GRAMMAR_BANDS, GRAMMAR_BADGE, GRAMMAR_SPLIT, GRAMMAR_PHOTO, GRAMMAR_MINIMAL, GRAMMAR_RETRO,
                   GRAMMAR_DIAGONAL, GRAMMAR_DISCOUNT, GRAMMAR_COUNT };

/* What an illustration may show: the words of the key `motif`. */
#define SKU_MOTIFS \
    "leaf|fruit|citrus|lemon|apple|pear|banana|berry|blueberry|cherry|grape|tomato|vegetable|carrot|potato|pepper|" \
    "onion|mushroom|cucumber|corn|pea|beans|grain|flakes|rice|bread|pasta|fusilli|farfalle|bean|cocoa|cup|nut|seed|" \
    "olive|honey|egg|butter|cheese|milk|cow|glass|bowl|drop|fish|meat|cookie|cracker|crisp|nacho|popcorn|candy|ice|" \
    "bubble|flower|cotton|bone|paw|bolt|star|tooth|sun|baby|wave|sheet|sparkles|mountain"

/* Strings are UTF-8, NFC, one line each, and never NULL but where that is said; "" is none. */
struct sku {
    const char *id;          /* unique: letters, digits, '-', '_' */
    const char *name;        /* "Oat Drink" */
    const char *brand, *variant, *category;
    enum sku_shape shape;
    double size_mm[3];       /* width, depth, height as it stands */
    enum sku_material material;
    enum sku_grammar grammar;
    uint8_t color[3][3];     /* sRGB: ground, second, accent */
    uint8_t contents[3];     /* sRGB: colour of what is inside glass and PET, and of the illustration */
    const char *motif;       /* what the illustration shows, one of SKU_MOTIFS */
    const char *net;         /* "500 g" */
    const char *const *claim; size_t n_claims; /* "no added sugar" */
    const char *ingredients; /* "Water, oats (10 %), ..." */
    const char *ean;         /* 13 digits with the right check digit */
    double price;            /* of one, in the currency of the recipe */
    const char *font;        /* family of brand and name, or NULL: by the grammar */
    uint32_t seed;           /* of everything about it that is drawn and not said above */
    double shoulder;         /* bottles and jars: share of the height where the neck begins, 0 = by shape and seed */
    bool stackable, hangs, lies; /* cans; blister cards on pegs; bags that lie on their back */
    int pack_rows, pack_columns; /* multipack */
    const char *front, *back, *side; /* pack shots: picture files, or NULL: drawn */
    const char *model;       /* glTF, OBJ, .blend or .mesh file, or NULL */
    /* cutouts: where the pack is in its picture, in shares of it: top, bottom, then left and right of rows at equal steps
     * from top to bottom; NULL for other shapes */
    const double *outline;
    size_t n_outlines;
    enum sku_section section;
    double
        edge; /* section box: share of the outline's width, at its left (negative: right), that shows a side */
    double roof;             /* section box: share of the height where a gable begins; 0 = none */
    double weight;           /* how often it is put on shelves, > 0 */
    int id_number;           /* place in the catalogue: 0.. */
    int line;                /* in the file, for messages of later stages */
};

struct catalogue;

/** catalogue_load() - read and check a file. problems: gets one "file:line:column: message" a line; may be NULL. A file
 *  that is not there may be the name of one that comes with the program ("grocery"). Pictures and models are looked for
 *  beside the file, then from the working folder. ST_IO; ST_RECIPE. */
enum st catalogue_load(const char *path, struct buf *problems, struct catalogue **out, struct err *e);
/** catalogue_parse() - the same from memory; `name` stands for the path. */
enum st catalogue_parse(const char *name, const char *yaml, size_t len, struct buf *problems, struct catalogue **out,
                        struct err *e);
/** catalogue_generate() - n SKUs of several brands, variants and categories from a seed; SKU k does not depend on n
 *  beyond its family. Never fails for 1 <= n <= CATALOGUE_MAX; otherwise ST_RANGE. */
enum { CATALOGUE_MAX = 100000 };
enum st catalogue_generate(uint64_t seed, size_t n, struct catalogue **out, struct err *e);
/**
 * catalogue_packshots() - one cutout for each picture of a folder: JPEG and PNG files, or what DIR/labels.tsv lists (file,
 * number, name, category; tabs between). Outlines are measured, sizes are plausible. ST_IO, ST_FORMAT; ST_RANGE if a
 * picture shows nothing but its ground.
 */
enum st catalogue_packshots(const char *dir, struct catalogue **out, struct err *e);
void catalogue_free(struct catalogue *c);
size_t catalogue_count(const struct catalogue *c);
const struct sku *catalogue_sku(const struct catalogue *c, size_t i);
/**
 * catalogue_select() - keep only the SKUs of some categories and brands, before anyone else sees the catalogue.
 *
 * No categories: all of them; the same for brands. id_number is counted anew. After the call, pointers to SKUs are no
 * longer valid. ST_RECIPE, and nothing changed, if a name matches nothing (one line each in problems, with the
 * nearest name there is; may be NULL) or nothing is left.
 */
enum st catalogue_select(struct catalogue *c, const char *const *category, size_t n_categories,
                         const char *const *brand, size_t n_brands, struct buf *problems, struct err *e);
/** catalogue_sha256() - of all that is in it (and of the pictures and models it names, wherever they lie). */
enum st catalogue_sha256(const struct catalogue *c, char out[65], struct err *e);
/** catalogue_write() - as YAML that catalogue_load() reads back equal. */
void catalogue_write(const struct catalogue *c, struct buf *out);
/** catalogue_reference() - docs/catalogue.md: every key, in Markdown. */
void catalogue_reference(struct buf *out);

/** sku_shape_name() - "box", "can", ... as files say it; the same for the others. */
const char *sku_shape_name(enum sku_shape shape);
const char *sku_material_name(enum sku_material material);
const char *sku_grammar_name(enum sku_grammar grammar);
/** ean13_digit() - the check digit '0'..'9' for twelve digits (GS1 General Specifications, 7.9). */
char ean13_digit(const char *twelve);

#endif
