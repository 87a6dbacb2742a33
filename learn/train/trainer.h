// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TRAIN_TRAINER_H
#define ERSATZ_TRAIN_TRAINER_H
/*
 * trainer - the training loop, whatever is learned: workers, steps, optimiser, log, states, evaluation.
 *
 * One step: every worker takes a batch of its own and leaves gradients (task.step, on its own thread); they are averaged over
 * workers, the optimiser makes one step, values are spread. A task says what is read, which net, which loss:
 *
 *     static const struct train_task reading = {.unit = "lines", .step = learn, ...};
 *     st = train_run(recipe, &options, &reading, &my_own, &e);
 *
 * Several processes (net/ranks.h) train one model: each has workers of its own, which are numbered through, and makes the same step.
 * Process 0 alone evaluates, reports and writes; a failure or a stop of one is one of all, after the same step.
 *
 * In OUT: model.ersatz (the averaged weights, written at every evaluation), state.ersatz (everything --resume goes on from,
 * bit-equal on the same machine with as many workers, of however many processes), train.jsonl (a line every TRAIN_LOG_EVERY steps,
 * and one an evaluation), samples.png (what worker 0 saw in the first TRAIN_SHEET_STEPS steps).
 */
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/st.h"
#include "net/crew.h"
#include "recipe/recipe.h"
#include "train/sample_sheet.h"

enum { TRAIN_LOG_EVERY = 50, TRAIN_VALUES = 24, TRAIN_SHEET_STEPS = 3, TRAIN_SHEET_A_STEP = 16 };

struct train_value {
    const char *key; /* of train.jsonl; lives as long as the program */
    double v;
};

/* Of the last steps, or of an evaluation. Borrowed during the call. */
struct train_report {
    uint64_t step, steps;
    const char *unit; /* of samples: "lines" */
    struct train_value value
        [TRAIN_VALUES]; /* means of the task's values; the first is the loss. Evaluated: what was measured */
    int n_values;
    double rate, grad_norm, samples_per_second, seconds_a_step, gflops;
    double peak_gflops; /* of the machine, as train_peak() found it at the start; 0 = not known */
    double feed_share; /* of the time, that went into making samples */
    uint64_t skipped;  /* steps */
    bool evaluated;
    const char *valid,
        *text; /* name of what was evaluated on; the measures as a person reads them */
};
typedef void train_report_fn(void *ctx, const struct train_report *r);

struct train_options {
    const char *out; /* folder */
    bool resume, force;
    uint64_t seed;
    const char *const *set; /* overrides for the data recipes */
    size_t n_set;
    const atomic_int *stop; /* non-zero: save the state and end with ST_STOPPED */
    train_report_fn *report;
    void *ctx;
    struct ranks *ranks; /* processes that train together, joined; NULL = alone */
};

/* One worker's part of a step. */
struct train_share {
    double value[TRAIN_VALUES]; /* as task->value names them */
    double feed_s, flops;
    struct sample_sheet *
        sheet; /* not NULL: the task adds what it sees in this step, TRAIN_SHEET_A_STEP samples or so */
};

struct train_measured {
    const char *name; /* of the set; borrowed until the next one */
    struct train_value value[TRAIN_VALUES];
    int n_values;
    double score;   /* the lower the better: for the schedule plateau, of the first set */
    char text[200]; /* "CER 3.25 %, exact 60.1 %" */
};

/* ctx is what train_run() was given. Functions with a worker, by its number in this process's crew, are called on its own thread,
 * except place and seek. */
struct train_task {
    const char *unit;
    const char *const *value; /* names of a share's values */
    int n_values;
    int pool; /* steps: states are saved at its multiples, where workers stand between pools of samples */
    /** prepare() - describe the parameters of every worker alike, make feeds. Parameters are set at random afterwards. */
    enum st (*prepare)(void *ctx, struct crew *c, struct err *e);
    /** begin() - after parameters have their first values, before the first step; NULL = nothing to do. What process 0 has then, all
     *  have. */
    enum st (*begin)(void *ctx, struct crew *c, struct err *e);
    /** step() - take a batch, add to the worker's params_grad(). */
    enum st (*step)(void *ctx, int worker, uint64_t step, struct train_share *out, struct err *e);
    /** meta() - the model's JSON; extra: members put behind, "" or ",\"x\":1". */
    void (*meta)(void *ctx, uint64_t steps, const char *extra, struct buf *out);
    /** kept() - whether a parameter goes into the model; NULL = all do. */
    bool (*kept)(void *ctx, const char *name);
    uint64_t (*place)(void *ctx, int worker); /* of the worker's feed, between pools */
    void (*seek)(void *ctx, int worker, uint64_t place, uint64_t step);
    size_t (*sets)(void *ctx); /* to evaluate on; like measure, of process 0 alone */
    enum st (*measure)(void *ctx, size_t set, struct crew *c, struct train_measured *out,
                       struct err *e);
    void (*release)(
        void *ctx,
        int worker); /* nets, which belong to the worker's thread; called whenever prepare() was */
};

/** train_run() - ST_RECIPE, ST_IO, ST_FORMAT, ST_RANGE (no implementation for these shapes), ST_STOPPED. */
enum st train_run(const struct recipe *r, const struct train_options *o, const struct train_task *t,
                  void *ctx, struct err *e);
/** train_batch() - samples a step of each of so many workers: crew_all(). */
int train_batch(const struct recipe *r, int workers);

#endif
