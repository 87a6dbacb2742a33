// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "data/origin.h"

#include <errno.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <fribidi.h>
#include <hb.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistring/version.h>
#include <zlib.h>

#include "base/files.h"
#include "base/image.h"
#include "version.h"

/* TurboJPEG 2 cannot be asked for its version. What counts is the bytes it makes: the CRC-32 of a
 * small picture's encoding stands for it. */
static unsigned long jpeg_fingerprint(void)
{
    struct image im = {0};
    struct encoder en = {0};
    struct buf out = {0};
    if (!image_init(&im, 32, 24, 1, NULL)) {
        for (int i = 0; i < 32 * 24; i++) {
            im.px[i] = (uint8_t)(i * i >> 5);
        }
        (void)encode_jpeg(&en, &im, 75, &out, NULL);
    }
    unsigned long crc = crc32(0, (const Bytef *)out.data, (uInt)out.len);
    buf_release(&out);
    encoder_release(&en);
    image_release(&im);
    return crc;
}

void origin_versions(char out[400])
{
    int major = 0, minor = 0, patch = 0;
    FT_Library ft;
    if (!FT_Init_FreeType(&ft)) {
        FT_Library_Version(ft, &major, &minor, &patch);
        FT_Done_FreeType(ft);
    }
    const char *bidi = strchr(fribidi_version_info, ')'); /* "(GNU FriBidi) 1.0.8\n..." */
    bidi = bidi ? bidi + 1 + strspn(bidi + 1, " ") : "";
    const char *png = png_get_libpng_ver(NULL);
    snprintf(out, 400,
             "ersatz %s, freetype %d.%d.%d, harfbuzz %s, fribidi %.*s, unistring %d.%d, libpng %s, "
             "zlib %s, jpeg %08lx",
             ERSATZ_VERSION, major, minor, patch, hb_version_string(), (int)strcspn(bidi, " \r\n"),
             bidi, _libunistring_version >> 16, (_libunistring_version >> 8) & 0xff, png,
             zlibVersion(), jpeg_fingerprint());
}

void origin_fonts(const struct dataset_font *font, size_t n, char out[SHA256_HEX + 1])
{
    struct buf b = {0};
    for (size_t i = 0; i < n; i++) {
        buf_printf(&b, "%s\t%s\t%s\t%s\n", font[i].family, font[i].style, font[i].file,
                   font[i].sha256);
    }
    bytes_sha256(b.data, b.len, out);
    buf_release(&b);
}

void origin_write(const struct origin *o, struct json *j)
{
    char seed[24];
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)o->seed);
    json_key(j, "recipe_sha256");
    json_str(j, o->recipe_sha256);
    json_key(j, "fonts_sha256");
    json_str(j, o->fonts_sha256);
    json_key(j, "seed"); /* a string: JSON readers lose integers above 2^53 */
    json_str(j, seed);
    json_key(j, "shard_samples");
    json_int(j, (int64_t)o->shard_samples);
    json_key(j, "versions");
    json_str(j, o->versions);
}

enum st json_get_count(const json_t *o, const char *key, uint64_t max, uint64_t *out, struct err *e)
{
    json_t *v = json_object_get(o, key);
    if (!json_is_integer(v) || json_integer_value(v) < 0 || (uint64_t)json_integer_value(v) > max) {
        return err_set(e, ST_FORMAT, "'%s' is missing or not a number from 0 to %llu", key,
                       (unsigned long long)max);
    }
    *out = (uint64_t)json_integer_value(v);
    return ST_OK;
}

enum st json_get_sha256(const json_t *o, const char *key, char out[SHA256_HEX + 1], struct err *e)
{
    const char *s = json_string_value(json_object_get(o, key));
    if (!s || strlen(s) != SHA256_HEX || strspn(s, "0123456789abcdef") != SHA256_HEX) {
        return err_set(e, ST_FORMAT, "'%s' is missing or not a SHA-256", key);
    }
    memcpy(out, s, SHA256_HEX + 1);
    return ST_OK;
}

static enum st get_seed(const json_t *o, uint64_t *seed, struct err *e)
{
    const char *s = json_string_value(json_object_get(o, "seed"));
    if (s && *s && strspn(s, "0123456789") == strlen(s) && strlen(s) <= 20) {
        errno = 0;
        *seed = strtoull(s, NULL, 10);
        if (!errno) {
            return ST_OK;
        }
    }
    return err_set(e, ST_FORMAT, "'seed' is missing or not a number in a string");
}

enum st origin_read(struct origin *o, const json_t *object, struct err *e)
{
    const char *versions = json_string_value(json_object_get(object, "versions"));
    if (!versions || strlen(versions) >= sizeof o->versions) {
        return err_set(e, ST_FORMAT, "'versions' is missing or too long");
    }
    memcpy(o->versions, versions, strlen(versions) + 1);
    enum st st;
    (void)((st = json_get_sha256(object, "recipe_sha256", o->recipe_sha256, e)) ||
           (st = json_get_sha256(object, "fonts_sha256", o->fonts_sha256, e)) ||
           (st = get_seed(object, &o->seed, e)) ||
           (st = json_get_count(object, "shard_samples", INT64_MAX, &o->shard_samples, e)));
    if (!st && !o->shard_samples) {
        return err_set(e, ST_FORMAT, "'shard_samples' is 0");
    }
    return st;
}

enum st origin_same(const struct origin *here, const struct origin *there, const char *name,
                    struct err *e)
{
    if (strcmp(here->recipe_sha256, there->recipe_sha256)) {
        return err_set(e, ST_FORMAT,
                       "'%s' was made from another recipe (sha256 %.12s..., not %.12s...)", name,
                       there->recipe_sha256, here->recipe_sha256);
    }
    if (here->seed != there->seed) {
        return err_set(e, ST_FORMAT, "'%s' was made with seed %llu, not %llu", name,
                       (unsigned long long)there->seed, (unsigned long long)here->seed);
    }
    if (here->shard_samples != there->shard_samples) {
        return err_set(e, ST_FORMAT, "'%s' has %llu samples a shard, not %llu", name,
                       (unsigned long long)there->shard_samples,
                       (unsigned long long)here->shard_samples);
    }
    if (strcmp(here->versions, there->versions)) {
        return err_set(e, ST_FORMAT, "'%s' was made by other versions (%s; here: %s)", name,
                       there->versions, here->versions);
    }
    if (strcmp(here->fonts_sha256, there->fonts_sha256)) {
        return err_set(e, ST_FORMAT, "'%s' was made with other font files", name);
    }
    return ST_OK;
}
