// SPDX-License-Identifier: MIT
#include "ocr/pair_map.h"

#include <stdlib.h>

#include "base/st.h"

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static uint64_t pair_key(int32_t a, int32_t b)
{
    return (uint64_t)(uint32_t)a << 32 | (uint32_t)b;
}

static size_t pair_slot(const struct pair_map *m, uint64_t key)
{
    uint64_t h = key * 0x9e3779b97f4a7c15u; /* golden ratio; the high bits are the good ones */
    size_t i = (size_t)(h >> 32) & (m->slots - 1);
    while (m->value[i] && m->key[i] != key) {
        i = (i + 1) & (m->slots - 1);
    }
    return i;
}

static void pair_map_grow(struct pair_map *m)
{
    struct pair_map old = *m;
    m->slots = old.slots ? 2 * old.slots : 1024;
    m->key = must(calloc(m->slots, sizeof *m->key));
    m->value = must(calloc(m->slots, sizeof *m->value));
    for (size_t i = 0; i < old.slots; i++) {
        if (old.value[i]) {
            size_t k = pair_slot(m, old.key[i]);
            m->key[k] = old.key[i];
            m->value[k] = old.value[i];
        }
    }
    free(old.key);
    free(old.value);
}

uint32_t *pair_map_at(struct pair_map *m, int32_t a, int32_t b)
{
    if (2 * (m->n + 1) > m->slots) {
        pair_map_grow(m);
    }
    uint64_t key = pair_key(a, b);
    size_t i = pair_slot(m, key);
    if (!m->value[i]) {
        m->key[i] = key;
        m->n++; /* the caller fills it */
    }
    return &m->value[i];
}

uint32_t pair_map_get(const struct pair_map *m, int32_t a, int32_t b)
{
    return m->slots ? m->value[pair_slot(m, pair_key(a, b))] : 0;
}

void pair_map_release(struct pair_map *m)
{
    free(m->key);
    free(m->value);
    *m = (struct pair_map){0};
}
