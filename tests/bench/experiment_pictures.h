// SPDX-License-Identifier: MIT
/* Pictures of products for tests/bench/experiment_products.c: a dataset of 64 x 64 pictures, decoded, with their labels. */
#ifndef EXPERIMENT_PICTURES_H
#define EXPERIMENT_PICTURES_H
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/image.h"
#include "base/rng.h"
#include "data/dataset_reader.h"

enum { PX = 64, VALUES = 3 * PX * PX, SHIFT_PX = 4, MAX_NAMES = 4096 };

static void fail(const char *what)
{
    fprintf(stderr, "experiment_products: %s\n", what);
    exit(1);
}

static void check(enum st st, const struct err *e)
{
    if (st) {
        fail(e->msg);
    }
}

static void *room(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p) {
        fail("out of memory");
    }
    return p;
}

/* --- pictures ---------------------------------------------------------------------------------------------------- */

struct picture {
    uint8_t *px; /* (PX, PX, 3) */
    int32_t sku, category;
    float visible, yaw_rad; /* 0: the front is seen; positive: its right side */
    int set, test;
};

struct names {
    char *name[MAX_NAMES];
    int n;
};

static struct {
    struct picture *all;
    int n;
    struct names skus, categories;
} pool;

static int number_of(struct names *s, const char *name)
{
    for (int i = 0; i < s->n; i++) {
        if (!strcmp(s->name[i], name)) {
            return i;
        }
    }
    if (s->n == MAX_NAMES) {
        fail("too many names");
    }
    s->name[s->n] = strdup(name);
    return s->n++;
}

static double at(const json_t *list, size_t i)
{
    return json_number_value(json_array_get(list, i));
}

/* Rows of cam_from_object are camera axes in the object's frame (docs/frames.md): the third is the way the camera looks, along
 * +y at the front. */
static void read_label(struct picture *p, const json_t *root)
{
    const json_t *item = json_array_get(json_object_get(root, "items"), 0),
                 *pose = json_object_get(item, "cam_from_object");
    const char *sku = json_string_value(json_object_get(item, "sku")),
               *split = json_string_value(json_object_get(root, "split"));
    const char *category = json_string_value(json_object_get(item, "category"));
    if (!sku || !split || !category) {
        fail("a sample without sku, category or split");
    }
    p->sku = number_of(&pool.skus, sku);
    p->category = number_of(&pool.categories, category);
    p->visible = (float)json_number_value(json_object_get(item, "visible_fraction"));
    p->yaw_rad = (float)atan2(-at(pose, 8), at(pose, 9));
    p->test = !strcmp(split, "test");
}

static void load(const char *path, int set)
{
    struct err e = {0};
    struct dataset *d;
    check(dataset_open(path, &d, &e), &e);
    pool.all = realloc(pool.all, ((size_t)pool.n + dataset_count(d)) * sizeof *pool.all);
    for (uint64_t i = 0; i < dataset_count(d); i++) {
        struct record r;
        struct image im = {0};
        check(dataset_get(d, i, &r, &e), &e);
        const struct record_member *jpg = record_image(&r), *json = record_member(&r, "json");
        json_t *root = json_loadb((const char *)json->bytes, (size_t)json->size, 0, NULL);
        if (json_array_size(
                json_object_get(root, "items"))) { /* some show nothing: all is hidden */
            check(image_decode(jpg->bytes, (size_t)jpg->size, 3, &im, &e), &e);
            if (im.width_px != PX || im.height_px != PX) {
                fail("pictures must be 64 x 64");
            }
            struct picture *p = &pool.all[pool.n++];
            *p = (struct picture){.px = im.px, .set = set};
            read_label(p, root);
        }
        json_decref(root);
    }
    dataset_close(d);
}

/* Mean 0 and deviation 1, nearly; shifted by up to SHIFT_PX with r. */
static void show(const struct picture *p, struct rng *r, float *to)
{
    int dx = r ? (int)rng_below(r, 2 * SHIFT_PX + 1) - SHIFT_PX : 0,
        dy = r ? (int)rng_below(r, 2 * SHIFT_PX + 1) - SHIFT_PX : 0;
    for (int y = 0; y < PX; y++) {
        int sy = y + dy < 0 ? 0 : y + dy >= PX ? PX - 1 : y + dy;
        for (int x = 0; x < PX; x++) {
            int sx = x + dx < 0 ? 0 : x + dx >= PX ? PX - 1 : x + dx;
            const uint8_t *px = p->px + 3 * (sy * PX + sx);
            for (int c = 0; c < 3; c++) {
                to[(c * PX + y) * PX + x] = ((float)px[c] - 118) / 60;
            }
        }
    }
}

#endif
