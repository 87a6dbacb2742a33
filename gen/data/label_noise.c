// SPDX-License-Identifier: MIT
#include "data/label_noise.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/rng.h"
#include "base/st.h"

const char *const label_noise_name[LABEL_NOISES] = {"", "flip", "album", "stranger"};

enum { DRAW_ORDER, DRAW_TARGET, DRAW_FLIP }; /* attempts of the stream */

struct noise {
    const uint32_t *label;
    size_t n, classes;
    uint32_t *out;
    uint8_t *how;
    size_t *size; /* pictures of each class */
    bool *gone;   /* classes that were taken out */
    uint32_t *stays, n_stay;
    uint64_t seed;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static void list_stays(struct noise *x)
{
    x->n_stay = 0;
    for (size_t c = 0; c < x->classes; c++) {
        if (!x->gone[c] && x->size[c]) {
            x->stays[x->n_stay++] = (uint32_t)c;
        }
    }
}

/* A class that stays, other than `not`. */
static uint32_t another(const struct noise *x, struct rng *r, uint32_t not )
{
    uint32_t c;
    do {
        c = x->stays[rng_below(r, x->n_stay)];
    } while (c == not );
    return c;
}

/* The classes in random order (Fisher & Yates). */
static uint32_t *shuffled(const struct noise *x, uint64_t which)
{
    uint32_t *order = must(malloc((x->classes + 1) * sizeof *order));
    struct rng r = rng_stream(x->seed, RNG_LABEL_NOISE, which, DRAW_ORDER);
    for (size_t i = 0; i < x->classes; i++) {
        size_t j = rng_below(&r, (uint32_t)(i + 1));
        order[i] = order[j];
        order[j] = (uint32_t)i;
    }
    return order;
}

static void strew_strangers(struct noise *x, double share)
{
    double want = share * (double)x->n, taken = 0;
    uint32_t *order = shuffled(x, 0);
    for (size_t k = 0; k < x->classes && x->n_stay > 2; k++) {
        double size = (double)x->size[order[k]];
        if (size > 0 && taken + size / 2 <= want) {
            taken += size;
            x->gone[order[k]] = true;
            list_stays(x);
        }
    }
    for (size_t i = 0; i < x->n; i++) {
        if (x->gone[x->label[i]]) {
            struct rng r = rng_stream(x->seed, RNG_LABEL_NOISE, i, DRAW_TARGET);
            x->out[i] = another(x, &r, UINT32_MAX);
            x->how[i] = LABEL_STRANGER;
        }
    }
    free(order);
}

static void mix_albums(struct noise *x, double share)
{
    double want = share * (double)x->n, taken = 0;
    uint32_t *order = shuffled(x, 1), *to = must(malloc((x->classes + 1) * sizeof *to));
    size_t *left = must(calloc(x->classes + 1, sizeof *left));
    for (size_t k = 0; k < x->classes; k++) {
        uint32_t c = order[k];
        size_t half = x->size[c] / 2;
        struct rng r = rng_stream(x->seed, RNG_LABEL_NOISE, c, DRAW_TARGET);
        if (!x->gone[c] && half && taken + (double)half / 2 <= want) {
            taken += (double)half;
            left[c] = half;
            to[c] = another(x, &r, c);
        }
    }
    for (size_t i = 0; i < x->n; i++) {
        uint32_t c = x->label[i];
        if (left[c]) { /* gone classes have none */
            left[c]--;
            x->out[i] = to[c];
            x->how[i] = LABEL_ALBUM;
        }
    }
    free(left);
    free(to);
    free(order);
}

static void flip(struct noise *x, double share)
{
    size_t right = 0;
    for (size_t i = 0; i < x->n; i++) {
        right += x->how[i] == LABEL_RIGHT;
    }
    double p = right ? share * (double)x->n / (double)right : 0;
    for (size_t i = 0; i < x->n; i++) {
        struct rng r = rng_stream(x->seed, RNG_LABEL_NOISE, i, DRAW_FLIP);
        if (x->how[i] == LABEL_RIGHT && rng_unit(&r) < p) {
            x->out[i] = another(x, &r, x->label[i]);
            x->how[i] = LABEL_FLIP;
        }
    }
}

void label_noise(const uint32_t *label, size_t n, size_t classes,
                 const struct label_noise_options *o, uint32_t *out, uint8_t *how)
{
    struct noise x = {
        .label = label, .n = n, .classes = classes, .out = out, .how = how, .seed = o->seed};
    x.size = must(calloc(classes + 1, sizeof *x.size));
    x.gone = must(calloc(classes + 1, sizeof *x.gone));
    x.stays = must(malloc((classes + 1) * sizeof *x.stays));
    for (size_t i = 0; i < n; i++) {
        out[i] = label[i];
        how[i] = LABEL_RIGHT;
        x.size[label[i]]++;
    }
    list_stays(&x);
    if (x.n_stay > 1) {
        strew_strangers(&x, o->strangers);
        mix_albums(&x, o->albums);
        flip(&x, o->flips);
    }
    free(x.size);
    free(x.gone);
    free(x.stays);
}
