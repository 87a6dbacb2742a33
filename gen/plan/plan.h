// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PLAN_PLAN_H
#define ERSATZ_PLAN_PLAN_H
/*
 * plan - (recipe, seed, i, attempt) -> everything that is random about one sample, as plain data.
 *
 * A pure function: no I/O, no global, no history. `world` holds what was loaded before (recipe, text
 * sources, fonts) and never changes. Plan i does not depend on plan i-1, nor on threads, shards or
 * restarts. Attempt 0 is the sample; when a rendered sample is not legible the next attempt is
 * planned, with new draws in every domain.
 *
 *     struct sample s;
 *     plan_make(&world, seed, i, 0, &arena, &s, &e);
 *     plan_write_json(&s, &buf);
 */
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/st.h"
#include "font/face.h"
#include "recipe/recipe.h"

struct corpora; /* corpus/corpora.h */
struct fontset; /* font/fontset.h */

struct world {
    const struct recipe *recipe;
    const struct corpora *corpora;
    const struct fontset *fonts;
    const uint8_t *face_split;   /* by face id: the split a held-out family belongs to (split_by font) */
    const uint8_t *source_split; /* by source number (split_by source) */
};

/* Text and the faces that draw it. run[k] covers bytes [run[k].start, run[k+1].start). */
struct styled_text {
    const char *text;   /* NFC, '\n' between lines, logical order; this is the transcript */
    size_t len;
    const char *source; /* name of the text source */
    const char *lang;   /* BCP 47 or NULL */
    struct face_run *run;
    size_t n_runs;
};

struct sample {
    uint64_t seed, index;
    uint32_t attempt;
    int split;                   /* 0 train, 1 val, 2 test */

    struct styled_text text;
    struct styled_text above, below, behind; /* lines that neighbours and show_through draw; len 0 = none */
    struct styled_text stamp;

    const struct face *face;     /* the chosen one; runs may fall back from it */
    double size_px, weight_em, oblique_deg, stretch, tracking_em, word_space_em;
    const char *features;        /* HarfBuzz feature string, "" = none */
    struct {
        char tag[5];
        double value;
    } axis[RECIPE_MAX_AXES];
    size_t n_axes;

    int direction;               /* enum recipe_direction, AUTO resolved per line by the text itself */
    int align;
    double line_gap_em;
    double height_px;            /* wanted; 0 = free */
    double max_width_px;
    double margin_em[4];         /* left, top, right, bottom */
    int quality;

    struct fx_plan fx[FX_COUNT];
};

enum { SPLIT_TRAIN, SPLIT_VAL, SPLIT_TEST };
extern const char *const split_name[3]; /* "train", "val", "test" */

/**
 * plan_hold_out() - assign named things (font families, sources) to splits.
 *
 * name: n names; equal names get equal splits. split: out, n values.
 * The distinct names are put in an order drawn from the seed; the first round(test * k) of k go to
 * test, the next to val, at least one each where its share is > 0 and k > 2.
 */
void plan_hold_out(uint64_t seed, const char *const *name, size_t n, double val, double test,
                   uint8_t *split);

/**
 * plan_make() - plan sample `index`.
 * arena: owns what `out` points to; lives as long as the sample
 * Returns ST_OK; ST_RECIPE if no source can give a text of the wanted length and alphabet, or, in
 * strict mode, if no face covers it (the message names face and code point).
 */
enum st plan_make(const struct world *w, uint64_t seed, uint64_t index, uint32_t attempt,
                  struct arena *a, struct sample *out, struct err *e);

/** plan_effects() - which effects are on, and their values; seed, index and attempt are set. What plan_make() calls,
 *  and kinds of sample that have no text. */
void plan_effects(const struct recipe *r, struct sample *s);

/** plan_write_json() - the plan as one JSON object: what `ersatz plan RECIPE I` prints. */
void plan_write_json(const struct sample *s, struct buf *out);
/** plan_write_effects() - "effects": those that are on, with their values; a member of the object that is open. */
void plan_write_effects(const struct sample *s, struct json *j);

#endif
