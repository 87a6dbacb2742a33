// SPDX-License-Identifier: MIT
/*
 * Telling products apart as a task of the training loop. A worker's part of a step: a batch through the net, the loss of the classes
 * on its embeddings, with the classes' weights as a parameter of their own; beside it, as the recipe says, the pull to the classes'
 * centres, the answers of an earlier model, and heads of other labels.
 *
 *     embedding x: gradient of margin_loss (+ centre_loss); remembered x': of remember_learn(). The norms of the two are balanced.
 */
#include "product/embedder_train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "base/rng.h"
#include "loss/centre.h"
#include "loss/distill.h"
#include "loss/margin.h"
#include "net/dnn.h"
#include "product/embedder_valid.h"
#include "product/product_feed.h"
#include "product/product_heads.h"
#include "product/product_image.h"
#include "product/remember.h"

struct trainee { /* one worker's own */
    struct product_feed *feed;
    struct net *net;
    struct embedder_ends ends;
    struct product_heads heads;
    int second; /* embedding that remembers; -1 = none */
    struct product_labels *labels;
    int32_t *sku, *sampled;
};

struct training {
    const struct recipe *r;
    uint64_t seed;
    struct product_setup setup;
    struct product_store *store;
    struct remember *remember;
    struct crew *crew;
    struct trainee *trainee;
    int workers, batch, weight, centre; /* numbers of parameters; centre -1 = none */
    struct embedder_valid *valid;
    const char *value[TRAIN_VALUES];
    int n_values;
};

/* --- the net ------------------------------------------------------------------------------------------------ */

static void describe(struct training *t, int w, struct net *n)
{
    struct trainee *k = &t->trainee[w];
    k->ends = embedder_describe(n, &t->setup.about.shape, t->batch);
    product_heads_describe(n, k->ends.feature, &t->setup, t->r, &k->heads);
    k->second = t->remember ? remember_describe(t->remember, n, k->ends.feature) : -1;
}

static enum st build(struct training *t, int w, struct err *e)
{
    struct trainee *k = &t->trainee[w];
    if (k->net) {
        return ST_OK;
    }
    struct net_options o = {.backend = NET_DNN,
                            .train = true,
                            .bf16 = t->r->learn.bf16 && dnn_has_bf16(),
                            .threads = 1,
                            .seed = t->seed + (uint64_t)(crew_first(t->crew) + w)};
    k->net = net_new(crew_params(t->crew, w), &o);
    describe(t, w, k->net);
    return net_build(k->net, e);
}

/* --- losses ------------------------------------------------------------------------------------------------- */

static struct margin_options margin_of(const struct recipe_learn *l, uint64_t step)
{
    struct margin_options o = margin_defaults((enum margin_kind)l->loss);
    o.scale = l->loss_scale >= 0 ? l->loss_scale : o.scale;
    o.m1 = l->m1 >= 0 ? l->m1 : o.m1;
    o.m2 = l->m2 >= 0 ? l->m2 : o.m2;
    o.m3 = l->m3 >= 0 ? l->m3 : o.m3;
    o.sub = l->sub_centres;
    o.strength = l->margin_warmup > step ? (double)step / (double)l->margin_warmup : 1;
    return o;
}

static void learn_classes(struct training *t, int w, uint64_t step, float *g, double *value)
{
    const struct recipe_learn *l = &t->r->learn;
    struct trainee *k = &t->trainee[w];
    struct params *p = crew_params(t->crew, w);
    struct margin_options o = margin_of(l, step);
    struct margin_batch b = {.x = net_host(k->net, k->ends.embedding),
                             .n = t->batch,
                             .dims = l->dims,
                             .label = k->sku,
                             .w = params_data(p, t->weight),
                             .classes = (int64_t)t->setup.classes.n,
                             .factor = 1,
                             .gx = g,
                             .gw = params_grad(p, t->weight)};
    if (l->sampled_classes && l->sampled_classes < b.classes) {
        struct rng r = rng_stream(t->seed, RNG_LOSS_CLASSES, step, (uint32_t)(crew_first(t->crew) + w));
        b.n_sampled =
            margin_sample(&r, k->sku, t->batch, b.classes, l->sampled_classes, k->sampled);
        b.sampled = k->sampled;
    }
    struct margin_result m = margin_loss(&o, &b);
    value[0] = m.loss;
    value[1] = m.counted ? (double)m.correct / (double)m.counted : 0;
    value[2] = m.theta_rad * 180 / M_PI;
}

