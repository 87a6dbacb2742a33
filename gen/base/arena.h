// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_ARENA_H
#define ERSATZ_BASE_ARENA_H
/*
 * arena - memory that lives exactly as long as one sample.
 *
 * Plan, layout, render and label take all their memory from one arena per worker; arena_reset()
 * between samples frees everything at once and keeps the blocks for the next one, so that the
 * steady state makes no call to malloc. Nothing in an arena is freed alone.
 *
 *     struct arena a = {0};
 *     for (...) { float *px = arena_array(&a, float, n); ... arena_reset(&a); }
 *     arena_release(&a);
 *
 * The zero value is an empty arena. Not thread-safe: one arena, one worker. Out of memory ends the
 * program with a message (70): a sample that does not fit cannot be made smaller.
 * After arena_reset(), pointers into the arena are no longer valid.
 */
#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *head;  /* blocks in use order */
    struct arena_block *cur;   /* block being filled */
};

/** arena_alloc() - `size` bytes, 64-byte aligned, uninitialised. Never NULL. */
void *arena_alloc(struct arena *a, size_t size);
/** arena_zalloc() - the same, zeroed. */
void *arena_zalloc(struct arena *a, size_t size);
/** arena_dup() - copies `len` bytes and appends a NUL. */
char *arena_dup(struct arena *a, const char *s, size_t len);
/** arena_printf() - formatted string. */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void arena_reset(struct arena *a);
void arena_release(struct arena *a);

/** size_mul() - a*b, or a BUG() on overflow: sizes from files are bounded before they get here. */
size_t size_mul(size_t a, size_t b);

#define arena_array(a, type, n) ((type *)arena_alloc((a), size_mul((n), sizeof(type))))
#define arena_zarray(a, type, n) ((type *)arena_zalloc((a), size_mul((n), sizeof(type))))

#endif
