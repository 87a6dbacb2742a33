// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_DECODE_H
#define ERSATZ_OCR_DECODE_H
/*
 * decode - from what the heads say to a text with confidences.
 *
 *     struct decoder *d = decoder_new(classes, bpe, &(struct decode_options){.how = DECODE_JOINT});
 *     struct reading r = {0};
 *     decoder_read(d, &graphemes, &tokens, &r);        // r.label, r.n, r.confidence, r.frame
 *     classes_decode(classes, r.label, r.n, &text);
 *     reading_release(&r); decoder_free(d);
 *
 * greedy: best class of each frame. beam: the best label of a prefix beam search (ocr/beam.h). joint: the two
 * heads are two witnesses of one text. Candidates are the best labels of a beam over graphemes and the texts
 * of the best of a small beam over tokens; each is then heard by both heads in full,
 *
 *     score(l) = (1 - w) ln p_graphemes(l) + w ln p_tokens(bpe(l)) + bonus * words of the list in l
 *
 * with CTC's forward sum on either side and bpe(l) the one tokenisation the head was trained on. One wrong
 * letter changes every token it touches, so the token head tells "pengulns" from "penguins" where the
 * grapheme head wavers. Rescoring whole lines was chosen over a beam in step with both heads: a token's frame
 * need not be that of any of its graphemes, so prefixes of the two do not meet at any frame.
 *
 * Confidence of the line: exp of the score at the temperatures, without the bonus: after calibration
 * (ocr/calibrate.h) the share of lines with that number that are right. Of a grapheme: the softmax of the
 * surest frame of its place in the best alignment.
 *
 * A decoder is one thread's; classes, bpe and lexicon are shared.
 */
#include "ocr/bpe.h"
#include "ocr/frames.h"
#include "ocr/lexicon.h"

enum decode_how { DECODE_GREEDY, DECODE_BEAM, DECODE_JOINT };

struct decode_options { /* zero = default */
    enum decode_how how;
    int width;                 /* of the beam over graphemes: 10 */
    int token_width;           /* of the beam over tokens: 4; negative: no candidates from there */
    double token_weight;       /* w, 0..1: 0.3 */
    const struct lexicon *lexicon;
    double bonus;              /* nats a word of the list */
    double temperature;        /* of confidences: 1 */
    /* a greedy reading that the grapheme head gives this probability is taken without a search: 0.99; above 1:
     * none is */
    double sure;
};

/* One head's logits of one line: (t, c), `stride` floats from frame to frame. */
struct head_output {
    const float *logits;
    int64_t t, stride, c;
};

struct reading {
    int32_t *label;    /* owned, as the rest */
    int32_t *frame;    /* surest frame of each class: where it stands in the picture */
    float *confidence; /* of each class */
    size_t n, cap;
    double line;       /* confidence of the whole, 0..1 */
    double score;      /* greedy: ln p of the grapheme head */
    size_t candidates; /* that were heard: 1 for greedy, and for sure lines */
};

struct decoder;

/** decoder_new() - everything borrowed. bpe: NULL without a token head; then joint is beam. */
struct decoder *decoder_new(const struct classes *c, const struct bpe *b, const struct decode_options *o);
void decoder_free(struct decoder *d);
/** decoder_read() - tokens: NULL without. r: zeroed or used before. */
void decoder_read(struct decoder *d, const struct head_output *graphemes, const struct head_output *tokens,
                  struct reading *r);
void reading_release(struct reading *r);

/** decoder_log_p() - ln of the confidence in a label at a temperature: what calibrate() asks for. */
double decoder_log_p(struct decoder *d, const struct head_output *graphemes, const struct head_output *tokens,
                     const int32_t *label, size_t n, double temperature);

#endif
