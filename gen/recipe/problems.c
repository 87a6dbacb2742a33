// SPDX-License-Identifier: MIT
#include "recipe/problems.h"

enum st problem_note(struct buf *problems, enum st st, struct err *found)
{
    if (st != ST_RECIPE || !problems) {
        return st;
    }
    buf_printf(problems, "%s\n", found->msg);
    *found = (struct err){0};
    return ST_OK;
}

size_t problem_count(const struct buf *problems, size_t from)
{
    size_t n = 0;
    for (size_t i = from; i < problems->len; i++) {
        n += problems->data[i] == '\n';
    }
    return n;
}
