// SPDX-License-Identifier: MIT
/* Datasets' pictures as squares in memory. */
#include <stdlib.h>
#include <string.h>

#include "product/product_image.h"
#include "product/product_store.h"

#define STORE_BYTES ((size_t)3 << 30)

enum st product_store_decode(const struct product_store *s, size_t i, uint8_t *square,
                             struct err *e)
{
    size_t set = 0;
    for (; i >= product_set_count(s->setup->set[set]); set++) {
        i -= product_set_count(s->setup->set[set]);
    }
    const struct embedder_shape *shape = &s->setup->about.shape;
    struct buf bytes = {0};
    struct image im = {0};
    enum st st = product_set_picture(s->setup->set[set], i, &bytes, e);
    if (!st && !(st = image_decode(bytes.data, bytes.len, 3, &im, e))) {
        product_fit(&im, shape->fit, shape->input_px, square);
    }
    if (st) {
        err_wrap(e, st, "'%s': ", product_set_item(s->setup->set[set], i)->key);
    }
    image_release(&im);
    buf_release(&bytes);
    return st;
}

struct decoding {
    struct product_store *s;
    size_t workers;
    struct err *err;
    enum st *st;
};

static void decode_share(void *ctx, int w)
{
    struct decoding *d = ctx;
    size_t bytes = PRODUCT_BYTES(d->s->setup->about.shape.input_px);
    for (size_t i = (size_t)w; i < d->s->n && !d->st[w]; i += d->workers) {
        d->st[w] = product_store_decode(d->s, i, d->s->square + i * bytes, &d->err[w]);
    }
}

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

enum st product_store_new(const struct product_setup *setup, struct crew *c,
                          struct product_store **out, struct err *e)
{
    struct product_store *s = *out = must(calloc(1, sizeof *s));
    size_t workers = (size_t)crew_size(c), bytes = PRODUCT_BYTES(setup->about.shape.input_px);
    s->setup = setup;
    for (size_t k = 0; k < setup->n_sets; k++) {
        s->n += product_set_count(setup->set[k]);
    }
    s->labels = must(malloc(size_mul(s->n + 1, sizeof *s->labels)));
    for (size_t k = 0, i = 0; k < setup->n_sets; k++) {
        for (size_t at = 0; at < product_set_count(setup->set[k]); at++) {
            s->labels[i++] = product_setup_labels(setup, product_set_item(setup->set[k], at));
        }
    }
    if (!s->n || s->n > STORE_BYTES / bytes) {
        return ST_OK;
    }
    s->square = must(malloc(size_mul(s->n, bytes)));
    struct decoding d = {s, workers, must(calloc(workers, sizeof(struct err))),
                         must(calloc(workers, sizeof(enum st)))};
    enum st st = ST_OK;
    crew_run(c, decode_share, &d);
    for (size_t w = 0; w < workers && !st; w++) {
        st = d.st[w] ? err_set(e, d.st[w], "%s", d.err[w].msg) : ST_OK;
    }
    free(d.err);
    free(d.st);
    return st;
}

void product_store_free(struct product_store *s)
{
    if (s) {
        free(s->square);
        free(s->labels);
        free(s);
    }
}

size_t product_store_count(const struct product_store *s)
{
    return s->n;
}
