// SPDX-License-Identifier: MIT
/*
 * Balance without history.
 *
 * The usual way to even out characters counts what has been given so far and favours what was given
 * seldom. Then sample i depends on samples 0..i-1. Here the shares p(c) are measured once, before
 * the first sample, and each draw chooses among K candidates by
 *
 *     score(text) = mean over its characters of -ln p(c)   (nats; averages to the entropy)
 *     P(k)  ~  exp(strength * SHARPNESS * score(k))
 *
 * A character that was not met while counting has the rarity of half an occurrence. Measured on
 * 30-character spans of licence texts and of German prose, scores deviate by 0.57 and 0.30 nats;
 * strength 1 takes the rarest of 8 in 80 % and 77 % of the draws, which lifts the mean score by 1.6
 * deviations, and strength 0.2 in 49 % and 34 %.
 */
#include "corpus/balance.h"

#include <math.h>
#include <stdlib.h>

#include "base/st.h"
#include "base/utf8.h"

enum { PAGE = 256, PAGES = 0x110000 / PAGE };
#define SHARPNESS 12.0

struct balance {
    float *page[PAGES]; /* counts, later rarities; NULL: none of its code points was met */
    double total;
    float unmet;
};

struct balance *balance_new(void)
{
    struct balance *b = calloc(1, sizeof *b);
    if (!b) {
        BUG("out of memory");
    }
    return b;
}

void balance_free(struct balance *b)
{
    for (size_t i = 0; b && i < PAGES; i++) {
        free(b->page[i]);
    }
    free(b);
}

void balance_count(struct balance *b, const char *s, size_t len)
{
    for (size_t i = 0; i < len;) {
        uint32_t cp = utf8_next(s, len, &i);
        if (cp == ' ') {
            continue;
        }
        float **page = &b->page[cp / PAGE];
        if (!*page && !(*page = calloc(PAGE, sizeof **page))) {
            BUG("out of memory");
        }
        (*page)[cp % PAGE] += 1;
        b->total += 1;
    }
}

void balance_finish(struct balance *b)
{
    double total = b->total > 0 ? b->total : 1;
    b->unmet = (float)-log(0.5 / total);
    for (size_t i = 0; i < PAGES; i++) {
        for (size_t k = 0; b->page[i] && k < PAGE; k++) {
            float *v = &b->page[i][k];
            *v = *v > 0 ? (float)-log((double)*v / total) : b->unmet;
        }
    }
}

double balance_rarity(const struct balance *b, const char *s, size_t len)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < len;) {
        uint32_t cp = utf8_next(s, len, &i);
        if (cp != ' ') {
            const float *page = b->page[cp / PAGE];
            sum += (double)(page ? page[cp % PAGE] : b->unmet);
            n++;
        }
    }
    return n ? sum / (double)n : 0;
}

size_t balance_pick(const struct balance *b, double strength, struct rng *r, const char *const *s,
                    const size_t *len, size_t n)
{
    enum { MOST = 64 };
    double cum[MOST], best = 0, sum = 0;
    n = n > MOST ? MOST : n;
    for (size_t k = 0; k < n; k++) {
        cum[k] = balance_rarity(b, s[k], len[k]);
        best = cum[k] > best ? cum[k] : best;
    }
    for (size_t k = 0; k < n; k++) {
        sum += exp(strength * SHARPNESS * (cum[k] - best));
        cum[k] = sum;
    }
    return rng_pick(r, cum, n);
}
