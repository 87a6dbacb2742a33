// SPDX-License-Identifier: MIT
/* The net of tests/bench/experiment_products.c, 14 MFLOP a picture, and its training by one thread. */
#ifndef EXPERIMENT_LESSON_H
#define EXPERIMENT_LESSON_H
#include "experiment_pictures.h"
#include "loss/centre.h"
#include "loss/distill.h"
#include "loss/extra_heads.h"
#include "loss/margin.h"
#include "net/net.h"
#include "net/optim.h"

enum { BATCH = 64, DIMS = 64, WIDTH = 16 };

/* --- net ------------------------------------------------------------------------------------------------------------ */

static int conv(struct net *n, int x, const char *name, int64_t out, int64_t kernel, int64_t stride,
                bool relu)
{
    char bn[64];
    snprintf(bn, sizeof bn, "%s.bn", name);
    x = net_conv(n, x,
                 &(struct conv){.name = name,
                                .out = out,
                                .kernel = {kernel, kernel},
                                .stride = {stride, stride},
                                .pad = {kernel / 2, kernel / 2},
                                .no_bias = true});
    return net_batchnorm(n, x, bn, relu);
}

static int block(struct net *n, int x, const char *name, int64_t out)
{
    char part[3][64];
    for (int k = 0; k < 3; k++) {
        snprintf(part[k], sizeof part[k], "%s.%d", name, k);
    }
    int y = conv(n, conv(n, x, part[0], out, 3, 2, true), part[1], out, 3, 1, false);
    return net_relu(n, net_add(n, y, conv(n, x, part[2], out, 1, 2, false)));
}

enum output { EMBEDDING, SECOND, CATEGORY, VISIBLE, YAW, OUTPUTS };

struct body {
    struct net *net;
    int input, out[OUTPUTS]; /* -1: has none */
};

/* weights, classes: a parameter beside the net's own, for the loss; it must be there before the net is built, for it may move all
 * others. NULL: none. */
static struct body build(struct params *p, bool train, bool second, int categories,
                         const char *weights, int classes)
{
    struct err e = {0};
    struct body b = {.out = {-1, -1, -1, -1, -1}};
    b.net = net_new(
        p, &(struct net_options){.backend = NET_DNN, .train = train, .bf16 = true, .threads = 1});
    b.input = net_input(b.net, 4, (int64_t[]){BATCH, 3, PX, PX});
    int x = conv(b.net, b.input, "stem", WIDTH, 3, 2, true);
    x = block(b.net, block(b.net, block(b.net, x, "block1", WIDTH * 3 / 2), "block2", WIDTH * 3),
              "block3", WIDTH * 6);
    x = net_mean_hw(b.net, x);
    b.out[EMBEDDING] = net_linear(b.net, x, "embedding", DIMS);
    if (second) {
        b.out[SECOND] = net_linear(b.net, x, "second", DIMS);
    }
    if (categories) {
        b.out[CATEGORY] = net_linear(b.net, x, "category", categories);
        b.out[VISIBLE] = net_linear(b.net, x, "visible", 1);
        b.out[YAW] = net_linear(b.net, x, "yaw", 2);
    }
    for (int k = 0; k < OUTPUTS; k++) {
        if (b.out[k] >= 0) {
            net_output(b.net, b.out[k]);
        }
    }
    if (weights) {
        params_add(p, weights, 2, (int64_t[]){classes, DIMS}, INIT_HE, DIMS);
    }
    check(net_build(b.net, &e), &e);
    return b;
}

/* --- training ------------------------------------------------------------------------------------------------------- */

struct lesson {
    int32_t *picture, *label; /* n: numbers of pictures, classes 0..classes-1 */
    int n, classes, steps;
    uint64_t seed;
    double rate, centre; /* of learning; weight of the centre loss, 0 = none */
    double warmup;       /* share of the steps in which the margin grows, > 0 */
    struct margin_options margin;
    int categories;         /* > 0: extra heads */
    struct params *teacher; /* or NULL; its class weights have another name */
    const char *weights;    /* name of the classes' parameter */
    double loss, theta_deg, length; /* out: of the last quarter; length: mean one of embeddings */
};

