// SPDX-License-Identifier: MIT
/* Recipes of any bytes: refused with problems or read whole, never a crash, a hang or a value out of range. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "recipe/params.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int good)
{
    if (!good) {
        abort();
    }
}

/* What the generator relies on once a recipe is accepted. */
static void check(const struct recipe *r)
{
    demand((r->n_sources >= 1 || r->kind != KIND_TEXT) && r->count >= 1 && r->shard_samples >= 1);
    demand(r->split_val + r->split_test < 1);
    for (size_t i = 0; i < recipe_n_params; i++) {
        const struct param *p = &recipe_params[i];
        bool has = param_kinds(p) & 1u << r->kind;
        if (has && (p->type == PARAM_DIST || p->type == PARAM_WHOLE)) {
            const struct dist *d = (const void *)((const char *)r + p->offset);
            struct rng g = rng_stream(1, RNG_TEXT, i, 0);
            double v = dist_draw(d, &g);
            demand(dist_min(d) >= p->min && dist_max(d) <= p->max && v >= p->min && v <= p->max);
        }
    }
    for (int f = 0; f < FX_COUNT; f++) {
        demand(r->fx[f].p >= 0 && r->fx[f].p <= 1);
        for (int k = 0; fx_table[f].param[k].key && (fx_kinds(f) & 1u << r->kind); k++) {
            struct limits l = fx_limits(&fx_table[f].param[k]);
            demand(l.names ||
                   (dist_min(&r->fx[f].v[k]) >= l.min && dist_max(&r->fx[f].v[k]) <= l.max));
        }
    }
}

/* After a line "#!set", every line of the input is an override; before it stands the recipe. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MAX_SET = 8 };
    char *text = malloc(size + 1), *set[MAX_SET];
    size_t n = 0, len = size;
    if (!text) {
        return 0;
    }
    if (size) {
        memcpy(text, data, size);
    }
    text[size] = 0;
    char *mark = strstr(text, "#!set\n");
    if (mark) {
        len = (size_t)(mark - text);
        char *rest = mark + strlen("#!set\n");
        for (char *line; n < MAX_SET && (line = strsep(&rest, "\n"));) {
            set[n++] = line;
        }
    }
    struct recipe r;
    struct buf problems = {0};
    struct err e = {0};
    enum st st = recipe_parse(&r, "fuzz", text, len, (const char *const *)set, n, &problems, &e);
    demand((st != ST_OK) == (problems.len > 0));
    if (!st) {
        check(&r);
    }
    recipe_release(&r);
    buf_release(&problems);
    free(text);
    return 0;
}