static double learn_centres(struct training *t, int w, float *g)
{
    const struct recipe_learn *l = &t->r->learn;
    struct trainee *k = &t->trainee[w];
    float *centre = params_data(crew_params(t->crew, w), t->centre);
    struct centre_batch b = {.x = net_host(k->net, k->ends.embedding),
                             .n = t->batch,
                             .dims = l->dims,
                             .label = k->sku,
                             .centre = centre,
                             .classes = (int64_t)t->setup.classes.n,
                             .factor = l->centre_weight,
                             .gx = g};
    double loss = centre_loss(&b);
    centre_move(&b, l->centre_rate, centre);
    return loss;
}

static enum st learn_losses(struct training *t, int w, uint64_t step, double *value, struct err *e)
{
    const struct recipe_learn *l = &t->r->learn;
    struct trainee *k = &t->trainee[w];
    float *g = net_host_grad(k->net, k->ends.embedding);
    size_t n = (size_t)t->batch * (size_t)l->dims;
    double head[HEAD_COUNT];
    int at = 3;
    enum st st = ST_OK;
    memset(g, 0, n * sizeof *g);
    learn_classes(t, w, step, g, value);
    if (t->centre >= 0) {
        value[at++] = learn_centres(t, w, g);
    }
    if (t->remember) {
        int64_t dim[4];
        float *g2 = net_host_grad(k->net, k->second);
        net_dims(k->net, k->second, dim);
        st = remember_learn(t->remember, w, k->net, k->ends.input, k->second, t->batch, l->bf16,
                            l->remember_scale, g2, &value[at++], e);
        if (!st) {
            distill_balance(g, n, g2, (size_t)(dim[0] * dim[1]), l->remember_share);
        }
    }
    product_heads_learn(&k->heads, k->net, t->r, k->labels, t->batch, head);
    for (int h = 0; h < HEAD_COUNT; h++) {
        if (product_heads_wanted(t->r, h)) {
            value[at++] = head[h];
        }
    }
    return st;
}

/* The first pictures of a batch, under each its product. */
static void show(const struct training *t, const struct trainee *k, struct sample_sheet *sheet)
{
    int px = t->setup.about.shape.input_px;
    for (int i = 0; i < t->batch && i < TRAIN_SHEET_A_STEP; i++) {
        sample_sheet_add(sheet, &(struct seen){.px = net_host(k->net, k->ends.input) +
                                                     (size_t)i * PRODUCT_BYTES(px),
                                               .channels = 3,
                                               .height_px = px,
                                               .width_px = px,
                                               .label = t->setup.classes.name[k->sku[i]]});
    }
}

static enum st learn(void *ctx, int w, uint64_t step, struct train_share *out, struct err *e)
{
    struct training *t = ctx;
    struct trainee *k = &t->trainee[w];
    enum st st = build(t, w, e);
    if (st) {
        return st;
    }
    double start = clock_s();
    if ((st = product_feed_next(k->feed, net_host(k->net, k->ends.input), k->labels, e))) {
        return st;
    }
    out->feed_s = clock_s() - start;
    for (int i = 0; i < t->batch; i++) {
        k->sku[i] = k->labels[i].sku;
    }
    if (out->sheet) {
        show(t, k, out->sheet);
    }
    net_step(k->net, step);
    net_forward(k->net);
    if ((st = learn_losses(t, w, step, out->value, e))) {
        return st;
    }
    net_backward(k->net);
    out->flops = 3 * net_flops(k->net);
    return ST_OK;
}

/* --- what the loop asks for ------------------------------------------------------------------------------------ */

static void meta(void *ctx, uint64_t steps, const char *extra, struct buf *out)
{
    struct training *t = ctx;
    t->setup.about.steps = steps;
    embedder_meta(&t->setup.about, extra, out);
}

/* Heads, centres and the second embedding are dropped; the classes' weights are kept for those who will remember them. */
static bool kept(void *ctx, const char *name)
{
    const struct training *t = ctx;
    return strncmp(name, "head.", 5) && strncmp(name, "remembered.", 11) &&
           strcmp(name, "classes.centre") &&
           (t->r->learn.keep_classes || strcmp(name, "classes.weight"));
}

static uint64_t place(void *ctx, int w)
{
    return product_feed_place(((struct training *)ctx)->trainee[w].feed);
}

static void seek(void *ctx, int w, uint64_t to, uint64_t step)
{
    (void)step;
    product_feed_seek(((struct training *)ctx)->trainee[w].feed, to);
}

static size_t sets(void *ctx)
{
    return embedder_valid_count(((struct training *)ctx)->valid);
}

static enum st measure(void *ctx, size_t set, struct crew *c, struct train_measured *out,
                       struct err *e)
{
    struct training *t = ctx;
    return embedder_valid_run(t->valid, set, c, t->r->learn.bf16, out, e);
}