static double mean_length(const float *x)
{
    double sum = 0;
    for (int i = 0; i < BATCH; i++) {
        double square = 0;
        for (int k = 0; k < DIMS; k++) {
            square += (double)x[i * DIMS + k] * (double)x[i * DIMS + k];
        }
        sum += sqrt(square);
    }
    return sum / BATCH;
}

static void centre_part(const struct lesson *l, const float *x, const int32_t *label, float *centre,
                        float *gx)
{
    struct centre_batch c = {.x = x,
                             .n = BATCH,
                             .dims = DIMS,
                             .label = label,
                             .centre = centre,
                             .classes = l->classes,
                             .factor = l->centre,
                             .gx = gx};
    centre_loss(&c);
    centre_move(&c, 0.5, centre);
}

/* Each with half the weight of the embedding's own loss. */
static void heads_part(const struct lesson *l, struct body *b, const int32_t *at_picture)
{
    int32_t category[BATCH];
    float visible[BATCH], yaw[BATCH];
    for (int i = 0; i < BATCH; i++) {
        const struct picture *p = &pool.all[at_picture[i]];
        category[i] = p->category;
        visible[i] = p->visible;
        yaw[i] = p->yaw_rad;
    }
    head_classify(net_host(b->net, b->out[CATEGORY]), BATCH, l->categories, category, 0.5,
                  net_host_grad(b->net, b->out[CATEGORY]));
    head_regress(net_host(b->net, b->out[VISIBLE]), visible, BATCH, 1, 0.1, 0.5,
                 net_host_grad(b->net, b->out[VISIBLE]));
    head_angle(net_host(b->net, b->out[YAW]), yaw, BATCH, 1, 0.5,
               net_host_grad(b->net, b->out[YAW]));
}

/* The second embedding is to give the frozen network's scores for its own classes. */
static void distill_part(struct lesson *l, struct body *b, struct body *frozen)
{
    int w = params_find(l->teacher, "classes.weight");
    int64_t classes = params_row(l->teacher, w)->dim[0];
    const float *weight = params_data(l->teacher, w), *x = net_host(b->net, b->out[SECOND]);
    float *was = room((size_t)(BATCH * classes), sizeof *was),
          *is = room((size_t)(BATCH * classes), sizeof *is);
    float *g = room((size_t)(BATCH * classes), sizeof *g),
          *gx = net_host_grad(b->net, b->out[SECOND]);
    memcpy(net_host(frozen->net, frozen->input), net_host(b->net, b->input),
           BATCH * VALUES * sizeof(float));
    net_forward(frozen->net);
    distill_scores(net_host(frozen->net, frozen->out[EMBEDDING]), BATCH, DIMS, weight, classes, 8,
                   0, was);
    distill_scores(x, BATCH, DIMS, weight, classes, 8, 0, is);
    distill_bce(was, is, (size_t)(BATCH * classes), g);
    memset(gx, 0, BATCH * DIMS * sizeof *gx);
    distill_scores_back(x, BATCH, DIMS, weight, classes, 8, g, gx);
    distill_balance(net_host_grad(b->net, b->out[EMBEDDING]), BATCH * DIMS, gx, BATCH * DIMS, 0.5);
    free(was);
    free(is);
    free(g);
}

/* All pictures in a new order, again and again. */
struct deck {
    int32_t *order;
    int n, next;
    struct rng rng;
};

static int draw(struct deck *d)
{
    if (d->next == d->n) {
        for (int i = d->n - 1; i > 0; i--) {
            int j = (int)rng_below(&d->rng, (uint32_t)i + 1);
            int32_t swap = d->order[i];
            d->order[i] = d->order[j];
            d->order[j] = swap;
        }
        d->next = 0;
    }
    return d->order[d->next++];
}

