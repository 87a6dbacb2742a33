// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_ORIGIN_H
#define ERSATZ_DATA_ORIGIN_H
/*
 * origin - what all shards of a dataset must have in common to be bytes of the same dataset.
 *
 * It stands in every index and in the manifest; --resume goes on only where all of it is equal.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/st.h"
#include "data/format.h"

struct json_t; /* of Jansson, whose header does not go with base/json.h */

/* A face that drew samples; strings borrowed. */
struct dataset_font {
    const char *family, *style;
    const char *file;   /* name without folder: folders differ between machines */
    const char *sha256; /* of the file */
};

struct origin {
    char recipe_sha256[SHA256_HEX + 1];
    char fonts_sha256[SHA256_HEX + 1]; /* of the list of fonts: other font files, other pictures */
    uint64_t seed, shard_samples;
    char versions[400]; /* "ersatz 0.1.0, freetype 2.12.1, ..." */
};

/** origin_versions() - program and libraries that samples depend on, as they are in this process.
 *  */
void origin_versions(char out[400]);
/** origin_fonts() - SHA-256 of "family TAB style TAB file TAB sha256 LF" lines. */
void origin_fonts(const struct dataset_font *font, size_t n, char out[SHA256_HEX + 1]);
/** origin_write() - as members of the JSON object that is open. */
void origin_write(const struct origin *o, struct json *j);
/** origin_read() - ST_FORMAT if a member is missing or malformed. */
enum st origin_read(struct origin *o, const struct json_t *object, struct err *e);
/** origin_same() - ST_OK, or ST_FORMAT naming what differs; `name` is the file that holds `there`.
 *  */
enum st origin_same(const struct origin *here, const struct origin *there, const char *name,
                    struct err *e);

/* Members of a JSON object, checked; `where` is for messages ("'shard-000001.idx'"). */
enum st json_get_count(const struct json_t *o, const char *key, uint64_t max, uint64_t *out,
                       struct err *e);
enum st json_get_sha256(const struct json_t *o, const char *key, char out[SHA256_HEX + 1],
                        struct err *e);

#endif
