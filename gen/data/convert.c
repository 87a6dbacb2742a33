// SPDX-License-Identifier: MIT
#include "data/convert.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/image.h"
#include "base/json.h"
#include "base/utf8.h"
#include "data/dataset_reader.h"
#include "data/dataset_writer.h"
#include "data/format.h"
#include "data/out_folder.h"

const struct exporter *const convert_exporters[] = {
    &export_lmdb, &export_paddle, &export_imagefolder, &export_icdar, &export_tsv,  /* text */
    &export_coco, &export_yolo,   &export_voc,         &export_bop,   &export_crops, /* shelves */
    NULL,
};
const struct importer *const convert_importers[] = {
    &import_tsv,
    &import_lmdb,
    &import_imagefolder,
    NULL,
};

enum { IMPORT_SHARD_SAMPLES = 10000 };

/* ST_USAGE for a split that does not exist; *number is -1 for none. */
static enum st parse_split(const char *name, int *number, struct err *e)
{
    *number = name ? dataset_split_number(name) : -1;
    return name && *number < 0
               ? err_set(e, ST_USAGE, "unknown split '%s' (train, val or test)", name)
               : ST_OK;
}

static void tell(const struct convert_options *o, uint64_t done, uint64_t total)
{
    if (o->progress) {
        o->progress(o->ctx, done, total);
    }
}

/* --- export ---------------------------------------------------------------------------------- */

struct export_job {
    const struct exporter *x;
    void *state;
    const struct convert_options *o;
    int split; /* -1: all */
    struct convert_result *result;
    struct arena arena;
};

/* Keys of tars made by others may hold folders. */
static const char *safe_name(struct arena *a, const char *key)
{
    char *s = arena_dup(a, key, strlen(key));
    for (char *p = s; *p; p++) {
        if (*p == '/' || (p == s && *p == '.')) {
            *p = '_';
        }
    }
    return s;
}

static const char *one_line(struct arena *a, const char *text, size_t len, bool *changed)
{
    char *s = arena_dup(a, text, len);
    *changed = false;
    for (char *p = s; *p; p++) {
        if (*p == '\t' || *p == '\n' || *p == '\r') {
            *p = ' ';
            *changed = true;
        }
    }
    return s;
}

/* A shelf where the format is for text, or the other way round. */
static enum st check_kind(const struct export_job *j, const struct record *r, const struct record_label *l, struct err *e)
{
    unsigned kind = l->shelf ? TAKES_SHELVES : TAKES_TEXT;
    return j->x->takes & kind ? ST_OK
                              : record_error(r, NULL, e, ST_FORMAT, "is %s, and '%s' is a format for %s",
                                             l->shelf ? "a shelf" : "a picture of text", j->x->name,
                                             l->shelf ? "text" : "shelves");
}

/* Leaves out the items that are hidden too much. */
static void drop_hidden(struct export_job *j, struct record_shelf *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->n_items; i++) {
        if (s->item[i].visible_fraction >= j->o->min_visible) {
            s->item[kept++] = s->item[i];
        }
    }
    j->result->items_left_out += s->n_items - kept;
    j->result->items += kept;
    s->n_items = kept;
}

static enum st scan_all(struct export_job *j, struct dataset *d, struct err *e)
{
    enum st st = ST_OK;
    uint64_t n = j->x->scan ? dataset_count(d) : 0;
    for (uint64_t i = 0; i < n && !st; i++) {
        struct record r;
        struct record_label l;
        (void)((st = dataset_get(d, i, &r, e)) || (st = record_label(&r, &j->arena, &l, e)) ||
               (st = check_kind(j, &r, &l, e)) || (st = j->x->scan(j->state, &l, e)));
        arena_reset(&j->arena);
    }
    return st;
}

