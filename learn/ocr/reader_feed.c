// SPDX-License-Identifier: MIT
#include "ocr/reader_feed.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "ocr/reader_net.h"
#include "ocr/visual_order.h"

enum { MAX_TRIES = 1000 }; /* candidates in a row that cannot be used */

struct feed_line {
    struct line_image image;
    int32_t *label;
    int32_t n;
    uint64_t number; /* of the candidate: sorting is the same everywhere */
};

struct feed {
    const struct sources *s;
    struct feed_options o;
    int worker, workers;
    struct worker **maker; /* of each generator */
    struct made made;
    struct distort_worker *distort; /* of what datasets give; or NULL */
    uint64_t next, pool, left_out;
    struct feed_line *line; /* of the pool */
    int n, at;         /* lines; batches handed out */
    int order[FEED_BATCHES];
    struct batch batch;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

struct feed *feed_new(const struct sources *s, const struct feed_options *o, int worker,
                      int workers)
{
    struct feed *f = must(calloc(1, sizeof *f));
    size_t batch = (size_t)o->batch;
    f->s = s;
    f->o = *o;
    f->worker = worker;
    f->workers = workers;
    f->maker = must(calloc(s->n_generators + 1, sizeof *f->maker));
    for (size_t i = 0; i < s->n_generators; i++) {
        f->maker[i] = worker_new(s->generator[i]);
    }
    f->distort = s->distorter ? distort_worker_new(s->distorter) : NULL;
    f->line = must(calloc(batch * FEED_BATCHES, sizeof *f->line));
    f->batch = (struct batch){.n = o->batch, .image = must(calloc(batch, sizeof *f->batch.image)),
                              .frames = must(calloc(batch, 4)), .lengths = must(calloc(batch, 4)),
                              .token_lengths = must(calloc(batch, 4))};
    f->at = FEED_BATCHES;
    return f;
}

static void drop_pool(struct feed *f)
{
    for (int i = 0; i < f->n; i++) {
        line_image_release(&f->line[i].image);
        free(f->line[i].label);
    }
    f->n = 0;
}

void feed_free(struct feed *f)
{
    if (!f) {
        return;
    }
    drop_pool(f);
    for (size_t i = 0; i < f->s->n_generators; i++) {
        worker_free(f->maker[i]);
    }
    made_release(&f->made);
    distort_worker_free(f->distort);
    free(f->maker);
    free(f->line);
    free(f->batch.image);
    free(f->batch.frames);
    free(f->batch.label);
    free(f->batch.lengths);
    free(f->batch.token);
    free(f->batch.token_lengths);
    free(f);
}

uint64_t feed_place(const struct feed *f)
{
    return f->next;
}

bool feed_between_pools(const struct feed *f)
{
    return f->at == FEED_BATCHES;
}

void feed_seek(struct feed *f, uint64_t place, uint64_t pool)
{
    drop_pool(f);
    f->next = place;
    f->pool = pool;
    f->at = FEED_BATCHES;
}

uint64_t feed_left_out(const struct feed *f)
{
    return f->left_out;
}

size_t feed_label(const struct feed_options *o, const char *text, size_t len, int32_t *out, struct grapheme_counts *unknown)
{
    if (o->order == ORDER_LOGICAL) {
        return classes_encode(o->classes, text, len, out, len, unknown);
    }
    struct buf seen = {0};
    order_to_visual(text, len, ORDER_AUTO, &seen);
    size_t n = classes_encode(o->classes, seen.data ? seen.data : "", seen.len, out, len, unknown);
    buf_release(&seen);
    return n;
}

/* --- candidates ------------------------------------------------------------------------------------------ */

/* CTC needs a frame for each class and one between equal neighbours; one to spare keeps gradients calm. */
static bool fits(const struct feed_line *l)
{
    int64_t need = l->n + 1;
    for (int32_t i = 1; i < l->n; i++) {
        need += l->label[i] == l->label[i - 1];
    }
    return l->n > 0 && need <= reader_frames(l->image.width_px);
}

static bool take_line(struct feed *f, const struct image *im, const char *text, size_t len, int vertical, uint64_t number)
{
    struct feed_line *l = &f->line[f->n];
    double wide = vertical ? im->height_px : im->width_px, high = vertical ? im->width_px : im->height_px;
    if (wide * f->o.height_px > high * f->o.max_width_px) {
        return false;
    }
    l->number = number;
    l->label = must(malloc((len + 1) * sizeof *l->label));
    l->n = (int32_t)feed_label(&f->o, text, len, l->label, NULL);
    line_image_make(im, f->o.height_px, vertical, &l->image);
    if (!fits(l)) {
        line_image_release(&l->image);
        free(l->label);
        return false;
    }
    f->n++;
    return true;
}

static enum st try_generated(struct feed *f, size_t which, uint64_t number, bool *taken, struct err *e)
{
    enum st st = sample_make(f->maker[which], f->o.seed, number, &f->made, e);
    if (!st && f->made.split == SPLIT_TRAIN && !memchr(f->made.text.data, '\n', f->made.text.len)) {
        int vertical = f->made.sample->direction == DIRECTION_TTB;
        *taken = take_line(f, f->made.pixels, f->made.text.data, f->made.text.len, vertical, number);
    }
    return st;
}

/* Of a dataset's picture what is learned from. */
static enum st take_picture(struct feed *f, const struct image *im, const struct record_label *l,
                            uint64_t number, bool *taken, struct err *e)
{
    struct image distorted = {0};
    enum st st =
        f->distort ? sample_distort(f->distort, f->o.seed, number, im, &distorted, e) : ST_OK;
    if (!st) {
        *taken = take_line(f, f->distort ? &distorted : im, l->text, l->text_len, 0, number);
    }
    image_release(&distorted);
    return st;
}

static enum st try_recorded(struct feed *f, struct dataset *d, uint64_t which, uint64_t number, bool *taken, struct err *e)
{
    struct arena a = {0};
    struct record r;
    struct record_label l;
    struct image im = {0};
    const struct record_member *m;
    enum st st;
    if ((st = dataset_get(d, which, &r, e)) || (st = record_label(&r, &a, &l, e))) {
        arena_release(&a);
        return st;
    }
    int split = l.split >= 0 ? l.split : r.split;
    if (split <= SPLIT_TRAIN && (m = record_image(&r)) && l.text && !memchr(l.text, '\n', l.text_len) &&
        !(st = image_decode(m->bytes, m->size, 1, &im, e))) {
        st = take_picture(f, &im, &l, number, taken, e);
    }
    image_release(&im);
    arena_release(&a);
    return st;
}

/* Candidate `next` of this worker: from which source, and which of its samples, is drawn from its number. */
static enum st try_next(struct feed *f, bool *taken, struct err *e)
{
    const struct sources *s = f->s;
    uint64_t number = f->next++ * (uint64_t)f->workers + (uint64_t)f->worker;
    struct rng r = rng_stream(f->o.seed, RNG_LEARN_BATCH, number, 0);
    bool recorded = rng_unit(&r) < (s->n_generators ? s->n_datasets ? s->dataset_share : 0 : 1);
    *taken = false;
    if (!recorded) {
        return try_generated(f, rng_below(&r, (uint32_t)s->n_generators), number, taken, e);
    }
    struct dataset *d = s->dataset[rng_below(&r, (uint32_t)s->n_datasets)];
    uint64_t count = dataset_count(d);
    return count ? try_recorded(f, d, ((uint64_t)rng_u32(&r) << 32 | rng_u32(&r)) % count, number, taken, e) : ST_OK;
}

static int by_width(const void *x, const void *y)
{
    const struct feed_line *a = x, *b = y;
    if (a->image.width_px != b->image.width_px) {
        return a->image.width_px < b->image.width_px ? -1 : 1;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

static enum st fill_pool(struct feed *f, struct err *e)
{
    int tries = 0;
    drop_pool(f);
    while (f->n < f->o.batch * FEED_BATCHES) {
        bool taken;
        enum st st = try_next(f, &taken, e);
        if (st) {
            return st;
        }
        f->left_out += !taken;
        tries = taken ? 0 : tries + 1;
        if (tries == MAX_TRIES) {
            return err_set(e, ST_RECIPE, "%d lines in a row cannot be learned from: too wide for data.max_width_px, of another "
                                         "split, or without a grapheme of the alphabet", MAX_TRIES);
        }
    }
    qsort(f->line, (size_t)f->n, sizeof *f->line, by_width);
    struct rng r = rng_stream(f->o.seed, RNG_LEARN_BATCH, f->pool++, 1);
    for (int i = 0; i < FEED_BATCHES; i++) { /* Fisher-Yates, inside out */
        int j = (int)rng_below(&r, (uint32_t)i + 1);
        f->order[i] = f->order[j];
        f->order[j] = i;
    }
    f->at = 0;
    return ST_OK;
}

/* --- batches ---------------------------------------------------------------------------------------------- */

static void add_labels(struct feed *f, const struct feed_line *line)
{
    struct batch *b = &f->batch;
    size_t all = 0, tokens = 0;
    for (int i = 0; i < b->n; i++) {
        all += (size_t)line[i].n;
    }
    b->label = must(realloc(b->label, (all + 1) * sizeof *b->label));
    b->token = must(realloc(b->token, (all + (size_t)b->n + 1) * sizeof *b->token));
    all = 0;
    for (int i = 0; i < b->n; i++) {
        memcpy(b->label + all, line[i].label, (size_t)line[i].n * sizeof *b->label);
        b->lengths[i] = line[i].n;
        all += (size_t)line[i].n;
        b->token_lengths[i] = f->o.bpe ? (int32_t)bpe_encode(f->o.bpe, line[i].label, (size_t)line[i].n, b->token + tokens) : 0;
        tokens += (size_t)b->token_lengths[i];
    }
}

enum st feed_next(struct feed *f, const struct batch **out, struct err *e)
{
    if (f->at == FEED_BATCHES) {
        enum st st = fill_pool(f, e);
        if (st) {
            return st;
        }
    }
    struct batch *b = &f->batch;
    const struct feed_line *line = f->line + (size_t)f->order[f->at++] * (size_t)b->n;
    int widest = line[b->n - 1].image.width_px;
    b->width_px = reader_rung(widest);
    for (int i = 0; i < b->n; i++) {
        b->image[i] = line[i].image;
        b->frames[i] = (int32_t)reader_frames(line[i].image.width_px);
    }
    add_labels(f, line);
    *out = b;
    return ST_OK;
}
