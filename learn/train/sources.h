// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TRAIN_SOURCES_H
#define ERSATZ_TRAIN_SOURCES_H
/*
 * sources - what a recipe that trains names under data: generators, whose samples are made in process, and datasets. Opened once,
 * shared by all workers.
 */
#include "base/json.h"
#include "data/dataset_reader.h"
#include "distort.h"
#include "recipe/recipe.h"
#include "sample.h"

struct sources {
    struct generator **generator;
    size_t n_generators;
    struct dataset **dataset;
    size_t n_datasets;
    double dataset_share;
    struct distorter *distorter; /* of pictures of datasets; NULL = as they are */
};

/** sources_usable() - whether a generator makes what is learned from; says why not. */
typedef enum st sources_usable_fn(const struct generator *g, const char *path, struct err *e);

/** sources_generators() - data.recipes: as given from the working folder, else beside the recipe, else as recipe_load() finds
 *  shipped ones. set: overrides for them. What is open already on failure is released by sources_release(). */
enum st sources_generators(struct sources *s, const struct recipe *r, const char *const *set,
                           size_t n_set, sources_usable_fn *usable, struct err *e);
/** sources_dataset() - one more; path: as given, else beside the recipe. */
enum st sources_dataset(struct sources *s, const struct recipe *r, const char *path, struct err *e);
/** sources_distorter() - data.augment, if there is one, with the same overrides. lines: for a reader, a recipe of kind text; else of
 *  kind shelf or product. */
enum st sources_distorter(struct sources *s, const struct recipe *r, const char *const *set,
                          size_t n_set, bool lines, struct err *e);
/** sources_beside() - a path as given, where something lies there, else that beside the recipe. */
const char *sources_beside(const struct recipe *r, const char *name, struct arena *a);
void sources_release(struct sources *s);

/** sources_describe() - the members of a JSON array: names without folders, which differ between machines, and what tells the
 *  contents. */
void sources_describe(const struct sources *s, const struct recipe *r, struct json *j);

#endif
