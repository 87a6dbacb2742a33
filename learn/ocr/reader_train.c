// SPDX-License-Identifier: MIT
/*
 * The training loop. One step: every worker takes a batch of its own, runs the net for its width, and the losses of the two
 * heads, (1 - w) CTC(graphemes) + w CTC(tokens), each the mean over the worker's lines; gradients are averaged over workers; the
 * optimiser makes one step; values are spread.
 */
#include "ocr/reader_train.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/heap.h"
#include "base/json.h"
#include "base/progress.h"
#include "loss/ctc.h"
#include "net/checkpoint.h"
#include "net/crew.h"
#include "net/dnn.h"
#include "net/optim.h"
#include "ocr/reader_feed.h"
#include "ocr/reader_file.h"
#include "ocr/reader_setup.h"
#include "ocr/reader_valid.h"

enum { LOG_EVERY = 50, MAX_BUCKETS = 256 };

/* A net for pictures of one width. */
struct bucket {
    struct net *net;
    int input, head[2];
    int64_t frames;
};

struct trainee { /* one worker's own */
    struct feed *feed;
    struct bucket bucket[MAX_BUCKETS]; /* by width / READER_STEP */
    struct dnn_pool_memory *pool;      /* of all of them */
    const struct batch *batch;
    double *line_loss;
    double loss, loss_tokens, feed_s, flops;
    struct err err;
    enum st st;
};

struct training {
    const struct recipe *r;
    const struct train_options *o;
    struct reader_setup setup;
    struct crew *crew;
    struct optim *optim;
    struct trainee *trainee;
    int workers;
    uint64_t step;
    FILE *log;
    struct train_report report;
    double since_s, lines_since, flops_since, feed_since_s; /* since the last report */
    double loss_sum, token_sum;
    uint64_t steps_since;
    struct reader_valid *valid;
};

/* --- one worker's part of a step --------------------------------------------------------------------------- */

static enum st bucket_for(struct training *t, int w, int64_t width_px, struct bucket **out, struct err *e)
{
    const struct recipe_learn *l = &t->r->learn;
    struct bucket *b = &t->trainee[w].bucket[width_px / READER_STEP];
    *out = b;
    if (b->net) {
        return ST_OK;
    }
    int64_t dim[4];
    struct net_options o = {.backend = NET_DNN, .train = true, .bf16 = l->bf16 && dnn_has_bf16(), .threads = 1,
                            .seed = t->o->seed + (uint64_t)w, .pool = t->trainee[w].pool};
    b->net = net_new(crew_params(t->crew, w), &o);
    b->input = reader_describe(b->net, &t->setup.about.shape, t->setup.feed.batch, width_px, b->head);
    enum st st = net_build(b->net, e);
    net_dims(b->net, b->head[0], dim);
    b->frames = dim[0];
    return st;
}

/* Lines side by side in the input; zeros, which are the mean, behind. */
static void fill_input(struct bucket *b, const struct batch *batch, int height_px)
{
    float *x = net_host(b->net, b->input);
    size_t w = (size_t)batch->width_px;
    memset(x, 0, (size_t)batch->n * (size_t)height_px * w * sizeof *x);
    for (int i = 0; i < batch->n; i++) {
        const struct line_image *im = &batch->image[i];
        for (int y = 0; y < height_px; y++) {
            memcpy(x + ((size_t)i * (size_t)height_px + (size_t)y) * w, im->px + (size_t)y * (size_t)im->width_px,
                   (size_t)im->width_px * sizeof *x);
        }
    }
}

/* One head's loss, a line; its gradient is that of weight times the mean. */
static double head_loss(struct trainee *k, struct bucket *b, int head, const struct batch *batch, int64_t classes,
                        const int32_t *label, const int32_t *lengths, double weight)
{
    float *g = net_host_grad(b->net, head);
    double sum = ctc_loss(net_host(b->net, head), b->frames, batch->n, classes, batch->frames, label, lengths, NULL, g,
                          k->line_loss, 1);
    float scale = (float)(weight / batch->n);
    for (int64_t i = 0; i < b->frames * batch->n * classes; i++) {
        g[i] *= scale;
    }
    return sum / batch->n;
}

