// SPDX-License-Identifier: MIT
/* The items of a dataset of single products. */
#include <jansson.h>

#include <string.h>

#include "eval/product_facet.h"
#include "eval/product_set_parts.h"

static double area(const double box[4])
{
    return (box[2] - box[0]) * (box[3] - box[1]);
}

/* The product that the picture is of: others may stand behind and beside it, cut off by the edge. */
static const struct record_item *subject(const struct record_shelf *s)
{
    const struct record_item *best = s->n_items ? &s->item[0] : NULL;
    for (size_t i = 1; i < s->n_items; i++) {
        double a =
            area(s->item[i].amodal_box) * s->item[i].visible_fraction * (1 - s->item[i].truncation);
        double b = area(best->amodal_box) * best->visible_fraction * (1 - best->truncation);
        best = a > b ? &s->item[i] : best;
    }
    return best;
}

static const char *string(struct product_set *s, const char *text)
{
    return text ? product_set_string(s, text, strlen(text)) : NULL;
}

static enum st add_record(struct product_set *s, uint64_t i, struct arena *scratch, struct err *e)
{
    struct record r;
    struct record_label l;
    enum st st = dataset_get(s->dataset, i, &r, e);
    if (st || (st = record_label(&r, scratch, &l, e))) {
        return st;
    }
    const struct record_item *it = l.shelf ? subject(l.shelf) : NULL;
    const struct record_member *m = record_member(&r, "json");
    json_t *root = m ? json_loadb((const char *)m->bytes, m->size, 0, NULL) : NULL;
    const char *kind = json_string_value(json_object_get(root, "kind"));
    if (!l.shelf || !record_image(&r)) {
        st = record_error(&r, NULL, e, ST_FORMAT, "no picture of a product");
    } else if (kind && !strcmp(kind, "shelf")) {
        st = record_error(
            &r, NULL, e, ST_FORMAT,
            "a picture of a whole shelf ('ersatz convert DIR --to crops' cuts its products out)");
    } else if (it) { /* a sample may show nothing large enough to have an entry */
        struct facet *f = arena_array(&s->arena, struct facet, PRODUCT_FACETS);
        struct product_item *p = product_set_add(s);
        p->key = string(s, r.key);
        p->class_name = string(s, it->sku);
        p->brand = string(s, it->brand);
        p->category = string(s, it->category);
        p->split = r.split >= 0 ? r.split : l.split;
        p->n_facets = product_facets(it, root, &s->arena, f);
        p->facet = f;
        p->at = i;
    }
    json_decref(root);
    return st;
}

enum st product_from_records(struct product_set *s, struct err *e)
{
    struct arena scratch = {0};
    enum st st = ST_OK;
    for (uint64_t i = 0; i < dataset_count(s->dataset) && !st; i++) {
        arena_reset(&scratch);
        st = add_record(s, i, &scratch, e);
    }
    arena_release(&scratch);
    return st;
}
