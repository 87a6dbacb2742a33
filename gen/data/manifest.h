// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_MANIFEST_H
#define ERSATZ_DATA_MANIFEST_H
/*
 * manifest - dataset.json: what a whole dataset is made of (docs/format.md).
 *
 * It is computed from the indexes of all shards and from the recipe, so that it does not matter
 * which process, machine or run made which shard. No clock, host or user stands in it.
 */
#include "base/arena.h"
#include "data/origin.h"
#include "data/tally.h"

struct manifest_shard {
    uint64_t samples, bytes;
    char sha256[SHA256_HEX + 1];       /* of shard-NNNNNN.tar */
    char index_sha256[SHA256_HEX + 1]; /* of shard-NNNNNN.idx */
};

struct manifest {
    struct arena arena;
    struct origin origin;
    uint64_t count;
    const char *recipe; /* its text; "" for imported data */
    struct dataset_font *font;
    size_t n_fonts;
    struct manifest_shard *shard; /* shard k is number k */
    size_t n_shards;
    struct tally tally;
};

/** manifest_write() - the bytes of dataset.json; `out` must be empty. */
void manifest_write(const struct manifest *m, struct buf *out);

/**
 * manifest_parse() - the reverse. name: for messages. `m` is always safe to release.
 * Returns ST_OK; ST_FORMAT naming what is wrong.
 */
enum st manifest_parse(struct manifest *m, const char *name, const char *bytes, size_t len,
                       struct err *e);
enum st manifest_load(struct manifest *m, const char *path, struct err *e);
void manifest_release(struct manifest *m);

/** manifest_shards() - how many shards `count` samples take. */
static inline uint64_t manifest_shards(uint64_t count, uint64_t shard_samples)
{
    return count / shard_samples + (count % shard_samples != 0);
}
/** manifest_shard_size() - samples in shard k of them. */
static inline uint64_t manifest_shard_size(uint64_t count, uint64_t shard_samples, uint64_t k)
{
    uint64_t left = count - k * shard_samples;
    return left < shard_samples ? left : shard_samples;
}

#endif
