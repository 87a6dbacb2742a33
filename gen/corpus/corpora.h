// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_CORPORA_H
#define ERSATZ_CORPUS_CORPORA_H
/*
 * corpora - the text sources of a recipe, loaded once and shared by all threads.
 *
 * A source is a corpus (text files, from which spans, lines, sentences or runs of words are cut), a
 * weighted word list, a pattern or a template that mixes others. All text is UTF-8, turned into NFC,
 * white space collapsed to single spaces, control and format characters other than ZWJ, ZWNJ and the
 * directional marks dropped. Files are memory-mapped or read once; a draw copies into the arena.
 *
 * corpora_draw() gives one line: a source by weight, then a text whose length in graphemes is near the
 * wanted one, then the alphabet, then case. With balance_chars > 0 it draws several candidates and takes
 * one with probability growing with the rarity of its characters (weights from the whole corpus, so
 * that no history is needed and sample i stays a pure function).
 */
#include "base/arena.h"
#include "base/rng.h"
#include "base/st.h"
#include "recipe/recipe.h"

struct corpora;

struct corpora_line {
    const char *text; /* arena; NFC, no newline, no leading or trailing space, never empty */
    size_t len;
    const char *source; /* borrowed: name of the source */
    const char *lang;   /* borrowed or NULL */
};

/** corpora_load() - read all sources. Errors carry the recipe's file:line:column. */
enum st corpora_load(const struct recipe *r, struct corpora **out, struct err *e);
void corpora_free(struct corpora *c);
/**
 * corpora_draw() - one line of about `length` graphemes (exact for patterns is not possible: those
 * give what they give). source: NULL = by weight, else the name of one.
 * ST_RECIPE if after 200 tries nothing passes the alphabet and the length limits of recipe->length.
 */
enum st corpora_draw(const struct corpora *c, struct rng *r, struct arena *a, const char *source,
                     double length, struct corpora_line *out, struct err *e);
/** corpora_source_index() - place of a source by name, -1 if none. */
int corpora_source_index(const struct corpora *c, const char *name);

#endif
