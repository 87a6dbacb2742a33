// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SAMPLE_H
#define ERSATZ_SAMPLE_H
/*
 * sample - the generator's one entry point: make sample i.
 *
 *     struct generator *g;
 *     generator_open("recipes/demo.yaml", NULL, 0, NULL, &g, &problems, &e);   // recipe and all it names
 *     struct worker *w = worker_new(g);                                  // one a thread
 *     struct made m = {0};
 *     sample_make(w, seed, i, &m, &e);                                   // m.image, m.json, ...
 *     made_release(&m); worker_free(w); generator_close(g);
 *
 * A generator is immutable and shared; a worker is one thread's. sample_make() is a pure function of
 * (recipe, seed, i): the same bytes in any order, on any thread, after any restart. What kinds there are
 * stands in text_sample.h and scene_sample.h.
 */
#include <stdatomic.h>

#include "base/buf.h"
#include "base/image.h"
#include "base/st.h"
#include "label/label.h"
#include "plan/plan.h"

struct generator;
struct worker;
struct shelf_label; /* label/shelf_label.h */
struct stage;       /* shelf/planogram.h */

/* What changes no sample. The zero value is the default. */
struct generator_options {
    const char *blender;     /* program; NULL: $BLENDER, else from $PATH */
    unsigned workers;        /* that will run at the same time: Blender's threads are shared among them; 0 = 1 */
    const atomic_int *stop;  /* non-zero: a sample under way ends with ST_STOPPED; may be NULL */
    bool quick;              /* for a look: shelves are drawn by the rasteriser, whatever the recipe says */
};

enum st generator_open(const char *recipe, const char *const *overrides, size_t n, const struct generator_options *o,
                       struct generator **out, struct buf *problems, struct err *e);
void generator_close(struct generator *g);
const struct recipe *generator_recipe(const struct generator *g);
/** generator_text() - what recipes of kind text draw from; NULL for other kinds. */
const struct world *generator_text(const struct generator *g);
/** generator_products() - SKUs that scenes show; 0 for kind text. */
size_t generator_products(const struct generator *g);
/** generator_fonts() - the faces that samples are drawn with; NULL if there are none. */
const struct fontset *generator_fonts(const struct generator *g);
/** generator_programs() - other programs that samples depend on, "blender 3.4.1"; "" = none. */
const char *generator_programs(const struct generator *g);

struct worker *worker_new(const struct generator *g);
void worker_free(struct worker *w);

enum { MADE_EXTRAS = 4 };

struct made {
    struct buf image;        /* encoded: JPEG or PNG */
    const char *image_ext;   /* "jpg" or "png" */
    struct buf json;         /* label */
    struct made_extra {
        const char *ext;     /* "mask.png" */
        struct buf bytes;
    } extra[MADE_EXTRAS];
    int n_extras;
    /* what an index counts */
    struct buf text;         /* transcript; empty for scenes */
    const char *source;      /* lives as long as the generator; NULL for scenes */
    char font[256];          /* family and style of the sample's face; "" for scenes */
    struct buf shown;        /* scenes: names of the labeled items' SKUs, each followed by NUL */
    int split, width_px, height_px;
    uint32_t n_graphemes;    /* scenes: labeled items */
    unsigned replans;        /* attempts before this one that were not legible, or showed nothing */
    bool forced;             /* not legible even at the last attempt: tone effects were switched off */
    /* for callers in the same process (preview, training); owned by the worker, valid until its next
     * sample_make(). What the other kind has is NULL. */
    const struct image *pixels;   /* before the file's own compression */
    const struct sample *sample;  /* seed, index, split and effects in any case */
    const struct label *label;
    const struct layout *layout;  /* page frame */
    const struct warp *warp;      /* page frame -> image frame */
    const struct canvas *canvas;  /* its inks and planes are used up; what moved pixels still stands */
    const struct shelf_label *shelf;
    const struct stage *stage;
};

/** sample_key() - "000000042": nine digits or more. */
void sample_key(uint64_t index, char out[24]);
enum st sample_make(struct worker *w, uint64_t seed, uint64_t index, struct made *out, struct err *e);
/** made_plan() - everything that was random about it, as JSON: what `ersatz plan` prints. */
void made_plan(const struct made *m, struct buf *out);
/** made_extra() - a further file of the sample to append to. Inside the generator. */
struct buf *made_extra(struct made *m, const char *ext);
void made_release(struct made *m);

#endif
