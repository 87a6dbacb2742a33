// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_RNG_H
#define ERSATZ_BASE_RNG_H
/*
 * rng - named streams of random numbers.
 *
 * A stream is a small value made from where it is used, never shared and never seeded by a clock:
 *
 *     struct rng r = rng_stream(seed, RNG_TEXT, sample_index, attempt);
 *     double angle = rng_uniform(&r, -5, 5);
 *
 * Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011)
 * turns (key, counter) into 128 random bits. Key = seed; counter = (block, domain + 65536*attempt,
 * index low, index high). So any draw of any sample is reachable without making those before it, and
 * a draw added in one domain never moves the draws of another.
 *
 * First four words of rng_stream(1, RNG_TEXT, 0, 0): see tests/unit/test_rng.c, which also checks the
 * published known answers of the generator itself.
 *
 * Per-pixel noise uses rng_hash(key, x, y), so that the order in which pixels are visited, and how
 * they are tiled or vectorised, cannot change it.
 */
#include <stddef.h>
#include <stdint.h>

/* One per use; the enum only grows, and never changes order: data would change. An effect with
 * number f (gen/recipe/effects.def) plans with RNG_FX_PLAN + f and renders with RNG_FX_DRAW + f. */
enum rng_domain {
    RNG_TEXT = 1,   /* which source, which text */
    RNG_FONT = 2,   /* which face, style, size, tracking */
    RNG_LAYOUT = 3, /* margins, lines, alignment */
    RNG_OUTPUT = 4, /* encoder quality */
    RNG_SPLIT = 5,  /* train, val or test */
    RNG_COLOR = 6,
    RNG_NEIGHBOUR = 7, /* text of intruding lines, show-through, stamps */
    RNG_CYCLES = 8,    /* seed of Cycles' own sampling */
    RNG_DISTORT = 9,   /* height of a line that is distorted */
    RNG_CATALOGUE_FAMILY =
        16, /* of generated catalogues: by family, order of categories, brand, SKU */
    RNG_CATALOGUE_ORDER = 17,
    RNG_CATALOGUE_BRAND = 18,
    RNG_CATALOGUE_SKU = 19,
    RNG_PACK = 24,      /* proportions of packs: caps, necks, wrinkles */
    RNG_ART_BRAND = 26, /* what all packs of a brand share */
    RNG_ART = 27,       /* one pack: choices of its design */
    RNG_ART_MOTIF = 28, /* its illustration */
    RNG_ART_FACTS = 29, /* nutrition, address, dates */
    RNG_BAYS = 32,      /* shelves: how many bays, boards and categories */
    RNG_BLOCKS = 33,    /* which SKUs stand beside each other, with how many facings */
    RNG_PLACEMENT = 34, /* how each item stands */
    RNG_SHOP = 35,      /* fixtures, room, tags, promotions */
    RNG_VIEWPOINT = 36,
    RNG_LIGHTING = 37,
    RNG_PRODUCT = 38,       /* one product: pose, backdrop, occluders */
    RNG_WEAR = 39,          /* of items */
    RNG_HAND = 40,          /* that holds a product */
    RNG_BACKDROP = 41,      /* which photograph behind a product, which part of it */
    RNG_LEARN_INIT = 128,   /* learn/: parameters at the start */
    RNG_LEARN_BATCH = 129,  /* which samples, in which order */
    RNG_LEARN_DROP = 130,   /* dropout */
    RNG_READ_TEXT = 132,    /* lines that alphabet and tokens are learned from */
    RNG_EVAL_BOOT = 133,    /* resampled lines of a rate's interval */
    RNG_EVAL_SWAP = 134,    /* models exchanged, line by line, in a randomisation test */
    RNG_SEAL_ORDER = 135,   /* order of a sealed set's pictures */
    RNG_LOSS_CLASSES = 144, /* classes that a step's softmax sees */

    RNG_SEARCH_LEVEL = 146, /* learn/search: on how many levels of the graph a vector stands */
    RNG_LABEL_NOISE = 147,  /* wrong labels made on purpose */

    RNG_PRODUCT_VIEW = 150, /* learn/product: which part of a picture is taken */
    RNG_FX_PLAN = 256,
    RNG_FX_DRAW = 512,
};

struct rng {
    uint32_t key[2], ctr[4];
    uint32_t out[4];
    uint32_t left; /* unread words of out */
};

/** philox4x32_10() - the bare generator: out = f(ctr, key). */
void philox4x32_10(const uint32_t ctr[4], const uint32_t key[2], uint32_t out[4]);

struct rng rng_stream(uint64_t seed, uint32_t domain, uint64_t index, uint32_t attempt);
uint32_t rng_u32(struct rng *r);
/** rng_unit() - uniform in [0, 1), 53 bits. */
double rng_unit(struct rng *r);
/** rng_uniform() - uniform in [lo, hi). */
double rng_uniform(struct rng *r, double lo, double hi);
/** rng_below() - uniform in 0..n-1 without bias (Lemire 2019); n = 0 gives 0. */
uint32_t rng_below(struct rng *r, uint32_t n);
/** rng_normal() - mean 0, deviation 1 (Box & Muller 1958); two uniforms a call, none kept back. */
double rng_normal(struct rng *r);
/** rng_pick() - index into cumulative weights cum[0..n-1] (ascending, cum[n-1] > 0). */
size_t rng_pick(struct rng *r, const double *cum, size_t n);

/** rng_key() - 32 bits to key rng_hash() with; one draw. */
static inline uint32_t rng_key(struct rng *r)
{
    return rng_u32(r);
}

/**
 * rng_hash() - 32 random bits for the integer point (x, y).
 * Bit mixer "lowbias32" found by C. Wellons' search (2018), applied to a keyed pair. Plain integer
 * arithmetic, so that loops over x vectorise.
 */
static inline uint32_t rng_hash(uint32_t key, uint32_t x, uint32_t y)
{
    uint32_t h = key + x * 0x9e3779b9u;
    h ^= h >> 16;
    h *= 0x7feb352du;
    h ^= h >> 15;
    h += y * 0x85ebca6bu;
    h *= 0x846ca68bu;
    h ^= h >> 16;
    h *= 0x7feb352du;
    h ^= h >> 15;
    return h;
}

/** rng_hash_unit() - the same as a float in [0, 1), 24 bits. */
static inline float rng_hash_unit(uint32_t key, uint32_t x, uint32_t y)
{
    return (float)(rng_hash(key, x, y) >> 8) * 0x1p-24f;
}

#endif
