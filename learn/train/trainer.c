// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "train/trainer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/heap.h"
#include "base/json.h"
#include "base/progress.h"
#include "net/checkpoint.h"
#include "net/dnn.h"
#include "net/optim.h"
#include "train/peak.h"

struct trainee { /* what one worker left */
    struct train_share share;
    struct err err;
    enum st st;
};

struct training {
    const struct recipe *r;
    const struct train_options *o;
    const struct train_task *task;
    void *own; /* the task's */
    struct crew *crew;
    struct optim *optim;
    struct trainee *trainee;
    struct ranks *ranks;
    int workers, all;  /* of this process, of all */
    bool first, stop;  /* process 0; somebody wants to stop: known to all after the same step */
    uint64_t step;
    FILE *log;
    double since_s, flops_since, feed_since_s, sum[TRAIN_VALUES]; /* since the last report */
    uint64_t steps_since;
    double peak_gflops;         /* of all processes */
    uint64_t sheet_step;        /* after which the sheet is written; 0 = never */
    struct sample_sheet *sheet; /* of process 0, until then */
    struct arena arena; /* of messages */
};

int train_batch(const struct recipe *r, int workers)
{
    return (r->learn.batch + workers - 1) / workers;
}

/* --- log ------------------------------------------------------------------------------------------------------ */

static void number(struct json *j, const char *key, double v)
{
    json_key(j, key);
    json_double(j, v);
}

static void write_log(struct training *t, const struct train_report *r)
{
    char speed[40];
    struct buf b = {0};
    struct json j = json_to(&b);
    json_begin_object(&j);
    json_key(&j, "step");
    json_int(&j, (int64_t)r->step);
    if (r->evaluated) {
        json_key(&j, "valid");
        json_str(&j, r->valid);
    }
    for (int i = 0; i < r->n_values; i++) {
        number(&j, r->value[i].key, r->value[i].v);
    }
    if (!r->evaluated) {
        snprintf(speed, sizeof speed, "%s_per_second", r->unit);
        number(&j, "rate", r->rate);
        number(&j, "grad_norm", r->grad_norm);
        number(&j, speed, r->samples_per_second);
        number(&j, "gflops", r->gflops);
        if (r->peak_gflops > 0) {
            number(&j, "peak_share", r->gflops / r->peak_gflops);
        }
        number(&j, "feed_share", r->feed_share);
        json_key(&j, "skipped");
        json_int(&j, (int64_t)r->skipped);
    }
    json_end_object(&j);
    buf_addc(&b, '\n');
    fwrite(b.data, 1, b.len, t->log);
    fflush(t->log);
    buf_release(&b);
}

static void tell(struct training *t, const struct train_report *r)
{
    write_log(t, r);
    if (t->o->report) {
        t->o->report(t->o->ctx, r);
    }
}

static void say(struct training *t)
{
    double now = clock_s(), seconds = now - t->since_s, n = (double)t->steps_since;
    double samples = n * t->all * train_batch(t->r, t->all), sum[TRAIN_VALUES + 2];
    memcpy(sum, t->sum, sizeof t->sum);
    sum[TRAIN_VALUES] = t->flops_since;
    sum[TRAIN_VALUES + 1] = t->feed_since_s;
    ranks_sum_double(t->ranks, sum, TRAIN_VALUES + 2);
    struct train_report r = {
        .step = t->step,
        .steps = t->r->learn.steps,
        .unit = t->task->unit,
        .rate = optim_rate(t->optim),
        .grad_norm = optim_grad_norm(t->optim),
        .samples_per_second = samples / seconds,
        .seconds_a_step = seconds / n,
        .gflops = sum[TRAIN_VALUES] / seconds / 1e9,
        .peak_gflops = t->peak_gflops,
        .feed_share = sum[TRAIN_VALUES + 1] / (seconds * t->all),
        .skipped = optim_skipped(t->optim),
        .n_values = t->task->n_values,
    };
    for (int i = 0; i < r.n_values; i++) {
        r.value[i] = (struct train_value){t->task->value[i], sum[i] / n};
    }
    if (t->first) {
        tell(t, &r);
    }
    t->since_s = now;
    t->flops_since = t->feed_since_s = 0;
    memset(t->sum, 0, sizeof t->sum);
    t->steps_since = 0;
}

