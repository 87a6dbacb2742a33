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

#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "net/ranks_mpi.h"

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

struct ranks {
    const struct ranks_mpi *mpi;
    struct ranks_world w;
    int cores;
    pthread_barrier_t *barrier; /* in the mapping */
    float *slot, *result;       /* (node_count, PIECE); PIECE */
};

/* All of this machine have come. */
static void meet(struct ranks *r)
{
    pthread_barrier_wait(r->barrier);
}

/* Sum over holders of 1 / holders: two processes that may both run on the same two cores have one each. */
static int count_cores(const struct ranks *r)
{
    cpu_set_t set;
    int holders[CPU_SETSIZE];
    double mine = 0;
    cores_of(&set);
    for (int i = 0; i < CPU_SETSIZE; i++) {
        holders[i] = CPU_ISSET(i, &set) != 0;
    }
    r->mpi->node_sum(holders, CPU_SETSIZE);
    for (int i = 0; i < CPU_SETSIZE; i++) {
        mine += CPU_ISSET(i, &set) ? 1.0 / holders[i] : 0;
    }
    return mine < 1 ? 1 : (int)(mine + 1e-6);
}

static void map(struct ranks *r)
{
    const size_t head = 256;
    char *base = r->mpi->map(head + (size_t)(r->w.node_count + 1) * PIECE * sizeof(float));
    r->barrier = (pthread_barrier_t *)base;
    r->slot = (float *)(base + head);
    r->result = r->slot + (size_t)r->w.node_count * PIECE;
    if (!r->w.node_number) {
        pthread_barrierattr_t a;
        pthread_barrierattr_init(&a);
        if (sizeof *r->barrier > head ||
            pthread_barrierattr_setpshared(&a, PTHREAD_PROCESS_SHARED) ||
            pthread_barrier_init(r->barrier, &a, (unsigned)r->w.node_count)) {
            BUG("processes of this machine cannot share a barrier");
        }
        pthread_barrierattr_destroy(&a);
    }
    r->mpi->node_barrier();
}

/* Open MPI's own plugins want its symbols to be seen by all, and what it starts outlives it: the object stays until the process ends. */
static const struct ranks_mpi *load(struct err *e)
{
    void *object = dlopen(RANKS_MPI_OBJECT, RTLD_NOW | RTLD_GLOBAL);
    const struct ranks_mpi *m = object ? dlsym(object, RANKS_MPI_SYMBOL) : NULL;
    if (!m) {
        const char *why = dlerror();
        err_set(e, ST_USAGE,
                "started by mpirun, but cannot load MPI: %s (built without it? install "
                "libopenmpi-dev and build again)",
                why ? why : "no symbol " RANKS_MPI_SYMBOL);
    }
    return m;
}

enum st ranks_join(struct ranks **out, struct err *e)
{
    *out = NULL;
    if (!started_with_others()) {
        return ST_OK;
    }
    const struct ranks_mpi *m = load(e);
    if (!m) {
        return ST_USAGE;
    }
    struct ranks *r = calloc(1, sizeof *r);
    if (!r) {
        BUG("out of memory");
    }
    r->mpi = m;
    m->init(&r->w);
    r->cores = count_cores(r);
    map(r);
    *out = r;
    return ST_OK;
}

void ranks_leave(struct ranks *r)
{
    if (r) {
        r->mpi->finish();
        free(r);
    }
}

int ranks_count(const struct ranks *r)
{
    return r ? r->w.count : 1;
}

int ranks_number(const struct ranks *r)
{
    return r ? r->w.number : 0;
}

/* n <= PIECE. */
static void sum_piece(struct ranks *r, float *v, size_t n)
{
    size_t from = n * (size_t)r->w.node_number / (size_t)r->w.node_count,
           to = n * (size_t)(r->w.node_number + 1) / (size_t)r->w.node_count;
    memcpy(r->slot + (size_t)r->w.node_number * PIECE, v, n * sizeof *v);
    meet(r);
    memcpy(r->result + from, r->slot + from, (to - from) * sizeof *v);
    for (int k = 1; k < r->w.node_count; k++) {
        const float *slot = r->slot + (size_t)k * PIECE;
        for (size_t i = from; i < to; i++) {
            r->result[i] += slot[i];
        }
    }
    if (r->w.machines > 1) {
        meet(r);
        if (!r->w.node_number) {
            for (size_t i = 0; i < n; i += MESSAGE) {
                r->mpi->machines_sum(r->result + i, (int)(n - i < MESSAGE ? n - i : MESSAGE));
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
        r->mpi->sum(v, (int)n);
    }
}

void ranks_share(struct ranks *r, void *bytes, size_t n)
{
    char *b = bytes;
    for (size_t i = 0; ranks_count(r) > 1 && i < n; i += SHARE_MAX) {
        meet(r);
        r->mpi->share(b + i, (int)(n - i < SHARE_MAX ? n - i : SHARE_MAX), 0);
    }
}

enum st ranks_agree(struct ranks *r, enum st st, struct err *e)
{
    if (ranks_count(r) == 1) {
        return st;
    }
    int first = st ? r->w.number : r->w.count;
    struct err said = {.code = st};
    meet(r);
    r->mpi->least(&first);
    if (first == r->w.count) {
        return ST_OK;
    }
    memcpy(said.msg, e ? e->msg : "", e ? sizeof said.msg : 1);
    r->mpi->share(&said, (int)sizeof said, first);
    if (first && said.msg[0]) {
        err_wrap(&said, said.code, "process %d: ", first);
    }
    if (e) {
        *e = said;
    }
    return said.code;
}

int ranks_cores(const struct ranks *r)
{
    if (r) {
        return r->cores;
    }
    cpu_set_t set;
    cores_of(&set);
    return CPU_COUNT(&set);
}
