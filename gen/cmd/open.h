// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CMD_OPEN_H
#define ERSATZ_CMD_OPEN_H
/* open - a recipe with its --set overrides becomes a generator; all its problems are printed. */
#include "cmd/opts.h"
#include "sample.h"

/** cmd_open() - prints every problem of the recipe on stderr; the error counts them. o: may be NULL. */
enum st cmd_open(const char *recipe, const struct opt_list *set, const struct generator_options *o, struct generator **g,
                 struct err *e);

#endif
