// SPDX-License-Identifier: MIT
#include "train/sources.h"

#include <stdlib.h>
#include <string.h>

#include "base/files.h"

const char *sources_beside(const struct recipe *r, const char *name, struct arena *a)
{
    const char *slash = strrchr(r->path, '/');
    if (file_exists(name) || dir_exists(name) || !slash || name[0] == '/') {
        return name;
    }
    const char *path = arena_printf(a, "%.*s/%s", (int)(slash - r->path), r->path, name);
    return file_exists(path) || dir_exists(path) ? path : name;
}

static void *grown(void *array, size_t n, size_t size)
{
    array = realloc(array, size_mul(n + 1, size));
    if (!array) {
        BUG("out of memory");
    }
    return array;
}

/* The first of a recipe's problems goes in front: what is wrong stands there. */
static void tell_first(enum st st, struct buf *problems, struct err *e)
{
    if (st && problems->len) {
        problems->data[strcspn(problems->data, "\n")] = 0;
        err_wrap(e, st, "%s ... ", problems->data);
    }
}

enum st sources_generators(struct sources *s, const struct recipe *r, const char *const *set,
                           size_t n_set, sources_usable_fn *usable, struct err *e)
{
    const struct recipe_learn *l = &r->learn;
    struct arena a = {0};
    enum st st = ST_OK;
    for (size_t i = 0; i < l->n_recipes && !st; i++) {
        struct buf problems = {0};
        struct generator *g = NULL;
        const char *path = sources_beside(r, l->recipes[i], &a);
        st = generator_open(path, set, n_set, NULL, &g, &problems, e);
        st = st ? st : usable(g, path, e);
        tell_first(st, &problems, e);
        buf_release(&problems);
        if (st) {
            generator_close(g);
        } else {
            s->generator = grown(s->generator, s->n_generators, sizeof *s->generator);
            s->generator[s->n_generators++] = g;
        }
    }
    arena_release(&a);
    return st;
}

enum st sources_dataset(struct sources *s, const struct recipe *r, const char *path, struct err *e)
{
    struct arena a = {0};
    struct dataset *d = NULL;
    enum st st = dataset_open(sources_beside(r, path, &a), &d, e);
    if (!st) {
        s->dataset = grown(s->dataset, s->n_datasets, sizeof *s->dataset);
        s->dataset[s->n_datasets++] = d;
    }
    arena_release(&a);
    return st;
}

enum st sources_distorter(struct sources *s, const struct recipe *r, const char *const *set,
                          size_t n_set, bool lines, struct err *e)
{
    if (!r->learn.augment) {
        return ST_OK;
    }
    struct arena a = {0};
    struct buf problems = {0};
    const char *path = sources_beside(r, r->learn.augment, &a);
    enum st st = distorter_open(path, set, n_set, &s->distorter, &problems, e);
    tell_first(st, &problems, e);
    if (!st && (distorter_recipe(s->distorter)->kind == KIND_TEXT) != lines) {
        st = err_set(e, ST_RECIPE, "data.augment: '%s' distorts %s (a recipe of kind %s is wanted)",
                     path,
                     lines ? "pictures of products, not lines" : "lines, not pictures of products",
                     lines ? "text" : "product or shelf");
    }
    buf_release(&problems);
    arena_release(&a);
    return st;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* One origin of samples: what it is, its file without folders, the SHA-256 of its recipe. */
static void describe(struct json *j, const char *what, const char *path, const char *sha256)
{
    json_begin_object(j);
    json_key(j, what);
    json_str(j, last_part(path));
    json_key(j, "sha256");
    json_str(j, sha256);
    json_end_object(j);
}

void sources_describe(const struct sources *s, const struct recipe *r, struct json *j)
{
    for (size_t i = 0; i < s->n_generators; i++) {
        const struct recipe *g = generator_recipe(s->generator[i]);
        describe(j, "recipe", g->path, g->sha256);
    }
    for (size_t i = 0; i < s->n_datasets; i++) {
        const struct manifest *m = dataset_manifest(s->dataset[i]);
        describe(j, "dataset", r->learn.datasets[i], m ? m->origin.recipe_sha256 : "");
    }
    if (s->distorter) {
        const struct recipe *d = distorter_recipe(s->distorter);
        describe(j, "augment", d->path, d->sha256);
    }
}

void sources_release(struct sources *s)
{
    distorter_close(s->distorter);
    for (size_t i = 0; i < s->n_generators; i++) {
        generator_close(s->generator[i]);
    }
    for (size_t i = 0; i < s->n_datasets; i++) {
        dataset_close(s->dataset[i]);
    }
    free(s->generator);
    free(s->dataset);
    *s = (struct sources){0};
}
