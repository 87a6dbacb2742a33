// SPDX-License-Identifier: MIT
#include "product/embedder.h"

#include <stdlib.h>

#include "net/checkpoint.h"
#include "product/embedder_run.h"
#include "product/product_image.h"

enum { DEFAULT_BATCH = 16, AT_ONCE = 64 };

struct embedder {
    struct embedder_about about;
    struct params *params;
    struct embedder_run *run;
    uint8_t *room; /* AT_ONCE squares */
};

enum st embedder_open(const char *path, const struct embedder_options *o, struct embedder **out,
                      struct err *e)
{
    struct embedder *m = calloc(1, sizeof *m);
    struct checkpoint *c = NULL;
    enum st st;
    if (!m) {
        BUG("out of memory");
    }
    *out = NULL;
    m->params = params_new();
    (void)((st = checkpoint_read(path, &c, e)) ||
           (st = embedder_about_parse(&m->about, path, checkpoint_meta(c), e)));
    if (!st) {
        m->run = embedder_run_new(m->params, &m->about.shape, !o->fp32,
                                  o->batch ? o->batch : DEFAULT_BATCH);
        st = checkpoint_load_params(c, m->params, 0, NULL, e);
        m->room = malloc(AT_ONCE * PRODUCT_BYTES(m->about.shape.input_px));
        if (!m->room) {
            BUG("out of memory");
        }
    }
    checkpoint_free(c);
    if (st) {
        embedder_close(m);
        return st;
    }
    *out = m;
    return ST_OK;
}

void embedder_close(struct embedder *m)
{
    if (m) {
        embedder_run_free(m->run);
        params_free(m->params);
        embedder_about_release(&m->about);
        free(m->room);
        free(m);
    }
}

int embedder_dims(const struct embedder *m)
{
    return m->about.shape.dims;
}

const struct embedder_about *embedder_about(const struct embedder *m)
{
    return &m->about;
}

enum st embedder_images(struct embedder *m, const struct image *const *img, size_t n, float *out,
                        struct err *e)
{
    const struct embedder_shape *s = &m->about.shape;
    const uint8_t *square[AT_ONCE];
    size_t bytes = PRODUCT_BYTES(s->input_px);
    for (size_t i = 0; i < n; i++) {
        if (img[i]->width_px < 1 || img[i]->height_px < 1 ||
            (img[i]->channels != 1 && img[i]->channels != 3)) {
            return err_set(e, ST_RANGE,
                           "picture %zu is %d x %d with %d channels: wanted is grey or RGB", i,
                           img[i]->width_px, img[i]->height_px, img[i]->channels);
        }
    }
    for (size_t i = 0; i < n; i += AT_ONCE) {
        size_t k = 0;
        for (; k < AT_ONCE && i + k < n; k++) {
            square[k] = m->room + k * bytes;
            product_fit(img[i + k], s->fit, s->input_px, m->room + k * bytes);
        }
        enum st st = embedder_run_squares(m->run, square, k, out + i * (size_t)s->dims, e);
        if (st) {
            return st;
        }
    }
    return ST_OK;
}
