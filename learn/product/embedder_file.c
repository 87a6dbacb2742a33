// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "product/embedder_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "net/dnn.h"
#include "version.h"

static const char *const net_name[] = {"resnet", "depthwise"},
                         *const stem_name[] = {"half", "quarter"},
                         *const fit_name[] = {"pad", "stretch", "crop"};

static void text(struct json *j, const char *key, const char *s)
{
    json_key(j, key);
    json_str(j, s ? s : "");
}

static void number(struct json *j, const char *key, int64_t v)
{
    json_key(j, key);
    json_int(j, v);
}

static void write_shape(struct json *j, const struct embedder_shape *s)
{
    json_key(j, "shape");
    json_begin_object(j);
    text(j, "net", net_name[s->net]);
    text(j, "stem", stem_name[s->stem]);
    text(j, "fit", fit_name[s->fit]);
    number(j, "input_px", s->input_px);
    number(j, "width", s->width);
    number(j, "depth", s->depth);
    number(j, "dims", s->dims);
    json_end_object(j);
}

void embedder_meta(const struct embedder_about *a, const char *extra, struct buf *out)
{
    struct json j = json_to(out);
    json_begin_object(&j);
    text(&j, "kind", "embedder");
    text(&j, "program", "ersatz " ERSATZ_VERSION);
    write_shape(&j, &a->shape);
    if (a->class_name) {
        json_key(&j, "classes");
        json_begin_array(&j);
        for (size_t i = 0; i < a->n_classes; i++) {
            json_str(&j, a->class_name[i]);
        }
        json_end_array(&j);
    }
    json_key(&j, "origin");
    json_begin_object(&j);
    text(&j, "recipe", a->recipe);
    text(&j, "sha256", a->recipe_sha256);
    number(&j, "seed", (int64_t)a->seed);
    number(&j, "steps", (int64_t)a->steps);
    json_key(&j, "data");
    json_raw(&j, a->data_json, strlen(a->data_json));
    text(&j, "dnn", dnn_version());
    json_end_object(&j);
    if (*extra) {
        buf_addstr(out, extra);
    }
    json_end_object(&j);
}

/* --- reading ------------------------------------------------------------------------------------------ */

static int name_of(const json_t *o, const char *key, const char *const *names, int n)
{
    const char *s = json_string_value(json_object_get(o, key));
    for (int i = 0; s && i < n; i++) {
        if (!strcmp(s, names[i])) {
            return i;
        }
    }
    return -1;
}

static bool whole(const json_t *o, const char *key, int lo, int hi, int *out)
{
    const json_t *v = json_object_get(o, key);
    json_int_t x = json_integer_value(v);
    *out = (int)x;
    return json_is_integer(v) && x >= lo && x <= hi;
}

static bool read_shape(const json_t *o, struct embedder_shape *s)
{
    s->net = name_of(o, "net", net_name, 2);
    s->stem = name_of(o, "stem", stem_name, 2);
    s->fit = name_of(o, "fit", fit_name, 3);
    return s->net >= 0 && s->stem >= 0 && s->fit >= 0 &&
           whole(o, "input_px", 32, 256, &s->input_px) && s->input_px % 16 == 0 &&
           whole(o, "width", 16, 2048, &s->width) && whole(o, "depth", 1, 16, &s->depth) &&
           whole(o, "dims", 16, 1024, &s->dims);
}

static char *copy(const char *s)
{
    char *c = strdup(s ? s : "");
    if (!c) {
        BUG("out of memory");
    }
    return c;
}

static bool read_classes(struct embedder_about *a, const json_t *list)
{
    size_t n = json_array_size(list);
    if (!list) {
        return true;
    }
    a->class_name = calloc(n + 1, sizeof *a->class_name);
    if (!a->class_name) {
        BUG("out of memory");
    }
    for (; a->n_classes < n; a->n_classes++) {
        const char *s = json_string_value(json_array_get(list, a->n_classes));
        if (!s) {
            return false;
        }
        a->class_name[a->n_classes] = copy(s);
    }
    return json_is_array(list);
}

static enum st read_all(struct embedder_about *a, const char *name, const json_t *root,
                        struct err *e)
{
    const char *kind = json_string_value(json_object_get(root, "kind"));
    const json_t *origin = json_object_get(root, "origin");
    if (!kind || strcmp(kind, "embedder")) {
        return err_set(e, ST_FORMAT, "model '%s' does not embed products: it is of kind '%.40s'",
                       name, kind ? kind : "unknown");
    }
    if (!read_shape(json_object_get(root, "shape"), &a->shape) ||
        !read_classes(a, json_object_get(root, "classes"))) {
        return err_set(e, ST_FORMAT, "model '%s' has a wrong description of its net", name);
    }
    a->recipe = copy(json_string_value(json_object_get(origin, "recipe")));
    a->recipe_sha256 = copy(json_string_value(json_object_get(origin, "sha256")));
    a->seed = (uint64_t)json_integer_value(json_object_get(origin, "seed"));
    a->steps = (uint64_t)json_integer_value(json_object_get(origin, "steps"));
    char *data = json_dumps(json_object_get(origin, "data"), JSON_COMPACT | JSON_ENCODE_ANY);
    a->data_json = copy(data ? data : "[]");
    free(data);
    return ST_OK;
}

enum st embedder_about_parse(struct embedder_about *a, const char *name, const char *meta,
                             struct err *e)
{
    *a = (struct embedder_about){0};
    json_t *root = json_loads(meta, 0, NULL);
    enum st st = root ? read_all(a, name, root, e)
                      : err_set(e, ST_FORMAT, "model '%s' has no description", name);
    json_decref(root);
    if (st) {
        embedder_about_release(a);
    }
    return st;
}

void embedder_about_release(struct embedder_about *a)
{
    for (size_t i = 0; i < a->n_classes; i++) {
        free((char *)a->class_name[i]);
    }
    free(a->class_name);
    free((char *)a->recipe);
    free((char *)a->recipe_sha256);
    free((char *)a->data_json);
    *a = (struct embedder_about){0};
}