/* --- files ------------------------------------------------------------------------------------------------------ */

static char *out_path(const struct training *t, const char *name)
{
    struct buf b = {0};
    buf_printf(&b, "%s/%s", t->o->out, name);
    return b.data;
}

static enum st save_model(struct training *t, struct err *e)
{
    struct checkpoint *c = checkpoint_new();
    struct buf meta = {0};
    char *path = out_path(t, "model.ersatz");
    struct params *p = crew_params(t->crew, 0);
    t->task->meta(t->own, t->step, "", &meta);
    checkpoint_set_meta(c, meta.data);
    for (size_t i = 0; i < params_count(p); i++) {
        const struct param_row *row = params_row(p, (int)i);
        if (!t->task->kept || t->task->kept(t->own, row->name)) {
            checkpoint_add_param(c, p, (int)i, 1);
        }
    }
    enum st st = checkpoint_write(c, path, e);
    checkpoint_free(c);
    buf_release(&meta);
    free(path);
    return st;
}

/* Of all workers of all processes. Doubles hold them exactly: they are far below 2^53. */
static double *all_places(struct training *t)
{
    double *place = calloc((size_t)t->all, sizeof *place);
    if (!place) {
        BUG("out of memory");
    }
    for (int w = 0; w < t->workers; w++) {
        place[crew_first(t->crew) + w] = (double)t->task->place(t->own, w);
    }
    ranks_sum_double(t->ranks, place, (size_t)t->all);
    return place;
}

static enum st write_state(struct training *t, const double *place, struct err *e)
{
    struct checkpoint *c = checkpoint_new();
    struct buf meta = {0}, extra = {0};
    char *path = out_path(t, "state.ersatz");
    buf_printf(&extra, ",\"step\":%llu,\"workers\":%d,\"places\":[", (unsigned long long)t->step,
               t->all);
    for (int w = 0; w < t->all; w++) {
        buf_printf(&extra, "%s%.0f", w ? "," : "", place[w]);
    }
    buf_addc(&extra, ']');
    t->task->meta(t->own, t->step, extra.data, &meta);
    checkpoint_set_meta(c, meta.data);
    checkpoint_add_params(c, crew_params(t->crew, 0), 0);
    optim_save(t->optim, c);
    enum st st = checkpoint_write(c, path, e);
    checkpoint_free(c);
    buf_release(&meta);
    buf_release(&extra);
    free(path);
    return st;
}

static enum st save_state(struct training *t, struct err *e)
{
    double *place = all_places(t);
    enum st st = t->first ? write_state(t, place, e) : ST_OK;
    free(place);
    return ranks_agree(t->ranks, st, e);
}

/* What the state says of the run, against this one's. */
static enum st same_run(const struct training *t, const json_t *root, const char *path,
                        struct err *e)
{
    const char *sha = json_string_value(json_object_get(json_object_get(root, "origin"), "sha256"));
    json_int_t workers = json_integer_value(json_object_get(root, "workers"));
    if (!sha || strcmp(sha, t->r->sha256)) {
        return err_set(e, ST_FORMAT, "'%s' is of another recipe (--force begins anew)", path);
    }
    if (workers != t->all ||
        json_array_size(json_object_get(root, "places")) != (size_t)t->all) {
        return err_set(
            e, ST_FORMAT,
            "'%s' was made by %d workers, these are %d: batches would differ (train.workers)", path,
            (int)workers, t->all);
    }
    return ST_OK;
}

/* Process 0 reads it for all. */
static enum st fetch_state(struct training *t, const char *path, struct checkpoint **out, struct err *e)
{
    struct buf b = {0};
    enum st st = ranks_agree(t->ranks, t->first ? file_read(path, &b, e) : ST_OK, e);
    if (!st) {
        uint64_t len = b.len;
        ranks_share(t->ranks, &len, sizeof len);
        buf_grow(&b, (size_t)len - b.len);
        b.len = (size_t)len;
        ranks_share(t->ranks, b.data, b.len);
        st = checkpoint_parse(path, b.data, b.len, out, e);
    }
    buf_release(&b);
    return st;
}

