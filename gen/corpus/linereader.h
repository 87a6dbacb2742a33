// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_LINEREADER_H
#define ERSATZ_CORPUS_LINEREADER_H
/*
 * linereader - the lines of a text file, plain or gzip, in bounded memory.
 *
 *     struct linereader lr = {0};
 *     enum st st = linereader_open(&lr, path, e);
 *     while (!st && linereader_next(&lr, &st, e)) { ... lr.line, lr.len, lr.number ... }
 *     linereader_close(&lr);
 *
 * Line ends are LF, CRLF or the end of the file. A byte order mark is dropped. Lines over
 * LINE_MAX_BYTES are handed out in parts, cut between code points. All lines are valid UTF-8
 * without NUL.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

#include "base/st.h"

enum { LINE_MAX_BYTES = 65536 };

struct linereader {
    const char *path; /* borrowed */
    gzFile gz;
    char *line; /* the current one, NUL behind it; valid until the next call */
    size_t len;
    size_t number;  /* from 1 */
    int64_t offset; /* of the line in the (unpacked) file, bytes */
    /* inside */
    char *data;
    size_t begin, end; /* unread part of data */
    int64_t data_at;   /* offset of data[0] */
    char kept;         /* what the NUL stands on */
    bool eof, in_line; /* in_line: the last part did not end its line */
};

enum st linereader_open(struct linereader *lr, const char *path, struct err *e);
/** linereader_next() - false at the end or on failure; *st then says which: ST_IO, or ST_FORMAT
 *  with file, line and byte offset of what is not UTF-8. */
bool linereader_next(struct linereader *lr, enum st *st, struct err *e);
void linereader_close(struct linereader *lr);

#endif
