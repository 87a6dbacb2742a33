// SPDX-License-Identifier: MIT
#include "cycles/blender.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/files.h"
#include "cycles/job.h"
#include "cycles/passes.h"
#include "cycles/session.h"
#include "cycles/store.h"

enum { TRIES = 3, FULL_BYTES = 1 << 20 };
#define FRAME_S 60.0
#define MEGASAMPLE_S \
    20.0 /* five times what a shelf costs on one slow core: this is for what hangs, not for what is slow */
#define QUIT_S 2.0 /* to tidy up after itself; it takes a tenth of that */

struct blender {
    struct arena names; /* strings that live as long as this */
    struct store store;
    struct session session;
    double timeout_s;
    int tries;
    const char *result, *labels_result, *log;
    struct buf job, bytes; /* the frame under way; a result */
    uint64_t id;
    int width_px, height_px, labels;
    struct xform cam_from_world;
    double frame_s;
    struct deadline until;
    bool pending, until_set;
};

static int cores(int threads)
{
    long n = threads > 0 ? threads : sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 1024 ? 1024 : (int)n;
}

enum st blender_open(const struct blender_options *o, struct blender **out, struct err *e)
{
    struct blender *b = calloc(1, sizeof *b);
    if (!b) {
        return err_set(e, ST_NOMEM, "out of memory");
    }
    enum st st = store_open(&b->store, o->cache_dir, e);
    if (st) {
        free(b);
        return st;
    }
    const char *work = b->store.work, *program = session_program(o->path);
    b->tries = o->tries > 0 ? o->tries : TRIES;
    b->timeout_s = o->timeout_s;
    b->result = arena_printf(&b->names, "%s/frame.exr", work);
    b->labels_result = arena_printf(&b->names, "%s/labels.exr", work);
    b->log = arena_printf(&b->names, "%s/blender.log", work);
    b->session = (struct session){.program = arena_dup(&b->names, program, strlen(program)),
                                  .log = b->log,
                                  .temp = work,
                                  .threads = cores(o->threads),
                                  .timeout_s = o->timeout_s,
                                  .stop = o->stop};
    enum session_fault fault;
    if (!(b->session.script = session_script(&b->names, e))) {
        st = ST_IO;
    } else {
        st = session_start(&b->session, &fault, e); /* gets ready while the caller plans */
    }
    if (st) {
        blender_close(b);
        return st;
    }
    *out = b;
    return ST_OK;
}

void blender_close(struct blender *b)
{
    if (!b) {
        return;
    }
    session_end(&b->session, b->pending ? 0 : QUIT_S);
    store_close(&b->store);
    buf_release(&b->job);
    buf_release(&b->bytes);
    arena_release(&b->names);
    free(b);
}

/* Meshes and pictures of a scene into the store. */
static enum st put_files(struct store *store, const struct scene *s, struct err *e)
{
    enum st st = ST_OK;
    store_begin(store);
    for (size_t i = 0; i < s->n_meshes && !st; i++) {
        st = store_mesh(store, s->mesh[i], e);
    }
    for (size_t i = 0; i < s->n_textures && !st; i++) {
        st = store_texture(store, &s->texture[i], e);
    }
    store_settle(store);
    return st;
}

/* Give the job to a process, a new one if need be. */
static enum st hand_over(struct blender *b, struct err *e)
{
    enum session_fault fault;
    enum st st = session_start(&b->session, &fault, e);
    if (!st) {
        child_send(&b->session.child, b->job.data, b->job.len);
        b->until = deadline_in(b->frame_s);
        b->until_set = b->session.ready; /* else its time begins when it is */
    }
    return st;
}

enum st blender_start(struct blender *b, const struct scene *s, const struct render_settings *r,
                      struct err *e)
{
    if (b->pending) {
        BUG("blender_start() before blender_finish()");
    }
    enum st st = put_files(&b->store, s, e);
    if (st) {
        return st;
    }
    if (b->session.ready && truncate(b->log, 0)) {
        return err_errno(e, "cannot write '%s'", b->log);
    }
    b->labels = job_needs_labels(s, r);
    b->cam_from_world = s->camera.cam_from_world;
    b->width_px = r->width_px;
    b->height_px = r->height_px;
    double megasamples = 1e-6 * r->width_px * r->height_px * r->samples;
    b->frame_s = b->timeout_s > 0 ? b->timeout_s : FRAME_S + MEGASAMPLE_S * megasamples;
    struct job_place place = {.id = ++b->id,
                              .threads = b->session.threads,
                              .folders = {b->store.cache, b->store.work},
                              .result = b->result,
                              .labels_result = b->labels ? b->labels_result : NULL};
    buf_clear(&b->job);
    job_write_frame(s, r, &place, &b->job);
    st = hand_over(b, e);
    b->pending = !st;
    return st;
}

static bool disk_is_full(const char *folder)
{
    struct statvfs v;
    return !statvfs(folder, &v) && (double)v.f_bavail * (double)v.f_frsize < FULL_BYTES;
}

