// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_CREW_H
#define ERSATZ_NET_CREW_H
/*
 * crew - several threads that train one model, each on a part of every batch.
 *
 * A worker has parameters and nets of its own and computes with one thread; gradients are averaged into worker 0's, whose
 * optimiser makes the step, and its values are copied to the others. One thread a worker beats oneDNN's own threads by half
 * on two cores: there is one meeting a step instead of one at every frame of an LSTM, and a worker that is held up by
 * something else on the machine does not keep a spinning partner (measured: docs/training.md). The very same scheme
 * goes on over MPI (mpi.h).
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

struct crew;
typedef void crew_fn(void *ctx, int worker);

/** crew_new() - workers: threads that stay alive; 0 = one a core. */
struct crew *crew_new(int workers);
void crew_free(struct crew *c);
int crew_size(const struct crew *c);
/** crew_params() - of a worker. All must be described alike (same names in the same order) before crew_spread(). */
struct params *crew_params(struct crew *c, int worker);
/** crew_run() - call f on every worker's thread and wait for all. */
void crew_run(struct crew *c, crew_fn *f, void *ctx);
/** crew_parts() - call f(ctx, i) for 0 <= i < parts on the workers' threads, which share them out; crew: a struct crew. An optimiser's step
 *  is made so (optim_step_shared()). */
void crew_parts(void *crew, crew_fn *f, void *ctx, int parts);
/** crew_average() - mean of gradients, and of states (running averages), into worker 0's; the others' gradients become 0. */
void crew_average(struct crew *c);
void crew_spread(struct crew *c);

#endif
