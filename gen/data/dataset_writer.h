// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_DATASET_WRITER_H
#define ERSATZ_DATA_DATASET_WRITER_H
/*
 * dataset_writer - a folder of shards, or this process's part of it, or one tar stream.
 *
 *     struct dataset_writer *w;
 *     st = dataset_writer_open(&w, &options, &e);
 *     while (!st && dataset_writer_next(w, &first, &count)) {       // what is still to be made
 *         for (i = first; i < first + count && !st; i++) {
 *             st = dataset_writer_add(w, i, files, n, &facts, &e);  // in order
 *         }
 *     }
 *     if (!st) { st = dataset_writer_finish(w, &note, &e); }
 *     dataset_writer_free(w);                                       // drops what is unfinished
 *
 * Shards are made one after the other; each appears under its name when whole. dataset.json follows
 * when all shards of the whole dataset are in the folder, whichever process made them.
 *
 * Part I of N makes a contiguous run of shards, [I*S/N, (I+1)*S/N) of S. Parts may share a folder:
 * each file is locked while it is made (temp_file.h). Not thread-safe: one writer, one caller at a
 * time.
 */
#include "data/shard_writer.h"

struct dataset_options {
    const char *dir;    /* "-": one tar stream on stream_fd */
    int stream_fd;      /* e.g. STDOUT_FILENO; the caller ignores SIGPIPE */
    const char *recipe; /* its text, NUL-terminated; "" for imported data */
    const char *recipe_sha256;
    uint64_t seed, count;
    uint64_t shard_samples; /* > 0 */
    uint64_t part, parts;   /* part I (from 0) of N; parts 0 means 1 */
    bool resume;            /* keep whole shards of the same origin, make the others */
    bool force;             /* remove an older dataset's files first */
    const struct dataset_font *font;
    size_t n_fonts;
    bool parts_on_disk;     /* samples take seconds: keep each until its shard is whole (sample_part.h) */
    const char *programs;   /* others that samples depend on, "blender 3.4.1"; "" or NULL = none */
};

struct dataset_writer;

/**
 * dataset_writer_open() - look at the folder (made if missing), decide what is to be made.
 *
 * Everything in `o` is borrowed until dataset_writer_free().
 * resume: a shard is kept if its index is whole, both files' checksums are right and it holds the
 * wanted samples; of others of the same origin the samples that lie as parts from their beginning on are
 * taken, the rest is made anew, so a dataset can grow: --count may be
 * larger than before. Leftovers of killed processes are removed; files that a living process is
 * writing are not touched.
 *
 * Returns ST_OK; ST_IO if the folder cannot be made or holds something and neither resume nor force
 * is set; ST_FORMAT if it holds a dataset of another origin (origin.h) or more shards than this one
 * has; ST_USAGE if part >= parts; ST_RANGE for a count over 10^15. On failure *out is NULL and
 * nothing of the folder has changed, except that it may have been made.
 */
enum st dataset_writer_open(struct dataset_writer **out, const struct dataset_options *o,
                            struct err *e);
/** dataset_writer_kept(), dataset_writer_total() - samples of this part: there already, and in all.
 *  */
uint64_t dataset_writer_kept(const struct dataset_writer *w);
uint64_t dataset_writer_total(const struct dataset_writer *w);

/** dataset_writer_next() - the next run of samples to make (several shards if they are neighbours);
 *  false if nothing is left. To be called again when that run has been added. */
bool dataset_writer_next(struct dataset_writer *w, uint64_t *first, uint64_t *count);

/**
 * dataset_writer_add() - sample `index`, the one after the last (a BUG otherwise).
 *
 * file: 1..RECORD_MEMBERS files, the picture first, then "json"; copied
 *
 * Returns ST_OK; ST_IO if the disk is full, another process makes this shard, ...; ST_STOPPED
 * without a message if the reader of a stream went away. After a failure only dataset_writer_free()
 * may follow.
 */
enum st dataset_writer_add(struct dataset_writer *w, uint64_t index, const struct record_file *file,
                           size_t n, const struct record_facts *facts, struct err *e);

/**
 * dataset_writer_finish() - write dataset.json, or end the stream.
 * note: gets a sentence for the user if shards of other parts are missing
 */
enum st dataset_writer_finish(struct dataset_writer *w, struct buf *note, struct err *e);
/** dataset_writer_tally() - of the whole dataset, after a finish that wrote the manifest; else
 *  empty. */
const struct tally *dataset_writer_tally(const struct dataset_writer *w);
void dataset_writer_free(struct dataset_writer *w);

#endif
