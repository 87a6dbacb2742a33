// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_PACKS_H
#define ERSATZ_SHELF_PACKS_H
/*
 * packs - parametric packages: a SKU's shape and size as triangles, and where its art goes on them.
 *
 * Slot 0 of every pack carries the printed art; further slots are the rest (cap, glass, contents, lid, tray), with
 * pack_materials() saying what each is made of.
 *
 * The art is an atlas of panels. pack_layout() says where each panel lies in it, in shares of the picture, and how
 * large it is in millimetres, so that art.c draws undistorted panels and pack_mesh() maps them. Rolled labels (can,
 * bottle, jar, tube) are one panel around the body whose middle faces front (-y).
 */
#include "base/arena.h"
#include "shelf/catalogue.h"
#include "shelf/mesh.h"
#include "shelf/scene.h"

enum panel_kind { PANEL_FRONT, PANEL_BACK, PANEL_LEFT, PANEL_RIGHT, PANEL_TOP, PANEL_BOTTOM, PANEL_WRAP, PANEL_LID,
                  PANEL_KIND_COUNT };

struct panel {
    enum panel_kind kind;
    struct box at;             /* shares of the atlas, u right, v down */
    double width_mm, height_mm; /* of the surface it covers, as its text is read upright */
    double front_mm;           /* WRAP: width of the part that faces the shopper, in the middle of the panel */
};

struct pack_layout {
    struct panel panel[PANEL_KIND_COUNT];
    int n_panels;
    int width_px, height_px;   /* of the atlas at `px_per_mm` */
    bool see_through;          /* art needs alpha: a label on a clear pack */
};

/** pack_layout() - px_per_mm: resolution of the art, 2..8; the atlas is at most 2048 px a side. */
struct pack_layout pack_layout(const struct sku *s, double px_per_mm);
/** pack_mesh() - triangles of a SKU. ST_RANGE for sizes that make no such shape; not for SHAPE_MODEL. */
enum st pack_mesh(const struct sku *s, struct arena *a, struct mesh *out, struct err *e);
/** pack_materials() - one material a slot; `texture` of slot 0 is left SCENE_NONE for the caller to fill. wear: 0..1. */
void pack_materials(const struct sku *s, const struct mesh *m, double wear, struct material out[MESH_MAX_SLOTS]);

/* Fixtures and rooms use these, too. Slots: all triangles of a part go to `slot`. Appended to a builder. */
struct mesh_builder; /* arena-owned */
struct mesh_builder *builder_new(struct arena *a);
void builder_box(struct mesh_builder *b, struct vec3 lo, struct vec3 hi, int slot);
/** builder_rounded_box() - edges of radius_m in `segments` steps (an odd number is rounded up). */
void builder_rounded_box(struct mesh_builder *b, struct vec3 lo, struct vec3 hi, double radius_m, int segments, int slot);
/** builder_lathe() - profile of n (radius, z) turned about the z axis through (x, y); u runs once around starting at the
 *  back (+y) so that u = 1/2 faces -y, v from v_top at the last point of the profile to v_bottom at the first. Smooth
 *  where neighbouring profile edges turn by less than 40 degrees. */
void builder_lathe(struct mesh_builder *b, double x, double y, const double (*profile)[2], size_t n, int segments,
                   double v_top, double v_bottom, int slot);
/** builder_quad() - four corners in the order top-left, top-right, bottom-right, bottom-left as seen from outside;
 *  uv: the part of the texture it shows. */
void builder_quad(struct mesh_builder *b, const struct vec3 p[4], struct box uv, int slot);
enum st builder_end(struct mesh_builder *b, struct mesh *out, struct err *e);

#endif
