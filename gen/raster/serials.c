// SPDX-License-Identifier: MIT
/* Triangles numbered through all objects of a scene. */
#include "raster/raster_core.h"

struct serials serials_of_scene(const struct scene *s, struct arena *a)
{
    struct serials t = {arena_array(a, uint32_t, s->n_objects + 1), s->n_objects};
    uint64_t sum = 0;
    for (size_t i = 0; i < s->n_objects; i++) {
        t.first[i] = (uint32_t)sum;
        sum += s->mesh[s->object[i].mesh]->n_triangles;
    }
    if (sum >= UINT32_MAX || s->n_objects > 32766) {
        BUG("a scene of %zu objects and %llu triangles", s->n_objects, (unsigned long long)sum);
    }
    t.first[s->n_objects] = (uint32_t)sum;
    return t;
}

uint32_t serials_find(const struct serials *t, uint32_t serial, uint32_t *hint)
{
    uint32_t h = *hint;
    if (h < t->n && serial >= t->first[h] && serial < t->first[h + 1]) {
        return h;
    }
    size_t lo = 0, hi = t->n;
    while (hi - lo > 1) {
        size_t mid = (lo + hi) / 2;
        if (serial < t->first[mid]) {
            hi = mid;
        } else {
            lo = mid;
        }
    }
    return *hint = (uint32_t)lo;
}
