// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_OPTIM_H
#define ERSATZ_NET_OPTIM_H
/*
 * optim - one step of learning: gradients -> new values. Schedules; clipping; an average of the weights.
 *
 * AdamW: Loshchilov & Hutter 2019 (decay apart from the gradient), bias-corrected as in Kingma & Ba 2015.
 * SGD with Nesterov momentum: Sutskever et al. 2013. EMA of weights: Polyak & Juditsky 1992, with warm-up
 * min(decay, (1 + t) / (10 + t)).
 */
#include "net/parameters.h"

enum optim_kind { OPTIM_ADAMW, OPTIM_SGD };
enum schedule_kind { SCHEDULE_CONSTANT, SCHEDULE_COSINE, SCHEDULE_PLATEAU };

struct optim_options { /* zero = default */
    enum optim_kind kind;
    double rate;          /* 1e-3 */
    double beta1, beta2;  /* 0.9, 0.98; SGD: beta1 is the momentum */
    double eps;           /* 1e-8 */
    double decay;         /* weight decay; none by default */
    double clip;          /* largest norm of the gradient; 0 = no limit */
    double outlier;       /* a step whose gradient norm is this many times its running average is skipped; 0 = none is.
                           * Not finite ones are always skipped. */
    double ema;           /* 0 = no average */
    enum schedule_kind schedule;
    uint64_t warmup, steps; /* linear warm-up; cosine ends at `steps` with rate * floor */
    double floor;
    double plateau_factor;  /* 0.5; uint64 patience in evaluations: */
    int plateau_patience;   /* 5 */
};

struct optim;
struct optim *optim_new(struct params *p, const struct optim_options *o);
void optim_free(struct optim *o);
/** optim_step() - uses and clears the gradients. Returns 0 if the step was skipped. */
int optim_step(struct optim *o);
/** optim_step_shared() - the same by several threads: share() is to call f(ctx, i) for 0 <= i < parts, in any order and on any threads,
 *  and to return when all are done (crew_parts() is one). The result does not depend on it. */
typedef void optim_part_fn(void *ctx, int part);
typedef void optim_share_fn(void *who, optim_part_fn *f, void *ctx, int parts);
int optim_step_shared(struct optim *o, optim_share_fn *share, void *who);
uint64_t optim_steps(const struct optim *o); /* taken or skipped */
uint64_t optim_skipped(const struct optim *o);
double optim_rate(const struct optim *o);      /* of the next step */
double optim_grad_norm(const struct optim *o); /* of the last step, before clipping */
/** optim_plateau() - tell the schedule a loss (or error rate) of an evaluation. */
void optim_plateau(struct optim *o, double loss);
/** optim_swap_ema() - exchange values and their average: before and after an evaluation. */
void optim_swap_ema(struct optim *o);
/** optim_state() - moments, average, counters as named rows for a checkpoint (checkpoint.h). */
struct checkpoint;
void optim_save(const struct optim *o, struct checkpoint *c);
enum st optim_load(struct optim *o, const struct checkpoint *c, struct err *e);

#endif
