// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_PAIR_MAP_H
#define ERSATZ_OCR_PAIR_MAP_H
/*
 * pair_map - pairs of integers to numbers: (token, token) -> merge, (node, class) -> node. Open addressing,
 * at most half full.
 *
 *     struct pair_map m = {0};
 *     *pair_map_at(&m, 3, 5) = 7 + 1;                // values are kept + 1: 0 means there is none
 *     pair_map_get(&m, 3, 5) == 8;
 */
#include <stddef.h>
#include <stdint.h>

struct pair_map {
    uint64_t *key;
    uint32_t *value; /* number + 1, or 0 */
    size_t slots, n;
};

/** pair_map_at() - where the value of (a, b) stands; if it is 0 the caller must set it before the next call. */
uint32_t *pair_map_at(struct pair_map *m, int32_t a, int32_t b);
uint32_t pair_map_get(const struct pair_map *m, int32_t a, int32_t b);
void pair_map_release(struct pair_map *m);

#endif
