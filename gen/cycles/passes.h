// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CYCLES_PASSES_H
#define ERSATZ_CYCLES_PASSES_H
/*
 * passes - Blender's multilayer OpenEXR as planes of floats.
 *
 * Channels are named LAYER.PASS.COMPONENT; what a pass is called differs between versions of Blender, so passes are
 * looked up by lists of names. Trusts nothing: sizes must be those that were asked for, before memory is taken.
 */
#include "base/arena.h"
#include "cycles/blender.h"

enum passes_want {
    PASSES_COLOR = 1 << 0,  /* color, albedo, normal */
    PASSES_LABELS = 1 << 1, /* depth, index */
};

/**
 * passes_read() - fill in the planes that are wanted; others are left as they are.
 * name: of the file, for messages
 * out: width_px and height_px are what is expected; planes are allocated in `a`
 * Returns ST_OK; ST_FORMAT for a damaged file, another size, a missing pass, or an index that is no whole number.
 */
enum st passes_read(const void *bytes, size_t len, const char *name, unsigned want, struct arena *a,
                    struct passes *out, struct err *e);

#endif
