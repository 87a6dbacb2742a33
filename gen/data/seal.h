// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_SEAL_H
#define ERSATZ_DATA_SEAL_H
/*
 * seal - the checksum at the end of a JSON file (see format.h).
 */
#include "base/buf.h"
#include "base/st.h"

struct json_t; /* of Jansson, whose header does not go with base/json.h */

/** seal_end() - ends a JSON object that was left open, with the checksum of what is in `b`. */
void seal_end(struct buf *b);

/**
 * seal_open() - check the seal and parse.
 *
 * name: for messages. root: out, a new reference to an object; NULL on failure
 * Returns ST_OK; ST_FORMAT if the seal is missing or wrong, or the bytes are no JSON object.
 */
enum st seal_open(const char *name, const char *bytes, size_t len, struct json_t **root,
                  struct err *e);

#endif