static enum st read_file(struct blender *b, const char *path, unsigned want, struct arena *a,
                         struct passes *out, struct err *e)
{
    buf_clear(&b->bytes);
    enum st st = file_read(path, &b->bytes, e);
    st = st ? st : passes_read(b->bytes.data, b->bytes.len, path, want, a, out, e);
    unlink(path);
    return st;
}

/* Cycles gives denoisers normals in its camera's frame: x right, y up, z forward. */
static void turn_normals(struct passes *p, const struct xform *cam_from_world)
{
    struct xform world_from_cam = xform_rigid_inverse(cam_from_world);
    size_t n = (size_t)p->width_px * (size_t)p->height_px;
    for (size_t i = 0; i < n; i++) {
        struct vec3 v = {(double)p->normal[0][i], -(double)p->normal[1][i],
                         (double)p->normal[2][i]};
        v = xform_dir(&world_from_cam, v);
        p->normal[0][i] = (float)v.x;
        p->normal[1][i] = (float)v.y;
        p->normal[2][i] = (float)v.z;
    }
}

/* What Blender says it has written. A file that cannot be read may be better the next time. */
static enum st read_result(struct blender *b, const json_t *reply, struct arena *a,
                           struct passes *out, enum session_fault *fault, struct err *e)
{
    *out = (struct passes){.width_px = b->width_px, .height_px = b->height_px};
    out->render_s = json_number_value(json_object_get(reply, "render_s"));
    out->oidn = json_is_true(json_object_get(reply, "denoised"));
    struct err why = {0};
    enum st st = read_file(b, b->result, b->labels ? PASSES_COLOR : PASSES_COLOR | PASSES_LABELS, a,
                           out, &why);
    if (!st && b->labels) {
        st = read_file(b, b->labels_result, PASSES_LABELS, a, out, &why);
    }
    if (!st) {
        turn_normals(out, &b->cam_from_world);
        return ST_OK;
    }
    session_end(&b->session, 0);
    if (disk_is_full(b->store.work)) {
        *fault = FAULT_NEVER;
        return err_set(e, ST_IO, "no space left in '%s' for Blender's result", b->store.cache);
    }
    *fault = FAULT_AGAIN;
    return err_set(e, ST_CHILD, "Blender's result cannot be read: %s", why.msg);
}

static enum st try_once(struct blender *b, struct arena *a, struct passes *out,
                        enum session_fault *fault, struct err *e)
{
    json_t *reply = NULL;
    enum st st = session_ready(&b->session, fault, e);
    if (!st) {
        b->until = b->until_set ? b->until : deadline_in(b->frame_s);
        st = session_reply(&b->session, b->id, b->until, &reply, fault, e);
    }
    st = st ? st : read_result(b, reply, a, out, fault, e);
    json_decref(reply);
    return st;
}

/* The last failure, with what a person needs to look into it: Blender's last words and the job. */
static enum st give_up(struct blender *b, enum st st, int times, const struct err *why,
                       struct err *e)
{
    struct buf m = {0};
    buf_addstr(&m, why->msg);
    if (st == ST_CHILD) {
        if (times > 1) {
            buf_printf(&m, ", %d times in a row", times);
        }
        struct buf words = {0};
        session_last_words(b->log, &words);
        if (words.len) {
            buf_printf(&m, "; its last words: %s", words.data);
        }
        buf_release(&words);
        store_keep_all(&b->store);
        if (!store_put(&b->store, "failed.json", b->job.data, b->job.len, NULL)) {
            buf_printf(&m, " (the job is kept as '%s/failed.json')", b->store.cache);
        }
    }
    err_set(e, st, "%s", m.data);
    buf_release(&m);
    return st;
}

enum st blender_finish(struct blender *b, struct arena *a, struct passes *out, struct err *e)
{
    if (!b->pending) {
        BUG("blender_finish() before blender_start()");
    }
    struct err why = {0};
    enum session_fault fault = FAULT_NONE;
    enum st st = ST_OK;
    for (int times = 1;; times++) {
        why = (struct err){0};
        st = try_once(b, a, out, &fault, &why);
        if (st && fault == FAULT_AGAIN && times < b->tries) {
            struct err start = {0};
            if (!hand_over(b, &start)) {
                continue;
            }
            why = start;
            st = start.code;
        }
        if (st) {
            st = give_up(b, st, times, &why, e);
        }
        b->pending = false;
        return st;
    }
}

enum st blender_check(const char *path, char version[32], struct err *e)
{
    struct arena a = {0};
    char folder[] = "/tmp/ersatz-XXXXXX";
    if (!mkdtemp(folder)) {
        return err_errno(e, "cannot make a folder in '/tmp'");
    }
    struct session s = {.program = session_program(path),
                        .script = session_script(&a, e),
                        .log = arena_printf(&a, "%s/blender.log", folder),
                        .temp = folder,
                        .threads = 1};
    enum session_fault fault;
    enum st st = s.script ? session_start(&s, &fault, e) : ST_IO;
    if (!st && !(st = session_ready(&s, &fault, e))) {
        snprintf(version, 32, "%d.%d.%d", s.version[0], s.version[1], s.version[2]);
    }
    session_end(&s, QUIT_S);
    unlink(s.log);
    rmdir(folder);
    arena_release(&a);
    return st;
}
