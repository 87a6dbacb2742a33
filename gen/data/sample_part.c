// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "data/sample_part.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/files.h"
#include "base/utf8.h"
#include "data/temp_file.h"

static const char *part_path(struct buf *b, const char *dir, uint64_t index)
{
    buf_clear(b);
    buf_printf(b, "%s/" PART_NAME, dir, (unsigned long long)index);
    return b->data;
}

/* --- writing ------------------------------------------------------------------------------------- */

static void write_text(struct json *j, const char *key, const char *s, size_t len)
{
    json_key(j, key);
    if (s) {
        json_strn(j, s, len);
    } else {
        json_put_null(j);
    }
}

static void write_header(struct json *j, const struct origin *o, const struct record_file *file, size_t n,
                         const struct record_facts *f)
{
    const struct {
        const char *key;
        int64_t v;
    } number[] = {{"split", f->split},           {"width_px", f->width_px}, {"height_px", f->height_px},
                  {"graphemes", f->n_graphemes}, {"replans", f->replans},   {"forced", f->forced}};
    json_begin_object(j);
    origin_write(o, j);
    for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
        json_key(j, number[i].key);
        json_int(j, number[i].v);
    }
    write_text(j, "source", f->source, f->source ? strlen(f->source) : 0);
    write_text(j, "font", f->font, f->font ? strlen(f->font) : 0);
    write_text(j, "text", f->text, f->text_len);
    json_key(j, "shown");
    json_begin_array(j);
    for (size_t i = 0; i < f->shown_len; i += strlen(f->shown + i) + 1) {
        json_str(j, f->shown + i);
    }
    json_end_array(j);
    json_key(j, "files");
    json_begin_array(j);
    for (size_t i = 0; i < n; i++) {
        json_begin_array(j);
        json_str(j, file[i].ext);
        json_int(j, (int64_t)file[i].len);
        json_int(j, (int64_t)crc32_z(0, file[i].bytes, file[i].len));
        json_end_array(j);
    }
    json_end_array(j);
    json_end_object(j);
}

enum st sample_part_write(const char *dir, uint64_t index, const struct origin *o, const struct record_file *file, size_t n,
                          const struct record_facts *facts, struct err *e)
{
    struct buf b = {0}, path = {0};
    struct json j = json_to(&b);
    write_header(&j, o, file, n, facts);
    buf_addc(&b, '\n');
    for (size_t i = 0; i < n; i++) {
        buf_add(&b, file[i].bytes, file[i].len);
    }
    enum st st = temp_file_write(part_path(&path, dir, index), b.data, b.len, NULL, e);
    buf_release(&b);
    buf_release(&path);
    return st;
}

/* --- reading ------------------------------------------------------------------------------------- */

static const char *text_of(const json_t *o, const char *key, struct arena *a, size_t *len)
{
    const json_t *v = json_object_get(o, key);
    *len = json_is_string(v) ? json_string_length(v) : 0;
    return json_is_string(v) ? arena_dup(a, json_string_value(v), *len) : NULL;
}

static bool read_facts(const json_t *o, struct arena *a, struct record_facts *f)
{
    static const char *const key[] = {"split", "width_px", "height_px", "graphemes", "replans", "forced"};
    int64_t v[6];
    size_t len, i;
    for (i = 0; i < 6; i++) {
        const json_t *n = json_object_get(o, key[i]);
        v[i] = json_integer_value(n);
        if (!json_is_integer(n) || v[i] < 0 || v[i] > INT32_MAX) {
            return false;
        }
    }
    *f = (struct record_facts){.split = (int)v[0], .width_px = (int)v[1], .height_px = (int)v[2],
                               .n_graphemes = (uint32_t)v[3], .replans = (uint32_t)v[4], .forced = v[5] != 0};
    f->source = text_of(o, "source", a, &len);
    f->font = text_of(o, "font", a, &len);
    f->text = text_of(o, "text", a, &f->text_len);
    struct buf shown = {0};
    json_t *name;
    json_array_foreach(json_object_get(o, "shown"), i, name)
    {
        const char *s = json_string_value(name);
        buf_add(&shown, s ? s : "", (s ? strlen(s) : 0) + 1);
    }
    f->shown = shown.len ? arena_dup(a, shown.data, shown.len) : NULL;
    f->shown_len = shown.len;
    buf_release(&shown);
    return f->split < DATASET_SPLITS;
}

/* The files behind the header line, each as long and as it was written. */
static bool read_files(const json_t *o, const char *bytes, size_t len, struct arena *a, struct sample_part *p)
{
    const json_t *list = json_object_get(o, "files");
    p->n_files = json_array_size(list);
    if (p->n_files < 1 || p->n_files > RECORD_MEMBERS) {
        return false;
    }
    for (size_t i = 0; i < p->n_files; i++) {
        const json_t *f = json_array_get(list, i), *ext = json_array_get(f, 0);
        json_int_t size = json_integer_value(json_array_get(f, 1));
        if (!json_is_string(ext) || json_string_length(ext) > EXTENSION_MAX || size < 0 || (uint64_t)size > len) {
            return false;
        }
        p->file[i] = (struct record_file){arena_dup(a, json_string_value(ext), json_string_length(ext)),
                                          arena_dup(a, bytes, (size_t)size), (size_t)size};
        if (crc32_z(0, (const Bytef *)bytes, (size_t)size) != (uLong)json_integer_value(json_array_get(f, 2))) {
            return false;
        }
        bytes += size;
        len -= (size_t)size;
    }
    return len == 0;
}

enum st sample_part_read(const char *dir, uint64_t index, const struct origin *o, struct arena *a, struct sample_part *out,
                         bool *there, struct err *e)
{
    struct buf b = {0}, path = {0};
    struct origin theirs;
    enum st st = ST_OK;
    *there = false;
    if (!file_read(part_path(&path, dir, index), &b, NULL) && b.len) {
        const char *end = memchr(b.data, '\n', b.len);
        json_t *root = end ? json_loadb(b.data, (size_t)(end - b.data), 0, NULL) : NULL;
        if (root && !origin_read(&theirs, root, NULL)) {
            st = origin_same(o, &theirs, path.data, e);
            *there = !st && read_facts(root, a, &out->facts) &&
                     read_files(root, end + 1, b.len - (size_t)(end + 1 - b.data), a, out);
        }
        json_decref(root);
    }
    buf_release(&b);
    buf_release(&path);
    return st;
}

bool sample_part_exists(const char *dir, uint64_t index)
{
    struct buf path = {0};
    bool there = file_exists(part_path(&path, dir, index));
    buf_release(&path);
    return there;
}

void sample_part_remove(const char *dir, uint64_t index)
{
    struct buf path = {0};
    unlink(part_path(&path, dir, index));
    buf_release(&path);
}
