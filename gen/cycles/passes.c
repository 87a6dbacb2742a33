// SPDX-License-Identifier: MIT
/*
 * passes - OpenEXRCore's C API over bytes in memory.
 *
 * A file is a list of parts (Blender below 5 writes one, 5 can write one a pass), a part a list of channels and a list of
 * chunks of scan lines. Every chunk is unpacked once, each wanted channel straight into its plane as float.
 */
#include "cycles/passes.h"

#include <math.h>
#include <openexr.h>
#include <stdio.h>
#include <string.h>

enum { MAX_PARTS = 64, MAX_CHANNELS = 256, MAX_NAME = 256 };

/* A plane and the channels that may hold it: any of the passes, any of the components. */
struct wanted {
    const char *pass[4];
    const char *component; /* one letter each */
    float *plane;          /* NULL: not wanted */
    int found;
};

enum { N_WANTED = 11 };

struct source {
    const uint8_t *bytes;
    size_t len;
    const char *name;
    char why[200]; /* the library's own words */
};

static int64_t read_source(exr_const_context_t ctxt, void *user, void *to, uint64_t size,
                           uint64_t offset, exr_stream_error_func_ptr_t error)
{
    (void)ctxt, (void)error;
    const struct source *s = user;
    if (offset >= s->len) {
        return 0;
    }
    uint64_t n = s->len - offset < size ? s->len - offset : size;
    memcpy(to, s->bytes + offset, n);
    return (int64_t)n;
}

static int64_t size_source(exr_const_context_t ctxt, void *user)
{
    (void)ctxt;
    return (int64_t)((const struct source *)user)->len;
}

static void keep_message(exr_const_context_t ctxt, exr_result_t code, const char *msg)
{
    void *user = NULL;
    (void)code;
    if (ctxt && exr_get_user_data(ctxt, &user) == EXR_ERR_SUCCESS && user) {
        struct source *s = user;
        snprintf(s->why, sizeof s->why, "%s", msg);
    }
}

static enum st damaged(const struct source *s, const char *where, exr_result_t rc, struct err *e)
{
    return err_set(e, ST_FORMAT, "'%s': %s: %s", s->name, where,
                   s->why[0] ? s->why : exr_get_default_error_message(rc));
}

/* LAYER.PASS.COMPONENT, or COMPONENT in a part that is called LAYER.PASS; a layer's name has no dot. */
static struct wanted *find(struct wanted *all, const char *part, const char *channel)
{
    char full[2 * MAX_NAME];
    snprintf(full, sizeof full, "%s%s%s", strchr(channel, '.') ? "" : part,
             strchr(channel, '.') ? "" : ".", channel);
    char *component = strrchr(full, '.'), *pass = strchr(full, '.');
    if (!component || component == pass || strlen(component) != 2) {
        return NULL;
    }
    *component++ = 0;
    pass++;
    for (int i = 0; i < N_WANTED; i++) {
        if (!all[i].plane || !strchr(all[i].component, *component)) {
            continue;
        }
        for (int k = 0; k < 4 && all[i].pass[k]; k++) {
            if (!strcmp(all[i].pass[k], pass)) {
                return &all[i];
            }
        }
    }
    return NULL;
}

/* Point the decoder's channels at their planes, at the first line of the chunk. */
static void aim(exr_decode_pipeline_t *d, struct wanted *all, const char *part, int first_line,
                int width_px)
{
    for (int c = 0; c < d->channel_count; c++) {
        exr_coding_channel_info_t *ch = &d->channels[c];
        struct wanted *w = find(all, part, ch->channel_name);
        ch->decode_to_ptr = NULL;
        if (w) {
            ch->decode_to_ptr = (uint8_t *)(w->plane + (size_t)first_line * (size_t)width_px);
            ch->user_data_type = EXR_PIXEL_FLOAT;
            ch->user_bytes_per_element = 4;
            ch->user_pixel_stride = 4;
            ch->user_line_stride = 4 * width_px;
            w->found = 1;
        }
    }
}

static exr_result_t decode_lines(exr_context_t ctxt, int part, int y, int height_px,
                                 struct wanted *all, const char *part_name, int width_px,
                                 exr_decode_pipeline_t *d, int *lines)
{
    exr_chunk_info_t chunk;
    exr_result_t rc = exr_read_scanline_chunk_info(ctxt, part, y, &chunk);
    if (rc) {
        return rc;
    }
    /* the planes end where the picture does */
    if (chunk.start_y != y || chunk.height < 1 || chunk.height > height_px - y ||
        chunk.width != width_px) {
        return EXR_ERR_BAD_CHUNK_LEADER;
    }
    *lines = chunk.height;
    int first = d->channels == NULL;
    rc = first ? exr_decoding_initialize(ctxt, part, &chunk, d)
               : exr_decoding_update(ctxt, part, &chunk, d);
    if (!rc) {
        aim(d, all, part_name, y, width_px);
        rc = first ? exr_decoding_choose_default_routines(ctxt, part, d) : EXR_ERR_SUCCESS;
    }
    return rc ? rc : exr_decoding_run(ctxt, part, d);
}

/* Subsampled channels would leave holes in their planes. */
static int sampled_whole(const exr_attr_chlist_t *list)
{
    for (int i = 0; i < list->num_channels; i++) {
        if (list->entries[i].x_sampling != 1 || list->entries[i].y_sampling != 1 ||
            list->entries[i].name.length >= MAX_NAME) {
            return 0;
        }
    }
    return 1;
}

