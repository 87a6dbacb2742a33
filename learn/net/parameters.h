// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_PARAMETERS_H
#define ERSATZ_NET_PARAMETERS_H
/*
 * parameters - what a network learns: named float tensors in one block, with gradients beside them.
 *
 * Nets of several input shapes share one params: a second net that asks for a name finds it. Values here are in plain
 * (row-major) order and fp32, the master copy; backends keep copies in the layout and precision they compute with and
 * say when those are stale.
 *
 *     struct params *p = params_new();
 *     int w = params_add(p, "conv1.weight", 4, (int64_t[]){64, 1, 3, 3}, INIT_HE, 9);
 *     params_init(p, seed);
 *     float *v = params_data(p, w);
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/st.h"

enum { PARAM_MAX_DIMS = 4 };

/* How a parameter starts: He et al. 2015 (normal, deviation sqrt(2 / fan_in)), Glorot & Bengio 2010 (uniform,
 * sqrt(3 / fan_in)), zeros, ones, normal with deviation 0.02, and LSTM biases: zero but for the second quarter, the
 * forget gates, that starts at 1 (Jozefowicz et al. 2015). */
enum param_init { INIT_HE, INIT_GLOROT, INIT_ZERO, INIT_ONE, INIT_NORMAL, INIT_FORGET };

struct param_row {
    char name[64];
    int n_dims;
    int64_t dim[PARAM_MAX_DIMS];
    size_t offset, count; /* in floats, in the block */
    enum param_init init;
    double fan_in;
    bool decay;           /* weight decay applies: weights, not biases and norms */
    bool state;           /* not learned but kept: running mean and variance */
    float rate;           /* factor of the learning rate: 1; 0 = frozen */
};

struct params;

struct params *params_new(void);
void params_free(struct params *p);
/** params_add() - number of the parameter of that name, added if there is none. A BUG() if the shape differs. */
int params_add(struct params *p, const char *name, int n_dims, const int64_t *dim, enum param_init init, double fan_in);
/** params_add_state() - the same for what is kept but not learned; starts as zeros (INIT_ZERO) or ones. */
int params_add_state(struct params *p, const char *name, int64_t n, enum param_init init);
int params_find(const struct params *p, const char *name); /* -1: none */
size_t params_count(const struct params *p);
const struct param_row *params_row(const struct params *p, int i);
/** params_set_rates() - of all whose names match a shell pattern ('stem.*', 'stage[12].*'); returns how many. */
size_t params_set_rates(struct params *p, const char *pattern, float rate);
void params_set_rate(struct params *p, int i, float rate);
/** params_init() - parameter i from a stream of its own (seed, name), so that adding one moves no other. */
void params_init(struct params *p, uint64_t seed);
float *params_data(struct params *p, int i);
float *params_grad(struct params *p, int i);
/** params_block(), params_grads() - all values, all gradients; *n floats, 64-byte aligned. Rows lie in it by offset. */
float *params_block(struct params *p, size_t *n);
float *params_grads(struct params *p, size_t *n);
/** params_changed() - values were written from outside a backend: copies are stale. params_version() grows with it. */
void params_changed(struct params *p);
uint64_t params_version(const struct params *p);

#endif
