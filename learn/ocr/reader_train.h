// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_READER_TRAIN_H
#define ERSATZ_OCR_READER_TRAIN_H
/*
 * reader_train - learn to read lines: from a recipe of kind reader to a model file.
 *
 * In OUT: model.ersatz (the averaged weights, written at every evaluation), state.ersatz (everything --resume goes on from,
 * bit-equal on the same machine with as many workers), train.jsonl (a line every LOG_EVERY steps, and one an evaluation).
 */
#include <stdatomic.h>
#include <stdio.h>

#include "base/st.h"
#include "recipe/recipe.h"

struct train_report { /* of the last steps */
    uint64_t step, steps;
    double loss, loss_tokens, rate, grad_norm; /* losses: nats a line, of the heads */
    double lines_per_second, seconds_a_step, gflops, feed_share; /* share of the time that went into making lines */
    uint64_t skipped;
    bool evaluated;
    double cer, cer_norm, exact_norm;          /* of held-out lines */
    const char *valid;                         /* name of what was evaluated on */
};
typedef void train_report_fn(void *ctx, const struct train_report *r);

struct train_options {
    const char *out;       /* folder */
    bool resume, force;
    uint64_t seed;
    const char *const *set; /* overrides for the data recipes */
    size_t n_set;
    const atomic_int *stop; /* non-zero: save the state and end with ST_STOPPED */
    train_report_fn *report;
    void *ctx;
};

/** reader_train() - ST_RECIPE, ST_IO, ST_RANGE (no implementation for these shapes), ST_STOPPED. */
enum st reader_train(const struct recipe *r, const struct train_options *o, struct err *e);

#endif
