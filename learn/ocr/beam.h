// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_BEAM_H
#define ERSATZ_OCR_BEAM_H
/*
 * beam - the most probable labels of a line, by prefix beam search.
 *
 *     struct beam *b = beam_new();
 *     n = beam_search(b, &frames, &(struct beam_options){.width = 10}, hyp, 10);
 *     hyp[0].label, hyp[0].n, hyp[0].log_p                    // valid until the next search
 *
 * Hypotheses are prefixes of labels, not paths: all alignments of a prefix are summed, in two parts, those
 * that end in a blank and those that end in its last class (Graves, "Sequence transduction with recurrent
 * neural networks", 2012; Hannun et al., "First-pass large vocabulary continuous speech recognition using
 * bi-directional recurrent DNNs", 2014). With a lexicon each prefix also has bonus x credit (ocr/lexicon.h)
 * in the ranking, which is no probability.
 *
 * log_p is a sum over the alignments the beam has seen: never above the true one (frames_log_p()), and equal
 * to it when nothing was cut.
 */
#include "ocr/frames.h"
#include "ocr/lexicon.h"

struct beam_options { /* zero = default */
    int width;        /* prefixes kept after a frame: 10 */
    int branch;       /* classes tried in a frame besides blank and repeat: 12, the best ones */
    double floor;     /* a class below this probability is not tried: 1e-4; negative: all are */
    const struct lexicon *lexicon;
    double bonus;     /* nats a word of the list */
};

struct hypothesis {
    const int32_t *label;
    size_t n;
    double log_p;
    double credit; /* words of the lexicon */
    double score;  /* log_p + bonus * credit: what they are ordered by */
};

struct beam;

struct beam *beam_new(void);
void beam_free(struct beam *b);
/** beam_search() - best first, at most cap of at most width. Returns how many; at least 1 if t > 0. */
size_t beam_search(struct beam *b, const struct frames *f, const struct beam_options *o, struct hypothesis *out,
                   size_t cap);

#endif
