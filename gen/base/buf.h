// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_BUF_H
#define ERSATZ_BASE_BUF_H
/*
 * buf - a growable run of bytes, always followed by a NUL.
 *
 *     struct buf b = {0};
 *     buf_printf(&b, "%d", 3);
 *     buf_release(&b);
 *
 * The zero value is an empty buffer (data may then be NULL). Appending may move the bytes: after an
 * append, pointers into `data` are no longer valid. Out of memory is a BUG() (70).
 */
#include <stddef.h>

struct buf {
    char *data;
    size_t len, cap;
};

/** buf_grow() - room for `more` bytes (and a NUL); returns where they go. Does not change len. */
char *buf_grow(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_addstr(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static inline void buf_addc(struct buf *b, char c)
{
    *buf_grow(b, 1) = c;
    b->data[++b->len] = 0;
}
/** buf_clear() - length 0, memory kept. */
static inline void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->data) {
        b->data[0] = 0;
    }
}
/** buf_release() - frees; the buffer is again the zero value. */
void buf_release(struct buf *b);

#endif
