// SPDX-License-Identifier: MIT
/* Open addressing with linear steps, at most half full; FNV-1a (Fowler, Noll, Vo) with a last mix, since its
 * low bits alone are poor for short strings. */
#include "ocr/strtab.h"

#include <stdlib.h>
#include <string.h>

#include "base/st.h"

static uint32_t hash_of(const char *s, size_t len)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++) {
        h = (h ^ (uint8_t)s[i]) * 16777619u;
    }
    h ^= h >> 16;
    h *= 0x85ebca6bu;
    return h ^ h >> 13;
}

/* The slot that holds the string, or the empty one where it belongs. */
static size_t slot_of(const struct strtab *t, const char *s, size_t len, uint32_t hash)
{
    size_t i = hash & (t->slots - 1);
    while (t->slot[i]) {
        const struct strtab_row *r = &t->row[t->slot[i] - 1];
        if (r->hash == hash && r->len == len && !memcmp(r->s, s, len)) {
            break;
        }
        i = (i + 1) & (t->slots - 1);
    }
    return i;
}

static void grow(struct strtab *t)
{
    t->cap = t->cap ? 2 * t->cap : 64;
    t->slots = 2 * t->cap;
    t->row = realloc(t->row, size_mul(t->cap, sizeof *t->row));
    free(t->slot);
    t->slot = calloc(t->slots, sizeof *t->slot);
    if (!t->row || !t->slot) {
        BUG("out of memory");
    }
    for (size_t k = 0; k < t->n; k++) {
        t->slot[slot_of(t, t->row[k].s, t->row[k].len, t->row[k].hash)] = (uint32_t)k + 1;
    }
}

static const char *keep(struct strtab *t, const char *s, size_t len)
{
    enum { PAGE = 4096 };
    if (t->left < len + 1) {
        t->left = len + 1 > PAGE ? len + 1 : PAGE;
        t->page = arena_alloc(&t->text, t->left);
    }
    char *p = t->page;
    memcpy(p, s, len);
    p[len] = 0;
    t->page += len + 1;
    t->left -= len + 1;
    return p;
}

uint32_t strtab_put(struct strtab *t, const char *s, size_t len)
{
    if (t->n == t->cap) {
        grow(t);
    }
    uint32_t hash = hash_of(s, len);
    size_t i = slot_of(t, s, len, hash);
    if (!t->slot[i]) {
        t->row[t->n] = (struct strtab_row){keep(t, s, len), (uint32_t)len, hash};
        t->slot[i] = (uint32_t)++t->n;
    }
    return t->slot[i] - 1;
}

uint32_t strtab_find(const struct strtab *t, const char *s, size_t len)
{
    if (!t->n) {
        return STRTAB_NONE;
    }
    uint32_t k = t->slot[slot_of(t, s, len, hash_of(s, len))];
    return k ? k - 1 : STRTAB_NONE;
}

void strtab_release(struct strtab *t)
{
    free(t->row);
    free(t->slot);
    arena_release(&t->text);
    *t = (struct strtab){0};
}
