// SPDX-License-Identifier: MIT
#include "eval/sealed_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/json.h"
#include "base/rng.h"
#include "data/out_folder.h"
#include "eval/eval_set.h"
#include "eval/picture_strip.h"

/* What is being sealed. */
struct sealing {
    struct arena arena;
    struct answer *answer; /* in ascending order of keys */
    const char **file;     /* "img/000000.png" */
    size_t n;
    uint32_t *number; /* of the i-th line of the data */
    char salt[2 * SEAL_SALT + 1];
    struct sealed_result result;
};

void seal_commitment(const char *salt_hex, const struct answer *a, size_t n, char out[65])
{
    struct buf b = {0};
    buf_printf(&b, "%s\n", salt_hex);
    for (size_t i = 0; i < n; i++) {
        buf_printf(&b, "%s\t%s\t", a[i].key, a[i].sha256);
        for (const char *p = a[i].text; *p; p++) {
            if (*p == '\\' || *p == '\t' || *p == '\n') {
                buf_addc(&b, '\\');
            }
            buf_addc(&b, *p == '\t' ? 't' : *p == '\n' ? 'n' : *p);
        }
        buf_addc(&b, '\n');
    }
    bytes_sha256(b.data, b.len, out);
    buf_release(&b);
}

/* Goes through the data once to count, so that the order can be drawn before anything is written. */
static enum st count_lines(const char *data, const char *split, size_t *n, struct err *e)
{
    struct eval_set *s = NULL;
    struct eval_item it;
    enum st st = eval_set_open(data, split, &s, e);
    for (*n = 0; !st && eval_set_more(s) && !(st = eval_set_next(s, &it, e)); ++*n) {
        if (!it.text) {
            st = err_set(e, ST_FORMAT, "'%s' is sealed already", data);
        }
    }
    eval_set_close(s);
    return st || *n ? st
                    : err_set(e, ST_FORMAT, "'%s' has no lines%s%s", data, split ? " of split " : "",
                              split ? split : "");
}

/* A random order that only who knows the salt can draw again (Fisher & Yates 1938, Durstenfeld 1964). */
static void draw_order(struct sealing *z, const uint8_t salt[SEAL_SALT])
{
    uint64_t seed;
    memcpy(&seed, salt, sizeof seed);
    struct rng g = rng_stream(seed, RNG_SEAL_ORDER, 0, 0);
    z->number = arena_array(&z->arena, uint32_t, z->n);
    for (size_t i = 0; i < z->n; i++) {
        z->number[i] = (uint32_t)i;
    }
    for (size_t i = z->n; i > 1; i--) {
        uint32_t k = rng_below(&g, (uint32_t)i), swap = z->number[k];
        z->number[k] = z->number[i - 1];
        z->number[i - 1] = swap;
    }
}

static const struct facet *keep_facets(struct arena *a, const struct facet *f, size_t n)
{
    struct facet *out = arena_array(a, struct facet, n + 1);
    for (size_t i = 0; i < n; i++) {
        out[i].kind = arena_dup(a, f[i].kind, strlen(f[i].kind));
        out[i].value = arena_dup(a, f[i].value, strlen(f[i].value));
    }
    return out;
}

static enum st seal_line(struct sealing *z, const struct eval_item *it, uint32_t number, const char *dir,
                         struct err *e)
{
    struct buf picture = {0};
    const char *ext;
    char sha[65];
    enum st st = picture_strip(it->image, it->image_len, &picture, &ext, e);
    if (st) {
        st = err_wrap(e, st, "line '%s': ", it->key);
    } else {
        bytes_sha256(picture.data, picture.len, sha);
        const char *file = arena_printf(&z->arena, "img/%06u.%s", number, ext);
        z->file[number] = file;
        z->answer[number] = (struct answer){.key = arena_printf(&z->arena, "%06u", number),
                                            .sha256 = arena_dup(&z->arena, sha, 64),
                                            .text = arena_dup(&z->arena, it->text, it->text_len),
                                            .facet = keep_facets(&z->arena, it->facet, it->n_facets),
                                            .n_facets = it->n_facets};
        st = out_file(dir, file, picture.data, picture.len, e);
        /* the order in which files were written is that of the data */
        (void)utimensat(AT_FDCWD, arena_printf(&z->arena, "%s/%s", dir, file),
                        (const struct timespec[2]){{0}, {0}}, 0);
    }
    buf_release(&picture);
    return st;
}

static enum st seal_lines(struct sealing *z, const char *data, const char *split, const char *dir,
                          struct err *e)
{
    struct eval_set *s = NULL;
    struct eval_item it;
    enum st st = eval_set_open(data, split, &s, e);
    size_t i = 0;
    for (; !st && eval_set_more(s) && !(st = eval_set_next(s, &it, e)); i++) {
        st = i < z->n ? seal_line(z, &it, z->number[i], dir, e) : ST_FORMAT;
    }
    eval_set_close(s);
    if (st == ST_OK ? i != z->n : i > z->n) {
        return err_set(e, ST_FORMAT, "'%s' changed while it was read", data);
    }
    return st;
}

