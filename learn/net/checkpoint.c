// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "net/checkpoint.h"

#include <math.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/json.h"
#include "net/bf16_image.h"

#define MAGIC "ERSMODL1"
enum { HEAD = 12, ALIGN = 64, MAX_TENSORS = 100000 };

struct tensor {
    char *name;
    int n_dims;
    int64_t dim[PARAM_MAX_DIMS];
    size_t count;
    float *v;
    int bf16;
};

struct checkpoint {
    char *meta;
    struct tensor *t;
    size_t n, cap;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

struct checkpoint *checkpoint_new(void)
{
    struct checkpoint *c = must(calloc(1, sizeof *c));
    c->meta = must(strdup("{}"));
    return c;
}

void checkpoint_free(struct checkpoint *c)
{
    if (c) {
        for (size_t i = 0; i < c->n; i++) {
            free(c->t[i].name);
            free(c->t[i].v);
        }
        free(c->t);
        free(c->meta);
        free(c);
    }
}

void checkpoint_set_meta(struct checkpoint *c, const char *json)
{
    free(c->meta);
    c->meta = must(strdup(json));
}

const char *checkpoint_meta(const struct checkpoint *c)
{
    return c->meta;
}

void checkpoint_add(struct checkpoint *c, const char *name, int n_dims, const int64_t *dim, const float *v, int bf16)
{
    if (c->n == c->cap) {
        c->cap = c->cap ? c->cap * 2 : 64;
        c->t = must(realloc(c->t, c->cap * sizeof *c->t));
    }
    struct tensor *t = &c->t[c->n++];
    *t = (struct tensor){.name = must(strdup(name)), .n_dims = n_dims, .count = 1, .bf16 = bf16};
    for (int d = 0; d < n_dims; d++) {
        t->dim[d] = dim[d];
        t->count *= (size_t)dim[d];
    }
    t->v = must(malloc((t->count + 1) * sizeof *t->v));
    memcpy(t->v, v, t->count * sizeof *t->v);
}

const float *checkpoint_find(const struct checkpoint *c, const char *name, size_t *count)
{
    for (size_t i = 0; i < c->n; i++) {
        if (!strcmp(c->t[i].name, name)) {
            *count = c->t[i].count;
            return c->t[i].v;
        }
    }
    *count = 0;
    return NULL;
}

void checkpoint_add_param(struct checkpoint *c, struct params *p, int i, int bf16)
{
    const struct param_row *r = params_row(p, i);
    checkpoint_add(c, r->name, r->n_dims, r->dim, params_data(p, i), bf16 && !r->state);
}

void checkpoint_add_params(struct checkpoint *c, struct params *p, int bf16)
{
    for (size_t i = 0; i < params_count(p); i++) {
        checkpoint_add_param(c, p, (int)i, bf16);
    }
}

enum st checkpoint_load_params(const struct checkpoint *c, struct params *p, int partial, size_t *taken, struct err *e)
{
    size_t n = 0;
    for (size_t i = 0; i < params_count(p); i++) {
        const struct param_row *r = params_row(p, (int)i);
        size_t count;
        const float *v = checkpoint_find(c, r->name, &count);
        if (v && count == r->count) {
            memcpy(params_data(p, (int)i), v, count * sizeof *v);
            n++;
        } else if (!partial) {
            return err_set(e, ST_FORMAT, v ? "tensor '%s' of the model has %zu numbers, %zu are wanted"
                                           : "the model has no tensor '%s' (%zu, %zu)",
                           r->name, count, r->count);
        }
    }
    params_changed(p);
    if (taken) {
        *taken = n;
    }
    return ST_OK;
}

/* --- bytes ---------------------------------------------------------------------------------------- */

/* Upper half of a float, rounded to nearest, ties to even. */
static uint16_t to_bf16(float v)
{
    uint32_t u;
    memcpy(&u, &v, sizeof u);
    if (isnan(v)) {
        return 0x7fc0;
    }
    return (uint16_t)((u + 0x7fffu + (u >> 16 & 1)) >> 16);
}

static size_t padded(size_t n)
{
    return (n + ALIGN - 1) / ALIGN * ALIGN;
}

static size_t tensor_bytes(const struct tensor *t)
{
    return t->count * (t->bf16 ? 2 : 4);
}

static void write_table(const struct checkpoint *c, struct buf *out)
{
    struct json j = json_to(out);
    size_t at = 0;
    json_begin_object(&j);
    json_key(&j, "meta");
    json_raw(&j, c->meta, strlen(c->meta));
    json_key(&j, "tensors");
    json_begin_array(&j);
    for (size_t i = 0; i < c->n; i++) {
        const struct tensor *t = &c->t[i];
        json_begin_object(&j);
        json_key(&j, "name");
        json_str(&j, t->name);
        json_key(&j, "dtype");
        json_str(&j, t->bf16 ? "bf16" : "f32");
        json_key(&j, "dims");
        json_begin_array(&j);
        for (int d = 0; d < t->n_dims; d++) {
            json_int(&j, t->dim[d]);
        }
        json_end_array(&j);
        json_key(&j, "offset");
        json_int(&j, (int64_t)at);
        json_end_object(&j);
        at += padded(tensor_bytes(t));
    }
    json_end_array(&j);
    json_end_object(&j);
}

static void pad(struct buf *b)
{
    size_t n = padded(b->len) - b->len;
    memset(buf_grow(b, n), 0, n);
    b->len += n;
}

static void sha256_of(const void *bytes, size_t len, uint8_t digest[SHA256_DIGEST_SIZE])
{
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, len, bytes);
    sha256_digest(&sha, SHA256_DIGEST_SIZE, digest);
}

