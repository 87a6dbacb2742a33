// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "eval/facet.h"

#include <string.h>

static void add(struct facet *f, size_t *n, const char *kind, const json_t *value, struct arena *a)
{
    if (json_is_string(value) && json_string_length(value)) {
        f[(*n)++] = (struct facet){kind, arena_dup(a, json_string_value(value), json_string_length(value))};
    }
}

size_t facets_of_label(const struct json_t *label, struct arena *a, struct facet **out)
{
    static const char *const plain[] = {"script", "source", "lang", "direction"};
    enum { PLAIN = sizeof plain / sizeof *plain };
    json_t *effects = json_object_get(label, "effects");
    struct facet *f = arena_array(a, struct facet, json_object_size(effects) + PLAIN + 1);
    size_t n = 0;
    add(f, &n, "font", json_object_get(json_object_get(label, "font"), "family"), a);
    for (size_t i = 0; i < PLAIN; i++) {
        add(f, &n, plain[i], json_object_get(label, plain[i]), a);
    }
    const char *key;
    json_t *value;
    json_object_foreach(effects, key, value)
    {
        f[n++] = (struct facet){"effect", arena_dup(a, key, strlen(key))};
    }
    *out = f;
    return n;
}
