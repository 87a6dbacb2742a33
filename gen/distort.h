// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DISTORT_H
#define ERSATZ_DISTORT_H
/*
 * distort - the generator's effects on pictures it did not make: real ones that a model learns from. Stands beside sample.h.
 *
 *     struct distorter *d;
 *     distorter_open("recipes/receipts.yaml", NULL, 0, &d, &problems, &e);      // of a recipe its effects alone
 *     struct distort_worker *w = distort_worker_new(d);                       // one a thread
 *     sample_distort(w, seed, i, &picture, &out, &e);
 *
 * The same draws, maps and filters as for samples that are made: plan_effects(), warp/, tone/. sample_distort() is a pure function of
 * (recipe, seed, i, picture).
 *
 * Recipes of kind text distort grey pictures of single lines:
 *   1. scaled to the recipe's image.height_px, so that pixels mean what they mean there (0: as it is);
 *   2. warp: wave, arc, elastic, curl, shear, rotate, perspective move the pixels (warp/warp_plane.h), and the line is scaled to its
 *      height again;
 *   3. ink: levels of paper and ink are taken from the picture's own histogram, and what lies between is coverage, which
 *      erode, dilate, bleed, broken, dot_matrix, thermal and halftone change; light print on dark ground works alike;
 *   4. paper: gradient, grain, fibres, cardboard, creases, stains darken and lighten the picture as they would a sheet;
 *   5. light, camera, scanner.
 * What belongs to drawing alone is left out: glyph_jitter, other ink on the page (underline to show_through), the colours of ink
 * and paper, paper_photo. The transcript stays. A line that a draw would make half as high, or less legible than
 * min(legibility.min_contrast, 7/10 of what it was), is drawn again, after legibility.max_attempts left as it is.
 *
 * Recipes of kind shelf and product distort pictures of products, grey or RGB, by light, camera and recompress: no pixel is moved.
 *
 * Where no effect is on, the picture goes through byte by byte.
 */
#include "base/buf.h"
#include "base/image.h"
#include "base/st.h"

struct distorter;
struct distort_worker;
struct recipe;

/** distorter_open() - fonts, texts and catalogues that the recipe names are not looked at. ST_IO, ST_RECIPE with `problems`
 *  (recipe_load()), ST_RECIPE for a recipe that trains. */
enum st distorter_open(const char *recipe, const char *const *overrides, size_t n,
                       struct distorter **out, struct buf *problems, struct err *e);
void distorter_close(struct distorter *d);
const struct recipe *distorter_recipe(const struct distorter *d);

struct distort_worker *distort_worker_new(const struct distorter *d); /* d: borrowed */
void distort_worker_free(struct distort_worker *w);

/** sample_distort() - out: a new picture, of as many channels; lines may change their size. ST_RANGE for a coloured line. */
enum st sample_distort(struct distort_worker *w, uint64_t seed, uint64_t index,
                       const struct image *in, struct image *out, struct err *e);

#endif
