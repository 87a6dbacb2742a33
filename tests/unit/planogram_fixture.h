// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TESTS_PLANOGRAM_FIXTURE_H
#define ERSATZ_TESTS_PLANOGRAM_FIXTURE_H
/* SKUs of all shapes made by hand, and the shelf part of a recipe with every mishap switched on. */
#include <stdio.h>

#include "recipe/recipe.h"
#include "shelf/catalogue.h"

enum {
    FIXTURE_BRANDS = 14,
    FIXTURE_VARIANTS = 5,
    FIXTURE_SKUS = FIXTURE_BRANDS * FIXTURE_VARIANTS
};

struct fixture {
    struct sku sku[FIXTURE_SKUS];
    const struct sku *list[FIXTURE_SKUS];
    char id[FIXTURE_SKUS][16], brand[FIXTURE_BRANDS][16];
    struct recipe_shelf r;
};

static inline struct dist fixture_range(double a, double b)
{
    return (struct dist){.kind = DIST_UNIFORM, .a = a, .b = b};
}

static inline struct dist fixture_count(double a, double b)
{
    return (struct dist){.kind = DIST_UNIFORM, .a = a, .b = b, .whole = true};
}

static inline struct dist fixture_normal(double mean, double deviation, double limit)
{
    return (struct dist){
        .kind = DIST_NORMAL, .a = mean, .b = deviation, .lo = mean - limit, .hi = mean + limit};
}

static inline void fixture_skus(struct fixture *f)
{
    static const struct {
        enum sku_shape shape;
        double mm[3];
    } kind[FIXTURE_BRANDS] = {
        {SHAPE_BOX, {190, 65, 280}},   {SHAPE_CAN, {75, 75, 110}},
        {SHAPE_BOTTLE, {85, 85, 300}}, {SHAPE_JAR, {80, 80, 120}},
        {SHAPE_POUCH, {140, 50, 210}}, {SHAPE_BAG, {180, 70, 260}},
        {SHAPE_TUBE, {50, 35, 150}},   {SHAPE_CARTON, {70, 70, 235}},
        {SHAPE_TRAY, {180, 130, 60}},  {SHAPE_MULTIPACK, {260, 170, 240}},
        {SHAPE_BOX, {60, 40, 120}},    {SHAPE_BOX, {110, 110, 60}},
        {SHAPE_BAG, {90, 20, 140}},    {SHAPE_BAG, {160, 60, 220}},
    };
    for (int i = 0; i < FIXTURE_SKUS; i++) {
        int b = i / FIXTURE_VARIANTS, v = i % FIXTURE_VARIANTS;
        snprintf(f->id[i], sizeof f->id[i], "sku-%d", i);
        snprintf(f->brand[b], sizeof f->brand[b], "Brand %d", b);
        f->sku[i] = (struct sku){
            .id = f->id[i],
            .name = v < 3 ? "First" : "Second",
            .brand = f->brand[b],
            .variant = "v",
            .category = b < 5   ? "food"
                        : b < 9 ? "drinks"
                                : "home",
            .shape = kind[b].shape,
            .material = b % SKU_MATERIAL_COUNT,
            .grammar = b % GRAMMAR_COUNT,
            .color = {{200, 40, 40}, {250, 250, 240}, {20, 60, 120}},
            .net = "500 g",
            .ean = "4006381333931",
            .price = 1 + 0.3 * i,
            .seed = (uint32_t)i,
            .weight = 1 + v,
            .id_number = i,
            .stackable = kind[b].shape == SHAPE_CAN || kind[b].shape == SHAPE_TRAY || b == 11,
            .hangs = b == 12,
            .lies = b == 13,
        };
        for (int k = 0; k < 3; k++) { /* variants differ a little in size */
            f->sku[i].size_mm[k] = kind[b].mm[k] * (1 + 0.04 * v);
        }
        f->list[i] = &f->sku[i];
    }
}

static inline void fixture_init(struct fixture *f)
{
    *f = (struct fixture){0};
    fixture_skus(f);
    f->r = (struct recipe_shelf){
        .width_px = dist_const(640),
        .height_px = dist_const(480),
        .px_per_mm = 2,
        .wear = fixture_range(0, 0.5),
        .bays = fixture_count(1, 3),
        .bay_width_m = fixture_range(0.66, 1.25),
        .shelves = fixture_count(4, 7),
        .shelf_depth_m = fixture_range(0.35, 0.6),
        .shelf_height_m = fixture_range(0.2, 0.42),
        .facings = fixture_count(1, 5),
        .rows = fixture_count(1, 4),
        .fill = fixture_range(0.3, 1),
        .gap = 0.08,
        .misplaced = 0.05,
        .turned = 0.1,
        .leaning = 0.1,
        .fallen = 0.06,
        .stacked = 0.6,
        .pegs = 0.3,
        .promo = 0.3,
        .tags = 0.95,
        .spacing_mm = fixture_range(0.5, 8),
        .jitter_deg = fixture_normal(0, 3, 10),
        .jitter_mm = fixture_normal(0, 3, 12),
        .distance_m = fixture_range(0.5, 2.2),
        .camera_height_m = fixture_range(0.8, 1.8),
        .yaw_deg = fixture_normal(0, 12, 40),
        .pitch_deg = fixture_normal(0, 6, 25),
        .roll_deg = fixture_normal(0, 1.5, 6),
        .fov_deg = fixture_range(50, 78),
        .distortion = fixture_range(-0.06, 0.03),
        .aperture_mm = fixture_range(0, 1.5),
        .exposure_ev = fixture_range(-0.3, 0.5),
        .lamps = fixture_count(0, 2),
        .color_k = fixture_range(2700, 6500),
        .ambient = fixture_range(0.2, 0.6),
        .flash = 0.15,
        .azimuth_deg = fixture_range(-50, 50),
        .elevation_deg = fixture_range(-15, 35),
        .product_fill = fixture_range(0.4, 0.95),
        .backdrop = fixture_count(0, 2),
        .occluders = fixture_count(0, 2),
        .offset = fixture_range(-0.15, 0.15),
        .samples = dist_const(8),
        .max_bounces = 4,
        .supersample = 2,
    };
}

#endif