static enum st load_state(struct training *t, struct err *e)
{
    char *path = out_path(t, "state.ersatz");
    struct checkpoint *c = NULL;
    json_t *root = NULL;
    enum st st = fetch_state(t, path, &c, e);
    if (!st) {
        root = json_loads(checkpoint_meta(c), 0, NULL);
        st = same_run(t, root, path, e);
    }
    (void)(st || (st = checkpoint_load_params(c, crew_params(t->crew, 0), 0, NULL, e)) ||
           (st = optim_load(t->optim, c, e)));
    if (!st) {
        t->step = (uint64_t)json_integer_value(json_object_get(root, "step"));
        for (int w = 0; w < t->workers; w++) {
            json_t *place = json_array_get(json_object_get(root, "places"),
                                           (size_t)(crew_first(t->crew) + w));
            t->task->seek(t->own, w, (uint64_t)json_integer_value(place), t->step);
        }
    }
    json_decref(root);
    checkpoint_free(c);
    free(path);
    return st;
}

/* --- evaluation while training ------------------------------------------------------------------------------------ */

static enum st measure(struct training *t, double *score, struct err *e)
{
    enum st st = ST_OK;
    for (size_t i = 0; i < t->task->sets(t->own) && !st; i++) {
        struct train_measured m = {.name = ""};
        st = t->task->measure(t->own, i, t->crew, &m, e);
        if (!st) {
            struct train_report r = {.step = t->step,
                                     .steps = t->r->learn.steps,
                                     .unit = t->task->unit,
                                     .evaluated = true,
                                     .valid = m.name,
                                     .text = m.text,
                                     .n_values = m.n_values};
            memcpy(r.value, m.value, sizeof r.value);
            tell(t, &r);
            *score = i == 0 ? m.score : *score;
        }
    }
    return st;
}

static enum st evaluate(struct training *t, struct err *e)
{
    double score = NAN, start = clock_s(); /* nothing to evaluate on */
    struct err later = {0};
    enum st st = ST_OK, saved = ST_OK;
    optim_swap_ema(t->optim);
    crew_spread(t->crew);
    if (t->first) {
        st = measure(t, &score, e);
        saved = save_model(t, st ? &later : e); /* after measuring: a task may put what it found into the model */
    }
    st = ranks_agree(t->ranks, st ? st : saved, e);
    ranks_share(t->ranks, &score, sizeof score);
    if (!isnan(score)) {
        optim_plateau(t->optim, score);
    }
    optim_swap_ema(t->optim);
    crew_spread(t->crew);
    t->since_s += clock_s() - start; /* of learning alone */
    return st;
}

/* --- the loop -------------------------------------------------------------------------------------------------------- */

static void learn(void *ctx, int w)
{
    struct training *t = ctx;
    struct trainee *k = &t->trainee[w];
    k->share = (struct train_share){.sheet = w == 0 ? t->sheet : NULL};
    k->st = t->task->step(t->own, w, t->step, &k->share, &k->err);
}

/* A failure and the wish to stop are told to all processes before their gradients are, so that nobody waits for one that is gone. */
static enum st tell_others(struct training *t, enum st st, struct err *e)
{
    double said[2] = {st != ST_OK, t->o->stop && *t->o->stop};
    ranks_sum_double(t->ranks, said, 2);
    t->stop = said[1] > 0;
    return said[0] > 0 ? ranks_agree(t->ranks, st, e) : ST_OK;
}

static enum st one_step(struct training *t, struct err *e)
{
    enum st st = ST_OK;
    crew_run(t->crew, learn, t);
    for (int w = 0; w < t->workers; w++) {
        const struct trainee *k = &t->trainee[w];
        if (k->st && !st) {
            st = err_set(e, k->st, "%s", k->err.msg);
        }
        for (int i = 0; i < t->task->n_values; i++) {
            t->sum[i] += k->share.value[i] / t->all;
        }
        t->feed_since_s += k->share.feed_s;
        t->flops_since += k->share.flops;
    }
    if ((st = tell_others(t, st, e))) {
        return st;
    }
    crew_average(t->crew);
    optim_step_shared(t->optim, crew_parts, t->crew);
    crew_spread(t->crew);
    t->step++;
    t->steps_since++;
    return ST_OK;
}

/* --- what is found out at the start ------------------------------------------------------------------------------- */

