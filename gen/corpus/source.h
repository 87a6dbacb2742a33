// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_SOURCE_H
#define ERSATZ_CORPUS_SOURCE_H
/*
 * source - what corpora holds; inside the corpus room only.
 *
 * source.c fills it from the recipe, corpora.c draws from it.
 */
#include <stdbool.h>
#include <stdint.h>

#include "corpus/alphabet.h"
#include "corpus/balance.h"
#include "corpus/corpora.h"
#include "corpus/corpusfile.h"
#include "corpus/pattern.h"
#include "corpus/template.h"
#include "corpus/wordlist.h"

struct source {
    const struct recipe_source *spec; /* borrowed; tells which of these is filled */
    struct corpus corpus;
    struct wordlist words;
    struct pattern *pattern;
    struct text_template *template_;
    uint32_t *field;    /* TEMPLATE: number of the source of each field */
    uint32_t offending; /* first code point for which the alphabet dropped a line, 0 = none */
};

struct corpora {
    const struct recipe *recipe; /* borrowed */
    struct source *source;
    size_t n;
    double *cum;                     /* cumulative weights */
    struct alphabet *alphabet;       /* NULL: all */
    struct balance *balance;         /* NULL: none */
    uint32_t min_length, max_length; /* recipe->length */
};

/** source_where() - puts "recipe.yaml:12:5: source 'name': " in front of a message; returns st. */
enum st source_where(const struct corpora *c, const struct source *s, enum st st, struct err *e);
/** source_load() - read files and compile; fields of templates are not resolved yet. */
enum st source_load(struct corpora *c, struct source *s, size_t max_bytes, struct err *e);
/** source_resolve() - find the sources of all templates' fields; ST_RECIPE for unknown names and
 *  circles. */
enum st source_resolve(struct corpora *c, struct err *e);
void source_release(struct source *s);

#endif
