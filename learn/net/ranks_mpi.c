// SPDX-License-Identifier: MIT
/* Built as a shared object, the only one that is linked with MPI. */
#include "net/ranks_mpi.h"

#include <mpi.h>

static MPI_Comm node,
    firsts; /* this machine's; the first of each machine, MPI_COMM_NULL on others */
static MPI_Win window;

static void init(struct ranks_world *w)
{
    int level;
    MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level);
    MPI_Comm_size(MPI_COMM_WORLD, &w->count);
    MPI_Comm_rank(MPI_COMM_WORLD, &w->number);
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, w->number, MPI_INFO_NULL, &node);
    MPI_Comm_size(node, &w->node_count);
    MPI_Comm_rank(node, &w->node_number);
    MPI_Comm_split(MPI_COMM_WORLD, w->node_number ? MPI_UNDEFINED : 0, w->number, &firsts);
    if (firsts != MPI_COMM_NULL) {
        MPI_Comm_size(firsts, &w->machines);
    }
    MPI_Bcast(&w->machines, 1, MPI_INT, 0, node);
    window = MPI_WIN_NULL;
}

/* It belongs to the first process of the machine. */
static void *map(size_t bytes)
{
    char *own, *base = NULL;
    MPI_Aint size;
    int unit, number;
    MPI_Comm_rank(node, &number);
    MPI_Win_allocate_shared(number ? 0 : (MPI_Aint)bytes, 1, MPI_INFO_NULL, node, &own, &window);
    MPI_Win_shared_query(window, 0, &size, &unit, &base);
    return base;
}

static void node_barrier(void)
{
    MPI_Barrier(node);
}

static void node_sum(int *v, int n)
{
    MPI_Allreduce(MPI_IN_PLACE, v, n, MPI_INT, MPI_SUM, node);
}

static void machines_sum(float *v, int n)
{
    MPI_Allreduce(MPI_IN_PLACE, v, n, MPI_FLOAT, MPI_SUM, firsts);
}

static void sum(double *v, int n)
{
    MPI_Allreduce(MPI_IN_PLACE, v, n, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
}

static void least(int *v)
{
    MPI_Allreduce(MPI_IN_PLACE, v, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
}

static void share(void *bytes, int n, int from)
{
    MPI_Bcast(bytes, n, MPI_BYTE, from, MPI_COMM_WORLD);
}

static void finish(void)
{
    if (window != MPI_WIN_NULL) {
        MPI_Win_free(&window);
    }
    if (firsts != MPI_COMM_NULL) {
        MPI_Comm_free(&firsts);
    }
    MPI_Comm_free(&node);
    MPI_Finalize();
}

extern const struct ranks_mpi ranks_mpi; /* the symbol that ranks.c looks up */
const struct ranks_mpi ranks_mpi = {
    .init = init,
    .map = map,
    .node_barrier = node_barrier,
    .node_sum = node_sum,
    .machines_sum = machines_sum,
    .sum = sum,
    .least = least,
    .share = share,
    .finish = finish,
};
