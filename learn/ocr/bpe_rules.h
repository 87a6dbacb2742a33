// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_BPE_RULES_H
#define ERSATZ_OCR_BPE_RULES_H
/* bpe_rules - what learning (bpe_learn.c) and using (bpe.c) share: the table of merges. */
#include "ocr/bpe.h"
#include "ocr/pair_map.h"
#include "ocr/strtab.h"

struct bpe_rule {
    int32_t left, right, token;
};

struct bpe {
    struct strtab spelling; /* row: classes as int32_t, of token row; row 0 is empty */
    struct bpe_rule *rule;  /* in order */
    size_t n_rules, cap_rules;
    struct pair_map rank;   /* pair -> rule */
    int32_t mark;           /* class of the space, 0 = none */
};

struct bpe *bpe_new(const struct classes *c);
/** bpe_add_rule() - the token that left + right becomes; a rule that is there already adds none. */
int32_t bpe_add_rule(struct bpe *b, int32_t left, int32_t right);

#endif
