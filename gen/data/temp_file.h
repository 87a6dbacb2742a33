// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_TEMP_FILE_H
#define ERSATZ_DATA_TEMP_FILE_H
/*
 * temp_file - a file that appears under its name only when whole, and that two processes cannot
 * make at the same time.
 *
 * It is written as NAME.tmp, on which its maker holds a lock (flock); committing syncs and renames.
 * The system drops the lock when its holder dies, so a NAME.tmp without a lock is a leftover: it
 * can be taken over or removed, while one with a lock belongs to a process that lives. Where a file
 * system has no locks, the lock is silently not there.
 *
 *     struct temp_file t;
 *     temp_file_open(&t, "d/x.tar", &e);  write to t.fd ...  temp_file_commit(&t, &e) or
 *     temp_file_drop(&t)
 */
#include <stdbool.h>

#include "base/st.h"

struct temp_file {
    int fd;     /* -1: none */
    char *path; /* final name, owned */
    char *temp; /* owned */
};

/**
 * temp_file_open() - make PATH.tmp, empty and locked.
 * busy: out, may be NULL; true if another process is making this file
 * Returns ST_OK; ST_IO otherwise, busy included. On failure `t` holds nothing.
 */
enum st temp_file_open(struct temp_file *t, const char *path, bool *busy, struct err *e);
/** temp_file_commit() - sync, rename, sync the folder. Drops the file on failure. */
enum st temp_file_commit(struct temp_file *t, struct err *e);
/** temp_file_drop() - remove it. Accepts one that was committed, dropped or never opened (fd -1).
 *  */
void temp_file_drop(struct temp_file *t);
/** temp_file_write() - open, write all, commit. */
enum st temp_file_write(const char *path, const void *bytes, size_t len, bool *busy, struct err *e);
/** temp_file_sweep() - remove `temp` if no process holds it. */
void temp_file_sweep(const char *temp);

#endif
