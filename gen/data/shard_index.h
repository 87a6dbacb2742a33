// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_SHARD_INDEX_H
#define ERSATZ_DATA_SHARD_INDEX_H
/*
 * shard_index - what lies where in a shard, as read back from shard-NNNNNN.idx (docs/format.md).
 *
 * Nothing in the file is trusted: counts are bounded by the file's length, and every member has to
 * lie inside the shard's stated size, one behind the other.
 */
#include <stdbool.h>

#include "base/arena.h"
#include "data/origin.h"
#include "data/tally.h"

struct index_member {
    const char *ext;       /* "jpg", "mask.png" */
    uint64_t offset, size; /* of the contents, in the tar file */
    uint32_t crc;          /* CRC-32 of the contents (zlib's) */
};

struct index_row {
    const char *key;
    int split;               /* 0..2; -1 = not stated (shards made by others) */
    int width_px, height_px; /* 0 = not stated */
    uint32_t n_graphemes, replans;
    bool forced;
    const char *source; /* may be NULL */
    struct index_member *member;
    size_t n_members; /* 1..RECORD_MEMBERS */
};

struct shard_index {
    struct arena arena; /* owns rows, members, strings */
    struct origin origin;
    uint64_t shard, first;       /* number of the shard, and of its first sample */
    uint64_t bytes;              /* size of the tar file */
    char sha256[SHA256_HEX + 1]; /* of the tar file */
    struct index_row *row;
    size_t n_rows;
    struct tally tally;
};

/**
 * shard_index_parse() - from the bytes of an index file.
 * name: for messages. `x` is always safe to release, and empty on failure.
 * Returns ST_OK; ST_FORMAT naming what is wrong.
 */
enum st shard_index_parse(struct shard_index *x, const char *name, const char *bytes, size_t len,
                          struct err *e);
/** shard_index_load() - the same from a file; ST_IO if it cannot be read. */
enum st shard_index_load(struct shard_index *x, const char *path, struct err *e);
void shard_index_release(struct shard_index *x);

#endif
