// SPDX-License-Identifier: MIT
#include "recipe/names.h"

#include <string.h>

enum { MAX_NAME = 64 };

const char *names_at(const char *names, int place, size_t *len)
{
    for (; place > 0 && names; place--) {
        names = strchr(names, '|');
        names = names ? names + 1 : NULL;
    }
    *len = names ? strcspn(names, "|") : 0;
    return names;
}

int names_find(const char *names, const char *s, size_t len)
{
    size_t n;
    const char *name;
    for (int i = 0; (name = names_at(names, i, &n)); i++) {
        if (n == len && !memcmp(name, s, n)) {
            return i;
        }
    }
    return -1;
}

/* Insertions, deletions and substitutions from a to b, one row of the table at a time. */
static size_t distance(const char *a, const char *b)
{
    size_t row[MAX_NAME], n = strlen(b);
    if (n >= MAX_NAME) {
        return MAX_NAME;
    }
    for (size_t j = 0; j <= n; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            best = row[j] + 1 < best ? row[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[n];
}

const char *names_nearest(const char *s, const char *const *candidate, size_t n)
{
    size_t len = strnlen(s, MAX_NAME);
    if (len == MAX_NAME) {
        return NULL;
    }
    const char *best = NULL;
    size_t limit = len / 3 < 2 ? 2 : len / 3;
    for (size_t i = 0; i < n; i++) {
        size_t d = distance(s, candidate[i]);
        if (d <= limit && d < strlen(candidate[i])) {
            best = candidate[i];
            if (d == 0) {
                break;
            }
            limit = d - 1;
        }
    }
    return best;
}
