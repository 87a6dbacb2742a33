// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_SAMPLE_PART_H
#define ERSATZ_DATA_SAMPLE_PART_H
/*
 * sample_part - a sample on disk by itself, until the shard that holds it is whole.
 *
 * Where a sample takes seconds, losing a shard's worth of them to a kill would hurt: the dataset writer keeps each as
 * DIR/sample-NNNNNNNNN.part, puts those that are there into the shard when it goes on (--resume), and removes them when
 * the shard has its name. A part is written aside and renamed.
 *
 * Contents: one line of JSON (origin; what the tally counts; extension, size and CRC-32 of each file), a line feed, then
 * the files' bytes one after the other.
 */
#include "base/arena.h"
#include "data/format.h"
#include "data/origin.h"
#include "data/shard_writer.h"

/** sample_part_write() - ST_IO. */
enum st sample_part_write(const char *dir, uint64_t index, const struct origin *o, const struct record_file *file, size_t n,
                          const struct record_facts *facts, struct err *e);

/* A part as read back; all owned by the arena. */
struct sample_part {
    struct record_file file[RECORD_MEMBERS];
    size_t n_files;
    struct record_facts facts;
};

/**
 * sample_part_read() - *there: false if there is no such part or it is damaged, which is no failure.
 * Returns ST_OK; ST_FORMAT if it is of another origin (the message names what differs).
 */
enum st sample_part_read(const char *dir, uint64_t index, const struct origin *o, struct arena *a, struct sample_part *out,
                         bool *there, struct err *e);
/** sample_part_exists() - whether there is a file of that name. */
bool sample_part_exists(const char *dir, uint64_t index);
void sample_part_remove(const char *dir, uint64_t index);

#endif
