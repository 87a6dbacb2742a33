// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_READER_FILE_H
#define ERSATZ_OCR_READER_FILE_H
/*
 * reader_file - a reader as a file: what the net looks like, what its classes mean, where it comes from, its weights.
 *
 * A checkpoint (net/checkpoint.h) whose JSON has
 *     "kind": "reader", "program", "shape": {...}, "order", "classes": [...], "merges": [...], "temperature",
 *     "origin": {"recipe": text, "sha256", "seed", "steps", "data": [{"name", "sha256"} ...], "dnn"}
 */
#include "net/checkpoint.h"
#include "ocr/bpe.h"
#include "ocr/classes.h"
#include "ocr/reader_net.h"

struct reader_about {
    struct reader_shape shape;
    int order;             /* enum recipe_order */
    double temperature;    /* of confidences */
    struct classes *classes;
    struct bpe *bpe;       /* NULL without a token head */
    /* where it comes from */
    const char *recipe, *recipe_sha256; /* "" = not known */
    uint64_t seed, steps;
    const char *data_json; /* JSON array, "[]" */
};

/** reader_meta() - the JSON; extra: members put behind, "" or ",\"x\":1". */
void reader_meta(const struct reader_about *a, const char *extra, struct buf *out);
/** reader_about_parse() - the reverse; strings, classes and bpe are owned by `a`. ST_FORMAT if it is no reader of ours. */
enum st reader_about_parse(struct reader_about *a, const char *name, const char *meta, struct err *e);
void reader_about_release(struct reader_about *a);

#endif