static void put(struct json *j, const char *key, const char *value)
{
    json_key(j, key);
    json_str(j, value);
}

static enum st write_public(const struct sealing *z, const char *dir, struct err *e)
{
    struct buf b = {0};
    struct json j = json_to(&b);
    json_object(&j);
    put(&j, "format", SEALED_FORMAT);
    put(&j, "commitment", z->result.commitment);
    json_key(&j, "count");
    json_int(&j, (int64_t)z->n);
    json_key(&j, "files");
    json_array(&j);
    for (size_t i = 0; i < z->n; i++) {
        json_object(&j);
        put(&j, "key", z->answer[i].key);
        put(&j, "file", z->file[i]);
        put(&j, "sha256", z->answer[i].sha256);
        json_end_object(&j);
        buf_addc(&b, '\n');
    }
    json_end_array(&j);
    json_end_object(&j);
    buf_addc(&b, '\n');
    enum st st = out_file(dir, "sealed.json", b.data, b.len, e);
    buf_release(&b);
    return st;
}

static void answers_json(const struct sealing *z, struct buf *b)
{
    struct json j = json_to(b);
    json_object(&j);
    put(&j, "format", ANSWERS_FORMAT);
    put(&j, "salt", z->salt);
    put(&j, "commitment", z->result.commitment);
    json_key(&j, "answers");
    json_array(&j);
    for (size_t i = 0; i < z->n; i++) {
        const struct answer *a = &z->answer[i];
        json_object(&j);
        put(&j, "key", a->key);
        put(&j, "sha256", a->sha256);
        put(&j, "text", a->text);
        json_key(&j, "facets");
        json_array(&j);
        for (size_t f = 0; f < a->n_facets; f++) {
            json_array(&j);
            json_str(&j, a->facet[f].kind);
            json_str(&j, a->facet[f].value);
            json_end_array(&j);
        }
        json_end_array(&j);
        json_end_object(&j);
        buf_addc(b, '\n');
    }
    json_end_array(&j);
    json_end_object(&j);
    buf_addc(b, '\n');
}

/* Never readable for others, not even for a moment. */
static enum st write_secret(const char *temp, const struct buf *b, struct err *e)
{
    int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return err_errno(e, "cannot create '%s'", temp);
    }
    enum st st = file_write_all(fd, b->data, b->len, temp, e);
    if (!st && fsync(fd)) {
        st = err_errno(e, "cannot write '%s'", temp);
    }
    if (close(fd) && !st) {
        st = err_errno(e, "cannot write '%s'", temp);
    }
    return st;
}

/* Pictures and answers get their names together; link(), unlike rename(), does not replace what is there. */
static enum st commit(struct out_folder *f, const char *temp, const char *answers, bool force, struct err *e)
{
    enum st st = out_folder_commit(f, e);
    if (!st && (force ? rename(temp, answers) : link(temp, answers))) {
        return err_errno(e, "the answers stay in '%s': cannot make '%s'", temp, answers);
    }
    (void)unlink(temp);
    return st;
}

static enum st make(struct sealing *z, const char *data, const char *dir, const char *temp, const char *split,
                    struct err *e)
{
    struct buf secret = {0}, img = {0};
    buf_printf(&img, "%s/img", dir);
    z->answer = arena_zarray(&z->arena, struct answer, z->n);
    z->file = arena_zarray(&z->arena, const char *, z->n);
    enum st st = dir_make(img.data, e);
    if (!st && !(st = seal_lines(z, data, split, dir, e))) {
        seal_commitment(z->salt, z->answer, z->n, z->result.commitment);
        z->result.lines = z->n;
        answers_json(z, &secret);
        (void)((st = write_public(z, dir, e)) || (st = write_secret(temp, &secret, e)));
    }
    buf_release(&secret);
    buf_release(&img);
    return st;
}

enum st sealed_make(const char *data, const char *out, const char *answers, const uint8_t salt[SEAL_SALT],
                    const struct sealed_options *o, struct sealed_result *result, struct err *e)
{
    struct sealing z = {0};
    struct out_folder f = {0};
    for (size_t i = 0; i < SEAL_SALT; i++) {
        static const char digit[] = "0123456789abcdef";
        z.salt[2 * i] = digit[salt[i] >> 4];
        z.salt[2 * i + 1] = digit[salt[i] & 15];
    }
    enum st st = ST_OK;
    if (!o->force && file_exists(answers)) {
        st = err_set(e, ST_IO, "'%s' exists (--force replaces it)", answers);
    }
    (void)(st || (st = count_lines(data, o->split, &z.n, e)) ||
           (st = out_folder_begin(&f, out, "sealed.json", o->force, e)));
    const char *temp = arena_printf(&z.arena, "%s.tmp-%ld", answers, (long)getpid());
    if (!st) {
        draw_order(&z, salt);
        st = make(&z, data, f.temp, temp, o->split, e);
        if (st) {
            (void)unlink(temp);
            out_folder_drop(&f);
        } else {
            st = commit(&f, temp, answers, o->force, e);
        }
    }
    *result = z.result;
    arena_release(&z.arena);
    return st;
}
