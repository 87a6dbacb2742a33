// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_CREW_H
#define ERSATZ_NET_CREW_H
/*
 * crew - several threads that train one model, each on a part of every batch.
 *
 * A worker has parameters and nets of its own and computes with one thread; gradients are averaged into worker 0's, whose
 * optimiser makes the step, and its values are copied to the others. One thread a worker beats oneDNN's own threads by half
 * on two cores: there is one meeting a step instead of one at every frame of an LSTM, and a worker that is held up by
 * something else on the machine does not keep a spinning partner (measured: docs/training.md).
 *
 * Crews of several processes (ranks.h) train one model in the same way: workers are numbered through, crew_first() is the number of
 * worker 0 of this process among crew_all(), and averages are over all of them. Every process then makes the same step.
 *
 *     struct crew *c = crew_new(workers);
 *     crew_run(c, build, &task);          // build(&task, w) on each worker's own thread; nets are built and run there
 *     crew_run(c, forward_backward, &task);
 *     crew_average(c);                    // gradients and running averages -> crew_params(c, 0)
 *     optim_step_shared(o, crew_parts, c);
 *     crew_spread(c);                     // values -> all workers
 *
 * Sums go in order of workers, so the result does not depend on timing.
 */
#include "net/parameters.h"
#include "net/ranks.h"

struct crew;
typedef void crew_fn(void *ctx, int worker);

/** crew_new() - workers: threads that stay alive; 0 = one a core. */
struct crew *crew_new(int workers);
/** crew_among() - of one process of several, which all call it; ranks: borrowed, NULL = alone. */
struct crew *crew_among(struct ranks *r, int workers);
void crew_free(struct crew *c);
/** crew_size(), crew_all(), crew_first() - workers of this process; of all; the number of worker 0 among all. */
int crew_size(const struct crew *c);
int crew_all(const struct crew *c);
int crew_first(const struct crew *c);
/** crew_ranks() - as given. */
struct ranks *crew_ranks(const struct crew *c);
/** crew_params() - of a worker. All must be described alike (same names in the same order) before crew_spread(). */
struct params *crew_params(struct crew *c, int worker);
/** crew_run() - call f on every worker's thread and wait for all. */
void crew_run(struct crew *c, crew_fn *f, void *ctx);
/** crew_parts() - call f(ctx, i) for 0 <= i < parts on the workers' threads, which share them out; crew: a struct crew. An optimiser's step
 *  is made so (optim_step_shared()). */
void crew_parts(void *crew, crew_fn *f, void *ctx, int parts);
/** crew_average() - mean of gradients, and of states (running averages), into worker 0's (of every process); the others' gradients
 *  become 0. */
void crew_average(struct crew *c);
void crew_spread(struct crew *c);

#endif
