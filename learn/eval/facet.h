// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_FACET_H
#define ERSATZ_EVAL_FACET_H
/* facet - what kind of line it is: ("font", "DejaVu Sans"), ("effect", "blur"). A line may have several of a
 * kind. */
#include <stddef.h>

#include "base/arena.h"

struct json_t; /* of Jansson, whose header does not go with base/json.h */

struct facet {
    const char *kind, *value;
};

/**
 * facets_of_label() - from a sample's label (docs/format.md): "font" (family), "effect" (each), "script",
 * "source", "lang", "direction"; only those that are there.
 * a: owns the strings. *out: arena. Returns their number.
 */
size_t facets_of_label(const struct json_t *label, struct arena *a, struct facet **out);

#endif
