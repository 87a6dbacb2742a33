// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCE_H
#define ERSATZ_PRODUCE_H
/*
 * produce - samples first..first+count-1, made by several threads, delivered in order.
 *
 * Threads take runs of samples and make them at their own pace; whoever finishes the run that is next
 * in order delivers it (and those that wait behind it), so that there is no writer thread to starve
 * and no lock is held while a sample is made or written. At most a few runs are in memory.
 */
#include <stdatomic.h>
#include <stdint.h>

#include "sample.h"

/* Called in order of index, never twice at once; a status other than ST_OK stops everything. */
typedef enum st produce_fn(void *ctx, uint64_t index, const struct made *m, struct err *e);

struct production {
    const struct generator *generator;
    uint64_t seed, first, count;
    unsigned jobs;                      /* threads; 0 = one a core */
    unsigned run;                       /* samples a thread takes at once, up to 16; 0 = 16. 1 where they take seconds */
    produce_fn *deliver;
    void *ctx;
    const atomic_int *stop; /* may be NULL; non-zero ends with ST_STOPPED */
};

/** produce() - returns the first failure in order of index: what came before it was delivered. */
enum st produce(const struct production *p, struct err *e);
/** produce_cores() - processors this process may run on. */
unsigned produce_cores(void);

#endif
