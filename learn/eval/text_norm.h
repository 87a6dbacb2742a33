// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_TEXT_NORM_H
#define ERSATZ_EVAL_TEXT_NORM_H
/*
 * text_norm - the two forms in which transcripts are compared. docs/evaluation.md states the rules for
 * people.
 *
 * raw:  NFC, no line break at the end. What the transcript says counts: case, quotes, spaces.
 * norm: what most readers would call the same line is the same. In this order:
 *         1. quotes, dashes and long s are unified (text_norm_cp(): which ones)
 *         2. NFKC (UAX #15)           3. full case folding (Unicode chapter 3.13: ß -> ss)
 *         4. step 1 again, for what 2 brought out; NFKC again
 *         5. runs of white space (White_Space of the UCD) become one space, none at either end
 *
 * Step 1 comes before NFKC, since NFKC takes a spacing acute accent apart into space and accent.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/st.h"

/** text_raw(), text_norm() - append to out. ST_FORMAT if s is not UTF-8. */
enum st text_raw(const char *s, size_t len, struct buf *out, struct err *e);
enum st text_norm(const char *s, size_t len, struct buf *out, struct err *e);
/** text_norm_cp() - step 1 on one code point; itself if it is none of those. */
uint32_t text_norm_cp(uint32_t cp);

#endif
