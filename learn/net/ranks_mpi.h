// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_RANKS_MPI_H
#define ERSATZ_NET_RANKS_MPI_H
/*
 * ranks_mpi - what ranks.c needs of MPI: a table of calls, in a shared object of its own, ranks_mpi.so.
 *
 * Loading MPI costs more time than most verbs take to start, and nobody needs it who was not started by mpirun: so the program is not
 * linked with it, and ranks_join() loads this object, which is, from beside the program or from ../lib/ersatz. It is the one source file
 * that is not in the program.
 *
 * "Node": the processes of one machine, which can share memory. An error inside MPI ends all processes. n is below 2^31.
 */
#include <stddef.h>

struct ranks_world {
    int count, number;           /* processes; of this one, from 0 */
    int node_count, node_number; /* the same of this machine's */
    int machines;
};

struct ranks_mpi {
    /* init - once, before all others */
    void (*init)(struct ranks_world *w);
    /* map - memory that all of a node see, zeros; until finish */
    void *(*map)(size_t bytes);
    void (*node_barrier)(void);
    void (*node_sum)(int *v, int n);
    /* machines_sum - over the first processes of all machines; only those may call it */
    void (*machines_sum)(float *v, int n);
    /* sum, least, share - over all processes; share: bytes of one, to all */
    void (*sum)(double *v, int n);
    void (*least)(int *v);
    void (*share)(void *bytes, int n, int from);
    void (*finish)(void);
};

#define RANKS_MPI_OBJECT "ranks_mpi.so"
#define RANKS_MPI_SYMBOL "ranks_mpi" /* a struct ranks_mpi */

#endif
