// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CYCLES_STORE_H
#define ERSATZ_CYCLES_STORE_H
/*
 * store - the meshes and pictures that Blender reads, as files named after their contents.
 *
 * Two folders: the cache, shared by all workers and kept, and a folder of one's own in it ("work-XXXXXX"), removed at
 * the end. What is new goes into the latter; what a second frame wants is moved to the cache, and what none did
 * is deleted: products stay, the price tags and floors of a single frame do not pile up. Files appear under
 * their names by rename, whole. The own folder is also where Blender's log, results and temporary files go; a lock in
 * it tells a living one from one left behind by a kill, which the next store_open() removes.
 *
 *     store_open(&s, "cache", &e);
 *     store_begin(&s);
 *     store_mesh(&s, mesh, &e); store_texture(&s, texture, &e); ...      // "KEY.mesh", "KEY.png" are now in one of both
 *     store_settle(&s, &e);
 *     store_close(&s);
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/st.h"
#include "shelf/scene.h"

struct store_file;
struct store {
    char *cache, *work; /* absolute paths; owned */
    int lock_fd;
    uint64_t frame;
    struct store_file *own; /* files in `work` */
    size_t n_own, cap_own;
    uint64_t *seen; /* open hash of names that were in some frame */
    size_t n_seen, cap_seen;
    struct buf bytes, path; /* scratch */
};

enum st store_open(struct store *s, const char *cache, struct err *e);
void store_close(struct store *s);

/** store_begin() - a new frame. */
void store_begin(struct store *s);
enum st store_mesh(struct store *s, const struct mesh *m, struct err *e);
enum st store_texture(struct store *s, const struct texture *t, struct err *e);
/** store_settle() - delete what earlier frames alone wanted. */
void store_settle(struct store *s);
/** store_keep_all() - move all of this frame to the cache, so that its job can be run again by hand. */
void store_keep_all(struct store *s);
/** store_put() - bytes into the cache under a name, by way of a temporary one. */
enum st store_put(struct store *s, const char *name, const void *bytes, size_t len, struct err *e);

#endif
