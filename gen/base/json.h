// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_JSON_H
#define ERSATZ_BASE_JSON_H
/*
 * json - writes JSON (RFC 8259) into a buf. Reading is Jansson's.
 *
 * The writer puts commas and quotes; the caller opens and closes. It exists because a label with
 * forty quads is written for every sample, and its numbers are coordinates with a fixed number of
 * decimals: json_fixed() is some ten times faster than printf and gives the same bytes everywhere.
 *
 *     struct json j = json_to(&buf);
 *     json_object(&j);
 *     json_key(&j, "text"); json_str(&j, text);
 *     json_key(&j, "quad"); json_array(&j); json_fixed(&j, 12.345, 2); json_end_array(&j);
 *     json_end_object(&j);
 *
 * Output is compact, without line breaks, unless `pretty` is set (two spaces an indent).
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct json {
    struct buf *out; /* borrowed */
    bool comma;      /* the next value needs a comma before it */
    bool after_key;
    bool pretty;
    int depth;
};

static inline struct json json_to(struct buf *out)
{
    return (struct json){.out = out};
}

void json_begin_object(struct json *j);
void json_end_object(struct json *j);
void json_begin_array(struct json *j);
void json_end_array(struct json *j);
void json_key(struct json *j, const char *key);
/** json_str() - NUL-terminated UTF-8; quotes, backslashes and controls escaped. */
void json_str(struct json *j, const char *s);
void json_strn(struct json *j, const char *s, size_t len);
void json_int(struct json *j, int64_t v);
void json_bool(struct json *j, bool v);
void json_put_null(struct json *j);
/** json_fixed() - rounded half away from zero to 0..6 decimals, trailing zeros cut; not finite: null. */
void json_fixed(struct json *j, double v, int decimals);
/** json_double() - shortest form that reads back equal to 17 digits. */
void json_double(struct json *j, double v);
/** json_raw() - bytes that already are one JSON value. */
void json_raw(struct json *j, const char *s, size_t len);

/* Short names. Jansson's library has functions of these names and calls them itself, so ours must not be
 * symbols; a file that reads JSON, too, includes <jansson.h> first and uses the long ones. */
#ifndef JANSSON_H
static inline void json_object(struct json *j)
{
    json_begin_object(j);
}
static inline void json_array(struct json *j)
{
    json_begin_array(j);
}
static inline void json_null(struct json *j)
{
    json_put_null(j);
}
#endif

#endif
