// SPDX-License-Identifier: MIT
#include "cmd/open.h"

#include <stdio.h>

enum st cmd_open(const char *recipe, const struct opt_list *set, const struct generator_options *o, struct generator **g,
                 struct err *e)
{
    struct buf problems = {0};
    enum st st = generator_open(recipe, set->v, set->n, o, g, &problems, e);
    fwrite(problems.data ? problems.data : "", 1, problems.len, stderr);
    buf_release(&problems);
    return st;
}
