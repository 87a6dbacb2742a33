// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RECIPE_HELP_H
#define ERSATZ_RECIPE_HELP_H
/*
 * help - words about rows of the tables, shared by help, reference and schema. Inside the recipe room.
 */
#include "recipe/params.h"

/** help_type() - "number or distribution". */
const char *help_type(const struct param *p);
/** help_range() - appends "0 to 8 px", "gray, rgb", or nothing. */
void help_range(struct buf *out, const struct limits *l);

/** help_kinds() - "before shelf, product after" for what is not for all kinds of recipe; nothing else. */
void help_kinds(struct buf *out, const char *before, unsigned kinds, const char *after);

#endif
