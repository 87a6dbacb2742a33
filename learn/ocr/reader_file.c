// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "ocr/reader_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "net/dnn.h"
#include "version.h"

static const char *const cnn_name[] = {"vgg", "depthwise", "fast"},
                         *const encoder_name[] = {"bilstm", "transformer"},
                         *const order_name[] = {"visual", "logical"};

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

static void write_shape(struct json *j, const struct reader_shape *s)
{
    json_key(j, "shape");
    json_begin_object(j);
    text(j, "cnn", cnn_name[s->cnn]);
    text(j, "encoder", encoder_name[s->encoder]);
    number(j, "height_px", s->height_px);
    number(j, "width", s->width);
    number(j, "hidden", s->hidden);
    number(j, "layers", s->layers);
    number(j, "heads", s->heads);
    json_key(j, "dropout");
    json_double(j, s->dropout);
    json_end_object(j);
}

void reader_meta(const struct reader_about *a, const char *extra, struct buf *out)
{
    struct json j = json_to(out);
    json_begin_object(&j);
    text(&j, "kind", "reader");
    text(&j, "program", "ersatz " ERSATZ_VERSION);
    write_shape(&j, &a->shape);
    text(&j, "order", order_name[a->order]);
    json_key(&j, "temperature");
    json_double(&j, a->temperature);
    json_key(&j, "classes");
    classes_write(a->classes, &j);
    if (a->bpe) {
        json_key(&j, "merges");
        bpe_write(a->bpe, a->classes, &j);
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

static bool read_shape(const json_t *o, struct reader_shape *s)
{
    s->cnn = name_of(o, "cnn", cnn_name, 3);
    s->encoder = name_of(o, "encoder", encoder_name, 2);
    s->dropout = json_number_value(json_object_get(o, "dropout"));
    return s->cnn >= 0 && s->encoder >= 0 && whole(o, "height_px", 16, 128, &s->height_px) && s->height_px % 16 == 0 &&
           whole(o, "width", 16, 1024, &s->width) && whole(o, "hidden", 16, 1024, &s->hidden) &&
           whole(o, "layers", 0, 16, &s->layers) && whole(o, "heads", 1, 32, &s->heads) && s->dropout >= 0 && s->dropout < 1 &&
           (s->encoder == ENCODER_BILSTM || 2 * s->hidden % s->heads == 0);
}

static char *copy(const char *s)
{
    char *c = strdup(s ? s : "");
    if (!c) {
        BUG("out of memory");
    }
    return c;
}

static enum st read_all(struct reader_about *a, const char *name, const json_t *root, struct err *e)
{
    const char *kind = json_string_value(json_object_get(root, "kind"));
    const json_t *origin = json_object_get(root, "origin"), *merges = json_object_get(root, "merges");
    if (!kind || strcmp(kind, "reader")) {
        return err_set(e, ST_FORMAT, "model '%s' does not read lines: it is of kind '%.40s'", name, kind ? kind : "unknown");
    }
    a->order = name_of(root, "order", order_name, 2);
    a->temperature = json_number_value(json_object_get(root, "temperature"));
    if (!read_shape(json_object_get(root, "shape"), &a->shape) || a->order < 0 || !(a->temperature > 0)) {
        return err_set(e, ST_FORMAT, "model '%s' has a wrong description of its net", name);
    }
    enum st st;
    if ((st = classes_read(json_object_get(root, "classes"), &a->classes, e)) ||
        (st = merges ? bpe_read(merges, a->classes, &a->bpe, e) : ST_OK)) {
        return err_wrap(e, st, "model '%s': ", name);
    }
    a->shape.classes = classes_count(a->classes);
    a->shape.tokens = a->bpe ? bpe_count(a->bpe) : 0;
    a->recipe = copy(json_string_value(json_object_get(origin, "recipe")));
    a->recipe_sha256 = copy(json_string_value(json_object_get(origin, "sha256")));
    a->seed = (uint64_t)json_integer_value(json_object_get(origin, "seed"));
    a->steps = (uint64_t)json_integer_value(json_object_get(origin, "steps"));
    char *data = json_dumps(json_object_get(origin, "data"), JSON_COMPACT | JSON_ENCODE_ANY);
    a->data_json = copy(data ? data : "[]");
    free(data);
    return ST_OK;
}

enum st reader_about_parse(struct reader_about *a, const char *name, const char *meta, struct err *e)
{
    *a = (struct reader_about){0};
    json_t *root = json_loads(meta, 0, NULL);
    enum st st = root ? read_all(a, name, root, e) : err_set(e, ST_FORMAT, "model '%s' has no description", name);
    json_decref(root);
    if (st) {
        reader_about_release(a);
    }
    return st;
}

void reader_about_release(struct reader_about *a)
{
    classes_free(a->classes);
    bpe_free(a->bpe);
    free((char *)a->recipe);
    free((char *)a->recipe_sha256);
    free((char *)a->data_json);
    *a = (struct reader_about){0};
}
