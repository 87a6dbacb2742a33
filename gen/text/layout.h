// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TEXT_LAYOUT_H
#define ERSATZ_TEXT_LAYOUT_H
/*
 * layout - styled text -> positioned glyphs on baselines, in the page frame.
 *
 * Per line: bidi levels (FriBidi, UAX #9), runs of one level, script and face, HarfBuzz shaping of
 * each whole run in font units, reordering, then tracking between clusters where the script is not
 * joined. Vertical text (DIRECTION_TTB) runs top to bottom, its columns right to left, with
 * vertical forms and metrics; Latin inside it lies on its side.
 *
 *     struct shaper *sh = shaper_new();                        // one a worker
 *     struct layout l;
 *     if (layout_make(sh, s, &s->text, em_px, a, &l, e)) { ... }
 *     struct path pa = {0};
 *     for (size_t i = 0; i < l.n_glyphs; i++) { layout_outline(sh, s, &l, i, 0, a, &pa, e); }
 *
 * Page frame: px, x right, y down, first baseline at y = 0 from x = 0; vertical text: first
 * column's centre line at x = 0, its top at y = 0. The widest line spans x = 0..width, the others
 * are aligned to it by sample.align; "start" is the right for a right-to-left line. ALIGN_JUSTIFY
 * stretches the spaces of every line but the last, or, in a line without spaces, the gaps between
 * its clusters.
 *
 * Invariants: every byte of a line belongs to exactly one unit; units, words and lines ascend by
 * byte; a grapheme cluster is never in two units; unit boxes have x0 <= x1 and y0 <= y1.
 */
#include "base/arena.h"
#include "base/geom.h"
#include "font/face.h"
#include "plan/plan.h"
#include "text/path.h"

struct glyph {
    const struct face *face;
    uint32_t gid;
    uint32_t unit;   /* label unit (struct unit) this glyph draws; of a shared ligature the first in
                      * logical order, so that it draws units [unit, unit + parts) */
    double x, y;     /* origin, px, page frame */
    double scale;    /* of the outline about its origin; 0 counts as 1 */
    bool sideways;   /* turned 90 degrees clockwise (Latin in vertical text) */
    bool joined;     /* touches its neighbours (Arabic, Devanagari): the word jitters as one */
};

#define NO_WORD UINT32_MAX

/* One label unit: a grapheme cluster, or several that shaping fused into one glyph. */
struct unit {
    uint32_t start, end; /* bytes of the transcript */
    uint32_t word, line; /* word: NO_WORD for white space */
    struct box advance;  /* pen advance by the line's ascent and descent, page frame; a part of a
                          * ligature has its share, cut at the font's carets or equally */
    uint32_t parts;      /* > 1: shares a ligature glyph with this many units... */
    uint32_t part;       /* ...and is this one of them, in visual order; else 1 and 0 */
    bool space;          /* no ink: white space or default ignorables only */
    bool rtl;
};

struct word {
    uint32_t start, end; /* bytes */
    uint32_t line;
    struct box advance;  /* around its units' boxes */
};

struct line {
    uint32_t start, end; /* bytes, without the '\n' */
    struct pt from, to;  /* baseline from left to right (vertical: centre line downwards) */
    bool rtl;            /* paragraph direction */
};

struct layout {
    struct glyph *glyph; size_t n_glyphs; /* visual order, line by line */
    struct unit *unit;   size_t n_units;  /* logical order */
    struct word *word;   size_t n_words;  /* logical order; split at Unicode White_Space */
    struct line *line;   size_t n_lines;
    struct box box;      /* of all advances, page frame */
    double em_px;
    bool vertical;
};

struct shaper;           /* per worker: HarfBuzz buffer, FreeType faces, outline cache, plans */
struct shaper *shaper_new(void);
void shaper_free(struct shaper *sh);

/**
 * layout_make() - lay a styled text out with the sample's style at `em_px`.
 *
 * s: style: direction, align, stretch (0 counts as 1), tracking_em, line_gap_em, features, axes,
 *    face (line pitch; NULL = face of the first run)
 * t: UTF-8, checked before; its runs cover it from byte 0
 * a: owns the result
 *
 * Returns ST_OK; ST_RANGE on a missing glyph (tofu is an error here, never a box; the message has
 * U+XXXX and the face) or an em_px that is not in (0, 65500]; ST_RECIPE for a feature HarfBuzz
 * cannot read. On failure `out` is unspecified. Default ignorables draw nothing, dotted circles are
 * never inserted.
 */
enum st layout_make(struct shaper *sh, const struct sample *s, const struct styled_text *t,
                    double em_px, struct arena *a, struct layout *out, struct err *e);

/**
 * layout_outline() - one glyph of a layout as polygons in the page frame, appended to `pa`: scaled,
 * slanted, emboldened, stretched, turned, moved to its origin (glyph_jitter included).
 *
 * step_px: if > 0, longest edge, for a warp that bends
 * index:   glyph number in the layout
 *
 * glyph_jitter is keyed by the glyph's unit, so that marks move with their base; where letters join,
 * by its word. Outlines are cached per worker in font units.
 *
 * Returns ST_OK; ST_FORMAT if FreeType cannot read the glyph; ST_RANGE if it is a bitmap.
 */
enum st layout_outline(struct shaper *sh, const struct sample *s, const struct layout *l,
                       size_t index, double step_px, struct arena *a, struct path *pa,
                       struct err *e);

#endif
