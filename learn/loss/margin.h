// SPDX-License-Identifier: MIT
#ifndef ERSATZ_LOSS_MARGIN_H
#define ERSATZ_LOSS_MARGIN_H
/*
 * margin - softmax losses that teach embeddings: those of a class towards its weight, with a margin to all others.
 *
 * With theta_j the angle between an embedding x and the weight w_j of class j, and y its own class:
 *
 *     loss = -ln (exp(s t(theta_y)) / (exp(s t(theta_y)) + sum over j != y of exp(s cos theta_j)))
 *     t(theta) = (1 - strength) cos theta + strength (psi(m1 theta + m2) - m3)
 *     psi(phi) = (-1)^k cos phi - 2 k,  k = floor(phi / pi)
 *
 * psi is cos up to pi and goes on falling behind it (Liu et al. 2017, eq. 6), for every kind here: a margin that turns back
 * would reward the worst embeddings. Mathematics, sources and traps: docs/losses.md.
 *
 *     struct margin_options o = margin_defaults(MARGIN_ARCFACE);
 *     o.scale = 32;
 *     int w = params_add(p, "classes.weight", 2, (int64_t[]){classes * o.sub, dims}, INIT_NORMAL, 0);
 *     struct margin_batch b = {.x = x, .n = 64, .dims = dims, .label = label, .w = params_data(p, w), .classes = classes,
 *                              .factor = 1, .gx = gx, .gw = params_grad(p, w)};
 *     struct margin_result r = margin_loss(&o, &b);
 *
 * Classes by the ten thousand: draw some of them a step with margin_sample() and set b.sampled; memory is then
 * n x sampled x sub instead of n x classes x sub, and only rows of sampled classes get a gradient.
 */
#include <stdint.h>

#include "base/rng.h"

enum margin_kind {
    MARGIN_SOFTMAX,    /* logits x . w, lengths as they are, no scale, no margin */
    MARGIN_NORMALISED, /* s cos theta (Wang et al. 2017, NormFace); no margin */
    MARGIN_SPHEREFACE, /* m1 (A-Softmax: Liu et al. 2017) */
    MARGIN_COSFACE,    /* m3 (Wang et al. 2018) */
    MARGIN_ARCFACE,    /* m2 (Deng et al. 2019) */
    MARGIN_COMBINED,   /* all three (Deng et al. 2019, eq. 4) */
};

struct margin_options {
    enum margin_kind kind;
    double
        scale; /* s > 0; 0 = the length of each embedding, as in A-Softmax. MARGIN_SOFTMAX has none */
    double m1; /* factor of the angle, >= 1 */
    double m2; /* added to the angle, rad, >= 0 */
    double m3; /* taken from the cosine, >= 0. Margins that a kind does not have are ignored */
    double
        strength; /* of the margin, 0..1: 1 / (1 + lambda) of Liu et al.; the caller moves it for a warm-up */
    int64_t sub; /* centres a class, >= 1; the nearest one counts (Deng et al. 2020) */
};

/** margin_defaults() - margins and scale of the paper, strength 1, one centre. Papers' scales are for faces by the million:
 *  margin_least_scale() says what few classes need. */
struct margin_options margin_defaults(enum margin_kind kind);
/** margin_name() - "softmax", "normalised", "sphereface", "cosface", "arcface", "combined". */
const char *margin_name(enum margin_kind kind);
/** margin_least_scale() - smallest s with which a perfect embedding can have probability p in 0..1 of its own
 *  class, of `classes` >= 2 (Wang et al. 2018, eq. 6). */
double margin_least_scale(int64_t classes, double p);

struct margin_batch {
    const float *
        x; /* (n, dims) embeddings, any length. One of length zero has cosine 0 to all and no gradient */
    int64_t n, dims;
    const int32_t *label; /* n, 0..classes-1; -1 = none: the row does not count */
    const float *weight;  /* n factors >= 0 of rows, or NULL = 1 */
    const float *w;       /* (classes * sub, dims): row c * sub + k is centre k of class c */
    int64_t classes;
    const int32_t *sampled; /* ascending, all labels among them; NULL = all classes */
    int64_t n_sampled;
    double factor; /* of the gradients, not of the loss */
    float *gx;     /* (n, dims), added to; NULL = not wanted */
    float *gw;     /* like w, added to; NULL = not wanted */
};

struct margin_result {
    double loss; /* mean over rows that count, by weight; 0 if there are none */
    int64_t counted,
        correct; /* rows; of them, whose own class is the nearest (without margin, of those sampled) */
    double theta_rad; /* mean angle to the own class */
};

/**
 * margin_loss() - loss and gradients of a batch.
 *
 * Cosines of all classes in fp32, everything about the own class and all sums in double. A BUG() if a label is out of
 * range or not among those sampled. One thread; the same bits on every machine. Cost O(n dims sub n_sampled).
 */
struct margin_result margin_loss(const struct margin_options *o, const struct margin_batch *b);

/**
 * margin_sample() - classes of one step (An et al. 2021): those of the labels, and others drawn evenly up to `wanted`.
 *
 * r:   stream of this step and worker, rng_stream(seed, RNG_LOSS_CLASSES, step, worker)
 * out: room for max(n, wanted), at most `classes`; ascending, each once
 *
 * Returns how many: more than `wanted` if the labels alone are more.
 */
int64_t margin_sample(struct rng *r, const int32_t *label, int64_t n, int64_t classes,
                      int64_t wanted, int32_t *out);

#endif
