// SPDX-License-Identifier: MIT
#include "product/product_setup.h"

#include <stdlib.h>
#include <string.h>

#include "product_shown.h"

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

/* --- sources ------------------------------------------------------------------------------------------------ */

static enum st makes_products(const struct generator *g, const char *path, struct err *e)
{
    return generator_products(g)
               ? ST_OK
               : err_set(e, ST_RECIPE, "data.recipes: '%s' shows no products", path);
}

static enum st open_set(struct product_setup *s, const struct recipe *r, const char *path,
                        struct err *e)
{
    struct arena a = {0};
    struct product_set *set = NULL;
    enum st st = product_set_open(sources_beside(r, path, &a), "train", &set, e);
    if (!st) {
        s->set[s->n_sets++] = set;
    }
    arena_release(&a);
    return st;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

/* Names without folders, which differ between machines. */
static void describe_sets(const struct product_setup *s, const struct recipe *r, struct json *j)
{
    for (size_t i = 0; i < s->n_sets; i++) {
        json_begin_object(j);
        json_key(j, "dataset");
        json_str(j, last_part(r->learn.datasets[i]));
        json_key(j, "pictures");
        json_int(j, (int64_t)product_set_count(s->set[i]));
        json_end_object(j);
    }
}

static void describe(struct product_setup *s, const struct recipe *r)
{
    struct json j = json_to(&s->data_json);
    json_begin_array(&j);
    sources_describe(&s->sources, r, &j);
    describe_sets(s, r, &j);
    json_end_array(&j);
    s->about.data_json = must(strdup(s->data_json.data));
}

static enum st open_sources(struct product_setup *s, const struct recipe *r, const char *const *set,
                            size_t n_set, struct err *e)
{
    enum st st = sources_generators(&s->sources, r, set, n_set, makes_products, e);
    st = st ? st : sources_distorter(&s->sources, r, set, n_set, false, e);
    s->sources.dataset_share = r->learn.dataset_share;
    s->set = must(calloc(r->learn.n_datasets + 1, sizeof(struct product_set *)));
    for (size_t i = 0; i < r->learn.n_datasets && !st; i++) {
        st = open_set(s, r, r->learn.datasets[i], e);
    }
    if (!st) {
        describe(s, r);
    }
    return st;
}

/* --- names -------------------------------------------------------------------------------------------------- */

static void add_name(struct product_names *k, const char *name)
{
    if (name && *name) {
        product_names_add(k, name);
    }
}

static void collect_names(struct product_setup *s)
{
    for (size_t i = 0; i < s->n_sets; i++) {
        for (size_t k = 0; k < product_set_count(s->set[i]); k++) {
            const struct product_item *it = product_set_item(s->set[i], k);
            product_names_add(&s->classes, it->class_name);
            add_name(&s->name[HEAD_CATEGORY], it->category);
            add_name(&s->name[HEAD_BRAND], it->brand);
        }
    }
    for (size_t i = 0; i < s->sources.n_generators; i++) {
        for (size_t k = 0; k < generator_products(s->sources.generator[i]); k++) {
            struct product_info p = generator_product(s->sources.generator[i], k);
            if (p.split <= SPLIT_TRAIN) {
                product_names_add(&s->classes, p.sku);
                add_name(&s->name[HEAD_CATEGORY], p.category);
                add_name(&s->name[HEAD_BRAND], p.brand);
                add_name(&s->name[HEAD_SHAPE], p.shape);
                add_name(&s->name[HEAD_COLOR], p.color);
            }
        }
    }
    product_names_sort(&s->classes);
    for (int h = 0; h < NAMED_HEADS; h++) {
        product_names_sort(&s->name[h]);
    }
}

struct product_labels product_setup_labels(const struct product_setup *s,
                                           const struct product_item *it)
{
    struct product_labels l = product_labels_none();
    l.sku = product_names_find(&s->classes, it->class_name);
    l.name[HEAD_CATEGORY] = product_names_find(&s->name[HEAD_CATEGORY], it->category);
    l.name[HEAD_BRAND] = product_names_find(&s->name[HEAD_BRAND], it->brand);
    return l;
}

enum st product_setup(struct product_setup *s, const struct recipe *r, uint64_t seed,
                      const char *const *set, size_t n_set, struct err *e)
{
    const struct recipe_learn *l = &r->learn;
    *s = (struct product_setup){0};
    s->about = (struct embedder_about){
        .seed = seed, .recipe = must(strdup(r->text)), .recipe_sha256 = must(strdup(r->sha256))};
    s->about.shape = (struct embedder_shape){.net = l->backbone,
                                             .stem = l->stem,
                                             .fit = l->fit,
                                             .input_px = l->input_px,
                                             .width = l->width,
                                             .depth = l->depth,
                                             .dims = l->dims};
    enum st st = open_sources(s, r, set, n_set, e);
    if (st) {
        return st;
    }
    collect_names(s);
    if (s->classes.n < 2) {
        return err_set(e, ST_RECIPE, "data: %zu product to learn, two or more are needed",
                       s->classes.n);
    }
    if (l->keep_classes) {
        s->about.class_name = s->classes.name;
        s->about.n_classes = s->classes.n;
    }
    return ST_OK;
}

void product_setup_release(struct product_setup *s)
{
    for (size_t i = 0; i < s->n_sets; i++) {
        product_set_close(s->set[i]);
    }
    free(s->set);
    sources_release(&s->sources);
    s->about.class_name = NULL; /* borrowed */
    s->about.n_classes = 0;
    embedder_about_release(&s->about);
    product_names_release(&s->classes);
    for (int h = 0; h < NAMED_HEADS; h++) {
        product_names_release(&s->name[h]);
    }
    buf_release(&s->data_json);
    *s = (struct product_setup){0};
}
