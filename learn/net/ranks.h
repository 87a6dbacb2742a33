// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_RANKS_H
#define ERSATZ_NET_RANKS_H
/*
 * ranks - processes that train one model together, on one machine or several, over MPI.
 *
 *     mpirun -n 2 ersatz train ...
 *
 *     struct ranks *r = NULL;                // alone
 *     ranks_join(&r, &e);                    // still NULL unless mpirun (srun, ...) started this process
 *     ranks_sum(r, gradient, n);             // every process calls the same functions in the same order
 *     st = ranks_agree(r, st, &e);           // a failure of one is a failure of all
 *     ranks_leave(r);
 *
 * Processes of one machine add through one shared mapping, each of them a part, in the order of their numbers: the result does not
 * depend on timing, and is the same to the bit as that of as many threads of one process (crew.h). The sums of machines are added
 * by MPI_Allreduce of their first processes, a piece of 1 MiB at a time, which stays in the cache (measured:
 * docs/training.md). Who waits for others of his machine sleeps.
 *
 * MPI is loaded only where mpirun started the program (ranks_mpi.h); built without it, ranks_join() says so there. An error inside MPI (a machine that
 * is gone) ends all processes, with a message of MPI's; the last state that was saved is whole. All functions take NULL, and are to be
 * called from one thread.
 */
#include <stddef.h>

#include "base/st.h"

struct ranks;

/** ranks_join() - once a process. ST_USAGE: there are others, and no MPI to talk to them. */
enum st ranks_join(struct ranks **out, struct err *e);
void ranks_leave(struct ranks *r);
int ranks_count(const struct ranks *r);  /* alone: 1 */
int ranks_number(const struct ranks *r); /* from 0 */
/** ranks_cores() - this process's part of the cores it may run on: those that it shares with others of its machine count in part. */
int ranks_cores(const struct ranks *r);
/** ranks_sum(), ranks_sum_double() - sums over all processes, on all of them; equal bits on all. The second is for a few numbers. */
void ranks_sum(struct ranks *r, float *v, size_t n);
void ranks_sum_double(struct ranks *r, double *v, size_t n);
/** ranks_share() - bytes of process 0, to all. */
void ranks_share(struct ranks *r, void *bytes, size_t n);
/** ranks_agree() - on all: ST_OK if it is so on all, else status and message of the first process that failed. */
enum st ranks_agree(struct ranks *r, enum st st, struct err *e);

#endif
