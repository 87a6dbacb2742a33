// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CMD_PRODUCT_VECTORS_H
#define ERSATZ_CMD_PRODUCT_VECTORS_H
/* product_vectors - a set of pictures of products, embedded: what eval, index and clean begin with. */
#include "eval/retrieval.h"
#include "ocr/strtab.h"
#include "product/embed_set.h"

struct product_vectors { /* zero = nothing */
    struct product_set *set;
    float *v;        /* (count, dims) */
    uint32_t *label; /* numbers of `classes` */
    int dims;
    double seconds; /* decoding and embedding */
};

/** product_vectors_load() - classes: names of classes, numbered as they come; may be shared by several sets. Shows progress unless quiet. */
enum st product_vectors_load(struct embedder *m, const char *path, const char *split,
                             struct strtab *classes, bool quiet, struct product_vectors *out,
                             struct err *e);
void product_vectors_release(struct product_vectors *p);
static inline struct vectors product_vectors_of(const struct product_vectors *p)
{
    return (struct vectors){p->v, product_set_count(p->set), p->dims, p->label};
}
/** product_class_names() - of a strtab; to be freed, the strings are the table's. */
const char **product_class_names(const struct strtab *classes);
/** product_last_part() - a path's name without folders. */
const char *product_last_part(const char *path);

#endif
