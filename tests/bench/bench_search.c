// SPDX-License-Identifier: MIT
/*
 * bench_search - searching N vectors of 128 dimensions: looking at all, and by the graph; one thread. Prints rows "what TAB value TAB unit".
 *
 * The vectors are a mixture: N / 100 directions drawn evenly on the sphere, around each some hundred vectors, their noise as long as the
 * direction (two of a cluster have a product of about 0.5, two of different ones 0 +- 0.09). Queries are drawn from the same mixture and are
 * not among the vectors. recall@10: share of the ten nearest, by looking at all, that the graph finds.
 *
 * usage: bench_search [N [queries [width of building]]]
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"
#include "base/st.h"
#include "bench_median.h"
#include "search/hnsw.h"

enum { D = 128, K = 10, LINKS = 16, PER_CLUSTER = 100 };

static void draw(float *out, size_t n, size_t clusters, uint64_t seed)
{
    for (size_t i = 0; i < n; i++) {
        struct rng r = rng_stream(seed, RNG_TEXT, i, 0);
        struct rng c = rng_stream(1, RNG_FONT, rng_below(&r, (uint32_t)clusters), 0);
        double x[D], sum = 0;
        for (int d = 0; d < D; d++) {
            x[d] = rng_normal(&c) + rng_normal(&r);
            sum += x[d] * x[d];
        }
        for (int d = 0; d < D; d++) {
            out[i * D + (size_t)d] = (float)(x[d] / sqrt(sum));
        }
    }
}

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static void by_graph(const struct hnsw *g, const float *q, size_t n_q, size_t width,
                     const struct neighbour *want, double exact_ms)
{
    struct hnsw_search *s = hnsw_search_new(g);
    struct neighbour got[K];
    double *ms = must(malloc(n_q * sizeof *ms)), sum = 0;
    size_t found = 0;
    for (size_t i = 0; i < n_q; i++) {
        double start = bench_now_s();
        size_t n = hnsw_nearest(s, q + i * D, K, width, got);
        ms[i] = 1000 * (bench_now_s() - start);
        sum += ms[i];
        for (size_t a = 0; a < n; a++) {
            for (size_t b = 0; b < K; b++) {
                found += got[a].at == want[i * K + b].at;
            }
        }
    }
    double median_ms = bench_median(ms, n_q); /* sorts */
    printf("graph, width %zu\t%.3f\tms (median)\n", width, median_ms);
    printf("graph, width %zu, 99 %%\t%.3f\tms\n", width, ms[n_q * 99 / 100]);
    printf("graph, width %zu, recall@10\t%.4f\tratio\n", width, (double)found / (double)(n_q * K));
    printf("exact / graph, width %zu\t%.1f\tratio\n", width, exact_ms / (sum / (double)n_q));
    free(ms);
    hnsw_search_free(s);
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000,
           n_q = argc > 2 ? strtoull(argv[2], NULL, 10) : 400;
    int width = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 100;
    size_t clusters = n / PER_CLUSTER ? n / PER_CLUSTER : 1;
    float *v = must(malloc(n * D * sizeof *v)), *q = must(malloc(n_q * D * sizeof *q));
    struct neighbour *want = must(malloc(n_q * K * sizeof *want));
    draw(v, n, clusters, 2);
    draw(q, n_q, clusters, 3);

    size_t few = n_q < 40 ? n_q : 40;
    double start = bench_now_s();
    for (size_t i = 0; i < few; i++) {
        nearest_all(q + i * D, 1, v, n, D, K, want + i * K);
    }
    double exact_ms = 1000 * (bench_now_s() - start) / (double)few;
    start = bench_now_s();
    nearest_all(q, n_q, v, n, D, K, want);
    double batch_ms = 1000 * (bench_now_s() - start) / (double)n_q;
    printf(
        "what\tvalue\tunit\nvectors\t%zu\t\nexact, one query\t%.2f\tms\nexact, of many\t%.2f\tms\n",
        n, exact_ms, batch_ms);

    start = bench_now_s();
    struct hnsw *g = hnsw_build(
        v, n, D, &(struct hnsw_options){.links = LINKS, .width = width, .seed = 1}, NULL, NULL);
    printf("graph, built\t%.1f\ts\ngraph, memory\t%.1f\tMiB\nvectors, memory\t%.1f\tMiB\n",
           bench_now_s() - start, (double)hnsw_bytes(g) / 1048576,
           (double)(n * D * sizeof *v) / 1048576);
    static const size_t widths[] = {32, 64, 128, 256};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        by_graph(g, q, n_q, widths[i], want, exact_ms);
    }
    hnsw_free(g);
    free(v);
    free(q);
    free(want);
    return 0;
}
