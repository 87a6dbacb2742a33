// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_MESH_H
#define ERSATZ_SHELF_MESH_H
/*
 * mesh - triangles: the one source of geometry for both renderers.
 *
 * Parametric packs are built in C (packs.h); glTF, OBJ and .blend models are baked by Blender once into the
 * same file. Cycles and the rasteriser read the same arrays, so that labels belong to what is rendered.
 *
 * Object frame: metres; x right, y back (the front of a product faces -y), z up; it stands on z = 0, and
 * x = y = 0 is the middle of its footprint. Triangles are counter-clockwise seen from outside. Vertices
 * are split where normals or texture coordinates are. Texture frame: u right, v down, (0, 0) is the top-left
 * corner of the top-left texel and (1, 1) the bottom-right corner of the picture.
 *
 * A slot is a place for a material; triangles name theirs.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/geom3.h"
#include "base/st.h"

enum { MESH_MAX_SLOTS = 8 };

struct mesh {
    float (*pos)[3];    /* n_vertices */
    float (*normal)[3]; /* unit, for shading */
    float (*uv)[2];
    size_t n_vertices;
    uint32_t (*tri)[3]; /* n_triangles */
    uint8_t *slot;      /* of each triangle, < n_slots */
    size_t n_triangles;
    int n_slots;
    char key[65];       /* names the contents: equal keys, equal meshes; a file name in caches */
    float lo[3], hi[3]; /* bounds */
    bool
        closed; /* every edge is met from both sides: what has a front face before a ray has a back face, too */
};

/**
 * mesh_finish() - fill in key (hexadecimal SHA-256 of all arrays), bounds and `closed`.
 * Returns ST_OK; ST_RANGE if an index, a slot or a number is out of range or not finite.
 */
enum st mesh_finish(struct mesh *m, struct err *e);

/**
 * mesh_write(), mesh_parse() - the triangle file (docs/format.md): "ERSMESH1", four little-endian uint32
 * (vertices, triangles, slots, 0), then pos, normal, uv as float32, tri as uint32, slot as uint8.
 * mesh_parse() trusts nothing; arrays go into the arena. ST_FORMAT with the offset.
 */
void mesh_write(const struct mesh *m, struct buf *out);
enum st mesh_parse(struct mesh *m, const char *name, const void *bytes, size_t len, struct arena *a,
                   struct err *e);

/**
 * mesh_at_uv() - the point of the surface that shows a point of a slot's texture.
 * p, n: out, object frame, position and unit normal. Returns 0 if no triangle of the slot covers it.
 */
int mesh_at_uv(const struct mesh *m, int slot, double u, double v, struct vec3 *p, struct vec3 *n);

/* Triangles of one slot by where they lie in the texture, for many such questions. */
enum { MESH_UV_SIDE = 32 };
struct mesh_uv {
    const struct mesh *mesh;
    uint32_t first[MESH_UV_SIDE * MESH_UV_SIDE + 1]; /* of each cell in list, rows from the top */
    uint32_t *list;
};
void mesh_uv_init(struct mesh_uv *x, const struct mesh *m, int slot, struct arena *a);
/** mesh_uv_at() - the answer of mesh_at_uv(). */
int mesh_uv_at(const struct mesh_uv *x, double u, double v, struct vec3 *p, struct vec3 *n);

#endif
