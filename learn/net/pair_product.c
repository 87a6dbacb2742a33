// SPDX-License-Identifier: MIT
#include "net/pair_product.h"

#include "base/st.h"

#if BF16_LOOPS

enum { LANES = BF16_LANES, SLICE = 128 }; /* pairs whose columns stay in the first cache: 16 KiB */

/* Sums of PAIR_ROWS x (16 vectors) stay in registers: 16 of 32, enough to hide the latency of a dot product. */
BF16_INLINE void rows_of(const struct pair_product *p, int64_t r, int64_t first, int64_t pairs,
                         const int vectors)
{
    __m512 sum[PAIR_ROWS][2];
    const uint16_t *a = p->a + 2 * (r * p->row_step + first * p->pair_step),
                   *b = p->b + 2 * first * p->columns;
    float *to = p->sum + r * p->sum_step;
    bool add = p->add || first > 0;
    BF16_UNROLL
    for (int i = 0; i < PAIR_ROWS; i++) {
        BF16_UNROLL
        for (int v = 0; v < vectors; v++) {
            sum[i][v] =
                add ? _mm512_loadu_ps(to + i * p->sum_step + v * LANES) : _mm512_setzero_ps();
        }
    }
    for (int64_t k = 0; k < pairs; k++) {
        __m512i column[2];
        BF16_UNROLL
        for (int v = 0; v < vectors; v++) {
            column[v] = _mm512_loadu_si512(b + 2 * v * LANES);
        }
        BF16_UNROLL
        for (int i = 0; i < PAIR_ROWS; i++) {
            int32_t pair;
            memcpy(&pair, a + 2 * i * p->row_step, sizeof pair);
            __m512i row = _mm512_set1_epi32(pair);
            BF16_UNROLL
            for (int v = 0; v < vectors; v++) {
                sum[i][v] = _mm512_dpbf16_ps(sum[i][v], (__m512bh)row, (__m512bh)column[v]);
            }
        }
        a += 2 * p->pair_step;
        b += 2 * p->columns;
    }
    BF16_UNROLL
    for (int i = 0; i < PAIR_ROWS; i++) {
        BF16_UNROLL
        for (int v = 0; v < vectors; v++) {
            _mm512_storeu_ps(to + i * p->sum_step + v * LANES, sum[i][v]);
        }
    }
}

BF16_CODE static void wide(const struct pair_product *p, int64_t first, int64_t pairs)
{
    for (int64_t r = 0; r < p->rows; r += PAIR_ROWS) {
        rows_of(p, r, first, pairs, 2);
    }
}

BF16_CODE static void slim(const struct pair_product *p, int64_t first, int64_t pairs)
{
    for (int64_t r = 0; r < p->rows; r += PAIR_ROWS) {
        rows_of(p, r, first, pairs, 1);
    }
}

void pair_product(const struct pair_product *p)
{
    for (int64_t k = 0; k < p->pairs; k += SLICE) {
        int64_t rest = p->pairs - k;
        (p->columns == 2 * LANES ? wide : slim)(p, k, rest < SLICE ? rest : SLICE);
    }
}

#else

void pair_product(const struct pair_product *p)
{
    (void)p;
    BUG("pair_product: not on this processor");
}

#endif

void pair_gradient(const uint16_t *dy, int64_t out, const uint16_t *x, int64_t in, int64_t n,
                   bool add, float *sum)
{
    for (int64_t i = 0; i < in; i += PAIR_PANEL) {
        for (int64_t o = 0; o < out; o += PAIR_PANEL) {
            int64_t rows = pair_panel(o, out);
            pair_product(&(struct pair_product){.a = dy + o * n,
                                                .rows = rows,
                                                .row_step = 1,
                                                .pair_step = rows,
                                                .b = x + i * n,
                                                .pairs = n / 2,
                                                .columns = pair_panel(i, in),
                                                .sum = sum + o * in + i,
                                                .sum_step = in,
                                                .add = add});
        }
    }
}
