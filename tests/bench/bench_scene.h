// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BENCH_SCENE_H
#define ERSATZ_BENCH_SCENE_H
/*
 * bench_scene - the planned scene of a recipe's sample, without the picture: what benchmarks hand to Blender themselves.
 *
 *     struct bench_scene b;
 *     bench_scene_open(&b, "recipes/shelf-small.yaml", overrides, n);
 *     const struct scene *s = bench_scene_plan(&b, 3);     // valid until the next
 *     struct render_settings r = bench_scene_settings(bench_scene_view(s, 0, 0), 8, 1);
 *
 * What goes wrong ends the program with a message.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cycles/blender.h"
#include "raster/raster3d.h"
#include "sample.h"
#include "shelf/planogram.h"

struct bench_scene {
    struct generator *g;
    struct worker *w;
    struct made made;
};

static inline void bench_must(enum st st, const struct err *e)
{
    if (st) {
        fprintf(stderr, "bench: %s\n", e->msg);
        exit(1);
    }
}

static inline void bench_scene_open(struct bench_scene *b, const char *recipe,
                                    const char *const *set, size_t n)
{
    struct err e = {0};
    struct buf problems = {0};
    *b = (struct bench_scene){0};
    enum st st = generator_open(recipe, set, n, &(struct generator_options){.quick = true}, &b->g,
                                &problems, &e);
    fputs(problems.data ? problems.data : "", stderr);
    bench_must(st, &e);
    b->w = worker_new(b->g);
    buf_release(&problems);
}

static inline const struct scene *bench_scene_plan(struct bench_scene *b, uint64_t index)
{
    struct err e = {0};
    bench_must(sample_make(b->w, generator_recipe(b->g)->seed, index, &b->made, &e), &e);
    return stage_scene(b->made.stage);
}

/* The middle of what Blender renders, pixels as large as there; 0 x 0: all of it. */
static inline struct view bench_scene_view(const struct scene *s, int width_px, int height_px)
{
    struct view v = view_undistorted(&s->camera);
    if (width_px && height_px) {
        v.cx_px -= (v.width_px - width_px) / 2;
        v.cy_px -= (v.height_px - height_px) / 2;
        v.width_px = width_px;
        v.height_px = height_px;
    }
    return v;
}

/* As scene_sample.c asks for it, with bounces by default. */
static inline struct render_settings bench_scene_settings(struct view v, int samples, uint32_t seed)
{
    return (struct render_settings){.width_px = v.width_px,
                                    .height_px = v.height_px,
                                    .f_px = v.f_px,
                                    .cx_px = v.cx_px,
                                    .cy_px = v.cy_px,
                                    .samples = samples,
                                    .seed = seed};
}

static inline void bench_scene_close(struct bench_scene *b)
{
    made_release(&b->made);
    worker_free(b->w);
    generator_close(b->g);
}

#endif
