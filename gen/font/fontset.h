// SPDX-License-Identifier: MIT
#ifndef ERSATZ_FONT_FONTSET_H
#define ERSATZ_FONT_FONTSET_H
/*
 * fontset - all faces a recipe may draw with, and the choice among them.
 *
 * Faces come from fonts/NAME.yaml (families found by fontconfig), from families named in the recipe,
 * and from folders. Choosing looks at real coverage, grapheme by grapheme: first a face by weight
 * among those that cover the most of the text, then, for graphemes it lacks, the fallback families in
 * order, then any face of the fontset. A grapheme that nothing covers is an error, never a box.
 */
#include "base/arena.h"
#include "base/rng.h"
#include "base/st.h"
#include "font/face.h"
#include "recipe/problems.h"
#include "recipe/recipe.h"

struct fontset;

/** fontset_load() - find, map and open all faces of a recipe.
 *  A family of a shipped set that is not installed is left out; none at all is ST_RECIPE, with the apt
 *  package that holds them. A family that the recipe itself names must be there.
 *  problems: if not NULL, gets a line for each set, family and folder that is wrong. */
enum st fontset_load(const struct recipe *r, struct buf *problems, struct fontset **out,
                     struct err *e);
void fontset_free(struct fontset *fs);
size_t fontset_count(const struct fontset *fs);
const struct face *fontset_face(const struct fontset *fs, size_t id);

/** fontset_choose() - a face for a text. strict: only faces that cover all of it, ST_RECIPE naming the
 *  face and the code point it lacks if there is none. */
enum st fontset_choose(const struct fontset *fs, struct rng *r, struct arena *a, const char *text,
                       size_t len, bool strict, const struct face **out, struct err *e);
/** fontset_choose_mix() - a face of the recipe's font.mix_sets for some words, by weight among those that lack the
 *  least of them; NULL if the recipe has none. */
const struct face *fontset_choose_mix(const struct fontset *fs, struct rng *r, struct arena *a,
                                      const char *text, size_t len);
/** fontset_runs() - split a text into runs by the face that draws each grapheme: `want` where it can.
 *  '\n' and spaces stay with the run before them. ST_RECIPE with "U+XXXX" if nothing covers one. */
enum st fontset_runs(const struct fontset *fs, struct arena *a, const struct face *want,
                     const char *text, size_t len, struct face_run **run, size_t *n, struct err *e);

#endif
