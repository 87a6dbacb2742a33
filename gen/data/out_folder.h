// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_OUT_FOLDER_H
#define ERSATZ_DATA_OUT_FOLDER_H
/*
 * out_folder - a folder that appears under its name when whole.
 *
 * It is filled as OUT.tmp, which its maker holds locked, and renamed at the end. An OUT that exists
 * is replaced only with force, and only if it holds what a conversion makes (a file that matches
 * `marker`): a slip of the finger does not cost a home folder.
 */
#include <stdbool.h>
#include <stdio.h>

#include "base/st.h"

struct out_folder {
    char *path, *temp; /* owned; temp is the folder to fill */
    int lock_fd;
};

/**
 * out_folder_begin() - make OUT.tmp, empty.
 * marker: shell pattern of a file in OUT: "labels.tsv", "gt/gt_*.txt"
 * Returns ST_OK; ST_IO if OUT exists and may not be replaced, or another process is making it, or
 * the system refuses. On failure `f` is empty.
 */
enum st out_folder_begin(struct out_folder *f, const char *out, const char *marker, bool force,
                         struct err *e);
/** out_folder_commit() - sync and rename; the old OUT is gone afterwards. Drops the folder on
 *  failure. */
enum st out_folder_commit(struct out_folder *f, struct err *e);
/** out_folder_drop() - remove OUT.tmp. Accepts an empty one. */
void out_folder_drop(struct out_folder *f);

/** out_file() - a new file DIR/NAME with these bytes; ST_IO if there is one of that name. Not
 *  synced: out_folder_commit() does that for all. */
enum st out_file(const char *dir, const char *name, const void *bytes, size_t len, struct err *e);
/** out_list() - a new text file DIR/NAME for writing. */
enum st out_list(const char *dir, const char *name, FILE **f, struct err *e);
/** out_list_close() - ST_IO if anything could not be written. `*f` may be NULL and is NULL
 *  afterwards. */
enum st out_list_close(FILE **f, const char *name, struct err *e);

#endif
