// SPDX-License-Identifier: MIT
/*
 * Sums over processes. A piece of PIECE floats at a time: everybody writes his into his slot of the shared mapping, adds up his part
 * of all slots into the result, and reads the whole result; two meetings a piece.
 *
 *     mapping: barrier | slot 0 | slot 1 | ... | result          one a machine ("node")
 *
 * The next piece may be written into the slots after the second meeting, since all have read them by then; the result is written again
 * only after the next first meeting, which everybody comes to when he has read it.
 */
#include "net/ranks.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_MPI
#include <mpi.h>
#endif

enum {
    PIECE = 1 << 20,    /* floats between two meetings: those cost most where a machine is busy */
    MESSAGE = 1 << 18,  /* floats at once between machines: 1 MiB is the quickest */
    SHARE_MAX = 1 << 30 /* bytes */
};

/* Set by what starts a process of many: Open MPI, PMIx, MPICH and Slurm. */
static int started_with_others(void)
{
    static const char *const name[] = {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"};
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        if (getenv(name[i])) {
            return 1;
        }
    }
    return 0;
}

static void cores_of(cpu_set_t *set)
{
    CPU_ZERO(set);
    if (sched_getaffinity(0, sizeof *set, set)) {
        CPU_SET(0, set);
    }
}

#ifdef HAVE_MPI

struct ranks {
    int count, number, cores;
    MPI_Comm node,
        firsts; /* processes of this machine; the first of each machine, MPI_COMM_NULL on others */
    int node_count, node_number, machines;
    MPI_Win window;
    pthread_barrier_t *barrier; /* in the mapping */
    float *slot, *result;       /* (node_count, PIECE); PIECE */
};

/* All of this machine have come. */
static void meet(struct ranks *r)
{
    pthread_barrier_wait(r->barrier);
}

/* Sum over holders of 1 / holders: two processes that may both run on the same two cores have one each. */
static int count_cores(MPI_Comm node)
{
    cpu_set_t set;
    int holders[CPU_SETSIZE];
    double mine = 0;
    cores_of(&set);
    for (int i = 0; i < CPU_SETSIZE; i++) {
        holders[i] = CPU_ISSET(i, &set) != 0;
    }
    MPI_Allreduce(MPI_IN_PLACE, holders, CPU_SETSIZE, MPI_INT, MPI_SUM, node);
    for (int i = 0; i < CPU_SETSIZE; i++) {
        mine += CPU_ISSET(i, &set) ? 1.0 / holders[i] : 0;
    }
    return mine < 1 ? 1 : (int)(mine + 1e-6);
}

/* The mapping belongs to the first process of the machine. */
static void map(struct ranks *r)
{
    const size_t head = 256;
    size_t bytes = head + (size_t)(r->node_count + 1) * PIECE * sizeof(float);
    char *own, *base = NULL;
    MPI_Aint size;
    int unit;
    MPI_Win_allocate_shared(r->node_number ? 0 : (MPI_Aint)bytes, 1, MPI_INFO_NULL, r->node, &own,
                            &r->window);
    MPI_Win_shared_query(r->window, 0, &size, &unit, &base);
    r->barrier = (pthread_barrier_t *)base;
    r->slot = (float *)(base + head);
    r->result = r->slot + (size_t)r->node_count * PIECE;
    if (!r->node_number) {
        pthread_barrierattr_t a;
        pthread_barrierattr_init(&a);
        if (sizeof *r->barrier > head ||
            pthread_barrierattr_setpshared(&a, PTHREAD_PROCESS_SHARED) ||
            pthread_barrier_init(r->barrier, &a, (unsigned)r->node_count)) {
            BUG("processes of this machine cannot share a barrier");
        }
        pthread_barrierattr_destroy(&a);
    }
    MPI_Barrier(r->node);
}

enum st ranks_join(struct ranks **out, struct err *e)
{
    int level;
    (void)e;
    *out = NULL;
    if (!started_with_others()) {
        return ST_OK;
    }
    MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level);
    struct ranks *r = calloc(1, sizeof *r);
    if (!r) {
        BUG("out of memory");
    }
    MPI_Comm_size(MPI_COMM_WORLD, &r->count);
    MPI_Comm_rank(MPI_COMM_WORLD, &r->number);
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, r->number, MPI_INFO_NULL, &r->node);
    MPI_Comm_size(r->node, &r->node_count);
    MPI_Comm_rank(r->node, &r->node_number);
    MPI_Comm_split(MPI_COMM_WORLD, r->node_number ? MPI_UNDEFINED : 0, r->number, &r->firsts);
    if (r->firsts != MPI_COMM_NULL) {
        MPI_Comm_size(r->firsts, &r->machines);
    }
    MPI_Bcast(&r->machines, 1, MPI_INT, 0, r->node);
    r->cores = count_cores(r->node);
    map(r);
    *out = r;
    return ST_OK;
}

