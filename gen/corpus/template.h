// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_TEMPLATE_H
#define ERSATZ_CORPUS_TEMPLATE_H
/*
 * template - texts mixed from other sources: "{item:.<24}{price:>8} EUR".
 *
 *     field  = "{" name ["!" case] [":" [[fill] align] [width]] "}"
 *     case   = u (upper) | l (lower) | t (title)
 *     align  = < (default) | > | ^      fill: any character, default a space
 *     width  = 1 to 512, in graphemes
 *
 * "{{" and "}}" are braces. A value longer than the width is not cut. The name is that of a source
 * in the same recipe; what the sources are and how a value is drawn is the caller's: a template
 * knows only names.
 *
 *     struct text_template *t;
 *     if (template_compile("{item!u} {price:>8}", &t, e)) { ... }
 *     for (i...) { index[i] = find(template_field_name(t, i)); }
 *     template_make(t, draw, ctx, 30, &arena, &s, &len, e);
 *     template_free(t);
 *
 * A compiled template is immutable and shared between threads.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/st.h"

enum { TEMPLATE_MAX_BYTES = 4096, TEMPLATE_MAX_WIDTH = 512 };

struct text_template;

/** template_compile() - ST_RECIPE with "column N: ..." if it is malformed; *out is then NULL. */
enum st template_compile(const char *text, struct text_template **out, struct err *e);
void template_free(struct text_template *t);
size_t template_fields(const struct text_template *t);
/** template_field_name() - borrowed from the template; the same name may come several times. */
const char *template_field_name(const struct text_template *t, size_t field);

/**
 * template_value_fn - draws the value of one field.
 * length: graphemes that would suit; width: most that fit the field, 0 = no limit
 * *s:     NFC in the arena
 */
typedef enum st template_value_fn(void *ctx, size_t field, double length, uint32_t width,
                                  struct arena *a, const char **s, size_t *len, struct err *e);

/**
 * template_make() - one text: literals and values in order, cased and padded.
 * length: wanted graphemes of the whole; what literals and fixed widths leave is shared by the
 *         other fields in equal parts
 * Returns ST_OK with NFC text in the arena; what `value` returned if that failed.
 */
enum st template_make(const struct text_template *t, template_value_fn *value, void *ctx,
                      double length, struct arena *a, const char **s, size_t *len, struct err *e);

#endif
