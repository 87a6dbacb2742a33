// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TEXT_OUTLINE_H
#define ERSATZ_TEXT_OUTLINE_H
/*
 * outline - glyph outlines in font units, by FreeType, kept per worker.
 *
 * Inside the text room only. Each worker has its own FT_Library and opens each face over the bytes
 * that the fontset mapped (FreeType faces are not shared between threads). Outlines are unhinted
 * and unscaled, so that one entry serves every size; the cache holds CACHE_BYTES and starts anew
 * when it is full.
 *
 *     const struct outline *ol;
 *     if (outlines_get(o, face, font, gid, &ol, e)) { ... }
 *     for (v = 0, p = ol->pt; v < ol->n_verbs; v++) { ... ol->verb[v] takes 1 to 3 points of p ... }
 */
#include <hb.h>
#include <stdint.h>

#include "base/st.h"
#include "font/face.h"

enum outline_verb { OUTLINE_MOVE, OUTLINE_LINE, OUTLINE_CONIC, OUTLINE_CUBIC };

struct outline_pt {
    float x, y; /* font units, y up */
};

/* Contours are closed: the last point may differ from the first. Verb v takes 1, 1, 2 or 3 points:
 * control points first, then where it ends. */
struct outline {
    uint32_t n_verbs, n_points;
    const uint8_t *verb; /* enum outline_verb */
    const struct outline_pt *pt;
};

struct outlines;
struct outlines *outlines_new(void);
void outlines_free(struct outlines *o);

/**
 * outlines_get() - one glyph's outline.
 *
 * font: the HarfBuzz font the glyph was shaped with; FreeType gets its variation coordinates
 * out:  borrowed; valid until the next call
 *
 * Returns ST_OK (an outline without verbs for a glyph without ink); ST_FORMAT if FreeType cannot open
 * the face or load the glyph; ST_RANGE if the glyph is a bitmap and has no outline.
 */
enum st outlines_get(struct outlines *o, const struct face *f, hb_font_t *font, uint32_t gid,
                     const struct outline **out, struct err *e);

#endif
