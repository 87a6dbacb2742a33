// SPDX-License-Identifier: MIT
/*
 * Reading as a task of the training loop (train/trainer.h). A worker's part of a step: a batch of its own, the net for its width,
 * and the losses of the two heads, (1 - w) CTC(graphemes) + w CTC(tokens), each the mean over the worker's lines.
 */
#include "ocr/reader_train.h"

#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "loss/ctc.h"
#include "net/dnn.h"
#include "ocr/reader_feed.h"
#include "ocr/reader_file.h"
#include "ocr/reader_setup.h"
#include "ocr/reader_valid.h"

enum { MAX_BUCKETS = 256 };

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
};

struct training {
    const struct recipe *r;
    uint64_t seed;
    struct reader_setup setup;
    struct crew *crew;
    struct trainee *trainee;
    int workers;
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
    struct net_options o = {.backend = NET_DNN,
                            .train = true,
                            .bf16 = l->bf16 && dnn_has_bf16(),
                            .threads = 1,
                            .seed = t->seed + (uint64_t)(crew_first(t->crew) + w),
                            .pool = t->trainee[w].pool};
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

/* --- what people see of it ------------------------------------------------------------------------------------- */

static void put_tokens(const struct reader_about *a, const int32_t *token, int32_t n,
                       struct buf *out)
{
    int32_t k[256];
    for (int32_t i = 0; i < n; i++) {
        size_t len = bpe_spelling(a->bpe, token[i], k, sizeof k / sizeof *k);
        buf_addstr(out, i ? "|" : "tokens: ");
        classes_decode(a->classes, k, len < sizeof k / sizeof *k ? len : sizeof k / sizeof *k, out);
    }
}

/* Some lines of a batch from all over it: the input with what is padded, under it the classes as the net is to give them. */
static void show(const struct training *t, const struct bucket *b, const struct batch *batch,
                 struct sample_sheet *sheet)
{
    const struct reader_about *a = &t->setup.about;
    size_t pixels = (size_t)a->shape.height_px * (size_t)batch->width_px;
    int every = batch->n > TRAIN_SHEET_A_STEP ? batch->n / TRAIN_SHEET_A_STEP : 1;
    const int32_t *label = batch->label, *token = batch->token;
    for (int i = 0; i < batch->n; i++) {
        if (i % every == 0) {
            struct buf text = {0}, tokens = {0};
            classes_decode(a->classes, label, (size_t)batch->lengths[i], &text);
            if (a->shape.tokens) {
                put_tokens(a, token, batch->token_lengths[i], &tokens);
            }
            sample_sheet_add(sheet,
                             &(struct seen){.px = net_host(b->net, b->input) + (size_t)i * pixels,
                                            .channels = 1,
                                            .height_px = a->shape.height_px,
                                            .width_px = (int)batch->width_px,
                                            .label = text.data ? text.data : "",
                                            .note = tokens.data});
            buf_release(&text);
            buf_release(&tokens);
        }
        label += batch->lengths[i];
        token += batch->token_lengths[i];
    }
}

/* --- the step -------------------------------------------------------------------------------------------------- */

static enum st learn(void *ctx, int w, uint64_t step, struct train_share *out, struct err *e)
{
    struct training *t = ctx;
    struct trainee *k = &t->trainee[w];
    const struct reader_shape *s = &t->setup.about.shape;
    struct bucket *b;
    double weight = s->tokens ? t->r->learn.token_weight : 0, start = clock_s();
    enum st st;
    if ((st = feed_next(k->feed, &k->batch, e)) ||
        (st = bucket_for(t, w, k->batch->width_px, &b, e))) {
        return st;
    }
    out->feed_s = clock_s() - start;
    fill_input(b, k->batch, s->height_px);
    if (out->sheet) {
        show(t, b, k->batch, out->sheet);
    }
    net_step(b->net, step);
    net_forward(b->net);
    out->value[0] = head_loss(k, b, b->head[0], k->batch, s->classes, k->batch->label,
                              k->batch->lengths, 1 - weight);
    if (s->tokens) {
        out->value[1] = head_loss(k, b, b->head[1], k->batch, s->tokens, k->batch->token,
                                  k->batch->token_lengths, weight);
    }
    net_backward(b->net);
    out->flops = 3 * net_flops(b->net);
    return ST_OK;
}

/* --- what the loop asks for ------------------------------------------------------------------------------------ */

static void meta(void *ctx, uint64_t steps, const char *extra, struct buf *out)
{
    struct training *t = ctx;
    t->setup.about.steps = steps;
    reader_meta(&t->setup.about, extra, out);
}

static uint64_t place(void *ctx, int w)
{
    return feed_place(((struct training *)ctx)->trainee[w].feed);
}

static void seek(void *ctx, int w, uint64_t to, uint64_t step)
{
    feed_seek(((struct training *)ctx)->trainee[w].feed, to, step / FEED_BATCHES);
}

static size_t sets(void *ctx)
{
    return reader_valid_count(((struct training *)ctx)->valid);
}

static enum st measure(void *ctx, size_t set, struct crew *c, struct train_measured *out,
                       struct err *e)
{
    struct training *t = ctx;
    struct valid_rates r;
    enum st st = reader_valid_run(t->valid, set, c, &t->setup.about, t->r->learn.bf16, &r, e);
    if (st) {
        return st;
    }
    out->name = r.name;
    out->value[0] = (struct train_value){"cer", r.cer};
    out->value[1] = (struct train_value){"cer_norm", r.cer_norm};
    out->value[2] = (struct train_value){"exact_norm", r.exact_norm};
    out->n_values = 3;
    out->score = r.cer;
    if (set == 0) { /* the model that is saved next has it */
        t->setup.about.temperature = r.calibration.temperature;
        out->value[3] = (struct train_value){"temperature", r.calibration.temperature};
        out->value[4] = (struct train_value){"ece_before", r.calibration.ece_before};
        out->value[5] = (struct train_value){"ece", r.calibration.ece_after};
        out->n_values = 6;
    }
    snprintf(out->text, sizeof out->text, "CER %.2f %%, norm %.2f %%, exact %.1f %%", 100 * r.cer, 100 * r.cer_norm,
             100 * r.exact_norm);
    return ST_OK;
}

static enum st prepare(void *ctx, struct crew *c, struct err *e)
{
    struct training *t = ctx;
    const struct recipe_learn *l = &t->r->learn;
    t->crew = c;
    t->workers = crew_size(c);
    t->setup.feed.batch = train_batch(t->r, crew_all(c));
    if (reader_rung(l->max_width_px) / READER_STEP >= MAX_BUCKETS) {
        return err_set(e, ST_RANGE, "data.max_width_px: at most %d", MAX_BUCKETS * READER_STEP / 2);
    }
    t->trainee = calloc((size_t)t->workers, sizeof *t->trainee);
    if (!t->trainee) {
        BUG("out of memory");
    }
    for (int w = 0; w < t->workers; w++) {
        t->trainee[w].feed = feed_new(&t->setup.sources, &t->setup.feed, crew_first(c) + w, crew_all(c));
        t->trainee[w].pool = dnn_pool_memory_new();
        t->trainee[w].line_loss = calloc((size_t)t->setup.feed.batch, sizeof(double));
        /* a net that is only described puts all parameters in their place */
        struct net *n =
            net_new(crew_params(c, w), &(struct net_options){.backend = NET_DNN, .train = true});
        int head[2];
        reader_describe(n, &t->setup.about.shape, 1, 64, head);
        net_free(n);
    }
    return ranks_number(crew_ranks(c)) ? ST_OK : reader_valid_new(&t->setup, t->r, &t->valid, e);
}

static void release_worker(void *ctx, int w)
{
    struct training *t = ctx;
    struct trainee *k = t->trainee ? &t->trainee[w] : NULL;
    for (int i = 0; k && i < MAX_BUCKETS; i++) {
        net_free(k->bucket[i].net);
    }
    if (k) {
        feed_free(k->feed);
        free(k->line_loss);
        dnn_pool_memory_free(k->pool);
    }
}

enum st reader_train(const struct recipe *r, const struct train_options *o, struct err *e)
{
    static const char *const value[] = {"loss", "loss_tokens"};
    struct training t = {.r = r, .seed = o->seed};
    enum st st = ranks_agree(o->ranks, reader_setup(&t.setup, r, o->seed, o->set, o->n_set, e), e);
    if (!st) {
        const struct train_task reading = {
            .unit = "lines",
            .value = value,
            .n_values = t.setup.about.shape.tokens ? 2 : 1,
            .pool = FEED_BATCHES,
            .prepare = prepare,
            .step = learn,
            .meta = meta,
            .place = place,
            .seek = seek,
            .sets = sets,
            .measure = measure,
            .release = release_worker,
        };
        st = train_run(r, o, &reading, &t, e);
    }
    reader_valid_free(t.valid);
    free(t.trainee);
    reader_setup_release(&t.setup);
    return st;
}
