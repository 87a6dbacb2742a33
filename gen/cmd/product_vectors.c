// SPDX-License-Identifier: MIT
#include "cmd/product_vectors.h"

#include <stdlib.h>
#include <string.h>

#include "base/progress.h"

static void show(void *ctx, size_t done)
{
    progress_at(ctx, done);
}

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

enum st product_vectors_load(struct embedder *m, const char *path, const char *split,
                             struct strtab *classes, bool quiet, struct product_vectors *out,
                             struct err *e)
{
    *out = (struct product_vectors){.dims = embedder_dims(m)};
    enum st st = product_set_open(path, split, &out->set, e);
    if (st) {
        return st;
    }
    size_t n = product_set_count(out->set);
    struct progress p = progress_start("pictures", n, quiet);
    st = embed_set(m, out->set, show, &p, &out->v, e);
    out->seconds = progress_end(&p);
    out->label = must(malloc((n + 1) * sizeof *out->label));
    for (size_t i = 0; i < n; i++) {
        const char *name = product_set_item(out->set, i)->class_name;
        out->label[i] = strtab_put(classes, name, strlen(name));
    }
    if (st) {
        product_vectors_release(out);
    }
    return st;
}

void product_vectors_release(struct product_vectors *p)
{
    product_set_close(p->set);
    free(p->v);
    free(p->label);
    *p = (struct product_vectors){0};
}

const char **product_class_names(const struct strtab *classes)
{
    const char **name = must(malloc((classes->n + 1) * sizeof *name));
    for (size_t i = 0; i < classes->n; i++) {
        name[i] = classes->row[i].s;
    }
    return name;
}

const char *product_last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}