static enum st read_part(exr_context_t ctxt, int part, const struct passes *p, struct wanted *all,
                         struct source *s, struct err *e)
{
    exr_storage_t storage;
    exr_attr_box2i_t box;
    const exr_attr_chlist_t *list = NULL;
    const char *name = "";
    exr_result_t rc;
    if ((rc = exr_get_storage(ctxt, part, &storage)) ||
        (rc = exr_get_data_window(ctxt, part, &box)) ||
        (rc = exr_get_channels(ctxt, part, &list))) {
        return damaged(s, "header", rc, e);
    }
    if (exr_get_name(ctxt, part, &name) || !name || strlen(name) >= MAX_NAME) {
        name = ""; /* files of one part need none */
    }
    if (storage != EXR_STORAGE_SCANLINE || list->num_channels < 1 ||
        list->num_channels > MAX_CHANNELS || !sampled_whole(list)) {
        return err_set(e, ST_FORMAT, "'%s': not scan lines of whole channels", s->name);
    }
    if (box.min.x || box.min.y || box.max.x != p->width_px - 1 || box.max.y != p->height_px - 1) {
        return err_set(e, ST_FORMAT, "'%s': window (%d, %d) to (%d, %d), wanted %d x %d", s->name,
                       box.min.x, box.min.y, box.max.x, box.max.y, p->width_px, p->height_px);
    }
    exr_decode_pipeline_t d = EXR_DECODE_PIPELINE_INITIALIZER;
    for (int y = 0, lines = 1; y < p->height_px && !rc; y += lines) {
        rc = decode_lines(ctxt, part, y, p->height_px, all, name, p->width_px, &d, &lines);
    }
    exr_decoding_destroy(ctxt, &d);
    return rc ? damaged(s, "pixels", rc, e) : ST_OK;
}

static enum st read_parts(struct source *s, const struct passes *p, struct wanted *all,
                          struct err *e)
{
    exr_context_initializer_t init = EXR_DEFAULT_CONTEXT_INITIALIZER;
    init.error_handler_fn = keep_message;
    init.user_data = s;
    init.read_fn = read_source;
    init.size_fn = size_source;
    init.max_image_width = p->width_px;
    init.max_image_height = p->height_px;
    exr_context_t ctxt = NULL;
    exr_result_t rc = exr_start_read(&ctxt, s->name, &init);
    if (rc) {
        return damaged(s, "header", rc, e);
    }
    int n = 0;
    enum st st = ST_OK;
    if ((rc = exr_get_count(ctxt, &n)) || n < 1 || n > MAX_PARTS) {
        st = damaged(s, "parts", rc, e);
    }
    for (int i = 0; i < n && !st; i++) {
        st = read_part(ctxt, i, p, all, s, e);
    }
    exr_finish(&ctxt);
    return st;
}

/* An index that is a mixture of two objects' would name a third. */
static enum st check_index(const struct passes *p, const char *name, struct err *e)
{
    size_t n = (size_t)p->width_px * (size_t)p->height_px;
    for (size_t i = 0; i < n; i++) {
        float v = p->index[i];
        if (!(v >= 0 && v <= 32767) || v != floorf(v)) {
            return err_set(e, ST_FORMAT, "'%s': index %g at pixel (%zu, %zu) is no object", name,
                           (double)v, i % (size_t)p->width_px, i / (size_t)p->width_px);
        }
    }
    return ST_OK;
}

enum st passes_read(const void *bytes, size_t len, const char *name, unsigned want, struct arena *a,
                    struct passes *out, struct err *e)
{
    static const char *const rgb[3] = {"R", "G", "B"}, *const xyz[3] = {"X", "Y", "Z"};
    if (out->width_px < 1 || out->height_px < 1) {
        BUG("passes of %d x %d", out->width_px, out->height_px);
    }
    size_t n = size_mul((size_t)out->width_px, (size_t)out->height_px);
    struct wanted all[N_WANTED] = {0};
    for (int k = 0; k < 3; k++) {
        all[k] = (struct wanted){{"Combined"}, rgb[k], NULL, 0};
        all[3 + k] = (struct wanted){{"Denoising Albedo"}, rgb[k], NULL, 0};
        all[6 + k] = (struct wanted){{"Denoising Normal"}, xyz[k], NULL, 0};
    }
    all[9] = (struct wanted){{"Depth", "Z"}, "ZVX", NULL, 0};
    all[10] = (struct wanted){{"IndexOB", "Object Index"}, "XVZ", NULL, 0};
    for (int i = 0; i < N_WANTED; i++) {
        if (want & (i < 9 ? PASSES_COLOR : PASSES_LABELS)) {
            all[i].plane = arena_array(a, float, n);
        }
    }
    struct source s = {.bytes = bytes, .len = len, .name = name};
    enum st st = read_parts(&s, out, all, e);
    for (int i = 0; i < N_WANTED && !st; i++) {
        if (all[i].plane && !all[i].found) {
            st = err_set(e, ST_FORMAT, "'%s': no pass '%s.%c'", name, all[i].pass[0],
                         all[i].component[0]);
        }
    }
    if (st) {
        return st;
    }
    for (int k = 0; k < 3 && (want & PASSES_COLOR); k++) {
        out->color[k] = all[k].plane;
        out->albedo[k] = all[3 + k].plane;
        out->normal[k] = all[6 + k].plane;
    }
    if (want & PASSES_LABELS) {
        out->depth_m = all[9].plane;
        out->index = all[10].plane;
        st = check_index(out, name, e);
    }
    return st;
}
