// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CYCLES_JOB_H
#define ERSATZ_CYCLES_JOB_H
/*
 * job - a scene as the line of JSON that scenes/worker.py renders. docs/cycles.md is its reference.
 *
 * Everything that decides a pixel is in it. Meshes and textures are named by key and read from `folders`.
 */
#include "base/buf.h"
#include "cycles/blender.h"

struct job_place {
    uint64_t id;
    int threads;
    const char *folders[2];    /* searched in this order */
    const char *result;        /* path of the EXR */
    const char *labels_result; /* path of one for index and depth alone, or NULL: all in one */
};

/** job_needs_labels() - whether index and depth of the picture itself would not be those of a pinhole. */
int job_needs_labels(const struct scene *s, const struct render_settings *r);
/** job_write_frame() - appends one line, newline included. The same arguments give the same bytes. */
void job_write_frame(const struct scene *s, const struct render_settings *r,
                     const struct job_place *p, struct buf *out);
/** job_write_bake() - likewise, for a model (bake.c). result: path of the triangle file. */
void job_write_bake(uint64_t id, const char *model, const char *result, struct buf *out);

#endif
