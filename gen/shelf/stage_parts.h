// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_STAGE_PARTS_H
#define ERSATZ_SHELF_STAGE_PARTS_H
/*
 * stage_parts - what stage.c (a run of shelves) and product_stage.c (one product) share. Internal
 * to planogram.h.
 */
#include "shelf/planogram.h"
#include "shelf/scene_list.h"
#include "shelf/shapes.h"
#include "shelf/shop.h"
#include "shelf/viewpoint.h"

/* A SKU in this scene: its mesh and its art. */
struct dressed {
    const struct art *art; /* NULL for models */
    const struct shape *shape;
    uint32_t texture[MESH_MAX_SLOTS];
};

struct stage {
    const struct shelf_world *w;
    uint64_t seed, index;
    uint32_t attempt;
    struct arena *a;
    struct scene_list list;
    int split;
    const struct sku **sku; /* that this frame may show */
    size_t n_skus;
    struct dressed **dressed; /* by number in the catalogue; NULL: not seen yet */
    struct signage signage;
    struct rng wear;

    struct shelf_plan plan;
    struct shop shop;
    struct lighting lighting;
    double aisle_m;
    int first_bay; /* bays that the camera sees: the scene counts from it */
    int n_bays;
    /* kind product */
    int backdrop;
    bool held;
    double azimuth_deg, elevation_deg;
};

/** stage_dress() - art and shape of a SKU, held until the stage is dropped. */
enum st stage_dress(struct stage *s, const struct sku *sku, const struct dressed **out,
                    struct err *e);
/** stage_add_pack() - a SKU as an object; its wear is drawn. texts: those of its art are added, too. */
enum st stage_add_pack(struct stage *s, enum object_role role, const struct sku *sku,
                       struct xform where, bool texts, uint32_t *object, struct err *e);
/** stage_lights() - lamps and ambient light into the scene. */
void stage_lights(struct stage *s);
/** stage_number() - place in the catalogue. */
static inline size_t stage_number(const struct sku *sku)
{
    return (size_t)sku->id_number;
}

/* The product, and how the camera looks at it. */
struct subject {
    const struct sku *sku;
    struct obb box;
    struct xform world_from_object;
    double yaw, pitch, roll; /* of the camera */
    double nearest_m;        /* that it may come to the product's middle */
};

/** subject_box() - image box of a box's corners. */
struct box subject_box(const struct camera *c, const struct obb *o);
/** occluders_add() - as many as the recipe draws. */
enum st occluders_add(struct stage *s, const struct subject *u, struct rng *g, struct err *e);

/** rod_mesh() - a rod along z from 0 that tapers to a round tip; joints: how much thicker a finger is at its two joints.
 *  coarse: a ninth of the triangles, for rods that are many and small. */
enum st rod_mesh(struct stage *s, double radius, double length, double joints, bool coarse,
                 const struct mesh **out, struct err *e);
/** hand_add() - a hand that holds the product. */
enum st hand_add(struct stage *s, const struct subject *u, struct err *e);

enum st stage_make_shelf(struct stage *s, struct err *e);
enum st stage_make_product(struct stage *s, struct err *e);

#endif
