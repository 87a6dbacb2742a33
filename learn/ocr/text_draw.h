// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_TEXT_DRAW_H
#define ERSATZ_OCR_TEXT_DRAW_H
/*
 * text_draw - lines of a recipe's own text, without pictures: what alphabet and tokens are learned from.
 *
 * The lines are drawn like the generator's, sources, lengths, cases and alphabet included, from a stream of
 * their own (RNG_READ_TEXT), so they are typical of the training text and none of its lines in particular.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/st.h"

struct corpora;
struct recipe;

/** text_line_fn - gets one line, NFC, in logical order; borrowed. Anything but ST_OK ends the drawing. */
typedef enum st text_line_fn(void *ctx, const char *text, size_t len, struct err *e);

/** text_draw() - n lines. Returns ST_OK; what corpora_draw() or fn() returned. */
enum st text_draw(const struct recipe *r, const struct corpora *c, uint64_t seed, uint64_t n, text_line_fn *fn,
                  void *ctx, struct err *e);

#endif