static void learn(void *ctx, int w)
{
    struct training *t = ctx;
    struct trainee *k = &t->trainee[w];
    const struct reader_shape *s = &t->setup.about.shape;
    struct bucket *b;
    double weight = s->tokens ? t->r->learn.token_weight : 0, start = clock_s();
    if ((k->st = feed_next(k->feed, &k->batch, &k->err)) || (k->st = bucket_for(t, w, k->batch->width_px, &b, &k->err))) {
        return;
    }
    k->feed_s = clock_s() - start;
    fill_input(b, k->batch, s->height_px);
    net_step(b->net, t->step);
    net_forward(b->net);
    k->loss = head_loss(k, b, b->head[0], k->batch, s->classes, k->batch->label, k->batch->lengths, 1 - weight);
    k->loss_tokens = s->tokens ? head_loss(k, b, b->head[1], k->batch, s->tokens, k->batch->token, k->batch->token_lengths, weight) : 0;
    net_backward(b->net);
    k->flops = 3 * net_flops(b->net);
}

/* --- log ------------------------------------------------------------------------------------------------------ */

static void number(struct json *j, const char *key, double v)
{
    json_key(j, key);
    json_double(j, v);
}

static void write_log(struct training *t, const struct train_report *r)
{
    struct buf b = {0};
    struct json j = json_to(&b);
    json_begin_object(&j);
    json_key(&j, "step");
    json_int(&j, (int64_t)r->step);
    if (r->evaluated) {
        json_key(&j, "valid");
        json_str(&j, r->valid);
        number(&j, "cer", r->cer);
        number(&j, "cer_norm", r->cer_norm);
        number(&j, "exact_norm", r->exact_norm);
    } else {
        number(&j, "loss", r->loss);
        if (t->setup.about.shape.tokens) {
            number(&j, "loss_tokens", r->loss_tokens);
        }
        number(&j, "rate", r->rate);
        number(&j, "grad_norm", r->grad_norm);
        number(&j, "lines_per_second", r->lines_per_second);
        number(&j, "gflops", r->gflops);
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

static void say(struct training *t)
{
    double now = clock_s(), seconds = now - t->since_s, n = (double)t->steps_since;
    struct train_report *r = &t->report;
    *r = (struct train_report){
        .step = t->step, .steps = t->r->learn.steps, .loss = t->loss_sum / n, .loss_tokens = t->token_sum / n,
        .rate = optim_rate(t->optim), .grad_norm = optim_grad_norm(t->optim), .lines_per_second = t->lines_since / seconds, .seconds_a_step = seconds / n,
        .gflops = t->flops_since / seconds / 1e9, .feed_share = t->feed_since_s / (seconds * t->workers),
        .skipped = optim_skipped(t->optim),
    };
    write_log(t, r);
    if (t->o->report) {
        t->o->report(t->o->ctx, r);
    }
    t->since_s = now;
    t->lines_since = t->flops_since = t->feed_since_s = t->loss_sum = t->token_sum = 0;
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
    t->setup.about.steps = t->step;
    reader_meta(&t->setup.about, "", &meta);
    checkpoint_set_meta(c, meta.data);
    checkpoint_add_params(c, crew_params(t->crew, 0), 1);
    enum st st = checkpoint_write(c, path, e);
    checkpoint_free(c);
    buf_release(&meta);
    free(path);
    return st;
}

static enum st save_state(struct training *t, struct err *e)
{
    struct checkpoint *c = checkpoint_new();
    struct buf meta = {0}, extra = {0};
    char *path = out_path(t, "state.ersatz");
    buf_printf(&extra, ",\"step\":%llu,\"workers\":%d,\"places\":[", (unsigned long long)t->step, t->workers);
    for (int w = 0; w < t->workers; w++) {
        buf_printf(&extra, "%s%llu", w ? "," : "", (unsigned long long)feed_place(t->trainee[w].feed));
    }
    buf_addc(&extra, ']');
    reader_meta(&t->setup.about, extra.data, &meta);
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

/* What the state says of the run, against this one's. */
static enum st same_run(const struct training *t, const json_t *root, const char *path, struct err *e)
{
    const char *sha = json_string_value(json_object_get(json_object_get(root, "origin"), "sha256"));
    json_int_t workers = json_integer_value(json_object_get(root, "workers"));
    if (!sha || strcmp(sha, t->r->sha256)) {
        return err_set(e, ST_FORMAT, "'%s' is of another recipe (--force begins anew)", path);
    }
    if (workers != t->workers || json_array_size(json_object_get(root, "places")) != (size_t)t->workers) {
        return err_set(e, ST_FORMAT, "'%s' was made by %d workers, these are %d: batches would differ (train.workers)", path,
                       (int)workers, t->workers);
    }
    return ST_OK;
}

static enum st load_state(struct training *t, struct err *e)
{
    char *path = out_path(t, "state.ersatz");
    struct checkpoint *c = NULL;
    json_t *root = NULL;
    enum st st = checkpoint_read(path, &c, e);
    if (!st) {
        root = json_loads(checkpoint_meta(c), 0, NULL);
        st = same_run(t, root, path, e);
    }
    (void)(st || (st = checkpoint_load_params(c, crew_params(t->crew, 0), 0, NULL, e)) || (st = optim_load(t->optim, c, e)));
    if (!st) {
        t->step = (uint64_t)json_integer_value(json_object_get(root, "step"));
        for (int w = 0; w < t->workers; w++) {
            json_t *place = json_array_get(json_object_get(root, "places"), (size_t)w);
            feed_seek(t->trainee[w].feed, (uint64_t)json_integer_value(place), t->step / FEED_BATCHES);
        }
    }
    json_decref(root);
    checkpoint_free(c);
    free(path);
    return st;
}

/* --- evaluation while training ------------------------------------------------------------------------------------ */

static enum st evaluate(struct training *t, struct err *e)
{
    optim_swap_ema(t->optim);
    crew_spread(t->crew);
    enum st st = save_model(t, e);
    for (size_t i = 0; i < reader_valid_count(t->valid) && !st; i++) {
        struct train_report r = {.step = t->step, .steps = t->r->learn.steps, .evaluated = true};
        st = reader_valid_run(t->valid, i, t->crew, &t->setup.about, t->r->learn.bf16, &r.cer, &r.cer_norm, &r.exact_norm, &r.valid, e);
        if (!st) {
            write_log(t, &r);
            if (t->o->report) {
                t->o->report(t->o->ctx, &r);
            }
            if (i == 0) {
                optim_plateau(t->optim, r.cer);
            }
        }
    }
    optim_swap_ema(t->optim);
    crew_spread(t->crew);
    t->since_s = clock_s(); /* of learning alone */
    return st;
}

/* --- the loop -------------------------------------------------------------------------------------------------------- */

static enum st one_step(struct training *t, struct err *e)
{
    crew_run(t->crew, learn, t);
    for (int w = 0; w < t->workers; w++) {
        struct trainee *k = &t->trainee[w];
        if (k->st) {
            return err_set(e, k->st, "%s", k->err.msg);
        }
        t->loss_sum += k->loss / t->workers;
        t->token_sum += k->loss_tokens / t->workers;
        t->feed_since_s += k->feed_s;
        t->flops_since += k->flops;
        t->lines_since += t->setup.feed.batch;
    }
    crew_average(t->crew);
    optim_step(t->optim);
    crew_spread(t->crew);
    t->step++;
    t->steps_since++;
    return ST_OK;
}

/* States are saved where all workers stand between pools. */
static bool at_pool(const struct training *t)
{
    return t->step % FEED_BATCHES == 0;
}

static enum st run(struct training *t, struct err *e)
{
    const struct recipe_learn *l = &t->r->learn;
    enum st st = ST_OK;
    uint64_t saved = t->step;
    t->since_s = clock_s();
    while (t->step < l->steps && !st) {
        st = one_step(t, e);
        if (!st && (t->step % LOG_EVERY == 0 || t->step == l->steps)) {
            say(t);
        }
        bool stop = t->o->stop && *t->o->stop;
        if (!st && at_pool(t) && (stop || t->step - saved >= l->save_every || t->step == l->steps)) {
            st = save_state(t, e);
            saved = t->step;
        }
        if (!st && (t->step % l->eval_every == 0 || t->step == l->steps)) {
            st = evaluate(t, e);
        }
        if (!st && stop && at_pool(t)) {
            return ST_STOPPED;
        }
    }
    return st;
}

/* --- from recipe to loop ------------------------------------------------------------------------------------------------ */

static enum st new_trainees(struct training *t, struct err *e)
{
    const struct recipe_learn *l = &t->r->learn;
    t->workers = crew_size(t->crew);
    t->setup.feed.batch = (l->batch + t->workers - 1) / t->workers;
    if (reader_rung(l->max_width_px) / READER_STEP >= MAX_BUCKETS) {
        return err_set(e, ST_RANGE, "data.max_width_px: at most %d", MAX_BUCKETS * READER_STEP / 2);
    }
    t->trainee = calloc((size_t)t->workers, sizeof *t->trainee);
    if (!t->trainee) {
        BUG("out of memory");
    }
    for (int w = 0; w < t->workers; w++) {
        t->trainee[w].feed = feed_new(&t->setup.sources, &t->setup.feed, w, t->workers);
        t->trainee[w].pool = dnn_pool_memory_new();
        t->trainee[w].line_loss = calloc((size_t)t->setup.feed.batch, sizeof(double));
        /* a net that is only described puts all parameters in their place */
        struct net *n = net_new(crew_params(t->crew, w), &(struct net_options){.backend = NET_DNN, .train = true});
        int head[2];
        reader_describe(n, &t->setup.about.shape, 1, 64, head);
        net_free(n);
    }
    params_init(crew_params(t->crew, 0), t->o->seed);
    return ST_OK;
}

static enum st start_from(struct training *t, struct err *e)
{
    const char *path = t->r->learn.start_from;
    struct checkpoint *c = NULL;
    size_t taken = 0;
    enum st st = path ? checkpoint_read(path, &c, e) : ST_OK;
    if (path && !st && !(st = checkpoint_load_params(c, crew_params(t->crew, 0), 1, &taken, e)) && !taken) {
        st = err_set(e, ST_FORMAT, "model.start_from: nothing of '%s' fits this net", path);
    }
    checkpoint_free(c);
    return st;
}

static struct optim *new_optim(struct training *t)
{
    const struct recipe_learn *l = &t->r->learn;
    struct optim_options o = {
        .kind = l->optimizer == LEARN_SGD ? OPTIM_SGD : OPTIM_ADAMW, .rate = l->rate, .beta1 = l->beta1, .beta2 = l->beta2,
        .decay = l->decay, .clip = l->clip, .outlier = l->outlier, .ema = l->ema, .warmup = l->warmup, .steps = l->steps,
        .floor = l->floor, .schedule = l->schedule == LEARN_COSINE ? SCHEDULE_COSINE : l->schedule == LEARN_PLATEAU ? SCHEDULE_PLATEAU
                                                                                               : SCHEDULE_CONSTANT,
    };
    return optim_new(crew_params(t->crew, 0), &o);
}

static enum st open_out(struct training *t, struct err *e)
{
    char *state = out_path(t, "state.ersatz"), *model = out_path(t, "model.ersatz"), *log = out_path(t, "train.jsonl");
    bool there = file_exists(state) || file_exists(model);
    enum st st = dir_make(t->o->out, e);
    if (!st && there && !t->o->resume && !t->o->force) {
        st = err_set(e, ST_IO, "folder '%s' holds a training (--resume goes on with it, --force begins anew)", t->o->out);
    }
    bool resume = t->o->resume && file_exists(state);
    st = st ? st : resume ? load_state(t, e) : start_from(t, e);
    if (!st) {
        t->log = fopen(log, resume ? "a" : "w");
        st = t->log ? ST_OK : err_errno(e, "cannot write '%s'", log);
    }
    free(state);
    free(model);
    free(log);
    return st;
}

static void release_nets(void *ctx, int w)
{
    struct training *t = ctx;
    for (int i = 0; i < MAX_BUCKETS; i++) {
        net_free(t->trainee[w].bucket[i].net);
    }
}

static void release(struct training *t)
{
    if (t->trainee) {
        crew_run(t->crew, release_nets, t);
    }
    for (int w = 0; t->trainee && w < t->workers; w++) {
        feed_free(t->trainee[w].feed);
        free(t->trainee[w].line_loss);
        dnn_pool_memory_free(t->trainee[w].pool);
    }
    free(t->trainee);
    reader_valid_free(t->valid);
    optim_free(t->optim);
    crew_free(t->crew);
    if (t->log) {
        fclose(t->log);
    }
    reader_setup_release(&t->setup);
}

enum st reader_train(const struct recipe *r, const struct train_options *o, struct err *e)
{
    heap_keep();
    struct training t = {.r = r, .o = o};
    enum st st = reader_setup(&t.setup, r, o->seed, o->set, o->n_set, e);
    if (!st) {
        t.crew = crew_new(r->learn.workers);
        (void)((st = new_trainees(&t, e)) || (st = reader_valid_new(&t.setup, r, &t.valid, e)));
    }
    if (!st) {
        t.optim = new_optim(&t);
        st = open_out(&t, e);
    }
    if (!st) {
        crew_spread(t.crew);
        st = run(&t, e);
    }
    release(&t);
    return st;
}
