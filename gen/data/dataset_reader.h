// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_DATASET_READER_H
#define ERSATZ_DATA_DATASET_READER_H
/*
 * dataset_reader - the samples of a dataset, by number.
 *
 *     struct dataset *d;
 *     struct record r;
 *     dataset_open("lines", &d, &e);
 *     for (uint64_t i = 0; i < dataset_count(d); i++) {
 *         if ((st = dataset_get(d, i, &r, &e))) { break; }
 *         const struct record_member *jpg = record_image(&r);
 *     }
 *     dataset_close(d);
 *
 * Opens a folder with dataset.json, one .tar file, or a folder of .tar files made by others
 * (WebDataset). With a manifest, nothing but that is read at first; a shard is mapped, and its
 * index parsed, when one of its samples is asked for, and its members' CRC-32 is checked each time.
 * Without one, all headers are walked at opening.
 *
 * Nothing in the files is trusted (shard_reader.h). dataset_get() may be called by several threads.
 */
#include "data/manifest.h"
#include "data/record.h"

struct dataset;

/**
 * dataset_open() - path: folder or .tar file.
 * Returns ST_OK; ST_IO if it cannot be read or holds no shards; ST_FORMAT if it is damaged, or a
 * dataset that is not finished (shards of ours without dataset.json). On failure *out is NULL.
 */
enum st dataset_open(const char *path, struct dataset **out, struct err *e);
void dataset_close(struct dataset *d);
uint64_t dataset_count(const struct dataset *d);
/** dataset_manifest() - NULL if there is none. */
const struct manifest *dataset_manifest(const struct dataset *d);

/**
 * dataset_get() - sample i.
 * r: out; borrows from `d` until dataset_close()
 * Returns ST_OK; ST_RANGE if i >= dataset_count(); ST_IO, ST_FORMAT with shard, key and offset.
 */
enum st dataset_get(struct dataset *d, uint64_t i, struct record *r, struct err *e);

#endif
