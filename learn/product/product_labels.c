// SPDX-License-Identifier: MIT
#include "product/product_labels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct product_labels product_labels_none(void)
{
    struct product_labels l = {.sku = -1, .yaw_rad = NAN, .visible = NAN};
    for (int i = 0; i < NAMED_HEADS; i++) {
        l.name[i] = -1;
    }
    for (int i = 0; i < HEAD_VALUES; i++) {
        l.box[i] = NAN;
    }
    return l;
}

void product_names_add(struct product_names *k, const char *name)
{
    if (k->n && !strcmp(k->name[k->n - 1], name)) {
        return; /* pictures of a product often stand together */
    }
    if (k->n == k->cap) {
        k->cap = k->cap ? 2 * k->cap : 256;
        k->name = realloc(k->name, size_mul(k->cap, sizeof *k->name));
    }
    char *copy = strdup(name);
    if (!k->name || !copy) {
        BUG("out of memory");
    }
    k->name[k->n++] = copy;
}

static int by_bytes(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

void product_names_sort(struct product_names *k)
{
    size_t n = 0;
    if (k->n) {
        qsort(k->name, k->n, sizeof *k->name, by_bytes);
    }
    for (size_t i = 0; i < k->n; i++) {
        if (n && !strcmp(k->name[n - 1], k->name[i])) {
            free((char *)k->name[i]);
        } else {
            k->name[n++] = k->name[i];
        }
    }
    k->n = n;
}

int32_t product_names_find(const struct product_names *k, const char *name)
{
    const char **at =
        name && k->n ? bsearch(&name, k->name, k->n, sizeof *k->name, by_bytes) : NULL;
    return at ? (int32_t)(at - k->name) : -1;
}

void product_names_release(struct product_names *k)
{
    for (size_t i = 0; i < k->n; i++) {
        free((char *)k->name[i]);
    }
    free(k->name);
    *k = (struct product_names){0};
}
