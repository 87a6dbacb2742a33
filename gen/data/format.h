// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_FORMAT_H
#define ERSATZ_DATA_FORMAT_H
/*
 * format - the names, sizes and versions of a dataset on disk; what its writer and its reader
 * share.
 *
 *     DIR/dataset.json            manifest; written last, so a dataset with one is whole
 *     DIR/shard-000000.tar        samples 0..n-1 in order; POSIX ustar, WebDataset naming
 *     DIR/shard-000000.idx        its index: JSON, one object (see docs/format.md)
 *     DIR/shard-000001.tar.tmp    being written, locked by its writer; left by a kill: removed by
 *     --resume
 *
 *     DIR/sample-000000042.part   one sample of a shard that is not whole yet (sample_part.h); where a sample takes
 *                                 seconds, --resume goes on behind them
 *
 * The split of a sample stands in its label and in the index.
 * A shard holds samples [k * shard_samples, (k+1) * shard_samples). Tar members of a sample stand
 * together: KEY.jpg, KEY.json, then optional ones. Headers hold no clock and no user: mtime 0, uid
 * 0, mode 0644, so that the same samples give the same bytes.
 * The index is written after its shard is renamed: a shard without an index is remade by --resume.
 *
 * Manifest and index are sealed: they end with SEAL_HEAD, the SHA-256 in lower-case hexadecimal of
 * all bytes before SEAL_HEAD, and SEAL_TAIL. So a change of any byte of them is found.
 */
#define DATASET_FORMAT "ersatz-dataset"
#define DATASET_VERSION 1
#define DATASET_MANIFEST "dataset.json"
#define INDEX_FORMAT "ersatz-index"
#define SHARD_NAME "shard-%06llu.tar"
#define INDEX_NAME "shard-%06llu.idx"
#define KEY_NAME "%09llu"
#define PART_NAME "sample-%09llu.part"
#define TEMP_SUFFIX ".tmp"
#define SEAL_HEAD ",\"checksum\":\""
#define SEAL_TAIL "\"}\n"
enum {
    TAR_BLOCK = 512,
    SHA256_HEX = 64,
    RECORD_MEMBERS = 8, /* files a sample has at most */
    EXTENSION_MAX = 31, /* bytes of "mask.png" */
    DATASET_SPLITS = 3,
};

/* Columns of a row of the index, in order. */
#define INDEX_COLUMNS \
    "key", "split", "width_px", "height_px", "graphemes", "replans", "forced", "source", "members"

#endif
