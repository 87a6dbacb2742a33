// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_FORMAT_H
#define ERSATZ_DATA_FORMAT_H
/*
 * format - the names, sizes and versions of a dataset on disk; all that its writer and its reader share.
 *
 *     DIR/dataset.json            manifest; written last, so a dataset with one is whole
 *     DIR/shard-000000.tar        samples 0..n-1 in order; POSIX ustar, WebDataset naming
 *     DIR/shard-000000.idx        its index: JSON, one object (see docs/format.md)
 *     DIR/train.txt ...           no: the split of a sample stands in its label and in the index
 *
 * A shard holds samples [k * shard_samples, (k+1) * shard_samples). Tar members of a sample stand
 * together: KEY.jpg, KEY.json, then optional ones. Headers hold no clock and no user: mtime 0, uid 0,
 * mode 0644, so that the same samples give the same bytes.
 * The index is written after its shard is renamed: a shard without an index is remade by --resume.
 */
#define DATASET_FORMAT "ersatz-dataset"
#define DATASET_VERSION 1
#define DATASET_MANIFEST "dataset.json"
#define SHARD_NAME "shard-%06llu.tar"
#define INDEX_NAME "shard-%06llu.idx"
enum { TAR_BLOCK = 512 };

#endif
