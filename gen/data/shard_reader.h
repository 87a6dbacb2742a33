// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_SHARD_READER_H
#define ERSATZ_DATA_SHARD_READER_H
/*
 * shard_reader - one tar file, mapped, with the samples in it.
 *
 * Where samples lie comes from the index, or, where there is none (shards made by other programs),
 * from a walk over the tar headers. By WebDataset's rule neighbouring members with the same name up
 * to the first dot of the last path component are one sample, and the rest of the name tells what a
 * member is.
 *
 * The file must not be cut short by others while it is mapped: the system answers that with SIGBUS.
 */
#include <stdbool.h>

#include "data/shard_index.h"

struct shard {
    const char *name;     /* path, for messages; owned by index.arena */
    const uint8_t *bytes; /* the tar file, borrowed or mapped */
    uint64_t len;
    bool mapped, indexed;     /* indexed: rows are from the index, with CRC-32 */
    struct shard_index index; /* rows; of a walk only key and members are set */
};

/**
 * shard_from_memory() - a shard whose bytes are there.
 *
 * tar, idx: borrowed, tar until shard_release(). idx NULL: walk the headers.
 *
 * Returns ST_OK; ST_FORMAT with shard and offset. On failure `s` is empty. Never reads outside the
 * bytes.
 */
enum st shard_from_memory(struct shard *s, const char *name, const uint8_t *tar, uint64_t tar_len,
                          const char *idx, size_t idx_len, struct err *e);
/** shard_open() - the same from files; idx_path NULL: walk. ST_IO if a file cannot be opened. */
enum st shard_open(struct shard *s, const char *tar_path, const char *idx_path, struct err *e);
void shard_release(struct shard *s);

/** shard_split_name() - where the key of a member's name ends: at the first dot of the last
 *  component. 0 if it has no key or no extension. */
size_t shard_split_name(const char *name);

#endif
