// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SAMPLE_H
#define ERSATZ_SAMPLE_H
/*
 * sample - the generator's one entry point: make sample i.
 *
 *     struct generator *g;
 *     generator_open("recipes/demo.yaml", NULL, 0, &g, &problems, &e);   // recipe, corpora, fonts, photos
 *     struct worker *w = worker_new(g);                                  // one a thread
 *     struct made m = {0};
 *     sample_make(w, seed, i, &m, &e);                                   // m.image, m.json, ...
 *     made_release(&m); worker_free(w); generator_close(g);
 *
 * A generator is immutable and shared; a worker is one thread's. sample_make() is a pure function of
 * (recipe, seed, i): the same bytes in any order, on any thread, after any restart.
 */
#include "base/buf.h"
#include "base/image.h"
#include "base/st.h"
#include "label/label.h"
#include "plan/plan.h"

struct generator;
struct worker;

enum st generator_open(const char *recipe, const char *const *overrides, size_t n,
                       struct generator **out, struct buf *problems, struct err *e);
void generator_close(struct generator *g);
const struct world *generator_world(const struct generator *g);

struct worker *worker_new(const struct generator *g);
void worker_free(struct worker *w);

struct made {
    struct buf image;        /* encoded: JPEG or PNG */
    const char *image_ext;   /* "jpg" or "png" */
    struct buf json;         /* label; "" if the caller asked for pixels only */
    struct buf mask;         /* PNG of the ink's coverage, empty unless recipe.ink_mask */
    /* what an index counts; source and face live as long as the generator */
    struct buf text;         /* transcript */
    const char *source;
    const struct face *face;
    int split, width_px, height_px;
    uint32_t n_graphemes;
    unsigned replans;        /* attempts before this one that were not legible */
    bool forced;             /* not legible even at the last attempt: tone effects were switched off */
    /* for callers in the same process (preview, training); owned by the worker, valid until its next
     * sample_make() */
    const struct image *pixels;   /* before the file's own compression */
    const struct label *label;
    const struct sample *sample;
    const struct layout *layout;  /* page frame */
    const struct warp *warp;      /* page frame -> image frame */
    const struct canvas *canvas;  /* its inks and planes are used up; what moved pixels still stands */
};

/** sample_key() - "000000042": nine digits or more. */
void sample_key(uint64_t index, char out[24]);
enum st sample_make(struct worker *w, uint64_t seed, uint64_t index, struct made *out, struct err *e);
void made_release(struct made *m);

#endif
