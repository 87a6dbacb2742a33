// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TESTS_BF16_FIXTURE_H
#define ERSATZ_TESTS_BF16_FIXTURE_H
/* Images in bf16 for tests of the loops of ours: random ones, and their values. Include after cmocka. */
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "net/bf16_image.h"

static inline void *room(size_t bytes)
{
    void *p = aligned_alloc(64, (bytes + 127) / 64 * 64);
    assert_non_null(p);
    return p;
}

/* Of normal values, cut to bf16; in blocks of 16 channels or channels last. To be freed: px. */
static inline struct bf16_image random_image(const int64_t dims[4], bool blocks, uint64_t seed,
                                             uint64_t stream)
{
    int64_t n = dims[0], c = dims[1], h = dims[2], w = dims[3];
    struct bf16_image m = {.n = n, .c = c, .h = h, .w = w, .step_n = c * h * w};
    m.step_c = blocks ? 16 * h * w : 16;
    m.step_w = blocks ? 16 : c;
    m.step_h = w * m.step_w;
    m.px = room((size_t)(n * m.step_n) * sizeof *m.px);
    struct rng r = rng_stream(seed, 1, stream, 0);
    for (int64_t i = 0; i < n * m.step_n; i++) {
        float v = (float)rng_normal(&r);
        uint32_t bits;
        memcpy(&bits, &v, sizeof bits);
        m.px[i] = (uint16_t)(bits >> 16);
    }
    return m;
}

static inline uint16_t *at(const struct bf16_image *m, int64_t n, int64_t c, int64_t y, int64_t x)
{
    return m->px + n * m->step_n + c / 16 * m->step_c + c % 16 + y * m->step_h + x * m->step_w;
}

/* 0 outside of the image */
static inline double pixel(const struct bf16_image *m, int64_t n, int64_t c, int64_t y, int64_t x)
{
    return y < 0 || x < 0 || y >= m->h || x >= m->w ? 0 : (double)bf16_value(*at(m, n, c, y, x));
}

#endif