/* A training that is gone on with has its sheet. */
static void begin_sheet(struct training *t)
{
    uint64_t steps = t->r->learn.steps;
    t->sheet_step = t->step ? 0 : steps < TRAIN_SHEET_STEPS ? steps : TRAIN_SHEET_STEPS;
    t->sheet = t->first && t->sheet_step ? sample_sheet_new() : NULL;
}

static enum st write_sheet(struct training *t, struct err *e)
{
    if (t->step != t->sheet_step) {
        return ST_OK;
    }
    char *path = out_path(t, "samples.png");
    enum st st = t->sheet && sample_sheet_count(t->sheet) ? sample_sheet_write(t->sheet, path, e) : ST_OK;
    sample_sheet_free(t->sheet);
    t->sheet = NULL;
    free(path);
    return ranks_agree(t->ranks, st, e);
}

static void measure_peak(struct training *t)
{
    t->peak_gflops = train_peak(t->crew, t->r->learn.bf16 && dnn_has_bf16());
    ranks_sum_double(t->ranks, &t->peak_gflops, 1);
}

/* --- all steps ------------------------------------------------------------------------------------------------------ */

/* States are saved where all workers stand between pools. */
static bool at_pool(const struct training *t)
{
    return t->step % (uint64_t)t->task->pool == 0;
}

static enum st run(struct training *t, struct err *e)
{
    const struct recipe_learn *l = &t->r->learn;
    enum st st = ST_OK;
    uint64_t saved = t->step;
    begin_sheet(t);
    measure_peak(t);
    t->since_s = clock_s();
    while (t->step < l->steps && !st) {
        st = one_step(t, e);
        st = st ? st : write_sheet(t, e);
        if (!st && (t->step % TRAIN_LOG_EVERY == 0 || t->step == l->steps)) {
            say(t);
        }
        if (!st && at_pool(t) &&
            (t->stop || t->step - saved >= l->save_every || t->step == l->steps)) {
            st = save_state(t, e);
            saved = t->step;
        }
        if (!st && (t->step % l->eval_every == 0 || t->step == l->steps)) {
            st = evaluate(t, e);
        }
        if (!st && t->stop && at_pool(t)) {
            return ST_STOPPED;
        }
    }
    return st;
}

/* --- from recipe to loop ------------------------------------------------------------------------------------------------ */

static enum st start_from(struct training *t, struct err *e)
{
    const char *path = t->r->learn.start_from;
    struct checkpoint *c = NULL;
    size_t taken = 0;
    enum st st = path ? checkpoint_read(path, &c, e) : ST_OK;
    if (path && !st && !(st = checkpoint_load_params(c, crew_params(t->crew, 0), 1, &taken, e)) &&
        !taken) {
        st = err_set(e, ST_FORMAT, "model.start_from: nothing of '%s' fits this net", path);
    }
    checkpoint_free(c);
    return st;
}

/* Of train.freeze and train.slow; a later pattern wins. Averages of a frozen norm stay, too (net_build()). */
static enum st set_rates(struct training *t, struct err *e)
{
    const struct recipe_learn *l = &t->r->learn;
    for (size_t i = 0; i < l->n_slow + l->n_freeze; i++) {
        bool slow = i < l->n_slow;
        const char *text = slow ? l->slow[i] : l->freeze[i - l->n_slow],
                   *eq = slow ? strrchr(text, '=') : NULL;
        char pattern[128];
        snprintf(pattern, sizeof pattern, "%.*s", eq ? (int)(eq - text) : (int)strlen(text), text);
        if (!params_set_rates(crew_params(t->crew, 0), pattern, eq ? strtof(eq + 1, NULL) : 0)) {
            return err_set(e, ST_RECIPE, "%strain.%s: no parameter of this net is called '%s'",
                           recipe_where(t->r, text, &t->arena), slow ? "slow" : "freeze", pattern);
        }
        for (int w = 1; w < t->workers; w++) {
            params_set_rates(crew_params(t->crew, w), pattern, eq ? strtof(eq + 1, NULL) : 0);
        }
    }
    return ST_OK;
}

