// SPDX-License-Identifier: MIT
/*
 * bake - a model of the user's as a mesh and pictures, made by Blender once and remembered.
 *
 * The cache holds a record for each model, "bake-<hash of its path>.json": the key of its mesh, what its slots are made
 * of, and the SHA-256 of every file it came from. While those are the same, the record is the answer and Blender is
 * not asked. docs/cycles.md describes it.
 */
#include <jansson.h>

#include "cycles/blender.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "cycles/job.h"
#include "cycles/session.h"
#include "cycles/store.h"

enum { TRIES = 3, RECORD = 1 };
#define BAKE_S 300.0
#define QUIT_S 2.0

static const json_t *get(const json_t *o, const char *key)
{
    return json_object_get(o, key);
}

static enum st bad_record(const char *model, struct err *e)
{
    return err_set(e, ST_CHILD, "Blender's account of '%s' makes no sense", model);
}

/* ---- the record ---- */

static bool share(const json_t *v, float *out)
{
    *out = (float)json_number_value(v);
    return json_is_number(v) && *out >= 0 && *out <= 1;
}

/* A name of a picture in the cache; nothing that leaves it. */
static bool plain_name(const char *name)
{
    return name && *name && !strchr(name, '/') && name[0] != '.';
}

static bool read_slot(const json_t *slot, const char *cache, int k, struct arena *a,
                      struct baked *b)
{
    const json_t *color = get(slot, "base_color"), *texture = get(slot, "texture");
    bool good = json_array_size(color) == 3 && share(get(slot, "roughness"), &b->roughness[k]) &&
                share(get(slot, "metallic"), &b->metallic[k]) &&
                share(get(slot, "alpha"), &b->alpha[k]);
    for (size_t i = 0; i < 3 && good; i++) {
        good = share(json_array_get(color, i), &b->base_color[k][i]);
    }
    b->texture[k] = NULL;
    if (good && !json_is_null(texture)) {
        const char *name = json_string_value(texture);
        good = plain_name(name);
        b->texture[k] = good ? arena_printf(a, "%s/%s", cache, name) : NULL;
        good = good && file_exists(b->texture[k]);
    }
    return good;
}

static bool sources_unchanged(const json_t *record)
{
    const json_t *sources = get(record, "sources");
    bool same = json_array_size(sources) > 0;
    for (size_t i = 0; i < json_array_size(sources) && same; i++) {
        const json_t *s = json_array_get(sources, i);
        const char *path = json_string_value(get(s, "path")),
                   *sha = json_string_value(get(s, "sha256"));
        char now[65];
        same = path && sha && !file_sha256(path, now, NULL) && !strcmp(now, sha);
    }
    return same;
}

/* What a record says, if all of it is still so. */
static bool recall(const json_t *record, const char *cache, struct arena *a, struct baked *out)
{
    const json_t *slots = get(record, "slots");
    const char *key = json_string_value(get(record, "mesh"));
    if (json_integer_value(get(record, "record")) != RECORD || !plain_name(key) ||
        !sources_unchanged(record)) {
        return false;
    }
    struct buf bytes = {0};
    const char *path = arena_printf(a, "%s/%s.mesh", cache, key);
    bool good = !file_read(path, &bytes, NULL) &&
                !mesh_parse(&out->mesh, path, bytes.data, bytes.len, a, NULL) &&
                !strcmp(out->mesh.key, key) && json_array_size(slots) == (size_t)out->mesh.n_slots;
    for (int k = 0; good && k < out->mesh.n_slots; k++) {
        good = read_slot(json_array_get(slots, (size_t)k), cache, k, a, out);
    }
    buf_release(&bytes);
    return good;
}

/* ---- making it ---- */

/* A picture that Blender wrote, into the cache under the name of its contents. NULL on failure. */
static json_t *adopt_picture(struct store *store, const char *path, struct err *e)
{
    struct buf bytes = {0}, name = {0};
    char sha[65];
    json_t *out = NULL;
    if (!file_read(path, &bytes, e)) {
        bytes_sha256(bytes.data, bytes.len, sha);
        buf_printf(&name, "%s.png", sha);
        out = store_put(store, name.data, bytes.data, bytes.len, e) ? NULL : json_string(name.data);
    }
    buf_release(&bytes);
    buf_release(&name);
    return out;
}

static enum st add_slots(json_t *record, const json_t *reply, struct store *store,
                         const char *model, struct err *e)
{
    json_t *slots = json_deep_copy(get(reply, "slots"));
    enum st st = json_array_size(slots) ? ST_OK : bad_record(model, e);
    for (size_t i = 0; i < json_array_size(slots) && !st; i++) {
        json_t *slot = json_array_get(slots, i);
        const char *path = json_string_value(get(slot, "texture"));
        json_t *name = path ? adopt_picture(store, path, e) : NULL;
        if (path && (!name || json_object_set_new(slot, "texture", name))) {
            st = ST_IO;
        }
    }
    json_object_set_new(record, "slots", slots);
    return st;
}

