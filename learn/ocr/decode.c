// SPDX-License-Identifier: MIT
#include "ocr/decode.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "loss/ctc.h"
#include "ocr/beam.h"

enum { CANDIDATES_MAX = 256 };

struct candidate {
    int32_t *label;
    size_t n;
    double score;
};

struct decoder {
    const struct classes *c;
    const struct bpe *bpe;
    struct decode_options o;
    struct frames graphemes, tokens;
    struct beam *beam;
    struct candidate *candidate;
    size_t n_candidates;
    struct arena arena; /* of candidates' labels; reset a line */
    int32_t *scratch;
    size_t cap_scratch;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

struct decoder *decoder_new(const struct classes *c, const struct bpe *b, const struct decode_options *o)
{
    struct decoder *d = must(calloc(1, sizeof *d));
    d->c = c;
    d->bpe = b;
    d->o = *o;
    d->o.width = o->width > 0 ? o->width : 10;
    d->o.width = d->o.width < CANDIDATES_MAX / 2 ? d->o.width : CANDIDATES_MAX / 2;
    d->o.token_width = o->token_width ? o->token_width : 4;
    d->o.token_width = d->o.token_width < CANDIDATES_MAX / 2 ? d->o.token_width : CANDIDATES_MAX / 2;
    d->o.token_weight = o->token_weight > 0 ? o->token_weight : 0.3;
    d->o.sure = o->sure > 0 ? o->sure : 0.99;
    d->o.temperature = o->temperature > 0 ? o->temperature : 1;
    d->beam = beam_new();
    d->candidate = must(calloc(CANDIDATES_MAX, sizeof *d->candidate));
    return d;
}

void decoder_free(struct decoder *d)
{
    if (d) {
        frames_release(&d->graphemes);
        frames_release(&d->tokens);
        beam_free(d->beam);
        arena_release(&d->arena);
        free(d->candidate);
        free(d->scratch);
        free(d);
    }
}

void reading_release(struct reading *r)
{
    free(r->label);
    free(r->frame);
    free(r->confidence);
    *r = (struct reading){0};
}

static void reserve(struct reading *r, size_t n)
{
    if (n > r->cap) {
        r->cap = 2 * n;
        r->label = must(realloc(r->label, size_mul(r->cap, sizeof *r->label)));
        r->frame = must(realloc(r->frame, size_mul(r->cap, sizeof *r->frame)));
        r->confidence = must(realloc(r->confidence, size_mul(r->cap, sizeof *r->confidence)));
    }
}

static void set_frames(struct frames *f, const struct head_output *h, double temperature)
{
    frames_set(f, h->logits, h->t, h->stride, h->c, temperature);
}

static int32_t *scratch(struct decoder *d, size_t n)
{
    if (n > d->cap_scratch) {
        d->cap_scratch = 2 * n;
        d->scratch = must(realloc(d->scratch, size_mul(d->cap_scratch, sizeof *d->scratch)));
    }
    return d->scratch;
}

/* What both heads, at the temperatures of their frames, say of a label. */
static double heard(struct decoder *d, const struct head_output *tokens, const int32_t *label, size_t n)
{
    double p = frames_log_p(&d->graphemes, label, n);
    if (!d->bpe || !tokens || d->o.how != DECODE_JOINT) {
        return p;
    }
    int32_t *t = scratch(d, n + 1);
    double q = frames_log_p(&d->tokens, t, bpe_encode(d->bpe, label, n, t));
    return (1 - d->o.token_weight) * p + d->o.token_weight * q;
}

static void add_candidate(struct decoder *d, const int32_t *label, size_t n)
{
    for (size_t i = 0; i < d->n_candidates; i++) {
        const struct candidate *c = &d->candidate[i];
        if (c->n == n && !memcmp(c->label, label, n * sizeof *label)) {
            return;
        }
    }
    if (d->n_candidates < CANDIDATES_MAX) {
        struct candidate *c = &d->candidate[d->n_candidates++];
        c->label = arena_array(&d->arena, int32_t, n + 1);
        memcpy(c->label, label, n * sizeof *label);
        c->n = n;
    }
}

static void from_graphemes(struct decoder *d)
{
    struct hypothesis h[CANDIDATES_MAX / 2];
    struct beam_options o = {.width = d->o.width, .lexicon = d->o.lexicon, .bonus = d->o.bonus};
    size_t n = beam_search(d->beam, &d->graphemes, &o, h, (size_t)d->o.width);
    for (size_t i = 0; i < n; i++) {
        add_candidate(d, h[i].label, h[i].n);
    }
}

static void from_tokens(struct decoder *d)
{
    struct hypothesis h[CANDIDATES_MAX / 2];
    struct beam_options o = {.width = d->o.token_width, .branch = 6, .floor = 1e-3};
    size_t n = beam_search(d->beam, &d->tokens, &o, h, (size_t)d->o.token_width);
    for (size_t i = 0; i < n; i++) {
        size_t len = bpe_decode(d->bpe, h[i].label, h[i].n, NULL, 0);
        int32_t *k = scratch(d, len + 1);
        bpe_decode(d->bpe, h[i].label, h[i].n, k, len);
        add_candidate(d, k, len);
    }
}

/* The label into r; a text that one of the heads has no room for may not win. */
static void choose_best(struct decoder *d, const struct head_output *tokens, struct reading *r)
{
    size_t best = 0;
    for (size_t i = 0; i < d->n_candidates; i++) {
        struct candidate *c = &d->candidate[i];
        c->score = heard(d, tokens, c->label, c->n);
        if (d->o.lexicon) {
            c->score += d->o.bonus * lexicon_credit_of(d->o.lexicon, c->label, c->n);
        }
        best = c->score > d->candidate[best].score ? i : best;
    }
    const struct candidate *c = &d->candidate[best];
    reserve(r, c->n + 1);
    memcpy(r->label, c->label, c->n * sizeof *c->label);
    r->n = c->n;
    r->score = c->score;
    r->candidates = d->n_candidates;
}

/* Best class of each frame into r; its ln p by the grapheme head. */
static void read_greedily(struct decoder *d, const struct head_output *graphemes, struct reading *r)
{
    reserve(r, (size_t)graphemes->t + 1);
    r->n = ctc_greedy(graphemes->logits, graphemes->t, graphemes->stride, graphemes->c, r->label, NULL);
    r->score = frames_log_p(&d->graphemes, r->label, r->n);
    r->candidates = 1;
}

static void search(struct decoder *d, const struct head_output *tokens, struct reading *r)
{
    arena_reset(&d->arena);
    d->n_candidates = 0;
    from_graphemes(d);
    if (d->bpe && tokens && d->o.how == DECODE_JOINT) {
        set_frames(&d->tokens, tokens, 1);
        if (d->o.token_width > 0) {
            from_tokens(d);
        }
    }
    choose_best(d, tokens, r);
}

void decoder_read(struct decoder *d, const struct head_output *graphemes, const struct head_output *tokens,
                  struct reading *r)
{
    bool greedy = d->o.how == DECODE_GREEDY;
    set_frames(&d->graphemes, graphemes, 1);
    read_greedily(d, graphemes, r);
    bool sure = r->score >= log(d->o.sure);
    if (!greedy && !sure) {
        search(d, tokens, r);
    }
    double p = r->score;
    if (d->o.temperature != 1 || d->o.lexicon || (sure && d->o.how == DECODE_JOINT)) {
        p = decoder_log_p(d, graphemes, tokens, r->label, r->n, d->o.temperature);
    }
    r->line = exp(p);
    if (!(frames_align(&d->graphemes, r->label, r->n, r->frame, r->confidence) > -HUGE_VAL)) {
        memset(r->frame, 0, r->n * sizeof *r->frame);
        memset(r->confidence, 0, r->n * sizeof *r->confidence);
    }
}

double decoder_log_p(struct decoder *d, const struct head_output *graphemes, const struct head_output *tokens,
                     const int32_t *label, size_t n, double temperature)
{
    set_frames(&d->graphemes, graphemes, temperature);
    if (d->bpe && tokens && d->o.how == DECODE_JOINT) {
        set_frames(&d->tokens, tokens, temperature);
    }
    return heard(d, tokens, label, n);
}
