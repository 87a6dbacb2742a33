// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RASTER_RASTER_CORE_H
#define ERSATZ_RASTER_RASTER_CORE_H
/*
 * raster_core - triangles of one object into a window of pixels. Inside the raster room.
 *
 * Everything that the room draws (id maps, amodal masks, glass layers, shadow maps) goes through core_object(), so that
 * two of them never disagree about a pixel. What a pixel holds is a key, and the largest key wins:
 *
 *     key = depth_code << 32 | ~serial        depth_code: 1/z, 5 bits of exponent and 26 of mantissa
 *
 * serial numbers the triangles of all objects in order. So a nearer surface wins, and of two at the same depth the
 * one of the lower object number; 0 is "nothing". The order in which objects are drawn does not matter.
 */
#include <stdint.h>

#include "base/arena.h"
#include "raster/raster3d.h"
#include "shelf/scene.h"

#define CORE_NEAR_M 0.001 /* nothing nearer is seen */
enum { CORE_SUB = 256 };  /* places per pixel that vertices are rounded to */
enum { CORE_PAD = 8 };    /* pixels behind each row that loops may touch */

/* Brown's radial polynomial with an end: beyond the radius where it stops growing (folds), it goes on as a straight
 * line, so that what lies far outside the picture never comes back into it. */
struct lens {
    double k1, k2;
    double fold_r;   /* radius x/z of the pinhole where the polynomial ends; HUGE_VAL = nowhere */
    double fold_out; /* what it makes of fold_r */
};
struct lens lens_of_view(const struct view *v);
/** lens_gain() - factor that a point at squared radius r2 moves out by. */
static inline double lens_gain(const struct lens *l, double r2)
{
    double g = 1 + r2 * (l->k1 + r2 * l->k2);
    if (r2 > l->fold_r * l->fold_r) {
        double r = sqrt(r2);
        g = (l->fold_out + 0.05 * (r - l->fold_r)) / r;
    }
    return g;
}
/** lens_undo() - the radius that is seen at radius out_r. */
double lens_undo(const struct lens *l, double out_r);

/* A window of the image plane: pixels x0 <= x < x1, y0 <= y < y1, which may lie outside the picture. */
struct frame {
    struct view view;
    struct lens lens;
    bool bent;                     /* has distortion */
    double short_px;               /* edges up to this long need no splitting */
    int x0, y0, x1, y1;
    double nx0, ny0, nx1, ny1;     /* x/z and y/z that the window can show, with a margin */
};
struct frame frame_of_window(const struct view *v, int x0, int y0, int x1, int y1);

/* What is drawn of an object. */
enum core_kinds {
    CORE_SOLID = 1, /* all that light does not go through */
    CORE_CLEAR = 2, /* glass and clear plastic */
    CORE_ALL = 3,
    CORE_AWAY = 4,   /* with these: only triangles that face away from the viewer; shadow maps */
    CORE_FACING = 8, /* only those that face the viewer; layers of glass */
};

/* Exactly one of key and mask. Rows are `stride` apart, the first belongs to y0, column 0 to x0. */
struct target {
    size_t stride;        /* at least width + CORE_PAD */
    int64_t *key;
    const int64_t *above; /* with key: only what is behind this layer; NULL = all */
    uint8_t *mask;        /* 1 where the object is */
};

/* Vertices of one object in the camera's eyes; reused from object to object. */
struct core_scratch {
    size_t cap;
    double *x, *y, *z, *iz;
    int32_t *u, *v; /* in 1/256 px; CORE_OFF: needs clipping */
    bool behind;    /* a vertex is nearer than CORE_NEAR_M, or behind the viewer */
};
#define CORE_OFF INT32_MAX
#define CORE_REACH (1 << 24) /* largest coordinate in 1/256 px that edge functions are exact for */

void core_scratch_init(struct core_scratch *c, const struct scene *s, struct arena *a);
/** core_outside() - can no part of the object be in the window? (false: perhaps) */
bool core_outside(const struct scene *s, uint32_t object, const struct frame *f);
/** core_has() - is any of the object's slots of these kinds? */
bool core_has(const struct scene *s, uint32_t object, unsigned kinds);
/** core_vertices() - fill the scratch with an object. */
void core_vertices(const struct scene *s, uint32_t object, const struct frame *f, struct core_scratch *c);
/** core_object() - draw an object. serial: of its first triangle. */
void core_object(const struct scene *s, uint32_t object, const struct frame *f, unsigned kinds, uint32_t serial,
                 struct core_scratch *c, const struct target *t);

