// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_PACK_PARTS_H
#define ERSATZ_SHELF_PACK_PARTS_H
/*
 * pack_parts - what the files that build packs share: more of the builder, and one function a shape.
 *
 * Internal to packs.h. Metres, object frame. Shading normals need not be given: builder_end() makes them,
 * smooth where neighbouring triangles turn by less than 40 degrees and weighted by area, so that large flat
 * faces stay flat beside narrow rounded edges.
 */
#include "shelf/pack_form.h"
#include "shelf/packs.h"

#define MM 1e-3

/** builder_triangle() - corners counter-clockwise as seen from outside. One without area is left out. */
void builder_triangle(struct mesh_builder *b, const struct vec3 p[3], const struct pt uv[3], int slot);
/** builder_patch() - four corners like builder_quad(), each with a texture coordinate of its own. */
void builder_patch(struct mesh_builder *b, const struct vec3 p[4], const struct pt uv[4], int slot);
/** builder_mark(), builder_move() - where the next triangle goes; move all triangles from there on. Rigid or
 * a scale without mirror. */
size_t builder_mark(const struct mesh_builder *b);
void builder_move(struct mesh_builder *b, size_t from, const struct xform *t);

/* A cross-section of a turned body: an ellipse of semi-axes a, b at height z; odd columns are set back by
 * knurl. */
struct ring {
    double a, b, z, v, knurl;
};

/**
 * builder_rings() - a skin over n rings, bottom up on the outside. Columns lie at equal arc lengths of the
 * ellipse (round_a, round_b); u from u0 to u1, starting at the back like builder_lathe(). A ring of a = b = 0
 * is a point.
 */
void builder_rings(struct mesh_builder *b, double x, double y, const struct ring *r, size_t n, int columns,
                   double round_a, double round_b, double u0, double u1, int slot);

enum { ELLIPSE_MAX = 96 };
/** ellipse_steps() - n + 1 points of an ellipse at equal arc lengths, from the back (0, b) over the left; the
 * last is the first. (x, y) for semi-axes 1: multiply by a and b. */
void ellipse_steps(double a, double b, int n, struct pt out[ELLIPSE_MAX + 1]);

/* Faces in the order of enum panel_kind: front, back, left, right, top, bottom. */
struct rounded_box {
    struct vec3 lo, hi;
    double radius;
    int steps;       /* of 45 degrees of each edge, >= 1 */
    int cells;       /* of each face along each side, 1 = flat */
    double bulge[6]; /* outward, in the middle of each face, beyond lo and hi */
    struct box uv[6];
    int slot;
};
void builder_rounded(struct mesh_builder *b, const struct rounded_box *r);

/* A rectangle with round corners, from the middle of its front-left corner over front, right, back, left. */
enum { SECTION_MAX = 128 };
struct section {
    int n; /* points; the n-th is the first again */
    struct pt p[SECTION_MAX + 1];
    struct pt out[SECTION_MAX + 1]; /* unit, outward */
    double run[SECTION_MAX + 1];    /* along the outline */
};
/** section_rounded() - corner: radius; arc: edges of a quarter; across, along: edges of the front and of a
 * side. */
void section_rounded(struct section *s, double half_x, double half_y, double corner, int arc, int across,
                     int along);

/** noise_1d(), noise_2d() - smooth noise in -1..1 with features of size 1. */
double noise_1d(uint32_t key, double x);
double noise_2d(uint32_t key, double x, double y);

/** pack_panel() - a panel's place; an empty box if there is none. */
struct box pack_panel(const struct pack_layout *l, enum panel_kind kind);

void pack_build_box(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l);
void pack_build_carton(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l);
void pack_build_can(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l);
void pack_build_bottle(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l);
void pack_build_jar(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l);
void pack_build_pouch(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l);
void pack_build_bag(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l);
void pack_build_tube(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l);
void pack_build_tray(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l);
void pack_build_multipack(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l);
void pack_build_cutout(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l);

/** pack_clear_contents() - water and its like: seen through, not seen. */
bool pack_clear_contents(const struct sku *s);

/** builder_pull_tab() - ring pull lying at height z with its rivet at (0, y), pointing to -y; size: its
 * length. */
void builder_pull_tab(struct mesh_builder *b, double y, double z, double size, int slot);

#endif
