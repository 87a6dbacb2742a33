// SPDX-License-Identifier: MIT
#include "ocr/text_draw.h"

#include "corpus/corpora.h"

enum st text_draw(const struct recipe *r, const struct corpora *c, uint64_t seed, uint64_t n,
                  text_line_fn *fn, void *ctx, struct err *e)
{
    struct arena a = {0};
    enum st st = ST_OK;
    for (uint64_t i = 0; i < n && !st; i++) {
        struct rng g = rng_stream(seed, RNG_READ_TEXT, i, 0);
        struct corpora_line line;
        double length = dist_draw(&r->length, &g);
        st = corpora_draw(c, &g, &a, NULL, length, &line, e);
        if (!st) {
            st = fn(ctx, line.text, line.len, e);
        }
        arena_reset(&a);
    }
    arena_release(&a);
    return st;
}
