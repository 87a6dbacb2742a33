// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_STRTAB_H
#define ERSATZ_OCR_STRTAB_H
/*
 * strtab - byte strings to numbers 0, 1, 2, ... in the order they first came.
 *
 *     struct strtab t = {0};
 *     uint32_t k = strtab_put(&t, "the", 3);       // 0, and 0 again for the next "the"
 *     strtab_find(&t, "a", 1) == STRTAB_NONE;
 *     strtab_release(&t);
 *
 * Strings are copied, may hold any bytes, and never move: pointers live as long as the table. The zero value
 * is empty.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define STRTAB_NONE UINT32_MAX

struct strtab_row {
    const char *s; /* followed by a NUL */
    uint32_t len, hash;
};

struct strtab {
    struct strtab_row *row;
    uint32_t *slot; /* row + 1, or 0 */
    size_t n, cap, slots;
    struct arena text;
    char *page; /* of `text`: strings are packed, the arena rounds to 64 bytes */
    size_t left;
};

uint32_t strtab_put(struct strtab *t, const char *s, size_t len);
uint32_t strtab_find(const struct strtab *t, const char *s, size_t len);
void strtab_release(struct strtab *t);

#endif