static enum st export_one(struct export_job *j, const struct record *r, struct err *e)
{
    struct record_label l;
    struct export_item it = {.image = record_image(r), .label = &l};
    bool changed;
    enum st st = record_label(r, &j->arena, &l, e);
    (void)(st || (st = check_kind(j, r, &l, e)));
    if (st) {
        return st;
    }
    it.split = r->split >= 0 ? r->split : l.split >= 0 ? l.split : 0;
    if (j->split >= 0 && it.split != j->split) {
        j->result->left_out++;
        return ST_OK;
    }
    if (!it.image) {
        return record_error(r, NULL, e, ST_FORMAT, "no picture (.jpg, .jpeg or .png)");
    }
    struct err mine = {0};
    int channels;
    if (image_size(it.image->bytes, it.image->size, &it.width_px, &it.height_px, &channels,
                   &mine)) {
        return record_error(r, it.image, e, ST_FORMAT, "%s", mine.msg);
    }
    if (l.shelf && (l.shelf->width_px != it.width_px || l.shelf->height_px != it.height_px)) {
        return record_error(r, it.image, e, ST_FORMAT, "picture is of another size than its label says");
    }
    if (l.shelf) {
        drop_hidden(j, l.shelf);
    }
    it.name = safe_name(&j->arena, r->key);
    it.line = one_line(&j->arena, l.text, l.text_len, &changed);
    if ((st = j->x->add(j->state, &it, e))) {
        return st;
    }
    j->result->changed += changed && j->x->one_line;
    j->result->samples++;
    return ST_OK;
}

static enum st export_all(struct export_job *j, struct dataset *d, struct err *e)
{
    enum st st = ST_OK;
    uint64_t n = dataset_count(d);
    for (uint64_t i = 0; i < n && !st; i++) {
        struct record r;
        (void)((st = dataset_get(d, i, &r, e)) || (st = export_one(j, &r, e)));
        arena_reset(&j->arena);
        tell(j->o, i + 1, n);
    }
    if (!st && !j->result->samples) {
        st = err_set(e, ST_FORMAT, "no sample to convert%s%s", j->o->split ? " in split " : "",
                     j->o->split ? j->o->split : "");
    }
    return st;
}

static enum st unknown_format(const char *format, struct buf *names, struct err *e)
{
    err_set(e, ST_USAGE, "unknown format '%s' (there are:%s)", format, names->data);
    buf_release(names);
    return ST_USAGE;
}

enum st convert_export(const char *from, const char *format, const char *out,
                       const struct convert_options *o, struct convert_result *result,
                       struct err *e)
{
    struct export_job j = {.o = o, .result = result};
    struct dataset *d = NULL;
    struct out_folder f = {.lock_fd = -1};
    *result = (struct convert_result){0};
    for (size_t i = 0; convert_exporters[i]; i++) {
        if (!strcmp(format, convert_exporters[i]->name)) {
            j.x = convert_exporters[i];
        }
    }
    if (!j.x) {
        struct buf names = {0};
        for (size_t i = 0; convert_exporters[i]; i++) {
            buf_printf(&names, " %s", convert_exporters[i]->name);
        }
        return unknown_format(format, &names, e);
    }
    enum st st;
    (void)((st = parse_split(o->split, &j.split, e)) || (st = dataset_open(from, &d, e)) ||
           (st = out_folder_begin(&f, out, j.x->marker, o->force, e)) ||
           (st = j.x->begin(f.temp, o, &j.state, e)) || (st = scan_all(&j, d, e)) || (st = export_all(&j, d, e)) ||
           (st = j.x->end(j.state, e)));
    j.x->free(j.state);
    if (!st) {
        st = out_folder_commit(&f, e);
    }
    out_folder_drop(&f);
    dataset_close(d);
    arena_release(&j.arena);
    return st;
}

/* --- import ---------------------------------------------------------------------------------- */

static const char *image_ext(const struct import_item *it)
{
    return it->image_len && *(const uint8_t *)it->image == 0x89 ? "png" : "jpg";
}

static void write_label(struct buf *b, const struct import_item *it, uint64_t index,
                        const struct record_facts *f)
{
    char key[24];
    snprintf(key, sizeof key, KEY_NAME, (unsigned long long)index);
    struct json j = json_to(b);
    json_object(&j);
    json_key(&j, "key");
    json_str(&j, key);
    json_key(&j, "text");
    json_strn(&j, f->text, f->text_len);
    json_key(&j, "split");
    json_str(&j, dataset_split[f->split]);
    json_key(&j, "width_px");
    json_int(&j, f->width_px);
    json_key(&j, "height_px");
    json_int(&j, f->height_px);
    json_key(&j, "source");
    json_str(&j, f->source);
    json_key(&j, "file");
    json_str(&j, it->name);
    json_end_object(&j);
}

