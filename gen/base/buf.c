// SPDX-License-Identifier: MIT
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/st.h"

char *buf_grow(struct buf *b, size_t more)
{
    if (more >= b->cap - b->len || !b->data) {
        if (more > SIZE_MAX / 4 || b->len > SIZE_MAX / 4) {
            BUG("buffer of %zu + %zu bytes", b->len, more);
        }
        size_t cap = b->cap ? b->cap * 2 : 64;
        while (cap <= b->len + more) {
            cap *= 2;
        }
        char *p = realloc(b->data, cap);
        if (!p) {
            BUG("out of memory: %zu bytes", cap);
        }
        b->data = p;
        b->cap = cap;
        b->data[b->len] = 0;
    }
    return b->data + b->len;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
    char *p = buf_grow(b, len);
    if (len) {
        memcpy(p, bytes, len);
    }
    b->len += len;
    b->data[b->len] = 0;
}

void buf_addstr(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        vsnprintf(buf_grow(b, (size_t)n), (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

void buf_release(struct buf *b)
{
    if (b) {
        free(b->data);
        *b = (struct buf){0};
    }
}