static struct optim *new_optim(struct training *t)
{
    const struct recipe_learn *l = &t->r->learn;
    struct optim_options o = {
        .kind = l->optimizer == LEARN_SGD ? OPTIM_SGD : OPTIM_ADAMW,
        .rate = l->rate,
        .beta1 = l->beta1,
        .beta2 = l->beta2,
        .decay = l->decay,
        .clip = l->clip,
        .outlier = l->outlier,
        .ema = l->ema,
        .warmup = l->warmup,
        .steps = l->steps,
        .floor = l->floor,
        .schedule = l->schedule == LEARN_COSINE    ? SCHEDULE_COSINE
                    : l->schedule == LEARN_PLATEAU ? SCHEDULE_PLATEAU
                                                   : SCHEDULE_CONSTANT,
    };
    return optim_new(crew_params(t->crew, 0), &o);
}

static enum st open_out(struct training *t, bool *resume, struct err *e)
{
    char *state = out_path(t, "state.ersatz"), *model = out_path(t, "model.ersatz"),
         *log = out_path(t, "train.jsonl");
    bool there = file_exists(state) || file_exists(model);
    enum st st = dir_make(t->o->out, e);
    if (!st && there && !t->o->resume && !t->o->force) {
        st = err_set(e, ST_IO,
                     "folder '%s' holds a training (--resume goes on with it, --force begins anew)",
                     t->o->out);
    }
    *resume = t->o->resume && file_exists(state);
    if (!st) {
        t->log = fopen(log, *resume ? "a" : "w");
        st = t->log ? ST_OK : err_errno(e, "cannot write '%s'", log);
    }
    free(state);
    free(model);
    free(log);
    return st;
}

/* Whether the others learn the same: recipe, seed, data, alphabet, net. */
static enum st same_training(struct training *t, struct err *e)
{
    char mine[96], theirs[96];
    size_t floats;
    struct buf meta = {0};
    params_block(crew_params(t->crew, 0), &floats);
    t->task->meta(t->own, 0, "", &meta);
    buf_printf(&meta, " %zu", floats);
    bytes_sha256(meta.data, meta.len, mine);
    buf_release(&meta);
    memcpy(theirs, mine, sizeof mine);
    ranks_share(t->ranks, theirs, sizeof theirs);
    return strcmp(mine, theirs)
               ? err_set(e, ST_USAGE, "recipe, seed or data are not those of process 0")
               : ST_OK;
}

/* Values, those of process 0, then the optimiser, whose average begins with them; then what was there before. */
static enum st first_values(struct training *t, struct err *e)
{
    bool resume = false;
    size_t n;
    enum st st = ranks_agree(t->ranks, same_training(t, e), e);
    st = st || !t->first ? st : open_out(t, &resume, e);
    params_init(crew_params(t->crew, 0), t->o->seed);
    (void)(st || resume || !t->first || (st = start_from(t, e)));
    (void)(st || !t->task->begin || (st = t->task->begin(t->own, t->crew, e)));
    st = ranks_agree(t->ranks, st ? st : set_rates(t, e), e);
    if (!st) {
        float *v = params_block(crew_params(t->crew, 0), &n);
        ranks_share(t->ranks, v, n * sizeof *v);
        ranks_share(t->ranks, &resume, sizeof resume);
        t->optim = new_optim(t);
        st = resume ? load_state(t, e) : ST_OK;
    }
    crew_spread(t->crew);
    return ranks_agree(t->ranks, st, e);
}

static void release_worker(void *ctx, int w)
{
    struct training *t = ctx;
    t->task->release(t->own, w);
}

enum st train_run(const struct recipe *r, const struct train_options *o,
                  const struct train_task *task, void *own, struct err *e)
{
    heap_keep();
    struct training t = {
        .r = r, .o = o, .task = task, .own = own, .ranks = o->ranks, .crew = crew_among(o->ranks, r->learn.workers)};
    t.workers = crew_size(t.crew);
    t.all = crew_all(t.crew);
    t.first = ranks_number(t.ranks) == 0;
    t.trainee = calloc((size_t)t.workers, sizeof *t.trainee);
    if (!t.trainee) {
        BUG("out of memory");
    }
    enum st st;
    (void)((st = ranks_agree(t.ranks, task->prepare(own, t.crew, e), e)) || (st = first_values(&t, e)) || (st = run(&t, e)));
    crew_run(t.crew, release_worker, &t);
    sample_sheet_free(t.sheet);
    optim_free(t.optim);
    crew_free(t.crew);
    arena_release(&t.arena);
    free(t.trainee);
    if (t.log) {
        fclose(t.log);
    }
    return st;
}
