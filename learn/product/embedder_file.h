// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_EMBEDDER_FILE_H
#define ERSATZ_PRODUCT_EMBEDDER_FILE_H
/*
 * embedder_file - an embedding model as a file: what its net looks like, which classes it was taught, where it comes from, its
 * weights.
 *
 * A checkpoint (net/checkpoint.h) whose JSON has
 *     "kind": "embedder", "program", "shape": {...}, "classes": [...] (may be left out),
 *     "origin": {"recipe": text, "sha256", "seed", "steps", "data": [{"name", "sha256"} ...], "dnn"}
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/st.h"
#include "product/embedder_net.h"

struct embedder_about {
    struct embedder_shape shape;
    const char *
        *class_name; /* SKUs it was taught, in order of classes; NULL where the file does not say */
    size_t n_classes;
    /* where it comes from */
    const char *recipe, *recipe_sha256; /* "" = not known */
    uint64_t seed, steps;
    const char *data_json; /* JSON array, "[]" */
};

/** embedder_meta() - the JSON; extra: members put behind, "" or ",\"x\":1". */
void embedder_meta(const struct embedder_about *a, const char *extra, struct buf *out);
/** embedder_about_parse() - the reverse; strings are owned by `a`. ST_FORMAT if it is no embedder of ours. */
enum st embedder_about_parse(struct embedder_about *a, const char *name, const char *meta,
                             struct err *e);
void embedder_about_release(struct embedder_about *a);

#endif
