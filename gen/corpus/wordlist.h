// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_WORDLIST_H
#define ERSATZ_CORPUS_WORDLIST_H
/*
 * wordlist - whole texts with weights: names of goods, words of a dictionary.
 *
 * An entry is "text" or "text<TAB>weight"; without one the weight is 1. Text is cleaned
 * (corpus/clean.h). Immutable once filled; shared between threads.
 *
 *     struct wordlist w = {0};
 *     if (wordlist_add(&w, "milk\t3", e) || wordlist_add_file(&w, "goods.tsv", max, e)) { ... }
 *     const char *s = wordlist_draw(&w, &rng, &len);
 *     wordlist_release(&w);
 */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rng.h"
#include "base/st.h"

struct wordlist {
    struct buf text;  /* entries one after another */
    struct buf start; /* uint32_t: where each begins, and the end of the last */
    struct buf cum;   /* double: cumulative weights */
};

/** wordlist_add() - one entry. ST_RECIPE for an empty text or a weight that is not above 0. */
enum st wordlist_add(struct wordlist *w, const char *entry, size_t len, struct err *e);
/**
 * wordlist_add_file() - an entry a line; empty lines and lines that begin with ";;" are skipped.
 * max_bytes: entries that would make the list's text longer than this are left out
 * ST_IO, ST_FORMAT (bad UTF-8, with place) or ST_RECIPE with file and line.
 */
enum st wordlist_add_file(struct wordlist *w, const char *path, size_t max_bytes, struct err *e);
size_t wordlist_count(const struct wordlist *w);
/** wordlist_draw() - one entry by weight, borrowed from the list, not NUL-terminated; count > 0. */
const char *wordlist_draw(const struct wordlist *w, struct rng *r, size_t *len);
void wordlist_release(struct wordlist *w);

#endif
