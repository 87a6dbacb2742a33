// SPDX-License-Identifier: MIT
#include "product/embed_set.h"

#include <stdlib.h>

#include "base/arena.h"

enum { AT_ONCE = 64 };

static enum st load(struct product_set *s, size_t i, struct buf *bytes, struct image *im,
                    struct err *e)
{
    buf_clear(bytes);
    enum st st = product_set_picture(s, i, bytes, e);
    st = st ? st : image_decode(bytes->data, bytes->len, 3, im, e);
    return st ? err_wrap(e, st, "'%s': ", product_set_item(s, i)->key) : ST_OK;
}

enum st embed_set(struct embedder *m, struct product_set *s,
                  void (*progress)(void *ctx, size_t done), void *ctx, float **out, struct err *e)
{
    size_t n = product_set_count(s), dims = (size_t)embedder_dims(m);
    float *v = malloc(size_mul(size_mul(n, dims), sizeof *v));
    struct image im[AT_ONCE] = {0};
    const struct image *at[AT_ONCE];
    struct buf bytes = {0};
    enum st st = ST_OK;
    if (!v) {
        BUG("out of memory");
    }
    for (size_t i = 0; i < n && !st; i += AT_ONCE) {
        size_t k = 0;
        for (; k < AT_ONCE && i + k < n && !st; k++) {
            st = load(s, i + k, &bytes, &im[k], e);
            at[k] = &im[k];
        }
        st = st ? st : embedder_images(m, at, k, v + i * dims, e);
        for (size_t j = 0; j < AT_ONCE; j++) {
            image_release(&im[j]);
        }
        if (progress) {
            progress(ctx, i + k);
        }
    }
    buf_release(&bytes);
    if (st) {
        free(v);
        v = NULL;
    }
    *out = v;
    return st;
}
