// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_BALANCE_H
#define ERSATZ_CORPUS_BALANCE_H
/*
 * balance - how rare the characters of a text are, and a choice that favours rare ones.
 *
 *     struct balance *b = balance_new();
 *     for (...) { balance_count(b, s, len); }         // a representative sample of texts
 *     balance_finish(b);
 *     k = balance_pick(b, 0.5, &rng, text, len, 8);
 *     balance_free(b);
 *
 * After balance_finish() it is immutable and shared between threads.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/rng.h"

struct balance;

struct balance *balance_new(void);
void balance_free(struct balance *b);
/** balance_count() - count the code points of one text; spaces are not counted. */
void balance_count(struct balance *b, const char *s, size_t len);
/** balance_finish() - turn counts into rarities. */
void balance_finish(struct balance *b);
/** balance_rarity() - mean of -ln(share) over the code points of a text but its spaces, nats; 0 if
 *  there are none. */
double balance_rarity(const struct balance *b, const char *s, size_t len);
/**
 * balance_pick() - number of the chosen one of n texts.
 * strength: 0 = all alike, 1 = the rarest strongly preferred (see balance.c). Takes one rng_unit().
 */
size_t balance_pick(const struct balance *b, double strength, struct rng *r, const char *const *s,
                    const size_t *len, size_t n);

#endif
