// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_CLASSES_H
#define ERSATZ_OCR_CLASSES_H
/*
 * classes - what a recogniser tells apart: grapheme clusters <-> class numbers. Class 0 is CTC's blank.
 *
 *     struct grapheme_counts *g = grapheme_counts_new();
 *     text_draw(world, seed, 20000, add_to_counts, g, &e);   // ocr/text_draw.h, or any other text
 *     classes_from_counts(g, 2, &c, &e);                     // seen twice or more, in byte order
 *     n = classes_encode(c, "abc", 3, label, room, NULL);
 *     classes_decode(c, label, n, &buf);
 *
 * Text is turned into NFC and cut into extended grapheme clusters (UAX #29): "e" with an accent is one class
 * however it was typed, and a Devanagari syllable with its marks is one class. Numbers do not depend on the
 * order in which text was drawn. What order the graphemes of a line are given in (logical or as seen) is not
 * decided here: ocr/visual_order.h.
 *
 * Immutable once made, and shared between threads. In a model file it is JSON (classes_write()).
 */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/st.h"

struct json_t; /* of Jansson, whose header does not go with base/json.h */

/* --- counting graphemes ------------------------------------------------------------------------- */

struct grapheme_counts;

struct grapheme_counts *grapheme_counts_new(void);
void grapheme_counts_free(struct grapheme_counts *g);
/** grapheme_counts_add() - all graphemes of a text; ST_FORMAT if it is not UTF-8. Line breaks are left out. */
enum st grapheme_counts_add(struct grapheme_counts *g, const char *text, size_t len, struct err *e);
size_t grapheme_counts_distinct(const struct grapheme_counts *g);
uint64_t grapheme_counts_total(const struct grapheme_counts *g);
/** grapheme_counts_top() - "x 12, y 3, ...", most frequent first, at most n of them: a report of what is
 *  unknown. */
void grapheme_counts_top(const struct grapheme_counts *g, size_t n, struct buf *out);

/* --- classes ------------------------------------------------------------------------------------ */

enum { CLASSES_MAX = 65535 };

struct classes;

/** classes_from_counts() - graphemes seen at least `least` times, in ascending order of their UTF-8 bytes.
 *  ST_RANGE if none is left or they are more than CLASSES_MAX. */
enum st classes_from_counts(const struct grapheme_counts *g, uint64_t least, struct classes **out,
                            struct err *e);
/** classes_from_text() - each grapheme of the text, in the order they first come: an alphabet that is given. */
enum st classes_from_text(const char *text, size_t len, struct classes **out, struct err *e);
void classes_free(struct classes *c);

/** classes_count() - with the blank: the width of the recogniser's last layer. */
int32_t classes_count(const struct classes *c);
/** classes_text() - of class 1 .. count-1, followed by a NUL; "" for the blank. */
const char *classes_text(const struct classes *c, int32_t k, size_t *len);
/** classes_find() - of one grapheme in NFC; 0 if there is none. */
int32_t classes_find(const struct classes *c, const char *s, size_t len);

/**
 * classes_encode() - a text to class numbers.
 *
 * out:     room for `cap` numbers; the number of graphemes is never above `len`
 * unknown: counts graphemes that have no class; NULL = nobody asks
 *
 * Graphemes without a class are left out. Returns how many were written; text that is not UTF-8, or more than
 * cap, is a BUG(): callers check what comes from files.
 */
size_t classes_encode(const struct classes *c, const char *text, size_t len, int32_t *out, size_t cap,
                      struct grapheme_counts *unknown);
/** classes_decode() - appends the text of n classes; numbers out of range are a BUG(). */
void classes_decode(const struct classes *c, const int32_t *k, size_t n, struct buf *out);

/** classes_write() - a JSON array of strings, class 1 first. */
void classes_write(const struct classes *c, struct json *j);
/** classes_read() - ST_FORMAT unless it is an array of distinct single graphemes in NFC. */
enum st classes_read(const struct json_t *array, struct classes **out, struct err *e);

#endif
