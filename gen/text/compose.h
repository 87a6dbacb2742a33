// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TEXT_COMPOSE_H
#define ERSATZ_TEXT_COMPOSE_H
/*
 * compose - signs that a face lacks, drawn from others of its glyphs (font/standin.h).
 *
 * Inside the text room only: shape.c calls compose_fill() before HarfBuzz and compose_place() after it.
 */
#include <hb.h>
#include <stdbool.h>

#include "text/shape.h"

/**
 * compose_fill() - the item's text into `b`, each sign that its face lacks replaced by its stand-in, and ch, ck, tz, ſt by one
 * type if the face has it but no table of substitutions that would say so; clusters are bytes from `start` on, a stand-in above
 * a letter is of that letter's cluster, a type of two letters of the first's.
 * Returns false, and leaves `b` alone, if nothing is to be replaced.
 */
bool compose_fill(hb_buffer_t *b, const char *text, uint32_t start, const struct item *it);

/**
 * compose_place() - size and place of the stand-ins among the n glyphs g of one item shaped from what
 * compose_fill() gave. Raised: 0.6 of the size, top at cap height, advance in proportion. Above: 0.45 of
 * the size, no advance, the middles of both boxes in one vertical, 0.06 em of white between them.
 */
void compose_place(const struct shape_style *st, const char *text, const struct item *it,
                   struct shaped *g, unsigned n);

#endif
