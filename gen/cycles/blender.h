// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CYCLES_BLENDER_H
#define ERSATZ_CYCLES_BLENDER_H
/*
 * blender - a Blender process that stays alive and renders frame after frame.
 *
 * A worker has one of its own; there is nothing shared but the folder of meshes and textures. A process that
 * crashes, hangs, is killed or talks nonsense is replaced, and its frame given to the next; a frame that fails `tries`
 * times is an error that says why, with the tail of Blender's log.
 *
 *     struct blender *b;
 *     blender_open(&options, &b, &e);
 *     struct passes p = {0};
 *     blender_start(b, scene, &settings, &e);   // returns at once
 *     ... make labels meanwhile ...
 *     blender_finish(b, &arena, &p, &e);        // waits
 *     blender_close(b);
 *
 * Protocol (docs/cycles.md): jobs as one line of JSON each over a pipe of their own, replies likewise; stdout and stderr
 * of Blender go to a log file. A Blender is killed when the thread that started it ends (child.h): open, start
 * and finish in the worker's own thread.
 */
#include <stdatomic.h>

#include "base/arena.h"
#include "shelf/scene.h"

struct blender_options {
    const char *path;        /* of the program; NULL: $BLENDER, else "blender" from $PATH */
    const char *cache_dir;   /* for meshes, textures and results; made if missing; shared by workers */
    int threads;             /* of one process; 0 = all cores */
    double timeout_s;        /* to get ready, and for a frame; 0 = 60 s, 60 s + 20 s a megasample (pixels x samples) */
    int tries;               /* 0 = 3 */
    const atomic_int *stop;  /* non-zero: blender_finish() ends with ST_STOPPED soon; may be NULL */
};

struct render_settings {
    int width_px, height_px; /* of the undistorted frame */
    double f_px, cx_px, cy_px;
    int samples;             /* per pixel */
    uint32_t seed;
    int max_bounces;         /* 0 = 4 */
    double clamp_indirect;   /* 0 = 3 */
    int oidn;                /* denoise inside Blender where its build can */
    int clean_labels;        /* index and depth from a pass of their own: pinhole, one sample, alpha cut at 1/2. Always so
                              * with an aperture */
};

/* What came back; planes of width * height in the arena, linear. normal: world frame, means over a pixel's samples, 0
 * where nothing was hit; depth_m: planar z at the pixel's centre, 1e10 where nothing was hit; index: object + 1 there, or 0. */
struct passes {
    int width_px, height_px;
    float *color[3], *albedo[3], *normal[3], *depth_m, *index;
    int oidn;                /* color is denoised already */
    double render_s;         /* that Blender's render call took */
};

struct blender;

/** blender_check() - is there a Blender with Cycles? version: out, "3.4.1". ST_CHILD with the cure (apt package, --blender). */
enum st blender_check(const char *path, char version[32], struct err *e);
enum st blender_open(const struct blender_options *o, struct blender **out, struct err *e);
void blender_close(struct blender *b);
/** blender_start() - hand over a scene. All of it is written before the call returns; it may then be dropped. */
enum st blender_start(struct blender *b, const struct scene *s, const struct render_settings *r, struct err *e);
/** blender_finish() - wait for the frame. ST_CHILD after `tries` failures, ST_IO (full disk), ST_STOPPED. */
enum st blender_finish(struct blender *b, struct arena *a, struct passes *out, struct err *e);
/** blender_bake() - import a glTF, OBJ or .blend model as one triangle file and its textures into the cache folder.
 *  mesh: out; texture: out, path of the base colour picture of each slot, NULL where there is none; base_color likewise. */
struct baked {
    struct mesh mesh;
    const char *texture[MESH_MAX_SLOTS];
    float base_color[MESH_MAX_SLOTS][3];
    float roughness[MESH_MAX_SLOTS], metallic[MESH_MAX_SLOTS], alpha[MESH_MAX_SLOTS];
};
enum st blender_bake(const struct blender_options *o, const char *model, const char *picture, struct arena *a,
                     struct baked *out, struct err *e);

#endif
