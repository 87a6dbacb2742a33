// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_BPE_H
#define ERSATZ_OCR_BPE_H
/*
 * bpe - byte-pair encoding over graphemes: the tokens of the recogniser's second head.
 *
 * Sennrich, Haddow, Birch: "Neural machine translation of rare words with subword units", ACL 2016. The most
 * frequent pair of neighbouring tokens becomes a token, again and again; pairs never cross from one word to
 * the next.
 *
 *     struct bpe_learner *l = bpe_learner_new(classes);
 *     bpe_learner_add(l, label, n);                       // lines, as classes_encode() gives them
 *     struct bpe *b = bpe_learn(l, &(struct bpe_options){.merges = 2000});
 *     n = bpe_encode(b, label, n, token, room);           // bpe_decode() gives the label back, exactly
 *
 * Tokens are numbered like classes: 0 the blank, 1 .. C-1 the single graphemes under their class numbers,
 * then what the merges made. The class of the space is the start-of-word mark: each word carries the space
 * before it, and the first word of a line is given one, so that "the" is the same token everywhere. Where the
 * alphabet has no space a line is one word. Text thus goes through unchanged, whatever its spaces.
 *
 * Deviations: ties go to the pair of lower numbers (the paper leaves them open); a token is what it spells,
 * so that "ab" + "c" and "a" + "bc" are one token.
 */
#include "ocr/classes.h"

struct bpe_options { /* zero = default */
    int32_t merges;  /* 1000; fewer are made if pairs run out */
    uint64_t least;  /* 2: a pair seen less often is left alone */
    int32_t longest; /* graphemes a token, the mark included; no limit by default */
};

struct bpe_learner;
struct bpe;

/** bpe_learner_new() - c: borrowed until bpe_learn(). */
struct bpe_learner *bpe_learner_new(const struct classes *c);
/** bpe_learner_add() - the classes of one line. */
void bpe_learner_add(struct bpe_learner *l, const int32_t *k, size_t n);
/** bpe_learn() - takes the learner. Cost: about (pairs touched) log(pairs), 5 MB of text and 2000 merges in
 *  some four seconds. */
struct bpe *bpe_learn(struct bpe_learner *l, const struct bpe_options *o);
void bpe_learner_free(struct bpe_learner *l);
void bpe_free(struct bpe *b);

/** bpe_count() - tokens with the blank: the width of the second head. */
int32_t bpe_count(const struct bpe *b);
/** bpe_spelling() - the classes a token stands for, the first `cap` of them into out; the mark is the class
 *  of the space. Returns how many there are. */
size_t bpe_spelling(const struct bpe *b, int32_t token, int32_t *out, size_t cap);
/** bpe_encode() - out: room for n + 1, which is never too little. Returns the number of tokens; 0 for n = 0. */
size_t bpe_encode(const struct bpe *b, const int32_t *k, size_t n, int32_t *out);
/** bpe_decode() - appends to out[0..cap-1] what fits; returns the number of classes there are. Drops the mark
 *  that bpe_encode() put in front, if it is there. */
size_t bpe_decode(const struct bpe *b, const int32_t *token, size_t n, int32_t *out, size_t cap);

/** bpe_write() - JSON array of merges in order: [left token, right token, "what it spells"]; the text is for
 *  people. */
void bpe_write(const struct bpe *b, const struct classes *c, struct json *j);
/** bpe_read() - ST_FORMAT if a merge names a token that is not there yet, or one is there twice. */
enum st bpe_read(const struct json_t *array, const struct classes *c, struct bpe **out, struct err *e);

#endif
