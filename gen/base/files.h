// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_FILES_H
#define ERSATZ_BASE_FILES_H
/*
 * files - whole files, folders, and where the program's own data lies.
 *
 * Everything that writes does so under a temporary name in the same folder, syncs, and renames, so
 * that a reader sees the old file or the new one and never half of one.
 */
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/st.h"

/** file_read() - appends the whole file. ST_IO with the path and the reason. */
enum st file_read(const char *path, struct buf *out, struct err *e);
/** file_write() - whole and atomic: temporary name, fsync, rename, fsync of the folder. */
enum st file_write(const char *path, const void *bytes, size_t len, struct err *e);
/** file_write_all() - write(2) until done, through EINTR and short writes. */
enum st file_write_all(int fd, const void *bytes, size_t len, const char *name, struct err *e);
/** dir_make() - mkdir -p. */
enum st dir_make(const char *path, struct err *e);
/** dir_sync() - fsync a folder, so that renames in it survive a power cut. */
enum st dir_sync(const char *path, struct err *e);
bool file_exists(const char *path);
bool dir_exists(const char *path);

/**
 * files_glob() - the files a pattern names, sorted by byte order, copied into the arena.
 * pattern: shell wildcards, or a folder (then every file below it, at any depth).
 * Returns ST_IO if nothing matches; the message names the pattern.
 */
enum st files_glob(const char *pattern, struct arena *a, const char ***paths, size_t *n,
                   struct err *e);

/**
 * share_path() - full path of a file that comes with the program ("fonts/receipt.yaml").
 * Looked for in $ERSATZ_SHARE, beside the executable (the source tree), and in
 * ../share/ersatz from the executable (make install). NULL if it is in none of them.
 */
const char *share_path(struct arena *a, const char *name);

/** file_sha256() - hexadecimal SHA-256 of a file's bytes into out (65 bytes). */
enum st file_sha256(const char *path, char out[65], struct err *e);
/** bytes_sha256() - the same of bytes in memory. */
void bytes_sha256(const void *bytes, size_t len, char out[65]);

#endif
