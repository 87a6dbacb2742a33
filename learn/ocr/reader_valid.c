// SPDX-License-Identifier: MIT
#include "ocr/reader_valid.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "eval/eval_set.h"
#include "eval/scores.h"
#include "ocr/reader_run.h"
#include "ocr/visual_order.h"

enum { MAX_TRIES_A_SAMPLE = 400 };
#define HELD_OUT_FROM (UINT64_C(1) << 40) /* sample numbers that no training reaches */

struct valid_line {
    struct line_image image;
    char *text;
    struct buf read;
    /* of the first set, for its calibration */
    struct head_output heard; /* its logits are owned */
    int32_t *label;
    size_t n_labels;
};

struct valid_set {
    char *name;
    struct valid_line *line;
    size_t n, cap;
};

enum { MAX_WORKERS = 256 };

struct reader_valid {
    struct valid_set *set;
    size_t n;
    struct reader_run *run[MAX_WORKERS]; /* of each worker; its nets are kept from one evaluation to the next */
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static void add_line(struct valid_set *s, const struct image *im, int height_px, int vertical, const char *text, size_t len)
{
    if (s->n == s->cap) {
        s->cap = s->cap ? 2 * s->cap : 256;
        s->line = must(realloc(s->line, s->cap * sizeof *s->line));
    }
    struct valid_line *l = &s->line[s->n++];
    *l = (struct valid_line){.text = must(strndup(text, len))};
    line_image_make(im, height_px, vertical, &l->image);
}

static enum st make_generated(struct valid_set *s, const struct reader_setup *setup, int want, struct err *e)
{
    const struct sources *f = &setup->sources;
    struct made m = {0};
    enum st st = ST_OK;
    for (size_t g = 0; g < f->n_generators && !st; g++) {
        const struct recipe *r = generator_recipe(f->generator[g]);
        struct worker *w = worker_new(f->generator[g]);
        size_t share = (size_t)want * (g + 1) / f->n_generators;
        int split = r->split_val > 0 ? SPLIT_VAL : SPLIT_TRAIN;
        for (uint64_t i = 0; s->n < share && i < (uint64_t)want * MAX_TRIES_A_SAMPLE && !st; i++) {
            st = sample_make(w, setup->feed.seed, HELD_OUT_FROM + i, &m, e);
            if (!st && m.split == split && !memchr(m.text.data, '\n', m.text.len)) {
                add_line(s, m.pixels, setup->feed.height_px, m.sample->direction == DIRECTION_TTB, m.text.data, m.text.len);
            }
        }
        worker_free(w);
    }
    made_release(&m);
    return st;
}

static enum st load_recorded(struct valid_set *s, const struct reader_setup *setup, const char *path, struct err *e)
{
    struct eval_set *from = NULL;
    struct eval_item it;
    enum st st = eval_set_open(path, NULL, &from, e);
    while (!st && eval_set_more(from) && !(st = eval_set_next(from, &it, e))) {
        struct image im = {0};
        st = image_decode(it.image, it.image_len, 1, &im, e);
        if (!st && it.text) {
            add_line(s, &im, setup->feed.height_px, 0, it.text, it.text_len);
        }
        image_release(&im);
    }
    eval_set_close(from);
    return st;
}

enum st reader_valid_new(const struct reader_setup *setup, const struct recipe *r, struct reader_valid **out, struct err *e)
{
    const struct recipe_learn *l = &r->learn;
    struct reader_valid *v = *out = must(calloc(1, sizeof *v));
    v->set = must(calloc(l->n_valid + 1, sizeof *v->set));
    enum st st = ST_OK;
    if (setup->sources.n_generators && l->valid_samples) {
        v->set[v->n].name = must(strdup("generated"));
        st = make_generated(&v->set[v->n++], setup, l->valid_samples, e);
    }
    for (size_t i = 0; i < l->n_valid && !st; i++) {
        const char *slash = strrchr(l->valid[i], '/');
        v->set[v->n].name = must(strdup(slash && slash[1] ? slash + 1 : l->valid[i]));
        st = load_recorded(&v->set[v->n++], setup, l->valid[i], e);
    }
    return st;
}

static void forget(struct valid_line *l)
{
    free((float *)l->heard.logits);
    free(l->label);
    l->heard = (struct head_output){0};
    l->label = NULL;
    l->n_labels = 0;
}

void reader_valid_free(struct reader_valid *v)
{
    for (size_t i = 0; v && i < v->n; i++) {
        for (size_t k = 0; k < v->set[i].n; k++) {
            line_image_release(&v->set[i].line[k].image);
            free(v->set[i].line[k].text);
            buf_release(&v->set[i].line[k].read);
            forget(&v->set[i].line[k]);
        }
        free(v->set[i].line);
        free(v->set[i].name);
    }
    if (v) {
        for (int w = 0; w < MAX_WORKERS; w++) {
            reader_run_free(v->run[w]);
        }
        free(v->set);
        free(v);
    }
}

size_t reader_valid_count(const struct reader_valid *v)
{
    return v->n;
}

/* --- reading ---------------------------------------------------------------------------------------------- */

struct task {
    struct valid_set *set;
    struct crew *crew;
    const struct reader_about *about;
    bool bf16, keep;
    struct reader_run **run;
    struct err err[MAX_WORKERS];
    enum st st[MAX_WORKERS];
};

struct share { /* of one worker: lines w, w + workers, ... */
    struct valid_set *set;
    const struct reader_about *about;
    struct decoder *decoder;
    struct reading reading;
    size_t first, step;
    bool keep; /* logits and labels */
};

static void keep(struct valid_line *l, const struct head_output *h, const struct reading *r)
{
    forget(l);
    float *row = must(malloc((size_t)(h->t * h->c) * sizeof *row + 1));
    for (int64_t t = 0; t < h->t; t++) {
        memcpy(row + t * h->c, h->logits + t * h->stride, (size_t)h->c * sizeof *row);
    }
    l->heard = (struct head_output){.logits = row, .t = h->t, .stride = h->c, .c = h->c};
    l->label = must(malloc(r->n * sizeof *l->label + 1));
    memcpy(l->label, r->label, r->n * sizeof *l->label);
    l->n_labels = r->n;
}

static void heard(void *ctx, size_t i, const struct head_output *graphemes, const struct head_output *tokens)
{
    struct share *s = ctx;
    struct valid_line *l = &s->set->line[s->first + i * s->step];
    struct buf seen = {0}, *out = &l->read;
    decoder_read(s->decoder, graphemes, tokens, &s->reading);
    if (s->keep) {
        keep(l, graphemes, &s->reading);
    }
    classes_decode(s->about->classes, s->reading.label, s->reading.n, &seen);
    buf_clear(out);
    if (s->about->order == ORDER_LOGICAL || !seen.len) {
        buf_add(out, seen.data ? seen.data : "", seen.len);
    } else {
        order_to_logical(seen.data, seen.len, ORDER_AUTO, out);
    }
    buf_release(&seen);
}

static void read_share(void *ctx, int w)
{
    struct task *t = ctx;
    size_t workers = (size_t)crew_size(t->crew), n = 0;
    struct share s = {.set = t->set, .about = t->about, .first = (size_t)w, .step = workers, .keep = t->keep};
    struct line_image *image = must(calloc(t->set->n + 1, sizeof *image));
    for (size_t i = (size_t)w; i < t->set->n; i += workers) {
        image[n++] = t->set->line[i].image;
    }
    if (!t->run[w]) {
        t->run[w] = reader_run_new(crew_params(t->crew, w), &t->about->shape,
                                   &(struct reader_run_options){.fp32 = !t->bf16});
    }
    s.decoder = decoder_new(t->about->classes, t->about->bpe, &(struct decode_options){.how = DECODE_GREEDY});
    t->st[w] = reader_run_lines(t->run[w], image, n, heard, &s, &t->err[w]);
    decoder_free(s.decoder);
    reading_release(&s.reading);
    free(image);
}

/* --- calibration ------------------------------------------------------------------------------------------- */

struct kept {
    const struct valid_set *set;
    struct decoder *decoder;
};

static double log_p(void *ctx, size_t i, double temperature)
{
    const struct kept *k = ctx;
    const struct valid_line *l = &k->set->line[i];
    return decoder_log_p(k->decoder, &l->heard, NULL, l->label, l->n_labels, temperature);
}

static void fit(struct valid_set *s, const struct reader_about *a, struct calibration *out)
{
    struct kept k = {s, decoder_new(a->classes, NULL, &(struct decode_options){.how = DECODE_GREEDY})};
    bool *right = must(calloc(s->n + 1, sizeof *right));
    for (size_t i = 0; i < s->n; i++) {
        const struct valid_line *l = &s->line[i];
        right[i] = l->read.len == strlen(l->text) && !memcmp(l->read.data ? l->read.data : "", l->text, l->read.len);
    }
    calibrate(log_p, &k, right, s->n, out);
    for (size_t i = 0; i < s->n; i++) {
        forget(&s->line[i]);
    }
    free(right);
    decoder_free(k.decoder);
}

enum st reader_valid_run(struct reader_valid *v, size_t set, struct crew *c, const struct reader_about *a, bool bf16,
                         struct valid_rates *out, struct err *e)
{
    struct task t = {.set = &v->set[set], .crew = c, .about = a, .bf16 = bf16, .keep = set == 0, .run = v->run};
    *out = (struct valid_rates){.name = t.set->name};
    crew_run(c, read_share, &t);
    for (int w = 0; w < crew_size(c); w++) {
        if (t.st[w]) {
            return err_set(e, t.st[w], "%s", t.err[w].msg);
        }
    }
    struct scores *s = scores_new(&(struct scores_options){.seed = 1, .rounds = 1, .worst = 1});
    enum st st = ST_OK;
    for (size_t i = 0; i < t.set->n && !st; i++) {
        const struct valid_line *l = &t.set->line[i];
        st = scores_add(s, &(struct scored){.key = "", .want = l->text, .want_len = strlen(l->text),
                                            .got = l->read.data ? l->read.data : "", .got_len = l->read.len, .confidence = -1}, e);
    }
    if (!st) {
        double rate[RATES];
        struct line_counts *counts = scores_counts(s);
        rates_of(counts, NULL, t.set->n, rate);
        free(counts);
        out->cer = rate[RATE_CER];
        out->cer_norm = rate[RATE_CER_NORM];
        out->exact_norm = rate[RATE_EXACT_NORM];
        if (t.keep) {
            fit(t.set, a, &out->calibration);
        }
    }
    scores_free(s);
    return st;
}