static enum st begin(void *ctx, struct crew *c, struct err *e)
{
    struct training *t = ctx;
    (void)e;
    if (t->remember) {
        remember_begin(t->remember, crew_params(c, 0));
    }
    return ST_OK;
}

static void name_values(struct training *t)
{
    static const char *const first[] = {"loss", "accuracy", "angle_deg"};
    for (t->n_values = 0; t->n_values < 3; t->n_values++) {
        t->value[t->n_values] = first[t->n_values];
    }
    if (t->r->learn.centre_weight > 0) {
        t->value[t->n_values++] = "loss_centre";
    }
    if (t->r->learn.remember) {
        t->value[t->n_values++] = "loss_remember";
    }
    for (int h = 0; h < HEAD_COUNT; h++) {
        if (product_heads_wanted(t->r, h)) {
            t->value[t->n_values++] = product_head_loss[h];
        }
    }
}

/* One worker's parameters, and what it learns from. */
static void new_trainee(struct training *t, int w)
{
    const struct recipe_learn *l = &t->r->learn;
    struct trainee *k = &t->trainee[w];
    struct params *p = crew_params(t->crew, w);
    struct product_feed_options o = {.batch = t->batch, .jitter = l->jitter, .seed = t->seed};
    int64_t classes = (int64_t)t->setup.classes.n, dims = l->dims;
    size_t room = (size_t)(l->sampled_classes > t->batch ? l->sampled_classes : t->batch);
    k->feed = product_feed_new(&t->setup, t->store, &o, crew_first(t->crew) + w, crew_all(t->crew));
    k->labels = calloc((size_t)t->batch, sizeof *k->labels);
    k->sku = calloc((size_t)t->batch, sizeof *k->sku);
    k->sampled = calloc(room, sizeof *k->sampled);
    if (!k->labels || !k->sku || !k->sampled) {
        BUG("out of memory");
    }
    /* a net that is only described puts all parameters in their place */
    struct net *n = net_new(p, &(struct net_options){.backend = NET_DNN, .train = true});
    describe(t, w, n);
    net_free(n);
    t->weight = params_add(p, "classes.weight", 2, (int64_t[]){classes * l->sub_centres, dims},
                           INIT_NORMAL, 0);
    t->centre = l->centre_weight > 0
                    ? params_add_state(p, "classes.centre", classes * dims, INIT_ZERO)
                    : -1;
}

static enum st prepare(void *ctx, struct crew *c, struct err *e)
{
    struct training *t = ctx;
    struct arena a = {0};
    enum st st = ST_OK;
    t->crew = c;
    t->workers = crew_size(c);
    t->batch = train_batch(t->r, crew_all(c));
    if (t->r->learn.remember) {
        st = remember_open(sources_beside(t->r, t->r->learn.remember, &a), &t->setup.about.shape,
                           t->workers, &t->remember, e);
    }
    (void)(st || (st = product_store_new(&t->setup, c, &t->store, e)));
    if (!st) {
        t->trainee = calloc((size_t)t->workers, sizeof *t->trainee);
        if (!t->trainee) {
            BUG("out of memory");
        }
        for (int w = 0; w < t->workers; w++) {
            new_trainee(t, w);
        }
        st = ranks_number(crew_ranks(c)) ? ST_OK : embedder_valid_new(&t->setup, t->r, &t->valid, e);
    }
    arena_release(&a);
    return st;
}

static void release_worker(void *ctx, int w)
{
    struct training *t = ctx;
    struct trainee *k = t->trainee ? &t->trainee[w] : NULL;
    embedder_valid_release(t->valid, w);
    if (t->remember) {
        remember_release(t->remember, w);
    }
    if (k) {
        net_free(k->net);
        product_feed_free(k->feed);
        free(k->labels);
        free(k->sku);
        free(k->sampled);
    }
}

enum st embedder_train(const struct recipe *r, const struct train_options *o, struct err *e)
{
    struct training t = {.r = r, .seed = o->seed, .centre = -1};
    enum st st = ranks_agree(o->ranks, product_setup(&t.setup, r, o->seed, o->set, o->n_set, e), e);
    if (!st) {
        name_values(&t);
        const struct train_task task = {
            .unit = "images",
            .value = t.value,
            .n_values = t.n_values,
            .pool = 1,
            .prepare = prepare,
            .begin = begin,
            .step = learn,
            .meta = meta,
            .kept = kept,
            .place = place,
            .seek = seek,
            .sets = sets,
            .measure = measure,
            .release = release_worker,
        };
        st = train_run(r, o, &task, &t, e);
    }
    embedder_valid_free(t.valid);
    product_store_free(t.store);
    remember_free(t.remember);
    free(t.trainee);
    product_setup_release(&t.setup);
    return st;
}