void ranks_leave(struct ranks *r)
{
    if (!r) {
        return;
    }
    MPI_Win_free(&r->window);
    if (r->firsts != MPI_COMM_NULL) {
        MPI_Comm_free(&r->firsts);
    }
    MPI_Comm_free(&r->node);
    MPI_Finalize();
    free(r);
}

int ranks_count(const struct ranks *r)
{
    return r ? r->count : 1;
}

int ranks_number(const struct ranks *r)
{
    return r ? r->number : 0;
}

/* n <= PIECE. */
static void sum_piece(struct ranks *r, float *v, size_t n)
{
    size_t from = n * (size_t)r->node_number / (size_t)r->node_count,
           to = n * (size_t)(r->node_number + 1) / (size_t)r->node_count;
    memcpy(r->slot + (size_t)r->node_number * PIECE, v, n * sizeof *v);
    meet(r);
    memcpy(r->result + from, r->slot + from, (to - from) * sizeof *v);
    for (int k = 1; k < r->node_count; k++) {
        const float *slot = r->slot + (size_t)k * PIECE;
        for (size_t i = from; i < to; i++) {
            r->result[i] += slot[i];
        }
    }
    if (r->machines > 1) {
        meet(r);
        if (!r->node_number) {
            for (size_t i = 0; i < n; i += MESSAGE) {
                MPI_Allreduce(MPI_IN_PLACE, r->result + i, (int)(n - i < MESSAGE ? n - i : MESSAGE),
                              MPI_FLOAT, MPI_SUM, r->firsts);
            }
        }
    }
    meet(r);
    memcpy(v, r->result, n * sizeof *v);
}

void ranks_sum(struct ranks *r, float *v, size_t n)
{
    for (size_t i = 0; ranks_count(r) > 1 && i < n; i += PIECE) {
        sum_piece(r, v + i, n - i < PIECE ? n - i : PIECE);
    }
}

void ranks_sum_double(struct ranks *r, double *v, size_t n)
{
    if (ranks_count(r) > 1) {
        meet(r);
        MPI_Allreduce(MPI_IN_PLACE, v, (int)n, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
    }
}

void ranks_share(struct ranks *r, void *bytes, size_t n)
{
    char *b = bytes;
    for (size_t i = 0; ranks_count(r) > 1 && i < n; i += SHARE_MAX) {
        meet(r);
        MPI_Bcast(b + i, (int)(n - i < SHARE_MAX ? n - i : SHARE_MAX), MPI_BYTE, 0, MPI_COMM_WORLD);
    }
}

enum st ranks_agree(struct ranks *r, enum st st, struct err *e)
{
    if (ranks_count(r) == 1) {
        return st;
    }
    int first = st ? r->number : r->count;
    struct err said = {.code = st};
    meet(r);
    MPI_Allreduce(MPI_IN_PLACE, &first, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
    if (first == r->count) {
        return ST_OK;
    }
    memcpy(said.msg, e ? e->msg : "", e ? sizeof said.msg : 1);
    MPI_Bcast(&said, (int)sizeof said, MPI_BYTE, first, MPI_COMM_WORLD);
    if (first && said.msg[0]) {
        err_wrap(&said, said.code, "process %d: ", first);
    }
    if (e) {
        *e = said;
    }
    return said.code;
}

#else /* no MPI */

enum st ranks_join(struct ranks **out, struct err *e)
{
    *out = NULL;
    return started_with_others() ? err_set(e, ST_USAGE,
                                           "started by mpirun, but built without MPI (install "
                                           "libopenmpi-dev and build again)")
                                 : ST_OK;
}

void ranks_leave(struct ranks *r)
{
    (void)r;
}

int ranks_count(const struct ranks *r)
{
    (void)r;
    return 1;
}

int ranks_number(const struct ranks *r)
{
    (void)r;
    return 0;
}

void ranks_sum(struct ranks *r, float *v, size_t n)
{
    (void)r, (void)v, (void)n;
}

void ranks_sum_double(struct ranks *r, double *v, size_t n)
{
    (void)r, (void)v, (void)n;
}

void ranks_share(struct ranks *r, void *bytes, size_t n)
{
    (void)r, (void)bytes, (void)n;
}

enum st ranks_agree(struct ranks *r, enum st st, struct err *e)
{
    (void)r, (void)e;
    return st;
}

#endif

int ranks_cores(const struct ranks *r)
{
#ifdef HAVE_MPI
    if (r) {
        return r->cores;
    }
#endif
    (void)r;
    cpu_set_t set;
    cores_of(&set);
    return CPU_COUNT(&set);
}