static enum st add_sources(json_t *record, const json_t *reply, const char *model, struct err *e)
{
    const json_t *paths = get(reply, "sources");
    json_t *list = json_array();
    enum st st = json_array_size(paths) ? ST_OK : bad_record(model, e);
    for (size_t i = 0; i < json_array_size(paths) && !st; i++) {
        const char *path = json_string_value(json_array_get(paths, i));
        char sha[65];
        st = path ? file_sha256(path, sha, e) : bad_record(model, e);
        if (!st) {
            json_array_append_new(list, json_pack("{s:s, s:s}", "path", path, "sha256", sha));
        }
    }
    json_object_set_new(record, "sources", list);
    return st;
}

static enum st add_mesh(json_t *record, const char *path, struct store *store, struct arena *a,
                        struct baked *out, struct err *e)
{
    struct buf bytes = {0};
    enum st st = file_read(path, &bytes, e);
    st = st ? st : mesh_parse(&out->mesh, path, bytes.data, bytes.len, a, e);
    if (!st) {
        const char *name = arena_printf(a, "%s.mesh", out->mesh.key);
        st = store_put(store, name, bytes.data, bytes.len, e);
        json_object_set_new(record, "mesh", json_string(out->mesh.key));
    }
    buf_release(&bytes);
    return st;
}

/* One try at a Blender of its own. */
static enum st ask(struct session *s, const char *model, const char *result, json_t **reply,
                   enum session_fault *fault, struct err *e)
{
    struct buf job = {0};
    job_write_bake(1, model, result, &job);
    enum st st = session_start(s, fault, e);
    if (!st) {
        child_send(&s->child, job.data, job.len);
        st = session_ready(s, fault, e);
    }
    st = st ? st
            : session_reply(s, 1, deadline_in(s->timeout_s > 0 ? s->timeout_s : BAKE_S), reply,
                            fault, e);
    buf_release(&job);
    return st;
}

static enum st make(const struct blender_options *o, const char *model, struct store *store,
                    struct arena *a, json_t *record, struct baked *out, struct err *e)
{
    const char *result = arena_printf(a, "%s/baked.mesh", store->work);
    struct session s = {.program = session_program(o->path),
                        .script = session_script(a, e),
                        .log = arena_printf(a, "%s/blender.log", store->work),
                        .temp = store->work,
                        .threads = 1,
                        .timeout_s = o->timeout_s,
                        .stop = o->stop};
    json_t *reply = NULL;
    struct err why = {0};
    enum session_fault fault = FAULT_AGAIN;
    enum st st = s.script ? ST_CHILD : ST_IO;
    for (int i = 0; st == ST_CHILD && fault == FAULT_AGAIN && i < (o->tries > 0 ? o->tries : TRIES);
         i++) {
        why = (struct err){0};
        st = ask(&s, model, result, &reply, &fault, &why);
    }
    session_end(&s, QUIT_S);
    if (st) {
        err_set(e, st, "%s", why.msg);
    }
    (void)(st || (st = add_mesh(record, result, store, a, out, e)) ||
           (st = add_slots(record, reply, store, model, e)) ||
           (st = add_sources(record, reply, model, e)));
    json_decref(reply);
    return st;
}

static json_t *load_record(const char *path)
{
    struct buf bytes = {0};
    json_t *record = file_exists(path) && !file_read(path, &bytes, NULL)
                         ? json_loads(bytes.data, 0, NULL)
                         : NULL;
    buf_release(&bytes);
    return record;
}

enum st blender_bake(const struct blender_options *o, const char *model, const char *picture,
                     struct arena *a, struct baked *out, struct err *e)
{
    struct store store;
    char path[PATH_MAX], sha[65];
    *out = (struct baked){0};
    if (!realpath(model, path) || access(path, R_OK)) {
        return err_errno(e, "cannot open '%s'", model);
    }
    enum st st = store_open(&store, o->cache_dir, e);
    if (st) {
        return st;
    }
    bytes_sha256(path, strlen(path), sha);
    const char *name = arena_printf(a, "bake-%.32s.json", sha);
    json_t *record = load_record(arena_printf(a, "%s/%s", store.cache, name));
    if (!recall(record, store.cache, a, out)) {
        json_decref(record);
        record = json_pack("{s:i}", "record", RECORD);
        st = make(o, path, &store, a, record, out, e);
        char *text = st ? NULL : json_dumps(record, JSON_INDENT(2));
        st = text ? store_put(&store, name, text, strlen(text), e) : st;
        free(text);
        if (!st && !recall(record, store.cache, a, out)) {
            st = bad_record(model, e);
        }
    }
    for (int k = 0; picture && !st && k < out->mesh.n_slots; k++) {
        if (!out->texture[k]) {
            out->texture[k] = arena_dup(a, picture, strlen(picture));
        }
    }
    json_decref(record);
    store_close(&store);
    return st;
}
