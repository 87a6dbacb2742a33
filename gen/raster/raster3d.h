// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RASTER_RASTER3D_H
#define ERSATZ_RASTER_RASTER3D_H
/*
 * raster3d - a scene's triangles as id, depth and normal maps, and what hidden items would cover.
 *
 * A pixel belongs to what a ray through its centre meets first: no anti-aliasing, as Cycles' index pass of the pixel
 * centre. Camera-hidden objects are left out. Edges follow the top-left rule on coordinates in 1/256 px, so that neighbouring triangles
 * share no pixel and leave none out. With lens distortion triangles are split until an edge strays less than 0.1 px.
 *
 *     struct view v = view_of_camera(&scene->camera);          // the finished picture, lens included
 *     struct maps m;
 *     raster_scene(scene, &v, 0, &arena, &m);
 *     struct coverage c;
 *     raster_object(scene, k, &v, &arena, &c);                 // object k as if alone: amodal mask
 */
#include "base/arena.h"
#include "shelf/scene.h"

/* Projection of the world to a picture. */
struct view {
    int width_px, height_px;
    double f_px, cx_px, cy_px, k1, k2;
    struct xform cam_from_world;
};

struct view view_of_camera(const struct camera *c);
/** view_undistorted() - a pinhole that sees all that the camera sees, at the same f_px; what Cycles renders. Equal to
 *  view_of_camera() without distortion. */
struct view view_undistorted(const struct camera *c);
/** view_project() - image point of a world point; 0 if it is not in front of the camera (z < 1 mm). */
int view_project(const struct view *v, struct vec3 world, struct pt *image, double *depth_m);
/** view_project_camera() - the same of a point in the camera's frame. */
int view_project_camera(const struct view *v, struct vec3 p, struct pt *image);
/** view_distort(), view_undistort() - between normalised pinhole coordinates (x/z, y/z) and what the lens makes of them. */
struct pt view_distort(const struct view *v, struct pt n);
struct pt view_undistort(const struct view *v, struct pt n);

struct maps {
    int width_px, height_px;
    uint16_t *id;       /* object + 1, 0 = nothing */
    float *depth_m;     /* planar z in the camera frame; 0 where id is 0 */
    uint32_t *triangle; /* of the object's mesh, in its order; where id is 0: 0 */
    float (*bary)[2];   /* perspective-correct weights of the triangle's vertices 1 and 2; NULL unless asked for */
};

enum raster_flags { RASTER_BARY = 1 };
void raster_scene(const struct scene *s, const struct view *v, unsigned flags, struct arena *a, struct maps *out);
/** raster_normals() - unit normals in the camera frame, towards the camera, of each pixel; (0, 0, 0) where nothing. */
void raster_normals(const struct scene *s, const struct view *v, const struct maps *m, float (*out)[3]);

/* One object alone: its silhouette, also outside the picture. */
struct coverage {
    int x0, y0, width_px, height_px; /* of `mask`, image frame, clipped to the picture */
    uint8_t *mask;                   /* 0 or 1 */
    struct box box;                  /* of the whole silhouette, beyond the picture's edges too; empty: behind the camera */
    uint64_t pixels;                 /* in the picture */
    double share_inside;             /* of the silhouette that lies inside the picture, 0..1 */
};
void raster_object(const struct scene *s, uint32_t object, const struct view *v, struct arena *a, struct coverage *out);

/**
 * raster_shade() - the picture of a scene: textures, the scene's lights, soft contact shadows. Linear radiance.
 * samples: per pixel side (2 = 4 samples a pixel). rgb: out, three planes of width * height. Not a ray tracer: shadows, reflections and
 * transparency are approximations that docs/raster.md describes.
 */
void raster_shade(const struct scene *s, const struct view *v, int samples, struct arena *a, float *rgb[3]);

#endif