static void one_step(struct lesson *l, struct body *b, struct body *frozen, struct deck *d,
                     float *weight, float *weight_grad, float *centre, int step)
{
    int32_t label[BATCH], at_picture[BATCH];
    for (int i = 0; i < BATCH; i++) {
        int k = draw(d);
        at_picture[i] = l->picture[k];
        label[i] = l->label[k];
        show(&pool.all[at_picture[i]], &d->rng, net_host(b->net, b->input) + (size_t)i * VALUES);
    }
    net_step(b->net, (uint64_t)step);
    net_forward(b->net);
    const float *x = net_host(b->net, b->out[EMBEDDING]);
    float *gx = net_host_grad(b->net, b->out[EMBEDDING]);
    memset(gx, 0, BATCH * DIMS * sizeof *gx);
    struct margin_options o = l->margin;
    o.strength = fmin(o.strength, step / (l->warmup * l->steps));
    struct margin_batch m = {.x = x,
                             .n = BATCH,
                             .dims = DIMS,
                             .label = label,
                             .w = weight,
                             .classes = l->classes,
                             .factor = 1,
                             .gx = gx,
                             .gw = weight_grad};
    struct margin_result r = margin_loss(&o, &m);
    if (step >= l->steps * 3 / 4) {
        l->loss += r.loss / (l->steps / 4);
        l->theta_deg += r.theta_rad * 57.29578 / (l->steps / 4);
        l->length += mean_length(x) / (l->steps / 4);
    }
    if (l->centre > 0) {
        centre_part(l, x, label, centre, gx);
    }
    if (l->categories) {
        heads_part(l, b, at_picture);
    }
    if (frozen) {
        distill_part(l, b, frozen);
    }
    net_backward(b->net);
}

/* Copy what both have under the same names. */
static void take_over(struct params *to, struct params *from)
{
    for (size_t i = 0; i < params_count(to); i++) {
        const struct param_row *r = params_row(to, (int)i);
        int k = params_find(from, r->name);
        if (k >= 0) {
            memcpy(params_data(to, (int)i), params_data(from, k), r->count * sizeof(float));
        }
    }
    params_changed(to);
}

static void learn(struct lesson *l, struct params *p, struct params *from)
{
    struct body b = build(p, true, l->teacher != NULL, l->categories, l->weights, l->classes),
                frozen = {0};
    int w = params_find(p, l->weights);
    params_init(p, l->seed);
    if (from) {
        take_over(p, from);
    }
    if (l->teacher) {
        frozen = build(l->teacher, false, false, 0, NULL, 0);
        const char *part[] = {"weight", "bias"};
        for (int k = 0; k < 2; k++) { /* the second embedding begins as the old one */
            char a[64], c[64];
            snprintf(a, sizeof a, "second.%s", part[k]);
            snprintf(c, sizeof c, "embedding.%s", part[k]);
            int to = params_find(p, a);
            memcpy(params_data(p, to), params_data(l->teacher, params_find(l->teacher, c)),
                   params_row(p, to)->count * sizeof(float));
        }
        params_changed(p);
    }
    struct optim_options o = {.rate = l->rate,
                              .beta2 = 0.99,
                              .clip = 10,
                              .schedule = SCHEDULE_COSINE,
                              .warmup = 30,
                              .steps = (uint64_t)l->steps,
                              .floor = 0.02};
    struct optim *optim = optim_new(p, &o);
    struct deck d = {.order = room((size_t)l->n, sizeof(int32_t)),
                     .n = l->n,
                     .next = l->n,
                     .rng = rng_stream(l->seed, RNG_LEARN_BATCH, 0, 0)};
    for (int i = 0; i < l->n; i++) {
        d.order[i] = i;
    }
    float *centre = room((size_t)l->classes * DIMS, sizeof *centre);
    for (int step = 0; step < l->steps; step++) {
        one_step(l, &b, l->teacher ? &frozen : NULL, &d, params_data(p, w), params_grad(p, w),
                 centre, step);
        optim_step(optim);
    }
    optim_free(optim);
    net_free(b.net);
    net_free(frozen.net);
    free(d.order);
    free(centre);
}

#endif
