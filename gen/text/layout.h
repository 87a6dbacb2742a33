// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TEXT_LAYOUT_H
#define ERSATZ_TEXT_LAYOUT_H
/*
 * layout - styled text -> positioned glyphs on baselines, in the page frame.
 *
 * Per line: bidi levels (FriBidi, UAX #9), runs of one level, script and face, HarfBuzz shaping of
 * each whole run in font units, reordering, then tracking between clusters where the script is not
 * joined. Vertical text (DIRECTION_TTB) runs top to bottom, its columns right to left, with vertical
 * forms and metrics; Latin inside it lies on its side.
 *
 * Page frame: px, x right, y down, first baseline at y = 0 from x = 0; vertical text: first column's
 * centre line at x = 0, its top at y = 0.
 */
#include "base/arena.h"
#include "base/geom.h"
#include "font/face.h"
#include "plan/plan.h"
#include "text/path.h"

struct glyph {
    const struct face *face;
    uint32_t gid;
    uint32_t unit;   /* label unit (struct unit) this glyph draws */
    double x, y;     /* origin, px, page frame */
    bool sideways;   /* turned 90 degrees clockwise (Latin in vertical text) */
};

/* One label unit: a grapheme cluster, or several that shaping fused into one glyph. */
struct unit {
    uint32_t start, end; /* bytes of the transcript */
    uint32_t word, line;
    struct box advance;  /* pen advance by the line's ascent and descent, page frame */
    uint32_t parts;      /* > 1: shares a ligature glyph with this many units... */
    uint32_t part;       /* ...and is this one of them, in visual order */
    bool space;          /* no ink */
    bool rtl;
};

struct word {
    uint32_t start, end; /* bytes */
    uint32_t line;
};

struct line {
    uint32_t start, end; /* bytes, without the '\n' */
    struct pt from, to;  /* baseline (vertical: centre line), page frame */
    bool rtl;            /* paragraph direction */
};

struct layout {
    struct glyph *glyph; size_t n_glyphs; /* visual order, line by line */
    struct unit *unit;   size_t n_units;  /* logical order */
    struct word *word;   size_t n_words;  /* logical order; split at white space */
    struct line *line;   size_t n_lines;
    struct box box;      /* of all advances, page frame */
    double em_px;
    bool vertical;
};

struct shaper;           /* per worker: HarfBuzz buffer, FreeType faces, outline cache, plans */
struct shaper *shaper_new(void);
void shaper_free(struct shaper *sh);

/** layout_make() - lay a styled text out with the sample's style at `em_px`. Arena owns the result.
 *  ST_RANGE on a missing glyph (glyph 0 in the result): tofu is an error here, never a box. */
enum st layout_make(struct shaper *sh, const struct sample *s, const struct styled_text *t,
                    double em_px, struct arena *a, struct layout *out, struct err *e);

/**
 * layout_outline() - one glyph of a layout as polygons in the page frame, appended to `pa`: scaled,
 * slanted, emboldened, stretched, turned, moved to its origin (glyph_jitter included).
 * step_px: curves and, if > 0, straight edges are split to at most this length, for a warp that bends.
 * index: glyph number in the layout; keys glyph_jitter.
 * Outlines are cached per worker in font units.
 */
enum st layout_outline(struct shaper *sh, const struct sample *s, const struct layout *l,
                       size_t index, double step_px, struct arena *a, struct path *pa,
                       struct err *e);

#endif
