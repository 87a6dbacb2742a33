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
        if (st && problems.len) { /* the first of them: what is wrong stands there */
            problems.data[strcspn(problems.data, "\n")] = 0;
            err_wrap(e, st, "%s ... ", problems.data);
        }
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

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void sources_describe(const struct sources *s, const struct recipe *r, struct json *j)
{
    for (size_t i = 0; i < s->n_generators; i++) {
        const struct recipe *g = generator_recipe(s->generator[i]);
        json_begin_object(j);
        json_key(j, "recipe");
        json_str(j, last_part(g->path));
        json_key(j, "sha256");
        json_str(j, g->sha256);
        json_end_object(j);
    }
    for (size_t i = 0; i < s->n_datasets; i++) {
        const struct manifest *m = dataset_manifest(s->dataset[i]);
        json_begin_object(j);
        json_key(j, "dataset");
        json_str(j, last_part(r->learn.datasets[i]));
        json_key(j, "sha256");
        json_str(j, m ? m->origin.recipe_sha256 : "");
        json_end_object(j);
    }
}

void sources_release(struct sources *s)
{
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