/* A corner of a piece of a triangle: linear in the pinhole image are x/z, y/z, 1/z and what is divided by z. */
struct corner {
    double nx, ny, iz;
    double s1, s2; /* weights of the triangle's vertices 1 and 2, over z */
};
struct piece {
    int32_t u[3], v[3];
    double iz[3], s1[3], s2[3];
};
/** corner_place() - where a corner is seen, in 1/256 px, with all of the frame's optics. */
void corner_place(const struct frame *f, double nx, double ny, int32_t *u, int32_t *v);
/**
 * clip_triangle() - cut at the near plane and at the window's reach, split until the lens bends no edge, and hand on the
 * pieces. p: camera frame. Neighbouring triangles are cut at the same points.
 */
void clip_triangle(const struct frame *f, struct vec3 p[3], void (*draw)(void *ctx, const struct piece *q),
                   void *ctx);

/* Texture lookups of alpha. */
struct cutout {
    const struct image *im; /* RGBA, or NULL: no cut-out */
    float factor;           /* the material's own alpha */
    const float (*uv)[2];
};
/** cutout_alpha() - alpha at texture coordinates: bilinear, edges repeat. */
float cutout_alpha(const struct cutout *c, double u, double v);

/** depth_of_key() - planar z. */
static inline double depth_of_key(int64_t key)
{
    int64_t bits = (((key >> 32) & 0x7fffffff) << 26) + ((int64_t)(1023 - 16) << 52);
    double iz;
    __builtin_memcpy(&iz, &bits, sizeof iz);
    return 1 / iz;
}
static inline uint32_t serial_of_key(int64_t key)
{
    return ~(uint32_t)key;
}

/* Triangles numbered through all objects. */
struct serials {
    uint32_t *first; /* n_objects + 1 */
    size_t n;
};
struct serials serials_of_scene(const struct scene *s, struct arena *a);
/** serials_find() - object of a triangle; *hint: the last answer, to begin with. */
uint32_t serials_find(const struct serials *t, uint32_t serial, uint32_t *hint);

/** core_scene() - draw all objects that the camera may see. */
void core_scene(const struct scene *s, const struct frame *f, unsigned kinds, const struct serials *n,
                struct core_scratch *c, const struct target *t);

/* Where on its triangle a ray meets it, worked out anew from the triangle's corners: exact, whatever the map's
 * rounding was. Remembers the last triangle. */
struct surface {
    uint32_t object, triangle;
    bool valid;
    struct xform cam_from_object;
    struct vec3 cross[3]; /* of the two other corners, camera frame */
    struct vec3 corner[3];
    const uint32_t *vertex; /* three places in the mesh's arrays */
};
void surface_set(struct surface *s, const struct scene *sc, const struct xform *cam_from_world, uint32_t object,
                 uint32_t triangle);
/** surface_bary() - weights of vertices 1 and 2 where the ray through the pinhole point n meets the plane. */
void surface_bary(const struct surface *s, struct pt n, double bary[2]);
/** view_ray() - pinhole point (x/z, y/z) of an image point. */
struct pt view_ray(const struct view *v, const struct lens *l, double u, double w);

/* view_ray() of many pixels: the lens is undone by a table. */
enum { RAYS_STEPS = 1024 };
struct rays {
    struct view view;
    struct lens lens;
    bool bent;
    double f;             /* 1 / f_px */
    double end, per_unit; /* of the table: squared radius where it ends, steps per unit of that */
    double factor[RAYS_STEPS + 2];
};
void rays_init(struct rays *r, const struct view *v);
/** rays_factor() - that a point at squared radius s of the bent picture moves in by. */
double rays_factor(const struct rays *r, double s);
/** rays_at() - as view_ray(), within 1e-3 px. */
static inline struct pt rays_at(const struct rays *r, double u, double w)
{
    struct pt n = {(u - r->view.cx_px) * r->f, (w - r->view.cy_px) * r->f};
    if (r->bent) {
        double k = rays_factor(r, n.x * n.x + n.y * n.y);
        n.x *= k;
        n.y *= k;
    }
    return n;
}

#endif
