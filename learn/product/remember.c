// SPDX-License-Identifier: MIT
#include "product/remember.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loss/distill.h"
#include "net/checkpoint.h"
#include "net/dnn.h"
#include "product/embedder_file.h"
#include "product/product_image.h"

struct frozen { /* one worker's */
    struct net *net;
    struct embedder_ends ends;
    struct params *params;
    float *was, *is, *gs; /* (batch, classes) */
};

struct remember {
    struct embedder_about about;
    struct checkpoint *file;
    const float *weight; /* (rows, dims), of the file */
    int64_t rows;
    struct frozen *frozen;
    int workers;
};

static enum st open_file(struct remember *m, const char *path, const struct embedder_shape *now,
                         struct err *e)
{
    enum st st;
    size_t count;
    if ((st = checkpoint_read(path, &m->file, e)) ||
        (st = embedder_about_parse(&m->about, path, checkpoint_meta(m->file), e))) {
        return st;
    }
    const struct embedder_shape *s = &m->about.shape;
    m->weight = checkpoint_find(m->file, "classes.weight", &count);
    m->rows = (int64_t)count / s->dims;
    if (!m->weight || !m->rows) {
        return err_set(e, ST_FORMAT,
                       "transfer.remember: '%s' holds no classes (model.keep_classes)", path);
    }
    if (s->input_px != now->input_px || s->fit != now->fit) {
        return err_set(e, ST_FORMAT,
                       "transfer.remember: '%s' sees pictures of %d px, this net of %d px, or "
                       "fitted in another way",
                       path, s->input_px, now->input_px);
    }
    return ST_OK;
}

enum st remember_open(const char *path, const struct embedder_shape *now, int workers,
                      struct remember **out, struct err *e)
{
    struct remember *m = *out = calloc(1, sizeof *m);
    struct frozen *f = calloc((size_t)workers, sizeof *f);
    if (!m || !f) {
        BUG("out of memory");
    }
    m->frozen = f;
    m->workers = workers;
    return open_file(m, path, now, e);
}

void remember_release(struct remember *m, int worker)
{
    struct frozen *f = &m->frozen[worker];
    net_free(f->net);
    params_free(f->params);
    free(f->was);
    free(f->is);
    free(f->gs);
    *f = (struct frozen){0};
}

void remember_free(struct remember *m)
{
    if (m) {
        checkpoint_free(m->file);
        embedder_about_release(&m->about);
        free(m->frozen);
        free(m);
    }
}

int remember_describe(const struct remember *m, struct net *n, int feature)
{
    int y = embedder_head(n, feature, "remembered", m->about.shape.dims);
    net_output(n, y);
    return y;
}

void remember_begin(const struct remember *m, struct params *p)
{
    static const char *const part[] = {"weight",   "bias",    "bn.scale",
                                       "bn.shift", "bn.mean", "bn.variance"};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        char from[48], to[48];
        size_t count;
        snprintf(from, sizeof from, "embedding.%s", part[i]);
        snprintf(to, sizeof to, "remembered.%s", part[i]);
        const float *v = checkpoint_find(m->file, from, &count);
        int at = params_find(p, to);
        if (v && at >= 0 && params_row(p, at)->count == count) {
            memcpy(params_data(p, at), v, count * sizeof *v);
        }
    }
    params_changed(p);
}

static enum st wake(struct remember *m, struct frozen *f, int batch, bool bf16, struct err *e)
{
    size_t scores = (size_t)batch * (size_t)m->rows;
    f->params = params_new();
    f->net = net_new(
        f->params,
        &(struct net_options){.backend = NET_DNN, .bf16 = bf16 && dnn_has_bf16(), .threads = 1});
    f->ends = embedder_describe(f->net, &m->about.shape, batch);
    f->was = malloc(scores * sizeof(float));
    f->is = malloc(scores * sizeof(float));
    f->gs = malloc(scores * sizeof(float));
    if (!f->was || !f->is || !f->gs) {
        BUG("out of memory");
    }
    enum st st = checkpoint_load_params(m->file, f->params, 0, NULL, e);
    return st ? st : net_build(f->net, e);
}

enum st remember_learn(struct remember *m, int worker, struct net *n, int input, int second,
                       int batch, bool bf16, double scale, float *g, double *loss, struct err *e)
{
    const struct embedder_shape *s = &m->about.shape;
    struct frozen *f = &m->frozen[worker];
    enum st st = f->net ? ST_OK : wake(m, f, batch, bf16, e);
    if (st) {
        return st;
    }
    memcpy(net_host(f->net, f->ends.input), net_host(n, input),
           (size_t)batch * PRODUCT_BYTES(s->input_px) * sizeof(float));
    net_forward(f->net);
    const float *x = net_host(n, second);
    distill_scores(net_host(f->net, f->ends.embedding), batch, s->dims, m->weight, m->rows, scale,
                   0, f->was);
    distill_scores(x, batch, s->dims, m->weight, m->rows, scale, 0, f->is);
    *loss = distill_bce(f->was, f->is, (size_t)batch * (size_t)m->rows, f->gs);
    memset(g, 0, (size_t)batch * (size_t)s->dims * sizeof *g);
    distill_scores_back(x, batch, s->dims, m->weight, m->rows, scale, f->gs, g);
    return ST_OK;
}
