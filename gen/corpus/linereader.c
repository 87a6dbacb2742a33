// SPDX-License-Identifier: MIT
#include "corpus/linereader.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { DATA_BYTES = 4 * LINE_MAX_BYTES };

enum st linereader_open(struct linereader *lr, const char *path, struct err *e)
{
    *lr = (struct linereader){.path = path};
    errno = 0;
    lr->gz = gzopen(path, "rbe");
    if (!lr->gz) {
        return errno ? err_errno(e, "cannot open '%s'", path)
                     : err_set(e, ST_IO, "cannot open '%s'", path);
    }
    gzbuffer(lr->gz, LINE_MAX_BYTES);
    lr->data = malloc(DATA_BYTES + 1);
    if (!lr->data) {
        BUG("out of memory");
    }
    return ST_OK;
}

void linereader_close(struct linereader *lr)
{
    if (lr->gz) {
        gzclose_r(lr->gz);
    }
    free(lr->data);
    *lr = (struct linereader){0};
}

/* Moves what is unread to the front and fills up behind it. */
static enum st fill(struct linereader *lr, struct err *e)
{
    memmove(lr->data, lr->data + lr->begin, lr->end - lr->begin);
    lr->data_at += (int64_t)lr->begin;
    lr->end -= lr->begin;
    lr->begin = 0;
    while (!lr->eof && lr->end < DATA_BYTES) {
        int n = gzread(lr->gz, lr->data + lr->end, (unsigned)(DATA_BYTES - lr->end));
        int code = Z_OK;
        const char *why = n <= 0 ? gzerror(lr->gz, &code) : "";
        if (n < 0 || (n == 0 && code != Z_OK && code != Z_STREAM_END)) {
            return code == Z_ERRNO ? err_errno(e, "cannot read '%s'", lr->path)
                                   : err_set(e, ST_FORMAT, "cannot unpack '%s': %s", lr->path, why);
        }
        lr->eof = n == 0;
        lr->end += (size_t)n;
    }
    if (lr->data_at == 0 && lr->end >= 3 && !memcmp(lr->data, "\xef\xbb\xbf", 3) && !lr->number) {
        lr->begin = 3;
    }
    return ST_OK;
}

bool linereader_next(struct linereader *lr, enum st *st, struct err *e)
{
    if (lr->line) {
        lr->line[lr->len] = lr->kept;
    }
    char *nl = memchr(lr->data + lr->begin, '\n', lr->end - lr->begin);
    if (!nl && !lr->eof) {
        *st = fill(lr, e);
        if (*st) {
            return false;
        }
        nl = memchr(lr->data + lr->begin, '\n', lr->end - lr->begin);
    }
    if (lr->begin == lr->end) {
        return false;
    }
    size_t rest = lr->end - lr->begin;
    size_t len = nl ? (size_t)(nl - lr->data) - lr->begin : rest;
    bool whole = len <= LINE_MAX_BYTES;
    if (!whole) {
        len = LINE_MAX_BYTES;
        while (((unsigned char)lr->data[lr->begin + len] & 0xc0) == 0x80 &&
               len > LINE_MAX_BYTES - 4) {
            len--;
        }
    }
    lr->number += !lr->in_line;
    lr->in_line = !whole;
    lr->line = lr->data + lr->begin;
    lr->offset = lr->data_at + (int64_t)lr->begin;
    lr->begin += len + (whole && nl);
    lr->len = len - (whole && len && lr->line[len - 1] == '\r');
    lr->kept = lr->line[lr->len];
    size_t bad;
    if (!utf8_valid(lr->line, lr->len, &bad)) {
        *st =
            err_set(e, ST_FORMAT, "'%s' is not UTF-8: line %zu, byte offset %" PRId64 " (0x%02x)",
                    lr->path, lr->number, lr->offset + (int64_t)bad, (unsigned char)lr->line[bad]);
        return false;
    }
    lr->line[lr->len] = 0;
    return true;
}
