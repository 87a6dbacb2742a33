// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_RECORD_PARTS_H
#define ERSATZ_DATA_RECORD_PARTS_H
/* record_parts - what record.c is made of. Inside the data room. */
#include "data/record.h"

struct json_t; /* of Jansson, whose header does not go with base/json.h */

/** record_read_shelf() - out->shelf from the members of a label that has "items"; size and split of `out` are set already. */
enum st record_read_shelf(const struct record *r, const struct record_member *m, const struct json_t *root, struct arena *a,
                          struct record_label *out, struct err *e);

#endif
