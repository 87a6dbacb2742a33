// SPDX-License-Identifier: MIT
#include "data/class_list.h"

#include <stdlib.h>
#include <string.h>

static const char *const by_word[] = {"sku", "brand", "category"};

enum st class_list_begin(struct class_list *c, const char *by, struct err *e)
{
    for (size_t i = 0; i < sizeof by_word / sizeof *by_word; i++) {
        if (!strcmp(by ? by : "sku", by_word[i])) {
            *c = (struct class_list){.by = (enum class_by)i};
            return ST_OK;
        }
    }
    return err_set(e, ST_USAGE, "a class cannot be a '%s' (sku, brand or category)", by);
}

const char *class_name(const struct class_list *c, const struct record_item *it)
{
    return c->by == BY_SKU ? it->sku : c->by == BY_BRAND ? it->brand : it->category;
}

/* Place of a name, or where it would stand; found: out. */
static size_t place_of(const struct class_list *c, const char *name, bool *found)
{
    size_t lo = 0, hi = c->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int d = strcmp(c->v[mid].name, name);
        if (d == 0) {
            *found = true;
            return mid;
        }
        *(d < 0 ? &lo : &hi) = d < 0 ? mid + 1 : mid;
    }
    *found = false;
    return lo;
}

static char *copy(const char *s)
{
    char *p = strdup(s);
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static void insert(struct class_list *c, size_t at, const char *name, const char *super, const double bounds_m[6])
{
    if (c->n == c->cap) {
        c->cap = c->cap ? 2 * c->cap : 64;
        c->v = realloc(c->v, c->cap * sizeof *c->v);
        if (!c->v) {
            BUG("out of memory");
        }
    }
    memmove(c->v + at + 1, c->v + at, (c->n - at) * sizeof *c->v);
    c->v[at] = (struct class_entry){.name = copy(name), .super = copy(super)};
    memcpy(c->v[at].bounds_m, bounds_m, sizeof c->v[at].bounds_m);
    c->n++;
}

enum st class_list_scan(struct class_list *c, const struct record_label *l, struct err *e)
{
    for (size_t i = 0; i < l->shelf->n_items; i++) {
        const struct record_item *it = &l->shelf->item[i];
        const char *name = class_name(c, it);
        bool found;
        if (!name || !*name) {
            return err_set(e, ST_FORMAT, "an item of SKU '%s' states no %s", it->sku, by_word[c->by]);
        }
        size_t at = place_of(c, name, &found);
        if (!found) {
            insert(c, at, name, c->by == BY_SKU && it->category ? it->category : by_word[c->by], it->bounds_m);
        }
    }
    return ST_OK;
}

size_t class_number(const struct class_list *c, const struct record_item *it)
{
    bool found;
    size_t at = place_of(c, class_name(c, it), &found);
    if (!found) {
        BUG("class '%s' was not scanned", class_name(c, it));
    }
    return at;
}

void class_list_release(struct class_list *c)
{
    for (size_t i = 0; i < c->n; i++) {
        free(c->v[i].name);
        free(c->v[i].super);
    }
    free(c->v);
    *c = (struct class_list){0};
}