static enum st check_item(const struct import_item *it, int *width_px, int *height_px,
                          struct err *e)
{
    struct err mine = {0};
    int channels;
    size_t bad;
    if (!it->text_len) {
        return err_set(e, ST_FORMAT, "'%s': transcript is empty", it->name);
    }
    if (!utf8_valid(it->text, it->text_len, &bad)) {
        return err_set(e, ST_FORMAT, "'%s': transcript is not UTF-8 at byte %zu", it->name, bad);
    }
    if (image_size(it->image, it->image_len, width_px, height_px, &channels, &mine)) {
        return err_set(e, ST_FORMAT, "'%s': %s", it->name, mine.msg);
    }
    return ST_OK;
}

static enum st import_one(struct dataset_writer *w, uint64_t index, const struct import_item *it,
                          int split, struct arena *a, struct buf *label, struct err *e)
{
    struct record_facts f = {.source = "import"};
    enum st st = check_item(it, &f.width_px, &f.height_px, e);
    if (st) {
        return st;
    }
    uint32_t *off;
    f.text = utf8_nfc(a, it->text, it->text_len, &f.text_len);
    f.n_graphemes = (uint32_t)utf8_graphemes(a, f.text, f.text_len, &off);
    f.split = split >= 0 ? split : it->split >= 0 ? it->split : 0;
    buf_clear(label);
    write_label(label, it, index, &f);
    const struct record_file files[] = {{image_ext(it), it->image, it->image_len},
                                        {"json", label->data, label->len}};
    return dataset_writer_add(w, index, files, 2, &f, e);
}

static enum st import_all(const struct importer *x, void *state, struct dataset_writer *w,
                          const struct convert_options *o, int split, struct convert_result *result,
                          struct err *e)
{
    uint64_t first, count;
    struct arena a = {0};
    struct buf label = {0};
    enum st st = ST_OK;
    while (!st && dataset_writer_next(w, &first, &count)) {
        for (uint64_t i = first; i < first + count && !st; i++) {
            struct import_item it = {.split = -1};
            (void)((st = x->next(state, &it, e)) ||
                   (st = import_one(w, i, &it, split, &a, &label, e)));
            arena_reset(&a);
            result->samples += !st;
            tell(o, i + 1, first + count);
        }
    }
    (void)(st || (st = dataset_writer_finish(w, &label, e)));
    buf_release(&label);
    arena_release(&a);
    return st;
}

enum st convert_import(const char *from, const char *format, const char *out,
                       const struct convert_options *o, struct convert_result *result,
                       struct err *e)
{
    const struct importer *x = NULL;
    *result = (struct convert_result){0};
    for (size_t i = 0; convert_importers[i]; i++) {
        if (!strcmp(format, convert_importers[i]->name)) {
            x = convert_importers[i];
        }
    }
    if (!x) {
        struct buf names = {0};
        for (size_t i = 0; convert_importers[i]; i++) {
            buf_printf(&names, " %s", convert_importers[i]->name);
        }
        return unknown_format(format, &names, e);
    }
    void *state = NULL;
    char sha[SHA256_HEX + 1];
    int split;
    struct out_folder f = {.lock_fd = -1};
    struct dataset_writer *w = NULL;
    struct dataset_options wo = {
        .recipe = "",
        .recipe_sha256 = sha,
        .shard_samples = o->shard_samples ? o->shard_samples : IMPORT_SHARD_SAMPLES,
    };
    enum st st;
    (void)((st = parse_split(o->split, &split, e)) ||
           (st = x->begin(from, &state, &wo.count, sha, e)));
    if (!st && !wo.count) {
        st = err_set(e, ST_FORMAT, "'%s' lists no sample", from);
    }
    (void)(st || (st = out_folder_begin(&f, out, DATASET_MANIFEST, o->force, e)));
    wo.dir = f.temp;
    (void)(st || (st = dataset_writer_open(&w, &wo, e)) ||
           (st = import_all(x, state, w, o, split, result, e)));
    dataset_writer_free(w);
    x->free(state);
    if (!st) {
        st = out_folder_commit(&f, e);
    }
    out_folder_drop(&f);
    return st;
}
