// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TESTS_ART_FIXTURE_H
#define ERSATZ_TESTS_ART_FIXTURE_H
/*
 * art_fixture - SKUs for tests of label art: any grammar on any shape.
 */
#include <stdio.h>
#include <string.h>

#include "shelf/art.h"

static const char *const fixture_claims[] = {"no added sugar", "source of fibre", "with real fruit"};

static const double fixture_size[SHAPE_COUNT][3] = {
    [SHAPE_BOX] = {120, 50, 170},       [SHAPE_CAN] = {74, 74, 110},    [SHAPE_BOTTLE] = {80, 80, 280},
    [SHAPE_JAR] = {74, 74, 120},        [SHAPE_POUCH] = {130, 40, 180}, [SHAPE_BAG] = {150, 50, 200},
    [SHAPE_TUBE] = {55, 40, 150},       [SHAPE_CARTON] = {80, 70, 210}, [SHAPE_TRAY] = {170, 40, 120},
    [SHAPE_MULTIPACK] = {210, 70, 115},
};
static const enum sku_material fixture_material[SHAPE_COUNT] = {
    [SHAPE_BOX] = SKU_PAPER,      [SHAPE_CAN] = SKU_METAL,    [SHAPE_BOTTLE] = SKU_PET,
    [SHAPE_JAR] = SKU_GLASS,      [SHAPE_POUCH] = SKU_FILM,   [SHAPE_BAG] = SKU_FILM,
    [SHAPE_TUBE] = SKU_PLASTIC,   [SHAPE_CARTON] = SKU_PAPER, [SHAPE_TRAY] = SKU_FILM,
    [SHAPE_MULTIPACK] = SKU_FILM,
};

/* Colours go round with the seed: dark, middling and pale grounds all come up. */
static inline struct sku fixture_sku(enum sku_shape shape, enum sku_grammar grammar, uint32_t seed)
{
    static const char *const brand[] = {"Halmora",   "Brisko",      "Villa Serra",
                                        "Nordfjell", "Kettle Moor", "Zitra"};
    static const char *const name[] = {"Oat Drink", "Crunchy Flakes", "Tomato Sauce", "Müesli à la crème",
                                       "All Purpose Cleaner"};
    static const char *const motif[] = {"grain", "fruit", "tomato", "cow", "fish", "bubble", "bean"};
    static const uint32_t color[][3] = {{0x1f4e79, 0xf2e3c2, 0xe8a33d},
                                        {0xd8232a, 0xffd23f, 0x1d4e9e},
                                        {0xf4f1ea, 0xd8315b, 0x5a9e3b},
                                        {0x4f9a3c, 0xffffff, 0xf5e04d},
                                        {0x3b2417, 0xc8963e, 0xe8d3a0}};
    struct sku s = {.id = "t",
                    .brand = brand[seed % 6],
                    .name = name[seed % 5],
                    .variant = "Honey & Nut",
                    .category = "cereal",
                    .shape = shape,
                    .material = fixture_material[shape],
                    .grammar = grammar,
                    .motif = motif[seed % 7],
                    .net = "500 g",
                    .claim = fixture_claims,
                    .n_claims = 3,
                    .ingredients = "Water, oats (10 %), rapeseed oil, calcium carbonate, sea salt, vitamins.",
                    .ean = "4006381333931",
                    .price = 2.49,
                    .seed = seed,
                    .pack_rows = 1,
                    .pack_columns = 3,
                    .weight = 1};
    memcpy(s.size_mm, fixture_size[shape], sizeof s.size_mm);
    for (int i = 0; i < 3; i++) {
        for (int c = 0; c < 3; c++) {
            s.color[i][c] = (uint8_t)(color[seed % 5][i] >> (16 - 8 * c));
        }
    }
    memcpy(s.contents, (uint8_t[3]){0xe8, 0xa0, 0x30}, 3);
    return s;
}

static inline const struct art_text *fixture_text(const struct art *a, const char *kind)
{
    for (size_t i = 0; i < a->n_texts; i++) {
        if (!strcmp(a->text[i].kind, kind)) {
            return &a->text[i];
        }
    }
    return NULL;
}

#endif
