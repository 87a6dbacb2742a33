// SPDX-License-Identifier: MIT
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/st.h"

enum { ALIGN = 64, FIRST_BLOCK = 256 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t cap, used; /* bytes of payload */
    char *data;       /* ALIGN-aligned, behind this header */
};

size_t size_mul(size_t a, size_t b)
{
    size_t r;
    if (__builtin_mul_overflow(a, b, &r)) {
        BUG("size overflow: %zu * %zu", a, b);
    }
    return r;
}

static struct arena_block *block_new(size_t cap)
{
    void *p = NULL;
    if (cap > SIZE_MAX - 2 * ALIGN || posix_memalign(&p, ALIGN, ALIGN + cap)) {
        BUG("out of memory: %zu bytes for one sample", cap);
    }
    struct arena_block *b = p;
    *b = (struct arena_block){.cap = cap, .data = (char *)p + ALIGN};
    return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (size > SIZE_MAX - ALIGN) {
        BUG("size overflow: %zu", size);
    }
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (!a->cur) {
        a->head = a->cur = block_new(size > FIRST_BLOCK ? size : FIRST_BLOCK);
    }
    while (a->cur->cap - a->cur->used < size) {
        if (!a->cur->next) {
            size_t cap = a->cur->cap * 2;
            a->cur->next = block_new(size > cap ? size : cap);
        }
        a->cur = a->cur->next;
        a->cur->used = 0;
    }
    void *p = a->cur->data + a->cur->used;
    a->cur->used += size;
    return p;
}

void *arena_zalloc(struct arena *a, size_t size)
{
    void *p = arena_alloc(a, size);
    memset(p, 0, size);
    return p;
}

char *arena_dup(struct arena *a, const char *s, size_t len)
{
    char *p = arena_alloc(a, len + 1);
    memcpy(p, s, len);
    p[len] = 0;
    return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *p = arena_alloc(a, (size_t)(n < 0 ? 0 : n) + 1);
    vsnprintf(p, (size_t)(n < 0 ? 0 : n) + 1, fmt, again);
    va_end(again);
    return p;
}

void arena_reset(struct arena *a)
{
    if (a->head) {
        a->head->used = 0;
        a->cur = a->head;
    }
}

void arena_release(struct arena *a)
{
    if (!a) {
        return;
    }
    for (struct arena_block *b = a->head, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    *a = (struct arena){0};
}
