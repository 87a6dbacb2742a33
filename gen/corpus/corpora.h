// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_CORPORA_H
#define ERSATZ_CORPUS_CORPORA_H
/*
 * corpora - the text sources of a recipe, loaded once and shared by all threads.
 *
 * A source is a corpus (text files, from which spans, lines, sentences or runs of words are cut:
 * corpus/cut.h), a weighted word list (corpus/wordlist.h), a pattern (corpus/pattern.h) or a
 * template that mixes others (corpus/template.h). All text is UTF-8, turned into NFC; in files and
 * word lists white space is collapsed to single spaces; control and format characters other than
 * ZWJ, ZWNJ and the directional marks LRM, RLM, ALM are dropped (corpus/clean.h).
 *
 * Files. An entry of `corpus`, and what follows '@' in `words`, is
 *   - a bare word ("english"): the shipped assets/corpora/english.txt;
 *   - else a file, a folder (all files below it) or a glob; plain text or gzip. What matches
 *     nothing from the working folder is looked for beside the recipe.
 * With a '?' behind it an entry may be missing; one entry of a source must be there. Of a source at
 * most CORPUS_MAX_BYTES (16 MiB) are kept, of all corpora together CORPORA_MAX_BYTES, shared
 * equally: the first files, entries in order and the files of an entry in byte order of their
 * names.
 *
 * corpora_draw() gives one line: a source by weight; a case by recipe->text_case; a text whose
 * length in graphemes is near the wanted one; the case applied; then the alphabet and the length
 * limits are checked on what came out, and it is drawn again if they do not hold. (What the
 * alphabet refuses for sure is left out of corpora at load: corpus/corpusfile.h.) The limits of
 * recipe->length bind corpora only: word lists, patterns and templates give what they give (of at
 * most CORPORA_MAX_LENGTH graphemes). Inside a template a corpus gives the part of the length that
 * is left to its field, and not more than the field's width. With balance_chars > 0 it draws
 * several candidates and takes one with probability growing with the rarity of its characters
 * (corpus/balance.h; shares are those of a sample of lines drawn at load, so that no history is
 * needed and sample i stays a pure function).
 */
#include "base/arena.h"
#include "base/rng.h"
#include "base/st.h"
#include "recipe/problems.h"
#include "recipe/recipe.h"

enum {
    CORPORA_MAX_BYTES = 24 * 1024 * 1024,
    CORPORA_MAX_LENGTH = 1000, /* graphemes of a line */
    CORPORA_TRIES = 200,
};

struct corpora;

struct corpora_line {
    const char *text; /* arena; NFC, no newline, no leading or trailing space, never empty */
    size_t len;
    const char *source; /* borrowed: name of the source */
    const char *lang;   /* borrowed or NULL */
};

/**
 * corpora_load() - read all sources, and draw from each once.
 *
 * r:        borrowed; must live as long as the corpora
 * problems: if not NULL, gets a line for each source that is wrong (recipe/problems.h); the error then
 *           only says that there are some
 *
 * Returns ST_OK; ST_RECIPE for an entry that matches no file, a malformed pattern, template,
 * alphabet or weight, a template that contains itself, a name no source has, or a source that gives
 * nothing that fits; ST_IO and ST_FORMAT for files. Errors carry the recipe's file:line:column.
 * *out is NULL on failure.
 */
enum st corpora_load(const struct recipe *r, struct buf *problems, struct corpora **out,
                     struct err *e);
void corpora_free(struct corpora *c);
/**
 * corpora_draw() - one line of about `length` graphemes (exact for patterns is not possible: those
 * give what they give). source: NULL = by weight, else the name of one.
 * ST_RECIPE if after 200 tries nothing passes the alphabet and the length limits of recipe->length;
 * the message names the first character that is not in the alphabet. ST_RECIPE for a source that
 * does not exist.
 */
enum st corpora_draw(const struct corpora *c, struct rng *r, struct arena *a, const char *source,
                     double length, struct corpora_line *out, struct err *e);
/** corpora_source_index() - place of a source by name, -1 if none. */
int corpora_source_index(const struct corpora *c, const char *name);

#endif
