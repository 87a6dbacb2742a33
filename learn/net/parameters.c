// SPDX-License-Identifier: MIT
#include "net/parameters.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/rng.h"

enum { ALIGN_FLOATS = 16 }; /* 64 bytes: each parameter starts at a vector of its own */

struct params {
    struct param_row *row;
    size_t n, cap;
    float *data, *grad;
    size_t floats, room, grad_floats, grad_room; /* in use and allocated */
    uint64_t version;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

struct params *params_new(void)
{
    return must(calloc(1, sizeof(struct params)));
}

void params_free(struct params *p)
{
    if (p) {
        free(p->row);
        free(p->data);
        free(p->grad);
        free(p);
    }
}

int params_find(const struct params *p, const char *name)
{
    for (size_t i = 0; i < p->n; i++) {
        if (!strcmp(p->row[i].name, name)) {
            return (int)i;
        }
    }
    return -1;
}

/* Room for so many floats in a block that holds `used`. After the call, pointers into it are no longer valid. */
static void grow_block(float **block, size_t *room, size_t floats, size_t used)
{
    size_t want = *room ? *room : 4096;
    while (want < floats) {
        want *= 2;
    }
    if (want > *room) {
        float *v = must(aligned_alloc(64, want * sizeof *v));
        if (used) {
            memcpy(v, *block, used * sizeof *v);
        }
        free(*block);
        *block = v;
        *room = want;
    }
}

/* Gradients come when they are asked for: a net that is only used has none. */
static float *grads(struct params *p)
{
    if (p->grad_floats < p->floats) {
        grow_block(&p->grad, &p->grad_room, p->floats, p->grad_floats);
        memset(p->grad + p->grad_floats, 0, (p->floats - p->grad_floats) * sizeof *p->grad);
        p->grad_floats = p->floats;
    }
    return p->grad;
}

static int add(struct params *p, const char *name, int n_dims, const int64_t *dim, enum param_init init, double fan_in,
               bool state)
{
    int at = params_find(p, name);
    struct param_row r = {.n_dims = n_dims, .count = 1, .init = init, .fan_in = fan_in, .decay = n_dims > 1, .state = state,
                          .rate = 1};
    if (snprintf(r.name, sizeof r.name, "%s", name) >= (int)sizeof r.name || n_dims < 1 || n_dims > PARAM_MAX_DIMS) {
        BUG("parameter '%s' of %d dimensions", name, n_dims);
    }
    for (int d = 0; d < n_dims; d++) {
        r.dim[d] = dim[d];
        r.count *= (size_t)dim[d];
    }
    if (at >= 0) {
        if (p->row[at].n_dims != n_dims || memcmp(p->row[at].dim, r.dim, sizeof r.dim) || p->row[at].state != state) {
            BUG("parameter '%s' is there with another shape", name);
        }
        return at;
    }
    if (p->n == p->cap) {
        p->cap = p->cap ? p->cap * 2 : 64;
        p->row = must(realloc(p->row, p->cap * sizeof *p->row));
    }
    r.offset = p->floats;
    size_t end = r.offset + (r.count + ALIGN_FLOATS - 1) / ALIGN_FLOATS * ALIGN_FLOATS;
    grow_block(&p->data, &p->room, end, p->floats);
    memset(p->data + r.offset, 0, (end - r.offset) * sizeof *p->data);
    p->floats = end;
    p->row[p->n] = r;
    p->version++;
    for (size_t i = 0; state && init == INIT_ONE && i < r.count; i++) {
        p->data[r.offset + i] = 1;
    }
    return (int)p->n++;
}

int params_add(struct params *p, const char *name, int n_dims, const int64_t *dim, enum param_init init, double fan_in)
{
    return add(p, name, n_dims, dim, init, fan_in, false);
}

int params_add_state(struct params *p, const char *name, int64_t n, enum param_init init)
{
    return add(p, name, 1, &n, init, 0, true);
}

size_t params_count(const struct params *p)
{
    return p->n;
}

const struct param_row *params_row(const struct params *p, int i)
{
    return &p->row[i];
}

void params_set_rate(struct params *p, int i, float rate)
{
    p->row[i].rate = rate;
}

/* The first 64 bits of the name's SHA-256: stands for it in a stream's number. */
static uint64_t name_number(const char *name)
{
    char hex[65];
    bytes_sha256(name, strlen(name), hex);
    hex[16] = 0;
    return strtoull(hex, NULL, 16);
}

static double draw(struct rng *r, const struct param_row *w, size_t place)
{
    switch (w->init) {
    case INIT_HE:
        return sqrt(2 / w->fan_in) * rng_normal(r);
    case INIT_GLOROT: {
        double a = sqrt(3 / w->fan_in);
        return rng_uniform(r, -a, a);
    }
    case INIT_NORMAL:
        return 0.02 * rng_normal(r);
    case INIT_ONE:
        return 1;
    case INIT_FORGET:
        return place * 4 / w->count == 1;
    case INIT_ZERO:
        break;
    }
    return 0;
}

void params_init(struct params *p, uint64_t seed)
{
    for (size_t i = 0; i < p->n; i++) {
        struct rng r = rng_stream(seed, RNG_LEARN_INIT, name_number(p->row[i].name), 0);
        for (size_t k = 0; k < p->row[i].count; k++) {
            p->data[p->row[i].offset + k] = (float)draw(&r, &p->row[i], k);
        }
    }
    params_changed(p);
}

float *params_data(struct params *p, int i)
{
    return p->data + p->row[i].offset;
}

float *params_grad(struct params *p, int i)
{
    return grads(p) + p->row[i].offset;
}

float *params_block(struct params *p, size_t *n)
{
    *n = p->floats;
    return p->data;
}

float *params_grads(struct params *p, size_t *n)
{
    *n = p->floats;
    return grads(p);
}

void params_changed(struct params *p)
{
    p->version++;
}

uint64_t params_version(const struct params *p)
{
    return p->version;
}
