// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_TAR_H
#define ERSATZ_DATA_TAR_H
/*
 * tar - the archive format of POSIX.1-1988 (ustar): 512-byte headers, contents padded to 512.
 *
 * Writing is ours alone and plain: regular files, mode 0644, owner 0, time 0. Reading takes what
 * others make, too: v7, ustar, GNU long names and base-256 sizes, pax headers (path and size),
 * folders. Python's tarfile, and so the WebDataset library, puts a pax header before every file.
 *
 *     struct tar_cursor c = {.bytes = map, .len = len};
 *     struct tar_member m;
 *     bool more;
 *     while (!(st = tar_next(&c, &m, &more, &e)) && more) { use(c.bytes + m.offset, m.size); }
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/st.h"
#include "data/format.h"

enum { TAR_NAME_MAX = 100, TAR_PATH_MAX = 1024 };
#define TAR_SIZE_MAX ((UINT64_C(1) << 33) - 1) /* 11 octal digits */

/**
 * tar_header() - the header block of a regular file.
 * Returns ST_OK; ST_RANGE if the name is empty or over TAR_NAME_MAX bytes, or size is over
 * TAR_SIZE_MAX.
 */
enum st tar_header(uint8_t block[TAR_BLOCK], const char *name, uint64_t size, struct err *e);

/** tar_padded() - bytes that contents of `size` take in the archive; size <= UINT64_MAX - 511. */
static inline uint64_t tar_padded(uint64_t size)
{
    return (size + TAR_BLOCK - 1) & ~(uint64_t)(TAR_BLOCK - 1);
}

/* Where reading stands. Set bytes and len; the rest starts as zero. */
struct tar_cursor {
    const uint8_t *bytes; /* borrowed */
    uint64_t len;
    uint64_t at; /* offset of the next header */
};

struct tar_member {
    char name[TAR_PATH_MAX];
    uint64_t header; /* offset of the header block */
    uint64_t offset; /* of the contents */
    uint64_t size;   /* offset + size <= len */
    bool regular;    /* a file; else a folder, link or device, without contents for us */
};

/**
 * tar_next() - the next member, or the end.
 *
 * more: out; false at the end of the archive (two zero blocks, then nothing but zeros)
 *
 * Returns ST_OK; ST_FORMAT with the offset for a wrong checksum, number or name, contents beyond
 * the end of the bytes, bytes after the end of the archive, or an archive that stops without its
 * end. Never reads outside bytes[0..len).
 */
enum st tar_next(struct tar_cursor *c, struct tar_member *m, bool *more, struct err *e);

#endif
