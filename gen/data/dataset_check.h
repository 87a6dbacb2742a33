// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_DATASET_CHECK_H
#define ERSATZ_DATA_DATASET_CHECK_H
/*
 * dataset_check - look at every byte of a dataset and say all that is wrong with it.
 *
 * Checked are: the seals of dataset.json and of every index, the SHA-256 of every file, the tar
 * headers against the index, the order of keys, CRC-32 of every member, that pictures decode and
 * have the size the index states, that labels parse, have a transcript, and have finite quads, and
 * that no shard is there that the manifest does not name. Works on plain WebDataset tars, too, as
 * far as they have what is checked.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/st.h"

/* One problem, "'FILE' sample 'KEY' (jpg, offset N): what"; no line break. */
typedef void check_fn(void *ctx, const char *problem);
typedef void check_progress_fn(void *ctx, uint64_t done, uint64_t total);

struct check_options {
    check_fn *problem;
    check_progress_fn *progress; /* may be NULL */
    void *ctx;
    bool skip_pictures; /* do not decode them */
};

struct check_result {
    uint64_t samples, shards, bytes, problems;
};

/**
 * dataset_check() - path: as for dataset_open(), or DIR/dataset.json.
 * Returns ST_OK if there is no problem; ST_CHECK after telling all of them; ST_IO if there is
 * nothing to check at `path`.
 */
enum st dataset_check(const char *path, const struct check_options *o, struct check_result *result,
                      struct err *e);

#endif