static void write_all(const struct checkpoint *c, struct buf *out)
{
    struct buf table = {0};
    write_table(c, &table);
    uint32_t len = (uint32_t)table.len; /* little-endian, as all machines this runs on */
    buf_add(out, MAGIC, 8);
    buf_add(out, &len, sizeof len);
    buf_add(out, table.data, table.len);
    pad(out);
    for (size_t i = 0; i < c->n; i++) {
        const struct tensor *t = &c->t[i];
        for (size_t k = 0; t->bf16 && k < t->count; k++) {
            uint16_t h = to_bf16(t->v[k]);
            buf_add(out, &h, sizeof h);
        }
        buf_add(out, t->v, t->bf16 ? 0 : t->count * sizeof *t->v);
        pad(out);
    }
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_of(out->data, out->len, digest);
    buf_add(out, digest, sizeof digest);
    buf_release(&table);
}

enum st checkpoint_write(const struct checkpoint *c, const char *path, struct err *e)
{
    struct buf b = {0};
    write_all(c, &b);
    enum st st = file_write(path, b.data, b.len, e);
    buf_release(&b);
    return st;
}

/* --- reading -------------------------------------------------------------------------------------- */

/* One row of the table; its values must lie inside body[0..len). */
static bool read_tensor(struct checkpoint *c, const json_t *row, const uint8_t *body, size_t len)
{
    const char *name = json_string_value(json_object_get(row, "name"));
    const char *dtype = json_string_value(json_object_get(row, "dtype"));
    const json_t *dims = json_object_get(row, "dims");
    json_int_t at = json_integer_value(json_object_get(row, "offset"));
    size_t n = json_array_size(dims), count = 1;
    int64_t dim[PARAM_MAX_DIMS];
    bool bf16 = dtype && !strcmp(dtype, "bf16");
    if (!name || !dtype || (!bf16 && strcmp(dtype, "f32")) || n < 1 || n > PARAM_MAX_DIMS || at < 0 || at % ALIGN ||
        (uint64_t)at > len) {
        return false;
    }
    size_t room = (len - (size_t)at) / (bf16 ? 2 : 4);
    for (size_t d = 0; d < n; d++) {
        dim[d] = json_integer_value(json_array_get(dims, d));
        if (dim[d] < 1 || (uint64_t)dim[d] > room / count) {
            return false;
        }
        count *= (size_t)dim[d];
    }
    float *v = must(malloc(count * sizeof *v));
    for (size_t k = 0; bf16 && k < count; k++) {
        uint16_t h;
        memcpy(&h, body + at + 2 * k, sizeof h);
        v[k] = bf16_value(h);
    }
    if (!bf16) {
        memcpy(v, body + at, count * sizeof *v);
    }
    checkpoint_add(c, name, (int)n, dim, v, bf16);
    free(v);
    return true;
}

static bool read_table(struct checkpoint *c, const json_t *root, const uint8_t *body, size_t len)
{
    const json_t *meta = json_object_get(root, "meta"), *list = json_object_get(root, "tensors");
    if (!json_is_object(meta) || !json_is_array(list) || json_array_size(list) > MAX_TENSORS) {
        return false;
    }
    char *text = json_dumps(meta, JSON_COMPACT);
    checkpoint_set_meta(c, text ? text : "{}");
    free(text);
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (!read_tensor(c, json_array_get(list, i), body, len)) {
            return false;
        }
    }
    return true;
}

enum st checkpoint_parse(const char *name, const void *bytes, size_t len, struct checkpoint **out, struct err *e)
{
    const uint8_t *b = bytes;
    uint32_t table;
    uint8_t digest[SHA256_DIGEST_SIZE];
    *out = NULL;
    if (len < HEAD || memcmp(b, MAGIC, 8)) {
        return err_set(e, ST_FORMAT, "'%s' is no model of ersatz", name);
    }
    memcpy(&table, b + 8, sizeof table);
    if (len < HEAD + SHA256_DIGEST_SIZE || table > len - HEAD - SHA256_DIGEST_SIZE) {
        return err_set(e, ST_FORMAT, "model '%s' is cut off", name);
    }
    len -= SHA256_DIGEST_SIZE;
#ifndef FUZZING
    sha256_of(b, len, digest);
    if (memcmp(digest, b + len, sizeof digest)) {
        return err_set(e, ST_FORMAT, "model '%s' is damaged or cut off: its checksum is wrong", name);
    }
#else
    (void)digest;
#endif
    struct checkpoint *c = checkpoint_new();
    json_t *root = json_loadb((const char *)b + HEAD, table, 0, NULL);
    size_t body = padded(HEAD + table);
    enum st st = ST_OK;
    if (!root || body > len || !read_table(c, root, b + body, len - body)) {
        st = err_set(e, ST_FORMAT, "model '%s' has a wrong table of tensors", name);
        checkpoint_free(c);
        c = NULL;
    }
    json_decref(root);
    *out = c;
    return st;
}

enum st checkpoint_read(const char *path, struct checkpoint **out, struct err *e)
{
    struct buf b = {0};
    *out = NULL;
    enum st st = file_read(path, &b, e);
    st = st ? st : checkpoint_parse(path, b.data, b.len, out, e);
    buf_release(&b);
    return st;
}
