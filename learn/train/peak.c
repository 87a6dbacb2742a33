// SPDX-License-Identifier: MIT
#include "train/peak.h"

#include <stdlib.h>

#include "base/progress.h"
#include "net/dnn.h"

enum { SIDE = 512, LEAST_RUNS = 3 };

struct measuring {
    bool bf16;
    double *gflops; /* of each worker */
};

/* Ones: of both types, in any layout. */
static struct mem *ones(struct dnn *d, const struct md *md)
{
    struct mem *m = dnn_mem(d, md, NULL);
    if (md->type == DNN_BF16) {
        uint16_t *px = m->px;
        for (size_t i = 0; i < md->bytes / sizeof *px; i++) {
            px[i] = 0x3f80;
        }
    } else {
        float *px = m->px;
        for (size_t i = 0; i < md->bytes / sizeof *px; i++) {
            px[i] = 1;
        }
    }
    return m;
}

/* Seconds of the quickest of many runs; the first, which brings everything into the cache, does not count. */
static double quickest_s(struct dnn *d, const struct run *r)
{
    double start = clock_s(), before = start, best = 0;
    for (int i = 0; i <= LEAST_RUNS || before - start < PEAK_S; i++) {
        run_now(d, r);
        double now = clock_s();
        if (i > 0 && (best <= 0 || now - before < best)) {
            best = now - before;
        }
        before = now;
    }
    return best;
}

static void measure(void *ctx, int w)
{
    struct measuring *k = ctx;
    const int64_t dim[DNN_DIMS] = {SIDE, SIDE};
    enum dtype type = k->bf16 ? DNN_BF16 : DNN_F32;
    struct dnn *d = NULL;
    struct spec *s = NULL;
    struct err none = {0};
    if (!dnn_new(1, NULL, &d, &none)) {
        const struct md *any = dnn_md_any(d, type, 2, dim);
        if (!dnn_linear(d, &(struct dnn_linear){.src = any, .weights = any, .dst = any}, &s,
                        &none)) {
            const struct arg args[] = {{DNN_SRC, ones(d, spec_md(d, s, DNN_SRC))},
                                       {DNN_WEIGHTS, ones(d, spec_md(d, s, DNN_WEIGHTS))},
                                       {DNN_DST, ones(d, spec_md(d, s, DNN_DST))},
                                       {DNN_NONE, NULL}};
            double t = quickest_s(d, dnn_run(d, s, args));
            k->gflops[w] = t > 0 ? 2e-9 * SIDE * SIDE * SIDE / t : 0;
        }
    }
    dnn_free(d);
}

double train_peak(struct crew *c, bool bf16)
{
    struct measuring k = {bf16, calloc((size_t)crew_size(c), sizeof *k.gflops)};
    double sum = 0;
    if (!k.gflops) {
        BUG("out of memory");
    }
    crew_run(c, measure, &k);
    for (int w = 0; w < crew_size(c); w++) {
        sum += k.gflops[w];
    }
    free(k.gflops);
    return sum;
}
